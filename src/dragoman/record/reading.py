"""Asking a record.

    with open_record(path) as record:
        record.sql("SELECT status, count(*) FROM memberships WHERE organisation = ? GROUP BY ALL", ["CSTO"])

A question sees the record as it stood when it was opened. It can read the views and nothing else: no file, no network,
no setting.
"""

import re
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

from dragoman.errors import QueryError, RecordError, SlowQueryError
from dragoman.record.identity import pinned_key, scoped_key
from dragoman.record.judgements import Judgement, read_judgements
from dragoman.record.layout import DamagedShard, Shard, check_record, iter_digest_faults, plain_cause
from dragoman.record.ledger import survey_shards
from dragoman.record.people import FOUND
from dragoman.record.questions import ONLY_VIEWS, explain_error, names_files
from dragoman.record.schema import COMPUTED, ActorRow, arrow_schema
from dragoman.record.scope import EVERYTHING, Scope, Scoped, limit_documents
from dragoman.record.shards import engine_config
from dragoman.record.stored import list_files, literal, register_stored
from dragoman.record.views import VIEWS, create_views, fill_computed, hold_views, list_actors, naming_query, view_schema

# DuckDB's own answer would list the datasets under the views as well.
_SHOW_TABLES = re.compile(r"\s*show\s+(?:all\s+)?tables\s*;?\s*", re.IGNORECASE)

# What a question can be wrong in, so that nothing of the files need be.
_ASKED_WRONGLY = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ConversionException,
    duckdb.OutOfRangeException,
    duckdb.ParserException,
    duckdb.SyntaxException,
)

# A word that is none of these views costs the computing and nothing else.
_COMPUTED_NAMES = re.compile(rf"\b(?:{'|'.join(COMPUTED)})\b", re.IGNORECASE)

# Where the view is read; where a column of that name is meant it costs the listing and nothing else, and where this
# is not found the view answers all the same.
_NAMES_ACTORS = re.compile(r"\b(?:from|join)\s+actors\b", re.IGNORECASE)

Compute = Callable[["Record"], Mapping[str, pa.Table]]
Parameters = Sequence[object] | Mapping[str, object]


@dataclass(frozen=True, slots=True)
class NameMet:
    """Words by which a document calls an actor, and the key under which these are resolved."""

    key: str
    words: str
    actor: str


