"""Who belongs to an organisation: the register and the record side by side."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dragoman.errors import QueryError
from dragoman.model.dates import Date
from dragoman.record.reading import Record
from dragoman.register import CompleteList, Register, Stretch
from dragoman.register.comparison import compare_membership, plain_status
from dragoman.views.days import Day, as_date, can_hold, is_past, row_date, sort_days
from dragoman.views.names import ORGANISATIONS, Names

_COLUMNS = """m.id, m.document, m.member, m.organisation, m.status, m.bears, m.modality, m.date, m.date_from, m.date_to,
        m.said_by, m.quote_text, d.source, d.published"""
_QUERY = f"""
    SELECT {_COLUMNS}
    FROM {{memberships}} AS m JOIN documents AS d ON d.id = m.document
    WHERE (CAST(? AS DATE) IS NULL OR m.bears = 'ends' OR m.date_from IS NULL OR m.date_from <= CAST(? AS DATE))
    ORDER BY m.id"""

# What may decide who is a member on a day, once there is a word that surely counts (`sure` is its day): that of its
# day or later, not that of days to come, and changes without a day that may be later. A document that tells of such a
# change is taken whole: it may tell that the change was undone.
_DECIDING = f"""
    WITH told AS (
        SELECT {_COLUMNS}, d.published_to, max(m.date_to) FILTER (
            m.modality = 'actual' AND m.bears IN ('starts', 'holds') AND m.date_from IS NOT NULL AND m.date_to <= $day)
            OVER (PARTITION BY m.organisation, m.member) AS sure
        FROM {{memberships}} AS m JOIN documents AS d ON d.id = m.document),
    weighed AS (
        SELECT *, bool_or(bears <> 'holds' AND date_from IS NULL AND date_to IS NULL AND published_to > sure)
            OVER (PARTITION BY organisation, document) AS open
        FROM told)
    SELECT * EXCLUDE (published_to, sure, open) FROM weighed
    WHERE sure IS NULL OR open OR (
        modality IN ('actual', 'denied', 'negated') AND date_to >= sure AND coalesce(date_from, date_to) <= $day)
        OR (date_to IS NULL AND date_from <= $day)
    ORDER BY id"""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One side's word on one member.

    `side` is ``register`` (then `source` is its source note) or ``record`` (then `source` is the document's address,
    and `id` the assertion's). `bears` and `modality` are the record's alone. `date` is EDTF text, `date_from` and
    `date_to` the same as days, None where open. `agrees` tells whether a row of the record says what the register
    says, None where the register cannot tell.
    """

    member: str | None
    member_label: str | None
    organisation: str
    organisation_label: str | None
    side: Literal["register", "record"]
    status: str
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


def list_members(record: Record, register: Register, organisation: str, on: Day | None = None) -> list[MemberRow]:
    """Every word on an organisation's members, in order of member, the register's first.

    With `on` (a day, a month or a year), only what can hold then: what the register has for it, and rows of the record
    that were told of that time or before and that no later change told in the record has ended; undated rows stay.
    The register tells what could be known on the record's day. Raises UnknownNameError, QueryError for a name that
    means several or no organisation, DateError.
    """
    day = as_date(on)
    last = day.last if day is not None else None
    register = register.as_known(record.scope.known)
    names = Names(record, register)
    chosen = get_organisation(names, organisation)
    named = record.naming("memberships", (chosen,), "organisation")
    rows = record.sql(_QUERY.format(memberships=named), [last, last]).to_pylist()
    found = [_of_register(stretch, names) for stretch in register.members(chosen, day)]
    found += [_of_record(row, names, register) for row in _standing(rows, day)]
    return sorted(found, key=_order)


def list_deciding(
    record: Record, register: Register, names: Names, organisations: Sequence[str], day: dt.date
) -> dict[str, list[MemberRow]]:
    """Every word that may decide who is a member of some organisations (ids) on a day, by organisation.

    All members that are ever told are among them. The order is that of `list_members`; raises RecordError.
    """
    query = _DECIDING.format(memberships=record.naming("memberships", tuple(organisations), "organisation"))
    found = {each: [_of_register(stretch, names) for stretch in register.members(each, None)] for each in organisations}
    for row in record.sql(query, {"day": day}).to_pylist():
        found[row["organisation"]].append(_of_record(row, names, register))
    return {organisation: sorted(rows, key=_order) for organisation, rows in found.items()}


def get_organisation(names: Names, name: str) -> str:
    """The organisation that a name means; UnknownNameError, or QueryError for a state's name, say what to do."""
    found = names.find_actor(name, ORGANISATIONS, "organisation")
    if found is None and (state := names.find_actor(name, {"state"}, "state")):
        hint = f"what it belongs to is told by: actor {state}"
        raise QueryError(f"{name!r} is the state {names.label(state)}, not an organisation; {hint}")
    return found or names.get_actor(name, ORGANISATIONS, "organisation")


def _standing(rows: Sequence[dict[str, Any]], on: Date | None) -> Iterator[dict[str, Any]]:
    """The rows that can hold on the days; all of them when there is no limit."""
    if on is None:
        yield from rows
        return
    changes: dict[str, dict[tuple[str, str], dt.date]] = defaultdict(dict)
    for row in rows:
        told = row_date(row)
        if row["bears"] != "holds" and row["modality"] == "actual" and row["member"] and told and is_past(told, on):
            kind = (plain_status(row["status"]), row["bears"])
            changes[row["member"]][kind] = max(row["date_from"], changes[row["member"]].get(kind, dt.date.min))
    for row in rows:
        if can_hold(row["bears"], row_date(row), on) and not _is_over(row, changes.get(row["member"], {})):
            yield row


def _is_over(row: dict[str, Any], changes: Mapping[tuple[str, str], dt.date]) -> bool:
    """Whether a change, told as having happened, came after what the row tells."""
    if row["modality"] != "actual" or row["bears"] == "ends" or row["date_to"] is None:
        return False
    status = plain_status(row["status"])
    return any(
        row["date_to"] < day and (status == other) == (bears == "ends") for (other, bears), day in changes.items()
    )


def _of_register(stretch: Stretch, names: Names) -> MemberRow:
    return MemberRow(
        member=stretch.member,
        member_label=names.label(stretch.member),
        organisation=stretch.organisation,
        organisation_label=names.label(stretch.organisation),
        side="register",
        status=stretch.status,
        bears=None,
        modality=None,
        date=stretch.during.edtf,
        date_from=stretch.during.first,
        date_to=stretch.during.last,
        undated=False,
        agrees=None,
        source=stretch.source,
    )


def of_list(listed: CompleteList, member: str, on: Date, names: Names) -> MemberRow:
    """The register's word that somebody is no member on a day, because a complete list does not have it."""
    stretch = Stretch(member, listed.organisation, "none", on, on, listed.source)
    return _of_register(stretch, names)


def _of_record(row: dict[str, Any], names: Names, register: Register) -> MemberRow:
    told = row_date(row)
    compared = compare_membership(
        register,
        row["member"],
        row["organisation"],
        status=row["status"],
        bears=row["bears"],
        modality=row["modality"],
        on=told,
    )
    return MemberRow(
        member=row["member"],
        member_label=names.label(row["member"]),
        organisation=row["organisation"],
        organisation_label=names.label(row["organisation"]),
        side="record",
        status=row["status"],
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


def _order(row: MemberRow) -> tuple[Any, ...]:
    days = sort_days({"date_from": row.date_from, "date_to": row.date_to})
    return row.member is None, row.member_label or "", row.member or "", row.side == "record", *days, row.id or ""
