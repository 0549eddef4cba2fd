"""The real reports beside the repository, scored by the programme that stands there; skipped where they are missing."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from conftest import fixed_clock

import dragoman

SHARED = Path(__file__).parents[2] / "shared"
SEEDS, GOLD, SCORE = SHARED / "seeds", SHARED / "gold" / "seeds.yaml", SHARED / "score.py"

pytestmark = pytest.mark.skipif(
    not all(path.exists() for path in (SEEDS, GOLD, SCORE)), reason="the real reports are not beside this checkout"
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five reports, read once."""
    path = tmp_path_factory.mktemp("seeds") / "record"
    summary = dragoman.read(SEEDS, to=path, clock=fixed_clock)
    assert (summary.read, summary.set_aside) == (5, [])
    return path


@pytest.fixture(scope="module")
def scoring(record: Path) -> "subprocess.CompletedProcess[str]":
    """What the scoring programme gives for the record."""
    program = Path(sys.executable).with_name("dragoman")
    done = subprocess.run(
        [sys.executable, str(SCORE), str(record), str(GOLD)],
        env={**os.environ, "DRAGOMAN": str(program)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1) and not done.stderr, done.stderr
    return done


@pytest.fixture(scope="module")
def score(scoring: "subprocess.CompletedProcess[str]") -> list[str]:
    """The lines that the scoring programme prints."""
    return scoring.stdout.splitlines()


def line_of(score: list[str], kind: str) -> str:
    (line,) = [line for line in score if line.startswith(f"{kind} ")]
    return re.sub(r"\s+", " ", line)


def told(score: list[str], pattern: str) -> list[str]:
    return [line for line in score if re.search(pattern, line)]


def test_every_document_is_clean_dated_and_credited(score: list[str]) -> None:
    assert told(score, r"^  document ") == []
    assert line_of(score, "documents") == "documents 5/5"


def test_every_membership_is_found(score: list[str]) -> None:
    assert told(score, r"memberships missed \(must\)") == []
    assert line_of(score, "memberships").startswith("memberships 18/18 must")


def test_every_office_is_found(score: list[str]) -> None:
    assert told(score, r"offices missed \(must\)") == []
    assert line_of(score, "offices").startswith("offices 11/11 must")


def test_every_statement_is_found(score: list[str]) -> None:
    assert told(score, r"statements missed \(must\)") == []
    assert line_of(score, "statements").startswith("statements 21/21 must")


def test_every_event_is_found(score: list[str]) -> None:
    assert told(score, r"events missed \(must\)") == []
    assert line_of(score, "events").startswith("events 19/19 must")


def test_one_person_under_several_forms_is_one_actor(score: list[str]) -> None:
    assert told(score, "same person missed") == []


def test_nothing_stands_in_the_record_that_should_not(score: list[str]) -> None:
    assert told(score, "in the record and should not be") == []
    assert told(score, r"rows that the gold does not know") == []


def test_our_own_evaluation_agrees_with_the_scoring_programme(
    record: Path, scoring: "subprocess.CompletedProcess[str]", score: list[str]
) -> None:
    evaluation = dragoman.evaluate(record, GOLD)
    found = {part.kind: part for part in evaluation.scores}
    assert set(found) == {"documents", "statements", "events", "memberships", "offices", "same_person"}
    for kind, part in found.items():
        if kind == "same_person":
            assert part.must - part.must_found == len(told(score, "same person missed"))
            continue
        numbers = [int(number) for number in re.findall(r"\d+", line_of(score, kind))]
        counted = [part.must_found, part.must]
        assert numbers == (counted if kind == "documents" else [*counted, part.nice_found, part.nice, part.rows]), kind
    forbidden = [excess for excess in evaluation.excess if excess.reason == "forbidden"]
    assert bool(forbidden) == bool(told(score, "in the record and should not be"))
    flooded = {(excess.kind, excess.document) for excess in evaluation.excess if excess.reason != "forbidden"}
    assert len(flooded) == len(told(score, "rows that the gold does not know"))
    assert evaluation.passed == (scoring.returncode == 0)


def test_every_row_points_at_its_words_and_is_there_once(record: Path) -> None:
    with dragoman.open_record(record) as opened:
        texts = {row["id"]: row["text"] for row in opened.sql("SELECT id, text FROM documents").to_pylist()}
        for table in ("mentions", "statements", "events", "memberships", "occupancies", "attributes", "arguments"):
            rows = opened.sql(f"SELECT * FROM {table}").to_pylist()
            assert rows, table
            for row in rows:
                assert texts[row["document"]][row["span_start"] : row["span_end"]] == row["quote_text"]
            ids = Counter(row["id"] for row in rows if "id" in row)
            assert not ids or max(ids.values()) == 1


def test_reading_them_again_adds_nothing(record: Path) -> None:
    before = {path.name: path.stat().st_size for path in record.rglob("*") if path.is_file()}
    summary = dragoman.read(SEEDS, to=record, clock=fixed_clock)
    assert (summary.read, summary.known) == (0, 5)
    assert {path.name: path.stat().st_size for path in record.rglob("*") if path.is_file()} == before
