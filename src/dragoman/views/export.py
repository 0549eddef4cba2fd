"""Facts as tables for research: events, pairs of states, memberships, each with the states' numbers beside ISO codes.

One row is one fact (or one fact and one pair of states), never one report. What is not known is empty.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import combinations
from typing import Any, Literal, get_args

from dragoman.model.dates import Date
from dragoman.ontology.loading import load_event_ontology
from dragoman.record.reading import Record
from dragoman.register import Register

Shape = Literal["dyads", "events", "memberships"]
SHAPES: tuple[Shape, ...] = get_args(Shape)

# PLOVER has no planned meeting: what is planned together is agreed.
AGREED_WHEN_PLANNED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
AGREED = "AGREE"

_FACTS = "SELECT * FROM facts WHERE kind = ? ORDER BY date_from NULLS LAST, date_to, id"
_PARTIES = """
    SELECT m.fact, a.role, coalesce(a.country, CASE WHEN s.kind = 'state' THEN a.actor END) AS state
    FROM fact_assertions AS m
    JOIN arguments AS a ON a.assertion = m.assertion AND a.document = m.document
    LEFT JOIN actors AS s ON s.id = a.actor
    WHERE a.role IN ('actor', 'recipient') ORDER BY ALL"""


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event fact. `states` and `recipient_states` are alpha-3 codes, `actors` and `recipients` every party's id."""

    fact: str
    date_from: dt.date | None
    date_to: dt.date | None
    event_type: str
    plover_type: str
    quad_code: str
    intensity: float
    modality: str
    actors: tuple[str, ...]
    states: tuple[str, ...]
    recipients: tuple[str, ...]
    recipient_states: tuple[str, ...]
    place: str | None
    n_documents: int
    n_independent: int
    status: str
    first_published: dt.date | None
    summary: str


@dataclass(frozen=True, slots=True)
class DyadLine:
    """One event fact and one pair of states.

    `directed`: the first state does it to the second; else both act together, and the pair is in order of code.
    """

    fact: str
    date_from: dt.date | None
    date_to: dt.date | None
    state_a: str
    cow_a: int | None
    gw_a: int | None
    state_b: str
    cow_b: int | None
    gw_b: int | None
    directed: bool
    event_type: str
    plover_type: str
    quad_code: str
    intensity: float
    modality: str
    n_documents: int
    n_independent: int
    status: str
    first_published: dt.date | None


@dataclass(frozen=True, slots=True)
class MembershipLine:
    """One membership fact, with the numbers of the member where it is a state."""

    fact: str
    member: str
    cow: int | None
    gw: int | None
    organisation: str
    membership: str
    bears: str
    modality: str
    date_from: dt.date | None
    date_to: dt.date | None
    n_documents: int
    n_independent: int
    status: str
    first_published: dt.date | None


LINES: Mapping[Shape, type] = {"dyads": DyadLine, "events": EventLine, "memberships": MembershipLine}


def iter_lines(record: Record, register: Register, shape: Shape) -> Iterator[EventLine | DyadLine | MembershipLine]:
    """The lines of a table in order of day, undated ones last; the same record gives the same lines."""
    if shape == "memberships":
        yield from _iter_memberships(record, register)
        return
    sides = _sides(record)
    for fact in record.sql(_FACTS, ["event"]).to_pylist():
        states, recipients = (sides.get((fact["id"], role), ()) for role in ("actor", "recipient"))
        if shape == "events":
            yield EventLine(
                **_shared(fact, EventLine),
                **_typed(fact),
                states=tuple(states),
                recipient_states=tuple(recipients),
            )
        else:
            yield from _iter_dyads(fact, states, recipients, register)


def _iter_memberships(record: Record, register: Register) -> Iterator[MembershipLine]:
    for fact in record.sql(_FACTS, ["membership"]).to_pylist():
        number = register.number_of(fact["subject"], _days(fact))
        given = {**fact, "member": fact["subject"], "organisation": fact["object"], "membership": fact["relation"]}
        yield MembershipLine(
            **_shared(given, MembershipLine),
            cow=number.cow if number else None,
            gw=number.gw if number else None,
        )


def _iter_dyads(
    fact: Mapping[str, Any], states: Sequence[str], recipients: Sequence[str], register: Register
) -> Iterator[DyadLine]:
    """Each doer with each that it is done to; where nobody is, each pair of those that act together."""
    if recipients:
        pairs = [(one, other) for one in states for other in recipients if one != other]
    else:
        pairs = list(combinations(states, 2))
    on = _days(fact)
    for one, other in pairs:
        first, second = register.number_of(one, on), register.number_of(other, on)
        yield DyadLine(
            **_shared(fact, DyadLine),
            **_typed(fact),
            state_a=one,
            cow_a=first.cow if first else None,
            gw_a=first.gw if first else None,
            state_b=other,
            cow_b=second.cow if second else None,
            gw_b=second.gw if second else None,
            directed=bool(recipients),
        )


def _sides(record: Record) -> dict[tuple[str, str], list[str]]:
    """The states on each side of each event fact, in order of code."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in record.sql(_PARTIES).to_pylist():
        if row["state"] is not None:
            found[row["fact"], row["role"]].add(row["state"])
    return {key: sorted(states) for key, states in found.items()}


def _typed(fact: Mapping[str, Any]) -> dict[str, Any]:
    kind = fact["relation"]
    agreed = kind in AGREED_WHEN_PLANNED and fact["modality"] == "planned"
    ontology = load_event_ontology().types[kind]
    return {
        "event_type": kind,
        "plover_type": AGREED if agreed else kind,
        "quad_code": ontology.quad_code,
        "intensity": ontology.intensity,
    }


def _shared(fact: Mapping[str, Any], line: type) -> dict[str, Any]:
    """The columns of a line that a fact has under the same name."""
    given = {**fact, "fact": fact["id"]}
    typed = {"event_type", "plover_type", "quad_code", "intensity"}
    names = [field.name for field in fields(line) if field.name in given and field.name not in typed]
    return {name: tuple(given[name]) if isinstance(given[name], list) else given[name] for name in names}


def _days(fact: Mapping[str, Any]) -> Date | None:
    if fact["date_from"] is None and fact["date_to"] is None:
        return None
    return Date("", fact["date_from"], fact["date_to"])
