"""What contradicts what: both sides with their words and sources next to each other."""

from dataclasses import dataclass

from pydantic import Field

from dragoman.views.facts import ListedContradiction, Told, list_contradictions, list_told
from dragoman.web.asked import Listing, Text
from dragoman.web.desk import Desk, Page, Part, part_of


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
    found = list_contradictions(desk.record, desk.register, types=asked.type, actor=asked.actor)
    part = part_of(found, asked.cursor, asked.rows)
    told = list_told(desk.record, {fact for each in part.rows for fact in (each.fact_a, each.fact_b) if fact})
    sides = tuple(BothSides(each, told[each.fact_a], told.get(each.fact_b or "", ())) for each in part.rows)
    return ContradictionsPage(Part(sides, part.cursor, part.total))


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
