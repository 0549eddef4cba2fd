"""Claims of the same thing become one fact.

Claims are compared within their block, the closest told first; one that is told less closely (a month for a day, a
state for its minister) joins a fact only where there is no other that it could be of. Two meetings a day apart stay
two. Every claim keeps the reason for which it was joined, and the facts do not hang on the order of the claims.
"""

import datetime as dt
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from dragoman.ontology.contradictions import load_contradictions
from dragoman.reasoning.claims import NEWS, Block, Claim, Days, Parties, closeness, vagueness
from dragoman.reasoning.fact import FIRST, Fact, Joined
from dragoman.reasoning.judged_facts import judge_facts
from dragoman.reasoning.statements import same_words
from dragoman.record.steering import Opinion

# A change with one of these is a step out; every other is one in.
_OUT = frozenset({"suspended", "withdrawing", "withdrawn", "none"})

SAME_DAYS = "of the same days"
CLOSER = "of days that the fact tells more closely, and no other can be meant"
SAME_DOCUMENT = "undated, but its document dates the only one that can be meant"
NEWSPAPER = "undated, but published within two days of the only one that can be meant"
BOTH_UNDATED = "undated as the other, in the same document"
SAME_DAY = "undated as the other, published on the same day"
ONE_CHANGE = "undated, and only one such change is told"
NO_CHANGE = "no change is told between"
UNDATED_STATE = "undated, and only one stretch is told"
SAME_VALUE = "of the same value"


def consolidate(claims: Iterable[Claim], opinions: Sequence[Opinion] = ()) -> list[Fact]:
    """The facts of all claims, in no order that hangs on theirs.

    `opinions` are the judgements that hold on whether two assertions are of the same thing.
    """
    blocks: dict[Block, list[Claim]] = defaultdict(list)
    for claim in claims:
        blocks[claim.block].append(claim)
    told = _Told(_changes(blocks), _turned(blocks))
    facts = [fact for found in blocks.values() for fact in _facts_of(found, told)]
    if opinions:
        facts = judge_facts(facts, opinions, lambda claims: _facts_of(claims, told))
    return sorted(facts, key=lambda fact: (fact.kind, fact.first.id, fact.first.document))


class _Told(NamedTuple):
    """What all claims together tell of members and holders: the days of change, and who went out or in again."""

    changes: Mapping[Block, Collection[dt.date]]
    turned: Collection[Block]


def _facts_of(claims: Iterable[Claim], told: _Told) -> Iterable[Fact]:
    """The facts of claims of one block."""
    found = sorted(claims, key=lambda claim: (claim.id, claim.document))
    kind = found[0].kind
    if kind == "attribute":
        return [_same_value(found)]
    if kind == "statement":
        return same_words(found)
    if found[0].bears == "holds":
        return _stretches(found, told.changes.get(_whose(found[0]), ()))
    return _happenings(found, once=kind != "event" and _whose(found[0]) not in told.turned)


# --- what happens once: events, joining, leaving ---------------------------------------------------------------------


def _happenings(claims: Sequence[Claim], *, once: bool) -> list[Fact]:
    """Facts of what happens at a time; `claims` are of one block. `once`: a change after which nothing is undone."""
    dated = sorted((claim for claim in claims if not claim.days.undated), key=closeness)
    facts: list[Fact] = []
    by_days: dict[Days, list[Fact]] = defaultdict(list)
    firsts: list[tuple[dt.date, int]] = []
    for claim in dated:
        found = _fitting(claim, by_days[claim.days]) or _fitting(claim, _within(claim.days, facts, firsts))
        if len(found) == 1:
            found[0].take(claim, SAME_DAYS if found[0].days == claim.days else CLOSER)
            continue
        fact = Fact(claim.kind, claim.days, claim.parties, claim.place, [Joined(claim, FIRST)])
        insort(firsts, (claim.days.first or dt.date.min, len(facts)))
        facts.append(fact)
        by_days[claim.days].append(fact)
    undated = [claim for claim in claims if claim.days.undated]
    return [*facts, *_undated(undated, facts, firsts, once=once)] if undated else facts


def _within(days: Days, facts: Sequence[Fact], firsts: Sequence[tuple[dt.date, int]]) -> Iterator[Fact]:
    """The facts all of whose days lie in these, in order of day."""
    start = bisect_left(firsts, (days.first or dt.date.min, -1))
    end = bisect_right(firsts, (days.last or dt.date.max, len(facts)))
    return (facts[at] for _, at in firsts[start:end] if days.holds(facts[at].days))


