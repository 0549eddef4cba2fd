"""Commands that ask: `members`, `office`, `actor`, `timeline`."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli_cells import (
    CLIPPED,
    FIXED,
    VERDICTS,
    date_cell,
    file_name,
    party_cell,
    said_cell,
    side_cell,
    with_legend,
)
from dragoman.cli_differences import render_standings
from dragoman.cli_options import (
    ActorOption,
    FormatOption,
    FromOption,
    OnOption,
    RowKind,
    SummaryOption,
    ToOption,
    asks,
    day_of,
    days_of,
    entry,
    one_day,
    title_of,
)
from dragoman.cli_output import (
    Format,
    choose_format,
    heading,
    indented,
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
    from rich.table import Table
    from rich.text import Text

    from dragoman.model.dates import Date
    from dragoman.record.reading import Record
    from dragoman.views.actor import ActorPage
    from dragoman.views.membership import MemberRow
    from dragoman.views.office import HolderRow
    from dragoman.views.timeline import TimelineRow


@asks
def members(
    record: "Record",
    organisation: Annotated[
        str, typer.Argument(metavar="ORG", help="An id or any name, in French, English, Spanish or Russian.")
    ],
    on: OnOption = None,
    summary: SummaryOption = False,
    format: FormatOption = None,
) -> None:
    """List who belongs to an organisation: the register and the record side by side.

    With --summary, one answer for each member on the day given with --on.

    With --on, what can hold then: what the register has for it, and rows of the record that were told of that time or
    before, unless the record tells of a later change. Undated rows stay and are marked.
    """
    from dragoman.register import load_register
    from dragoman.views.membership import list_members
    from dragoman.views.standing import list_standings

    day = day_of(on, "--on")
    if summary:
        one_day(day)
        answers = list_standings(record, load_register(), organisation, str(on))
        write_rows(answers, format, lambda: render_standings(answers, f"Members of {organisation} on {on}"))
        return
    rows = list_members(record, load_register(), organisation, day)
    title = members_title(rows, organisation, on)
    write_rows(rows, format, lambda: render_members(rows, title))
    if not rows:
        others = list_members(record, load_register(), organisation) if day is not None else []
        note(f"neither the register nor the record knows any: {title}{nearest_days(others, day)}")


@asks
def office(
    record: "Record",
    position: Annotated[str, typer.Argument(metavar="POSITION", help="For instance 'foreign minister' or president.")],
    of: Annotated[str, typer.Argument(metavar="OF", help="A state or organisation: an id or any name.")],
    on: OnOption = None,
    summary: SummaryOption = False,
    format: FormatOption = None,
) -> None:
    """List who holds an office: the register and the record side by side.

    An acting holder counts as one. With --on, what can hold then; with --summary, one answer for each person.
    """
    from dragoman.register import load_register
    from dragoman.views.office import list_holders
    from dragoman.views.standing import list_office_standings

    day = day_of(on, "--on")
    if summary:
        one_day(day)
        held = list_office_standings(record, load_register(), position, of, str(on))
        write_rows(held, format, lambda: render_standings(held, f"{position} of {of} on {on}"))
        return
    rows = list_holders(record, load_register(), position, of, day)
    title = f"{rows[0].position if rows else position} of {rows[0].of_label if rows else of}" + (
        f" on {on}" if on else ""
    )
    write_rows(rows, format, lambda: render_holders(rows, title))
    if not rows:
        others = list_holders(record, load_register(), position, of) if day is not None else []
        note(f"neither the register nor the record knows any: {title}{nearest_days(others, day)}")


@asks
def actor(
    record: "Record",
    name: Annotated[str, typer.Argument(metavar="NAME", help="An id or any name, in any of the languages.")],
    on: OnOption = None,
    format: FormatOption = None,
) -> None:
    """Show one actor: names, offices and memberships by day on both sides, and the documents that name it.

    With --on, the offices and memberships that can hold then; undated ones stay.
    """
    from dragoman.register import load_register
    from dragoman.views.actor import get_actor_page

    page = get_actor_page(record, load_register(), name, day_of(on, "--on"))
    chosen = choose_format(format)
    if chosen is Format.JSON:
        write_one(page, chosen, list)
    elif chosen is Format.CSV:
        write_rows(page.rows, chosen, list)
    else:
        write_rows(list(_iter_lines(page)), chosen, lambda: render_actor(page))


@asks
def timeline(
    record: "Record",
    actor: ActorOption = None,
    kind: Annotated[
        list[RowKind] | None,
        typer.Option("--kind", help="Only rows of this kind; may be repeated.", show_default=False),
    ] = None,
    type: Annotated[list[str] | None, entry("--type", "TYPE", "Only events of this type")] = None,
    modality: Annotated[list[str] | None, entry("--modality", "MODALITY", "Only what is told so")] = None,
    language: Annotated[list[str] | None, entry("--language", "CODE", "Only documents in it: fr, en …")] = None,
    outlet: Annotated[list[str] | None, entry("--outlet", "NAME", "Only documents of this outlet")] = None,
    on: OnOption = None,
    start: FromOption = None,
    end: ToOption = None,
    format: FormatOption = None,
) -> None:
    """List what the record tells in order of day, undated rows last.

    Memberships, occupancies, attributes, statements and events. A state stands for those who hold its offices too.
    """
    from dragoman.register import load_register
    from dragoman.views.timeline import list_timeline
    from dragoman.views.told import KINDS

    kinds = [each for each in KINDS if kind is None or RowKind(each) in kind]
    since, until = days_of(on, start, end)
    limits = {"types": type or (), "modalities": modality or (), "languages": language or (), "outlets": outlet or ()}
    rows = list_timeline(record, load_register(), actor=actor, kinds=kinds, start=since, end=until, **limits)
    chosen = (", ".join(each) for each in (kind or (), *limits.values()))
    title = title_of("Timeline", actor, *chosen, start=on or start, end=on or end)
    write_rows(rows, format, lambda: render_timeline(rows, title))
    if not rows:
        note("the record tells nothing of this")


def nearest_days(rows: "Sequence[MemberRow | HolderRow]", day: "Date | None") -> str:
    """Where nothing holds on a day: the last days before it and the first after it of which something is told."""
    if day is None:
        return ""
    before = [row.date_to for row in rows if row.date_to and day.first and row.date_to < day.first]
    after = [row.date_from for row in rows if row.date_from and day.last and row.date_from > day.last]
    near = [f"until {max(before)}"] if before else []
    near += [f"from {min(after)}"] if after else []
    return f"; they do {' and '.join(near)}" if near else "; nor on any other day"


def members_title(rows: "Sequence[MemberRow]", organisation: str, on: str | None) -> str:
    """The heading over the members of an organisation, as it was asked for when there are none."""
    chosen = f"{rows[0].organisation} ({rows[0].organisation_label})" if rows else organisation
    return f"Members of {chosen}" + (f" on {on}" if on else "")


def render_members(rows: "Sequence[MemberRow]", title: str) -> "Iterator[RenderableType]":
    """The members as a table, both sides of each together."""
    yield heading(title)
    table = new_table("member", "side", "status", "date", "", "source", "id", fixed=FIXED, clipped=CLIPPED)
    for row, first in _with_breaks(rows, lambda row: row.member):
        who = party_cell(row.member, row.member_label) if first else styled("")
        _add_row(table, row, who, row.status)
    yield from with_legend(table, rows)


def render_holders(rows: "Sequence[HolderRow]", title: str) -> "Iterator[RenderableType]":
    """The holders as a table, both sides of each together."""
    yield heading(title)
    table = new_table("person", "side", "position", "date", "", "source", "id", fixed=FIXED, clipped=CLIPPED)
    for row, first in _with_breaks(rows, lambda row: row.person):
        who = party_cell(row.person, row.person_label) if first else styled("")
        _add_row(table, row, who, row.position)
    yield from with_legend(table, rows)


def render_timeline(rows: "Sequence[TimelineRow]", title: str) -> "Iterator[RenderableType]":
    """The timeline as a table."""
    yield heading(title)
    table = new_table("date", "what", "", "source", "id", fixed=FIXED, clipped=CLIPPED)
    for row in rows:
        mark, style = VERDICTS[row.agrees]
        table.add_row(
            date_cell(row),
            said_cell(row.summary, row.said_by),
            styled(mark, style),
            styled(file_name(row.source)),
            styled(short(row.id), "dim"),
        )
    yield from with_legend(table, rows)


def render_actor(page: "ActorPage") -> "Iterator[RenderableType]":
    """An actor's page as tables."""
    known = page.actor
    about = ", ".join(
        part for part in (known.id, known.kind, known.country if known.country != known.id else None) if part
    )
    yield styled(f"{known.label} ({about})", "bold")
    for language, forms in known.names.items():
        yield indented(f"{language if language != 'und' else 'in the record'}: {', '.join(forms)}")
    yield heading("Offices and memberships")
    table = new_table("date", "side", "what", "", "source", "id", fixed=FIXED, clipped=CLIPPED)
    for row in page.rows:
        mark, style = VERDICTS[row.agrees]
        source = row.source if row.side == "register" else file_name(row.source)
        table.add_row(
            date_cell(row),
            side_cell(row.side),
            said_cell(row.summary, row.said_by),
            styled(mark, style),
            styled(source),
            styled(short(row.id), "dim"),
        )
    yield from with_legend(table, page.rows)
    yield heading("Mentions")
    mentions = new_table("published", "document", "times", "words", "id", fixed=("published", "id"))
    for count in page.mentions:
        published = styled(count.published) if count.published else styled("unknown", "dim")
        mentions.add_row(
            published,
            styled(file_name(count.source)),
            str(count.mentions),
            styled(", ".join(count.words)),
            styled(short(count.document), "dim"),
        )
    yield mentions


def _iter_lines(page: "ActorPage") -> Iterator[dict[str, Any]]:
    """An actor's page as rows: the actor, then offices and memberships, then mentions."""
    yield {"row": "actor", **plain(page.actor)}
    for row in page.rows:
        yield {"row": row.kind, **plain(row)}
    for count in page.mentions:
        yield {"row": "mentions", **plain(count)}


def _add_row(table: "Table", row: "MemberRow | HolderRow", who: "Text", what: str) -> None:
    said = [part for part in (row.bears, row.modality) if part not in (None, "holds", "actual")]
    told = said_cell(f"{what} ({', '.join(map(str, said))})" if said else what, row.said_by)
    mark, style = VERDICTS[row.agrees]
    source = row.source if row.side == "register" else file_name(row.source)
    table.add_row(
        who,
        side_cell(row.side),
        told,
        date_cell(row),
        styled(mark, style),
        styled(source),
        styled(short(row.id), "dim"),
    )


def _with_breaks(rows: Sequence[Any], key: Any) -> Iterator[tuple[Any, bool]]:
    """Each row, and whether it is the first of its group."""
    before: object = object()
    for row in rows:
        yield row, key(row) != before
        before = key(row)
