"""The public names, their documentation and its examples."""

import doctest
import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import fixed_clock

import dragoman

FUNCTIONS = [name for name in dragoman.__all__ if inspect.isfunction(getattr(dragoman, name))]


def test_the_public_names_are_these() -> None:
    assert set(FUNCTIONS) == {
        "absent", "actor", "brief", "compact", "contradictions", "dealings", "diff", "evaluate", "events", "explain",
        "export_judgements", "fact", "facts", "forget", "import_judgements", "judge", "judgements", "members",
        "network", "obligations", "office", "office_standing", "open_record", "places", "read", "rebuild", "search",
        "show", "standing", "statements", "timeline", "verify",
    }  # fmt: skip
    assert all(getattr(dragoman, name) is not None for name in dragoman.__all__)
    assert dir(dragoman) == sorted(dragoman.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = dragoman.nonsense


def test_every_error_has_one_root() -> None:
    errors = [getattr(dragoman, name) for name in dragoman.__all__ if name.endswith("Error")]
    assert len(errors) > 5 and all(issubclass(error, dragoman.DragomanError) for error in errors)


def test_the_examples_of_the_docstrings_hold(tiny_folder: Path) -> None:
    before = Path.cwd()
    os.chdir(tiny_folder)
    try:
        finder = doctest.DocTestFinder(recurse=False)
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        # In the order of the journey: the record is made by the example of `read`.
        names = ["read", "judge", *(name for name in FUNCTIONS if name not in ("read", "judge"))]
        for name in names:
            found = finder.find(getattr(dragoman, name), name, module=dragoman, globs={**vars(dragoman)})
            assert found and found[0].examples, f"{name} has no example"
            runner.run(found[0])
    finally:
        os.chdir(before)
    assert runner.summarize(verbose=False).failed == 0


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_tells_its_errors(name: str) -> None:
    text = inspect.getdoc(getattr(dragoman, name)) or ""
    assert "Raises" in text and ">>>" in text


def test_importing_is_cheap() -> None:
    script = """
import sys, dragoman
heavy = {"spacy", "duckdb", "pyarrow", "yaml", "rich", "typer", "msgspec"} & set(sys.modules)
assert not heavy, heavy
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_open_record_is_asked_without_closing_it(demo_record: Path) -> None:
    with dragoman.open_record(demo_record) as record:
        assert dragoman.members(record, "Cédéao", on="2025-02-01") == dragoman.members(
            demo_record, "ECOWAS", "2025-02-01"
        )
        assert record.sql("SELECT count(*) AS n FROM documents").to_pylist() == [{"n": 15}]
        assert record.table("memberships").num_rows > 0


def test_the_clock_is_an_argument(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("La Biélorussie est membre de l'OTSC.\n", encoding="utf-8")
    dragoman.read(tmp_path / "a.txt", to=tmp_path / "record", clock=fixed_clock)
    with dragoman.open_record(tmp_path / "record") as record:
        (row,) = record.sql("SELECT finished_at FROM readings").to_pylist()
    assert row["finished_at"] == "2025-03-01T12:00:00.000+00:00"


def test_bad_dates_are_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(dragoman.DateError):
        dragoman.read(tmp_path, to=tmp_path / "record", published="25.6.2024")
    assert not (tmp_path / "record").exists()
