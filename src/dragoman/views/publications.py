"""What was published when: the documents of a record, the latest first."""

import datetime as dt
from dataclasses import dataclass

from dragoman.record.reading import Record

# The latest day on which a document is proved to have been published; a month or a year proves no day.
_LATEST = "SELECT max(published_to) AS day FROM documents WHERE published_from = published_to"
_WHERE = """FROM documents WHERE ($since IS NULL OR published_to >= $since)
    AND ($until IS NULL OR published_to <= $until)"""


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document; `published` is EDTF text, None where no day is proved."""

    id: str
    source: str
    outlet: str | None
    agencies: tuple[str, ...]
    title: str | None
    language: str | None
    published: str | None


class Documents:
    """Documents that were asked for, not fetched yet; with a day, those alone whose publication is proved."""

    def __init__(self, record: Record, since: dt.date | None = None, until: dt.date | None = None) -> None:
        self._record, self._given = record, {"since": since, "until": until}

    def count(self) -> int:
        """How many there are."""
        return int(self._record.sql(f"SELECT count(*) AS n {_WHERE}", self._given).column("n")[0].as_py())

    def rows(self, *, count: int | None = None, cursor: int = 0) -> list[ListedDocument]:
        """So many of them after the cursor, all by default: the last to be published first, undated ones last."""
        query = f"""SELECT id, source, outlet, agencies, title, language, published {_WHERE}
            ORDER BY published_to DESC NULLS LAST, source, id LIMIT $count OFFSET $cursor"""
        rows = self._record.sql(query, {**self._given, "count": count, "cursor": cursor}).to_pylist()
        return [ListedDocument(**{**row, "agencies": tuple(row["agencies"] or ())}) for row in rows]


def find_latest(record: Record) -> dt.date | None:
    """The latest day on which a document is proved to have been published; None where none is proved to the day."""
    found: dt.date | None = record.sql(_LATEST).column("day")[0].as_py()
    return found


def find_languages(record: Record, documents: set[str]) -> dict[str, str]:
    """The languages of documents, by their ids, where they are known."""
    query = "SELECT id, language FROM documents WHERE id IN (SELECT unnest($ids)) AND language IS NOT NULL"
    return {row["id"]: row["language"] for row in record.sql(query, {"ids": sorted(documents)}).to_pylist()}
