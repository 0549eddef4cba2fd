"""Number in French trees: verbs joined without a subject of their own have one subject, so the same number."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dragoman.model.sentence import Token

AUXILIARIES = ("aux", "aux:tense", "aux:pass", "cop")
CLAUSES = ("acl:relcl", "advcl", "ccomp", "acl")


def with_agreeing_verbs(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """The tokens with a verb joined to one of another number moved to the clause between that agrees with it.

    "X a rejeté l'aide des Y, qui le menacent et ont annoncé des sanctions": it was not X that announced them.
    """
    found = list(tokens)
    for token in found:
        if token.dep != "conj" or token.pos != "VERB" or token.head >= token.index:
            continue
        number, other = _number(found, token), _number(found, found[token.head])
        if number is None or other is None or number == other or _has_subject(found, token):
            continue
        agreeing = _between(found, token, number) or _above(found, token, number)
        if agreeing is not None:
            found[token.index] = replace(token, head=agreeing.index)
    return tuple(found)


def _between(tokens: Sequence[Token], token: Token, number: str) -> Token | None:
    """The nearest verb of a clause between a joined verb and the one that it is joined to."""
    near = reversed(tokens[token.head + 1 : token.index])
    return next((v for v in near if v.dep in CLAUSES and _number(tokens, v) == number), None)


def _above(tokens: Sequence[Token], token: Token, number: str) -> Token | None:
    """ "X a condamné les Y qui ont franchi la frontière et a rappelé…": the nearest verb around the clause."""
    verb, seen = tokens[token.head], {token.index}
    while verb.index not in seen:
        seen.add(verb.index)
        verb = tokens[verb.head]
        if verb.index not in seen and _number(tokens, verb) == number:
            return verb
    return None


def _number(tokens: Sequence[Token], verb: Token) -> str | None:
    """The number of the finite word of a verb; None where it has none."""
    if verb.pos not in ("VERB", "AUX"):
        return None
    if verb.feats.get("VerbForm") == "Fin":
        return verb.feats.get("Number")
    finite = (t for t in tokens if t.head == verb.index and t.dep in AUXILIARIES and t.feats.get("VerbForm") == "Fin")
    return next((t.feats.get("Number") for t in finite), None)


def _has_subject(tokens: Sequence[Token], verb: Token) -> bool:
    return any(t.head == verb.index and t.dep.startswith("nsubj") for t in tokens)
