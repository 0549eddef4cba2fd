"""Date shapes of stamps, datelines and headers, and lines that hold nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dragoman.documents.habits import Habits, key_of, load_habits
from dragoman.errors import DateError
from dragoman.model.dates import Date
from dragoman.model.names import fold

FIRST_YEAR, LAST_YEAR = 1900, 2099

Role = Literal["published", "updated", "plain"]

_ISO = re.compile(
    r"(?<![\d/.-])(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)"
    r"(?:T[\d:.]{4,12}(?:Z|[+-]\d\d:?\d\d)?)?"
)
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})(?![\d/-])"
)
_DAY_MONTH = re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/])")
_TIME = re.compile(
    r"(?<![\d/.-])(?:[01]?\d|2[0-4])\s?(?:(?:[:h]|h:)\s?[0-5]\d(?:\s?[:m]\s?[0-5]\d)?|h(?:eures?)?(?![a-z]))"
    r"(?:\s?(?:am|pm|gmt|utc|tu|cet|cest|est|msk)(?![a-z]))?(?:\s?[+-]\d{1,2}(?::?\d\d)?(?!\d))?"
)
_NUMBERED = re.compile(r"\d{1,5}-(?P<day>\d{2})-(?P<month>\d{2})-(?P<year>\d{4})\Z")
_PREFIX = re.compile(r"date (?P<date>\d{4}-(?:0[1-9]|1[0-2])(?:-\d{2})?)(?: |\Z)")
_ISSUE = re.compile(r"\b[nN][°º]\s?\d{1,6}\b")  # the number of a paper is no part of the day
_LABEL_REACH = 40


@dataclass(frozen=True, slots=True)
class Shape:
    """A date as it is written: where it stands and what it says; what it leaves out is None."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    weekday: int | None = None

    def date(self) -> Date | None:
        """The calendar date, or None without a year or where the calendar has no such day."""
        if self.year is None or not FIRST_YEAR <= self.year <= LAST_YEAR:
            return None
        try:
            return Date.month(self.year, self.month) if self.day is None else Date.day(self.year, self.month, self.day)
        except DateError:
            return None

    def exists(self) -> bool:
        """Whether some year has that day."""
        return self.date() is not None if self.year else _in_leap_year(self.month, self.day)


@dataclass(frozen=True, slots=True)
class Stamp:
    """The dates of a stamp line, each with the role that a label gives it and its words; `rest`: what else is there."""

    shapes: tuple[tuple[Role, Shape, str], ...]
    timed: bool
    rest: str


def find_prefix(text: str) -> int | None:
    """Where the mark ``date 2024-06 `` ends that some collections put before the first word, or None without one."""
    match = _PREFIX.match(text)
    try:
        return match.end() if match and Date.parse(match["date"]) else None
    except DateError:
        return None


def iter_shapes(text: str, language: str, *, loose: bool = False) -> Iterator[Shape]:
    """Yield the dates in a line (of bounded length), from left to right, none overlapping.

    `loose` takes what only a label makes a date as well: two-digit years and day/month without year.
    """
    habits = load_habits(language)
    found = [*_numeric(text, habits, loose), *_worded(fold(text), language)]
    end = 0
    for shape in sorted(found, key=lambda shape: (shape.start, -shape.end)):
        if shape.start >= end and shape.exists():
            yield shape
            end = shape.end


def find_stamp(text: str, language: str) -> Stamp | None:
    """Read a line as a stamp: dates, times and labels, the rest in `rest`; None where it has no date or time."""
    habits = load_habits(language)
    numbered = _NUMBERED.fullmatch(text)
    if numbered:
        shape = Shape(0, len(text), int(numbered["year"]), int(numbered["month"]), int(numbered["day"]))
        return Stamp((("published", shape, text),), False, "") if shape.date() else None
    folded = fold(text)
    shapes = list(iter_shapes(text, language, loose=_is_labelled(folded, habits)))
    blanked = list(text)
    for shape in shapes:
        blanked[shape.start : shape.end] = " " * (shape.end - shape.start)
    timed = False
    for match in _TIME.finditer(fold("".join(blanked))):
        blanked[match.start() : match.end()] = " " * (match.end() - match.start())
        timed = True
    for match in _ISSUE.finditer("".join(blanked)):
        blanked[match.start() : match.end()] = " " * (match.end() - match.start())
    if timed:  # "19 h 05, heure de Quito" does not say where the text was written
        for match in _zones(language).finditer("".join(blanked)):
            blanked[match.start() : match.end()] = " " * (match.end() - match.start())
    if not shapes and not timed and not _is_age(key_of(text), habits):
        return None
    rest = _rest("".join(blanked), habits)
    roles: list[tuple[Role, Shape, str]] = []
    role: Role = "plain"
    start = 0
    for shape in shapes:
        role = _role(folded[max(start, shape.start - _LABEL_REACH) : shape.start], habits) or role
        roles.append((role, shape, text[shape.start : shape.end]))
        start = shape.end
    return Stamp(tuple(roles), timed, rest)


