"""Whose a deed with a possessive is where it is not the subject's: deeds answered or helped, deeds of a person.

"a sanctionné X pour son invasion", "soutient X dans sa guerre", "a reçu de X une lettre annonçant sa démission".
"""

from dragoman.assertions.event_data import EventData
from dragoman.assertions.fillers import Filler
from dragoman.assertions.frames import ACTOR_KINDS
from dragoman.assertions.grammar import LONGEST_CLIMB, case_of, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# Prepositions of what somebody is answered for or helped in, and of what he is accompanied on.
DOING = frozenset({"pour", "dans"})
ACCOMPANIED = frozenset({"de", "pendant", "durant", "dans", "a", "pour", "au"})


def is_answered(sentence: Sentence, article: Token, data: EventData) -> bool:
    """Whether the noun with this possessive is what the clause answers or helps, so that its subject did not do it."""
    before = sentence.tokens[max(0, article.index - 2) : article.index]
    if len(before) < 2:
        return False
    if lemma(before[0]) in data.answers and fold(before[1].text) == "a":
        return True
    case = fold(before[1].text)
    if case not in DOING | ACCOMPANIED:
        return False
    above: Token | None = article
    for _ in range(LONGEST_CLIMB):
        above = sentence.governor(above) if above is not None else None
        if above is None:
            return False
        if case == "dans" and lemma(above) in data.siding:
            # "réitère son soutien à X dans sa guerre contre Y"
            return True
        if above.pos == "VERB" and lemma(above) in data.accompanying:
            # "a accompagné X lors de son voyage"
            return case in ACCOMPANIED
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


def is_personal(noun: Token, data: EventData) -> bool:
    """Whether a noun names what one person does ("sa visite", "sa démission")."""
    return lemma(noun) in data.personal | data.resigning


def person_between(sentence: Sentence, noun: Token, subject: Filler, data: EventData) -> tuple[bool, Filler | None]:
    """ "Le Sénat a reçu de X une lettre sur sa démission": whether a personal deed may be another's, and whose then.

    A visit is the subject's where that is a person; of two people either may resign. None who stands behind "à".
    """
    verb = sentence.governor(noun)
    resigning = lemma(noun) in data.resigning
    alone = len(subject.mentions) == 1 and subject.mentions[0].actor_kind == "person"
    if resigning and verb is not None and noun.dep.startswith("obj") and lemma(verb) in data.receiving:
        # "X a accepté sa démission"
        return True, None
    if alone and not resigning:
        return False, None
    last = max(mention.end for mention in subject.mentions)
    people = [
        t.chunk
        for t in sentence.tokens[: noun.index]
        if t.chunk is not None and t.chunk.start >= last and t.chunk.head.actor_kind == "person"
    ]
    told = [c for c in people if not c.plural]
    if alone and not any(case_of(sentence, t) != "a" for t in sentence.tokens[: noun.index] if t.chunk in told):
        return False, None
    if not told:
        return False, None
    one = told[0] if len(told) == 1 and not alone else None
    return True, Filler(one.mentions, "reference", f"{noun.text!r}: of the person named before it") if one else None
