"""What a question may know: documents proved to be published by a day, of chosen sources.

A record opened within a scope holds these documents and nothing else: no row, name, fact or count hangs on a document
outside. A document whose publication is not proved counts as unknown on every day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa
from rapidfuzz import fuzz, process

from dragoman.errors import QueryError
from dragoman.model.dates import Date
from dragoman.model.names import fold

Strings = tuple[str, ...]

# Digits of a document's id by which a family can be named; fewer could be an acronym (AFAD, DEFA).
_ID_DIGITS = 8
_NEAR_ENOUGH = 75.0
_LISTED = 20
_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Scope:
    """`known`: only what was published by its last day; `sources`: only these outlets, agencies or families.

    Empty sources are all sources. A source is named by its id, a name of it, the outlet as a document writes it, or
    the first eight digits or more of a family's id.
    """

    known: Date | None = None
    sources: Strings = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing is left out."""
        return self.known is None and not self.sources


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Scoped:
    """How many documents a scope holds, and how many it leaves out and why.

    A document of another source counts as such alone, whenever it was published.
    """

    documents: int
    later: int
    undated: int
    other_sources: int


def limit_documents(engine: duckdb.DuckDBPyConnection, scope: Scope, media: Mapping[str, Strings]) -> Scoped:
    """Make `inner_views.in_scope`, the documents that a scope holds, from `inner_views.shown_documents`.

    `media` maps the id of a medium to its names. Raises QueryError with the nearest names for a source that no
    document comes from.
    """
    rows = engine.sql(
        "SELECT id, published_to, outlet, outlet_id, agencies FROM inner_views.shown_documents ORDER BY id"
    ).to_arrow_table()
    columns = [rows.column(name).to_pylist() for name in rows.column_names]
    last = scope.known.last if scope.known is not None else None
    chosen = set(_keys(scope.sources, columns, media)) if scope.sources else None
    kept: list[str] = []
    later = undated = other = 0
    for document, published, outlet, outlet_id, agencies in zip(*columns, strict=True):
        if chosen is not None and chosen.isdisjoint(_keys_of(document, outlet, outlet_id, agencies)):
            other += 1
        elif last is not None and published is None:
            undated += 1
        elif last is not None and published > last:
            later += 1
        else:
            kept.append(document)
    engine.register("_given", pa.table({"document": pa.array(kept, pa.string())}))
    engine.execute("CREATE TABLE inner_views.in_scope AS SELECT document FROM _given")
    engine.unregister("_given")
    return Scoped(len(kept), later, undated, other)


def _keys_of(document: str, outlet: str | None, outlet_id: str | None, agencies: Iterable[str] | None) -> set[str]:
    keys = {f"family {document}", *(f"id {agency}" for agency in agencies or ())}
    if outlet is not None:
        keys.add(f"outlet {fold(outlet)}")
    if outlet_id is not None:
        keys.add(f"id {outlet_id}")
    return keys


def _keys(sources: Sequence[str], columns: Sequence[Sequence[Any]], media: Mapping[str, Strings]) -> Iterable[str]:
    """The keys of all that the sources name."""
    known: dict[str, set[str]] = {}
    written: dict[str, str] = {}
    for _, _, outlet, outlet_id, agencies in zip(*columns, strict=True):
        named = [] if outlet is None else [(outlet, f"outlet {fold(outlet)}")]
        for medium in {outlet_id, *(agencies or ())} - {None}:
            named += [(form, f"id {medium}") for form in (medium, *media.get(medium, ()))]
        for form, key in named:
            known.setdefault(fold(form), set()).add(key)
            written.setdefault(fold(form), form)
    for source in sources:
        asked = source.strip()
        families = [f"family {document}" for document in columns[0] if document.startswith(asked.lower())]
        if found := known.get(fold(asked)):
            yield from found
        elif len(asked) >= _ID_DIGITS and families:
            yield from families
        else:
            raise QueryError(_unknown_source(source, written))


def _unknown_source(source: str, written: Mapping[str, str]) -> str:
    """`written` maps the folded names of sources to the names as they are written."""
    near = process.extract(fold(source), list(written), scorer=fuzz.WRatio, score_cutoff=_NEAR_ENOUGH)
    listed = [written[form] for form, _, _ in near[:_SUGGESTIONS]]
    names = ", ".join(sorted(written.values())[:_LISTED])
    hint = f"did you mean {', '.join(listed)}?" if listed else f"it has {names}" if names else "it names no source"
    return f"no document of the record comes from {source!r}; {hint}"
