"""Dates as the record keeps them: EDTF text and the two calendar days that it spans.

A `Date` is a value (frozen, comparable, hashable). Its ``edtf`` follows ISO 8601-2 level 1 as
the Library of Congress writes it (https://www.loc.gov/standards/datetime/): ``2024``, ``2024-06``,
``2024-06-25``, ``2023-23`` (autumn), ``2024-10-21/2024-11-10``, ``2024~``, ``2023/..``.
``first`` and ``last`` are inclusive; None stands for an open end.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from dragoman.errors import DateError

# Seasons by calendar months, northern reading: 21 spring, 22 summer, 23 autumn, 24 winter (December
# of the year named to February of the next).
SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}

_POINT = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<mark>[~?%]?)\Z")
_YEAR_LAST = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")


@dataclass(frozen=True, slots=True)
class Date:
    """A point or stretch of calendar time.

    >>> Date.parse("2024-06").last
    datetime.date(2024, 6, 30)
    >>> Date.month(2023, 6).intersect(Date.day(2023, 6, 20)).edtf
    '2023-06-20'
    """

    edtf: str
    first: dt.date | None
    last: dt.date | None

    @classmethod
    def day(cls, year: int, month: int, day: int) -> "Date":
        """One calendar day; raises DateError for a day that no calendar has."""
        return cls.parse(f"{year:04d}-{month:02d}-{day:02d}")

    @classmethod
    def of(cls, value: dt.date) -> "Date":
        """The Date of a datetime.date."""
        return cls(value.isoformat(), value, value)

    @classmethod
    def month(cls, year: int, month: int) -> "Date":
        """A whole month (1 to 12)."""
        return cls.parse(f"{year:04d}-{month:02d}")

    @classmethod
    def year(cls, year: int) -> "Date":
        """A whole year."""
        return cls.parse(f"{year:04d}")

    @classmethod
    def season(cls, year: int, season: int) -> "Date":
        """A season by calendar months: 21 spring, 22 summer, 23 autumn, 24 winter (from December)."""
        return cls.parse(f"{year:04d}-{season:02d}")

    @classmethod
    def between(cls, first: dt.date | None, last: dt.date | None) -> "Date":
        """The inclusive stretch from first to last; None leaves that end open.

        A stretch that is exactly a day, a month or a year is written as such.
        """
        if first is None and last is None:
            raise DateError("a stretch of time needs at least one end")
        if first is not None and last is not None:
            if first > last:
                raise DateError(f"{first} is after {last}")
            if first == last:
                return cls.of(first)
            month = cls.month(first.year, first.month)
            if (month.first, month.last) == (first, last):
                return month
            year = cls.year(first.year)
            if (year.first, year.last) == (first, last):
                return year
        start = first.isoformat() if first else ".."
        end = last.isoformat() if last else ".."
        return cls(f"{start}/{end}", first, last)

    @classmethod
    def parse(cls, text: str) -> "Date":
        """Read EDTF level 1 (points, seasons, marks ``~ ? %``, intervals with open ends).

        Raises DateError with the offending text.
        """
        if _YEAR_LAST.fullmatch(text):
            raise DateError(f"{text!r} is no EDTF date: write the year first, as 2024-06-25")
        start, slash, end = text.partition("/")
        if not slash:
            first, last = _bounds(text)
            return cls(text, first, last)
        opens = None if start in ("..", "") else _bounds(start)[0]
        closes = None if end in ("..", "") else _bounds(end)[1]
        if opens is None and closes is None:
            raise DateError(f"{text!r} has no end at all")
        if opens is not None and closes is not None and opens > closes:
            raise DateError(f"{text!r} ends before it starts")
        return cls(text, opens, closes)

    def approximate(self) -> "Date":
        """The same with ``~`` on every point; the days stay."""
        marked = "/".join(
            part if part in ("..", "") or part[-1] in "~?%" else part + "~" for part in self.edtf.split("/")
        )
        return Date(marked, self.first, self.last)

    def intersect(self, other: "Date") -> "Date | None":
        """What both allow, or None when they exclude each other; the narrower text is kept where it says it all."""
        first = max((d for d in (self.first, other.first) if d), default=None)
        last = min((d for d in (self.last, other.last) if d), default=None)
        if first and last and first > last:
            return None
        for narrow in (self, other):
            if (narrow.first, narrow.last) == (first, last):
                return narrow
        return Date.between(first, last)

    def contains(self, day: dt.date) -> bool:
        """Whether the day lies inside."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    @property
    def is_day(self) -> bool:
        """Whether this is one calendar day."""
        return self.first is not None and self.first == self.last

    @property
    def days(self) -> int | None:
        """How many days it spans, None when an end is open."""
        if self.first is None or self.last is None:
            return None
        return (self.last - self.first).days + 1

    def __str__(self) -> str:
        return self.edtf


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month; month may run past 12 into the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _bounds(point: str) -> tuple[dt.date, dt.date]:
    match = _POINT.match(point)
    if not match:
        raise DateError(f"{point!r} is no EDTF date: write 2024, 2024-06, 2024-06-25, 2023-23 or A/B")
    year = int(match["year"])
    try:
        if match["day"]:
            day = dt.date(year, int(match["month"]), int(match["day"]))
            return day, day
        if not match["month"]:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        month = int(match["month"])
        if month in SEASON_MONTHS:
            start, end = SEASON_MONTHS[month]
            return dt.date(year, start, 1), month_end(year, end)
        return dt.date(year, month, 1), month_end(year, month)
    except (ValueError, calendar.IllegalMonthError) as error:
        raise DateError(f"{point!r} is no date of the calendar: {error}") from error
