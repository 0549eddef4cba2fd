"""What holds of any record: judging and reading again commute, sources part it, nothing that is added takes away."""

import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from random_rows import (
    NOON,
    OUTLETS,
    TABLES,
    Report,
    ids_of,
    judge_all,
    snapshot,
    some_judgements,
    some_reports,
    write_reports,
)
from test_reasoning import groups, some_claims

import dragoman
from dragoman.proving import iter_computed_faults
from dragoman.reasoning.consolidation import consolidate
from dragoman.reasoning.fact import FIRST
from dragoman.record.faults import Proof
from dragoman.record.judgements import Judgement, instant, with_id
from dragoman.record.steering import Opinion, steer_assertions
from dragoman.record.views import VIEWS

Judged = tuple[list[Report], list[Judgement]]

# Readings are what may differ; all else that a record shows may not.
SHOWN = tuple(view for view in VIEWS if view != "readings")
COMPUTED = ("facts", "fact_assertions", "contradictions")
_few = settings(
    max_examples=2, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)


@st.composite
def judged_reports(draw: st.DrawFn) -> Judged:
    reports = draw(some_reports())
    return reports, draw(some_judgements(reports))


# Facts --------------------------------------------------------------------------------------------------------------


@st.composite
def some_opinions(draw: st.DrawFn) -> list[Opinion]:
    keys = [f"{number:02}" for number in range(12)]
    pairs = st.permutations(keys).map(lambda each: each[:2])
    told = draw(st.lists(st.tuples(st.booleans(), pairs), max_size=8))
    return [Opinion(str(at), same, *pair) for at, (same, pair) in enumerate(told)]


@given(some_claims(), some_opinions(), st.integers())
@settings(max_examples=200, deadline=None)
def test_facts_are_as_judged_whatever_the_order(claims: list, opinions: list[Opinion], seed: int) -> None:  # type: ignore[type-arg]
    there = {claim.id for claim in claims}
    told = [each for each in opinions if {each.one, each.other} <= there]
    steered = steer_assertions(told)
    holding = [each for each in told if each.id not in steered.overruled]
    facts = consolidate(claims, holding)
    order = random.Random(seed)
    assert consolidate(order.sample(claims, len(claims)), order.sample(holding, len(holding))) == facts
    home = {claim.id: fact for fact in facts for claim in fact.claims}
    assert sum(len(fact.joined) for fact in facts) == len(home) == len(claims)
    for each in holding:
        assert (home[each.one] is home[each.other]) is each.same
    for each in told:
        # What overrules is told of the same pair and later, or holds two apart that this would join.
        for against in (other for other in told if other.id in steered.overruled.get(each.id, ())):
            later = int(against.id) < int(each.id) and {against.one, against.other} == {each.one, each.other}
            assert later or (each.same and not against.same and against in holding)
    assert all([reason for _, reason in fact.joined].count(FIRST) == 1 for fact in facts)
    # Facts that no judgement names are those that there are without any.
    named = {key for each in holding for key in (each.one, each.other)}
    assert {group for group in groups(consolidate(claims)) if not group & named} <= groups(facts)


# Records ------------------------------------------------------------------------------------------------------------


@_few
@given(judged_reports(), some_reports(least=0, most=3, first=100), st.randoms(use_true_random=False))
def test_judging_and_reading_again_commute(
    tmp_path_factory: pytest.TempPathFactory, judged: Judged, later: list[Report], order: random.Random
) -> None:
    reports, judgements = judged
    folder = tmp_path_factory.mktemp("commuting")
    one, other = folder / "one", folder / "other"
    judge_all(write_reports(one, reports), judgements)
    write_reports(one, later, version="2")
    write_reports(one, reports, version="2")
    mixed = order.sample([*reports, *later], len(reports) + len(later))
    for half in (mixed[1::2], mixed[::2]):
        write_reports(other, half, version="2")
    judge_all(other, order.sample(judgements, len(judgements)))
    dragoman.compact(one)
    assert snapshot(other, SHOWN) == snapshot(one, SHOWN)
    with dragoman.open_record(one) as record:
        assert list(map(str, iter_computed_faults(record, Proof()))) == []


@_few
@given(judged_reports())
def test_what_is_undone_leaves_nothing_behind(tmp_path_factory: pytest.TempPathFactory, judged: Judged) -> None:
    reports, judgements = judged
    path = write_reports(tmp_path_factory.mktemp("undoing") / "record", reports)
    views = [view for view in SHOWN if view != "judgements"]
    before = snapshot(path, views)
    judge_all(path, judgements)
    assert snapshot(path, views, judged=False) == before
    after = instant(NOON.replace(day=2))
    undoing = (Judgement("undo", "R. Okafor", after, "as it was", undoes=each.id) for each in judgements)
    judge_all(path, [with_id(each) for each in undoing])
    assert snapshot(path, views) == before


@_few
@given(judged_reports(), st.sampled_from(OUTLETS))
def test_sources_part_a_record(tmp_path_factory: pytest.TempPathFactory, judged: Judged, outlet: str) -> None:
    reports, judgements = judged
    folder = tmp_path_factory.mktemp("parting")
    path = judge_all(write_reports(folder / "record", reports), judgements)
    sides = {
        name: [report for report in reports if (report.outlet == outlet) is inside]
        for name, inside in (("inside", True), ("outside", False))
    }
    found = {table: [] for table in TABLES}
    for name, some in sides.items():
        if some:
            scope = {"sources": sorted({report.outlet for report in some})}
            alone = judge_all(write_reports(folder / name, some), judgements)
            assert snapshot(path, COMPUTED, **scope) == snapshot(alone, COMPUTED)
            for table, ids in ids_of(path, **scope).items():
                found[table] += ids
    assert {table: sorted(ids) for table, ids in found.items()} == ids_of(path)


@_few
@given(judged_reports(), some_reports(least=1, most=3, first=100))
def test_a_document_more_takes_no_assertion_away(
    tmp_path_factory: pytest.TempPathFactory, judged: Judged, later: list[Report]
) -> None:
    reports, judgements = judged
    path = judge_all(write_reports(tmp_path_factory.mktemp("adding") / "record", reports), judgements)
    before, plain = ids_of(path), ids_of(path, judged=False)
    write_reports(path, later)
    for with_judgements, earlier in ((True, before), (False, plain)):
        after = ids_of(path, judged=with_judgements)
        assert all(set(earlier[table]) <= set(after[table]) for table in TABLES)
        assert all(len(ids) == len(set(ids)) for ids in after.values())
    assert sum(map(len, after.values())) == sum(len(report.told) for report in (*reports, *later))
