"""Time expressions: the cases of the French data, what must hold of any text, and what the loader refuses."""

import datetime as dt
from functools import cache
from importlib import resources
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import DataError
from dragoman.mentions.time_sense import Op
from dragoman.mentions.times import (
    KINDS,
    TimeExpression,
    candidates,
    contradicts_weekday,
    find_times,
    load_times,
    read_times,
    resolve,
)
from dragoman.model.dates import Date

FRENCH = resources.files("dragoman.languages").joinpath("fr")


@cache
def cases() -> list[dict[str, Any]]:
    return yaml.load(FRENCH.joinpath("cases", "times.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


def date_of(value: str | None) -> Date | None:
    return None if value in (None, "null") else Date.parse(value)


def days(date: Date | None) -> tuple[dt.date | None, dt.date | None] | None:
    return None if date is None else (date.first, date.last)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    found = find_times(case["text"], load_times("fr"))
    assert [expression.text for expression in found] == [row["text"] for row in case["times"]]
    for expression, row in zip(found, case["times"], strict=True):
        assert expression.kind == row.get("kind", expression.kind)
        anchor = date_of(row["anchor"] if "anchor" in row else case.get("published"))
        resolved = resolve(expression, anchor, leaning=row.get("leaning", "past"))
        date = resolved[0] if resolved else None
        expected = date_of(row["date"])
        assert days(date) == days(expected), f"{expression.text}: {date}, not {expected} ({expression.sense})"
        if date and expected and "~" in expected.edtf:
            assert "~" in date.edtf
        if "conflict" in row:
            assert date is not None
            assert contradicts_weekday(expression, date) == (row["conflict"] == "true")


def test_cases_are_many_and_a_third_gives_no_date() -> None:
    without = [case for case in cases() if all(row["date"] in ("null", None) for row in case["times"])]
    assert len(cases()) >= 140
    assert 3 * len(without) >= len(cases())
    assert len({case["id"] for case in cases()}) == len(cases())


# --- resolving ------------------------------------------------------------------------------------------------------


def only(text: str) -> TimeExpression:
    (expression,) = find_times(text, load_times("fr"))
    return expression


@pytest.mark.parametrize(
    ("text", "anchor", "edtf", "name"),
    [
        ("en juin 2023", "2024-06-25", "2023-06", "text"),
        ("à l'automne 2023", None, "2023-23", "text"),
        ("depuis 2022", None, "2022/..", "text"),
        ("jusqu'en 2025", "2024-06-25", "../2025", "text"),
        ("il y a un an", "2024-06-25", "2023-06-25~", "published"),
        ("il y a un an", "2024-06", "2023-06~", "published"),
        ("la veille", "2022-02-24", "2022-02-23", "mention"),
        ("d'ici 2030", None, "../2030", "text"),
        ("d'ici 2030", "2024-06-25", "2024-06-25/2030-12-31", "published"),
        ("d'ici 2030", "2033-06-25", "../2030", "text"),
        ("entre 2014 et 2020", None, "2014/2020", "text"),
        ("hier", "2024-06-25~", "2024-06-24~", "published"),
        ("l'an dernier", "2024", "2023", "published"),
    ],
)
def test_date_as_written_and_anchor_name(text: str, anchor: str | None, edtf: str, name: str) -> None:
    resolved = resolve(only(text), date_of(anchor), leaning="past")
    assert resolved is not None
    assert (resolved[0].edtf, resolved[1]) == (edtf, name)


@pytest.mark.parametrize("anchor", ["2022/..", "../2022", "1990/1999"])
def test_an_anchor_without_an_end_or_too_long_gives_nothing(anchor: str) -> None:
    for text in ("hier", "il y a un an", "mardi 20 juin", "la semaine dernière"):
        assert resolve(only(text), Date.parse(anchor)) is None


def test_candidates_are_the_years_in_which_the_weekday_fits() -> None:
    assert [date.edtf for date in candidates(only("mardi 20 juin"), 2015, 2025)] == ["2017-06-20", "2023-06-20"]
    assert len(candidates(only("le 20 juin"), 2015, 2025)) == 11
    assert [date.edtf for date in candidates(only("le 29 février"), 2019, 2025)] == ["2020-02-29", "2024-02-29"]
    assert [date.edtf for date in candidates(only("en juin"), 2022, 2023)] == ["2022-06", "2023-06"]
    assert [date.edtf for date in candidates(only("les 3-4 juillet"), 2024, 2024)] == ["2024-07-03/2024-07-04"]
    assert [date.edtf for date in candidates(only("le 3 mai 2021"), 2020, 2022)] == ["2021-05-03"]
    assert candidates(only("le 3 mai 2021"), 2022, 2024) == []
    assert candidates(only("la semaine dernière"), 2022, 2024) == []
    assert candidates(only("le 20 juin"), 2024, 2023) == []


def test_every_operation_and_kind_is_used_by_the_cases() -> None:
    found = [e for case in cases() for e in find_times(case["text"], load_times("fr"))]
    assert {expression.kind for expression in found} == set(KINDS)
    assert {expression.sense.op for expression in found} == set(get_args(Op))


# --- what holds of any text -----------------------------------------------------------------------------------------

PIECES = sorted({word for case in cases() for word in case["text"].split()})
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join) | st.text(max_size=60)
MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin"]
MONTHS += ["juillet", "août", "septembre", "octobre", "novembre", "décembre"]
WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)) | st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31))


