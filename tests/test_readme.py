"""The README does what it says: its commands run and give what it shows, its Python examples too."""

import doctest
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import readme

TEXT = readme.README.read_text(encoding="utf-8")
SHOWN = list(readme.iter_shown(TEXT))
TARGETS = set(re.findall(r"^([a-z]+):", (readme.ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
PYTHON = re.findall(r"^```pycon\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in which all commands of the README have run, in their order, and what each gave."""
    path = tmp_path_factory.mktemp("readme")
    readme.fill(path)
    yield path


@pytest.fixture(scope="module")
def given(folder: Path) -> dict[str, readme.Given]:
    return {shown.command: readme.run(shown.command, folder) for shown in SHOWN if not readme.is_make(shown.command)}


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.command)
def test_commands_do_what_is_shown(shown: readme.Shown, given: dict[str, readme.Given]) -> None:
    if readme.is_make(shown.command):
        # Not run: they set up an environment and run these very tests.
        assert set(shown.command.split()[1:]) <= TARGETS
        return
    difference = readme.find_difference(shown, given[shown.command])
    assert difference is None, difference


def test_python_examples_do_what_is_shown(folder: Path, given: dict[str, readme.Given]) -> None:
    assert PYTHON
    before = Path.cwd()
    os.chdir(folder)
    try:
        parser = doctest.DocTestParser()
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        namespace: dict[str, object] = {}
        for block in PYTHON:
            test = parser.get_doctest(block, namespace, "README", "README.md", 0)
            runner.run(test, clear_globs=False)
            namespace = test.globs
    finally:
        os.chdir(before)
    assert runner.summarize(verbose=False).failed == 0


def test_the_first_commands_are_make_demo_and_make_test() -> None:
    assert [shown.command for shown in SHOWN[:2]] == ["make demo", "make test"]


def test_the_readme_says_what_it_is_in_three_sentences() -> None:
    opening = TEXT.split("\n\n")[1]
    assert len(re.findall(r"[.!?](?=\s|$)", opening)) == 3


def test_links_lead_to_files() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        if "://" not in target:
            assert (readme.ROOT / target).exists(), target


def test_a_wrong_output_is_seen() -> None:
    text = "```console\n$ echo one\none\n$ echo two\nthree\n```\n"
    right, wrong = readme.iter_shown(text)
    assert readme.find_difference(right, readme.Given("one\n", 0)) is None
    assert readme.find_difference(wrong, readme.Given("two\n", 0)) is not None
    assert readme.find_difference(right, readme.Given("one\n", 3)) is not None


def test_loose_blocks_are_held_to_their_heads() -> None:
    text = f"{readme.LOOSE}\n```console\n$ ask\n Members of 9 \n│ member │ status │\n│ BLR │ full │\n```\n"
    (shown,) = readme.iter_shown(text)
    assert readme.find_difference(shown, readme.Given("Members of 10\nmember  status\nRUS founder\n", 0)) is None
    assert readme.find_difference(shown, readme.Given("Members of 10\nmember  source\nRUS founder\n", 0)) is not None
