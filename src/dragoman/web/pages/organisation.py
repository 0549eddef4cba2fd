"""An organisation on a day: its members and on whose word, who came to its meetings, what its members have pledged."""

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from pydantic import Field

from dragoman.errors import QueryError
from dragoman.model.dates import Date
from dragoman.views.absence import Meeting, list_meetings
from dragoman.views.changes import list_change_days
from dragoman.views.membership import get_organisation
from dragoman.views.names import Known, Names
from dragoman.views.pledges import Pledged, list_pledges
from dragoman.views.publications import find_languages, find_latest
from dragoman.views.standing import Answer, Standing, list_standings
from dragoman.web.asked import Asked
from dragoman.web.desk import Desk, Page, Part

WINDOW, LONGEST_WINDOW = 30, 366
_ANSWERS: tuple[Answer, ...] = ("yes", "contested", "unknown", "no")


class OrganisationAsked(Asked):
    """How many days around the day meetings are wanted of."""

    window: int = Field(WINDOW, ge=0, le=LONGEST_WINDOW, description="Meetings of so many days before and after.")


@dataclass(frozen=True, slots=True)
class OrganisationShown:
    """An organisation on a day.

    `on` is the day, None where nobody gave one and no document is proved to a day: then there is no answer. `members`
    are all that either side names, those that are members first. `days` are those on which a member's status changes,
    `previous` and `next` the nearest of them. `languages` are those of the documents that decide.
    """

    organisation: Known
    on: dt.date | None
    members: tuple[Standing, ...]
    meetings: tuple[Meeting, ...]
    pledges: tuple[Pledged, ...]
    days: tuple[dt.date, ...]
    previous: dt.date | None
    next: dt.date | None
    languages: dict[str, str]

    def answered(self, answer: Answer) -> list[Standing]:
        """The members of one answer."""
        return [each for each in self.members if each.answer == answer]


def answer_organisation(desk: Desk, asked: OrganisationAsked, name: str) -> OrganisationShown:
    """The organisation that a name means."""
    record, register = desk.record, desk.register
    names = Names(record, register)
    chosen = get_organisation(names, name)
    day = _one_day(asked.on) if asked.on is not None else find_latest(record)
    days = list_change_days(record, register, chosen)
    if day is None:
        return OrganisationShown(names.describe(chosen), None, (), (), (), tuple(days), None, None, {})
    members = sorted(list_standings(record, register, chosen, day), key=_order)
    around = dt.timedelta(days=asked.window)
    meetings = list_meetings(record, register, chosen, start=day - around, end=day + around)
    before, after = bisect_left(days, day), bisect_right(days, day)
    told = {row.document for each in members for row in each.because if row.document is not None}
    return OrganisationShown(
        organisation=names.describe(chosen),
        on=day,
        members=tuple(members),
        meetings=tuple(meetings),
        pledges=tuple(list_pledges(record, register, chosen, day)),
        days=tuple(days),
        previous=days[before - 1] if before else None,
        next=days[after] if after < len(days) else None,
        languages=find_languages(record, told),
    )


def _one_day(text: str) -> dt.date:
    day = Date.parse(text)
    if day.first is None or day.first != day.last:
        raise QueryError(f"{text} is more than one day: give the day on which the organisation is wanted")
    return day.first


def _order(found: Standing) -> tuple[object, ...]:
    return _ANSWERS.index(found.answer), found.status or "", found.who_label or "", found.who


ORGANISATION = Page(
    name="organisation",
    path="/organisation/{name}",
    asked=OrganisationAsked,
    answer=answer_organisation,
    rows=lambda found: Part(found.members, 0, len(found.members)),
    row=Standing,
    meaning="An organisation on a day: members and on whose word, meetings, pledges",
)
