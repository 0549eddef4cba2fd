"""Facts that cannot both hold, by type. No side is retired; each contradiction says in a line what stands against what.

Facts are held against each other for days that both can be of: change over time is no contradiction. A fact without
days can be of any day, unless the register knows of another time that it may be of.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from dragoman.errors import DateError
from dragoman.model.dates import Date
from dragoman.ontology.contradictions import ContradictionRules
from dragoman.ontology.loading import ACTING, load_ontology
from dragoman.reasoning.claims import FULL, Claim, Days, plain_status, plain_words
from dragoman.reasoning.fact import Fact
from dragoman.register import Register, Stretch, Tenure
from dragoman.register.comparison import compare_membership, compare_occupancy, is_by_title, may_be_one

Type = Literal[
    "position", "holder", "membership", "date", "number", "participation", "attribution", "modality", "founding"
]
DENYING = frozenset({"denied", "negated"})
LEFT = frozenset({"withdrawn", "none"})
_MONTH = dt.timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two facts that cannot both hold; `other` is None where the register is one side, and `register` has its word.

    `people` are those whom that word has by their ids.
    """

    type: Type
    fact: Fact
    other: Fact | None
    register: str | None = None
    source: str | None = None
    people: tuple[str, ...] = ()


def find_contradictions(
    facts: Sequence[Fact], rules: ContradictionRules, register: Register
) -> Iterator[Contradiction]:
    """Every contradiction between two facts of the record, and between one and the register."""
    by_kind: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_kind[fact.kind].append(fact)
    yield from _positions(by_kind["occupancy"], rules, register)
    yield from _holders(by_kind["occupancy"])
    yield from _statuses(by_kind["membership"], rules)
    yield from _after_leaving(by_kind["membership"], rules)
    for kind in ("membership", "occupancy"):
        yield from _told_otherwise(by_kind[kind], rules)
        yield from _once(by_kind[kind], rules, register)
    yield from _attributes(by_kind["attribute"], rules)
    yield from _attributions(by_kind["statement"], rules)
    yield from _events(by_kind["event"], rules)
    yield from _against_register(facts, rules, register)


def days_of(fact: Fact) -> Days:
    """The days of a fact; of one that is told to hold, or said, without a day those of its publication."""
    if not fact.days.undated or not (fact.first.bears == "holds" or fact.kind in ("attribute", "statement")):
        return fact.days
    published = [claim.published for claim in fact.claims]
    firsts, lasts = [days.first for days in published], [days.last for days in published]
    if any(day is None for day in (*firsts, *lasts)):
        return fact.days
    return Days(min(day for day in firsts if day), max(day for day in lasts if day))


def _meet(one: Fact, other: Fact) -> bool:
    return days_of(one).meets(days_of(other))


def _both_dated(one: Fact, other: Fact) -> bool:
    return not days_of(one).undated and not days_of(other).undated


