"""The words that fill the roles of an assertion, and the actors that they stand for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.record.reading import Record
from dragoman.views.names import Names

_QUERY = "SELECT * FROM arguments WHERE {column} = ? ORDER BY assertion, span_start, span_end, role, ordinal, actor"


@dataclass(frozen=True, slots=True)
class RoleFiller:
    """What filled one role: the words, the actor they stand for (None where open), by what means, and why.

    `country` is that of the office which the text, or the register on that day, gives. The span is half-open character
    offsets into the document's text.
    """

    role: str
    ordinal: int
    words: str
    actor: str | None
    actor_label: str | None
    country: str | None
    position: str | None
    filled_by: str
    reason: str
    span_start: int
    span_end: int


def list_roles(record: Record, names: Names, assertion: str) -> tuple[RoleFiller, ...]:
    """The roles of one assertion, by its whole id, in the order of the text."""
    return _fillers(record.sql(_QUERY.format(column="assertion"), [assertion]).to_pylist(), names)


def list_roles_of_document(record: Record, names: Names, document: str) -> dict[str, tuple[RoleFiller, ...]]:
    """The roles of every assertion of a document, by the assertion's id."""
    by_assertion: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in record.sql(_QUERY.format(column="document"), [document]).to_pylist():
        by_assertion[row["assertion"]].append(row)
    return {assertion: _fillers(rows, names) for assertion, rows in by_assertion.items()}


def _fillers(rows: Sequence[dict[str, Any]], names: Names) -> tuple[RoleFiller, ...]:
    return tuple(
        RoleFiller(
            words=row["quote_text"],
            actor_label=names.label(row["actor"]),
            **{name: row[name] for name in _SAME},
        )
        for row in rows
    )


_SAME = ("role", "ordinal", "actor", "country", "position", "filled_by", "reason", "span_start", "span_end")
