"""Proving facts: whatever is wrong in what is computed over a record is found, by another way than it was made."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from conftest import RecordBuilder, attribute, membership, occupancy
from judged_rows import judge
from test_record_rows import make_rows
from test_record_writing import write

import dragoman
from dragoman.proving import iter_computed_faults, verify
from dragoman.reasoning.tables import compute_tables
from dragoman.record.faults import Fault, Proof
from dragoman.record.reading import Record
from dragoman.record.reading import open_record as open_alone
from dragoman.record.schema import COMPUTED, arrow_schema
from dragoman.record_opening import known_actors
from dragoman.register import load_register

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Facts of every kind, of one report and of several, dated and not, parted and joined by judgements."""
    path = tmp_path_factory.mktemp("proving") / "record"
    write(path, make_rows(1), make_rows(2), make_rows(3))
    builder = RecordBuilder(path)
    for number, day in enumerate(("2031-05-02", "2031-05", None, "2031-08-02", "2031-08-02")):
        told = [membership("ISL", "OPEC", "full", day, bears="starts"), membership("ISL", "GUAM", "observer", day)]
        held = [occupancy("~ann poe", "foreign minister", "NRU", day)]
        builder.add(f"{number}", published=f"2031-09-0{number + 1}", memberships=told, occupancies=held,
                    attributes=[attribute("OPEC", "founded", str(1960 + number // 2))])  # fmt: skip
    builder.write()
    with dragoman.open_record(path) as opened:
        rows = opened.sql("SELECT id FROM memberships WHERE bears = 'starts' ORDER BY date_from, id").to_pylist()
        told_of = [row["id"] for row in rows]
    judge(path, "apart", told_of[0], told_of[1])
    judge(path, "together", told_of[1], told_of[2], minutes=1)
    return path


def prove(path: Path, change: Callable[[Rows], None], judged: bool = True) -> list[Fault]:
    """The faults of a record whose computing does not do what it should."""

    def compute(record: Record) -> dict[str, pa.Table]:
        tables = {name: table.to_pylist() for name, table in compute_tables(record, load_register()).items()}
        change(tables)
        return {name: pa.Table.from_pylist(rows, arrow_schema(COMPUTED[name])) for name, rows in tables.items()}

    proof = Proof()
    with open_alone(path, known_actors(), compute=compute, judged=judged) as record:
        found = list(iter_computed_faults(record, proof))
    assert proof.faults.total() == len(found)
    assert proof.checked["fact"] > 8 and proof.checked["contradiction"] > 1
    return found


def test_what_is_sound_has_no_fault(path: Path, demo_record: Path) -> None:
    assert prove(path, lambda tables: None) == []
    assert prove(path, lambda tables: None, judged=False) == []
    assert verify(demo_record) == []


def fact_where(tables: Rows, **columns: object) -> dict[str, Any]:
    """The first fact with such columns, and of several assertions unless they say otherwise."""
    found = (row for row in tables["facts"] if all(row[name] == value for name, value in columns.items()))
    return next(row for row in found if "n_documents" in columns or len(row["assertions"]) > 1)


def joined_in(tables: Rows, fact: str) -> Iterator[dict[str, Any]]:
    return (row for row in tables["fact_assertions"] if row["fact"] == fact)


def drop_an_assertion(tables: Rows) -> None:
    fact = fact_where(tables, kind="statement", n_documents=1)
    fact["assertions"] = []
    tables["fact_assertions"] = [row for row in tables["fact_assertions"] if row["fact"] != fact["id"]]


def drop_one_of_several(tables: Rows) -> None:
    fact = fact_where(tables, kind="occupancy", n_documents=5)
    gone = fact["assertions"].pop()
    tables["fact_assertions"] = [row for row in tables["fact_assertions"] if row["assertion"] != gone]


def double_an_assertion(tables: Rows) -> None:
    tables["fact_assertions"].append(dict(tables["fact_assertions"][0]))


def put_an_assertion_in_two_facts(tables: Rows) -> None:
    one, other = fact_where(tables, relation="observer"), fact_where(tables, relation="full")
    row = next(joined_in(tables, one["id"]))
    tables["fact_assertions"].append({**row, "fact": other["id"], "reason": "of the same days"})
    other["assertions"] = sorted([*other["assertions"], row["assertion"]])


def drop_a_fact(tables: Rows) -> None:
    tables["facts"].remove(fact_where(tables, kind="attribute"))


def give_a_fact_twice(tables: Rows) -> None:
    tables["facts"].append(dict(fact_where(tables, kind="event")))


def mistake_the_kind(tables: Rows) -> None:
    fact_where(tables, kind="event")["kind"] = "membership"


def name_another_assertion(tables: Rows) -> None:
    fact_where(tables, kind="event")["assertions"][0] = "0" * 32


def have_two_first(tables: Rows) -> None:
    for row in joined_in(tables, fact_where(tables, kind="occupancy", n_documents=5)["id"]):
        row["reason"] = "first told"


def put(kind: str, column: str, value: object, **columns: object) -> Callable[[Rows], None]:
    def change(tables: Rows) -> None:
        fact = fact_where(tables, kind=kind, **columns)
        assert fact[column] != value
        fact[column] = value

    change.__name__ = f"{column} of {kind}"
    return change


def contradict(**columns: object) -> Callable[[Rows], None]:
    def change(tables: Rows) -> None:
        row = next(row for row in tables["contradictions"] if row["against"] == "record")
        row.update(columns)

    change.__name__ = f"contradiction {' '.join(columns)}"
    return change


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (drop_an_assertion, "it has no assertion"),
        (drop_an_assertion, "it stands in 0 facts, and belongs in 1"),
        (drop_one_of_several, "it stands in 0 facts, and belongs in 1"),
        (drop_one_of_several, "n_documents is 5, its assertions give 4"),
        (double_an_assertion, "it stands in 2 facts, and belongs in 1"),
        (put_an_assertion_in_two_facts, "it stands in 2 facts, and belongs in 1"),
        (drop_a_fact, "there is no fact "),
        (give_a_fact_twice, "it stands twice"),
        (mistake_the_kind, "there is no membership "),
        (name_another_assertion, "it does not list the assertions that are joined in it"),
        (have_two_first, "5 of its assertions are the first told"),
        (put("event", "n_documents", 7), "n_documents is 7, its assertions give 3"),
        (put("event", "n_independent", 1), "n_independent is 1, its assertions give 3"),
        (put("event", "status", "single"), "its status is single, and follows as corroborated"),
        (put("event", "actors", ["ARM"]), "actors is [ARM], its assertions give"),
        (put("event", "date_to", None), "its days are 2024-06-01 to unknown, which its assertions do not give"),
        (put("occupancy", "date_from", None, n_documents=5), "its days are unknown to 2031-08-02"),
        (put("membership", "date_from", None, relation="full"), "its days are unknown to 2031-"),
        (put("statement", "date_from", dt.date(2024, 6, 25), n_documents=1), "its days are 2024-06-25 to unknown"),
        (
            put("occupancy", "first_published", None, n_documents=5),
            "first_published is unknown, its assertions give 2031-09-01",
        ),
        (
            put("occupancy", "last_published", None, n_documents=5),
            "last_published is unknown, its assertions give 2031-09-05",
        ),
        (put("occupancy", "subject", "RUS", n_documents=5), "subject is RUS, its assertions give ann-poe"),
        (put("membership", "relation", "partner", relation="observer"), "relation is partner, its assertions give obs"),
        (put("attribute", "value", "1"), "value is 1, its assertions give"),
        (put("occupancy", "judgements", ["0" * 32]), f"there is no judgement {'0' * 32} that holds"),
        (contradict(type="odd"), "there is no type odd"),
        (contradict(fact_b="0" * 32), f"there is no fact {'0' * 32}"),
        (contradict(fact_b=None), "it is not between two facts, and not between one and the register"),
        (contradict(against="register"), "it is not between two facts, and not between one and the register"),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_what_is_wrong_in_what_is_computed_is_found(path: Path, change: Callable[[Rows], None], what: str) -> None:
    found = prove(path, change)
    assert any(what in str(fault) for fault in found), list(map(str, found))
    kind = "contradiction" if change.__name__.startswith("contradiction") else "fact"
    assert kind in {fault.kind for fault in found}


def test_facts_that_are_not_as_judged_are_found(path: Path, tmp_path: Path) -> None:
    record = Path(shutil.copytree(path, tmp_path / "record"))
    with open_alone(record, known_actors(), judged=False) as plain:
        unjudged = compute_tables(plain, load_register())
    apart, together = dragoman.judgements(record)
    found = [str(fault) for fault in prove(record, lambda tables: tables.update(
        {name: table.to_pylist() for name, table in unjudged.items()}))]  # fmt: skip
    assert any(f"it joins what judgement {apart.id} holds apart" in fault for fault in found)
    assert any(f"though judgement {together.id} joins them" in fault for fault in found)


def test_nothing_is_computed_over_bytes_that_have_changed(path: Path, tmp_path: Path) -> None:
    record = Path(shutil.copytree(path, tmp_path / "record"))
    file = next((record / "shards").glob("*/memberships.parquet"))
    file.write_bytes(file.read_bytes()[:-9])
    assert {fault.kind for fault in verify(record)} <= {"bytes", "ledger", "reference"}
