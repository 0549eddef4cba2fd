"""Figures by act and type, and what is taken for what: counted on rows made by hand."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import floors_types
import pytest
from floors import Case, Judged, Reading, document_of
from floors_types import confuse, iter_confusion, iter_confusions, tally_labels

from dragoman.assertions.rows import Assertions
from dragoman.cases import Tally, judge
from dragoman.model.assertion import EventRow, Span, StatementRow, When
from dragoman.model.sentence import ReadText
from dragoman.register import Register, load_register

TEXT = "Moscou a averti Kiev qu'il répondrait, puis a frappé Kharkiv."


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


def event(kind: str, actors: str = "RUS", recipients: str = "UKR", modality: str = "actual") -> EventRow:
    parties = (tuple(actors.split()), tuple(recipients.split()))
    return EventRow(
        id="e", document="d", event_type=kind, mode=None, quad_code="1", intensity=None, actors=parties[0],
        actor_countries=parties[0], recipients=parties[1], recipient_countries=parties[1], place=None, place_text=None,
        place_country=None, about=(), when=When(), modality=modality, statement=None, said_by=None, via=(),
        span=Span(0, 6, TEXT[:6]), trigger_text="frappé", rule="test", confidence=0.9, reading="r",
    )  # fmt: skip


def statement(act: str, words: str = "qu'il répondrait", speaker: str | None = "RUS") -> StatementRow:
    return StatementRow(
        id="s", document="d", speaker=speaker, audience=(), act=act, direct=False, words=words, about=(), when=When(),
        said_by=None, via=(), modality="actual", span=Span(0, 6, TEXT[:6]), cue_text=None, rule="test", confidence=0.9,
        reading="r",
    )  # fmt: skip


def judged(register: Register, found: Sequence[Any], **wanted: Any) -> Judged:
    """A case that wants these rows, and the rows that were read of it."""
    case = Case("made-here", "none/none", TEXT, **wanted)
    rows = Assertions(
        statements=[row for row in found if isinstance(row, StatementRow)],
        events=[row for row in found if isinstance(row, EventRow)],
    )
    text = ReadText(document_of(case), (), (), (), ())
    return Judged(case, "made", judge(case, text, rows, register), Reading(text, rows))


def want(kind: str | list[str], actors: str = "RUS", recipients: str = "UKR", **more: Any) -> dict[str, Any]:
    return {"type": kind, "actors": actors.split(), "recipients": recipients.split(), "modality": "actual", **more}


def test_a_row_counts_for_the_type_wanted_and_a_wrong_one_for_the_type_given(register: Register) -> None:
    items = [
        judged(register, [event("ASSAULT"), event("THREATEN")], events=[want("ASSAULT")]),
        judged(register, [event("SUPPORT", "FRA", "")], events=[want(["AGREE", "SUPPORT"], "FRA", "")]),
        judged(register, [event("CONSULT")], events=[want(["ACCUSE", "REJECT"])]),
        judged(register, [event("AID")], statements=[]),
    ]
    assert tally_labels(items, "events", register) == {
        "ACCUSE": Tally(missing=1),
        "AGREE": Tally(right=1),
        "ASSAULT": Tally(right=1),
        "CONSULT": Tally(wrong=1),
        "THREATEN": Tally(wrong=1),
    }
    assert floors_types.label_floors({"AGREE": Tally(2, 1, 1)}) == {"AGREE": floors_types.Floor(3, 0.6666, 0.6666)}


def test_statements_are_told_apart_by_act(register: Register) -> None:
    said = {"speaker": "RUS", "act": "warn", "contains": "répondrait"}
    items = [
        judged(register, [statement("warn"), statement("say", "autre chose", None)], statements=[said]),
        judged(register, [statement("say")], statements=[said]),
    ]
    assert tally_labels(items, "statements", register) == {"say": Tally(wrong=2), "warn": Tally(right=1, missing=1)}
    confusion = confuse(items, "statements", register)
    assert confusion.labels == Counter({("nothing", "say"): 1, ("warn", "say"): 1})
    assert confusion.keys == Counter({"act": 1})


def test_the_likest_rows_are_held_together(register: Register) -> None:
    found = [event("AGREE", "BRA", "CHL"), event("ACCUSE"), event("THREATEN", modality="planned")]
    items = [
        judged(register, found, events=[want("THREATEN"), want("ASSAULT"), want("CONSULT", "FRA", "")]),
        judged(register, [event("ASSAULT")], events=[]),
    ]
    confusion = confuse(items, "events", register)
    assert confusion.labels == Counter(
        {
            ("THREATEN", "THREATEN"): 1,
            ("ASSAULT", "ACCUSE"): 1,
            ("CONSULT", "nothing"): 1,
            ("nothing", "AGREE"): 1,
            ("nothing", "ASSAULT"): 1,
        }
    )
    assert confusion.modalities["actual", "planned"] == confusion.modalities["actual", "actual"] == 1
    assert confusion.modalities["nothing", "actual"] == 2
    assert confusion.keys == Counter({"modality": 1, "type": 1})


def test_what_fits_is_not_left_over(register: Register) -> None:
    items = [judged(register, [event("ASSAULT")], events=[want("ASSAULT")])]
    assert not confuse(items, "events", register).labels
    assert "events: type: nothing is left over" in list(iter_confusions(items, register))


def test_tables_are_aligned(register: Register) -> None:
    lines = list(iter_confusion("events: type", {("AID", "nothing"): 12, ("nothing", "AID"): 3, ("AID", "AID"): 1}))
    assert lines == [
        "events: type  AID  nothing  all",
        "AID             1       12   13",
        "nothing         3        .    3",
    ]
    table = list(
        floors_types.iter_label_table("events", {"AID": Tally(3, 1, 0)}, {"AID": floors_types.Floor(3, 0.7, 1)})
    )
    assert table[0].split() == [
        "events",
        "by",
        "type",
        "wanted",
        "right",
        "wrong",
        "missing",
        "precision",
        "recall",
        "floor",
    ]
    assert table[1].split() == ["AID", "3", "3", "1", "0", "0.7500", "1.0000", "0.7000/1.0000"]
