"""What holds of any text that is read: everything that points into it points at its words, in order."""

import hashlib
from collections import Counter
from typing import Any

import floors
from floors import Reading

from dragoman.assertions.rows import Assertions
from dragoman.model.assertion import Span
from dragoman.model.dates import Date
from dragoman.model.document import Document
from dragoman.model.sentence import ReadText


def document(text: str, published: str | None = None) -> Document:
    """A text as a French document of a day (EDTF)."""
    identity = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(identity, "made.txt", text, "fr", published=Date.parse(published) if published else None)


def read(text: str, published: str | None = None) -> Reading:
    """What a text gives, read with the one reader of the process."""
    return floors.load_reader().read(document(text, published))


def rows_of(found: Assertions) -> list[Any]:
    """All rows of a text, of every kind."""
    told = [*found.statements, *found.events]
    return [*told, *found.memberships, *found.occupancies, *found.attributes, *found.arguments]


def digest(reading: Reading) -> str:
    """One figure for all that was read: two readings that agree have the same."""
    told = repr((reading.found, reading.text.mentions, reading.text.offices))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def check(reading: Reading) -> None:
    """Everything that points into the text points at its words, in order, and rows are whole."""
    check_text(reading.text)
    check_rows(reading.text.document, reading.found)


def check_text(read: ReadText) -> None:
    """Mentions, offices, times, tokens and quotations: AssertionError where one does not give its words."""
    text = read.document.text
    for mention in read.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.actor is None or mention.actor_kind is not None
        assert not (mention.actor and mention.candidates), mention
    for office in read.offices:
        assert 0 <= office.start < office.end <= len(text)
        assert text[office.start : office.end] == office.text
        assert 0 <= office.of_start <= office.of_end <= len(text)
        assert office.holder is None or text[office.holder.start : office.holder.end] == office.holder.text
    at = 0
    for sentence in read.sentences:
        assert at <= sentence.start < sentence.end
        assert not text[at : sentence.start].strip()
        at = sentence.end
        for times in sentence.times:
            assert text[times.start : times.end] == times.text
        before = sentence.start
        for token in sentence.tokens:
            assert before <= token.start < token.end, "tokens overlap"
            assert 0 <= token.head < len(sentence.tokens)
            assert sentence.tokens[token.index] is token
            before = token.end
            if token.chunk is not None:
                assert (token.start, token.end) == (token.chunk.start, token.chunk.end)
                for party in token.chunk.mentions:
                    assert text[party.start : party.end] == party.text
    assert not text[at:].strip()
    assert [sorted((q.start, q.end)) for q in read.quotations] == [[q.start, q.end] for q in read.quotations]


def check_rows(document: Document, found: Assertions) -> None:
    """Rows and arguments: AssertionError where one does not give its words, or is told twice."""
    for row in rows_of(found):
        span: Span = row.span
        assert 0 <= span.span_start < span.span_end <= len(document.text)
        assert document.text[span.span_start : span.span_end] == span.quote_text
        assert row.document == document.id
    told: list[Any] = [*found.statements, *found.events]
    asserting: list[Any] = [*found.memberships, *found.occupancies, *found.attributes]
    asserted, spoken = [row.id for row in asserting], [row.id for row in told]
    assert all(times == 1 for times in Counter([*asserted, *spoken]).values())
    argued = {argument.assertion for argument in found.arguments}
    # A statement of somebody unnamed about nobody, and a conference without parties, have no arguments.
    assert set(asserted) <= argued <= {*asserted, *spoken}
    for event in found.events:
        assert event.trigger_text and event.rule and 0 < event.confidence <= 1
        assert event.statement is None or event.statement in spoken
    for statement in found.statements:
        assert statement.words and len(statement.words) <= 700
    for row in asserting:
        assert row.trigger_text and row.rule and 0 < row.confidence <= 1
        assert (row.when.date is None) == (row.when.date_from is None and row.when.date_to is None)
