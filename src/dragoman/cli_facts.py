"""Commands that ask what the record comes to: `facts`, `fact`, `contradictions`, `absent`, `dealings`."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_cells import CLIPPED, FIXED, file_name, party_cell
from dragoman.cli_options import (
    ActorOption,
    FormatOption,
    FromOption,
    OnOption,
    RowKind,
    ToOption,
    asks,
    days_of,
    title_of,
)
from dragoman.cli_output import heading, indented, new_table, note, short, styled, write_one, write_rows

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from dragoman.record.reading import Record
    from dragoman.views.absence import AbsenceRow
    from dragoman.views.dealings import Dealings
    from dragoman.views.facts import FactPage, ListedContradiction, ListedFact

_STATUS_STYLES = {"single": "dim", "corroborated": "green", "contested": "red"}


@asks
def facts(
    record: "Record",
    actor: ActorOption = None,
    kind: Annotated[
        list[RowKind] | None,
        typer.Option("--kind", help="Only facts of this kind; may be repeated.", show_default=False),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status", metavar="STATUS", help="single, corroborated or contested; may be repeated.", show_default=False
        ),
    ] = None,
    on: OnOption = None,
    start: FromOption = None,
    end: ToOption = None,
    format: FormatOption = None,
) -> None:
    """List what the record comes to: assertions of the same thing are one fact, with its sources counted.

    A meeting told with "on Thursday" and with the date is one fact; two meetings a day apart are two. `explain` with
    a fact's id tells why each assertion was joined.
    """
    from dragoman.register import load_register
    from dragoman.views.facts import list_facts
    from dragoman.views.told import KINDS

    kinds = [each for each in KINDS if kind is None or RowKind(each) in kind]
    since, until = days_of(on, start, end)
    rows = list_facts(record, load_register(), actor=actor, kinds=kinds, statuses=status or (), start=since, end=until)
    title = title_of("Facts", actor, ", ".join(kind or ()), ", ".join(status or ()), start=on or start, end=on or end)
    write_rows(rows, format, lambda: render_facts(rows, title))
    if not rows:
        note("the record tells nothing of this")


@asks
def contradictions(
    record: "Record",
    type: Annotated[
        list[str] | None,
        typer.Option(
            "--type", metavar="TYPE", help="position, membership, date …; may be repeated.", show_default=False
        ),
    ] = None,
    actor: ActorOption = None,
    on: OnOption = None,
    start: FromOption = None,
    end: ToOption = None,
    format: FormatOption = None,
) -> None:
    """List what contradicts what, in the record and against the register, the latest to be reported first.

    Change over time is no contradiction, and neither side is dropped. Types: position (one person in two offices),
    holder (two people in one), membership, date, number, participation, attribution, modality, founding.
    """
    from dragoman.register import load_register
    from dragoman.views.facts import list_contradictions

    since, until = days_of(on, start, end)
    rows = list_contradictions(record, load_register(), types=type or (), actor=actor, start=since, end=until)
    title = title_of("Contradictions", actor, ", ".join(type or ()), start=on or start, end=on or end)
    write_rows(rows, format, lambda: render_contradictions(rows, title))
    if not rows:
        note("nothing in the record contradicts anything else in it, or the register")


@asks
def absent(
    record: "Record",
    organisation: Annotated[
        str, typer.Argument(metavar="ORG", help="An id or any name, in French, English, Spanish or Russian.")
    ],
    member: Annotated[
        str | None, typer.Option("--member", metavar="NAME", help="Only this member.", show_default=False)
    ] = None,
    on: OnOption = None,
    start: FromOption = None,
    end: ToOption = None,
    format: FormatOption = None,
) -> None:
    """List who was missing from the meetings of an organisation, and since when.

    Members on the day, by the register, without those reported to be there. An absence is told by a report, or
    inferred where reports name half of the members or more; who is not told of either way is not listed.
    """
    from dragoman.register import load_register
    from dragoman.views.absence import list_absences

    since, until = days_of(on, start, end)
    rows = list_absences(record, load_register(), organisation, member=member, start=since, end=until)
    title = title_of(f"Missing from meetings of {organisation}", member, start=on or start, end=on or end)
    write_rows(rows, format, lambda: render_absences(rows, title))
    if not rows:
        note("the record tells of nobody missing; it may not tell who came")


@asks
def dealings(
    record: "Record",
    actor: Annotated[
        str, typer.Argument(metavar="NAME", help="An id or any name, in French, English, Spanish or Russian.")
    ],
    on: OnOption = None,
    start: FromOption = None,
    end: ToOption = None,
    format: FormatOption = None,
) -> None:
    """List with whom an actor deals most, and how: facts of cooperation and of conflict by counterpart and month.

    Events told as having happened, each fact counted once; a state stands for those who hold its offices. What is
    undated is counted aside.
    """
    from dragoman.register import load_register
    from dragoman.views.dealings import list_dealings

    since, until = days_of(on, start, end)
    found = list_dealings(record, load_register(), actor, start=since, end=until)
    title = title_of(f"Dealings of {actor}", start=on or start, end=on or end)
    write_rows(found.rows, format, lambda: render_dealings(found, title))
    if not found.rows:
        note("the record tells of none that is said to have happened")
    elif len(found.rows) < found.counterparts:
        note(f"the first {len(found.rows)} of {found.counterparts} counterparts")


@asks
def fact(
    record: "Record",
    id: Annotated[str, typer.Argument(metavar="ID", help="The start of the id of a fact, or of any row of it.")],
    format: FormatOption = None,
) -> None:
    """Show a fact: every row that tells it, why each was joined, what people judged of it, and what contradicts it."""
    from dragoman.views.facts import get_fact

    page = get_fact(record, id)
    write_one(page, format, lambda: render_fact(page))


def render_fact(page: "FactPage") -> "Iterator[RenderableType]":
    """A fact with its rows as tables."""
    found = page.fact
    yield styled(f"{found.summary}", "bold")
    sources = f"{found.n_documents} documents, {found.n_independent} independent"
    yield indented(f"{found.kind} {found.id}, {_days_cell(found)}, {found.status}: {sources}")
    table = new_table("published", "why it is of the same thing", "words", "source", "id", fixed=("published", "id"))
    for row in page.told:
        table.add_row(
            styled(row.published or "unknown", "" if row.published else "dim"),
            styled(row.reason),
            styled(row.quote_text),
            styled(file_name(row.source)),
            styled(short(row.assertion), "dim"),
        )
    yield table
    for judged in page.judged:
        yield indented(f"judged: {judged}", style="bold yellow")
    if page.against:
        yield from render_contradictions(page.against, "Contradicted")


def _days_cell(row: "ListedFact") -> "Text":
    from dragoman.reasoning.claims import Days
    from dragoman.reasoning.summaries import days_text

    days = Days(row.date_from, row.date_to)
    return styled(days_text(days), "dim italic" if days.undated else "")


def render_facts(rows: "Sequence[ListedFact]", title: str) -> "Iterator[RenderableType]":
    """The facts as a table."""
    yield heading(title)
    table = new_table("date", "what", "status", "sources", "id", fixed=(*FIXED, "status", "sources"), clipped=CLIPPED)
    for row in rows:
        table.add_row(
            _days_cell(row),
            styled(row.summary),
            styled(row.status, _STATUS_STYLES[row.status]),
            f"{row.n_independent} of {row.n_documents}"
            if row.n_documents != row.n_independent
            else str(row.n_documents),
            styled(short(row.id), "dim"),
        )
    yield table


def render_absences(rows: "Sequence[AbsenceRow]", title: str) -> "Iterator[RenderableType]":
    """Who was missing as a table."""
    yield heading(title)
    columns = ("date", "member", "how", "since", "present", "place", "source")
    table = new_table(*columns, fixed=("date", "how", "since", "present"), clipped=CLIPPED)
    for row in rows:
        table.add_row(
            styled(str(row.date_from) if row.date_from == row.date_to else f"{row.date_from}/{row.date_to}"),
            party_cell(row.member, row.member_label),
            styled(f"{row.how}, suspended" if row.suspended else row.how),
            styled(f"{row.since} ({row.meetings})" if row.meetings > 1 else ""),
            f"{row.present} of {row.members}",
            styled(row.place or ""),
            styled(", ".join(map(file_name, row.sources))),
        )
    yield table


def render_dealings(found: "Dealings", title: str) -> "Iterator[RenderableType]":
    """The counterparts as a table; the months stand in JSON."""
    yield heading(title)
    table = new_table("counterpart", "cooperation", "conflict", "undated", "months", fixed=("cooperation", "conflict"))
    for row in found.rows:
        months = f"{row.months[0].month}/{row.months[-1].month}" if row.months else ""
        counts = (str(row.cooperation), str(row.conflict), str(row.undated))
        table.add_row(party_cell(row.party, row.party_label), *counts, styled(months))
    yield table


def render_contradictions(rows: "Sequence[ListedContradiction]", title: str) -> "Iterator[RenderableType]":
    """The contradictions as a table, each with the reports on both sides."""
    yield heading(title)
    table = new_table("type", "what stands against what", "reports", "id", fixed=("type", "id"), clipped=CLIPPED)
    for row in rows:
        sides = (", ".join(map(file_name, row.documents_a)), ", ".join(map(file_name, row.documents_b)) or row.source)
        table.add_row(
            row.type,
            styled(row.explanation),
            styled(" / ".join(side or "" for side in sides)),
            styled(short(row.id), "dim"),
        )
    yield table
