"""The views over records written row by row and a register of a few rows: sides, days, agreement, names."""

from pathlib import Path

import pytest
from conftest import TEXT, RecordBuilder, attribute, membership, mention, occupancy

from dragoman.errors import DateError, QueryError, UnknownNameError
from dragoman.model.dates import Date
from dragoman.model.document import Cut
from dragoman.record.reading import Record, open_record
from dragoman.record_opening import actors_table
from dragoman.register import Actor, Form, Organisation, Register, Stretch, Tenure
from dragoman.views.actor import get_actor_page
from dragoman.views.document import describe_document, get_document
from dragoman.views.explanation import explain_assertion
from dragoman.views.membership import list_members
from dragoman.views.names import Names, get_nearest
from dragoman.views.office import list_holders
from dragoman.views.timeline import list_timeline


def stretch(member: str, status: str, start: str, end: str = "..", organisation: str = "CSTO") -> Stretch:
    first, last = Date.parse(start), Date.parse(end) if end != ".." else None
    sure = Date(f"{start}/{end}", first.last, last.first if last else None)
    during = Date(f"{start}/{end}", first.first, last.last if last else None)
    return Stretch(member, organisation, status, during, sure, f"note on {member}")


def tenure(person: str, position: str, of: str, start: str, end: str = "..") -> Tenure:
    like = stretch(person, "", start, end)
    return Tenure(person, position, of, like.during, like.sure, f"note on {person}")


ACTORS = [
    Actor("BLR", "state", "Belarus", "GOV", "BLR", {"fr": ("Biélorussie",), "ru": ("Беларусь",)}),
    Actor("ARM", "state", "Armenia", "GOV", "ARM", {"fr": ("Arménie",)}),
    Actor("COD", "state", "Democratic Republic of the Congo", "GOV", "COD", {"fr": ("Congo",)}),
    Actor("COG", "state", "Republic of the Congo", "GOV", "COG", {"fr": ("Congo",)}),
    Actor("LUX", "state", "Luxembourg", "GOV", "LUX", {"fr": ("Luxembourg",)}),
    Actor("LUXEMBOURG", "place", "Luxembourg", None, "LUX", {"fr": ("Luxembourg",)}),
    Actor("CSTO", "organisation", "Collective Security Treaty Organization", "IGO", None, {"fr": ("OTSC",)}),
    Actor("ann-one", "person", "Ann One", None, None, {"fr": ("Anne Un",)}),
    Actor("ben-two", "person", "Ben Two", None, None, {"fr": ("Benoît Deux",)}),
]
USES = {"state": "name", "organisation": "acronym", "person": "person", "place": "place"}
FORMS = [
    *(Form(text, lang, USES[a.kind], (a.id,)) for a in ACTORS for lang, texts in a.names.items() for text in texts),
    Form("Minsk", "fr", "capital", ("BLR",)),
    Form("biélorusse", "fr", "demonym", ("BLR",)),
    Form("Deux", "fr", "surname", ("ben-two",)),
]
STRETCHES = [
    stretch("BLR", "full", "1993-12-31"),
    stretch("ARM", "founder", "1992-05-15", "2024-02"),
    stretch("ARM", "suspended", "2024-02"),
]
TENURES = [
    tenure("ann-one", "president", "BLR", "2010-01-01", "2019-12-31"),
    tenure("ben-two", "president", "BLR", "2020-01-01"),
    tenure("ben-two", "acting president", "BLR", "2019-12-31", "2020-01-01"),
]


@pytest.fixture
def register() -> Register:
    return Register(ACTORS, FORMS, [Organisation("CSTO", {}, {}, None, None, None)], STRETCHES, TENURES)


def opened(path: Path, register: Register) -> Record:
    return open_record(path, actors_table(register))


def told(rows: list, *columns: str) -> list[tuple]:  # type: ignore[type-arg]
    return [tuple(getattr(row, column) for column in columns) for row in rows]


# Members ------------------------------------------------------------------------------------------------------------


def test_members_show_both_sides_of_each_together(builder: RecordBuilder, register: Register) -> None:
    builder.add("a.txt", memberships=[membership("BLR", "CSTO", "full", "2024-06-25")])
    rows = list_members(opened(builder.write(), register), register, "OTSC")
    assert told(rows, "member", "side", "status", "agrees") == [
        ("ARM", "register", "founder", None),
        ("ARM", "register", "suspended", None),
        ("BLR", "register", "full", None),
        ("BLR", "record", "full", True),
    ]
    assert rows[2].source == "note on BLR" and rows[3].source == "/press/a.txt"
    assert rows[3].id and rows[3].document and rows[3].quote_text == TEXT[:8]


