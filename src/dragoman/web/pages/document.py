"""One document: its text with every assertion marked in place, and one of them explained."""

from dataclasses import dataclass

from pydantic import Field

from dragoman.errors import UnknownNameError
from dragoman.views.document import DocumentPage, DrawnAssertion, get_document
from dragoman.views.explanation import Explanation, explain_assertion
from dragoman.views.marking import Piece, cut_at_spans
from dragoman.web.asked import Listing, Text
from dragoman.web.desk import Desk, Page, Part, part_of


class DocumentAsked(Listing):
    """Which of a document's rows is explained."""

    row: Text | None = Field(None, description="The id of the row to be explained, or its start.")


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """A document, its text in pieces, some of its rows in the order of the text, and the row that was asked for.

    `numbers` gives the number under which each row is marked in the text.
    """

    document: DocumentPage
    pieces: tuple[Piece, ...]
    numbers: dict[str, int]
    rows: Part[DrawnAssertion]
    explained: Explanation | None


def answer_document(desk: Desk, asked: DocumentAsked, name: str) -> MarkedDocument:
    """The document that a name means. Raises UnknownNameError for a row that is of another document."""
    found = get_document(desk.record, desk.register, name)
    explained = explain_assertion(desk.record, desk.register, asked.row) if asked.row is not None else None
    if explained is not None and explained.document != found.id:
        raise UnknownNameError(f"{asked.row!r} is a row of another document, {explained.source}")
    pieces = cut_at_spans(found.text, ((row.id, row.span_start, row.span_end) for row in found.assertions))
    numbers = {row.id: number for number, row in enumerate(found.assertions, start=1)}
    return MarkedDocument(found, pieces, numbers, part_of(found.assertions, asked.cursor, asked.rows), explained)


DOCUMENT = Page(
    name="document",
    path="/document/{name}",
    asked=DocumentAsked,
    answer=answer_document,
    rows=lambda found: found.rows,
    row=DrawnAssertion,
    meaning="What a document asserts, in the order of its text",
)