class Record:
    """An open record: its views under SQL. Make it with `open_record`. Threads may share it; they take turns.

    `judgements` are those that it was opened with. `scoped` tells what a scope has left out, None when the record was
    opened without one.
    """

    def __init__(
        self,
        path: Path,
        shards: tuple[Shard, ...],
        skipped: tuple[DamagedShard, ...],
        known_actors: pa.Table | None,
        scope: Scope = EVERYTHING,
        compute: Compute | None = None,
        judgements: tuple[Judgement, ...] = (),
        found: Mapping[str, pa.Table] | None = None,
    ) -> None:
        self.path = path
        self.judgements = judgements
        self.shards = shards
        self.skipped = skipped
        self.scope = scope
        self.scoped: Scoped | None = None
        # Seconds that one question may take; None for no limit.
        self.patience: float | None = None
        self._known_actors = known_actors
        self._compute, self._computed = compute, compute is None
        self._listed, self._kept = False, set[str]()
        self._borne: dict[str, list[str]] = {}
        # Computing a view asks the record itself.
        self._turn = threading.RLock()
        self._engine = duckdb.connect(":memory:", config=engine_config())
        try:
            register_stored(self._engine, shards, latest=True, hidden=found["hidden"] if found is not None else None)
            limit = None if scope.is_open else self._limit
            create_views(self._engine, known_actors, judgements, limit=limit, found=found)
            paths = ", ".join(literal(str(file)) for file in list_files(shards))
            self._engine.execute(f"SET allowed_paths = [{paths}]")
            self._engine.execute("SET enable_external_access = false")
            self._engine.execute("SET lock_configuration = true")
        except QueryError:
            self._engine.close()
            raise
        except duckdb.Error as error:
            self._engine.close()
            fault = self._find_damage(error)
            raise fault or RecordError(f"cannot open the record {path}: {plain_cause(error)}") from error

    def within(self, scope: Scope, *, judged: bool = True) -> "Record":
        """The same shards within another scope; without `judged` what people have put right is left aside.

        What this opening has found of the whole record is not looked for again, unless judgements bear on it. Raises
        QueryError for a source that nothing comes from.
        """
        judgements = self.judgements if judged else ()
        found = None
        if judgements == self.judgements:
            with self._turn:
                names = ("hidden", *FOUND)
                found = {name: self._engine.sql(f"FROM inner_views.{name}").to_arrow_table() for name in names}
        more = (self._known_actors, scope, self._compute, judgements, found)
        return Record(self.path, self.shards, self.skipped, *more)

    @property
    def views(self) -> tuple[str, ...]:
        """The names of all views."""
        return VIEWS

    def schema(self, view: str) -> pa.Schema:
        """The columns of a view; QueryError with the nearest name when there is no such view."""
        if view not in VIEWS:
            raise QueryError(explain_error(f"Table with name {view} does not exist!", ""))
        return view_schema(view)

    def table(self, view: str) -> pa.Table:
        """All rows of a view."""
        schema = self.schema(view)
        return self.sql(f'SELECT * FROM "{view}"').cast(schema)

    def sql(self, query: str, parameters: Parameters = ()) -> pa.Table:
        """The answer to one SELECT (or DESCRIBE, SHOW, SUMMARIZE) in DuckDB's SQL over the views.

        `parameters` fill `?` (a sequence) or `$name` (a mapping). Raises QueryError when the question cannot be
        answered as put, DamagedShardError when a shard turns out damaged, RecordError when the record has changed.
        """
        with self._asking(query), self._watched():
            return self._answer(query, parameters)

    def pandas(self, query: str, parameters: Parameters = ()) -> Any:
        """The answer as a pandas frame; QueryError when pandas is not installed."""
        _check_installed("pandas")
        return self.sql(query, parameters).to_pandas()

    def polars(self, query: str, parameters: Parameters = ()) -> Any:
        """The answer as a Polars frame; QueryError when Polars is not installed."""
        _check_installed("polars")
        return import_module("polars").from_arrow(self.sql(query, parameters))

    def keys_of(self, actor: str) -> tuple[str, ...]:
        """The keys of a person whom only documents know, see `dragoman.record.identity`; none for any other actor."""
        rows = self.sql("SELECT keys FROM inner_views.people_keys WHERE id = ?", [actor]).to_pylist()
        return tuple(key for row in rows for key in row["keys"])

    def naming(self, view: str, actors: tuple[str, ...], *columns: str) -> str:
        """SQL, to stand after FROM, for the rows of a view that name one of some actors in one of these columns.

        It reads less than the view with the same condition does: people are resolved in these rows alone.
        """
        keys = [key for actor in actors for key in self._borne_keys(actor)]
        return naming_query(view, actors, keys, columns)

    def keep(self, name: str, query: str) -> None:
        """Make table `inner_views.<name>` of a query's answer, once, for what is asked again and again.

        It is not public, it lies in memory, and it goes with the record. Raises as `sql` does.
        """
        with self._asking(query):
            if name not in self._kept:
                self._engine.execute(f'CREATE TABLE inner_views."{name}" AS {query}')
                self._kept.add(name)

    def hold(self) -> None:
        """Hold documents and assertions in memory, for who asks again and again; some 0.6 GB of a million assertions.

        Raises as `sql` does.
        """
        with self._asking(""):
            hold_views(self._engine)

    def met_alone(self) -> list[dict[str, Any]]:
        """The rows of view `actors` that the register lacks, in order of id; looked up, not looked for."""
        rows: list[dict[str, Any]] = self.sql("FROM inner_views.met_alone ORDER BY id").to_pylist()
        return rows

    def _borne_keys(self, actor: str) -> list[str]:
        """The local keys that may stand for an actor, as documents bear them."""
        query = """SELECT DISTINCT actor FROM inner_views.borne
            WHERE key IN (SELECT key FROM inner_views.stands_for WHERE id = ?) ORDER BY actor"""
        if actor not in self._borne:
            self._borne[actor] = [str(row["actor"]) for row in self.sql(query, [actor]).to_pylist()]
        return self._borne[actor]

    def names_met(self, *, actor: str | None = None, document: str | None = None) -> list[NameMet]:
        """The names by which documents call an actor, or all names of a document."""
        query = """SELECT DISTINCT document, key, words, actor FROM (
                SELECT m.document, m.actor AS key, quote_text AS words,
                       coalesce(p.ids[list_position(p.keys, m.actor)], m.actor) AS actor
                FROM inner_views.shown_mentions AS m LEFT JOIN inner_views.people_in AS p ON p.document = m.document)
            WHERE key IS NOT NULL AND coalesce(actor = $actor, true) AND coalesce(document = $document, true)
            ORDER BY ALL"""
        rows = self.sql(query, {"actor": actor, "document": document}).to_pylist()
        known = set(self.keys_of(actor)) if actor is not None else set()
        return [_name_met(row["document"], row["key"], row["words"], row["actor"], known) for row in rows]

    def close(self) -> None:
        """Let go of the files; a closed record answers no more questions."""
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _asking(self, query: str) -> Iterator[None]:
        """Take a turn, with what the query names computed; what the engine finds wrong is told in our words."""
        with self._turn:
            try:
                if not self._computed and _COMPUTED_NAMES.search(query):
                    self._fill()
                if not self._listed and _NAMES_ACTORS.search(query):
                    list_actors(self._engine)
                    self._listed = True
                yield
            except duckdb.InterruptException as error:
                raise KeyboardInterrupt from error
            except duckdb.ConnectionException as error:
                raise RecordError(f"the record {self.path} is closed") from error
            except duckdb.Error as error:
                raise self._find_damage(error) or QueryError(explain_error(str(error), query)) from error

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """End what is asked meanwhile when patience is over."""
        if self.patience is None:
            yield
            return
        over = threading.Event()

        def end() -> None:
            over.set()
            self._engine.interrupt()

        watch = threading.Timer(self.patience, end)
        watch.start()
        try:
            yield
        except duckdb.InterruptException as error:
            if not over.is_set():
                raise
            told = f"the question takes longer than {self.patience:g} seconds; ask for less at once"
            raise SlowQueryError(told) from error
        finally:
            watch.cancel()

    def _fill(self) -> None:
        """Compute the views that are computed; once, when a question first names one of them."""
        if self._compute is not None:
            fill_computed(self._engine, self._compute(self))
        self._computed = True

    def _limit(self) -> None:
        media = _media(self._known_actors) if self.scope.sources and self._known_actors is not None else {}
        self.scoped = limit_documents(self._engine, self.scope, media)

    def _answer(self, query: str, parameters: Parameters) -> pa.Table:
        if _SHOW_TABLES.fullmatch(query):
            return pa.table({"name": pa.array(VIEWS, pa.string())})
        statements = self._engine.extract_statements(query)
        if len(statements) != 1:
            raise QueryError("there is no question" if not statements else "ask one question at a time, without ;")
        if statements[0].type != duckdb.StatementType.SELECT:
            raise QueryError("a record can only be asked: write SELECT …, DESCRIBE view or SHOW TABLES")
        if names_files(self._engine, query):
            raise QueryError(ONLY_VIEWS)
        # A SELECT may carry an INSERT or DELETE in its WITH clause; the views' own tables must not change.
        self._engine.execute("BEGIN TRANSACTION READ ONLY")
        try:
            given = dict(parameters) if isinstance(parameters, Mapping) else list(parameters)
            return self._engine.sql(query, params=given or None).to_arrow_table()
        finally:
            self._engine.execute("ROLLBACK")

    def _find_damage(self, error: duckdb.Error) -> RecordError | None:
        """What is wrong with the shards, if reading them is what failed."""
        if isinstance(error, _ASKED_WRONGLY):
            return None
        for shard in self.shards:
            # A file that is gone is refused like one of others.
            if not shard.folder.exists():
                return RecordError(f"shard {shard.id} has been merged or removed meanwhile; open {self.path} again")
        if isinstance(error, duckdb.PermissionException):
            return None
        for shard in self.shards:
            for table, reason in iter_digest_faults(shard):
                return DamagedShard(shard.id, f"{table}.parquet: {reason}" if table else reason).error()
        return None


