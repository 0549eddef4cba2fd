"""What holds of facts, whatever the claims: order, sameness, reasons; and of contradictions between them."""

import datetime as dt
import random
import shutil
from pathlib import Path

import pytest
from conftest import RecordBuilder, attribute, fixed_clock, membership, occupancy
from hypothesis import given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.reasoning.claims import NOWHERE, Claim, Days, Place
from dragoman.reasoning.consolidation import CLOSER, NEWSPAPER, SAME_DAYS, SAME_DOCUMENT, consolidate
from dragoman.reasoning.fact import FIRST, Fact

DAY = dt.date(2024, 6, 25)


def days(first: str | None = None, last: str | None = None) -> Days:
    start = dt.date.fromisoformat(first) if first else None
    return Days(start, dt.date.fromisoformat(last) if last else start)


def meeting(
    name: str,
    told: Days,
    *people: tuple[str, str],
    document: str | None = None,
    published: Days | None = None,
    place: Place = NOWHERE,
    modality: str = "actual",
) -> Claim:
    """A meeting of Russia and Belarus; `people` are states with who stands for them."""
    of = document or f"document of {name}"
    return Claim(
        name, of, of, "event", ("event", "CONSULT", modality, "BLR|RUS", ""), told, published or Days(None, None),
        modality, "CONSULT", parties=frozenset(people), place=place,
    )  # fmt: skip


def groups(facts: list[Fact]) -> set[frozenset[str]]:
    return {frozenset(claim.id for claim in fact.claims) for fact in facts}


JUNE_25, JUNE_26, JUNE = days("2024-06-25"), days("2024-06-26"), days("2024-06-01", "2024-06-30")
UNDATED = Days(None, None)
LAVROV, PUTIN = ("RUS", "sergey-lavrov"), ("RUS", "vladimir-putin")
MINSK, GOMEL = Place("MINSK", "BLR"), Place("GOMEL", "BLR")


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ((meeting("a", JUNE_25), meeting("b", JUNE_25)), {"ab"}),
        ((meeting("a", JUNE_25), meeting("b", JUNE_26)), {"a", "b"}),
        ((meeting("a", JUNE_25), meeting("b", JUNE)), {"ab"}),
        ((meeting("a", JUNE_25), meeting("b", JUNE_26), meeting("c", JUNE)), {"a", "b", "c"}),
        ((meeting("a", JUNE_25, LAVROV), meeting("b", JUNE_25)), {"ab"}),
        ((meeting("a", JUNE_25, LAVROV), meeting("b", JUNE_25, PUTIN)), {"a", "b"}),
        ((meeting("a", JUNE_25, LAVROV), meeting("b", JUNE_25, PUTIN), meeting("c", JUNE_25)), {"a", "b", "c"}),
        ((meeting("a", JUNE_25, place=MINSK), meeting("b", JUNE_25, place=GOMEL)), {"a", "b"}),
        ((meeting("a", JUNE_25, place=MINSK), meeting("b", JUNE_25, place=Place("BLR", "BLR"))), {"ab"}),
        ((meeting("a", JUNE_25), meeting("b", JUNE_25, modality="planned")), {"a", "b"}),
        ((meeting("a", JUNE_25, document="d"), meeting("b", UNDATED, document="d")), {"ab"}),
        ((meeting("a", JUNE_25), meeting("b", UNDATED)), {"a", "b"}),
        ((meeting("a", JUNE_25), meeting("b", UNDATED, published=JUNE_26)), {"ab"}),
        ((meeting("a", JUNE_25), meeting("b", UNDATED, published=days("2024-07-03"))), {"a", "b"}),
        ((meeting("a", JUNE_25), meeting("c", JUNE_26), meeting("b", UNDATED, published=JUNE_26)), {"a", "b", "c"}),
    ],
)  # fmt: skip
def test_claims_of_the_same_thing_are_one_fact(claims: tuple[Claim, ...], expected: set[str]) -> None:
    assert groups(consolidate(claims)) == {frozenset(ids) for ids in expected}


def test_each_claim_keeps_its_reason() -> None:
    told = [
        meeting("a", JUNE_25, document="d"),
        meeting("b", JUNE_25),
        meeting("c", JUNE),
        meeting("e", UNDATED, document="d"),
        meeting("f", UNDATED, published=JUNE_25),
    ]
    (fact,) = consolidate(told)
    reasons = {item.claim.id: item.reason for item in fact.joined}
    assert reasons == {"a": FIRST, "b": SAME_DAYS, "c": CLOSER, "e": SAME_DOCUMENT, "f": NEWSPAPER}
    assert fact.days == JUNE_25


SOME_DAYS = st.sampled_from([JUNE_25, JUNE_26, JUNE, days("2024-07-01", "2024-07-31"), UNDATED])
SOME_PEOPLE = st.sampled_from([(), (LAVROV,), (PUTIN,)])
SOME_PLACES = st.sampled_from([NOWHERE, MINSK, GOMEL])


@st.composite
def some_claims(draw: st.DrawFn) -> list[Claim]:
    return [
        meeting(
            f"{number:02}",
            draw(SOME_DAYS),
            *draw(SOME_PEOPLE),
            document=draw(st.sampled_from(["d", "e", "f"])),
            published=draw(st.sampled_from([JUNE_25, JUNE_26, UNDATED])),
            place=draw(SOME_PLACES),
        )
        for number in range(draw(st.integers(0, 12)))
    ]


@given(some_claims(), st.integers())
@settings(max_examples=200)
def test_facts_hang_on_no_order_and_hold_every_claim_once(claims: list[Claim], seed: int) -> None:
    facts = consolidate(claims)
    shuffled = list(claims)
    random.Random(seed).shuffle(shuffled)
    assert consolidate(shuffled) == facts
    assert sorted(claim.id for fact in facts for claim in fact.claims) == sorted(claim.id for claim in claims)


