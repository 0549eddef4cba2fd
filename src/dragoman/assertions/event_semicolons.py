"""Clauses on both sides of a semicolon: what the tree joins across it is given back to its own side."""

from dataclasses import replace

from dragoman.model.sentence import Sentence, Token


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


def _is_subject(sentence: Sentence, name: Token) -> bool:
    above = sentence.governor(name)
    if not name.dep.startswith("nsubj") or above is None or above.pos not in ("VERB", "AUX", "ADJ", "NOUN"):
        return False
    return all(token.text != ";" for token in sentence.tokens[name.index : above.index])


def _is_finite(sentence: Sentence, verb: Token) -> bool:
    parts = (verb, *sentence.children(verb, "aux"))
    return any(part.feats.get("VerbForm") == "Fin" for part in parts)
