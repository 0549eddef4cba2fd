"""How a record lies on disk, and whether what lies there is whole.

- ``record.json``: ``{"format": 1, "program": "dragoman 0.1.0"}``
- ``ledger.jsonl``: one line for each shard that was ever added
- ``judgements.jsonl``: one line for each judgement of a person
- ``shards/<shard id>/``: a manifest and one Parquet file for each table
- ``shards/.tmp-…/``: a shard that is being written, or that a killed run left
- ``shards/.damaged-…/``: a damaged shard that a whole one of the same content has replaced
"""

import errno
import hashlib
import importlib.metadata
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.errors import DamagedShardError, NewerRecordError, RecordError
from dragoman.model.assertion import TABLES

FORMAT = 1
RECORD_FILE = "record.json"
JUDGEMENTS_FILE = "judgements.jsonl"
SHARDS_FOLDER = "shards"
MANIFEST_FILE = "manifest.json"
ASIDE_PREFIX = ".tmp-"
DAMAGED_PREFIX = ".damaged-"

# Before the number of a shard that has the digest of another and differs from it in our own clock alone.
NUMBER_MARK = "-"

# The one table that carries our own clock, and is therefore no part of a shard's digest.
CLOCK_TABLE = "readings"

# What bytes that are no JSON of the kind expected raise; a name or value in no UTF-8 raises the second.
UNDECODABLE = (msgspec.MsgspecError, UnicodeDecodeError)

_ID_DIGITS = 24
_PLAIN_CAUSES = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file size limit is reached",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "the disk is read-only",
}


@dataclass(frozen=True, slots=True)
class TableFile:
    """One Parquet file of a shard: rows, size in bytes, SHA-256 in hexadecimal."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a shard promises to hold."""

    format: int
    digest: str
    documents: int
    tables: dict[str, TableFile]


@dataclass(frozen=True, slots=True)
class Shard:
    """A whole shard: its folder is named by its id."""

    folder: Path
    manifest: Manifest

    @property
    def id(self) -> str:
        """The content id: the first digits of the digest, rarely with a number."""
        return self.folder.name

    def file(self, table: str) -> Path:
        """Where the rows of a table lie."""
        return self.folder / f"{table}.parquet"

    def rows(self, table: str) -> int:
        """How many rows the manifest gives a table; 0 for one that the shard is too old to have."""
        return self.manifest.tables[table].rows if table in self.manifest.tables else 0


@dataclass(frozen=True, slots=True)
class DamagedShard:
    """A shard that does not hold what its manifest says, and why not."""

    id: str
    reason: str

    def error(self) -> DamagedShardError:
        """The same as an error, with what can be done."""
        return DamagedShardError(
            f"shard {self.id} is damaged: {self.reason}. Restore that folder from a copy, or open the record with "
            "skip_damaged to read the rest, and read its documents again"
        )


@dataclass(frozen=True, slots=True)
class _RecordFile:
    format: int
    program: str = ""


def shard_id(digest: str) -> str:
    """The name of a shard with this digest."""
    return digest[:_ID_DIGITS]


def shard_digest(tables: dict[str, TableFile]) -> str:
    """SHA-256 over the digests of all tables but the one with our own clock."""
    lines = [f"{name} {tables[name].sha256}\n" for name in sorted(tables) if name != CLOCK_TABLE]
    return hashlib.sha256("".join(lines).encode("ascii")).hexdigest()


def program_name() -> str:
    """The name and version that a new record is signed with."""
    try:
        return f"dragoman {importlib.metadata.version('dragoman')}"
    except importlib.metadata.PackageNotFoundError:
        return "dragoman"


def create_record(path: Path) -> None:
    """Make an empty record at path unless one stands there; safe when two runs do it at once.

    Raises RecordError when path is a file, or a folder with anything else in it.
    """
    try:
        if (path / RECORD_FILE).exists():
            check_record(path)
        else:
            _check_empty(path)
            path.mkdir(parents=True, exist_ok=True)
            aside = path / f"{ASIDE_PREFIX}{os.getpid()}-{RECORD_FILE}"
            aside.write_bytes(msgspec.json.encode(_RecordFile(FORMAT, program_name())) + b"\n")
            aside.replace(path / RECORD_FILE)
        (path / SHARDS_FOLDER).mkdir(exist_ok=True)
    except OSError as error:
        raise RecordError(f"cannot make a record at {path}: {plain_cause(error)}") from error


def check_record(path: Path) -> None:
    """Raise RecordError unless a record stands at path, NewerRecordError when it is too new to be read."""
    try:
        found = msgspec.json.decode((path / RECORD_FILE).read_bytes(), type=_RecordFile)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise RecordError(_no_record(path)) from error
    except OSError as error:
        raise RecordError(f"cannot open the record {path}: {plain_cause(error)}") from error
    except UNDECODABLE as error:
        raise RecordError(f"{path / RECORD_FILE} cannot be read ({error}); restore it from a copy") from error
    if found.format > FORMAT:
        raise NewerRecordError(
            f"the record {path} has format {found.format} (written by {found.program or 'a newer version'}); "
            f"this version reads formats up to {FORMAT}. Upgrade Dragoman to open it"
        )


