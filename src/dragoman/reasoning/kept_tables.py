"""The computed views of a great record, kept on disk: working them out takes a minute for a million assertions."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa

from dragoman.kept_folders import WORTH_KEEPING, code_digest, find_folder, folder_name, is_whole, keep
from dragoman.model.assertion import TABLES
from dragoman.record.reading import Record

KIND = "facts"
# The code and data that the computed views hang on.
_WORKED_OUT_BY = ("reasoning", "record", "register", "ontology", "model")
_ROWS = ("statements", "events", "memberships", "occupancies", "attributes")
Compute = Callable[[], Mapping[str, pa.Table]]


def is_great(record: Record, worth_keeping: int = WORTH_KEEPING) -> bool:
    """Whether the computed views of a record are worth keeping: it has that many assertions."""
    return sum(shard.rows(table) for shard in record.shards for table in _ROWS) >= worth_keeping


def are_kept(record: Record, *, folder: Path | None = None) -> bool:
    """Whether the computed views of a record, as it stands and within its scope, lie on disk."""
    place = folder or find_folder()
    return place is not None and is_whole(place / _name_of(record))


def open_or_compute(
    record: Record, compute: Compute, *, worth_keeping: int = WORTH_KEEPING, folder: Path | None = None
) -> Mapping[str, pa.Table]:
    """The computed views of a record: those that were kept, else computed, and kept where the record is great.

    `folder` is where they are kept, that of the reader's cache by default.
    """
    place = folder or find_folder()
    if place is None or not is_great(record, worth_keeping):
        return compute()
    name = _name_of(record)
    kept = _open(place / name)
    if kept is not None:
        return kept
    made = compute()
    keep(place, name, lambda aside: _write(aside, made))
    return made


def _name_of(record: Record) -> str:
    """What the computed views hang on: the code, every table of every shard, what is judged, and the scope."""
    parts = [code_digest(_WORKED_OUT_BY), str(record.scope.known), *record.scope.sources]
    for shard in sorted(record.shards, key=lambda each: each.id):
        tables = shard.manifest.tables
        parts += [shard.id, *(f"{name} {tables[name].sha256}" for name in TABLES if name in tables)]
    return folder_name(KIND, [*parts, *sorted(judgement.id for judgement in record.judgements)])


def _open(place: Path) -> dict[str, pa.Table] | None:
    if not is_whole(place):
        return None
    found = {}
    try:
        for path in sorted(place.glob("*.arrow")):
            with pa.memory_map(str(path)) as file:
                found[path.stem] = pa.ipc.open_file(file).read_all()
    except (OSError, ValueError):
        return None
    return found


def _write(aside: Path, tables: Mapping[str, pa.Table]) -> None:
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    for name, rows in tables.items():
        with (
            pa.OSFile(str(aside / f"{name}.arrow"), "wb") as file,
            pa.ipc.new_file(file, rows.schema, options=options) as writer,
        ):
            writer.write_table(rows)