def _pairs(facts: Iterable[Fact], key: Callable[[Claim], object]) -> Iterator[tuple[Fact, Fact]]:
    groups: dict[object, list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[key(fact.first)].append(fact)
    for group in groups.values():
        yield from combinations(group, 2)


# --- offices -------------------------------------------------------------------------------------------------------


def _positions(facts: Iterable[Fact], rules: ContradictionRules, register: Register) -> Iterator[Contradiction]:
    """One person in two offices that exclude each other."""
    held = (fact for fact in facts if fact.first.bears == "holds" and fact.first.modality == "actual")
    for one, other in _pairs(held, lambda claim: claim.subject):
        first, second = one.first, other.first
        offices = frozenset({first.relation.removeprefix(ACTING), second.relation.removeprefix(ACTING)})
        if first.object == second.object:
            excluding = len(offices) == 2 and offices in rules.excluding_positions
        else:
            excluding = offices <= set(rules.one_owner)
        known = first.object is not None and second.object is not None
        if excluding and known and _meet(one, other) and not _may_be_of_another_time(one, other, register):
            yield Contradiction("position", one, other)


def _may_be_of_another_time(one: Fact, other: Fact, register: Register) -> bool:
    """Whether the register has the person in both offices, each of which may be told by its title."""
    held = {(tenure.position, tenure.of) for tenure in register.tenures_of(one.first.subject or "")}
    return all((fact.first.relation.removeprefix(ACTING), fact.first.object) in held for fact in (one, other))


def _holders(facts: Iterable[Fact]) -> Iterator[Contradiction]:
    """Two people in one office that only one can hold, or who take it up on one day."""
    positions = load_ontology().positions
    held = (
        fact
        for fact in facts
        if fact.first.bears in ("holds", "starts") and fact.first.modality == "actual" and fact.first.object is not None
        if fact.first.relation in positions and positions[fact.first.relation].exclusive
    )
    for one, other in _pairs(held, lambda claim: (claim.relation, claim.object, claim.bears)):
        two = not may_be_one(one.first.subject or "", other.first.subject or "")
        if two and _both_dated(one, other) and _meet(one, other):
            yield Contradiction("holder", one, other)


# --- members -------------------------------------------------------------------------------------------------------


def _statuses(facts: Iterable[Fact], rules: ContradictionRules) -> Iterator[Contradiction]:
    """One member with two statuses that exclude each other, on days that both are told of."""
    held = (fact for fact in facts if fact.first.bears == "holds" and fact.first.modality == "actual")
    for one, other in _pairs(held, lambda claim: (claim.subject, claim.object)):
        statuses = frozenset({plain_status(one.first.relation), plain_status(other.first.relation)})
        if statuses in rules.excluding_statuses and _both_dated(one, other) and _meet(one, other):
            yield Contradiction("membership", one, other)


def _after_leaving(facts: Sequence[Fact], rules: ContradictionRules) -> Iterator[Contradiction]:
    """One who is told to have left, and soon after to be a member, with no return told between."""
    told = [fact for fact in facts if fact.first.modality == "actual" and not days_of(fact).undated]
    returns: dict[object, list[dt.date]] = defaultdict(list)
    for fact in told:
        begins = fact.first.bears == "starts" and plain_status(fact.first.relation) not in LEFT
        if begins and fact.days.first is not None:
            returns[fact.first.subject, fact.first.object].append(fact.days.first)
    for one, other in _pairs(told, lambda claim: (claim.subject, claim.object)):
        for gone, back in ((one, other), (other, one)):
            if not (_has_left(gone) and back.first.bears == "holds" and plain_status(back.first.relation) == FULL):
                continue
            left, held = days_of(gone).last, days_of(back).first
            if left is None or held is None or not 0 < (held - left).days <= rules.once_within_days:
                continue
            if not any(left <= day <= held for day in returns[one.first.subject, one.first.object]):
                yield Contradiction("membership", gone, back)


def _has_left(fact: Fact) -> bool:
    if fact.first.bears == "ends":
        return plain_status(fact.first.relation) == FULL
    return fact.first.relation in LEFT


def _told_otherwise(facts: Iterable[Fact], rules: ContradictionRules) -> Iterator[Contradiction]:
    """The same told as it is and denied."""
    for one, other in _pairs(facts, lambda claim: (*claim.block[:4], claim.bears)):
        told = frozenset({one.first.modality, other.first.modality})
        if told in rules.excluding_modalities and _meet(one, other):
            yield Contradiction("modality", one, other)


def _once(facts: Sequence[Fact], rules: ContradictionRules, register: Register) -> Iterator[Contradiction]:
    """One change told of two times, with no end or new beginning told between them."""
    changes = [fact for fact in facts if fact.first.bears in ("starts", "ends") and fact.first.modality == "actual"]
    changes = [fact for fact in changes if fact.first.relation not in rules.steps and not _is_by_title(fact, register)]
    turns: dict[object, list[tuple[dt.date, str]]] = defaultdict(list)
    for fact in changes:
        if fact.days.first is not None:
            turns[fact.first.subject, fact.first.object].append((fact.days.first, str(fact.first.bears)))
    for one, other in _pairs(changes, lambda claim: claim.block):
        early, late = sorted((one.days, other.days), key=lambda days: days.first or dt.date.min)
        if early.last is None or late.first is None or early.meets(late):
            continue
        near = (late.first - early.last).days <= rules.once_within_days
        opposite = "ends" if one.first.bears == "starts" else "starts"
        whose = turns[one.first.subject, one.first.object]
        if near and not any(early.last <= day <= late.first and bears == opposite for day, bears in whose):
            yield Contradiction("date", one, other)


def _is_by_title(fact: Fact, register: Register) -> bool:
    """Whether the change of an office can be one that was announced on that day."""
    claim, on = fact.first, _date(fact)
    if claim.kind != "occupancy" or claim.subject is None or claim.object is None or on is None:
        return False
    return is_by_title(register, claim.subject, claim.relation, claim.object, bears=claim.bears or "holds", on=on)


# --- attributes and words ------------------------------------------------------------------------------------------


def _attributes(facts: Iterable[Fact], rules: ContradictionRules) -> Iterator[Contradiction]:
    """Two values of what has one; facts of one value are one."""
    for one, other in _pairs(facts, lambda claim: (claim.subject, claim.relation)):
        first, second = one.first, other.first
        if first.relation == "founded":
            if _differ(first.value, second.value):
                yield Contradiction("founding", one, other)
        elif first.relation == "member_count" and _both_dated(one, other) and _soon(one, other, rules):
            yield Contradiction("number", one, other)


def _soon(one: Fact, other: Fact, rules: ContradictionRules) -> bool:
    return _days_apart(one, other) <= rules.counted_within_days


def _differ(one: str | None, other: str | None) -> bool:
    """Whether two dates share no day; what is no date differs from nothing."""
    try:
        return Date.parse(one or "").intersect(Date.parse(other or "")) is None
    except DateError:
        return False


def _attributions(facts: Iterable[Fact], rules: ContradictionRules) -> Iterator[Contradiction]:
    """The same quoted words out of two mouths."""
    quoted: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        words = plain_words(fact.first.value or "")
        if fact.first.direct and fact.first.subject is not None and len(words.split()) >= rules.attributed_words:
            quoted[words].append(fact)
    for group in quoted.values():
        for one, other in combinations(group, 2):
            told = one.first.modality == other.first.modality == "actual"
            # A report that has the words of both lets them speak together.
            together = {claim.document for claim in one.claims} & {claim.document for claim in other.claims}
            near = _days_apart(one, other) <= rules.attributed_within_days
            if one.first.subject != other.first.subject and told and near and not together:
                yield Contradiction("attribution", one, other)


def _days_apart(one: Fact, other: Fact) -> int:
    """Days between two facts; none where they share one or nothing is known of either."""
    first, second = days_of(one), days_of(other)
    if first.meets(second):
        return 0
    early, late = (first, second) if (first.last or dt.date.max) < (second.first or dt.date.min) else (second, first)
    return ((late.first or dt.date.min) - (early.last or dt.date.min)).days


# --- events --------------------------------------------------------------------------------------------------------


class _Told:
    """Dated facts of one type and party, to be asked for those that may be of some days."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        dated = [fact for fact in facts if not fact.days.undated]
        self._wide = [fact for fact in dated if fact.days.width > _MONTH.days]
        narrow = [fact for fact in dated if fact.days.width <= _MONTH.days]
        self._narrow = sorted(narrow, key=lambda fact: (fact.days.first or dt.date.min, fact.first.id))
        self._firsts = [fact.days.first or dt.date.min for fact in self._narrow]

    def __len__(self) -> int:
        return len(self._narrow) + len(self._wide)

    def meeting(self, days: Days) -> Iterator[Fact]:
        """Those that share a day with these."""
        since = bisect_left(self._firsts, days.first - _MONTH) if days.first is not None else 0
        until = bisect_right(self._firsts, days.last) if days.last is not None else len(self._firsts)
        yield from (fact for fact in (*self._narrow[since:until], *self._wide) if fact.days.meets(days))


def _events(facts: Sequence[Fact], rules: ContradictionRules) -> Iterator[Contradiction]:
    """What is told to have happened, or to be planned, and told not to have."""
    denied = [fact for fact in facts if fact.first.modality in DENYING and not fact.days.undated]
    wanted = {(fact.first.relation, base) for fact in denied for base in _bases(fact)}
    lists: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.first.modality not in DENYING:
            for base in _bases(fact):
                if (fact.first.relation, base) in wanted:
                    lists[fact.first.relation, base].append(fact)
    told = {key: _Told(found) for key, found in lists.items()}
    for fact in denied:
        keys = [(fact.first.relation, base) for base in _bases(fact)]
        if not all(key in told for key in keys):
            continue
        for other in min((told[key] for key in keys), key=len).meeting(fact.days):
            if _same_event(other, fact, rules):
                absent = fact.first.relation == "CONSULT" and fact.first.modality == "negated"
                yield Contradiction("participation" if absent else "modality", other, fact)


def _same_event(told: Fact, denied: Fact, rules: ContradictionRules) -> bool:
    if frozenset({told.first.modality, denied.first.modality}) not in rules.excluding_modalities:
        return False
    bases, parties = _bases(denied), _bases(told)
    # Who stayed away is told alone; all else is denied of the same parties.
    same = bases <= parties if denied.first.relation == "CONSULT" else told.first.block[3:] == denied.first.block[3:]
    named = {actor for _, actor in denied.parties} <= {actor for _, actor in told.parties} | bases
    return same and named and told.place.fits(denied.place)


def _bases(fact: Fact) -> frozenset[str]:
    return frozenset(base for side in fact.first.block[3:] if side for base in side.split("|"))


# --- the register --------------------------------------------------------------------------------------------------


def _against_register(facts: Iterable[Fact], rules: ContradictionRules, register: Register) -> Iterator[Contradiction]:
    """What the register has otherwise."""
    for fact in facts:
        if fact.kind == "membership":
            yield from _against_stretches(fact, rules, register)
        elif fact.kind == "occupancy":
            yield from _against_tenures(fact, register)
        elif fact.kind == "attribute" and fact.first.relation == "founded":
            known = register.organisations.get(fact.first.subject or "")
            if known is not None and known.founded is not None and _differ(fact.first.value, known.founded):
                yield Contradiction("founding", fact, None, f"founded {known.founded}", known.source)


def _against_stretches(fact: Fact, rules: ContradictionRules, register: Register) -> Iterator[Contradiction]:
    claim, status = fact.first, plain_status(fact.first.relation)
    told = {"status": claim.relation, "bears": claim.bears or "holds", "modality": claim.modality}
    compared = compare_membership(register, claim.subject, claim.object, on=_date(fact), **told)
    if compared.agrees is not False:
        return
    found = [each for each in compared.found if isinstance(each, Stretch)]
    # A change is told of another day than the register's, whatever else it has for that day.
    own = register.status(claim.subject or "", claim.object or "") if claim.bears == "starts" else found
    same = [each for each in own if plain_status(each.status) == status]
    others = [each for each in found if frozenset({plain_status(each.status), status}) in rules.excluding_statuses]
    if claim.modality in DENYING:
        yield _by_register("modality", fact, same)
    elif same:
        yield _by_register("date", fact, same)
    elif others:
        yield _by_register("membership", fact, others)


def _against_tenures(fact: Fact, register: Register) -> Iterator[Contradiction]:
    claim = fact.first
    told = {"bears": claim.bears or "holds", "modality": claim.modality}
    compared = compare_occupancy(register, claim.subject, claim.relation, claim.object, on=_date(fact), **told)
    if compared.agrees is False and compared.found:
        found = [each for each in compared.found if isinstance(each, Tenure)]
        own = found if claim.bears == "holds" else register.tenures_of(claim.subject or "")
        office = (claim.relation.removeprefix(ACTING), claim.object)
        same = [each for each in own if each.person == claim.subject]
        same = [each for each in same if (each.position.removeprefix(ACTING), each.of) == office]
        kind: Type = "modality" if claim.modality in DENYING else "date" if same else "holder"
        yield _by_register(kind, fact, same or found)


def _by_register(kind: Type, fact: Fact, found: Sequence[Stretch | Tenure]) -> Contradiction:
    words = "; ".join(
        f"{each.status if isinstance(each, Stretch) else each.person} {each.during.edtf}" for each in found
    )
    people = tuple(dict.fromkeys(each.person for each in found if isinstance(each, Tenure)))
    return Contradiction(kind, fact, None, words, found[0].source if found else None, people)


def _date(fact: Fact) -> Date | None:
    days = days_of(fact)
    return None if days.undated else Date("", days.first, days.last)
