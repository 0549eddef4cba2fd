"""Prepositions mended for events: what makes one, and the noun or verb that what stands behind it belongs to."""

from dataclasses import replace

from dragoman.assertions.grammar import CONTRACTIONS, case_of, is_passive, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# Adverbs that make a preposition with "de" or "à".
TEMPORAL = frozenset({"lors", "suite"})
# Nouns of prepositions, and what the case of the noun behind them begins with.
NOMINAL_CASES = {
    "encontre": "à l'encontre",
    "egard": "à l'égard",
    "raison": "en raison",
    "direction": "en direction",
    "presence": "en présence",
    "participation": "avec la participation",
    "faveur": "en faveur",
    "profit": "au profit",
}
CONTRACTING = frozenset({"face", "grace", "suite"})
COMPOUND = frozenset({"aupres", "pres", "autour", "lors", "hors", "loin", "face", "grace", "suite", "vis", "aux"})


def compound_case(sentence: Sentence, token: Token) -> list[Token]:
    """ "auprès de X": an adverb taken for the head is a preposition."""
    case = next(sentence.children(token, "case"), None)
    if case is None:
        return []
    head = sentence.governor(token)
    before = sentence.tokens[case.index - 1] if case.index else None
    if before is not None and before.head == token.head and fold(before.text) in CONTRACTING and before.dep != "case":
        # "a haussé le ton face à X": both hang on the verb.
        loose = replace(before, head=token.index, dep="case", lemma=before.text.lower(), pos="ADP")
        return [loose, replace(case, head=before.index, dep="fixed", lemma="à")]
    if head is None or fold(head.text) not in COMPOUND or head.chunk is not None or head.index > token.index:
        return []
    above = sentence.governor(head)
    if above is None or token.pos not in ("NOUN", "PROPN", "PRON"):
        return []
    relation = "obl:mod" if fold(head.text) in TEMPORAL else "obl:arg"
    return [
        replace(token, head=above.index, dep=relation if above.pos == "VERB" else "nmod"),
        replace(head, head=token.index, dep="case", lemma=head.text.lower()),
        replace(case, head=head.index, dep="fixed"),
    ]


def contracted_case(sentence: Sentence, token: Token) -> list[Token]:
    """ "face au M23": the contraction belongs to the preposition, though the tree takes it for an article."""
    case = next(sentence.children(token, "case"), None)
    article = next(sentence.children(token, "det"), None)
    if case is None or article is None or article.index != case.index + 1 or fold(case.text) not in CONTRACTING:
        return []
    if fold(article.text) not in ("au", "aux"):
        return []
    return [replace(article, head=case.index, dep="fixed", lemma="à", pos="ADP")]


def nominal_case(sentence: Sentence, token: Token) -> list[Token]:
    """ "à l'encontre de X", "en raison de Y": a noun that makes a preposition with what stands around it."""
    case = next(sentence.children(token, "case"), None)
    if case is None or lemma(case) != "de" or case.index < 2 or token.pos not in ("NOUN", "PROPN"):
        return []
    noun = sentence.tokens[case.index - 1]
    whole = NOMINAL_CASES.get(fold(noun.text))
    if whole is None or noun.chunk is not None or case_of(sentence, noun) != _opening(whole):
        return []
    above = sentence.governor(noun)
    if above is None or above.index == token.index:
        return []
    dep = "obl:mod" if above.pos in ("VERB", "AUX") else "nmod"
    freed = [replace(child, head=above.index, dep="dep") for child in sentence.children(noun, "case", "det")]
    moved = replace(noun, head=token.index, dep="case", lemma=whole)
    return [replace(token, head=above.index, dep=dep), moved, *freed]


def _opening(whole: str) -> str:
    first = fold(whole.partition(" ")[0])
    return CONTRACTIONS.get(first, first)


def of_noun(sentence: Sentence, token: Token) -> list[Token]:
    """ "comme complices de l'agression": what stands right behind a noun with "de" belongs to it, not to the verb."""
    head = sentence.governor(token)
    if token.dep != "nmod" or head is None or head.pos != "VERB" or case_of(sentence, token) != "de":
        return []
    for before in reversed(sentence.tokens[: token.index]):
        if before.pos not in ("ADP", "DET", "ADJ", "PUNCT") or before.text == ",":
            noun = before.pos == "NOUN" and before.chunk is None and before.head == head.index
            return [replace(token, head=before.index)] if noun and before.index > head.index else []
    return []


def posted(sentence: Sentence, token: Token) -> list[Token]:
    """ "leurs ambassadeurs en poste en X": the post belongs to the noun right before it."""
    if token.lemma != "poste" or case_of(sentence, token) != "en" or token.index < 2:
        return []
    before = sentence.tokens[token.index - 2]
    return (
        [replace(token, head=before.index, dep="nmod")] if before.pos == "NOUN" and token.head != before.index else []
    )


def agent_of_active(sentence: Sentence, token: Token) -> list[Token]:
    """ "a condamné l'invasion de X par Y": an active verb has no agent, its object has one."""
    verb = sentence.governor(token)
    if verb is None or verb.pos != "VERB" or case_of(sentence, token) != "par" or token.chunk is None:
        return []
    if not any(child.lemma == "avoir" for child in sentence.children(verb, "aux")) or is_passive(sentence, verb):
        return []
    objects = [c for c in sentence.children(verb, "obj") if c.pos == "NOUN" and verb.index < c.index < token.index]
    return [replace(token, head=objects[-1].index, dep="nmod")] if objects else []


def agent_of_noun(sentence: Sentence, token: Token) -> list[Token]:
    """ "l'invasion de X par Y": what stands with "par" is coordinated with nothing."""
    if (
        token.dep != "conj"
        or case_of(sentence, token) not in ("par", "avec")
        or any(True for _ in sentence.children(token, "cc"))
    ):
        return []
    head = sentence.governor(token)
    return [replace(token, dep="nmod")] if head is not None and head.pos == "NOUN" else []


def article_case(sentence: Sentence, token: Token) -> list[Token]:
    """ "se féliciter de l'accord": a preposition before an article is none itself."""
    behind = sentence.tokens[token.index + 1 : token.index + 2]
    article = bool(behind) and behind[0].pos == "DET" and behind[0].head == token.head
    return [replace(token, dep="case")] if token.pos == "ADP" and token.dep == "det" and article else []
