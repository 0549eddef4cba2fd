"""What happened between whom, in order of day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from dragoman.ontology.loading import load_event_ontology, load_ontology
from dragoman.reasoning.lines import Line
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.days import Day, bounds_of, row_date, sort_days, touches
from dragoman.views.names import Names, get_nearest, get_share

_QUERY = """
    SELECT e.*, d.source, d.published
    FROM events AS e JOIN documents AS d ON d.id = e.document
    WHERE $party IS NULL OR list_contains(list_concat(e.actors, e.recipients), $party)
        OR list_contains(list_concat(e.actor_countries, e.recipient_countries), $party)
    ORDER BY e.id"""
_OFFICES = """
    SELECT DISTINCT assertion, actor, country FROM arguments
    WHERE role IN ('actor', 'recipient') AND actor IS NOT NULL AND country IS NOT NULL"""


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """One event of the record.

    `actors` do it and `recipients` have it done to them; where the parties act together (meetings, treaties) all are
    actors. `actor_names` and `recipient_names` are the shortest that a reader knows, `actor_countries` and
    `recipient_countries` the states of both. `summary` is the row in one English line, `statement` the id of the
    statement that it comes out of. `said_by` is the speaker out of whose words the row comes, `via` the agencies and
    media between, `confidence` how often rows on such evidence were found right (0 to 1). `date` is EDTF text,
    `date_from` and `date_to` the same as days, None where open; an undated row has none of the three.
    """

    event_type: str
    mode: str | None
    quad_code: str
    intensity: float | None
    summary: str
    actors: tuple[str, ...]
    actor_names: tuple[str, ...]
    actor_countries: tuple[str, ...]
    recipients: tuple[str, ...]
    recipient_names: tuple[str, ...]
    recipient_countries: tuple[str, ...]
    place: str | None
    place_text: str | None
    place_country: str | None
    about: tuple[str, ...]
    modality: str
    date: str | None
    date_from: dt.date | None
    date_to: dt.date | None
    date_text: str | None
    undated: bool
    statement: str | None
    said_by: str | None
    via: tuple[str, ...]
    confidence: float | None
    source: str
    published: str | None
    document: str
    quote_text: str
    trigger_text: str
    span_start: int
    span_end: int
    id: str


def list_events(
    record: Record,
    register: Register,
    *,
    types: Collection[str] = (),
    between: tuple[str, str] | None = None,
    actor: str | None = None,
    recipient: str | None = None,
    modalities: Collection[str] = (),
    sure: float = 0,
    start: Day | None = None,
    end: Day | None = None,
) -> list[ListedEvent]:
    """The record's events in order of their first day, undated ones last.

    `types` and `modalities` (see the ontology) keep these; `between` wants both names among the parties, each met by
    another party; `actor` does it, `recipient` has it done to it. Names are taken in any language, and a state stands
    for those who hold its offices too. `sure` (0 to 1) is the least confidence. `start` and `end` keep rows that touch
    the days between, both included, and with them the undated ones. Raises UnknownNameError with suggestions,
    QueryError, DateError.
    """
    first, last = bounds_of(start, end)
    least = get_share(sure)
    kept = {get_event_type(name) for name in types}
    told = {get_modality(name) for name in modalities}
    names = Names(record, register)
    pair = tuple(names.get_actor(name) for name in between or ())
    does = names.get_actor(actor) if actor is not None else None
    has_done = names.get_actor(recipient) if recipient is not None else None
    rows = record.sql(_QUERY, {"party": does or has_done or (pair[0] if pair else None)}).to_pylist()
    offices = _offices(record) if pair else {}
    rows = [
        row
        for row in rows
        if (not kept or row["event_type"] in kept)
        and (not told or row["modality"] in told)
        and touches(row, first, last)
        and (row["confidence"] or 0) >= least
        and (does is None or does in _side(row, "actor"))
        and (has_done is None or has_done in _side(row, "recipient"))
        and (not pair or _meet(list(_iter_parties(row, offices)), *pair))
    ]
    return [_listed(row, names) for row in sorted(rows, key=_order)]


def get_event_type(name: str) -> str:
    """The event type of the closed list that a name means; UnknownNameError with the nearest ones."""
    return get_nearest(name, load_event_ontology().types, "event type")


def get_modality(name: str) -> str:
    """The modality of the closed list that a name means; UnknownNameError with the nearest ones."""
    return get_nearest(name, load_ontology().modalities, "modality")


def event_line(names: Names, row: Mapping[str, Any]) -> str:
    """An event in one line: who to whom, what in which mode, where, and in brackets how it is told."""
    who, whom = (_name_side(names, row, side) for side in ("actor", "recipient"))
    what = f"{row['event_type']} {row['mode']}" if row["mode"] else row["event_type"]
    where = row["place_text"] or names.label(row["place"])
    return str(Line("event", who, what, whom, where=where, manner=(row["modality"],)))


def _name_side(names: Names, row: Mapping[str, Any], side: str) -> str:
    if row[f"{side}s"]:
        return ", ".join(names.short(party) or party for party in row[f"{side}s"])
    states = ", ".join(names.label(state) or state for state in row[f"{side}_countries"] or ())
    return f"someone of {states}" if states else ""


def _side(row: Mapping[str, Any], side: str) -> set[str]:
    return {*(row[f"{side}s"] or ()), *(row[f"{side}_countries"] or ())}


def _offices(record: Record) -> dict[tuple[str, str], set[str]]:
    """The states whose offices the parties of each event hold, by event and party."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in record.sql(_OFFICES).to_pylist():
        found[row["assertion"], row["actor"]].add(row["country"])
    return found


def _iter_parties(row: Mapping[str, Any], offices: Mapping[tuple[str, str], set[str]]) -> Iterator[set[str]]:
    """Each party of an event once, as the ids that name it: its own, and the states whose offices it holds."""
    named = set()
    for party in dict.fromkeys((*(row["actors"] or ()), *(row["recipients"] or ()))):
        ids = {party} | offices.get((row["id"], party), set())
        named |= ids
        yield ids
    # A minister whom the text does not name is a party by the state alone.
    for state in {*(row["actor_countries"] or ()), *(row["recipient_countries"] or ())} - named:
        yield {state}


def _meet(parties: Sequence[set[str]], one: str, other: str) -> bool:
    """Whether two parties are the two that are asked for."""
    fits = [(one in ids, other in ids) for ids in parties]
    return any(first and second for a, (first, _) in enumerate(fits) for b, (_, second) in enumerate(fits) if a != b)


def _listed(row: dict[str, Any], names: Names) -> ListedEvent:
    lists: dict[str, Any] = {name: tuple(row[name] or ()) for name in _LISTS}
    return ListedEvent(
        **{name: row[name] for name in _SAME},
        **lists,
        summary=event_line(names, row),
        actor_names=tuple(names.short(actor) or actor for actor in lists["actors"]),
        recipient_names=tuple(names.short(recipient) or recipient for recipient in lists["recipients"]),
        undated=row_date(row) is None,
    )


_LISTS = ("actors", "actor_countries", "recipients", "recipient_countries", "about", "via")
_COMPUTED = frozenset({"summary", "actor_names", "recipient_names", "undated", *_LISTS})
_SAME = tuple(field.name for field in fields(ListedEvent) if field.name not in _COMPUTED)


def _order(row: Mapping[str, Any]) -> tuple[object, ...]:
    return *sort_days(row), row["source"], row["span_start"], row["id"]
