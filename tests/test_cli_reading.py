"""Reading from the command line: what is set aside costs nothing else, what is finished is kept."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import DOSSIER, fixed_clock
from typer.testing import CliRunner, Result

import dragoman
from dragoman import journey
from dragoman.cli import app

FRENCH = "La Biélorussie est membre de l'OTSC.\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="dragoman")


def process(*arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "dragoman", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def sources(record: Path) -> list[str]:
    with dragoman.open_record(record) as opened:
        return [Path(row["source"]).name for row in opened.sql("SELECT source FROM documents ORDER BY ALL").to_pylist()]


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """Six reports of the demonstration."""
    folder = tmp_path / "dossier"
    folder.mkdir()
    for path in sorted(DOSSIER.iterdir())[:6]:
        shutil.copy(path, folder)
    return folder


def test_reading_again_adds_nothing(demo_record: Path, tmp_path: Path) -> None:
    record = shutil.copytree(demo_record, tmp_path / "record")
    before = sorted(path.name for path in (record / "shards").iterdir())
    result = run("read", DOSSIER, DOSSIER / "02_retrait_depeche.txt", "--to", record)
    summary = json.loads(result.stdout)
    assert (result.exit_code, summary["read"], summary["known"], summary["set_aside"]) == (0, 0, 15, [])
    assert sorted(path.name for path in (record / "shards").iterdir()) == before


BAD: dict[str, tuple[bytes | None, str]] = {
    "missing": (None, "no such file"),
    "empty": (b" \n\n", "the file is empty"),
    "binary": (bytes(range(256)) * 40, "not a text file"),
    "no-letters": (b"12 345 -- 678 !?\n" * 20, "letter"),
    "language": (
        "Die Außenminister der Bündnisstaaten trafen sich gestern in der Hauptstadt. ".encode() * 20,
        "is in de",
    ),
}


@pytest.mark.parametrize("reason", BAD)
def test_bad_input_is_one_line_and_costs_nothing_else(tmp_path: Path, demo_record: Path, reason: str) -> None:
    content, message = BAD[reason]
    bad = tmp_path / "bad.txt"
    if content is not None:
        bad.write_bytes(content)
    alone = run("read", bad, "--to", tmp_path / "none")
    assert alone.exit_code == 1
    assert alone.stderr.startswith(f"dragoman: set aside ({reason}): ") and message in alone.stderr
    assert alone.stderr.count("\n") == 1
    record = shutil.copytree(demo_record, tmp_path / "record")
    beside = run("read", bad, DOSSIER, "--to", record)
    summary = json.loads(beside.stdout)
    assert (beside.exit_code, summary["known"]) == (3, 15)
    assert [aside["reason"] for aside in summary["set_aside"]] == [reason]
    shown = run("read", bad, DOSSIER, "--to", record, "--format", "table").stdout
    assert "set aside" in shown and f"{reason} 1" in shown


def test_where_nothing_can_be_read_no_record_is_made(tmp_path: Path) -> None:
    assert run("read", tmp_path / "missing", tmp_path / "no*thing", "--to", tmp_path / "record").exit_code == 1
    assert not (tmp_path / "record").exists()


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root reads every file")
def test_an_unreadable_file_is_set_aside(tmp_path: Path) -> None:
    locked = tmp_path / "locked.txt"
    locked.write_text(FRENCH)
    locked.chmod(0)
    result = run("read", locked, "--to", tmp_path / "record")
    assert result.exit_code == 1 and "(unreadable)" in result.stderr and "permission" in result.stderr.lower()


def test_a_name_that_is_no_utf8_is_no_hindrance(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text(FRENCH)
    except OSError:
        pytest.skip("this file system takes no such name")
    result = run("read", tmp_path, "--to", tmp_path / "record")
    assert (result.exit_code, result.stderr) == (0, "")
    assert sources(tmp_path / "record") == ["caf\ufffd.txt"]


def test_one_line_of_twenty_megabytes_is_one_line_of_answer(tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("La réunion des ministres a eu lieu hier. " * 500_000)
    assert long.stat().st_size > 20_000_000
    result = run("read", long, "--to", tmp_path / "record")
    assert result.exit_code == 1
    assert "set aside (too-large): " in result.stderr and "a line of 21,000,000 bytes" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_bad_metadata_file_is_named_with_its_line(tmp_path: Path) -> None:
    metadata = tmp_path / "export.csv"
    metadata.write_text("source,published\na.txt,25/06/2024\n")
    result = run("read", DOSSIER, "--to", tmp_path / "record", "--metadata", metadata)
    assert result.exit_code == 1 and "export.csv:2: published" in result.stderr and result.stderr.count("\n") == 1


def test_metadata_dates_texts_and_tells_what_fits_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FRENCH)
    (tmp_path / "b.txt").write_text(FRENCH + "Rien de plus.\n")
    metadata = tmp_path / "export.jsonl"
    rows = [{"source": "a.txt", "published": "2024-06-25", "outlet": "Le Fil"}, {"source": "z.txt", "title": "Z"}]
    metadata.write_text("\n".join(map(json.dumps, rows)))
    record = tmp_path / "record"
    texts = [tmp_path / "a.txt", tmp_path / "b.txt"]
    result = run("read", *texts, "--to", record, "--metadata", metadata, "--published", "2024-07")
    assert result.exit_code == 0
    assert result.stderr == f"dragoman: {metadata}: 1 entries fit no file that was read, the first is 'z.txt'\n"
    with dragoman.open_record(record) as opened:
        found = opened.sql("SELECT published, outlet FROM documents ORDER BY source").to_pylist()
    assert [(row["published"], row["outlet"]) for row in found] == [("2024-06-25", "Le Fil"), ("2024-07", None)]


def test_a_record_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "record").write_text("x")
    result = run("read", DOSSIER, "--to", tmp_path / "record")
    assert result.exit_code == 1 and "is a file" in result.stderr and result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("number", "code", "word"), [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "ended by the system")]
)
def test_what_is_finished_is_kept_when_a_run_is_ended(
    dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: int, word: str
) -> None:
    calls = 0

    def clock() -> Any:
        nonlocal calls
        calls += 1
        if calls == 3:
            os.kill(os.getpid(), number)
        return fixed_clock()

    monkeypatch.setattr(journey, "system_clock", clock)
    record = tmp_path / "record"
    # Who starts tests in the background has them ignore Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        result = run("read", dossier, "--to", record)
    finally:
        signal.signal(signal.SIGINT, before)
    assert result.exit_code == code
    assert result.stderr.startswith(f"dragoman: {word}: what was finished (2 sources) is kept in {record}")
    assert result.stderr.count("\n") == 1
    assert sources(record) == ["01_charte_du_liptako.txt", "02_retrait_depeche.txt"]
    assert dragoman.verify(record) == []


def test_a_killed_run_loses_nothing_that_was_stored(dossier: Path, tmp_path: Path) -> None:
    record = tmp_path / "record"
    script = """
