"""Commands on the record itself: `sql`, `compact`, `forget`."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from dragoman.cli_options import FormatOption, RecordArgument, asked_record, asks
from dragoman.cli_output import (
    Format,
    QueryFormat,
    new_table,
    note,
    short,
    stdout_console,
    styled,
    visible,
    write_one,
    write_plain,
)
from dragoman.plain_values import plain, to_cell

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.console import RenderableType

    from dragoman.record.reading import Record

DECLINED = 1
# A cell of a table longer than this says no more to the eye; every other format has it whole.
_LONGEST_CELL = 200
# Narrower columns than this cannot be read side by side.
_NARROWEST_COLUMN = 14
_BATCH_ROWS = 1024


@asks
def sql(
    record: "Record",
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="One SELECT, DESCRIBE or SHOW TABLES, in DuckDB's SQL.")
    ],
    format: Annotated[
        QueryFormat | None,
        typer.Option("--format", help="By default a table on a terminal, JSON lines in a pipe.", show_default=False),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here instead.", show_default=False)
    ] = None,
) -> None:
    """Ask the record in SQL. It can be read only.

    Days are written in ISO 8601, NULL is null (nothing in CSV), lists and maps are JSON.
    """
    chosen = format or _guess_format(output)
    if chosen is QueryFormat.PARQUET and output is None and sys.stdout.isatty():
        raise typer.BadParameter("parquet is no text for a terminal: name a file", param_hint="--output")
    answer = with_distinct_names(record.sql(query))
    if chosen is QueryFormat.TABLE and output is None:
        console = stdout_console()
        for part in render_answer(answer, console.width):
            console.print(part)
    elif chosen is QueryFormat.PARQUET:
        _write_parquet(answer, output)
    else:
        with _opened(output) as stream:
            _write_answer(answer, chosen, stream)


def compact(record: RecordArgument, format: FormatOption = None) -> None:
    """Merge the shards of a record into one: fewer files to open, the same answers."""
    from dragoman.record.compaction import compact as merge

    done = merge(record)
    merged = f"{len(done.merged)} shards are one now: {done.shard}" if done.merged else "there was nothing to merge"
    write_one(done, format, lambda: [styled(merged)])


def forget(
    record: RecordArgument,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="The start of its id, or its file's name.")],
    why: Annotated[
        str | None,
        typer.Option("--why", metavar="WORDS", help="A reason, kept in the ledger for good.", show_default=False),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
    format: FormatOption = None,
) -> None:
    """Remove a document and exactly what stood on it from all shards of a record.

    The ledger keeps that a document was forgotten, and nothing of what it was; judgements about it stay in their log.
    Reading its file again brings everything back. A terminal is asked first.
    """
    from dragoman.record.forgetting import finish_forgetting, forget_document
    from dragoman.views.document import find_document_id

    finish_forgetting(record)
    with asked_record(record, skip_damaged=False) as opened:
        chosen = find_document_id(opened, document)
        (row,) = opened.sql("SELECT source FROM documents WHERE id = ?", [chosen]).to_pylist()
    source = str(row["source"])
    if not yes and sys.stdin.isatty():
        question = f"Forget {visible(source)} ({short(chosen)}) and all that stands on it in {record}?"
        if not typer.confirm(question, err=True):
            note("nothing is forgotten")
            raise typer.Exit(DECLINED)
    done = forget_document(record, chosen, why)
    gone = ", ".join(f"{table} {count}" for table, count in done.rows.items() if count)
    write_one(done, format, lambda: [styled(f"forgot {source} ({short(chosen)}): {gone}")])


def with_distinct_names(answer: "pa.Table") -> "pa.Table":
    """The table with a number behind every column name that stands there before: two columns `id` are id and id_2."""
    names: dict[str, None] = {}
    for name in answer.column_names:
        free, number = name, 1
        while free in names:
            number += 1
            free = f"{name}_{number}"
        names[free] = None
    return answer.rename_columns(list(names))


def iter_rows(answer: "pa.Table") -> Iterator[dict[str, Any]]:
    """The rows of an Arrow table as plain values: maps as objects, days and instants in ISO 8601."""
    kinds = {field.name: field.type for field in answer.schema}
    for batch in answer.to_batches(_BATCH_ROWS):
        columns = {name: batch.column(name).to_pylist() for name in kinds}
        for number in range(batch.num_rows):
            yield {name: _plain(values[number], kinds[name]) for name, values in columns.items()}


def render_answer(answer: "pa.Table", width: int) -> "Iterator[RenderableType]":
    """The answer as a table, or row under row where the columns do not fit side by side."""
    rows = [{name: _cell(value) for name, value in row.items()} for row in iter_rows(answer)]
    names = answer.column_names
    if len(names) * _NARROWEST_COLUMN <= width or not rows:
        table = new_table(*names)
        for row in rows:
            table.add_row(*(styled("NULL", "dim") if row[name] is None else styled(row[name] or "") for name in names))
        yield table
    else:
        widest = max(map(len, names))
        for number, row in enumerate(rows, 1):
            yield styled(f"row {number}", "bold")
            for name in names:
                value = row[name]
                yield styled(f"  {name:<{widest}}  ").append_text(
                    styled("NULL", "dim") if value is None else styled(value)
                )
    yield styled(f"{answer.num_rows} row{'' if answer.num_rows == 1 else 's'}", "dim")


def _guess_format(output: Path | None) -> QueryFormat:
    if output is not None and output.suffix.lower().lstrip(".") in {each.value for each in QueryFormat}:
        return QueryFormat(output.suffix.lower().lstrip("."))
    return QueryFormat.TABLE if output is None and sys.stdout.isatty() else QueryFormat.JSONL


def _write_answer(answer: "pa.Table", chosen: QueryFormat, stream: TextIO) -> None:
    if chosen is QueryFormat.TABLE:
        from rich.console import Console

        console = Console(file=stream, width=200, highlight=False, no_color=True)
        for part in render_answer(answer, console.width):
            console.print(part)
    else:
        write_plain(iter_rows(answer), Format(chosen.value), stream, answer.column_names)


def _write_parquet(answer: "pa.Table", output: Path | None) -> None:
    import pyarrow.parquet as pq

    with contextlib.ExitStack() as stack:
        target = sys.stdout.buffer if output is None else stack.enter_context(_aside(output).open("wb"))
        pq.write_table(answer, target)
    if output is not None:
        _aside(output).replace(output)


@contextlib.contextmanager
def _opened(output: Path | None) -> Iterator[TextIO]:
    """Where to write: the file is there only when it is whole."""
    if output is None:
        yield sys.stdout
        return
    with _aside(output).open("w", encoding="utf-8", newline="") as stream:
        yield stream
    _aside(output).replace(output)


def _aside(output: Path) -> Path:
    return output.with_name(f".{output.name}.{os.getpid()}")


def _plain(value: Any, kind: "pa.DataType") -> Any:
    """A value as JSON has it; what Arrow gives as a list of pairs becomes an object where it is a map."""
    import pyarrow as pa

    if value is None:
        return None
    if pa.types.is_map(kind):
        return {to_cell(plain(key)): _plain(item, kind.item_type) for key, item in value}
    if pa.types.is_struct(kind):
        return {field.name: _plain(value[field.name], field.type) for field in kind}
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return [_plain(item, kind.value_type) for item in value]
    return plain(value)


def _cell(value: Any) -> str | None:
    if value is None:
        return None
    text = to_cell(value)
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"
