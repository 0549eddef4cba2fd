"""Who was missing: the members of an organisation on the day of its meeting, without those reported to be there.

An absence is told where a report says so, inferred where enough members are named that a reader takes the list for
whole, and else unknown, which is no row.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from dragoman.model.dates import Date
from dragoman.reasoning.claims import Days, Place
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.days import Day, bounds_of, touches
from dragoman.views.membership import get_organisation
from dragoman.views.names import Names

How = Literal["told", "inferred", "contested"]
Came = Literal["there", "told", "inferred", "contested", "unknown"]

# A list of participants is taken for whole where it holds at least half of the members, and two.
WHOLE_SHARE, WHOLE_COUNT = 0.5, 2
# Longer than this, days tell of a season and not of a meeting.
LONGEST_MEETING = 14
MEMBERS = frozenset({"founder", "full", "suspended"})

_QUERY = """
    WITH concerned AS MATERIALIZED (SELECT DISTINCT document FROM arguments WHERE actor = $organisation),
    met AS MATERIALIZED (
        SELECT id, document, modality, date_from, date_to, place, place_country FROM events
        WHERE event_type = 'CONSULT' AND modality IN ('actual', 'negated') AND document IN (FROM concerned)),
    told AS (
        SELECT assertion, document, list_distinct(list(coalesce(country, actor))) AS parties FROM arguments
        WHERE assertion IN (SELECT id FROM met) AND role IN ('actor', 'recipient')
            AND coalesce(country, actor) IS NOT NULL
        GROUP BY ALL)
    SELECT e.*, d.source, a.parties
    FROM met AS e JOIN told AS a ON a.assertion = e.id AND a.document = e.document
    JOIN documents AS d ON d.id = e.document
    ORDER BY e.date_from, e.id"""


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """A member that was missing from a meeting of its organisation.

    `how`: ``told`` by a report, ``inferred`` because it is not among the `present` of `members` that reports name, or
    ``contested`` where one report names it and another says that it was away. `suspended` members could not come.
    `since` is the first day of the earliest meeting from which on it was missing each time that the record knows of,
    `meetings` how many those are. `assertions` and `sources` are the rows and reports that tell of it, for an inferred
    absence those that tell who came.
    """

    member: str
    member_label: str | None
    organisation: str
    date_from: dt.date
    date_to: dt.date
    place: str | None
    how: How
    suspended: bool
    since: dt.date
    meetings: int
    present: int
    members: int
    sources: tuple[str, ...]
    assertions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attendance:
    """Whether a member came to a meeting: ``there``, away as in AbsenceRow's `how`, or ``unknown``."""

    member: str
    member_label: str | None
    came: Came
    suspended: bool
    assertions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of an organisation that the record dates, with every member of the day."""

    organisation: str
    date_from: dt.date
    date_to: dt.date
    place: str | None
    attendances: tuple[Attendance, ...]
    sources: tuple[str, ...]
    assertions: tuple[str, ...]


@dataclass(slots=True)
class _Meeting:
    """One meeting of the organisation, and the rows that tell who was there and who was not."""

    days: Days
    place: Place
    rows: list[Mapping[str, Any]] = field(default_factory=list)
    there: dict[str, list[Mapping[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    away: dict[str, list[Mapping[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def on(self) -> Date:
        """Its days."""
        return Date("", self.days.first, self.days.last)


def list_absences(
    record: Record,
    register: Register,
    organisation: str,
    *,
    member: str | None = None,
    start: Day | None = None,
    end: Day | None = None,
) -> list[AbsenceRow]:
    """Who was missing from the meetings of an organisation that the record dates, the earliest first.

    Members are those that the register has on the day. `member` keeps one; `start` and `end` keep meetings of the days
    between. Raises UnknownNameError with suggestions, QueryError, DateError.
    """
    first, last = bounds_of(start, end)
    register = register.as_known(record.scope.known)
    names = Names(record, register)
    chosen = get_organisation(names, organisation)
    only = names.get_actor(member, {"state"}, "state") if member is not None else None
    meetings = _attended(record, register, chosen)
    found: list[AbsenceRow] = []
    runs: dict[str, list[dt.date]] = defaultdict(list)
    for meeting in meetings:
        for row in _absences(meeting, chosen, names, register, runs):
            if touches({"date_from": row.date_from, "date_to": row.date_to}, first, last) and only in (
                None,
                row.member,
            ):
                found.append(row)
    return found


def list_meetings(
    record: Record, register: Register, organisation: str, *, start: Day | None = None, end: Day | None = None
) -> list[Meeting]:
    """The meetings of an organisation that the record dates, the earliest first, and who came and who did not.

    Members are those that the register has on the day; `start` and `end` keep meetings of the days between. Raises
    UnknownNameError with suggestions, QueryError, DateError.
    """
    first, last = bounds_of(start, end)
    register = register.as_known(record.scope.known)
    names = Names(record, register)
    chosen = get_organisation(names, organisation)
    return [
        _described(meeting, chosen, names, register)
        for meeting in _attended(record, register, chosen)
        if touches({"date_from": meeting.days.first, "date_to": meeting.days.last}, first, last)
    ]


def _attended(record: Record, register: Register, organisation: str) -> list[_Meeting]:
    """The dated meetings of an organisation with who was there and who was away."""
    rows = record.sql(_QUERY, {"organisation": organisation}).to_pylist()
    meetings = _meetings(rows, organisation)
    _attend(meetings, rows, organisation, register)
    return meetings


def _meetings(rows: Iterable[Mapping[str, Any]], organisation: str) -> list[_Meeting]:
    """The dated meetings of the organisation in order of day; what is told of one day and place is one."""
    found: list[_Meeting] = []
    own = [row for row in rows if organisation in row["parties"] and row["modality"] == "actual" and _is_dated(row)]
    for row in sorted(own, key=lambda row: (_days(row).width, row["date_from"], row["id"])):
        fitting = [each for each in found if _days(row).holds(each.days) and _place(row).fits(each.place)]
        if len(fitting) == 1:
            meeting = fitting[0]
            meeting.place = Place(meeting.place.id or row["place"], meeting.place.country or row["place_country"])
        elif fitting:
            continue
        else:
            meeting = _Meeting(_days(row), _place(row))
            found.append(meeting)
        meeting.rows.append(row)
    return sorted(found, key=lambda meeting: (meeting.days.first or dt.date.min, meeting.rows[0]["id"]))


def _is_dated(row: Mapping[str, Any]) -> bool:
    return row["date_from"] is not None and row["date_to"] is not None and _days(row).width <= LONGEST_MEETING


def _days(row: Mapping[str, Any]) -> Days:
    return Days(row["date_from"], row["date_to"])


def _place(row: Mapping[str, Any]) -> Place:
    return Place(row["place"], row["place_country"])


def _attend(
    meetings: Sequence[_Meeting], rows: Iterable[Mapping[str, Any]], organisation: str, register: Register
) -> None:
    """Give each meeting those who were told to be there or away, in its own words or elsewhere in its reports."""
    told_in: dict[str, list[_Meeting]] = defaultdict(list)
    for meeting in meetings:
        for document in dict.fromkeys(row["document"] for row in meeting.rows):
            told_in[document].append(meeting)
    for row in rows:
        for meeting in _meant(row, meetings, told_in[row["document"]], organisation):
            members = _members(meeting, organisation, register)
            # Whoever meets others than members at the margin may have come for that alone.
            if organisation in row["parties"] or members.keys() >= set(row["parties"]):
                side = meeting.there if row["modality"] == "actual" else meeting.away
                for party in members.keys() & set(row["parties"]):
                    side[party].append(row)


def _meant(
    row: Mapping[str, Any], meetings: Sequence[_Meeting], reported: Sequence[_Meeting], organisation: str
) -> Iterator[_Meeting]:
    """The meeting that a row tells of; an undated row tells of the only one of its document."""
    if row["date_from"] is None and row["date_to"] is None:
        fitting = [meeting for meeting in reported if _place(row).fits(meeting.place)]
        if len(reported) == 1:
            yield from fitting
        return
    for meeting in meetings:
        at_once = _is_dated(row) and _days(row).meets(meeting.days) and _place(row).fits(meeting.place)
        placed = meeting.place.id is not None and (row["place"] is not None or row["place_country"] is not None)
        if at_once and (placed or meeting in reported or organisation in row["parties"]):
            yield meeting


def _members(meeting: _Meeting, organisation: str, register: Register) -> dict[str, bool]:
    """The members on the days of a meeting, each with whether it is suspended at any time of them."""
    found: dict[str, bool] = {}
    for stretch in register.members(organisation, meeting.on):
        if stretch.status in MEMBERS:
            found[stretch.member] = found.get(stretch.member, False) or stretch.status == "suspended"
        elif stretch.status == "withdrawn":
            found.pop(stretch.member, None)
    return found


def _iter_attendances(
    meeting: _Meeting, members: Mapping[str, bool]
) -> Iterator[tuple[str, Came, list[Mapping[str, Any]]]]:
    """Each member, whether it came, and the rows that tell."""
    whole = len(meeting.there) >= max(WHOLE_COUNT, len(members) * WHOLE_SHARE)
    for member in sorted(members):
        told, there = meeting.away.get(member, []), meeting.there.get(member, [])
        if told:
            yield member, "contested" if there else "told", [*told, *there]
        elif there:
            yield member, "there", there
        elif whole:
            yield member, "inferred", [row for found in meeting.there.values() for row in found]
        else:
            yield member, "unknown", []


def _absences(
    meeting: _Meeting, organisation: str, names: Names, register: Register, runs: dict[str, list[dt.date]]
) -> Iterator[AbsenceRow]:
    """The absences of one meeting; `runs` are the days of the meetings that each member has missed without a break."""
    members = _members(meeting, organisation, register)
    day = meeting.days.first or dt.date.min
    for member, came, rows in _iter_attendances(meeting, members):
        if came == "there":
            runs.pop(member, None)
        if came == "there" or came == "unknown":
            continue
        runs[member].append(day)
        yield AbsenceRow(
            member=member,
            member_label=names.label(member),
            organisation=organisation,
            date_from=day,
            date_to=meeting.days.last or day,
            place=meeting.place.id or meeting.place.country,
            how=came,
            suspended=members[member],
            since=runs[member][0],
            meetings=len(runs[member]),
            present=len(meeting.there),
            members=len(members),
            sources=_unique(row["source"] for row in rows),
            assertions=_unique(row["id"] for row in rows),
        )


def _described(meeting: _Meeting, organisation: str, names: Names, register: Register) -> Meeting:
    members = _members(meeting, organisation, register)
    day = meeting.days.first or dt.date.min
    return Meeting(
        organisation=organisation,
        date_from=day,
        date_to=meeting.days.last or day,
        place=meeting.place.id or meeting.place.country,
        attendances=tuple(
            Attendance(member, names.label(member), came, members[member], _unique(row["id"] for row in rows))
            for member, came, rows in _iter_attendances(meeting, members)
        ),
        sources=_unique(row["source"] for row in meeting.rows),
        assertions=_unique(row["id"] for row in meeting.rows),
    )


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))
