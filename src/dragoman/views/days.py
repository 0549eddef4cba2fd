"""Days as views take them, and whether what a row tells can hold on one."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dragoman.errors import QueryError
from dragoman.model.dates import Date

Day = Date | dt.date | str


def as_date(day: Day | None) -> Date | None:
    """A day, or several, as a Date: takes EDTF text, a calendar date or a Date. Raises DateError."""
    if day is None or isinstance(day, Date):
        return day
    return Date.of(day) if isinstance(day, dt.date) else Date.parse(day)


def bounds_of(start: Day | None, end: Day | None) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day asked for, None where open.

    Raises DateError for what is no date, QueryError when nothing lies between the two.
    """
    since, until = as_date(start), as_date(end)
    first, last = since.first if since else None, until.last if until else None
    if first is not None and last is not None and first > last:
        raise QueryError(f"{start} lies after {end}: nothing lies between")
    return first, last


def touches(row: Mapping[str, Any], first: dt.date | None, last: dt.date | None) -> bool:
    """Whether a row may be about a day between `first` and `last`, both included; an undated row always may."""
    begins = first is None or row["date_to"] is None or row["date_to"] >= first
    return begins and (last is None or row["date_from"] is None or row["date_from"] <= last)


def row_date(row: Mapping[str, Any]) -> Date | None:
    """The days that a row of the record is about; None for an undated row."""
    if row["date_from"] is None and row["date_to"] is None:
        return None
    return Date(row["date"], row["date_from"], row["date_to"])


def can_hold(bears: str, told: Date | None, on: Date) -> bool:
    """Whether what was told of the days `told` can hold on one of the days `on`.

    What starts can hold from then on, what ends can hold until then; what holds can go on holding. An undated row can
    hold on any day.
    """
    if told is None:
        return True
    if bears == "ends":
        return told.last is None or on.first is None or on.first <= told.last
    return told.first is None or on.last is None or told.first <= on.last


def is_past(told: Date, on: Date) -> bool:
    """Whether the days told of are known at both ends and none lies after the first of the days `on`."""
    return None not in (told.first, told.last) and on.first is not None and (told.last or dt.date.max) <= on.first


def sort_days(row: Mapping[str, Any]) -> tuple[bool, dt.date, dt.date]:
    """A key that puts rows in order of their first day, undated ones last."""
    first, last = row["date_from"] or row["date_to"], row["date_to"]
    return first is None, first or dt.date.max, last or dt.date.max
