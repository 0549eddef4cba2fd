"""Clauses with "si": conditions on which something hangs, asides of the one who speaks, indirect questions."""

from collections.abc import Collection

from dragoman.assertions.grammar import is_past, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

SPEAKER = ("je", "j", "on", "l'on", "vous", "nous")


def has_si(sentence: Sentence, clause: Token) -> bool:
    """Whether "si" opens a clause."""
    return any(fold(mark.text).strip("'") in ("si", "s") for mark in sentence.children(clause, "mark"))


def hangs_on_condition(sentence: Sentence, verb: Token, asides: Collection[str]) -> bool:
    """Whether a clause with "si" below a verb makes it hang on a condition.

    `asides`: verbs of clauses that make none where the one who speaks or listens is their subject ("si je ne me trompe
    pas").
    """
    # "frapperait si X violait…": the tree may take the condition for an object.
    wide = ("advcl", "ccomp") if verb.feats.get("Mood") == "Cnd" else ("advcl",)
    return any(
        has_si(sentence, clause) and not (lemma(clause) in asides and _is_of_speaker(sentence, clause))
        for clause in sentence.children(verb, *wide)
    )


def is_question(sentence: Sentence, verb: Token, wondering: Collection[str]) -> bool:
    """ "n'a pas dit si X a…", "se demande si…": what is neither told nor supposed."""
    governor = sentence.governor(verb)
    if governor is None or governor.index > verb.index or governor.pos != "VERB" or not has_si(sentence, verb):
        return False
    between = sentence.tokens[governor.index : verb.index]
    return lemma(governor) in wondering and not any(token.text == "," for token in between)


def _is_of_speaker(sentence: Sentence, clause: Token) -> bool:
    return any(fold(child.text).strip("'") in SPEAKER for child in sentence.children(clause, "nsubj"))


def is_result(sentence: Sentence, verb: Token, resulting: tuple[str, ...]) -> bool:
    """ "X ne reconnaît pas Y, de sorte que Y n'est pas membre": what follows is told, whatever it follows from."""
    mark = next((c for c in sentence.children(verb, "mark") if fold(c.text).strip("'") in ("que", "qu")), None)
    if mark is None:
        return False
    before = fold(" ".join(t.text for t in sentence.tokens[max(0, mark.index - 3) : mark.index]))
    return before.endswith(resulting)


def is_weighed(sentence: Sentence, verb: Token) -> bool:
    """ "Le plus important est que X devienne membre": what is weighed has not happened, though it is the root."""
    mark = next((c for c in sentence.children(verb, "mark") if fold(c.text).strip("'") in ("que", "qu")), None)
    if sentence.governor(verb) is not None or mark is None or mark.index < 2 or is_past(sentence, verb):
        return False
    before, copula = sentence.tokens[mark.index - 2 : mark.index]
    return lemma(copula) == "etre" and before.pos == "ADJ"
