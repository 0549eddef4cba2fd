"""One face for all questions: the same limits, the same rows in every format and in Python, the same kinds of fault."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

import dragoman
from dragoman.cli import app
from dragoman.cli_output import plain
from dragoman.record.reading import Record
from dragoman.register import load_register
from dragoman.views.export import iter_lines

KNOWN, SOURCE = "2024-06-30", "Dépêche Atlas"
QUERY = "SELECT id, member, status FROM memberships ORDER BY id"


@dataclass(frozen=True)
class Question:
    """A command line (RECORD and ID are put in) and its twin in Python; `whole` where the answer is one thing."""

    line: tuple[str, ...]
    twin: Callable[[Record, str], Any]
    whole: bool = False


def ask(*line: str, twin: Callable[[Record, str], Any], whole: bool = False) -> Question:
    return Question(line, twin, whole)


QUESTIONS = {
    "members": ask(
        "members", "RECORD", "OTSC", "--on", "2024-06",
        twin=lambda record, _: dragoman.members(record, "OTSC", "2024-06"),
    ),
    "members-summary": ask(
        "members", "RECORD", "OTSC", "--on", "2024-06-20", "--summary",
        twin=lambda record, _: dragoman.standing(record, "OTSC", "2024-06-20"),
    ),
    "office": ask(
        "office", "RECORD", "prime minister", "ARM", "--on", "2024-06-20",
        twin=lambda record, _: dragoman.office(record, "prime minister", "ARM", "2024-06-20"),
    ),
    "office-summary": ask(
        "office", "RECORD", "prime minister", "ARM", "--on", "2024-06-20", "--summary",
        twin=lambda record, _: dragoman.office_standing(record, "prime minister", "ARM", "2024-06-20"),
    ),
    "actor": ask(
        "actor", "RECORD", "Pachinian", "--on", "2024-02-23",
        twin=lambda record, _: dragoman.actor(record, "Pachinian", "2024-02-23"), whole=True,
    ),
    "timeline": ask(
        "timeline", "RECORD", "--actor", "Arménie", "--on", "2024-02",
        twin=lambda record, _: dragoman.timeline(record, actor="Arménie", start="2024-02", end="2024-02"),
    ),
    "timeline-told": ask(
        "timeline", "RECORD", "--type", "CONSULT", "--type", "support", "--modality", "actual", "--language", "fr",
        "--outlet", SOURCE,
        twin=lambda record, _: dragoman.timeline(
            record, types=["CONSULT", "SUPPORT"], modalities=["actual"], languages=["fr"], outlets=[SOURCE]
        ),
    ),
    "diff": ask(
        "diff", "RECORD", "--known", "2024-02-01",
        twin=lambda record, _: dragoman.diff(record, "2024-02-01", KNOWN), whole=True,
    ),
    "statements": ask(
        "statements", "RECORD", "--speaker", "ARM", twin=lambda record, _: dragoman.statements(record, speaker="ARM")
    ),
    "search": ask(
        "search", "RECORD", "otsc*", "--on", "2024",
        twin=lambda record, _: dragoman.search(record, "otsc*", start="2024", end="2024"),
    ),
    "events": ask("events", "RECORD", "--actor", "MLI", twin=lambda record, _: dragoman.events(record, actor="MLI")),
    "facts": ask(
        "facts", "RECORD", "--on", "2024-06",
        twin=lambda record, _: dragoman.facts(record, start="2024-06", end="2024-06"),
    ),
    "contradictions": ask(
        "contradictions", "RECORD", "--on", "2024",
        twin=lambda record, _: dragoman.contradictions(record, start="2024", end="2024"),
    ),
    "absent": ask("absent", "RECORD", "OTSC", twin=lambda record, _: dragoman.absent(record, "OTSC")),
    "obligations": ask(
        "obligations", "ARM", "--attacked-by", "AZE", "--on", "2022-09-13", "--record", "RECORD",
        twin=lambda record, _: dragoman.obligations("ARM", "AZE", on="2022-09-13", record=record),
    ),
    "sql": ask("sql", "RECORD", QUERY, twin=lambda record, _: record.sql(QUERY).to_pylist()),
    "show": ask(
        "show", "RECORD", "10_erevan_gel.txt",
        twin=lambda record, _: dragoman.show(record, "10_erevan_gel.txt"), whole=True,
    ),
    "explain": ask("explain", "RECORD", "ID", twin=dragoman.explain, whole=True),
    "fact": ask("fact", "RECORD", "ID", twin=dragoman.fact, whole=True),
}  # fmt: skip
ASKING = (*QUESTIONS, "export")


@pytest.fixture(scope="module")
def scoped(demo_record: Path) -> Iterator[Record]:
    with dragoman.open_record(demo_record, known=KNOWN, sources=[SOURCE]) as record:
        yield record


@pytest.fixture(scope="module")
def row_id(scoped: Record) -> str:
    return str(scoped.sql(QUERY).to_pylist()[0]["id"])


def run(line: tuple[str, ...], record: Path | str, id: str = "", *more: str) -> Result:
    filled = [{"RECORD": str(record), "ID": id}.get(part, part) for part in line]
    return CliRunner().invoke(app, [*filled, *more], prog_name="dragoman", env={"COLUMNS": "400"})


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_format_and_python_give_the_same_rows(name: str, demo_record: Path, scoped: Record, row_id: str) -> None:
    question = QUESTIONS[name]
    limits = ("--known", KNOWN, "--sources", SOURCE)
    answers = {
        form: run(question.line, demo_record, row_id, *limits, "--format", form) for form in ("json", "jsonl", "table")
    }
    for answer in answers.values():
        assert answer.exit_code == 0, answer.stderr
        assert "left aside" in answer.stderr, "what the limits leave out is told"
    wanted = plain(question.twin(scoped, row_id))
    assert json.loads(answers["json"].stdout) == wanted
    assert wanted or name in {"contradictions", "absent"}, "a question that is answered by nothing proves nothing"
    if not question.whole:
        assert [json.loads(line) for line in answers["jsonl"].stdout.splitlines()] == wanted
        for row in wanted:
            assert (row.get("id") or "")[:8] in answers["table"].stdout, row


def test_the_export_is_that_of_python(demo_record: Path, scoped: Record) -> None:
    line = ("export", "RECORD", "--as", "memberships", "--known", KNOWN, "--sources", SOURCE)
    rows = list(csv.DictReader(io.StringIO(run(line, demo_record).stdout)))
    wanted = [plain(each) for each in iter_lines(scoped, load_register(), "memberships")]
    assert [row["fact"] for row in rows] == [each["fact"] for each in wanted] != []


def options(name: str) -> set[str]:
    command = get_command(app).commands[name.split("-")[0]]  # type: ignore[attr-defined]
    return {option for parameter in command.params for option in parameter.opts}


@pytest.mark.parametrize("name", ASKING)
def test_every_question_takes_the_same_limits(name: str) -> None:
    assert {"--known", "--sources", "--unjudged", "--skip-damaged", "--format"} <= options(name)


def test_questions_of_a_day_take_on() -> None:
    assert {name for name in ASKING if "--on" not in options(name)} == {
        "diff", "sql", "show", "explain", "fact", "export",
    }  # fmt: skip


def line_of(name: str) -> tuple[str, ...]:
    """The command line without its days, for a bad one to be added."""
    given = ("export", "RECORD") if name == "export" else QUESTIONS[name].line
    kept = [part for place, part in enumerate(given) if "--on" not in (part, given[max(place - 1, 0)])]
    return (*kept, "--on", "2022-09-13") if name == "obligations" else tuple(kept)


def only_line(result: Result) -> str:
    (message,) = [line for line in result.stderr.splitlines() if not line.startswith("dragoman: asked of")]
    return message


@pytest.mark.parametrize("name", ASKING)
@pytest.mark.parametrize("day", ["2024-02-31", "2024-13", "hier"])
def test_a_bad_day_is_a_fault_of_usage(name: str, day: str, tmp_path: Path) -> None:
    for option in {"--known", "--on"} & options(name):
        result = run((*line_of(name), option, day), tmp_path / "no record is opened")
        assert result.exit_code == 2, (option, result.output)
        assert day in only_line(result)


@pytest.mark.parametrize("name", ASKING)
def test_a_source_that_nothing_comes_from_is_one_line(name: str, demo_record: Path, row_id: str) -> None:
    more = ("--known", KNOWN) if name == "diff" else ()
    result = run((*line_of(name.removesuffix("-summary")), *more, "--sources", "Dépêche Altas"), demo_record, row_id)
    assert result.exit_code == 1
    assert "did you mean Dépêche Atlas?" in only_line(result)


@pytest.mark.parametrize(
    ("line", "nearest"),
    [
        (("members", "RECORD", "OSTC"), "CSTO"),
        (("office", "RECORD", "president", "Arménei"), "ARM"),
        (("actor", "RECORD", "Pachinain"), "nikol-pashinyan"),
        (("timeline", "RECORD", "--actor", "Pachinain"), "nikol-pashinyan"),
        (("statements", "RECORD", "--speaker", "Pachinain"), "nikol-pashinyan"),
        (("events", "RECORD", "--actor", "Pachinain"), "nikol-pashinyan"),
        (("facts", "RECORD", "--actor", "Pachinain"), "nikol-pashinyan"),
        (("contradictions", "RECORD", "--actor", "Pachinain"), "nikol-pashinyan"),
        (("absent", "RECORD", "OSTC"), "CSTO"),
        (("obligations", "Arménei", "--on", "2022-09-13", "--record", "RECORD"), "ARM"),
        (("show", "RECORD", "10_erevan_gle.txt"), "10_erevan_gel.txt"),
    ],
)
def test_a_slip_of_the_pen_gets_the_nearest_name(line: tuple[str, ...], nearest: str, demo_record: Path) -> None:
    result = run(line, demo_record)
    assert result.exit_code == 1
    message = only_line(result)
    assert "did you mean" in message
    assert nearest in message


@pytest.mark.parametrize("name", ["show", "explain", "fact"])
def test_what_was_not_known_is_not_shown(name: str, demo_record: Path) -> None:
    with dragoman.open_record(demo_record) as record:
        rows = dragoman.timeline(record, kinds=["membership"])
        late = next(row.id for row in rows if row.source.endswith("14_sommet_astana.txt"))
    line = (name, "RECORD", "14_sommet_astana.txt" if name == "show" else "ID")
    assert run(line, demo_record, late).exit_code == 0
    assert run((*line, "--known", KNOWN), demo_record, late).exit_code == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (("members", "RECORD", "AES", "--on", "2020-01-01"), "from 2023-09-16"),
        (("office", "RECORD", "secretary-general", "NATO", "--on", "1900-01-01"), "they do from"),
    ],
)
def test_where_nothing_holds_on_a_day_the_nearest_days_are_told(
    line: tuple[str, ...], told: str, demo_record: Path
) -> None:
    result = run((*line, "--known", "2024-01-01"), demo_record)
    assert result.exit_code == 0
    assert told in only_line(result)
