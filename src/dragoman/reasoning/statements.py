"""Statements of one speaker become one fact where their words are the same, in whole or in part."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from dragoman.reasoning.claims import NEWS, Claim
from dragoman.reasoning.fact import FIRST, Fact, Joined
from dragoman.reasoning.words import SHARED_NEAR, SHARED_WORDS, Words, iter_beginnings

SAME_WORDS = "of the same words"
PART_OF_WORDS = "its words are part of the other's"
QUOTED_IN_PART = "of the same words, quoted in part or reported"


def same_words(claims: Sequence[Claim]) -> Iterator[Fact]:
    """One speaker's statements: the same words, or a part of them that is long enough to be told by."""
    words = {id(claim): Words.of(claim.value or "") for claim in claims}
    ordered = sorted(claims, key=lambda claim: (-len(words[id(claim)].plain), claim.id, claim.document))
    # Runs of facts, and what they quote; few words are only looked for among those of the same days.
    runs: dict[str, list[Fact]] = defaultdict(list)
    few: dict[tuple[str, dt.date], list[Fact]] = defaultdict(list)
    quoted: dict[str, list[Fact]] = defaultdict(list)
    short = any(length < SHARED_WORDS for told in words.values() for _, length in iter_beginnings(told.parts))
    facts: list[Fact] = []
    for claim in ordered:
        told, days = words[id(claim)], _news_of(claim) if short else []
        near: dict[int, Fact] = {}
        for run, length in iter_beginnings(told.parts):
            found = runs.get(run, ()) if length == SHARED_WORDS else [f for d in days for f in few.get((run, d), ())]
            near |= {id(fact): fact for fact in found}
        for length in (SHARED_WORDS, SHARED_NEAR) if quoted else ():
            near |= {id(fact): fact for run in told.iter_runs(length) for fact in quoted.get(run, ())}
        same = [fact for fact in near.values() if _same_statement(claim, fact, told, words[id(fact.first)])]
        if len(same) == 1 and (claim.subject is not None or claim.document == same[0].first.document):
            same[0].take(claim, _reason(told, words[id(same[0].first)]))
            continue
        fact = Fact(claim.kind, claim.days, joined=[Joined(claim, FIRST)])
        facts.append(fact)
        for run in set(told.iter_runs(SHARED_WORDS)):
            runs[run].append(fact)
        for run in set(told.iter_runs(SHARED_NEAR)) if days else ():
            few[run, _told(claim)[0]].append(fact)
        for run, _ in iter_beginnings(told.quoted):
            quoted[run].append(fact)
    return iter(facts)


def _news_of(claim: Claim) -> list[dt.date]:
    """The first days of what is news when a statement is told; none where that is open."""
    first = _told(claim)[0]
    if first == dt.date.min:
        return []
    return [first + dt.timedelta(days=days) for days in range(-NEWS.days, NEWS.days + 1)]


def _same_statement(claim: Claim, fact: Fact, told: Words, other: Words) -> bool:
    """Whether enough words are shared; fewer are enough for reports of the same days."""
    shared = told.shared_with(other)
    if shared >= SHARED_WORDS:
        return _same_time(claim, fact)
    return shared >= SHARED_NEAR and _same_news(claim, fact.first)


def _same_news(one: Claim, other: Claim) -> bool:
    """Whether two statements were made, or published, within the days in which something is news."""
    early, late = sorted(_told(claim) for claim in (one, other))
    return dt.date.min < early[0] and (late[0] - early[0]) <= NEWS and (late[1] - early[1]) <= NEWS


def _told(claim: Claim) -> tuple[dt.date, dt.date]:
    """The days of a statement or, undated, of its publication; the first and the last day there are where open."""
    days = claim.published if claim.days.undated else claim.days
    return days.first or dt.date.min, days.last or dt.date.max


def _reason(told: Words, other: Words) -> str:
    if told.plain == other.plain:
        return SAME_WORDS
    return PART_OF_WORDS if f" {told.plain} " in f" {other.plain} " else QUOTED_IN_PART


def _same_time(claim: Claim, fact: Fact) -> bool:
    return claim.days.undated or fact.days.undated or claim.days.meets(fact.days)
