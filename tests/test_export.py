"""What goes into a replication archive: lines, numbers of states, codebook, citation."""

import csv
import io
from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from conftest import RecordBuilder, membership
from typer.testing import CliRunner

import dragoman
from dragoman.cli import app
from dragoman.model.dates import Date
from dragoman.register import load_register
from dragoman.views.codebook import load_meanings, record_digest, write_citation, write_codebook
from dragoman.views.export import LINES, SHAPES, DyadLine, iter_lines


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout


def test_every_column_is_explained_and_nothing_else() -> None:
    columns = {field.name for line in LINES.values() for field in fields(line)}
    assert columns == set(load_meanings().columns)


@pytest.mark.parametrize("shape", SHAPES)
def test_lines_are_the_same_every_time_and_of_facts(demo_record: Path, shape: str) -> None:
    first, second = (run("export", str(demo_record), "--as", shape) for _ in range(2))
    assert first == second
    rows = list(csv.DictReader(io.StringIO(first)))
    with dragoman.open_record(demo_record) as record:
        known = {fact.id for fact in dragoman.facts(record)}
    assert rows and {row["fact"] for row in rows} <= known


def test_a_pair_is_directed_where_something_is_done_to_somebody(demo_record: Path) -> None:
    with dragoman.open_record(demo_record) as record:
        lines = [line for line in iter_lines(record, load_register(), "dyads") if isinstance(line, DyadLine)]
        told = {row["id"]: row for row in record.sql("SELECT * FROM facts WHERE kind = 'event'").to_pylist()}
    assert lines
    for line in lines:
        assert line.state_a != line.state_b
        assert line.directed or (line.state_a < line.state_b and not told[line.fact]["recipients"])


def test_an_archive_holds_table_codebook_and_citation(demo_record: Path, tmp_path: Path) -> None:
    run("export", str(demo_record), "--as", "memberships", "--to", str(tmp_path / "archive"))
    table = (tmp_path / "archive" / "memberships.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(table)))
    codebook = (tmp_path / "archive" / "CODEBOOK.md").read_text("utf-8")
    assert f"{len(rows)} rows" in codebook
    assert all(f"| {name} |" in codebook for name in rows[0])
    with dragoman.open_record(demo_record) as record:
        assert record_digest(record) in codebook
    citation = yaml.safe_load((tmp_path / "archive" / "CITATION.cff").read_text("utf-8"))
    assert citation["cff-version"] == "1.2.0" and citation["version"] == dragoman.__version__
    assert citation == yaml.safe_load(write_citation(dragoman.__version__))


def test_an_empty_record_makes_an_empty_table(tmp_path: Path) -> None:
    builder = RecordBuilder(tmp_path / "record")
    builder.add("one", memberships=[membership("ISL", "OPEC", "full", "2024-06-20")])
    path = builder.write()
    assert run("export", str(path), "--as", "dyads").count("\n") == 1
    assert "ISL,395,395,OPEC,full" in run("export", str(path), "--as", "memberships")
    with dragoman.open_record(path) as record:
        assert "0 rows" in write_codebook(record, "dyads", "0", 0)


@pytest.mark.parametrize(
    ("state", "on", "cow", "gw"),
    [
        ("FRA", None, 220, 220),
        ("DEU", "1985", 260, 260),
        ("DEU", "2024-06-25", 255, 260),
        ("DEU", None, 255, 260),
        ("YEM", "2001", 679, 678),
        ("SRB", "2010", 345, 340),
        ("SOUTH_OSSETIA", None, None, 397),
    ],
)
def test_states_have_the_numbers_of_both_lists(state: str, on: str | None, cow: int | None, gw: int | None) -> None:
    found = load_register().number_of(state, Date.parse(on) if on else None)
    assert found is not None
    assert (found.cow, found.gw) == (cow, gw)


def test_what_is_in_no_list_has_no_number() -> None:
    assert load_register().number_of("NATO", None) is None
