"""A record of made-up assertions, of any size, written straight into shards of the true format.

Invented people of real states meet, accuse, join and are named, in invented papers, by rules of chance alone: nothing
here says anything of anybody. States and organisations have the register's ids, so that the register has an answer
beside the record's. Documents hold twenty assertions in twenty sentences, over ten years. The same number of
assertions gives the same record, and `dragoman verify` finds no fault in it.
"""

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import duckdb
import pyarrow as pa

from dragoman.record.layout import create_record
from dragoman.record.ledger import append_entry
from dragoman.record.schema import table_schema
from dragoman.record.shards import engine_config, write_shard
from dragoman.register import load_register

PER_DOCUMENT = 20
DOCUMENTS_PER_SHARD = 10_000
OUTLETS = tuple(f"Gazette {letter}" for letter in "ABCDEFGHIJKL")
POSITIONS = ("foreign minister", "president", "defence minister", "prime minister", "ambassador", "spokesperson")
FIRST_DAY, DAYS = "2015-01-01", 3652

_SYLLABLES = ("ba", "de", "gu", "ka", "lo", "mi", "nar", "pol", "ri", "sov", "ta", "ven")
_GIVEN = tuple(f"{one}{two}n".capitalize() for one in _SYLLABLES for two in _SYLLABLES[:10])
_SURNAMES = tuple(f"{a}{b}{c}k".capitalize() for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES[:2])
_STATES_TOLD, _ORGANISATIONS_TOLD, _FAMOUS = 120, 60, 400
# Of ten people that are named, those whom the register does not know.
_STRANGER_TENTHS = 3
_SENTENCE = 160

# What each of the twenty sentences of a document tells.
_KINDS = ("event", "statement", "event", "statement", "event", "membership", "event", "statement", "event", "occupancy")
_LAYOUT = (*_KINDS, *_KINDS[:-1], "attribute")

# Chance without a generator that may change: every choice is a number mixed out of the row's own.
_MACROS = """
    CREATE MACRO mixed(x) AS (xor(x, x >> 13) * 48271) % 2147483647;
    CREATE MACRO chance(n, salt, m) AS CAST(mixed(mixed(mixed(n * 31 + salt * 7919 + 1))) % m AS INTEGER) + 1;
    CREATE MACRO content(parts) AS substr(sha256(array_to_string(parts, chr(31))), 1, 32);
"""

