"""Opening a record with the register beside it, so that the views know the actors that the register knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa

from dragoman.reasoning.kept_tables import open_or_compute
from dragoman.reasoning.tables import compute_tables
from dragoman.record.judgements import Judgement
from dragoman.record.layout import DamagedShard, Shard
from dragoman.record.reading import Record
from dragoman.record.reading import open_record as open_alone
from dragoman.record.schema import ActorRow, arrow_schema
from dragoman.record.scope import EVERYTHING, Scope
from dragoman.register import Register, load_register
from dragoman.register.register import Actor


def open_record(
    path: str | Path, *, skip_damaged: bool = False, scope: Scope = EVERYTHING, judged: bool = True
) -> Record:
    """Open a record for asking; its view `actors` has the register's labels and names for what the documents name.

    `scope` limits the record to what was published by a day, or to some sources; without `judged` the judgements of
    people are left aside. Raises RecordError when there is no
    record at `path`, NewerRecordError when it is too new, DamagedShardError for a shard that is not whole, QueryError
    for a source that nothing comes from; with `skip_damaged` the rest is read and `Record.skipped` lists what is not.
    """
    return open_alone(path, known_actors(), skip_damaged=skip_damaged, scope=scope, compute=_compute, judged=judged)


@dataclass(frozen=True, slots=True)
class Standing:
    """A record as one opening found it; another process may open just that."""

    path: Path
    shards: tuple[Shard, ...]
    skipped: tuple[DamagedShard, ...]
    judgements: tuple[Judgement, ...]
    scope: Scope


def open_standing(found: Standing) -> Record:
    """Open the very shards that another opening found, with its judgements and its scope; raises RecordError."""
    return Record(found.path, found.shards, found.skipped, known_actors(), found.scope, _compute, found.judgements)


def _compute(record: Record) -> Mapping[str, pa.Table]:
    register = load_register().as_known(record.scope.known)
    return open_or_compute(record, lambda: compute_tables(record, register))


@cache
def known_actors() -> pa.Table:
    """The actors of the register as a table with the columns of view `actors`, made once."""
    return actors_table(load_register())


def actors_table(register: Register) -> pa.Table:
    """The actors of a register as a table with the columns of view `actors`."""
    schema = arrow_schema(ActorRow)
    columns: dict[str, list[object]] = {name: [] for name in schema.names}
    for actor in register.actors.values():
        for name, value in _columns(actor).items():
            columns[name].append(value)
    return pa.Table.from_pydict(columns, schema=schema)


def _columns(actor: Actor) -> dict[str, object]:
    labels = {language: forms[0] for language, forms in actor.names.items() if forms}
    aliases = dict.fromkeys(form for forms in actor.names.values() for form in forms)
    aliases.pop(actor.label, None)
    return {
        "id": actor.id,
        "kind": actor.kind,
        "sector": actor.sector,
        "label": actor.label,
        "labels": list(labels.items()),
        "aliases": list(aliases),
        "country": actor.country,
        # No package that we read gives one.
        "wikidata": None,
    }
