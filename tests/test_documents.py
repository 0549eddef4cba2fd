"""The first stage on the French cases and on the real reports."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dragoman import documents
from dragoman.documents.habits import load_habits
from dragoman.documents.reading import read_document
from dragoman.model.dates import Date
from dragoman.model.document import Document, Source

CASES = sorted((Path(documents.__file__).parents[1] / "languages" / "fr" / "cases").glob("documents*.yaml"))
SHARED = Path(__file__).parents[2] / "shared"


def load_cases(*paths: Path) -> list[dict[str, Any]]:
    # Every scalar as text: a date must not become a datetime.
    texts = [path.read_text(encoding="utf-8") for path in paths or CASES]
    return [case for text in texts for case in yaml.load(text, Loader=yaml.BaseLoader)]


def read(text: str, **about: Any) -> Document:
    document = read_document(Source("case", text.encode("utf-8"), **about), {"fr"})
    assert isinstance(document, Document), document
    return document


def faults_of(document: Document, expected: dict[str, Any]) -> list[str]:
    faults: list[str] = []
    for name in expected.keys() - {"cut", "kept"}:
        found: Any = getattr(document, name)
        wanted = None if expected[name] == "null" else expected[name]
        if name == "agencies":
            same = sorted(found) == sorted(wanted)
        elif name == "published" and found and wanted:
            day = Date.parse(wanted)
            same = (found.first, found.last) == (day.first, day.last)
        else:
            same = found == wanted
        if not same:
            faults.append(f"{name}: {found!s}, not {wanted!r}")
    for words in expected.get("cut", []):
        reasons = [cut.reason for cut in document.cut if words in cut.text]
        if not reasons:
            faults.append(f"not cut: {words!r}")
        elif words in document.text and "repeated" not in reasons:
            faults.append(f"cut and still in the text: {words!r}")
    faults += [f"not kept: {words!r}" for words in expected.get("kept", []) if words not in document.text]
    return faults


@pytest.mark.parametrize("case", load_cases(), ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    published = Date.parse(case["published"]) if "published" in case else None
    document = read(case["text"], published=published)
    assert not faults_of(document, case["document"]), document


def test_sentences_of_other_cases_are_never_cut() -> None:
    for path in sorted(CASES[0].parent.glob("*.yaml")):
        if path.stem in {"documents", "documents_pages", "times"}:  # both hold stamps
            continue
        for case in load_cases(path):
            document = read(case["text"])
            assert not document.cut, case["id"]
            assert " ".join(document.text.split()) == " ".join(case["text"].split()), case["id"]


def test_agencies_and_outlets_are_actors_of_the_register() -> None:
    media = Path(documents.__file__).parents[1] / "register" / "data" / "media.yaml"
    known = set(re.findall(r"\bid: ([A-Z0-9_]+)", media.read_text(encoding="utf-8")))
    habits = load_habits("fr")
    assert set(habits.agencies.values()) | {outlet.id for outlet in habits.outlets.values()} <= known


def test_cases_are_many_and_named_once() -> None:
    names = [case["id"] for case in load_cases()]
    assert len(names) == len(set(names)) >= 60


@pytest.mark.skipif(not SHARED.joinpath("seeds").is_dir(), reason="the real reports are not beside this checkout")
def test_real_reports() -> None:
    gold = yaml.load(SHARED.joinpath("gold", "seeds.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    for entry in gold["documents"]:
        document = read_document(Source(entry["file"], (SHARED / "seeds" / entry["file"]).read_bytes()), {"fr"})
        assert isinstance(document, Document)
        assert document.language == entry["language"]
        assert not [words for words in entry["strip"] if words in document.text]
        assert entry.get("outlet") in (None, document.outlet)
        if entry["published"] == "unknown":
            assert document.published is None
        else:
            wanted = Date.parse(entry["published"])
            assert document.published
            assert document.published.first and wanted.contains(document.published.first)
            assert document.published.last and wanted.contains(document.published.last)
