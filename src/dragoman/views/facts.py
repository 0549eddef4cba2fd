"""What the record comes to: facts with their sources counted, and what contradicts what."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from dragoman.errors import QueryError, UnknownNameError
from dragoman.ontology.loading import ACTING, load_event_ontology, load_ontology
from dragoman.reasoning.claims import TABLES
from dragoman.reasoning.contradictions import Type
from dragoman.reasoning.tables import CONTESTED, CORROBORATED, SINGLE
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.days import Day, bounds_of
from dragoman.views.document import SHORTEST_PREFIX
from dragoman.views.explanation import iter_judged
from dragoman.views.names import Names, get_nearest
from dragoman.views.party_index import index_parties
from dragoman.views.told import KINDS, Kind

STATUSES = (SINGLE, CORROBORATED, CONTESTED)
TYPES: tuple[str, ...] = get_args(Type)
Order = Literal["day", "latest", "published", "weight"]

# A state stands for those who hold its offices, and for places and people of it that are told of.
_PARTY = """(f.subject = $actor OR f.object = $actor OR f.id IN (SELECT p.fact FROM inner_views.facts_of AS p
    WHERE p.party = $actor AND (p.acts_for OR p.role IN ('actor', 'recipient'))))"""
_SPEAKER = """(f.kind = 'statement' AND (f.subject = $speaker
    OR f.id IN (SELECT p.fact FROM inner_views.facts_of AS p
        WHERE p.party = $speaker AND p.acts_for AND p.role = 'speaker')))"""
# Each limit that may be asked for; a day leaves what is undated, for it may be of that day.
_LIMITS = {
    "actor": _PARTY,
    "speaker": _SPEAKER,
    "kinds": "list_contains($kinds, f.kind)",
    "statuses": "list_contains($statuses, f.status)",
    "relations": "list_contains($relations, f.relation)",
    "first": "(f.date_to IS NULL OR f.date_to >= $first)",
    "last": "(f.date_from IS NULL OR f.date_from <= $last)",
    "since": "f.first_published >= $since",
    "until": "f.first_published <= $until",
}
_NAMED = "f.kind, f.summary, f.id"
_ORDERS = {
    "day": f"coalesce(f.date_from, f.date_to) NULLS LAST, f.date_to NULLS LAST, {_NAMED}",
    "latest": f"coalesce(f.date_to, f.date_from) DESC NULLS LAST, f.first_published DESC NULLS LAST, {_NAMED}",
    "published": f"f.first_published DESC NULLS LAST, {_NAMED}",
    "weight": f"""CASE WHEN f.kind = 'membership' THEN 0 WHEN f.kind = 'occupancy' THEN 1
        WHEN f.relation IN ('ASSAULT', 'THREATEN', 'AGREE') THEN 2 WHEN f.kind = 'event' THEN 3 ELSE 4 END,
        f.first_published DESC NULLS LAST, {_NAMED}""",
}
# The limits of contradictions, and those that want their sides.
_CONTRADICTION_LIMITS = {
    "types": "list_contains($types, c.type)",
    "fact": "(c.fact_a = $fact OR c.fact_b = $fact)",
}
_DAYS_OF_SIDES = {
    "from": "coalesce(a.date_to, $from) >= $from AND coalesce(b.date_to, $from) >= $from",
    "to": "coalesce(a.date_from, $to) <= $to AND coalesce(b.date_from, $to) <= $to",
}
# The sides of those that fit whatever is asked of themselves are looked up once.
_CONTRADICTIONS = """
    WITH about AS MATERIALIZED ({about}), found AS MATERIALIZED (SELECT c.* FROM contradictions AS c WHERE {limits}),
    sides AS MATERIALIZED (
        SELECT id, date_from, date_to, first_published FROM facts
        WHERE id IN (SELECT fact_a FROM found UNION ALL SELECT fact_b FROM found))
    SELECT {columns} FROM found AS c JOIN sides AS a ON a.id = c.fact_a LEFT JOIN sides AS b ON b.id = c.fact_b
    WHERE {days}"""
_NOTHING = "SELECT NULL WHERE false"
_HAS_ABOUT = "(c.fact_a IN (FROM about) OR c.fact_b IN (FROM about))"
_LATEST = "since DESC NULLS LAST, c.type, c.explanation, c.id"
_TOLD = """
    SELECT m.fact, m.assertion, m.reason, w.quote_text, d.language, d.source, d.published, m.document, d.family
    FROM fact_assertions AS m JOIN ({words}) AS w ON w.id = m.assertion AND w.document = m.document
    JOIN documents AS d ON d.id = m.document WHERE m.fact IN (SELECT unnest($facts))
    ORDER BY d.published_to NULLS LAST, d.source, m.assertion"""
_MADE_IT = "list_contains(?, id)"
_WORDS = "SELECT id, document, quote_text FROM {table} WHERE document IN (SELECT unnest($documents))"
_KINDS_OF = "SELECT DISTINCT kind FROM facts WHERE id IN (SELECT unnest($facts)) ORDER BY kind"
_DOCUMENTS_OF = "SELECT DISTINCT document FROM fact_assertions WHERE fact IN (SELECT unnest($facts)) ORDER BY document"
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
    direct: bool
    actors: tuple[str, ...]
    unnamed_actors: tuple[str, ...]
    recipients: tuple[str, ...]
    unnamed_recipients: tuple[str, ...]
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
    """Two facts that cannot both hold, or one and the register: `against` tells which.

    `register_says` is what the register has and for which days, `source` its note, both None where it is no side.
    `documents_a` and `documents_b` are the addresses of the reports on each side, `since` the day by which the first
    of them was out.
    """

    type: str
    explanation: str
    against: str
    documents_a: tuple[str, ...]
    documents_b: tuple[str, ...]
    since: dt.date | None
    register_says: str | None
    source: str | None
    fact_a: str
    fact_b: str | None
    id: str


@dataclass(frozen=True, slots=True)
class Told:
    """One assertion of a fact: where it stands, and `reason`, why it is taken to be of the same thing.

    `language` is that of the document, None where it is not known.
    """

    assertion: str
    reason: str
    quote_text: str
    language: str | None
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


class Facts:
    """Facts that were asked for, not fetched yet."""

    def __init__(self, record: Record, given: Mapping[str, Any]) -> None:
        self._record = record
        self.given = {name: value for name, value in given.items() if value is not None}
        if self.given.keys() & {"actor", "speaker"}:
            index_parties(record)
        limits = [_LIMITS[name] for name in self.given]
        self._where = f"FROM facts AS f WHERE {' AND '.join(limits)}" if limits else "FROM facts AS f"

    @property
    def ids(self) -> str:
        """A question for their ids, which wants the parameters `given`."""
        return f"SELECT f.id {self._where}"

    def count(self) -> int:
        """How many there are."""
        return int(self._record.sql(f"SELECT count(*) AS n {self._where}", self.given).column("n")[0].as_py())

    def rows(self, order: Order = "day", *, count: int | None = None, cursor: int = 0) -> list[ListedFact]:
        """So many of them after the cursor, all by default.

        In order of their first day, undated ones last (`day`); the latest day first (`latest`); the last to be
        published first (`published`); memberships, offices and grave events first (`weight`).
        """
        query = f"SELECT f.* {self._where} ORDER BY {_ORDERS[order]} LIMIT $count OFFSET $cursor"
        given = {**self.given, "count": count, "cursor": cursor}
        return [listed_fact(row) for row in self._record.sql(query, given).to_pylist()]


def choose_facts(
    record: Record,
    register: Register,
    *,
    actor: str | None = None,
    speaker: str | None = None,
    kinds: Collection[Kind] = KINDS,
    statuses: Collection[str] = (),
    relations: Collection[str] = (),
    start: Day | None = None,
    end: Day | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Facts:
    """The facts that fit all limits.

    `actor` (any name in any language) keeps those that it is a party of, a state those of its officials too; `speaker`
    what it said; `statuses` (single, corroborated, contested), `kinds` and `relations` (status, position, property,
    act or event type) keep these; `start` and `end` keep what touches the days between, and what is undated; `since`
    and `until` what was first published between. Raises UnknownNameError with suggestions, QueryError, DateError.
    """
    first, last = bounds_of(start, end)
    names = Names(record, register)
    given = {
        "actor": names.get_actor(actor) if actor is not None else None,
        "speaker": names.get_actor(speaker) if speaker is not None else None,
        "kinds": list(kinds) if set(kinds) != set(KINDS) else None,
        "statuses": [get_nearest(status, STATUSES, "status") for status in statuses] or None,
        "relations": [get_nearest(relation, iter_relations(), "type of fact") for relation in relations] or None,
        "first": first,
        "last": last,
        "since": since,
        "until": until,
    }
    return Facts(record, given)


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

    Limits and errors as in `choose_facts`.
    """
    return choose_facts(record, register, actor=actor, kinds=kinds, statuses=statuses, start=start, end=end).rows()


