"""tests/floors.yaml: the least that every part of the reading must reach, and what it was measured on.

A floor is raised by `python scripts/floors.py --write` and never lowered unasked. Parts that were not measured yet are
missing from the file; the tests hold what is there.
"""

import math
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from dragoman.data_files import load_yaml

FLOORS = Path(__file__).parents[1] / "tests" / "floors.yaml"
HEADING = """\
# How well French must be read, at least. `floors`: precision and recall for each kind of row, over all cases and for
# each family of case files. `acts`, `types`: the same for the statements of an act and for the events of a type, over
# all cases. `triggers`: the share of the trigger examples that is read right. `dossier`: recall of what must be found,
# and precision, in each half of the annotated dossier; `demo`: the same for the demonstration dossier. `wanted` counts
# the rows that are asked for; a `digest` is the SHA-256 of what was measured on. Written by
# `python scripts/floors.py --write`, which never lowers a floor unasked.
"""


class Floor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The least that rows of one sort may reach; precision and recall from 0 to 1."""

    wanted: int
    precision: float
    recall: float


class TriggerFloor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The least that the examples of one event type may reach: how many there are, and the share that is read right."""

    yes: int
    yes_right: float
    no: int
    no_right: float


class TriggerFloors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The floors of the trigger examples, by event type and for all."""

    digest: str
    floors: dict[str, TriggerFloor]


class DossierFloors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The floors of the annotated dossier, by half and kind of row."""

    digest: str
    floors: dict[str, dict[str, Floor]]


class DemoFloors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The floors of the demonstration dossier, by kind of row."""

    digest: str
    floors: dict[str, Floor]


class Floors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file: the pinned case files, and floors by family and kind, by act, by event type, and so on."""

    digest: str
    cases: dict[str, int]
    floors: dict[str, dict[str, Floor]]
    acts: dict[str, Floor] = {}
    types: dict[str, Floor] = {}
    triggers: TriggerFloors | None = None
    dossier: DossierFloors | None = None
    demo: DemoFloors | None = None


def load_floors(path: Path = FLOORS) -> Floors:
    """The floors as they stand; raises DataError when the file is missing or malformed."""
    return load_yaml(path, Floors)


def rounded(share: float) -> float:
    """A share rounded down to four digits, so that the figure that it came from passes."""
    return math.floor(share * 10_000 + 1e-6) / 10_000


def iter_lowered(old: Floors, new: Floors) -> Iterator[str]:
    """A line for everything that would be less than it was: cases, rows that they ask for, precision, recall."""
    for family, cases in old.cases.items():
        if new.cases.get(family, 0) < cases:
            yield f"{family}: {new.cases.get(family, 0)} cases, there were {cases}"
    present = dict(_iter_figures(new))
    for name, was in _iter_figures(old):
        now = present.get(name)
        if now is None:
            yield f"{name}: no case asks for them any more"
            continue
        for figure, least in was.items():
            if now[figure] < least:
                yield f"{name}: {figure} {now[figure]}, the floor is {least}"


def _iter_figures(floors: Floors) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the name and figures of every floor."""
    for family, kinds in floors.floors.items():
        for kind, floor in kinds.items():
            yield f"{family}, {kind}", msgspec.structs.asdict(floor)
    for section, labels in (("acts", floors.acts), ("types", floors.types)):
        for label, floor in labels.items():
            yield f"{section}, {label}", msgspec.structs.asdict(floor)
    for label, share in floors.triggers.floors.items() if floors.triggers is not None else ():
        yield f"triggers, {label}", msgspec.structs.asdict(share)
    for half, kinds in floors.dossier.floors.items() if floors.dossier is not None else ():
        for kind, floor in kinds.items():
            yield f"dossier, {half}, {kind}", msgspec.structs.asdict(floor)
    for kind, floor in floors.demo.floors.items() if floors.demo is not None else ():
        yield f"demo, {kind}", msgspec.structs.asdict(floor)


def format_floors(floors: Floors) -> str:
    """The text of floors.yaml."""
    lines = [HEADING, f"digest: {floors.digest}", "cases:"]
    lines += [f"  {family}: {cases}" for family, cases in floors.cases.items()]
    lines += _format_groups("floors", floors.floors)
    for section, labels in (("acts", floors.acts), ("types", floors.types)):
        if labels:
            lines += [f"{section}:", *_format_figures(labels, "  ")]
    if floors.triggers is not None:
        lines += ["triggers:", f"  digest: {floors.triggers.digest}", "  floors:"]
        lines += _format_figures(floors.triggers.floors, "    ")
    if floors.dossier is not None:
        lines += ["dossier:", f"  digest: {floors.dossier.digest}"]
        lines += _format_groups("  floors", floors.dossier.floors)
    if floors.demo is not None:
        lines += ["demo:", f"  digest: {floors.demo.digest}", "  floors:", *_format_figures(floors.demo.floors, "    ")]
    return "\n".join(lines) + "\n"


def _format_groups(name: str, groups: Mapping[str, Mapping[str, Floor]]) -> Iterator[str]:
    indent = " " * (len(name) - len(name.lstrip()) + 2)
    yield f"{name}:" if groups else f"{name}: {{}}"
    for group, floors in groups.items():
        yield f"{indent}{group}:"
        yield from _format_figures(floors, indent + "  ")


def _format_figures(floors: Mapping[str, Floor | TriggerFloor], indent: str) -> Iterator[str]:
    for name, floor in floors.items():
        figures = msgspec.structs.asdict(floor).items()
        told = ", ".join(
            f"{key}: {value:.4f}" if isinstance(value, float) else f"{key}: {value}" for key, value in figures
        )
        yield f"{indent}{name}: {{{told}}}"


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
