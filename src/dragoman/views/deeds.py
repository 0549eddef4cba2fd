"""What the record tells that a state did towards two others in the weeks after a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from dragoman.model.dates import Date
from dragoman.record.reading import Record
from dragoman.views.events import event_line
from dragoman.views.names import Names

DAYS_TOLD = 90
_QUERY = """
    SELECT e.*, d.source
    FROM events AS e JOIN documents AS d ON d.id = e.document
    WHERE e.date_from >= $first AND e.date_to <= $last
    ORDER BY e.date_from, e.date_to, d.source, e.span_start, e.id"""


@dataclass(frozen=True, slots=True)
class Deed:
    """One event of the record in which a state acts; `date` is EDTF text, `document` an id, `source` its address."""

    id: str
    event_type: str
    date: str
    summary: str
    document: str
    source: str


class Deeds:
    """What states did in the 90 days from the first of some days on; nothing where there is no record."""

    def __init__(self, record: Record | None, names: Names, on: Date) -> None:
        self._by_party: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._names = names
        if record is None or on.first is None:
            return
        days = {"first": on.first, "last": (on.last or on.first) + dt.timedelta(days=DAYS_TOLD)}
        for row in record.sql(_QUERY, days).to_pylist():
            for party in _side(row, "actor"):
                self._by_party[party].append(row)

    def of(self, state: str, towards: Collection[str]) -> tuple[Deed, ...]:
        """What the state did to one of the others, or together with one, in order of day."""
        others = set(towards) - {state}
        return tuple(
            self._deed(row)
            for row in self._by_party.get(state, ())
            if (_side(row, "actor") | _side(row, "recipient")) & others
        )

    def _deed(self, row: dict[str, Any]) -> Deed:
        told = (row["id"], row["event_type"], row["date"], event_line(self._names, row))
        return Deed(*told, row["document"], row["source"])


def _side(row: dict[str, Any], side: str) -> set[str]:
    return {*(row[f"{side}s"] or ()), *(row[f"{side}_countries"] or ())}
