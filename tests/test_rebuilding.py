"""Reading a record again out of itself: the same version gives the same bytes, other rules tell what they change."""

import dataclasses
import json
import shutil
from pathlib import Path

import pytest
from conftest import RecordBuilder, fixed_clock, membership, mention
from test_record_upkeep import change
from test_record_writing import shard_folders
from typer.testing import CliRunner, Result

import dragoman
from dragoman import pipeline, rebuilding
from dragoman.cli import app
from dragoman.model.assertion import TABLES, SightingRow, reading_id
from dragoman.record.compaction import compact
from dragoman.record.layout import JUDGEMENTS_FILE
from dragoman.record.reading import open_record
from dragoman.record.rereading import Difference
from dragoman.record.writing import open_writer

TEXT = "La Biélorussie est membre de l'OTSC."


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="dragoman")


@pytest.fixture(scope="module")
def few(demo_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five documents of the demonstration, in shards of their own, seen at other addresses too, with a judgement."""
    record = shutil.copytree(demo_record, tmp_path_factory.mktemp("few") / "record")
    with open_record(record) as opened:
        ids = opened.sql("SELECT id, source FROM documents ORDER BY id").to_pylist()
        kept = opened.sql(
            "SELECT id FROM memberships WHERE document = ANY(?) ORDER BY id", [[row["id"] for row in ids[:5]]]
        )
    for row in ids[5:]:
        dragoman.forget(record, row["id"])
    with open_writer(record) as writer:
        writer.add_sighting(SightingRow(ids[0]["id"], "https://example.org/again", "TASS", None))
    wrong = kept.to_pylist()[0]["id"]
    dragoman.judge(record, "wrong", wrong, who="R. Okafor", why="for the tests", clock=fixed_clock)
    return record


def bytes_of(record: Path) -> dict[str, bytes]:
    (folder,) = shard_folders(record)
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_the_same_version_gives_the_same_bytes(few: Path, tmp_path: Path) -> None:
    seen: list[tuple[str, int]] = []
    done = dragoman.rebuild(few, tmp_path / "again", on_document=lambda address, total: seen.append((address, total)))
    assert (done.read, done.known, done.superseded, done.set_aside, done.same) == (5, 0, 0, [], True)
    assert len(seen) == 5 and {total for _, total in seen} == {5}
    merged = shutil.copytree(few, tmp_path / "merged")
    compact(merged)
    # Our own clock too: a reading that comes out the same ended when it first did.
    assert bytes_of(tmp_path / "again") == bytes_of(merged)
    assert done.shard == shard_folders(merged)[0].name
    assert (tmp_path / "again" / JUDGEMENTS_FILE).read_bytes() == (few / JUDGEMENTS_FILE).read_bytes()
    assert dragoman.verify(tmp_path / "again") == []


def test_what_was_interrupted_goes_on(few: Path, tmp_path: Path) -> None:
    done = iter(range(5))

    def interrupt(address: str, total: int) -> None:
        if next(done) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dragoman.rebuild(few, tmp_path / "again", on_document=interrupt)
    again = dragoman.rebuild(few, tmp_path / "again")
    assert (again.read, again.known, again.same) == (2, 3, True)
    assert len(shard_folders(tmp_path / "again")) == 1
    assert dragoman.rebuild(few, tmp_path / "again").known == 5


@pytest.fixture
def told(builder: RecordBuilder) -> Path:
    """A record of one document with rows that no reading of its text gives, and none of those that it does give."""
    rows = [membership("RUS", "CSTO", "full", "2020-06-25")]
    builder.add("a.txt", published="2020-06-25", text=f"{TEXT} Un texte.", memberships=rows, mentions=[mention("~x y")])
    return builder.write()


def test_other_rules_tell_what_they_change(told: Path, tmp_path: Path) -> None:
    done = dragoman.rebuild(told, tmp_path / "again", fixed_clock)
    tables = {table.table: table for table in done.tables}
    assert list(tables) == list(TABLES)
    assert not done.same
    assert tables["documents"] == Difference("documents", 1, 1, 0, 0, 0)
    assert tables["memberships"] == Difference("memberships", 1, 1, 1, 1, 0)
    assert (tables["readings"].added, tables["readings"].removed) == (1, 1)
    assert tables["mentions"].removed == 1 and tables["mentions"].added == 2
    with open_record(tmp_path / "again") as record:
        (row,) = record.sql("SELECT member, finished_at FROM memberships, readings").to_pylist()
    assert row == {"member": "BLR", "finished_at": "2025-03-01T12:00:00.000+00:00"}


def test_a_row_that_says_something_else_is_changed(few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = pipeline.Reader.rows_of

    def doubtful(reader: pipeline.Reader, documents: list[object]) -> object:
        for rows in real(reader, documents):  # type: ignore[arg-type]
            yield change(rows, memberships={"confidence": 0.5})

    monkeypatch.setattr(pipeline.Reader, "rows_of", doubtful)
    done = dragoman.rebuild(few, tmp_path / "again")
    (changed,) = (table for table in done.tables if table.any)
    assert (changed.table, changed.added, changed.removed) == ("memberships", 0, 0)
    assert changed.changed == changed.before == changed.after > 0


def test_readings_that_others_followed_are_not_made_again(told: Path, tmp_path: Path) -> None:
    with open_record(told) as record:
        (document,) = record.table("documents")["id"].to_pylist()
    dragoman.rebuild(told, tmp_path / "first", fixed_clock)
    (folder,) = shard_folders(tmp_path / "first")
    shutil.copytree(folder, told / "shards" / folder.name)
    done = dragoman.rebuild(told, tmp_path / "again")
    assert (done.superseded, done.same, any(table.any for table in done.tables)) == (1, False, False)
    with open_record(tmp_path / "again") as record:
        assert record.table("documents")["id"].to_pylist() == [document]


def test_a_language_that_is_not_read_is_set_aside(told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "PARSERS", {})
    result = run("rebuild", told, "--to", tmp_path / "again")
    assert result.exit_code == 3
    assert "set aside (language): /press/a.txt: the text is in fr" in result.stderr
    assert json.loads(result.stdout)["tables"][0] == dataclasses.asdict(Difference("documents", 1, 0, 0, 1, 0))


def test_places_where_no_rebuild_can_go(told: Path, builder: RecordBuilder, few: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.doc").write_text("x")
    for to, what in (
        (told, "is the record itself"),
        (tmp_path / "other", "other things in it"),
        (few, "no rebuild of"),
    ):
        with pytest.raises(dragoman.RecordError, match=what):
            dragoman.rebuild(told, to)
    with pytest.raises(dragoman.RecordError, match="no record"):
        dragoman.rebuild(tmp_path / "none", tmp_path / "again")
    (shard_folders(told)[0] / "events.parquet").unlink()
    with pytest.raises(dragoman.DamagedShardError):
        dragoman.rebuild(told, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_an_empty_record_is_rebuilt(tmp_path: Path) -> None:
    with open_writer(tmp_path / "record"):
        pass
    done = dragoman.rebuild(tmp_path / "record", tmp_path / "again")
    assert (done.read, done.shard, done.same) == (0, None, True)


def test_the_command_tells_what_differs(told: Path, tmp_path: Path) -> None:
    shown = run("rebuild", told, "--to", tmp_path / "again", "--format", "table").stdout
    assert f"{told} read again into {tmp_path / 'again'}" in " ".join(shown.split())
    assert "read by another version or other rules than before" in shown
    same = run("rebuild", tmp_path / "again", "--to", tmp_path / "third", "--format", "table").stdout
    assert "the same bytes, once the shards of both are merged" in same
    missing = run("rebuild", told)
    assert missing.exit_code == 2 and "--to" in missing.stderr


def test_the_id_of_a_reading_is_the_readers(told: Path) -> None:
    from dragoman.record.rereading import open_kept

    with open_kept(told) as kept:
        ((document, reading),) = ((one.document, one.reading) for one in kept.iter_documents())
    assert reading == reading_id(document.id, "2020-06-25", None, None, "0.0", "rules")
    assert pipeline.Reader("0.0", fixed_clock).reading_id(document) == reading_id(
        document.id, "2020-06-25", None, None, "0.0", pipeline.rules_version()
    )
