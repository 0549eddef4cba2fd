"""What holds on a day, and on whose word: one answer for each member of an organisation or holder of an office.

Register and record are weighed apart and then held against each other. Only what is told as having happened or holding
counts for an answer; a plan makes no member. A word holds from its day until a later one; an undated row, and a row
that may be of a later day than the one asked for, decide nothing.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from dragoman.errors import QueryError
from dragoman.model.dates import Date
from dragoman.ontology.loading import ACTING, load_ontology
from dragoman.record.reading import Record
from dragoman.register import Register, Stretch, Tenure
from dragoman.register.register import covers
from dragoman.views.days import Day, as_date
from dragoman.views.membership import MemberRow, list_members
from dragoman.views.names import Names
from dragoman.views.office import HolderRow, list_holders

Answer = Literal["yes", "no", "unknown", "contested"]
Word = Literal["register", "record", "both", "contested", "unknown"]
Row = MemberRow | HolderRow

# Who is suspended or about to leave is a member still; who is about to join is none yet.
MEMBER_STATUSES = frozenset({"founder", "full", "suspended", "withdrawing"})
_AGAINST = frozenset({"denied", "negated"})


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether someone is a member, or holds an office, on a day.

    `who` is the member or the person, `what` the organisation or the position, `of` whose position it is (None for a
    membership). `answer` is yes, no, unknown or contested; yes when it holds at some moment of the day. `word` tells on
    whose word. `status` is the member's status, several with `` or `` between, None where unknown or for an office.
    `because` are the rows that decide.
    """

    who: str
    who_label: str | None
    what: str
    of: str | None
    on: dt.date
    answer: Answer
    word: Word
    status: str | None
    because: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What one row tells: `answer` from `day` on, perhaps from `since` on; `changes` when it tells of a change.

    `touches` when it was or became so at some moment of the day itself.
    """

    answer: bool
    since: dt.date
    day: dt.date
    changes: bool
    touches: bool
    row: Row


@dataclass(frozen=True, slots=True)
class _Side:
    """One side's answer; `since` is the day of the word that gave it."""

    answer: Answer
    since: dt.date | None = None
    rows: tuple[Row, ...] = ()


_SILENT = _Side("unknown")


def list_standings(
    record: Record,
    register: Register,
    organisation: str,
    on: Day,
    member: str | None = None,
    *,
    alone: bool = False,
) -> list[Standing]:
    """What holds on a day for every member that either side names, or for the one asked for, in order of label.

    A member asked for that neither side knows gets ``unknown``; `alone` leaves the register's word out.
    What the record may know limits the register too: it tells nothing of days after the last, and nothing at all when
    only some sources are asked. Raises UnknownNameError, QueryError for what is not one day, DateError.
    """
    day = _one_day(on)
    rows = list_members(record, register, organisation)
    names = Names(record, register)
    chosen = rows[0].organisation if rows else names.get_actor(organisation)
    asked = names.get_actor(member) if member is not None else None
    by_member: dict[str, list[MemberRow]] = defaultdict(list)
    for row in rows:
        if row.member is not None and asked in (None, row.member):
            by_member[row.member].append(row)
    if asked is not None:
        by_member.setdefault(asked, [])
    found = []
    for who, own in by_member.items():
        stretches = [] if alone else register.status(who, chosen)
        side = _register_side(record, stretches, own, day, lambda item: item.status in MEMBER_STATUSES)
        told = [each for row in own if (each := _membership_word(row)) is not None]
        answer, word, because = _weigh(side, _decide(told, day))
        status = " or ".join(dict.fromkeys(_status(row, answer) for row in because)) or None
        found.append(Standing(who, names.label(who), chosen, None, day, answer, word, status, because))
    return sorted(found, key=lambda item: (item.who_label or "", item.who))


def list_office_standings(
    record: Record, register: Register, position: str, of: str, on: Day, *, alone: bool = False
) -> list[Standing]:
    """Who holds an office on a day: an answer for every person that either side names, those who hold it first.

    An acting holder counts as one. Limits and errors as in `list_standings`.
    """
    day = _one_day(on)
    rows = list_holders(record, register, position, of)
    names = Names(record, register)
    by_person: dict[str, list[HolderRow]] = defaultdict(list)
    for row in rows:
        if row.person is not None:
            by_person[row.person].append(row)
    found = []
    for who, own in by_person.items():
        base = own[0].position.removeprefix(ACTING)
        held = [] if alone else [*register.holders(base, own[0].of), *register.holders(ACTING + base, own[0].of)]
        side = _register_side(record, [each for each in held if each.person == who], own, day, lambda item: True)
        if side.answer == "unknown" and load_ontology().positions[base].exclusive:
            others = [each for each in held if each.person != who]
            side = _register_side(record, others, rows, day, lambda item: False)
        told = [each for row in rows if (each := _occupancy_word(row, who)) is not None]
        answer, word, because = _weigh(side, _decide(told, day))
        found.append(Standing(who, names.label(who), base, own[0].of, day, answer, word, None, because))
    order = ("yes", "contested", "unknown", "no")
    return sorted(found, key=lambda item: (order.index(item.answer), item.who_label or "", item.who))


