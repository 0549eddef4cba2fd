"""What the record tells, in order of day: memberships, occupancies, attributes, statements, events."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from dragoman.reasoning.lines import Line
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.register.comparison import compare_membership, compare_occupancy
from dragoman.views.days import Day, bounds_of, row_date, sort_days
from dragoman.views.events import event_line, get_event_type, get_modality
from dragoman.views.names import Names
from dragoman.views.publishers import get_languages, get_outlets
from dragoman.views.statements import statement_line
from dragoman.views.told import KINDS, Chosen, Kind, choose_indexed, iter_questions

_FETCHED = "SELECT * FROM ({query}) WHERE id IN (SELECT unnest($ids)) AND document IN (SELECT unnest($documents))"


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One assertion of the record.

    `actor` is the member, the person, the subject or the speaker, `relation` the status, the position, the property,
    the act or the event type, `object` the organisation, or the state or organisation that the position is of; `value`
    an attribute's value, the words of a statement or the mode of an event. An event's `actor` and `object` are its
    actor and recipient where there is just one of each; `parties` are all of any row, those who act first. `actors`,
    `recipients` and `place` are an event's, with the states of those whom nobody names, `direct` is whether words are
    quoted. `bears` is None where nothing starts, holds or ends. `summary` is the row in one English
    line. `date` is EDTF text, `date_from` and `date_to` the same as days, None where open; an undated row has none of
    the three. `agrees` tells whether the register says the same, None where it cannot tell.
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
    parties: tuple[str, ...]
    actors: tuple[str, ...]
    unnamed_actors: tuple[str, ...]
    recipients: tuple[str, ...]
    unnamed_recipients: tuple[str, ...]
    place: str | None
    direct: bool
    bears: str | None
    modality: str
    said_by: str | None
    agrees: bool | None
    document: str
    source: str
    published: str | None
    quote_text: str
    trigger_text: str | None
    span_start: int
    span_end: int


def choose_assertions(
    record: Record,
    names: Names,
    *,
    actor: str | None = None,
    kinds: Collection[Kind] = KINDS,
    types: Collection[str] = (),
    modalities: Collection[str] = (),
    languages: Collection[str] = (),
    outlets: Collection[str] = (),
    start: Day | None = None,
    end: Day | None = None,
) -> Chosen:
    """The limits of a timeline, its names found; limits as in `choose_timeline`, which tells what it raises too."""
    first, last = bounds_of(start, end)
    return Chosen(
        kinds=tuple(kind for kind in KINDS if kind in kinds and (kind == "event" or not types)),
        actor=names.get_actor(actor) if actor is not None else None,
        first=first,
        last=last,
        types=tuple(sorted({get_event_type(name) for name in types})) or None,
        modalities=tuple(sorted({get_modality(name) for name in modalities})) or None,
        languages=get_languages(record, languages) or None,
        outlets=get_outlets(record, outlets) or None,
    )


class Timeline:
    """Assertions that were asked for, not fetched yet."""

    def __init__(self, record: Record, register: Register, names: Names, chosen: Chosen) -> None:
        self._record, self._register, self._names = record, register, names
        self._chosen = chosen

    def count(self) -> int:
        """How many there are."""
        query, given = choose_indexed(self._record, self._chosen)
        return int(self._record.sql(f"SELECT count(*) FROM {query}", given).column(0)[0].as_py())

    def rows(self, *, count: int | None = None, cursor: int = 0) -> list[TimelineRow]:
        """So many of them after the cursor, all by default, in order of their first day; undated ones last."""
        if count is None:
            found = sorted(_iter_rows(self._record, self._chosen), key=_order)[cursor:]
        else:
            found = sorted(self._iter_part(count, cursor), key=_order)
        return [_timeline_row(row, self._names, self._register) for row in found]

    def _iter_part(self, count: int, cursor: int) -> Iterator[dict[str, Any]]:
        """Those of one part: which they are the index tells, then they are fetched."""
        query, given = choose_indexed(self._record, self._chosen)
        part = f"SELECT kind, id, document FROM {query} ORDER BY place LIMIT $count OFFSET $cursor"
        chosen = self._record.sql(part, given | {"count": count, "cursor": cursor}).to_pylist()
        for kind, whole, _ in iter_questions(self._record, Chosen()):
            own = [row for row in chosen if row["kind"] == kind]
            if own:
                found = {"ids": [row["id"] for row in own], "documents": sorted({row["document"] for row in own})}
                rows = self._record.sql(_FETCHED.format(query=whole), found).to_pylist()
                yield from ({**row, "kind": kind} for row in rows)


def choose_timeline(
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
) -> Timeline:
    """The record's assertions that fit all limits.

    `actor` (any name in any language) keeps rows that it is a party of, a state those of the people in its offices
    too; `start` and `end` keep rows that touch the days between, both included, and with them the undated ones.
    `types` keeps events of these types, and with them nothing that is no event; `modalities` what is told so;
    `languages` and `outlets` what stands in documents of these. Raises UnknownNameError with suggestions, QueryError,
    DateError.
    """
    register = register.as_known(record.scope.known)
    names = Names(record, register)
    limits = {"types": types, "modalities": modalities, "languages": languages, "outlets": outlets}
    chosen = choose_assertions(record, names, actor=actor, kinds=kinds, start=start, end=end, **limits)
    return Timeline(record, register, names, chosen)


def list_timeline(record: Record, register: Register, **limits: Any) -> list[TimelineRow]:
    """The record's assertions in order of their first day, undated ones last; limits as in `choose_timeline`."""
    return choose_timeline(record, register, **limits).rows()