def list_shards(path: Path, replaced: frozenset[str] = frozenset()) -> tuple[list[Shard], list[DamagedShard]]:
    """All whole shards in order of id, and the damaged ones; those that a merge has replaced are left out.

    Looks at manifests, sizes and Parquet footers, not at every byte. Raises NewerRecordError for a shard of a newer
    format.
    """
    whole: list[Shard] = []
    damaged: list[DamagedShard] = []
    for folder in _iter_shard_folders(path):
        if folder.name in replaced:
            continue
        try:
            found = inspect_shard(folder)
        except FileNotFoundError:
            continue  # merged into another shard since the folder was listed
        if isinstance(found, Shard):
            whole.append(found)
        else:
            damaged.append(found)
    return whole, damaged


def inspect_shard(folder: Path) -> Shard | DamagedShard:
    """A shard by its manifest, sizes and footers; FileNotFoundError when there is no such folder."""
    if not folder.exists():
        raise FileNotFoundError(folder)
    try:
        manifest = msgspec.json.decode((folder / MANIFEST_FILE).read_bytes(), type=Manifest)
    except FileNotFoundError:
        return DamagedShard(folder.name, f"{MANIFEST_FILE} is missing")
    except UNDECODABLE as error:
        return DamagedShard(folder.name, f"{MANIFEST_FILE} cannot be read ({error})")
    except OSError as error:
        return DamagedShard(folder.name, f"{MANIFEST_FILE}: {plain_cause(error)}")
    if manifest.format > FORMAT:
        raise NewerRecordError(
            f"shard {folder.name} has format {manifest.format}; this version reads formats up to {FORMAT}. "
            "Upgrade Dragoman to open the record"
        )
    shard = Shard(folder, manifest)
    reason = _find_table_fault(shard)
    return DamagedShard(shard.id, reason) if reason else shard


def iter_digest_faults(shard: Shard) -> Iterator[tuple[str | None, str]]:
    """Every file whose bytes are not those of the manifest, as (table, what is wrong); reads the whole shard."""
    for table, file in shard.manifest.tables.items():
        try:
            with shard.file(table).open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            yield table, plain_cause(error)
            continue
        if found != file.sha256:
            yield table, "its bytes have changed (SHA-256 differs from the manifest)"
    if shard.manifest.digest != shard_digest(shard.manifest.tables):
        yield None, "the manifest's digest does not follow from its tables"
    if shard_id(shard.manifest.digest) != shard.id.partition(NUMBER_MARK)[0]:
        yield None, "the folder does not bear the shard's id"


def plain_cause(error: Exception) -> str:
    """An error from below us in a few words."""
    if isinstance(error, OSError) and error.strerror:
        return _PLAIN_CAUSES.get(error.errno or 0, error.strerror)
    return (str(error).splitlines() or [type(error).__name__])[0]


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _iter_shard_folders(path: Path) -> Iterator[Path]:
    try:
        folders = sorted(entry for entry in (path / SHARDS_FOLDER).iterdir() if not entry.name.startswith("."))
    except FileNotFoundError:
        return
    except OSError as error:
        raise RecordError(f"cannot open the record {path}: {plain_cause(error)}") from error
    yield from folders


def _find_table_fault(shard: Shard) -> str | None:
    missing = [table for table in ("documents", CLOCK_TABLE) if table not in shard.manifest.tables]
    if missing:
        return f"{MANIFEST_FILE} lists no {missing[0]}"
    for table in TABLES:
        promised = shard.manifest.tables.get(table)
        if promised is None:
            continue
        file = shard.file(table)
        try:
            size = file.stat().st_size
            if size != promised.bytes:
                return f"{file.name} has {size} bytes, not {promised.bytes}"
            rows = pq.read_metadata(file).num_rows
        except FileNotFoundError:
            return f"{file.name} is missing"
        # A footer whose names are no UTF-8 is damage as well.
        except (OSError, pa.ArrowException, UnicodeDecodeError) as error:
            return f"{file.name} cannot be read ({plain_cause(error)})"
        if rows != promised.rows:
            return f"{file.name} has {rows} rows, not {promised.rows}"
    return None


def _check_empty(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise RecordError(f"{path} is a file; name a folder for the record")
    if path.exists() and any(not entry.name.startswith(ASIDE_PREFIX) for entry in path.iterdir()):
        # Another run may have finished making it between the two looks.
        if (path / RECORD_FILE).exists():
            return
        raise RecordError(f"{path} is a folder with other things in it and no record; name a new or an empty folder")


def _no_record(path: Path) -> str:
    if not path.exists():
        return f"there is no record at {path}: no such folder"
    if not path.is_dir():
        return f"{path} is a file; a record is a folder"
    return f"{path} is no record: it has no {RECORD_FILE}"
