"""A record to judge in: documents that name people in several ways, and how tests judge and look at it."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from test_record_rows import make_rows

import dragoman
from dragoman.judging import judge as judge_at
from dragoman.record.schema import JudgementRow
from dragoman.record.views import VIEWS

NOON = dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)
PEOPLE = (
    ("~sergei orlinov", "Sergei Orlinov"),
    ("~serguei orlinov", "Sergueï Orlinov"),
    ("~s orlinov", "S. Orlinov"),
    ("~ivan petrov", "Ivan Petrov"),
    ("~ivan petrov", "Ivan Petrov"),
    ("~petrov", "Petrov"),
    ("BLA_MILITIA", "Milice BLA"),
)
OLD = [make_rows(seed, person=key, name=name) for seed, (key, name) in enumerate(PEOPLE)]
SERGEI, SERGUEI, SHORT, IVAN, IVAN_TOO, PETROV, MILITIA = OLD
ASSERTIONS = {table: SERGEI.rows(table)[0].id for table in ("statements", "events", "memberships", "occupancies")}
Contents = dict[str, Counter[str]]


def judge(record: Path, kind: str, *about: str, minutes: int = 0, who: str = "R. Okafor") -> JudgementRow:
    at = NOON + dt.timedelta(minutes=minutes)
    return judge_at(record, kind, about, who=who, why="so says the communiqué", at=at)


def contents(path: Path, *, judged: bool = True, views: Sequence[str] = VIEWS) -> Contents:
    with dragoman.open_record(path, judged=judged) as record:
        return {view: Counter(map(repr, record.table(view).to_pylist())) for view in views}


def column(path: Path, query: str) -> list[object]:
    with dragoman.open_record(path) as record:
        return record.sql(query).column(0).to_pylist()


def persons(path: Path) -> list[object]:
    """Who holds the office in each document, in the order of PEOPLE."""
    with dragoman.open_record(path) as record:
        told = {row["document"]: row["person"] for row in record.table("occupancies").to_pylist()}
    return [told.get(rows.document.id) for rows in OLD]
