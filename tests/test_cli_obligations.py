"""`dragoman obligations` on the command line."""

import json
from pathlib import Path

import pytest
from conftest import RecordBuilder
from spoken_rows import REPORT, event
from test_cli import ONE_LINE, lines, run

ASKED = ("obligations", "ARM", "--attacked-by", "AZE", "--on", "2022-09-13")


def test_in_a_pipe_rows_are_json_lines() -> None:
    result = run(*ASKED)
    rows = lines(result)
    assert {row["verdict"] for row in rows} == {"bound", "not bound"}
    assert rows[0]["treaty"] == "CSTO_TREATY" and rows[0]["did"] == [] and rows[0]["readings"] == []
    assert ONE_LINE.match(result.stderr) and "--record" in result.stderr


def test_on_a_terminal_states_that_are_bound_alike_share_a_row() -> None:
    shown = run(*ASKED, "--format", "table").stdout
    assert shown.startswith("Attack on ARM by AZE on 2022-09-13\nBound\n")
    assert "BLR, KAZ, KGZ, RUS, TJK" in shown and "Not bound" in shown and "Disputed" not in shown


def test_disputes_show_both_readings() -> None:
    place = ("--where", "Falkland", "--format", "table")
    shown = run("obligations", "Argentine", "--attacked-by", "GBR", "--on", "1982-05-01", *place).stdout
    assert "Disputed" in shown and shown.count("– ") >= 2 and ", at Falkland" in shown


def test_with_a_record_the_deeds_are_told(builder: RecordBuilder) -> None:
    builder.add("erevan.txt", text=REPORT, events=[event("REJECT", ["KAZ"], ["ARM"], date="2022-09-20")])
    record = builder.write()
    shown = run(*ASKED, "--record", record, "--format", "table")
    assert "What the record tells that they did" in shown.stdout and "Kazakhstan → Armenia: REJECT" in shown.stdout
    assert shown.stderr == ""
    assert shown.stdout.count("Kazakhstan → Armenia: REJECT") == 1
    rows = json.loads(run(*ASKED, "--record", record, "--format", "json").stdout)
    assert [deed["event_type"] for row in rows if row["state"] == "KAZ" for deed in row["did"]][:1] == ["REJECT"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("obligations", "Armenai", "--on", "2022-09-13"), 1, "did you mean ARM"),
        (("obligations", "ARM", "--on", "2022-13-01"), 2, "--on"),
        (("obligations", "ARM"), 2, "--on"),
        (("obligations", "ARM", "--on", "2022-09-13", "--where", "Jermukk"), 1, "did you mean JERMUK"),
        (("obligations", "ARM", "--on", "2022-09-13", "--record", "nowhere"), 1, "nowhere"),
    ],
)
def test_faults_are_one_line_each(arguments: tuple[str, ...], code: int, message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == code and not result.stdout
    assert ONE_LINE.match(result.stderr) and message in result.stderr


def test_where_nothing_speaks_to_the_attack_a_line_says_so() -> None:
    result = run("obligations", "POL", "--attacked-by", "SUN", "--on", "1939-09-17")
    assert result.exit_code == 0 and not result.stdout and "no treaty that speaks to this" in result.stderr


def test_help_has_an_example() -> None:
    shown = run("obligations", "--help").stdout
    assert "default" in shown
    assert "dragoman obligations ARM --attacked-by AZE --on 2022-09-13" in shown.replace("\n", " ")


def test_a_record_is_found_by_its_path_alone(tmp_path: Path) -> None:
    result = run(*ASKED, "--record", tmp_path)
    assert result.exit_code == 1 and ONE_LINE.match(result.stderr)