def list_assertions(record: Record, register: Register, names: Names, document: str) -> list[TimelineRow]:
    """All assertions of one document, by its id, in the order of the text."""
    rows = _iter_rows(record, Chosen(document=document))
    in_text = sorted(rows, key=lambda row: (row["span_start"], row["span_end"], _order(row)))
    return [_timeline_row(row, names, register) for row in in_text]


def _iter_rows(record: Record, chosen: Chosen) -> Iterator[dict[str, Any]]:
    for kind, query, given in iter_questions(record, chosen):
        for row in record.sql(query, given).to_pylist():
            yield {**row, "kind": kind}


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    parties = row["actor"] or "", row["object"] or ""
    return *sort_days(row), row["kind"], *parties, row["source"], row["span_start"], row["id"]


def _timeline_row(row: dict[str, Any], names: Names, register: Register) -> TimelineRow:
    told = row_date(row)
    agrees = None
    if row["kind"] == "membership":
        status = {"status": row["relation"], "bears": row["bears"], "modality": row["modality"]}
        agrees = compare_membership(register, row["actor"], row["object"], **status, on=told).agrees
    elif row["kind"] == "occupancy":
        manner = {"bears": row["bears"], "modality": row["modality"]}
        agrees = compare_occupancy(register, row["actor"], row["relation"], row["object"], **manner, on=told).agrees
    return TimelineRow(
        **{name: row[name] for name in _SAME},
        summary=_summary(row, names),
        undated=told is None,
        actor_label=names.label(row["actor"]),
        object_label=names.label(row["object"]),
        actors=tuple(row.get("actors") or ()),
        unnamed_actors=_unnamed_states(row, "actor"),
        recipients=tuple(row.get("recipients") or ()),
        unnamed_recipients=_unnamed_states(row, "recipient"),
        place=row.get("place"),
        direct=bool(row.get("direct")),
        parties=tuple(dict.fromkeys(party for party in row["parties"] or () if party is not None)),
        agrees=agrees,
    )


_EVENT = frozenset({"actors", "unnamed_actors", "recipients", "unnamed_recipients", "place"})
_COMPUTED = _EVENT | {"summary", "undated", "actor_label", "object_label", "parties", "direct", "agrees"}
_SAME = tuple(field.name for field in fields(TimelineRow) if field.name not in _COMPUTED)


def _unnamed_states(row: Mapping[str, Any], side: str) -> tuple[str, ...]:
    """The states of an event's parties on one side, where nobody of them is named."""
    return () if row.get(f"{side}s") else tuple(row.get(f"{side}_countries") or ())


def _summary(row: Mapping[str, Any], names: Names) -> str:
    if row["kind"] == "statement":
        return statement_line(names, row)
    if row["kind"] == "event":
        return event_line(names, row)
    who, whom, manner = names.short(row["actor"]), names.short(row["object"]), (row["bears"], row["modality"])
    return str(Line(row["kind"], who, row["relation"], whom, row["value"], manner=manner))
