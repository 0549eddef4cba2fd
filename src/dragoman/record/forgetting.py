"""Forgetting a document: it and all that stood on it leave every shard, and nothing else changes.

Each shard that holds rows of the document is written anew without them. One line of the ledger then puts the new
shards in the place of the old ones: before it stands, readers see the record as it was, from then on as it will be.
The old shards go last. The ledger keeps how many documents were forgotten and why, and nothing of what they were.
"""

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from dragoman.errors import RecordError, UnknownNameError
from dragoman.model.assertion import TABLES
from dragoman.record.compaction import list_sound, remove_replaced, sole_merge
from dragoman.record.layout import DAMAGED_PREFIX, SHARDS_FOLDER, Shard, check_record, plain_cause
from dragoman.record.ledger import append_entry
from dragoman.record.schema import document_column
from dragoman.record.shards import STORAGE_ERRORS, engine_config, remove_leftovers, write_shard
from dragoman.record.stored import STORED_PREFIX, create_stored


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What went: the id of the document, its rows by table (all readings, in all shards), and the shards replaced."""

    document: str
    rows: dict[str, int]
    replaced: tuple[str, ...]


def forget_document(path: str | Path, document: str, why: str | None = None) -> Forgetting:
    """Remove a document, by its id, and its rows of all tables and readings; all other rows stay as they are.

    Readers that are open find out when they next ask, writers may go on. Judgements about it stay in their log. Reading
    the document again brings back what there was. A kill at any moment leaves the record as it was, or without the
    document. Raises UnknownNameError when no shard holds the document, DamagedShardError before anything is touched
    when a shard is not whole, BusyRecordError when another run replaces shards, RecordError when the disk does not
    bear it.
    """
    path = Path(path)
    check_record(path)
    try:
        with sole_merge(path):
            remove_leftovers(path)
            remove_replaced(path)
            done = _replace_shards(path, document, why)
    except STORAGE_ERRORS as error:
        raise RecordError(f"{document} is not forgotten: {plain_cause(error)}; {path} is as it was") from error
    return done


def finish_forgetting(path: str | Path) -> None:
    """Remove what a killed run has left: shards that the ledger says are replaced, and unfinished ones.

    Raises RecordError when there is no record at path or the system forbids it, BusyRecordError as above.
    """
    path = Path(path)
    check_record(path)
    try:
        with sole_merge(path):
            remove_leftovers(path)
            remove_replaced(path)
    except OSError as error:
        raise RecordError(f"cannot clear up {path}: {plain_cause(error)}") from error


def _replace_shards(path: Path, document: str, why: str | None) -> Forgetting:
    shards = list_sound(path)
    counts = {shard.id: _count_rows(shard, document) for shard in shards}
    holding = [shard for shard in shards if counts[shard.id].total()]
    if not holding:
        raise UnknownNameError(f"the record has no document {document!r}", ())
    kept = [_write_without(path, shard, document) for shard in holding if counts[shard.id] != _all_rows(shard)]
    # The line that replaces has to name a shard: where nothing is left of those that held it, any other one.
    others = [shard for shard in shards if shard not in holding]
    named = [*kept, *others][:1] or [_write_without(path, holding[0], document)]
    for shard in kept[1:]:
        append_entry(path, shard)
    append_entry(path, named[0], tuple(shard.id for shard in holding), forgot=1, why=why)
    _remove(path, holding)
    rows = sum(counts.values(), Counter[str]())
    return Forgetting(document, {table: rows[table] for table in TABLES}, tuple(shard.id for shard in holding))


def _count_rows(shard: Shard, document: str) -> Counter[str]:
    """How many rows of each table are the document's; tables without any are left out."""
    counts: Counter[str] = Counter()
    for table in TABLES:
        if shard.rows(table):
            rows = ds.dataset(shard.file(table), format="parquet")
            counts[table] = rows.count_rows(filter=pc.field(document_column(table)) == document)
    return +counts


def _all_rows(shard: Shard) -> Counter[str]:
    return +Counter({table: shard.rows(table) for table in TABLES})


def _write_without(path: Path, shard: Shard, document: str) -> Shard:
    """A shard of the same rows but those of the document, put into place beside the old one."""
    with duckdb.connect(":memory:", config=engine_config()) as engine:

        def rows_of(table: str) -> pa.RecordBatchReader:
            create_stored(engine, STORED_PREFIX + table, table, [shard])
            query = f"SELECT * FROM {STORED_PREFIX}{table} WHERE {document_column(table)} IS DISTINCT FROM ?"
            return engine.sql(query, params=[document]).to_arrow_reader()

        return write_shard(path, rows_of, keep_clock=True)


def _remove(path: Path, shards: Sequence[Shard]) -> None:
    """Remove the old shards, and damaged copies that were kept aside: they may hold the document too."""
    try:
        for shard in shards:
            shutil.rmtree(shard.folder)
        for folder in (path / SHARDS_FOLDER).glob(f"{DAMAGED_PREFIX}*"):
            shutil.rmtree(folder)
    except OSError as error:
        raise RecordError(
            f"the document is forgotten, but its old shards are still on the disk: {plain_cause(error)}. Forget it "
            "again, or `compact` the record, to remove them"
        ) from error
