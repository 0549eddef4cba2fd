"""Statements in the sentences that carry them, and the hands through which the words came to the reader."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.marking import Piece
from dragoman.views.names import Names
from dragoman.views.statements import ListedStatement
from dragoman.views.words import Wanted, find_hits, mark, read_wanted


@dataclass(frozen=True, slots=True)
class Hand:
    """One through whom words came: `role` is who spoke, who told of it, an agency or medium between, or the outlet.

    `actor` and `label` are None where the text names nobody; an outlet has a label alone.
    """

    role: Literal["speaker", "said_by", "via", "outlet"]
    actor: str | None
    label: str | None


@dataclass(frozen=True, slots=True)
class StatementInContext:
    """A statement with what stands `before` and `after` its words in the sentences that carry them.

    Both are empty where the words do not stand there as they are. Those pieces of `words` that are covered were looked
    for. `chain` goes from the speaker outwards to the outlet. `audience` and `about` map the ids to labels.
    """

    statement: ListedStatement
    before: str
    words: tuple[Piece, ...]
    after: str
    chain: tuple[Hand, ...]
    audience: dict[str, str]
    about: dict[str, str]


def put_in_context(
    record: Record, register: Register, statements: Iterable[ListedStatement], words: str | None = None
) -> list[StatementInContext]:
    """The statements in the sentences that carry them; `words` are those that were looked for."""
    wanted = read_wanted(words) if words is not None and words.strip() else Wanted(())
    names = Names(record, register)
    return [_in_context(each, wanted, names) for each in statements]


def _in_context(statement: ListedStatement, wanted: Wanted, names: Names) -> StatementInContext:
    before, found, after = statement.quote_text.partition(statement.words)
    return StatementInContext(
        statement=statement,
        before=before if found else "",
        words=mark(statement.words, find_hits(statement.words, wanted)),
        after=after,
        chain=tuple(_iter_hands(statement, names)),
        audience={actor: names.label(actor) or actor for actor in statement.audience},
        about={actor: names.label(actor) or actor for actor in statement.about},
    )


def _iter_hands(statement: ListedStatement, names: Names) -> Iterator[Hand]:
    yield Hand("speaker", statement.speaker, statement.speaker_label)
    if statement.said_by not in (None, statement.speaker):
        yield Hand("said_by", statement.said_by, names.label(statement.said_by))
    for actor in statement.via:
        yield Hand("via", actor, names.label(actor))
    yield Hand("outlet", None, statement.outlet)