@st.composite
def anchors(draw: st.DrawFn) -> Date | None:
    first = draw(DAYS)
    shape = draw(st.sampled_from(["none", "day", "month", "year", "stretch", "open"]))
    if shape == "none":
        return None
    if shape == "month":
        return Date.month(first.year, first.month)
    if shape == "year":
        return Date.year(first.year)
    if shape == "open":
        return Date.between(first, None)
    return Date.of(first) if shape == "day" else Date.between(first, max(first, draw(DAYS)))


@settings(max_examples=300, deadline=None)
@given(TEXTS, anchors(), st.sampled_from(["past", "future", "none"]))
def test_spans_are_words_of_the_text_and_dates_run_forward(text: str, anchor: Date | None, leaning: Any) -> None:
    reached = 0
    for expression in find_times(text, load_times("fr")):
        assert text[expression.start : expression.end] == expression.text
        assert reached <= expression.start < expression.end
        assert expression.kind in KINDS
        reached = expression.end
        resolved = resolve(expression, anchor, leaning=leaning)
        if resolved is not None:
            date, name = resolved
            assert name in ("text", "published", "mention")
            assert date.first is None or date.last is None or date.first <= date.last
            assert days(Date.parse(date.edtf)) == days(date)
            contradicts_weekday(expression, date)
            if anchor is None:
                assert name == "text"
        assert (expression.kind == "vague") <= (resolved is None)
        for date in candidates(expression, 2020, 2024):
            assert date.first is None or date.last is None or date.first <= date.last


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.lists(st.sampled_from(["Bonjour.", "«", "—\n", "Selon lui :", "Zut !"]), max_size=4))
def test_text_before_a_line_only_moves_the_offsets(text: str, before: list[str]) -> None:
    prefix = " ".join(before) + "\n"
    plain = find_times(text, load_times("fr"))
    moved = find_times(prefix + text, load_times("fr"))
    by = len(prefix)
    assert [(e.start - by, e.end - by, e.kind, e.sense) for e in moved] == [
        (e.start, e.end, e.kind, e.sense) for e in plain
    ]


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same(text: str) -> None:
    fresh = read_times(FRENCH.joinpath("times.yaml").read_text(encoding="utf-8"), "again") if len(text) < 3 else None
    assert find_times(text, load_times("fr")) == find_times(text, fresh or load_times("fr"))


@settings(max_examples=100, deadline=None)
@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)), DAYS)
def test_every_full_date_is_read_as_itself(day: dt.date, anchor: dt.date) -> None:
    number = "1er" if day.day == 1 else str(day.day)
    written = f"{WEEKDAYS[day.weekday()]} {number} {MONTHS[day.month - 1]} {day.year}"
    expression = only(f"Signé le {written}.")
    assert expression.text == f"le {written}"
    resolved = resolve(expression, Date.of(anchor))
    assert resolved == (Date.of(day), "text")
    assert not contradicts_weekday(expression, resolved[0])
    assert candidates(only(f"{WEEKDAYS[day.weekday()]} {number} {MONTHS[day.month - 1]}"), day.year, day.year) == [
        Date.of(day)
    ]


# --- what the loader refuses ------------------------------------------------------------------------------------------

MINIMAL_DAY = [{"kind": "day", "say": "le {day} {month} {year}"}]
A_MONTH = {"kind": "month"}
MINIMAL: dict[str, Any] = {
    "language": "xx",
    "words": {"month": {"mars": 3}, "unit": {"semaine": "week"}},
    "shapes": {"day": r"\d{1,2}", "year": r"\d{4}"},
    "sets": {"point": ["day"]},
    "expressions": MINIMAL_DAY,
}


