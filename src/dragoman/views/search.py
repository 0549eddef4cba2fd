"""Documents by the words of their titles and texts."""

from dataclasses import dataclass
from typing import Any

from dragoman.record.reading import Record
from dragoman.views.days import Day, bounds_of
from dragoman.views.full_text import full_text
from dragoman.views.marking import Piece
from dragoman.views.words import Excerpt, Wanted, find_hits, iter_excerpts, mark, read_wanted

# Characters around a hit, and excerpts of one document.
AROUND, MOST_EXCERPTS = 90, 3

# With a day, those alone whose publication is proved.
_FOUND = """
    FROM (SELECT unnest(listed) AS id, generate_subscripts(listed, 1) AS rank
          FROM (SELECT string_split($ids, ' ') AS listed)) AS r
    JOIN documents AS d ON d.id = r.id
    WHERE ($first IS NULL OR d.published_to >= $first) AND ($last IS NULL OR d.published_from <= $last)"""
# Texts are fetched for those alone that are shown: sorting all with their texts takes many times as long.
_PAGE = f"SELECT r.id {_FOUND} ORDER BY r.rank LIMIT $count OFFSET $cursor"
_ROWS = """
    SELECT id, source, outlet, agencies, title, language, published, text FROM documents
    WHERE id IN (SELECT unnest($ids))"""


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document that holds words looked for.

    `published` is EDTF text, None where no day is proved. `title` is in pieces, of which those that are covered are
    words looked for, and None where it has none; `excerpts` are the first places of the text where they stand, of
    `n_hits` in all.
    """

    source: str
    outlet: str | None
    agencies: tuple[str, ...]
    title: tuple[Piece, ...] | None
    language: str | None
    published: str | None
    excerpts: tuple[Excerpt, ...]
    n_hits: int
    id: str


class FoundDocuments:
    """Documents that hold words looked for, not fetched yet."""

    def __init__(self, record: Record, wanted: Wanted, given: dict[str, Any]) -> None:
        self._record, self._wanted, self._given = record, wanted, given

    def count(self) -> int:
        """How many there are."""
        return int(self._record.sql(f"SELECT count(*) AS n {_FOUND}", self._given).column("n")[0].as_py())

    def rows(self, *, count: int | None = None, cursor: int = 0) -> list[FoundDocument]:
        """So many of them after the cursor, all by default: those first that say most of it for their length."""
        page = self._record.sql(_PAGE, {**self._given, "count": count, "cursor": cursor}).column("id").to_pylist()
        rows = {row["id"]: row for row in self._record.sql(_ROWS, {"ids": page}).to_pylist()}
        return [self._found(rows[each]) for each in page]

    def _found(self, row: dict[str, Any]) -> FoundDocument:
        text, title = row.pop("text"), row.pop("title")
        hits = find_hits(text, self._wanted)
        return FoundDocument(
            **{**row, "agencies": tuple(row["agencies"] or ())},
            title=mark(title, find_hits(title, self._wanted)) if title else None,
            excerpts=tuple(iter_excerpts(text, hits, around=AROUND, most=MOST_EXCERPTS)),
            n_hits=len(hits),
        )


def search_documents(record: Record, words: str, *, start: Day | None = None, end: Day | None = None) -> FoundDocuments:
    """The documents whose title and text hold all the words (see `dragoman.views.words.read_wanted`).

    `start` and `end` keep those that are proved to be published on the days between, both included. Raises QueryError
    where there is no word, DateError.
    """
    first, last = bounds_of(start, end)
    wanted = read_wanted(words)
    ids = " ".join(full_text(record, "documents").rank(wanted))
    return FoundDocuments(record, wanted, {"ids": ids, "first": first, "last": last})
