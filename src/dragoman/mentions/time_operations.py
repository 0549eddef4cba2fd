"""What a sense comes to for someone who writes on one day: an operation for every `op`.

An operation takes the sense, the day (None: only what needs none is resolved) and the leaning of the clause. It
raises OverflowError beyond the years 1 to 9999.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace

from dragoman.mentions.time_calendar import (
    fits_weekday,
    fixed,
    in_year,
    moved,
    occurrences,
    recurs_yearly,
    unit_at,
    with_fields_of,
)
from dragoman.mentions.time_sense import Leaning, Sense, Side
from dragoman.model.dates import Date

_ONE = dt.timedelta(1)
_HALF_YEAR = 183  # days, as all below
# A yearly time on the side that the tense points to is doubted when it lies far off and the other side's is at hand:
# the third of July in a clause of the past, written in June.
_FAR = 300
_AT_HAND = 31
# "cet été" is never further away.
_THIS = 150


def on_day(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    """What the sense comes to for someone writing on that day; without a day only what needs none."""
    date = _OPERATIONS[sense.op](sense, day, leaning)
    return date.approximate() if date and sense.approximate else date


def _first(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    return on_day(sense.first, day, leaning) if sense.first else None


def _calendar(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    if day is None or fixed(sense) is not None or sense.year is not None:
        return fixed(sense)
    around = occurrences(sense, day)
    if sense.weekday and sense.month:
        fitting = [date for date in around if fits_weekday(sense, date)]
        return _fitted(around, fitting, day, leaning, sense.side)
    date = _believed(_picked(around, day, leaning, sense.side), around, day, sense.side, sense.nominal)
    if date and date.first and sense.emblem not in (None, date.first.year) and date.first <= day:
        return None  # that day, or the famous one years before
    return date


def _fitted(around: list[Date], fitting: list[Date], day: dt.date, leaning: Leaning, side: Side | None) -> Date | None:
    """The occurrence that is meant where weekdays are given: they outrank the tense, and a mere slip outranks them."""
    near = [date for date in fitting if _gap(date, day) <= _HALF_YEAR]
    if side is None and len(near) == 1:
        return near[0]
    leaned = _picked(around, day, leaning, side)
    return leaned if leaned and (leaned in fitting or _gap(leaned, day) <= _HALF_YEAR) else None


def _gap(date: Date, day: dt.date) -> int:
    """Days between a stretch and a day; 0 inside it."""
    before = (date.first - day).days if date.first else 0
    after = (day - date.last).days if date.last else 0
    return max(before, after, 0)


def _believed(date: Date | None, around: list[Date], day: dt.date, side: Side | None, nominal: bool) -> Date | None:
    """The occurrence that was picked, unless it is doubtful; then the one at hand, or None.

    `around` holds all occurrences, in order; `nominal` says that the words hang on a noun, so that the tense of the
    clause says little about them ("ont préparé le sommet du 3 juillet").
    """
    if side in ("last", "next"):
        return date
    if side == "this":
        return date if date and _gap(date, day) <= _THIS else None
    at_hand = [other for other in around if _gap(other, day) <= _AT_HAND and other != date]
    if date is None:
        alone = len(at_hand) == 1 and all(_gap(other, day) > _FAR for other in around if other != at_hand[0])
        return at_hand[0] if alone else None
    if nominal and any(_gap(other, day) < _gap(date, day) for other in around):
        return at_hand[0] if at_hand else None
    return None if at_hand and _gap(date, day) > _FAR else date


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
    return None if day is None else unit_at(day, sense.unit or "day", sense.count or 0, sense.part)


def _shift(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    if sense.first:
        base = on_day(sense.first, day, leaning)
        return _shift(replace(sense, first=None), base.first, leaning) if base and base.is_day else None
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


def resolve_range(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    """From the first to the last, each with the fields that only the other names."""
    first, last = sense.first, sense.last
    if first is None or last is None:
        return None
    if not (first.op == last.op == "calendar"):
        return _stretch(on_day(first, day, leaning), on_day(last, day, leaning))
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
    around = []
    for one in occurrences(starts, day):
        end = next((end for end in following if not _is_after(one, end)), None)
        around += [stretch] if (stretch := _stretch(one, end)) else []
    if leaning == "future" and not recurs_yearly(ends):
        return next((date for date in around if date.first and date.first >= day), None)  # "de jeudi à samedi"
    if recurs_yearly(ends) and (first.weekday or last.weekday):
        fitting = [date for date in around if weekdays_fit(sense, date)]
        return _fitted(around, fitting, day, leaning, last.side)
    date = _picked(around, day, leaning, last.side)
    return _believed(date, around, day, last.side, sense.nominal)


def weekdays_fit(sense: Sense, date: Date) -> bool:
    """Whether both ends of a range are the weekdays that the words give them."""
    if not (sense.first and sense.last and date.first and date.last):
        return True
    return fits_weekday(sense.first, Date.of(date.first)) and fits_weekday(sense.last, Date.of(date.last))


def _is_after(start: Date, end: Date) -> bool:
    return bool(start.first and end.last and start.first > end.last)


def _stretch(start: Date | None, end: Date | None) -> Date | None:
    if start is None or end is None or start.first is None or end.last is None or start.first > end.last:
        return None
    if "/" in start.edtf or "/" in end.edtf:
        return Date.between(start.first, end.last)
    return Date(f"{start.edtf}/{end.edtf}", start.first, end.last)


def _since(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    first = sense.first
    if day and first and first.op == "calendar" and first.side is None and recurs_yearly(first) and not first.year:
        # What something has lasted since is past for certain, however far off.
        date = _picked(occurrences(first, day), day, "past", None)
        if date and not first.weekday and first.emblem in (None, date.first and date.first.year):
            return _opened(sense, date)
    return _from(sense, day, "past")


def _from(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    return _opened(sense, _first(sense, day, leaning))


def _opened(sense: Sense, date: Date | None) -> Date | None:
    if date is None or date.first is None:
        return None
    start = date.edtf
    if "/" in start:
        # Somewhere in that stretch, and at its very start only where the words say so.
        start = date.first.isoformat() + ("" if _names_edge(sense, "early") else "~")
    return Date(f"{start}/..", date.first, None)


def _after(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    date = _first(sense, day, leaning)
    return Date.between(date.last + _ONE, None) if date and date.last else None


def _until(sense: Sense, day: dt.date | None, leaning: Leaning) -> Date | None:
    date = _first(sense, day, leaning)
    if date is None or date.last is None:
        return None
    end = date.edtf
    if "/" in end:
        end = date.last.isoformat() + ("" if _names_edge(sense, "late") else "~")
    return Date(f"../{end}", None, date.last)


def _names_edge(sense: Sense, part: str) -> bool:
    return sense.first is not None and sense.first.part == part


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
    outer = on_day(sense.last, day, leaning) if sense.last else None
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
        date = on_day(sense.first, day, leaning)
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
    "range": resolve_range,
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
