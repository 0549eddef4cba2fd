"""Why a row stands in the record: words, rule, what filled each role, how it was dated, what the register says."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.errors import QueryError, UnknownNameError
from dragoman.ontology.loading import load_event_ontology
from dragoman.record.corrections import BY_JUDGEMENT
from dragoman.record.reading import Record
from dragoman.register import Register, Stretch, Tenure
from dragoman.register.comparison import Comparison, compare_membership, compare_occupancy
from dragoman.views.days import row_date
from dragoman.views.document import SHORTEST_PREFIX
from dragoman.views.names import Names
from dragoman.views.roles import RoleFiller, list_roles
from dragoman.views.timeline import list_assertions

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
_ABOUT_IT = "list_contains(about, ?)"
_LISTED = 6
_SHORT_ID = 8


@dataclass(frozen=True, slots=True)
class SourceStatement:
    """The statement that a row comes out of, or that performs it."""

    id: str
    speaker: str | None
    speaker_label: str | None
    act: str
    direct: bool
    words: str
    modality: str


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A row that comes out of a statement."""

    id: str
    kind: str
    summary: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One assertion with all its evidence.

    `columns` are those of its kind alone (member, status, position, act, event type …); `meaning` is what the ontology
    says of the event's type, mode, quad class and intensity, or of the statement's act. `statement` is the one that the
    row comes out of, `gives` are the rows that come out of a statement. `date_reason` tells in a line how the date was
    found. `register` are the lines of the register for the same parties and days, `agrees` whether they say the same,
    None where the register cannot tell.
    `judgements` tell what people have put right in the row, and why.
    """

    id: str
    kind: str
    columns: Mapping[str, object]
    meaning: str | None
    bears: str | None
    modality: str | None
    rule: str
    trigger_text: str | None
    quote_text: str
    span_start: int
    span_end: int
    roles: tuple[RoleFiller, ...]
    statement: SourceStatement | None
    gives: tuple[GivenRow, ...]
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
    judgements: tuple[str, ...]
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
    table, chosen = find_assertion(record, assertion)
    row = record.sql(f"SELECT * FROM {table} WHERE id = ?", [chosen]).to_pylist()[0]
    document = record.sql(
        """SELECT d.source, d.published, d.published_text, r.program_version, r.rules_version
        FROM documents AS d LEFT JOIN readings AS r ON r.id = d.reading WHERE d.id = ?""",
        [row["document"]],
    ).to_pylist()[0]
    register = register.as_known(record.scope.known)
    names = Names(record, register)
    compared = _compare(register, table, row)
    return Explanation(
        **{name: row.get(name) for name in ("bears", "modality", *_EVIDENCE)},
        kind=ASSERTIONS[table],
        columns={name: value for name, value in row.items() if name not in _SHARED},
        trigger_text=row.get("trigger_text") or row.get("cue_text"),
        meaning=_explain_meaning(table, row),
        roles=list_roles(record, names, chosen),
        statement=_find_statement(record, names, row.get("statement")),
        gives=tuple(_iter_given(record, register, names, row)) if table == "statements" else (),
        date_reason=_explain_date(table, row, document["published"], document["published_text"]),
        said_by_label=names.label(row["said_by"]),
        via=tuple(row["via"] or ()),
        register=tuple(_describe(item, names) for item in compared.found),
        agrees=compared.agrees,
        judgements=tuple(iter_judged(record, _ABOUT_IT, chosen)),
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


def find_assertion(record: Record, wanted: str) -> tuple[str, str]:
    """The table and the whole id of the assertion that the start of an id means; raises as `explain_assertion`."""
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
        query = "SELECT * FROM judgements WHERE kind = 'wrong' AND state = 'holds' AND starts_with(about[1], ?)"
        for judged in record.sql(query, [prefix]).to_pylist():
            hint = f"{judged['who']} judged it wrong ({judged['id'][:_SHORT_ID]}: {judged['why']})"
        raise UnknownNameError(f"the record has no assertion {wanted!r}; {hint}")
    return found[0]["kind"], found[0]["id"]


def iter_judged(record: Record, which: str, parameter: object) -> Iterator[str]:
    """What people have put right in rows and facts, a line each; `which` is a condition on view `judgements`."""
    query = f"""SELECT * FROM judgements WHERE kind IN ('value', 'apart', 'together') AND state = 'holds' AND {which}
        ORDER BY judged_at, id"""
    for row in record.sql(query, [parameter]).to_pylist():
        if row["kind"] == "value":
            what = f"{row['field']} is {row['value'] if row['value'] is not None else 'unknown'}"
        else:
            same = "of the same thing" if row["kind"] == "together" else "not of the same thing"
            what = f"{' and '.join(each[:_SHORT_ID] for each in row['about'])} are {same}"
        yield f"{what}: {row['who']}, {row['judged_at'][:10]}, {row['why']} ({row['id'][:_SHORT_ID]})"


def _explain_meaning(table: str, row: Mapping[str, Any]) -> str | None:
    """What the ontology says of an event or a statement; None for other rows, and for types that it does not have."""
    ontology = load_event_ontology()
    if table == "statements":
        act = ontology.acts.get(row["act"])
        return f"{row['act']}: {act}" if act else None
    if table != "events":
        return None
    known = ontology.types.get(row["event_type"])
    quad = f"quad {row['quad_code']}" + (f" ({known.quad.replace('_', ' ').lower()})" if known else "")
    parts = (
        f"{row['event_type']}: {known.description}" if known else row["event_type"],
        f"mode {row['mode']}" if row["mode"] else "no mode",
        quad,
        f"intensity {row['intensity']:g}" if row["intensity"] is not None else "no intensity",
    )
    return "; ".join(parts)


def _find_statement(record: Record, names: Names, statement: str | None) -> SourceStatement | None:
    query = "SELECT id, speaker, act, direct, words, modality FROM statements WHERE id = ?"
    found = record.sql(query, [statement]).to_pylist() if statement is not None else []
    return SourceStatement(**found[0], speaker_label=names.label(found[0]["speaker"])) if found else None


def _iter_given(record: Record, register: Register, names: Names, row: Mapping[str, Any]) -> Iterator[GivenRow]:
    tables = [table for table in ASSERTIONS if "statement" in record.schema(table).names]
    query = " UNION ALL ".join(f"SELECT id FROM {table} WHERE statement = $id" for table in tables)
    given = {found["id"] for found in record.sql(query, {"id": row["id"]}).to_pylist()}
    for told in list_assertions(record, register, names, row["document"]) if given else ():
        if told.id in given:
            yield GivenRow(told.id, told.kind, told.summary)


def _explain_date(table: str, row: Mapping[str, Any], published: str | None, proof: str | None) -> str:
    words = f"“{row['date_text']}”" if row["date_text"] else None
    anchor = row["date_anchor"]
    if anchor == BY_JUDGEMENT:
        return f"put right by a judgement; the words are {words}" if words else "put right by a judgement"
    of_report = f"the report's date, {published} (proof: {proof})" if published else "the report's date"
    if row["date"] is None:
        if words and published is None:
            return f"{words} hangs on a date that is not known: nothing proves when the report was published"
        return f"{words} gives no day" if words else "the text gives no date, and nothing else proves one"
    if words is None and table in ("statements", "events"):
        return f"no words of its own give it: it is {of_report if anchor in ('published', None) else f'“{anchor}”'}"
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
