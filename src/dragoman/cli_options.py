"""The arguments and options that several commands share, and how they open what they ask."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Concatenate, ParamSpec

import typer

from dragoman.cli_output import Format, note
from dragoman.errors import DateError

if TYPE_CHECKING:
    from dragoman.model.dates import Date
    from dragoman.record.reading import Record
    from dragoman.record.scope import Scoped

P = ParamSpec("P")

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
UnjudgedOption = Annotated[bool, typer.Option("--unjudged", help="Leave aside what people have put right (judge).")]

ActorOption = Annotated[
    str | None, typer.Option("--actor", metavar="NAME", help="Only rows that it is a party of.", show_default=False)
]
SummaryOption = Annotated[
    bool, typer.Option("--summary", help="One answer for each on the day of --on: yes, no, unknown or contested.")
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


def entry(option: str, metavar: str, help: str) -> Any:
    """An option that takes an entry of a closed list, and may be repeated."""
    return typer.Option(option, metavar=metavar, help=f"{help}; may be repeated.", show_default=False)


def parse_day(text: str) -> "Date":
    """An option's value as a Date; a fault of usage when it is none."""
    from dragoman.model.dates import Date

    try:
        return Date.parse(text)
    except DateError as error:
        raise typer.BadParameter(str(error)) from error


def _day(option: str, help: str) -> Any:
    """An option that takes a day; a fault of usage before anything is opened when it is none."""

    def check(text: str | None) -> str | None:
        if text is not None:
            parse_day(text)
        return text

    return typer.Option(option, metavar="DATE", help=help, show_default=False, callback=check)


FromOption = Annotated[str | None, _day("--from", "Only what touches this day or later.")]
ToOption = Annotated[str | None, _day("--to", "Only what touches this day or earlier.")]
OnOption = Annotated[str | None, _day("--on", "Only what can be of then: 2025-02-01, 2025-02 or 2025.")]
KnownOption = Annotated[
    str | None, _day("--known", "Only documents proved to be published by then; undated ones are counted aside.")
]


def one_day(day: "Date | None") -> None:
    """A fault of usage unless one day was given with --on."""
    if day is None or not day.is_day:
        raise typer.BadParameter("--summary is of one day: give it as 2024-06-25", param_hint="--on")


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


def day_of(text: str | None, option: str) -> "Date | None":
    """The date given with an option; a fault of usage that names the option when it is none."""
    if text is None:
        return None
    try:
        return parse_day(text)
    except typer.BadParameter as error:
        raise typer.BadParameter(str(error), param_hint=option) from error


SourcesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--sources",
        metavar="NAMES",
        help="Only these outlets, agencies or families, with commas between; may be repeated.",
        show_default=False,
    ),
]


def days_of(on: str | None, start: str | None, end: str | None) -> "tuple[Date | None, Date | None]":
    """The days given with --on, or with --from and --to; a fault of usage for both, or for what is no date."""
    if on is not None and (start is not None or end is not None):
        raise typer.BadParameter("give either --on or --from and --to", param_hint="--on")
    day = day_of(on, "--on")
    return (day, day) if day is not None else (day_of(start, "--from"), day_of(end, "--to"))


@contextmanager
def asked_record(
    path: Path,
    *,
    skip_damaged: bool,
    known: str | None = None,
    sources: Sequence[str] | None = None,
    unjudged: bool = False,
) -> "Iterator[Record]":
    """An open record with the register's actors; shards and documents that are left out are told on the error stream.

    `known` is the day by which documents must have been published, `sources` the only ones they may come from;
    `unjudged` leaves the judgements of people aside.
    """
    from dragoman.record.scope import Scope
    from dragoman.record_opening import open_record

    named = (name.strip() for given in sources or () for name in given.split(","))
    scope = Scope(day_of(known, "--known"), tuple(name for name in named if name))
    with open_record(path, skip_damaged=skip_damaged, scope=scope, judged=not unjudged) as record:
        for shard in record.skipped:
            note(f"shard {shard.id} is damaged and left out: {shard.reason}")
        if record.scoped is not None:
            note(_told(record.scoped, known))
        yield record


def asks(command: "Callable[Concatenate[Record, P], None]") -> "Callable[..., None]":
    """Make a command of a function that asks an open record: it takes RECORD, and what it may know, as options."""

    def asking(record: Path, **given: Any) -> None:
        options = {name: given.pop(name) for name in ("known", "sources", "unjudged", "skip_damaged")}
        with asked_record(record, **options) as opened:
            command(opened, **given)  # type: ignore[call-arg]

    own = list(inspect.signature(command).parameters.values())[1:]
    named = inspect.Parameter.POSITIONAL_OR_KEYWORD
    shared = [
        inspect.Parameter("known", named, default=None, annotation=KnownOption),
        inspect.Parameter("sources", named, default=None, annotation=SourcesOption),
        inspect.Parameter("unjudged", named, default=False, annotation=UnjudgedOption),
        inspect.Parameter("skip_damaged", named, default=False, annotation=SkipDamagedOption),
    ]
    record = inspect.Parameter("record", named, annotation=RecordArgument)
    parameters = [record, *own, *shared]
    asking.__name__, asking.__doc__ = command.__name__, command.__doc__
    asking.__annotations__ = {each.name: each.annotation for each in parameters}
    asking.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return asking


def _told(scoped: "Scoped", known: str | None) -> str:
    """What a scope holds and what it leaves out, in one line."""
    parts = (
        (scoped.later, f"published after {known}"),
        (scoped.undated, "of no proved day"),
        (scoped.other_sources, "of other sources"),
    )
    left = ", ".join(f"{count} {why}" for count, why in parts if count)
    return f"asked of {scoped.documents} documents" + (f"; left aside: {left}" if left else "")
