"""The annotated dossier (tests/dossier): thirty reports, what a careful reader records from them, and how it is scored.

The reports are split once into a half that rules are developed on and a half that is only scored; split.yaml says how.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

import msgspec
from floors_file import DossierFloors, Floor, rounded
from floors_reading import digest_files

import dragoman
from dragoman.data_files import load_yaml
from dragoman.errors import DataError
from dragoman.evaluation import Evaluation, Kind, KindScore, evaluate_record
from dragoman.gold import Gold, load_gold, merge_gold

DOSSIER = Path(__file__).parents[1] / "tests" / "dossier"
TEXTS = DOSSIER / "texts"
KINDS: tuple[Kind, ...] = ("documents", "statements", "events", "memberships", "offices")
Half = Literal["develop", "scored"]
HALVES: tuple[Half, ...] = get_args(Half)
# What is read does not hang on when; a fixed instant keeps two runs alike.
READ_AT = dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)


class Split(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """split.yaml: the stems of the reports of each half, and why they are split so."""

    reason: str
    develop: list[str]
    scored: list[str]


def text_files() -> list[Path]:
    """The reports in order of name."""
    return sorted(TEXTS.glob("*.txt"))


def gold_files() -> list[Path]:
    """The gold files in order of name."""
    return sorted(DOSSIER.glob("gold_*.yaml"))


def digest_dossier() -> str:
    """The digest of the split, the gold files and the reports."""
    return digest_files([DOSSIER / "split.yaml", *gold_files(), *text_files()])


def halve(stems: Sequence[str]) -> tuple[list[str], list[str]]:
    """The half of the stems whose SHA-256 comes first, and the other; each in order of name."""
    ordered = sorted(stems, key=lambda stem: hashlib.sha256(stem.encode()).hexdigest())
    middle = len(ordered) // 2
    return sorted(ordered[:middle]), sorted(ordered[middle:])


def load_split() -> Split:
    """The split; DataError when it is not the one that the names of the reports give."""
    split = load_yaml(DOSSIER / "split.yaml", Split)
    if (split.develop, split.scored) != halve([path.stem for path in text_files()]):
        raise DataError("split.yaml: the halves are not those that the digests of the file names give")
    return split


def load_half(half: Half) -> Gold:
    """What a careful reader records from the reports of one half."""
    stems = getattr(load_split(), half)
    return merge_gold([load_gold(path) for path in gold_files()]).of_reports(stems)


def read_dossier(record: Path) -> None:
    """Read all reports into a new record; DataError when one is set aside."""
    summary = dragoman.read(TEXTS, to=record, clock=lambda: READ_AT)
    if summary.set_aside:
        raise DataError(f"{summary.set_aside[0].address}: set aside: {summary.set_aside[0].reason}")


def score_half(record: Path, half: Half) -> Evaluation:
    """The record held against the gold of one half."""
    with dragoman.open_record(record) as opened:
        return evaluate_record(opened, load_half(half), KINDS)


def dossier_floors(evaluations: Mapping[Half, Evaluation]) -> DossierFloors:
    """The floors that the present figures would make, by half and kind."""
    return DossierFloors(
        digest_dossier(),
        {half: {score.kind: floor_of(score) for score in done.scores} for half, done in evaluations.items()},
    )


def floor_of(score: KindScore) -> Floor:
    """Recall of what must be found, and precision (1 where no row could be wrong), rounded down to four digits."""
    return Floor(
        score.must,
        rounded(score.precision if score.precision is not None else 1.0),
        rounded(score.must_found / score.must if score.must else 1.0),
    )


def iter_dossier_table(evaluations: Mapping[Half, Evaluation], floors: DossierFloors | None) -> Iterator[str]:
    """The lines of a table of figures by half and kind; it tells nothing of single items."""
    yield "half     kind         must  found  recall  nice  found  rows  listed  precision  floor"
    for half, done in evaluations.items():
        for score in done.scores:
            floor = floor_of(score)
            least = floors.floors.get(half, {}).get(score.kind) if floors is not None else None
            precision = f"{score.precision:.4f}" if score.precision is not None else "-"
            yield (
                f"{half:<7}  {score.kind:<11}  {score.must:>4}  {score.must_found:>5}  {floor.recall:.4f}"
                f"  {score.nice:>4}  {score.nice_found:>5}  {score.complete_rows:>4}  {score.complete_right:>6}"
                f"  {precision:>9}  {f'{least.precision:.4f}/{least.recall:.4f}' if least is not None else ''}"
            ).rstrip()
