"""Commands that read: `read` and `demo`."""

import glob
import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_options import FormatOption, asked_record, day_of, title_of
from dragoman.cli_output import (
    heading,
    new_table,
    note,
    short,
    stdout_console,
    styled,
    write_one,
)
from dragoman.cli_progress import ending_orderly, interrupted, progress_bar

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dragoman.documents.sources import SourceMetadata
    from dragoman.model.dates import Date
    from dragoman.pipeline import Summary
    from dragoman.record.reading import Record
    from dragoman.register import Register

NOTHING_READ = 1
SOMETHING_ASIDE = 3

DOSSIER = Path(__file__).parent / "demo" / "dossier"
_KEEP = (
    "The record was thrown away. To keep one and read it in the browser: "
    "dragoman demo --to record; dragoman serve record --open"
)
DEMO_ACTOR = "ARM"
DEMO_SPEAKER = "RUS"
DEMO_PARTY = "BFA"
DEMO_ORGANISATION = "ECOWAS"
DEMO_DAY = "2025-02-01"


def read(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Text files, folders or globs of reports.", show_default=False),
    ],
    to: Annotated[
        Path,
        typer.Option(
            "--to", metavar="RECORD", help="The record: a folder, made where there is none.", show_default=False
        ),
    ],
    metadata: Annotated[
        Path | None,
        typer.Option(
            "--metadata",
            metavar="FILE",
            help="CSV or JSON Lines with source, published, outlet, url, title for texts that do not tell them.",
            show_default=False,
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            "--published", metavar="DATE", help="Publication date of all reports that have none.", show_default=False
        ),
    ] = None,
    format: FormatOption = None,
) -> None:
    """Read reports into a record; reading again adds nothing.

    What cannot be read is set aside, one line each, and costs nothing else. Exit code 0: all was read; 3: something was
    set aside; 1: nothing could be read. Ctrl-C keeps what is finished.
    """
    from dragoman.documents.sources import load_metadata

    day = day_of(published, "--published")
    known = _Watched(load_metadata(metadata)) if metadata is not None else None
    summary = _read_with_progress(paths, to, known, day)
    for aside in summary.set_aside:
        note(f"set aside ({aside.reason}): {aside.message}")
    for shard in summary.skipped_shards:
        note(f"shard {shard} is damaged and left out; what it held counts as not read")
    if known is not None and known.unused:
        note(f"{metadata}: {len(known.unused)} entries fit no file that was read, the first is {known.unused[0]!r}")
    write_one({"record": str(to), **_summary_columns(summary)}, format, lambda: render_summary(summary, to))
    if summary.set_aside:
        raise typer.Exit(SOMETHING_ASIDE if summary.read or summary.known else NOTHING_READ)


def demo(
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar="RECORD", help="Keep the record here; else it is thrown away.", show_default=False
        ),
    ] = None,
) -> None:
    """Read the dossier that ships with Dragoman and show what can be asked: the quickest way to see what it does."""
    if to is not None:
        _show_demo(to, str(to))
        stdout_console().print(styled(f"To read it in the browser: dragoman serve {to} --open", "dim"))
        return
    with tempfile.TemporaryDirectory(prefix="dragoman-demo-") as folder:
        _show_demo(Path(folder) / "record", "record")
    console = stdout_console()
    console.print(styled(_KEEP, "dim"))


def _show_demo(record: Path, shown: str) -> None:
    from dragoman.register import load_register

    console = stdout_console()

    def say(command: str, parts: "Iterable[RenderableType]") -> None:
        console.print(styled(f"$ dragoman {command}", "bold cyan"))
        for part in parts:
            console.print(part)
        console.print()

    summary = _read_with_progress([str(DOSSIER)], record, None, None)
    say(f"read dossier --to {shown}", render_summary(summary, Path(shown)))
    with asked_record(record, skip_damaged=False) as opened:
        for command, parts in _iter_answers(opened, load_register(), shown):
            say(command, parts)