def iter_relations() -> Iterator[str]:
    """Everything that a fact may tell: statuses, positions, properties, acts, event types."""
    ontology, events = load_ontology(), load_event_ontology()
    yield from (*ontology.statuses, *ontology.positions, *(f"{ACTING}{position}" for position in ontology.positions))
    yield from (*ontology.properties, *events.acts, *events.types)


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
    fact = listed_fact(record.sql("SELECT * FROM facts WHERE id = ?", found).to_pylist()[0])
    told = list_told(record, found)[fact.id]
    judged = tuple(iter_judged(record, _MADE_IT, list(fact.judgements)))
    return FactPage(fact, told, tuple(Contradictions(record, {"fact": fact.id}).rows()), judged)


def find_facts(record: Record, ids: Collection[str]) -> dict[str, ListedFact]:
    """The facts of these ids, by id."""
    rows = record.sql("SELECT * FROM facts WHERE id IN (SELECT unnest($ids))", {"ids": sorted(ids)}).to_pylist()
    return {row["id"]: listed_fact(row) for row in rows}


def list_told(record: Record, facts: Collection[str]) -> dict[str, tuple[Told, ...]]:
    """The assertions of each fact, by the facts' ids, the earliest published first."""
    told: dict[str, list[Told]] = {fact: [] for fact in facts}
    given = {"facts": sorted(facts)}
    kinds = [row["kind"] for row in record.sql(_KINDS_OF, given).to_pylist()]
    if not kinds:
        return dict.fromkeys(facts, ())
    # Words are looked for in the documents and tables alone in which they stand.
    words = " UNION ALL ".join(_WORDS.format(table=TABLES[kind]) for kind in kinds)
    given["documents"] = [row["document"] for row in record.sql(_DOCUMENTS_OF, given).to_pylist()]
    for row in record.sql(_TOLD.format(words=words), given).to_pylist():
        told[row.pop("fact")].append(Told(**row))
    return {fact: tuple(rows) for fact, rows in told.items()}


