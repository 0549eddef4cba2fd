"""Today's picture: what came out in some days, what is contested, what rests on one source, who dealt with whom."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dragoman.errors import QueryError
from dragoman.model.dates import Date
from dragoman.reasoning.tables import SINGLE
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.days import Day, as_date
from dragoman.views.facts import ListedContradiction, ListedFact, choose_contradictions, choose_facts
from dragoman.views.names import Names
from dragoman.views.publications import Documents, ListedDocument, find_latest

# Days of the picture where nobody says since when, and how much of each list it shows.
DAYS, SHOWN = 7, 8
# Who deals with whom is told of these alone; a person counts as the state whose office it holds.
POWERS = frozenset({"state", "organisation", "bloc", "armed_group"})
_PAIRS_READ = 500

_ACTIVE = """
    FROM facts AS f WHERE f.kind = 'event' AND f.modality = 'actual'
    AND f.date_from >= $since AND f.date_to <= $until"""
_TYPES = f"SELECT f.relation AS type, count(*) AS facts {_ACTIVE} GROUP BY ALL ORDER BY facts DESC, type"
_PAIRS = f"""
    WITH parties AS (
        SELECT DISTINCT f.id, coalesce(p.country, p.actor) AS party
        FROM (SELECT f.id {_ACTIVE}) AS f JOIN fact_parties AS p ON p.fact = f.id
        WHERE p.role IN ('actor', 'recipient'))
    SELECT a.party AS one, b.party AS other, count(*) AS facts
    FROM parties AS a JOIN parties AS b ON a.id = b.id AND a.party < b.party
    GROUP BY ALL ORDER BY facts DESC, one, other LIMIT $count"""


@dataclass(frozen=True, slots=True)
class TypeActivity:
    """How many facts of an event type."""

    type: str
    facts: int


@dataclass(frozen=True, slots=True)
class PairActivity:
    """How many facts have both as parties."""

    one: str
    one_label: str | None
    other: str
    other_label: str | None
    facts: int


@dataclass(frozen=True, slots=True)
class Picture:
    """What came out from `since` to `until`, two days that count.

    `latest` is the latest day on which a document is proved to have been published. Each list is short; the number
    beside it counts them all. `documents` and `facts` were first published in these days, `single` are those facts
    that one source alone tells, memberships, offices, threats, assaults and agreements first; `contested` are the
    latest contradictions of all. `pairs` and `types` count the events that happened in these days.
    """

    since: dt.date
    until: dt.date
    latest: dt.date | None
    documents: tuple[ListedDocument, ...]
    n_documents: int
    facts: tuple[ListedFact, ...]
    n_facts: int
    contested: tuple[ListedContradiction, ...]
    n_contested: int
    single: tuple[ListedFact, ...]
    n_single: int
    pairs: tuple[PairActivity, ...]
    types: tuple[TypeActivity, ...]


def find_picture(
    record: Record, register: Register, since: Day | None = None, until: Day | None = None
) -> Picture | None:
    """What came out between two days, both included.

    Without `until`, up to the latest day on which a document is proved to have been published; None where there is
    no such day. Without `since`, the seven days up to then. Raises DateError, QueryError for days with an open end and
    for a `since` after `until`.
    """
    latest = find_latest(record)
    last = _edge(until, last=True) if until is not None else latest
    if last is None:
        return None
    first = _edge(since, last=False) if since is not None else last - dt.timedelta(days=DAYS - 1)
    if first > last:
        raise QueryError(f"{first} lies after {last}: nothing lies between")
    days = {"since": first, "until": last}
    new = choose_facts(record, register, since=first, until=last)
    single = choose_facts(record, register, statuses=[SINGLE], since=first, until=last)
    contested = choose_contradictions(record, register)
    documents = Documents(record, first, last)
    return Picture(
        since=first,
        until=last,
        latest=latest,
        documents=tuple(documents.rows(count=SHOWN)),
        n_documents=documents.count(),
        facts=tuple(new.rows("published", count=SHOWN)),
        n_facts=new.count(),
        contested=tuple(contested.rows(count=SHOWN)),
        n_contested=contested.count(),
        single=tuple(single.rows("weight", count=SHOWN)),
        n_single=single.count(),
        pairs=_pairs(record, register, days),
        types=tuple(TypeActivity(**row) for row in record.sql(_TYPES, days).to_pylist()),
    )


def _edge(day: Day, *, last: bool) -> dt.date:
    date = as_date(day)
    assert isinstance(date, Date)
    found = date.last if last else date.first
    if found is None:
        raise QueryError(f"{day} has an open end: give a day, a month or a year")
    return found


def _pairs(record: Record, register: Register, days: dict[str, Any]) -> tuple[PairActivity, ...]:
    names = Names(record, register)
    rows = record.sql(_PAIRS, {**days, "count": _PAIRS_READ}).to_pylist()
    powers = [row for row in rows if {names.kind(row["one"]), names.kind(row["other"])} <= POWERS]
    return tuple(
        PairActivity(
            row["one"], names.label(row["one"]), row["other"], names.label(row["other"]), row["facts"]
        )
        for row in powers[:SHOWN]
    )  # fmt: skip
