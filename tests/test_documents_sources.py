"""Finding sources and their metadata."""

import os
from pathlib import Path

import pytest

from dragoman.documents import sources
from dragoman.documents.sources import SetAside, SourceMetadata, iter_sources, load_metadata
from dragoman.errors import ReadError
from dragoman.model.dates import Date
from dragoman.model.document import Source


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "b.txt": "Deux.",
        "a.txt": "Un.",
        "note.md": "Trois.",
        "page.html": "<html>",
        ".hidden.txt": "non",
        "sub/c.TXT": "Quatre.",
        ".git/d.txt": "non",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def collect(*paths: object, **options: object) -> list[Source | SetAside]:
    return list(iter_sources([str(path) for path in paths], **options))  # type: ignore[arg-type]


def names(found: list[Source | SetAside]) -> list[str]:
    return [Path(item.address).name for item in found]


def reasons(found: list[Source | SetAside]) -> list[str]:
    return [item.reason if isinstance(item, SetAside) else "read" for item in found]


def test_folder_is_read_sorted_without_hidden_and_other_files(folder: Path) -> None:
    assert names(collect(folder)) == ["a.txt", "b.txt", "note.md", "c.TXT"]


def test_a_path_given_twice_is_read_once(folder: Path) -> None:
    assert names(collect(folder / "b.txt", folder, folder / "sub" / ".." / "a.txt")) == [
        "b.txt",
        "a.txt",
        "note.md",
        "c.TXT",
    ]


def test_globs(folder: Path) -> None:
    assert names(collect(folder / "*.txt")) == ["a.txt", "b.txt"]
    assert names(collect(folder / "**" / "*.TXT")) == ["c.TXT"]
    assert reasons(collect(folder / "*.csv")) == ["missing"]


def test_relative_globs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert names(collect("?.txt")) == ["a.txt", "b.txt"]


def test_file_whose_name_has_brackets(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text("Un.", encoding="utf-8")
    assert reasons(collect(tmp_path / "a[1].txt")) == ["read"]


def test_bad_paths_are_set_aside_and_the_rest_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "empty.txt").write_bytes(b" \n")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (folder / "large.txt").write_bytes(b"x" * 200)
    os.mkfifo(folder / "pipe.txt")
    (folder / "void").mkdir()
    monkeypatch.setattr(sources, "MAX_BYTES", 100)
    given = ["gone.txt", "empty.txt", "picture.txt", "large.txt", "pipe.txt", "void", "a.txt"]
    found = collect(*(folder / name for name in given), "nul\0.txt")
    assert reasons(found) == ["missing", "empty", "binary", "too-large", "unreadable", "empty", "read", "missing"]
    assert all(item.message and "\n" not in item.message for item in found if isinstance(item, SetAside))


def test_file_name_that_is_no_utf8(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe9t\xe9.txt")).write_text("Un.", encoding="utf-8")
    found = collect(tmp_path)
    assert reasons(found) == ["read"]
    assert found[0].address.encode("utf-8").endswith("\ufffdt\ufffd.txt".encode())


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_forbidden_file(folder: Path) -> None:
    (folder / "a.txt").chmod(0)
    assert reasons(collect(folder / "a.txt")) == ["unreadable"]


def test_metadata_outranks_the_option(folder: Path) -> None:
    table = folder / "about.csv"
    table.write_text(
        "Source,Published,OUTLET,url,title\na.txt,2024-06-25T14:30:00Z,RFI,https://www.rfi.fr/x,Titre\nsub/c.TXT,2024-05,,,\n",
        encoding="utf-8",
    )
    found = collect(folder, metadata=load_metadata(table), published=Date.year(2020))
    assert [item.published.edtf for item in found if isinstance(item, Source) and item.published] == [
        "2024-06-25",
        "2020",
        "2020",
        "2024-05",
    ]
    first = found[0]
    assert isinstance(first, Source)
    assert (first.outlet, first.url, first.title) == ("RFI", "https://www.rfi.fr/x", "Titre")


def test_metadata_as_json_lines(folder: Path) -> None:
    table = folder / "about.jsonl"
    table.write_text(
        '{"source": "a.txt", "Published": "2024-06", "extra": 3}\n\n{"source": "b.txt"}\n', encoding="utf-8"
    )
    known = load_metadata(table)
    assert known["a.txt"] == SourceMetadata(published=Date.month(2024, 6))
    assert known["b.txt"] == SourceMetadata()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("m.csv", "file,published\na.txt,2024\n", "m.csv:1: no column 'source'"),
        ("m.csv", "source,published\na.txt,25 juin\n", "m.csv:2: published: '25 juin' is no EDTF date"),
        ("m.csv", "source,published\n\n,2024\n", "m.csv:3: no source"),
        ("m.csv", "source,published\na.txt,2024,RFI\n", "m.csv:2: 3 cells"),
        ("m.csv", 'source,title\na.txt,"Titre\n', "m.csv:2: no valid CSV"),
        ("m.csv", "source,published\na.txt,2024\na.txt,2023\n", "m.csv:3: 'a.txt' was given before"),
        ("m.jsonl", '{"source": "a.txt"}\n{"source"\n', "m.jsonl:2: no valid JSON"),
        ("m.jsonl", '["a.txt"]\n', "m.jsonl:1: not an object"),
        ("m.jsonl", '{"source": 3}\n', "m.jsonl:1: source is no text"),
    ],
)
def test_bad_metadata_names_its_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        load_metadata(tmp_path / name)
    assert message in str(caught.value)
    assert caught.value.reason == "metadata"


def test_metadata_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be read"):
        load_metadata(tmp_path / "gone.csv")
    (tmp_path / "latin.csv").write_bytes("source,title\na.txt,été\n".encode("latin-1"))
    with pytest.raises(ReadError, match="not UTF-8"):
        load_metadata(tmp_path / "latin.csv")
