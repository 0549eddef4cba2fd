"""A room to be asked in tests, and events with their parties. All names of people here are invented."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from conftest import TEXT, when
from starlette.testclient import TestClient

from dragoman.model.assertion import ArgumentRow, EventRow, Span, StatementRow, content_id
from dragoman.web.app import create_app
from dragoman.web.room import Room

Party = str | tuple[str, str]
Rows = tuple[Callable[[str, str], EventRow], list[Callable[[str, str], ArgumentRow]]]


@contextmanager
def open_client(path: Path, language: str = "en") -> Iterator[TestClient]:
    """A client of a room over a record."""
    room = Room(path)
    headers = {"accept": "text/html", "accept-language": language}
    try:
        yield TestClient(create_app(room, hosts={"testserver"}), headers=headers, follow_redirects=False)
    finally:
        room.close()


def event(
    kind: str, actors: tuple[Party, ...], recipients: tuple[Party, ...] = (), date: str | None = None,
    *, modality: str = "actual",
) -> Rows:  # fmt: skip
    """An event and the arguments of its parties; a party in an office is (person, state)."""
    name = (kind, str(actors), str(recipients), str(date), modality)
    sides = {"actor": actors, "recipient": recipients}
    ids = {
        side: tuple(each if isinstance(each, str) else each[0] for each in parties) for side, parties in sides.items()
    }
    states = {side: tuple(each[1] for each in parties if isinstance(each, tuple)) for side, parties in sides.items()}

    def make(document: str, reading: str) -> EventRow:
        return EventRow(
            id=content_id(document, "event", *name), document=document, event_type=kind, mode=None, quad_code="1",
            intensity=None, actors=ids["actor"], actor_countries=states["actor"], recipients=ids["recipient"],
            recipient_countries=states["recipient"], place=None, place_text=None, place_country=None, about=(),
            when=when(date), modality=modality, statement=None, said_by=None, via=(), span=Span(0, 2, TEXT[:2]),
            trigger_text="Un", rule="test", confidence=0.9, reading=reading,
        )  # fmt: skip

    def argument(role: str, ordinal: int, party: Party) -> Callable[[str, str], ArgumentRow]:
        actor, country = (party, None) if isinstance(party, str) else party

        def fill(document: str, reading: str) -> ArgumentRow:
            return ArgumentRow(
                content_id(document, "event", *name), document, role, ordinal, actor, country, None,
                Span(0, 2, TEXT[:2]), "grammar", "test", reading,
            )  # fmt: skip

        return fill

    return make, [argument(role, at, party) for role, parties in sides.items() for at, party in enumerate(parties)]


def statement(speaker: str, words: str, date: str | None = None) -> Callable[[str, str], StatementRow]:
    """A statement in the words given."""

    def make(document: str, reading: str) -> StatementRow:
        return StatementRow(
            id=content_id(document, "statement", speaker, words), document=document, speaker=speaker, audience=(),
            act="say", direct=True, words=words, about=(), when=when(date), said_by=speaker, via=(), modality="actual",
            span=Span(0, 2, TEXT[:2]), cue_text=None, rule="test", confidence=0.9, reading=reading,
        )  # fmt: skip

    return make


def rows_of(*events: Rows) -> dict[str, list[Callable[[str, str], object]]]:
    """The tables of events, for RecordBuilder.add."""
    return {
        "events": [make for make, _ in events],
        "arguments": [fill for _, arguments in events for fill in arguments],
    }
