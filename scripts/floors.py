"""How well the French cases are read, and the floors below which that must not fall.

    python scripts/floors.py [--by file|family|phenomenon] [--labels] [--confusion] [--faults] [--only WORDS]
    python scripts/floors.py --triggers [--faults] [--only WORDS]
    python scripts/floors.py --write [cases] [triggers] [dossier] [demo] [--lower]

Prints a table of precision and recall for each kind of row. `--labels` adds one for each statement act and event type,
`--confusion` tables of what was given in the place of what was wanted; `--faults` lists what each case gets wrong,
`--only` keeps cases whose id, phenomenon or file contains the words. `--triggers` reads the examples of the event
triggers instead; the annotated dossier has scripts/dossier.py, the demonstration dossier `dragoman evaluate`.

`--write` raises the floors in tests/floors.yaml to the present figures and pins what they were measured on anew: all
parts or those that are named. It refuses to lower a floor or to drop cases unless `--lower` is given as well.

Time and document cases are no part of this: their own tests want every one of them right.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import floors_demo
import floors_dossier
import floors_triggers
import floors_types
import msgspec
from floors_file import FLOORS, Floor, Floors, format_floors, iter_lowered, load_floors, rounded, write_floors
from floors_reading import (
    ALL,
    KINDS,
    CaseReader,
    Judged,
    Reading,
    by_family,
    case_files,
    count,
    digest_cases,
    document_of,
    judge_cases,
    load_reader,
    tally,
    wanted,
)

from dragoman.cases import Case, Tally
from dragoman.data_files import load_yaml

__all__ = [
    "ALL",
    "FLOORS",
    "KINDS",
    "Case",
    "CaseReader",
    "Floor",
    "Floors",
    "Judged",
    "Reading",
    "by_family",
    "case_files",
    "digest_cases",
    "document_of",
    "format_floors",
    "iter_lowered",
    "judge_cases",
    "load_floors",
    "load_reader",
    "load_yaml",
    "main",
    "present_floors",
    "worst_cases",
    "write_floors",
]
PARTS = ("cases", "triggers", "dossier", "demo")


def present_floors(judged: Sequence[Judged], old: Floors | None = None) -> Floors:
    """The floors that the present figures of the cases would make; the other parts stay as they were."""
    rows = count(judged, lambda item: item.family, wanted)
    families = {
        family: {
            kind: Floor(rows[family, kind], rounded(found.precision), rounded(found.recall))
            for kind, found in kinds.items()
        }
        for family, kinds in by_family(judged).items()
    }
    cases = Counter(item.family for item in judged)
    return Floors(
        digest=digest_cases(),
        cases={ALL: len(judged), **cases},
        floors=families,
        acts=present_labels(judged, "statements"),
        types=present_labels(judged, "events"),
        triggers=old.triggers if old is not None else None,
        dossier=old.dossier if old is not None else None,
        demo=old.demo if old is not None else None,
    )


def present_labels(judged: Sequence[Judged], kind: str) -> dict[str, Floor]:
    """The floors by act or type that the present figures would make; none where nothing was read."""
    if not any(item.read is not None for item in judged):
        return {}
    return floors_types.label_floors(floors_types.tally_labels(judged, kind, load_reader().register))


def measured_floors(parts: Sequence[str], old: Floors | None) -> Floors:
    """The floors with the named parts measured anew; the cases are, where there are no floors yet."""
    new = present_floors(judge_cases(), old) if "cases" in parts or old is None else old
    if "triggers" in parts:
        new = msgspec.structs.replace(new, triggers=floors_triggers.trigger_floors(floors_triggers.judge_triggers()))
    if "dossier" in parts:
        with tempfile.TemporaryDirectory(prefix="dossier-") as folder:
            record = Path(folder) / "record"
            floors_dossier.read_dossier(record)
            done = {half: floors_dossier.score_half(record, half) for half in floors_dossier.HALVES}
        new = msgspec.structs.replace(new, dossier=floors_dossier.dossier_floors(done))
    if "demo" in parts:
        with tempfile.TemporaryDirectory(prefix="demo-") as folder:
            record = Path(folder) / "record"
            floors_demo.read_demo(record)
            new = msgspec.structs.replace(new, demo=floors_demo.demo_floors(floors_demo.score_demo(record)))
    return new


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
    floors = load_floors() if FLOORS.exists() else None
    if options.write is not None:
        return write_floors(measured_floors(options.write or PARTS, floors), may_lower=options.lower)
    lines = _trigger_lines(options, floors) if options.triggers else _case_lines(options, floors)
    for line in lines:
        print(line)
    return 0


def _case_lines(options: argparse.Namespace, floors: Floors | None) -> Iterator[str]:
    judged = judge_cases()
    shown = [item for item in judged if options.only in f"{item.case.id} {item.case.phenomenon} {item.file}"]
    least = None if options.only else floors
    if options.faults:
        yield from (f"{item.case.id}: {fault}" for item in shown for fault in item.outcome.faults)
        yield ""
    if options.confusion:
        yield from floors_types.iter_confusions(shown, load_reader().register)
    if options.labels:
        for kind in floors_types.LABELS:
            tallies = floors_types.tally_labels(shown, kind, load_reader().register)
            pinned = (least.acts if kind == "statements" else least.types) if least is not None else {}
            yield from floors_types.iter_label_table(kind, tallies, pinned)
            yield ""
    group: Callable[[Judged], str] = {
        "file": lambda item: item.file,
        "family": lambda item: item.family,
        "phenomenon": lambda item: item.case.phenomenon,
    }[options.by]
    groups = tally(shown, group) | tally(shown, lambda item: ALL)
    yield from iter_table(groups, count(shown, group, lambda item, kind: 1), count(shown, group, wanted), least)


def _trigger_lines(options: argparse.Namespace, floors: Floors | None) -> Iterator[str]:
    shown = [item for item in floors_triggers.judge_triggers() if options.only in f"{item.name} {item.example.type}"]
    if options.faults:
        yield from (fault for item in shown for fault in item.iter_faults())
        yield ""
    least = floors.triggers if floors is not None and not options.only else None
    yield from floors_triggers.iter_trigger_table(floors_triggers.trigger_floors(shown).floors, least)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How well the French cases are read, and the floors of that.")
    parser.add_argument("--by", choices=("file", "family", "phenomenon"), default="file", help="the rows of the table")
    parser.add_argument("--labels", action="store_true", help="figures for each statement act and event type")
    parser.add_argument("--confusion", action="store_true", help="what was given in the place of what was wanted")
    parser.add_argument("--triggers", action="store_true", help="the examples of the event triggers instead")
    parser.add_argument("--faults", action="store_true", help="list the faults of every case or example")
    parser.add_argument("--only", default="", metavar="WORDS", help="cases whose id, phenomenon or file contains these")
    parser.add_argument("--write", nargs="*", choices=PARTS, help="raise the floors to the present figures")
    parser.add_argument("--lower", action="store_true", help="with --write: lower them too where the figures fell")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
