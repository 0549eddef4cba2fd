"""Asking a record: what shows, who is who, what a question may not do, and what damage looks like."""

import datetime as dt
import json
import shutil
import threading
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from test_record_rows import make_rows
from test_record_writing import shard_folders, write

from dragoman.errors import DamagedShardError, NewerRecordError, QueryError, RecordError
from dragoman.model.assertion import TABLES
from dragoman.record.compaction import compact
from dragoman.record.layout import shard_digest, shard_id
from dragoman.record.reading import Record, open_record
from dragoman.record.schema import ActorRow, arrow_schema
from dragoman.record.views import VIEWS, view_schema
from dragoman.record.writing import DocumentRows

KNOWN = pa.Table.from_pylist(
    [
        {"id": "BLR", "kind": "state", "sector": "GOV", "label": "Belarus", "labels": {"fr": "Biélorussie"},
         "aliases": ["Bélarus"], "country": "BLR", "wikidata": "Q184"},
        {"id": "FRA", "kind": "state", "sector": "GOV", "label": "France", "labels": {}, "aliases": [],
         "country": "FRA", "wikidata": None},
    ],
    schema=arrow_schema(ActorRow),
)  # fmt: skip


def contents(record: Record) -> dict[str, Counter[str]]:
    return {view: Counter(map(repr, record.table(view).to_pylist())) for view in VIEWS}


def read(path: Path) -> dict[str, Counter[str]]:
    with open_record(path, KNOWN) as record:
        return contents(record)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    path = tmp_path_factory.mktemp("asked") / "it's [a] record*?"
    write(
        path,
        make_rows(1),
        make_rows(2, person="~sergei aleinik", name="Sergei Aleinik"),
        make_rows(3, person="~s aleinik", name="S. Aleinik"),
        make_rows(4, person="~aleinik", name="Aleinik"),
        make_rows(5, person="~aleinik", name="Aleinik"),
        make_rows(6, person="~sergei aleinik", name="Sergei Aleinik"),
    )
    return open_record(path, KNOWN)


def test_every_view_has_its_columns(record: Record) -> None:
    for view in VIEWS:
        assert record.table(view).schema == view_schema(view) == record.schema(view)
        assert record.sql(f"SELECT * FROM {view}").column_names == view_schema(view).names
    assert record.sql("show tables")["name"].to_pylist() == list(VIEWS)


def test_an_empty_record_has_empty_views(tmp_path: Path) -> None:
    write(tmp_path / "r")
    with open_record(tmp_path / "r") as empty:
        for view in VIEWS:
            assert empty.table(view).schema == view_schema(view)
            assert len(empty.table(view)) == 0


def test_documents_show_their_family(record: Record) -> None:
    for row in record.table("documents").to_pylist():
        assert (row["family"], row["family_role"]) == (row["id"], "single")
        assert row["derived_from"] is row["inherited_published"] is row["inherited_agency"] is None
        assert row["published_from"] == dt.date(2024, 6, 25)
        assert row["cut"] == [{"text": "Lire aussi", "reason": "related"}, {"text": "", "reason": "empty"}]


def test_people_are_resolved_in_every_column(record: Record) -> None:
    expected = Counter({"sergei-aleinik": 4, "aleinik": 1, "aleinik-2": 1})
    for query in (
        "SELECT actor FROM mentions WHERE kind = 'name'",
        "SELECT person FROM occupancies",
        "SELECT speaker FROM statements",
        "SELECT actors[1] FROM events WHERE len(actors) = 2 AND actors[2] = 'RUS'",
        "SELECT actor FROM arguments WHERE role = 'actor'",
    ):
        assert Counter(record.sql(query).column(0).to_pylist()) == expected
    assert record.sql("SELECT DISTINCT recipients FROM events").to_pylist() == [{"recipients": []}]
    assert record.sql("SELECT * FROM mentions WHERE kind = 'pronoun' AND actor IS NOT NULL").num_rows == 0


