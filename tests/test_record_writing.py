"""Adding to a record: nothing twice, nothing lost, nothing in the way."""

import os
import signal
import subprocess
import sys
import textwrap
from collections import Counter
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_record_rows import TEXT, make_rows, rows_of

from dragoman.errors import NewerRecordError, RecordError
from dragoman.model.assertion import TABLES
from dragoman.proving import verify
from dragoman.record.layout import ASIDE_PREFIX
from dragoman.record.ledger import LEDGER_FILE, read_ledger
from dragoman.record.reading import open_record
from dragoman.record.schema import to_rows
from dragoman.record.writing import DocumentRows, open_writer

TESTS = Path(__file__).parent


def write(path: Path, *many: DocumentRows) -> None:
    with open_writer(path) as writer:
        for rows in many:
            writer.add_document(rows)


def shard_folders(path: Path) -> list[Path]:
    return sorted(folder for folder in (path / "shards").iterdir() if not folder.name.startswith("."))


def document_ids(path: Path) -> set[str]:
    with open_record(path) as record:
        return set(record.table("documents")["id"].to_pylist())


def run_writer(path: Path, script: str) -> "subprocess.Popen[str]":
    head = f"""
    import os, signal, sys, time
    sys.path.insert(0, {str(TESTS)!r})
    from test_record_rows import make_rows
    from dragoman.record.writing import open_writer
    path = {str(path)!r}
    """
    program = textwrap.dedent(head) + textwrap.dedent(script)
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    many = [make_rows(number, person="RUS") for number in range(3)]
    write(tmp_path / "r", *many)
    with open_record(tmp_path / "r") as record:
        for table in TABLES:
            found = Counter(map(repr, to_rows(table, record.table(table))))
            assert found == Counter(map(repr, rows_of(table, many)))
    assert verify(tmp_path / "r") == []


_any_text = st.text(st.characters(codec="utf-8"), max_size=60)
_any_name = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@settings(max_examples=4, deadline=None)
@given(st.lists(st.tuples(_any_text, _any_name), min_size=3, max_size=12))
def test_any_text_is_read_as_written(tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]) -> None:
    path = tmp_path_factory.mktemp("any") / "r"
    many = [
        make_rows(number, text=f"À{before}{name}", name=name, person="RUS")
        for number, (before, name) in enumerate(texts)
    ]
    write(path, *many)
    (folder,) = shard_folders(path)
    for table in TABLES:
        found = to_rows(table, pq.read_table(folder / f"{table}.parquet"))
        assert Counter(map(repr, found)) == Counter(map(repr, rows_of(table, many)))
    assert verify(path) == []


def test_reading_again_adds_nothing(tmp_path: Path) -> None:
    write(tmp_path / "r", make_rows(1), make_rows(2))
    before = shard_folders(tmp_path / "r")
    with open_writer(tmp_path / "r") as writer:
        assert writer.known(make_rows(1).document.id, make_rows(1).reading.id)
        assert not writer.known(make_rows(1).document.id, make_rows(1, version="2").reading.id)
        assert not writer.add_document(make_rows(1, finished_at="2030-01-01T00:00:00Z"))
        assert writer.flush() is None
    assert shard_folders(tmp_path / "r") == before


def test_another_address_adds_a_sighting_alone(tmp_path: Path) -> None:
    write(tmp_path / "r", make_rows(1))
    with open_writer(tmp_path / "r") as writer:
        assert not writer.add_document(make_rows(1, source="https://example.org/1"))
        shard = writer.flush()
    assert shard is not None
    assert [shard.rows(table) for table in TABLES] == [0, 1] + [0] * (len(TABLES) - 2)
    with open_record(tmp_path / "r") as record:
        assert sorted(record.table("sightings")["source"].to_pylist()) == ["/reports/1.txt", "https://example.org/1"]
        assert record.table("documents")["source"].to_pylist() == ["/reports/1.txt"]


