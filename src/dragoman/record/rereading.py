"""What a record keeps of its documents, for reading them again, and what another reading of them changed.

A document is kept as it was cleaned, dated and credited; its source bytes are not. So that stage is not gone through
again: its results are taken as they stand, and everything behind it is made anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dragoman.errors import RecordError
from dragoman.model.assertion import TABLES, DocumentRow, SightingRow
from dragoman.model.dates import Date
from dragoman.model.document import Document
from dragoman.record.layout import CLOCK_TABLE, Shard, check_record, plain_cause
from dragoman.record.ledger import survey_shards
from dragoman.record.schema import reading_column, table_schema, to_rows
from dragoman.record.shards import STORAGE_ERRORS, engine_config
from dragoman.record.stored import STORED_PREFIX, create_stored, register_stored

_DOCUMENTS_AT_ONCE = 64
_AGAIN_PREFIX = "_again_"


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document as it was read last, with the id of that reading and the instant (ISO 8601, UTC) at which it ended."""

    document: Document
    reading: str
    finished_at: str


@dataclass(frozen=True, slots=True)
class Difference:
    """How the rows of a table differ between two readings of the same documents.

    A row is `changed` when its id is there both times and anything else of it differs; mentions, arguments and
    sightings have no id, so theirs are removed and added. The readings' own ids and our clock do not count.
    """

    table: str
    before: int
    after: int
    added: int
    removed: int
    changed: int

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.removed or self.changed)


class KeptDocuments:
    """The latest readings of a record; make it with `open_kept`."""

    def __init__(self, path: Path, engine: duckdb.DuckDBPyConnection) -> None:
        self._path = path
        self._engine = engine
        self.count = self._number("SELECT count(*) FROM inner_views.shown_documents")
        # Readings that a later one has followed.
        self.superseded = self._number(f"SELECT count(DISTINCT id) FROM {STORED_PREFIX}readings") - self._number(
            "SELECT count(*) FROM inner_views.shown_readings"
        )

    def iter_documents(self) -> Iterator[KeptDocument]:
        """Every document, each once."""
        query = """SELECT d.*, r.finished_at FROM inner_views.shown_documents AS d
            JOIN inner_views.shown_readings AS r ON r.document = d.id AND r.id = d.reading"""
        for batch in self._engine.sql(query).to_arrow_reader(_DOCUMENTS_AT_ONCE):
            rows: Iterator[DocumentRow] = to_rows("documents", batch)
            for row, finished_at in zip(rows, batch.column("finished_at").to_pylist(), strict=True):
                yield KeptDocument(_document(row), row.reading, finished_at)

    def iter_sightings(self) -> Iterator[SightingRow]:
        """Every sighting, each once."""
        query = "SELECT * FROM inner_views.shown_sightings"
        for batch in self._engine.sql(query).to_arrow_reader():
            yield from to_rows("sightings", batch)

    def find_stranger(self, again: Path, program: str, rules: str) -> str | None:
        """A document of another record that is not of this one, or that another program or rules version read there."""
        shards, _ = survey_shards(again)
        create_stored(self._engine, f"{_AGAIN_PREFIX}readings", "readings", shards)
        query = f"""SELECT document FROM {_AGAIN_PREFIX}readings AS r
            LEFT JOIN (SELECT id AS kept FROM inner_views.shown_documents) ON kept = r.document
            WHERE kept IS NULL OR program_version <> ? OR rules_version <> ? LIMIT 1"""
        found = self._engine.execute(query, [program, rules]).fetchall()
        return str(found[0][0]) if found else None

    def compare(self, again: Path, shard: Shard | None) -> tuple[Difference, ...]:
        """What differs in the one shard of a record into which these documents were read again."""
        for table in TABLES:
            create_stored(self._engine, _AGAIN_PREFIX + table, table, [shard] if shard else [])
        return tuple(self._difference(table) for table in TABLES)

    def _difference(self, table: str) -> Difference:
        left_out = {reading_column(table), "id" if table == CLOCK_TABLE else None, "finished_at", "id"}
        columns = table_schema(table).names
        hashed = ", ".join(f'"{column}"' for column in columns if column not in left_out)
        known = f'"id", hash({hashed}) AS said' if "id" in columns else f"hash({hashed}) AS said"
        old = f"(SELECT {known} FROM inner_views.shown_{table})"
        new = f"(SELECT {known} FROM {_AGAIN_PREFIX}{table})"
        before, after = (self._number(f"SELECT count(*) FROM {side}") for side in (old, new))
        if "id" not in columns:
            both = "SELECT count(*) FROM (FROM {} EXCEPT ALL FROM {})"
            added, removed = self._number(both.format(new, old)), self._number(both.format(old, new))
            return Difference(table, before, after, added, removed, 0)
        one_side = "SELECT count(*) FROM {} AS o ANTI JOIN {} AS p USING (id)"
        added, removed = self._number(one_side.format(new, old)), self._number(one_side.format(old, new))
        changed = self._number(f"SELECT count(*) FROM {old} AS o JOIN {new} AS p USING (id) WHERE o.said <> p.said")
        return Difference(table, before, after, added, removed, changed)

    def _number(self, query: str, *parameters: object) -> int:
        ((number,),) = self._engine.execute(query, list(parameters)).fetchall()
        return int(number)


@contextmanager
def open_kept(path: Path) -> Iterator[KeptDocuments]:
    """The documents of a record for reading them again.

    Raises RecordError when there is no record at path, DamagedShardError when one of its shards is not whole.
    """
    check_record(path)
    shards, damaged = survey_shards(path)
    if damaged:
        raise damaged[0].error()
    try:
        with duckdb.connect(":memory:", config=engine_config()) as engine:
            register_stored(engine, shards, latest=True)
            yield KeptDocuments(path, engine)
    except STORAGE_ERRORS as error:
        raise RecordError(f"the documents of {path} cannot be read again: {plain_cause(error)}") from error


def _document(row: DocumentRow) -> Document:
    return Document(
        id=row.id,
        source=row.source,
        text=row.text,
        language=row.language,
        outlet=row.outlet,
        outlet_id=row.outlet_id,
        agencies=row.agencies,
        byline=row.byline,
        title=row.title,
        published=Date.parse(row.published) if row.published is not None else None,
        published_text=row.published_text,
        place=row.place,
        cut=row.cut,
        flags=row.flags,
    )
