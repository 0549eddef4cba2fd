"""What the words of a sentence say about each other: lemmas, prepositions, passive and reflexive verbs."""

from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# How far up a tree a reading climbs.
LONGEST_CLIMB = 12
CONTRACTIONS = {"au": "a", "aux": "a", "du": "de", "des": "de", "d'": "de", "entrer": "entre"}


def lemma(token: Token) -> str:
    """The folded lemma of a token."""
    return fold(token.lemma)


def is_passive(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb form is passive: an auxiliary or subject says so, or it is a bare participle on a noun."""
    if any(child.dep in ("aux:pass", "nsubj:pass") for child in sentence.children(verb)):
        return True
    bare = verb.feats.get("VerbForm") == "Part" and verb.feats.get("Tense") == "Past"
    has_aux = any(True for _ in sentence.children(verb, "aux", "cop"))
    return (
        bare
        and not has_aux
        and verb.dep.partition(":")[0] in ("acl", "amod", "advcl", "obl", "xcomp", "ROOT", "conj", "appos")
    )


def is_reflexive(sentence: Sentence, verb: Token) -> bool:
    """Whether a reflexive pronoun stands with the verb ("se retire")."""
    return any(
        fold(child.text).strip("'") in ("se", "s") for child in sentence.children(verb, "expl", "obj", "iobj", "obl")
    )


def case_of(sentence: Sentence, token: Token) -> str:
    """The preposition of a noun as one folded string ("au sein de"), "" without one."""
    words = list(sentence.children(token, "case"))
    if not words:
        # "sortie des Nouvelles routes": the contraction is taken for an article.
        articles = [fold(child.text) for child in sentence.children(token, "det")]
        return "de" if articles[:1] in (["des"], ["du"]) and token.dep.startswith(("obl", "nmod")) else ""
    parts = []
    for word in words:
        parts.append(CONTRACTIONS.get(lemma(word), lemma(word)))
        parts += [lemma(sub) for sub in sentence.children(word, "fixed")]
    return " ".join(parts)