def test_the_same_rows_make_the_same_bytes(tmp_path: Path) -> None:
    many = [make_rows(number) for number in range(5)]
    write(tmp_path / "a", *many)
    write(tmp_path / "b", *reversed([make_rows(number, finished_at="2025-01-01T00:00:00Z") for number in range(5)]))
    (one,), (other,) = shard_folders(tmp_path / "a"), shard_folders(tmp_path / "b")
    assert one.name == other.name
    for table in TABLES:
        same = (one / f"{table}.parquet").read_bytes() == (other / f"{table}.parquet").read_bytes()
        assert same is (table != "readings")


def test_what_is_finished_outlives_an_error_and_an_interruption(tmp_path: Path) -> None:
    for number, error in enumerate((RuntimeError, KeyboardInterrupt)):
        with pytest.raises(error), open_writer(tmp_path / "r") as writer:
            writer.add_document(make_rows(number))
            raise error
    assert document_ids(tmp_path / "r") == {make_rows(0).document.id, make_rows(1).document.id}


def test_an_interrupted_flush_is_made_up_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = os.fsync, iter([True])

    def fsync(descriptor: int) -> None:
        if next(calls, False):
            raise KeyboardInterrupt
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(KeyboardInterrupt), open_writer(tmp_path / "r") as writer:
        writer.add_document(make_rows(1))
        writer.flush()
    assert document_ids(tmp_path / "r") == {make_rows(1).document.id}
    assert [folder.name for folder in (tmp_path / "r" / "shards").iterdir() if folder.name.startswith(".")] == []


def test_rows_of_another_document_or_reading_are_refused(tmp_path: Path) -> None:
    one, other = make_rows(1), make_rows(2)
    mixed = DocumentRows(one.document, one.sightings, one.reading, mentions=other.mentions)
    late = DocumentRows(one.document, one.sightings, one.reading, events=make_rows(1, version="2").events)
    with open_writer(tmp_path / "r") as writer:
        for rows, what in ((mixed, "another document"), (late, "another reading")):
            with pytest.raises(ValueError, match=what):
                writer.add_document(rows)
        for finished_at in ("2024-06-25T10:00:00", "2024-06-25T10:00:00+02:00", "yesterday"):
            with pytest.raises(ValueError, match="finished_at"):
                writer.add_document(make_rows(1, finished_at=finished_at))
        assert writer.pending == 0


def test_a_document_that_cannot_be_stored_does_not_spoil_the_others(tmp_path: Path) -> None:
    with open_writer(tmp_path / "r") as writer:
        writer.add_document(make_rows(1))
        with pytest.raises(RecordError, match="cannot be stored"):
            writer.add_document(make_rows(2, text=TEXT + "\ud800"))
    assert document_ids(tmp_path / "r") == {make_rows(1).document.id}


def test_clear_errors_for_a_place_that_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.doc").write_text("x")
    for name, create, what in (
        ("file", True, "is a file"),
        ("other", True, "other things in it"),
        ("file", False, "is a file"),
        ("other", False, "is no record"),
        ("none", False, "no such folder"),
        ("file/inside", True, "cannot make a record"),
    ):
        with pytest.raises(RecordError, match=what):
            open_writer(tmp_path / name, create=create)
    assert not (tmp_path / "none").exists()
    (tmp_path / "empty").mkdir()
    write(tmp_path / "empty", make_rows(1))
    assert len(document_ids(tmp_path / "empty")) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_no_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(RecordError, match="permission denied"):
        open_writer(tmp_path / "r")


def test_a_newer_record_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "r", make_rows(1))
    (tmp_path / "r" / "record.json").write_text('{"format": 2, "program": "dragoman 9.0", "novelty": true}')
    with pytest.raises(NewerRecordError, match=r"dragoman 9\.0.*Upgrade"):
        open_writer(tmp_path / "r")
    (tmp_path / "r" / "record.json").write_text("{")
    with pytest.raises(RecordError, match=r"record\.json cannot be read"):
        open_writer(tmp_path / "r")


