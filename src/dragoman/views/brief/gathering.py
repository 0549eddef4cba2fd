"""The facts of a brief, each with every assertion that tells it: chosen, ordered and bounded in SQL."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.reasoning.claims import TABLES
from dragoman.record.reading import Record
from dragoman.views.facts import ListedFact, listed_fact

# A state stands for those who hold its offices; who is spoken of is a party of the brief as well.
_ABOUT = """
    $actor IS NULL OR f.subject = $actor OR f.object = $actor
    OR list_contains(list_concat(f.actors, f.recipients), $actor)
    OR f.id IN (SELECT m.fact FROM fact_assertions AS m JOIN arguments AS a
        ON a.assertion = m.assertion AND a.document = m.document WHERE a.country = $actor)
    OR f.id IN (SELECT m.fact FROM fact_assertions AS m JOIN statements AS s
        ON s.id = m.assertion AND s.document = m.document
        WHERE list_contains(list_concat(s.about, s.audience), $actor))
    OR f.id IN (SELECT m.fact FROM fact_assertions AS m JOIN events AS e
        ON e.id = m.assertion AND e.document = m.document WHERE list_contains(e.about, $actor))"""
# What has no day is of the days at which it was told; where these are not proved either, of none that were asked for.
_CHOSEN = f"""
    SELECT f.*, f.date_from IS NULL AND f.date_to IS NULL AS undated FROM facts AS f WHERE ({_ABOUT})
    AND CASE WHEN f.date_from IS NULL AND f.date_to IS NULL
        THEN f.first_published IS NULL
            OR (($first IS NULL OR f.last_published >= $first) AND ($last IS NULL OR f.first_published <= $last))
        ELSE ($first IS NULL OR f.date_to IS NULL OR f.date_to >= $first)
            AND ($last IS NULL OR f.date_from IS NULL OR f.date_from <= $last) END"""
_UNPROVED = "(($first IS NOT NULL OR $last IS NOT NULL) AND undated AND first_published IS NULL)"
_COUNTED = f"""
    SELECT count(*) FILTER (NOT {_UNPROVED}) AS told, count(*) FILTER ({_UNPROVED}) AS unproved FROM ({_CHOSEN})"""
_RANKED = f"""
    SELECT * FROM ({_CHOSEN}) WHERE NOT {_UNPROVED}
    ORDER BY n_independent DESC, n_documents DESC, status = 'contested' DESC, undated, date_from, date_to, id
    LIMIT $most"""
_BY_ID = "SELECT f.* FROM facts AS f WHERE f.id IN (SELECT unnest($ids))"

_OWN = {
    "statement": """t.speaker AS subject, t.direct, t.words, NULL AS mode, t.cue_text AS trigger_text,
        NULL AS statement""",
    "event": "NULL AS subject, false AS direct, NULL AS words, t.mode, t.trigger_text, t.statement",
    "membership": "t.member AS subject, false AS direct, NULL AS words, NULL AS mode, t.trigger_text, t.statement",
    "occupancy": "t.person AS subject, false AS direct, NULL AS words, NULL AS mode, t.trigger_text, t.statement",
    "attribute": "t.subject, false AS direct, t.value AS words, NULL AS mode, t.trigger_text, NULL AS statement",
}
_TELLINGS = " UNION ALL ".join(
    f"""SELECT t.id, t.document, {own}, t.said_by, t.via, t.date, t.date_from, t.date_to, t.quote_text, t.span_start,
            t.span_end FROM {TABLES[kind]} AS t
        WHERE t.id IN (SELECT unnest($ids))"""
    for kind, own in _OWN.items()
)
_DOCUMENTS = """
    SELECT id, source, coalesce(outlet, outlet_id) AS outlet, agencies, title, language, published, published_from,
        published_to, published_text, family
    FROM documents WHERE id IN (SELECT unnest($ids))"""
_ROLES = """
    SELECT assertion, document, role, actor, country, position FROM arguments
    WHERE assertion IN (SELECT unnest($ids)) AND role IN ('actor', 'recipient', 'speaker', 'person')
    ORDER BY assertion, document, role, ordinal"""
_DISPUTES = """
    SELECT * FROM contradictions
    WHERE fact_a IN (SELECT unnest($facts)) OR fact_b IN (SELECT unnest($facts)) ORDER BY type, id"""


@dataclass(frozen=True, slots=True)
class Source:
    """A document as the brief needs it."""

    id: str
    source: str
    outlet: str | None
    agencies: tuple[str, ...]
    title: str | None
    language: str
    published: str | None
    published_from: dt.date | None
    published_text: str | None
    family: str


@dataclass(frozen=True, slots=True)
class Party:
    """Who fills a role: an actor, or only the state or the office that it is of."""

    actor: str | None
    country: str | None
    position: str | None


@dataclass(frozen=True, slots=True)
class Telling:
    """One assertion of a fact: who is in it, out of whose speech it comes, and where it stands.

    `words` are those of a statement, or the value of an attribute.
    """

    id: str
    subject: str | None
    direct: bool
    words: str | None
    mode: str | None
    trigger_text: str | None
    statement: str | None
    said_by: str | None
    via: tuple[str, ...]
    date: str | None
    date_from: dt.date | None
    date_to: dt.date | None
    quote_text: str
    span_start: int
    span_end: int
    document: Source
    roles: Mapping[str, tuple[Party, ...]]

    @property
    def detail(self) -> tuple[int, int]:
        """How closely it tells who took part: people named, parties known."""
        parties = [party for role in ("actor", "recipient") for party in self.roles.get(role, ())]
        named = [party for party in parties if party.actor is not None]
        return len([party for party in named if party.actor != party.country]), len(named)


@dataclass(frozen=True, slots=True)
class Given:
    """A fact and its tellings, the earliest published first."""

    fact: ListedFact
    tellings: tuple[Telling, ...]

    @property
    def lead(self) -> Telling:
        """The telling that says most closely who took part; the words of a quotation before those of a report."""
        return max(self.tellings, key=lambda told: (told.direct, told.detail))

    @property
    def edtf(self) -> str | None:
        """The days of the fact as they were told, where one telling has just these."""
        days = self.fact.date_from, self.fact.date_to
        return next((told.date for told in self.tellings if (told.date_from, told.date_to) == days), None)

    @property
    def sole_family(self) -> str | None:
        """The one source that it rests on; None where there are more."""
        families = {told.document.family for told in self.tellings}
        return next(iter(families)) if len(families) == 1 else None

    @property
    def mode(self) -> str | None:
        """The mode of an event, where all tellings have the same one."""
        modes = {told.mode for told in self.tellings}
        return next(iter(modes)) if len(modes) == 1 else None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What there is to tell: `unproved` facts without a day that no dated document tells, and `less_told` were left."""

    facts: tuple[Given, ...]
    unproved: int
    less_told: int


