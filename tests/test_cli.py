"""The command line as a user meets it: formats, exit codes, one line for every fault."""

import csv
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import DOSSIER, EXPECTED, RecordBuilder, membership, occupancy
from rich.console import Console
from typer.testing import CliRunner, Result

import dragoman
from dragoman.cli import app
from dragoman.cli_drawing import mark_text
from dragoman.cli_output import visible
from dragoman.plain_values import plain, to_json
from dragoman.views.timeline import TimelineRow

COMMANDS = sorted(command.name or "" for command in app.registered_commands)
ONE_LINE = re.compile(r"dragoman: [^\n]+\n\Z")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="dragoman")


def lines(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.split("\n") if line]


@pytest.fixture
def record(builder: RecordBuilder) -> Path:
    """Two rows that agree with the register and one that does not."""
    rows = [membership("BLR", "CSTO", "full", "2020-06-25"), membership("RUS", "CSTO", "withdrawn", "2020-06-25")]
    offices = [occupancy("jens-stoltenberg", "secretary-general", "NATO", "2020-06-25")]
    builder.add("a.txt", published="2020-06-25", memberships=rows, occupancies=offices)
    return builder.write()


# Help, version, usage -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Examples:" in result.stdout and f"dragoman {command}" in result.stdout


def test_the_examples_of_the_help_are_commands_with_known_options() -> None:
    for command in app.registered_commands:
        examples = (command.epilog or "").splitlines()[1:]
        assert examples
        shown = run(str(command.name), "--help").stdout
        for example in examples:
            assert example.split()[:2] == ["dragoman", command.name]
            assert all(option in shown for option in re.findall(r"--[a-z-]+", example))


def test_the_version_is_told() -> None:
    assert run("--version").stdout == f"dragoman {dragoman.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["--nonsense"],
        ["read"],
        ["read", "x"],
        ["members", "record"],
        ["members", "record", "CSTO", "--on", "25/06/2024"],
        ["timeline", "record", "--from", "tomorrow"],
        ["timeline", "record", "--kind", "nonsense"],
        ["sql", "record", "SELECT 1", "--format", "xml"],
        ["read", "x", "--to", "y", "--published", "2024-13-01"],
    ],
)
def test_faults_of_usage_are_one_line_and_exit_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert ONE_LINE.match(result.stderr), result.stderr
    assert "--help" in result.stderr and not result.stdout


def test_without_a_command_the_help_is_shown() -> None:
    result = run()
    assert result.exit_code == 2 and "Usage:" in result.stdout


# Asking -------------------------------------------------------------------------------------------------------------


def test_members_in_a_pipe_are_json_lines_that_tell_the_side(record: Path) -> None:
    rows = [
        row for row in lines(run("members", record, "OTSC", "--on", "2020-06-25")) if row["member"] in ("BLR", "RUS")
    ]
    assert [(row["member"], row["side"], row["status"], row["agrees"]) for row in rows] == [
        ("BLR", "register", "full", None),
        ("BLR", "record", "full", True),
        ("RUS", "register", "founder", None),
        ("RUS", "record", "withdrawn", False),
    ]
    assert all(row["source"] for row in rows)
    assert [len(row["id"] or "") for row in rows] == [0, 32, 0, 32]


def test_members_as_a_table_group_both_sides(record: Path) -> None:
    shown = run("members", record, "CSTO", "--on", "2020-06-25", "--format", "table").stdout
    assert shown.startswith("Members of CSTO (Collective Security Treaty Organization) on 2020-06-25\n")
    belarus = shown.index("Belarus BLR")
    assert belarus < shown.index("a.txt") < shown.index("Kazakhstan")
    assert "≠" in shown and "=" in shown and shown.count("Belarus") == 1


def test_csv_and_json_hold_the_same_rows(record: Path) -> None:
    as_lines = lines(run("members", record, "CSTO"))
    as_json = json.loads(run("members", record, "CSTO", "--format", "json").stdout)
    as_csv = list(csv.DictReader(io.StringIO(run("members", record, "CSTO", "--format", "csv").stdout)))
    assert as_lines == as_json
    assert [row["member"] for row in as_csv] == [row["member"] for row in as_lines]
    assert as_csv[0]["id"] == "" and as_csv[0]["undated"] == "false"


