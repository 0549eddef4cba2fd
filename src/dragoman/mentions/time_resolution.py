"""What a sense comes to on a given day: the one resolver of all languages.

An anchor that is no single day (a month, a week, a year) gives a date only where every day of it gives the same, where
the coarse unit makes the difference harmless ("a year ago", in June: June of last year), or where the anchor itself
holds exactly one day that fits.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace

from dragoman.mentions.time_calendar import (
    UNIT_DAYS,
    fits_weekday,
    fixed,
    in_year,
    moved,
    occurrences,
    recurs_yearly,
    unit_at,
    with_fields_of,
)
from dragoman.mentions.time_sense import Leaning, Sense, Side, TimeExpression
from dragoman.model.dates import Date

_LONGEST_ANCHOR = 366  # days; a longer one says too little about any of them
_HALF_YEAR = 183
_ONE = dt.timedelta(1)


def resolve(
    expression: TimeExpression, anchor: Date | None, *, leaning: Leaning = "past"
) -> tuple[Date, str] | None:
    """The date of an expression and the name of what it was resolved against, or None when that stays unknown.

    The name is ``text`` for a date that the words give by themselves, ``mention`` for kind ``relative_to_mention``
    (whose anchor is the date of the mention that it counts from) and ``published`` for everything else. `leaning` is
    the side of the anchor on which a bare weekday, month or day lies, from the tense of its clause; with ``none`` such
    a one is resolved only when the anchor lies in it. Where weekday and day contradict each other the day stands, see
    `contradicts_weekday`.
    """
    name = "mention" if expression.kind == "relative_to_mention" else "published"
    try:
        alone = _on(expression.sense, None, leaning)
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
    if date := _on(sense, None, "none"):
        inside = Date.between(dt.date(max(first_year, 1), 1, 1), dt.date(min(last_year, 9999), 12, 31))
        return [date] if date.intersect(inside) else []
    found = []
    for year in range(first_year, last_year + 1):
        if sense.op == "calendar" and recurs_yearly(sense):
            date = in_year(sense, year)
            found += [date] if date and fits_weekday(sense, date) else []
        elif sense.op == "range" and sense.last and sense.last.op == "calendar" and recurs_yearly(sense.last):
            date = _range(replace(sense, last=replace(sense.last, year=year)), None, "none")
            found += [date] if date and not contradicts_weekday(expression, date) else []
    return found


def contradicts_weekday(expression: TimeExpression, date: Date) -> bool:
    """Whether the words name a weekday that the resolved date is not ("mardi 21 juin 2023" was a Wednesday)."""
    sense = expression.sense
    if sense.op == "range" and sense.first and sense.last and date.first and date.last:
        return not (fits_weekday(sense.first, Date.of(date.first)) and fits_weekday(sense.last, Date.of(date.last)))
    while sense.op != "calendar" and sense.first:
        sense = sense.first
    return date.is_day and sense.day is not None and not fits_weekday(sense, date)


# --- anchors that are no single day -------------------------------------------------------------------------------


def _anchored(sense: Sense, anchor: Date, leaning: Leaning) -> Date | None:
    if anchor.first is None or anchor.last is None or (anchor.last - anchor.first).days >= _LONGEST_ANCHOR:
        return None
    days = [anchor.first + count * _ONE for count in range((anchor.last - anchor.first).days + 1)]
    found = [_on(sense, day, leaning) for day in days]
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


# --- one day ------------------------------------------------------------------------------------------------------


def _on(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    """What the sense comes to for someone writing on that day; without a day only what needs none."""
    date = _OPERATIONS[sense.op](sense, day, leaning)
    return date.approximate() if date and sense.approximate else date


def _first(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    return _on(sense.first, day, leaning) if sense.first else None


def _calendar(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    if day is None or fixed(sense) is not None or sense.year is not None:
        return fixed(sense)
    around = occurrences(sense, day)
    if not (sense.weekday and sense.month):
        date = _picked(around, day, leaning, sense.side)
        disputed = date and sense.emblem and leaning != "future" and date.first and date.first.year != sense.emblem
        return None if disputed else date
    fitting = [date for date in around if fits_weekday(sense, date)]
    near = [date for date in fitting if date.first and abs((date.first - day).days) <= _HALF_YEAR]
    if sense.side is None and len(near) == 1:
        return near[0]  # the weekday says on which side, whatever the tense
    leaned = _picked(around, day, leaning, sense.side)
    close = leaned and leaned.first and abs((leaned.first - day).days) <= _HALF_YEAR
    return leaned if close or leaned in fitting else None


def _picked(around: list[Date], day: dt.date, leaning: Leaning, side: Side | None) -> Date | None:
    """The occurrence that is meant; `around` is in order."""
    if side == "last":
        return next((date for date in reversed(around) if date.last and date.last < day), None)
    if side == "next":
        return next((date for date in around if date.first and date.first > day), None)
    if leaning == "past":
        return next((date for date in reversed(around) if date.first and date.first <= day), None)
    if leaning == "future":
        return next((date for date in around if date.last and date.last >= day), None)
    return next((date for date in around if date.contains(day)), None)


def _period(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    return day and unit_at(day, sense.unit or "day", sense.count or 0, sense.part)


def _shift(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    if sense.first:
        base = _on(sense.first, day, leaning)
        return base and _anchored(replace(sense, first=None), base, leaning)
    there = day and moved(day, sense)
    if there is None:
        return None
    return Date.of(there).approximate() if _is_rough(sense) else Date.of(there)


def _is_rough(sense: Sense) -> bool:
    return sense.unit not in ("hour", "day") and not sense.exact


def _window(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    there = day and moved(day, sense)
    if day is None or there is None:
        return None
    stretch = Date.between(min(day, there), max(day, there))
    return stretch.approximate() if _is_rough(sense) else stretch


def _elapsed(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    unit = day and unit_at(day, sense.unit or "day", 0)
    return Date.between(unit.first, day) if unit else None


def _remaining(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    unit = day and unit_at(day, sense.unit or "day", 0)
    return Date.between(day, unit.last) if unit else None


def _range(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    first, last = sense.first, sense.last
    if first is None or last is None:
        return None
    if not (first.op == last.op == "calendar"):
        return _stretch(_on(first, day, leaning), _on(last, day, leaning))
    starts, ends = with_fields_of(first, last), with_fields_of(last, first)
    start, end = fixed(starts), fixed(ends)
    if start and end and _is_after(start, end):
        # The year that was only borrowed may be the neighbouring one: "du 28 décembre au 3 janvier 2024".
        if first.year is None and starts.year is not None:
            start = in_year(starts, starts.year - 1)
        elif last.year is None and ends.year is not None:
            end = in_year(ends, ends.year + 1)
    if start or end or day is None or starts.year is not None:
        return _stretch(start, end)
    following = occurrences(ends, day)
    pairs = ((one, next((end for end in following if not _is_after(one, end)), None)) for one in occurrences(starts, day))
    around = [stretch for stretch in (_stretch(one, end) for one, end in pairs) if stretch]
    return _picked(around, day, leaning, None)


def _is_after(start: Date, end: Date) -> bool:
    return bool(start.first and end.last and start.first > end.last)


def _stretch(start: Date | None, end: Date | None) -> Date | None:
    if start is None or end is None or start.first is None or end.last is None or start.first > end.last:
        return None
    if "/" in start.edtf or "/" in end.edtf:
        return Date.between(start.first, end.last)
    return Date(f"{start.edtf}/{end.edtf}", start.first, end.last)


def _since(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    return _from(sense, day, "past")


def _from(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    date = _first(sense, day, leaning)
    if date is None or date.first is None:
        return None
    start = date.first.isoformat() if "/" in date.edtf else date.edtf
    return Date(f"{start}/..", date.first, None)


def _after(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    date = _first(sense, day, leaning)
    return Date.between(date.last + _ONE, None) if date and date.last else None


def _until(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    date = _first(sense, day, leaning)
    if date is None or date.last is None:
        return None
    end = date.last.isoformat() if "/" in date.edtf else date.edtf
    return Date(f"../{end}", None, date.last)


def _before(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    if sense.first and sense.first.part in ("mid", "late"):
        return _until(sense, day, leaning)  # "before the end of June" runs to that end
    date = _first(sense, day, leaning)
    return Date.between(None, date.first - _ONE) if date and date.first else None


def _by(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    date = _first(sense, day, "future")
    if day is None:
        return _until(sense, None, "future")
    return Date.between(day, date.last) if date and date.last and date.last >= day else None


def _within(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    outer = _on(sense.last, day, leaning) if sense.last else None
    if outer is None or outer.first is None or outer.last is None or sense.first is None:
        return None
    inside = {date for date in _inside(sense.first, outer.first, outer.last) if date.intersect(outer) == date}
    return inside.pop() if len(inside) == 1 else None


def _inside(sense: Sense, first: dt.date, last: dt.date) -> Iterator[Date]:
    if recurs_yearly(sense):
        years = range(first.year, last.year + 1) if last.year - first.year < 10 else ()
        yield from (date for date in (in_year(sense, year) for year in years) if date)
    else:
        yield from occurrences(sense, first)


def _containing(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    date = _first(sense, day, leaning)
    if date is None or date.first is None or not date.is_day:
        return None
    unit = unit_at(date.first, sense.unit or "week", 0)
    return unit if unit and unit.contains(date.first) else None


def _night(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    if sense.first:
        date = _on(sense.first, day, leaning)
        # A night named after one day may be the one before or the one after it.
        return Date.between(date.first - _ONE, date.first + _ONE) if date and date.is_day and date.first else None
    if day is None:
        return None
    return Date.between(day - (leaning != "future") * _ONE, day + (leaning != "past") * _ONE)


def _vague(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    return None


_OPERATIONS: dict[str, Callable[[Sense, dt.date | None, Leaning], Date | None]] = {
    "calendar": _calendar,
    "period": _period,
    "shift": _shift,
    "window": _window,
    "elapsed": _elapsed,
    "remaining": _remaining,
    "range": _range,
    "since": _since,
    "from": _from,
    "after": _after,
    "until": _until,
    "before": _before,
    "by": _by,
    "within": _within,
    "containing": _containing,
    "night": _night,
    "vague": _vague,
}
