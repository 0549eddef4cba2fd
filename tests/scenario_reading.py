"""Reading short reports written for tests, and asking a few of them as if there were no others."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from conftest import fixed_clock

import dragoman

FOLDER = Path(__file__).parent / "scenarios"
# Digits of a document's id that name it in a scope.
DIGITS = 12
TABLES = {
    "event": "events",
    "membership": "memberships",
    "occupancy": "occupancies",
    "statement": "statements",
    "attribute": "attributes",
}


@dataclass(frozen=True, slots=True)
class Share:
    """How many were right of how many."""

    right: int
    of: int

    @property
    def value(self) -> float:
        return self.right / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.right}/{self.of}"


def load_scenarios(name: str) -> list[dict[str, Any]]:
    """The expected answers of a folder of reports."""
    return list(yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")))


def read_reports(name: str, record: Path) -> Path:
    """All reports of a folder, read into one record."""
    summary = dragoman.read(FOLDER / name, to=record, clock=fixed_clock)
    assert not summary.set_aside
    return record


def document_of(folder: str, report: str) -> str:
    """The id of the document that a report is."""
    return hashlib.sha256((FOLDER / folder / f"{report}.txt").read_bytes()).hexdigest()


def open_reports(record: Path, folder: str, reports: Iterable[str]) -> "dragoman.Record":
    """The record as if these reports were all that it holds."""
    return dragoman.open_record(record, sources=sorted({document_of(folder, name)[:DIGITS] for name in reports}))


def find_assertions(rows: Iterable[Mapping[str, Any]], kind: str, match: Mapping[str, Any]) -> list[str]:
    """The ids of the assertions that fit: parties, a part of the words, and any column as it is."""
    return [row["id"] for row in rows if all(_fits(row, kind, name, value) for name, value in match.items())]


def _fits(row: Mapping[str, Any], kind: str, name: str, value: object) -> bool:
    if name == "parties":
        assert isinstance(value, list)
        # Who does it to whom is told by order: the first is an actor.
        actors = {*row["actors"], *row["actor_countries"]}
        return value[0] in actors and actors | {*row["recipients"], *row["recipient_countries"]} >= set(value)
    if name == "words" and kind == "statement":
        return str(value) in row["words"]
    return bool(row[name] == value)