def test_a_full_disk_keeps_what_was_flushed(tmp_path: Path) -> None:
    process = run_writer(
        tmp_path / "r",
        """
        import resource
        from dragoman.errors import RecordError
        try:
            with open_writer(path) as writer:
                writer.add_document(make_rows(1))
                writer.flush()
                resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
                for number in range(2, 400):
                    writer.add_document(make_rows(number))
        except RecordError as error:
            print(error)
        """,
    )
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert "file size limit is reached. Kept: 1 document in 1 shard of this run; not written: 398 documents" in out
    assert document_ids(tmp_path / "r") == {make_rows(1).document.id}
    assert verify(tmp_path / "r") == []


def test_a_killed_run_loses_only_what_was_not_flushed(tmp_path: Path) -> None:
    process = run_writer(
        tmp_path / "r",
        """
        with open_writer(path) as writer:
            writer.add_document(make_rows(1))
            writer.flush()
            writer.add_document(make_rows(2))
            import dragoman.record.shards as shards
            shards._put_into_place = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
            writer.flush()
        """,
    )
    _, err = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, err
    shards = tmp_path / "r" / "shards"
    assert [folder for folder in shards.iterdir() if folder.name.startswith(ASIDE_PREFIX)]
    assert document_ids(tmp_path / "r") == {make_rows(1).document.id}
    write(tmp_path / "r", make_rows(2))
    assert document_ids(tmp_path / "r") == {make_rows(1).document.id, make_rows(2).document.id}
    assert not [folder for folder in shards.iterdir() if folder.name.startswith(".")]


def test_two_runs_at_once(tmp_path: Path) -> None:
    script = """
    with open_writer(path) as writer:
        for number in range({}):
            writer.add_document(make_rows(number, finished_at="2024-06-25T10:00:0{}Z"))
            writer.flush()
    """
    processes = [run_writer(tmp_path / "r", script.format(*pair)) for pair in ((4, 1), (5, 2))]
    for process in processes:
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
    assert verify(tmp_path / "r") == []
    with open_record(tmp_path / "r") as record:
        assert len(record.table("documents")) == len(record.table("events")) == 5
        assert len(record.table("mentions")) == 15
        assert len(record.table("readings")) == 5


def test_a_damaged_shard_does_not_stop_its_documents_from_being_read_again(tmp_path: Path) -> None:
    write(tmp_path / "r", make_rows(1))
    (folder,) = shard_folders(tmp_path / "r")
    (folder / "events.parquet").write_bytes(b"")
    with open_writer(tmp_path / "r") as writer:
        assert [shard.id for shard in writer.skipped] == [folder.name]
        assert writer.add_document(make_rows(1))
    assert document_ids(tmp_path / "r") == {make_rows(1).document.id}
    assert verify(tmp_path / "r") == []


def test_the_ledger_survives_a_torn_line(tmp_path: Path) -> None:
    write(tmp_path / "r", make_rows(1))
    ledger = tmp_path / "r" / LEDGER_FILE
    ledger.write_bytes(ledger.read_bytes() + b'{"shard":"to')
    write(tmp_path / "r", make_rows(2))
    found = read_ledger(tmp_path / "r")
    assert {entry.shard for entry in found.entries} == {folder.name for folder in shard_folders(tmp_path / "r")}
    assert [entry.documents for entry in found.entries] == [1, 1]
    assert found.unreadable == (2,)
    assert [fault.table for fault in verify(tmp_path / "r")] == ["ledger"]


def test_the_manifest_tells_what_a_shard_holds(tmp_path: Path) -> None:
    write(tmp_path / "r", make_rows(1), make_rows(2))
    (folder,) = shard_folders(tmp_path / "r")
    manifest = msgspec.json.decode((folder / "manifest.json").read_bytes())
    assert (manifest["format"], manifest["documents"], list(manifest["tables"])) == (1, 2, list(TABLES))
    assert folder.name == manifest["digest"][: len(folder.name)]
