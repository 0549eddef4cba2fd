"""The views over stored rows, as SQL: which readings show, who is who, and what is joined when read.

Three layers. `_stored_<table>` are the Parquet files of all shards as one Arrow dataset; `inner.shown_<table>` leaves
out what another reading replaces or another run wrote too, and what people have judged wrong, and holds what they have
put right; the public views show resolved actors in place of local keys.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from dragoman.model.assertion import TABLES
from dragoman.ontology.loading import load_event_ontology
from dragoman.record.identity import KEY_MARK, Identities, Person, PersonName, identify, unpinned_key
from dragoman.record.judged import Verdicts, fill_views, judge_rows
from dragoman.record.judgements import Judgement
from dragoman.record.layout import SHARDS_FOLDER, Shard
from dragoman.record.schema import (
    ACTOR_COLUMNS,
    COMPUTED,
    COUNTRY_COLUMNS,
    JUDGED,
    ActorRow,
    FamilyColumns,
    arrow_schema,
    document_column,
    reading_column,
    table_schema,
)

# The public views, in the order in which they are listed.
VIEWS: tuple[str, ...] = (*TABLES, "actors", *COMPUTED, *JUDGED)

STORED_PREFIX = "_stored_"
_SHARD_FIELD = pa.field("shard", pa.string())
_HIDDEN = pa.schema([("document", pa.string()), ("reading", pa.string()), _SHARD_FIELD])
_TOUCHED = pa.schema([("actor", pa.string())])
_PEOPLE_KEYS = pa.schema([("id", pa.string()), ("keys", pa.list_(pa.string()))])
_PEOPLE_IN = pa.schema([("document", pa.string()), ("keys", pa.list_(pa.string())), ("ids", pa.list_(pa.string()))])


def view_schema(name: str) -> pa.Schema:
    """The Arrow schema of a public view; KeyError for any other name."""
    if name == "actors":
        return arrow_schema(ActorRow)
    if name in COMPUTED or name in JUDGED:
        return arrow_schema({**COMPUTED, **JUDGED}[name])
    schema = table_schema(name)
    if name == "documents":
        for field in arrow_schema(FamilyColumns):
            schema = schema.append(field)
    return schema


def stored_dataset(record: Path, table: str, shards: Iterable[Shard]) -> ds.Dataset | pa.Table:
    """The rows of a table in all shards, with the id of the shard as a last column.

    A column that a shard lacks is NULL there, one that this version does not know is left out.
    """
    schema = table_schema(table).append(_SHARD_FIELD)
    files = [str(shard.file(table).resolve()) for shard in shards if shard.rows(table)]
    if not files:
        return schema.empty_table()
    return ds.dataset(
        files,
        schema=schema,
        format="parquet",
        partitioning=ds.partitioning(pa.schema([_SHARD_FIELD])),
        partition_base_dir=str((record / SHARDS_FOLDER).resolve()),
    )


def register_stored(
    engine: duckdb.DuckDBPyConnection,
    record: Path,
    shards: Sequence[Shard],
    *,
    latest: bool,
    limit: Callable[[], None] | None = None,
) -> None:
    """Make the stored rows and `inner.shown_<table>` visible to the engine.

    With `latest`, of each document only the reading that was finished last; else every reading, once. `limit` is
    called when `inner_views.shown_documents` stands, and makes `inner_views.in_scope`, to which all tables are then
    limited.
    """
    for table in TABLES:
        engine.register(STORED_PREFIX + table, stored_dataset(record, table, shards))
    engine.execute("CREATE SCHEMA inner_views")
    hidden = engine.sql(_hidden_query(latest=latest)).to_arrow_table()
    _create_table(engine, "hidden", _HIDDEN, hidden)
    some_hidden = len(hidden) > 0
    if limit is not None:
        engine.execute(
            f"CREATE VIEW inner_views.shown_documents AS {_shown_query('documents', some_hidden=some_hidden)}"
        )
        limit()
    for table in TABLES:
        query = _shown_query(table, some_hidden=some_hidden)
        if limit is not None:
            query = f"""SELECT s.* FROM ({query}) AS s
                SEMI JOIN inner_views.in_scope AS w ON w.document = s.{document_column(table)}"""
        engine.execute(f"CREATE OR REPLACE VIEW inner_views.shown_{table} AS {query}")


def create_views(
    engine: duckdb.DuckDBPyConnection, known_actors: pa.Table | None, judgements: Sequence[Judgement] = ()
) -> None:
    """Create all public views over what `register_stored` made visible, as judgements bend it."""
    known = arrow_schema(ActorRow).empty_table() if known_actors is None else known_actors
    _create_table(engine, "known_actors", arrow_schema(ActorRow), known)
    verdicts = judge_rows(engine, judgements, known, _referred_query())
    engine.execute(f"CREATE VIEW inner_views.referred AS {_referred_query()}")
    identities = _resolve_people(engine, verdicts)
    _create_table(engine, "people", arrow_schema(ActorRow), _people_rows(identities.people, known))
    # Only judgements make anything else than people resolve.
    steered = bool(verdicts.touched)
    for table in TABLES:
        engine.execute(f'CREATE VIEW "{table}" AS {_public_query(table, steered=steered)}')
    engine.execute(f"CREATE VIEW actors AS {_actors_query(steered=steered)}")
    for name, rows in zip(JUDGED, fill_views(engine, verdicts, identities), strict=True):
        _create_table(engine, name, arrow_schema(JUDGED[name]), rows)
        engine.execute(f'CREATE VIEW "{name}" AS SELECT * FROM inner_views."{name}"')
    for name, row in COMPUTED.items():
        _create_table(engine, name, arrow_schema(row), arrow_schema(row).empty_table())
        engine.execute(f'CREATE VIEW "{name}" AS SELECT * FROM inner_views."{name}"')


def fill_computed(engine: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> None:
    """Put the rows of computed views in place; KeyError for a table that is no computed view."""
    for name, rows in tables.items():
        engine.register("_given", rows.cast(arrow_schema(COMPUTED[name])))
        engine.execute(f'INSERT INTO inner_views."{name}" SELECT * FROM _given')
        engine.unregister("_given")


def _create_table(engine: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, rows: pa.Table) -> None:
    engine.register("_given", rows.select(schema.names).cast(schema))
    engine.execute(f'CREATE TABLE inner_views."{name}" AS SELECT * FROM _given')
    engine.unregister("_given")


def _hidden_query(*, latest: bool) -> str:
    """Readings that do not show: written again by another run, or followed by a later reading of the document.

    The run that finished a reading first keeps it, whatever the order of the shards.
    """
    superseded = "OR r.reading IS DISTINCT FROM l.reading" if latest else ""
    return f"""
        WITH finished AS (
            SELECT r.document, r.id AS reading, r.shard, d.source,
                   try_cast(r.finished_at AS TIMESTAMP) AS instant, r.finished_at
            FROM {STORED_PREFIX}readings AS r
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
    columns = _names(f"t.{_quoted(name)}" for name in table_schema(table).names)
    reading = reading_column(table)
    if reading is None:
        return f"SELECT DISTINCT {columns} FROM {STORED_PREFIX}{table} AS t"
    if not some_hidden:
        return f"SELECT {columns} FROM {STORED_PREFIX}{table} AS t"
    return f"""SELECT {columns} FROM {STORED_PREFIX}{table} AS t
        ANTI JOIN inner_views.hidden AS h
        ON h.document = t.{document_column(table)} AND h.reading = t.{reading} AND h.shard = t.shard"""


def _public_query(table: str, *, steered: bool) -> str:
    expressions = []
    for field in table_schema(table):
        column = f"t.{_quoted(field.name)}"
        if field.name in ACTOR_COLUMNS[table]:
            resolved = _resolved(column, is_list=pa.types.is_list(field.type), steered=steered)
            expressions.append(f"{resolved} AS {_quoted(field.name)}")
        else:
            expressions.append(column)
    if table == "documents":
        joined = {"family": "t.id", "family_role": "'single'"}
        expressions += [
            f"CAST({joined.get(name, 'NULL')} AS VARCHAR) AS {name}" for name in arrow_schema(FamilyColumns).names
        ]
    if not ACTOR_COLUMNS[table]:
        return f"SELECT {_names(expressions)} FROM inner_views.shown_{table} AS t"
    return f"""SELECT {_names(expressions)} FROM inner_views.shown_{table} AS t
        LEFT JOIN inner_views.people_in AS p ON p.document = t.{document_column(table)}"""


def _resolved(column: str, *, is_list: bool, steered: bool) -> str:
    one = "x" if is_list else column
    actor = f"coalesce(p.ids[list_position(p.keys, {one})], {one})"
    if not steered:
        actor = f"CASE WHEN starts_with({one}, '{KEY_MARK}') THEN {actor} ELSE {one} END"
    if not is_list:
        return actor
    resolved = f"[{actor} FOR x IN {column}]"
    # Two that are the same count once.
    return f"list_filter({resolved}, lambda y, i: list_position({resolved}, y) = i)" if steered else resolved


def _actors_query(*, steered: bool) -> str:
    """The register's actors that are referred to, the people of the documents, and ids that the register lacks.

    A sector that nobody gives is that of the actor's kind, where the kind has one.
    """
    resolved = "coalesce(p.ids[list_position(p.keys, r.actor)], r.actor)" if steered else "r.actor"
    join = "LEFT JOIN inner_views.people_in AS p ON p.document = r.document" if steered else ""
    referred = f"SELECT {resolved} AS actor FROM inner_views.referred AS r {join}"
    met = f"SELECT r.* REPLACE ({resolved} AS actor) FROM inner_views.shown_mentions AS r {join}"
    by_kind = " ".join(f"WHEN '{kind}' THEN '{sector}'" for kind, sector in load_event_ontology().sectors.items())
    return f"""
        SELECT * REPLACE (coalesce(sector, CASE kind {by_kind} END) AS sector) FROM (
        SELECT * FROM inner_views.known_actors AS k
        SEMI JOIN ({referred}) AS r ON r.actor = k.id
        UNION ALL BY NAME
        SELECT * FROM inner_views.people
        UNION ALL BY NAME
        SELECT actor AS id,
               CASE WHEN count(DISTINCT actor_kind) = 1 THEN min(actor_kind) END AS kind,
               MAP([]::VARCHAR[], []::VARCHAR[]) AS labels,
               coalesce(list_sort(list_distinct(list(quote_text) FILTER (kind IN ('name', 'acronym')))), []) AS aliases
        FROM ({met}) AS m
        ANTI JOIN inner_views.known_actors AS k ON k.id = m.actor
        ANTI JOIN inner_views.people AS l ON l.id = m.actor
        WHERE NOT starts_with(actor, '{KEY_MARK}')
        GROUP BY actor)"""


def _referred_query() -> str:
    """The actors that shown rows refer to, each time with the document that does so; one scan of each table."""
    parts = []
    for table in TABLES:
        columns = (*ACTOR_COLUMNS[table], *COUNTRY_COLUMNS.get(table, ()))
        if columns:
            lists = _names(_as_list(table, column) for column in columns)
            parts.append(
                f"SELECT {document_column(table)} AS document, unnest(flatten([{lists}])) AS actor "
                f"FROM inner_views.shown_{table}"
            )
    return f"SELECT document, actor FROM ({' UNION ALL '.join(parts)}) WHERE actor IS NOT NULL"


def _as_list(table: str, column: str) -> str:
    is_list = pa.types.is_list(table_schema(table).field(column).type)
    return f"coalesce({_quoted(column)}, [])" if is_list else f"[{_quoted(column)}]"


def _resolve_people(engine: duckdb.DuckDBPyConnection, verdicts: Verdicts) -> Identities:
    """Find out who is who, and note for each document what its local keys stand for."""
    _create_table(engine, "touched", _TOUCHED, pa.table({"actor": sorted(verdicts.touched)}, schema=_TOUCHED))
    local = f"(starts_with(actor, '{KEY_MARK}') OR actor IN (FROM inner_views.touched))"
    keys: dict[str, list[str]] = {}
    fixed = {actor for (actor,) in _iter_rows(engine, "SELECT id FROM inner_views.known_actors")}
    taken = {*fixed, *map(unpinned_key, verdicts.touched)}
    for document, actor in _iter_rows(
        engine, f"SELECT DISTINCT CASE WHEN {local} THEN document END, actor FROM inner_views.referred"
    ):
        if document is None:
            taken.add(actor)
        else:
            keys.setdefault(document, []).append(actor)
    names = [PersonName(verdicts.key_of(key, document), "", 0) for document in keys for key in keys[document]]
    names += [PersonName(unpinned_key(key), "", 0) for key in verdicts.touched]
    for document, key, label, count in _iter_rows(
        engine,
        "SELECT document, actor, quote_text, count(*) FROM inner_views.shown_mentions "
        f"WHERE {local} AND kind = 'name' GROUP BY ALL",
    ):
        names.append(PersonName(verdicts.key_of(key, document), label, count))
    found = identify(names, taken, verdicts.opinions, fixed & verdicts.touched)
    ids = found.stands_for
    resolved = {
        "document": list(keys),
        "keys": list(keys.values()),
        "ids": [[ids[verdicts.key_of(key, document)] for key in keys[document]] for document in keys],
    }
    _create_table(engine, "people_in", _PEOPLE_IN, pa.table(resolved, schema=_PEOPLE_IN))
    _create_table(engine, "people_keys", _PEOPLE_KEYS, _key_rows(found))
    return found


def _key_rows(found: Identities) -> pa.Table:
    rows = [{"id": person.id, "keys": list(person.keys)} for person in found.people]
    return pa.Table.from_pylist(rows, schema=_PEOPLE_KEYS)


def _iter_rows(engine: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    for batch in engine.sql(query).to_arrow_table().to_batches():
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _people_rows(people: Iterable[Person], known: pa.Table) -> pa.Table:
    """People as actors; what bears the name of another than a person, and is not that one, may be anything."""
    kinds = dict(zip(known.column("id").to_pylist(), known.column("kind").to_pylist(), strict=True))
    rows: list[dict[str, object]] = []
    for person in people:
        named = {"person" if key.startswith(KEY_MARK) else kinds.get(unpinned_key(key)) for key in person.keys}
        kind = "person" if named == {"person"} else None
        rows.append({"id": person.id, "kind": kind, "label": person.label, "labels": {}, "aliases": person.aliases})
    return pa.Table.from_pylist(rows, schema=arrow_schema(ActorRow))


def _names(expressions: Iterable[str]) -> str:
    return ", ".join(expressions)


def _quoted(name: str) -> str:
    return f'"{name}"'
