"""Finding sources: files, folders, globs and their metadata; what can't be used is set aside with its reason."""

import csv
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from dragoman.documents.decoding import looks_binary
from dragoman.errors import DateError, ReadError
from dragoman.model.dates import Date
from dragoman.model.document import Source

SetAsideReason = Literal[
    "missing", "unreadable", "empty", "binary", "markup", "too-large", "no-letters", "language", "boilerplate"
]  # fmt: skip

SUFFIXES = frozenset({".txt", ".text", ".md"})
MAX_BYTES = 50 * 1024 * 1024
_COLUMNS = ("source", "published", "outlet", "url", "title")
_GLOB = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class SetAside:
    """Something that was not read: its address, why in one word, and what to do in one line."""

    address: str
    reason: SetAsideReason
    message: str


@dataclass(frozen=True, slots=True)
class SourceMetadata:
    """What a metadata file says of one source; outranks what the text says."""

    published: Date | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None


def iter_sources(
    paths: Sequence[str], *, metadata: Mapping[str, SourceMetadata] | None = None, published: Date | None = None
) -> Iterator[Source | SetAside]:
    """Yield the sources behind files, folders (recursive, sorted, text files only) and globs, in the order given.

    A path given twice is yielded once. A source's own metadata outranks `published`, which holds for all.
    Never raises for a bad path: a SetAside says what is wrong, and the rest goes on.
    """
    seen: set[str] = set()
    for given in paths:
        for found in _iter_files(given):
            if isinstance(found, SetAside):
                yield found
                continue
            source = _read(found)
            if isinstance(source, SetAside):
                yield source
            elif (real := os.path.realpath(found)) not in seen:
                seen.add(real)
                yield _describe(source, found, metadata or {}, published)


def load_metadata(path: Path) -> Mapping[str, SourceMetadata]:
    """Read a metadata file: CSV, or JSON Lines where the name ends in .jsonl, .ndjson or .json.

    Columns or keys (any case): source, published (EDTF, or an ISO time whose day is taken), outlet, url, title.
    `source` is a file name or a path relative to the metadata file. The result is keyed by that text and by the
    absolute path. Raises ReadError (reason ``metadata``) naming file and line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ReadError(f"{path}: metadata cannot be read: {error.strerror}", "metadata") from error
    except UnicodeDecodeError as error:
        raise ReadError(f"{path}: metadata is not UTF-8; save it as UTF-8", "metadata") from error
    lines = _iter_json if path.suffix.lower() in {".jsonl", ".ndjson", ".json"} else _iter_csv
    known: dict[str, SourceMetadata] = {}
    for number, row in lines(path, text):
        name = row.get("source", "")
        if not name:
            raise ReadError(f"{path}:{number}: no source; give the file name in the column 'source'", "metadata")
        entry = SourceMetadata(
            _parse_date(path, number, row.get("published", "")),
            row.get("outlet") or None,
            row.get("url") or None,
            row.get("title") or None,
        )
        if known.get(name, entry) != entry:
            raise ReadError(f"{path}:{number}: {name!r} was given before with other values; keep one row", "metadata")
        known[name] = entry
        known[os.path.realpath(path.parent / name)] = entry
    return known


def _iter_csv(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    header: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [cell.strip().lower() for cell in cells]
                if "source" not in header:
                    raise ReadError(f"{path}:1: no column 'source'; the columns are {', '.join(_COLUMNS)}", "metadata")
                continue
            if len(cells) > len(header):
                found = f"{len(cells)} cells, the header has {len(header)}"
                raise ReadError(f"{path}:{reader.line_num}: {found}; quote cells that hold commas", "metadata")
            yield reader.line_num, {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
    except csv.Error as error:
        raise ReadError(f"{path}:{reader.line_num}: no valid CSV: {error}", "metadata") from error


def _iter_json(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise ReadError(f"{path}:{number}: no valid JSON: {error}; one object a line", "metadata") from error
        if not isinstance(entry, dict):
            raise ReadError(f'{path}:{number}: not an object; write one {{"source": …}} a line', "metadata")
        row: dict[str, str] = {}
        for name, value in entry.items():
            if name.lower() in _COLUMNS and value is not None:
                if not isinstance(value, str):
                    raise ReadError(f"{path}:{number}: {name} is no text: {value!r}; put it in quotes", "metadata")
                row[name.lower()] = value.strip()
        yield number, row


def _parse_date(path: Path, number: int, text: str) -> Date | None:
    if not text:
        return None
    day = text[:10] if len(text) > 10 and text[10] in "T " else text
    try:
        return Date.parse(day)
    except DateError as error:
        raise ReadError(f"{path}:{number}: published: {error}", "metadata") from error


def _iter_files(given: str) -> Iterator[Path | SetAside]:
    path = Path(given)
    try:
        if path.is_dir():
            files = sorted(_iter_folder(path))
            if not files:
                suffixes = ", ".join(sorted(SUFFIXES))
                yield SetAside(given, "empty", f"{given}: no text file in this folder ({suffixes})")
            yield from files
        elif path.exists() or not _GLOB & set(given):
            yield path
        else:
            matches = sorted(_iter_matches(path))
            if not matches:
                yield SetAside(given, "missing", f"{given}: no file matches; check the pattern")
            for match in matches:
                yield from sorted(_iter_folder(match)) if match.is_dir() else [match]
    except (OSError, ValueError) as error:
        yield SetAside(given, "unreadable", f"{given!r}: cannot be looked up: {error}")


def _iter_matches(pattern: Path) -> Iterator[Path]:
    root = Path(pattern.anchor)
    for match in root.glob(str(pattern.relative_to(root))):
        if not match.name.startswith("."):
            yield match


def _iter_folder(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(root) / name


def _read(path: Path) -> Source | SetAside:
    address = os.fsencode(path).decode("utf-8", "replace")  # a name in another encoding still makes a valid address
    try:
        if not path.exists():
            return SetAside(address, "missing", f"{address}: no such file; check the path")
        if not path.is_file():
            return SetAside(address, "unreadable", f"{address}: not a regular file; give a text file or a folder")
        size = path.stat().st_size
        if size > MAX_BYTES:
            message = f"{address}: {size:,} bytes, the limit is {MAX_BYTES:,}; split it into single reports"
            return SetAside(address, "too-large", message)
        content = path.read_bytes()
    except OSError as error:
        return SetAside(address, "unreadable", f"{address}: cannot be read: {error.strerror}; check its permissions")
    if not content.strip():
        return SetAside(address, "empty", f"{address}: the file is empty")
    if looks_binary(content):
        return SetAside(address, "binary", f"{address}: not a text file; save the report as plain text")
    return Source(address, content)


def _describe(source: Source, path: Path, metadata: Mapping[str, SourceMetadata], published: Date | None) -> Source:
    names = (os.path.realpath(path), str(path), path.name)
    entry = next((metadata[name] for name in names if name in metadata), SourceMetadata())
    return replace(
        source,
        published=entry.published or published,
        outlet=entry.outlet,
        url=entry.url,
        title=entry.title,
    )
