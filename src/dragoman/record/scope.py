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
_FAMILY = "family "
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
    last = scope.known.last if scope.known is not None else None
    origins = engine.sql(
        "SELECT outlet, outlet_id, agencies FROM inner_views.shown_documents GROUP BY ALL ORDER BY min(id)"
    ).to_arrow_table()
    columns = [origins.column(name).to_pylist() for name in origins.column_names]
    families: list[str] = []
    if scope.sources:
        chosen = _choose(engine, scope.sources, columns, media)
        families = [key.removeprefix(_FAMILY) for key in chosen if key.startswith(_FAMILY)]
        kept = [not chosen.isdisjoint(_keys_of(*origin)) for origin in zip(*columns, strict=True)]
        origins = origins.filter(pa.array(kept, pa.bool_()))
    engine.register("_origins", origins)
    engine.register("_families", pa.table({"id": pa.array(families, pa.string())}))
    engine.register("_last", pa.table({"day": pa.array([last], pa.date32())}))
    engine.execute(
        """CREATE TABLE inner_views.placed AS
        SELECT d.id AS document,
            CASE WHEN o.sought IS NULL AND d.id NOT IN (SELECT id FROM _families) THEN 'other'
                WHEN day IS NULL THEN 'kept' WHEN published_to IS NULL THEN 'undated'
                WHEN published_to > day THEN 'later' ELSE 'kept' END AS place
        FROM inner_views.shown_documents AS d CROSS JOIN _last
        LEFT JOIN (SELECT *, true AS sought FROM _origins) AS o ON o.outlet IS NOT DISTINCT FROM d.outlet
            AND o.outlet_id IS NOT DISTINCT FROM d.outlet_id AND o.agencies IS NOT DISTINCT FROM d.agencies"""
    )
    for name in ("_origins", "_families", "_last"):
        engine.unregister(name)
    engine.execute("CREATE TABLE inner_views.in_scope AS SELECT document FROM inner_views.placed WHERE place = 'kept'")
    counts = dict(engine.sql("SELECT place, count(*) FROM inner_views.placed GROUP BY place").fetchall())
    return Scoped(*(counts.get(place, 0) for place in ("kept", "later", "undated", "other")))


def _keys_of(outlet: str | None, outlet_id: str | None, agencies: Iterable[str] | None) -> set[str]:
    keys = {f"id {agency}" for agency in agencies or ()}
    if outlet is not None:
        keys.add(f"outlet {fold(outlet)}")
    if outlet_id is not None:
        keys.add(f"id {outlet_id}")
    return keys


def _choose(
    engine: duckdb.DuckDBPyConnection,
    sources: Sequence[str],
    columns: Sequence[Sequence[Any]],
    media: Mapping[str, Strings],
) -> set[str]:
    """The keys of all that the sources name; `columns` are the outlet, its id and the agencies of each origin."""
    known: dict[str, set[str]] = {}
    written: dict[str, str] = {}
    for outlet, outlet_id, agencies in zip(*columns, strict=True):
        named = [] if outlet is None else [(outlet, f"outlet {fold(outlet)}")]
        for medium in {outlet_id, *(agencies or ())} - {None}:
            named += [(form, f"id {medium}") for form in (medium, *media.get(medium, ()))]
        for form, key in named:
            known.setdefault(fold(form), set()).add(key)
            written.setdefault(fold(form), form)
    chosen: set[str] = set()
    for source in sources:
        asked = source.strip()
        if found := known.get(fold(asked)):
            chosen |= found
        elif len(asked) >= _ID_DIGITS and (families := _find_families(engine, asked.lower())):
            chosen |= families
        else:
            raise QueryError(_unknown_source(source, written))
    return chosen


def _find_families(engine: duckdb.DuckDBPyConnection, start: str) -> set[str]:
    query = "SELECT id FROM inner_views.shown_documents WHERE starts_with(id, ?)"
    return {f"{_FAMILY}{document}" for (document,) in engine.execute(query, [start]).fetchall()}


def _unknown_source(source: str, written: Mapping[str, str]) -> str:
    """`written` maps the folded names of sources to the names as they are written."""
    near = process.extract(fold(source), list(written), scorer=fuzz.WRatio, score_cutoff=_NEAR_ENOUGH)
    listed = [written[form] for form, _, _ in near[:_SUGGESTIONS]]
    names = ", ".join(sorted(written.values())[:_LISTED])
    hint = f"did you mean {', '.join(listed)}?" if listed else f"it has {names}" if names else "it names no source"
    return f"no document of the record comes from {source!r}; {hint}"
