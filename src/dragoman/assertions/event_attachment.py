"""Complements that the tree hangs on a name inside a noun phrase, given back to the noun of event that they belong to.

"l'invasion de X par Y", "l'assaut donné par X contre Y", "le début des combats entre X et Y": the parser hangs the last
complement on the nearest word, whatever that takes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dragoman.assertions.grammar import case_of, is_passive, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# What may stand between a noun of event and its complement.
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "DET", "ADP", "NUM", "ADV", "X", "CCONJ"})
# Of these the tree is believed where it hangs them on a verb.
HUNG = frozenset({"nmod", "conj", "appos", "dep", "obl", "acl", "amod", "nsubj"})
FARTHEST = 16
# How the tree hangs a noun on the adjective before it.
NAMED = frozenset({"nmod", "appos", "flat", "dep"})
QUOTES = frozenset({"«", '"', "“"})
# Nouns of what somebody is taken for or as: "des" behind them is the article of whom ("prendre en otage des marins").
TAKEN = frozenset({"cible", "cibles", "otage", "otages"})
# What stands with these right behind a noun of event belongs to it ("depuis l'offensive russe en Y").
BESIDE = frozenset({"en", "contre", "entre"})


def complement_of_event(
    sentence: Sentence, token: Token, takes: Mapping[str, frozenset[str]], shared: frozenset[str] = frozenset()
) -> list[Token]:
    """A complement of a noun of event, moved to that noun.

    `takes`: the prepositions of each such noun, `shared`: the nouns of what one has with somebody, all folded.
    """
    if token.pos not in ("NOUN", "PROPN", "X", "ADJ", "PRON") or token.dep.partition(":")[0] not in HUNG:
        return []
    case = case_of(sentence, token)
    head = sentence.governor(token)
    if not case or head is None:
        return []
    if case == "avec" and head.pos == "NOUN" and lemma(head) in shared:
        # "des exercices à la frontière avec X"
        return []
    if case == "de":
        return _of_described(sentence, token, head, takes)
    first = min((child.index for child in sentence.children(token, "case")), default=token.index)
    noun = _event_before(sentence, first, case, takes)
    if noun is None or noun.index == head.index:
        return []
    if token.dep.startswith("nsubj"):
        # "L'attaque de X mardi en Y a déclenché…": a subject has no preposition.
        return [replace(token, head=noun.index, dep="nmod")]
    if head.index > token.index:
        # "Après l'irruption de X dans Y, Z a…": all of an opening before its comma belongs together.
        closed = any(t.text == "," for t in sentence.tokens[token.index : head.index])
        return [replace(token, head=noun.index, dep="nmod")] if closed and noun.head == head.index else []
    if head.pos in ("VERB", "AUX"):
        if case == "par" and not is_passive(sentence, head) and noun.head == head.index:
            # "ont fui depuis l'invasion de X par Y": an active verb has no agent.
            return [replace(token, head=noun.index, dep="nmod")]
        near = case == "contre" or _is_right_behind(sentence, first, noun)
        told = case == "contre" and head.index < noun.index and any(True for _ in _participles(sentence, noun, first))
        if case not in BESIDE or (noun.dep.startswith("obj") and case != "entre" and not told) or not near:
            # "a condamné l'attentat perpétré lundi contre X": what the participle says is said of the deed.
            return []
    elif not _is_inside(sentence, head, noun):
        return []
    return [replace(token, head=noun.index, dep="nmod")]


def _participles(sentence: Sentence, noun: Token, first: int) -> Iterator[Token]:
    """The participles on a noun before a token."""
    return (c for c in sentence.children(noun, "acl", "amod") if noun.index < c.index < first and c.pos == "VERB")


def object_in_quotes(sentence: Sentence, token: Token) -> list[Token]:
    """ "pour exiger « le retrait de X »": what is quoted right behind a verb without object is its object."""
    first = min([token.index, *(c.index for c in sentence.children(token, "det", "nummod", "amod"))])
    if first < 2 or sentence.tokens[first - 1].text not in QUOTES or case_of(sentence, token):
        return []
    verb = sentence.tokens[first - 2]
    if verb.pos != "VERB" or token.head >= verb.index or any(True for _ in sentence.children(verb, "obj", "xcomp")):
        return []
    return [replace(token, head=verb.index, dep="obj")] if not is_passive(sentence, verb) else []


def listed_verb(sentence: Sentence, token: Token) -> list[Token]:
    """ "qu'il cesse ses attaques, évacue la ville et…": a finite verb behind a comma goes on with the clause."""
    noun = sentence.governor(token)
    if token.dep != "acl" or token.feats.get("VerbForm") != "Fin" or noun is None or noun.pos != "NOUN":
        return []
    verb = sentence.governor(noun)
    if sentence.tokens[token.index - 1].text != "," or verb is None or verb.pos != "VERB":
        return []
    if verb.index > token.index or any(True for _ in sentence.children(token, "nsubj", "mark")):
        return []
    return [replace(token, head=verb.index, dep="conj")]


def adjective_before(sentence: Sentence, token: Token) -> list[Token]:
    """ "par l'inamovible président": the noun right behind an adjective and its article is the head."""
    noun = sentence.following(token)
    if noun is None or noun.head != token.index or noun.pos != "NOUN" or noun.dep.partition(":")[0] not in NAMED:
        return []
    article = sentence.tokens[token.index - 1] if token.index else None
    if article is None or article.pos != "DET" or article.head != token.index or token.head == token.index:
        return []
    if any(True for _ in sentence.children(noun, "case", "det")):
        return []
    below = [replace(child, head=noun.index) for child in sentence.children(token) if child.index != noun.index]
    return [replace(noun, head=token.head, dep=token.dep), replace(token, head=noun.index, dep="amod"), *below]


def neighbour_of_adjective(sentence: Sentence, token: Token) -> list[Token]:
    """ "des exercices près de la frontière polonaise": an adjective goes with the noun right before it that it fits."""
    if token.pos != "ADJ" or token.index < 2 or token.dep not in ("amod", "advmod", "nmod", "obl:mod"):
        return []
    noun, head = sentence.tokens[token.index - 1], sentence.governor(token)
    if head is None or head.index >= noun.index or noun.pos != "NOUN" or noun.chunk is not None:
        return []
    if any(True for _ in sentence.children(token, "case", "det", "cop")) or not any(
        True for _ in sentence.children(noun, "det")
    ):
        # "des véhicules de combat ukrainiens": what only describes has no article.
        return []
    said = [(token.feats.get(name), noun.feats.get(name)) for name in ("Gender", "Number")]
    fits = all(mine is None or mine == other for mine, other in said)
    return [replace(token, head=noun.index, dep="amod")] if fits else []


def name_behind(sentence: Sentence, token: Token) -> list[Token]:
    """ "a pris pour cible Israël", "des positions de X": the object behind a bare complement of its verb."""
    head = sentence.governor(token)
    if head is None or head.pos != "NOUN" or head.index >= token.index:
        return []
    cases = list(sentence.children(token, "case"))
    article = cases[0] if [fold(c.text) for c in cases] == ["des"] and fold(head.text) in TAKEN else None
    if (article or token).index != head.index + 1 or (article is None and (cases or token.chunk is None)):
        return []
    verb = sentence.governor(head)
    bare = case_of(sentence, head) in ("pour", "en") and not any(True for _ in sentence.children(head, "det"))
    if not bare or verb is None or verb.pos != "VERB" or any(True for _ in sentence.children(verb, "obj")):
        return []
    freed = [] if article is None else [replace(article, dep="det", lemma="un", pos="DET")]
    return [replace(token, head=verb.index, dep="obj"), *freed]


def _event_before(sentence: Sentence, first: int, case: str, takes: Mapping[str, frozenset[str]]) -> Token | None:
    """The noun of event nearest before a preposition in the same noun phrase, or the one that it only describes."""
    times = {time.start for time in sentence.times}
    for token in reversed(sentence.tokens[max(0, first - FARTHEST) : first]):
        if token.chunk is None and token.pos == "NOUN" and case in takes.get(lemma(token), ()):
            return _described(sentence, token, case, takes)
        past = token.feats.get("VerbForm") == "Part" and token.feats.get("Tense") == "Past"
        participle = token.pos == "VERB" and past and token.dep in ("acl", "amod")
        if token.pos not in NOMINAL and token.start not in times and not participle and token.chunk is None:
            return None
    return None


def _of_described(sentence: Sentence, token: Token, head: Token, takes: Mapping[str, frozenset[str]]) -> list[Token]:
    """ "la guerre d'agression de X", "la mise en alerte de X": what stands behind its kind is of the event."""
    above = sentence.governor(head)
    if head.pos != "NOUN" or head.chunk is not None or above is None or lemma(above) not in takes:
        return []
    articles = {"au", "aux", "du", "des"} & {fold(child.text) for child in sentence.children(head, "case")}
    if not case_of(sentence, head) or articles or any(True for _ in sentence.children(head, "det", "amod", "nummod")):
        return []
    return [replace(token, head=above.index, dep="nmod")] if token.dep.startswith("nmod") else []


def _is_right_behind(sentence: Sentence, first: int, noun: Token) -> bool:
    """Whether only adjectives stand between a noun and the preposition at `first`, and the verb stands before both."""
    return all(token.pos == "ADJ" or token.dep == "amod" for token in sentence.tokens[noun.index + 1 : first])


def _described(sentence: Sentence, noun: Token, case: str, takes: Mapping[str, frozenset[str]]) -> Token:
    """ "la guerre d'agression contre X": a bare noun behind another one only says of which kind that is."""
    above = sentence.governor(noun)
    if above is None or above.pos != "NOUN" or case not in takes.get(lemma(above), ()):
        return noun
    bare = not any(True for _ in sentence.children(noun, "det"))
    # "la condamnation de l'attaque par X": who does what the first noun names.
    return above if case_of(sentence, noun) == "de" and (bare or case == "par") else noun


def _is_inside(sentence: Sentence, token: Token, noun: Token) -> bool:
    """Whether a word is what a noun hangs on, or hangs on the noun by nominal links."""
    if token.index < noun.index:
        return noun.head == token.index
    for _ in range(FARTHEST):
        if token.index == noun.index:
            return True
        above = sentence.governor(token)
        if above is None or token.pos in ("VERB", "AUX"):
            return above is not None and token.dep in ("acl", "amod") and above.index == noun.index
        token = above
    return False


def held_behind_name(
    sentence: Sentence, token: Token, takes: Mapping[str, frozenset[str]], said_of: frozenset[str]
) -> list[Token]:
    """ "le sommet des ministres de X, tenu lundi à Y": a participle of `said_of` behind a name is said of the event."""
    past = token.feats.get("VerbForm") == "Part" and token.feats.get("Tense") == "Past"
    if token.pos != "VERB" or not past or lemma(token) not in said_of:
        return []
    if any(True for _ in sentence.children(token, "aux", "cop", "nsubj")) or token.dep.partition(":")[0] not in HUNG:
        return []
    head = sentence.governor(token)
    if head is None or (head.pos == "NOUN" and lemma(head) in takes and head.chunk is None):
        return []
    times = {time.start for time in sentence.times}
    for before in reversed(sentence.tokens[max(0, token.index - FARTHEST) : token.index]):
        if before.chunk is None and before.pos == "NOUN" and lemma(before) in takes:
            return [replace(token, head=before.index, dep="acl")]
        known = before.chunk is not None or before.start in times or before.text == ","
        if not known and before.pos not in NOMINAL:
            return []
    return []


def resolved(sentence: Sentence, token: Token, resolves: frozenset[str]) -> list[Token]:
    """ "à la suite de la décision de X de suspendre Y": the infinitive is what X decided, no complement of the verb."""
    if token.feats.get("VerbForm") != "Inf" or token.dep.partition(":")[0] not in ("xcomp", "advcl", "obl"):
        return []
    mark = next((c for c in sentence.children(token, "mark") if fold(c.text).strip("'") in ("de", "d")), None)
    name = sentence.tokens[mark.index - 1] if mark is not None and mark.index else None
    if name is not None and name.dep == "obj" and name.head == token.head and lemma(name) in resolves:
        # "ont pris la décision de suspendre Y"
        return [replace(token, head=name.index, dep="acl")]
    noun = sentence.governor(name) if name is not None and name.chunk is not None else None
    if name is None or noun is None or case_of(sentence, name) != "de" or noun.index > name.index:
        return []
    if token.head >= noun.index or lemma(noun) not in resolves:
        # The tree may hang the name on the noun before.
        before = [t for t in sentence.tokens[token.head + 1 : name.index] if t.pos == "NOUN" and t.chunk is None]
        if token.head >= name.index or not before or lemma(before[-1]) not in resolves:
            return []
        noun = before[-1]
    return [replace(token, head=noun.index, dep="acl")]
