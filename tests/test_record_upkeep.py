"""Merging shards and proving a record sound."""

import dataclasses
import os
import shutil
import signal
from pathlib import Path

import pytest
from test_record_reading import read, restamp
from test_record_rows import make_rows, rows_of
from test_record_writing import run_writer, shard_folders, write

from dragoman.errors import BusyRecordError, DamagedShardError, RecordError
from dragoman.model.assertion import Span
from dragoman.proving import verify
from dragoman.record import compaction
from dragoman.record.compaction import compact
from dragoman.record.ledger import read_ledger
from dragoman.record.reading import open_record
from dragoman.record.schema import to_table
from dragoman.record.shards import write_shard
from dragoman.record.writing import DocumentRows, open_writer


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A record of three shards; one document was read twice, one seen twice."""
    write(tmp_path / "r", make_rows(1), make_rows(2))
    write(tmp_path / "r", make_rows(1, version="2", finished_at="2024-07-01T00:00:00Z"))
    write(tmp_path / "r", make_rows(2, source="elsewhere"), make_rows(3, person="~s aleinik", name="S. Aleinik"))
    return tmp_path / "r"


def test_a_merge_changes_no_answer(path: Path) -> None:
    before, old = read(path), [folder.name for folder in shard_folders(path)]
    done = compact(path)
    (folder,) = shard_folders(path)
    assert (sorted(done.merged), done.shard) == (old, folder.name)
    assert read(path) == before
    assert verify(path) == []
    assert read_ledger(path).standing == {folder.name}
    assert compact(path).merged == ()


def test_a_merge_keeps_every_reading(path: Path) -> None:
    compact(path)
    with open_writer(path) as writer:
        for rows in (make_rows(1), make_rows(1, version="2"), make_rows(2), make_rows(2, source="elsewhere")):
            assert not writer.add_document(rows)
        assert writer.flush() is None


def test_a_merge_is_what_one_run_would_have_written(tmp_path: Path) -> None:
    many = [make_rows(number) for number in range(4)]
    write(tmp_path / "one", *many)
    for rows in many:
        write(tmp_path / "many", rows)
    compact(tmp_path / "many")
    assert [folder.name for folder in shard_folders(tmp_path / "many")] == [
        folder.name for folder in shard_folders(tmp_path / "one")
    ]


def test_a_merge_with_the_digest_of_an_old_shard_keeps_its_own_clock(tmp_path: Path) -> None:
    write(tmp_path / "r", make_rows(1, finished_at="2024-06-25T10:00:00Z"))
    late = [make_rows(number, finished_at="2024-06-25T12:00:00Z") for number in (1, 2)]
    write(tmp_path / "other", *late)
    (folder,) = shard_folders(tmp_path / "other")
    shutil.copytree(folder, tmp_path / "r" / "shards" / folder.name)
    before = read(tmp_path / "r")
    assert compact(tmp_path / "r").shard == f"{folder.name}-2"
    assert read(tmp_path / "r") == before
    assert verify(tmp_path / "r") == []


def test_a_merge_leaves_a_damaged_record_alone(path: Path) -> None:
    file = shard_folders(path)[0] / "events.parquet"
    content = bytearray(file.read_bytes())
    content[20] ^= 1
    file.write_bytes(content)
    names = [folder.name for folder in shard_folders(path)]
    with pytest.raises(DamagedShardError, match=names[0]):
        compact(path)
    assert [folder.name for folder in shard_folders(path)] == names


def test_two_merges_do_not_meet(path: Path) -> None:
    with compaction.sole_merge(path), pytest.raises(BusyRecordError, match="another run is merging"):
        compact(path)
    assert compact(path).shard is not None


@pytest.mark.parametrize("killed_in", ["append_entry", "shutil.rmtree", "write_shard"])
def test_a_killed_merge_loses_nothing(path: Path, killed_in: str) -> None:
    before = read(path)
    process = run_writer(
        path,
        f"""
        from dragoman.record import compaction
        compaction.{killed_in} = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
        compaction.compact(path)
        """,
    )
    _, err = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, err
    assert read(path) == before
    compact(path)
    assert len(shard_folders(path)) == 1
    assert read(path) == before
    assert verify(path) == []


def test_a_merge_that_cannot_be_written_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    before = read(path)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RecordError, match="the disk is full; nothing is lost"):
        compact(path)
    monkeypatch.undo()
    assert read(path) == before
    assert all(not folder.name.startswith(".") for folder in (path / "shards").iterdir())


def test_nothing_to_merge(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="no record"):
        compact(tmp_path / "none")
    write(tmp_path / "r")
    assert compact(tmp_path / "r") == compaction.Compaction((), None)


def faults(path: Path) -> list[str]:
    return [str(fault) for fault in verify(path)]


def test_changed_bytes_are_found(path: Path) -> None:
    folder = shard_folders(path)[0]
    file = folder / "documents.parquet"
    content = bytearray(file.read_bytes())
    content[20] ^= 1
    file.write_bytes(content)
    assert faults(path) == [f"{folder.name} documents: its bytes have changed (SHA-256 differs from the manifest)"]


def test_a_renamed_and_a_lost_shard_are_found(path: Path) -> None:
    one, other, _ = shard_folders(path)
    one.rename(one.parent / "0000")
    shutil.rmtree(other)
    found = faults(path)
    assert "0000: the folder does not bear the shard's id" in found
    assert sorted(line for line in found if "missing" in line) == sorted(
        f"{folder.name}: its folder is missing" for folder in (one, other)
    )


def change(rows: DocumentRows, **changes: object) -> DocumentRows:
    ((table, change),) = changes.items()
    assert isinstance(change, dict)
    changed = tuple(dataclasses.replace(row, **change) for row in rows.rows(table))
    return dataclasses.replace(rows, **{table: changed})


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"mentions": {"span": Span(0, 2, "À")}}, "mentions 0: the text at 0:2 is not the quote"),
        ({"events": {"span": Span(0, 9999, "À")}}, "the text at 0:9999 is not the quote"),
        ({"events": {"span": Span(-1, 1, "À")}}, "the text at -1:1 is not the quote"),
        ({"events": {"id": "e1"}}, "events e1: the id is no content id"),
        ({"arguments": {"assertion": "0" * 32}}, "there is no assertion 000"),
        ({"events": {"statement": "0" * 32}}, "there is no statement 000"),
        ({"events": {"id": make_rows(1).statements[0].id}}, "the id also stands in statements"),
    ],
)
def test_rows_that_prove_nothing_are_found(tmp_path: Path, changes: dict[str, object], what: str) -> None:
    write(tmp_path / "r", change(make_rows(1), **changes))
    assert any(what in fault for fault in faults(tmp_path / "r"))


def test_an_id_twice_and_a_reading_without_its_document_are_found(tmp_path: Path) -> None:
    write(tmp_path / "r")
    rows = make_rows(1)
    twice = {"events": [rows.events[0], dataclasses.replace(rows.events[0], rule="meet-2")]}
    orphan = {"readings": rows_of("readings", [make_rows(2)]), "documents": rows_of("documents", [rows])}
    tables = {**twice, **orphan}
    write_shard(tmp_path / "r", lambda table: to_table(table, tables.get(table, [])))
    found = " | ".join(faults(tmp_path / "r"))
    for what in ("stands twice in one reading", "its reading is not listed", "the document it read is not there"):
        assert what in found


def test_rows_of_no_document_are_found(path: Path) -> None:
    folder = shard_folders(path)[-1]
    restamp(folder)
    assert {fault.kind for fault in verify(path)} == {"ledger"}
    write_shard(path, lambda table: to_table(table, make_rows(9).mentions if table == "mentions" else []))
    assert any("it belongs to no document of the shard" in fault for fault in faults(path))


def test_a_hidden_folder_is_no_shard(path: Path) -> None:
    (path / "shards" / ".damaged-1").mkdir()
    assert faults(path) == []
    with open_record(path) as record:
        assert len(record.shards) == 3