# One row for each sentence: who, whom, what, when, and where the words stand.
_TABLES = """
    CREATE TABLE told AS
    WITH drawn AS (
        SELECT d, k, d * {per} + k AS n, layout[k + 1] AS kind,
               CAST('{first}' AS DATE) + chance(d, 1, {days}) - 1 AS printed,
               states[chance(d * {per} + k, 2, len(states))] AS one,
               states[chance(d * {per} + k, 3, len(states))] AS other,
               organisations[chance(d * {per} + k, 4, len(organisations))] AS organisation,
               given[chance(d * {per} + k, 5, len(given))] AS first_name,
               surnames[chance(d * {per} + k, 6, len(surnames))] AS surname,
               famous[chance(d * {per} + k, 15, len(famous))] AS known,
               chance(d * {per} + k, 7, 100) AS lot, chance(d * {per} + k, 8, 100) AS other_lot
        FROM range({start}, {stop}) AS documents(d), range({per}) AS sentences(k), chosen
    ), named AS (
        SELECT *, kind IN ('statement', 'occupancy') OR (kind = 'event' AND lot <= 30) AS by_person,
               CASE WHEN lot % 10 >= {stranger_tenths} THEN known.label WHEN other_lot <= 5 THEN surname
                    ELSE first_name || ' ' || surname END AS person,
               CASE WHEN other_lot <= 50 THEN printed WHEN other_lot <= 80 THEN printed - other_lot END AS day
        FROM drawn
    ), worded AS (
        SELECT *, CASE WHEN by_person THEN person ELSE one.label END AS party,
               CASE WHEN kind = 'membership' THEN organisation.label ELSE other.label END AS second,
               CASE kind WHEN 'event' THEN ['rencontre', 'accuse', 'soutient', 'menace'][chance(n, 9, 4)]
                         WHEN 'statement' THEN 'affirme' WHEN 'membership' THEN 'membre'
                         WHEN 'occupancy' THEN 'ministre' ELSE 'siège' END AS trigger
        FROM named
    )
    SELECT *, k * {width} AS span_start,
           party || ' ' || trigger || ' ' || second || ' (point ' || k || ', ligne ' || n || ')' AS words,
           CASE WHEN NOT by_person THEN one.id WHEN person = known.label THEN known.id
                ELSE '~' || lower(person) END AS actor,
           CASE WHEN kind = 'membership' THEN organisation.id ELSE other.id END AS object,
           sha256('document ' || d) AS document
    FROM worded;
    CREATE TABLE papers AS
    SELECT d, document AS id, document, first(printed) AS printed, 'invented/' || d || '.txt' AS source,
           'fr' AS language,
           outlets[chance(d, 10, len(outlets))] AS outlet, strftime(first(printed), '%Y-%m-%d') AS published,
           string_agg(rpad(words, {width}, ' '), '' ORDER BY k) AS text,
           content([document, published, outlet, '', 'bench', 'bench']) AS reading
    FROM told, chosen GROUP BY d, document, outlets;
    CREATE TABLE rows AS
    SELECT t.*, p.reading, t.span_start + length(t.words) AS span_end, t.words AS quote_text,
           strftime(t.day, '%Y-%m-%d') AS date, t.day AS date_from, t.day AS date_to,
           CASE WHEN t.day IS NOT NULL THEN 'published' END AS date_anchor,
           t.trigger AS trigger_text, t.trigger AS cue_text, 'made up' AS rule, 0.9 AS confidence,
           CASE WHEN t.lot > 90 THEN 'planned' ELSE 'actual' END AS modality,
           ['starts', 'holds', 'holds', 'ends'][chance(t.n, 14, 4)] AS bears,
           content(CASE t.kind
               WHEN 'event' THEN [t.document, 'events', t.trigger, t.words, '1']
               WHEN 'statement' THEN [t.document, 'statements', t.trigger, t.words, t.party, '1']
               WHEN 'membership' THEN [t.document, 'memberships', t.trigger, t.words, t.party, t.second, '1']
               WHEN 'occupancy' THEN [t.document, 'occupancies', t.trigger, t.words, t.party, t.trigger, '1']
               ELSE [t.document, 'attributes', t.trigger, t.words, t.party, 'seat', '1'] END) AS id
    FROM told AS t JOIN papers AS p ON p.id = t.document;
    CREATE TABLE parties AS
    SELECT id, id AS assertion, document, reading, actor, 0 AS ordinal, one.id AS country, party AS quote_text,
           CASE WHEN by_person THEN 'person' ELSE 'state' END AS actor_kind,
           MAP {{'event': 'actor', 'statement': 'speaker', 'membership': 'member', 'occupancy': 'person',
                'attribute': 'about'}}[kind] AS role,
           span_start, span_start + length(party) AS span_end FROM rows
    UNION ALL
    SELECT id, id, document, reading, object, 0, CASE WHEN kind <> 'membership' THEN object END, second,
           CASE WHEN kind = 'membership' THEN 'organisation' ELSE 'state' END,
           MAP {{'event': 'recipient', 'statement': 'about', 'membership': 'organisation', 'occupancy': 'of',
                'attribute': 'place'}}[kind],
           span_start + length(party) + length(trigger) + 2,
           span_start + length(party) + length(trigger) + 2 + length(second) FROM rows;
"""

