"""Reading every document of a record again, out of the record itself, into a new one."""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from dragoman.clock import Clock, system_clock
from dragoman.documents.sources import SetAside
from dragoman.errors import RecordError
from dragoman.model.document import Document
from dragoman.pipeline import (
    BATCH_BYTES,
    BATCH_SIZE,
    PARSERS,
    SHARD_SECONDS,
    SHARD_SIZE,
    Reader,
    collector_beside,
    rules_version,
)
from dragoman.record.compaction import compact
from dragoman.record.layout import JUDGEMENTS_FILE, RECORD_FILE, SHARDS_FOLDER, Shard, inspect_shard, plain_cause
from dragoman.record.rereading import Difference, KeptDocument, KeptDocuments, open_kept
from dragoman.record.writing import DocumentRows, ShardWriter, open_writer


@dataclass(slots=True)
class Rebuild:
    """What a rebuild came to: documents read again, those that an earlier run had read already, and what differs.

    `superseded` counts readings that a later one of their document has followed; they are not made again. `same` tells
    that the new record's shard has the bytes of the old record's, once that is merged into one.
    """

    read: int = 0
    known: int = 0
    superseded: int = 0
    set_aside: list[SetAside] = field(default_factory=list)
    shard: str | None = None
    tables: tuple[Difference, ...] = ()

    @property
    def same(self) -> bool:
        """Whether both records hold the same rows in every table, and no other reading."""
        return not self.superseded and not any(table.any for table in self.tables)


def rebuild_record(
    path: Path, to: Path, clock: Clock | None = None, on_document: Callable[[str, int], None] | None = None
) -> Rebuild:
    """Read every document of a record again, with the present rules, into a record of its own; see `dragoman.rebuild`.

    Raises RecordError, and DamagedShardError when a shard of the old record is not whole.
    """
    if to.resolve() == path.resolve():
        raise RecordError(f"{to} is the record itself; name a new folder for what is read again")
    reader = Reader(version("dragoman"), clock or system_clock)
    with open_kept(path) as kept:
        if (to / RECORD_FILE).exists():
            stranger = kept.find_stranger(to, version("dragoman"), rules_version())
            if stranger is not None:
                what = f"it holds document {stranger[:12]}, of another record or read by other rules"
                raise RecordError(f"{to} is no rebuild of {path} to go on with: {what}; name a new folder")
        done = Rebuild(superseded=kept.superseded)
        with open_writer(to) as writer:
            _read_again(kept, writer, reader, done, on_document or (lambda address, total: None))
            for sighting in kept.iter_sightings():
                writer.add_sighting(sighting)
        _carry_judgements(path, to)
        done.shard = compact(to).shard
        done.tables = kept.compare(to, _shard(to, done.shard))
    return done


def _read_again(
    kept: KeptDocuments, writer: ShardWriter, reader: Reader, done: Rebuild, on_document: Callable[[str, int], None]
) -> None:
    flushed = time.monotonic()
    with ExitStack() as loaded:
        for number, batch in enumerate(_iter_batches(kept.iter_documents())):
            if number == 1:
                # The first documents have brought their language with them.
                loaded.enter_context(collector_beside())
            for address, rows in _iter_rows(batch, writer, reader, done):
                if rows is not None:
                    writer.add_document(rows)
                if writer.pending and (writer.pending >= SHARD_SIZE or time.monotonic() - flushed > SHARD_SECONDS):
                    writer.flush()
                    flushed = time.monotonic()
                on_document(address, kept.count)


def _iter_rows(
    batch: list[KeptDocument], writer: ShardWriter, reader: Reader, done: Rebuild
) -> Iterator[tuple[str, DocumentRows | None]]:
    """The address of each document with its rows; None for one that is there already or that nobody can read."""
    wanted: list[KeptDocument] = []
    for one in batch:
        document = one.document
        if document.language not in PARSERS:
            message = f"{document.source}: the text is in {document.language}, which is not read"
            done.set_aside.append(SetAside(document.source, "language", message))
            yield document.source, None
        elif writer.known(document.id, reader.reading_id(document)):
            done.known += 1
            yield document.source, None
        else:
            wanted.append(one)
    for one, rows in zip(wanted, reader.rows_of([one.document for one in wanted]), strict=True):
        done.read += 1
        # A reading that several runs make is the first one's: so it is with what another run has made before.
        finished = one.finished_at if one.reading == rows.reading.id else rows.reading.finished_at
        yield one.document.source, replace(rows, sightings=(), reading=replace(rows.reading, finished_at=finished))


def _iter_batches(documents: Iterable[KeptDocument]) -> Iterator[list[KeptDocument]]:
    """The documents in small groups that are read together; a long one closes its group."""
    batch: list[KeptDocument] = []
    size = 0
    for one in documents:
        batch.append(one)
        size += _size(one.document)
        if len(batch) >= BATCH_SIZE or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _size(document: Document) -> int:
    return len(document.text.encode("utf-8"))


def _carry_judgements(path: Path, to: Path) -> None:
    """Put the log of judgements beside the new shards, unless one stands there already."""
    try:
        if (path / JUDGEMENTS_FILE).exists() and not (to / JUDGEMENTS_FILE).exists():
            shutil.copyfile(path / JUDGEMENTS_FILE, to / JUDGEMENTS_FILE)
    except OSError as error:
        raise RecordError(f"the judgements of {path} cannot be carried over: {plain_cause(error)}") from error


def _shard(record: Path, name: str | None) -> Shard | None:
    found = inspect_shard(record / SHARDS_FOLDER / name) if name is not None else None
    return found if isinstance(found, Shard) else None