def _one_day(on: Day) -> dt.date:
    date = as_date(on)
    if date is None or not date.is_day or date.first is None:
        raise QueryError(f"{on} is not one day: what holds is told of a single day, as 2024-06-25")
    return date.first


def _register_side(
    record: Record,
    items: Sequence[Stretch | Tenure],
    rows: Iterable[Row],
    day: dt.date,
    counts: Callable[[Any], bool],
) -> _Side:
    """What the register has for the day; where a change falls on it, what holds at some moment of it."""
    known = record.scope.known
    last = known.last if known is not None else None
    if record.scope.sources or (last is not None and day > last):
        return _SILENT
    on = Date.of(day)
    held = [item for item in items if item.during.intersect(on) is not None]
    sure = [item for item in held if item.sure is not None and covers(item.sure, on)]
    answers = {counts(item) for item in held}
    if not sure or (len(answers) > 1 and len(sure) < len(held)):
        return _SILENT
    shown = {(item.during.edtf, item.source) for item in sure}
    deciding = [row for row in rows if row.side == "register" and (row.date, row.source) in shown]
    if True in answers:
        sure = [item for item in sure if counts(item)]
        kept = {(item.during.edtf, item.source) for item in sure}
        deciding = [row for row in deciding if (row.date, row.source) in kept]
    since = max((item.during.first for item in sure if item.during.first), default=None)
    return _Side("yes" if True in answers else "no", since, tuple(_as_known(row, last) for row in deciding))


def _as_known(row: Row, last: dt.date | None) -> Row:
    """A row of the register without an end that lies after what may be known."""
    if last is None or row.date_to is None or row.date_to <= last:
        return row
    return replace(row, date=f"{row.date_from or '..'}/..", date_to=None)


def _membership_word(row: MemberRow) -> _Told | None:
    member = row.status in MEMBER_STATUSES
    if row.modality in _AGAINST:
        return _told(row, answer=False) if member and row.bears != "ends" else None
    if row.bears == "ends":
        return _told(row, answer=False, touches=True) if member else None
    return _told(row, answer=member, touches=member or (row.status == "withdrawn" and row.bears == "starts"))


def _occupancy_word(row: HolderRow, who: str) -> _Told | None:
    """What a row tells of one person; in an office of one, another holder tells against."""
    if row.person == who:
        if row.modality in _AGAINST:
            return _told(row, answer=False) if row.bears != "ends" else None
        return _told(row, answer=row.bears != "ends", touches=True)
    exclusive = load_ontology().positions[row.position.removeprefix(ACTING)].exclusive
    if not exclusive or row.person is None or row.modality != "actual" or row.bears == "ends":
        return None
    return _told(row, answer=False)


def _told(row: Row, *, answer: bool, touches: bool = False) -> _Told | None:
    """None for a row of the register, for one that only plans or supposes, and for one without a day."""
    counts = row.side == "record" and row.modality in ("actual", *_AGAINST)
    first, last = row.date_from or row.date_to, row.date_to or row.date_from
    if not counts or first is None or last is None:
        return None
    return _Told(answer, first, last, row.bears in ("starts", "ends") and row.modality == "actual", touches, row)


def _decide(told: Sequence[_Told], day: dt.date) -> _Side:
    """The latest word before the day or on it; unknown where a word that differs may already count."""
    certain = [each for each in told if each.day <= day]
    if not certain:
        return _SILENT
    latest = max(each.day for each in certain)
    top = [each for each in certain if each.day == latest]
    changes = [each for each in top if each.changes]
    if changes and latest == day and any(each.touches for each in changes):
        chosen, answers = [each for each in changes if each.touches], {True}
    else:
        chosen = changes or top
        answers = {each.answer for each in chosen}
    rows = tuple(each.row for each in chosen)
    if len(answers) > 1:
        return _Side("contested", latest, rows)
    open_words = [each for each in told if each.since <= day < each.day]
    if any(each.answer not in answers for each in open_words):
        return _SILENT
    return _Side("yes" if True in answers else "no", latest, rows)


def _weigh(register: _Side, record: _Side) -> tuple[Answer, Word, tuple[Row, ...]]:
    """Both sides' answers as one. A word of the record from before a change that the register has is out of date."""
    rows = register.rows + record.rows
    if record.answer == "unknown":
        return register.answer, "unknown" if register.answer == "unknown" else "register", register.rows
    if register.answer == "unknown":
        return record.answer, "contested" if record.answer == "contested" else "record", record.rows
    if register.answer == record.answer:
        return register.answer, "both", rows
    if register.since is not None and record.since is not None and record.since < register.since:
        return register.answer, "register", register.rows
    return "contested", "contested", rows


def _status(row: Row, answer: Answer) -> str:
    """The status that a deciding row gives."""
    status = row.status if isinstance(row, MemberRow) else row.position
    denied = row.modality in _AGAINST or (row.bears == "ends" and answer == "no")
    return "none" if denied else status
