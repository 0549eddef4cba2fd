"""Calendar arithmetic on senses: stretches of a year, recurrences, units, distances. No language, no anchor.

Everything answers None for days that no calendar has.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from dragoman.errors import DateError
from dragoman.mentions.time_sense import Part, Sense, Unit
from dragoman.model.dates import Date, month_end

_THIRDS = {"early": 0, "mid": 1, "late": 2}
_WEEK_PARTS = {"early": (0, 2), "mid": (1, 3), "late": (3, 6)}  # Monday is 0; the parts overlap, as their use does
_DECADE_PARTS = {"early": (0, 3), "mid": (3, 6), "late": (6, 9)}
_WINTER = 24
# The longest that a unit lasts, in days.
UNIT_DAYS: dict[Unit, int] = {
    "hour": 1,
    "day": 1,
    "week": 7,
    "weekend": 7,
    "month": 31,
    "year": 366,
    "decade": 3653,
    "century": 36525,
}


def parsed(edtf: str) -> Date | None:
    """The Date, or None where no calendar has it (31 June)."""
    try:
        return Date.parse(edtf)
    except DateError:
        return None


def in_year(sense: Sense, year: int) -> Date | None:
    """What the fields of a calendar sense come to in a year; the whole year where there is none."""
    if not 1 <= year <= 9998:
        return None
    if sense.month and sense.day:
        return parsed(f"{year:04d}-{sense.month:02d}-{sense.day:02d}")
    if sense.month:
        return month_part(year, sense.month, sense.part)
    if sense.season:
        return _season(sense, year)
    if sense.quarter:
        return _months(year, 3 * sense.quarter - 2, 3 * sense.quarter)
    if sense.half:
        return _months(year, 6 * sense.half - 5, 6 * sense.half)
    if sense.part:
        third = _THIRDS[sense.part]
        return _months(year, 4 * third + 1, 4 * third + 4)
    return Date.year(year)


def fixed(sense: Sense) -> Date | None:
    """The date of a calendar sense that needs no anchor, None for one that does."""
    if sense.century is not None:
        return years(100 * sense.century - 99, 100 * sense.century)
    if sense.decade is not None:
        first, last = _DECADE_PARTS[sense.part] if sense.part else (0, 9)
        return years(sense.decade + first, sense.decade + last)
    if sense.year is None or not 1 <= sense.year <= 9998 or (sense.day and not sense.month):
        return None
    if sense.season == _WINTER and sense.year_last is None:
        # "l'hiver 2023" may begin or end in 2023: only the stretch of both is sure.
        if sense.part:
            return None
        return Date.between(dt.date(sense.year, 1, 1), month_end(sense.year, 14))
    return in_year(sense, sense.year)


def years(first: int, last: int) -> Date | None:
    """From one year to another, as an interval of years."""
    return parsed(f"{first:04d}/{last:04d}") if 1 <= first <= last <= 9998 else None


def month_part(year: int, month: int, part: Part | None) -> Date:
    """A month, or its days 1–10, 11–20, 21–end."""
    if part is None:
        return Date.month(year, month)
    start = dt.date(year, month, 10 * _THIRDS[part] + 1)
    return Date.between(start, month_end(year, month) if part == "late" else start + dt.timedelta(9))


def _months(year: int, first: int, last: int) -> Date | None:
    return parsed(f"{year:04d}-{first:02d}/{year:04d}-{last:02d}")


def _season(sense: Sense, year: int) -> Date | None:
    season = Date.season(year, sense.season or 0)
    if sense.part is None or season.first is None:
        return season
    start = season.first.month + _THIRDS[sense.part]
    return Date.month(year + (start - 1) // 12, (start - 1) % 12 + 1)


def recurs_yearly(sense: Sense) -> bool:
    """Whether a calendar sense without a year comes back every year."""
    return bool(sense.month or sense.season or sense.quarter or sense.half or sense.unit == "year")


def occurrences(sense: Sense, day: dt.date) -> list[Date]:
    """When a recurring calendar sense occurs around a day, in order: two years (three weeks, two months) each way."""
    return [date for date in _occurrences(sense, day) if date is not None]


def _occurrences(sense: Sense, day: dt.date) -> Iterator[Date | None]:
    if recurs_yearly(sense):
        yield from (in_year(sense, year) for year in range(day.year - 2, day.year + 3))
    elif sense.day:
        yield from (Date.of(d) for d in _days_around(day, 45) if _is_day(sense, d))
    elif sense.weekday:
        yield from (Date.of(d) for d in _days_around(day, 21) if d.isoweekday() == sense.weekday)
    elif sense.unit == "month" and sense.part:
        for count in (-2, -1, 0, 1, 2):
            start = add_months(day.replace(day=1), count)
            yield month_part(start.year, start.month, sense.part)
    elif sense.unit:
        yield from (unit_at(day, sense.unit, count, sense.part) for count in (-2, -1, 0, 1, 2))


def _days_around(day: dt.date, reach: int) -> Iterator[dt.date]:
    return (day + dt.timedelta(count) for count in range(-reach, reach + 1))


def _is_day(sense: Sense, day: dt.date) -> bool:
    return day.day == sense.day and sense.weekday in (None, day.isoweekday())


def fits_weekday(sense: Sense, date: Date) -> bool:
    """Whether a day is the weekday that the words give it; True where they give none."""
    return sense.weekday is None or date.first is None or date.first.isoweekday() == sense.weekday


def add_months(day: dt.date, count: int) -> dt.date:
    """The same day of another month, or the last that it has. Raises OverflowError beyond the years 1 to 9999."""
    year, month = day.year + (day.month - 1 + count) // 12, (day.month - 1 + count) % 12 + 1
    if not 1 <= year <= 9999:
        raise OverflowError(f"year {year} is beyond the calendar")
    return day.replace(year=year, month=month, day=min(day.day, month_end(year, month).day))


def moved(day: dt.date, sense: Sense) -> dt.date | None:
    """The day `count` units away; None where the unit is too small to count in days.

    Raises OverflowError beyond the years 1 to 9999.
    """
    count, unit = sense.count or 0, sense.unit or "day"
    back = -1 if count < 0 else 1
    if unit == "hour":
        return None if count % 24 else day + dt.timedelta(count // 24)
    if unit == "day":
        return day + dt.timedelta(count)
    if unit in ("week", "weekend"):
        return day + dt.timedelta(7 * count + (3 * back if sense.half_more else 0))
    months = {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
    if unit == "month":
        return add_months(day, count) + dt.timedelta(15 * back if sense.half_more else 0)
    return add_months(day, months * count + (months // 2 * back if sense.half_more else 0))


def unit_at(day: dt.date, unit: Unit, count: int, part: Part | None = None) -> Date | None:
    """The unit (or a part of it) that lies `count` units from the one that the day is in.

    Weeks run from Monday to Sunday; a weekend belongs to the week that it ends. Raises OverflowError beyond the years
    1 to 9999.
    """
    if unit in ("hour", "day"):
        return Date.of(day + dt.timedelta(count)) if unit == "day" else None
    if unit in ("week", "weekend"):
        monday = day + dt.timedelta(7 * count - day.weekday())
        first, last = (5, 6) if unit == "weekend" else _WEEK_PARTS[part] if part else (0, 6)
        return Date.between(monday + dt.timedelta(first), monday + dt.timedelta(last))
    if unit == "month":
        start = add_months(day.replace(day=1), count)
        return month_part(start.year, start.month, part)
    if unit == "year":
        return in_year(Sense("calendar", part=part), day.year + count)
    if unit == "decade":
        return fixed(Sense("calendar", decade=10 * (day.year // 10 + count), part=part))
    return fixed(Sense("calendar", century=(day.year + 99) // 100 + count)) if part is None else None


def with_fields_of(sense: Sense, other: Sense) -> Sense:
    """A calendar sense that takes month and year from another where it lacks them ("du 3 au 5 juillet 2024")."""
    month = sense.month or (other.month if sense.day else None)
    yearly = bool(month) or recurs_yearly(sense)
    return replace(sense, month=month, year=other.year if sense.year is None and yearly else sense.year)
