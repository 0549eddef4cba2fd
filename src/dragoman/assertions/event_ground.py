"""Whose ground an attack hits: the foreign state where the place lies that is bombed, shelled or entered."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from dragoman.assertions.event_data import EventData
from dragoman.assertions.event_roles import Party
from dragoman.assertions.grammar import case_of, is_passive, lemma
from dragoman.model.mention import Mention
from dragoman.model.sentence import Sentence, Token
from dragoman.register import load_register

# Prepositions of what an attack is aimed at, and of where a thing stands.
AIMING = frozenset({"sur", "contre", "vers", "en direction de", "a", "en", "dans"})
STANDING = frozenset({"de", "a", "en", "dans"})
# How many nouns may stand between a thing and its place ("une base de la région de Belgorod").
LONGEST_CHAIN = 3


def states_hit(
    sentence: Sentence, data: EventData, trigger: Token, noun: Token | None, mine: Collection[str | None]
) -> list[Party]:
    """ "X a bombardé deux localités du Kivu": the state of the place that a deed of force hits.

    `mine`: the states of those who do it. None where one of these is unknown, or the place lies at home: what an army
    hits in its own country is not its state's.
    """
    if not mine or None in mine:
        return []
    for thing in _things(sentence, trigger, noun):
        place = _place_of(sentence, data, thing)
        if place is not None:
            state = load_register().actors.get(place.country or "")
            if state is None or place.country in mine:
                return []
            reason = f"state where {place.text!r} lies, which is hit"
            found = replace(place, actor=state.id, actor_kind="state", kind="metonym", reason=reason)
            return [Party(found, "grammar", reason)]
    return []


def _things(sentence: Sentence, trigger: Token, noun: Token | None) -> Iterator[Token]:
    """What a deed may hit: the object of its verb, the subject of a passive, what is behind prepositions."""
    if trigger.pos in ("VERB", "AUX"):
        yield from sentence.children(trigger, "nsubj" if is_passive(sentence, trigger) else "obj")
    for token in (trigger, *([noun] if noun is not None else [])):
        for child in sentence.children(token, "obl", "nmod", "xcomp"):
            if case_of(sentence, child) in AIMING:
                yield child


def _place_of(sentence: Sentence, data: EventData, thing: Token, depth: int = 0) -> Mention | None:
    """The place that a thing is, or where it stands ("le port de X", "neuf sites situés en Y")."""
    if thing.chunk is not None:
        kinds = {mention.actor_kind for mention in thing.chunk.mentions}
        one = len({mention.country for mention in thing.chunk.mentions}) == 1
        return thing.chunk.head if one and kinds <= ({"place", "state"} if depth else {"place"}) else None
    if depth > LONGEST_CHAIN:
        return None
    known = lemma(thing) in data.targets or lemma(thing) in data.localities or lemma(thing) in data.quantifiers
    if not known:
        return None
    for child in sentence.children(thing, "nmod", "obl", "appos", "acl", "amod"):
        at = case_of(sentence, child)
        if child.dep in ("acl", "amod") and child.pos == "VERB":
            for below in sentence.children(child, "obl"):
                if case_of(sentence, below) in STANDING - {"de"}:
                    found = _place_of(sentence, data, below, depth + 1)
                    if found is not None:
                        return found
        elif at in STANDING or (not at and child.chunk is not None and child.index > thing.index):
            found = _place_of(sentence, data, child, depth + 1)
            if found is not None:
                return found
    return None
