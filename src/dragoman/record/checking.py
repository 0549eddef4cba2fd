"""Proving that a record still is what was written: bytes, ids, and words that stand where the rows say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.model.assertion import TABLES
from dragoman.record.layout import Shard, check_record, iter_digest_faults
from dragoman.record.ledger import read_ledger, survey_shards
from dragoman.record.schema import document_column, reading_column, table_schema

_DOCUMENT_ID = re.compile(r"[0-9a-f]{64}\Z")
_CONTENT_ID = re.compile(r"[0-9a-f]{32}\Z")
_BATCH_ROWS = 8192

# Tables whose rows are assertions, each with an id that nothing else in the record bears.
_ASSERTIONS = ("statements", "events", "memberships", "occupancies", "attributes")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the record that is not as it should be; `row` is an id or an offset within the table."""

    shard: str | None
    table: str | None
    row: str | None
    what: str

    def __str__(self) -> str:
        place = " ".join(part for part in (self.shard, self.table, self.row) if part)
        return f"{place}: {self.what}" if place else self.what


def verify(path: str | Path) -> list[Fault]:
    """All faults of a record; an empty list when it is sound. Reads every byte.

    Checks the bytes of each file against its manifest, that each span slices its document's text to the quoted words,
    that ids have the form of content ids and belong to one document and one table, and that what rows refer to in
    their own reading is there. Raises RecordError when there is no record at path.
    """
    path = Path(path)
    check_record(path)
    whole, damaged = survey_shards(path)
    faults = [Fault(shard.id, None, None, shard.reason) for shard in damaged]
    faults += [Fault(None, "ledger", str(line), "unreadable line") for line in read_ledger(path).unreadable]
    owners: dict[str, tuple[str, str]] = {}
    for shard in whole:
        changed = [Fault(shard.id, table, None, what) for table, what in iter_digest_faults(shard)]
        # Rows of a file whose bytes have changed prove nothing.
        faults += changed or _iter_row_faults(shard, owners)
    return faults


def _iter_row_faults(shard: Shard, owners: dict[str, tuple[str, str]]) -> Iterator[Fault]:
    texts: dict[tuple[str, str], str] = {}
    for row in _iter_rows(shard, "documents", ("id", "reading", "text")):
        if not _DOCUMENT_ID.match(row["id"]):
            yield Fault(shard.id, "documents", row["id"], "the id is no SHA-256")
        texts[(row["id"], row["reading"])] = row["text"]
    readings = {(row["document"], row["id"]) for row in _iter_rows(shard, "readings", ("document", "id"))}
    for document, reading in sorted(set(texts) ^ readings):
        what = "its reading is not listed" if (document, reading) in texts else "the document it read is not there"
        yield Fault(shard.id, "documents", document, f"{what} (reading {reading})")
    assertions: set[tuple[str, str]] = set()
    for table in _ASSERTIONS:
        yield from _iter_id_faults(shard, table, owners, assertions)
    for table in TABLES:
        yield from _iter_span_faults(shard, table, texts)
    yield from _iter_reference_faults(shard, owners, assertions)


def _iter_id_faults(
    shard: Shard, table: str, owners: dict[str, tuple[str, str]], assertions: set[tuple[str, str]]
) -> Iterator[Fault]:
    for row in _iter_rows(shard, table, ("id", "document", "reading")):
        if not _CONTENT_ID.match(row["id"]):
            yield Fault(shard.id, table, row["id"], "the id is no content id")
        owner = owners.setdefault(row["id"], (table, row["document"]))
        if owner != (table, row["document"]):
            yield Fault(shard.id, table, row["id"], f"the id also stands in {owner[0]} of document {owner[1]}")
        if (row["id"], row["reading"]) in assertions:
            yield Fault(shard.id, table, row["id"], "the id stands twice in one reading")
        assertions.add((row["id"], row["reading"]))


def _iter_span_faults(shard: Shard, table: str, texts: dict[tuple[str, str], str]) -> Iterator[Fault]:
    names = table_schema(table).names
    reading = reading_column(table)
    if reading is None or table in ("documents", "readings"):
        return
    spans = ("span_start", "span_end", "quote_text") if "quote_text" in names else ()
    columns = (document_column(table), reading, "id" if "id" in names else names[0], *spans)
    for number, row in enumerate(_iter_rows(shard, table, columns)):
        label = row["id"] if "id" in row else str(number)
        text = texts.get((row["document"], row[reading]))
        if text is None:
            yield Fault(shard.id, table, label, "it belongs to no document of the shard")
        elif spans and not _slices(text, row["span_start"], row["span_end"], row["quote_text"]):
            yield Fault(shard.id, table, label, f"the text at {row['span_start']}:{row['span_end']} is not the quote")


def _slices(text: str, start: int, end: int, quote: str) -> bool:
    return 0 <= start <= end <= len(text) and text[start:end] == quote


def _iter_reference_faults(
    shard: Shard, owners: dict[str, tuple[str, str]], assertions: set[tuple[str, str]]
) -> Iterator[Fault]:
    for number, row in enumerate(_iter_rows(shard, "arguments", ("assertion", "reading"))):
        if (row["assertion"], row["reading"]) not in assertions:
            yield Fault(shard.id, "arguments", str(number), f"there is no assertion {row['assertion']}")
    for table in _ASSERTIONS:
        if "statement" not in table_schema(table).names:
            continue
        for row in _iter_rows(shard, table, ("id", "statement", "reading")):
            statement = row["statement"]
            if statement is None:
                continue
            if (statement, row["reading"]) not in assertions or owners[statement][0] != "statements":
                yield Fault(shard.id, table, row["id"], f"there is no statement {statement}")


def _iter_rows(shard: Shard, table: str, columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    if shard.rows(table):
        for batch in pq.ParquetFile(shard.file(table)).iter_batches(_BATCH_ROWS, columns=list(dict.fromkeys(columns))):
            yield from pa.Table.from_batches([batch]).to_pylist()
