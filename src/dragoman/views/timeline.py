"""What the record tells, in order of day: memberships, occupancies, attributes."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dragoman.errors import QueryError
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.comparison import compare_membership, compare_occupancy
from dragoman.views.days import Day, as_date, row_date, sort_days
from dragoman.views.names import Names

Kind = Literal["membership", "occupancy", "attribute"]

# The parts of a row by one set of names: whose, what, of or in what, and which value.
_SELECT: dict[Kind, str] = {
    "membership": "member AS actor, status AS relation, organisation AS object, NULL AS value, bears, modality",
    "occupancy": "person AS actor, position AS relation, of AS object, NULL AS value, bears, modality",
    "attribute": """subject AS actor, property AS relation, NULL AS object, value,
        'holds' AS bears, 'actual' AS modality""",
}
_TABLES: dict[Kind, str] = {"membership": "memberships", "occupancy": "occupancies", "attribute": "attributes"}
KINDS: tuple[Kind, ...] = tuple(_TABLES)
_SHARED = """id, document, date, date_from, date_to, date_text, said_by, quote_text, trigger_text,
    span_start, span_end"""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One assertion of the record.

    `actor` is the member, the person or the subject, `relation` the status, the position or the property, `object` the
    organisation, or the state or organisation that the position is of; `value` an attribute's value. `summary` is the
    row in one English line. `date` is EDTF text, `date_from` and `date_to` the same as days, None where open; an
    undated row has none of the three. `agrees` tells whether the register says the same, None where it cannot tell.
    """

    id: str
    kind: Kind
    summary: str
    date: str | None
    date_from: dt.date | None
    date_to: dt.date | None
    date_text: str | None
    undated: bool
    actor: str | None
    actor_label: str | None
    relation: str
    object: str | None
    object_label: str | None
    value: str | None
    bears: str
    modality: str
    said_by: str | None
    agrees: bool | None
    document: str
    source: str
    published: str | None
    quote_text: str
    trigger_text: str
    span_start: int
    span_end: int


def list_timeline(
    record: Record,
    register: Register,
    *,
    actor: str | None = None,
    kinds: Collection[Kind] = KINDS,
    start: Day | None = None,
    end: Day | None = None,
) -> list[TimelineRow]:
    """The record's assertions in order of their first day, undated ones last.

    `actor` (any name in any language) keeps rows that it is a party of; `start` and `end` keep rows that touch the days
    between, both included, and with them the undated ones. Raises UnknownNameError, QueryError, DateError.
    """
    names = Names(record, register)
    since, until = as_date(start), as_date(end)
    first, last = since.first if since else None, until.last if until else None
    if first is not None and last is not None and first > last:
        raise QueryError(f"{start} lies after {end}: nothing lies between")
    chosen = names.get_actor(actor) if actor is not None else None
    rows = sorted(_iter_rows(record, kinds, chosen), key=_order)
    touching = (row for row in rows if _touches(row, first, last))
    return [_timeline_row(row, names, register) for row in touching]


def list_assertions(record: Record, register: Register, names: Names, document: str) -> list[TimelineRow]:
    """All assertions of one document, by its id, in the order of the text."""
    rows = _iter_rows(record, KINDS, None, document)
    in_text = sorted(rows, key=lambda row: (row["span_start"], row["span_end"], _order(row)))
    return [_timeline_row(row, names, register) for row in in_text]


def summarise(
    names: Names,
    kind: Kind,
    actor: str | None,
    relation: str,
    object_: str | None,
    value: str | None,
    *manner: str | None,
) -> str:
    """One assertion in one English line: who, what, and in brackets how it is said where that is not plain."""
    who, whose = names.short(actor) or "someone", names.short(object_) or "?"
    if kind == "membership":
        core = f"{who} – {whose}: {relation}"
    elif kind == "occupancy":
        core = f"{who}: {relation} of {whose}"
    else:
        core = f"{who}: {relation.replace('_', ' ')} {value}"
    told = [part for part in manner if part not in (None, "holds", "actual")]
    return f"{core} ({', '.join(map(str, told))})" if told else core


def _iter_rows(
    record: Record, kinds: Collection[Kind], actor: str | None, document: str | None = None
) -> Iterator[dict[str, Any]]:
    for kind in KINDS:
        if kind not in kinds:
            continue
        query = f"""
            SELECT t.*, d.source, d.published
            FROM (SELECT {_SHARED}, {_SELECT[kind]} FROM {_TABLES[kind]}) AS t
            JOIN documents AS d ON d.id = t.document
            WHERE ($actor IS NULL OR t.actor = $actor OR t.object = $actor OR t.said_by = $actor)
            AND ($document IS NULL OR t.document = $document)"""
        for row in record.sql(query, {"actor": actor, "document": document}).to_pylist():
            yield {**row, "kind": kind}


def _touches(row: dict[str, Any], first: dt.date | None, last: dt.date | None) -> bool:
    begins = first is None or row["date_to"] is None or row["date_to"] >= first
    return begins and (last is None or row["date_from"] is None or row["date_from"] <= last)


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    return *sort_days(row), row["kind"], row["actor"] or "", row["object"] or "", row["id"]


def _timeline_row(row: dict[str, Any], names: Names, register: Register) -> TimelineRow:
    told = row_date(row)
    agrees = None
    if row["kind"] == "membership":
        status = {"status": row["relation"], "bears": row["bears"], "modality": row["modality"]}
        agrees = compare_membership(register, row["actor"], row["object"], **status, on=told).agrees
    elif row["kind"] == "occupancy":
        manner = {"bears": row["bears"], "modality": row["modality"]}
        agrees = compare_occupancy(register, row["actor"], row["relation"], row["object"], **manner, on=told).agrees
    parts = (row["actor"], row["relation"], row["object"], row["value"], row["bears"], row["modality"])
    return TimelineRow(
        **row,
        summary=summarise(names, row["kind"], *parts),
        undated=told is None,
        actor_label=names.label(row["actor"]),
        object_label=names.label(row["object"]),
        agrees=agrees,
    )
