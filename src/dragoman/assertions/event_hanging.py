"""Words of a verb or noun that the tree hangs on others: infinitives on its object, complements on an adjective."""

from collections.abc import Iterator

from dragoman.assertions.event_data import EventData
from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import LONGEST_CLIMB, case_of, coordinated, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# How far behind a noun stands what it includes, and what ends its own words.
FARTHEST = 11
BREAKS = frozenset({"PUNCT", "VERB", "AUX", "CCONJ", "SCONJ"})


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


def owners(sentence: Sentence, noun: Token, data: EventData) -> Iterator[Token]:
    """The complements of a noun but for those of its adjectives.

    "les efforts constants de X" are X's, wherever the tree hangs the name; "des diplomates proches de X" are not. But
    "les pays membres de X" are X.
    """
    union = lemma(noun) in data.unions
    for child in sentence.children(noun, "nmod", "obl"):
        first = min([child.index, *(below.index for below in sentence.children(child, "case", "det"))])
        before = sentence.tokens[first - 1]
        apart = before.index > noun.index and before.pos == "ADJ" and lemma(before) in data.governing_de
        if not apart or (union and lemma(before) in data.unions):
            yield child
    for adjective in sentence.children(noun, "amod"):
        if adjective.index > noun.index and adjective.pos == "ADJ" and lemma(adjective) not in data.governing_de:
            yield from (c for c in sentence.children(adjective, "obl") if case_of(sentence, c) == "de")


def included(sentence: Sentence, noun: Token, data: EventData) -> Filler | None:
    """ "toutes les parties, y compris X et Y": those whom a noun is said to include, wherever the tree hangs them."""
    behind = sentence.tokens[noun.index + 1 : noun.index + FARTHEST]
    comma = next((n for n, token in enumerate(behind) if token.chunk is not None or token.pos in BREAKS), len(behind))
    if len(behind) < comma + 4 or behind[comma].text != ",":
        return None
    if fold(f"{behind[comma + 1].text} {behind[comma + 2].text}") not in data.including:
        return None
    for token in behind[comma + 3 :]:
        if token.chunk is not None:
            names = [t for t in (token, *coordinated(sentence, token)) if t.chunk is not None]
            mentions = tuple(m for t in names if t.chunk is not None for m in t.chunk.mentions)
            return Filler(mentions, "parse", f"named among {noun.text!r}")
        if token.pos != "DET":
            return None
    return None


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
