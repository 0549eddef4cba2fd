"""Assertions as consolidation compares them: what kind of thing, whose, when, where, told by whom and when.

A claim's `block` holds all that must be equal for two claims to be of the same thing; its `parties` tell how closely
each party of the block is named (a state by a minister, say); the days and the place may be told more or less closely.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import pyarrow as pa

from dragoman.model.names import fold

Block = tuple[str | None, ...]
Parties = frozenset[tuple[str, str]]

# A report tells of what happened when it was published, or on the two days before.
NEWS = dt.timedelta(days=2)
# Kinds of actors that act for their state: a report may name either.
OF_A_STATE = frozenset({"person", "body", "military"})
# A founder is a full member.
FOUNDER, FULL = "founder", "full"


class Askable(Protocol):
    """An open record."""

    def sql(self, query: str, parameters: Any = ()) -> pa.Table:
        """The answer to one SELECT over the views."""


@dataclass(frozen=True, slots=True)
class Days:
    """Two inclusive days, None where open; undated when both are."""

    first: dt.date | None
    last: dt.date | None

    @property
    def undated(self) -> bool:
        """Whether nothing is known of the days."""
        return self.first is None and self.last is None

    @property
    def width(self) -> int:
        """Days between the first and the last; the greatest number for an open end."""
        if self.first is None or self.last is None:
            return dt.date.max.toordinal()
        return (self.last - self.first).days

    def holds(self, other: "Days") -> bool:
        """Whether every day of the other lies in this one."""
        begins = self.first is None or (other.first is not None and self.first <= other.first)
        return begins and (self.last is None or (other.last is not None and other.last <= self.last))

    def meets(self, other: "Days") -> bool:
        """Whether a day may lie in both."""
        return (self.first or dt.date.min) <= (other.last or dt.date.max) and (other.first or dt.date.min) <= (
            self.last or dt.date.max
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where: the place's id and its state's, each None when it is not told."""

    id: str | None = None
    country: str | None = None

    def fits(self, other: "Place") -> bool:
        """Whether both may be one place, told more or less closely."""
        if self.country is not None and other.country is not None and self.country != other.country:
            return False
        if self.id is None or other.id is None or self.id == other.id:
            return True
        return self.id == other.country or other.id == self.country


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion of the record.

    `subject`, `relation`, `object` and `value` are what its kind asserts: member, status, organisation; person,
    position, owner; subject, property, None, value; speaker, act, None, words; None, event type. `published` are the
    days at which its document was published, `family` the reports that count as one source with it.
    """

    id: str
    document: str
    family: str
    kind: str
    block: Block
    days: Days
    published: Days
    modality: str
    relation: str
    subject: str | None = None
    object: str | None = None
    value: str | None = None
    bears: str | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    parties: Parties = frozenset()
    place: Place = NOWHERE
    direct: bool = False


def closeness(claim: Claim) -> tuple[object, ...]:
    """The order in which claims are told, the closest first."""
    first = claim.days.first or dt.date.min
    return claim.days.width, first, -len(claim.parties), vagueness(claim.place), claim.id, claim.document


def vagueness(place: Place) -> int:
    """A city before its state, and a state before nothing told."""
    return 2 if place.id is None else 1 if place.id == place.country else 0


_DOCUMENT = "d.family, d.published_from, d.published_to"
_QUERIES: Mapping[str, str] = {
    "membership": "member AS subject, status AS relation, organisation AS object, NULL AS value, bears",
    "occupancy": "person AS subject, position AS relation, t.of AS object, NULL AS value, bears",
    "attribute": "subject, property AS relation, NULL AS object, value, NULL AS bears, 'actual' AS modality",
    "statement": "speaker AS subject, act AS relation, NULL AS object, words AS value, NULL AS bears, direct",
    "event": "NULL AS subject, event_type AS relation, NULL AS object, NULL AS value, NULL AS bears, "
    "actors, recipients, t.place, place_country",
}
TABLES: Mapping[str, str] = {
    "statement": "statements",
    "event": "events",
    "membership": "memberships",
    "occupancy": "occupancies",
    "attribute": "attributes",
}


def iter_claims(record: Askable) -> Iterator[Claim]:
    """Every assertion of the record whose parties are known, by kind and id."""
    yield from _iter_events(record)
    for kind in ("membership", "occupancy", "attribute", "statement"):
        for row in _iter_rows(record, kind):
            if kind == "statement" or row["subject"] is not None:
                yield _claim(row, kind, _block(row, kind))


def is_claim(record: Askable, kind: str, assertion: str) -> bool:
    """Whether an assertion is a claim: whether any of the parties that its kind is compared by is known."""
    known = {
        "event": "EXISTS (FROM arguments AS a WHERE a.assertion = t.id AND a.role IN ('actor', 'recipient')"
        " AND (a.actor IS NOT NULL OR a.country IS NOT NULL))",
        "membership": "member IS NOT NULL",
        "occupancy": "person IS NOT NULL",
        "attribute": "subject IS NOT NULL",
        "statement": "true",
    }
    query = f"SELECT 1 AS found FROM {TABLES[kind]} AS t WHERE t.id = ? AND {known[kind]} LIMIT 1"
    return bool(record.sql(query, [assertion]).num_rows)


def _iter_rows(record: Askable, kind: str) -> Iterator[dict[str, Any]]:
    modality = "" if kind == "attribute" else ", t.modality"
    query = f"""
        SELECT t.id, t.document, t.date_from, t.date_to, {_QUERIES[kind]}{modality}, {_DOCUMENT}
        FROM {TABLES[kind]} AS t JOIN documents AS d ON d.id = t.document ORDER BY t.id, t.document"""
    for batch in record.sql(query).to_batches(max_chunksize=20_000):
        yield from batch.to_pylist()


def _claim(row: Mapping[str, Any], kind: str, block: Block, **more: Any) -> Claim:
    return Claim(
        id=row["id"],
        document=row["document"],
        family=row["family"],
        kind=kind,
        block=block,
        days=Days(row["date_from"], row["date_to"]),
        published=Days(row["published_from"], row["published_to"]),
        modality=row["modality"],
        relation=row["relation"],
        subject=row["subject"],
        object=row["object"],
        value=row["value"],
        bears=row["bears"],
        direct=bool(row.get("direct")),
        **more,
    )


def _block(row: Mapping[str, Any], kind: str) -> Block:
    if kind == "membership":
        return kind, row["subject"], plain_status(row["relation"]), row["object"], row["bears"], row["modality"]
    if kind == "occupancy":
        return kind, row["subject"], row["relation"], row["object"], row["bears"], row["modality"]
    if kind == "attribute":
        return kind, row["subject"], row["relation"], plain_words(row["value"])
    return kind, row["subject"], row["modality"]


def plain_status(status: str) -> str:
    """The status by which two are compared."""
    return FULL if status == FOUNDER else status


def plain_words(words: str) -> str:
    """Words by which two quotations are compared: case, accents, marks and spacing levelled."""
    letters = "".join(sign if sign.isalnum() else " " for sign in fold(words))
    return " ".join(letters.split())


def _iter_events(record: Askable) -> Iterator[Claim]:
    kinds = {row["id"]: row for row in record.sql("SELECT id, kind, country FROM actors").to_pylist()}
    sides = _sides(record, kinds)
    for row in _iter_rows(record, "event"):
        actors, recipients = (sides.get((row["id"], row["document"], role), ()) for role in ("actor", "recipient"))
        if not actors and not recipients:
            continue
        bases = ("|".join(sorted({base for base, _ in side})) for side in (actors, recipients))
        yield _claim(
            row,
            "event",
            ("event", row["relation"], row["modality"], *bases),
            actors=tuple(row["actors"] or ()),
            recipients=tuple(row["recipients"] or ()),
            parties=frozenset((base, actor) for base, actor in (*actors, *recipients) if actor != base),
            place=Place(row["place"], row["place_country"]),
        )


def _sides(record: Askable, kinds: Mapping[str, Any]) -> dict[tuple[str, str, str], list[tuple[str, str]]]:
    """The parties of each event by side, each as the state or actor that it is compared by and the id that names it."""
    query = """SELECT assertion, document, role, actor, country FROM arguments
        WHERE role IN ('actor', 'recipient') AND (actor IS NOT NULL OR country IS NOT NULL)
        ORDER BY assertion, document, role, ordinal"""
    rows = record.sql(query)
    told: dict[str, set[str]] = defaultdict(set)
    pairs = record.sql("SELECT DISTINCT actor, country FROM arguments WHERE actor IS NOT NULL AND country IS NOT NULL")
    for row in pairs.to_pylist():
        told[row["actor"]].add(row["country"])
    sides: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for batch in rows.to_batches(max_chunksize=20_000):
        for row in batch.to_pylist():
            actor = row["actor"] or row["country"]
            base = row["country"] or _base(actor, kinds.get(actor), told.get(actor, set()))
            sides[row["assertion"], row["document"], row["role"]].append((base, actor))
    return sides


def _base(actor: str, known: Mapping[str, Any] | None, told: set[str]) -> str:
    """The state that an actor stands for where only one is known, else the actor."""
    if known is None or known["kind"] not in OF_A_STATE:
        return actor
    if known["country"] is not None:
        return str(known["country"])
    return next(iter(told)) if len(told) == 1 else actor
