"""What an actor was through time: memberships and offices by lane, the register beside the facts of the record."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dragoman.model.dates import Date
from dragoman.record.reading import Record
from dragoman.register import Register, Stretch, Tenure
from dragoman.views.names import Names

FACTS_READ = 500

_FACTS = """
    SELECT id, kind, subject, relation, object, bears, modality, date_from, date_to, status, n_independent,
        count(*) OVER () AS total
    FROM facts
    WHERE kind IN ('membership', 'occupancy') AND (subject = $actor OR object = $actor)
    ORDER BY coalesce(date_from, date_to) NULLS LAST, date_to NULLS LAST, summary, id LIMIT $count"""


@dataclass(frozen=True, slots=True)
class Span:
    """One word on a time: of the register (`source` is its note), or a fact of the record (`fact` is its id).

    `relation` is the status or the position. `date` is EDTF text, `date_from` and `date_to` the same as days, None
    where open; a fact has them by the day. What a fact tells of (`bears`, `modality`) starts, holds or ends on its
    days; an undated one has none. `status` and `n_independent` are those of the fact.
    """

    side: Literal["register", "record"]
    relation: str
    date: str | None
    date_from: dt.date | None
    date_to: dt.date | None
    bears: str | None = None
    modality: str | None = None
    status: str | None = None
    n_independent: int | None = None
    source: str | None = None
    fact: str | None = None

    @property
    def undated(self) -> bool:
        """Whether nobody tells when: of the register, what has neither end is of all time."""
        return self.side == "record" and self.date_from is None and self.date_to is None


@dataclass(frozen=True, slots=True)
class Lane:
    """What is told of one membership or office.

    `whose` tells whether it is the actor's own (``own``: where it belongs, what office it holds) or that of another in
    it (``held``: its members, the holders of its offices). `party` is the other side. `position` is None for a
    membership.
    """

    kind: Literal["membership", "occupancy"]
    whose: Literal["own", "held"]
    position: str | None
    party: str
    party_label: str | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Career:
    """All lanes, the actor's own first; `facts` of the record's facts were read, `total` are there."""

    lanes: tuple[Lane, ...]
    facts: int
    total: int


_Key = tuple[Any, ...]


def get_career(record: Record, register: Register, actor: str, *, count: int = FACTS_READ) -> Career:
    """The memberships and offices of an actor, and for a state or organisation its members and office-holders.

    Of the record at most `count` facts, the earliest. The register tells what could be known on the record's day.
    Raises UnknownNameError with suggestions, QueryError for a name that several bear.
    """
    names = Names(record, register)
    chosen = names.get_actor(actor)
    lanes: dict[_Key, list[Span]] = defaultdict(list)
    for key, span in _iter_register(register.as_known(record.scope.known), chosen):
        lanes[key].append(span)
    rows = record.sql(_FACTS, {"actor": chosen, "count": count}).to_pylist()
    for row in rows:
        lanes[_key(row["kind"], row["subject"], row["relation"], row["object"], chosen)].append(_fact_span(row))
    found = (_lane(key, spans, names) for key, spans in lanes.items() if key[-1] is not None)
    return Career(tuple(sorted(found, key=_order)), len(rows), rows[0]["total"] if rows else 0)


def _iter_register(register: Register, actor: str) -> Iterator[tuple[_Key, Span]]:
    for each in register.stretches:
        if actor in (each.member, each.organisation):
            key = _key("membership", each.member, each.status, each.organisation, actor)
            yield key, _register_span(each.status, each)
    for tenure in register.tenures:
        if actor in (tenure.person, tenure.of):
            key = _key("occupancy", tenure.person, tenure.position, tenure.of, actor)
            yield key, _register_span(tenure.position, tenure)


def _key(kind: str, subject: str, relation: str, owner: str | None, actor: str) -> _Key:
    """What makes a lane: the statuses of one membership share it, each position has its own."""
    whose, party = ("own", owner) if subject == actor else ("held", subject)
    return kind, whose, relation if kind == "occupancy" else None, party


def _register_span(relation: str, told: Stretch | Tenure) -> Span:
    during = told.during
    return Span("register", relation, during.edtf, during.first, during.last, source=told.source)


def _fact_span(row: dict[str, Any]) -> Span:
    first, last = row["date_from"], row["date_to"]
    return Span(
        side="record",
        relation=row["relation"],
        date=Date.between(first, last).edtf if first or last else None,
        date_from=first,
        date_to=last,
        bears=row["bears"],
        modality=row["modality"],
        status=row["status"],
        n_independent=row["n_independent"],
        fact=row["id"],
    )


def _lane(key: _Key, spans: list[Span], names: Names) -> Lane:
    kind, whose, position, party = key
    return Lane(kind, whose, position, party, names.label(party), tuple(sorted(spans, key=_in_time)))


def _in_time(span: Span) -> tuple[object, ...]:
    first = span.date_from or span.date_to or dt.date.min
    return span.undated, first, span.side == "record", span.relation, span.fact or ""


def _order(lane: Lane) -> tuple[object, ...]:
    return lane.whose == "held", lane.kind, *_in_time(lane.spans[0])[:2], lane.party_label or "", lane.position or ""
