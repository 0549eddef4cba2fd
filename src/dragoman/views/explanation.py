"""Why a row stands in the record: words, rule, what filled each role, how it was dated, what the register says."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.errors import QueryError, UnknownNameError
from dragoman.record.reading import Record
from dragoman.register import Register, Stretch, Tenure
from dragoman.views.comparison import Comparison, compare_membership, compare_occupancy
from dragoman.views.days import row_date
from dragoman.views.document import SHORTEST_PREFIX
from dragoman.views.names import Names

ASSERTIONS: Mapping[str, str] = {
    "memberships": "membership",
    "occupancies": "occupancy",
    "attributes": "attribute",
    "statements": "statement",
    "events": "event",
}
# Columns that every kind of assertion has, or that are shown under another name.
_SPAN_COLUMNS = ("span_start", "span_end", "quote_text", "trigger_text", "cue_text")
_DATE_COLUMNS = ("date", "date_from", "date_to", "date_text", "date_anchor")
_OTHER_COLUMNS = ("id", "document", "reading", "said_by", "via", "modality", "bears", "rule", "confidence")
_SHARED = frozenset((*_SPAN_COLUMNS, *_DATE_COLUMNS, *_OTHER_COLUMNS))
_LISTED = 6


@dataclass(frozen=True, slots=True)
class RoleFiller:
    """What filled one role: the words, the actor they stand for (None where open), by what means, and why."""

    role: str
    ordinal: int
    words: str
    actor: str | None
    actor_label: str | None
    country: str | None
    position: str | None
    filled_by: str
    reason: str
    span_start: int
    span_end: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """One assertion with all its evidence.

    `columns` are those of its kind alone (member, status, position …). `date_reason` tells in a line how the date was
    found. `register` are the lines of the register for the same parties and days, `agrees` whether they say the same,
    None where the register cannot tell.
    """

    id: str
    kind: str
    columns: Mapping[str, object]
    bears: str | None
    modality: str | None
    rule: str
    trigger_text: str | None
    quote_text: str
    span_start: int
    span_end: int
    roles: tuple[RoleFiller, ...]
    date: str | None
    date_from: dt.date | None
    date_to: dt.date | None
    date_text: str | None
    date_anchor: str | None
    date_reason: str
    said_by: str | None
    said_by_label: str | None
    via: tuple[str, ...]
    confidence: float
    register: tuple[str, ...]
    agrees: bool | None
    document: str
    source: str
    published: str | None
    published_text: str | None
    program_version: str | None
    rules_version: str | None


def explain_assertion(record: Record, register: Register, assertion: str) -> Explanation:
    """Everything that an assertion hangs on; `assertion` is its id or the start of it (4 digits or more).

    Raises UnknownNameError when no assertion has such an id, QueryError when several have.
    """
    table, chosen = _find_assertion(record, assertion)
    row = record.sql(f"SELECT * FROM {table} WHERE id = ?", [chosen]).to_pylist()[0]
    document = record.sql(
        """SELECT d.source, d.published, d.published_text, r.program_version, r.rules_version
        FROM documents AS d LEFT JOIN readings AS r ON r.id = d.reading WHERE d.id = ?""",
        [row["document"]],
    ).to_pylist()[0]
    names = Names(record, register)
    compared = _compare(register, table, row)
    return Explanation(
        **{name: row.get(name) for name in ("bears", "modality", *_EVIDENCE)},
        kind=ASSERTIONS[table],
        columns={name: value for name, value in row.items() if name not in _SHARED},
        trigger_text=row.get("trigger_text") or row.get("cue_text"),
        roles=tuple(_iter_roles(record, names, chosen)),
        date_reason=_explain_date(row, document["published"], document["published_text"]),
        said_by_label=names.label(row["said_by"]),
        via=tuple(row["via"] or ()),
        register=tuple(_describe(item, names) for item in compared.found),
        agrees=compared.agrees,
        **document,
    )


_EVIDENCE = (
    "id",
    "document",
    "rule",
    "quote_text",
    "span_start",
    "span_end",
    "date",
    "date_from",
    "date_to",
    "date_text",
    "date_anchor",
    "said_by",
    "confidence",
)


def _find_assertion(record: Record, wanted: str) -> tuple[str, str]:
    prefix = wanted.strip().lower()
    if len(prefix) < SHORTEST_PREFIX:
        raise QueryError(f"{wanted!r} is too short: give {SHORTEST_PREFIX} digits of the id or more")
    query = " UNION ALL ".join(
        f"SELECT '{table}' AS kind, id FROM {table} WHERE starts_with(id, $prefix)" for table in ASSERTIONS
    )
    found = record.sql(f"{query} ORDER BY ALL", {"prefix": prefix}).to_pylist()
    if len(found) > 1:
        listing = ", ".join(f"{row['id'][:16]} ({ASSERTIONS[row['kind']]})" for row in found[:_LISTED])
        raise QueryError(f"{wanted!r} fits {len(found)} assertions: {listing}; give more digits")
    if not found:
        documents = record.sql("SELECT id FROM documents WHERE starts_with(id, ?)", [prefix])
        hint = "that is a document: use show" if len(documents) else "ids stand in the last column of every listing"
        raise UnknownNameError(f"the record has no assertion {wanted!r}; {hint}")
    return found[0]["kind"], found[0]["id"]


def _iter_roles(record: Record, names: Names, assertion: str) -> list[RoleFiller]:
    rows = record.sql("SELECT * FROM arguments WHERE assertion = ? ORDER BY span_start, role, ordinal", [assertion])
    return [
        RoleFiller(
            words=row["quote_text"],
            actor_label=names.label(row["actor"]),
            **{name: row[name] for name in _ROLE_COLUMNS},
        )
        for row in rows.to_pylist()
    ]


_ROLE_COLUMNS = ("role", "ordinal", "actor", "country", "position", "filled_by", "reason", "span_start", "span_end")


def _explain_date(row: Mapping[str, Any], published: str | None, proof: str | None) -> str:
    words = f"“{row['date_text']}”" if row["date_text"] else None
    anchor = row["date_anchor"]
    of_report = f"the report's date, {published} (proof: {proof})" if published else "the report's date"
    if row["date"] is None:
        if words and published is None:
            return f"{words} hangs on a date that is not known: nothing proves when the report was published"
        return f"{words} gives no day" if words else "the text gives no date, and nothing else proves one"
    if words is None:
        return f"told in the present, so it holds on {of_report}"
    if anchor == "text":
        return f"{words}, which says it all"
    return f"{words}, counted from {of_report if anchor == 'published' else f'“{anchor}”'}"


def _compare(register: Register, table: str, row: Mapping[str, Any]) -> Comparison:
    if table == "memberships":
        manner = {name: row[name] for name in ("status", "bears", "modality")}
        return compare_membership(register, row["member"], row["organisation"], **manner, on=row_date(row))
    if table == "occupancies":
        manner = {name: row[name] for name in ("bears", "modality")}
        return compare_occupancy(register, row["person"], row["position"], row["of"], **manner, on=row_date(row))
    return Comparison(None)


def _describe(item: Stretch | Tenure, names: Names) -> str:
    if isinstance(item, Stretch):
        return f"{names.label(item.member)} in {item.organisation}: {item.status}, {item.during.edtf} ({item.source})"
    return f"{names.label(item.person)}: {item.position} of {item.of}, {item.during.edtf} ({item.source})"
