"""What one document asserts, once: the rows of the record.

Every dataclass here is a table of the record: its fields, in order, are the columns (`Span` and `When` are
flattened into theirs). The record's Arrow schemas are made from these annotations, so there is one list of columns.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from dragoman.model.dates import Date
from dragoman.model.document import Cut

Strings = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character offsets into `documents.text`, and exactly those words."""

    span_start: int
    span_end: int
    quote_text: str


@dataclass(frozen=True, slots=True)
class When:
    """A date with its evidence; all None when the text gives none.

    `date_from` and `date_to` are inclusive days, None where open.
    """

    date: str | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    date_text: str | None = None
    date_anchor: str | None = None

    @classmethod
    def of(cls, date: Date | None, text: str | None, anchor: str | None) -> "When":
        """The columns of a resolved date; all None when there is none."""
        if date is None:
            return cls(None, None, None, text, None)
        return cls(date.edtf, date.first, date.last, text, anchor)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """Table `documents`."""

    id: str
    source: str
    outlet: str | None
    outlet_id: str | None
    agencies: Strings
    byline: str | None
    title: str | None
    language: str
    published: str | None
    published_from: dt.date | None
    published_to: dt.date | None
    published_text: str | None
    place: str | None
    text: str
    cut: tuple[Cut, ...]
    flags: Strings
    reading: str


@dataclass(frozen=True, slots=True)
class SightingRow:
    """Table `sightings`: one address at which the bytes of a document were seen."""

    document: str
    source: str
    outlet: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """Table `readings`: the only place where our own clock stands; outside the shard's digest."""

    id: str
    document: str
    program_version: str
    rules_version: str
    finished_at: str


@dataclass(frozen=True, slots=True)
class MentionRow:
    """Table `mentions`."""

    document: str
    span: Span
    actor: str | None
    name_key: str | None
    kind: str
    actor_kind: str | None
    reason: str
    reading: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """Table `statements`."""

    id: str
    document: str
    speaker: str | None
    audience: Strings
    act: str
    direct: bool
    words: str
    about: Strings
    when: When
    said_by: str | None
    via: Strings
    modality: str
    span: Span
    cue_text: str | None
    rule: str
    confidence: float
    reading: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """Table `events`."""

    id: str
    document: str
    event_type: str
    mode: str | None
    quad_code: str
    intensity: float | None
    actors: Strings
    actor_countries: Strings
    recipients: Strings
    recipient_countries: Strings
    place: str | None
    place_text: str | None
    place_country: str | None
    about: Strings
    when: When
    modality: str
    statement: str | None
    said_by: str | None
    via: Strings
    span: Span
    trigger_text: str
    rule: str
    confidence: float
    reading: str


@dataclass(frozen=True, slots=True)
class ArgumentRow:
    """Table `arguments`: what filled each role of an assertion, and why."""

    assertion: str
    document: str
    role: str
    ordinal: int
    actor: str | None
    country: str | None
    position: str | None
    span: Span
    filled_by: str
    reason: str
    reading: str


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """Table `memberships`."""

    id: str
    document: str
    member: str | None
    organisation: str | None
    status: str
    bears: str
    modality: str
    when: When
    statement: str | None
    said_by: str | None
    via: Strings
    span: Span
    trigger_text: str
    rule: str
    confidence: float
    reading: str


@dataclass(frozen=True, slots=True)
class OccupancyRow:
    """Table `occupancies`."""

    id: str
    document: str
    person: str | None
    position: str
    of: str | None
    bears: str
    modality: str
    when: When
    statement: str | None
    said_by: str | None
    via: Strings
    span: Span
    trigger_text: str
    rule: str
    confidence: float
    reading: str


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """Table `attributes`."""

    id: str
    document: str
    subject: str | None
    property: str
    value: str
    when: When
    said_by: str | None
    via: Strings
    span: Span
    trigger_text: str
    rule: str
    confidence: float
    reading: str


# Name of each stored table and its row; order is the order in which a shard lists its files.
TABLES: dict[str, type] = {
    "documents": DocumentRow,
    "sightings": SightingRow,
    "readings": ReadingRow,
    "mentions": MentionRow,
    "statements": StatementRow,
    "events": EventRow,
    "arguments": ArgumentRow,
    "memberships": MembershipRow,
    "occupancies": OccupancyRow,
    "attributes": AttributeRow,
}


def content_id(*parts: str | int) -> str:
    """A content id: the first 16 bytes of the SHA-256 of the parts, as 32 hexadecimal digits.

    >>> content_id("a", 1) == content_id("a", 1) != content_id("a", 2)
    True
    """
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:32]


def assertion_id(document: str, key: tuple[str, ...], number: int) -> str:
    """The id of an assertion: `key` is its table, trigger words, sentence words and the surface words of its parties.

    `number` counts from 1 among assertions of the document with the same key.
    """
    return content_id(document, *key, number)


def reading_id(
    document: str, published: str | None, outlet: str | None, title: str | None, program: str, rules: str
) -> str:
    """The id of a reading: of what was read and by which program and rules version, never of when.

    What a metadata file adds to the bytes (date, outlet, title) counts as read.
    """
    return content_id(document, published or "", outlet or "", title or "", program, rules)
