"""What holds on a day, and on whose word: one answer for each member of an organisation or holder of an office.

Register and record are weighed apart and then held against each other. Only what is told as having happened or holding
counts for an answer; a plan makes no member. A word holds from its day until a later one; an undated row, and a row
that may be of a later day than the one asked for, decide nothing. An undated change that may be later than the word
that decides makes the answer unknown.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dragoman.errors import QueryError
from dragoman.model.dates import Date
from dragoman.ontology.loading import ACTING, load_ontology
from dragoman.record.reading import Record
from dragoman.register import Register, Stretch, Tenure
from dragoman.register.register import covers
from dragoman.views.days import Day, as_date
from dragoman.views.membership import MemberRow, get_organisation, list_deciding, of_list
from dragoman.views.names import Names
from dragoman.views.office import HolderRow, list_holders

Answer = Literal["yes", "no", "unknown", "contested"]
Word = Literal["register", "record", "both", "contested", "unknown"]
Row = MemberRow | HolderRow

# Who is suspended or about to leave is a member still; who is about to join is none yet.
MEMBER_STATUSES = frozenset({"founder", "full", "suspended", "withdrawing"})
_AGAINST = frozenset({"denied", "negated"})
# Changes to and from membership itself; applying for it or watching tells nothing of how it went on.
_DECISIVE = MEMBER_STATUSES | {"withdrawn"}


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

    `touches` when it was or became so at some moment of the day itself. `undated` where the text gives the change no
    day: `day` is then that of publication, the last one that it can be of.
    """

    answer: bool
    since: dt.date
    day: dt.date
    changes: bool
    touches: bool
    row: Row
    undated: bool = False


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
    register = register.as_known(record.scope.known)
    names = Names(record, register)
    chosen = get_organisation(names, organisation)
    asked = names.get_actor(member) if member is not None else None
    weigher = _Members(record, register, names, day, alone)
    rows = list_deciding(record, register, names, (chosen,), day)[chosen]
    return weigher.weigh(chosen, rows, asked)


def list_standings_of(record: Record, register: Register, organisations: Sequence[str], on: Day) -> list[Standing]:
    """What holds on a day for every member of some organisations, given by their ids, in their order.

    Otherwise as `list_standings`, in one question to the record.
    """
    day = _one_day(on)
    register = register.as_known(record.scope.known)
    names = Names(record, register)
    weigher = _Members(record, register, names, day, alone=False)
    rows = list_deciding(record, register, names, organisations, day)
    return [standing for each in organisations for standing in weigher.weigh(each, rows[each])]


@dataclass(frozen=True, slots=True)
class _Members:
    """Weighs what is told of the members of organisations on a day; `alone` leaves the register's word out."""

    record: Record
    register: Register
    names: Names
    day: dt.date
    alone: bool

    def weigh(self, organisation: str, rows: Iterable[MemberRow], asked: str | None = None) -> list[Standing]:
        """The standing of every member in the rows, or of the one asked for."""
        by_member: dict[str, list[MemberRow]] = defaultdict(list)
        for row in rows:
            if row.member is not None and asked in (None, row.member):
                by_member[row.member].append(row)
        if asked is not None:
            by_member.setdefault(asked, [])
        found = [self._weigh_one(organisation, who, own) for who, own in by_member.items()]
        return sorted(found, key=lambda item: (item.who_label or "", item.who))

    def _weigh_one(self, organisation: str, who: str, rows: Sequence[MemberRow]) -> Standing:
        day, register = self.day, self.register
        stretches = [] if self.alone else register.status(who, organisation)
        side = _register_side(self.record, stretches, rows, day, lambda item: item.status in MEMBER_STATUSES)
        if side.answer == "unknown" and not self.alone and _may_tell(self.record, day):
            side = _unlisted_side(register, self.names, stretches, who, organisation, day)
        told = [each for row in rows if (each := _membership_word(row)) is not None]
        answer, word, because = _weigh(side, _decide(told, day))
        status = " or ".join(dict.fromkeys(_status(row, answer) for row in because)) or None
        return Standing(who, self.names.label(who), organisation, None, day, answer, word, status, because)


