"""Writing one shard: aside, synced, renamed once. The same rows make the same bytes."""

import errno
import hashlib
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.model.assertion import TABLES
from dragoman.record.layout import (
    ASIDE_PREFIX,
    CLOCK_TABLE,
    DAMAGED_PREFIX,
    FORMAT,
    MANIFEST_FILE,
    NUMBER_MARK,
    SHARDS_FOLDER,
    Manifest,
    Shard,
    TableFile,
    inspect_shard,
    iter_digest_faults,
    shard_digest,
    shard_id,
    sync_folder,
)
from dragoman.record.schema import sort_columns, table_schema

if sys.platform != "win32":
    import fcntl

# Rows in a Parquet row group: small enough for texts, large enough to compress. Part of what makes bytes equal.
_GROUP_ROWS = 8192
_COMPRESSION = "zstd"
_COMPRESSION_LEVEL = 6
# What can go wrong below us when rows are stored: the system, the engine (out of memory or room to spill), the format.
STORAGE_ERRORS = (OSError, duckdb.Error, pa.ArrowException)

_TAKEN = (errno.EEXIST, errno.ENOTEMPTY, errno.EACCES)


class _HashedFile:
    """A file that is hashed and counted while it is written."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream: BinaryIO | None = stream
        self._hash = hashlib.sha256()
        self.size = 0
        self.closed = False

    def write(self, data: bytes) -> int:
        """Write all of data."""
        view = memoryview(data)
        if self._stream is not None:
            self._stream.write(view)
        self._hash.update(view)
        self.size += len(view)
        return len(view)

    def tell(self) -> int:
        """Bytes written so far."""
        return self.size

    def flush(self) -> None:
        """Hand the bytes to the system."""
        if self._stream is not None:
            self._stream.flush()

    def abandon(self) -> None:
        """Take no more: a Parquet writer that has failed still writes its footer when it is cleared away."""
        self._stream = None

    def close(self) -> None:
        """Leave the stream to whoever opened it."""
        self.closed = True

    @property
    def sha256(self) -> str:
        """The digest of what was written."""
        return self._hash.hexdigest()


def write_shard(record: Path, rows_of: Callable[[str], object], *, keep_clock: bool = False) -> Shard:
    """Write one shard with the rows of all tables and put it into place.

    `rows_of` gives the rows of a stored table, as an Arrow table or reader; it is asked for one table at a time. When
    a shard of the same digest stands there already, that one is kept; with `keep_clock` only if it also agrees about
    our own clock, else both stand. Raises one of STORAGE_ERRORS; nothing of the shard is
    then left behind.
    """
    shards = record / SHARDS_FOLDER
    with _folder_aside(shards) as aside:
        with duckdb.connect(":memory:", config=engine_config()) as engine:
            tables = {name: _write_table(engine, aside, name, rows_of(name)) for name in TABLES}
        digest = shard_digest(tables)
        manifest = Manifest(FORMAT, digest, tables["documents"].rows, tables)
        with (aside / MANIFEST_FILE).open("wb") as stream:
            stream.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
            _sync(stream)
        sync_folder(aside)
        folder = _put_into_place(aside, shards / shard_id(digest), keep_clock=keep_clock)
    sync_folder(shards)
    return Shard(folder, manifest)


def remove_leftovers(record: Path) -> None:
    """Remove what killed runs left aside; a run that is still writing holds a lock on its folder."""
    if sys.platform == "win32":
        return
    for folder in (record / SHARDS_FOLDER).glob(f"{ASIDE_PREFIX}*"):
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except OSError:
            continue  # another run has just removed or renamed it
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # An empty one may have been made a moment ago by a run that has not locked it yet.
            if any(folder.iterdir()):
                shutil.rmtree(folder)
        except OSError:
            continue  # held by a run at work, or not ours to remove
        finally:
            os.close(descriptor)


@contextmanager
def _folder_aside(shards: Path) -> Iterator[Path]:
    aside = shards / f"{ASIDE_PREFIX}{os.getpid()}-{secrets.token_hex(4)}"
    aside.mkdir()
    descriptor = None
    try:
        if sys.platform != "win32":
            descriptor = os.open(aside, os.O_RDONLY)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield aside
    finally:
        if descriptor is not None:
            os.close(descriptor)
        if aside.exists():
            shutil.rmtree(aside, ignore_errors=True)


def _write_table(engine: duckdb.DuckDBPyConnection, folder: Path, name: str, source: object) -> TableFile:
    schema = table_schema(name)
    rows = 0
    with (folder / f"{name}.parquet").open("wb") as stream:
        hashed = _HashedFile(stream)
        try:
            writer = pq.ParquetWriter(
                pa.PythonFile(hashed, mode="w"),
                schema,
                compression=_COMPRESSION,
                compression_level=_COMPRESSION_LEVEL,
            )
            for group in _iter_groups(engine, name, schema, source):
                writer.write_table(group, row_group_size=_GROUP_ROWS)
                rows += group.num_rows
            writer.close()
        except BaseException:
            hashed.abandon()
            raise
        _sync(stream)
    return TableFile(rows, hashed.size, hashed.sha256)


def _iter_groups(engine: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, source: object) -> Iterator[pa.Table]:
    """The rows in order, in tables of one row group each, whatever pieces they come in."""
    engine.register("rows_given", source)
    columns = ", ".join(f'"{column}"' for column in schema.names)
    order = ", ".join(f'"{column}" ASC NULLS FIRST' for column in sort_columns(name))
    pending: list[pa.Table] = []
    count = 0
    ordered = engine.sql(f"SELECT {columns} FROM rows_given ORDER BY {order}")
    for batch in ordered.to_arrow_reader(_GROUP_ROWS):
        pending.append(pa.Table.from_batches([batch]).cast(schema))
        count += batch.num_rows
        while count >= _GROUP_ROWS:
            whole = pa.concat_tables(pending)
            yield whole.slice(0, _GROUP_ROWS).combine_chunks()
            pending = [whole.slice(_GROUP_ROWS)]
            count -= _GROUP_ROWS
    if count:
        yield pa.concat_tables(pending).combine_chunks()
    engine.unregister("rows_given")


def engine_config() -> dict[str, str | bool | int | float | list[str]]:
    """DuckDB settings: nothing is loaded from outside; what outgrows memory goes to the system's temporary folder.

    The sides of joins stay as they are written: where DuckDB 2.0 turns one into a right outer join and builds another
    join on it, it may stop with an internal error on great records (its issue 24807).
    """
    return {
        "python_enable_replacements": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "disabled_optimizers": "build_side_probe_side",
        "temp_directory": str(Path(tempfile.gettempdir()) / f"dragoman-{os.getpid()}-{secrets.token_hex(4)}"),
    }


def _put_into_place(aside: Path, folder: Path, *, keep_clock: bool) -> Path:
    """Rename a finished shard to its folder; where one of the same digest is kept instead, that folder."""
    wanted, number = folder, 1
    while True:
        try:
            return aside.rename(wanted)
        except OSError as error:
            if error.errno not in _TAKEN or not wanted.exists():
                raise
        standing = _find_sound(wanted)
        if standing is None:
            # A damaged shard of the same content must not stand in the way of the whole one.
            wanted.rename(Path(tempfile.mkdtemp(prefix=DAMAGED_PREFIX, dir=folder.parent)) / wanted.name)
        elif keep_clock and not _same_clock(standing, aside):
            number += 1
            wanted = folder.with_name(f"{folder.name}{NUMBER_MARK}{number}")
        else:
            return wanted


def _find_sound(folder: Path) -> Shard | None:
    found = inspect_shard(folder)
    return found if isinstance(found, Shard) and not any(iter_digest_faults(found)) else None


def _same_clock(standing: Shard, aside: Path) -> bool:
    return standing.file(CLOCK_TABLE).read_bytes() == (aside / f"{CLOCK_TABLE}.parquet").read_bytes()


def _sync(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())
