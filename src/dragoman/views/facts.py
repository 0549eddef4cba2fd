"""What the record comes to: facts with their sources counted, and what contradicts what."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any, get_args

from dragoman.errors import QueryError, UnknownNameError
from dragoman.reasoning.claims import TABLES
from dragoman.reasoning.contradictions import Type
from dragoman.reasoning.tables import CONTESTED, CORROBORATED, SINGLE
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.days import Day, bounds_of, sort_days, touches
from dragoman.views.document import SHORTEST_PREFIX
from dragoman.views.explanation import iter_judged
from dragoman.views.names import Names, get_nearest
from dragoman.views.timeline import KINDS, Kind

STATUSES = (SINGLE, CORROBORATED, CONTESTED)
TYPES: tuple[str, ...] = get_args(Type)

# A state stands for those who hold its offices.
_FACTS = """
    SELECT f.* FROM facts AS f
    WHERE $actor IS NULL OR f.subject = $actor OR f.object = $actor
        OR list_contains(list_concat(f.actors, f.recipients), $actor)
        OR f.id IN (SELECT m.fact FROM fact_assertions AS m JOIN arguments AS a
            ON a.assertion = m.assertion AND a.document = m.document WHERE a.country = $actor)"""
_CONTRADICTIONS = """
    SELECT c.*, least(a.first_published, b.first_published) AS since FROM contradictions AS c
    JOIN facts AS a ON a.id = c.fact_a LEFT JOIN facts AS b ON b.id = c.fact_b"""
_WORDS = " UNION ALL ".join(f"SELECT id, document, quote_text FROM {table}" for table in TABLES.values())
_TOLD = f"""
    SELECT m.assertion, m.reason, w.quote_text, d.source, d.published, m.document, d.family
    FROM fact_assertions AS m JOIN ({_WORDS}) AS w ON w.id = m.assertion AND w.document = m.document
    JOIN documents AS d ON d.id = m.document WHERE m.fact = ?
    ORDER BY d.published_to NULLS LAST, d.source, m.assertion"""
_MADE_IT = "list_contains(?, id)"
_LISTED = 6


@dataclass(frozen=True, slots=True)
class ListedFact:
    """One fact: the columns of view `facts`."""

    kind: str
    summary: str
    subject: str | None
    relation: str
    object: str | None
    value: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    bears: str | None
    modality: str
    place: str | None
    date_from: dt.date | None
    date_to: dt.date | None
    first_published: dt.date | None
    last_published: dt.date | None
    n_documents: int
    n_independent: int
    status: str
    assertions: tuple[str, ...]
    judgements: tuple[str, ...]
    id: str


@dataclass(frozen=True, slots=True)
class ListedContradiction:
    """Two facts that cannot both hold, or one and the register: `against` tells which, `source` is the register's note.

    `documents_a` and `documents_b` are the addresses of the reports on each side, `since` the day by which the first
    of them was out.
    """

    type: str
    explanation: str
    against: str
    documents_a: tuple[str, ...]
    documents_b: tuple[str, ...]
    since: dt.date | None
    source: str | None
    fact_a: str
    fact_b: str | None
    id: str


@dataclass(frozen=True, slots=True)
class Told:
    """One assertion of a fact: where it stands, and `reason`, why it is taken to be of the same thing."""

    assertion: str
    reason: str
    quote_text: str
    source: str
    published: str | None
    document: str
    family: str


@dataclass(frozen=True, slots=True)
class FactPage:
    """A fact, every assertion of it, and what contradicts it; `judged` tells by which judgements it was made."""

    fact: ListedFact
    told: tuple[Told, ...]
    against: tuple[ListedContradiction, ...]
    judged: tuple[str, ...]


def list_facts(
    record: Record,
    register: Register,
    *,
    actor: str | None = None,
    kinds: Collection[Kind] = KINDS,
    statuses: Collection[str] = (),
    start: Day | None = None,
    end: Day | None = None,
) -> list[ListedFact]:
    """The facts of the record in order of their first day, undated ones last.

    `actor` (any name in any language) keeps those that it is a party of, a state those of its officials too;
    `statuses` (single, corroborated, contested) and `kinds` keep these; `start` and `end` keep what touches the days
    between, and what is undated. Raises UnknownNameError with suggestions, QueryError, DateError.
    """
    first, last = bounds_of(start, end)
    kept = {get_nearest(status, STATUSES, "status") for status in statuses}
    chosen = Names(record, register).get_actor(actor) if actor is not None else None
    rows = [
        row
        for row in record.sql(_FACTS, {"actor": chosen}).to_pylist()
        if row["kind"] in kinds and (not kept or row["status"] in kept) and touches(row, first, last)
    ]
    return [_listed(row) for row in sorted(rows, key=_order)]


def get_fact(record: Record, wanted: str) -> FactPage:
    """A fact by the start of its id or of the id of any of its assertions (4 digits or more).

    Raises UnknownNameError when there is no such fact, QueryError when several fit.
    """
    prefix = wanted.strip().lower()
    if len(prefix) < SHORTEST_PREFIX:
        raise QueryError(f"{wanted!r} is too short: give {SHORTEST_PREFIX} digits of the id or more")
    query = "SELECT DISTINCT fact FROM fact_assertions WHERE starts_with(fact, $id) OR starts_with(assertion, $id)"
    found = sorted(row["fact"] for row in record.sql(query, {"id": prefix}).to_pylist())
    if len(found) > 1:
        raise QueryError(f"{wanted!r} fits {len(found)} facts: {', '.join(each[:16] for each in found[:_LISTED])}")
    if not found:
        raise UnknownNameError(f"the record has no fact {wanted!r}; ids stand in the last column of `dragoman facts`")
    fact = _listed(record.sql("SELECT * FROM facts WHERE id = ?", found).to_pylist()[0])
    told = record.sql(_TOLD, found).to_pylist()
    against = [each for each in list_contradictions(record) if fact.id in (each.fact_a, each.fact_b)]
    judged = tuple(iter_judged(record, _MADE_IT, list(fact.judgements)))
    return FactPage(fact, tuple(Told(**row) for row in told), tuple(against), judged)


def list_contradictions(
    record: Record, register: Register | None = None, *, types: Collection[str] = (), actor: str | None = None
) -> list[ListedContradiction]:
    """What contradicts what, the latest to be reported first.

    `types` (position, holder, membership, date, number, participation, attribution, modality, founding) keep these,
    `actor` (which needs the register) those in which a fact has it as a party. Raises UnknownNameError with
    suggestions, QueryError.
    """
    kept = {get_nearest(name, TYPES, "type of contradiction") for name in types}
    about = None
    if actor is not None and register is not None:
        about = {fact.id for fact in list_facts(record, register, actor=actor)}
    rows = record.sql(_CONTRADICTIONS).to_pylist()
    sources = _sources(record)
    found = [
        ListedContradiction(
            type=row["type"],
            explanation=row["explanation"],
            against=row["against"],
            documents_a=sources[row["fact_a"]],
            documents_b=sources.get(row["fact_b"], ()),
            since=row["since"],
            source=row["source"],
            fact_a=row["fact_a"],
            fact_b=row["fact_b"],
            id=row["id"],
        )
        for row in rows
        if (not kept or row["type"] in kept) and (about is None or about & {row["fact_a"], row["fact_b"]})
    ]
    return sorted(found, key=lambda each: (-(each.since or dt.date.min).toordinal(), each.type, each.explanation))


def _sources(record: Record) -> dict[str, tuple[str, ...]]:
    query = """SELECT m.fact, list_sort(list_distinct(list(d.source))) AS sources
        FROM fact_assertions AS m JOIN documents AS d ON d.id = m.document GROUP BY m.fact"""
    return {row["fact"]: tuple(row["sources"]) for row in record.sql(query).to_pylist()}


def _listed(row: dict[str, Any]) -> ListedFact:
    columns: dict[str, Any] = {name: tuple(row[name] or ()) if name in _LISTS else row[name] for name in _COLUMNS}
    return ListedFact(**columns)


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    return *sort_days(row), row["kind"], row["summary"], row["id"]


_LISTS = frozenset({"actors", "recipients", "assertions", "judgements"})
_COLUMNS = tuple(field.name for field in fields(ListedFact))