def test_the_actors_are_those_that_rows_refer_to(record: Record) -> None:
    actors = {row["id"]: row for row in record.table("actors").to_pylist()}
    assert set(actors) == {"BLR", "sergei-aleinik", "aleinik", "aleinik-2"}
    assert actors["BLR"]["labels"] == [("fr", "Biélorussie")]
    person = actors["sergei-aleinik"]
    assert (person["kind"], person["label"]) == ("person", "Sergei Aleinik")
    assert person["aliases"] == ["S. Aleinik", "Sergei Aleinik", "Sergueï Aleinik"]
    with open_record(record.path) as unknown:
        actors = {row["id"]: row for row in unknown.table("actors").to_pylist()}
    assert (actors["BLR"]["kind"], actors["BLR"]["label"]) == ("state", None)


def test_a_local_person_never_takes_the_id_of_the_register(tmp_path: Path) -> None:
    write(tmp_path / "r", make_rows(1, person="~sergey lavrov", name="Sergey Lavrov"))
    lavrov = {"id": "sergey-lavrov", "kind": "person", "label": "Sergey Lavrov", "labels": {}, "aliases": []}
    known = pa.Table.from_pylist([lavrov], schema=arrow_schema(ActorRow))
    with open_record(tmp_path / "r", known) as opened:
        assert opened.table("occupancies")["person"].to_pylist() == ["sergey-lavrov-2"]


def test_the_latest_reading_shows(tmp_path: Path) -> None:
    write(tmp_path / "r", make_rows(1, version="2", finished_at="2024-06-25T10:00:00.900000+00:00"))
    write(tmp_path / "r", make_rows(1, version="1", finished_at="2024-06-25T10:00:01Z"))
    with open_record(tmp_path / "r") as opened:
        for table in TABLES:
            assert len(opened.table(table)) == len(make_rows(1).rows(table))
        assert opened.table("readings")["program_version"].to_pylist() == ["1"]
        assert opened.table("documents")["reading"].to_pylist() == [make_rows(1, version="1").reading.id]


_reading = st.tuples(st.integers(0, 2), st.sampled_from("12"), st.sampled_from("ab"), st.integers(0, 2))


