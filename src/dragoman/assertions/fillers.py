"""What fills a role: the parties and how they were found; and the objects that a tree gives no relation of its own."""

from dataclasses import dataclass
from typing import Literal, Protocol

from dragoman.assertions.grammar import case_of, lemma
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# Words before a list, and before the plural of which a list behind "comme" gives examples.
OPENERS = frozenset({"dont", "savoir", "notamment"})
SOME = frozenset({"des", "d", "de", "plusieurs", "certains", "autres", "quelques"})
# How far before its noun the article of "d'autres petits pays" stands, in tokens.
FARTHEST_ARTICLE = 3
FilledBy = Literal["parse", "grammar", "both", "reference"]


@dataclass(frozen=True, slots=True)
class Filler:
    """The parties that fill a role, with how they were found. `armed`: it is their armed forces that do."""

    mentions: tuple[Mention, ...]
    filled_by: FilledBy
    reason: str
    armed: bool = False


class Pronouns(Protocol):
    """Something that knows whom a pronoun means."""

    def find(self, word: Token, sentence: Sentence) -> Filler | None:
        """Whom a pronoun or possessive of a sentence means, None where that is open."""
        ...

    def agrees(self, mention: Mention, pronoun: str) -> bool:
        """Whether nothing in the text shows another gender or number of a party than that of a pronoun."""
        ...

    def is_spoken(self, word: Token) -> bool:
        """Whether a word means the one who speaks or is spoken to."""
        ...

    def voice(self, at: int) -> Filler | None:
        """Who says the directly quoted words at an offset."""
        ...

    def teller_at(self, at: int) -> Filler | None:
        """Out of whose speech the words at an offset come, quoted or reported."""
        ...

    def teller(self, verb: Token) -> Filler | None:
        """Who says what a verb of speech reports."""
        ...

    def head(self, word: Token) -> Filler | None:
        """Of whom the point of a list tells that a word opens."""
        ...

    def assembled(self, noun: Token, sentence: Sentence) -> Filler | None:
        """Whom a plural means that names nobody, in a communiqué."""
        ...


def bare_object(sentence: Sentence, verb: Token, *deps: str) -> Filler | None:
    """The name without preposition behind a verb, whatever the tree calls it (`deps`), or that before a relative."""
    for child in sentence.children(verb, *deps):
        if child.chunk is not None and child.start > verb.start and not case_of(sentence, child):
            return Filler(child.chunk.mentions, "parse", f"object of {verb.text!r}")
    return relative_object(sentence, verb)


def relative_object(sentence: Sentence, verb: Token) -> Filler | None:
    """ "l'Alliance, que X a rejointe": the chunk before a "que" that the tree takes for a conjunction."""
    for child in sentence.children(verb, "mark", "obj"):
        if fold(child.text).strip("'") in ("que", "qu") and child.index:
            for token in reversed(sentence.tokens[max(0, child.index - 2) : child.index]):
                if token.chunk is not None:
                    return Filler(token.chunk.mentions, "grammar", "name before the relative 'que'")
    return None


def listed_behind(sentence: Sentence, noun: Token, *, examples: bool = False) -> Filler | None:
    """ "six monarchies : A, B et C", "dix pays, dont A et B": the names listed right behind a plural noun.

    `examples`: also those of "d'autres pays comme A et B", who do what is told of the many.
    """
    if noun.feats.get("Number") != "Plur" and lemma(noun) != "pays":
        return None
    before = sentence.tokens[max(0, noun.index - FARTHEST_ARTICLE) : noun.index]
    openers = OPENERS | {"comme"} if examples and any(fold(t.text).strip("'") in SOME for t in before) else OPENERS
    opened = False
    for token in sentence.tokens[noun.index + 1 : noun.index + 7]:
        if token.chunk is not None:
            kinds = {mention.actor_kind for mention in token.chunk.mentions}
            return (
                Filler(token.chunk.mentions, "grammar", f"list behind {noun.text!r}")
                if opened and kinds == {"state"}
                else None
            )
        if token.text in (":", "(", "–", "—") or fold(token.text) in openers:
            opened = True
        elif token.text != "," and token.pos not in ("DET", "ADJ", "ADP", "ADV"):
            return None
    return None
