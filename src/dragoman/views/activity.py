"""How much the record tells, by period, and how much went on, by type of event and by pair: counted in SQL."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.days import Day, bounds_of
from dragoman.views.names import Names
from dragoman.views.timeline import choose_assertions
from dragoman.views.told import KINDS, Chosen, Kind, choose_indexed

Unit = Literal["day", "week", "month", "year", "decade"]
By = Literal["kind", "type"]
# The longest span in days that is told in each unit: at most some 120 periods, so that each can be seen.
SPANS: tuple[tuple[int, Unit], ...] = ((92, "day"), (800, "week"), (3_700, "month"), (45_000, "year"))
# More series than these cannot be told apart in a stack: the others are counted as one.
SERIES = 5
OTHER = "other"
# Pairs are those of powers; a person counts as the state whose office it holds.
POWERS = ("state", "organisation", "bloc", "armed_group")

_EXTENT = """
    SELECT min(coalesce(date_from, date_to)) AS first, max(coalesce(date_to, date_from)) AS last FROM {query}"""
# A row whose days reach from one period into another cannot be said to be of either.
_COUNTED = """
    SELECT {series} AS name, CASE WHEN date_trunc('{unit}', date_from) = date_trunc('{unit}', date_to)
            THEN CAST(date_trunc('{unit}', date_from) AS DATE) END AS period,
        date_from IS NULL AND date_to IS NULL AS undated, count(*) AS n
    FROM {query} GROUP BY ALL"""
# Events told as having happened, certainly within the days; each fact counts once, however many documents tell it.
_ACTIVE = """
    FROM facts AS f WHERE f.kind = 'event' AND f.modality = 'actual'
    AND ($first IS NULL OR f.date_from >= $first) AND ($last IS NULL OR f.date_to <= $last)"""
_TYPES = f"SELECT f.relation AS type, count(*) AS facts {_ACTIVE} GROUP BY ALL ORDER BY facts DESC, type"
PARTIES = """
    SELECT DISTINCT p.fact AS id, coalesce(p.country, p.actor) AS party
    FROM fact_parties AS p WHERE p.role IN ('actor', 'recipient') AND p.fact IN ({facts})"""
_PAIRS = f"""
    WITH parties AS (
        SELECT p.id, p.party FROM ({PARTIES.format(facts=f"SELECT f.id {_ACTIVE}")}) AS p
        JOIN actors AS a ON a.id = p.party AND list_contains($powers, a.kind))
    SELECT a.party AS one, b.party AS other, count(*) AS facts
    FROM parties AS a JOIN parties AS b ON a.id = b.id AND a.party < b.party
    GROUP BY ALL ORDER BY facts DESC, one, other LIMIT $count"""


@dataclass(frozen=True, slots=True)
class Period:
    """How many rows lie within the days from `first` to `last`; `counts` are in the order of `Activity.series`."""

    first: dt.date
    last: dt.date
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Activity:
    """Rows of a timeline counted by period.

    `first` and `last` are the days between which it is told, None where no row has a day. `series` are what is stacked
    in the periods: kinds, or event types of which the most frequent have their own and the others count as ``other``.
    Every row counts once: in the period that holds all of its days, else in `longer`, or in `undated`.
    """

    unit: Unit
    by: By
    first: dt.date | None
    last: dt.date | None
    series: tuple[str, ...]
    periods: tuple[Period, ...]
    longer: int
    undated: int


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How many facts of an event type."""

    type: str
    facts: int


@dataclass(frozen=True, slots=True)
class PairCount:
    """How many facts have both as parties; the names are the shortest that a reader knows."""

    one: str
    one_name: str
    other: str
    other_name: str
    facts: int


def count_activity(
    record: Record,
    register: Register,
    *,
    actor: str | None = None,
    kinds: Collection[Kind] = KINDS,
    types: Collection[str] = (),
    modalities: Collection[str] = (),
    languages: Collection[str] = (),
    outlets: Collection[str] = (),
    start: Day | None = None,
    end: Day | None = None,
) -> Activity:
    """The rows of `list_timeline` under the same limits, counted by period; raises what that raises.

    By event type where events alone are asked for, else by kind. The period is a day, a week (from Monday), a month, a
    year or a decade, as the days between the first and the last ask for.
    """
    names = Names(record, register.as_known(record.scope.known))
    limits = {"types": types, "modalities": modalities, "languages": languages, "outlets": outlets}
    chosen = choose_assertions(record, names, actor=actor, kinds=kinds, start=start, end=end, **limits)
    first, last = _extent(record, chosen)
    by: By = "type" if chosen.kinds == ("event",) else "kind"
    unit = choose_unit(first, last) if first is not None and last is not None else "year"
    counts: dict[dt.date, Counter[str]] = defaultdict(Counter)
    totals: Counter[str] = Counter()
    longer = undated = 0
    query, given = choose_indexed(record, chosen)
    series = "relation" if by == "type" else "kind"
    for row in record.sql(_COUNTED.format(series=series, unit=unit, query=query), given).to_pylist():
        if row["undated"]:
            undated += row["n"]
        elif row["period"] is None:
            longer += row["n"]
        else:
            counts[row["period"]][row["name"]] += row["n"]
            totals[row["name"]] += row["n"]
    series_shown = _series(totals, by)
    periods = tuple(_iter_periods(counts, series_shown, unit, first, last)) if first and last else ()
    return Activity(unit, by, first, last, series_shown, periods, longer, undated)


