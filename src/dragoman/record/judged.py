"""Judgements at work: rows left out or put right before anything else is computed, and what became of each judgement.

The stored rows stay as they are. Where the log is empty, nothing here runs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from dragoman.model.names import fold
from dragoman.record.corrections import BY_JUDGEMENT, CORRECTABLE, put_right
from dragoman.record.identity import KEY_MARK, Identities, pinned_key, scoped_key, unpinned_key
from dragoman.record.judgements import JudgedActor, Judgement, undone
from dragoman.record.schema import JudgementRow, TrustRow, arrow_schema, table_schema
from dragoman.record.steering import SCOPE_MARK, Opinion, steer_assertions
from dragoman.record.stored import cover_shown

Strings = tuple[str, ...]

_SHORT_ID = 8
_WRONG = pa.schema([("id", pa.string())])
_ROLES = pa.schema([(name, pa.string()) for name in ("assertion", "role", "actor", "country", "reason")])
_LISTS = pa.schema([("assertion", pa.string()), ("role", pa.string()), ("actors", pa.list_(pa.string()))])


@dataclass(slots=True)
class Verdicts:
    """The judgements of a record as they stand: `active` are those that are not undone, the latest first.

    `opinions` are those on who is who, about keys that are there; `overruled` maps a judgement to those that keep it
    from holding, `gone` to what is no longer there.
    """

    judgements: tuple[Judgement, ...] = ()
    active: tuple[Judgement, ...] = ()
    undone: Mapping[str, Judgement] = field(default_factory=dict)
    opinions: tuple[Opinion, ...] = ()
    overruled: dict[str, Strings] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    present: frozenset[str] = frozenset()

    @property
    def pins(self) -> frozenset[str]:
        """Keys of what one document calls so, which judgements name."""
        return frozenset(key for each in self.opinions for key in (each.one, each.other) if SCOPE_MARK in key)

    @property
    def touched(self) -> frozenset[str]:
        """Ids that documents bear, and that judgements name, also where they name them for one document."""
        named = {key for each in self.opinions for key in (each.one, each.other)}
        return frozenset(form for key in named if not key.startswith(KEY_MARK) for form in (key, unpinned_key(key)))

    def key_of(self, actor: str, document: str) -> str:
        """The key under which an actor of a row of a document is resolved."""
        pinned = pinned_key(actor, document)
        if SCOPE_MARK in actor or pinned not in self.pins:
            return scoped_key(actor, document)
        return pinned


NO_VERDICTS = Verdicts()


def judge_rows(
    engine: duckdb.DuckDBPyConnection, judgements: Sequence[Judgement], known: pa.Table, referred: str
) -> Verdicts:
    """Leave out and put right rows of `inner_views.shown_<table>`; gives what else the judgements ask for.

    `known` are the register's actors, `referred` is SQL for the document and actor of all that rows refer to.
    """
    if not judgements:
        return NO_VERDICTS
    without = undone(judgements)
    active = sorted((each for each in judgements if each.id not in without), key=lambda each: each.order, reverse=True)
    verdicts = Verdicts(tuple(judgements), tuple(active), without)
    countries = dict(zip(known.column("id").to_pylist(), known.column("country").to_pylist(), strict=True))
    verdicts.present = frozenset(countries) | _find_present(engine, active, referred)
    verdicts.opinions = tuple(_iter_opinions(verdicts))
    _put_rows_right(engine, verdicts, countries)
    _weigh_pairs(engine, verdicts)
    return verdicts


def fill_views(
    engine: duckdb.DuckDBPyConnection, verdicts: Verdicts, identities: Identities
) -> tuple[pa.Table, pa.Table]:
    """The rows of the views `judgements` and `trust`, once everything else stands."""
    trust = _find_trust(engine, verdicts)
    verdicts.overruled.update(identities.overruled)
    for each in verdicts.judgements:
        if each.undoes is not None and all(other.id != each.undoes for other in verdicts.judgements):
            verdicts.gone[each.id] = f"no judgement {each.undoes[:_SHORT_ID]}"
    rows = [_describe(each, verdicts, identities) for each in sorted(verdicts.judgements, key=lambda each: each.order)]
    told = pa.Table.from_pylist(rows, schema=arrow_schema(JudgementRow))
    return told, pa.Table.from_pylist(trust, schema=arrow_schema(TrustRow))


def _register(engine: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    engine.register("_given", rows)
    engine.execute(f'CREATE TABLE inner_views."{name}" AS SELECT * FROM _given')
    engine.unregister("_given")


def _find_present(engine: duckdb.DuckDBPyConnection, active: Iterable[Judgement], referred: str) -> frozenset[str]:
    """Of the keys that judgements name, those that the documents have."""
    named = {form for each in active for actor in each.actors for form in (actor.id, *actor.keys)}
    if not named:
        return frozenset()
    _register(engine, "named", pa.table({"actor": sorted({unpinned_key(key) for key in named})}))
    found: set[str] = set()
    rows = engine.sql(
        f"SELECT DISTINCT r.document, r.actor FROM ({referred}) AS r SEMI JOIN inner_views.named USING (actor)"
    )
    for document, actor in rows.fetchall():
        found.add(pinned_key(actor, document))
        found.add(scoped_key(actor, document))
    return frozenset(found & named)


def _iter_opinions(verdicts: Verdicts) -> Iterable[Opinion]:
    for each in verdicts.active:
        if each.kind not in ("same", "different"):
            continue
        one, other = (_find_key(actor, verdicts.present) for actor in each.actors)
        missing = [actor.id for actor, key in zip(each.actors, (one, other), strict=True) if key is None]
        if one is None or other is None:
            verdicts.gone[each.id] = f"nothing names {' or '.join(missing)}"
        elif one == other and each.kind == "different":
            verdicts.gone[each.id] = f"{each.actors[0].id} and {each.actors[1].id} are one name now"
        else:
            yield Opinion(each.id, each.kind == "same", one, other)


def _find_key(actor: JudgedActor, present: frozenset[str]) -> str | None:
    return next((key for key in actor.keys or (actor.id,) if key in present), None)


def _put_rows_right(engine: duckdb.DuckDBPyConnection, verdicts: Verdicts, countries: Mapping[str, str | None]) -> None:
    wrong = [each for each in verdicts.active if each.kind == "wrong"]
    values: dict[tuple[str, str, str], Judgement] = {}
    for each in verdicts.active:
        if each.kind == "value":
            later = values.setdefault((each.assertion or "", each.table or "", each.column or ""), each)
            if (later.value, later.actors) != (each.value, each.actors):
                verdicts.overruled[each.id] = (later.id,)
    if not wrong and not values:
        return
    for each in _iter_without_row(engine, [*wrong, *values.values()]):
        verdicts.gone[each.id] = f"no reading that is shown gives {(each.assertion or '')[:_SHORT_ID]}"
    _register(engine, "judged_wrong", pa.table({"id": [each.assertion for each in wrong]}, schema=_WRONG))
    right: dict[str, dict[str, list[Judgement]]] = defaultdict(lambda: defaultdict(list))
    for (_, table, column), each in values.items():
        right[table][column].append(each)
    for table in CORRECTABLE:
        query = _right_query(engine, table, right[table], verdicts, countries)
        cover_shown(engine, table, "told", query)
    cover_shown(engine, "arguments", "told", _right_arguments(engine, values.values(), verdicts, countries))


def _iter_without_row(engine: duckdb.DuckDBPyConnection, judgements: Sequence[Judgement]) -> Iterable[Judgement]:
    """The judgements about rows that are not there."""
    there = set(_iter_shown(engine, [each.assertion or "" for each in judgements]))
    for each in judgements:
        if not any((table, each.assertion) in there for table in CORRECTABLE if each.table in (None, table)):
            yield each


def _iter_shown(engine: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> Iterable[tuple[str, str]]:
    """The table and id of each of these rows that is shown."""
    for table in CORRECTABLE:
        query = f"SELECT id FROM inner_views.shown_{table} WHERE id IN (SELECT unnest(?::VARCHAR[]))"
        yield from ((table, found) for (found,) in engine.execute(query, [ids]).fetchall())


def _weigh_pairs(engine: duckdb.DuckDBPyConnection, verdicts: Verdicts) -> None:
    """Find out which of the judgements on whether two assertions are of the same thing hold; consolidation asks."""
    pairs = {each.id: each for each in verdicts.active if each.other is not None}
    if not pairs:
        return
    named = {name for each in pairs.values() for name in (each.assertion or "", each.other or "")}
    tables = {name: table for table, name in _iter_shown(engine, sorted(named))}
    wrong = {each.assertion for each in verdicts.active if each.kind == "wrong"}
    opinions: list[Opinion] = []
    for each in pairs.values():
        one, other = each.assertion or "", each.other or ""
        if missing := [name for name in (one, other) if name not in tables]:
            told = (
                f"{name[:_SHORT_ID]} is judged wrong" if name in wrong
                else f"no reading that is shown gives {name[:_SHORT_ID]}"
                for name in missing
            )  # fmt: skip
            verdicts.gone[each.id] = " and ".join(told)
        elif tables[one] != tables[other]:
            verdicts.gone[each.id] = f"one is of {tables[one]}, the other of {tables[other]}"
        else:
            opinions.append(Opinion(each.id, each.kind == "together", one, other))
    verdicts.overruled.update(steer_assertions(opinions).overruled)


def _right_query(
    engine: duckdb.DuckDBPyConnection,
    table: str,
    columns: Mapping[str, Sequence[Judgement]],
    verdicts: Verdicts,
    countries: Mapping[str, str | None],
) -> str:
    """The rows of a table without those that are wrong, with the values that people gave."""
    schema = table_schema(table)
    shown = {name: f't."{name}"' for name in schema.names}
    joins = ["ANTI JOIN inner_views.judged_wrong AS w ON w.id = t.id"]
    if "statement" in shown:
        shown["statement"] = "CASE WHEN s.id IS NULL THEN t.statement END"
        joins.append("LEFT JOIN (SELECT DISTINCT id FROM inner_views.judged_wrong) AS s ON s.id = t.statement")
    for number, (column, judgements) in enumerate(sorted(columns.items())):
        rows = [
            {"id": each.assertion, **put_right(table, column, each.value, _keys(each, verdicts), countries)}
            for each in judgements
        ]
        given = pa.schema([schema.field(name) for name in rows[0]])
        _register(engine, f"right_{table}_{column}", pa.Table.from_pylist(rows, schema=given))
        joins.append(f'LEFT JOIN inner_views."right_{table}_{column}" AS f{number} ON f{number}.id = t.id')
        for name in given.names[1:]:
            shown[name] = f'CASE WHEN f{number}.id IS NULL THEN t."{name}" ELSE f{number}."{name}" END'
    listed = ", ".join(f'{expression} AS "{name}"' for name, expression in shown.items())
    return f"SELECT {listed} FROM inner_views.told_{table} AS t {' '.join(joins)}"


def _right_arguments(
    engine: duckdb.DuckDBPyConnection,
    values: Iterable[Judgement],
    verdicts: Verdicts,
    countries: Mapping[str, str | None],
) -> str:
    """The arguments as they go with the rows: of a list that was put right, those that stand in it still."""
    single, lists = [], []
    for each in values:
        known = CORRECTABLE[each.table or ""][each.column or ""]
        place = {"assertion": each.assertion, "role": known.role}
        if known.role is not None and known.kind == "actor":
            actor = next(iter(_keys(each, verdicts)), None)
            country = countries.get(actor) if actor else None
            single.append({**place, "actor": actor, "country": country, "reason": f"{each.who}: {each.why}"})
        elif known.role is not None:
            borne = [unpinned_key(key) for actor in each.actors for key in (actor.id, *actor.keys)]
            lists.append({**place, "actors": borne})
    _register(engine, "right_roles", pa.Table.from_pylist(single, schema=_ROLES))
    _register(engine, "right_lists", pa.Table.from_pylist(lists, schema=_LISTS))
    shown = {name: f't."{name}"' for name in table_schema("arguments").names}
    for name in ("actor", "country", "reason"):
        shown[name] = f"CASE WHEN r.assertion IS NULL THEN t.{name} ELSE r.{name} END"
    shown["filled_by"] = f"CASE WHEN r.assertion IS NULL THEN t.filled_by ELSE '{BY_JUDGEMENT}' END"
    listed = ", ".join(f'{expression} AS "{name}"' for name, expression in shown.items())
    return f"""SELECT {listed} FROM inner_views.told_arguments AS t
        ANTI JOIN inner_views.judged_wrong AS w ON w.id = t.assertion
        LEFT JOIN inner_views.right_roles AS r ON r.assertion = t.assertion AND r.role = t.role
        LEFT JOIN inner_views.right_lists AS l ON l.assertion = t.assertion AND l.role = t.role
        WHERE l.assertion IS NULL OR coalesce(list_contains(l.actors, t.actor), false)"""


def _keys(judgement: Judgement, verdicts: Verdicts) -> list[str]:
    return [_find_key(actor, verdicts.present) or actor.anchor for actor in judgement.actors]


def _find_trust(engine: duckdb.DuckDBPyConnection, verdicts: Verdicts) -> list[dict[str, object]]:
    latest: dict[str, Judgement] = {}
    for each in verdicts.active:
        if each.outlet is not None:
            later = latest.setdefault(fold(each.outlet), each)
            if later.share != each.share:
                verdicts.overruled[each.id] = (later.id,)
    if not latest:
        return []
    query = """SELECT DISTINCT coalesce(outlet_id, outlet) AS outlet FROM documents
        UNION SELECT unnest(agencies) FROM documents ORDER BY ALL"""
    outlets = [outlet for (outlet,) in engine.sql(query).fetchall() if outlet is not None]
    met = set(map(fold, outlets))
    for each in verdicts.active:
        if each.outlet is not None and fold(each.outlet) not in met:
            verdicts.gone[each.id] = f"no document comes from {each.outlet}"
    return [{"outlet": name, "share": latest[fold(name)].share} for name in outlets if fold(name) in latest]


def _describe(judgement: Judgement, verdicts: Verdicts, identities: Identities) -> dict[str, object]:
    """One row of view `judgements`."""
    actors = [_actor_now(actor, verdicts, identities) for actor in judgement.actors]
    told = (judgement.assertion, judgement.other, judgement.outlet, judgement.undoes)
    about = [each for each in told if each is not None]
    value = judgement.value if judgement.share is None else f"{judgement.share:g}"
    if judgement.kind == "value" and actors:
        value = ", ".join(actors)
    state, reason = _state_of(judgement, verdicts)
    return {
        "id": judgement.id,
        "kind": judgement.kind,
        "about": about or actors,
        "field": judgement.column,
        "value": value,
        "who": judgement.who,
        "judged_at": judgement.at,
        "why": judgement.why,
        "state": state,
        "note": reason,
    }


def _actor_now(actor: JudgedActor, verdicts: Verdicts, identities: Identities) -> str:
    key = _find_key(actor, verdicts.present)
    return actor.id if key is None else identities.stands_for.get(key, actor.id)


def _state_of(judgement: Judgement, verdicts: Verdicts) -> tuple[str, str | None]:
    by_id = {each.id: each for each in verdicts.judgements}
    if by := verdicts.undone.get(judgement.id):
        return "undone", f"undone by {by.id[:_SHORT_ID]} ({by.who})"
    if (reason := verdicts.gone.get(judgement.id)) is not None:
        return "gone", f"does nothing: {reason}"
    if (against := verdicts.overruled.get(judgement.id)) is None:
        return "holds", None
    if not against:
        return "overruled", "does nothing: the register keeps the two apart"
    told = " and ".join(f"{name[:_SHORT_ID]} ({by_id[name].kind}, {by_id[name].who})" for name in against)
    pairs = {frozenset((each.assertion, each.other)) for each in (judgement, *(by_id[name] for name in against))}
    if judgement.kind == "together" and len(pairs) > 1:
        return "overruled", f"does nothing: with others it would join what {told} holds apart"
    return "overruled", f"contradicts {told}, judged later"
