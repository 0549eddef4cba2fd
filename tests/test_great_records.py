"""Records as they are measured: the made-up record is a sound one, and what spares reading changes no answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from synthetic import OUTLETS, make_record

from dragoman import verify
from dragoman.model.dates import Date
from dragoman.record.reading import Record
from dragoman.record.schema import ACTOR_COLUMNS, table_schema
from dragoman.record.scope import Scope
from dragoman.record.views import VIEWS
from dragoman.record_opening import open_record

SCOPES = [
    Scope(known=Date.parse("2020-05-01")),
    Scope(sources=OUTLETS[1:3]),
    Scope(known=Date.parse("2021"), sources=OUTLETS[1:9:7]),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("great") / "record"
    make_record(path, 600)
    return path


@pytest.fixture(scope="module")
def record(path: Path) -> Iterator[Record]:
    with open_record(path) as record:
        yield record


def test_the_made_up_record_is_sound(path: Path, record: Record) -> None:
    assert verify(path) == []
    tables = ("statements", "events", "memberships", "occupancies", "attributes")
    assert sum(len(record.table(table)) for table in tables) == 600


def test_the_same_number_makes_the_same_record(path: Path, tmp_path: Path) -> None:
    make_record(tmp_path / "again", 600)
    shards = [sorted(entry.name for entry in (each / "shards").iterdir()) for each in (path, tmp_path / "again")]
    assert shards[0] == shards[1]


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_a_scope_is_the_same_from_an_open_record(path: Path, record: Record, scope: Scope) -> None:
    with record.within(scope) as within, open_record(path, scope=scope) as opened:
        assert within.scoped == opened.scoped
        assert within.scoped is not None and 0 < within.scoped.documents < 30
        for view in VIEWS:
            found, wanted = (sorted(map(str, each.table(view).to_pylist())) for each in (within, opened))
            assert found == wanted, view


@pytest.mark.parametrize("table", [table for table, columns in ACTOR_COLUMNS.items() if columns])
def test_rows_that_name_an_actor_are_those_of_the_view(record: Record, table: str) -> None:
    rows = record.table(table).to_pylist()
    schema = table_schema(table)
    seen = set()
    for column in ACTOR_COLUMNS[table]:
        is_list = str(schema.field(column).type).startswith("list")
        actors = {actor for row in rows for actor in ((row[column] or ()) if is_list else (row[column],)) if actor}
        seen |= actors
        for actor in sorted(actors)[:12]:
            wanted = [row for row in rows if (actor in (row[column] or ()) if is_list else row[column] == actor)]
            found = record.sql(f"SELECT * FROM {record.naming(table, (actor,), column)}").to_pylist()
            assert sorted(map(str, found)) == sorted(map(str, wanted))
    assert record.sql(f"SELECT * FROM {record.naming(table, ('onobody',), *ACTOR_COLUMNS[table])}").num_rows == 0
    assert seen or table == "documents"


def test_what_only_documents_know_is_what_the_register_lacks(record: Record) -> None:
    known = {row["id"] for row in record.sql("SELECT id FROM inner_views.known_actors").to_pylist()}
    alone = [row for row in record.table("actors").to_pylist() if row["id"] not in known]
    assert alone and sorted(map(str, record.met_alone())) == sorted(map(str, alone))
