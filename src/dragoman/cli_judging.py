"""The command that puts right what was read: `judge`."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_options import FormatOption, RecordArgument
from dragoman.cli_output import heading, indented, new_table, note, short, styled, write_one, write_rows

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dragoman.record.schema import JudgementRow


class What(StrEnum):
    """What can be done with judgements."""

    SAME = "same"
    DIFFERENT = "different"
    APART = "apart"
    TOGETHER = "together"
    WRONG = "wrong"
    VALUE = "value"
    TRUST = "trust"
    UNDO = "undo"
    LIST = "list"
    EXPORT = "export"
    IMPORT = "import"


_ABOUT_IDS = frozenset({"apart", "together", "wrong", "value", "undo"})
_STYLES = {"holds": "green", "overruled": "bold red", "undone": "dim", "gone": "yellow"}


def judge(
    record: RecordArgument,
    what: Annotated[
        What,
        typer.Argument(
            metavar="WHAT",
            help="same A B, different A B, apart ID ID, together ID ID, wrong ID, value ID COLUMN VALUE, "
            "trust OUTLET SHARE, undo ID, list, export FILE or import FILE.",
            show_default=False,
        ),
    ],
    about: Annotated[
        list[str] | None,
        typer.Argument(metavar="ABOUT", help="What it is about, as listed for WHAT.", show_default=False),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="WHO", envvar=["USER", "USERNAME"], help="Who judges.", show_default=False),
    ] = None,
    why: Annotated[
        str | None, typer.Option("--why", metavar="WORDS", help="The reason; a judgement has one.", show_default=False)
    ] = None,
    format: FormatOption = None,
) -> None:
    """Put right what was read: who is who, rows of the same thing, a wrong row, a right value, an outlet to trust less.

    A judgement stands in a log beside the record's files and is applied whenever the record is opened; the rows stay
    as they were read, and reading again keeps it. Of two that contradict each other the later one holds; undo takes one
    away.

    A and B are ids or any names; NAME@DOCUMENT is what one document calls so. ID is that of a row, for undo that of a
    judgement; two rows that are apart are never one fact, two that are together always, with the rows that each was
    joined with. VALUE may be unknown; SHARE goes from 0 (no trust) to 1. Without --by, it is the user of the system.
    """
    from dragoman.clock import system_clock
    from dragoman.judging import judge as add
    from dragoman.judging import list_judgements

    given = about or []
    if what in (What.LIST, What.EXPORT, What.IMPORT):
        _tend(record, what, given, format)
        return
    _check_form(what, given)
    if not (why or "").strip():
        raise typer.BadParameter("say why you judge so", param_hint="--why")
    if not (by or "").strip():
        raise typer.BadParameter("say who judges", param_hint="--by")
    row = add(record, what.value, given, who=by, why=why, at=system_clock())
    write_one(row, format, lambda: render_judgement(row))
    for other in list_judgements(record):
        if other.state == "overruled" and short(row.id) in (other.note or ""):
            note(f"judgement {short(other.id)} ({describe(other)}) holds no more: it {other.note}")
    if row.note is not None:
        note(f"judgement {short(row.id)} {row.note}")


def describe(row: "JudgementRow") -> str:
    """A judgement in a few words."""
    about = " ".join(short(each) if row.kind in _ABOUT_IDS else each for each in row.about)
    value = "unknown" if row.kind == "value" and row.value is None else row.value
    return " ".join(part for part in (row.kind, about, row.field, value) if part)


def render_judgement(row: "JudgementRow") -> "Iterator[RenderableType]":
    """One judgement in three lines."""
    yield styled(describe(row))
    yield indented(f"{row.who}, {row.judged_at[:10]}: {row.why}")
    yield indented(f"judgement {short(row.id)}", style="dim")


def render_judgements(rows: "Sequence[JudgementRow]", record: Path) -> "Iterator[RenderableType]":
    """All judgements as a table."""
    yield heading(f"Judgements of {record}")
    table = new_table("day", "who", "what", "why", "state", "id", fixed=("day", "state", "id"))
    for row in rows:
        state = styled(row.state, _STYLES[row.state])
        why = f"{row.why} – {row.note}" if row.note else row.why
        table.add_row(
            styled(row.judged_at[:10]),
            styled(row.who),
            styled(describe(row)),
            styled(why),
            state,
            styled(short(row.id)),
        )
    yield table


def _tend(record: Path, what: What, given: Sequence[str], format: FormatOption) -> None:
    """List the judgements, write them to a file, or take them in from one."""
    from dragoman.judging import export_judgements, import_judgements, list_judgements
    from dragoman.record.judgements import read_judgements
    from dragoman.record.layout import JUDGEMENTS_FILE

    _check_form(what, given)
    if what is What.EXPORT:
        count = export_judgements(record, given[0])
        note(f"{count} judgements written to {given[0]}")
    elif what is What.IMPORT:
        done = import_judgements(record, given[0])
        write_one(done, format, lambda: [styled(f"{done.added} judgements added, {done.known} known already")])
    else:
        rows = list_judgements(record)
        write_rows(rows, format, lambda: render_judgements(rows, record))
        for line in read_judgements(record).unreadable:
            note(f"{JUDGEMENTS_FILE}, line {line} cannot be read and is left out")
        if not rows:
            note("nobody has judged anything in this record")


def _check_form(what: What, given: Sequence[str]) -> None:
    from dragoman.judging import FORMS

    forms: dict[str, tuple[str, ...]] = {"list": (), "export": ("FILE",), "import": ("FILE",)}
    forms.update((kind, form) for kind, form in FORMS.items())
    form = forms[what.value]
    if len(given) != len(form):
        raise typer.BadParameter(f"write {' '.join((what.value, *form))}", param_hint="WHAT")
