"""Command `brief`: what an analyst hands on."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_options import FromOption, ToOption, asks
from dragoman.cli_output import note
from dragoman.views.brief.brief import MOST_FACTS

if TYPE_CHECKING:
    from dragoman.record.reading import Record


class BriefFormat(StrEnum):
    """How a brief is written."""

    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    JSON = "json"


class BriefLanguage(StrEnum):
    """What a brief is written in."""

    EN = "en"
    FR = "fr"


_BY_ENDING = {
    ".md": BriefFormat.MARKDOWN,
    ".html": BriefFormat.HTML,
    ".pdf": BriefFormat.PDF,
    ".json": BriefFormat.JSON,
}


@asks
def brief(
    record: "Record",
    about: Annotated[
        str | None,
        typer.Option("--about", metavar="NAME", help="Whom it is about; by default everybody.", show_default=False),
    ] = None,
    start: FromOption = None,
    end: ToOption = None,
    language: Annotated[
        BriefLanguage, typer.Option("--language", help="What it is written in; the reports' words stay theirs.")
    ] = BriefLanguage.EN,
    most: Annotated[
        int, typer.Option("--most", metavar="N", min=1, help="How many facts at most: those best borne out.")
    ] = MOST_FACTS,
    format: Annotated[
        BriefFormat | None,
        typer.Option("--format", help="By default what the file's ending says, else Markdown.", show_default=False),
    ] = None,
    to_file: Annotated[
        Path | None,
        typer.Option("--to-file", metavar="FILE", help="Where to; by default the output.", show_default=False),
    ] = None,
) -> None:
    """Write a brief: what happened, who said what, what is contested, what rests on one source.

    Sentences made from the record's facts, each with its footnote to outlet, day and words; nothing is taken from a
    report but between quotation marks. What has no day is told where it was published between --from and --to.
    """
    from dragoman.register import load_register
    from dragoman.views.brief.rendering import render_brief
    from dragoman.views.brief.writing import write_brief

    chosen = format or _format_of(to_file)
    if chosen is BriefFormat.PDF and to_file is None and sys.stdout.isatty():
        raise typer.BadParameter("a PDF is not for a terminal: name a file", param_hint="--to-file")
    register = load_register()
    made = write_brief(record, register, about, start=start, end=end, language=language.value, most=most)
    written = render_brief(made, register, chosen.value)
    if to_file is not None:
        to_file.write_bytes(written)
        note(f"wrote {to_file}: {made.facts} facts from {made.documents} documents")
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(written)


def _format_of(file: Path | None) -> BriefFormat:
    """What a file's ending says; Markdown for the output. A fault of usage for an ending that says nothing."""
    if file is None:
        return BriefFormat.MARKDOWN
    if file.suffix.lower() not in _BY_ENDING:
        known = ", ".join(_BY_ENDING)
        raise typer.BadParameter(f"{file.name} ends in none of {known}: give --format", param_hint="--to-file")
    return _BY_ENDING[file.suffix.lower()]
