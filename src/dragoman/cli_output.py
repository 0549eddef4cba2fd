"""How answers reach the reader: tables on a terminal, JSON lines in a pipe, and what was asked for by --format."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TextIO

from dragoman.plain_values import STEERING, TURNING, columns_of, plain, safe_cell, to_json

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

# What a table is given where nothing tells how wide the page is: a file or a pipe.
_PAGE_WIDTH = 120
SHORT_ID = 8
# A report may hold characters that would steer the terminal; they are shown as a replacement character.
_STEERING = STEERING | TURNING | {0x0D: "\ufffd"}


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class QueryFormat(StrEnum):
    """How the answer to a question in SQL is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


def choose_format(given: Format | None) -> Format:
    """What was asked for; else a table on a terminal and JSON lines elsewhere."""
    return given or (Format.TABLE if sys.stdout.isatty() else Format.JSONL)


def stdout_console() -> "Console":
    """Where tables are printed; colours only on a terminal, and none where NO_COLOR is set."""
    return _console(sys.stdout)


def stderr_console() -> "Console":
    """Where progress is shown."""
    return _console(sys.stderr)


def _console(stream: TextIO) -> "Console":
    import os

    from rich.console import Console

    told = os.environ.get("COLUMNS", "").isdigit() or stream.isatty()
    return Console(file=stream, width=None if told else _PAGE_WIDTH, highlight=False, emoji=False, markup=False)


def note(message: str) -> None:
    """One line on the error stream, with the program's name."""
    line = visible(" ".join(message.split()))
    sys.stderr.write(f"dragoman: {line}\n")


def visible(text: str) -> str:
    """Text that steers no terminal."""
    return text.translate(_STEERING)


def styled(text: str, style: str = "") -> "Text":
    """Text for a table, safe for the terminal."""
    from rich.text import Text

    return Text(visible(text), style=style)


def short(identifier: str | None) -> str:
    """The start of an id, as tables show it and as every command takes it."""
    return identifier[:SHORT_ID] if identifier else ""


def heading(text: str) -> "Text":
    """A line above a table."""
    return styled(text, "bold")


def indented(text: str, by: int = 2, style: str = "") -> "RenderableType":
    """A paragraph that keeps its distance from the edge on every line."""
    from rich.padding import Padding

    return Padding(styled(text, style), (0, 0, 0, by), expand=False)


def new_table(*columns: str, fixed: Iterable[str] = (), clipped: Iterable[str] = ()) -> "Table":
    """An empty table; columns in `fixed` are never broken over lines, those in `clipped` are cut to a quarter of it."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        if column in clipped:
            table.add_column(column, no_wrap=True, overflow="ellipsis", max_width=stdout_console().width // 4)
        else:
            table.add_column(column, no_wrap=column in fixed, overflow="fold")
    return table


def write_rows(rows: Sequence[Any], given: Format | None, render: Callable[[], "Iterable[RenderableType]"]) -> None:
    """Write rows (dataclasses or mappings), as tables by means of `render`."""
    chosen = choose_format(given)
    if chosen is Format.TABLE:
        console = stdout_console()
        for part in render():
            console.print(part)
        return
    write_plain([plain(row) for row in rows], chosen, sys.stdout, columns_of(rows))


def write_one(value: Any, given: Format | None, render: "Callable[[], Iterable[RenderableType]]") -> None:
    """Write one thing (a dataclass or a mapping): as tables, one JSON object, or the one row of a CSV."""
    if choose_format(given) is Format.JSON:
        sys.stdout.write(f"{json.dumps(plain(value), ensure_ascii=False, allow_nan=False, indent=2)}\n")
    else:
        write_rows([value], given, render)


def write_plain(rows: Iterable[Mapping[str, Any]], chosen: Format, stream: TextIO, columns: Sequence[str]) -> None:
    """Write rows of plain values as JSON lines, as one JSON list, or as CSV with a header."""
    if chosen is Format.JSONL:
        for row in rows:
            stream.write(f"{to_json(row)}\n")
    elif chosen is Format.JSON:
        stream.writelines(_json_list(rows))
    else:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([safe_cell(row.get(column)) for column in columns] for row in rows)


def _json_list(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    opened = False
    for row in rows:
        yield f"{',' if opened else '['}\n  {to_json(row)}"
        opened = True
    yield "\n]\n" if opened else "[]\n"