import datetime, os, signal, sys
import dragoman, dragoman.pipeline
dragoman.pipeline.SHARD_SIZE = 1
calls = 0
def clock():
    global calls
    calls += 1
    if calls == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return datetime.datetime(2025, 3, 1, tzinfo=datetime.UTC)
dragoman.read(sys.argv[1], to=sys.argv[2], clock=clock)
"""
    done = subprocess.run([sys.executable, "-c", script, str(dossier), str(record)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert dragoman.verify(record) == [] and len(sources(record)) == 2
    summary = dragoman.read(dossier, to=record, clock=fixed_clock)
    assert (summary.read, summary.known) == (4, 2)
    assert len(sources(record)) == 6


@pytest.mark.parametrize("early", [True, False])
def test_a_full_disk_is_one_line(dossier: Path, tmp_path: Path, early: bool) -> None:
    pytest.importorskip("resource")
    # The identifier of languages unpacks its model on the disk as well, when it is first asked.
    script = """
import resource, sys
import dragoman.pipeline
from dragoman.cli import app
from dragoman.documents.language import _identifier
# On a busy machine the first document would else be stored by itself.
dragoman.pipeline.SHARD_SECONDS = 3600
if sys.argv[1] == "late":
    _identifier()
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
app(["read", sys.argv[2], "--to", sys.argv[3]], prog_name="dragoman")
"""
    record = tmp_path / "record"
    command = [sys.executable, "-c", script, "early" if early else "late", str(dossier), str(record)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "the file size limit is reached" in done.stderr
    if not early:
        assert done.stderr.startswith(f"dragoman: cannot write to the record {record}: ")
        assert "not written: 6 documents" in done.stderr


def test_two_runs_may_write_at_once(dossier: Path, tmp_path: Path) -> None:
    record = tmp_path / "record"
    files = sorted(dossier.iterdir())
    # Both read the third and fourth report.
    running = [process("read", *files[:4], "--to", record), process("read", *files[2:], "--to", record)]
    outputs = [each.communicate(timeout=180) for each in running]
    assert [each.returncode for each in running] == [0, 0], outputs
    assert [errors for _, errors in outputs] == ["", ""]
    assert sources(record) == [path.name for path in files]
    assert dragoman.verify(record) == []
