"""One actor: names, offices and memberships in time, dealings, statements, contradictions; the search for actors."""

import datetime as dt
from dataclasses import dataclass

from pydantic import Field

from dragoman.views.actors import FoundActor, search_actors
from dragoman.views.career import Career, Lane, get_career
from dragoman.views.dealings import Dealings, list_dealings
from dragoman.views.facts import ListedContradiction, ListedFact, Told, choose_contradictions, choose_facts, list_told
from dragoman.views.names import Known, Names
from dragoman.views.publications import find_latest
from dragoman.web.asked import Asked, DayText, Listing, Text
from dragoman.web.desk import Desk, Page, Part, part_of

SHOWN = 6


class ActorAsked(Asked):
    """Of which days the dealings are wanted."""

    start: DayText | None = Field(None, alias="from", description="Only dealings of this day or later.", max_length=40)
    end: DayText | None = Field(None, alias="to", description="Only dealings of this day or earlier.", max_length=40)


@dataclass(frozen=True, slots=True)
class Said:
    """A statement, and where it stands."""

    fact: ListedFact
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class ActorShown:
    """What register and record know of one actor.

    `first` and `last` are the days between which its lanes are drawn. `said` are the latest statements of `n_said`,
    `contested` the latest contradictions of `n_contested`.
    """

    actor: Known
    career: Career
    first: dt.date | None
    last: dt.date | None
    dealings: Dealings
    said: tuple[Said, ...]
    n_said: int
    contested: tuple[ListedContradiction, ...]
    n_contested: int


@dataclass(frozen=True, slots=True)
class CareerLine:
    """One word on one membership or office, as a row: the columns of a lane and of a span of it."""

    kind: str
    whose: str
    party: str
    party_label: str | None
    side: str
    relation: str
    date_from: dt.date | None
    date_to: dt.date | None
    bears: str | None
    modality: str | None
    status: str | None
    n_independent: int | None
    source: str | None
    fact: str | None


def answer_actor(desk: Desk, asked: ActorAsked, name: str) -> ActorShown:
    """The actor that a name means."""
    record, register = desk.record, desk.register
    names = Names(record, register)
    chosen = names.get_actor(name)
    career = get_career(record, register, chosen)
    first, last = _bounds(career.lanes, find_latest(record))
    said = choose_facts(record, register, speaker=chosen)
    latest = said.rows("latest", count=SHOWN)
    told = list_told(record, {fact.id for fact in latest})
    contested = choose_contradictions(record, register, actor=chosen)
    start, end = (asked.on, asked.on) if asked.on is not None else (asked.start, asked.end)
    return ActorShown(
        actor=names.describe(chosen),
        career=career,
        first=first,
        last=last,
        dealings=list_dealings(record, register, chosen, start=start, end=end),
        said=tuple(Said(fact, told[fact.id]) for fact in latest),
        n_said=said.count(),
        contested=tuple(contested.rows(count=SHOWN)),
        n_contested=contested.count(),
    )


def _bounds(lanes: tuple[Lane, ...], latest: dt.date | None) -> tuple[dt.date | None, dt.date | None]:
    """The days between which lanes are drawn: the first and the last that are told, whole years."""
    days = [day for lane in lanes for span in lane.spans for day in (span.date_from, span.date_to) if day is not None]
    days += [latest] if latest is not None and days else []
    if not days:
        return None, None
    return dt.date(min(days).year, 1, 1), dt.date(max(days).year, 12, 31)


def lines(found: ActorShown) -> Part[CareerLine]:
    """Every span of every lane."""
    rows = tuple(
        CareerLine(
            lane.kind, lane.whose, lane.party, lane.party_label, span.side, span.relation, span.date_from,
            span.date_to, span.bears, span.modality, span.status, span.n_independent, span.source, span.fact,
        )
        for lane in found.career.lanes
        for span in lane.spans
    )  # fmt: skip
    return Part(rows, 0, len(rows))


class ActorsAsked(Listing):
    """What actors are looked for."""

    q: Text | None = Field(None, description="A name or the beginning of one, in any language.")


@dataclass(frozen=True, slots=True)
class ActorsPage:
    """The actors that were found, those whose name fits whole first."""

    rows: Part[FoundActor]


def answer_actors(desk: Desk, asked: ActorsAsked) -> ActorsPage:
    """The actors that have such a name."""
    found = search_actors(desk.record, desk.register, asked.q or "")
    return ActorsPage(part_of(found, asked.cursor, asked.rows))


def find_only(found: ActorsPage) -> str | None:
    """The page of the one actor that is called exactly so."""
    exact = [row.id for row in found.rows.rows[:2] if row.how == "exact"]
    return f"/actor/{exact[0]}" if len(exact) == 1 and found.rows.cursor == 0 else None


ACTOR = Page(
    name="actor",
    path="/actor/{name}",
    asked=ActorAsked,
    answer=answer_actor,
    rows=lines,
    row=CareerLine,
    meaning="One actor: names, offices and memberships through time, dealings, statements, contradictions",
)
ACTORS = Page(
    name="actors",
    path="/actors",
    asked=ActorsAsked,
    answer=answer_actors,
    rows=lambda found: found.rows,
    row=FoundActor,
    meaning="Actors by any name in any language",
    onward=find_only,
)
