"""Whom the documents name, and who is who among them.

The register's actors are who they are. All others, and those whom a judgement names, are found in one pass through the
rows: `inner_views.every_referred` holds them by document, `inner_views.every_met` the words that name them. What a
scope, judgements and the resolving of people need is taken from these two, which are small beside the rows.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import duckdb
import pyarrow as pa

from dragoman.model.assertion import TABLES
from dragoman.record.corrections import CORRECTABLE
from dragoman.record.identity import (
    KEY_MARK,
    Identities,
    Person,
    PersonName,
    identify,
    is_bare_surname,
    unpinned_key,
)
from dragoman.record.judged import Verdicts
from dragoman.record.schema import ACTOR_COLUMNS, COUNTRY_COLUMNS, ActorRow, arrow_schema, document_column, table_schema
from dragoman.record.steering import SCOPE_MARK
from dragoman.record.stored import create_table

# What one pass through the rows finds, whatever the scope.
FOUND = ("every_referred", "every_met")
REFERRED = "SELECT document, actor FROM inner_views.referred"

_ACTORS = pa.schema([("actor", pa.string())])
_STANDS_FOR = pa.schema([("key", pa.string()), ("id", pa.string())])
_PEOPLE_KEYS = pa.schema([("id", pa.string()), ("keys", pa.list_(pa.string()))])


def find_referred(
    engine: duckdb.DuckDBPyConnection, judged: Collection[str], found: Mapping[str, pa.Table] | None = None
) -> None:
    """Find all actors that rows refer to and that are not the register's, or that judgements name, by document.

    `found` are the tables FOUND of another opening of the same shards, which spare the pass.
    """
    create_table(engine, "judged_actors", _ACTORS, pa.table({"actor": sorted(judged)}, schema=_ACTORS))
    engine.execute(
        "CREATE TABLE inner_views.plain AS SELECT id FROM inner_views.known_actors AS k "
        "ANTI JOIN inner_views.judged_actors AS j ON j.actor = k.id"
    )
    if found is not None:
        for name in FOUND:
            create_table(engine, name, found[name].schema, found[name])
        return
    engine.execute(f"CREATE TABLE inner_views.every_referred AS {_referred_query()}")
    engine.execute(
        """CREATE TABLE inner_views.every_met AS
        SELECT document, actor, actor_kind, kind, quote_text, count(*) AS number
        FROM inner_views.shown_mentions AS m ANTI JOIN inner_views.plain AS k ON k.id = m.actor
        WHERE actor IS NOT NULL GROUP BY ALL"""
    )


def limit_referred(engine: duckdb.DuckDBPyConnection, *, limited: bool) -> None:
    """Make `inner_views.referred` and `inner_views.met`, limited to the documents of `inner_views.in_scope`."""
    within = "SEMI JOIN inner_views.in_scope USING (document)" if limited else ""
    for name in ("referred", "met"):
        engine.execute(f"CREATE VIEW inner_views.{name} AS SELECT * FROM inner_views.every_{name} {within}")


def find_documents(engine: duckdb.DuckDBPyConnection, assertions: Collection[str]) -> list[str]:
    """The documents of these assertions, where they show."""
    parts = (
        f"SELECT document FROM inner_views.shown_{table} WHERE id IN (SELECT unnest($ids))" for table in CORRECTABLE
    )
    rows = engine.execute(" UNION ".join(parts), {"ids": list(assertions)}).fetchall() if assertions else []
    return [document for (document,) in rows]


def refer_anew(engine: duckdb.DuckDBPyConnection, documents: Collection[str]) -> None:
    """Find the actors of these documents anew, since judgements have changed their rows."""
    if not documents:
        return
    schema = pa.schema([("document", pa.string())])
    create_table(engine, "changed", schema, pa.table({"document": list(documents)}, schema=schema))
    engine.execute(
        f"""CREATE TABLE inner_views.referred_anew AS
        SELECT document, actor FROM inner_views.referred ANTI JOIN inner_views.changed USING (document)
        UNION ALL {_referred_query("SEMI JOIN inner_views.changed AS c ON c.document = {document}")}"""
    )
    engine.execute("ALTER VIEW inner_views.referred RENAME TO first_referred")
    engine.execute("CREATE VIEW inner_views.referred AS FROM inner_views.referred_anew")


def _iter_columns(within: str = "") -> Iterator[tuple[str, str]]:
    """SQL for the document and for the actor of every column that names one, and where these stand.

    Column by column, so that DuckDB reads each without the others; putting them into one list costs twice as much.
    """
    for table in TABLES:
        document = document_column(table)
        source = f"inner_views.shown_{table} AS t {within.format(document=f't.{document}')}"
        for column in (*ACTOR_COLUMNS[table], *COUNTRY_COLUMNS.get(table, ())):
            is_list = pa.types.is_list(table_schema(table).field(column).type)
            actor = f'unnest(t."{column}")' if is_list else f't."{column}"'
            yield f't."{document}" AS document, {actor} AS actor', source


def _referred_query(within: str = "") -> str:
    parts = " UNION ALL ".join(f"SELECT {columns} FROM {source}" for columns, source in _iter_columns(within))
    return f"""SELECT DISTINCT document, actor FROM ({parts}) AS r
        ANTI JOIN inner_views.plain AS k ON k.id = r.actor WHERE actor IS NOT NULL"""


def named_query() -> str:
    """SQL for the ids of all actors that shown rows name, as judgements resolve them."""
    parts = " UNION ALL ".join(
        f"SELECT actor FROM (SELECT {columns} FROM {source})" for columns, source in _iter_columns()
    )
    return f"""SELECT actor FROM ({parts}) ANTI JOIN inner_views.touched USING (actor)
        UNION ALL SELECT id FROM inner_views.stands_for"""


def resolve_people(engine: duckdb.DuckDBPyConnection, verdicts: Verdicts) -> Identities:
    """Find out who is who, and note for each document what its local keys stand for.

    Makes `inner_views.borne`, the local keys of each document as they are borne and as they are resolved,
    `stands_for`, the id of each resolved key, and `people_in`, both by document.
    """
    create_table(engine, "touched", _ACTORS, pa.table({"actor": sorted(verdicts.touched)}, schema=_ACTORS))
    local = f"(starts_with(actor, '{KEY_MARK}') OR actor IN (FROM inner_views.touched))"
    keys = _column(engine, f"SELECT DISTINCT actor FROM inner_views.referred WHERE {local}")
    bare = [key for key in keys if key.startswith(KEY_MARK) and SCOPE_MARK not in key and is_bare_surname(key)]
    create_table(engine, "bare", _ACTORS, pa.table({"actor": bare}, schema=_ACTORS))
    create_table(engine, "pins", _ACTORS, pa.table({"actor": sorted(verdicts.pins)}, schema=_ACTORS))
    # As Verdicts.key_of has it.
    pinned = f"actor || '{SCOPE_MARK}' || document"
    key = f"""CASE WHEN NOT contains(actor, '{SCOPE_MARK}') AND (
            actor IN (FROM inner_views.bare) OR {pinned} IN (FROM inner_views.pins)) THEN {pinned} ELSE actor END"""
    borne = f"SELECT document, actor, {key} AS key FROM inner_views.referred WHERE {local}"
    engine.execute(f"CREATE TABLE inner_views.borne AS {borne}")
    names = [PersonName(key, "", 0) for key in _column(engine, "SELECT DISTINCT key FROM inner_views.borne")]
    names += [PersonName(unpinned_key(key), "", 0) for key in verdicts.touched]
    told = f"""SELECT {key} AS key, quote_text, CAST(sum(number) AS BIGINT) FROM inner_views.met
        WHERE {local} AND kind = 'name' GROUP BY ALL"""
    names += [PersonName(*row) for row in _iter_rows(engine, told)]
    fixed = set(_column(engine, "SELECT id FROM inner_views.known_actors"))
    taken = {*fixed, *map(unpinned_key, verdicts.touched)}
    taken.update(_column(engine, f"SELECT DISTINCT actor FROM inner_views.referred WHERE NOT {local}"))
    found = identify(names, taken, verdicts.opinions, fixed & verdicts.touched)
    stands_for = pa.table([list(found.stands_for), list(found.stands_for.values())], schema=_STANDS_FOR)
    create_table(engine, "stands_for", _STANDS_FOR, stands_for)
    engine.execute(
        """CREATE TABLE inner_views.people_in AS
        SELECT document, [each.actor FOR each IN pairs] AS keys, [each.id FOR each IN pairs] AS ids FROM (
            SELECT document, list({'actor': actor, 'id': id}) AS pairs
            FROM inner_views.borne JOIN inner_views.stands_for USING (key) GROUP BY document)"""
    )
    rows = {"id": [person.id for person in found.people], "keys": [list(person.keys) for person in found.people]}
    create_table(engine, "people_keys", _PEOPLE_KEYS, pa.table(rows, schema=_PEOPLE_KEYS))
    return found


def people_rows(people: Iterable[Person], known: pa.Table) -> pa.Table:
    """People as actors; what bears the name of another than a person, and is not that one, may be anything."""
    kinds = dict(zip(known.column("id").to_pylist(), known.column("kind").to_pylist(), strict=True))
    rows: list[dict[str, object]] = []
    for person in people:
        named = {"person" if key.startswith(KEY_MARK) else kinds.get(unpinned_key(key)) for key in person.keys}
        kind = "person" if named == {"person"} else None
        rows.append({"id": person.id, "kind": kind, "label": person.label, "labels": {}, "aliases": person.aliases})
    return pa.Table.from_pylist(rows, schema=arrow_schema(ActorRow))


def _column(engine: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    found: list[str] = engine.sql(query).to_arrow_table().column(0).to_pylist()
    return found


def _iter_rows(engine: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    for batch in engine.sql(query).to_arrow_table().to_batches():
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
