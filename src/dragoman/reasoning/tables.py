"""The computed views of a record as tables: `facts`, `fact_assertions`, `fact_parties`, `contradictions`."""

import datetime as dt
import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa

from dragoman.model.assertion import content_id
from dragoman.ontology.contradictions import load_contradictions
from dragoman.reasoning.claims import Askable, iter_claims
from dragoman.reasoning.consolidation import consolidate
from dragoman.reasoning.contradictions import Contradiction, find_contradictions
from dragoman.reasoning.fact import Fact
from dragoman.reasoning.summaries import (
    Naming,
    explain_contradiction,
    naming,
    register_words,
    summarise_fact,
    unnamed_states,
)
from dragoman.record.schema import COMPUTED, arrow_schema
from dragoman.record.steering import Opinion
from dragoman.register import Register

SINGLE, CORROBORATED, CONTESTED = "single", "corroborated", "contested"
# A source that people trust less than this corroborates nothing.
LEAST_TRUST = 0.5
_FILLED = """
    SELECT assertion, document, role, actor, country FROM arguments
    WHERE actor IS NOT NULL OR country IS NOT NULL"""
_DISTRUSTED = """
    SELECT DISTINCT d.id FROM documents AS d
    JOIN trust AS t ON t.outlet = coalesce(d.outlet_id, d.outlet) OR list_contains(d.agencies, t.outlet)
    WHERE t.share < ?"""


def compute_tables(record: Askable, register: Register) -> dict[str, pa.Table]:
    """The computed views over all that a record tells, by name; the same record gives the same rows in one order."""
    with collector_paused():
        facts = consolidate(iter_claims(record), _opinions(record))
        found = list(find_contradictions(facts, load_contradictions(), register))
    distrusted = {row["id"] for row in record.sql(_DISTRUSTED, [LEAST_TRUST]).to_pylist()}
    # The register's word may name people of whom no report tells.
    people = ({"id": id, "kind": "person", "label": register.actors[id].label} for each in found for id in each.people)
    name = naming([*people, *record.sql("SELECT id, kind, label FROM actors").to_pylist()])
    contested = {id(side) for each in found for side in (each.fact, each.other) if side is not None}
    rows: Mapping[str, Iterator[dict[str, Any]]] = {
        "facts": (_fact_row(fact, name, distrusted, contested=id(fact) in contested) for fact in facts),
        "fact_assertions": (row for fact in facts for row in _assertion_rows(fact)),
        "contradictions": iter(sorted((_contradiction_row(each, name) for each in found), key=lambda row: row["id"])),
    }
    tables = {table: _to_table(table, found) for table, found in rows.items()}
    return {**tables, "fact_parties": _party_table(record, tables["fact_assertions"])}


def _opinions(record: Askable) -> list[Opinion]:
    """What people have judged, and what holds of it, on whether two assertions are of the same thing."""
    query = """SELECT id, kind = 'together' AS same, about[1] AS one, about[2] AS other FROM judgements
        WHERE kind IN ('apart', 'together') AND state = 'holds' ORDER BY id"""
    return [Opinion(**row) for row in record.sql(query).to_pylist()]


@contextmanager
def collector_paused() -> Iterator[None]:
    """Have the garbage collector rest: claims and facts hold no cycles, and walking through millions costs more than
    they do (growth n^1.17 with it, n^1.04 without, on 160,000 claims).
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def fact_id(fact: Fact) -> str:
    """A content id: of its kind and the smallest id among its assertions."""
    return content_id("fact", fact.kind, min(claim.id for claim in fact.claims))


def _fact_row(fact: Fact, name: Naming, distrusted: Collection[str], *, contested: bool) -> dict[str, Any]:
    claims = list(fact.claims)
    first = fact.first
    independent = len({claim.family for claim in claims if claim.document not in distrusted})
    published = [claim.published for claim in claims]
    return {
        "id": fact_id(fact),
        "kind": fact.kind,
        "summary": summarise_fact(fact, name),
        "subject": first.subject,
        "relation": first.relation,
        "object": first.object,
        "value": first.value,
        "direct": first.direct,
        "actors": _sorted(claims, "actors"),
        "unnamed_actors": unnamed_states(fact, "actors"),
        "recipients": _sorted(claims, "recipients"),
        "unnamed_recipients": unnamed_states(fact, "recipients"),
        "bears": first.bears,
        "modality": first.modality,
        "place": fact.place.id or fact.place.country,
        "date_from": fact.days.first,
        "date_to": fact.days.last,
        "first_published": _least(days.last for days in published),
        "last_published": _most(days.last for days in published),
        "n_documents": len({claim.document for claim in claims}),
        "n_independent": independent,
        "assertions": sorted({claim.id for claim in claims}),
        "status": CONTESTED if contested else CORROBORATED if independent > 1 else SINGLE,
        "judgements": sorted(fact.judgements),
    }


def _sorted(claims: Sequence[Any], side: str) -> list[str]:
    return sorted({party for claim in claims for party in getattr(claim, side)})


def _least(days: Iterator[dt.date | None]) -> dt.date | None:
    return min((day for day in days if day is not None), default=None)


def _most(days: Iterator[dt.date | None]) -> dt.date | None:
    return max((day for day in days if day is not None), default=None)


def _assertion_rows(fact: Fact) -> Iterator[dict[str, Any]]:
    for claim, reason in fact.joined:
        yield {"fact": fact_id(fact), "assertion": claim.id, "document": claim.document, "reason": reason}


def _party_table(record: Askable, assertions: pa.Table) -> pa.Table:
    """The parties of each fact, once for each role; tables are joined, for these are more than there are facts."""
    columns = arrow_schema(COMPUTED["fact_parties"]).names
    filled = record.sql(_FILLED).join(assertions, ["assertion", "document"], join_type="inner")
    distinct = filled.group_by(columns).aggregate([])
    return distinct.select(columns).sort_by([(column, "ascending") for column in columns])


def _contradiction_row(found: Contradiction, name: Naming) -> dict[str, Any]:
    sides = [fact_id(found.fact), fact_id(found.other) if found.other is not None else found.register or ""]
    return {
        "id": content_id("contradiction", found.type, *sides),
        "type": found.type,
        "fact_a": sides[0],
        "fact_b": sides[1] if found.other is not None else None,
        "explanation": explain_contradiction(found, name),
        "against": "record" if found.other is not None else "register",
        "register_says": register_words(found, name),
        "source": found.source,
    }


def _to_table(name: str, rows: Iterator[dict[str, Any]]) -> pa.Table:
    schema = arrow_schema(COMPUTED[name])
    columns: dict[str, list[Any]] = {column: [] for column in schema.names}
    for row in rows:
        for column, values in columns.items():
            values.append(row[column])
    return pa.Table.from_pydict(columns, schema=schema)
