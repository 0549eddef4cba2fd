"""The thing that a pronoun takes up: "Les deux pays l'ont signé" behind a sentence about an accord."""

from collections.abc import Collection

from dragoman.assertions.grammar import is_passive, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# How many sentences back the thing may be named.
FARTHEST = 4
# Pronouns of the object and of the subject of a passive: gender (None for either) and number.
OBJECTS = {"le": ("Masc", "Sing"), "la": ("Fem", "Sing"), "l": (None, "Sing"), "les": (None, "Plur")}
SUBJECTS = {
    "il": ("Masc", "Sing"),
    "elle": ("Fem", "Sing"),
    "ils": ("Masc", "Plur"),
    "elles": ("Fem", "Plur"),
    "celui ci": ("Masc", "Sing"),
    "celle ci": ("Fem", "Sing"),
}


def taken_up(text: ReadText, sentence: Sentence, verb: Token, wanted: Collection[str]) -> Token | None:
    """The pronoun beside a verb that stands for the nearest of the wanted nouns before, None where it can be none.

    `wanted` are folded lemmas. The noun must agree with the pronoun as far as both show gender and number.
    """
    table, deps = (SUBJECTS, ("nsubj",)) if is_passive(sentence, verb) else (OBJECTS, ("obj", "iobj"))
    for child in sentence.children(verb, *deps):
        said = fold(child.text).strip("'- ")
        if child.chunk is None and said in table and child.index < verb.index:
            return child if _is_named_before(text, sentence, child, wanted, table[said]) else None
    return None


def placed(text: ReadText, sentence: Sentence, verb: Token, wanted: Collection[str]) -> Token | None:
    """The "y" beside a verb that stands for the nearest of the wanted nouns before ("n'y ont pas pris part")."""
    for child in sentence.children(verb):
        if child.chunk is None and child.index < verb.index and fold(child.text).strip("'") == "y":
            return child if _is_named_before(text, sentence, child, wanted, (None, "")) else None
    return None


def _is_named_before(
    text: ReadText, sentence: Sentence, pronoun: Token, wanted: Collection[str], form: tuple[str | None, str]
) -> bool:
    before = [s for s in text.sentences if s.end <= sentence.start][-FARTHEST:]
    own = sentence.tokens[: pronoun.index]
    for tokens in (own, *(s.tokens for s in reversed(before))):
        # "un traité d'extradition": what stands below another noun is not told of.
        nouns = [t for t in tokens if t.pos == "NOUN" and t.chunk is None and lemma(t) in wanted and t.dep != "nmod"]
        if nouns:
            return any(_agrees(noun, form) for noun in nouns)
    return False


def _agrees(noun: Token, form: tuple[str | None, str]) -> bool:
    gender, number = form
    same = number in ("", noun.feats.get("Number", number))
    return same and gender in (None, noun.feats.get("Gender", gender))
