"""A sentence after the parse: tokens in Universal Dependencies, with chunks standing as one token each.

A *chunk* is a stretch of words that stands for one or more actors: a name, an office with its holder, an enumeration.
The parser sees one plain word in its place, because it attaches long names, appositions and enumerations wrongly.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from dragoman.model.document import Document
from dragoman.model.mention import Mention, OfficeMention, TimeMention


@cache
def _base(relation: str) -> str:
    return relation.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words that stand for one or more actors and fill one place in the sentence.

    `mentions` are the parties, in order; an enumeration has several. `mask` is the word shown to the parser and
    `plural` whether that word counts as plural.
    """

    start: int
    end: int
    mentions: tuple[Mention, ...]
    mask: str
    plural: bool = False

    @property
    def head(self) -> Mention:
        """The first party."""
        return self.mentions[0]


@dataclass(frozen=True, slots=True)
class Word:
    """A word before the parse; `start` and `end` are offsets into the document's text, `text` what the parser sees.

    A chunk or a time expression is one word. `lemma` is given where the text shown is not the word itself.
    """

    start: int
    end: int
    text: str
    space_after: bool
    chunk: Chunk | None = None
    lemma: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A word after the parse. `head` is the index of its governor in the sentence, its own index at the root."""

    index: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    dep: str
    head: int
    feats: Mapping[str, str]
    chunk: Chunk | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words, without their marks; offsets into the document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that attributes speech and was parsed apart from what it attributes; offsets into the text.

    `kind` is ``inverted`` ("…, a déclaré X") or ``source`` ("selon X, …"). `verb` is the offset of the verb of speech
    (of the first source word), `lemmas` what it may be, `speaker` the offset of the words that name the speaker, None
    where a pronoun does or where nothing names one; `pronoun` is that of an inverted pronoun.
    """

    start: int
    end: int
    kind: str
    verb: int
    lemmas: tuple[str, ...]
    speaker: int | None = None
    pronoun: int | None = None


@dataclass(slots=True)
class Sentence:
    """One parsed sentence. `times` are its time expressions, `quotations` the quoted stretches that touch it.

    A clause of `clauses` is a tree of its own, and so is what follows a colon, so that there may be several roots.
    """

    start: int
    end: int
    tokens: tuple[Token, ...]
    times: tuple[TimeMention, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    clauses: tuple[Clause, ...] = ()
    # Indexes of the tokens below each token that has any; made of the tokens where it is not given.
    _children: dict[int, list[int]] = field(default_factory=dict, repr=False)

    # What the grammar has found, by index: whether a verb is passive or reflexive, the preposition of a noun.
    passives: dict[int, bool] = field(default_factory=dict, repr=False, compare=False)
    reflexives: dict[int, bool] = field(default_factory=dict, repr=False, compare=False)
    cases: dict[int, str] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self._children:
            return
        for token in self.tokens:
            if token.head != token.index:
                self._children.setdefault(token.head, []).append(token.index)

    def children(self, token: Token, *deps: str) -> Iterator[Token]:
        """The tokens governed by `token`, in order; only those of the relations named (subtypes included)."""
        below = self._children.get(token.index)
        if below is None:
            return iter(())
        # Asked for more often than anything else: a list is made faster than a generator runs.
        tokens = self.tokens
        if not deps:
            return iter([tokens[index] for index in below])
        return iter([child for index in below if (child := tokens[index]).dep in deps or _base(child.dep) in deps])

    def governor(self, token: Token) -> Token | None:
        """The token that governs this one, None at the root."""
        return None if token.head == token.index else self.tokens[token.head]

    def with_token(self, token: Token) -> "Sentence":
        """The sentence with another token at the index of this one, wherever that hangs."""
        before = self.tokens[token.index]
        tokens = (*self.tokens[: token.index], token, *self.tokens[token.index + 1 :])
        children = self._children if before.head == token.head else self._moved(before, token)
        return Sentence(self.start, self.end, tokens, self.times, self.quotations, self.clauses, children)

    def _moved(self, before: Token, token: Token) -> dict[int, list[int]]:
        children = dict(self._children)
        if before.head != token.index:
            children[before.head] = [index for index in children[before.head] if index != token.index]
        if token.head != token.index:
            children[token.head] = sorted((*children.get(token.head, ()), token.index))
        return children

    def following(self, token: Token) -> Token | None:
        """The token right behind this one, None at the end of the sentence."""
        return self.tokens[token.index + 1] if token.index + 1 < len(self.tokens) else None

    def token_at(self, offset: int) -> Token | None:
        """The token in which an offset of the text lies, None between tokens."""
        return next((token for token in self.tokens if token.start <= offset < token.end), None)

    def subtree(self, token: Token) -> Iterator[Token]:
        """The token and everything below it, in no promised order."""
        pending, seen = [token.index], set()
        while pending:
            index = pending.pop()
            if index in seen:
                continue
            seen.add(index)
            yield self.tokens[index]
            pending += self._children.get(index, [])

    def is_quoted(self, token: Token) -> bool:
        """Whether the token stands inside a quotation."""
        return any(q.start <= token.start < q.end for q in self.quotations)


@dataclass(frozen=True, slots=True)
class ReadText:
    """A document as the mention stage leaves it, ready for assertions."""

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    offices: tuple[OfficeMention, ...]
    quotations: tuple[Quotation, ...]
