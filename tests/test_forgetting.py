"""Forgetting a document: exactly what stood on it goes, and reading it again brings exactly that back."""

import json
import os
import pty
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import RecordBuilder, membership
from hypothesis import given, settings
from hypothesis import strategies as st
from test_record_reading import read
from test_record_rows import make_rows
from test_record_writing import document_ids, run_writer, shard_folders, write
from typer.testing import CliRunner, Result

import dragoman
from dragoman.cli import app
from dragoman.errors import BusyRecordError, DamagedShardError, RecordError, UnknownNameError
from dragoman.model.assertion import TABLES
from dragoman.proving import verify
from dragoman.record.compaction import compact, sole_merge
from dragoman.record.forgetting import finish_forgetting, forget_document
from dragoman.record.ledger import LEDGER_FILE, read_ledger
from dragoman.record.reading import open_record
from dragoman.record.schema import document_column
from dragoman.record.writing import DocumentRows, open_writer

Reading = tuple[int, str]
# Shards, each with documents as they were read by some version; the same reading may stand in several shards.
SHARDS = st.lists(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from("12")), min_size=1, max_size=3, unique=True),
    min_size=1,
    max_size=3,
)


def rows_of(reading: Reading) -> DocumentRows:
    number, version = reading
    return make_rows(number, version=version, finished_at=f"2024-06-2{version}T10:00:00Z")


def write_shards(path: Path, shards: Sequence[Sequence[Reading]]) -> Path:
    """A record in which each shard holds just these readings, as runs that know nothing of each other write them."""
    for number, readings in enumerate(shards):
        write(path.parent / f"{path.name}-{number}", *map(rows_of, readings))
        (folder,) = shard_folders(path.parent / f"{path.name}-{number}")
        with open_writer(path):
            target = path / "shards" / folder.name
        if not target.exists():
            folder.rename(target)
            with (path / LEDGER_FILE).open("ab") as ledger:
                ledger.write((path.parent / f"{path.name}-{number}" / LEDGER_FILE).read_bytes())
    return path


def stored(path: Path) -> dict[str, Counter[str]]:
    """All rows of all shards, by table, as they lie on the disk."""
    found: dict[str, Counter[str]] = {table: Counter() for table in TABLES}
    for folder in shard_folders(path):
        for table in TABLES:
            found[table].update(map(repr, pq.read_table(folder / f"{table}.parquet").to_pylist()))
    return found


def stored_of(path: Path, document: str) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {table: Counter() for table in TABLES}
    for folder in shard_folders(path):
        for table in TABLES:
            rows = pq.read_table(folder / f"{table}.parquet").to_pylist()
            found[table].update(repr(row) for row in rows if row[document_column(table)] == document)
    return found


def digests(path: Path) -> list[str]:
    return [json.loads((folder / "manifest.json").read_text())["digest"] for folder in shard_folders(path)]


@settings(max_examples=6, deadline=None)
@given(SHARDS, st.data())
def test_exactly_the_rows_of_the_document_go(
    tmp_path_factory: pytest.TempPathFactory, shards: list[list[Reading]], data: st.DataObject
) -> None:
    path = write_shards(tmp_path_factory.mktemp("forget") / "r", shards)
    number = data.draw(st.sampled_from(sorted({number for readings in shards for number, _ in readings})))
    document = make_rows(number).document.id
    before, its = stored(path), stored_of(path, document)
    done = forget_document(path, document, "a reason")
    assert stored(path) == {table: before[table] - its[table] for table in TABLES}
    assert done.rows == {table: its[table].total() for table in TABLES}
    assert verify(path) == []
    last = read_ledger(path).entries[-1]
    assert (last.forgot, last.why, last.replaces) == (1, "a reason", done.replaced)
    assert document not in (path / LEDGER_FILE).read_text()


