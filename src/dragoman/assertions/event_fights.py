"""The two sides of a fight, and those whom an attack hits where the verb of its clause tells them."""

from collections.abc import Collection, Sequence

from dragoman.assertions.event_data import EventData
from dragoman.assertions.event_roles import EventRoles, Party
from dragoman.assertions.frames import EventNoun, EventVerb, Frames
from dragoman.assertions.grammar import is_passive, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# Prepositions of the other side of a fight.
FACING = ("avec", "contre", "face à")
# Types of the deeds of those who fight.
FOUGHT = frozenset({"ASSAULT", "RETREAT"})
RELATIVE = frozenset({"que", "qu"})
# How far above a fight its verb stands ("à l'issue de combats").
HIGHEST = 3


def both_sides(
    sentence: Sentence, roles: EventRoles, frames: Frames, frame: EventNoun, noun: Token, actors: Sequence[Party]
) -> list[Party]:
    """The parties of a fight with those who fight in the clause around it; none where only one side of several is told.

    "X s'est emparé de la ville après des combats contre Y et Z"
    """
    facing = {party.key for where in FACING for filler in roles.oblique(noun, where) for party in roles.parties(filler)}
    if not facing or any(party.key not in facing for party in actors):
        return list(actors)
    own = [party for party in _fighters(sentence, roles, frames, frame, noun) if party.key not in facing]
    return [*own, *actors] if own or len(facing) == 1 else []


def _fighters(sentence: Sentence, roles: EventRoles, frames: Frames, frame: EventNoun, noun: Token) -> list[Party]:
    verb = sentence.governor(noun)
    for _ in range(HIGHEST):
        if verb is None or verb.pos == "VERB":
            break
        verb = sentence.governor(verb)
    if verb is None or verb.pos != "VERB" or noun.dep.startswith(("nsubj", "obj")):
        return []
    told = [*frames.verbs.get(lemma(verb), ()), *frames.reflexive.get(lemma(verb), ())]
    for deed in told:
        if deed.type in FOUGHT:
            fighters = roles.parties(roles.actor_of_verb(verb, "subject"), frame.actor_kinds)
            return fighters or _holders(sentence, roles, frame, verb)
    return []


def _holders(sentence: Sentence, roles: EventRoles, frame: EventNoun, verb: Token) -> list[Party]:
    """ "est tombée aux mains de X": whose the complement of the verb is."""
    for child in sentence.children(verb, "obl"):
        found = roles.parties(roles.owner(child), frame.actor_kinds) if child.chunk is None else []
        if found:
            return found
    return []


def opposed(sentence: Sentence, roles: EventRoles, data: EventData, frame: EventNoun, noun: Token) -> list[Party]:
    """ "des combats ont opposé X à Y": the two sides."""
    verb = sentence.governor(noun)
    if verb is None or lemma(verb) not in data.opposing or not noun.dep.startswith("nsubj"):
        return []
    found = roles.parties(roles.object(verb), frame.actor_kinds)
    # The tree may hang the other side on the first.
    for token in (verb, *(c for c in sentence.children(verb, "obj") if c.chunk is None)):
        for filler in roles.oblique(token, "à"):
            found += roles.parties(filler, frame.actor_kinds)
    return found


def sufferers(
    sentence: Sentence,
    roles: EventRoles,
    data: EventData,
    frame: EventNoun,
    noun: Token,
    above: tuple[Token, Token | None],
) -> list[Party]:
    """ "X repousse une attaque de Y": who is attacked is the subject.

    `above`: the noun or the quantity that it stands under, and the verb of that.
    """
    token, governor = above
    if governor is not None and noun.dep.startswith("nsubj") and lemma(governor) in data.harming:
        # "un attentat a tué douze soldats de X"
        active = not is_passive(sentence, governor)
        return roles.parties(roles.object(governor, wide=True), frame.recipient_kinds) if active else []
    if governor is None or not token.dep.startswith("obj") or lemma(governor) not in data.suffering:
        return []
    return roles.parties(roles.actor_of_verb(governor, "subject"), frame.recipient_kinds)


def foes(sentence: Sentence, roles: EventRoles, frames: Frames, frame: EventVerb, verb: Token) -> list[Party]:
    """ "tués dans des affrontements avec X": those against whom the fight was in which somebody fell."""
    for child in sentence.children(verb, "obl"):
        fights = frames.nouns.get(lemma(child), ()) if child.chunk is None else ()
        if any(fight.together and fight.type == "ASSAULT" for fight in fights):
            for where in FACING:
                for filler in roles.oblique(child, where):
                    return roles.parties(filler, frame.actor_kinds)
    return []


def opponents(
    sentence: Sentence,
    roles: EventRoles,
    data: EventData,
    verb: Token,
    noun: Token | None,
    mine: Collection[str | None],
) -> list[Party]:
    """ "X a déclaré que Y avait attaqué ses postes": those of the one who says it, since nobody attacks his own.

    `noun`: what the verb needs; `mine`: the states of those who attack.
    """
    things = [noun] if noun is not None else list(sentence.children(verb, "obj", "obl"))
    if not any(roles.has_possessive(thing) and lemma(thing) in data.targets for thing in things):
        return []
    if not mine:
        # "X a protesté après que des manifestants ont attaqué son ambassade": that of the clause above.
        clause = _clause_above(sentence, verb)
        return roles.parties(roles.actor_of_verb(clause, "subject")) if clause is not None else []
    return [party for party in roles.threatening(verb) if party.mention.country not in mine]


def _clause_above(sentence: Sentence, verb: Token) -> Token | None:
    """The verb above a clause that has a nameless noun for its subject."""
    own = next(sentence.children(verb, "nsubj"), None)
    above = sentence.governor(verb)
    nameless = own is not None and own.chunk is None and own.pos == "NOUN" and not verb.dep.startswith("acl")
    return above if nameless and above is not None and above.pos == "VERB" else None


def people_hit(sentence: Sentence, roles: EventRoles, data: EventData, verb: Token) -> list[Party]:
    """ "a tué deux Palestiniens": the states of the people whom the object of a verb names or counts."""
    words = list(sentence.children(verb, "nsubj" if is_passive(sentence, verb) else "obj"))
    above = sentence.governor(verb)
    bare = verb.dep in ("acl", "amod") and verb.feats.get("VerbForm") == "Part" and not words
    if above is not None and (bare or any(fold(word.text).strip("'") in RELATIVE for word in words)):
        # "les Japonais enlevés par X", "les Japonais que X a enlevés"
        words = [above]
    hit = (word for word in words if word.chunk is not None or word.pos == "NUM" or lemma(word) in data.quantifiers)
    return [party for word in hit for party in roles.parties(roles.people(word))]
