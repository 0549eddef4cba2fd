"""Commands that ask who said and did what: `statements`, `events`."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli_cells import CLIPPED, FIXED, date_cell, file_name, said_cell
from dragoman.cli_options import (
    FormatOption,
    FromOption,
    OnOption,
    SureOption,
    ToOption,
    asks,
    days_of,
    entry,
    title_of,
)
from dragoman.cli_output import heading, new_table, note, short, styled, write_rows

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from dragoman.record.reading import Record
    from dragoman.views.events import ListedEvent
    from dragoman.views.statements import ListedStatement

# More of a statement than this says no more to the eye in a table; every other format has it whole.
_LONGEST_WORDS = 240
_LONGEST_TYPE = len("COOPERATE")
_IN = 'Only what holds all these words, whatever their accents; "in quotation marks" side by side.'


def _name(option: str, help: str) -> Any:
    """An option that takes the name of an actor."""
    return typer.Option(option, metavar="NAME", help=help, show_default=False)


@asks
def statements(
    record: "Record",
    speaker: Annotated[str | None, _name("--speaker", "Only what it said; a state: its officials too.")] = None,
    audience: Annotated[str | None, _name("--audience", "Only what was said to it.")] = None,
    about: Annotated[str | None, _name("--about", "Only what was said about it.")] = None,
    act: Annotated[list[str] | None, entry("--act", "ACT", "say, warn, accuse, deny …")] = None,
    words: Annotated[str | None, typer.Option("--in", metavar="WORDS", help=_IN, show_default=False)] = None,
    direct: Annotated[
        bool | None,
        typer.Option("--direct/--reported", help="Only quotations, or only reported speech.", show_default=False),
    ] = None,
    sure: SureOption = 0,
    on: OnOption = None,
    start: FromOption = None,
    end: ToOption = None,
    format: FormatOption = None,
) -> None:
    """List who said what, in order of day: each quotation or reported clause with its speaker, undated ones last.

    Names are taken in French, English, Spanish or Russian. The table cuts long words, every other format has them
    whole.
    """
    from dragoman.register import load_register
    from dragoman.views.statements import choose_statements

    since, until = days_of(on, start, end)
    rows = choose_statements(
        record,
        load_register(),
        speaker=speaker,
        audience=audience,
        about=about,
        acts=act or (),
        words=words,
        direct=direct,
        sure=sure,
        start=since,
        end=until,
    ).rows()
    limits = (
        speaker,
        f"to {audience}" if audience else None,
        f"about {about}" if about else None,
        ", ".join(act or ()),
        f"“{words}”" if words else None,
        None if direct is None else "quoted" if direct else "reported",
        f"sure to {sure:g}" if sure else None,
    )
    title = title_of("Statements", *limits, start=on or start, end=on or end)
    write_rows(rows, format, lambda: render_statements(rows, title))
    if not rows:
        note(f"the record tells none: {title}")


@asks
def events(
    record: "Record",
    type: Annotated[list[str] | None, entry("--type", "TYPE", "CONSULT, SUPPORT, THREATEN …")] = None,
    between: Annotated[
        tuple[str, str] | None,
        typer.Option("--between", metavar="NAME NAME", help="Only events that both take part in.", show_default=False),
    ] = None,
    actor: Annotated[str | None, _name("--actor", "Only what it does; a state: its officials too.")] = None,
    recipient: Annotated[str | None, _name("--recipient", "Only what is done to it, as --actor.")] = None,
    modality: Annotated[list[str] | None, entry("--modality", "MODALITY", "actual, planned, denied …")] = None,
    sure: SureOption = 0,
    on: OnOption = None,
    start: FromOption = None,
    end: ToOption = None,
    format: FormatOption = None,
) -> None:
    """List what happened between whom, in order of day: meetings, treaties, threats, sanctions …; undated ones last.

    Types are PLOVER's. Where all act together, as in a meeting, each is an actor. What is planned, asked for, alleged
    or denied is listed too and says so; --modality actual leaves what is told as having happened.
    """
    from dragoman.register import load_register
    from dragoman.views.events import list_events

    since, until = days_of(on, start, end)
    rows = list_events(
        record,
        load_register(),
        types=type or (),
        between=between,
        actor=actor,
        recipient=recipient,
        modalities=modality or (),
        sure=sure,
        start=since,
        end=until,
    )
    limits = (
        ", ".join(type or ()),
        f"between {between[0]} and {between[1]}" if between else None,
        f"by {actor}" if actor else None,
        f"to {recipient}" if recipient else None,
        ", ".join(modality or ()),
        f"sure to {sure:g}" if sure else None,
    )
    title = title_of("Events", *limits, start=on or start, end=on or end)
    write_rows(rows, format, lambda: render_events(rows, title))
    if not rows:
        note(f"the record tells none: {title}")


def render_statements(rows: "Sequence[ListedStatement]", title: str) -> "Iterator[RenderableType]":
    """The statements as a table."""
    yield heading(title)
    table = new_table("date", "speaker", "act", "words", "source", "id", fixed=(*FIXED, "act"), clipped=CLIPPED)
    for row in rows:
        words = row.words if len(row.words) <= _LONGEST_WORDS else f"{row.words[:_LONGEST_WORDS].rstrip()}…"
        words = " ".join(words.split())
        manner = "" if row.modality == "actual" else f" ({row.modality})"
        table.add_row(
            date_cell(row),
            _speaker(row),
            styled(f"{row.act}{manner}", "yellow"),
            said_cell(f"“{words}”" if row.direct else words, row.said_by, row.via),
            styled(file_name(row.source)),
            styled(short(row.id), "dim"),
        )
    yield table


def render_events(rows: "Sequence[ListedEvent]", title: str) -> "Iterator[RenderableType]":
    """The events as a table."""
    yield heading(title)
    table = new_table("date", "type", "who", "to whom", "where", "source", "id", fixed=FIXED, clipped=CLIPPED)
    # A mode may stand below its type, but neither is broken.
    table.columns[1].min_width = _LONGEST_TYPE
    for row in rows:
        what = styled(row.event_type, "bold").append_text(styled(f" {row.mode}" if row.mode else ""))
        if row.modality != "actual":
            what.append_text(styled(f" ({row.modality})", "yellow"))
        who = _parties(row.actor_names, row.actor_countries)
        table.add_row(
            date_cell(row),
            what,
            who.append_text(said_cell("", row.said_by, row.via)),
            _parties(row.recipient_names, row.recipient_countries),
            styled(row.place_text or row.place or ""),
            styled(file_name(row.source)),
            styled(short(row.id), "dim"),
        )
    yield table


def _speaker(row: "ListedStatement") -> "Text":
    if row.speaker is None:
        return styled(f"not named ({row.speaker_country})" if row.speaker_country else "not named", "dim italic")
    text = styled(row.speaker_label or row.speaker)
    if row.speaker_country not in (None, row.speaker):
        text.append_text(styled(f" {row.speaker_country}", "dim"))
    return text


def _parties(names: Sequence[str], countries: Sequence[str]) -> "Text":
    if not names and countries:
        return styled(f"someone of {', '.join(countries)}", "dim italic")
    return styled(", ".join(names))
