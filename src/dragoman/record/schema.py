"""The columns of every table, derived from the dataclasses that are its rows.

A dataclass field is a column, `Span` and `When` stand for theirs, `tuple[str, ...]` is a list of strings, a tuple of
another dataclass a list of structs. Every column may hold NULL on disk, because a shard written before a column
existed is read with NULL there.
"""

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import Any

import pyarrow as pa

from dragoman.model.assertion import TABLES, Span, When

_FLATTENED = (Span, When)
_SCALARS: dict[object, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    dt.date: pa.date32(),
}

Strings = tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class ActorRow:
    """View `actors`: the register's actors that the record refers to, and the people that only documents know.

    `labels` maps a language to the name in it. Also the columns that a table of known actors has to bring.
    """

    id: str
    kind: str | None
    sector: str | None
    label: str | None
    labels: Mapping[str, str]
    aliases: Strings
    country: str | None
    wikidata: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class FamilyColumns:
    """What view `documents` shows besides the stored columns: joined when read, never stored."""

    family: str
    family_role: str
    derived_from: str | None
    inherited_published: str | None
    inherited_agency: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class FactRow:
    """View `facts`: assertions of the same thing.

    `subject`, `relation`, `object` and `value` are member, status and organisation; person, position and owner;
    subject, property and value; speaker, act and words (`direct` as quoted); or an event's type alone, with `actors`
    and `recipients`, or the states of those whom nobody names (`unnamed_actors`, `unnamed_recipients`).
    `first_published` and `last_published` are days by which the first and the last document that tells it were out.
    `judgements` are the ids of those that parted or joined it.
    """

    id: str
    kind: str
    summary: str
    subject: str | None
    relation: str
    object: str | None
    value: str | None
    direct: bool
    actors: Strings
    unnamed_actors: Strings
    recipients: Strings
    unnamed_recipients: Strings
    bears: str | None
    modality: str
    place: str | None
    date_from: dt.date | None
    date_to: dt.date | None
    first_published: dt.date | None
    last_published: dt.date | None
    n_documents: int
    n_independent: int
    assertions: Strings
    status: str
    judgements: Strings


@dataclasses.dataclass(frozen=True, slots=True)
class FactAssertionRow:
    """View `fact_assertions`: each assertion of a fact, and why it is taken to be of the same thing."""

    fact: str
    assertion: str
    document: str
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class FactPartyRow:
    """View `fact_parties`: who fills which role of a fact, as the rows of view `arguments` that tell it have it.

    `actor` is NULL where nobody is named but a state (`country`) whose office it is.
    """

    fact: str
    role: str
    actor: str | None
    country: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class ContradictionRow:
    """View `contradictions`: two facts that cannot both hold, or one and the register.

    Then `register_says` is what the register has, a status or a holder with the days of each, and `source` its note.
    """

    id: str
    type: str
    fact_a: str
    fact_b: str | None
    explanation: str
    against: str
    register_says: str | None
    source: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class FamilyRow:
    """View `families`: documents that carry the same report."""

    id: str
    origin: str | None
    members: Strings
    languages: Strings
    evidence: str


@dataclasses.dataclass(frozen=True, slots=True)
class JudgementRow:
    """View `judgements`: what people put right, each as it stands now.

    `about` are the two actors (as they are called now) or assertions, or the assertion, outlet or judgement; `value` is
    what stands in column `field` now, or how far an outlet is trusted. `state` is `holds`, `overruled` (others leave no
    room for it), `undone` or `gone` (nothing that is shown is what it is about); `note` says in a line why.
    """

    id: str
    kind: str
    about: Strings
    field: str | None
    value: str | None
    who: str
    judged_at: str
    why: str
    state: str
    note: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class TrustRow:
    """View `trust`: how far people trust outlets and agencies; all others are trusted (1).

    `outlet` is what `coalesce(documents.outlet_id, documents.outlet)` or one of `documents.agencies` is, `share` goes
    from 0 to 1.
    """

    outlet: str
    share: float


# Views of what people have judged.
JUDGED: dict[str, type] = {"judgements": JudgementRow, "trust": TrustRow}

# Views that are computed over the whole record when they are asked for; nothing computes families yet.
COMPUTED: dict[str, type] = {
    "facts": FactRow,
    "fact_assertions": FactAssertionRow,
    "fact_parties": FactPartyRow,
    "contradictions": ContradictionRow,
    "families": FamilyRow,
}

# Columns that hold actor ids: a register id, or a local person's key, which the views resolve.
ACTOR_COLUMNS: dict[str, Strings] = {
    "documents": ("outlet_id", "agencies"),
    "sightings": (),
    "readings": (),
    "mentions": ("actor",),
    "statements": ("speaker", "audience", "about", "said_by", "via"),
    "events": ("actors", "recipients", "place", "about", "said_by", "via"),
    "arguments": ("actor",),
    "memberships": ("member", "organisation", "said_by", "via"),
    "occupancies": ("person", "of", "said_by", "via"),
    "attributes": ("subject", "said_by", "via"),
}

