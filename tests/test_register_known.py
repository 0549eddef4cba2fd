"""What the register says of whole lists of members, and what of it could be known on a day."""

import datetime as dt

import pytest
from conftest import RecordBuilder, membership
from hypothesis import given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.model.dates import Date
from dragoman.register import Register, load_register
from dragoman.views.standing import MEMBER_STATUSES


@pytest.fixture(scope="module")
def shipped() -> Register:
    return load_register()


@pytest.mark.parametrize(
    ("organisation", "count"),
    [
        ("NATO", 32), ("EU", 27), ("SCO", 10), ("CSTO", 6), ("CIS", 9), ("EAEU", 5), ("GCC", 6), ("ECOWAS", 12),
        ("AES", 3), ("EAC", 8), ("OPEC", 13), ("ASEAN", 10), ("MERCOSUR", 6),
    ],
)  # fmt: skip
def test_complete_lists_have_as_many_members_as_is_public(shipped: Register, organisation: str, count: int) -> None:
    # Suspended members count: Indonesia in OPEC, Venezuela in MERCOSUR.
    on = Date.parse("2025-06-01")
    assert shipped.complete_list(organisation, on) is not None
    found = {stretch.member for stretch in shipped.members(organisation, on) if stretch.status in MEMBER_STATUSES}
    assert len(found) == count, sorted(found)


@pytest.mark.parametrize(
    ("organisation", "on"), [("EU", "1957-12-31"), ("EAC", "1975-01-01"), ("CIS", "1992-06-01"), ("BRICS", "2024")]
)
def test_lists_that_are_not_known_to_be_complete_say_nothing(shipped: Register, organisation: str, on: str) -> None:
    assert shipped.complete_list(organisation, Date.parse(on)) is None
    assert shipped.complete_list(organisation, Date.parse("2031-01-01")) is None


def test_as_known_leaves_out_what_begins_later_and_opens_what_ends_later(shipped: Register) -> None:
    limited = shipped.as_known(Date.parse("2024-07-02"))
    found = [(each.status, each.during.edtf) for each in limited.status("BLR", "SCO")]
    assert found[-1] == ("acceding", "2022-09-16/..")
    assert [each.person for each in limited.holders("secretary-general", "NATO")][-1] == "jens-stoltenberg"
    assert shipped.as_known(None) is shipped


@settings(deadline=None, max_examples=30)
@given(known=st.dates(dt.date(1990, 1, 1), dt.date(2026, 12, 31)))
def test_as_known_shows_no_day_that_is_later_and_says_the_same_until_then(known: dt.date) -> None:
    register = load_register()
    limited = register.as_known(Date.of(known))
    for item in (*limited.stretches, *limited.tenures):
        assert item.during.first is None or item.during.first <= known
        assert item.during.last is None or item.during.last <= known
    for organisation in ("SCO", "ECOWAS", "OPEC"):
        whole, part = (
            {(item.member, item.status) for item in each.members(organisation, Date.of(known))}
            for each in (register, limited)
        )
        assert whole == part


# --- what it comes to when a record is asked -------------------------------------------------------------------------


def answer(builder: RecordBuilder, organisation: str, on: str, who: str, known: str | None = None) -> tuple[str, str]:
    with dragoman.open_record(builder.write(), known=known) as record:
        (found,) = dragoman.standing(record, organisation, on, who)
    return found.answer, found.word


@pytest.mark.parametrize(
    ("organisation", "on", "who", "known", "wanted"),
    [
        ("EU", "1972-12-31", "GBR", None, ("no", "register")),
        ("EU", "1957-12-31", "GBR", None, ("unknown", "unknown")),
        ("CSTO", "1991-12-31", "ARM", None, ("no", "register")),
        ("CIS", "1991-12-01", "ARM", None, ("no", "register")),
        ("CIS", "1991-12-21", "ARM", None, ("yes", "register")),
        ("NATO", "2020-01-01", "BRA", None, ("no", "register")),
        ("NATO", "2020-01-01", "BRA", "2019-12-31", ("unknown", "unknown")),
        ("BRICS", "2024-06-01", "SAU", None, ("unknown", "unknown")),
        ("EAC", "2016-08-14", "SSD", None, ("no", "register")),
        ("EAC", "2016-08-15", "SSD", None, ("yes", "register")),
    ],
)
def test_who_is_not_on_a_complete_list_is_no_member(
    builder: RecordBuilder, organisation: str, on: str, who: str, known: str | None, wanted: tuple[str, str]
) -> None:
    builder.add("a.txt", published="2000-01-01")
    assert answer(builder, organisation, on, who, known) == wanted


def test_the_word_of_a_list_is_a_row_with_its_source(builder: RecordBuilder) -> None:
    builder.add("a.txt", published="2000-01-01")
    (found,) = dragoman.standing(builder.write(), "EU", "1972-12-31", "GBR")
    (row,) = found.because
    assert (row.side, found.status, row.date) == ("register", "none", "1972-12-31")
    assert "Rome" in row.source


@pytest.mark.parametrize(
    ("told", "later", "wanted"),
    [
        ("2010-01-01", None, "yes"),
        # An exit without a day, printed afterwards, may have come since.
        ("2010-01-01", ("withdrawn", "2024-01-10"), "unknown"),
        # Printed before, it was over when the membership was told.
        ("2024-02-01", ("withdrawn", "2024-01-10"), "yes"),
        # Having applied some day does not undo being a member, nor does what nobody printed on a proved day.
        ("2010-01-01", ("applicant", "2024-01-10"), "yes"),
        ("2010-01-01", ("withdrawn", None), "yes"),
    ],
)
def test_an_undated_change_that_may_be_later_leaves_the_answer_open(
    builder: RecordBuilder, told: str, later: tuple[str, str | None] | None, wanted: str
) -> None:
    """The register has no word on Mexico and the BRICS."""
    builder.add("a.txt", published="2024-02-01", memberships=[membership("MEX", "BRICS", "full", told)])
    if later is not None:
        change = membership("MEX", "BRICS", later[0], None, bears="starts")
        builder.add("b.txt", published=later[1], memberships=[change])
    assert answer(builder, "BRICS", "2024-03-01", "MEX")[0] == wanted


def test_a_look_back_that_dates_the_exit_leaves_no_doubt_about_the_entry(builder: RecordBuilder) -> None:
    rows = [
        membership("MEX", "BRICS", "full", None, bears="starts"),
        membership("MEX", "BRICS", "withdrawn", "2012-12-19", bears="starts"),
    ]
    builder.add("a.txt", published="2024-02-01", memberships=rows)
    assert answer(builder, "BRICS", "2024-03-01", "MEX") == ("no", "record")


def test_nobody_holds_an_office_between_two_holders(builder: RecordBuilder) -> None:
    builder.add("a.txt", published="2000-01-01")
    found = dragoman.office_standing(builder.write(), "foreign minister", "BLR", "2022-12-01")
    answers = {item.who: item.answer for item in found}
    assert answers["vladimir-makei"] == answers["sergei-aleinik"] == "no"