@settings(max_examples=6, deadline=None)
@given(SHARDS, st.data())
def test_what_is_read_again_is_the_same_record(
    tmp_path_factory: pytest.TempPathFactory, shards: list[list[Reading]], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("again")
    path, other = write_shards(folder / "r", shards), write_shards(folder / "other", shards)
    readings = sorted({reading for each in shards for reading in each})
    number = data.draw(st.sampled_from(sorted({number for number, _ in readings})))
    forget_document(path, make_rows(number).document.id)
    write(path, *(rows_of(reading) for reading in readings if reading[0] == number))
    compact(path)
    compact(other)
    assert digests(path) == digests(other)
    assert stored(path) == stored(other)
    assert verify(path) == []


@settings(max_examples=6, deadline=None)
@given(SHARDS, st.randoms(use_true_random=False))
def test_neither_the_order_of_shards_nor_of_merging_and_forgetting_matters(
    tmp_path_factory: pytest.TempPathFactory, shards: list[list[Reading]], random: "st.random.Random"
) -> None:
    folder = tmp_path_factory.mktemp("order")
    document = make_rows(shards[0][0][0]).document.id
    turned = [random.sample(readings, len(readings)) for readings in random.sample(shards, len(shards))]
    path, other = write_shards(folder / "r", shards), write_shards(folder / "other", turned)
    forget_document(path, document)
    compact(path)
    compact(other)
    forget_document(other, document)
    compact(other)
    assert digests(path) == digests(other)
    assert stored(path) == stored(other)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three shards; document 1 stands in two of them, in one alone."""
    write(tmp_path / "r", make_rows(1), make_rows(2))
    write(tmp_path / "r", make_rows(1, version="2", finished_at="2024-07-01T00:00:00Z"))
    write(tmp_path / "r", make_rows(2, source="elsewhere"), make_rows(3))
    return tmp_path / "r"


ONE = make_rows(1).document.id
TWO = make_rows(2).document.id


def test_a_shard_of_others_is_not_touched(path: Path) -> None:
    before = {folder.name: folder.stat().st_ino for folder in shard_folders(path)}
    done = forget_document(path, ONE)
    after = {folder.name: folder.stat().st_ino for folder in shard_folders(path)}
    assert len(done.replaced) == 2 and len(after) == 2
    (untouched,) = set(before) & set(after)
    assert before[untouched] == after[untouched]
    assert [entry.forgot for entry in read_ledger(path).entries] == [0, 0, 0, 1]
    assert "forgot" not in (path / LEDGER_FILE).read_text().splitlines()[0]


def test_the_last_document_leaves_a_record_without_any(tmp_path: Path) -> None:
    write(tmp_path / "r", make_rows(1))
    forget_document(tmp_path / "r", ONE)
    assert document_ids(tmp_path / "r") == set()
    assert verify(tmp_path / "r") == []
    write(tmp_path / "r", make_rows(1))
    write(tmp_path / "other", make_rows(1))
    compact(tmp_path / "r")
    assert digests(tmp_path / "r") == digests(tmp_path / "other")


@pytest.mark.parametrize("killed_in", ["write_shard", "append_entry", "_remove", "shutil.rmtree"])
def test_a_kill_leaves_the_old_or_the_new(path: Path, killed_in: str) -> None:
    before, documents = read(path), document_ids(path)
    script = f"""
    from dragoman.record import forgetting
    forgetting.{killed_in} = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
    forgetting.forget_document(path, {ONE!r})
    """
    _, err = (process := run_writer(path, script)).communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, err
    if killed_in in ("write_shard", "append_entry"):
        assert read(path) == before
        forget_document(path, ONE)
    else:
        assert document_ids(path) == documents - {ONE}
        assert {fault.kind for fault in verify(path)} == {"ledger"}
        finish_forgetting(path)
    assert document_ids(path) == documents - {ONE}
    assert stored_of(path, ONE) == {table: Counter() for table in TABLES}
    assert verify(path) == []


def test_readers_and_writers_may_be_open(path: Path) -> None:
    with open_record(path) as reader, open_writer(path) as writer:
        forget_document(path, ONE)
        with pytest.raises(RecordError, match=r"merged or removed meanwhile; open .* again"):
            reader.sql("SELECT count(*) FROM events")
        writer.add_document(make_rows(4))
    assert document_ids(path) == {make_rows(number).document.id for number in (2, 3, 4)}


def test_copies_of_damaged_shards_go_too(path: Path) -> None:
    kept = path / "shards" / ".damaged-1" / "0"
    kept.mkdir(parents=True)
    forget_document(path, TWO)
    assert not kept.parent.exists()


def test_what_cannot_be_forgotten_leaves_all_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stored(path)

    def full(descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    with pytest.raises(UnknownNameError, match="no document"):
        forget_document(path, "f" * 64)
    with sole_merge(path), pytest.raises(BusyRecordError):
        forget_document(path, ONE)
    with monkeypatch.context() as patched, pytest.raises(RecordError, match=r"the disk is full; .* is as it was"):
        patched.setattr(os, "fsync", full)
        forget_document(path, ONE)
    assert stored(path) == before
    assert verify(path) == []
    (shard_folders(path)[0] / "events.parquet").write_bytes(b"")
    with pytest.raises(DamagedShardError):
        forget_document(path, ONE)
    with pytest.raises(RecordError, match="no record"):
        finish_forgetting(path / "none")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="dragoman")


@pytest.fixture
def record(builder: RecordBuilder) -> Path:
    builder.add("a.txt", memberships=[membership("BLR", "CSTO", "full", "2020")])
    builder.add("ab.txt")
    return builder.write()


def test_a_document_is_named_as_elsewhere(record: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"did you mean ab\.txt, a\.txt"):
        dragoman.forget(record, "b.txt")
    (document,) = document_ids(record) - {dragoman.show(record, "ab.txt").id}
    assert dragoman.forget(record, document[:9]).rows["memberships"] == 1
    assert document_ids(record) == {dragoman.show(record, "ab.txt").id}


def test_the_command_tells_what_went(record: Path) -> None:
    told = run("forget", record, "a.txt", "--why", "withdrawn", "--format", "table")
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout.startswith("forgot /press/a.txt (") and "memberships 1" in told.stdout
    assert json.loads((record / LEDGER_FILE).read_text().splitlines()[-1])["why"] == "withdrawn"
    again = run("forget", record, "a.txt")
    assert again.exit_code == 1 and "did you mean ab.txt" in again.stderr
    assert json.loads(run("forget", record, "ab.txt", "--yes").stdout)["rows"]["documents"] == 1


@pytest.mark.parametrize(("answer", "code", "left"), [(b"n\n", 1, 2), (b"y\n", 0, 1)])
def test_a_terminal_is_asked_first(record: Path, answer: bytes, code: int, left: int) -> None:
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "dragoman", "forget", str(record), "a.txt"]
    with subprocess.Popen(command, stdin=follower, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        os.close(follower)
        os.write(leader, answer)
        _, err = running.communicate(timeout=60)
    os.close(leader)
    assert running.returncode == code
    assert b"Forget /press/a.txt (" in err and (b"nothing is forgotten" in err) is (code == 1)
    assert len(document_ids(record)) == left