class Contradictions:
    """Contradictions that were asked for, not fetched yet."""

    def __init__(self, record: Record, given: Mapping[str, Any], about: Facts | None = None) -> None:
        self._record = record
        self._given = {name: value for name, value in given.items() if value is not None}
        limits = [limit for name, limit in _CONTRADICTION_LIMITS.items() if name in self._given]
        days = [limit for name, limit in _DAYS_OF_SIDES.items() if name in self._given]
        if about is not None:
            self._given |= about.given
            limits.append(_HAS_ABOUT)
        self._count: int | None = None
        self._parts = {
            "about": about.ids if about is not None else _NOTHING,
            "limits": " AND ".join(limits) or "true",
            "days": " AND ".join(days) or "true",
        }

    def count(self) -> int:
        """How many there are; told along with rows, where some were fetched before."""
        if self._count is None:
            query = _CONTRADICTIONS.format(columns="count(*) AS n", **self._parts)
            self._count = int(self._record.sql(query, self._given).column("n")[0].as_py())
        return self._count

    def rows(self, *, count: int | None = None, cursor: int = 0) -> list[ListedContradiction]:
        """So many of them after the cursor, all by default; the latest to be reported first."""
        columns = "c.*, least(a.first_published, b.first_published) AS since, count(*) OVER () AS n"
        query = f"""{_CONTRADICTIONS.format(columns=columns, **self._parts)}
            ORDER BY {_LATEST} LIMIT $count OFFSET $cursor"""
        rows = self._record.sql(query, {**self._given, "count": count, "cursor": cursor}).to_pylist()
        for row in rows:
            self._count = row.pop("n")
        sources = _sources(self._record, {row[side] for row in rows for side in ("fact_a", "fact_b")} - {None})
        return [_listed_contradiction(row, sources) for row in rows]


