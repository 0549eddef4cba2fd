"""Infinitives and subjects that French trees hang elsewhere: "a annoncé sa décision de se retirer"."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dragoman.model.sentence import Token

# Nouns of which "de" with an infinitive tells the content.
HOLDING = frozenset(
    {
        *("décision", "intention", "volonté", "souhait", "désir", "projet", "résolution", "détermination", "promesse"),
        *("refus", "engagement", "choix", "espoir", "ambition", "menace", "proposition", "vœu", "voeu", "disposition"),
    }
)
STATES = frozenset({"pays", "état", "nation", "membre"})
# How far from the head of a sentence its subject may stand, in tokens: "De nombreux autres pays".
FARTHEST_HEAD = 5
# What may stand between "de" and its infinitive.
BETWEEN = frozenset({"se", "s", "en", "y", "le", "la", "l", "les", "ne", "pas", "plus", "lui", "leur"})


def with_states_as_subjects(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """The tokens with "d'autres pays" at the head of a sentence as the subject that its plural verb lacks."""
    found = list(tokens)
    for token in found[:FARTHEST_HEAD]:
        if token.dep != "obl:mod" or token.lemma not in STATES or token.head <= token.index:
            continue
        governed = any(t.head == token.index and t.dep == "case" and t.index < token.index for t in found)
        if not governed and not any(t.head == token.head and t.dep.startswith("nsubj") for t in found):
            found[token.index] = replace(token, dep="nsubj")
    return tuple(found)


def with_contents(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """The tokens with each such infinitive below its noun; the tree hangs it on the verb of the noun at times."""
    found = list(tokens)
    for token in found:
        if (
            token.pos != "VERB"
            or token.feats.get("VerbForm") != "Inf"
            or token.dep not in ("xcomp", "ccomp", "obl:arg")
        ):
            continue
        noun = _noun(found, token)
        if noun is not None and noun.head == token.head:
            found[token.index] = replace(token, head=noun.index, dep="acl")
    return tuple(found)


def _noun(tokens: Sequence[Token], verb: Token) -> Token | None:
    """The noun right before "de", or before whose it is: "la décision de son pays de quitter"."""
    at = verb.index - 1
    while at > 0 and tokens[at].text.lower().strip("'’") in BETWEEN:
        at -= 1
    if at < 1 or tokens[at].text.lower().strip("'’") not in ("de", "d"):
        return None
    noun = tokens[at - 1]
    if noun.lemma not in HOLDING and noun.dep.startswith("nmod") and noun.head < noun.index:
        noun = tokens[noun.head]
    return noun if noun.lemma in HOLDING and noun.dep in ("obj", "obl:arg") else None
