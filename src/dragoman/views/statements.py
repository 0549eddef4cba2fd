"""Who said what, in order of day: chosen, ordered and limited in SQL."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from dragoman.ontology.loading import load_event_ontology
from dragoman.reasoning.lines import Line
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.days import Day, bounds_of, row_date
from dragoman.views.full_text import full_text
from dragoman.views.names import Names, get_nearest, get_share
from dragoman.views.words import read_wanted

Order = Literal["day", "latest"]

# Each limit that may be asked for; a day leaves what is undated, for it may be of that day.
_LIMITS = {
    "words": "s.id IN (SELECT unnest(string_split($words, ' ')))",
    "speaker": """(s.speaker = $speaker OR s.id IN
        (SELECT a.assertion FROM arguments AS a WHERE a.role = 'speaker' AND a.country = $speaker))""",
    "audience": "list_contains(s.audience, $audience)",
    "about": "list_contains(s.about, $about)",
    "acts": "list_contains($acts, s.act)",
    "direct": "s.direct = $direct",
    "sure": "s.confidence >= $sure",
    "first": "(s.date_to IS NULL OR s.date_to >= $first)",
    "last": "(s.date_from IS NULL OR s.date_from <= $last)",
}
_PLACED = "d.source, s.span_start, s.id"
_ORDERS: dict[Order, str] = {
    "day": f"coalesce(s.date_from, s.date_to) NULLS LAST, s.date_to NULLS LAST, {_PLACED}",
    "latest": f"coalesce(s.date_to, s.date_from) DESC NULLS LAST, s.date_from DESC NULLS LAST, {_PLACED}",
}
_CHOSEN = """
    SELECT s.id, s.document FROM statements AS s JOIN documents AS d ON d.id = s.document
    WHERE {where} ORDER BY {order} LIMIT $count OFFSET $cursor"""
# Without the documents, of which there are few, every row would be made ready before most are left out.
_ROWS = """
    SELECT s.*, d.source, d.published, d.outlet, d.language
    FROM statements AS s JOIN documents AS d ON d.id = s.document
    WHERE s.id IN (SELECT unnest($ids)) AND s.document IN (SELECT unnest($documents))
    AND d.id IN (SELECT unnest($documents))"""
# The speaker's country stands with the words that name the speaker: it is that of the office held then.
_COUNTRIES = """
    SELECT assertion, list_sort(list_distinct(list(country))) AS countries FROM arguments
    WHERE role = 'speaker' AND country IS NOT NULL AND assertion IN (SELECT unnest($ids)) GROUP BY assertion"""


@dataclass(frozen=True, slots=True)
class ListedStatement:
    """One statement of the record.

    `speaker` is None where the text names nobody; `speaker_country` is the state whose office the speaker holds.
    `words` are what was said, whole. `said_by` is the speaker out of whose words the row itself comes, `via` the
    agencies and media between, `outlet` the one whose document it is, where that is known; `language` is the
    document's. `confidence` is how often rows on such evidence were found right (0 to 1). `date` is EDTF text,
    `date_from` and `date_to` the same as days, None where open; an undated row has none of the three.
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
    outlet: str | None
    confidence: float | None
    source: str
    published: str | None
    language: str | None
    document: str
    quote_text: str
    cue_text: str | None
    span_start: int
    span_end: int
    id: str


class Statements:
    """Statements that were asked for, not fetched yet."""

    def __init__(self, record: Record, names: Names, given: Mapping[str, Any]) -> None:
        self._record, self._names = record, names
        self._given = {name: value for name, value in given.items() if value is not None}
        self._where = " AND ".join(_LIMITS[name] for name in self._given) or "true"

    def count(self) -> int:
        """How many there are."""
        query = f"SELECT count(*) AS n FROM statements AS s WHERE {self._where}"
        return int(self._record.sql(query, self._given).column("n")[0].as_py())

    def rows(self, order: Order = "day", *, count: int | None = None, cursor: int = 0) -> list[ListedStatement]:
        """So many of them after the cursor, all by default.

        In order of their first day (`day`) or the latest first (`latest`); undated ones last.
        """
        query = _CHOSEN.format(where=self._where, order=_ORDERS[order])
        chosen = self._record.sql(query, {**self._given, "count": count, "cursor": cursor})
        ids = chosen.column("id").to_pylist()
        documents = chosen.column("document").unique().to_pylist()
        rows = {row["id"]: row for row in self._record.sql(_ROWS, {"ids": ids, "documents": documents}).to_pylist()}
        told = self._record.sql(_COUNTRIES, {"ids": ids}).to_pylist()
        countries = {row["assertion"]: row["countries"] for row in told}
        return [_listed(rows[each], self._names, countries.get(each, ())) for each in ids]


def choose_statements(
    record: Record,
    register: Register,
    *,
    speaker: str | None = None,
    audience: str | None = None,
    about: str | None = None,
    acts: Collection[str] = (),
    words: str | None = None,
    direct: bool | None = None,
    sure: float = 0,
    start: Day | None = None,
    end: Day | None = None,
) -> Statements:
    """The record's statements that fit all limits.

    `speaker`, `audience` and `about` are any names in any language; a state as speaker stands for those who hold its
    offices too. `acts` (see the ontology) keeps these; `words` what holds these words, whatever their case and accents
    (see `dragoman.views.words.read_wanted`); `direct` quotations alone, or reported speech alone; `sure` (0 to 1) is
    the least confidence. `start` and `end` keep rows that touch the days between, both included, and with them the
    undated ones. Raises UnknownNameError with suggestions for a name or an act, QueryError, DateError.
    """
    first, last = bounds_of(start, end)
    names = Names(record, register)
    wanted = read_wanted(words) if words is not None and words.strip() else None
    given = {
        "speaker": names.get_actor(speaker) if speaker is not None else None,
        "audience": names.get_actor(audience) if audience is not None else None,
        "about": names.get_actor(about) if about is not None else None,
        "acts": [get_act(act) for act in acts] or None,
        "direct": direct,
        "sure": get_share(sure) or None,
        "first": first,
        "last": last,
        # As one text: so many values cannot be given one by one in reasonable time.
        "words": " ".join(full_text(record, "statements").find(wanted)) if wanted is not None else None,
    }
    return Statements(record, names, given)


def get_act(name: str) -> str:
    """The act of the closed list that a name means; UnknownNameError with the nearest ones."""
    return get_nearest(name, load_event_ontology().acts, "act")


def statement_line(names: Names, row: Mapping[str, Any]) -> str:
    """A statement in one line: who, by which act, and the start of the words."""
    who, manner = names.short(row["actor"]), (row["modality"],)
    return str(Line("statement", who, row["relation"], value=row["value"], direct=row["direct"], manner=manner))


def _listed(row: Mapping[str, Any], names: Names, countries: Collection[str]) -> ListedStatement:
    lists: dict[str, Any] = {name: tuple(row[name] or ()) for name in _LISTS}
    return ListedStatement(
        **{name: row[name] for name in _SAME},
        **lists,
        speaker_label=names.label(row["speaker"]),
        speaker_country=next(iter(countries)) if len(countries) == 1 else None,
        undated=row_date(row) is None,
    )


_LISTS = ("audience", "about", "via")
_COMPUTED = frozenset({"speaker_label", "speaker_country", "undated", *_LISTS})
_SAME = tuple(field.name for field in fields(ListedStatement) if field.name not in _COMPUTED)