def test_a_minimal_file_loads() -> None:
    lexicon = read_times(yaml.safe_dump(MINIMAL), "minimal")
    (found,) = find_times("Signé le 3 mars 2024.", lexicon)
    assert resolve(found, None) == (Date.day(2024, 3, 3), "text")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"verbs": {}}, "unknown section 'verbs'"),
        ({"expressions": None}, "must be a list"),
        ({"expressions": [{"kind": "moment", "say": "hier"}]}, "no kind"),
        ({"expressions": [{"kind": "day"}]}, "`say` is missing"),
        ({"expressions": [{"kind": "day", "say": "hier", "tense": 1}]}, "unknown key 'tense'"),
        ({"expressions": [{"kind": "day", "say": "hier", "op": "jump"}]}, "no op"),
        ({"expressions": [{"kind": "day", "say": "hier [soir"}]}, "not closed"),
        ({"expressions": [{"kind": "day", "say": "hier [soir)"}]}, "wrong bracket"),
        ({"expressions": [{"kind": "day", "say": "hier) soir"}]}, "unbalanced"),
        ({"expressions": [{"kind": "day", "say": "le {day"}]}, "not closed"),
        ({"expressions": [{"kind": "day", "say": "le {day?}"}]}, "no slot"),
        ({"expressions": [{"kind": "day", "say": "le {day:tag}"}]}, "no word class or shape 'tag'"),
        ({"expressions": [{"kind": "day", "say": "le <at> {day}"}]}, "no fragment <at>"),
        ({"expressions": [{"kind": "day", "say": "[hier]"}]}, "cannot be empty or begin with ''"),
        ({"expressions": [{"kind": "day", "say": "(le {day}"}]}, "not closed"),
        ({"expressions": [{"kind": "day", "say": "«hier"}]}, "or begin with '«hier'"),
        ({"expressions": [{"kind": "day", "say": "le {hour:day}"}]}, "no field 'hour'"),
        ({"expressions": [{"kind": "day", "say": "le {unit:month}"}]}, "out of bounds"),
        ({"expressions": [{"kind": "day", "say": "le {unit:day}"}]}, "unit: None is out of bounds"),
        ({"expressions": [A_MONTH | {"say": "le {day:point}"}, *MINIMAL_DAY]}, "a set fills `first` or `last`"),
        ({"expressions": [A_MONTH | {"say": "le [{first:point}]"}, *MINIMAL_DAY]}, "no word class or shape 'point'"),
        ({"expressions": [{"kind": "day", "say": "{first:point} hier"}]}, "has itself among"),
        ({"expressions": [{"kind": "day", "say": "hier", "with": {"month": 13}}]}, "out of bounds"),
        ({"expressions": [{"kind": "day", "say": "hier", "with": {"month": True}}]}, "out of bounds"),
        ({"expressions": [{"kind": "day", "say": "hier", "with": {"unit": "eon"}}]}, "out of bounds"),
        ({"expressions": [{"kind": "day", "say": "hier", "with": {"then.month": 3}}]}, "only `first` and `last`"),
        ({"expressions": [{"kind": "day", "say": "hier", "joins": ["nowhere"]}]}, "no set 'nowhere'"),
        ({"expressions": ["hier"]}, "a mapping is needed"),
        ({"words": {"month": {"mars": [3]}}}, "must be a number or a word"),
        ({"words": {"month": {"mars": 3, "Mars": 3}}}, "there twice"),
        ({"words": {"month": {"mars": 3}, "all": ["weekday"]}}, "no word class or shape 'weekday'"),
        ({"shapes": {"day": "(["}}, "no regular expression"),
        ({"shapes": {"day": r"(\d)"}}, "no capturing group"),
        ({"sets": {"point": ["century"]}}, "no expression belongs"),
        ({"sets": {"point": ["moment"]}}, "must list kinds"),
        ({"emblems": [{"day": 1}]}, "month, day and year"),
        ({"guards": [{"say": "hier", "but": 1}]}, "unknown key 'but'"),
    ],
)
def test_malformed_data_is_named(change: dict[str, Any], message: str) -> None:
    with pytest.raises(DataError, match=r"^broken\.yaml: ") as caught:
        read_times(yaml.safe_dump({**MINIMAL, **change}), "broken.yaml")
    assert message in str(caught.value)


def test_the_entry_is_named() -> None:
    entries = [*MINIMAL["expressions"], {"kind": "day", "say": "le {day} {months}"}]
    with pytest.raises(DataError, match=r"expressions, entry 2 \(le \{day\} \{months\}\)"):
        read_times(yaml.safe_dump({**MINIMAL, "expressions": entries}), "broken.yaml")


def test_no_yaml_a_key_twice_and_a_missing_language_are_refused() -> None:
    with pytest.raises(DataError, match="no valid YAML"):
        read_times("words: [", "broken.yaml")
    with pytest.raises(DataError, match="'language' twice"):
        read_times("language: fr\nlanguage: en\n", "broken.yaml")
    with pytest.raises(DataError, match="a mapping is needed"):
        read_times("- fr\n", "broken.yaml")
    with pytest.raises(DataError, match="is missing"):
        read_times("language: fr\n", "broken.yaml")
    with pytest.raises(DataError, match="no time expressions for language 'tlh'"):
        load_times("tlh")
