"""Deeds that are hearsay: who did them is presumed, or accused by nobody who is named."""

from dragoman.assertions.event_data import EventData
from dragoman.assertions.grammar import is_passive, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token


def is_presumed(sentence: Sentence, verb: Token) -> bool:
    """ "des miliciens présumés ont tué": who did it is presumed."""
    return any(is_presumed_noun(sentence, subject) for subject in sentence.children(verb, "nsubj", "obl:agent"))


def is_presumed_noun(sentence: Sentence, noun: Token) -> bool:
    """Whether "présumé" stands on a noun."""
    return any(fold(child.text).startswith("presum") for child in sentence.children(noun, "amod", "acl"))


def is_blamed_by_nobody(sentence: Sentence, verb: Token, data: EventData) -> bool:
    """ "est accusé d'avoir bombardé Z": hearsay, where nobody is named who says so."""
    governor = sentence.governor(verb)
    if governor is None or verb.dep.partition(":")[0] not in ("xcomp", "obl", "advcl", "ccomp"):
        return False
    blamed = lemma(governor) in data.always_object & data.blaming and is_passive(sentence, governor)
    return blamed and not any(True for _ in sentence.children(governor, "obl:agent"))
