"""As-of questions on two clocks: a dossier of our own, answers from public history, and what no record may show."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import RecordBuilder, fixed_clock, membership, mention, occupancy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import dragoman
from dragoman.cli import app
from dragoman.views import membership as standing_rows

SCENARIOS = Path(__file__).parent / "scenarios"
QUESTIONS = yaml.safe_load((SCENARIOS / "asof.yaml").read_text(encoding="utf-8"))
DAYS = ("2024-01-10", "2024-02-10", "2024-03-10", "2024-04-10")


@pytest.fixture(scope="session")
def asof_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    record = tmp_path_factory.mktemp("asof") / "record"
    assert not dragoman.read(SCENARIOS / "asof" / "dossier", to=record, clock=fixed_clock).set_aside
    return record


@pytest.fixture(scope="session")
def unrelated_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record that tells of nothing that is asked: the register answers alone."""
    builder = RecordBuilder(tmp_path_factory.mktemp("unrelated") / "record")
    builder.add("rien")
    return builder.write()


def test_there_are_enough_questions_of_both_kinds() -> None:
    told = [asked for asked in QUESTIONS if asked["record"] == "dossier"]
    assert len(told) >= 120
    assert len(QUESTIONS) - len(told) >= 57
    assert {asked["expect"] for asked in told} == {"yes", "no", "unknown", "contested"}
    assert sum("sources" in asked for asked in told) >= 60


def test_what_is_missed_is_little_and_never_an_answer_the_wrong_way_round() -> None:
    missed = [asked for asked in QUESTIONS if "expect_now" in asked]
    assert len(missed) <= len(QUESTIONS) // 20
    for asked in missed:
        assert asked["misses"], asked
        assert asked["expect_now"] == "unknown" or (asked["expect"], asked["expect_now"]) == ("contested", "no"), asked


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: f"{asked['who']}-{asked['of']}-{asked['on']}")
def test_answers_are_those_of_public_history(asked: dict[str, Any], asof_record: Path, unrelated_record: Path) -> None:
    path = asof_record if asked["record"] == "dossier" else unrelated_record
    with dragoman.open_record(path, known=asked.get("known"), sources=asked.get("sources", ())) as record:
        if asked["ask"] == "member":
            (found,) = dragoman.standing(record, asked["of"], asked["on"], asked["who"])
        else:
            answers = dragoman.office_standing(record, asked["position"], asked["of"], asked["on"])
            (found,) = (answer for answer in answers if answer.who == asked["who"])
    assert found.answer == asked.get("expect_now", asked["expect"]), (asked["why"], found)
    if "expect_now" not in asked:
        assert found.word == asked.get("word", found.word), found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.sampled_from([*DAYS, None]), min_size=1, max_size=5), known=st.sampled_from(DAYS))
def test_as_of_never_shows_what_was_published_later(
    tmp_path_factory: pytest.TempPathFactory, days: list[str | None], known: str
) -> None:
    """Every view is the one of a record that holds the earlier documents alone, names of people included."""
    both = [RecordBuilder(tmp_path_factory.mktemp("asof") / "record") for _ in range(2)]
    for number, day in enumerate(days):
        name = "Jean Dupont" if number % 2 else "J. Dupont"
        key = "~jean dupont" if number % 2 else "~j dupont"
        for builder in both if day is not None and day <= known else both[:1]:
            builder.add(
                f"{number}.txt", published=day, text=name + " parle de la paix",
                mentions=[mention(key, 0, len(name), text=name)],
                memberships=[membership("MLI", "AES", "full", day)],
                occupancies=[occupancy(key, "president", "MLI", day)],
            )  # fmt: skip
    if not any(day is not None and day <= known for day in days):
        both[1].path.parent.mkdir(exist_ok=True)
        both[1].add("rien", published="2030")
    whole, part = (builder.write() for builder in both)
    with dragoman.open_record(whole, known=known) as one, dragoman.open_record(part, known=known) as other:
        for view in one.views:
            rows = [sorted(map(str, record.table(view).to_pylist())) for record in (one, other)]
            assert rows[0] == rows[1], view
        for ask in (
            lambda record: dragoman.standing(record, "AES", known),
            lambda record: dragoman.members(record, "AES"),
        ):
            assert ask(one) == ask(other)
        for row in dragoman.members(one, "SCO"):
            assert row.side == "record" or max(filter(None, (row.date_from, row.date_to))).isoformat() <= known, row
    with dragoman.open_record(whole) as record:
        everything = {row["id"] for row in record.sql("SELECT id FROM memberships").to_pylist()}
    assert len(everything) == len(days), "adding a document removes no assertion"


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        (["members", "{}", "OTAN", "--on", "2024-02-31"], 2, "2024-02-31"),
        (["members", "{}", "OTAN", "--on", "2024-02", "--summary"], 2, "one day"),
        (["members", "{}", "OTZN", "--on", "2024-02-01", "--summary"], 1, "did you mean"),
        (["diff", "{}", "--known", "2024-07-05", "--known", "2024-07-01"], 2, "earlier day first"),
        (["diff", "{}", "--known", "2024-07-05"], 2, "twice"),
    ],
)
def test_bad_questions_are_one_clear_line(asof_record: Path, line: list[str], code: int, told: str) -> None:
    result = CliRunner().invoke(app, [part.replace("{}", str(asof_record)) for part in line])
    assert result.exit_code == code
    (message,) = [line for line in result.stderr.splitlines() if not line.startswith("dragoman: asked of")]
    assert told in message


def test_what_came_changes_the_answer(asof_record: Path) -> None:
    found = dragoman.diff(asof_record, "2024-07-02", "2024-07-05")
    days = {row.published or "" for row in found.came}
    assert "2024-07-04" in days
    assert all("2024-07-02" < day <= "2024-07-05" for day in days)
    changes = [(item.who, item.what, item.before, item.after) for item in found.changed]
    assert ("BLR", "SCO", "no", "yes") in changes


TOLD = st.tuples(
    st.sampled_from(["MLI", "NER"]),
    st.sampled_from(["full", "observer", "suspended", "withdrawn"]),
    st.sampled_from(["starts", "holds", "ends"]),
    st.sampled_from(["actual", "actual", "denied", "negated", "planned"]),
    st.sampled_from([None, *DAYS, "2024-02", "2024-01-10/2024-03-10", "2024-02-10/..", "../2024-03-10"]),
)
REPORT = st.tuples(st.sampled_from([None, *DAYS]), st.lists(TOLD, min_size=1, max_size=3))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reports=st.lists(REPORT, min_size=1, max_size=8), on=st.sampled_from([*DAYS, "2024-02-29"]))
def test_rows_that_cannot_decide_are_left_out_and_change_no_answer(
    tmp_path_factory: pytest.TempPathFactory, reports: list[Any], on: str
) -> None:
    builder = RecordBuilder(tmp_path_factory.mktemp("deciding") / "record")
    for number, (published, told) in enumerate(reports):
        rows = {
            (member, status, bears, modality, date): membership(
                member, "AES", status, date, bears=bears, modality=modality
            )
            for member, status, bears, modality, date in told
        }
        builder.add(f"{number}.txt", published=published, memberships=list(rows.values()))
    decided, where, _ = standing_rows._DECIDING.partition("    WHERE sure IS NULL")
    assert where
    with dragoman.open_record(builder.write()) as record:
        found = dragoman.standing(record, "AES", on)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(standing_rows, "_DECIDING", f"{decided}    ORDER BY id")
            assert dragoman.standing(record, "AES", on) == found
