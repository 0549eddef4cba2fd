"""Statements as views list and explain them."""

import pytest
from conftest import RecordBuilder
from spoken_rows import QUOTATION, REPORT, add_report, argument, statement, statement_id

from dragoman.errors import DateError, QueryError, UnknownNameError
from dragoman.record.reading import Record
from dragoman.record_opening import open_record
from dragoman.register import load_register
from dragoman.views.explanation import explain_assertion
from dragoman.views.statements import choose_statements, get_act
from dragoman.views.timeline import list_timeline

REGISTER = load_register()


@pytest.fixture
def record(builder: RecordBuilder) -> Record:
    add_report(builder)
    return open_record(builder.write())


def speakers(record: Record, **limits: object) -> list[str | None]:
    return [row.speaker for row in choose_statements(record, REGISTER, **limits).rows()]  # type: ignore[arg-type]


def test_statements_are_in_order_of_day_then_of_the_text(record: Record) -> None:
    rows = choose_statements(record, REGISTER).rows()
    assert [(row.speaker, row.act, row.undated) for row in rows] == [
        ("sergey-lavrov", "accuse", False),
        ("RUS", "warn", True),
        (None, "say", True),
    ]
    first = rows[0]
    assert (first.speaker_label, first.speaker_country, first.about, first.via) == (
        "Sergey Lavrov",
        "RUS",
        ("NATO",),
        ("TASS",),
    )
    assert REPORT[first.span_start : first.span_end] == first.quote_text == QUOTATION
    assert first.words == "L’Otan refuse\ntout dialogue" and first.source == "/press/minsk.txt"


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({"speaker": "Lavrov"}, ["sergey-lavrov"]),
        ({"speaker": "Лавров"}, ["sergey-lavrov"]),
        # A state speaks through those who hold its offices, and they do not speak through it.
        ({"speaker": "Russie"}, ["sergey-lavrov", "RUS"]),
        ({"speaker": "Biélorussie"}, []),
        ({"about": "Otan"}, ["sergey-lavrov"]),
        ({"about": "Russie"}, []),
        ({"acts": ["warn"]}, ["RUS"]),
        ({"acts": ["WARN", "Accuse"]}, ["sergey-lavrov", "RUS"]),
        ({"words": "l'otan REFUSE tout"}, ["sergey-lavrov"]),
        ({"words": "dialogue refuse"}, ["sergey-lavrov"]),
        ({"words": '"refuse dialogue"'}, []),
        ({"words": '"TOUT dialogue" refus*'}, ["sergey-lavrov"]),
        ({"words": "refus"}, []),
        ({"audience": "TASS"}, ["sergey-lavrov"]),
        ({"direct": True}, ["sergey-lavrov"]),
        ({"direct": False}, ["RUS", None]),
        ({"words": ""}, ["sergey-lavrov", "RUS", None]),
        ({"start": "2024-06-26"}, ["RUS", None]),
        ({"start": "2024-06-25", "end": "2024-06-25", "acts": ["accuse"]}, ["sergey-lavrov"]),
        ({"end": "2024-06", "speaker": "RUS", "acts": ["deny"]}, []),
    ],
)
def test_statements_are_limited(record: Record, limits: dict[str, object], found: list[str | None]) -> None:
    assert speakers(record, **limits) == found


@pytest.mark.parametrize(
    ("limits", "error", "message"),
    [
        ({"speaker": "Lavrof Serguei"}, UnknownNameError, "did you mean sergey-lavrov"),
        ({"about": "OTAM"}, UnknownNameError, r"did you mean .*NATO \(OTAN\)"),
        ({"acts": ["warns"]}, UnknownNameError, "there is no act 'warns'; did you mean warn"),
        ({"words": "«»"}, QueryError, "has no word to look for"),
        ({"words": "re*"}, QueryError, "give 3 letters or more"),
        ({"words": '"tout dialog*"'}, QueryError, "at the end of one word"),
        ({"acts": ["zzz"]}, UnknownNameError, "there is no act 'zzz'; known are say, warn"),
        ({"speaker": "Congo"}, QueryError, "more than one actor"),
        ({"start": "2025", "end": "2024"}, QueryError, "lies after"),
        ({"start": "25/06/2024"}, DateError, "no EDTF date"),
    ],
)
def test_faults_in_asking_say_what_to_do(
    record: Record, limits: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        speakers(record, **limits)


def test_an_unnamed_official_speaks_for_the_state(builder: RecordBuilder) -> None:
    builder.add(
        "a.txt",
        text=REPORT,
        statements=[statement(None, "de nouvelles frappes")],
        arguments=[argument(lambda d: statement_id(d, "de nouvelles frappes"), "speaker", "Moscou", None, "RUS")],
    )
    (row,) = choose_statements(open_record(builder.write()), REGISTER, speaker="RUS").rows()
    assert (row.speaker, row.speaker_label, row.speaker_country) == (None, None, "RUS")


def test_a_record_without_statements_gives_none(builder: RecordBuilder) -> None:
    builder.add("a.txt")
    assert choose_statements(open_record(builder.write()), REGISTER, speaker="RUS", acts=["say"]).rows() == []


def test_the_acts_are_a_closed_list() -> None:
    assert get_act(" Say ") == "say"


def test_statements_stand_in_the_timeline(record: Record) -> None:
    rows = list_timeline(record, REGISTER, kinds=["statement"])
    assert [row.summary for row in (rows[0], rows[2])] == [
        "Sergey Lavrov accuses: “L’Otan refuse tout dialogue”",
        "Russia warns: de nouvelles frappes",
    ]
    assert rows[0].parties == ("sergey-lavrov", "TASS")
    assert (rows[0].relation, rows[0].value) == ("accuse", "L’Otan refuse\ntout dialogue")
    assert {row.agrees for row in rows} == {None} and {row.bears for row in rows} == {None}
    assert [row.summary.split(":")[0] for row in list_timeline(record, REGISTER, actor="TASS")] == [
        "Sergey Lavrov accuses"
    ]


@pytest.mark.parametrize(
    ("act", "shown"), [("deny", "denies"), ("say", "says"), ("refuse", "refuses"), ("promise", "promises")]
)
def test_a_long_statement_is_told_in_one_line(builder: RecordBuilder, act: str, shown: str) -> None:
    text = "mot " * 150
    builder.add("a.txt", text=text, statements=[statement("RUS", text.strip(), act=act, modality="denied", text=text)])
    (row,) = list_timeline(open_record(builder.write()), REGISTER)
    assert row.summary.startswith(f"Russia {shown} (denied): “mot mot") and row.summary.endswith("mot…”")
    assert len(row.summary) < 200 and row.value == text.strip()


def test_a_statement_explains_itself(record: Record) -> None:
    said = choose_statements(record, REGISTER).rows()[0]
    found = explain_assertion(record, REGISTER, said.id[:10])
    assert found.kind == "statement" and found.trigger_text == "déclaré"
    assert found.meaning == "accuse: blames, condemns or criticises"
    assert [(role.role, role.actor, role.country, role.filled_by) for role in found.roles] == [
        ("speaker", "sergey-lavrov", "RUS", "reference"),
        ("audience", "TASS", None, "grammar"),
    ]
    assert found.date_reason == "no words of its own give it: it is the report's date, 2024-06-25 (proof: 2024-06-25)"
    assert [(given.kind, given.summary) for given in found.gives] == [("event", "NATO: REJECT")]
    assert found.statement is None and found.agrees is None and found.register == ()
