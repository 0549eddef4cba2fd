"""The demonstration dossier that ships with the program: how well it is read, held against its own expected.yaml."""

from pathlib import Path

from floors_dossier import READ_AT, floor_of
from floors_file import DemoFloors
from floors_reading import digest_files

import dragoman
from dragoman.errors import DataError
from dragoman.evaluation import Evaluation, Kind, evaluate_record
from dragoman.gold import load_gold

DEMO = Path(dragoman.__file__).parent / "demo"
EXPECTED = DEMO / "expected.yaml"
KINDS: tuple[Kind, ...] = ("documents", "memberships", "offices")


def digest_demo() -> str:
    """The digest of the expected rows and the texts."""
    return digest_files([EXPECTED, *sorted((DEMO / "dossier").glob("*.txt"))])


def read_demo(record: Path) -> None:
    """Read all texts into a new record; DataError when one is set aside."""
    summary = dragoman.read(DEMO / "dossier", to=record, clock=lambda: READ_AT)
    if summary.set_aside:
        raise DataError(f"{summary.set_aside[0].address}: set aside: {summary.set_aside[0].reason}")


def score_demo(record: Path) -> Evaluation:
    """The record held against what a careful reader takes from the texts."""
    with dragoman.open_record(record) as opened:
        return evaluate_record(opened, load_gold(EXPECTED), KINDS)


def demo_floors(done: Evaluation) -> DemoFloors:
    """The floors that the present figures would make, by kind."""
    return DemoFloors(digest_demo(), {score.kind: floor_of(score) for score in done.scores})