def gather(record: Record, actor: str | None, first: dt.date | None, last: dt.date | None, most: int) -> Gathered:
    """The facts about an actor (None: all) that touch the days between, the best borne out, at most so many."""
    given = {"actor": actor, "first": first, "last": last}
    count = record.sql(_COUNTED, given).to_pylist()[0]
    rows = record.sql(_RANKED, {**given, "most": most}).to_pylist()
    return Gathered(tuple(_with_tellings(record, rows)), count["unproved"], count["told"] - len(rows))


def gather_facts(record: Record, ids: Collection[str]) -> dict[str, Given]:
    """Some facts by their ids."""
    rows = record.sql(_BY_ID, {"ids": sorted(ids)}).to_pylist() if ids else []
    return {given.fact.id: given for given in _with_tellings(record, rows)}


def gather_tellings(record: Record, ids: Collection[str]) -> dict[str, list[Telling]]:
    """Some assertions by their ids; one id may stand in several copies of a document."""
    wanted = {"ids": sorted(ids)}
    rows = record.sql(_TELLINGS, wanted).to_pylist() if ids else []
    roles: dict[tuple[str, str], dict[str, list[Party]]] = defaultdict(lambda: defaultdict(list))
    for row in record.sql(_ROLES, wanted).to_pylist() if ids else []:
        party = Party(row["actor"], row["country"], row["position"])
        roles[row["assertion"], row["document"]][row["role"]].append(party)
    documents = gather_sources(record, {row["document"] for row in rows})
    found: dict[str, list[Telling]] = defaultdict(list)
    for row in rows:
        filled = {role: tuple(parties) for role, parties in roles.get((row["id"], row["document"]), {}).items()}
        row["via"] = tuple(row["via"] or ())
        found[row["id"]].append(Telling(**{**row, "document": documents[row["document"]]}, roles=filled))
    return found


def gather_sources(record: Record, ids: Collection[str]) -> dict[str, Source]:
    """Some documents by their ids."""
    rows = record.sql(_DOCUMENTS, {"ids": sorted(ids)}).to_pylist() if ids else []
    columns = Source.__dataclass_fields__
    given = [{name: row[name] for name in columns} for row in rows]
    return {row["id"]: Source(**{**row, "agencies": tuple(row["agencies"] or ())}) for row in given}


def gather_disputes(record: Record, facts: Collection[str]) -> list[dict[str, Any]]:
    """The rows of view `contradictions` that one of some facts is a side of."""
    return record.sql(_DISPUTES, {"facts": sorted(facts)}).to_pylist() if facts else []


def _with_tellings(record: Record, rows: Iterable[Mapping[str, Any]]) -> list[Given]:
    kept = list(rows)
    tellings = gather_tellings(record, {assertion for row in kept for assertion in row["assertions"]})
    return [
        Given(
            listed_fact(row), tuple(sorted((told for each in row["assertions"] for told in tellings[each]), key=_order))
        )
        for row in kept
    ]


def _order(telling: Telling) -> tuple[object, ...]:
    day = telling.document.published_from
    return day is None, day or dt.date.max, telling.document.source, telling.span_start, telling.id
