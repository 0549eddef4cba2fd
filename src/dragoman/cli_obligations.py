"""The command that asks who was bound to help whom: `obligations`."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_cells import file_name, party_cell
from dragoman.cli_options import (
    FormatOption,
    KnownOption,
    SkipDamagedOption,
    SourcesOption,
    UnjudgedOption,
    asked_record,
    day_of,
)
from dragoman.cli_output import heading, new_table, note, short, styled, write_rows

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from dragoman.views.obligations import ObligationRow

_STYLES = {"bound": "green", "disputed": "yellow", "not bound": "dim"}


def obligations(
    attacked: Annotated[str, typer.Argument(metavar="STATE", help="Who is attacked: an id or any name of a state.")],
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="The day of the attack: 2022-09-13, or a month or year.")
    ],
    attacked_by: Annotated[
        str | None,
        typer.Option(
            "--attacked-by",
            metavar="NAME",
            help="A state, an organisation or an armed group; the state itself for unrest; by default some state.",
            show_default=False,
        ),
    ] = None,
    where: Annotated[
        str | None,
        typer.Option(
            "--where", metavar="PLACE", help="A place or state; by default its own territory.", show_default=False
        ),
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option("--record", metavar="RECORD", help="Tell what each did, from this record.", show_default=False),
    ] = None,
    format: FormatOption = None,
    known: KnownOption = None,
    sources: SourcesOption = None,
    unjudged: UnjudgedOption = False,
    skip_damaged: SkipDamagedOption = False,
) -> None:
    """List who was bound to help a state that was attacked, by which treaty, who was not and why, and what is disputed.

    The register says what was pledged and whom it bound on the day; with --record, what each then did within 90 days.
    """
    from dragoman.register import load_register
    from dragoman.views.obligations import list_obligations

    day_of(on, "--on")
    if record is None and (known is not None or sources):
        raise typer.BadParameter("what is known is that of a record: give it with --record", param_hint="--known")
    if record is None:
        rows = list_obligations(None, load_register(), attacked, attacked_by, on=on, where=where)
        note("what each did is told with --record")
    else:
        with asked_record(record, known=known, sources=sources, unjudged=unjudged, skip_damaged=skip_damaged) as opened:
            rows = list_obligations(opened, load_register(), attacked, attacked_by, on=on, where=where)
    by = f" by {attacked_by}" if attacked_by is not None else ""
    title = f"Attack on {attacked}{by} on {on}" + (f", at {where}" if where is not None else "")
    write_rows(rows, format, lambda: render_obligations(rows, title))
    if not rows:
        note("the register has no treaty that speaks to this")


def render_obligations(rows: "Sequence[ObligationRow]", title: str) -> "Iterator[RenderableType]":
    """A table for each verdict; states that one treaty binds alike share a row."""
    yield heading(title)
    for verdict, judged in groupby(rows, key=lambda row: row.verdict):
        yield styled(verdict.capitalize(), f"bold {_STYLES[verdict]}")
        table = new_table("who", "pledge", "since", "why", fixed=("since",))
        alike = [list(group) for _, group in groupby(judged, key=_alike)]
        for group in alike:
            first = group[0]
            article = f", art. {first.article}" if first.article else ""
            days = sorted({row.since for row in group if row.since is not None})
            since = days[0] if len(days) == 1 else " to ".join((days[0], days[-1])) if days else ""
            pledge = styled(f"{first.pledge}\n{first.treaty_label}{article}")
            table.add_row(_who(group), pledge, styled(since), _why(first))
        yield table
    yield from _deeds(rows)


def _alike(row: "ObligationRow") -> tuple[object, ...]:
    return row.treaty, row.pledge, row.why, row.readings


def _who(group: "Sequence[ObligationRow]") -> "Text":
    if len(group) == 1:
        return party_cell(group[0].state, group[0].state_label)
    return styled(", ".join(row.state for row in group))


def _why(row: "ObligationRow") -> "Text":
    if row.verdict == "not bound":
        return styled(row.why)
    text = styled(row.paraphrase)
    text.append_text(styled(f"\n{row.why}", "dim"))
    for reading in row.readings:
        text.append_text(styled(f"\n– {reading.says}, {reading.applies}", "yellow"))
    return text


def _deeds(rows: "Sequence[ObligationRow]") -> "Iterator[RenderableType]":
    """What the record tells that the states did, each event once."""
    who: dict[str, dict[str, None]] = defaultdict(dict)
    told = {deed.id: deed for row in rows for deed in row.did}
    for row in rows:
        for deed in row.did:
            who[deed.id][row.state] = None
    if not told:
        return
    yield heading("What the record tells that they did")
    table = new_table("who", "date", "what", "source", "id", fixed=("date", "id"), clipped=("source",))
    for deed in sorted(told.values(), key=lambda each: (each.date, each.source, each.id)):
        cells = (", ".join(who[deed.id]), deed.date, deed.summary, file_name(deed.source), short(deed.id))
        table.add_row(*(styled(cell) for cell in cells))
    yield table
