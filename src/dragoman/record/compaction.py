"""Merging all shards of a record into one: fewer files to open, the same answers."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from dragoman.errors import BusyRecordError, RecordError
from dragoman.record.layout import SHARDS_FOLDER, DamagedShard, Shard, check_record, iter_digest_faults, plain_cause
from dragoman.record.ledger import append_entry, read_ledger, survey_shards
from dragoman.record.shards import STORAGE_ERRORS, engine_config, remove_leftovers, write_shard
from dragoman.record.stored import register_stored

if sys.platform != "win32":
    import fcntl


@dataclass(frozen=True, slots=True)
class Compaction:
    """What a merge did: shards before, and the one that holds everything now (None for an empty record)."""

    merged: tuple[str, ...]
    shard: str | None


def compact(path: str | Path) -> Compaction:
    """Merge all shards into one. Every reading is kept, rows that several runs wrote are kept once.

    Writers may go on meanwhile: what they add stays in shards of its own. The old shards go only when the merged one
    stands, so a kill at any moment loses nothing. Raises DamagedShardError before anything is touched when a shard is
    not whole, byte for byte; BusyRecordError when another merge is at work; RecordError when the disk does not bear it.
    """
    path = Path(path)
    check_record(path)
    try:
        with sole_merge(path):
            remove_leftovers(path)
            remove_replaced(path)
            return _merge(path)
    except STORAGE_ERRORS as error:
        raise RecordError(f"cannot merge the shards of {path}: {plain_cause(error)}; nothing is lost") from error


def _merge(path: Path) -> Compaction:
    shards = list_sound(path)
    if len(shards) < 2:
        for shard in shards:
            if shard.id not in read_ledger(path).standing:
                # Its writer was killed between the two, or it was put there by hand.
                append_entry(path, shard)
        return Compaction((), shards[0].id if shards else None)
    with duckdb.connect(":memory:", config=engine_config()) as engine:
        register_stored(engine, shards, latest=False)

        def rows_of(table: str) -> pa.RecordBatchReader:
            return engine.sql(f"SELECT * FROM inner_views.shown_{table}").to_arrow_reader()

        merged = write_shard(path, rows_of, keep_clock=True)
    old = tuple(shard for shard in shards if shard.id != merged.id)
    append_entry(path, merged, tuple(shard.id for shard in old))
    for shard in old:
        shutil.rmtree(shard.folder)
    return Compaction(tuple(shard.id for shard in shards), merged.id)


def list_sound(path: Path) -> list[Shard]:
    """All shards, every byte looked at; raises DamagedShardError when one is not whole."""
    shards, damaged = survey_shards(path)
    damaged += [DamagedShard(shard.id, reason) for shard in shards for _, reason in iter_digest_faults(shard)]
    if damaged:
        raise damaged[0].error()
    return shards


def remove_replaced(path: Path) -> None:
    """Remove shards that an earlier run replaced and was killed before it could remove."""
    for name in read_ledger(path).replaced:
        folder = path / SHARDS_FOLDER / name
        if folder.exists():
            shutil.rmtree(folder)


@contextmanager
def sole_merge(path: Path) -> Iterator[None]:
    """The right to replace shards, for one run at a time. Raises BusyRecordError when another run has it."""
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(path / SHARDS_FOLDER, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise BusyRecordError(f"another run is merging the shards of {path}; try again when it is done") from error
    try:
        yield
    finally:
        os.close(descriptor)