def _fitting(claim: Claim, facts: Iterable[Fact]) -> list[Fact]:
    """At most two facts that a claim can be of: one is the one, two are too many."""
    found: list[Fact] = []
    for fact in facts:
        if _same_parties(claim.parties, fact.parties) and claim.place.fits(fact.place):
            found.append(fact)
            if len(found) > 1:
                break
    return found


def _same_parties(one: Parties, other: Parties) -> bool:
    """Whether each party of both is named alike, or by one of the two more closely."""
    if one == other or not one or not other:
        return True
    mine, theirs = _named(one), _named(other)
    return all(mine[base] <= theirs[base] or theirs[base] <= mine[base] for base in mine.keys() & theirs.keys())


def _named(parties: Parties) -> Mapping[str, set[str]]:
    named: dict[str, set[str]] = defaultdict(set)
    for base, actor in parties:
        named[base].add(actor)
    return named


def _undated(
    claims: Sequence[Claim], facts: Sequence[Fact], firsts: Sequence[tuple[dt.date, int]], *, once: bool
) -> Iterator[Fact]:
    """Facts of undated claims that join no dated one; the dated ones take the others."""
    by_document: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        for document in dict.fromkeys(claim.document for claim in fact.claims):
            by_document[document].append(fact)
    joining: dict[int, list[Joined]] = defaultdict(list)
    left: list[Claim] = []
    for claim in claims:
        here = _fitting(claim, by_document[claim.document])
        near = here or _fitting(claim, _news(claim.published, facts, firsts))
        if len(near) == 1:
            joining[id(near[0])].append(Joined(claim, SAME_DOCUMENT if here else NEWSPAPER))
        elif once and not near and len(facts) == 1 and _can_tell_of(claim, facts[0]):
            joining[id(facts[0])].append(Joined(claim, ONE_CHANGE))
        else:
            left.append(claim)
    for fact in facts:
        wanted = joining.get(id(fact), [])
        if _is_one(wanted):
            for claim, reason in wanted:
                fact.take(claim, reason)
        else:
            # Two ministers cannot both be the one of the fact, and nothing tells which of them is.
            left += [claim for claim, _ in wanted]
    yield from _alone_once(left) if once else _alone(left)


def _can_tell_of(claim: Claim, fact: Fact) -> bool:
    """Whether a report of that day can tell of the change: after it, or of the plan for it within the time before."""
    first, last = fact.days.first or dt.date.min, fact.days.last or dt.date.max
    if claim.modality == "actual":
        return (claim.published.last or dt.date.max) >= first
    if claim.modality != "planned" or claim.published.undated:
        return False
    told = claim.published.first or dt.date.min
    return told <= last and (first - told).days <= load_contradictions().once_within_days


def _is_one(wanted: Sequence[Joined]) -> bool:
    """Whether claims that fit a fact each fit each other as well."""
    told = {(claim.parties, claim.place): claim for claim, _ in wanted}
    return all(
        _same_parties(one.parties, other.parties) and one.place.fits(other.place)
        for one, other in combinations(told.values(), 2)
    )


def _alone(claims: Iterable[Claim]) -> Iterator[Fact]:
    """Facts of undated claims: those of one document, or published on one day, that can be of one thing."""
    here: dict[str, list[Fact]] = defaultdict(list)
    news: dict[dt.date, list[Fact]] = defaultdict(list)
    for claim in sorted(claims, key=lambda each: (-len(each.parties), vagueness(each.place), each.id, each.document)):
        day = claim.published.first if claim.published.width == 0 else None
        same, reason = _fitting(claim, here[claim.document]), BOTH_UNDATED
        if not same and day is not None:
            same, reason = _fitting(claim, news[day]), SAME_DAY
        if len(same) == 1:
            fact = same[0]
            fact.take(claim, reason)
        else:
            fact = Fact(claim.kind, claim.days, claim.parties, claim.place, [Joined(claim, FIRST)])
            if day is not None:
                news[day].append(fact)
            yield fact
        if not any(each is fact for each in here[claim.document]):
            here[claim.document].append(fact)


