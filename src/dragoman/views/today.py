"""Today's picture: what came out in some days, what is contested, what rests on one source, who dealt with whom."""

import datetime as dt
from dataclasses import dataclass

from dragoman.errors import QueryError
from dragoman.model.dates import Date
from dragoman.reasoning.tables import SINGLE
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.activity import PairCount, TypeCount, count_pairs, count_types
from dragoman.views.days import Day, as_date
from dragoman.views.facts import ListedContradiction, ListedFact, choose_contradictions, choose_facts
from dragoman.views.publications import Documents, ListedDocument, find_latest

# Days of the picture where nobody says since when, and how much of each list it shows.
DAYS, SHOWN = 7, 8


@dataclass(frozen=True, slots=True)
class Picture:
    """What came out from `since` to `until`, two days that count.

    `latest` is the latest day on which a document is proved to have been published. Each list is short; the number
    beside it counts them all. `documents` and `facts` were first published in these days, `single` are those facts
    that one source alone tells, memberships, offices, threats, assaults and agreements first; `contested` are the
    latest contradictions of all. `pairs` and `types` count the events that happened in these days.
    """

    since: dt.date
    until: dt.date
    latest: dt.date | None
    documents: tuple[ListedDocument, ...]
    n_documents: int
    facts: tuple[ListedFact, ...]
    n_facts: int
    contested: tuple[ListedContradiction, ...]
    n_contested: int
    single: tuple[ListedFact, ...]
    n_single: int
    pairs: tuple[PairCount, ...]
    types: tuple[TypeCount, ...]


def find_picture(
    record: Record, register: Register, since: Day | None = None, until: Day | None = None
) -> Picture | None:
    """What came out between two days, both included.

    Without `until`, up to the latest day on which a document is proved to have been published; None where there is
    no such day. Without `since`, the seven days up to then. Raises DateError, QueryError for days with an open end and
    for a `since` after `until`.
    """
    latest = find_latest(record)
    last = _edge(until, last=True) if until is not None else latest
    if last is None:
        return None
    first = _edge(since, last=False) if since is not None else last - dt.timedelta(days=DAYS - 1)
    if first > last:
        raise QueryError(f"{first} lies after {last}: nothing lies between")
    new = choose_facts(record, register, since=first, until=last)
    single = choose_facts(record, register, statuses=[SINGLE], since=first, until=last)
    contested = choose_contradictions(record, register)
    documents = Documents(record, first, last)
    return Picture(
        since=first,
        until=last,
        latest=latest,
        documents=tuple(documents.rows(count=SHOWN)),
        n_documents=documents.count(),
        facts=tuple(new.rows("published", count=SHOWN)),
        n_facts=new.count(),
        contested=tuple(contested.rows(count=SHOWN)),
        n_contested=contested.count(),
        single=tuple(single.rows("weight", count=SHOWN)),
        n_single=single.count(),
        pairs=tuple(count_pairs(record, register, first, last, count=SHOWN)),
        types=tuple(count_types(record, first, last)),
    )


def _edge(day: Day, *, last: bool) -> dt.date:
    date = as_date(day)
    assert isinstance(date, Date)
    found = date.last if last else date.first
    if found is None:
        raise QueryError(f"{day} has an open end: give a day, a month or a year")
    return found
