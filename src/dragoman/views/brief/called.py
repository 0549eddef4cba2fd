"""Names as they stand in a sentence: with their article, and grown together with a preposition as the language asks.

A format after the colon asks for a preposition: ``{whom:de}``, ``{whom:à}``, ``{who:que}``, ``{place:in}``.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

_VOWELS = frozenset("aeiou")
# An article that a name carries with it ("Le Caire") grows together with a preposition as any other does.
_OWN_ARTICLES = ("Le ", "Les ")


@dataclass(frozen=True, slots=True)
class Called:
    """A name: its article ("" for none, "l'" where elided), whether a verb with it is plural, and the word for "in it".

    `within` is "" where nobody knows which word that is. `mute` tells that its h is not heard.
    """

    text: str
    article: str = ""
    plural: bool = False
    within: str = ""
    mute: bool = False

    def __str__(self) -> str:
        space = "" if not self.article or self.article.endswith("'") else " "
        return f"{self.article}{space}{self.text}"

    def __format__(self, form: str) -> str:
        return _FORMS[form](self)

    @property
    def elides(self) -> bool:
        """Whether a word before it loses its vowel."""
        return self.mute or starts_with_vowel(str(self))


@dataclass(frozen=True, slots=True)
class Several:
    """Names in a row, joined as the language joins them; a preposition stands before each."""

    names: Sequence[Called]
    comma: str
    last: str

    @property
    def plural(self) -> bool:
        """Whether a verb with them is plural."""
        return len(self.names) > 1 or self.names[0].plural

    def __str__(self) -> str:
        return format(self, "")

    def __format__(self, form: str) -> str:
        first, *others = self.names
        repeated = "" if form == "que" else form
        return join([format(first, form), *(format(name, repeated) for name in others)], self.comma, self.last)


def join(parts: Sequence[str], comma: str, last: str) -> str:
    """Parts in a row, `last` before the last one."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{comma.join(parts[:-1])}{last}{parts[-1]}"


def starts_with_vowel(text: str) -> bool:
    """Whether the first letter is a vowel, whatever its accents; y and h are none here."""
    first = unicodedata.normalize("NFD", text[:1].replace("œ", "o").replace("Œ", "O"))
    return first[:1].lower() in _VOWELS


def _of(name: Called) -> str:
    return _grown(name, "de", {"le": "du", "les": "des"}) or (f"d'{name}" if name.elides else f"de {name}")


def _to(name: Called) -> str:
    return _grown(name, "à", {"le": "au", "les": "aux"}) or f"à {name}"


def _that(name: Called) -> str:
    return f"qu'{name}" if name.elides else f"que {name}"


def _in(name: Called) -> str:
    if name.within == "à":
        return _to(name)
    return f"{name.within} {name.text}" if name.within else str(name)


def _grown(name: Called, preposition: str, forms: Mapping[str, str]) -> str | None:
    """The preposition and the article in one word, where they make one."""
    if name.article in forms:
        return f"{forms[name.article]} {name.text}"
    own = next((article for article in _OWN_ARTICLES if not name.article and name.text.startswith(article)), None)
    return f"{forms[own.strip().lower()]} {name.text.removeprefix(own)}" if own is not None else None


_FORMS: Mapping[str, Callable[[Called], str]] = {"": str, "de": _of, "à": _to, "que": _that, "in": _in}