def choose_contradictions(
    record: Record,
    register: Register,
    *,
    types: Collection[str] = (),
    actor: str | None = None,
    start: Day | None = None,
    end: Day | None = None,
) -> Contradictions:
    """The contradictions that fit all limits.

    `types` (position, holder, membership, date, number, participation, attribution, modality, founding) keep these,
    `actor` (any name in any language) those in which a fact has it as a party; `start` and `end` keep those whose facts
    all touch the days between, or are undated. Raises UnknownNameError with suggestions, QueryError, DateError.
    """
    kept = [get_nearest(name, TYPES, "type of contradiction") for name in types]
    about = choose_facts(record, register, actor=actor) if actor is not None else None
    first, last = bounds_of(start, end)
    return Contradictions(record, {"types": kept or None, "from": first, "to": last}, about)


def list_contradictions(
    record: Record,
    register: Register,
    *,
    types: Collection[str] = (),
    actor: str | None = None,
    start: Day | None = None,
    end: Day | None = None,
) -> list[ListedContradiction]:
    """What contradicts what, the latest to be reported first. Limits and errors as in `choose_contradictions`."""
    return choose_contradictions(record, register, types=types, actor=actor, start=start, end=end).rows()


def _sources(record: Record, facts: Collection[str]) -> dict[str, tuple[str, ...]]:
    query = """SELECT m.fact, list_sort(list_distinct(list(d.source))) AS sources
        FROM fact_assertions AS m JOIN documents AS d ON d.id = m.document
        WHERE m.fact IN (SELECT unnest($facts)) GROUP BY m.fact"""
    return {row["fact"]: tuple(row["sources"]) for row in record.sql(query, {"facts": sorted(facts)}).to_pylist()}


def _listed_contradiction(row: dict[str, Any], sources: Mapping[str, tuple[str, ...]]) -> ListedContradiction:
    return ListedContradiction(
        type=row["type"],
        explanation=row["explanation"],
        against=row["against"],
        documents_a=sources[row["fact_a"]],
        documents_b=sources.get(row["fact_b"], ()),
        since=row["since"],
        register_says=row["register_says"],
        source=row["source"],
        fact_a=row["fact_a"],
        fact_b=row["fact_b"],
        id=row["id"],
    )


def listed_fact(row: Mapping[str, Any]) -> ListedFact:
    """A row of view `facts` as one."""
    columns: dict[str, Any] = {name: tuple(row[name] or ()) if name in _LISTS else row[name] for name in _COLUMNS}
    return ListedFact(**columns)


_LISTS = frozenset({"actors", "unnamed_actors", "recipients", "unnamed_recipients", "assertions", "judgements"})
_COLUMNS = tuple(field.name for field in fields(ListedFact))
