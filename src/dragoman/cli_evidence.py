"""Commands that show why: `show`, `explain`, `evaluate`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli_cells import COLOURS
from dragoman.cli_drawing import draw_roles, mark_text
from dragoman.cli_options import (
    EvaluationKind,
    FormatOption,
    RecordArgument,
    SkipDamagedOption,
    UnjudgedOption,
    asked_record,
    asks,
)
from dragoman.cli_output import (
    Format,
    choose_format,
    heading,
    indented,
    new_table,
    short,
    stdout_console,
    styled,
    write_one,
    write_rows,
)
from dragoman.plain_values import plain, to_cell, to_json

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from dragoman.evaluation import Evaluation
    from dragoman.record.reading import Record
    from dragoman.views.document import DocumentPage
    from dragoman.views.explanation import Explanation
    from dragoman.views.roles import RoleFiller

MISSED = 1
_INDENT = 4
# Columns that an explanation shows on lines of their own.
_SHOWN_APART = frozenset({"words", "statement"})
_VERDICTS = {
    True: ("says the same", "green"),
    False: ("says otherwise", "bold red"),
    None: ("cannot tell", "dim"),
}


@asks
def show(
    record: "Record",
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="The start of its id, or its file's name.")],
    format: FormatOption = None,
) -> None:
    """Show one document: its text with what it asserts, what was cut and why, its date and the proof.

    Words that give rows are underlined on a terminal and in brackets elsewhere; the numbers behind them are those of
    the list below the text, where each row has its sentence with the words that fill its roles.
    """
    from dragoman.register import load_register
    from dragoman.views.document import get_document

    page = get_document(record, load_register(), document)
    console = stdout_console()
    write_one(page, format, lambda: render_document(page, console.width, brackets=not console.is_terminal))


@asks
def explain(
    record: "Record",
    assertion: Annotated[str, typer.Argument(metavar="ID", help="An id as listings show it, or more of it.")],
    format: FormatOption = None,
) -> None:
    """Explain one row: words, rule, what filled each role and why, how it was dated, and what the register says."""
    from dragoman.register import load_register
    from dragoman.views.explanation import explain_assertion

    found = explain_assertion(record, load_register(), assertion)
    write_one(found, format, lambda: render_explanation(found))


def evaluate(
    record: RecordArgument,
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="What a careful reader would record, as YAML.")],
    kind: Annotated[
        list[EvaluationKind] | None,
        typer.Option("--kind", help="Only items of this kind; may be repeated.", show_default=False),
    ] = None,
    format: FormatOption = None,
    unjudged: UnjudgedOption = False,
    skip_damaged: SkipDamagedOption = False,
) -> None:
    """Measure a record against a gold file: found and expected by kind, precision, every miss and every row too many.

    Exit code 1 when a must item is missed or a row is there that should not be.
    """
    from dragoman.evaluation import KINDS, evaluate_record
    from dragoman.gold import load_gold

    known = load_gold(gold)
    kinds = [each for each in KINDS if kind is None or EvaluationKind(each) in kind]
    with asked_record(record, skip_damaged=skip_damaged, unjudged=unjudged) as opened:
        done = evaluate_record(opened, known, kinds)
    if choose_format(format) is Format.JSON:
        write_one({"passed": done.passed, **plain(done)}, format, list)
    else:
        write_rows(list(_iter_findings(done)), format, lambda: render_evaluation(done))
    if not done.passed:
        raise typer.Exit(MISSED)


def render_document(page: "DocumentPage", width: int, *, brackets: bool) -> "Iterator[RenderableType]":
    """A document as a reader sees it: what is known, the marked text, the rows with their roles, the cuts."""
    from rich.padding import Padding

    from dragoman.views.document import describe_document

    yield styled(f"document {page.id}", "bold")
    for name, value in describe_document(page).items():
        yield indented(f"{name}: {value}")
    yield styled("")
    yield mark_text(page.text, page.assertions, brackets=brackets)
    yield styled("")
    for number, row in enumerate(page.assertions, 1):
        said = f" [{row.said_by}]" if row.said_by else ""
        date = row.date or "undated"
        line = styled(f"[{number}] ", COLOURS[row.kind])
        line.append_text(styled(f"{short(row.id)}  {date}  {row.summary}{said}"))
        yield line
        for drawn in draw_roles(row, width - _INDENT):
            yield Padding(drawn, (0, 0, 0, _INDENT), expand=False)
    if not page.assertions:
        yield styled("no row comes out of this text", "dim")
    if page.cut:
        yield heading("Cut")
        cut = new_table("why", "text", fixed=("why",))
        for piece in page.cut:
            cut.add_row(styled(piece.reason, "yellow"), styled(piece.text, "dim"))
        yield cut


def render_explanation(found: "Explanation") -> "Iterator[RenderableType]":
    """An assertion with all its evidence."""
    yield styled(f"{found.kind} {found.id}", "bold")
    columns = {name: _column(value) for name, value in found.columns.items() if name not in _SHOWN_APART}
    yield indented(", ".join(f"{name} {value}" for name, value in columns.items() if value))
    if found.meaning is not None:
        yield indented(found.meaning, style="dim")
    words = found.columns.get("words")
    if words not in (None, found.quote_text):
        yield indented(f"said: “{words}”")
    yield indented(f"words: “{found.quote_text}”")
    yield indented(f"in: {found.source} ({found.document[:12]}), characters {found.span_start} to {found.span_end}")
    yield indented(f"trigger: “{found.trigger_text}”   rule: {found.rule}   confidence: {found.confidence}")
    manner = ", ".join(part for part in (found.bears, found.modality) if part)
    if manner:
        yield indented(f"told as: {manner}")
    said_by = f"{found.said_by_label} ({found.said_by})" if found.said_by else "the outlet, in its own voice"
    via = f", through {', '.join(found.via)}" if found.via else ""
    yield indented(f"{'told' if found.kind == 'statement' else 'said'} by: {said_by}{via}")
    yield indented(f"date: {found.date or 'unknown'} – {found.date_reason}")
    yield heading("Roles" if found.roles else "No role is filled")
    table = new_table("role", "words", "actor", "filled by", "because", fixed=("role", "filled by"))
    for role in found.roles:
        table.add_row(
            styled(role.role),
            styled(role.words),
            _role_actor(role),
            styled(role.filled_by),
            styled(role.reason),
        )
    if found.roles:
        yield table
    yield from _render_statement(found)
    if found.kind not in ("statement", "event"):
        verdict, style = _VERDICTS[found.agrees]
        yield indented(f"the register {verdict}", style=style)
        for line in found.register:
            yield indented(line, _INDENT, "dim")
    for judgement in found.judgements:
        yield indented(f"put right: {judgement}", style="bold yellow")
    yield indented(f"read by dragoman {found.program_version}, rules {found.rules_version}", style="dim")


def _render_statement(found: "Explanation") -> "Iterator[RenderableType]":
    """The statement that a row comes out of, and the rows that come out of a statement."""
    if (source := found.statement) is not None:
        who = f"{source.speaker_label} ({source.speaker})" if source.speaker else "a speaker who is not named"
        words = f"“{source.words}”" if source.direct else source.words
        manner = "" if source.modality == "actual" else f", {source.modality}"
        yield indented(f"out of statement {short(source.id)}: {who}, {source.act}{manner}: {words}")
    for given in found.gives:
        yield indented(f"gives {given.kind} {short(given.id)}: {given.summary}")


def _column(value: object) -> str:
    """A column of a row as a reader wants it; nothing for what is empty."""
    if isinstance(value, list | tuple):
        return " + ".join(map(str, value))
    return to_cell(plain(value))


def _role_actor(role: "RoleFiller") -> "Text":
    if role.actor is None:
        return styled(f"not resolved ({role.country})" if role.country else "not resolved", "dim italic")
    return styled(role.actor if role.country in (None, role.actor) else f"{role.actor} ({role.country})")


def render_evaluation(done: "Evaluation") -> "Iterator[RenderableType]":
    """The measure by kind, then every miss and every row too many."""
    yield heading("Found / expected")
    table = new_table("kind", "must", "nice", "precision", "rows")
    for score in done.scores:
        precision = "" if score.precision is None else f"{score.precision:.3f} of {score.complete_rows}"
        must = styled(f"{score.must_found}/{score.must}", "" if score.must_found == score.must else "bold red")
        table.add_row(score.kind, must, f"{score.nice_found}/{score.nice}", precision, str(score.rows))
    yield table
    for miss in done.missed:
        reason = f" ({miss.reason})" if miss.reason else ""
        yield styled(
            f"missed ({miss.need}) {miss.kind}: {to_json(miss.item)}{reason}", "" if miss.need == "must" else "dim"
        )
    for row in done.excess:
        where = f" {short(row.id)}" if row.id else ""
        yield styled(f"too much ({row.reason}) {row.kind} {row.document}{where}: {row.what}", "red")
    yield styled("passed" if done.passed else "not passed", "bold green" if done.passed else "bold red")


def _iter_findings(done: "Evaluation") -> Iterator[dict[str, Any]]:
    for score in done.scores:
        yield {"row": "score", **plain(score), "precision": score.precision}
    for miss in done.missed:
        yield {"row": "missed", **plain(miss)}
    for excess in done.excess:
        yield {"row": "too much", **plain(excess)}
