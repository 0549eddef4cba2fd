"""The trees of a sentence mended for events: what the parser hangs on a name or a time belongs to the verb or noun above.

A name stands as one word with all that describes it, so that hardly anything can depend on it: "a rencontré à Doha son
homologue" has an object, not a place with an apposition.
"""

from dataclasses import replace

from dragoman.assertions.roles import case_of
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

MOVABLE = ("nmod", "obl", "appos", "dep", "obj", "advmod", "iobj", "xcomp")
COMPLEMENTED = ("place", "state")
LONGEST_CLIMB = 6


def mended(sentence: Sentence) -> Sentence:
    """The sentence with its tree mended; the tokens keep their indexes and words."""
    times = {time.start for time in sentence.times}
    done = sentence
    for index in range(len(sentence.tokens)):
        token = done.tokens[index]
        moved = _moved(done, token, times) or _bare_object(done, token)
        if moved is not None:
            done = _with(done, moved)
    return done


def _with(sentence: Sentence, token: Token) -> Sentence:
    tokens = (*sentence.tokens[: token.index], token, *sentence.tokens[token.index + 1 :])
    return Sentence(sentence.start, sentence.end, tokens, sentence.times, sentence.quotations, sentence.clauses)


def _moved(sentence: Sentence, token: Token, times: set[int]) -> Token | None:
    """A complement that stands on a name or time, moved to what governs that; None where it stays."""
    head = sentence.governor(token)
    if head is None or head.index > token.index or token.dep.partition(":")[0] not in MOVABLE:
        return None
    if token.pos == "PUNCT" or not (head.chunk is not None or head.start in times):
        return None
    case = case_of(sentence, token)
    if case == "de" and head.chunk is not None and head.chunk.head.actor_kind not in COMPLEMENTED:
        return None
    anchor = _anchor(sentence, head, times)
    if anchor is None or anchor.index == token.index:
        return None
    if case:
        return replace(token, head=anchor.index, dep="obl:arg" if anchor.pos in ("VERB", "AUX") else "nmod")
    if token.start in times:
        return replace(token, head=anchor.index, dep="obl:mod")
    if _is_object(sentence, token, head, anchor):
        return replace(token, head=anchor.index, dep="obj")
    return None


def _anchor(sentence: Sentence, token: Token, times: set[int]) -> Token | None:
    """The verb or noun of event above a name or time."""
    for _ in range(LONGEST_CLIMB):
        if token.dep.startswith("nsubj") and token.chunk is not None:
            governor = sentence.governor(token)
            return governor if governor is not None and governor.pos in ("VERB", "NOUN") else None
        governor = sentence.governor(token)
        if governor is None:
            return None
        if governor.chunk is None and governor.start not in times and governor.pos in ("VERB", "NOUN", "ADJ"):
            return governor
        token = governor
    return None


def _is_object(sentence: Sentence, token: Token, head: Token, anchor: Token) -> bool:
    """Whether a noun phrase without preposition behind a place or time is the object of the verb before."""
    if anchor.pos != "VERB" or anchor.index > head.index or head.dep.startswith("nsubj"):
        return False
    if token.pos not in ("NOUN", "PROPN") and token.chunk is None:
        return False
    if any(True for _ in sentence.children(anchor, "obj")):
        return False
    first = min([token.index, *(child.index for child in sentence.children(token, "det", "nummod", "amod"))])
    return not any(t.text in (",", "(", "–", "—", ":", ";") for t in sentence.tokens[head.index + 1 : first])


def _bare_object(sentence: Sentence, token: Token) -> Token | None:
    """ "a mené en mars une attaque": a noun with its article behind a complement of a verb that has no object."""
    if token.pos != "NOUN" or token.chunk is not None or token.dep.partition(":")[0] not in ("nmod", "appos", "obl"):
        return None
    head = sentence.governor(token)
    if head is None or head.index > token.index or head.pos != "NOUN" or case_of(sentence, token):
        return None
    if token.dep.startswith("obl") or not case_of(sentence, head):
        return None
    article = next(sentence.children(token, "det"), None)
    verb = sentence.governor(head)
    if article is None or verb is None or verb.pos != "VERB" or not head.dep.startswith("obl"):
        return None
    if fold(article.text).strip("'") in ("du", "des", "de") or any(True for _ in sentence.children(verb, "obj")):
        return None
    if any(t.text in (",", "(", "–", "—", ":", ";") for t in sentence.tokens[head.index + 1 : article.index]):
        return None
    return replace(token, head=verb.index, dep="obj")
