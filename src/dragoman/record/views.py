"""The public views as SQL: who is who, and what is joined when read.

Three layers. `_stored_<table>` are the Parquet files of all shards; `inner_views.shown_<table>` leaves out what another
reading replaces or another run wrote too, what a scope does not hold and what people have judged wrong, and holds what
they have put right; the public views show resolved actors in place of local keys.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import duckdb
import pyarrow as pa

from dragoman.model.assertion import TABLES
from dragoman.ontology.loading import load_event_ontology
from dragoman.record.identity import KEY_MARK, unpinned_key
from dragoman.record.judged import fill_views, judge_rows
from dragoman.record.judgements import Judgement
from dragoman.record.people import (
    REFERRED,
    find_documents,
    find_referred,
    limit_referred,
    named_query,
    people_rows,
    refer_anew,
    resolve_people,
)
from dragoman.record.schema import (
    ACTOR_COLUMNS,
    COMPUTED,
    JUDGED,
    ActorRow,
    FamilyColumns,
    arrow_schema,
    document_column,
    table_schema,
)
from dragoman.record.stored import create_table, limit_shown, literal

# The public views, in the order in which they are listed.
VIEWS: tuple[str, ...] = (*TABLES, "actors", *COMPUTED, *JUDGED)

# Seldom asked for but of one document.
_NOT_HELD = frozenset({"mentions", "readings", "sightings"})
# Before the name of a column of actors, for the same as the documents bear it.
BORNE_PREFIX = "borne_"


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


def create_views(
    engine: duckdb.DuckDBPyConnection,
    known_actors: pa.Table | None,
    judgements: Sequence[Judgement] = (),
    *,
    limit: Callable[[], None] | None = None,
    found: Mapping[str, pa.Table] | None = None,
) -> None:
    """Create all public views over what `register_stored` made visible, as judgements bend it.

    `limit` makes `inner_views.in_scope`, to which everything is then limited. `found` is what another opening of the
    same shards, with the same judgements, has found (`find_referred`).
    """
    known = arrow_schema(ActorRow).empty_table() if known_actors is None else known_actors
    create_table(engine, "known_actors", arrow_schema(ActorRow), known)
    named = {unpinned_key(key) for each in judgements for actor in each.actors for key in (actor.id, *actor.keys)}
    find_referred(engine, named, found)
    if limit is not None:
        limit()
        limit_shown(engine)
    limit_referred(engine, limited=limit is not None)
    changed = find_documents(
        engine, [each.assertion for each in judgements if each.assertion and each.kind in ("wrong", "value")]
    )
    verdicts = judge_rows(engine, judgements, known, REFERRED)
    refer_anew(engine, changed)
    identities = resolve_people(engine, verdicts)
    create_table(engine, "people", arrow_schema(ActorRow), people_rows(identities.people, known))
    # Only judgements make anything else than people resolve.
    steered = bool(verdicts.touched)
    for table in TABLES:
        engine.execute(f"CREATE VIEW inner_views.bearing_{table} AS {_bearing_query(table, steered=steered)}")
        columns = _names(map(_quoted, view_schema(table).names))
        engine.execute(f'CREATE VIEW "{table}" AS SELECT {columns} FROM inner_views.bearing_{table}')
    unknown = f"FROM inner_views.people UNION ALL BY NAME {_strangers_query(steered=steered)}"
    engine.execute(f"CREATE TABLE inner_views.met_alone AS {_sectors(unknown)}")
    known_ones = f"FROM inner_views.known_actors AS k SEMI JOIN ({named_query()}) AS r ON r.actor = k.id"
    engine.execute(f"CREATE VIEW actors AS {_sectors(known_ones)} UNION ALL BY NAME FROM inner_views.met_alone")
    for name, rows in zip(JUDGED, fill_views(engine, verdicts, identities), strict=True):
        create_table(engine, name, arrow_schema(JUDGED[name]), rows)
        engine.execute(f'CREATE VIEW "{name}" AS SELECT * FROM inner_views."{name}"')
    for name, row in COMPUTED.items():
        create_table(engine, name, arrow_schema(row), arrow_schema(row).empty_table())
        engine.execute(f'CREATE VIEW "{name}" AS SELECT * FROM inner_views."{name}"')


def hold_views(engine: duckdb.DuckDBPyConnection) -> None:
    """Put tables in the place of the views of documents and assertions."""
    for table in TABLES:
        if table not in _NOT_HELD:
            engine.execute(f"CREATE TABLE inner_views.held_{table} AS FROM inner_views.bearing_{table}")
            engine.execute(f"CREATE OR REPLACE VIEW inner_views.bearing_{table} AS FROM inner_views.held_{table}")


def list_actors(engine: duckdb.DuckDBPyConnection) -> None:
    """Put a table in the place of view `actors`: which of the register's are named takes a look at every row."""
    engine.execute("CREATE TABLE inner_views.listed_actors AS FROM actors")
    engine.execute("CREATE OR REPLACE VIEW actors AS FROM inner_views.listed_actors")


