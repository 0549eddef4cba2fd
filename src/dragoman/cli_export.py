"""The command that hands facts on to research: `export`."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli_options import asks
from dragoman.cli_output import Format, note, write_plain
from dragoman.plain_values import plain

if TYPE_CHECKING:
    from dragoman.record.reading import Record

CODEBOOK, CITATION = "CODEBOOK.md", "CITATION.cff"


class ExportShape(StrEnum):
    """What one row of an export is."""

    DYADS = "dyads"
    EVENTS = "events"
    MEMBERSHIPS = "memberships"


class ExportFormat(StrEnum):
    """How a table is written."""

    CSV = "csv"
    JSONL = "jsonl"


@asks
def export(
    record: "Record",
    shape: Annotated[
        ExportShape, typer.Option("--as", help="A row for each fact, or for each fact and pair of states.")
    ] = ExportShape.DYADS,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="FOLDER",
            help="Write the table, its codebook and CITATION.cff here; else the table goes to standard output.",
            show_default=False,
        ),
    ] = None,
    format: Annotated[ExportFormat, typer.Option("--format", help="How the table is written.")] = ExportFormat.CSV,
) -> None:
    """Export facts for research: events, pairs of states or memberships, with COW and Gleditsch-Ward numbers.

    One row is one fact, with its independent sources counted, never one report. A folder gets what a replication
    archive needs: the table, a codebook with the record's digest and the version, and how to cite the program.
    """
    from dataclasses import fields

    from dragoman.register import load_register
    from dragoman.views.export import LINES, iter_lines

    columns = [field.name for field in fields(LINES[shape.value])]
    rows = [_row(line) for line in iter_lines(record, load_register(), shape.value)]
    chosen = Format(format.value)
    if to is None:
        write_plain(rows, chosen, sys.stdout, columns)
        return
    table = to / f"{shape.value}.{format.value}"
    for path, text in _iter_papers(record, shape, len(rows), to):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with table.open("w", encoding="utf-8", newline="") as stream:
        write_plain(rows, chosen, stream, columns)
    note(f"{len(rows)} rows in {table}, with {CODEBOOK} and {CITATION} beside it")


def _iter_papers(record: "Record", shape: ExportShape, rows: int, to: Path) -> Iterator[tuple[Path, str]]:
    from dragoman import __version__
    from dragoman.views.codebook import write_citation, write_codebook

    yield to / CODEBOOK, write_codebook(record, shape.value, __version__, rows)
    yield to / CITATION, write_citation(__version__)


def _row(line: object) -> dict[str, Any]:
    """A line with its lists as text, since a table for research holds no lists."""
    return {name: ";".join(value) if isinstance(value, (list, tuple)) else value for name, value in plain(line).items()}
