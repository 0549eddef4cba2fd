"""Subjects that a pair of commas parts from their verb: the tree leaves them loose, or takes another word for them."""

from dataclasses import replace

from dragoman.assertions.grammar import case_of
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# What opens a relative clause behind a name and its comma.
OPENING = frozenset({"qui", "dont", "que", "qu", "ou"})
# How far into a sentence the name may stand: behind its article.
FARTHEST = 1


def enclosed_subject(sentence: Sentence, token: Token) -> list[Token]:
    """ "Pékin, partenaire de X, s'est félicité", "X, qui a suspendu…, refuse": the name is the subject."""
    if token.chunk is None or token.index > FARTHEST or case_of(sentence, token):
        return []
    behind = sentence.tokens[token.index + 1 : token.index + 2]
    if not behind or behind[0].text != "," or _is_subject(sentence, token):
        return []
    for verb in sentence.tokens[token.index + 2 :]:
        if verb.text in (";", ":"):
            return []
        if verb.pos != "VERB" or not _is_finite(sentence, verb):
            continue
        opening = sentence.tokens[_first(sentence, verb) - 1]
        if (
            opening.text != ","
            or opening.index == behind[0].index
            or any(True for _ in sentence.children(verb, "mark"))
        ):
            continue
        own = next(sentence.children(verb, "nsubj"), None)
        if own is None:
            return [*_crowned(sentence, token, verb)]
        relative = sentence.tokens[token.index + 2]
        above = sentence.governor(relative)
        if fold(relative.text).strip("'") not in OPENING or above is None or own.index > opening.index:
            return []
        freed = not any(True for _ in sentence.children(above, "obj")) and above.index < own.index
        mine = [replace(own, head=above.index, dep="obj")] if freed and own.chunk is None and own.pos == "NOUN" else []
        return [*mine, *_crowned(sentence, token, verb)] if mine else []
    return []


def behind_semicolon(sentence: Sentence, token: Token) -> list[Token]:
    """ "X refuse… ; Y a fermé… et prévenu…": a verb is joined to the one before it on its side of the semicolon."""
    above = sentence.governor(token)
    if token.dep != "conj" or above is None or above.index > token.index:
        return []
    marks = [t.index for t in sentence.tokens[above.index : token.index] if t.text == ";"]
    if not marks or any(True for _ in sentence.children(token, "nsubj")):
        return []
    for verb in reversed(sentence.tokens[marks[-1] : token.index]):
        if verb.pos == "VERB" and any(True for _ in sentence.children(verb, "nsubj")) and _is_finite(sentence, verb):
            return [replace(token, head=verb.index)] if verb.dep != "acl:relcl" else []
    return []


def subject_behind_semicolon(sentence: Sentence, token: Token) -> list[Token]:
    """ "…, refuse ; le Pakistan a fermé…": a name between a semicolon and a verb without subject is its subject."""
    first = min([token.index, *(c.index for c in sentence.children(token, "det"))])
    if token.chunk is None or not first or sentence.tokens[first - 1].text != ";" or _is_subject(sentence, token):
        return []
    for verb in sentence.tokens[token.index + 1 :]:
        if verb.pos == "VERB" and _is_finite(sentence, verb):
            free = not any(True for _ in sentence.children(verb, "nsubj", "mark"))
            return [replace(token, head=verb.index, dep="nsubj")] if free else []
        if verb.pos not in ("AUX", "PRON", "ADV"):
            return []
    return []


def _crowned(sentence: Sentence, name: Token, verb: Token) -> list[Token]:
    """The name as the subject of the verb, which hangs on nothing that the name governs."""
    return [replace(name, head=verb.index, dep="nsubj"), replace(verb, head=verb.index, dep="ROOT")]


def _is_subject(sentence: Sentence, name: Token) -> bool:
    above = sentence.governor(name)
    if not name.dep.startswith("nsubj") or above is None or above.pos not in ("VERB", "AUX", "ADJ", "NOUN"):
        return False
    return all(token.text != ";" for token in sentence.tokens[name.index : above.index])


def _first(sentence: Sentence, verb: Token) -> int:
    """Where the words of a verb begin: its auxiliaries, pronouns and particles before it."""
    own = sentence.children(verb, "aux", "expl", "iobj", "obj", "advmod")
    near = [c.index for c in own if c.index < verb.index and c.pos in ("AUX", "PRON", "ADV") and c.chunk is None]
    first = verb.index
    while first - 1 in near:
        first -= 1
    return first


def _is_finite(sentence: Sentence, verb: Token) -> bool:
    parts = (verb, *sentence.children(verb, "aux"))
    return any(part.feats.get("VerbForm") == "Fin" for part in parts)
