"""What nouns and participles leave to others: deeds presumed or blamed by nobody, words told before, words told of."""

from dragoman.assertions.event_data import EventData
from dragoman.assertions.grammar import is_passive, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token


def is_presumed(sentence: Sentence, verb: Token) -> bool:
    """ "des miliciens présumés ont tué": who did it is presumed.

    "tués par des miliciens présumés": that it was done is not, where nobody is named.
    """
    for doer in sentence.children(verb, "nsubj", "obl:agent"):
        named = (
            doer.dep.startswith("nsubj")
            or doer.chunk is not None
            or any(child.chunk is not None for child in sentence.children(doer, "nmod", "appos", "flat"))
        )
        if named and is_presumed_noun(sentence, doer):
            return True
    return False


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


def says_what(sentence: Sentence, noun: Token, data: EventData) -> bool:
    """ "les accusations de soutien de X à Y": right behind a noun of words stands what is said, not who says it."""
    behind = sentence.tokens[noun.index + 1 : noun.index + 3]
    if len(behind) < 2 or behind[0].dep != "case" or lemma(behind[0]) != "de" or behind[1].chunk is not None:
        return False
    known = {lemma(behind[1]), fold(behind[1].text).rstrip("s")}
    return behind[1].pos == "NOUN" and not known & (data.light | data.quantifiers)


def is_told_before(sentence: Sentence, noun: Token, data: EventData) -> bool:
    """ "a lancé cet appel": words that a demonstrative points to were told before."""
    pointed = any(fold(det.text) in data.pointing for det in sentence.children(noun, "det"))
    return pointed and not any(child.chunk is not None for child in sentence.children(noun, "nmod"))