# Shrinking would write hundreds of records.
@settings(max_examples=3, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(_reading, min_size=1, max_size=7))
def test_any_split_into_shards_gives_the_same_views(
    tmp_path_factory: pytest.TempPathFactory, readings: list[tuple[int, str, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("split")
    rows: list[tuple[DocumentRows, int]] = [
        (make_rows(seed, version=version, source=source, finished_at=f"2024-06-25T10:00:0{place}Z"), run)
        for place, (seed, version, source, run) in enumerate(sorted(readings, key=lambda reading: reading[3]))
    ]
    write(folder / "one", *(one for one, _ in rows))
    # Runs that know nothing of each other, as on two machines, brought together afterwards.
    write(folder / "many")
    for run in range(3):
        write(folder / f"run{run}", *(one for one, theirs in rows if theirs == run))
        for shard in shard_folders(folder / f"run{run}"):
            place = folder / "many" / "shards" / shard.name
            # Of equal shards the one that was finished first stands, as if both runs had shared the record.
            if not place.exists():
                shutil.copytree(shard, place)
    expected = read(folder / "one")
    assert read(folder / "many") == expected
    assert {len(list(expected["documents"]))} == {len({seed for seed, *_ in readings})}
    compact(folder / "many")
    assert len(shard_folders(folder / "many")) == 1
    assert read(folder / "many") == expected


def test_a_shard_without_a_later_column_is_read_with_null(tmp_path: Path) -> None:
    write(tmp_path / "r", make_rows(1))
    write(tmp_path / "r", make_rows(2))
    folder = shard_folders(tmp_path / "r")[0]
    file = folder / "memberships.parquet"
    table = pq.read_table(file).drop_columns(["confidence", "via"])
    pq.write_table(table.append_column("novelty", pa.array([1])), file)
    restamp(folder)
    with open_record(tmp_path / "r") as opened:
        rows = opened.table("memberships").to_pylist()
    assert sorted(str(row["confidence"]) for row in rows) == ["0.7", "None"]
    assert "novelty" not in rows[0]


def restamp(folder: Path) -> Path:
    """Give a shard that was changed by hand the manifest and the name of what it now holds."""
    import hashlib

    from dragoman.record.layout import TableFile

    manifest = json.loads((folder / "manifest.json").read_text())
    for table, file in manifest["tables"].items():
        content = (folder / f"{table}.parquet").read_bytes()
        file.update(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    manifest["digest"] = shard_digest({table: TableFile(**file) for table, file in manifest["tables"].items()})
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder.parent.parent / "ledger.jsonl").unlink(missing_ok=True)
    return folder.rename(folder.parent / shard_id(manifest["digest"]))


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("SELECT foo FROM events", "no column 'foo'.*events has id, document"),
        ("SELECT event_typ FROM events", "did you mean 'event_type'"),
        ("SELECT m.organization FROM memberships m", "did you mean 'organisation'"),
        ("SELECT * FROM evnts", "no view 'evnts'; did you mean 'events'"),
        ("SELECT e.id FROM events", "no view 'e'"),
        ("SELECT 1; SELECT 2", "one question at a time"),
        (" ", "no question"),
        ("SELEC 1", "syntax error"),
        ("SELECT *\nFROM events\nWHERE GROUP", r"syntax error.*\(line 3\)"),
        ("SELECT CAST('a' AS INT)", "convert"),
        ("SELECT * FROM events WHERE id = ?", "parameters"),
        ("COPY (SELECT 1) TO '{file}'", "only be asked"),
        ("WITH x AS (COPY (SELECT 1) TO '{file}') FROM x", "nothing else"),
        ("EXPLAIN ANALYZE COPY (SELECT 1) TO '{file}'", "only be asked"),
        ("SELECT * FROM read_csv('/etc/passwd')", "nothing else"),
        ("SELECT * FROM glob('/etc/*')", "nothing else"),
        ("SELECT * FROM read_parquet('{shard}')", "nothing else"),
        ("SELECT * FROM '{shard}'", "nothing else"),
        ("SUMMARIZE '{shard}'", "nothing else"),
        ("SELECT (SELECT count(*) FROM read_blob('{shard}')) AS n", "nothing else"),
        ("WITH x AS (FROM parquet_metadata('{shard}')) FROM x", "nothing else"),
        ("SELECT * FROM enable_logging(storage = 'file', storage_path = '{file}')", "nothing else"),
        ("WITH x AS (DELETE FROM inner_views.people RETURNING *) FROM x", "nothing else"),
        ("ATTACH '{file}' AS other", "only be asked"),
        ("INSTALL httpfs", "only be asked"),
        ("SET threads = 1", "only be asked"),
        ("CREATE TABLE t (a INT)", "only be asked"),
        ("DROP VIEW events", "only be asked"),
    ],
)
def test_questions_that_cannot_be_answered(record: Record, tmp_path: Path, query: str, what: str) -> None:
    shard = str(record.shards[0].file("events")).replace("'", "''")
    before = record.table("occupancies")
    with pytest.raises(QueryError, match=what) as caught:
        record.sql(query.replace("{file}", str(tmp_path / "out")).replace("{shard}", shard))
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
    assert record.table("occupancies").equals(before)


def test_python_variables_are_no_tables(record: Record) -> None:
    secret = pa.table({"a": [1]})
    with pytest.raises(QueryError, match="no view 'secret'"):
        record.sql("SELECT * FROM secret")
    assert secret.num_rows == 1


def test_parameters_by_place_and_by_name(record: Record) -> None:
    assert record.sql("SELECT count(*) AS n FROM memberships WHERE organisation = ?", ["CSTO"])["n"].to_pylist() == [6]
    named = record.sql("SELECT count(*) AS n FROM memberships WHERE member = $who", {"who": "FRA"})
    assert named["n"].to_pylist() == [0]


def test_an_unknown_view_has_a_suggestion(record: Record) -> None:
    with pytest.raises(QueryError, match="did you mean 'memberships'"):
        record.table("membership")


def test_frames_need_their_package(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.record.reading.find_spec", lambda name: None)
    for frame in (record.pandas, record.polars):
        with pytest.raises(QueryError, match="is not installed: pip install"):
            frame("SELECT 1")


def test_threads_take_turns(record: Record) -> None:
    counts: list[int] = []
    threads = [threading.Thread(target=lambda: counts.append(record.table("mentions").num_rows)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [18] * 4


def test_a_closed_record_says_so(tmp_path: Path) -> None:
    write(tmp_path / "r")
    with open_record(tmp_path / "r") as opened:
        pass
    with pytest.raises(RecordError, match="is closed"):
        opened.sql("SELECT 1")


def test_known_actors_need_their_columns(tmp_path: Path) -> None:
    write(tmp_path / "r")
    with pytest.raises(ValueError, match="lacks wikidata"):
        open_record(tmp_path / "r", KNOWN.drop_columns(["wikidata"]))


def test_no_record_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for name, what in (("none", "no such folder"), ("file", "is a file"), (".", "is no record")):
        with pytest.raises(RecordError, match=what):
            open_record(tmp_path / name)
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def truncate(folder: Path) -> None:
    file = folder / "events.parquet"
    file.write_bytes(file.read_bytes()[:-10])


def garble(folder: Path) -> None:
    file = folder / "documents.parquet"
    file.write_bytes(b"x" * file.stat().st_size)


def forget_table(folder: Path) -> None:
    (folder / "mentions.parquet").unlink()


def forget_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def garble_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text('{"format": 1, "digest"')


def miscount(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["tables"]["events"]["rows"] = 7
    (folder / "manifest.json").write_text(json.dumps(manifest))


def lose(folder: Path) -> None:
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (truncate, "events.parquet has"),
        (garble, "documents.parquet cannot be read"),
        (forget_table, "mentions.parquet is missing"),
        (forget_manifest, "manifest.json is missing"),
        (garble_manifest, "manifest.json cannot be read"),
        (miscount, "rows, not 7"),
        (lose, "folder is missing"),
    ],
)
def test_a_damaged_shard_is_named_and_may_be_skipped(tmp_path: Path, harm: object, what: str) -> None:
    write(tmp_path / "r", make_rows(1))
    (sound,) = shard_folders(tmp_path / "r")
    write(tmp_path / "r", make_rows(2))
    (folder,) = set(shard_folders(tmp_path / "r")) - {sound}
    assert callable(harm)
    harm(folder)
    with pytest.raises(DamagedShardError, match=f"{folder.name} is damaged: .*{what}"):
        open_record(tmp_path / "r")
    with open_record(tmp_path / "r", skip_damaged=True) as rest:
        assert rest.table("documents")["id"].to_pylist() == [make_rows(1).document.id]
        assert [shard.id for shard in rest.skipped] == [folder.name]


def test_damage_within_a_file_is_found_when_it_is_read(tmp_path: Path) -> None:
    write(tmp_path / "r", *(make_rows(number) for number in range(30)))
    (folder,) = shard_folders(tmp_path / "r")
    file = folder / "documents.parquet"
    content = bytearray(file.read_bytes())
    content[40:1500] = bytes(1460)
    file.write_bytes(content)
    with pytest.raises(DamagedShardError, match=folder.name):
        open_record(tmp_path / "r").table("documents")


def test_a_shard_of_a_newer_format_is_not_guessed_at(tmp_path: Path) -> None:
    write(tmp_path / "r", make_rows(1))
    (folder,) = shard_folders(tmp_path / "r")
    (folder / "manifest.json").write_text((folder / "manifest.json").read_text().replace('"format": 1', '"format": 2'))
    with pytest.raises(NewerRecordError, match="Upgrade"):
        open_record(tmp_path / "r", skip_damaged=True)


def test_a_record_that_was_merged_meanwhile_asks_to_be_opened_again(tmp_path: Path) -> None:
    write(tmp_path / "r", make_rows(1))
    write(tmp_path / "r", make_rows(2))
    with open_record(tmp_path / "r") as opened:
        compact(tmp_path / "r")
        with pytest.raises(RecordError, match=r"open .* again"):
            opened.table("documents")
