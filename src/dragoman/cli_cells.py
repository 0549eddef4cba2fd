"""What the tables of several commands have in common: dates, parties, sources, verdicts."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dragoman.cli_output import styled

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

# Columns that are never broken over lines, and columns that are cut.
FIXED, CLIPPED = ("date", "side", "id"), ("source",)
VERDICTS = {True: ("=", "green"), False: ("≠", "bold red"), None: ("", "")}
COLOURS = {"membership": "cyan", "occupancy": "green", "attribute": "magenta", "statement": "yellow", "event": "blue"}
_LONGEST_DATE_TEXT = 14
_LEGEND = "= the register says the same   ≠ it says otherwise   blank: it cannot tell"


def date_cell(row: Any) -> "Text":
    """The date of a row; where it has none, the words that gave none."""
    if row.undated:
        words = getattr(row, "date_text", None)
        if words and len(words) > _LONGEST_DATE_TEXT:
            words = f"{words[:_LONGEST_DATE_TEXT]}…"
        return styled(f"undated ({words})" if words else "undated", "dim italic")
    return styled(row.date)


def party_cell(actor: str | None, label: str | None) -> "Text":
    """An actor by its label, with the id behind it where that is a code."""
    if actor is None:
        return styled("not resolved", "dim italic")
    text = styled(label or actor)
    if label != actor and actor.isupper():
        text.append_text(styled(f" {actor}", "dim"))
    return text


def side_cell(side: str) -> "Text":
    """The side that a row is of."""
    return styled(side, "dim" if side == "register" else "cyan")


def said_cell(what: str, said_by: str | None, via: Sequence[str] = ()) -> "Text":
    """What a row tells, and in brackets whose words it comes out of and through whom."""
    text = styled(what)
    told = [*([said_by] if said_by is not None else []), *([f"via {', '.join(via)}"] if via else [])]
    if told:
        text.append_text(styled(f" [{', '.join(told)}]", "dim"))
    return text


def file_name(source: str) -> str:
    """The last part of a document's address."""
    return source.rstrip("/").rpartition("/")[2] or source


def with_legend(table: "Table", rows: Sequence[Any]) -> "Iterator[RenderableType]":
    """The table, and what its verdicts mean where it has any."""
    yield table
    if any(row.agrees is not None for row in rows):
        yield styled(_LEGEND, "dim")
