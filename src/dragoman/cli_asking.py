"""Commands that ask: `members`, `office`, `actor`, `timeline`."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli_options import FormatOption, OnOption, RecordArgument, SkipDamagedOption, asked_record, day_of
from dragoman.cli_output import (
    Format,
    choose_format,
    heading,
    indented,
    new_table,
    note,
    plain,
    short,
    styled,
    write_one,
    write_rows,
)

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from dragoman.views.actor import ActorPage
    from dragoman.views.membership import MemberRow
    from dragoman.views.office import HolderRow
    from dragoman.views.timeline import TimelineRow

_VERDICTS = {True: ("=", "green"), False: ("≠", "bold red"), None: ("", "")}
_LONGEST_DATE_TEXT = 14
_FIXED, _CLIPPED = ("date", "side", "id"), ("source",)
_LEGEND = "= the register says the same   ≠ it says otherwise   blank: it cannot tell"


class Kind(StrEnum):
    """Kinds of rows of the record."""

    MEMBERSHIP = "membership"
    OCCUPANCY = "occupancy"
    ATTRIBUTE = "attribute"


def members(
    record: RecordArgument,
    organisation: Annotated[
        str, typer.Argument(metavar="ORG", help="An id or any name, in French, English, Spanish or Russian.")
    ],
    on: OnOption = None,
    format: FormatOption = None,
    skip_damaged: SkipDamagedOption = False,
) -> None:
    """List who belongs to an organisation: the register and the record side by side.

    With --on, what can hold then: what the register has for it, and rows of the record that were told of that time or
    before, unless the record tells of a later change. Undated rows stay and are marked.
    """
    from dragoman.register import load_register
    from dragoman.views.membership import list_members

    day = day_of(on, "--on")
    with asked_record(record, skip_damaged=skip_damaged) as opened:
        rows = list_members(opened, load_register(), organisation, day)
    title = members_title(rows, organisation, on)
    write_rows(rows, format, lambda: render_members(rows, title))
    if not rows:
        note(f"neither the register nor the record knows any: {title}")


def office(
    record: RecordArgument,
    position: Annotated[str, typer.Argument(metavar="POSITION", help="For instance 'foreign minister' or president.")],
    of: Annotated[str, typer.Argument(metavar="OF", help="A state or organisation: an id or any name.")],
    on: OnOption = None,
    format: FormatOption = None,
    skip_damaged: SkipDamagedOption = False,
) -> None:
    """List who holds an office: the register and the record side by side.

    An acting holder counts as one. With --on, what can hold then.
    """
    from dragoman.register import load_register
    from dragoman.views.office import list_holders

    day = day_of(on, "--on")
    with asked_record(record, skip_damaged=skip_damaged) as opened:
        rows = list_holders(opened, load_register(), position, of, day)
    title = f"{rows[0].position if rows else position} of {rows[0].of_label if rows else of}" + (
        f" on {on}" if on else ""
    )
    write_rows(rows, format, lambda: render_holders(rows, title))
    if not rows:
        note(f"neither the register nor the record knows any: {title}")


def actor(
    record: RecordArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="An id or any name, in any of the languages.")],
    format: FormatOption = None,
    skip_damaged: SkipDamagedOption = False,
) -> None:
    """Show one actor: names, offices and memberships by day on both sides, and the documents that name it."""
    from dragoman.register import load_register
    from dragoman.views.actor import get_actor_page

    with asked_record(record, skip_damaged=skip_damaged) as opened:
        page = get_actor_page(opened, load_register(), name)
    chosen = choose_format(format)
    if chosen is Format.JSON:
        write_one(page, chosen, list)
    elif chosen is Format.CSV:
        write_rows(page.rows, chosen, list)
    else:
        write_rows(list(_iter_lines(page)), chosen, lambda: render_actor(page))


def timeline(
    record: RecordArgument,
    actor: Annotated[
        str | None, typer.Option("--actor", metavar="NAME", help="Only rows that it is a party of.", show_default=False)
    ] = None,
    kind: Annotated[
        list[Kind] | None, typer.Option("--kind", help="Only rows of this kind; may be repeated.", show_default=False)
    ] = None,
    start: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="Only what touches this day or later.", show_default=False),
    ] = None,
    end: Annotated[
        str | None,
        typer.Option("--to", metavar="DATE", help="Only what touches this day or earlier.", show_default=False),
    ] = None,
    format: FormatOption = None,
    skip_damaged: SkipDamagedOption = False,
) -> None:
    """List what the record tells in order of day: memberships, occupancies, attributes; undated rows last."""
    from dragoman.register import load_register
    from dragoman.views.timeline import KINDS, list_timeline

    kinds = [each for each in KINDS if kind is None or Kind(each) in kind]
    since, until = day_of(start, "--from"), day_of(end, "--to")
    with asked_record(record, skip_damaged=skip_damaged) as opened:
        rows = list_timeline(opened, load_register(), actor=actor, kinds=kinds, start=since, end=until)
    limits = [
        part
        for part in (actor, ", ".join(kind or ()), f"from {start}" if start else "", f"to {end}" if end else "")
        if part
    ]
    title = " · ".join(["Timeline", *limits])
    write_rows(rows, format, lambda: render_timeline(rows, title))
    if not rows:
        note("the record tells nothing of this")


def members_title(rows: "Sequence[MemberRow]", organisation: str, on: str | None) -> str:
    """The heading over the members of an organisation, as it was asked for when there are none."""
    chosen = f"{rows[0].organisation} ({rows[0].organisation_label})" if rows else organisation
    return f"Members of {chosen}" + (f" on {on}" if on else "")


def render_members(rows: "Sequence[MemberRow]", title: str) -> "Iterator[RenderableType]":
    """The members as a table, both sides of each together."""
    yield heading(title)
    table = new_table("member", "side", "status", "date", "", "source", "id", fixed=_FIXED, clipped=_CLIPPED)
    for row, first in _with_breaks(rows, lambda row: row.member):
        who = _party(row.member, row.member_label) if first else styled("")
        _add_row(table, row, who, row.status)
    yield from _with_legend(table, rows)


def render_holders(rows: "Sequence[HolderRow]", title: str) -> "Iterator[RenderableType]":
    """The holders as a table, both sides of each together."""
    yield heading(title)
    table = new_table("person", "side", "position", "date", "", "source", "id", fixed=_FIXED, clipped=_CLIPPED)
    for row, first in _with_breaks(rows, lambda row: row.person):
        who = _party(row.person, row.person_label) if first else styled("")
        _add_row(table, row, who, row.position)
    yield from _with_legend(table, rows)


def render_timeline(rows: "Sequence[TimelineRow]", title: str) -> "Iterator[RenderableType]":
    """The timeline as a table."""
    yield heading(title)
    table = new_table("date", "what", "", "source", "id", fixed=_FIXED, clipped=_CLIPPED)
    for row in rows:
        mark, style = _VERDICTS[row.agrees]
        table.add_row(
            _date(row),
            _by(row.summary, row.said_by),
            styled(mark, style),
            styled(_file(row.source)),
            styled(short(row.id), "dim"),
        )
    yield from _with_legend(table, rows)


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
    table = new_table("date", "side", "what", "", "source", "id", fixed=_FIXED, clipped=_CLIPPED)
    for row in page.rows:
        mark, style = _VERDICTS[row.agrees]
        source = row.source if row.side == "register" else _file(row.source)
        table.add_row(
            _date(row),
            _side(row.side),
            _by(row.summary, row.said_by),
            styled(mark, style),
            styled(source),
            styled(short(row.id), "dim"),
        )
    yield from _with_legend(table, page.rows)
    yield heading("Mentions")
    mentions = new_table("published", "document", "times", "words", "id", fixed=("published", "id"))
    for count in page.mentions:
        published = styled(count.published) if count.published else styled("unknown", "dim")
        mentions.add_row(
            published,
            styled(_file(count.source)),
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
    told = _by(f"{what} ({', '.join(map(str, said))})" if said else what, row.said_by)
    mark, style = _VERDICTS[row.agrees]
    source = row.source if row.side == "register" else _file(row.source)
    table.add_row(
        who, _side(row.side), told, _date(row), styled(mark, style), styled(source), styled(short(row.id), "dim")
    )


def _with_breaks(rows: Sequence[Any], key: Any) -> Iterator[tuple[Any, bool]]:
    """Each row, and whether it is the first of its group."""
    before: object = object()
    for row in rows:
        yield row, key(row) != before
        before = key(row)


def _with_legend(table: "Table", rows: Sequence[Any]) -> "Iterator[RenderableType]":
    yield table
    if any(row.agrees is not None for row in rows):
        yield styled(_LEGEND, "dim")


def _party(actor: str | None, label: str | None) -> "Text":
    if actor is None:
        return styled("not resolved", "dim italic")
    text = styled(label or actor)
    if label != actor and actor.isupper():
        text.append(f" {actor}", style="dim")
    return text


def _side(side: str) -> "Text":
    return styled(side, "dim" if side == "register" else "cyan")


def _date(row: Any) -> "Text":
    if row.undated:
        words = getattr(row, "date_text", None)
        if words and len(words) > _LONGEST_DATE_TEXT:
            words = f"{words[:_LONGEST_DATE_TEXT]}…"
        return styled(f"undated ({words})" if words else "undated", "dim italic")
    return styled(row.date)


def _by(what: str, said_by: str | None) -> "Text":
    text = styled(what)
    if said_by is not None:
        text.append(f" [{said_by}]", style="dim")
    return text


def _file(source: str) -> str:
    return source.rstrip("/").rpartition("/")[2] or source