def open_record(
    path: str | Path,
    known_actors: pa.Table | None = None,
    *,
    skip_damaged: bool = False,
    scope: Scope = EVERYTHING,
    compute: Compute | None = None,
    judged: bool = True,
) -> Record:
    """Open a record for asking.

    `known_actors` are the register's actors, with the columns of view `actors`; `scope` limits what documents there
    are; `compute` gives the rows of computed views when they are first asked for; without `judged` what people have put
    right is left aside. Raises RecordError when there is no record at path, NewerRecordError when it is too new,
    DamagedShardError for a shard that is not whole, QueryError for a source of the scope that nothing comes from; with
    `skip_damaged` the rest is read and `Record.skipped` lists what is not.
    """
    path = Path(path)
    check_record(path)
    if known_actors is not None:
        missing = [name for name in arrow_schema(ActorRow).names if name not in known_actors.column_names]
        if missing:
            raise ValueError(f"known_actors lacks {', '.join(missing)}")
    try:
        whole, damaged = survey_shards(path)
        if damaged and not skip_damaged:
            raise damaged[0].error()
        judgements = read_judgements(path).judgements if judged else ()
        return Record(path, tuple(whole), tuple(damaged), known_actors, scope, compute, judgements)
    except OSError as error:
        raise RecordError(f"cannot open the record {path}: {plain_cause(error)}") from error


def _name_met(document: str, key: str, words: str, actor: str, known: Collection[str]) -> NameMet:
    """`known` are the actor's keys, among which one may be pinned to the document."""
    pinned = pinned_key(key, document)
    return NameMet(pinned if pinned in known else scoped_key(key, document), words, actor)


def _media(actors: pa.Table) -> dict[str, tuple[str, ...]]:
    """The names of each medium."""
    rows = actors.select(["id", "kind", "label", "aliases"]).to_pylist()
    return {row["id"]: (row["label"] or "", *(row["aliases"] or ())) for row in rows if row["kind"] == "medium"}


def _check_installed(package: str) -> None:
    if find_spec(package) is None:
        raise QueryError(f"{package} is not installed: pip install {package}, or take the Arrow table of Record.sql")
