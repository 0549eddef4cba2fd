"""Events, statements, memberships, offices and attributes by day."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from dragoman.ontology.loading import load_event_ontology, load_ontology
from dragoman.views.activity import Activity, count_activity
from dragoman.views.events import get_event_type, get_modality
from dragoman.views.publishers import Outlet, get_languages, get_outlets, list_languages, list_outlets
from dragoman.views.timeline import TimelineRow, choose_timeline
from dragoman.views.told import KINDS
from dragoman.web.asked import Days, Text
from dragoman.web.charts import name_period
from dragoman.web.desk import Desk, Page, Part

MOST_CHOICES = 30


def _choices(meaning: str) -> Any:
    return Field(default_factory=list, description=f"{meaning}; may be repeated.", max_length=MOST_CHOICES)


class TimelineAsked(Days):
    """What the timeline is limited to."""

    actor: Text | None = Field(None, description="Only rows that this state, organisation or person is a party of.")
    kind: list[Literal["membership", "occupancy", "attribute", "statement", "event"]] = _choices(
        "Only rows of these kinds"
    )
    type: list[Text] = _choices("Only events of these types")
    modality: list[Text] = _choices("Only what is told so: actual, planned, denied …")
    language: list[Text] = _choices("Only what stands in documents of these languages")
    outlet: list[Text] = _choices("Only what stands in documents of these outlets")

    def limits(self) -> dict[str, Any]:
        """What a view of the timeline is limited to."""
        start, end = self.days
        return {
            "actor": self.actor,
            "kinds": [kind for kind in KINDS if not self.kind or kind in self.kind],
            "types": self.type,
            "modalities": self.modality,
            "languages": self.language,
            "outlets": self.outlet,
            "start": start,
            "end": end,
        }


@dataclass(frozen=True, slots=True)
class Choices:
    """What the lists of the form hold."""

    types: tuple[str, ...]
    modalities: tuple[str, ...]
    languages: tuple[str, ...]
    outlets: tuple[Outlet, ...]


@dataclass(frozen=True, slots=True)
class Ticked:
    """What of the lists is asked for, by the names that the lists have."""

    types: tuple[str, ...]
    modalities: tuple[str, ...]
    languages: tuple[str, ...]
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Days to go to, by what the way there is called."""

    way: Literal["earlier", "closer", "wider", "later"]
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """A period of the chart as the table behind it has it."""

    name: str
    first: dt.date
    last: dt.date
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Rows in order of day, undated ones last; how many there are by period, and the days around."""

    rows: Part[TimelineRow]
    activity: Activity
    periods: tuple[NamedPeriod, ...]
    spans: tuple[Span, ...]
    choices: Choices
    chosen: Ticked


def answer_timeline(desk: Desk, asked: TimelineAsked) -> TimelinePage:
    """The rows that were asked for."""
    told = choose_timeline(desk.record, desk.register, **asked.limits())
    activity = count_activity(desk.record, desk.register, **asked.limits())
    chosen = Ticked(
        types=tuple(get_event_type(name) for name in asked.type),
        modalities=tuple(get_modality(name) for name in asked.modality),
        languages=get_languages(desk.record, asked.language),
        outlets=get_outlets(desk.record, asked.outlet),
    )
    known = list_outlets(desk.record)
    outlets = tuple(each for at, each in enumerate(known) if at < MOST_CHOICES or each.outlet in chosen.outlets)
    return TimelinePage(
        rows=Part(tuple(told.rows(count=asked.rows, cursor=asked.cursor)), asked.cursor, told.count()),
        activity=activity,
        periods=tuple(
            NamedPeriod(name_period(each, activity.unit), each.first, each.last, each.counts, each.total)
            for each in activity.periods
            if each.total
        ),
        spans=spans_around(activity.first, activity.last) if activity.first and activity.last else (),
        choices=Choices(
            types=tuple(load_event_ontology().types),
            modalities=tuple(load_ontology().modalities),
            languages=tuple(list_languages(desk.record)),
            outlets=outlets,
        ),
        chosen=chosen,
    )


def spans_around(first: dt.date, last: dt.date) -> tuple[Span, ...]:
    """As many days before and after, the half of them in the middle, and twice as many around them."""
    days = (last - first).days + 1
    found: list[Span] = []
    quarter = days // 4
    wanted: list[tuple[Literal["earlier", "closer", "wider", "later"], int, int]] = [
        ("earlier", -days, -days),
        ("closer", quarter, -quarter),
        ("wider", -max(days // 2, 1), max(days // 2, 1)),
        ("later", days, days),
    ]
    for way, from_, to in wanted:
        span = Span(way, _moved(first, from_), _moved(last, to))
        if (span.first, span.last) != (first, last):
            found.append(span)
    return tuple(found)


def _moved(day: dt.date, days: int) -> dt.date:
    """So many days later, within the calendar."""
    return dt.date.fromordinal(min(max(day.toordinal() + days, dt.date.min.toordinal()), dt.date.max.toordinal()))


TIMELINE = Page(
    name="timeline",
    path="/timeline",
    asked=TimelineAsked,
    answer=answer_timeline,
    rows=lambda found: found.rows,
    row=TimelineRow,
    meaning="What the record tells, in order of day",
)