# Columns that hold states alone: never a person, so never resolved, but they too name actors.
COUNTRY_COLUMNS: dict[str, Strings] = {
    "events": ("actor_countries", "recipient_countries", "place_country"),
    "arguments": ("country",),
}


def document_column(table: str) -> str:
    """The column of a stored table that names the document."""
    return "id" if table == "documents" else "document"


def reading_column(table: str) -> str | None:
    """The column of a stored table that names the reading; None for sightings, which no reading makes."""
    return {"readings": "id", "sightings": None}.get(table, "reading")


@cache
def arrow_schema(row: type) -> pa.Schema:
    """The Arrow schema of a row dataclass."""
    return pa.schema([pa.field(name, kind) for name, kind in _iter_columns(row)])


def table_schema(name: str) -> pa.Schema:
    """The Arrow schema of a stored table of the record; KeyError for any other name."""
    return arrow_schema(TABLES[name])


def sort_columns(name: str) -> tuple[str, ...]:
    """All columns of a stored table in the order by which its rows are sorted on disk.

    What a document says stays together and in the order of its text; the rest makes the order total.
    """
    columns = table_schema(name).names
    leading = (document_column(name), reading_column(name), "span_start", "span_end", "assertion", "role", "ordinal")
    first = [column for column in leading if column in columns]
    return tuple(first + [column for column in columns if column not in first])


@cache
def empty_table(name: str) -> pa.Table:
    """A stored table without rows."""
    return table_schema(name).empty_table()


def to_table(name: str, rows: Iterable[object]) -> pa.Table:
    """Rows of a stored table as an Arrow table, in the order given."""
    kept = list(rows)
    columns = {
        column: list(map(_plain, map(value_of, kept))) if is_list else list(map(value_of, kept))
        for column, value_of, is_list in _getters(TABLES[name])
    }
    return pa.Table.from_pydict(columns, schema=table_schema(name))


@cache
def _getters(row: type) -> tuple[tuple[str, Callable[[object], object], bool], ...]:
    """Each column of a row dataclass with what gives its value, and whether that is a list."""
    found: list[tuple[str, Callable[[object], object], bool]] = []
    for field, kind in _field_types(row):
        if kind in _FLATTENED:
            parts = dataclasses.fields(kind)
            found += [(part.name, attrgetter(f"{field}.{part.name}"), False) for part in parts]
        else:
            found.append((field, attrgetter(field), typing.get_origin(kind) is tuple))
    return tuple(found)


def to_rows(name: str, table: pa.Table) -> Iterator[Any]:
    """The rows of a stored table as dataclasses again; columns that the dataclass lacks are left out."""
    row_type = TABLES[name]
    fields = _field_types(row_type)
    for values in table.select(table_schema(name).names).to_pylist():
        yield row_type(**{field: _typed(kind, field, values) for field, kind in fields})


@cache
def _field_types(row: type) -> tuple[tuple[str, Any], ...]:
    hints = typing.get_type_hints(row)
    return tuple((field.name, _bare(hints[field.name])) for field in dataclasses.fields(row))


def _bare(annotation: Any) -> Any:
    """The annotation without `| None`."""
    if isinstance(annotation, types.UnionType):
        members = [member for member in typing.get_args(annotation) if member is not type(None)]
        if len(members) == 1:
            return members[0]
    return annotation


def _iter_columns(row: type) -> Iterator[tuple[str, pa.DataType]]:
    for name, kind in _field_types(row):
        if kind in _FLATTENED:
            yield from _iter_columns(kind)
        else:
            yield name, _arrow_type(kind, f"{row.__name__}.{name}")


def _arrow_type(kind: Any, where: str) -> pa.DataType:
    if kind in _SCALARS:
        return _SCALARS[kind]
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return pa.list_(_arrow_type(arguments[0], where))
    if origin is Mapping:
        return pa.map_(*(_arrow_type(argument, where) for argument in arguments))
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return pa.struct([pa.field(name, part) for name, part in _iter_columns(kind)])
    raise TypeError(f"{where}: no column type stands for {kind}")


def _plain(value: Any) -> object:
    if isinstance(value, tuple):
        return [item if isinstance(item, str) else dataclasses.asdict(item) for item in value]
    return value


def _typed(kind: Any, field: str, values: Mapping[str, Any]) -> object:
    if kind in _FLATTENED:
        return kind(**{part.name: values[part.name] for part in dataclasses.fields(kind)})
    value = values[field]
    if typing.get_origin(kind) is tuple:
        item = typing.get_args(kind)[0]
        return tuple(part if item is str else item(**part) for part in value or ())
    return value
