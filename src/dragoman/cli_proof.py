"""Commands that prove a record: `verify`, and `rebuild` out of what it holds."""

import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_options import FormatOption, RecordArgument
from dragoman.cli_output import (
    Format,
    choose_format,
    heading,
    new_table,
    note,
    stdout_console,
    styled,
    write_one,
    write_plain,
)
from dragoman.cli_progress import ending_orderly, interrupted, progress_bar
from dragoman.plain_values import plain

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from dragoman.rebuilding import Rebuild
    from dragoman.record.faults import Proof

UNSOUND = 1
SOMETHING_ASIDE = 3


def verify(record: RecordArgument, format: FormatOption = None) -> None:
    """Prove that a record still is what was written: bytes, ids, words that stand where the rows say, and the facts.

    Lists every fault, one a line; exit code 1 when there is one. A table also counts what was proved, and of how much
    nothing can be told: the bytes of a report are not kept, so that a document's id is proved only where its source
    still lies at its address.
    """
    from dragoman.proving import iter_faults
    from dragoman.record.faults import Fault, Proof

    proof = Proof()
    faults = iter_faults(record, proof)
    chosen = choose_format(format)
    if chosen is Format.TABLE:
        console = stdout_console()
        for fault in faults:
            console.print(styled(f"{fault.kind}: {fault}"), soft_wrap=True)
        for part in _render_proof(proof, record):
            console.print(part)
    else:
        write_plain(map(plain, faults), chosen, sys.stdout, [field.name for field in fields(Fault)])
    if proof.faults:
        raise typer.Exit(UNSOUND)


def rebuild(
    record: RecordArgument,
    to: Annotated[
        Path, typer.Option("--to", metavar="NEW", help="The new record: a folder of its own.", show_default=False)
    ],
    format: FormatOption = None,
) -> None:
    """Read every document of a record again, out of the record itself and with the present rules, into a new record.

    The same version gives the same bytes. Where the rules have changed, tells which rows came, went and changed.
    Documents are taken as they were cleaned and dated, since the record does not keep their source. Judgements are
    carried over. Ctrl-C keeps what is finished; the same command goes on from there.
    """
    from dragoman.rebuilding import rebuild_record

    done = 0
    with ending_orderly(), progress_bar(lambda: None) as advance:

        def count(address: str, total: int) -> None:
            nonlocal done
            done += 1
            advance(address, total)

        try:
            rebuilt = rebuild_record(record, to, on_document=count)
        except KeyboardInterrupt as interruption:
            raise interrupted(interruption, done, "document", to) from interruption
    for aside in rebuilt.set_aside:
        note(f"set aside ({aside.reason}): {aside.message}")
    told = {"record": str(record), "to": str(to), **plain(rebuilt), "same": rebuilt.same}
    write_one(told, format, lambda: _render_rebuild(rebuilt, record, to))
    if rebuilt.set_aside:
        raise typer.Exit(SOMETHING_ASIDE)


def _render_proof(proof: "Proof", record: Path) -> "Iterator[RenderableType]":
    from dragoman.record.faults import KINDS

    table = new_table("proved", "checked", "faults", "cannot be told")
    for column in table.columns[1:]:
        column.justify = "right"
    for kind, what in KINDS.items():
        table.add_row(
            styled(what), styled(f"{proof.checked[kind]}"), _count(proof.faults[kind], "bold red"),
            _count(proof.untold[kind], "dim"),
        )  # fmt: skip
    yield table
    found = proof.faults.total()
    if found:
        yield styled(f"{record} has {found} fault{'' if found == 1 else 's'}", "bold red")
    else:
        yield styled(f"{record} is sound", "green")


def _count(number: int, style: str) -> "Text":
    return styled(str(number) if number else "", style)


def _render_rebuild(rebuilt: "Rebuild", record: Path, to: Path) -> "Iterator[RenderableType]":
    yield heading(f"{record} read again into {to}")
    table = new_table("", "before", "now", "new", "gone", "changed")
    for column in table.columns[1:]:
        column.justify = "right"
    for each in rebuilt.tables:
        counts = (each.added, each.removed, each.changed)
        shown = (str(number) if number else "" for number in counts)
        table.add_row(each.table, str(each.before), str(each.after), *(styled(text, "yellow") for text in shown))
    yield table
    if rebuilt.same:
        yield styled("the same bytes, once the shards of both are merged", "green")
        return
    if any(each.table == "readings" and each.any for each in rebuilt.tables):
        yield styled("read by another version or other rules than before", "dim")
    if rebuilt.superseded:
        yield styled(f"{rebuilt.superseded} readings that later ones had followed were not made again", "dim")
