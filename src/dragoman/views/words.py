"""Words that are looked for in texts: how they are compared, where they stand, and the text around them.

Words are compared without regard to case, accents and ways of writing a letter: as `dragoman.model.names.fold` does it,
but whole words may change their length, so that "cœur" is "coeur" and "Straße" is "strasse".
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dragoman.errors import QueryError
from dragoman.model.names import fold
from dragoman.views.marking import Piece, cut_at_spans

Span = tuple[int, int]

# Accents and points that stand as characters of their own, and characters that nobody sees, are part of the word.
_ACCENTS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f"
_UNSEEN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_WORD = re.compile(rf"[^\W_]+(?:[{_ACCENTS}{_UNSEEN}]+[^\W_]*)*")
_TWO_LETTERS = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ẞ": "ss"})
_ASKED = re.compile(r'"(?P<plain>[^"]*)"|“(?P<curled>[^”]*)”|«(?P<french>[^»]*)»|(?P<loose>[^\s"“«]+)')
_OPEN_END = "*"
# Fewer letters before an open end are the beginning of half the dictionary.
_SHORTEST_BEGINNING = 3
# Words as they are written; they come again and again.
_KEPT = 1 << 18


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side, as `key_of` gives them; the last may go on where `begins`."""

    words: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: all of these phrases, in any order."""

    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a text, in pieces; those that are covered are words looked for. `start` is its place in the text."""

    start: int
    pieces: tuple[Piece, ...]


def read_wanted(text: str) -> Wanted:
    """What a reader looks for: words in any order; words in quotation marks side by side; ``negoci*`` for a beginning.

    Raises QueryError where there is no word to look for, and for a beginning that is too short or in quotation marks.
    """
    phrases: list[Phrase] = []
    for part in _ASKED.finditer(text):
        loose = part["loose"]
        words = tuple(keys_of(loose or part["plain"] or part["curled"] or part["french"] or ""))
        begins = loose is not None and loose.endswith(_OPEN_END)
        if _OPEN_END in part[0].removesuffix(_OPEN_END) or (begins and len(words) != 1):
            raise QueryError(f"{part[0]!r}: a * stands at the end of one word, outside quotation marks")
        if begins and len(words[0]) < _SHORTEST_BEGINNING:
            raise QueryError(f"{part[0]!r}: give {_SHORTEST_BEGINNING} letters or more before a *")
        if words:
            phrases.append(Phrase(words, begins))
    if not phrases:
        raise QueryError(f"{text!r} has no word to look for")
    return Wanted(tuple(dict.fromkeys(phrases)))


def keys_of(text: str) -> list[str]:
    """The words of a text as they are compared, in order."""
    return [key_of(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=_KEPT)
def key_of(word: str) -> str:
    """A word as it is compared: letters and digits alone.

    >>> [key_of(word) for word in ("Général", "ЛАВРОВ", "Ё", "cœur", "ＯＴＡＮ")]
    ['general', 'лавров', 'е', 'coeur', 'otan']
    """
    if word.isascii():
        return word.lower()
    folded = fold(unicodedata.normalize("NFKC", word).translate(_TWO_LETTERS))
    return "".join(character for character in folded if character.isalnum())


def find_hits(text: str, wanted: Wanted) -> tuple[Span, ...]:
    """Where the phrases stand in a text: half-open character offsets in order, none within another."""
    found = sorted(span for spans in _spans_of(text, wanted) for span in spans)
    hits: list[Span] = []
    for start, end in found:
        if hits and start < hits[-1][1]:
            hits[-1] = (hits[-1][0], max(end, hits[-1][1]))
        else:
            hits.append((start, end))
    return tuple(hits)


def mark(text: str, hits: Iterable[Span]) -> tuple[Piece, ...]:
    """A text in pieces, of which those that are hits are covered."""
    return cut_at_spans(text, ((str(number), start, end) for number, (start, end) in enumerate(hits)))


def iter_excerpts(text: str, hits: Sequence[Span], *, around: int, most: int) -> Iterator[Excerpt]:
    """Parts of a text around its first hits, at most so many, each with so many characters before and after.

    Hits that stand close share an excerpt.
    """
    groups: list[list[Span]] = []
    for hit in hits:
        if groups and hit[0] - groups[-1][-1][1] <= around:
            groups[-1].append(hit)
        elif len(groups) < most:
            groups.append([hit])
        else:
            break
    for group in groups:
        start, end = _widen(text, group[0][0], group[-1][1], around)
        yield Excerpt(start, mark(text[start:end], ((one - start, other - start) for one, other in group)))


def _widen(text: str, start: int, end: int, around: int) -> Span:
    """The part of a text with so many characters more on both sides, cut between words where there are any."""
    first, last = max(0, start - around), min(len(text), end + around)
    if first > 0 and (space := text.find(" ", first, start)) >= 0:
        first = space + 1
    if last < len(text) and (space := text.rfind(" ", end, last)) >= 0:
        last = space
    return first, last


def _spans_of(text: str, wanted: Wanted) -> list[list[Span]]:
    """Where each phrase stands."""
    words = [(key_of(word[0]), word.start(), word.end()) for word in _WORD.finditer(text)]
    keys = [key for key, _, _ in words]
    places: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        places.setdefault(key, []).append(place)
    spans: list[list[Span]] = []
    for phrase in wanted.phrases:
        first, length = phrase.words[0], len(phrase.words)
        if phrase.begins:
            starts = [place for place, key in enumerate(keys) if key.startswith(first)]
        else:
            starts = [place for place in places.get(first, ()) if tuple(keys[place : place + length]) == phrase.words]
        spans.append([(words[place][1], words[place + length - 1][2]) for place in starts])
    return spans