def fill_computed(engine: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> None:
    """Put the rows of computed views in place; KeyError for a table that is no computed view."""
    for name, rows in tables.items():
        engine.register("_given", rows.cast(arrow_schema(COMPUTED[name])))
        engine.execute(f'INSERT INTO inner_views."{name}" SELECT * FROM _given')
        engine.unregister("_given")


def _bearing_query(table: str, *, steered: bool) -> str:
    """The rows of a public view, with the keys that its actors are borne under as `borne_<column>`."""
    expressions = []
    for field in table_schema(table):
        column = f"t.{_quoted(field.name)}"
        if field.name in ACTOR_COLUMNS[table]:
            expressions.append(f"{column} AS {_quoted(BORNE_PREFIX + field.name)}")
            # Only a judgement makes an outlet another one: none is ever a person.
            if table != "documents" or steered:
                column = _resolved(column, is_list=pa.types.is_list(field.type), steered=steered)
        expressions.append(f"{column} AS {_quoted(field.name)}")
    if table == "documents":
        joined = {"family": "t.id", "family_role": "'single'"}
        expressions += [
            f"CAST({joined.get(name, 'NULL')} AS VARCHAR) AS {name}" for name in arrow_schema(FamilyColumns).names
        ]
    if not ACTOR_COLUMNS[table] or (table == "documents" and not steered):
        return f"SELECT {_names(expressions)} FROM inner_views.shown_{table} AS t"
    return f"""SELECT {_names(expressions)} FROM inner_views.shown_{table} AS t
        LEFT JOIN inner_views.people_in AS p ON p.document = t.{document_column(table)}"""


def naming_query(view: str, actors: tuple[str, ...], keys: Iterable[str], columns: Sequence[str]) -> str:
    """SQL for the rows of a view that name one of some actors in one of these columns.

    `keys` are those that may stand for them.

    The keys limit what is read, before people are resolved in it.
    """
    wanted = _names(sorted(map(literal, set(actors))))
    listed = _names(sorted(map(literal, {*actors, *keys})))
    borne, named = [], []
    for column in columns:
        is_list = pa.types.is_list(view_schema(view).field(column).type)
        key = _quoted((BORNE_PREFIX if column in ACTOR_COLUMNS[view] else "") + column)
        borne.append(f"list_has_any({key}, [{listed}])" if is_list else f"{key} IN ({listed})")
        name = _quoted(column)
        named.append(f"list_has_any({name}, [{wanted}])" if is_list else f"{name} IN ({wanted})")
    shown = _names(map(_quoted, view_schema(view).names))
    return f"""(SELECT {shown} FROM inner_views.bearing_{view}
        WHERE ({" OR ".join(borne)}) AND ({" OR ".join(named)}))"""


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


def _strangers_query(*, steered: bool) -> str:
    """The ids that documents bear, and that are neither the register's nor a person's."""
    resolved = "coalesce(p.ids[list_position(p.keys, m.actor)], m.actor)" if steered else "m.actor"
    join = "LEFT JOIN inner_views.people_in AS p ON p.document = m.document" if steered else ""
    return f"""
        SELECT actor AS id,
               CASE WHEN count(DISTINCT actor_kind) = 1 THEN min(actor_kind) END AS kind,
               MAP([]::VARCHAR[], []::VARCHAR[]) AS labels,
               coalesce(list_sort(list_distinct(list(quote_text) FILTER (kind IN ('name', 'acronym')))), []) AS aliases
        FROM (SELECT m.* REPLACE ({resolved} AS actor) FROM inner_views.met AS m {join}) AS m
        ANTI JOIN inner_views.known_actors AS k ON k.id = m.actor
        ANTI JOIN inner_views.people AS l ON l.id = m.actor
        WHERE NOT starts_with(actor, '{KEY_MARK}')
        GROUP BY actor"""


def _sectors(query: str) -> str:
    """Actors with the sector of their kind where nobody gives one and the kind has one."""
    by_kind = " ".join(f"WHEN '{kind}' THEN '{sector}'" for kind, sector in load_event_ontology().sectors.items())
    return f"SELECT * REPLACE (coalesce(sector, CASE kind {by_kind} END) AS sector) FROM ({query})"


def _names(expressions: Iterable[str]) -> str:
    return ", ".join(expressions)


def _quoted(name: str) -> str:
    return f'"{name}"'
