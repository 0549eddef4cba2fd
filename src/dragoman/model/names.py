"""How names are compared: folding that keeps lengths, and keys that join spellings of one name.

Three levels, each coarser than the one before:

- `fold`: lower case, no accents, one kind of apostrophe, hyphens as spaces. It keeps the length of the text, so that
  offsets into the folded text are offsets into the text.
- `name_key`: the folded tokens of a person's name, joined by single spaces; what the record stores.
- `sound_key`: the name key with the transliteration habits of French, English, Spanish and German press levelled
  ("Loukachenko", "Lukashenko" → one key).
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

_APOSTROPHES = dict.fromkeys(map(ord, "’ʼ‘`´′"), "'")
_HYPHENS = dict.fromkeys(map(ord, "-‐‑‒–—−"), " ")
_SINGLE = {"ß": "s", "æ": "a", "œ": "o", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "ı": "i", "ə": "a"}
_LETTERS = re.compile(r"[a-z0-9\u0370-\u1fff]+")


def _fold_character(character: str) -> str:
    code = ord(character)
    if code in _APOSTROPHES:
        return "'"
    if code in _HYPHENS or character.isspace():
        return " "
    lowered = character.lower()
    if len(lowered) > 1:
        lowered = lowered[0]
    if lowered in _SINGLE:
        return _SINGLE[lowered]
    if lowered in "йё":  # Cyrillic letters that decompose but are letters of their own
        return "и" if lowered == "й" else "е"
    return unicodedata.normalize("NFD", lowered)[0]


class _FoldedCharacters(dict[int, str]):
    """What each character is folded to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_FOLDED = _FoldedCharacters()


def fold(text: str) -> str:
    """Lower case without accents; hyphens and white space are spaces. The length stays.

    >>> fold("Aleïnik, États-Unis")
    'aleinik, etats unis'
    """
    return fold_word(text) if len(text) <= LONGEST_WORD else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower().translate(_ASCII)
    return text.translate(_FOLDED)


# Words come again and again; whole texts do not. `fold_word` is `fold` for what is surely one word.
LONGEST_WORD = 24
fold_word = lru_cache(maxsize=65536)(_fold)


_ASCII = {
    ord("`"): "'",
    ord("-"): " ",
    ord("\t"): " ",
    ord("\n"): " ",
    ord("\r"): " ",
    ord("\x0b"): " ",
    ord("\x0c"): " ",
    **dict.fromkeys(range(0x1C, 0x20), " "),
}


def name_key(name: str) -> str:
    """The folded tokens of a name, joined by one space.

    >>> name_key("Péter  Szijjártó")
    'peter szijjarto'
    """
    return " ".join(_LETTERS.findall(fold(name)))


# Order matters: longer clusters first. The aim is one key for the spellings of one name, not phonetics.
_SOUNDS = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"shch|chtch|schtsch|szcz", "s"),
        (r"dzh|dj|dsch|jh", "j"),
        (r"tch|tsch|tsh|cz", "c"),
        (r"zh", "j"),
        (r"sch|sh|ch|sz", "s"),
        (r"kh|gh|qh", "h"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ck|q", "k"),
        (r"gu(?=[eiy])", "g"),
        (r"c(?=[aoulrkt])", "k"),
        (r"ou|oo|w(?=[aeiou])", "u"),
        (r"w", "v"),
        (r"ff\b|w\b", "v"),
        (r"f\b", "v"),
        (r"x", "ks"),
        (r"ine\b", "in"),
        (r"i?yev|iev|jev|yew", "ev"),
        (r"iy\b|ii\b|ij\b|yi\b|y\b|ey\b|ei\b|ai\b|ay\b", "i"),
        (r"y|j(?=[aeiou])|ie(?=[a-z])", "i"),
        (r"ee", "i"),
        (r"ei|ai", "e"),
        (r"(?<=[a-z])h(?![aeiou])", ""),
    )
]
_DOUBLES = re.compile(r"([a-z])\1+")


@lru_cache(maxsize=65536)
def sound_key(name: str) -> str:
    """The name key with transliteration habits levelled.

    >>> sound_key("Sergueï Aleïnik") == sound_key("Sergei Aleinik")
    True
    >>> sound_key("Poutine") == sound_key("Putin")
    True
    """
    key = name_key(name)
    for pattern, replacement in _SOUNDS:
        key = pattern.sub(replacement, key)
    return _DOUBLES.sub(r"\1", key)


class Folded(frozenset[str]):
    """Words as a set to ask: folded, without an apostrophe at either end."""


def folded_words(shape: type, words: Any) -> Folded:
    """A list of words in a data file as `Folded`; TypeError, which the loader reports, for anything else."""
    if shape is not Folded or not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise TypeError(f"expected a list of words, got {words!r}")
    return Folded(fold(word).strip("'") for word in words)