def test_office_and_timeline(record: Path) -> None:
    rows = lines(run("office", record, "Secretary General", "OTAN", "--on", "2020"))
    assert [(row["person"], row["side"]) for row in rows] == [
        ("jens-stoltenberg", "register"),
        ("jens-stoltenberg", "record"),
    ]
    told = lines(run("timeline", record, "--kind", "occupancy", "--kind", "membership", "--actor", "НАТО"))
    assert [row["summary"] for row in told] == ["Jens Stoltenberg: secretary-general of NATO"]
    assert lines(run("timeline", record, "--from", "2021")) == []
    assert run("timeline", record, "--from", "2021").stderr == "dragoman: the record tells nothing of this\n"


def test_actor_in_all_formats(demo_record: Path) -> None:
    rows = lines(run("actor", demo_record, "Пашинян"))
    assert rows[0]["row"] == "actor" and rows[0]["id"] == "nikol-pashinyan"
    assert {row["row"] for row in rows} == {"actor", "occupancy", "mentions"}
    page = json.loads(run("actor", demo_record, "Pachinian", "--format", "json").stdout)
    assert set(page) == {"actor", "rows", "mentions"}
    shown = run("actor", demo_record, "nikol-pashinyan", "--format", "table").stdout
    assert "prime minister" in shown and "12_pachinian_parlement" in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["members", "{}", "OTZC"], "did you mean CSTO"),
        (["members", "{}", "Biélorussie"], "is the state Belarus"),
        (["office", "{}", "presidant", "BLR"], "did you mean president"),
        (["office", "{}", "president", "Biélorusie"], "did you mean BLR"),
        (["actor", "{}", "Congo"], "more than one actor"),
        (["actor", "{}", "Loukachenka Aleksandrovitch"], "neither the register nor the record knows an actor"),
        (["timeline", "{}", "--from", "2025", "--to", "2024"], "lies after"),
        (["show", "{}", "b.txt"], "did you mean a.txt?"),
        (["explain", "{}", "ffffffffff"], "no assertion"),
        (["explain", "{}", "f"], "too short"),
        (["sql", "{}", "SELECT nonsense FROM memberships"], "there is no column 'nonsense'"),
        (["sql", "{}", "DROP TABLE memberships"], "can only be asked"),
        (["evaluate", "{}", "missing.yaml"], "the gold file cannot be read"),
        (["members", "missing", "CSTO"], "there is no record at missing"),
        (["verify", "missing"], "there is no record at missing"),
        (["compact", "missing"], "there is no record at missing"),
        (["forget", "missing", "a.txt"], "there is no record at missing"),
        (["forget", "{}", "b.txt"], "did you mean a.txt?"),
        (["rebuild", "missing", "--to", "again"], "there is no record at missing"),
        (["rebuild", "{}", "--to", "{}"], "is the record itself"),
    ],
)
def test_faults_are_one_line_and_exit_1(record: Path, arguments: list[str], message: str) -> None:
    result = run(*(argument.format(record) for argument in arguments))
    assert result.exit_code == 1
    assert ONE_LINE.match(result.stderr), result.stderr
    assert message in result.stderr and not result.stdout


# Evidence -----------------------------------------------------------------------------------------------------------


def test_show_marks_the_words_of_every_row_and_tells_the_cuts(demo_record: Path) -> None:
    page = json.loads(run("show", demo_record, "07_sommet_abuja", "--format", "json").stdout)
    assert page["assertions"] and page["cut"]
    assert all(page["text"][row["span_start"] : row["span_end"]] == row["quote_text"] for row in page["assertions"])
    shown = run("show", demo_record, "07_sommet_abuja", "--format", "table").stdout
    assert "proof: 15 décembre 2024" in shown and "related" in shown
    assert re.search(r"\]\[\d+\]\[\d+\]", shown)


def test_overlapping_words_are_marked_each(demo_record: Path) -> None:
    def row(start: int, end: int) -> TimelineRow:
        return TimelineRow(
            "id", "membership", "", None, None, None, None, True, None, None, "", None, None, None, (), (), (), (), (),
            None, False, "holds", "actual", None, None, "", "", None, "", "", start, end,
        )  # fmt: skip

    rows = [row(0, 5), row(3, 8), row(3, 8), row(3, 5)]
    assert mark_text("abcdefgh ij", rows, brackets=True).plain == "[abc[[de][4]][1]fgh][2][3] ij"
    console = Console(force_terminal=True, color_system="standard", file=io.StringIO(), width=80)
    console.print(mark_text("abcdefgh ij", rows, brackets=False))
    assert "\x1b[4m" in console.file.getvalue()  # type: ignore[attr-defined]


