"""Documents found by the words of their titles and texts."""

from dataclasses import dataclass

from pydantic import Field

from dragoman.views.search import FoundDocument, search_documents
from dragoman.web.asked import Days, Text
from dragoman.web.desk import Desk, Page, Part


class SearchAsked(Days):
    """What is looked for; days are those of publication."""

    words: Text | None = Field(None, description='All of these words, in any order; "in quotation marks" side by side.')


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Documents that hold the words, those first that say most of it; none where no words were given."""

    rows: Part[FoundDocument]


def answer_search(desk: Desk, asked: SearchAsked) -> SearchPage:
    """The documents that hold the words."""
    if asked.words is None:
        return SearchPage(Part((), asked.cursor, 0))
    start, end = asked.days
    found = search_documents(desk.record, asked.words, start=start, end=end)
    return SearchPage(Part(tuple(found.rows(count=asked.rows, cursor=asked.cursor)), asked.cursor, found.count()))


SEARCH = Page(
    name="search",
    path="/search",
    asked=SearchAsked,
    answer=answer_search,
    rows=lambda found: found.rows,
    row=FoundDocument,
    meaning="Documents that hold words in title or text, those first that say most of it",
)
