"""Rules that every file of the repository keeps, and that no other tool checks."""

import ast
import os
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "dragoman"
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
# Names that say nothing of what is inside.
EMPTY_NAMES = {"utils", "util", "helper", "helpers", "manager", "processor", "common", "core", "handler", "misc"}
# The edge: what a user starts, where the present instant may be asked for.
EDGE = ("cli*.py", "__init__.py", "clock.py")
CLOCK_CALLS = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime"}
CLOCK_OWNERS = {"datetime", "date", "dt", "time"}
STOPWATCHES = ["perf_" + "counter", "process_" + "time", "mono" + "tonic", "thread_" + "time"]
# Put together here, so that this file does not hold them itself.
OUR_PLACES = ["/wo" + "rk/", "../sha" + "red", "/ro" + "ot/", "/ho" + "me/", "/opt/" + "wheels", "/opt/" + "pypi"]
HOSTS = ["pypi" + ".org", "files.python" + "hosted", "huggingface" + ".co"]
OUR_WORDS = [r"\bsub-?agent", r"\bLLM\b", r"\bAI[- ]generated"]
TEXT_SUFFIXES = {".py", ".md", ".toml", ".yaml", ".yml", ".tsv", ".txt", ".cff", ""}


def repository_files() -> list[Path]:
    """What git tracks or would add; every file outside of hidden and built folders where there is no git."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in ROOT.rglob("*") if path.is_file()]
        return [path for path in found if not _is_built(path.relative_to(ROOT))]
    return [ROOT / name for name in sorted(set(listing.split("\0"))) if name and (ROOT / name).is_file()]


def _is_built(path: Path) -> bool:
    return any(
        (part.startswith(".") and part != ".ci") or part == "__pycache__" or part.endswith(".egg-info")
        for part in path.parts
    )


FILES = repository_files()
MODULES = [path for path in FILES if path.suffix == ".py"]
SHIPPED = [path for path in MODULES if path.is_relative_to(PACKAGE)]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_files_and_functions_are_short(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") < LONGEST_FILE, f"{short(path)}: split it by what it is about"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length < LONGEST_FUNCTION, f"{short(path)}:{node.lineno}: {node.name} has {length} lines"


@pytest.mark.parametrize("path", SHIPPED, ids=short)
def test_modules_are_named_after_the_field(path: Path) -> None:
    words = {word for part in path.relative_to(PACKAGE).with_suffix("").parts for word in part.split("_")}
    assert not words & EMPTY_NAMES


@pytest.mark.parametrize("path", SHIPPED, ids=short)
def test_only_the_edge_knows_the_time(path: Path) -> None:
    if any(fnmatch(path.relative_to(PACKAGE).as_posix(), pattern) for pattern in EDGE):
        return
    calls = list(_clock_calls(ast.parse(path.read_text(encoding="utf-8"))))
    assert calls == [], f"{short(path)}: take the instant as an argument"


@pytest.mark.parametrize("path", sorted((ROOT / "tests").glob("*.py")), ids=short)
def test_no_test_measures_time(path: Path) -> None:
    words = [f"{name}(" for name in STOPWATCHES]
    found = [word for word in words if word in path.read_text(encoding="utf-8")]
    assert found == [], f"{short(path)}: a clock says more of the machine than of the code; `make bench` measures"


def _clock_calls(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_CALLS:
            owner = ast.unparse(node.func.value)
            if owner.split(".")[-1] in CLOCK_OWNERS:
                yield f"line {node.lineno}: {owner}.{node.func.attr}()"


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("dt.datetime.now(dt.UTC)", 1),
        ("datetime.date.today()", 1),
        ("date.today()", 1),
        ("time.time()", 1),
        ("self.time()", 0),
        ("match.time(1)", 0),
        ("clock.now()", 0),
    ],
)
def test_the_clock_rule_sees_what_it_should(source: str, count: int) -> None:
    assert len(list(_clock_calls(ast.parse(source)))) == count


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix in TEXT_SUFFIXES], ids=short)
def test_no_file_names_a_machine_or_its_makers_tools(path: Path) -> None:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return  # a dirty text of the dossier
    for word in (*OUR_PLACES, *HOSTS):
        assert word not in text, f"{short(path)} names {word}"
    for pattern in OUR_WORDS:
        match = re.search(pattern, text)
        assert match is None, f"{short(path)} says {match[0] if match else ''}"


def test_every_data_file_is_shipped() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["dragoman"]
    left_out = [
        short(path)
        for path in FILES
        if path.is_relative_to(PACKAGE) and path.suffix != ".py" and not _is_packed(path.relative_to(PACKAGE), patterns)
    ]
    assert left_out == []


def _is_packed(path: Path, patterns: list[str]) -> bool:
    # `**/` stands for any depth, none included, as setuptools reads it.
    return any(
        fnmatch(path.as_posix(), pattern) or fnmatch(path.as_posix(), pattern.replace("**/", ""))
        for pattern in patterns
    )


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {path.parent for path in SHIPPED}
    assert [short(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


def test_locked_versions_satisfy_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locked = dict(_locked("lock.txt"))
    for requirement in project["project"]["dependencies"]:
        match = re.match(r"([A-Za-z0-9_.-]+?)>=([\d.]+)", requirement)
        assert match is not None, requirement
        assert _numbers(locked[_plain(match[1])]) >= _numbers(match[2]), requirement
    for requirement in project["dependency-groups"]["dev"]:
        assert _plain(re.split(r"[>=<]", requirement)[0]) in dict(_locked("dev.txt")), requirement
    assert "setuptools" in locked


def test_every_locked_package_has_its_licence_listed() -> None:
    listed = (ROOT / "LICENCES.md").read_text(encoding="utf-8")
    names = {_plain(cell) for cell in re.findall(r"^\| *`?([\w.-]+)`? *\|", listed, re.MULTILINE)}
    missing = [name for file in ("lock.txt", "dev.txt") for name, _ in _locked(file) if name not in names]
    assert missing == []


def _locked(file: str) -> Iterator[tuple[str, str]]:
    for line in (ROOT / "requirements" / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "-r ")):
            name, equals, version = line.partition("==")
            assert equals, f"{file}: {line}: give the exact version and nothing else"
            yield _plain(name), version


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def test_tests_have_no_network() -> None:
    # 192.0.2.1 and .invalid are set apart for documentation: nothing of anybody's is called.
    with pytest.raises(OSError, match="tests have no network"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(OSError, match="tests have no network"):
        socket.getaddrinfo("example.invalid", 80)


def test_programs_that_tests_start_have_no_network_either() -> None:
    program = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "tests have no network" in done.stderr


def test_loopback_stays_open() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as connection,
    ):
        assert connection.getpeername() == server.getsockname()


def test_ci_runs_what_people_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    commands = script.read_text(encoding="utf-8")
    assert re.search(r"^step make (--keep-going )?check\b", commands, re.MULTILINE)
    assert re.search(r"^step make test\b", commands, re.MULTILINE)
