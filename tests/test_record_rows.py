"""Rows to try the record with, and what holds of the columns themselves."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model.assertion import (
    TABLES,
    ArgumentRow,
    AttributeRow,
    DocumentRow,
    EventRow,
    MembershipRow,
    MentionRow,
    OccupancyRow,
    ReadingRow,
    SightingRow,
    Span,
    StatementRow,
    When,
    assertion_id,
    content_id,
    reading_id,
)
from dragoman.model.dates import Date
from dragoman.model.document import Cut
from dragoman.record.schema import (
    ACTOR_COLUMNS,
    COUNTRY_COLUMNS,
    ActorRow,
    arrow_schema,
    sort_columns,
    table_schema,
    to_rows,
    to_table,
)
from dragoman.record.views import VIEWS, view_schema
from dragoman.record.writing import DocumentRows

TEXT = "À Minsk, Sergueï Aleinik a rencontré 李辉 ; l’Arménie gèle sa participation à l’OTSC."


def make_rows(
    seed: object,
    *,
    version: str = "1",
    finished_at: str = "2024-06-25T10:00:00Z",
    source: str | None = None,
    person: str = "~serguei aleinik",
    name: str = "Sergueï Aleinik",
    text: str = TEXT,
) -> DocumentRows:
    """One document with a row in every table; equal arguments make equal rows."""
    address = source or f"/reports/{seed}.txt"
    text = text.replace("Sergueï Aleinik", name)
    document = (content_id("document", str(seed)) + content_id("more", str(seed)))[:64]
    title = f"Titre {seed}"
    reading = reading_id(document, "2024-06-25", "TASS", title, version, "r1")
    start = text.index(name)
    span = Span(start, start + len(name), name)
    whole = Span(0, len(text), text)
    when = When.of(Date.parse("2024-06"), "en juin", "published")

    def key(table: str, *words: str) -> str:
        return assertion_id(document, (table, *words), 1)

    met, spoken = key("events", name, text), key("statements", name, "mots", name)
    day = dt.date(2024, 6, 25)
    cuts = (Cut("Lire aussi", "related"), Cut("", "empty"))
    proof = ("2024-06-25", day, day, "25 juin 2024", "Minsk")
    credit = ("TASS", "TASS", ("TASS",), None, title, "fr")
    parties = ((person, "RUS"), ("BLR", "RUS"), (), ())
    told_event = ("BLR", "Minsk", "BLR", (), when, "actual", None, None, (), whole, name, "meet-1", 0.8)
    said = ("mots", ("CSTO",), When(), None, ("TASS",), "actual", whole, name, "say-1", 0.9)
    return DocumentRows(
        document=DocumentRow(document, address, *credit, *proof, text, cuts, (), reading),
        sightings=(SightingRow(document, address, "TASS", None),),
        reading=ReadingRow(reading, document, version, "r1", finished_at),
        mentions=(
            MentionRow(document, span, person, person[1:], "name", "person", "as written", reading),
            MentionRow(document, Span(0, 1, "À"), "BLR", None, "metonym", "state", "capital", reading),
            MentionRow(document, Span(0, 1, "À"), None, None, "pronoun", None, "two possible", reading),
        ),
        statements=(StatementRow(spoken, document, person, ("ARM",), "say", True, *said, reading),),
        events=(EventRow(met, document, "CONSULT", "meet", "V-COOP", None, *parties, *told_event, reading),),
        arguments=(
            ArgumentRow(met, document, "actor", 0, person, "BLR", "foreign minister", span, "both", "subject", reading),
            ArgumentRow(spoken, document, "speaker", 0, person, None, None, span, "parse", "subject", reading),
            *_parties(document, reading, key, span, whole),
        ),
        **_affiliations(document, reading, key, person, (span, whole), when),
    )


def _affiliations(
    document: str, reading: str, key: Callable[..., str], person: str, spans: tuple[Span, Span], when: When
) -> dict[str, Any]:
    """One membership, one occupancy and one attribute, as arguments of DocumentRows."""
    span, whole = spans
    name, text = span.quote_text, whole.quote_text
    told = ("actual", when, None, None, (), whole, name, "rule", 0.7, reading)
    held = ("actual", When(), None, None, (), span, name, "office-1", 1.0, reading)
    counted = ("6", when, None, (), whole, name, "rule", 0.5, reading)
    ids = _affiliation_ids(key, name, text)
    return {
        "memberships": (MembershipRow(ids[0], document, "ARM", "CSTO", "suspended", "holds", *told),),
        "occupancies": (OccupancyRow(ids[1], document, person, "foreign minister", "BLR", "holds", *held),),
        "attributes": (AttributeRow(ids[2], document, "CSTO", "member_count", *counted),),
    }


def _affiliation_ids(key: Callable[..., str], name: str, text: str) -> tuple[str, str, str]:
    return (
        key("memberships", name, text, name, text[:1]),
        key("occupancies", name, name, name, name),
        key("attributes", name, text, name, "member_count"),
    )


def _parties(document: str, reading: str, key: Callable[..., str], span: Span, whole: Span) -> Iterator[ArgumentRow]:
    """The words whose parties an affiliation names; who they are is left open."""
    first = Span(0, 1, whole.quote_text[:1])
    member, holder, subject = _affiliation_ids(key, span.quote_text, whole.quote_text)
    named = ((member, "member", span), (member, "organisation", first), (holder, "person", span))
    for assertion, role, words in (*named, (subject, "about", span)):
        yield ArgumentRow(assertion, document, role, 0, None, None, None, words, "parse", "beside", reading)


def rows_of(table: str, many: list[DocumentRows]) -> list[object]:
    """The rows of one table in several documents."""
    return [row for rows in many for row in rows.rows(table)]


@pytest.mark.parametrize("table", TABLES)
def test_rows_come_back_from_arrow(table: str) -> None:
    rows = rows_of(table, [make_rows(1), make_rows(2)])
    assert list(to_rows(table, to_table(table, rows))) == rows


@pytest.mark.parametrize("table", TABLES)
def test_every_field_is_a_column(table: str) -> None:
    flat = []
    for field in dataclasses.fields(TABLES[table]):
        parts = {"span": Span, "when": When}.get(field.name)
        flat += [part.name for part in dataclasses.fields(parts)] if parts else [field.name]
    assert table_schema(table).names == flat
    assert sorted(sort_columns(table)) == sorted(flat)


def test_actor_columns_exist() -> None:
    assert set(ACTOR_COLUMNS) == set(TABLES)
    for columns in (ACTOR_COLUMNS, COUNTRY_COLUMNS):
        for table, names in columns.items():
            assert set(names) <= set(table_schema(table).names)


def test_views_have_the_public_columns() -> None:
    computed = {"facts", "fact_assertions", "fact_parties", "contradictions", "families"}
    assert set(VIEWS) == {*TABLES, "actors", *computed, "judgements", "trust"}
    assert {"family", "family_role", "derived_from", "inherited_published", "inherited_agency"} <= set(
        view_schema("documents").names
    )
    assert arrow_schema(ActorRow).field("labels").type == pa.map_(pa.string(), pa.string())
    assert view_schema("documents").field("cut").type == pa.list_(
        pa.struct([("text", pa.string()), ("reason", pa.string())])
    )
    assert view_schema("documents").field("published_from").type == pa.date32()


def test_a_type_without_a_column_is_refused() -> None:
    @dataclasses.dataclass(frozen=True)
    class Odd:
        value: complex

    with pytest.raises(TypeError, match=r"Odd\.value"):
        arrow_schema(Odd)


@given(
    st.builds(
        MentionRow,
        document=st.text(st.characters(codec="utf-8")),
        span=st.builds(Span, st.integers(0, 2**40), st.integers(0, 2**40), st.text(st.characters(codec="utf-8"))),
        actor=st.none() | st.text(st.characters(codec="utf-8")),
        name_key=st.none(),
        kind=st.just("name"),
        actor_kind=st.none(),
        reason=st.text(st.characters(codec="utf-8")),
        reading=st.just("r"),
    )
)
def test_any_text_survives(row: MentionRow) -> None:
    assert list(to_rows("mentions", to_table("mentions", [row]))) == [row]
