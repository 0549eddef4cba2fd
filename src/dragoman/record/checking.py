"""Proving that a record still is what was written: bytes, ids, references, and words that stand where rows say.

A proof goes through the record once and keeps no more than one reading of one document in memory; what has to be
compared across shards is left to the engine, which spills to disk.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from dragoman.errors import RecordError
from dragoman.record.faults import Fault, Proof
from dragoman.record.judgements import read_judgements
from dragoman.record.layout import SHARDS_FOLDER, Shard, check_record, iter_digest_faults, plain_cause
from dragoman.record.ledger import Ledger, read_ledger, survey_shards
from dragoman.record.row_faults import ASSERTIONS, iter_row_faults
from dragoman.record.shards import STORAGE_ERRORS, engine_config
from dragoman.record.stored import STORED_PREFIX, create_stored


def iter_faults(path: str | Path, proof: Proof | None = None) -> Iterator[Fault]:
    """Find the faults of what is stored one by one; `proof` counts what was looked at. Reads every byte.

    Proved are the bytes of each file against its manifest, each shard against the ledger, and of the rows what
    `dragoman.record.row_faults` tells; of the record as a whole, that an id stands for one thing and that a sighting
    is of a document. Rows of a file whose bytes have changed prove nothing and are left out. Raises RecordError when
    there is no record at path, or when what is compared across shards outgrows the disk.
    """
    path = Path(path)
    check_record(path)
    return _iter_counted(path, proof if proof is not None else Proof())


def _iter_counted(path: Path, proof: Proof) -> Iterator[Fault]:
    for fault in _iter_all(path, proof):
        proof.faults[fault.kind] += 1
        yield fault


def _iter_all(path: Path, proof: Proof) -> Iterator[Fault]:
    whole, damaged = survey_shards(path)
    ledger = read_ledger(path)
    yield from (Fault(shard.id, None, None, shard.reason, "bytes") for shard in damaged)
    yield from _iter_ledger_faults(ledger, whole, proof)
    judged = read_judgements(path)
    proof.checked["judgement"] += len(judged.judgements)
    for line in judged.unreadable:
        yield Fault(None, "judgements", str(line), "unreadable line", "judgement")
    for name in sorted(ledger.replaced):
        if (path / SHARDS_FOLDER / name).exists():
            what = "others have replaced it, but its folder is still there; `compact` removes it"
            yield Fault(name, None, None, what, "ledger")
    sound: list[Shard] = []
    for shard in whole:
        proof.checked["bytes"] += len(shard.manifest.tables)
        changed = [Fault(shard.id, table, None, what, "bytes") for table, what in iter_digest_faults(shard)]
        yield from changed
        if not changed:
            sound.append(shard)
            yield from iter_row_faults(shard, proof)
    try:
        with duckdb.connect(":memory:", config=engine_config()) as engine:
            for table in ("documents", "sightings", *ASSERTIONS):
                create_stored(engine, STORED_PREFIX + table, table, sound)
            for iter_found in _OF_THE_WHOLE:
                # A document of a damaged shard may be what a row of another one leads to.
                if iter_found is not _iter_sighting_faults or len(sound) == len(whole) + len(damaged):
                    yield from iter_found(engine, proof)
    except STORAGE_ERRORS as error:
        raise RecordError(f"the proof of {path} cannot be finished: {plain_cause(error)}") from error


def _iter_ledger_faults(ledger: Ledger, shards: list[Shard], proof: Proof) -> Iterator[Fault]:
    yield from (Fault(None, "ledger", str(line), "unreadable line", "ledger") for line in ledger.unreadable)
    entries = {entry.shard: entry for entry in ledger.entries}
    for shard in shards:
        proof.checked["ledger"] += 1
        entry = entries.get(shard.id)
        if entry is None:
            yield Fault(shard.id, None, None, "no line of the ledger names it; `compact` adds one", "ledger")
        elif entry.digest != shard.manifest.digest:
            yield Fault(shard.id, None, None, f"the ledger gives it the digest {entry.digest}", "ledger")
        elif entry.documents != shard.rows("documents"):
            yield Fault(shard.id, None, None, f"the ledger gives it {entry.documents} documents", "ledger")


def _iter_owner_faults(engine: duckdb.DuckDBPyConnection, proof: Proof) -> Iterator[Fault]:
    """An id belongs to one document, one table and the same words in every reading and shard."""
    ids = " UNION ALL ".join(f"SELECT id FROM {STORED_PREFIX}{table}" for table in ASSERTIONS)
    engine.execute(f"CREATE TABLE several AS SELECT id FROM ({ids}) GROUP BY id HAVING count(*) > 1")
    if not engine.sql("SELECT * FROM several LIMIT 1").fetchall():
        return  # most records: then the words need not be looked at
    parts = " UNION ALL ".join(
        f"SELECT id, '{table}' AS tab, document, coalesce({trigger}, '') AS trigger, {words} AS words, shard "
        f"FROM {STORED_PREFIX}{table} SEMI JOIN several USING (id)"
        for table, (trigger, words) in ASSERTIONS.items()
    )
    query = f"""
        WITH stored AS ({parts}), odd AS (
            SELECT id FROM stored GROUP BY id
            HAVING min(hash(tab, document, trigger, words)) <> max(hash(tab, document, trigger, words)))
        SELECT id, tab, document, min(shard) AS shard, trigger, words FROM stored SEMI JOIN odd USING (id)
        GROUP BY ALL ORDER BY id, document, tab DESC, trigger, words"""
    first: dict[str, object] = {}
    for batch in engine.sql(query).to_arrow_reader():
        for row in batch.to_pylist():
            if row["id"] != first.get("id"):
                first = row
            elif (row["tab"], row["document"]) != (first["tab"], first["document"]):
                what = f"the id also stands in {first['tab']} of document {first['document']}"
                yield Fault(row["shard"], row["tab"], row["id"], what, "id")
            else:
                yield Fault(row["shard"], row["tab"], row["id"], "two readings give the id other words", "id")


def _iter_sighting_faults(engine: duckdb.DuckDBPyConnection, proof: Proof) -> Iterator[Fault]:
    """Every sighting is of a document that stands in some shard."""
    seen, documents = f"{STORED_PREFIX}sightings", f"{STORED_PREFIX}documents"
    proof.checked["reference"] += sum(count for (count,) in engine.sql(f"SELECT count(*) FROM {seen}").fetchall())
    query = f"SELECT shard, document FROM {seen} AS s ANTI JOIN {documents} AS d ON d.id = s.document ORDER BY ALL"
    for batch in engine.sql(query).to_arrow_reader():
        for row in batch.to_pylist():
            what = f"there is no document {row['document']}"
            yield Fault(row["shard"], "sightings", None, what, "reference")


# What holds of the stored rows as a whole; what is computed over them is proved by `dragoman.proving`.
_OF_THE_WHOLE: tuple[Callable[[duckdb.DuckDBPyConnection, Proof], Iterator[Fault]], ...] = (
    _iter_owner_faults,
    _iter_sighting_faults,
)
