"""What a page works with: a record within its scope, the register beside it, and the words of the interface."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.web.asked import Asked
from dragoman.web.interface import Words

A = TypeVar("A", bound=Asked)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """An open record, the register, and the words of the reader's language."""

    record: Record
    register: Register
    words: Words

    def called(self, actor: str | None, label: str | None = None) -> str | None:
        """What the reader calls an actor: the register's name in the reader's language, else the label, else the id."""
        known = self.register.actors.get(actor or "")
        forms = known.names.get(self.words.language) if known is not None else None
        return forms[0] if forms else label or (known.label if known is not None else actor)


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """Some of many rows: `cursor` were passed over, `total` are there, `next` is the cursor that goes on."""

    rows: tuple[T, ...]
    cursor: int
    total: int

    @property
    def next(self) -> int | None:
        """Where the rows go on; None at the end."""
        end = self.cursor + len(self.rows)
        return end if end < self.total else None


def part_of(rows: Sequence[T], cursor: int, count: int) -> Part[T]:
    """So many rows after the cursor."""
    return Part(tuple(rows[cursor : cursor + count]), cursor, len(rows))


@dataclass(frozen=True, slots=True)
class Page(Generic[A]):
    """One kind of page: where it lies, what it takes, how it is answered.

    `answer` gets the desk, what is asked, and the name in the path where `path` has one; it gives a frozen dataclass,
    which is the page's JSON and what its template shows. `rows` gives what of it is a table: the CSV, and the items of
    the API. `row` is the class of these. `onward` gives the path of the page to which a reader is sent on, if any.
    """

    name: str
    path: str
    asked: type[A]
    answer: Callable[..., Any]
    rows: Callable[[Any], Part[Any]]
    row: type
    meaning: str
    onward: Callable[[Any], str | None] | None = None
