"""Commands that read: `read` and `demo`."""

import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli_options import FormatOption, day_of
from dragoman.cli_output import Format, choose_format, new_table, note, plain, stderr_console, stdout_console, styled
from dragoman.cli_output import columns_of, write_plain

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dragoman.documents.sources import SourceMetadata
    from dragoman.model.dates import Date
    from dragoman.pipeline import Summary

NOTHING_READ = 1
SOMETHING_ASIDE = 3
INTERRUPTED = 130
TERMINATED = 143

DOSSIER = Path(__file__).parent / "demo" / "dossier"
DEMO_ORGANISATION = "ECOWAS"
DEMO_DAY = "2025-02-01"


class Terminated(KeyboardInterrupt):
    """The system asked us to end."""


def read(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Text files, folders or globs of reports.", show_default=False),
    ],
    to: Annotated[
        Path,
        typer.Option("--to", metavar="RECORD", help="The record: a folder, made where there is none.", show_default=False),
    ],
    metadata: Annotated[
        Path | None,
        typer.Option(
            "--metadata",
            metavar="FILE",
            help="CSV or JSON Lines with source, published, outlet, url, title for texts that do not tell them.",
            show_default=False,
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            "--published", metavar="DATE", help="Publication date of all reports that have none.", show_default=False
        ),
    ] = None,
    format: FormatOption = None,  # noqa: A002
) -> None:
    """Read reports into a record; reading again adds nothing.

    What cannot be read is set aside, one line each, and costs nothing else. Exit code 0: all was read; 3: something was
    set aside; 1: nothing could be read. Ctrl-C keeps what is finished.
    """
    day = day_of(published, "--published")
    known = _Watched.load(metadata) if metadata is not None else None
    summary = _read_with_progress(paths, to, known, day)
    for aside in summary.set_aside:
        note(f"set aside ({aside.reason}): {aside.message}")
    for shard in summary.skipped_shards:
        note(f"shard {shard} is damaged and left out: its documents count as not read")
    if known is not None:
        known.note_unused(metadata)
    _write_summary(summary, to, choose_format(format))
    if summary.set_aside:
        raise typer.Exit(SOMETHING_ASIDE if summary.read or summary.known else NOTHING_READ)
