"""Statements, events and drawn roles on the command line: formats, bad input, words that must not steer a terminal."""

import csv
import io
import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from conftest import RecordBuilder
from rich.console import Console
from spoken_rows import HOSTILE, MEETING, QUOTATION, REPORT, THREAT, add_report
from test_cli import ONE_LINE, lines, run
from test_cli_terminal import on_terminal

from dragoman.cli_drawing import draw_roles
from dragoman.cli_options import EvaluationKind, RowKind
from dragoman.evaluation import KINDS as EVALUATION_KINDS
from dragoman.views.document import DrawnAssertion
from dragoman.views.roles import RoleFiller
from dragoman.views.told import KINDS

# What a terminal obeys: escape sequences, their eight-bit forms, and marks that turn the text round.
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def record(builder: RecordBuilder) -> Path:
    """One report of a meeting, a quotation, a threat, a planned strike, and words that steer terminals."""
    add_report(builder)
    return builder.write()


def table(*arguments: str | Path) -> str:
    result = run(*arguments, "--format", "table")
    assert result.exit_code == 0, result.stderr
    return result.stdout


# Statements ---------------------------------------------------------------------------------------------------------


def test_statements_in_a_pipe_are_json_lines(record: Path) -> None:
    rows = lines(run("statements", record))
    assert [(row["speaker"], row["act"], row["direct"]) for row in rows] == [
        ("sergey-lavrov", "accuse", True),
        ("RUS", "warn", False),
        (None, "say", False),
    ]
    assert rows[0]["words"] == "L’Otan refuse\ntout dialogue" and rows[0]["speaker_country"] == "RUS"
    assert REPORT[rows[0]["span_start"] : rows[0]["span_end"]] == rows[0]["quote_text"]


def test_statements_as_a_table(record: Path) -> None:
    shown = table("statements", record, "--speaker", "Russie", "--from", "2024")
    assert shown.startswith("Statements · Russie · from 2024\n")
    assert "Sergey Lavrov" in shown and "accuse" in shown and "via TASS" in shown and "undated" in shown
    assert "“L’Otan refuse" in shown.replace("\n", " ") and "not named" not in shown
    assert "not named" in table("statements", record)


def test_statements_are_limited_by_every_option(record: Path) -> None:
    def acts(*options: str) -> list[str]:
        return [row["act"] for row in lines(run("statements", record, *options))]

    assert acts("--speaker", "Лавров", "--about", "OTAN") == ["accuse"]
    assert acts("--act", "warn", "--act", "say") == ["warn", "say"]
    assert acts("--in", "FRAPPES") == ["warn"]
    assert acts("--to", "2023", "--act", "accuse") == []


def test_csv_and_json_hold_the_same_rows(record: Path) -> None:
    for command in (["statements", record, "--speaker", "RUS"], ["events", record]):
        as_lines = lines(run(*command))
        assert as_lines == json.loads(run(*command, "--format", "json").stdout)
        as_csv = list(csv.DictReader(io.StringIO(run(*command, "--format", "csv").stdout, newline="")))
        assert [row["id"] for row in as_csv] == [row["id"] for row in as_lines]


# Events -------------------------------------------------------------------------------------------------------------


def test_events_in_a_pipe_are_json_lines(record: Path) -> None:
    rows = lines(run("events", record, "--type", "consult"))
    assert [(row["event_type"], row["mode"], row["actors"], row["place_text"]) for row in rows] == [
        ("CONSULT", "visit", ["sergey-lavrov", "sergei-aleinik"], "Minsk")
    ]
    assert rows[0]["actor_countries"] == ["RUS", "BLR"]


def test_events_as_a_table(record: Path) -> None:
    shown = table("events", record, "--between", "Russie", "Ukraine")
    assert shown.startswith("Events · between Russie and Ukraine\n")
    assert "THREATEN" in shown and "ASSAULT" in shown and "(planned)" in shown and "CONSULT" not in shown
    assert "NATO [sergey-lavrov]" in " ".join(table("events", record, "--type", "REJECT").split())


