"""The first page: what came out in the last days, what is contested, what rests on one source, who dealt with whom."""

from dataclasses import dataclass

from pydantic import Field

from dragoman.views.facts import ListedFact
from dragoman.views.today import Picture, find_picture
from dragoman.web.asked import Asked, DayText
from dragoman.web.desk import Desk, Page, Part


class TodayAsked(Asked):
    """Since when the picture is wanted; it goes up to `on`, or up to the latest proved publication."""

    since: DayText | None = Field(None, description="What came out on this day or later.", max_length=40)


@dataclass(frozen=True, slots=True)
class TodayPage:
    """The picture; None where no document is proved to a day and nobody says which day is meant."""

    picture: Picture | None


def answer_today(desk: Desk, asked: TodayAsked) -> TodayPage:
    """The picture that was asked for."""
    return TodayPage(find_picture(desk.record, desk.register, asked.since, asked.on))


def listed(found: TodayPage) -> Part[ListedFact]:
    """The facts that came out, as far as the page shows them."""
    if found.picture is None:
        return Part((), 0, 0)
    return Part(found.picture.facts, 0, len(found.picture.facts))


TODAY = Page(
    name="today",
    path="/",
    asked=TodayAsked,
    answer=answer_today,
    rows=listed,
    row=ListedFact,
    meaning="What came out in the last days of the record",
)
