"""Where parties met: on a map, and as a table."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import Field

from dragoman.ontology.loading import load_event_ontology
from dragoman.register.coordinates import load_gazetteer
from dragoman.views.events import get_event_type
from dragoman.views.places import TYPES, PlaceCount, Places, count_places
from dragoman.web.asked import Days, Text
from dragoman.web.desk import Desk, Page, Part, part_of
from dragoman.web.map_drawing import Map, Town, draw_map


class PlacesAsked(Days):
    """What the places are limited to."""

    type: list[Text] = Field(
        default_factory=list,
        description=f"Only facts of these event types; {', '.join(TYPES)} by default.",
        max_length=20,
    )


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """Places with their numbers; `on_map` are drawn, `off_map` have no point. `map` is None where none is drawn."""

    places: Places
    types: tuple[str, ...]
    all_types: tuple[str, ...]
    on_map: tuple[PlaceCount, ...]
    off_map: tuple[PlaceCount, ...]
    map: Map | None
    rows: Part[PlaceCount]


def answer_places(desk: Desk, asked: PlacesAsked) -> PlacesPage:
    """The places that were asked for."""
    types = tuple(dict.fromkeys(get_event_type(name) for name in asked.type)) or TYPES
    found = count_places(desk.record, desk.register, *asked.days, types=types)
    towns = [
        Town(row.place, desk.called(row.place, row.label) or row.label, row.latitude, row.longitude, row.facts)
        for row in found.rows
        if row.latitude is not None and row.longitude is not None
    ]
    return PlacesPage(
        places=found,
        types=types,
        all_types=tuple(load_event_ontology().types),
        on_map=tuple(row for row in found.rows if row.why is None),
        off_map=tuple(row for row in found.rows if row.why is not None),
        map=draw_map(towns, list(_iter_capitals(desk)) if towns else ()),
        rows=part_of(found.rows, asked.cursor, asked.rows),
    )


def _iter_capitals(desk: Desk) -> Iterator[Town]:
    """Capitals, the largest first, by which a reader sees what part of the earth is shown."""
    points = load_gazetteer().points
    states = (actor.id for actor in desk.register.actors.values() if actor.kind == "state")
    capitals = {capital for state in states if (capital := desk.register.capital_of(state)) in points}
    for capital in sorted(capitals, key=lambda each: (-points[each].population, each)):
        point = points[capital]
        yield Town(capital, desk.called(capital) or capital, point.latitude, point.longitude, 0)


PLACES = Page(
    name="places",
    path="/places",
    asked=PlacesAsked,
    answer=answer_places,
    rows=lambda found: found.rows,
    row=PlaceCount,
    meaning="Where parties met, and how often",
)