# The stored tables out of these: a column that stands neither here nor there stays empty.
_COLUMNS: dict[str, tuple[str, dict[str, str]]] = {
    "documents": ("papers", {"published_from": "printed", "published_to": "printed"}),
    "sightings": ("papers", {}),
    "readings": ("papers", {
        "id": "reading", "document": "id", "program_version": "'bench'", "rules_version": "'bench'",
        "finished_at": "'2026-01-01T00:00:00+00:00'",
    }),
    "mentions": ("parties", {"kind": "'name'", "reason": "'made up'"}),
    "arguments": ("parties", {"filled_by": "'both'", "reason": "'made up'"}),
    "statements": ("rows", {
        "speaker": "actor", "act": "['say', 'warn', 'accuse', 'deny'][chance(n, 11, 4)]", "direct": "false",
        "about": "[object]",
    }),
    "events": ("rows", {
        "event_type": "['CONSULT', 'ACCUSE', 'SUPPORT', 'THREATEN'][chance(n, 9, 4)]", "quad_code": "'1'",
        "intensity": "1.0", "actors": "[actor]", "actor_countries": "[one.id]", "recipients": "[object]",
        "recipient_countries": "[object]",
    }),
    "memberships": ("rows", {
        "member": "actor", "organisation": "object",
        "status": "['full', 'observer', 'partner', 'applicant', 'withdrawn'][chance(n, 12, 5)]",
    }),
    "occupancies": ("rows", {
        "person": "actor", "position": "positions[chance(n, 13, len(positions))]", "of": "object",
    }),
    "attributes": ("rows", {"subject": "actor", "property": "'seat'", "value": "second"}),
}  # fmt: skip
_KIND_OF = {
    "statements": "statement", "events": "event", "memberships": "membership", "occupancies": "occupancy",
    "attributes": "attribute",
}  # fmt: skip


def make_record(path: Path, assertions: int, told: Callable[[int, int], None] = lambda done, all: None) -> None:
    """Write a record of so many assertions, rounded up to whole documents, in as many processes as there are cores.

    `told` is given how many documents stand and how many there will be. Raises RecordError when path is taken.
    """
    create_record(path)
    documents = -(-assertions // PER_DOCUMENT)
    starts = range(0, documents, DOCUMENTS_PER_SHARD)
    stops = [min(start + DOCUMENTS_PER_SHARD, documents) for start in starts]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"), initializer=_be_quiet) as workers:
        for stop in workers.map(_write, [path] * len(stops), starts, stops):
            told(stop, documents)


def _be_quiet() -> None:
    """DuckDB draws its progress wherever no script is seen to run, as in these processes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _write(path: Path, start: int, stop: int) -> int:
    with duckdb.connect(":memory:", config={**engine_config(), "threads": 1}) as engine:
        engine.execute(_MACROS)
        engine.register("lists", _lists())
        engine.execute("CREATE TABLE chosen AS SELECT * FROM lists")
        numbers = {
            "per": PER_DOCUMENT,
            "first": FIRST_DAY,
            "days": DAYS,
            "width": _SENTENCE,
            "stranger_tenths": _STRANGER_TENTHS,
        }
        engine.execute(_TABLES.format(start=start, stop=stop, **numbers))
        append_entry(path, write_shard(path, lambda table: _rows(engine, table)))
    return stop


def _rows(engine: duckdb.DuckDBPyConnection, table: str) -> pa.Table:
    source, told = _COLUMNS[table]
    present = {name for name, *_ in engine.execute(f"DESCRIBE {source}").fetchall()}
    columns = []
    for field in table_schema(table):
        empty = "[]" if pa.types.is_list(field.type) else "NULL"
        columns.append(f'{told.get(field.name, field.name if field.name in present else empty)} AS "{field.name}"')
    kind = f"WHERE kind = '{_KIND_OF[table]}'" if table in _KIND_OF else ""
    return (
        engine.sql(f"SELECT {', '.join(columns)} FROM {source}, chosen {kind}")
        .to_arrow_table()
        .cast(table_schema(table))
    )


def _lists() -> pa.Table:
    """What chance chooses from, each as one list."""
    register = load_register()
    states = [actor for actor in register.actors.values() if actor.kind == "state"][:_STATES_TOLD]
    organisations = [
        actor
        for actor in register.actors.values()
        if actor.kind in ("organisation", "bloc") and any(True for _ in register.members(actor.id))
    ][:_ORGANISATIONS_TOLD]
    famous = [actor for actor in register.actors.values() if actor.kind == "person"][:_FAMOUS]
    named = {"states": states, "organisations": organisations, "famous": famous}
    columns: dict[str, list[object]] = {
        name: [[{"id": actor.id, "label": actor.label} for actor in actors]] for name, actors in named.items()
    }
    texts = {"given": _GIVEN, "surnames": _SURNAMES, "outlets": OUTLETS, "positions": POSITIONS, "layout": _LAYOUT}
    return pa.table({**columns, **{name: [list(values)] for name, values in texts.items()}})
