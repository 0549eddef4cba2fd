"""Who holds an office: the register and the record side by side."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dragoman.model.dates import Date
from dragoman.ontology.loading import ACTING, load_ontology
from dragoman.record.reading import Record
from dragoman.register import Register, Tenure
from dragoman.register.comparison import compare_occupancy
from dragoman.views.days import Day, as_date, can_hold, is_past, row_date, sort_days
from dragoman.views.names import OFFICE_OWNERS, Names, get_nearest

_QUERY = """
    SELECT o.*, d.source, d.outlet, d.published
    FROM {occupancies} AS o JOIN documents AS d ON d.id = o.document
    WHERE o.position IN (SELECT unnest(?))
    AND (CAST(? AS DATE) IS NULL OR o.bears = 'ends' OR o.date_from IS NULL OR o.date_from <= CAST(? AS DATE))
    ORDER BY o.id"""


@dataclass(frozen=True, slots=True)
class HolderRow:
    """One side's word on one holder; the columns are those of MemberRow, with person, position and `of`."""

    person: str | None
    person_label: str | None
    position: str
    of: str
    of_label: str | None
    side: Literal["register", "record"]
    bears: str | None
    modality: str | None
    date: str | None
    date_from: dt.date | None
    date_to: dt.date | None
    undated: bool
    agrees: bool | None
    source: str
    said_by: str | None = None
    published: str | None = None
    document: str | None = None
    quote_text: str | None = None
    id: str | None = None


def list_holders(record: Record, register: Register, position: str, of: str, on: Day | None = None) -> list[HolderRow]:
    """Every word on who holds a position of a state or organisation, people in order of day, the register's word first.

    An acting holder counts as one. With `on` (a day, a month or a year), only what can hold then: rows of the record
    that were told of that time or before and after which the record tells no other holder; undated rows stay.
    The register tells what could be known on the record's day. Raises UnknownNameError for a position or an owner
    that is not known, QueryError, DateError.
    """
    day = as_date(on)
    last = day.last if day is not None else None
    register = register.as_known(record.scope.known)
    names = Names(record, register)
    chosen = get_position(position)
    owner = names.get_actor(of, OFFICE_OWNERS, "state or organisation")
    positions = [chosen] if chosen.startswith(ACTING) else [chosen, ACTING + chosen]
    tenures = [tenure for each in positions for tenure in register.holders(each, owner, day)]
    named = record.naming("occupancies", (owner,), "of")
    rows = record.sql(_QUERY.format(occupancies=named), [positions, last, last]).to_pylist()
    found = [_of_register(tenure, names) for tenure in tenures]
    found += [_of_record(row, names, register) for row in _standing(rows, chosen, day)]
    return _by_person(found)


def get_position(name: str) -> str:
    """The position of the closed list that a name means; UnknownNameError with the nearest ones."""
    known = list(load_ontology().positions)
    return get_nearest(name, [*known, *(ACTING + position for position in known)], "position")


def _standing(rows: list[dict[str, Any]], position: str, on: Date | None) -> list[dict[str, Any]]:
    if on is None:
        return rows
    possible = [row for row in rows if can_hold(row["bears"], row_date(row), on)]
    if not load_ontology().positions[position.removeprefix(ACTING)].exclusive:
        return possible
    latest: dict[tuple[str, bool], dt.date] = {}
    for row in rows:
        told = row_date(row)
        if row["modality"] == "actual" and row["person"] is not None and told and is_past(told, on):
            key = (row["person"], row["bears"] == "ends")
            latest[key] = max(row["date_from"], latest.get(key, dt.date.min))
    return [row for row in possible if not _is_over(row, latest)]


def _is_over(row: dict[str, Any], latest: Mapping[tuple[str, bool], dt.date]) -> bool:
    """Whether the record later tells of another holder, or of this one's end."""
    if row["bears"] == "ends" or row["modality"] != "actual" or row["date_to"] is None:
        return False
    return any(row["date_to"] < day and (person == row["person"]) == left for (person, left), day in latest.items())


def _of_register(tenure: Tenure, names: Names) -> HolderRow:
    return HolderRow(
        person=tenure.person,
        person_label=names.label(tenure.person),
        position=tenure.position,
        of=tenure.of,
        of_label=names.label(tenure.of),
        side="register",
        bears=None,
        modality=None,
        date=tenure.during.edtf,
        date_from=tenure.during.first,
        date_to=tenure.during.last,
        undated=False,
        agrees=None,
        source=tenure.source,
    )


def _of_record(row: dict[str, Any], names: Names, register: Register) -> HolderRow:
    told = row_date(row)
    compared = compare_occupancy(
        register, row["person"], row["position"], row["of"], bears=row["bears"], modality=row["modality"], on=told
    )
    return HolderRow(
        person=row["person"],
        person_label=names.label(row["person"]),
        position=row["position"],
        of=row["of"],
        of_label=names.label(row["of"]),
        side="record",
        bears=row["bears"],
        modality=row["modality"],
        date=row["date"],
        date_from=row["date_from"],
        date_to=row["date_to"],
        undated=told is None,
        agrees=compared.agrees,
        source=row["source"],
        said_by=row["said_by"],
        published=row["published"],
        document=row["document"],
        quote_text=row["quote_text"],
        id=row["id"],
    )


def _by_person(rows: list[HolderRow]) -> list[HolderRow]:
    """The rows of each person together, the register's first; people in the order in which they came."""
    first: dict[str | None, tuple[Any, ...]] = {}
    for row in rows:
        days = sort_days({"date_from": row.date_from, "date_to": row.date_to})
        first[row.person] = min(days, first.get(row.person, days))

    def order(row: HolderRow) -> tuple[Any, ...]:
        days = sort_days({"date_from": row.date_from, "date_to": row.date_to})
        return row.person is None, *first[row.person], row.person or "", row.side == "record", *days, row.id or ""

    return sorted(rows, key=order)
