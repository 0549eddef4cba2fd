"""Proving the rows of one shard, document by document: ids, words, references, days.

The files of a shard are sorted by document and reading, so that they are read side by side and no more than the rows
of one reading are in memory at once. What is proved of ids:

- The id of a statement, event, membership or attribute, and of a reading, is computed anew from what is stored, and
  must be the same. That of an occupancy too, where the words of the office are its trigger or stand in its sentence;
  else nothing can be told of it, and neither of an id whose party has no argument that tells its words.
- Source bytes are not kept. The id of a document is computed anew where its source still lies at its address; where
  it has gone, or has other bytes by now, the id's form alone is proved.
"""

import heapq
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import file_digest
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from dragoman.errors import DateError
from dragoman.model.assertion import assertion_id, reading_id
from dragoman.model.dates import Date
from dragoman.record.faults import Fault, Proof
from dragoman.record.layout import Shard
from dragoman.record.schema import document_column, reading_column, table_schema

# Tables whose rows are assertions, each with the columns of its trigger words and of the words that it stands in.
ASSERTIONS = {
    "statements": ("cue_text", "words"),
    "events": ("trigger_text", "quote_text"),
    "memberships": ("trigger_text", "quote_text"),
    "occupancies": ("trigger_text", "quote_text"),
    "attributes": ("trigger_text", "quote_text"),
}

Row = dict[str, Any]
_Key = tuple[str, str]

_DOCUMENT_ID = re.compile(r"[0-9a-f]{64}\Z")
_CONTENT_ID = re.compile(r"[0-9a-f]{32}\Z")
_TEXTS_AT_ONCE = 64
_ROWS_AT_ONCE = 4096
# Between the parts of a trigger that stand apart.
_APART = " … "
_TRIGGERS = ("trigger_text", "cue_text")
# The order matters where rows of several tables are told of: what others lead to comes first.
_TABLES = ("documents", "readings", "mentions", "arguments", *ASSERTIONS)
_WANTED = frozenset((
    "id", "document", "reading", "source", "outlet", "title", "text", "published", "published_from", "published_to",
    "program_version", "rules_version", "span_start", "span_end", "quote_text", "date", "date_from", "date_to",
    "date_anchor", "statement", "assertion", "role", "ordinal", "property", "words", "trigger_text", "cue_text",
))  # fmt: skip
# Among occupancies of the same trigger, sentence and person, how many may name the same office.
_SAME_OFFICE = 2


def iter_row_faults(shard: Shard, proof: Proof) -> Iterator[Fault]:
    """The faults of all rows of a shard whose bytes are sound."""
    unordered: list[str] = []
    streams = [_iter_groups(shard, table, unordered) for table in _TABLES]
    for _, groups in groupby(heapq.merge(*streams, key=itemgetter(0)), key=itemgetter(0)):
        rows = {table: found for _, table, found in groups}
        yield from _Reading(shard.id, rows, proof).iter_faults()
    for table in unordered:
        yield Fault(shard.id, table, None, "its rows are not in the order of their documents", "reading")


def _iter_groups(shard: Shard, table: str, unordered: list[str]) -> Iterator[tuple[_Key, str, list[Row]]]:
    """The rows of each reading of a table; ends where they are out of order, and says so in `unordered`."""
    document, reading = document_column(table), reading_column(table) or ""
    last: _Key = ("", "")
    rows = _iter_rows(shard, table)
    for key, group in groupby(rows, key=lambda row: (row[document] or "", row[reading] or "")):
        if key < last:
            unordered.append(table)
            return
        last = key
        yield key, table, list(group)


def _iter_rows(shard: Shard, table: str) -> Iterator[Row]:
    """The rows of a table, with those columns that a proof looks at and the number of the row as `number`."""
    if not shard.rows(table):
        return
    wanted = [column for column in table_schema(table).names if column in _WANTED]
    empty = dict.fromkeys(wanted)
    number = 0
    with pq.ParquetFile(shard.file(table)) as file:
        # A shard may be older than a column.
        present = [column for column in wanted if column in file.schema_arrow.names]
        size = _TEXTS_AT_ONCE if table == "documents" else _ROWS_AT_ONCE
        for batch in file.iter_batches(size, columns=present):
            for row in batch.to_pylist():
                yield {**empty, **row, "number": number}
                number += 1


