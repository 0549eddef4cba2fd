"""Bars on a line of time, in thousandths of its width: what templates draw as SVG with presentation attributes."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dragoman.views.career import Span
from dragoman.views.dealings import DealingMonth

WIDTH = 1_000
# A mark of a day, and the least that a stretch is drawn as.
_MARK = 8
_OUTSIDE = frozenset({"withdrawn", "none"})
_LESSER = frozenset({"associate", "observer", "partner", "applicant", "acceding"})
# Height of a side of a month's bar, in units of the drawing.
TALL = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from `x` on; `shape` is a class of the style sheet."""

    x: int
    width: int
    shape: str


@dataclass(frozen=True, slots=True)
class MonthBar:
    """A month: how high its cooperation stands and how deep its conflict hangs."""

    x: int
    width: int
    up: int
    down: int


def draw_spans(spans: Iterable[Span], first: dt.date, last: dt.date) -> list[Bar]:
    """The dated spans between two days: stretches of the register, and marks for what the record tells."""
    days = max((last - first).days, 1)

    def at(day: dt.date) -> int:
        return min(max((day - first).days * WIDTH // days, 0), WIDTH)

    found: list[Bar] = []
    for span in spans:
        if span.undated:
            continue
        start = at(span.date_from or (first if span.side == "register" else span.date_to or first))
        end = at(span.date_to or (last if span.side == "register" else span.date_from or last))
        start = min(start, WIDTH - _MARK)
        found.append(Bar(start, max(end - start, _MARK), _shape(span)))
    return found


def _shape(span: Span) -> str:
    if span.side == "register":
        if span.relation in _OUTSIDE:
            return "register outside"
        return "register lesser" if span.relation in _LESSER else "register"
    return "record" if span.modality == "actual" else "record unsure"


def draw_months(months: Sequence[DealingMonth], first: str, last: str, most: int) -> list[MonthBar]:
    """Bars for months between two months, the highest as high as `most` facts."""
    start, count = _month_number(first), _month_number(last) - _month_number(first) + 1
    width = max(WIDTH // count - 2, 4)
    return [
        MonthBar(
            (_month_number(each.month) - start) * WIDTH // count,
            width,
            each.cooperation * TALL // max(most, 1),
            each.conflict * TALL // max(most, 1),
        )
        for each in months
    ]


def _month_number(month: str) -> int:
    year, _, number = month.partition("-")
    return int(year) * 12 + int(number) - 1
