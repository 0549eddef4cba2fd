"""Asking a record for the whole of a picture: who is tied to whom, and where they met."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.asking import opened

if TYPE_CHECKING:
    from dragoman.record.reading import Record
    from dragoman.views.days import Day
    from dragoman.views.network import Network, TieKind
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
