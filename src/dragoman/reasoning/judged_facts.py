"""Facts as people have judged them: parted where two assertions are not of the same thing, joined where they are.

Of what would be one fact, those assertions stay together that are held apart from the same others: two that are held
apart from each other leave it, and the rest stays. Facts with assertions that are of the same thing are joined whole;
where that would bring together what is apart, those leave in the same way. Only sets are compared, so that nothing
hangs on the order of claims or judgements, and only facts that a judgement names are looked at twice.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from dragoman.reasoning.claims import Claim, Days, closeness, plain_words
from dragoman.reasoning.fact import FIRST, Fact
from dragoman.record.steering import Opinion, steer

BROUGHT = "first told of what is judged to be of the same thing"

# The facts of some claims of one fact, as they are without the others.
Again = Callable[[Sequence[Claim]], Iterable[Fact]]
# Facts that are one for what judgements tell.
_Body = list[Fact]


def judge_facts(facts: Iterable[Fact], opinions: Sequence[Opinion], again: Again) -> list[Fact]:
    """The facts, in no order, after the judgements that hold; those that are judged may be changed in place."""
    named = frozenset(key for each in opinions for key in (each.one, each.other))
    apart, together = ([each for each in opinions if each.same is same] for same in (False, True))
    untouched: list[Fact] = []
    judged: list[Fact] = []
    for fact in facts:
        (untouched if named.isdisjoint(claim.id for claim in fact.claims) else judged).append(fact)
    judged = list(_parted([[fact] for fact in judged], apart, {}, again))
    circles = {key: min(group) for group in steer((), together).groups for key in group}
    judged = list(_parted(_link(judged, together), apart, circles, again))
    joining: dict[str, set[str]] = defaultdict(set)
    for each in together:
        joining[each.one].add(each.id)
    return [*untouched, *(_join(body, joining) for body in _link(judged, together))]


def _link(facts: Sequence[Fact], together: Sequence[Opinion]) -> list[_Body]:
    """The facts that judgements make one, by chains of them too."""
    linking = {key for each in together for key in (each.one, each.other)}
    home: dict[str, Fact] = {}
    links = list(together)
    bodies: list[_Body] = []
    for fact in facts:
        held = sorted({claim.id for claim in fact.claims} & linking)
        home.update(dict.fromkeys(held, fact))
        links += [Opinion("", True, held[0], key) for key in held[1:]]
        if not held:
            bodies.append([fact])
    for group in steer((), links).groups:
        body = {id(home[key]): home[key] for key in group if key in home}
        if body:
            bodies.append(list(body.values()))
    return bodies


def _parted(
    bodies: Sequence[_Body], apart: Sequence[Opinion], circles: Mapping[str, str], again: Again
) -> Iterator[Fact]:
    """The facts of each body, without any two claims that are held apart in it.

    `circles` names, for each claim that is judged to be of the same thing as others, one of them all.
    """
    place = {claim.id: number for number, body in enumerate(bodies) for fact in body for claim in fact.claims}
    inside: dict[int, list[Opinion]] = defaultdict(list)
    for opinion in apart:
        if opinion.one in place and place[opinion.one] == place.get(opinion.other):
            inside[place[opinion.one]].append(opinion)
    for number, body in enumerate(bodies):
        others: dict[str, set[str]] = defaultdict(set)
        for opinion in inside[number]:
            one, other = (circles.get(key, key) for key in (opinion.one, opinion.other))
            others[one].add(other)
            others[other].add(one)
        ids = {opinion.id for opinion in inside[number]}
        for fact in body:
            pieces: dict[frozenset[str], list[Claim]] = defaultdict(list)
            for claim in fact.claims:
                pieces[frozenset(others.get(circles.get(claim.id, claim.id), ()))].append(claim)
            left = [fact] if len(pieces) == 1 else [each for told in pieces.values() for each in again(told)]
            for each in left:
                each.judgements = fact.judgements | ids
                yield each


def _join(body: _Body, joining: Mapping[str, Collection[str]]) -> Fact:
    """The facts of a body as one, which the one that is told most closely stands for.

    `joining` are the judgements by which a claim is joined to another.
    """
    joined, *others = sorted(body, key=_leading)
    for fact in others:
        joined.judgements |= fact.judgements
        for claim, reason in fact.joined:
            joined.take(claim, BROUGHT if reason == FIRST else reason)
    joined.judgements |= {each for claim in joined.claims for each in joining.get(claim.id, ())}
    if others and (joined.first.bears == "holds" or joined.kind == "attribute"):
        joined.days = _whole([claim.days for claim in joined.claims if not claim.days.undated])
    return joined


def _leading(fact: Fact) -> tuple[object, ...]:
    """The longest words first; of all else, what is told most closely."""
    if fact.kind == "statement":
        return -len(plain_words(fact.first.value or "")), fact.first.id, fact.first.document
    return min((claim.days.undated, *closeness(claim)) for claim in fact.claims)


def _whole(days: Sequence[Days]) -> Days:
    """From the first day told to the last; an end that one of them leaves open is open."""
    firsts = [each.first for each in days if each.first is not None]
    lasts = [each.last for each in days if each.last is not None]
    first = min(firsts) if firsts and len(firsts) == len(days) else None
    return Days(first, max(lasts) if lasts and len(lasts) == len(days) else None)