def test_events_are_limited_by_every_option(record: Path) -> None:
    def found(*options: str) -> list[str]:
        return [row["event_type"] for row in lines(run("events", record, *options))]

    assert found("--actor", "Biélorussie") == ["CONSULT"]
    assert found("--recipient", "Kiev", "--modality", "actual") == ["THREATEN"]
    assert found("--type", "ASSAULT", "--type", "REJECT") == ["REJECT", "ASSAULT"]
    assert found("--from", "2024-06-25", "--to", "2024-06-25", "--modality", "actual", "--type", "CONSULT") == [
        "CONSULT"
    ]


# Bad input ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["events", "{}", "--type", "CONSULTT"], "there is no event type 'CONSULTT'; did you mean CONSULT"),
        (["events", "{}", "--type", ""], "there is no event type ''; known are AGREE"),
        (["events", "{}", "--between", "Russie", "Biélorusie"], "'Biélorusie'; did you mean BLR"),
        (["events", "{}", "--between", "Zxqwv", "Russie"], "knows an actor 'Zxqwv'"),
        (["events", "{}", "--modality", "denyed"], "did you mean denied"),
        (["events", "{}", "--actor", "Congo"], "more than one actor"),
        (["events", "{}", "--recipient", "\x1b[2J"], "knows an actor"),
        (["events", "{}", "--from", "2025", "--to", "2024"], "lies after"),
        (["statements", "{}", "--act", "warns"], "did you mean warn"),
        (["statements", "{}", "--act", "hurler"], "there is no act 'hurler'"),
        (["statements", "{}", "--speaker", "Lavrof Serguei"], "did you mean sergey-lavrov"),
        (["statements", "{}", "--about", ""], "knows an actor ''"),
        (["statements", "missing"], "there is no record at missing"),
        (["events", "missing"], "there is no record at missing"),
    ],
)
def test_faults_are_one_line_and_exit_1(record: Path, arguments: list[str], message: str) -> None:
    result = run(*(argument.format(record) for argument in arguments))
    assert result.exit_code == 1
    assert ONE_LINE.match(result.stderr), result.stderr
    assert message in result.stderr and not result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["events", "record", "--between", "Russie"],
        ["events", "record", "--from", "hier"],
        ["statements", "record", "--to", "2024-13"],
        ["statements", "record", "extra"],
        ["timeline", "record", "--kind", "events"],
    ],
)
def test_faults_of_usage_are_one_line_and_exit_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert ONE_LINE.match(result.stderr), result.stderr
    assert "--help" in result.stderr and not result.stdout


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (["statements", "{}", "--act", "promise"], "Statements · promise"),
        (["statements", "{}", "--in", "rien \x1b[2J"], "Statements · “rien �[2J”"),
        (["events", "{}", "--type", "AID", "--to", "2020"], "Events · AID · to 2020"),
        (["events", "{}", "--between", "RUS", "CHN"], "Events · between RUS and CHN"),
    ],
)
def test_an_empty_answer_is_told_and_no_fault(record: Path, arguments: list[str], title: str) -> None:
    given = [argument.format(record) for argument in arguments]
    result = run(*given)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"dragoman: the record tells none: {title}\n"
    assert run(*given, "--format", "json").stdout == "[]\n"
    assert run(*given, "--format", "csv").stdout == "\n"
    assert table(*given).startswith(title)


