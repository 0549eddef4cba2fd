"""Whose a deed is that somebody answers or helps: "a sanctionné X pour son invasion", "soutient X dans sa guerre"."""

from dragoman.assertions.event_data import EventData
from dragoman.assertions.fillers import Filler
from dragoman.assertions.frames import ACTOR_KINDS
from dragoman.assertions.grammar import LONGEST_CLIMB, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token


def is_answered(sentence: Sentence, article: Token, data: EventData) -> bool:
    """Whether the noun with this possessive is what the clause answers or helps, so that its subject did not do it."""
    before = sentence.tokens[max(0, article.index - 2) : article.index]
    if len(before) < 2:
        return False
    if lemma(before[0]) in data.answers and fold(before[1].text) == "a":
        return True
    case = fold(before[1].text)
    if case not in ("pour", "dans"):
        return False
    above: Token | None = article
    for _ in range(LONGEST_CLIMB):
        above = sentence.governor(above) if above is not None else None
        if above is None:
            return False
        if case == "dans" and lemma(above) in data.siding:
            # "réitère son soutien à X dans sa guerre contre Y"
            return True
        if above.pos == "VERB":
            return case == "pour" and lemma(above) in data.repaying
    return False


def answered_party(sentence: Sentence, article: Token) -> Filler | None:
    """The party named last between the verb and the possessive, if they agree in number."""
    for token in reversed(sentence.tokens[: article.index]):
        if token.pos in ("VERB", "AUX"):
            return None
        if token.chunk is not None and token.chunk.head.actor_kind in ACTOR_KINDS:
            several = len(token.chunk.mentions) > 1
            if several != fold(article.text).startswith("leur"):
                return None
            return Filler(token.chunk.mentions, "reference", f"possessive {article.text!r}: whose deed is answered")
    return None