def find_labelled(text: str, language: str) -> list[tuple[Role, Shape, str]]:
    """Dates inside a running line that a label and a time of day mark as its stamp ("publié le 3 mai 2024 à 10h")."""
    habits = load_habits(language)
    folded = fold(text)
    found: list[tuple[Role, Shape, str]] = []
    for shape in iter_shapes(text, language):
        role = _role(folded[max(0, shape.start - _LABEL_REACH) : shape.start], habits)
        after = folded[shape.end : shape.end + 16].lstrip(" ,-|a")
        if role and shape.date() and _TIME.match(after):
            found.append((role, shape, text[shape.start : shape.end]))
    return found


def _numeric(text: str, habits: Habits, loose: bool) -> Iterator[Shape]:
    for match in _ISO.finditer(text):
        yield Shape(match.start(), match.end(), int(match["year"]), int(match["month"]), int(match["day"]))
    for match in _NUMERIC.finditer(text):
        first, second, year = int(match["day"]), int(match["month"]), int(match["year"])
        if len(match["year"]) == 2:
            if not loose:
                continue
            year += 2000
        if habits.day_first or first > 12:
            yield (
                Shape(match.start(), match.end(), year, second, first)
                if second <= 12
                else Shape(match.start(), match.end(), year, first, second)
            )
        elif second > 12:
            yield Shape(match.start(), match.end(), year, first, second)
    if loose and habits.day_first:
        for match in _DAY_MONTH.finditer(text):
            yield Shape(match.start(), match.end(), None, int(match["month"]), int(match["day"]))


@lru_cache(maxsize=16)
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    habits = load_habits(language)
    months = "|".join(sorted(map(re.escape, habits.months), key=len, reverse=True))
    weekdays = "|".join(sorted(map(re.escape, habits.weekdays), key=len, reverse=True))
    day_first = re.compile(
        rf"(?<![a-z\d])(?:(?P<weekday>{weekdays})\.?,?\s(?:le\s)?)?(?:(?P<day>[0-3]?\d)(?:er|st|nd|rd|th)?\.?\s{{1,3}}(?:de\s|of\s)?)?"
        rf"(?P<month>{months})(?![a-z])(?:\.?,?\s{{1,3}}(?:de\s)?(?P<year>\d{{4}})(?!\d))?"
    )
    month_first = re.compile(
        rf"(?<![a-z\d])(?:(?P<weekday>{weekdays})\.?,?\s)?(?P<month>{months})(?![a-z])\.?\s(?P<day>[0-3]?\d)(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})(?!\d)"
    )
    return day_first, month_first


@lru_cache(maxsize=16)
def _zones(language: str) -> re.Pattern[str]:
    labels = "|".join(sorted(load_habits(language).zone_labels, key=len, reverse=True)) or r"\Z."
    return re.compile(rf"\b(?:{labels})\s?[’']?([^\W\d_a-zà-ÿ][\w’'-]*(?: [^\W\d_a-zà-ÿ][\w’'-]*)*)")


def _worded(folded: str, language: str) -> Iterator[Shape]:
    habits = load_habits(language)
    day_first, month_first = _patterns(language)
    for match in month_first.finditer(folded):
        yield _shape(match, habits)
    for match in day_first.finditer(folded):
        if match["day"] or match["year"]:
            yield _shape(match, habits)


def _shape(match: re.Match[str], habits: Habits) -> Shape:
    return Shape(
        match.start(),
        match.end(),
        int(match["year"]) if match["year"] else None,
        habits.months[match["month"]],
        int(match["day"]) if match["day"] else None,
        habits.weekdays[match["weekday"]] if match["weekday"] else None,
    )


def _in_leap_year(month: int, day: int | None) -> bool:
    return Shape(0, 0, 2024, month, day or 1).date() is not None


def _is_labelled(folded: str, habits: Habits) -> bool:
    return _role(folded, habits) is not None or bool(_TIME.search(folded))


def _role(before: str, habits: Habits) -> Role | None:
    """The role that the last label in the words before a date gives it."""
    words = key_of(before).split()
    for start in range(len(words) - 1, -1, -1):
        for length in (4, 3, 2, 1):
            label = " ".join(words[start : start + length])
            if label in habits.updated_labels:
                return "updated"
            if label in habits.published_labels:
                return "published"
    return None


def _rest(text: str, habits: Habits) -> str:
    """What a line holds besides dates, times and the words of stamps; the words as written."""
    kept: list[str] = []
    for word in text.split():
        key = key_of(word)
        counts = key.isdigit() and len(key) <= 3 and not kept  # "il y a 3 heures", but "France 24"
        if key and not counts and not _is_stamp_word(key, habits):
            kept.append(word)
    return " ".join(kept)


def _is_stamp_word(key: str, habits: Habits) -> bool:
    return all(part in habits.stamp_words or part in habits.weekdays for part in key.split())


def _is_age(key: str, habits: Habits) -> bool:
    """Whether a line only tells how long ago it was put up ("il y a 7 ans")."""
    words = key.split()
    return (
        len(words) >= 3
        and any(map(str.isdigit, words))
        and all(word.isdigit() or word in habits.stamp_words for word in words)
    )