def _iter_answers(
    record: "Record", register: "Register", shown: str
) -> "Iterator[tuple[str, Iterable[RenderableType]]]":
    """The questions of the demonstration with their answers, each as a command and what it prints."""
    from dragoman.cli_asking import members_title, render_members, render_timeline
    from dragoman.cli_events import render_events, render_statements
    from dragoman.cli_evidence import render_explanation
    from dragoman.cli_facts import render_contradictions
    from dragoman.views.events import list_events
    from dragoman.views.explanation import explain_assertion
    from dragoman.views.facts import list_contradictions
    from dragoman.views.membership import list_members
    from dragoman.views.statements import choose_statements
    from dragoman.views.timeline import list_timeline

    rows = list_timeline(record, register, actor=DEMO_ACTOR)
    yield f"timeline {shown} --actor {DEMO_ACTOR}", render_timeline(rows, title_of("Timeline", DEMO_ACTOR))
    said = choose_statements(record, register, speaker=DEMO_SPEAKER).rows()
    yield f"statements {shown} --speaker {DEMO_SPEAKER}", render_statements(said, title_of("Statements", DEMO_SPEAKER))
    done = list_events(record, register, actor=DEMO_PARTY)
    yield f"events {shown} --actor {DEMO_PARTY}", render_events(done, title_of("Events", f"by {DEMO_PARTY}"))
    yield f"contradictions {shown}", render_contradictions(list_contradictions(record, register), "Contradictions")
    members = list_members(record, register, DEMO_ORGANISATION, DEMO_DAY)
    title = members_title(members, DEMO_ORGANISATION, DEMO_DAY)
    yield f"members {shown} {DEMO_ORGANISATION} --on {DEMO_DAY}", render_members(members, title)
    dated = [row.id for row in members if row.id is not None and not row.undated] or [row.id for row in rows]
    for assertion in (*dated[:1], *(row.id for row in done[:1])):
        explanation = explain_assertion(record, register, assertion)
        yield f"explain {shown} {short(assertion)}", render_explanation(explanation)


def _read_with_progress(
    paths: Sequence[str], to: Path, metadata: "Mapping[str, SourceMetadata] | None", published: "Date | None"
) -> "Summary":
    from dragoman.journey import read_paths

    done = 0
    with ending_orderly(), progress_bar(lambda: _count_files(paths)) as advance:

        def count(address: str) -> None:
            nonlocal done
            done += 1
            advance(address)

        try:
            return read_paths(paths, to, metadata, published, on_source=count)
        except KeyboardInterrupt as interruption:
            raise interrupted(interruption, done, "source", to) from interruption


def _count_files(paths: Sequence[str]) -> int:
    """How many sources there will be, for the bar alone: a file that is reached by two paths counts twice."""
    from dragoman.documents.sources import SUFFIXES

    total = 0
    for path in paths:
        matches = [] if Path(path).exists() else glob.glob(path, recursive=True)  # noqa: PTH207
        for found in map(Path, matches or [path]):
            if found.is_dir():
                total += sum(Path(name).suffix.lower() in SUFFIXES for _, _, names in os.walk(found) for name in names)
            else:
                total += 1
    return total


class _Watched(dict[str, "SourceMetadata"]):
    """Metadata that remembers which of its entries were asked for."""

    def __init__(self, entries: "Mapping[str, SourceMetadata]") -> None:
        super().__init__(entries)
        self._used: set[int] = set()

    def __getitem__(self, name: str) -> "SourceMetadata":
        entry = super().__getitem__(name)
        self._used.add(id(entry))
        return entry

    @property
    def unused(self) -> list[str]:
        """The names of entries that no file has asked for, each as the metadata file writes it."""
        names: dict[int, str] = {}
        for name, entry in self.items():
            names.setdefault(id(entry), name)
        return [name for entry, name in names.items() if entry not in self._used]


def _summary_columns(summary: "Summary") -> dict[str, object]:
    return {
        "read": summary.read,
        "known": summary.known,
        "rows": summary.rows,
        "set_aside": summary.set_aside,
        "skipped_shards": summary.skipped_shards,
    }


def render_summary(summary: "Summary", record: Path) -> "Iterator[RenderableType]":
    """What a run came to, as a table."""
    yield heading(f"Read into {record}")
    table = new_table("", "", "")
    table.show_header = False
    table.columns[1].justify = "right"
    table.add_row("documents read", str(summary.read), "")
    table.add_row("already known", str(summary.known), "")
    for kind, count in summary.rows.items():
        table.add_row(styled(f"  {kind}", "dim"), styled(str(count), "dim"), "")
    reasons = Counter(aside.reason for aside in summary.set_aside)
    listing = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
    table.add_row("set aside", styled(str(len(summary.set_aside)), "yellow" if reasons else ""), styled(listing))
    yield table
