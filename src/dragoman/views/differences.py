"""What is known more on one day than on an earlier one: assertions that came, and answers that they changed."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dragoman.errors import QueryError
from dragoman.ontology.loading import ACTING
from dragoman.record.reading import Record
from dragoman.record.scope import Scope
from dragoman.register import Register
from dragoman.views.days import Day, as_date
from dragoman.views.standing import Answer, Standing, Word, list_office_standings, list_standings
from dragoman.views.timeline import TimelineRow, list_timeline


@dataclass(frozen=True, slots=True)
class ChangedStanding:
    """An answer that is another one later: each as known then, about the later day.

    `who`, `what` and `of` as in Standing; `because` are ids of the assertions that decide now.
    """

    kind: Literal["member", "office"]
    who: str
    who_label: str | None
    what: str
    of: str | None
    on: dt.date
    before: Answer
    after: Answer
    before_word: Word
    after_word: Word
    before_status: str | None
    after_status: str | None
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """`came` are the assertions of documents published after `before` and by `after`, in order of their days."""

    before: str
    after: str
    came: tuple[TimelineRow, ...]
    changed: tuple[ChangedStanding, ...]


def compare_known(record: Record, register: Register, before: Day, after: Day) -> Difference:
    """What a reader knows more on the day `after` than on the day `before`, within the record's sources.

    Answers are the record's alone and about the day `after`, so that only what came to be known changes them.
    Raises DateError, QueryError when `before` is the later day.
    """
    then, now = as_date(before), as_date(after)
    if then is None or now is None or then.last is None or now.last is None:
        raise QueryError("what is known is compared between two days, both with an end")
    if then.last > now.last:
        raise QueryError(f"{before} lies after {after}: give the earlier day first")
    known, sources = record.scope.known, record.scope.sources
    if known is not None and known.last is not None and known.last < now.last:
        raise QueryError(f"the record was opened as known by {known}, before {after}")
    with record.within(Scope(then, sources)) as earlier, record.within(Scope(now, sources)) as later:
        old = {row["id"] for row in earlier.sql("SELECT id FROM documents").to_pylist()}
        came = [row for row in list_timeline(later, register) if row.document not in old]
        changed = list(_iter_changed(earlier, later, register, came, now.last))
    return Difference(str(then), str(now), tuple(came), tuple(changed))


def _iter_changed(
    earlier: Record, later: Record, register: Register, came: Sequence[TimelineRow], day: dt.date
) -> Iterator[ChangedStanding]:
    """The answers about what the new assertions are about."""
    known = register.actors.keys() | _ids(earlier)
    for organisation in sorted({row.object for row in came if row.kind == "membership" and row.object is not None}):
        old = list_standings(earlier, register, organisation, day, alone=True) if organisation in known else []
        yield from _pair("member", old, list_standings(later, register, organisation, day, alone=True))
    told = ((row.relation.removeprefix(ACTING), row.object) for row in came if row.kind == "occupancy")
    for position, of in sorted({(position, of) for position, of in told if of is not None}):
        old = list_office_standings(earlier, register, position, of, day, alone=True) if of in known else []
        yield from _pair("office", old, list_office_standings(later, register, position, of, day, alone=True))


def _ids(record: Record) -> set[str]:
    return {row["id"] for row in record.sql("SELECT id FROM actors").to_pylist()}


def _pair(
    kind: Literal["member", "office"], old: Iterable[Standing], new: Iterable[Standing]
) -> Iterator[ChangedStanding]:
    known = {item.who: item for item in old}
    for item in new:
        before = known.get(item.who)
        told: tuple[Answer, Word, str | None] = (
            ("unknown", "unknown", None) if before is None else (before.answer, before.word, before.status)
        )
        ids = tuple(row.id for row in item.because if row.id is not None)
        if (told[0], told[2]) != (item.answer, item.status) and ids:
            yield ChangedStanding(
                kind, item.who, item.who_label, item.what, item.of, item.on, told[0], item.answer, told[1],
                item.word, told[2], item.status, ids,
            )  # fmt: skip
