"""Adding to a record.

    with open_writer(path) as writer:
        if not writer.known(document.id, reading.id):
            writer.add_document(rows)
        ...
        writer.flush()        # now and then: what is flushed outlives a kill

Every flush writes one shard. Leaving the block flushes what is finished, also on an error or Ctrl-C.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.errors import RecordError
from dragoman.model.assertion import (
    TABLES,
    ArgumentRow,
    AttributeRow,
    DocumentRow,
    EventRow,
    MembershipRow,
    MentionRow,
    OccupancyRow,
    ReadingRow,
    SightingRow,
    StatementRow,
)
from dragoman.record.layout import DamagedShard, Shard, check_record, create_record, plain_cause
from dragoman.record.ledger import append_entry, survey_shards
from dragoman.record.schema import document_column, empty_table, reading_column, table_schema, to_table
from dragoman.record.shards import STORAGE_ERRORS, remove_leftovers, write_shard


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """Everything that one reading of one document puts into the record."""

    document: DocumentRow
    sightings: tuple[SightingRow, ...]
    reading: ReadingRow
    mentions: tuple[MentionRow, ...] = ()
    statements: tuple[StatementRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    arguments: tuple[ArgumentRow, ...] = ()
    memberships: tuple[MembershipRow, ...] = ()
    occupancies: tuple[OccupancyRow, ...] = ()
    attributes: tuple[AttributeRow, ...] = ()

    def rows(self, table: str) -> tuple[Any, ...]:
        """The rows of a stored table."""
        if table == "documents":
            return (self.document,)
        if table == "readings":
            return (self.reading,)
        rows: tuple[Any, ...] = getattr(self, table)
        return rows


class ShardWriter:
    """Adds documents to one record; make it with `open_writer`. Not for use by several threads at once."""

    def __init__(self, path: Path) -> None:
        whole, self.skipped = _survey(path)
        self.path = path
        self.written: list[Shard] = []
        self._finished: list[dict[str, pa.Table]] = []
        self._sightings: dict[SightingRow, None] = {}
        self._known: set[bytes] = set()
        self._failed = False
        for shard in whole:
            try:
                self._known.update(_iter_known(shard))
            except (OSError, pa.ArrowException) as error:
                self.skipped.append(DamagedShard(shard.id, plain_cause(error)))

    def known(self, document: str, reading: str) -> bool:
        """Whether this reading of a document stands in the record already, or has been added by this writer."""
        return _key(document, reading) in self._known

    def add_document(self, rows: DocumentRows) -> bool:
        """Add what one reading says; True if it is new.

        A reading that is known adds nothing but sightings at new addresses. Raises ValueError when a row belongs to
        another document or reading, or when the reading's end is no instant in UTC; RecordError when a value cannot
        be stored. The writer stays usable.
        """
        _check_together(rows)
        try:
            tables = {table: _table_of(table, rows.rows(table)) for table in TABLES}
        except (pa.ArrowException, UnicodeEncodeError, OverflowError) as error:
            raise RecordError(f"document {rows.document.id} cannot be stored: {error}") from error
        for sighting in rows.sightings:
            self.add_sighting(sighting)
        if self.known(rows.document.id, rows.reading.id):
            return False
        del tables["sightings"]
        # One step, so that an interruption leaves all of a document or nothing of it.
        self._finished.append(tables)
        self._known.add(_key(rows.document.id, rows.reading.id))
        return True

    def add_sighting(self, sighting: SightingRow) -> bool:
        """Add an address at which a document was seen; True if it is new."""
        key = _key(sighting.document, sighting.source, sighting.outlet, sighting.published)
        if key in self._known:
            return False
        self._sightings[sighting] = None
        self._known.add(key)
        return True

    @property
    def pending(self) -> int:
        """How many documents are finished and not yet flushed."""
        return len(self._finished)

    def flush(self) -> Shard | None:
        """Write what has been added as one shard; None when there is nothing to write.

        Raises RecordError naming what was kept when it cannot be written; what was added stays pending, so that the
        flush can be tried again.
        """
        if not self._finished and not self._sightings:
            return None
        self._failed = False
        try:
            shard = write_shard(self.path, self._pending_table)
        except STORAGE_ERRORS as error:
            self._failed = True
            raise RecordError(
                f"cannot write to the record {self.path}: {plain_cause(error)}. {self._what_was_kept()}"
            ) from error
        try:
            append_entry(self.path, shard)
        except OSError as error:
            self._forget_pending(shard)
            raise RecordError(
                f"shard {shard.id} is kept, but the ledger of {self.path} cannot be written: {plain_cause(error)}"
            ) from error
        self._forget_pending(shard)
        return shard

    def close(self) -> None:
        """Flush what is pending, unless a flush has just failed."""
        if not self._failed:
            self.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _pending_table(self, table: str) -> pa.Table:
        if table == "sightings":
            return to_table(table, self._sightings)
        return pa.concat_tables([empty_table(table), *(tables[table] for tables in self._finished)])

    def _forget_pending(self, shard: Shard) -> None:
        self._finished, self._sightings = [], {}
        self.written.append(shard)

    def _what_was_kept(self) -> str:
        kept = sum(shard.manifest.documents for shard in self.written)
        return (
            f"Kept: {_count(kept, 'document')} in {_count(len(self.written), 'shard')} of this run; "
            f"not written: {_count(self.pending, 'document')}"
        )


def _table_of(table: str, rows: Iterable[object]) -> pa.Table:
    distinct = dict.fromkeys(rows)
    return to_table(table, distinct) if distinct else empty_table(table)


def open_writer(path: str | Path, *, create: bool = True) -> ShardWriter:
    """Open a record for adding; with `create`, make it when nothing stands at path.

    Several runs may write to one record at once, since each writes shards of its own. Raises RecordError when path
    is a file, a folder with other things in it, or not to be written; NewerRecordError when the record is too new.
    Damaged shards do not stop a writer: they are listed in `skipped`, and what they held counts as not read.
    """
    path = Path(path)
    if create:
        create_record(path)
    check_record(path)
    try:
        remove_leftovers(path)
        return ShardWriter(path)
    except OSError as error:
        raise RecordError(f"cannot open the record {path}: {plain_cause(error)}") from error


def _survey(path: Path) -> tuple[list[Shard], list[DamagedShard]]:
    whole, damaged = survey_shards(path)
    return whole, list(damaged)


def _iter_known(shard: Shard) -> Iterator[bytes]:
    readings = pq.read_table(shard.file("readings"), columns=["document", "id"])
    yield from _iter_keys(readings, ("document", "id"))
    if shard.rows("sightings"):
        columns = table_schema("sightings").names
        yield from _iter_keys(pq.read_table(shard.file("sightings"), columns=columns), columns)


def _iter_keys(table: pa.Table, columns: Iterable[str]) -> Iterator[bytes]:
    for values in zip(*(table[column].to_pylist() for column in columns), strict=True):
        yield _key(*values)


def _key(*parts: str | None) -> bytes:
    # Digests and not the strings themselves: a large record is known by its hundreds of thousands of readings.
    text = "\x1f".join("\x00" if part is None else part for part in parts)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _check_together(rows: DocumentRows) -> None:
    document, reading = rows.document.id, rows.reading.id
    for field in fields(DocumentRows):
        table = {"document": "documents", "reading": "readings"}.get(field.name, field.name)
        column = reading_column(table)
        for row in rows.rows(table):
            if getattr(row, document_column(table)) != document:
                raise ValueError(f"a row of {table} belongs to another document than {document}")
            if column is not None and getattr(row, column) != reading:
                raise ValueError(f"a row of {table} belongs to another reading than {reading}")
    # The views find a document's latest reading by comparing these, so all must count from the same hour.
    try:
        finished = dt.datetime.fromisoformat(rows.reading.finished_at)
    except ValueError as error:
        raise ValueError(f"finished_at {rows.reading.finished_at!r} is no ISO 8601 instant") from error
    if finished.utcoffset() != dt.timedelta(0):
        raise ValueError(f"finished_at {rows.reading.finished_at!r} is not in UTC: end it with Z or +00:00")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
