"""Who said what, in order of day."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any

from dragoman.model.names import fold
from dragoman.ontology.loading import load_event_ontology
from dragoman.reasoning.lines import Line
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.days import Day, bounds_of, row_date, sort_days, touches
from dragoman.views.names import Names, get_nearest, get_share

# The speaker's country stands with the words that name the speaker: it is that of the office held then.
_QUERY = """
    SELECT s.*, d.source, d.published, coalesce(c.countries, []) AS speaker_countries
    FROM statements AS s
    JOIN documents AS d ON d.id = s.document
    LEFT JOIN (
        SELECT assertion, list_sort(list_distinct(list(country))) AS countries
        FROM arguments WHERE role = 'speaker' AND country IS NOT NULL GROUP BY assertion
    ) AS c ON c.assertion = s.id
    WHERE ($speaker IS NULL OR s.speaker = $speaker OR list_contains(c.countries, $speaker))
    AND ($about IS NULL OR list_contains(s.about, $about))
    ORDER BY s.id"""


@dataclass(frozen=True, slots=True)
class ListedStatement:
    """One statement of the record.

    `speaker` is None where the text names nobody; `speaker_country` is the state whose office the speaker holds.
    `words` are what was said, whole. `said_by` is the speaker out of whose words the row itself comes, `via` the
    agencies and media between, `confidence` how often rows on such evidence were found right (0 to 1). `date` is EDTF
    text, `date_from` and `date_to` the same as days, None where open; an undated row has none of the three.
    """

    speaker: str | None
    speaker_label: str | None
    speaker_country: str | None
    act: str
    direct: bool
    words: str
    audience: tuple[str, ...]
    about: tuple[str, ...]
    modality: str
    date: str | None
    date_from: dt.date | None
    date_to: dt.date | None
    date_text: str | None
    undated: bool
    said_by: str | None
    via: tuple[str, ...]
    confidence: float | None
    source: str
    published: str | None
    document: str
    quote_text: str
    cue_text: str | None
    span_start: int
    span_end: int
    id: str


def list_statements(
    record: Record,
    register: Register,
    *,
    speaker: str | None = None,
    about: str | None = None,
    acts: Collection[str] = (),
    words: str | None = None,
    sure: float = 0,
    start: Day | None = None,
    end: Day | None = None,
) -> list[ListedStatement]:
    """The record's statements in order of their first day, undated ones last.

    `speaker` and `about` are any names in any language; a state as speaker stands for those who hold its offices too.
    `acts` (see the ontology) keeps these, `words` what holds them side by side, whatever its case and accents; `sure`
    (0 to 1) is the least confidence. `start` and `end` keep rows that touch the days between, both included, and with
    them the undated ones. Raises UnknownNameError with suggestions for a name or an act, QueryError, DateError.
    """
    first, last = bounds_of(start, end)
    least = get_share(sure)
    chosen = {get_act(act) for act in acts}
    names = Names(record, register)
    parties = {
        "speaker": names.get_actor(speaker) if speaker is not None else None,
        "about": names.get_actor(about) if about is not None else None,
    }
    wanted = _plain_words(words or "")
    rows = [
        row
        for row in record.sql(_QUERY, parties).to_pylist()
        if (not chosen or row["act"] in chosen)
        and touches(row, first, last)
        and wanted in _plain_words(row["words"])
        and (row["confidence"] or 0) >= least
    ]
    return [_listed(row, names) for row in sorted(rows, key=_order)]


def get_act(name: str) -> str:
    """The act of the closed list that a name means; UnknownNameError with the nearest ones."""
    return get_nearest(name, load_event_ontology().acts, "act")


def statement_line(names: Names, row: Mapping[str, Any]) -> str:
    """A statement in one line: who, by which act, and the start of the words."""
    who, manner = names.short(row["actor"]), (row["modality"],)
    return str(Line("statement", who, row["relation"], value=row["value"], direct=row["direct"], manner=manner))


def _plain_words(text: str) -> str:
    return " ".join(fold(text).split())


def _listed(row: dict[str, Any], names: Names) -> ListedStatement:
    countries = row["speaker_countries"]
    lists: dict[str, Any] = {name: tuple(row[name] or ()) for name in _LISTS}
    return ListedStatement(
        **{name: row[name] for name in _SAME},
        **lists,
        speaker_label=names.label(row["speaker"]),
        speaker_country=countries[0] if len(countries) == 1 else None,
        undated=row_date(row) is None,
    )


_LISTS = ("audience", "about", "via")
_COMPUTED = frozenset({"speaker_label", "speaker_country", "undated", *_LISTS})
_SAME = tuple(field.name for field in fields(ListedStatement) if field.name not in _COMPUTED)


def _order(row: Mapping[str, Any]) -> tuple[object, ...]:
    return *sort_days(row), row["source"], row["span_start"], row["id"]
