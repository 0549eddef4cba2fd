"""What people have put right, and what became of each judgement."""

from dataclasses import dataclass

from pydantic import Field

from dragoman.judging import list_judgements
from dragoman.record.schema import JudgementRow
from dragoman.web.asked import Listing, LocalPath
from dragoman.web.desk import Desk, Page, Part, part_of

# Kinds that are about assertions, and about actors; the others are about an outlet or a judgement.
_ABOUT_ROWS = frozenset({"apart", "together", "value", "wrong"})
_ABOUT_ACTORS = frozenset({"same", "different"})


class JudgementsAsked(Listing):
    """Where the reader was who judged."""

    back: LocalPath | None = Field(None, description="The page from which the reader came.", max_length=2_000)


@dataclass(frozen=True, slots=True)
class JudgementsPage:
    """Judgements, the last first; `back` is the address of the page from which the reader came."""

    rows: Part[JudgementRow]
    back: str | None


def answer_judgements(desk: Desk, asked: JudgementsAsked) -> JudgementsPage:
    """All judgements of the record."""
    return JudgementsPage(part_of(list_judgements(desk.record)[::-1], asked.cursor, asked.rows), asked.back)


def path_of(kind: str, about: str) -> str | None:
    """The page of what a judgement is about; None where it has none of its own."""
    if kind in _ABOUT_ROWS:
        return f"/fact/{about}"
    return f"/actor/{about}" if kind in _ABOUT_ACTORS else None


JUDGEMENTS = Page(
    name="judgements",
    path="/judgements",
    asked=JudgementsAsked,
    answer=answer_judgements,
    rows=lambda found: found.rows,
    row=JudgementRow,
    meaning="What people have put right, the last first",
)
