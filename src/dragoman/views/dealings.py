"""With whom an actor deals, and how: cooperation and conflict by counterpart and month, facts counted and not rows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dragoman.ontology.loading import load_event_ontology
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.days import Day, bounds_of
from dragoman.views.names import Names
from dragoman.views.party_index import index_parties

Side = Literal["cooperation", "conflict"]
# PLOVER's quad classes: in words and in deeds.
QUADS: Mapping[str, Side] = {"1": "cooperation", "2": "cooperation", "3": "conflict", "4": "conflict"}
COUNTERPARTS = 20

# The parties of events that are told as having happened. A party is the state whose office it holds, else itself; what
# an actor does with the state that it acts for is no dealing.
_MET = """
    WITH own AS MATERIALIZED (
        SELECT DISTINCT fact FROM inner_views.facts_of WHERE party = $actor AND role IN ('actor', 'recipient')
    ), parties AS MATERIALIZED (
        SELECT fact, actor, country FROM fact_parties WHERE fact IN (FROM own) AND role IN ('actor', 'recipient')
    ), sides AS (
        SELECT fact, list(DISTINCT coalesce(country, actor)) AS sides FROM parties
        WHERE actor = $actor OR country = $actor GROUP BY fact
    ), deeds AS (
        SELECT id, relation, date_from, date_to FROM facts
        WHERE id IN (FROM own) AND kind = 'event' AND modality = 'actual'
        AND ($first IS NULL OR date_to IS NULL OR date_to >= $first)
        AND ($last IS NULL OR date_from IS NULL OR date_from <= $last)
    ), met AS MATERIALIZED (
        SELECT DISTINCT f.id, coalesce(p.country, p.actor) AS party,
            CASE WHEN list_contains($conflict, f.relation) THEN 'conflict' ELSE 'cooperation' END AS side,
            f.date_from IS NULL AND f.date_to IS NULL AS undated,
            CASE WHEN strftime(f.date_from, '%Y-%m') = strftime(f.date_to, '%Y-%m')
                THEN strftime(f.date_from, '%Y-%m') END AS month
        FROM deeds AS f JOIN parties AS p ON p.fact = f.id JOIN sides AS s ON s.fact = f.id
        WHERE coalesce(p.country, p.actor) <> $actor AND p.actor IS DISTINCT FROM $actor
        AND NOT list_contains(s.sides, coalesce(p.country, p.actor)))"""
_COUNTED = f"""{_MET}, counted AS (
        SELECT party, count(*) FILTER (NOT undated AND side = 'cooperation') AS cooperation,
            count(*) FILTER (NOT undated AND side = 'conflict') AS conflict, count(*) FILTER (undated) AS undated
        FROM met GROUP BY party
    ), shown AS (
        SELECT *, row_number() OVER (ORDER BY cooperation + conflict DESC, undated DESC, party) AS place,
            count(*) OVER () AS counterparts FROM counted)
    SELECT s.*, m.month, count(*) FILTER (side = 'cooperation') AS month_cooperation,
        count(*) FILTER (side = 'conflict') AS month_conflict
    FROM shown AS s JOIN met AS m ON m.party = s.party
    WHERE s.place <= $count GROUP BY ALL ORDER BY s.place, m.month"""


@dataclass(frozen=True, slots=True)
class DealingMonth:
    """How many facts of cooperation and of conflict fall into a month (``2024-06``)."""

    month: str
    cooperation: int
    conflict: int


@dataclass(frozen=True, slots=True)
class Dealing:
    """The dealings with one counterpart: how many facts, by whether they are cooperation or conflict.

    `cooperation` and `conflict` count what is dated, `undated` the rest of either kind. `months` hold what falls into
    one month; a fact that is dated to a season or a year stands in none.
    """

    party: str
    party_label: str | None
    cooperation: int
    conflict: int
    undated: int
    months: tuple[DealingMonth, ...]


@dataclass(frozen=True, slots=True)
class Dealings:
    """The counterparts dealt with most often; `counterparts` is how many there are in all."""

    rows: tuple[Dealing, ...]
    counterparts: int


def list_dealings(
    record: Record,
    register: Register,
    actor: str,
    *,
    start: Day | None = None,
    end: Day | None = None,
    count: int = COUNTERPARTS,
) -> Dealings:
    """With whom an actor (any name in any language) deals, those met most often first, `count` of them.

    Facts of events told as having happened, whose type is cooperation or conflict in PLOVER's quad classes, each
    counted once for each counterpart; a state stands for those who hold its offices. `start` and `end` keep what
    touches the days between, and what is undated. Raises UnknownNameError with suggestions, QueryError, DateError.
    """
    first, last = bounds_of(start, end)
    names = Names(record, register)
    index_parties(record)
    given = {
        "actor": names.get_actor(actor),
        "conflict": list_types("conflict"),
        "first": first,
        "last": last,
        "count": count,
    }
    rows = record.sql(_COUNTED, given).to_pylist()
    months: dict[str, list[DealingMonth]] = defaultdict(list)
    for row in rows:
        if row["month"] is not None:
            months[row["party"]].append(DealingMonth(row["month"], row["month_cooperation"], row["month_conflict"]))
    parties = {row["party"]: row for row in rows}
    found = tuple(_dealing(row, names, tuple(months[party])) for party, row in parties.items())
    return Dealings(found, rows[0]["counterparts"] if rows else 0)


def list_types(side: Side) -> list[str]:
    """The event types that are cooperation, or conflict."""
    return [name for name, kind in load_event_ontology().types.items() if QUADS[kind.quad_code] == side]


def _dealing(row: Mapping[str, Any], names: Names, months: tuple[DealingMonth, ...]) -> Dealing:
    return Dealing(
        party=row["party"],
        party_label=names.label(row["party"]),
        cooperation=row["cooperation"],
        conflict=row["conflict"],
        undated=row["undated"],
        months=months,
    )
