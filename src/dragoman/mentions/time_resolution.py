"""What a sense comes to on a given day: the one resolver of all languages.

An anchor that is no single day (a month, a week, a year) gives a date only where every day of it gives the same, where
the coarse unit makes the difference harmless ("a year ago", in June: June of last year), or where the anchor itself
holds exactly one day that fits.
"""

import datetime as dt
from dataclasses import replace

from dragoman.mentions.time_calendar import UNIT_DAYS, fits_weekday, in_year, occurrences, recurs_yearly
from dragoman.mentions.time_operations import on_day, resolve_range, weekdays_fit
from dragoman.mentions.time_sense import Leaning, Sense, TimeExpression
from dragoman.model.dates import Date

_LONGEST_ANCHOR = 366  # days; a longer one says too little about any of them
_ONE = dt.timedelta(1)


def resolve(expression: TimeExpression, anchor: Date | None, *, leaning: Leaning = "past") -> tuple[Date, str] | None:
    """The date of an expression and the name of what it was resolved against, or None when that stays unknown.

    The name is ``text`` for a date that the words give by themselves, ``mention`` for kind ``relative_to_mention``
    (whose anchor is the date of the mention that it counts from) and ``published`` for everything else. `leaning` is
    the side of the anchor on which a bare weekday, month or day lies, from the tense of its clause; with ``none`` such
    a one is resolved only when the anchor lies in it or no other is anywhere near. A day without a year far off on that
    side, while the other side's is at hand, stays unknown. Where weekday and day contradict each other the day stands,
    see `contradicts_weekday`.
    """
    name = "mention" if expression.kind == "relative_to_mention" else "published"
    try:
        alone = on_day(expression.sense, None, leaning)
        if alone is not None and not (anchor and expression.sense.op == "by"):
            return alone, "text"
        date = None if anchor is None else _anchored(expression.sense, anchor, leaning)
    except OverflowError:
        return None  # beyond the years 1 to 9999
    if date is None:
        return None if alone is None else (alone, "text")
    return date, name


def candidates(expression: TimeExpression, first_year: int, last_year: int) -> list[Date]:
    """Every date that the words allow in the years from first to last, in order.

    For days, months, seasons and ranges of them; a weekday rules out the years in which it does not fit. Empty for
    what depends on the day of writing.
    """
    sense = expression.sense
    if date := on_day(sense, None, "none"):
        inside = Date.between(dt.date(max(first_year, 1), 1, 1), dt.date(min(last_year, 9999), 12, 31))
        return [date] if date.intersect(inside) else []
    found = []
    for year in range(first_year, last_year + 1):
        if sense.op == "calendar" and recurs_yearly(sense):
            date = in_year(sense, year)
            found += [date] if date and fits_weekday(sense, date) else []
        elif sense.op == "calendar" and sense.day and sense.weekday:
            first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
            days = (first + count * _ONE for count in range((last - first).days + 1))
            found += [Date.of(day) for day in days if (day.day, day.isoweekday()) == (sense.day, sense.weekday)]
        elif sense.op == "range" and sense.last and sense.last.op == "calendar" and recurs_yearly(sense.last):
            date = resolve_range(replace(sense, last=replace(sense.last, year=year)), None, "none")
            found += [date] if date and not contradicts_weekday(expression, date) else []
    return found


def contradicts_weekday(expression: TimeExpression, date: Date) -> bool:
    """Whether the words name a weekday that the resolved date is not ("mardi 21 juin 2023" was a Wednesday)."""
    sense = expression.sense
    if sense.op == "range":
        return not weekdays_fit(sense, date)
    while sense.op != "calendar" and sense.first:
        sense = sense.first
    return date.is_day and sense.day is not None and not fits_weekday(sense, date)


# --- anchors that are no single day -------------------------------------------------------------------------------


def _anchored(sense: Sense, anchor: Date, leaning: Leaning) -> Date | None:
    if anchor.first is None or anchor.last is None or (anchor.last - anchor.first).days >= _LONGEST_ANCHOR:
        return None
    days = [anchor.first + count * _ONE for count in range((anchor.last - anchor.first).days + 1)]
    found = [on_day(sense, day, leaning) for day in days]
    date = found[0] if len(set(found)) == 1 else _joined(sense, found, len(days)) or _held(sense, anchor)
    return date.approximate() if date and anchor.edtf[-1] in "~?%" else date


def _joined(sense: Sense, found: list[Date | None], days: int) -> Date | None:
    """The stretch of all results, where the unit counted in is at least as long as the anchor."""
    while sense.op in ("since", "from", "after", "until", "before") and sense.first:
        sense = sense.first
    by_unit = sense.op in ("shift", "window", "elapsed", "remaining") and UNIT_DAYS[sense.unit or "day"] >= days
    dates = [date for date in found if date is not None]
    if not (by_unit or sense.op == "by") or len(dates) < len(found):
        return None
    if sense.op == "by" and len({date.last for date in dates}) > 1:
        return None
    starts, ends = [date.first for date in dates], [date.last for date in dates]
    first = None if None in starts else min(day for day in starts if day)
    last = None if None in ends else max(day for day in ends if day)
    stretch = Date.between(first, last)
    return stretch.approximate() if any("~" in date.edtf for date in dates) else stretch


def _held(sense: Sense, anchor: Date) -> Date | None:
    """The one day that fits in an anchor of a month or less."""
    if sense.op != "calendar" or not sense.day or sense.side or (anchor.days or 0) > UNIT_DAYS["month"]:
        return None
    if anchor.first is None:
        return None
    inside = [date for date in occurrences(sense, anchor.first) if date.intersect(anchor) and fits_weekday(sense, date)]
    return inside[0] if len(inside) == 1 else None
