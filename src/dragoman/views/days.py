"""Days as views take them, and whether what a row tells can hold on one."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dragoman.model.dates import Date

Day = Date | dt.date | str


def as_date(day: Day | None) -> Date | None:
    """A day, or several, as a Date: takes EDTF text, a calendar date or a Date. Raises DateError."""
    if day is None or isinstance(day, Date):
        return day
    return Date.of(day) if isinstance(day, dt.date) else Date.parse(day)


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
