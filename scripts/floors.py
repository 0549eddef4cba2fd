"""How well the French cases are read, and the floors below which that must not fall.

    python scripts/floors.py [--by file|family|phenomenon] [--faults] [--only WORDS] [--write [--lower]]

Prints a table of precision and recall for each kind of row. `--faults` lists what each case gets wrong, `--only` keeps
cases whose id, phenomenon or file contains the words. `--write` raises the floors in tests/floors.yaml to the present
figures and pins the case files anew; it refuses to lower a floor or to drop cases unless `--lower` is given as well.

Time and document cases are no part of this: their own tests want every one of them right.
"""

import argparse
import hashlib
import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from dragoman.assertions.reading import AssertionReader
from dragoman.assertions.rows import Assertions
from dragoman.cases import FOLDER, Case, Outcome, Tally, judge, load_cases
from dragoman.data_files import load_yaml
from dragoman.languages.fr import FrenchParser
from dragoman.mentions.reading import MentionReader
from dragoman.model.dates import Date
from dragoman.model.document import Document
from dragoman.model.sentence import ReadText
from dragoman.register import load_register

LANGUAGE = "fr"
FLOORS = Path(__file__).parents[1] / "tests" / "floors.yaml"
KINDS = ("memberships", "occupancies", "attributes", "mentions")
# The family of all cases together.
ALL = "all"
UNDATED = (None, "unknown", "none")
HEADING = """\
# How well the French cases must be read, at least: precision and recall for each kind of row, over all cases and for
# each family of case files. Written by `python scripts/floors.py --write`, which never lowers a floor unasked.
# `wanted` counts rows that the cases ask for; `digest` is the SHA-256 of the case files.
"""


