"""The outlets and languages of a record's documents, by the names that a reader writes."""

from collections.abc import Collection
from dataclasses import dataclass

from dragoman.model.names import fold
from dragoman.record.reading import Record
from dragoman.views.names import get_nearest

_OUTLETS = """
    SELECT coalesce(d.outlet_id, d.outlet) AS outlet, min(d.outlet) AS written,
        any_value(a.label ORDER BY a.id) AS label, count(*) AS documents
    FROM documents AS d LEFT JOIN actors AS a ON a.id = d.outlet_id
    WHERE coalesce(d.outlet_id, d.outlet) IS NOT NULL GROUP BY ALL ORDER BY documents DESC, outlet"""
_LANGUAGES = "SELECT DISTINCT language FROM documents WHERE language IS NOT NULL ORDER BY language"


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet that documents name: the register's id of it, or its name as it is written; `label` is for readers."""

    outlet: str
    label: str
    documents: int


def list_outlets(record: Record) -> list[Outlet]:
    """The outlets of a record, those with most documents first."""
    rows = record.sql(_OUTLETS).to_pylist()
    return [Outlet(row["outlet"], row["label"] or row["written"], row["documents"]) for row in rows]


def list_languages(record: Record) -> list[str]:
    """The languages of a record's documents (ISO 639-1)."""
    return [row["language"] for row in record.sql(_LANGUAGES).to_pylist()]


def get_outlets(record: Record, names: Collection[str]) -> tuple[str, ...]:
    """The outlets that names mean, by id, label or as written. Raises UnknownNameError with the nearest ones."""
    if not names:
        return ()
    known = {fold(form): (form, each.outlet) for each in list_outlets(record) for form in (each.label, each.outlet)}
    written = [form for form, _ in known.values()]
    return tuple(sorted({known[fold(get_nearest(name, written, "outlet"))][1] for name in names}))


def get_languages(record: Record, names: Collection[str]) -> tuple[str, ...]:
    """The languages that names mean. Raises UnknownNameError with the languages that there are."""
    known = list_languages(record) if names else []
    return tuple(sorted({get_nearest(name, known, "language of a document") for name in names}))
