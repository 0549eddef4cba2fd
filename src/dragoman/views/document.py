"""One document: its text with what it asserts, what was cut, and how it was dated."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from rapidfuzz import fuzz, process

from dragoman.errors import QueryError, UnknownNameError
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.names import Names
from dragoman.views.roles import RoleFiller, list_roles_of_document
from dragoman.views.timeline import TimelineRow, list_assertions

# Shorter than this, a prefix of an id is more likely to be a slip.
SHORTEST_PREFIX = 4
_LISTED = 5


@dataclass(frozen=True, slots=True)
class CutPiece:
    """A piece of the source that is not the report, and the reason in one word."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class DrawnAssertion(TimelineRow):
    """An assertion of a document with the words that fill its roles, in the order of the text."""

    roles: tuple[RoleFiller, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document and its assertions in the order of the text; `published_text` is the proof of `published`."""

    id: str
    source: str
    sources: tuple[str, ...]
    outlet: str | None
    agencies: tuple[str, ...]
    byline: str | None
    title: str | None
    language: str
    published: str | None
    published_from: dt.date | None
    published_to: dt.date | None
    published_text: str | None
    place: str | None
    flags: tuple[str, ...]
    text: str
    cut: tuple[CutPiece, ...]
    assertions: tuple[DrawnAssertion, ...]
    program_version: str | None
    rules_version: str | None


def get_document(record: Record, register: Register, name: str) -> DocumentPage:
    """The document that a name means: the start of its id, its file's name (or the start of it) or its whole address.

    Raises UnknownNameError with the nearest file names, QueryError when several documents fit.
    """
    chosen = find_document_id(record, name)
    row = record.sql("SELECT * FROM documents WHERE id = ?", [chosen]).to_pylist()[0]
    seen = "SELECT DISTINCT source FROM sightings WHERE document = ? ORDER BY source"
    sightings = record.sql(seen, [chosen]).to_pylist()
    readings = record.sql("SELECT * FROM readings WHERE document = ? AND id = ?", [chosen, row["reading"]]).to_pylist()
    reading = readings[0] if readings else {}
    register = register.as_known(record.scope.known)
    names = Names(record, register)
    return DocumentPage(
        **{column: row[column] for column in _PLAIN},
        sources=tuple(sighting["source"] for sighting in sightings),
        agencies=tuple(names.label(agency) or agency for agency in row["agencies"] or ()),
        flags=tuple(row["flags"] or ()),
        cut=tuple(CutPiece(piece["text"], piece["reason"]) for piece in row["cut"] or ()),
        assertions=tuple(_iter_drawn(record, register, names, chosen)),
        program_version=reading.get("program_version"),
        rules_version=reading.get("rules_version"),
    )


def _iter_drawn(record: Record, register: Register, names: Names, document: str) -> Iterator[DrawnAssertion]:
    roles = list_roles_of_document(record, names, document)
    for row in list_assertions(record, register, names, document):
        told = {field.name: getattr(row, field.name) for field in fields(row)}
        yield DrawnAssertion(**told, roles=roles.get(row.id, ()))


_PLAIN = (
    "id",
    "source",
    "outlet",
    "byline",
    "title",
    "language",
    "published",
    "published_from",
    "published_to",
    "published_text",
    "place",
    "text",
)


def find_document_id(record: Record, name: str) -> str:
    """The id of the document that a name means; raises as `get_document`."""
    wanted = name.strip()
    if len(record.sql("SELECT id FROM documents WHERE id = ?", [wanted])):
        return wanted
    query = """
        SELECT d.id, s.source FROM documents AS d LEFT JOIN sightings AS s ON s.document = d.id
        UNION SELECT id, source FROM documents ORDER BY ALL"""
    sources: list[tuple[str, str]] = [(row["id"], row["source"] or "") for row in record.sql(query).to_pylist()]
    for fits in (_whole, _file_name, _id_start, _name_start):
        found = {document: source for document, source in sources if fits(wanted, document, source)}
        if len(found) > 1:
            listing = ", ".join(f"{document[:12]} ({source})" for document, source in list(found.items())[:_LISTED])
            more = f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
            raise QueryError(f"{name!r} fits {len(found)} documents: {listing}{more}; give more of the name or id")
        if found:
            return next(iter(found))
    raise _unknown(name, [source for _, source in sources])


def _whole(wanted: str, document: str, source: str) -> bool:
    return wanted in (document, source)


def _file_name(wanted: str, document: str, source: str) -> bool:
    last = last_part(source)
    return wanted in (last, last.rpartition(".")[0]) or source.endswith("/" + wanted)


def _id_start(wanted: str, document: str, source: str) -> bool:
    return len(wanted) >= SHORTEST_PREFIX and document.startswith(wanted.lower())


def _name_start(wanted: str, document: str, source: str) -> bool:
    return bool(wanted) and last_part(source).startswith(wanted)


def last_part(source: str) -> str:
    """The file name of a path, or the last part of an address."""
    return source.rstrip("/").replace("\\", "/").rpartition("/")[2] or source


def _unknown(name: str, sources: list[str]) -> UnknownNameError:
    files = sorted({last_part(source) for source in sources})
    hits = process.extract(last_part(name), files, scorer=fuzz.WRatio, limit=3, score_cutoff=60)
    near = tuple(file for file, _, _ in hits)
    listing = f"did you mean {', '.join(near)}?" if near else "give the start of its id or its file's name"
    return UnknownNameError(f"the record has no document {name!r}; {listing}", near)


def describe_document(page: DocumentPage) -> dict[str, Any]:
    """What is known of the document in words, by the names that a reader is shown; unknown things are left out."""
    published = f"{page.published} (proof: {page.published_text})" if page.published else "unknown: nothing proves it"
    known = {
        "source": page.source,
        "also seen at": ", ".join(source for source in page.sources if source != page.source),
        "published": published,
        "outlet": page.outlet,
        "agencies": ", ".join(page.agencies),
        "byline": page.byline,
        "title": page.title,
        "place": page.place,
        "language": page.language,
        "flags": ", ".join(page.flags),
    }
    return {name: value for name, value in known.items() if value}
