"""Asking a record how actors stand to each other: ties, meetings, dealings, who was missing, who was bound to help."""

from collections.abc import Collection
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.asking import opened

if TYPE_CHECKING:
    from dragoman.record.reading import Record
    from dragoman.views.absence import AbsenceRow
    from dragoman.views.days import Day
    from dragoman.views.dealings import Dealings
    from dragoman.views.network import Network, TieKind
    from dragoman.views.obligations import ObligationRow
    from dragoman.views.places import Places


def network(
    record: "str | Path | Record", on: "Day | None" = None, *, organisations: Collection[str] = (),
    actor: str | None = None, steps: int = 1, kinds: "Collection[TieKind]" = (), window: int = 30, most: int = 40,
) -> "Network | None":  # fmt: skip
    """Who is tied to whom on a day: members, pledges in force, meetings of the days before.

    Limits and what it Raises: see `dragoman.views.network.find_network`.

    >>> ties = network("record", "2024-06-25", organisations=["OTSC"], kinds=["member"]).ties
    >>> [(tie.what, tie.word, tie.since) for tie in ties if tie.one == "BLR"]
    [('full', 'both', '1993-12-31')]
    """
    from dragoman.register import load_register
    from dragoman.views.network import find_network

    limits: Any = {"organisations": organisations, "actor": actor, "steps": steps, "window": window, "most": most}
    with opened(record) as found:
        return find_network(found, load_register(), on, kinds=kinds, **limits)


def places(
    record: "str | Path | Record", start: "Day | None" = None, end: "Day | None" = None, *, types: Collection[str] = ()
) -> "Places":
    """Where parties met, and how often. What it Raises: see `dragoman.views.places.count_places`.

    >>> places("record").rows
    ()
    """
    from dragoman.register import load_register
    from dragoman.views.places import count_places

    with opened(record) as found:
        return count_places(found, load_register(), start, end, types=types)


def absent(
    record: "str | Path | Record",
    organisation: str,
    *,
    member: str | None = None,
    start: "Day | None" = None,
    end: "Day | None" = None,
) -> "list[AbsenceRow]":
    """Who was missing from the meetings of an organisation, told or inferred, and since when.

    Limits and what it Raises: see `dragoman.views.absence.list_absences`.

    >>> absent("record", "OTSC")
    []
    """
    from dragoman.register import load_register
    from dragoman.views.absence import list_absences

    with opened(record) as found:
        return list_absences(found, load_register(), organisation, member=member, start=start, end=end)


def dealings(
    record: "str | Path | Record", actor: str, *, start: "Day | None" = None, end: "Day | None" = None
) -> "Dealings":
    """With whom an actor deals most and how: facts of cooperation and of conflict by counterpart and month.

    Limits and what it Raises: see `dragoman.views.dealings.list_dealings`.

    >>> dealings("record", "RUS").rows
    ()
    """
    from dragoman.register import load_register
    from dragoman.views.dealings import list_dealings

    with opened(record) as found:
        return list_dealings(found, load_register(), actor, start=start, end=end)


def obligations(
    attacked: str, attacked_by: str | None = None, *, on: "Day", where: str | None = None,
    record: "str | Path | Record | None" = None,
) -> "list[ObligationRow]":  # fmt: skip
    """Who was bound to help the attacked on the day, by which treaty, who was not, and what is disputed.

    Details and what it Raises: see `dragoman.views.obligations.list_obligations`. With a record, what each then did.

    >>> [row.state for row in obligations("FIN", "RUS", on="2023-04-03") if row.treaty == "NORTH_ATLANTIC_TREATY"][:1]
    ['NATO']
    """
    from dragoman.register import load_register
    from dragoman.views.obligations import list_obligations

    with opened(record) if record is not None else nullcontext() as found:
        return list_obligations(found, load_register(), attacked, attacked_by, on=on, where=where)