@dataclass(slots=True)
class _Reading:
    """The rows of one reading of one document, by table."""

    shard: str
    rows: dict[str, list[Row]]
    proof: Proof
    said: dict[tuple[str, str], str] = field(default_factory=dict)

    def iter_faults(self) -> Iterator[Fault]:
        """Everything that is wrong with them."""
        yield from self._iter_reading_faults()
        documents = self.rows.get("documents", [])
        if not documents:
            return
        for row in self.rows.get("arguments", []):
            if row["assertion"] is not None and not row["ordinal"]:
                self.said.setdefault((row["assertion"], row["role"]), row["quote_text"])
        yield from self._iter_document_faults(documents[0])
        assertions: set[str] = set()
        for table in ASSERTIONS:
            yield from self._iter_id_faults(table, assertions)
        text = documents[0]["text"] or ""
        for table, rows in self.rows.items():
            for row in rows:
                if table not in ("documents", "readings"):
                    yield from self._iter_span_faults(table, row, text)
                yield from self._iter_date_faults(table, row)
        yield from self._iter_reference_faults(assertions)

    def _fault(self, table: str, row: Row, what: str, kind: str) -> Fault:
        label = row["id"] if "id" in row else str(row["number"])
        return Fault(self.shard, table, label, what, kind)

    def _iter_reading_faults(self) -> Iterator[Fault]:
        """Each reading has one document and one line in `readings`, and its rows stand with it."""
        documents, readings = self.rows.get("documents", []), self.rows.get("readings", [])
        self.proof.checked["reading"] += sum(map(len, self.rows.values()))
        for row in documents[1:]:
            yield self._fault("documents", row, f"it stands twice (reading {row['reading']})", "reading")
        for row in readings[1:]:
            yield self._fault("readings", row, "the reading stands twice", "reading")
        if documents and not readings:
            what = f"its reading is not listed (reading {documents[0]['reading']})"
            yield self._fault("documents", documents[0], what, "reading")
        if not documents:
            for row in readings:
                what = f"the document it read is not there (reading {row['id']})"
                yield Fault(self.shard, "documents", row["document"], what, "reading")
            for table, rows in self.rows.items():
                for row in rows if table != "readings" else ():
                    yield self._fault(table, row, "it belongs to no document of the shard", "reading")

    def _iter_document_faults(self, row: Row) -> Iterator[Fault]:
        """The document's id has the form of one, and the reading's follows from what was read."""
        self.proof.checked["id"] += 1
        if not _DOCUMENT_ID.match(row["id"] or ""):
            yield self._fault("documents", row, "the id is no SHA-256", "id")
        self.proof.checked["source"] += 1
        if _source_digest(row["source"]) != row["id"]:
            self.proof.untold["source"] += 1
        for reading in self.rows.get("readings", []):
            self.proof.checked["id"] += 1
            versions = (reading["program_version"] or "", reading["rules_version"] or "")
            told = reading_id(row["id"] or "", row["published"], row["outlet"], row["title"], *versions)
            if told != reading["id"]:
                yield self._fault("readings", reading, "the id does not follow from what was read", "id")

    def _iter_id_faults(self, table: str, assertions: set[str]) -> Iterator[Fault]:
        rows = self.rows.get(table, [])
        keys = [self._key(table, row) for row in rows]
        equals: dict[tuple[str, ...] | None, int] = defaultdict(int)
        for key in keys:
            equals[key] += 1
        for row, key in zip(rows, keys, strict=True):
            self.proof.checked["id"] += 1
            if not _CONTENT_ID.match(row["id"] or ""):
                yield self._fault(table, row, "the id is no content id", "id")
            elif row["id"] in assertions:
                yield self._fault(table, row, "the id stands twice in one reading", "id")
            elif key is None:
                self.proof.untold["id"] += 1
            elif not _makes(row, key, equals[key]):
                if table == "occupancies":
                    self.proof.untold["id"] += not _names_office(row, key)
                else:
                    yield self._fault(table, row, "the id does not follow from its words", "id")
            assertions.add(row["id"])

    def _key(self, table: str, row: Row) -> tuple[str, ...] | None:
        """What an assertion's id is made of beside its document and number; None where that is not all stored."""
        trigger, words = (row[column] or "" for column in ASSERTIONS[table])
        parties = [self.said.get((row["id"], role)) for role in _PARTIES.get(table, ())]
        if table == "statements":
            # A statement of which nobody knows who made it has no speaker among its arguments.
            parties = [parties[0] or ""]
        elif table == "occupancies":
            # An office that stands beside a name is its own trigger.
            parties.append(trigger)
        elif table == "attributes":
            parties.append(row["property"])
        known = [party for party in parties if party is not None]
        return (table, trigger, words, *known) if len(known) == len(parties) else None

    def _iter_span_faults(self, table: str, row: Row, text: str) -> Iterator[Fault]:
        self.proof.checked["span"] += 1
        start, end = row["span_start"], row["span_end"]
        if not _slices(text, start, end, row["quote_text"]):
            yield self._fault(table, row, f"the text at {start}:{end} is not the quote", "span")
        trigger = next((row[column] for column in _TRIGGERS if row.get(column)), "")
        if not all(part in text for part in trigger.split(_APART)):
            yield self._fault(table, row, f"{trigger!r} does not stand in the text", "span")

    def _iter_date_faults(self, table: str, row: Row) -> Iterator[Fault]:
        name = "published" if table == "documents" else "date"
        if name not in row:
            return
        self.proof.checked["date"] += 1
        try:
            meant = _days(row[name]) if row[name] is not None else (None, None)
        except DateError as error:
            yield self._fault(table, row, str(error), "date")
            return
        if (row[f"{name}_from"], row[f"{name}_to"]) != meant:
            days = f"{row[f'{name}_from']} to {row[f'{name}_to']}"
            yield self._fault(table, row, f"{name} is {row[name]}, its days are {days}", "date")
        elif row[name] is None and row.get("date_anchor") is not None:
            yield self._fault(table, row, "there is no date, but an anchor of one", "date")

    def _iter_reference_faults(self, assertions: set[str]) -> Iterator[Fault]:
        for row in self.rows.get("arguments", []):
            self.proof.checked["reference"] += 1
            if row["assertion"] not in assertions:
                yield self._fault("arguments", row, f"there is no assertion {row['assertion']}", "reference")
        statements = {row["id"] for row in self.rows.get("statements", [])}
        for table in ASSERTIONS:
            for row in self.rows.get(table, []):
                if row.get("statement") is not None:
                    self.proof.checked["reference"] += 1
                    if row["statement"] not in statements:
                        yield self._fault(table, row, f"there is no statement {row['statement']}", "reference")