def choose_unit(first: dt.date, last: dt.date) -> Unit:
    """The unit in which the days from `first` to `last` are told."""
    days = (last - first).days + 1
    return next((unit for most, unit in SPANS if days <= most), "decade")


def count_types(record: Record, start: Day | None = None, end: Day | None = None) -> list[TypeCount]:
    """How many facts of each event type happened between two days, the most frequent first.

    Facts told as having happened, all of whose days lie between. Raises DateError, QueryError.
    """
    first, last = bounds_of(start, end)
    return [TypeCount(**row) for row in record.sql(_TYPES, {"first": first, "last": last}).to_pylist()]


def count_pairs(
    record: Record, register: Register, start: Day | None = None, end: Day | None = None, *, count: int = 8
) -> list[PairCount]:
    """Which two were parties of the same facts between two days, those with most facts first, `count` of them.

    States, organisations, blocs and armed groups; a person counts as the state whose office it holds. Facts as in
    `count_types`. Raises DateError, QueryError.
    """
    first, last = bounds_of(start, end)
    names = Names(record, register)
    given = {"first": first, "last": last, "powers": list(POWERS), "count": count}
    return [
        PairCount(
            row["one"], names.short(row["one"]) or row["one"],
            row["other"], names.short(row["other"]) or row["other"], row["facts"],
        )
        for row in record.sql(_PAIRS, given).to_pylist()
    ]  # fmt: skip


def _extent(record: Record, chosen: Chosen) -> tuple[dt.date | None, dt.date | None]:
    """The days asked for; where they are open, those of the rows."""
    if chosen.first is not None and chosen.last is not None:
        return chosen.first, chosen.last
    query, given = choose_indexed(record, chosen)
    (found,) = record.sql(_EXTENT.format(query=query), given).to_pylist()
    first = chosen.first or found["first"]
    last = chosen.last or found["last"]
    # Where all rows began before the first day asked for, or end after the last, that day is all that is known.
    if first is None or last is None:
        return first or last, first or last
    return min(first, last), max(first, last)


def _series(totals: Counter[str], by: By) -> tuple[str, ...]:
    if by == "kind":
        return tuple(kind for kind in KINDS if totals[kind])
    ranked = sorted(totals, key=lambda name: (-totals[name], name))
    return tuple(ranked) if len(ranked) <= SERIES + 1 else (*ranked[:SERIES], OTHER)


def _iter_periods(
    counts: dict[dt.date, Counter[str]], series: tuple[str, ...], unit: Unit, first: dt.date, last: dt.date
) -> Iterator[Period]:
    """Every period that touches the days, empty ones too; the first and the last are cut to them."""
    start = period_start(first, unit)
    while start <= last:
        following = next_period(start, unit)
        found = counts.get(start, Counter())
        own = [
            sum(found.values()) - sum(found[each] for each in series) if name == OTHER else found[name]
            for name in series
        ]
        end = following - dt.timedelta(days=1) if following is not None else dt.date.max
        yield Period(max(start, first), min(end, last), tuple(own), sum(own))
        if following is None:
            return
        start = following


def period_start(day: dt.date, unit: Unit) -> dt.date:
    """The first day of the period that a day lies in."""
    if unit == "day":
        return day
    if unit == "week":
        return day - dt.timedelta(days=min(day.weekday(), (day - dt.date.min).days))
    if unit == "month":
        return day.replace(day=1)
    return dt.date(day.year if unit == "year" else max(day.year // 10 * 10, 1), 1, 1)


def next_period(start: dt.date, unit: Unit) -> dt.date | None:
    """The first day of the period after the one that starts so; None at the end of the calendar."""
    try:
        if unit in ("day", "week"):
            return start + dt.timedelta(days=1 if unit == "day" else 7)
        if unit == "month":
            return dt.date(start.year + start.month // 12, start.month % 12 + 1, 1)
        return dt.date(start.year + 1 if unit == "year" else start.year // 10 * 10 + 10, 1, 1)
    except (OverflowError, ValueError):
        return None
