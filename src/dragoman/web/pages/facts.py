"""Facts with their sources counted; one fact with every row that tells it."""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from dragoman.model.dates import Date
from dragoman.views.facts import (
    ListedContradiction,
    ListedFact,
    Order,
    Told,
    choose_facts,
    get_fact,
)
from dragoman.views.told import KINDS
from dragoman.web.asked import Days, DayText, Listing, Text
from dragoman.web.desk import Desk, Page, Part, part_of


class FactsAsked(Days):
    """What the facts are limited to."""

    actor: Text | None = Field(None, description="Only facts that this state, organisation or person is a party of.")
    speaker: Text | None = Field(None, description="Only statements of this speaker, or of a state's officials.")
    kind: list[Literal["membership", "occupancy", "attribute", "statement", "event"]] = Field(
        default_factory=list, description="Only facts of these kinds."
    )
    type: list[Text] = Field(
        default_factory=list,
        description="Only these statuses, positions, properties, acts or event types.",
        max_length=30,
    )
    status: list[Literal["single", "corroborated", "contested"]] = Field(
        default_factory=list, description="Only facts that rest on one source, on several, or are contested."
    )
    since: DayText | None = Field(None, description="Only what was first published this day or later.", max_length=40)
    until: DayText | None = Field(None, description="Only what was first published this day or earlier.", max_length=40)
    order: Order = Field("day", description="By day, the latest day, the last published, or the gravest first.")


@dataclass(frozen=True, slots=True)
class FactsPage:
    """Facts in the order that was asked for."""

    rows: Part[ListedFact]


def answer_facts(desk: Desk, asked: FactsAsked) -> FactsPage:
    """The facts that were asked for."""
    start, end = asked.days
    since, until = (Date.parse(day) if day is not None else None for day in (asked.since, asked.until))
    chosen = choose_facts(
        desk.record,
        desk.register,
        actor=asked.actor,
        speaker=asked.speaker,
        kinds=asked.kind or KINDS,
        statuses=asked.status,
        relations=asked.type,
        start=start,
        end=end,
        since=since.first if since is not None else None,
        until=until.last if until is not None else None,
    )
    rows = tuple(chosen.rows(asked.order, count=asked.rows, cursor=asked.cursor))
    return FactsPage(Part(rows, asked.cursor, chosen.count()))


@dataclass(frozen=True, slots=True)
class FactShown:
    """A fact, its rows with their words and why they were joined, what contradicts it, and which judgements made it."""

    fact: ListedFact
    told: Part[Told]
    against: tuple[ListedContradiction, ...]
    judged: tuple[str, ...]


def answer_fact(desk: Desk, asked: Listing, name: str) -> FactShown:
    """The fact that an id means, or the id of one of its rows."""
    found = get_fact(desk.record, name)
    return FactShown(found.fact, part_of(found.told, asked.cursor, asked.rows), found.against, found.judged)


FACTS = Page(
    name="facts",
    path="/facts",
    asked=FactsAsked,
    answer=answer_facts,
    rows=lambda found: found.rows,
    row=ListedFact,
    meaning="What the record comes to: assertions of the same thing as one, with its sources counted",
)
FACT = Page(
    name="fact",
    path="/fact/{name}",
    asked=Listing,
    answer=answer_fact,
    rows=lambda found: found.told,
    row=Told,
    meaning="Every row that tells a fact",
)