def test_explain_tells_words_rule_roles_and_date(demo_record: Path) -> None:
    rows = lines(run("timeline", demo_record, "--kind", "membership"))
    found = json.loads(run("explain", demo_record, rows[0]["id"][:10]).stdout)
    assert found["id"] == rows[0]["id"] and found["rule"] and found["trigger_text"] and found["date_reason"]
    roles = {role["role"]: role for role in found["roles"]}
    assert roles["member"]["actor"] == found["columns"]["member"] and roles["member"]["reason"]
    shown = run("explain", demo_record, rows[0]["id"], "--format", "table").stdout
    assert all(word in shown for word in ("words:", "trigger:", "rule:", "date:", "filled by", "register"))


def test_evaluate_measures_and_exits_1_when_something_is_missed(record: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.yaml"
    gold.write_text("memberships:\n- {file: a, member: BLR, organisation: CSTO, status: member, date: 2020}\n")
    assert run("evaluate", record, gold).exit_code == 0
    gold.write_text("memberships:\n- {file: a, member: KAZ, organisation: CSTO, status: member}\n")
    result = run("evaluate", record, gold)
    assert result.exit_code == 1
    missed = [json.loads(line) for line in result.stdout.splitlines() if '"missed"' in line]
    assert [row["item"]["member"] for row in missed] == ["KAZ"]
    assert run("evaluate", record, gold, "--kind", "offices").exit_code == 0
    shown = run("evaluate", record, gold, "--format", "table").stdout
    assert "0/1" in shown and "missed (must) memberships" in shown
    gold.write_text("memberships:\n- {file: a, member: KAZ}\n")
    result = run("evaluate", record, gold)
    assert result.exit_code == 1 and "gold.yaml: Object missing required field `organisation`" in result.stderr


def test_evaluate_reads_the_gold_of_the_demonstration(demo_record: Path) -> None:
    rows = [json.loads(line) for line in run("evaluate", demo_record, EXPECTED).stdout.splitlines()]
    scores = {row["kind"]: row for row in rows if row["row"] == "score"}
    assert scores["memberships"]["must"] > 40 and scores["memberships"]["precision"] is not None


# SQL ----------------------------------------------------------------------------------------------------------------


def test_sql_writes_every_view_as_json_lines(demo_record: Path) -> None:
    views = [row["name"] for row in lines(run("sql", demo_record, "SHOW TABLES"))]
    for view in views:
        rows = lines(run("sql", demo_record, f"SELECT * FROM {view}"))
        if view == "actors":
            assert all(isinstance(row["labels"], dict) for row in rows)
            assert next(row for row in rows if row["id"] == "ECOWAS")["labels"]["fr"]
        if view == "memberships":
            assert all(row["date_from"] is None or re.fullmatch(r"\d{4}-\d\d-\d\d", row["date_from"]) for row in rows)


QUERY = """SELECT 1 AS id, 2 AS id, NULL AS nothing, DATE '2024-06-25' AS day, [1, NULL] AS list,
    MAP {'a': DATE '2024-01-01'} AS map, 'NaN'::DOUBLE AS number, 1.50::DECIMAL(5, 2) AS price, {'x': 'é'} AS struct,
    'a' || chr(8232) || 'b' AS text, TIMESTAMPTZ '2024-06-25 12:00:00+00' AS instant, sum(3) AS total"""


def test_sql_values_are_plain(record: Path) -> None:
    result = run("sql", record, QUERY)
    (row,) = lines(result)
    assert row == {
        "id": 1, "id_2": 2, "nothing": None, "day": "2024-06-25", "list": [1, None], "map": {"a": "2024-01-01"},
        "number": None, "price": 1.5, "struct": {"x": "é"}, "text": "a\u2028b", "instant": "2024-06-25T12:00:00+00:00",
        "total": 3,
    }  # fmt: skip
    assert len(result.stdout.splitlines()) == 1
    (cells,) = csv.DictReader(io.StringIO(run("sql", record, QUERY, "--format", "csv").stdout))
    assert (cells["nothing"], cells["list"], cells["map"]) == ("", "[1, null]", '{"a": "2024-01-01"}')
    assert json.loads(run("sql", record, QUERY, "--format", "json").stdout) == [row]
    assert json.loads(run("sql", record, "SELECT 1 WHERE false", "--format", "json").stdout) == []


def test_sql_tables_stand_or_lie(record: Path) -> None:
    assert "NULL" in run("sql", record, "SELECT 1 AS a, NULL AS b", "--format", "table").stdout
    standing = run("sql", record, "SELECT * FROM documents", "--format", "table").stdout
    assert "row 1" in standing and re.search(r"^ +published_text +2020-06-25$", standing, re.MULTILINE)


def test_sql_writes_parquet_and_other_files(record: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    target = tmp_path / "rows.parquet"
    assert run("sql", record, "SELECT * FROM memberships", "--output", target).exit_code == 0
    assert pq.read_table(target).num_rows == 2
    assert run("sql", record, "SELECT member FROM memberships ORDER BY 1", "-o", tmp_path / "rows.csv").exit_code == 0
    assert (tmp_path / "rows.csv").read_text() == "member\nBLR\nRUS\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["record", "rows.csv", "rows.parquet"]
    result = run("sql", record, "SELECT 1", "--output", tmp_path / "missing" / "rows.csv")
    assert result.exit_code == 1 and "No such file or directory" in result.stderr


def test_values_steer_no_terminal() -> None:
    assert visible("a\x1b[31mb\u202ec\td\n") == "a\ufffd[31mbc\td\n"
    assert to_json("a\u2028\x85") == '"a\\u2028\\u0085"'
    assert plain(float("inf")) is None


# The record itself --------------------------------------------------------------------------------------------------


def test_verify_and_compact(record: Path, builder: RecordBuilder) -> None:
    builder.add("b.txt")
    builder.write()
    assert lines(run("verify", record)) == []
    assert lines(run("compact", record))[0]["shard"]
    assert "record is sound" in run("verify", record, "--format", "table").stdout
    assert "nothing to merge" in run("compact", record, "--format", "table").stdout
    next(record.glob("shards/*/memberships.parquet")).write_bytes(b"x")
    result = run("verify", record)
    assert result.exit_code == 1 and "memberships.parquet" in result.stdout


def test_a_damaged_shard_is_named_and_can_be_skipped(record: Path, builder: RecordBuilder) -> None:
    builder.add("b.txt", memberships=[membership("KAZ", "CSTO", "full", "2020")])
    builder.write()
    shard = next(
        path for path in sorted(record.glob("shards/*")) if b"b.txt" in (path / "documents.parquet").read_bytes()
    )
    (shard / "memberships.parquet").unlink()
    result = run("members", record, "CSTO")
    assert result.exit_code == 1 and ONE_LINE.match(result.stderr)
    assert shard.name in result.stderr and "--skip-damaged" in result.stderr
    result = run("members", record, "CSTO", "--skip-damaged")
    assert [row["member"] for row in lines(result) if row["side"] == "record"] == ["BLR", "RUS"]
    assert ONE_LINE.match(result.stderr) and shard.name in result.stderr


def test_a_newer_record_is_refused(record: Path) -> None:
    (record / "record.json").write_text('{"format": 99, "program": "dragoman 9"}')
    for arguments in (["members", record, "CSTO"], ["read", DOSSIER, "--to", record], ["verify", record]):
        result = run(*arguments)
        assert result.exit_code == 1
        assert ONE_LINE.match(result.stderr) and "format 99 (written by dragoman 9)" in result.stderr


def test_the_demonstration_shows_timeline_members_and_an_explained_row(demo_record: Path, tmp_path: Path) -> None:
    record = shutil.copytree(demo_record, tmp_path / "record")
    shown = run("demo", "--to", record).stdout
    steps = [line.split()[2] for line in shown.splitlines() if line.startswith("$ dragoman ")]
    # An event is explained as well, once the dossier gives one.
    assert steps[:6] == ["read", "timeline", "statements", "events", "contradictions", "members"]
    assert set(steps[6:]) <= {"explain"}
    assert "trigger:" in shown and "Burkina Faso BFA" in shown and "Timeline · ARM" in shown


def test_no_cell_of_a_csv_file_is_a_formula(record: Path) -> None:
    query = "SELECT '=1+1' AS a, '@SUM(1)' AS b, -5 AS number, 'a=b' AS c, chr(9) || '=1' AS d, chr(7) || 'x' AS e"
    (cells,) = csv.DictReader(io.StringIO(run("sql", record, query, "--format", "csv").stdout))
    assert cells == {"a": "'=1+1", "b": "'@SUM(1)", "number": "-5", "c": "a=b", "d": "'\t=1", "e": "\ufffdx"}
    (exact,) = lines(run("sql", record, query))
    assert exact["a"] == "=1+1", "JSON is exact"
