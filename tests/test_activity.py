"""What is counted: rows by period, facts by type and by pair, outlets and languages of documents."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from met_rows import ATLAS, NORTH, write_met

from dragoman.errors import QueryError, UnknownNameError
from dragoman.record.reading import Record
from dragoman.record_opening import open_record
from dragoman.register import load_register
from dragoman.views.activity import (
    OTHER,
    SERIES,
    Unit,
    choose_unit,
    count_activity,
    count_pairs,
    count_types,
    next_period,
    period_start,
)
from dragoman.views.publishers import list_languages, list_outlets
from dragoman.views.timeline import list_timeline

REGISTER = load_register()
LIMITS: list[dict[str, Any]] = [
    {},
    {"kinds": ["event"]},
    {"types": ["consult", "SUPPORT"]},
    {"modalities": ["planned"]},
    {"outlets": [ATLAS]},
    {"outlets": [ATLAS, NORTH.lower()], "languages": ["FR"], "start": "2024-06-12"},
    {"actor": "Biélorussie", "end": "2024-06"},
    {"start": "2024-06-25", "end": "2024-06-25"},
    {"start": "2030", "end": "2031"},
    {"start": "1648", "end": "2024"},
]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with open_record(write_met(tmp_path_factory.mktemp("met") / "record")) as record:
        yield record


@pytest.mark.parametrize("limits", LIMITS, ids=str)
def test_every_row_of_the_timeline_counts_once(record: Record, limits: dict[str, Any]) -> None:
    rows = list_timeline(record, REGISTER, **limits)
    found = count_activity(record, REGISTER, **limits)
    assert sum(period.total for period in found.periods) + found.longer + found.undated == len(rows)
    assert found.undated == sum(row.undated for row in rows)
    for period in found.periods:
        assert sum(period.counts) == period.total and len(period.counts) == len(found.series)
        within = [row for row in rows if row.date_from and row.date_to and period.first <= row.date_from]
        assert period.total >= sum(row.date_to <= period.last for row in within if row.date_to)


def test_periods_follow_each_other_without_a_gap(record: Record) -> None:
    spans = [("2024-06-01", "2024-06-30", "day"), ("2024-01-03", "2025-02-05", "week")]
    spans += [("2020-02-05", "2024", "month"), ("1990", "2024-06", "year"), ("1700", "2024", "decade")]
    for start, end, unit in spans:
        found = count_activity(record, REGISTER, start=start, end=end)
        assert found.unit == unit
        assert (found.periods[0].first, found.periods[-1].last) == (found.first, found.last)
        for one, other in zip(found.periods, found.periods[1:], strict=False):
            assert other.first == one.last + dt.timedelta(days=1)


def test_days_of_a_period_hold_what_happened_then(record: Record) -> None:
    found = count_activity(record, REGISTER, kinds=["event"], modalities=["actual"], start="2024-06", end="2024-06")
    counted = {
        str(each.first): dict(zip(found.series, each.counts, strict=True)) for each in found.periods if each.total
    }
    assert found.by == "type" and found.series == ("CONSULT", "SUPPORT")
    assert counted["2024-06-25"]["CONSULT"] == 2 and counted["2024-06-12"]["SUPPORT"] == 1
    assert found.longer == 1, "an accusation of the year 2024 is of no day"
    assert found.undated == 1


def test_types_beyond_the_most_frequent_count_as_others(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.views.activity.SERIES", 1)
    found = count_activity(record, REGISTER, kinds=["event"], start="1648")
    assert found.unit == "decade" and found.series == ("CONSULT", OTHER) and SERIES > 1
    assert sum(each.counts[1] for each in found.periods) == 3, "two signatures and an accusation"


def test_a_record_without_a_day_has_no_periods(tmp_path: Path) -> None:
    from conftest import RecordBuilder, attribute

    builder = RecordBuilder(tmp_path / "record")
    builder.add("x.txt", attributes=[attribute("CSTO", "member_count", "6")])
    with open_record(builder.write()) as record:
        found = count_activity(record, REGISTER)
        assert (found.first, found.periods, found.undated, found.series) == (None, (), 1, ())
        assert count_types(record) == [] and count_pairs(record, REGISTER) == []


def test_facts_count_once_however_many_documents_tell_them(record: Record) -> None:
    assert [(each.type, each.facts) for each in count_types(record, "2024-06", "2024-06")] == [
        ("CONSULT", 2),
        ("SUPPORT", 2),
    ]
    pairs = [(each.one, each.other, each.facts) for each in count_pairs(record, REGISTER, "2024-06-01", "2024-06-25")]
    assert pairs == [("ARM", "FRA", 1), ("BLR", "RUS", 1), ("FRA", "GRC", 1), ("RUS", "USA", 1)]
    assert count_pairs(record, REGISTER, "2024-06-25", "2024-06-25")[0].one_name == "Belarus"
    assert ("ARM", "AZE", 1) in [(each.one, each.other, each.facts) for each in count_pairs(record, REGISTER)]
    with pytest.raises(QueryError, match="lies after"):
        count_types(record, "2025", "2024")


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"types": ["CONSLT"]}, "event type 'CONSLT'; did you mean CONSULT"),
        ({"modalities": ["plannned"]}, "modality 'plannned'; did you mean planned"),
        ({"languages": ["xx"]}, "language of a document 'xx'; known are fr"),
        ({"outlets": ["Depeche Atlsa"]}, f"did you mean {ATLAS}"),
    ],
)
def test_slips_are_answered_with_the_nearest_names(record: Record, limits: dict[str, Any], told: str) -> None:
    for ask in (list_timeline, count_activity):
        with pytest.raises(UnknownNameError, match=told):
            ask(record, REGISTER, **limits)  # type: ignore[operator]


def test_outlets_and_languages_are_those_of_the_documents(record: Record) -> None:
    assert [(each.label, each.documents) for each in list_outlets(record)] == [(ATLAS, 1), (NORTH, 1)]
    assert list_languages(record) == ["fr"]


@given(st.dates(), st.sampled_from(["day", "week", "month", "year", "decade"]))
def test_a_day_lies_in_the_period_that_starts_for_it(day: dt.date, unit: Unit) -> None:
    start = period_start(day, unit)
    following = next_period(start, unit)
    assert start <= day and (following is None or (day < following and period_start(following, unit) == following))


@given(st.dates(), st.dates())
def test_few_periods_are_told(one: dt.date, other: dt.date) -> None:
    first, last = sorted((one, other))
    unit = choose_unit(first, last)
    count, start = 0, period_start(first, unit)
    while start is not None and start <= last and count <= 1_000:
        count, start = count + 1, next_period(start, unit)  # type: ignore[assignment]
    assert count <= (125 if unit != "decade" else 1_000)
