"""What contradicts what: both sides with their words and sources next to each other."""

from dataclasses import dataclass

from pydantic import Field

from dragoman.views.facts import ListedContradiction, Told, choose_contradictions, list_told
from dragoman.web.asked import Listing, Text
from dragoman.web.desk import Desk, Page, Part


class ContradictionsAsked(Listing):
    """What the contradictions are limited to."""

    type: list[Text] = Field(default_factory=list, description="Only contradictions of these types.", max_length=20)
    actor: Text | None = Field(None, description="Only those in which it is a party of a fact.")


@dataclass(frozen=True, slots=True)
class BothSides:
    """A contradiction with the words of each side; a side that is the register's has none."""

    contradiction: ListedContradiction
    told_a: tuple[Told, ...]
    told_b: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class ContradictionsPage:
    """Contradictions, the latest to be reported first."""

    sides: Part[BothSides]


def answer_contradictions(desk: Desk, asked: ContradictionsAsked) -> ContradictionsPage:
    """The contradictions that were asked for."""
    chosen = choose_contradictions(desk.record, desk.register, types=asked.type, actor=asked.actor)
    rows = chosen.rows(count=asked.rows, cursor=asked.cursor)
    told = list_told(desk.record, {fact for each in rows for fact in (each.fact_a, each.fact_b) if fact})
    sides = tuple(BothSides(each, told[each.fact_a], told.get(each.fact_b or "", ())) for each in rows)
    return ContradictionsPage(Part(sides, asked.cursor, chosen.count()))


def listed(found: ContradictionsPage) -> Part[ListedContradiction]:
    """The contradictions without the words."""
    return Part(tuple(each.contradiction for each in found.sides.rows), found.sides.cursor, found.sides.total)


CONTRADICTIONS = Page(
    name="contradictions",
    path="/contradictions",
    asked=ContradictionsAsked,
    answer=answer_contradictions,
    rows=listed,
    row=ListedContradiction,
    meaning="What contradicts what, in the record and against the register",
)
