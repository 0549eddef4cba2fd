"""The words of the interface, as data: a folder for each language, in it a file for each page and a common one."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import get_args

from dragoman.data_files import load_yaml
from dragoman.errors import DataError
from dragoman.model.dates import Date
from dragoman.web.asked import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
# The file whose keys stand as they are.
COMMON = "common"
_FOLDER = Path(__file__).parent / "wording"


class Words:
    """The words of one language."""

    def __init__(self, language: Language, words: Mapping[str, str]) -> None:
        self.language = language
        self._words = words

    def __call__(self, key: str, **values: object) -> str:
        """The words under a key, with the values put in; KeyError for a key that no language has."""
        return self._words[key].format(**values)

    def of(self, group: str, name: str | None) -> str:
        """What a word of the closed lists (a status, an event type) is called; the word itself where it has no name."""
        return self._words.get(f"{group}.{name}", (name or "").replace("_", " "))

    def count(self, key: str, number: int, **values: object) -> str:
        """Words with a number: those under ``key.one`` for one (and for none in French), else under ``key.other``."""
        one = number == 1 or (number == 0 and self.language == "fr")
        return self(f"{key}.{'one' if one else 'other'}", n=number, **values)

    def date(self, edtf: str) -> str:
        """A date of the record as a reader sees it: no closer than it was told, days and months as in EDTF."""
        return " – ".join(map(self._point, edtf.split("/")))

    def days(self, first: dt.date | None, last: dt.date | None) -> str:
        """Some days from the first to the last, one of them at least not None."""
        return self.date(Date.between(first, last).edtf)

    def _point(self, point: str) -> str:
        if point == "..":
            return "…"
        plain = point.rstrip("~?%")
        year, _, rest = plain.partition("-")
        season = f"seasons.{rest}"
        told = self(season, year=year) if season in self._words else plain
        return told if plain == point else self("about", date=told)


@cache
def load_words(language: Language) -> Words:
    """The words of a language. Raises DataError for a malformed file."""
    return Words(language, load_wording(language))


def load_wording(language: Language) -> dict[str, str]:
    """The keys and words of a language, nested keys joined by dots; a page's own keys begin with the page's name.

    Raises DataError for a malformed file.
    """
    found: dict[str, str] = {}
    for path in sorted((_FOLDER / language).glob("*.yaml")):
        prefix = "" if path.stem == COMMON else path.stem
        _flatten(prefix, load_yaml(path, dict[str, object]), found)
    return found


def choose_language(asked: Language | None, accepted: str) -> Language:
    """What was asked for, else the first of ours that an Accept-Language header names, else English."""
    if asked is not None:
        return asked
    return next((name for wanted in _preferred(accepted) for name in LANGUAGES if name == wanted), "en")


def _preferred(header: str) -> Sequence[str]:
    """The languages of a header, the most wanted first; what cannot be read is passed over."""
    wanted: list[tuple[float, int, str]] = []
    for at, part in enumerate(header.split(",")[:20]):
        name, _, weight = part.strip().partition(";q=")
        try:
            share = float(weight) if weight else 1.0
        except ValueError:
            continue
        wanted.append((-share, at, name.partition("-")[0].strip().lower()))
    return [name for _, _, name in sorted(wanted)]


def _flatten(prefix: str, words: object, found: dict[str, str]) -> None:
    if isinstance(words, str):
        found[prefix] = words
    elif isinstance(words, dict):
        for key, value in words.items():
            _flatten(f"{prefix}.{key}" if prefix else str(key), value, found)
    else:
        raise DataError(f"wording: {prefix} is neither words nor a group of them")
