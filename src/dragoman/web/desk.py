"""What a page works with: a record within its scope, the register beside it, and the words of the interface."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.facts import ListedContradiction, find_facts
from dragoman.views.names import ORGANISATIONS, Names
from dragoman.web.asked import Asked
from dragoman.web.interface import Words
from dragoman.web.lines import Lines, Row

A = TypeVar("A", bound=Asked)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """An open record and the digest of its content, the register, and the words of the reader's language.

    `newer` tells that a later state of the record is being opened, `trouble` why it cannot be.
    """

    record: Record
    register: Register
    words: Words
    digest: str
    newer: bool = False
    trouble: str | None = None

    def called(self, actor: str | None, label: str | None = None) -> str | None:
        """What the reader calls an actor: the register's name in the reader's language, else the label, else the id."""
        known = self.register.actors.get(actor or "")
        forms = known.names.get(self.words.language) if known is not None else None
        return forms[0] if forms else label or (known.label if known is not None else actor)

    def short(self, actor: str, label: str | None = None) -> str:
        """As `called`, but by its acronym, that of the reader's language, where it is an organisation that has one."""
        known = self.register.actors.get(actor)
        if known is None or known.kind not in ORGANISATIONS or "_" in actor:
            return self.called(actor, label) or actor
        forms = known.names.get(self.words.language, ())
        return next((form for form in forms if form.isupper() and form.isalnum()), actor)

    def tell(self, row: Row) -> str:
        """A row or a fact in one line, names as the reader calls them."""
        names = Names(self.record, self.register)
        return Lines(self.words, lambda actor: self.short(actor, names.label(actor))).tell(row)

    def tell_sides(self, contradictions: Iterable[ListedContradiction]) -> dict[str, tuple[str, str]]:
        """Both sides of each contradiction, by its id, in a line each."""
        found = list(contradictions)
        lines = self.tell_facts(side for each in found for side in (each.fact_a, each.fact_b) if side)
        sides = {each.id: self._other_side(each, lines) for each in found}
        return {each.id: (lines[each.fact_a], sides[each.id]) for each in found}

    def tell_register(self, says: str) -> str:
        """What the register says against a fact, its statuses in the reader's words."""
        parts = (part.partition(" ") for part in says.split("; "))
        return "; ".join(f"{self.words.of('told', first)} {rest}".strip() for first, _, rest in parts)

    def tell_facts(self, ids: Iterable[str]) -> dict[str, str]:
        """Facts in a line each, by their ids."""
        return {id_: self.tell(fact) for id_, fact in find_facts(self.record, set(ids)).items()}

    def _other_side(self, found: ListedContradiction, lines: Mapping[str, str]) -> str:
        if found.fact_b is not None:
            return lines[found.fact_b]
        return f"{self.words('register')} ({self.tell_register(found.register_says or '')})"


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
class Question(Generic[A]):
    """What can be asked at one address: where it lies, what it takes, how it is answered.

    `answer` gets the desk, what is asked, and the name in the path where `path` has one.
    """

    name: str
    path: str
    asked: type[A]
    answer: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Page(Question[A]):
    """One kind of page.

    `answer` gives a frozen dataclass, which is the page's JSON and what its template shows. `rows` gives what of it is
    a table: the CSV, and the items of the API. `row` is the class of these. `onward` gives the path of the page to
    which a reader is sent on, if any.
    """

    rows: Callable[[Any], Part[Any]]
    row: type
    meaning: str
    onward: Callable[[Any], str | None] | None = None
