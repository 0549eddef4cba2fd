"""The arguments and options that several commands share, and how they open what they ask."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_output import Format, note
from dragoman.errors import DateError

if TYPE_CHECKING:
    from dragoman.model.dates import Date
    from dragoman.record.reading import Record

RecordArgument = Annotated[
    Path, typer.Argument(metavar="RECORD", help="The record: a folder that `dragoman read` made.", show_default=False)
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="By default a table on a terminal, JSON lines in a pipe.", show_default=False),
]
SkipDamagedOption = Annotated[
    bool, typer.Option("--skip-damaged", help="Read on past shards that are damaged, and name them.")
]

ActorOption = Annotated[
    str | None, typer.Option("--actor", metavar="NAME", help="Only rows that it is a party of.", show_default=False)
]
SureOption = Annotated[
    float,
    typer.Option(
        "--sure",
        metavar="SHARE",
        help="Only rows whose kind was found right at least so often, as 0.8.",
        show_default=False,
    ),
]
FromOption = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help="Only what touches this day or later.", show_default=False),
]
ToOption = Annotated[
    str | None,
    typer.Option("--to", metavar="DATE", help="Only what touches this day or earlier.", show_default=False),
]


class RowKind(StrEnum):
    """Kinds of rows of the record."""

    MEMBERSHIP = "membership"
    OCCUPANCY = "occupancy"
    ATTRIBUTE = "attribute"
    STATEMENT = "statement"
    EVENT = "event"


class EvaluationKind(StrEnum):
    """What an evaluation can be limited to."""

    DOCUMENTS = "documents"
    STATEMENTS = "statements"
    EVENTS = "events"
    MEMBERSHIPS = "memberships"
    OFFICES = "offices"
    SAME_PERSON = "same_person"


def title_of(what: str, *limits: str | None, start: str | None = None, end: str | None = None) -> str:
    """The heading over a listing: what it lists, and what it was limited to."""
    days = (f"from {start}" if start else None, f"to {end}" if end else None)
    return " · ".join([what, *(limit for limit in (*limits, *days) if limit)])


def parse_day(text: str) -> "Date":
    """An option's value as a Date; a fault of usage when it is none."""
    from dragoman.model.dates import Date

    try:
        return Date.parse(text)
    except DateError as error:
        raise typer.BadParameter(str(error)) from error


OnOption = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DATE", help="Only what can hold then: 2025-02-01, 2025-02 or 2025.", show_default=False
    ),
]


def day_of(text: str | None, option: str) -> "Date | None":
    """The date given with an option; a fault of usage that names the option when it is none."""
    if text is None:
        return None
    try:
        return parse_day(text)
    except typer.BadParameter as error:
        raise typer.BadParameter(str(error), param_hint=option) from error


@contextmanager
def asked_record(path: Path, *, skip_damaged: bool) -> "Iterator[Record]":
    """An open record with the register's actors; shards that are left out are named on the error stream."""
    from dragoman.record_opening import open_record

    with open_record(path, skip_damaged=skip_damaged) as record:
        for shard in record.skipped:
            note(f"shard {shard.id} is damaged and left out: {shard.reason}")
        yield record