@given(some_claims())
def test_no_fact_holds_two_days_or_two_cities_or_two_ministers(claims: list[Claim]) -> None:
    for fact in consolidate(claims):
        told = list(fact.claims)
        assert len({claim.days for claim in told if claim.days in (JUNE_25, JUNE_26)}) <= 1
        assert len({claim.place.id for claim in told if claim.place.id}) <= 1
        assert len({actor for claim in told for _, actor in claim.parties}) <= 1


# --- over records ----------------------------------------------------------------------------------------------------


def types_of(builder: RecordBuilder) -> list[str]:
    with dragoman.open_record(builder.write()) as record:
        return [found.type for found in dragoman.contradictions(record)]


def test_two_offices_at_once_contradict_and_a_change_does_not(tmp_path: Path) -> None:
    builder = RecordBuilder(tmp_path / "record")
    builder.add("one", occupancies=[occupancy("~ann poe", "foreign minister", "NRU", "2031-05-02")])
    builder.add("two", occupancies=[occupancy("~ann poe", "defence minister", "NRU", "2032-05-02")])
    assert types_of(builder) == []
    builder.add("three", occupancies=[occupancy("~ann poe", "foreign minister", "NRU", "2033-05-02")])
    assert types_of(builder) == ["position"]


def test_a_fact_without_a_day_contradicts_unless_the_register_knows_both_offices(tmp_path: Path) -> None:
    builder = RecordBuilder(tmp_path / "record")
    builder.add("one", occupancies=[occupancy("~ann poe", "foreign minister", "NRU", "2031-05-02")])
    builder.add("two", occupancies=[occupancy("~ann poe", "defence minister", "NRU")])
    assert types_of(builder) == ["position"]


def test_statuses_contradict_on_days_that_both_are_told_of(tmp_path: Path) -> None:
    builder = RecordBuilder(tmp_path / "record")
    builder.add("one", memberships=[membership("ISL", "BRICS", "observer", "2031-05-02")])
    builder.add("two", memberships=[membership("ISL", "BRICS", "none", "2032-05-02")])
    builder.add("three", memberships=[membership("ISL", "BRICS", "withdrawn", None)])
    assert types_of(builder) == []
    builder.add("four", memberships=[membership("ISL", "BRICS", "none", "2031-05-02")])
    assert types_of(builder) == ["membership"]


def test_a_change_told_of_two_days_contradicts_unless_it_was_undone_between(tmp_path: Path) -> None:
    builder = RecordBuilder(tmp_path / "record")
    builder.add("one", memberships=[membership("ISL", "OPEC", "full", "2031-05-02", bears="starts")])
    builder.add("two", memberships=[membership("ISL", "OPEC", "full", "2031-08-02", bears="starts")])
    assert types_of(builder) == ["date"]
    builder.add("three", memberships=[membership("ISL", "OPEC", "full", "2031-06-02", bears="ends")])
    assert types_of(builder) == []


def test_founding_years_contradict_each_other_and_the_register(tmp_path: Path) -> None:
    builder = RecordBuilder(tmp_path / "record")
    builder.add("one", attributes=[attribute("NATO", "founded", "1949")])
    assert types_of(builder) == []
    builder.add("two", attributes=[attribute("NATO", "founded", "1955")])
    assert types_of(builder) == ["founding", "founding"]


def test_facts_are_those_of_the_scope(tmp_path: Path) -> None:
    builder = RecordBuilder(tmp_path / "record")
    for name, published in (("one", "2024-06-24"), ("two", "2024-06-26"), ("three", None)):
        builder.add(name, published=published, memberships=[membership("ISL", "OPEC", "full", "2024-06-20")])
    path = builder.write()
    with dragoman.open_record(path) as record:
        assert [fact.n_documents for fact in dragoman.facts(record)] == [3]
    with dragoman.open_record(path, known="2024-06-25") as record:
        assert [(fact.n_documents, fact.status) for fact in dragoman.facts(record)] == [(1, "single")]
        assert record.scoped is not None and (record.scoped.later, record.scoped.undated) == (1, 1)


def test_a_fact_answers_to_the_id_of_any_of_its_rows(demo_record: Path) -> None:
    with dragoman.open_record(demo_record) as record:
        facts = dragoman.facts(record)
        told = [fact for fact in facts if fact.n_documents > 1]
        assert told
        for fact in told:
            for assertion in fact.assertions:
                assert dragoman.fact(record, assertion).fact.id == fact.id
        rows = record.sql("SELECT count(*) AS n FROM fact_assertions").to_pylist()[0]["n"]
        assert rows == sum(len(fact.assertions) for fact in facts)
        with pytest.raises(dragoman.UnknownNameError, match="no fact"):
            dragoman.fact(record, "ffffffffffff")
        with pytest.raises(dragoman.QueryError, match="too short"):
            dragoman.fact(record, "a")


def test_a_source_that_is_not_trusted_corroborates_nothing(demo_record: Path, tmp_path: Path) -> None:
    record = tmp_path / "record"
    shutil.copytree(demo_record, record)
    before = {fact.id: fact for fact in dragoman.facts(record)}
    dragoman.judge(record, "trust", "Dépêche Atlas", 0.2, who="R. Okafor", why="prints rumours", clock=fixed_clock)
    after = {fact.id: fact for fact in dragoman.facts(record)}
    assert after.keys() == before.keys()
    assert {fact.n_documents - after[fact.id].n_documents for fact in before.values()} == {0}
    fewer = [fact for fact in before.values() if after[fact.id].n_independent < fact.n_independent]
    assert fewer and any(fact.status == "corroborated" and after[fact.id].status == "single" for fact in fewer)