# The roles whose words are part of an assertion's id.
_PARTIES: dict[str, Sequence[str]] = {
    "statements": ("speaker",),
    "memberships": ("member", "organisation"),
    "occupancies": ("person",),
    "attributes": ("about",),
}


def _makes(row: Row, key: tuple[str, ...], equals: int) -> bool:
    return any(assertion_id(row["document"], key, number) == row["id"] for number in range(1, equals + 1))


def _names_office(row: Row, key: tuple[str, ...]) -> bool:
    """Whether some words of the sentence, taken for the office, make the id of an occupancy."""
    quote = key[2]
    edges = [match.start() for match in re.finditer(r"\b", quote)]
    return any(
        _makes(row, (*key[:-1], quote[start:end]), _SAME_OFFICE)
        for place, start in enumerate(edges)
        for end in edges[place + 1 :]
    )


def _slices(text: str, start: int | None, end: int | None, quote: str | None) -> bool:
    if start is None or end is None:
        return False
    return 0 <= start <= end <= len(text) and text[start:end] == quote


@lru_cache(maxsize=4096)
def _days(edtf: str) -> tuple[object, object]:
    date = Date.parse(edtf)
    return date.first, date.last


def _source_digest(address: str | None) -> str | None:
    """SHA-256 of the file at an address; None where there is none that can be read."""
    try:
        path = Path(address or "")
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError):
        return None  # gone, not ours to read, or no path at all: a URL may be anything