@pytest.mark.parametrize(
    "arguments",
    [
        ["statements"],
        ["events", "--from", "2024"],
        ["timeline"],
        ["show", "minsk.txt"],
        ["explain", "ID"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_words_of_a_report_steer_no_terminal(record: Path, arguments: list[str]) -> None:
    (hostile,) = [row["id"] for row in lines(run("statements", record)) if row["words"] == HOSTILE]
    command, *rest = [hostile if argument == "ID" else argument for argument in arguments]
    shown = table(command, record, *rest)
    assert STEERING.search(shown) is None
    assert "rouge" in shown or command == "events"
    # With colours, the only sequences are those that colour.
    coloured = on_terminal(command, record, *rest).replace("\r\n", "\n")
    assert STEERING.search(re.sub(r"\x1b\[[\d;]*m", "", coloured)) is None
    assert "\x1b[31mrouge" not in coloured


# Timeline, kinds, drawn roles ---------------------------------------------------------------------------------------


def test_the_timeline_has_all_kinds_and_can_be_limited_to_one(record: Path) -> None:
    assert {row["kind"] for row in lines(run("timeline", record))} == {"statement", "event"}
    rows = lines(run("timeline", record, "--kind", "event", "--actor", "Biélorussie"))
    assert [row["summary"] for row in rows] == ["Sergey Lavrov, Sergei Aleinik: CONSULT visit in Minsk"]
    assert "Sergey Lavrov accuses: “L’Otan" in table("timeline", record, "--kind", "statement")


def test_the_kinds_of_options_are_those_of_the_views() -> None:
    assert tuple(kind.value for kind in RowKind) == KINDS
    assert tuple(kind.value for kind in EvaluationKind) == EVALUATION_KINDS


def test_show_in_a_pipe_has_spans_for_every_role(record: Path) -> None:
    page = json.loads(run("show", record, "minsk", "--format", "json").stdout)
    roles = [role for row in page["assertions"] for role in row["roles"]]
    assert {role["role"] for role in roles} == {"actor", "recipient", "place", "speaker", "audience"}
    assert all(page["text"][role["span_start"] : role["span_end"]] == role["words"] for role in roles)
    assert {role["filled_by"] for role in roles} == {"parse", "grammar", "both", "reference"}


def test_show_draws_the_roles_below_the_sentence(record: Path) -> None:
    shown = table("show", record, "minsk.txt").splitlines()
    place = shown.index(f"    {MEETING}")
    below = "\n".join(shown[place + 1 : place + 3])
    for label, words in {
        "actor sergey-lavrov of RUS": "Sergueï Lavrov",
        "trigger": "rencontré",
        "place MINSK": "Minsk",
        "actor sergei-aleinik of BLR": "homologue",
    }.items():
        column = 4 + MEETING.index(words)
        assert any(line[column:].startswith(f"└{label}") for line in shown[place + 1 : place + 3]), (label, below)
    assert any(f"    {THREAT}" == line for line in shown)
    # The speaker of the quotation stands in the sentence before.
    assert "    elsewhere: speaker sergey-lavrov of RUS, “Sergueï Lavrov”" in shown


def test_show_colours_the_roles_on_a_terminal(record: Path) -> None:
    shown = on_terminal("show", record, "minsk.txt")
    assert "\x1b[1;36mSergueï Lavrov\x1b[0m" in shown and "\x1b[1;36m└actor sergey-lavrov of RUS\x1b[0m" in shown
    assert "\x1b" not in re.sub(r"\x1b\[[\d;]*m", "", on_terminal("show", record, "minsk.txt", NO_COLOR="1"))


def drawn(text: str, *roles: tuple[int, int, str], width: int = 40, trigger: str = "") -> list[str]:
    fillers = tuple(
        RoleFiller(role, 0, text[start:end], "X", None, None, None, "parse", "", start, end)
        for start, end, role in roles
    )
    given = {**dict.fromkeys(each.name for each in fields(DrawnAssertion)), "kind": "event", "undated": True}
    spans = {"quote_text": text, "trigger_text": trigger, "span_start": 0, "span_end": len(text), "roles": fillers}
    row = DrawnAssertion(**{**given, **spans})  # type: ignore[arg-type]
    console = Console(file=io.StringIO(), width=width, color_system=None)
    for line in draw_roles(row, width):
        console.print(line)
    return console.file.getvalue().splitlines()  # type: ignore[attr-defined]


def test_labels_take_as_few_lines_as_they_need() -> None:
    assert drawn("aa bb cc", (0, 2, "actor"), (3, 5, "recipient"), (6, 8, "of")) == [
        "aa bb cc",
        "└actor X",
        "   └recipient X",
        "      └of X",
    ]
    assert drawn("aa bbbbbbbbbbb cc", (0, 2, "of"), (15, 17, "by")) == ["aa bbbbbbbbbbb cc", "└of X          └by X"]
    # One stretch of words in two roles of one actor has one label.
    assert drawn("aa bb", (0, 2, "actor"), (0, 2, "speaker")) == ["aa bb", "└actor, speaker X"]


def test_a_long_sentence_is_broken_and_labels_stay_inside() -> None:
    text = "un deux trois quatre cinq six sept huit neuf dix"
    shown = drawn(text, (0, 2, "actor"), (45, 48, "recipient"), (14, 31, "of"), width=24, trigger="sept")
    assert shown[0] == "un deux trois quatre" and shown[1] == "└actor X      └of X"
    assert shown[2] == "cinq six sept huit neuf" and shown[3].strip() == "└trigger"
    assert shown[4:] == ["dix", "└recipient X"]
    assert drawn("x" * 30 + " yy", (31, 33, "recipient"), width=34) == [
        "x" * 30 + " yy",
        " " * 18 + "recipient X┘"[-12:].rjust(14),
    ]
    assert all(len(line) <= 20 for line in drawn("z" * 90, (0, 90, "a role with a very long name"), width=5))


def test_wide_and_hostile_characters_keep_labels_in_place() -> None:
    assert drawn("北京 et\tMinsk\x1b", (0, 2, "actor"), (6, 11, "place")) == [
        "北京 et Minsk\ufffd",
        "└actor X",
        "        └place X",
    ]
    assert drawn("a\u202eb Minsk", (4, 9, "place")) == ["ab Minsk", "   └place X"]


def test_a_trigger_that_stands_twice_is_not_pointed_at() -> None:
    assert drawn("signer et signer", trigger="signer") == ["signer et signer"]
    assert drawn("signer et lire", trigger="lire") == ["signer et lire", "          └trigger"]
    assert drawn("signer hier l'accord", trigger="signer … accord") == [
        "signer hier l'accord",
        "└trigger      └trigger",
    ]


# Explain ------------------------------------------------------------------------------------------------------------


def explained(record: Path, table_name: str, key: str, value: str) -> tuple[dict[str, Any], str]:
    rows: list[dict[str, Any]] = [row for row in lines(run(table_name, record)) if row[key] == value]
    found: dict[str, Any] = json.loads(run("explain", record, rows[0]["id"][:12], "--format", "json").stdout)
    return found, table("explain", record, rows[0]["id"])


def test_explain_tells_type_mode_quad_and_who_filled_which_role(record: Path) -> None:
    found, shown = explained(record, "events", "event_type", "CONSULT")
    assert found["columns"]["actors"] == ["sergey-lavrov", "sergei-aleinik"] and found["gives"] == []
    plain = " ".join(shown.split())
    assert "actors sergey-lavrov + sergei-aleinik" in plain and "place_text Minsk" in plain
    assert "CONSULT: parties meet" in plain and "mode visit; quad 1 (verbal cooperation); intensity -3.5" in plain
    assert "date: 2024-06-25 –" in plain and "filled by" in plain
    for means in ("both", "grammar", "reference"):
        assert re.search(rf"\b{means}\b", shown)
    assert "sergey-lavrov (RUS)" in shown and "the register" not in shown


def test_explain_leads_from_an_event_to_its_statement_and_back(record: Path) -> None:
    found, shown = explained(record, "events", "event_type", "REJECT")
    assert found["statement"]["words"] == "L’Otan refuse\ntout dialogue"
    assert re.search(r"out of statement [0-9a-f]{8}: Sergey Lavrov \(sergey-lavrov\), accuse: “L’Otan", shown)
    found, shown = explained(record, "statements", "act", "accuse")
    assert [given["kind"] for given in found["gives"]] == ["event"]
    assert re.search(r"gives event [0-9a-f]{8}: NATO: REJECT", shown)
    assert "accuse: blames, condemns or criticises" in shown and "said: “L’Otan refuse" in shown
    assert QUOTATION.split("\n")[0] in shown


# How sure -----------------------------------------------------------------------------------------------------------


def test_only_what_is_sure_enough_is_listed(record: Path) -> None:
    for command in ("statements", "events"):
        rows = lines(run(command, record))
        shares = sorted({row["confidence"] for row in rows})
        sure = lines(run(command, record, "--sure", str(shares[-1])))
        assert [row["id"] for row in sure] == [row["id"] for row in rows if row["confidence"] == shares[-1]]
        assert lines(run(command, record, "--sure", "1")) == []


def test_what_is_no_share_is_refused(record: Path) -> None:
    result = run("events", record, "--sure", "80")
    assert result.exit_code != 0 and "goes from 0 to 1" in result.stderr
