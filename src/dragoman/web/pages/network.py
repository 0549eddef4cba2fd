"""Who is tied to whom on a day: drawn, and as tables."""

from collections import defaultdict
from dataclasses import dataclass

from pydantic import Field

from dragoman.views.network import MOST_NODES, TIES, WINDOW, Network, Tie, TieKind, Word, find_network
from dragoman.web.asked import Asked, Text
from dragoman.web.desk import Desk, Page, Part
from dragoman.web.layout import Line, Placed, line_between, place_nodes


class NetworkAsked(Asked):
    """What the network is limited to; without `on`, the latest day on which a document is proved to be published."""

    organisation: list[Text] = Field(
        default_factory=list, description="Only these organisations and their members.", max_length=12
    )
    actor: Text | None = Field(None, description="Only what can be reached from this state or organisation.")
    steps: int = Field(1, ge=1, le=2, description="By how many ties.")
    tie: list[TieKind] = Field(default_factory=list, description="Only ties of these kinds.", max_length=len(TIES))
    window: int = Field(WINDOW, ge=0, le=3_660, description="Meetings of so many days before the day count.")
    nodes: int = Field(MOST_NODES, ge=2, le=80, description="How many are shown, those tied best.")


@dataclass(frozen=True, slots=True)
class DrawnTie:
    """A line of the drawing; `times` tells how thick it is."""

    kind: TieKind
    word: Word
    times: int
    line: Line


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """The network and its drawing; None where no document is proved to a day and nobody says which day is meant."""

    network: Network | None
    places: tuple[Placed, ...]
    lines: tuple[DrawnTie, ...]


def answer_network(desk: Desk, asked: NetworkAsked) -> NetworkPage:
    """The network that was asked for."""
    found = find_network(
        desk.record,
        desk.register,
        asked.on,
        organisations=asked.organisation,
        actor=asked.actor,
        steps=asked.steps,
        kinds=asked.tie or TIES,
        window=asked.window,
        most=asked.nodes,
    )
    if found is None:
        return NetworkPage(None, (), ())
    named = tuple((node.id, desk.short(node.id, node.short)) for node in found.nodes)
    places = place_nodes(named, tuple(sorted({(tie.one, tie.other) for tie in found.ties})))
    return NetworkPage(found, places, tuple(_lines(found, {each.id: each for each in places})))


def _lines(network: Network, places: dict[str, Placed]) -> list[DrawnTie]:
    """One line for each kind of tie between two, on whose word it is; several pledges of two are one line."""
    between: dict[tuple[str, str], dict[tuple[TieKind, Word], list[Tie]]] = defaultdict(lambda: defaultdict(list))
    for tie in network.ties:
        one, other = sorted((tie.one, tie.other))
        between[one, other][tie.kind, tie.word].append(tie)
    found: list[DrawnTie] = []
    for (one, other), kinds in sorted(between.items()):
        for at, ((kind, word), ties) in enumerate(sorted(kinds.items())):
            times = sum(tie.times for tie in ties) if kind == "meeting" else len(ties)
            found.append(DrawnTie(kind, word, times, line_between(places[one], places[other], at, len(kinds))))
    return found


def listed(found: NetworkPage) -> Part[Tie]:
    """The ties as a table."""
    ties = found.network.ties if found.network is not None else ()
    return Part(ties, 0, len(ties))


NETWORK = Page(
    name="network",
    path="/network",
    asked=NetworkAsked,
    answer=answer_network,
    rows=listed,
    row=Tie,
    meaning="Who is tied to whom on a day: members, pledges, meetings",
)
