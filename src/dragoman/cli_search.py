"""Commands that look for words: `search`."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_cells import CLIPPED, file_name
from dragoman.cli_options import FormatOption, FromOption, OnOption, ToOption, asks, days_of, title_of
from dragoman.cli_output import heading, new_table, note, short, styled, write_rows

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from dragoman.record.reading import Record
    from dragoman.views.marking import Piece
    from dragoman.views.search import FoundDocument


@asks
def search(
    record: "Record",
    words: Annotated[str, typer.Argument(metavar="WORDS", help="All of these words, in any order.")],
    on: OnOption = None,
    start: FromOption = None,
    end: ToOption = None,
    format: FormatOption = None,
) -> None:
    """List the documents that hold all the words in title or text, those that say most of it first.

    Case and accents do not matter. Words in quotation marks stand side by side; negoci* is the beginning of a word.
    Days are those of publication.
    """
    from dragoman.views.search import search_documents

    since, until = days_of(on, start, end)
    rows = search_documents(record, words, start=since, end=until).rows()
    title = title_of("Documents", f"“{words}”", start=on or start, end=on or end)
    write_rows(rows, format, lambda: render_documents(rows, title))
    if not rows:
        note(f"the record has none: {title}")


def render_documents(rows: "Sequence[FoundDocument]", title: str) -> "Iterator[RenderableType]":
    """The documents as a table."""
    yield heading(title)
    table = new_table("published", "outlet", "words", "source", "id", fixed=("published", "id"), clipped=CLIPPED)
    for row in rows:
        shown = [_marked(row.title)] if row.title is not None else []
        shown += [_marked(excerpt.pieces) for excerpt in row.excerpts]
        words = styled("")
        for line in shown:
            words.append_text(styled("\n" if words.plain else "")).append_text(line)
        table.add_row(
            styled(row.published) if row.published else styled("unknown", "dim italic"),
            styled(row.outlet or ""),
            words,
            styled(file_name(row.source)),
            styled(short(row.id), "dim"),
        )
    yield table


def _marked(pieces: "Sequence[Piece]") -> "Text":
    """A text on one line, with the words that were looked for set off."""
    line = styled("")
    for piece in pieces:
        line.append_text(styled(piece.text.replace("\n", " "), "bold yellow" if piece.covering else ""))
    return line
