"""Documents by the day of their publication."""

from dataclasses import dataclass

from pydantic import Field

from dragoman.model.dates import Date
from dragoman.views.publications import Documents, ListedDocument
from dragoman.web.asked import DayText, Listing
from dragoman.web.desk import Desk, Page, Part


class DocumentsAsked(Listing):
    """What the documents are limited to."""

    since: DayText | None = Field(None, description="Only what was published this day or later.", max_length=40)
    until: DayText | None = Field(None, description="Only what was published this day or earlier.", max_length=40)


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """Documents, the last to be published first, undated ones last."""

    rows: Part[ListedDocument]


def answer_documents(desk: Desk, asked: DocumentsAsked) -> DocumentsPage:
    """The documents that were asked for."""
    since, until = (Date.parse(day) if day is not None else None for day in (asked.since, asked.until))
    first, last = since.first if since is not None else None, until.last if until is not None else None
    chosen = Documents(desk.record, first, last)
    return DocumentsPage(Part(tuple(chosen.rows(count=asked.rows, cursor=asked.cursor)), asked.cursor, chosen.count()))


DOCUMENTS = Page(
    name="documents",
    path="/documents",
    asked=DocumentsAsked,
    answer=answer_documents,
    rows=lambda found: found.rows,
    row=ListedDocument,
    meaning="Documents, the last to be published first",
)