@pytest.mark.parametrize(
    ("row", "on", "kept"),
    [
        (membership("BLR", "CSTO", "full", "2024-06-25"), "2024-06-25", True),
        (membership("BLR", "CSTO", "full", "2024-06-25"), "2024-06", True),
        (membership("BLR", "CSTO", "full", "2024-06-25"), "2025-01-01", True),
        (membership("BLR", "CSTO", "full", "2024-06-25"), "2024-06-24", False),
        (membership("BLR", "CSTO", "withdrawn", "2024-06-25", bears="starts"), "2024-06-24", False),
        (membership("BLR", "CSTO", "withdrawn", "2024-06-25", bears="starts"), "2024-07-01", True),
        (membership("BLR", "CSTO", "full", "2024-06-25", bears="ends"), "2024-06-25", True),
        (membership("BLR", "CSTO", "full", "2024-06-25", bears="ends"), "2024-06-26", False),
        (membership("BLR", "CSTO", "full"), "1900-01-01", True),
    ],
)
def test_on_a_day_stands_what_can_hold(
    builder: RecordBuilder, register: Register, row: object, on: str, kept: bool
) -> None:
    builder.add("a.txt", memberships=[row])
    rows = list_members(opened(builder.write(), register), register, "CSTO", on)
    assert [row.side for row in rows].count("record") == kept


def test_a_later_change_told_in_the_record_ends_what_was_told_before(
    builder: RecordBuilder, register: Register
) -> None:
    builder.add("a.txt", memberships=[membership("BLR", "CSTO", "full", "2024-01-01")])
    builder.add("b.txt", memberships=[membership("BLR", "CSTO", "withdrawn", "2024-03-01", bears="starts")])
    builder.add("c.txt", memberships=[membership("BLR", "CSTO", "full", "2024-04-01")])
    builder.add(
        "d.txt", memberships=[membership("BLR", "CSTO", "none", "2024-05-01", bears="starts", modality="planned")]
    )
    record = opened(builder.write(), register)

    def statuses(on: str) -> list[str]:
        return [row.status for row in list_members(record, register, "CSTO", on) if row.side == "record"]

    assert statuses("2024-02-01") == ["full"]
    assert statuses("2024-03-15") == ["withdrawn"]
    # What is told after the change stands beside it: two sources that disagree are two rows.
    assert statuses("2024-04-15") == ["withdrawn", "full"]
    # A plan ends nothing.
    assert statuses("2024-06-01") == ["withdrawn", "full", "none"]


def test_undated_rows_are_marked_and_come_last(builder: RecordBuilder, register: Register) -> None:
    rows = [membership("BLR", "CSTO", "full"), membership("BLR", "CSTO", "full", "2024-06-25")]
    builder.add("a.txt", memberships=rows)
    found = list_members(opened(builder.write(), register), register, "CSTO", "2024-06-25")
    assert told(found, "member", "side", "undated")[-2:] == [("BLR", "record", False), ("BLR", "record", True)]
    assert found[-1].agrees is None


def test_a_member_that_nobody_resolved_stays_listed(builder: RecordBuilder, register: Register) -> None:
    builder.add("a.txt", memberships=[membership(None, "CSTO", "full", "2024-06-25")])
    last = list_members(opened(builder.write(), register), register, "CSTO")[-1]
    assert (last.member, last.member_label, last.agrees) == (None, None, None)


@pytest.mark.parametrize(
    ("status", "bears", "modality", "date", "agrees"),
    [
        ("full", "holds", "actual", "2020", True),  # a founder is a full member
        ("full", "holds", "actual", "2024-06-25", None),  # suspended on that day, and a member still
        ("full", "ends", "actual", "2024-06-25", None),
        ("full", "starts", "actual", "2024-06-25", False),
        ("full", "holds", "denied", "2024-06-25", None),
        ("full", "holds", "actual", "2024-02-10", True),  # the day of the change is not known
        ("suspended", "starts", "actual", "2024-02-22", True),
        ("suspended", "starts", "actual", "2024-06-25", False),  # on another day
        ("suspended", "holds", "actual", "2024-06-25", True),
        ("suspended", "holds", "denied", "2024-06-25", False),
        ("withdrawn", "starts", "denied", "2024-06-25", True),
        ("withdrawn", "starts", "planned", "2024-06-25", None),
        ("suspended", "starts", "planned", "2024-02", True),
        ("full", "holds", "actual", "1990", None),  # the register begins later
        ("full", "holds", "actual", None, None),
    ],
)
def test_a_row_is_compared_with_the_register(
    builder: RecordBuilder,
    register: Register,
    status: str,
    bears: str,
    modality: str,
    date: str | None,
    agrees: bool | None,
) -> None:
    builder.add("a.txt", memberships=[membership("ARM", "CSTO", status, date, bears=bears, modality=modality)])
    (row,) = list_timeline(opened(builder.write(), register), register)
    assert row.agrees is agrees


