"""Events, statements, memberships, offices and attributes by day."""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from dragoman.views.timeline import KINDS, TimelineRow, list_timeline
from dragoman.web.asked import Days, Text
from dragoman.web.desk import Desk, Page, Part, part_of


class TimelineAsked(Days):
    """What the timeline is limited to."""

    actor: Text | None = Field(None, description="Only rows that this state, organisation or person is a party of.")
    kind: list[Literal["membership", "occupancy", "attribute", "statement", "event"]] = Field(
        default_factory=list, description="Only rows of these kinds."
    )


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Rows in order of day, undated ones last."""

    rows: Part[TimelineRow]


def answer_timeline(desk: Desk, asked: TimelineAsked) -> TimelinePage:
    """The rows that were asked for."""
    start, end = asked.days
    kinds = [kind for kind in KINDS if not asked.kind or kind in asked.kind]
    rows = list_timeline(desk.record, desk.register, actor=asked.actor, kinds=kinds, start=start, end=end)
    return TimelinePage(part_of(rows, asked.cursor, asked.rows))


TIMELINE = Page(
    name="timeline",
    path="/timeline",
    asked=TimelineAsked,
    answer=answer_timeline,
    rows=lambda found: found.rows,
    row=TimelineRow,
    meaning="What the record tells, in order of day",
)
