"""Words of a verb that the tree hangs on others: infinitives on its object, complements on a quantity."""

from collections.abc import Iterator

from dragoman.assertions.event_data import EventData
from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import LONGEST_CLIMB, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token


def complements(sentence: Sentence, verb: Token, data: EventData) -> Iterator[Token]:
    """The clauses and complements of a verb; those that the tree hangs on its object for one of asking.

    "a appelé les habitants à évacuer": the infinitive is the verb's, though the tree gives it to the nameless object.
    """
    yield from sentence.children(verb, "xcomp", "ccomp", "obl", "advcl", "obj")
    if lemma(verb) in data.always_object:
        for child in sentence.children(verb, "obj"):
            if child.chunk is None:
                yield from (below for below in sentence.children(child, "acl") if below.feats.get("VerbForm") == "Inf")


def quantities(sentence: Sentence, noun: Token | None, data: EventData) -> Iterator[Token]:
    """The quantities that a noun stands under, on which the tree may hang what belongs to it.

    "a tiré des dizaines de roquettes sur X"
    """
    over = sentence.governor(noun) if noun is not None else None
    while over is not None and over.chunk is None and lemma(over) in data.quantifiers:
        yield over
        over = sentence.governor(over)


def above(sentence: Sentence, token: Token) -> set[int]:
    """The indexes of a token and of what governs it, up to the root."""
    found = {token.index}
    for _ in range(LONGEST_CLIMB):
        governor = sentence.governor(token)
        if governor is None:
            break
        found.add(governor.index)
        token = governor
    return found


def are_others(noun: Token, found: Filler, data: EventData) -> bool:
    """ "les rivaux de X": states beside X, but "les alliés de l'Otan" are the organisation."""
    others = {lemma(noun), fold(noun.text).rstrip("s")} & data.beside_others
    return bool(others) and any(mention.actor_kind not in ("organisation", "bloc") for mention in found.mentions)