def _alone_once(claims: Iterable[Claim]) -> Iterator[Fact]:
    """Facts of a change that no report dates: reports within the time in which it happens once tell of one."""
    told = list(claims)
    rules = load_contradictions()
    # What is denied is denied again on another occasion.
    lasting = bool(told) and told[0].modality not in ("denied", "negated")
    near = dt.timedelta(days=rules.once_within_days if lasting else rules.counted_within_days)
    facts: list[Fact] = []
    unpublished: list[Claim] = []
    for claim in sorted(told, key=lambda each: (each.published.first or dt.date.max, each.id, each.document)):
        first = facts[-1].first.published.first if facts else None
        if claim.published.first is None:
            unpublished.append(claim)
        elif first is not None and claim.published.first - first <= near:
            facts[-1].take(claim, ONE_CHANGE)
        else:
            facts.append(Fact(claim.kind, claim.days, joined=[Joined(claim, FIRST)]))
    if len(facts) == 1 and lasting:
        for claim in unpublished:
            facts[0].take(claim, ONE_CHANGE)
    else:
        yield from _alone(unpublished)
    yield from facts


def _news(published: Days, facts: Sequence[Fact], firsts: Sequence[tuple[dt.date, int]]) -> Iterator[Fact]:
    """The facts of single days that a report of these days tells as news."""
    if published.first is None or published.last is None or published.first != published.last:
        return iter(())
    return _within(Days(published.first - NEWS, published.last), facts, firsts)


# --- what lasts: members and holders -------------------------------------------------------------------------------


def _whose(claim: Claim) -> Block:
    """Whom a change of the claim's kind concerns."""
    relation = claim.relation if claim.kind == "occupancy" else None
    return claim.kind, claim.subject, relation, claim.object


def _turned(blocks: Mapping[Block, Sequence[Claim]]) -> set[Block]:
    """Those who are told to have come and to have gone, so that one change of theirs may have happened twice."""
    ways: dict[Block, set[bool]] = defaultdict(set)
    for claims in blocks.values():
        claim = claims[0]
        if claim.bears in ("starts", "ends") and claim.modality == "actual":
            out = claim.kind == "membership" and claim.relation in _OUT
            ways[_whose(claim)].add(out == (claim.bears == "starts"))
    return {whose for whose, told in ways.items() if len(told) > 1}


def _changes(blocks: Mapping[Block, Sequence[Claim]]) -> dict[Block, Collection[dt.date]]:
    """The days on which something is told to have begun or ended, for each member or holder."""
    days: dict[Block, set[dt.date]] = defaultdict(set)
    for claims in blocks.values():
        if claims[0].bears in ("starts", "ends") and claims[0].modality == "actual":
            days[_whose(claims[0])].update(claim.days.first for claim in claims if claim.days.first is not None)
    return {whose: sorted(found) for whose, found in days.items()}


def _stretches(claims: Sequence[Claim], changes: Collection[dt.date]) -> Iterator[Fact]:
    """One fact for each stretch of days between which no change is told."""
    ordered = sorted(changes)
    dated = sorted((c for c in claims if not c.days.undated), key=lambda c: (c.days.first or dt.date.min, c.id))
    facts: list[Fact] = []
    for claim in dated:
        before = facts[-1] if facts else None
        if before is not None and not _is_between(ordered, before.days.last, claim.days.first):
            before.take(claim, NO_CHANGE)
            before.days = Days(before.days.first, _later(before.days.last, claim.days.last))
        else:
            facts.append(Fact(claim.kind, claim.days, joined=[Joined(claim, FIRST)]))
    undated = [claim for claim in claims if claim.days.undated]
    if undated and len(facts) != 1:
        facts.append(Fact(undated[0].kind, undated[0].days, joined=[Joined(undated.pop(0), FIRST)]))
    for claim in undated:
        facts[-1].take(claim, UNDATED_STATE)
    yield from facts


def _is_between(days: Sequence[dt.date], first: dt.date | None, last: dt.date | None) -> bool:
    at = bisect_right(days, first or dt.date.min)
    return at < len(days) and days[at] <= (last or dt.date.max)


def _later(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return None if one is None or other is None else max(one, other)


# --- what has a value ------------------------------------------------------------------------------------------------


def _same_value(claims: Sequence[Claim]) -> Fact:
    """Claims of one value: it is the same whenever it is told, from the first day told to the last."""
    ordered = sorted(claims, key=lambda claim: (claim.days.undated, claim.days.first or dt.date.min, claim.id))
    fact = Fact(ordered[0].kind, ordered[0].days, joined=[Joined(ordered[0], FIRST)])
    for claim in ordered[1:]:
        fact.take(claim, SAME_VALUE)
        if not claim.days.undated:
            fact.days = Days(fact.days.first, _later(fact.days.last, claim.days.last))
    return fact
