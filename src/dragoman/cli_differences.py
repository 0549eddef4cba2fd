"""The command `diff`, and how answers for a day are shown."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli_cells import date_cell, file_name, party_cell
from dragoman.cli_options import (
    FormatOption,
    RecordArgument,
    SkipDamagedOption,
    SourcesOption,
    UnjudgedOption,
    asked_record,
    day_of,
)
from dragoman.cli_output import (
    Format,
    choose_format,
    heading,
    new_table,
    note,
    short,
    styled,
    write_one,
    write_rows,
)
from dragoman.plain_values import plain

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dragoman.views.differences import Difference
    from dragoman.views.standing import Standing


def diff(
    record: RecordArgument,
    known: Annotated[
        list[str], typer.Option("--known", metavar="DATE", help="The two days, the earlier first: --known A --known B.")
    ],
    sources: SourcesOption = None,
    unjudged: UnjudgedOption = False,
    skip_damaged: SkipDamagedOption = False,
    format: FormatOption = None,
) -> None:
    """Tell what a reader knows more on one day than on an earlier one.

    First the assertions that came, then the answers (who is a member, who holds an office on the later day) that they
    changed, of the record alone.
    """
    if len(known) != 2:
        raise typer.BadParameter("give it twice, the earlier day first", param_hint="--known")
    before, after = (day_of(each, "--known") for each in known)
    if before is None or after is None or before.last is None or after.last is None:
        raise typer.BadParameter("both days need an end", param_hint="--known")
    if before.last > after.last:
        raise typer.BadParameter(f"{before} lies after {after}: give the earlier day first", param_hint="--known")
    from dragoman.register import load_register
    from dragoman.views.differences import compare_known

    with asked_record(
        record, known=str(after), sources=sources, unjudged=unjudged, skip_damaged=skip_damaged
    ) as opened:
        found = compare_known(opened, load_register(), before, after)
    chosen = choose_format(format)
    if chosen is Format.JSON:
        write_one(found, chosen, list)
    else:
        write_rows(list(_iter_lines(found)), chosen, lambda: render_difference(found))
    if not found.came:
        note(f"nothing came between {before} and {after}")


def render_standings(rows: "Sequence[Standing]", title: str) -> "Iterator[RenderableType]":
    """The answers for a day as a table."""
    yield heading(title)
    table = new_table("who", "answer", "on the word of", "status", "because", fixed=("answer",))
    for row in rows:
        because = ", ".join(file_name(each.source) if each.side == "record" else "register" for each in row.because)
        who = party_cell(row.who, row.who_label)
        table.add_row(who, styled(row.answer), styled(row.word), styled(row.status or ""), styled(because))
    yield table


def render_difference(found: "Difference") -> "Iterator[RenderableType]":
    """What came and what it changed, as two tables."""
    yield heading(f"Came after {found.before} and by {found.after}")
    came = new_table("published", "date", "what", "source", "id", fixed=("published", "date", "id"))
    for row in found.came:
        published = styled(row.published or "unknown")
        came.add_row(
            published, date_cell(row), styled(row.summary), styled(file_name(row.source)), styled(short(row.id))
        )
    yield came
    yield heading("Answers that changed")
    changed = new_table("who", "what", "before", "after", "status", "id", fixed=("before", "after"))
    for item in found.changed:
        what = item.what if item.of is None else f"{item.what} of {item.of}"
        ids = ", ".join(map(short, item.because))
        who = party_cell(item.who, item.who_label)
        changed.add_row(
            who, styled(what), styled(item.before), styled(item.after), styled(item.after_status or ""), styled(ids)
        )
    yield changed


def _iter_lines(found: "Difference") -> Iterator[dict[str, Any]]:
    """What came, then what changed, as rows."""
    yield from ({"row": "came", **plain(row)} for row in found.came)
    yield from ({"row": "changed", **plain(item)} for item in found.changed)
