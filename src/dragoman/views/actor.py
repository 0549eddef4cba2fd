"""One actor: names, offices and memberships by day on both sides, and where it is mentioned."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dragoman.model.dates import Date
from dragoman.reasoning.lines import Line
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.days import Day, as_date, can_hold, sort_days
from dragoman.views.names import Known, Names
from dragoman.views.timeline import TimelineRow, list_timeline
from dragoman.views.told import Kind

_MENTIONS = """
    SELECT m.document, d.source, d.published, count(*) AS mentions,
        list_sort(list_distinct(list(m.quote_text))) AS words
    FROM mentions AS m JOIN documents AS d ON d.id = m.document
    WHERE m.actor = ?
    GROUP BY m.document, d.source, d.published, d.published_from
    ORDER BY d.published_from NULLS LAST, d.source, m.document"""

# What an actor is and was; what it said and did has views of its own.
_CAREER: tuple[Kind, ...] = ("membership", "occupancy", "attribute")


@dataclass(frozen=True, slots=True)
class CareerRow:
    """One side's word on one office, membership or attribute; the columns are those of TimelineRow.

    On the register's side `source` is the source note, and `bears`, `modality` and `id` are empty.
    """

    kind: Kind
    side: Literal["register", "record"]
    summary: str
    date: str | None
    date_from: dt.date | None
    date_to: dt.date | None
    undated: bool
    actor: str | None
    actor_label: str | None
    relation: str
    object: str | None
    object_label: str | None
    value: str | None
    bears: str | None
    modality: str | None
    agrees: bool | None
    source: str
    said_by: str | None = None
    document: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class MentionCount:
    """How often a document names the actor, and in which words."""

    document: str
    source: str
    published: str | None
    mentions: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActorPage:
    """What register and record know of one actor."""

    actor: Known
    rows: tuple[CareerRow, ...]
    mentions: tuple[MentionCount, ...]


def get_actor_page(record: Record, register: Register, name: str, on: Day | None = None) -> ActorPage:
    """The page of the actor that a name means, in any language; rows in order of day, undated ones last.

    A person's offices and memberships; of a state or organisation also who holds its offices. With `on` (a day, a
    month or a year), of these what can hold then; undated rows stay. Raises UnknownNameError with suggestions,
    QueryError for a name that several bear, DateError.
    """
    day = as_date(on)
    register = register.as_known(record.scope.known)
    names = Names(record, register)
    chosen = names.get_actor(name)
    told = list_timeline(record, register, actor=chosen, kinds=_CAREER)
    rows = [
        *_iter_known(register, names, chosen),
        *(_career_row(row) for row in told if chosen in (row.actor, row.object)),
    ]
    if register.organisations.get(chosen) is not None:
        # Hundreds of members would bury the rest; they have a view of their own.
        rows = [row for row in rows if row.kind != "membership" or row.actor == chosen]
    if day is not None:
        rows = [row for row in rows if _can_be_of(row, day)]
    counted = record.sql(_MENTIONS, [chosen]).to_pylist()
    mentions = tuple(MentionCount(**{**row, "words": tuple(row["words"])}) for row in counted)
    return ActorPage(names.describe(chosen), tuple(sorted(rows, key=_order)), mentions)


def _iter_known(register: Register, names: Names, actor: str) -> Iterator[CareerRow]:
    for stretch in register.stretches:
        if stretch.member == actor:
            parties = (stretch.member, stretch.status, stretch.organisation)
            yield _known_row(names, "membership", parties, stretch.during, stretch.source)
    for tenure in register.tenures:
        if actor in (tenure.person, tenure.of):
            yield _known_row(
                names, "occupancy", (tenure.person, tenure.position, tenure.of), tenure.during, tenure.source
            )


def _can_be_of(row: CareerRow, day: Date) -> bool:
    told = None if row.undated else Date(row.date or "", row.date_from, row.date_to)
    if row.side == "record":
        return can_hold(row.bears or "holds", told, day)
    return told is None or told.intersect(day) is not None


def _known_row(
    names: Names, kind: Literal["membership", "occupancy"], parties: tuple[str, str, str], during: Date, source: str
) -> CareerRow:
    actor, relation, owner = parties
    return CareerRow(
        kind=kind,
        side="register",
        summary=str(Line(kind, names.short(actor), relation, names.short(owner))),
        date=during.edtf,
        date_from=during.first,
        date_to=during.last,
        undated=False,
        actor=actor,
        actor_label=names.label(actor),
        relation=relation,
        object=owner,
        object_label=names.label(owner),
        value=None,
        bears=None,
        modality=None,
        agrees=None,
        source=source,
    )


def _career_row(row: TimelineRow) -> CareerRow:
    return CareerRow(
        kind=row.kind,
        side="record",
        summary=row.summary,
        date=row.date,
        date_from=row.date_from,
        date_to=row.date_to,
        undated=row.undated,
        actor=row.actor,
        actor_label=row.actor_label,
        relation=row.relation,
        object=row.object,
        object_label=row.object_label,
        value=row.value,
        bears=row.bears,
        modality=row.modality,
        agrees=row.agrees,
        source=row.source,
        said_by=row.said_by,
        document=row.document,
        id=row.id,
    )


def _order(row: CareerRow) -> tuple[object, ...]:
    days = sort_days({"date_from": row.date_from, "date_to": row.date_to})
    return *days, row.side == "record", row.kind, row.actor or "", row.relation, row.object or "", row.id or ""