def list_office_standings(
    record: Record, register: Register, position: str, of: str, on: Day, *, alone: bool = False
) -> list[Standing]:
    """Who holds an office on a day: an answer for every person that either side names, those who hold it first.

    An acting holder counts as one. Limits and errors as in `list_standings`.
    """
    day = _one_day(on)
    register = register.as_known(record.scope.known)
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
            if side.answer == "unknown" and _may_tell(record, day):
                side = _vacancy_side(held, who, own, day)
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
    if not _may_tell(record, day):
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
    return _Side("yes" if True in answers else "no", since, tuple(deciding))


def _may_tell(record: Record, day: dt.date) -> bool:
    """Whether the register counts: not for days after what may be known, nor where only some sources are asked."""
    known = record.scope.known
    return not record.scope.sources and (known is None or known.last is None or day <= known.last)


def _unlisted_side(
    register: Register, names: Names, stretches: Sequence[Stretch], who: str, organisation: str, day: dt.date
) -> _Side:
    """Who is not on a list that is complete on the day is no member."""
    on = Date.of(day)
    listed = register.complete_list(organisation, on)
    if listed is None or any(item.during.intersect(on) is not None for item in stretches):
        return _SILENT
    ended = [item.during.last for item in stretches if item.during.last is not None and item.during.last < day]
    since = max(ended, default=listed.during.first)
    return _Side("no", since, (of_list(listed, who, on, names),))


def _vacancy_side(held: Sequence[Tenure], who: str, rows: Iterable[Row], day: dt.date) -> _Side:
    """Nobody has the office in the register: neither has the one before, whose time is over, nor the one after."""
    before = [item for item in held if item.during.last is not None and item.during.last < day]
    after = [item for item in held if item.during.first is not None and item.during.first > day]
    if not before or len(before) + len(after) < len(held):
        return _SILENT
    last = max(before, key=lambda item: item.during.last or dt.date.min)
    near = [last, *sorted(after, key=lambda item: item.during.first or dt.date.max)[:1]]
    shown = {(item.during.edtf, item.source) for item in near if item.person == who}
    deciding = tuple(row for row in rows if row.side == "register" and (row.date, row.source) in shown)
    return _Side("no", last.during.last, deciding) if deciding else _SILENT


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
    """None for a row of the register, for one that only plans or supposes, and for one without a day.

    A change without one, in a document of a proved day, is kept as undated.
    """
    counts = row.side == "record" and row.modality in ("actual", *_AGAINST)
    changes = row.bears in ("starts", "ends") and row.modality == "actual"
    first, last = row.date_from or row.date_to, row.date_to or row.date_from
    if counts and first is not None and last is not None:
        return _Told(answer, first, last, changes, touches, row)
    published = Date.parse(row.published).last if row.published is not None else None
    if counts and changes and published is not None and _is_decisive(row):
        return _Told(answer, dt.date.min, published, changes, touches, row, undated=True)
    return None


def _decide(told: Sequence[_Told], day: dt.date) -> _Side:
    """The latest word before the day or on it; unknown where a word that differs may already count."""
    certain = [each for each in told if each.day <= day and not each.undated]
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
    open_words = [each for each in told if not each.undated and each.since <= day < each.day]
    open_words += [each for each in told if each.undated and each.day > latest and not _is_undone(each, told)]
    if any(each.answer not in answers for each in open_words):
        return _SILENT
    return _Side("yes" if True in answers else "no", latest, rows)


def _is_undone(change: _Told, told: Iterable[_Told]) -> bool:
    """Whether the document of an undated change dates the change that undid it, as a look back does."""
    return any(
        each.changes
        and not each.undated
        and each.answer != change.answer
        and each.row.document == change.row.document
        and _is_decisive(each.row)
        for each in told
    )


def _is_decisive(row: Row) -> bool:
    return not isinstance(row, MemberRow) or row.status in _DECISIVE


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
