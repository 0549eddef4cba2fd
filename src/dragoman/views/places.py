"""Where parties met: how many facts of meetings and the like there are of each place, and where it lies."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.register.coordinates import Gazetteer, Missing, load_gazetteer
from dragoman.views.days import Day, bounds_of
from dragoman.views.events import get_event_type
from dragoman.views.names import Names

# What is done at a table, together.
TYPES = ("CONSULT", "AGREE", "SUPPORT", "COOPERATE")
MOST_PLACES = 300
# Facts named for one place, and words for places that stand for none that is known.
_LATEST, _WORDS = 3, 100

# Told as having happened; where days are asked for, only what has a day can be said to lie between.
_FACTS = """
    FROM facts AS f WHERE f.kind = 'event' AND f.modality = 'actual' AND list_contains($types, f.relation)"""
_DATED = "(f.date_from IS NOT NULL OR f.date_to IS NOT NULL)"
_DAYS = f"""
    AND (($first IS NULL AND $last IS NULL) OR ({_DATED}
        AND ($first IS NULL OR f.date_to IS NULL OR f.date_to >= $first)
        AND ($last IS NULL OR f.date_from IS NULL OR f.date_from <= $last)))"""
_PLACED = f"""
    SELECT f.place, any_value(a.kind) AS kind, any_value(a.country) AS country, count(*) AS facts,
        min(f.date_from) AS first, max(f.date_to) AS last,
        list_slice(list({{'id': f.id, 'summary': f.summary, 'date_from': f.date_from, 'date_to': f.date_to}}
            ORDER BY f.date_to DESC NULLS LAST, f.id), 1, {_LATEST}) AS latest
    FROM (SELECT * {_FACTS} {_DAYS} AND f.place IS NOT NULL) AS f LEFT JOIN actors AS a ON a.id = f.place
    GROUP BY f.place ORDER BY facts DESC, f.place LIMIT {MOST_PLACES}"""
_UNRESOLVED = f"""
    SELECT e.place_text AS words, any_value(d.language ORDER BY d.id) AS language, count(DISTINCT f.id) AS facts
    FROM (SELECT f.* {_FACTS} {_DAYS} AND f.place IS NULL) AS f JOIN fact_assertions AS m ON m.fact = f.id
    JOIN events AS e ON e.id = m.assertion AND e.document = m.document JOIN documents AS d ON d.id = e.document
    WHERE e.place_text IS NOT NULL GROUP BY ALL ORDER BY facts DESC, words LIMIT {_WORDS}"""
_COUNTS = f"""
    SELECT count(*) FILTER (place IS NOT NULL {_DAYS}) AS placed, count(DISTINCT place) FILTER (true {_DAYS}) AS places,
        count(*) FILTER (place IS NULL {_DAYS}) AS nowhere,
        count(*) FILTER (($first IS NOT NULL OR $last IS NOT NULL) AND NOT {_DATED}) AS undated {_FACTS}"""

Why = Missing | Literal["state", "unlisted"]


@dataclass(frozen=True, slots=True)
class FactThere:
    """One of the latest facts of a place."""

    id: str
    summary: str
    date_from: dt.date | None
    date_to: dt.date | None


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """How many facts have a place.

    `latitude` and `longitude` are degrees north and east, None where it has no point; `why` tells the reason then: it
    is a ``state``, the register has no such place (``unlisted``), or see `Gazetteer`. `first` and `last` are the days
    between which the facts lie, None where none has a day; `latest` are some of them.
    """

    place: str
    label: str
    country: str | None
    country_label: str | None
    facts: int
    first: dt.date | None
    last: dt.date | None
    latitude: float | None
    longitude: float | None
    why: Why | None
    latest: tuple[FactThere, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Words of reports for a place that nobody knows, and how many facts have them; `language` is of one that does."""

    words: str
    language: str | None
    facts: int


@dataclass(frozen=True, slots=True)
class Places:
    """Places by how many facts they have, the most first.

    `facts` have a place, of `n_places` places; `nowhere` tell of none that is known, some in `words`; `undated` are
    left out because they cannot be said to lie between the days.
    """

    rows: tuple[PlaceCount, ...]
    words: tuple[Words, ...]
    facts: int
    n_places: int
    nowhere: int
    undated: int


def count_places(
    record: Record,
    register: Register,
    start: Day | None = None,
    end: Day | None = None,
    *,
    types: Collection[str] = TYPES,
    gazetteer: Gazetteer | None = None,
) -> Places:
    """The places of facts that touch the days between, told as having happened: meetings, agreements, signatures.

    `types` are event types. Each fact counts once, however many documents tell it. Raises UnknownNameError, QueryError,
    DateError.
    """
    first, last = bounds_of(start, end)
    given = {"first": first, "last": last, "types": sorted({get_event_type(name) for name in types})}
    names = Names(record, register)
    known = gazetteer or load_gazetteer()
    counts = record.sql(_COUNTS, given).to_pylist()[0]
    return Places(
        rows=tuple(_place(row, names, known) for row in record.sql(_PLACED, given).to_pylist()),
        words=tuple(Words(**row) for row in record.sql(_UNRESOLVED, given).to_pylist()),
        facts=counts["placed"],
        n_places=counts["places"],
        nowhere=counts["nowhere"],
        undated=counts["undated"],
    )


def _place(row: dict[str, Any], names: Names, gazetteer: Gazetteer) -> PlaceCount:
    point = gazetteer.points.get(row["place"])
    why: Why | None = None
    if point is None:
        why = "state" if row["kind"] == "state" else gazetteer.missing.get(row["place"], "unlisted")
    return PlaceCount(
        place=row["place"],
        label=names.label(row["place"]) or row["place"],
        country=row["country"],
        country_label=names.label(row["country"]),
        facts=row["facts"],
        first=row["first"],
        last=row["last"],
        latitude=point.latitude if point is not None else None,
        longitude=point.longitude if point is not None else None,
        why=why,
        latest=tuple(FactThere(**each) for each in row["latest"]),
    )
