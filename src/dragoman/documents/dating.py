"""From clues to the publication date: what every clue allows, and nothing that none proves."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from dragoman.documents.habits import Habits, key_of
from dragoman.documents.stamps import FIRST_YEAR, LAST_YEAR, Shape, iter_shapes
from dragoman.errors import DateError
from dragoman.model.dates import Date
from dragoman.model.names import fold

Kind = Literal[
    "metadata", "stamp", "prefix", "bare-stamp", "late-stamp", "updated", "header", "dateline", "url", "told"
]  # fmt: skip

# The stronger kind comes first: where two exclude each other it wins, and the document is flagged.
_RANK: dict[str, int] = {kind: number for number, kind in enumerate(get_args(Kind))}
_DRIFT = timedelta(days=2)  # time zones, and wire copy that is printed a day later
_LONGEST_STRETCH = 400
_SAME_STAMP_SPREAD = timedelta(days=31)
_TOLD_LINES = 60
_TOLD_REACH = 60

_URL_DATES = (
    re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])(?=[/?#-]|\Z)"),
    re.compile(r"[/_-](?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?=[/?#_.-]|\Z)"),
    re.compile(r"[/t](?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=[/_?#-]|\Z)"),
    re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=[/?#]|\Z)"),
    re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>0[1-9]|1[0-2])(?=[/?#]|\Z)"),
)


@dataclass(frozen=True, slots=True)
class Clue:
    """Words that bear on the publication date. `shape` is set where they name a day without its year."""

    kind: Kind
    words: str
    date: Date | None = None
    shape: Shape | None = None


def clue_of(kind: Kind, shape: Shape, words: str) -> Clue:
    """The clue of a date as written: its date, or its day and month where the year is missing."""
    found = shape.date()
    return Clue(kind, words, found, None if found else shape)


def find_url_clue(url: str) -> Clue | None:
    """The date in the path of a URL (``/2024/06/25/``), or None."""
    for pattern in _URL_DATES:
        match = pattern.search(url[:2000])
        if match is None:
            continue
        parts = match.groupdict()
        try:
            year, month = int(parts["year"]), int(parts["month"])
            found = Date.day(year, month, int(parts["day"])) if parts.get("day") else Date.month(year, month)
        except DateError:
            return None  # numbers that are no date put the whole path in doubt
        return Clue("url", match[0], found)
    return None


def iter_told(lines: Iterable[str], language: str, habits: Habits) -> Iterable[Clue]:
    """Yield the days of telling ("a fait savoir mardi 20 juin"): the document is not older than any of them."""
    for number, line in enumerate(lines):
        if number >= _TOLD_LINES:
            return
        text = line[:2000]
        for shape in iter_shapes(text, language):
            before = key_of(fold(text[max(0, shape.start - _TOLD_REACH) : shape.start])).split()
            if shape.day is None or (shape.weekday is None and shape.year is None):
                continue
            while before and before[-1] in {"ce", "le", "des"}:
                before.pop()
            if any(" ".join(before[-length:]) in habits.told for length in (2, 3, 4) if len(before) >= length):
                yield clue_of("told", shape, text[shape.start : shape.end])


def settle(clues: Sequence[Clue]) -> tuple[Date | None, str | None, tuple[str, ...]]:
    """The publication date that the clues prove together, the words that prove it, and flags.

    Clues of one kind that exclude each other are kept as the stretch between them if that is a month at most.
    Otherwise the stronger kind wins and ``date-conflict`` is flagged. A date that only an update gives counts, and is
    flagged ``date-of-update``.
    """
    conflict = False
    dated = sorted((clue for clue in clues if clue.date and clue.kind != "told"), key=lambda clue: _RANK[clue.kind])
    if any(_RANK[clue.kind] < _RANK["updated"] for clue in dated):
        dated = [clue for clue in dated if clue.kind != "updated"]
    if not dated:
        return None, None, ()
    base, proof, first_kind = dated[0].date, [dated[0].words], dated[0].kind
    for clue in dated[1:]:
        if base is None or clue.date is None:
            break
        both = base.intersect(clue.date)
        if both is not None:
            if both != base:
                base = both
                proof.append(clue.words)
        elif clue.kind == first_kind:
            conflict = True
            base = _hull(base, clue.date)
            proof.append(clue.words)
        elif not _agrees(base, clue):
            conflict = True
    if base is None:
        return None, None, ("date-conflict",)
    for clue in clues:
        narrowed = _narrow(base, clue)
        if narrowed is not None and narrowed != base:
            base = narrowed
            proof.append(clue.words)
    flags = (["date-conflict"] if conflict else []) + (["date-of-update"] if first_kind == "updated" else [])
    return base, " ∩ ".join(dict.fromkeys(proof)), tuple(flags)


def _hull(one: Date, other: Date) -> Date | None:
    first, last = _bounds(one)
    other_first, other_last = _bounds(other)
    if max(last, other_last) - min(first, other_first) > _SAME_STAMP_SPREAD:
        return None
    return Date.between(min(first, other_first), max(last, other_last))


def _agrees(base: Date, clue: Clue) -> bool:
    """Whether a clue outside of the date says nothing against it: drift, or a header that dates an earlier event."""
    if clue.date is None:
        return True
    first, last = _bounds(base)
    clue_first, clue_last = _bounds(clue.date)
    if clue_last < first:
        return clue.kind in {"header", "dateline"} or first - clue_last <= _DRIFT
    return clue_first - last <= _DRIFT


def _bounds(value: Date) -> tuple[date, date]:
    return value.first or date(FIRST_YEAR, 1, 1), value.last or date(LAST_YEAR, 12, 31)


def _narrow(base: Date, clue: Clue) -> Date | None:
    """What is left of the date under a clue without year, or one that only says "not before"."""
    if base.is_day or base.days is None or base.days > _LONGEST_STRETCH:
        return None
    first, last = _bounds(base)
    days = [clue.date.first] if clue.date and clue.date.first else _days_of(clue.shape, first, last)
    if len(days) != 1 or not base.contains(days[0]):
        return None
    if clue.kind == "told":
        return Date.between(days[0], last)
    return Date.of(days[0]) if clue.shape else None


def _days_of(shape: Shape | None, first: date, last: date) -> list[date]:
    """The days from first to last that have the shape's day, month and weekday."""
    if shape is None or shape.day is None:
        return []
    found = []
    for year in range(first.year, last.year + 1):
        try:
            day = date(year, shape.month, shape.day)
        except ValueError:
            continue  # 29 February of a common year
        if first <= day <= last and shape.weekday in {None, day.weekday()}:
            found.append(day)
    return found