def test_faults_in_asking_for_members_say_what_to_do(builder: RecordBuilder, register: Register) -> None:
    builder.add("a.txt")
    record = opened(builder.write(), register)
    with pytest.raises(UnknownNameError, match=r"'OTZC'; did you mean CSTO \(OTSC\)\?") as caught:
        list_members(record, register, "OTZC")
    assert caught.value.suggestions == ("CSTO",)
    with pytest.raises(QueryError, match=r"the state Belarus, not an organisation.*actor BLR"):
        list_members(record, register, "Biélorussie")
    with pytest.raises(DateError):
        list_members(record, register, "CSTO", "25/06/2024")


# Offices ------------------------------------------------------------------------------------------------------------


def test_holders_stand_by_person_with_acting_ones(builder: RecordBuilder, register: Register) -> None:
    builder.add("a.txt", occupancies=[occupancy("ben-two", "president", "BLR", "2021-05-01")])
    builder.add("b.txt", occupancies=[occupancy("ann-one", "president", "BLR", "2021-05-01")])
    rows = list_holders(opened(builder.write(), register), register, "President", "biélorusse")
    assert told(rows, "person", "side", "position", "agrees") == [
        ("ann-one", "register", "president", None),
        ("ann-one", "record", "president", False),
        ("ben-two", "register", "acting president", None),
        ("ben-two", "register", "president", None),
        ("ben-two", "record", "president", True),
    ]


def test_a_later_holder_ends_an_earlier_one(builder: RecordBuilder, register: Register) -> None:
    builder.add("a.txt", occupancies=[occupancy("ann-one", "president", "BLR", "2015-05-01")])
    builder.add("b.txt", occupancies=[occupancy("ben-two", "president", "BLR", "2021-05-01")])
    builder.add("c.txt", occupancies=[occupancy("ben-two", "president", "BLR", "2022-05-01", bears="ends")])
    record = opened(builder.write(), register)

    def people(on: str) -> list[str | None]:
        return [row.person for row in list_holders(record, register, "president", "BLR", on) if row.side == "record"]

    # Whoever left in 2022 can have come before 2016.
    assert people("2016-01-01") == ["ann-one", "ben-two"]
    assert people("2021-06-01") == ["ben-two", "ben-two"]
    assert people("2023-01-01") == []


def test_positions_have_a_nearest_name(builder: RecordBuilder, register: Register) -> None:
    builder.add("a.txt")
    record = opened(builder.write(), register)
    with pytest.raises(UnknownNameError, match="there is no position 'presidant'; did you mean president"):
        list_holders(record, register, "presidant", "BLR")
    assert get_nearest("Foreign-Minister", ["foreign minister"], "position") == "foreign minister"
    assert get_nearest("secretary general", ["secretary-general"], "position") == "secretary-general"


# Names --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("BLR", "BLR"),
        ("blr", "BLR"),
        ("la  Biélorussie", "BLR"),
        ("BIELORUSSIE", "BLR"),
        ("Беларусь", "BLR"),
        ("Minsk", "BLR"),
        ("biélorusse", "BLR"),
        ("l’OTSC", "CSTO"),
        ("Luxembourg", "LUX"),
        ("Benoit Deux", "ben-two"),
        ("Deux", "ben-two"),
        ("ben two", "ben-two"),
        ("Vera Trois", "vera-trois"),
        ("Ve Ra", "vera-trois"),
    ],
)
def test_an_actor_is_found_by_any_name(builder: RecordBuilder, register: Register, name: str, actor: str) -> None:
    # The record knows her by two forms, the register does not know her.
    text = "Vera Trois parle. Ve Ra parle."
    forms = [mention("~vera trois", 0, 10, text=text), mention("~vera trois", 18, 23, text=text)]
    builder.add("a.txt", text=text, mentions=forms)
    names = Names(opened(builder.write(), register), register)
    assert names.get_actor(name) == actor


def test_a_name_that_several_bear_is_refused(builder: RecordBuilder, register: Register) -> None:
    builder.add("a.txt")
    names = Names(opened(builder.write(), register), register)
    with pytest.raises(QueryError, match=r"'Congo' is the name of more than one actor: give COD .* or COG"):
        names.get_actor("Congo")
    assert names.label("COD") == "Democratic Republic of the Congo"
    assert names.label(None) is None
    assert (names.short("CSTO"), names.short("BLR")) == ("CSTO", "Belarus")


# Timeline, actor, document, explanation -----------------------------------------------------------------------------


