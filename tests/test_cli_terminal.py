"""The command line in processes of its own: what it loads, terminals, readers that go."""

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import DOSSIER, RecordBuilder, membership


@pytest.fixture
def record(builder: RecordBuilder) -> Path:
    """One row that agrees with the register."""
    builder.add("a.txt", published="2020-06-25", memberships=[membership("BLR", "CSTO", "full", "2020-06-25")])
    return builder.write()


def test_queries_never_load_what_reads_documents(record: Path) -> None:
    script = """
import sys
from dragoman.cli import app
heavy = {"spacy", "ftfy", "dragoman.pipeline", "dragoman.documents", "dragoman.mentions", "dragoman.assertions"}
assert not {"duckdb", "pyarrow", "rich.table", *heavy} & set(sys.modules), "help is slow"
asked = (["members", "CSTO"], ["actor", "BLR"], ["timeline"], ["statements"], ["events"], ["show", "a.txt"])
for arguments in (*asked, ["sql", "SHOW TABLES"]):
    app([arguments[0], sys.argv[1], *arguments[1:]], standalone_mode=False)
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script, str(record)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_reader_that_goes_is_no_fault(record: Path) -> None:
    query = "SELECT range, repeat('x', 100) AS x FROM range(100000)"
    command = f'{sys.executable} -m dragoman sql {record} "{query}" | head -1; echo ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[0].startswith('{"range": 0')
    assert (done.stdout.splitlines()[1], done.stderr) == ("141", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_cannot_be_written_is_one_line(record: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "dragoman", "members", str(record), "CSTO"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "dragoman: the output cannot be written: No space left on device\n"


def on_terminal(*arguments: str | Path, **environment: str) -> str:
    """What a command writes to a terminal."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "dragoman", *map(str, arguments)]
    settings = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", **environment}
    with subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, env=settings) as running:
        os.close(follower)
        output = b""
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:
                break
            if not piece:
                break
            output += piece
        running.wait(60)
    os.close(leader)
    return output.decode("utf-8")


def test_a_terminal_gets_a_table_with_colours_unless_refused(record: Path) -> None:
    shown = on_terminal("members", record, "CSTO")
    assert "Members of CSTO" in shown and "\x1b[36mrecord" in shown
    plain_shown = on_terminal("members", record, "CSTO", NO_COLOR="1")
    assert "Members of CSTO" in plain_shown and "\x1b[36m" not in plain_shown


def test_a_terminal_gets_a_progress_bar(demo_record: Path, tmp_path: Path) -> None:
    record = shutil.copytree(demo_record, tmp_path / "record")
    shown = on_terminal("read", DOSSIER, "--to", record)
    assert "15/15" in shown and "already known" in shown
