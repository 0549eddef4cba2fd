"""Places on a map: degrees as distances on the page, a grid of them, circles as large as what they stand for."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

WIDTH = 1_000
# The least that is shown, in degrees: nearer, a grid without coasts says nothing of where a town lies.
_LEAST_WIDE, _LEAST_HIGH = 30.0, 15.0
_MARGIN = 0.12
_GRID = (5, 10, 15, 30)
_MOST_LINES = 9
# Radius of the smallest circle and of the largest.
SMALL, LARGE = 12, 44
_LETTER, _LINE = 8, 18
# Landmarks, their radius, and how far apart they are at least.
MOST_LANDMARKS, _DOT, _APART = 24, 3, 40
_LOWEST, _HIGHEST = 400, 640


@dataclass(frozen=True, slots=True)
class Town:
    """A place to be drawn: degrees north and east, and how many facts it has."""

    id: str
    name: str
    latitude: float
    longitude: float
    facts: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A circle, and where its name is written; `name` is None where there is no room."""

    id: str
    x: int
    y: int
    r: int
    name: str | None
    name_x: int
    name_y: int


@dataclass(frozen=True, slots=True)
class GridLine:
    """A line of the grid, so many degrees to one of the four quarters; None at the equator and the first meridian."""

    at: int
    degrees: int
    quarter: Literal["north", "south", "east", "west"] | None
    across: bool


@dataclass(frozen=True, slots=True)
class Map:
    """A map of so many units; `marks` are in the order of the towns given, `landmarks` in that of theirs."""

    width: int
    height: int
    lines: tuple[GridLine, ...]
    marks: tuple[Mark, ...]
    landmarks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class _Extent:
    west: float
    east: float
    south: float
    north: float
    height: int

    def x(self, longitude: float) -> int:
        return round((longitude - self.west) / (self.east - self.west) * WIDTH)

    def y(self, latitude: float) -> int:
        return round((self.north - latitude) / (self.north - self.south) * self.height)


def draw_map(towns: Sequence[Town], landmarks: Sequence[Town] = ()) -> Map | None:
    """A map of the part of the earth where the towns lie; None where there are none.

    Landmarks show where that is; those alone are drawn that lie there and have room for their names.

    Degrees of longitude and of latitude are each as long everywhere, in the ratio that holds at the middle of the map.
    """
    if not towns:
        return None
    extent = _extent(towns)
    most = max(town.facts for town in towns)
    circles = [_circle(town, extent, most) for town in towns]
    taken: list[tuple[float, float, float, float]] = [(x - r, y - r, x + r, y + r) for x, y, r in circles]
    marks: list[Mark] = []
    for town, (x, y, r) in zip(towns, circles, strict=True):
        place = _room(town.name, x, y, r, taken, extent.height)
        name_x, name_y = place or (x, y)
        marks.append(Mark(town.id, x, y, r, town.name if place else None, name_x, name_y))
    own = {town.id for town in towns}
    around = [each for each in landmarks if each.id not in own]
    return Map(WIDTH, extent.height, tuple(_grid(extent)), tuple(marks), tuple(_iter_landmarks(around, extent, taken)))


def radius(facts: int, most: int) -> int:
    """The radius of a circle whose area grows with the number of facts, the most of which any place has are `most`."""
    one = min(SMALL, LARGE / math.sqrt(most))
    return round(max(one * math.sqrt(facts), SMALL))


def _circle(town: Town, extent: _Extent, most: int) -> tuple[int, int, int]:
    return extent.x(town.longitude), extent.y(town.latitude), radius(town.facts, most)


def _iter_landmarks(
    landmarks: Iterable[Town],
    extent: _Extent,
    taken: list[tuple[float, float, float, float]],
) -> Iterator[Mark]:
    shown = 0
    for each in landmarks:
        x, y = extent.x(each.longitude), extent.y(each.latitude)
        if not (0 < x < WIDTH and 0 < y < extent.height) or shown == MOST_LANDMARKS:
            continue
        place = _room(each.name, x, y, _DOT, taken, extent.height)
        if place is not None:
            shown += 1
            taken.append((x - _APART, y - _APART, x + _APART, y + _APART))
            yield Mark(each.id, x, y, _DOT, each.name, *place)


def _extent(towns: Sequence[Town]) -> _Extent:
    west, east = _widened([town.longitude for town in towns], _LEAST_WIDE, 180)
    south, north = _widened([town.latitude for town in towns], _LEAST_HIGH, 90)
    narrowing = max(math.cos(math.radians((south + north) / 2)), 0.3)
    wanted = WIDTH * (north - south) / ((east - west) * narrowing)
    height = round(min(max(wanted, _LOWEST), _HIGHEST))
    # Where that is too high or too low for the page, more of the earth is shown, and nothing is bent.
    if wanted > height:
        west, east = _widened([west, east], WIDTH * (north - south) / (height * narrowing), 180, margin=0)
    else:
        south, north = _widened([south, north], height * (east - west) * narrowing / WIDTH, 90, margin=0)
    return _Extent(west, east, south, north, height)


def _widened(values: Sequence[float], least: float, edge: float, margin: float = _MARGIN) -> tuple[float, float]:
    """The least and the greatest with a margin, apart by so much at least, within the edges of the earth."""
    low, high = min(values), max(values)
    low, high = low - (high - low) * margin, high + (high - low) * margin
    short = min(least, 2 * edge) - (high - low)
    if short > 0:
        low, high = low - short / 2, high + short / 2
    if low < -edge:
        low, high = -edge, min(high - edge - low, edge)
    if high > edge:
        low, high = max(low - (high - edge), -edge), edge
    return low, high


def _grid(extent: _Extent) -> list[GridLine]:
    found: list[GridLine] = []
    for across, low, high in ((False, extent.west, extent.east), (True, extent.south, extent.north)):
        step = next((each for each in _GRID if (high - low) / each <= _MOST_LINES), _GRID[-1])
        for degrees in range(math.ceil(low / step) * step, math.floor(high) + 1, step):
            at = extent.y(degrees) if across else extent.x(degrees)
            found.append(GridLine(at, abs(degrees), _quarter(degrees, across), across))
    return found


def _quarter(degrees: int, across: bool) -> Literal["north", "south", "east", "west"] | None:
    if degrees == 0:
        return None
    if across:
        return "north" if degrees > 0 else "south"
    return "east" if degrees > 0 else "west"


def _room(
    name: str, x: int, y: int, r: int, taken: list[tuple[float, float, float, float]], height: int
) -> tuple[int, int] | None:
    """Where the middle of a name can stand: beside the circle, under or over it; None where all of that is taken."""
    half = len(name) * _LETTER / 2
    for at_x, at_y in ((x + r + half + 4, y + 5), (x - r - half - 4, y + 5), (x, y + r + 15), (x, y - r - 5)):
        box = (at_x - half, at_y - _LINE + 4, at_x + half, at_y + 4)
        inside = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= height - 16
        if inside and not any(_over(box, other) for other in taken):
            taken.append(box)
            return round(at_x), round(at_y)
    return None


def _over(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
