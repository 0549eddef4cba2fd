"""The stored rows under SQL, and which of them show.

`_stored_<table>` are the Parquet files of all shards; `inner_views.shown_<table>` leaves out what another reading
replaces or another run wrote too, and what a scope does not hold.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from dragoman.model.assertion import TABLES
from dragoman.record.layout import Shard
from dragoman.record.schema import document_column, reading_column, table_schema

STORED_PREFIX = "_stored_"
_HIDDEN = pa.schema([(name, pa.string()) for name in ("document", "reading", "shard")])


def create_stored(engine: duckdb.DuckDBPyConnection, name: str, table: str, shards: Iterable[Shard]) -> None:
    """Make a view of a name over the rows of a table in all shards, with the id of the shard as a last column.

    A column that a shard lacks is NULL there, one that this version does not know is left out.
    """
    schema = table_schema(table)
    files = [literal(str(path)) for path in list_files(shards, (table,))]
    if not files:
        empty = schema.append(pa.field("shard", pa.string())).empty_table()
        engine.register(name, empty)
        return
    # The files are read by DuckDB itself: by way of Arrow every column of every row is decoded before rows are chosen,
    # which costs three to seven times as much.
    source = f"read_parquet([{', '.join(files)}], union_by_name = true, filename = true, hive_partitioning = false)"
    present = {column for column, *_ in engine.sql(f"DESCRIBE FROM {source}").fetchall()}
    engine.register("_empty", schema.empty_table())
    kinds = {column: kind for column, kind, *_ in engine.sql("DESCRIBE FROM _empty").fetchall()}
    engine.unregister("_empty")
    columns = [
        f'"{column}"' if column in present else f'CAST(NULL AS {kinds[column]}) AS "{column}"'
        for column in schema.names
    ]
    engine.execute(
        f"""CREATE OR REPLACE TEMP VIEW "{name}" AS
        SELECT {", ".join(columns)}, parse_filename(parse_dirpath(filename)) AS shard FROM {source}"""
    )


def list_files(shards: Iterable[Shard], tables: Iterable[str] = tuple(TABLES)) -> list[Path]:
    """The files that hold rows of these tables."""
    return [shard.file(table).resolve() for shard in shards for table in tables if shard.rows(table)]


def register_stored(
    engine: duckdb.DuckDBPyConnection, shards: Sequence[Shard], *, latest: bool, hidden: pa.Table | None = None
) -> None:
    """Make the stored rows and `inner_views.shown_<table>` visible to the engine.

    With `latest`, of each document only the reading that was finished last; else every reading, once. `hidden` is
    `inner_views.hidden` as another opening of the same shards found it.
    """
    # Else every question reads the footers of all files anew.
    engine.execute("SET parquet_metadata_cache = true")
    for table in TABLES:
        create_stored(engine, STORED_PREFIX + table, table, shards)
    engine.execute("CREATE SCHEMA inner_views")
    found = engine.sql(_hidden_query(latest=latest)).to_arrow_table() if hidden is None else hidden
    create_table(engine, "hidden", _HIDDEN, found)
    for table in TABLES:
        engine.execute(f"CREATE VIEW inner_views.shown_{table} AS {_shown_query(table, some_hidden=len(found) > 0)}")


def limit_shown(engine: duckdb.DuckDBPyConnection) -> None:
    """Limit what shows to the documents of `inner_views.in_scope`."""
    for table in TABLES:
        cover_shown(
            engine,
            table,
            "every",
            f"""SELECT s.* FROM inner_views.every_{table} AS s
            SEMI JOIN inner_views.in_scope AS w ON w.document = s.{document_column(table)}""",
        )


def cover_shown(engine: duckdb.DuckDBPyConnection, table: str, beneath: str, query: str) -> None:
    """Put a query in the place of the shown rows of a table; it finds these as `inner_views.<beneath>_<table>`."""
    engine.execute(f"ALTER VIEW inner_views.shown_{table} RENAME TO {beneath}_{table}")
    engine.execute(f"CREATE VIEW inner_views.shown_{table} AS {query}")


def create_table(engine: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, rows: pa.Table) -> None:
    """Make table `inner_views.<name>` of rows of a schema."""
    engine.register("_given", rows.select(schema.names).cast(schema))
    engine.execute(f'CREATE OR REPLACE TABLE inner_views."{name}" AS SELECT * FROM _given')
    engine.unregister("_given")


def literal(text: str) -> str:
    """A string as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _hidden_query(*, latest: bool) -> str:
    """Readings that do not show: written again by another run, or followed by a later reading of the document.

    The run that finished a reading first keeps it, whatever the order of the shards.
    """
    superseded = "OR r.reading IS DISTINCT FROM l.reading" if latest else ""
    return f"""
        WITH several AS (
            SELECT document FROM {STORED_PREFIX}readings GROUP BY document HAVING count(*) > 1
        ), finished AS (
            SELECT r.document, r.id AS reading, r.shard, d.source,
                   try_cast(r.finished_at AS TIMESTAMP) AS instant, r.finished_at
            FROM {STORED_PREFIX}readings AS r SEMI JOIN several ON several.document = r.document
            LEFT JOIN {STORED_PREFIX}documents AS d ON d.id = r.document AND d.reading = r.id AND d.shard = r.shard
        ), ranked AS (
            SELECT *, row_number() OVER (
                PARTITION BY document, reading
                ORDER BY instant NULLS LAST, finished_at, source NULLS LAST, shard) AS place
            FROM finished
        ), latest AS (
            SELECT document, first(reading ORDER BY instant DESC NULLS LAST, finished_at DESC, reading DESC) AS reading
            FROM ranked WHERE place = 1 GROUP BY document
        )
        SELECT r.document, r.reading, r.shard
        FROM ranked AS r LEFT JOIN latest AS l ON l.document = r.document
        WHERE r.place > 1 {superseded}"""


def _shown_query(table: str, *, some_hidden: bool) -> str:
    columns = ", ".join(f't."{name}"' for name in table_schema(table).names)
    reading = reading_column(table)
    if reading is None:
        return f"SELECT DISTINCT {columns} FROM {STORED_PREFIX}{table} AS t"
    if not some_hidden:
        return f"SELECT {columns} FROM {STORED_PREFIX}{table} AS t"
    return f"""SELECT {columns} FROM {STORED_PREFIX}{table} AS t
        ANTI JOIN inner_views.hidden AS h
        ON h.document = t.{document_column(table)} AND h.reading = t.{reading} AND h.shard = t.shard"""