def test_the_timeline_is_in_order_of_day_with_undated_rows_last(builder: RecordBuilder, register: Register) -> None:
    builder.add(
        "a.txt",
        memberships=[membership("BLR", "CSTO", "full", "2024-06-25"), membership("ARM", "CSTO", "full")],
        occupancies=[occupancy("ben-two", "president", "BLR", "2024")],
        attributes=[attribute("CSTO", "member_count", "6")],
    )
    record = opened(builder.write(), register)
    rows = list_timeline(record, register)
    assert [row.summary for row in rows] == [
        "Ben Two: president of Belarus",
        "Belarus – CSTO: full",
        "CSTO: member count 6",
        "Armenia – CSTO: full",
    ]
    assert [row.undated for row in rows] == [False, False, True, True]
    assert [row.kind for row in list_timeline(record, register, kinds=["occupancy"])] == ["occupancy"]
    assert len(list_timeline(record, register, actor="OTSC")) == 3
    assert len(list_timeline(record, register, actor="Anne Un")) == 0
    assert [row.undated for row in list_timeline(record, register, start="2025")] == [True, True]
    assert len(list_timeline(record, register, start="2024-06-26", end="2024-06-30")) == 3
    with pytest.raises(QueryError, match="lies after"):
        list_timeline(record, register, start="2025", end="2024")


def test_an_actor_has_both_sides_and_its_mentions(builder: RecordBuilder, register: Register) -> None:
    rows = [occupancy("ben-two", "president", "BLR", "2021-05-01")]
    builder.add(
        "a.txt", published="2021-05-01", occupancies=rows, mentions=[mention("ben-two"), mention("ben-two", 3, 8)]
    )
    builder.add("b.txt", mentions=[mention("ben-two")])
    page = get_actor_page(opened(builder.write(), register), register, "Benoît Deux")
    assert (page.actor.id, page.actor.kind, page.actor.names["fr"]) == ("ben-two", "person", ("Benoît Deux",))
    assert told(list(page.rows), "side", "relation", "date") == [
        ("register", "acting president", "2019-12-31/2020-01-01"),
        ("register", "president", "2020-01-01/.."),
        ("record", "president", "2021-05-01"),
    ]
    assert told(list(page.mentions), "source", "mentions", "words") == [
        ("/press/a.txt", 2, ("Un", "texte")),
        ("/press/b.txt", 1, ("Un",)),
    ]


def test_a_document_is_found_by_name_or_start_of_id(builder: RecordBuilder, register: Register) -> None:
    first = builder.add("2024/a.txt", cut=[Cut("Partager", "share")], memberships=[membership("BLR", "CSTO", "full")])
    builder.add("2024/ab.txt", published="2024-06-25")
    record = opened(builder.write(), register)
    for name in (first, first[:4], first[:10].upper(), "a.txt", "a", "/press/2024/a.txt", "2024/a.txt"):
        page = get_document(record, register, name)
        assert page.id == first
    assert [piece.reason for piece in page.cut] == ["share"]
    assert page.text[page.assertions[0].span_start : page.assertions[0].span_end] == page.assertions[0].quote_text
    assert describe_document(page)["published"] == "unknown: nothing proves it"
    with pytest.raises(QueryError, match="fits 2 documents"):
        builder.add("2023/a.txt")
        get_document(opened(builder.write(), register), register, "a.txt")
    with pytest.raises(UnknownNameError, match=r"no document 'ac\.txt'; did you mean a.*\.txt"):
        get_document(record, register, "ac.txt")


def test_an_explanation_tells_how_a_row_was_dated(builder: RecordBuilder, register: Register) -> None:
    builder.add(
        "a.txt", memberships=[membership("ARM", "CSTO", "suspended", "2024-02", bears="starts", date_text="en février")]
    )
    builder.add("b.txt", memberships=[membership("ARM", "CSTO", "full", date_text="mardi")])
    record = opened(builder.write(), register)
    rows = list_timeline(record, register)
    dated, undated = (explain_assertion(record, register, row.id[:12]) for row in rows)
    assert dated.date_reason == "“en février”, which says it all"
    assert (dated.columns["status"], dated.bears, dated.rule, dated.agrees) == ("suspended", "starts", "test", True)
    assert any(line.startswith("Armenia in CSTO: suspended, 2024-02/..") for line in dated.register)
    assert "hangs on a date that is not known" in undated.date_reason
    with pytest.raises(QueryError, match="too short"):
        explain_assertion(record, register, "a")
    with pytest.raises(UnknownNameError, match="that is a document: use show"):
        explain_assertion(record, register, dated.document[:8])
    with pytest.raises(UnknownNameError, match="no assertion 'zzzz'"):
        explain_assertion(record, register, "zzzz")
