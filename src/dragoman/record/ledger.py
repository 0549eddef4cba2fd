"""The ledger: one line for every shard that was ever added, so that one that is lost is missed.

A line names the shard, its digest and how many documents it holds; a merged shard's line also names the shards that
it replaces, and so does that of a shard out of which a document was forgotten, with how many were and why. The file is
only ever appended to. A last line torn by a crash costs that line alone: the shard stands.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import msgspec

from dragoman.errors import RecordError
from dragoman.record.layout import UNDECODABLE, DamagedShard, Shard, list_shards, plain_cause

LEDGER_FILE = "ledger.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """A shard as it was added. `forgot`: how many documents of what it replaces are left out for good, and `why`."""

    shard: str
    digest: str
    documents: int
    replaces: tuple[str, ...] = ()
    forgot: int = 0
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that can be read of a ledger, in order, and the numbers (from 1) of lines that cannot."""

    entries: tuple[Entry, ...]
    unreadable: tuple[int, ...]

    @property
    def replaced(self) -> frozenset[str]:
        """Shards that others have replaced, and that no later line adds again."""
        gone: set[str] = set()
        for entry in self.entries:
            gone.update(entry.replaces)
            gone.discard(entry.shard)
        return frozenset(gone)

    @property
    def standing(self) -> frozenset[str]:
        """Shards that should be there."""
        return frozenset(entry.shard for entry in self.entries) - self.replaced


def append_entry(
    record: Path, shard: Shard, replaces: tuple[str, ...] = (), *, forgot: int = 0, why: str | None = None
) -> None:
    """Add a line for a shard; raises OSError."""
    entry = Entry(shard.id, shard.manifest.digest, shard.manifest.documents, replaces, forgot, why)
    told = msgspec.to_builtins(entry)
    if not forgot:
        del told["forgot"], told["why"]
    line = msgspec.json.encode(told) + b"\n"
    descriptor = os.open(record / LEDGER_FILE, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
    with os.fdopen(descriptor, "rb+", buffering=0) as stream:
        # A crash may have torn the last line; ours must not become its tail.
        if stream.seek(0, os.SEEK_END) and _last_byte(stream.fileno()) != b"\n":
            line = b"\n" + line
        while line:
            line = line[stream.write(line) :]
        os.fsync(stream.fileno())


def read_ledger(record: Path) -> Ledger:
    """The ledger of a record; an empty one when there is none. Raises RecordError."""
    try:
        lines = (record / LEDGER_FILE).read_bytes().split(b"\n")
    except FileNotFoundError:
        lines = []
    except OSError as error:
        raise RecordError(f"cannot read {record / LEDGER_FILE}: {plain_cause(error)}") from error
    entries: list[Entry] = []
    unreadable: list[int] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entries.append(msgspec.json.decode(line, type=Entry))
        except UNDECODABLE:
            unreadable.append(number)
    return Ledger(tuple(entries), tuple(unreadable))


def survey_shards(record: Path) -> tuple[list[Shard], list[DamagedShard]]:
    """All whole shards of a record in order of id, and the damaged or lost ones.

    Raises NewerRecordError for a shard of a newer format.
    """
    ledger = read_ledger(record)
    while True:
        whole, damaged = list_shards(record, ledger.replaced)
        later = read_ledger(record)
        # A merge may have run while the folder was listed; then what was listed is neither the old nor the new.
        if later.replaced == ledger.replaced:
            break
        ledger = later
    present = {shard.id for shard in whole} | {shard.id for shard in damaged}
    lost = [DamagedShard(name, "its folder is missing") for name in sorted(ledger.standing - present)]
    return whole, damaged + lost


def _last_byte(descriptor: int) -> bytes:
    os.lseek(descriptor, -1, os.SEEK_END)
    return os.read(descriptor, 1)
