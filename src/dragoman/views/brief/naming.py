"""What actors, places, days and languages are called in a language of briefs, by the register where it knows them."""

import datetime as dt
from collections.abc import Iterable, Sequence

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import get_month_names

from dragoman.model.dates import Date
from dragoman.register import Register
from dragoman.register.register import Actor
from dragoman.views.brief.brief import Language
from dragoman.views.brief.called import Called, Several, join, starts_with_vowel
from dragoman.views.brief.phrases import Phrases
from dragoman.views.names import Names

# Kinds of actors that go by their acronym.
_BY_ACRONYM = frozenset({"organisation", "bloc"})
# EDTF writes seasons as months of these numbers.
_LAST_MONTH, _FIRST_SEASON = 12, 21
_GENDERS = {"m": ("le", False), "f": ("la", False), "mp": ("les", True), "fp": ("les", True)}
_BY_PREPOSITION = {"au": "m", "en": "f", "aux": "mp"}
_OWN_ARTICLES = ("la ", "le ", "les ", "the ", "The ")


class Namer:
    """Names in one language."""

    def __init__(self, language: Language, phrases: Phrases, names: Names, register: Register) -> None:
        self.language = language
        self._phrases = phrases
        self._names = names
        self._register = register
        self._acronyms: dict[str, str] = {}
        for form in register.forms:
            if form.use == "acronym" and form.language == language and len(form.actors) == 1:
                self._acronyms.setdefault(form.actors[0], form.text)
        self._months = get_month_names("wide", locale=language)

    def actor(self, actor: str) -> Called:
        """An actor with its article."""
        known = self._register.actors.get(actor)
        if known is None:
            return Called(self._names.label(actor) or actor)
        text = self._text(known)
        article = next((each for each in _OWN_ARTICLES if text.startswith(each)), "")
        text = text.removeprefix(article)
        if self.language == "en":
            return self._english(known, article.strip().lower(), text)
        return self._french(known, article.strip(), text)

    def knows(self, actor: str) -> bool:
        """Whether the register has the actor."""
        return actor in self._register.actors

    def is_person(self, actor: str) -> bool:
        """Whether an actor is somebody; whom the register does not know the documents do."""
        known = self._register.actors.get(actor)
        return known.kind == "person" if known is not None else self._names.describe(actor).kind == "person"

    def several(self, names: Sequence[Called]) -> Several:
        """Names in a row."""
        words = self._phrases.sentence
        return Several(names, words["comma"], words["and"])

    def joined(self, parts: Sequence[str]) -> str:
        """Texts in a row, as the language joins them."""
        return join(parts, self._phrases.sentence["comma"], self._phrases.sentence["and"])

    def place(self, place: str) -> str:
        """Where, with its preposition; a place whose preposition is not known stands in brackets."""
        called = self.actor(place)
        known = self._register.actors.get(place)
        sure = self.language == "en" or (known is not None and "fr" in known.prepositions)
        return self._phrases.sentence["place" if sure else "place_otherwise"].format(place=called)

    def full_name(self, actor: str) -> str | None:
        """The name behind an acronym; None for what goes by its name."""
        known = self._register.actors.get(actor)
        if known is None or actor not in self._acronyms or self._text(known) != self._acronyms[actor]:
            return None
        own = known.names.get(self.language, ())
        return own[0] if own and own[0] != self._text(known) else None

    def day(self, day: dt.date) -> str:
        """A calendar day."""
        number = self._phrases.dates["first_of_month"] if day.day == 1 else str(day.day)
        return f"{number} {self.month(day)}"

    def month(self, day: dt.date) -> str:
        """A month and its year."""
        return f"{self._months[day.month]} {day.year}"

    def when(self, first: dt.date | None, last: dt.date | None, edtf: str | None = None) -> str:
        """Some days as a sentence opens with them; whole months and years by their names.

        `edtf` is what was told of days that are open at one end: only it tells a month from its first day.
        """
        dates = self._phrases.dates
        if first is None and last is None:
            return dates["undated"]
        if last is None or first is None:
            name, day = ("since", first) if first is not None else ("until", last)
            loose = self._loose(edtf.partition("/")[0 if name == "since" else 2]) if edtf is not None else None
            told = loose if loose is not None else self._day(day)
            return dates[f"{name}_day" if loose is None else name].format(first=told, last=told)
        if first == last:
            return dates["day"].format(day=self.day(first))
        following = last + dt.timedelta(days=1)
        if first.day == following.day == 1:
            if (following.year, following.month) in ((first.year, first.month + 1), (first.year + 1, first.month - 11)):
                return dates["period"].format(period=self.month(first))
            if first.month == following.month == 1 and following.year == first.year + 1:
                return dates["period"].format(period=first.year)
        return dates["between"].format(first=self._before(first, last), last=self.day(last))

    def stretch(self, during: Date) -> str:
        """A stretch of the register's, open ends told, and its ends no closer than it has them."""
        start, _, end = during.edtf.partition("/")
        first, last = self._loose(start), self._loose(end)
        ends = {"first": first or self._day(during.first), "last": last or self._day(during.last)}
        if not end:
            return str(ends["first"])
        name = {(True, True): "between", (True, False): "since", (False, True): "until", (False, False): "always"}
        told = name[during.first is not None, during.last is not None]
        by_day = (told == "since" and first is None) or (told == "until" and last is None)
        return self._phrases.register[f"{told}_day" if by_day else told].format(**ends)

    def tongue(self, language: str) -> str:
        """What a language is called; its code where nothing is known of it."""
        try:
            return Locale.parse(language).get_language_name(self.language) or language
        except (UnknownLocaleError, ValueError):
            return language

    def _loose(self, point: str) -> Called | None:
        """A month, a season or a year out of EDTF text; None for a day."""
        plain = point.rstrip("~?%")
        year, _, rest = plain.partition("-")
        if not year.isdecimal() or len(rest) > 2:
            return None
        number = int(rest or 0)
        article = ""
        if number > _LAST_MONTH:
            season = Called(self._phrases.dates["seasons"].split(", ")[number - _FIRST_SEASON])
            article = "" if self.language == "en" else "l'" if season.elides or season.text[0] == "h" else "le"
            told = f"{season} {year}"
        else:
            told = self.month(dt.date(int(year), number, 1)) if number else year
        if plain != point:
            return Called(self._phrases.dates["about"].format(day=told))
        return Called(told, article)

    def _before(self, first: dt.date, last: dt.date) -> str:
        """The first day of a stretch, without the month and the year that the last one has too."""
        if first.year != last.year:
            return self.day(first)
        number = self.day(first).partition(" ")[0]
        return number if first.month == last.month else f"{number} {self._months[first.month]}"

    def _day(self, day: dt.date | None) -> str:
        return self.day(day) if day is not None else ""

    def _text(self, known: Actor) -> str:
        """The acronym where an organisation has one, else the first name in the language, else the label."""
        if known.kind in _BY_ACRONYM and "_" not in known.id and known.id in self._acronyms:
            return self._acronyms[known.id]
        own = known.names.get(self.language, ())
        return own[0] if own and self.language != "en" else known.label

    def _english(self, known: Actor, article: str, text: str) -> Called:
        rules = self._phrases.names
        words = text.split()
        noun = bool(words) and (words[0] in rules.nouns or words[-1] in rules.nouns)
        takes = known.kind in rules.always or (noun and known.kind != "state") or known.id in rules.also_with
        takes = takes and known.kind not in rules.never and known.id not in rules.without
        plural = bool(words) and words[-1] in rules.plural_nouns and known.kind not in ("state", "place")
        return Called(text, article or ("the" if takes else ""), plural, "in")

    def _french(self, known: Actor, article: str, text: str) -> Called:
        rules = self._phrases.names
        within = known.prepositions.get("fr", "")
        mute = text in rules.mute
        gender = rules.of.get(known.id) or known.genders.get("fr")
        if known.kind == "medium" and not text[:1].islower():
            gender = None
        if gender is None and known.kind == "state":
            gender = _BY_PREPOSITION.get(within)
        if gender is None and isinstance(rules.nouns, dict) and known.kind not in ("person", "medium"):
            gender = rules.nouns.get(text.split()[0].lower())
        if known.id in rules.without or (gender is None and not article):
            return Called(text, "", within=within, mute=mute)
        chosen, plural = _GENDERS[gender] if gender is not None else (article, article == "les")
        if chosen in ("le", "la") and (mute or starts_with_vowel(text)):
            chosen = "l'"
        return Called(text, article or chosen, plural, within, mute)


def ordered(values: Iterable[str]) -> tuple[str, ...]:
    """Values once each, in order of appearance."""
    return tuple(dict.fromkeys(values))
