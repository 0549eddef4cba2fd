"""Templates: the notation in which a language's data writes its time expressions, compiled to regular expressions.

    le {day} {month} [{year}]      words, slots, an optional piece
    (ce|cette) {unit}              either
    {count:number} {unit}          field `count`, filled by the word class or shape `number`
    {first.day:day}                field `day` of the sense `first`
    {month!}                       only as the data spells it (mars, never Mars)
    {first:point}                  any expression of the set `point`; nothing optional around it
    {_:daypart}                    matched, not kept
    <at>                           the fragment `at`

A space stands for blanks within a line, or for nothing right after an apostrophe; ' for any apostrophe; a backslash
takes the next character as it is.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dragoman.errors import DataError

APOSTROPHES = "'’ʼ"
_SPACE = rf"(?:[^\S\n]+|(?<=[{APOSTROPHES}]))"
_WORD = re.compile(r"\w+")
_TWO_WORDS = re.compile(r"\w+[^\w\0]+\w+[^\w\0]")
DIGITS = "#"  # stands for every word that begins with a digit
ANY = ""  # stands for every word
OPEN = "\0"  # in an opening text: what follows may be anything


@dataclass(frozen=True, slots=True)
class Literal:
    """Characters as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Space:
    """A gap between two words."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that fills a field; `field` is None where the words are not kept."""

    field: str | None
    filler: str
    as_spelled: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences; `optional` allows none of them."""

    options: "tuple[Sequence, ...]"
    optional: bool


Item = Literal | Space | Slot | Choice
Sequence = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class WordClass:
    """What a slot takes: spellings with their values, and shapes (regular expressions for numbers)."""

    values: Mapping[str, int | str]
    shapes: tuple[str, ...] = ()

    def pattern(self) -> str:
        """The regular expression, longest spelling first."""
        spellings = sorted(self.values, key=lambda word: (-len(word), word))
        return "|".join([*(literal_pattern(word) for word in spellings), *self.shapes])

    def value(self, text: str) -> int | str:
        """The value of matched words; a number for a shape."""
        known = self.values.get(folded(text))
        return int("".join(c for c in text if c.isdigit())) if known is None else known


def folded(text: str) -> str:
    """Words as the keys of a word class are kept: lower case, plain apostrophes, single blanks."""
    for apostrophe in APOSTROPHES:
        text = text.replace(apostrophe, "'")
    return " ".join(text.lower().split())


def literal_pattern(text: str) -> str:
    """The regular expression of words: any blank for a blank, any apostrophe for an apostrophe."""
    special = {" ": _SPACE} | dict.fromkeys(APOSTROPHES, f"[{APOSTROPHES}]")
    return "".join(special.get(char) or re.escape(char) for char in text)


def parse(template: str, fragments: Mapping[str, str]) -> Sequence:
    """Read a template; raises DataError naming what is unbalanced or unknown in it."""
    source = _with_fragments(template, fragments)
    items, end = _sequence(source, 0, closing="")
    if end != len(source):
        raise DataError(f"unbalanced {source[end]!r} in {template!r}")
    return items


def _with_fragments(template: str, fragments: Mapping[str, str]) -> str:
    def replace(match: re.Match[str]) -> str:
        if match[1] not in fragments:
            raise DataError(f"no fragment <{match[1]}> (in {template!r})")
        return fragments[match[1]]

    return re.sub(r"<(\w+)>", replace, template)


def _sequence(source: str, at: int, closing: str) -> tuple[Sequence, int]:
    """Items up to a character of `closing` or `|` within brackets, and where they end."""
    items: list[Item] = []
    literal = ""
    while at < len(source) and source[at] not in "])" and not (closing and source[at] == "|"):
        char = source[at]
        if char not in " [({":
            at += char == "\\"
            literal += source[at : at + 1]
            at += 1
            continue
        if literal:
            items.append(Literal(literal))
            literal = ""
        if char == " ":
            items.append(Space())
            at += 1
        elif char == "{":
            end = source.find("}", at)
            if end < 0:
                raise DataError(f"a slot is not closed in {source!r}")
            items.append(_slot(source[at + 1 : end]))
            at = end + 1
        else:
            choice, at = _choice(source, at)
            items.append(choice)
    if literal:
        items.append(Literal(literal))
    return _gathered(items), at


def _choice(source: str, at: int) -> tuple[Choice, int]:
    closing = "]" if source[at] == "[" else ")"
    options: list[Sequence] = []
    opened = at
    while True:
        option, at = _sequence(source, at + 1, closing)
        options.append(option)
        if at >= len(source):
            raise DataError(f"{source[opened:]!r} is not closed in {source!r}")
        if source[at] == closing:
            return Choice(tuple(options), optional=closing == "]"), at + 1
        if source[at] != "|":
            raise DataError(f"{source[opened:]!r} is closed by the wrong bracket in {source!r}")


def _slot(text: str) -> Slot:
    as_spelled = text.endswith("!")
    field, _, filler = text.rstrip("!").partition(":")
    if not re.fullmatch(r"_|(?:(?:first|last)\.)?[a-z_]+", field) or (field == "_" and not filler):
        raise DataError(f"{{{text}}} is no slot: write {{field}}, {{field:class}} or {{_:class}}")
    return Slot(None if field == "_" else field, filler or field.rpartition(".")[2], as_spelled)


def _gathered(items: list[Item]) -> Sequence:
    """Move the blank beside an optional piece into it, so that leaving the piece out leaves no double blank."""
    out: list[Item] = []
    leading = True  # nothing that must be there has come yet
    index = 0
    while index < len(items):
        item = items[index]
        follows = items[index + 1] if index + 1 < len(items) else None
        if isinstance(item, Choice) and item.optional:
            if leading and isinstance(follows, Space):
                item = Choice(tuple((*option, Space()) for option in item.options), True)
                index += 1
            elif out and isinstance(out[-1], Space):
                out.pop()
                item = Choice(tuple((Space(), *option) for option in item.options), True)
        else:
            leading = False
        out.append(item)
        index += 1
    return tuple(out)


class Compiler:
    """Turns sequences into regular expressions and remembers which group fills which field."""

    def __init__(self, class_of: Callable[[str], WordClass]) -> None:
        self._class_of = class_of
        self.groups: list[tuple[str, str]] = []  # field and filler of group g0, g1, …

    def pattern(self, items: Iterable[Item]) -> str:
        """The regular expression of a sequence without sets."""
        return "".join(self._item(item) for item in items)

    def _item(self, item: Item) -> str:
        match item:
            case Literal(text):
                return literal_pattern(text)
            case Space():
                return _SPACE
            case Choice(options, optional):
                body = "|".join(self.pattern(option) for option in options)
                return f"(?:{body})" + ("?" if optional else "")
            case Slot(field, filler, as_spelled):
                body = self._class_of(filler).pattern()
                body = f"(?-i:{body})" if as_spelled else f"(?:{body})"
                if field is None:
                    return body
                self.groups.append((field, filler))
                return f"(?P<g{len(self.groups) - 1}>{body})"


def openings(items: Sequence, texts_of: Callable[[Slot], Iterable[str]]) -> set[tuple[str, str]]:
    """The first two words that a match may begin with, as `key` gives them; ANY for a second that may be anything.

    `texts_of` lists what a slot may begin with: words, 0 for a number, OPEN for anything. Raises DataError for an
    expression that may be empty or may begin with something else than a word.
    """
    found = set()
    for text in opening_texts(items, texts_of):
        sure = re.sub(r"\w*\Z", "", text.partition(OPEN)[0]) if OPEN in text else text
        words = [key(word) for word in _WORD.findall(sure)[:2]]
        if not words or not _WORD.match(text):
            raise DataError(f"an expression cannot be empty or begin with {text!r}")
        found.add((words[0], words[1] if len(words) > 1 else ANY))
    return found


def opening_texts(items: Sequence, texts_of: Callable[[Slot], Iterable[str]]) -> set[str]:
    """How matches may begin, cut after the second word."""
    growing, settled = {""}, set()
    for item in items:
        match item:
            case Literal(literal):
                heads = {literal}
            case Space():
                heads = {" "}
            case Choice(options, optional):
                heads = {head for option in options for head in opening_texts(option, texts_of)}
                heads |= {""} if optional else set()
            case Slot():
                heads = set(texts_of(item))
        grown = {_cut(text + head) for text in growing for head in heads}
        growing = {text for text in grown if not _settled(text)}
        settled |= grown - growing
        if not growing:
            break
    return growing | settled


def key(word: str) -> str:
    """A word as openings hold it: lower case, DIGITS where it begins with a digit."""
    return DIGITS if word[0].isdigit() else word.lower()


def _settled(text: str) -> bool:
    return OPEN in text or bool(_TWO_WORDS.match(text))


def _cut(text: str) -> str:
    match = _TWO_WORDS.match(text)
    return match[0].lower() if match else text