class Floor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The least that one kind of row may reach in one family; precision and recall from 0 to 1."""

    wanted: int
    precision: float
    recall: float


class Floors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """tests/floors.yaml: the pinned case files, and floors by family and kind."""

    digest: str
    cases: dict[str, int]
    floors: dict[str, dict[str, Floor]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its mentions, and its rows."""

    text: ReadText
    found: Assertions


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with the file it stands in (name without ending), what it came to, and what was read."""

    case: Case
    file: str
    outcome: Outcome
    read: Reading | None = None

    @property
    def family(self) -> str:
        """The file without its part letter: press_a and press_b are one family."""
        return re.sub(r"_[a-z]\Z", "", self.file)


class CaseReader:
    """Reads cases through the stages. Loading takes seconds: one object serves all."""

    def __init__(self) -> None:
        self.register = load_register()
        self.parser = FrenchParser()
        self.assertions = AssertionReader(LANGUAGE)
        self.mentions = MentionReader(self.parser, self.register, self.assertions.may_assert)

    def read(self, document: Document) -> Reading:
        """What a document gives."""
        text = self.mentions.read(document)
        return Reading(text, self.assertions.read(text, "cases"))

    def judge(self, case: Case, file: str = "") -> Judged:
        """What one case comes to."""
        read = self.read(document_of(case))
        return Judged(case, file, judge(case, read.text, read.found, self.register), read)


@cache
def load_reader() -> CaseReader:
    """The one reader of this process."""
    return CaseReader()


def document_of(case: Case) -> Document:
    """The document that the text of a case makes."""
    published = None if case.published in UNDATED else Date.parse(str(case.published))
    identity = hashlib.sha256(case.id.encode()).hexdigest()
    return Document(identity, f"cases/{case.id}", case.text, LANGUAGE, published=published)


def case_files() -> list[Path]:
    """The case files in order of name."""
    return sorted((FOLDER / LANGUAGE / "cases").glob("*.yaml"))


def digest_cases() -> str:
    """The SHA-256 (64 hexadecimal digits) over the names and bytes of all case files."""
    digest = hashlib.sha256()
    for path in case_files():
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


@cache
def judge_cases() -> tuple[Judged, ...]:
    """Every case that asks for rows or mentions, judged, in the order of the files; done once in a process."""
    load_cases(LANGUAGE)  # raises when an id stands twice
    reader = load_reader()
    return tuple(
        reader.judge(case, path.stem)
        for path in case_files()
        for case in load_yaml(path, list[Case])
        if any(getattr(case, kind) is not None for kind in KINDS)
    )


def tally(judged: Iterable[Judged], group: Callable[[Judged], str]) -> dict[str, dict[str, Tally]]:
    """The tallies of each kind, by group, in order of first appearance."""
    found: dict[str, dict[str, Tally]] = {}
    for item in judged:
        kinds = found.setdefault(group(item), {})
        for kind, part in item.outcome.tallies.items():
            whole = kinds.setdefault(kind, Tally())
            whole.right += part.right
            whole.wrong += part.wrong
            whole.missing += part.missing
    return found


def count(
    judged: Iterable[Judged], group: Callable[[Judged], str], of: Callable[[Judged, str], int]
) -> Counter[tuple[str, str]]:
    """What `of` gives for each kind that a case names, summed by group and kind, and over all cases."""
    found: Counter[tuple[str, str]] = Counter()
    for item in judged:
        for kind in item.outcome.tallies:
            for name in (group(item), ALL):
                found[name, kind] += of(item, kind)
    return found


def wanted(item: Judged, kind: str) -> int:
    """How many rows of a kind a case asks for."""
    return len(getattr(item.case, kind) or ())


def by_family(judged: Iterable[Judged]) -> dict[str, dict[str, Tally]]:
    """The tallies of all cases together and of each family."""
    judged = tuple(judged)
    return tally(judged, lambda item: ALL) | tally(judged, lambda item: item.family)


def load_floors(path: Path = FLOORS) -> Floors:
    """The floors as they stand; raises DataError when the file is missing or malformed."""
    return load_yaml(path, Floors)


def present_floors(judged: Sequence[Judged]) -> Floors:
    """The floors that the present figures would make, rounded down to four digits."""
    rows = count(judged, lambda item: item.family, wanted)
    floors = {
        family: {
            kind: Floor(rows[family, kind], _rounded(found.precision), _rounded(found.recall))
            for kind, found in kinds.items()
        }
        for family, kinds in by_family(judged).items()
    }
    cases = Counter(item.family for item in judged)
    return Floors(digest_cases(), {ALL: len(judged), **cases}, floors)


def _rounded(share: float) -> float:
    return math.floor(share * 10_000 + 1e-6) / 10_000


def iter_lowered(old: Floors, new: Floors) -> Iterator[str]:
    """A line for everything that would be less than it was: cases, rows that they ask for, precision, recall."""
    for family, cases in old.cases.items():
        if new.cases.get(family, 0) < cases:
            yield f"{family}: {new.cases.get(family, 0)} cases, there were {cases}"
    for family, kinds in old.floors.items():
        for kind, was in kinds.items():
            now = new.floors.get(family, {}).get(kind)
            if now is None:
                yield f"{family}, {kind}: no case asks for them any more"
                continue
            for name in Floor.__struct_fields__:
                if getattr(now, name) < getattr(was, name):
                    yield f"{family}, {kind}: {name} {getattr(now, name)}, the floor is {getattr(was, name)}"


def format_floors(floors: Floors) -> str:
    """The text of floors.yaml."""
    lines = [HEADING, f"digest: {floors.digest}", "cases:"]
    lines += [f"  {family}: {cases}" for family, cases in floors.cases.items()]
    lines.append("floors:" if floors.floors else "floors: {}")
    for family, kinds in floors.floors.items():
        lines.append(f"  {family}:")
        for kind, floor in kinds.items():
            figures = f"wanted: {floor.wanted}, precision: {floor.precision:.4f}, recall: {floor.recall:.4f}"
            lines.append(f"    {kind}: {{{figures}}}")
    return "\n".join(lines) + "\n"


def worst_cases(judged: Iterable[Judged], family: str, kind: str) -> list[Judged]:
    """The cases of a family that have faults of a kind, those with most faults first."""
    faulty = [
        (sum(fault.startswith(kind) for fault in item.outcome.faults), item)
        for item in judged
        if family in (ALL, item.family)
    ]
    return [item for faults, item in sorted(faulty, key=lambda pair: -pair[0]) if faults]


def iter_table(
    groups: Mapping[str, Mapping[str, Tally]],
    cases: Mapping[tuple[str, str], int],
    rows: Mapping[tuple[str, str], int],
    floors: Floors | None,
) -> Iterator[str]:
    """The lines of a table of figures; cases and rows by group and kind; floors where a group has some."""
    width = max(map(len, groups), default=0)
    yield f"{'':<{width}}  {'kind':<11} cases  wanted  right  wrong  missing  precision  recall  floor"
    for group, kinds in groups.items():
        for kind in (kind for kind in KINDS if kind in kinds):
            found = kinds[kind]
            floor = floors.floors.get(group, {}).get(kind) if floors is not None else None
            least = f"{floor.precision:.4f}/{floor.recall:.4f}" if floor is not None else ""
            yield (
                f"{group:<{width}}  {kind:<11} {cases[group, kind]:>5}  {rows[group, kind]:>6}  {found.right:>5}"
                f"  {found.wrong:>5}  {found.missing:>7}  {found.precision:>9.4f}  {found.recall:>6.4f}  {least}"
            ).rstrip()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print, and write when asked; exit code 1 when floors would have to be lowered."""
    options = _options(arguments)
    judged = judge_cases()
    if options.write:
        return write_floors(present_floors(judged), may_lower=options.lower)
    shown = [item for item in judged if options.only in f"{item.case.id} {item.case.phenomenon} {item.file}"]
    group: Callable[[Judged], str] = {
        "file": lambda item: item.file,
        "family": lambda item: item.family,
        "phenomenon": lambda item: item.case.phenomenon,
    }[options.by]
    if options.faults:
        for item in shown:
            for fault in item.outcome.faults:
                print(f"{item.case.id}: {fault}")
        print()
    floors = load_floors() if FLOORS.exists() else None
    groups = tally(shown, group) | tally(shown, lambda item: ALL)
    cases = count(shown, group, lambda item, kind: 1)
    rows = count(shown, group, wanted)
    print("\n".join(iter_table(groups, cases, rows, None if options.only else floors)))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How well the French cases are read, and the floors of that.")
    parser.add_argument("--by", choices=("file", "family", "phenomenon"), default="file", help="the rows of the table")
    parser.add_argument("--faults", action="store_true", help="list the faults of every case")
    parser.add_argument("--only", default="", metavar="WORDS", help="cases whose id, phenomenon or file contains these")
    parser.add_argument("--write", action="store_true", help="raise the floors to the present figures")
    parser.add_argument("--lower", action="store_true", help="with --write: lower them too where the figures fell")
    return parser.parse_args(arguments)


def write_floors(new: Floors, *, may_lower: bool, path: Path = FLOORS) -> int:
    """Write floors where nothing is lowered, or where that is allowed; the exit code."""
    lowered = list(iter_lowered(load_floors(path), new)) if path.exists() else []
    if lowered and not may_lower:
        print("\n".join(lowered), file=sys.stderr)
        print("nothing written: mend the rules, or lower these floors with --write --lower", file=sys.stderr)
        return 1
    path.write_text(format_floors(new), encoding="utf-8")
    for line in lowered:
        print(f"lowered: {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
