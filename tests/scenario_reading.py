"""Reading short reports written for tests, and asking a few of them as if there were no others."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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


def open_stories(
    record: Path, folder: str, stories: Mapping[str, Iterable[str]]
) -> Iterator[tuple["dragoman.Record", dict[str, str]]]:
    """The record as if it held a few stories alone, until all were open, each time with the story of each document.

    Stories without an actor or a name in common tell of nothing together, so many are opened at once; a fact of two
    stories would show that they did touch, and fails.
    """
    documents = {story: [document_of(folder, name) for name in reports] for story, reports in stories.items()}
    for together in _apart(_named(record), documents):
        of_document = {document: story for story in together for document in documents[story]}
        with dragoman.open_record(record, sources=sorted(document[:DIGITS] for document in of_document)) as opened:
            held: dict[str, set[str]] = defaultdict(set)
            for row in opened.sql("SELECT fact, document FROM fact_assertions").to_pylist():
                held[row["fact"]].add(of_document[row["document"]])
            assert all(len(found) == 1 for found in held.values()), "a fact of two stories"
            yield opened, of_document


def _named(record: Path) -> dict[str, set[str]]:
    """For each document every actor in it, and each word of the names of its people, which others may share."""
    query = """SELECT DISTINCT document, unnest([actor, country]) AS name FROM arguments
        UNION SELECT document, actor FROM mentions UNION SELECT document, subject FROM attributes"""
    named: dict[str, set[str]] = defaultdict(set)
    with dragoman.open_record(record) as opened:
        for row in opened.sql(query).to_pylist():
            if row["name"] is not None:
                named[row["document"]] |= {row["name"], *row["name"].split("-")}
    return named


def _apart(named: Mapping[str, set[str]], documents: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The stories put together so that no name is in two of one group."""
    groups: list[tuple[list[str], set[str]]] = []
    for story, own in documents.items():
        names = set().union(*(named[document] for document in own))
        found = next((group for group in groups if not group[1] & names), None)
        if found is None:
            groups.append(found := ([], set()))
        found[0].append(story)
        found[1].update(names)
    return [group for group, _ in groups]


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
