"""Where the nodes of a network stand on the page: the same every time, apart from each other, with room for names."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import networkx

WIDTH, HEIGHT = 1_000, 700
# Half the size of a node, the height of its name, and the width of a letter of it, in units of the drawing.
NODE, LINE, LETTER = 12, 16, 7.8
_MARGIN_X, _MARGIN_Y = 60, 30
_SEED = 20_240_625
_ROUNDS = 300
_LONGEST_NAME = 26
_MIDDLE = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a node stands; `name` is written under it."""

    id: str
    x: int
    y: int
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two nodes, beside others between the same two."""

    x1: int
    y1: int
    x2: int
    y2: int


@lru_cache(maxsize=128)
def place_nodes(nodes: tuple[tuple[str, str], ...], ties: tuple[tuple[str, str], ...]) -> tuple[Placed, ...]:
    """Where nodes, given with their names, stand: near those they are tied to, names not over each other."""
    graph = networkx.Graph()
    graph.add_nodes_from(sorted(id for id, _ in nodes))
    graph.add_edges_from(sorted(ties))
    # What is tied to nothing else is held by a weak tie to the middle; else it would fly off and push all together.
    graph.add_weighted_edges_from((id, _MIDDLE, 0.2) for id, _ in sorted(nodes))
    spring = networkx.spring_layout(graph, seed=_SEED, iterations=120, k=2.2 / max(len(nodes), 1) ** 0.5)
    names = [cut(name) for _, name in nodes]
    places = _spread([(float(spring[id][0]), float(spring[id][1])) for id, _ in nodes])
    for place, name in zip(places, names, strict=True):
        _keep_inside(place, name)
    for _ in range(_ROUNDS):
        if not _part(places, names):
            break
    return tuple(
        Placed(id, round(x), round(y), name) for (id, _), name, (x, y) in zip(nodes, names, places, strict=True)
    )


def line_between(one: Placed, other: Placed, at: int, count: int) -> Line:
    """The line number `at` of `count` between two nodes."""
    dx, dy = other.x - one.x, other.y - one.y
    length = max((dx * dx + dy * dy) ** 0.5, 1)
    aside = (at - (count - 1) / 2) * 6
    x, y = -dy / length * aside, dx / length * aside
    return Line(round(one.x + x), round(one.y + y), round(other.x + x), round(other.y + y))


def cut(name: str) -> str:
    """A name as long as there is room for."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _spread(points: Sequence[tuple[float, float]]) -> list[list[float]]:
    """The points over the whole drawing: half by where they are, half by their order, so that none stands alone."""
    found: list[list[float]] = []
    for axis, (size, margin) in enumerate(((WIDTH, _MARGIN_X), (HEIGHT, _MARGIN_Y))):
        values = [point[axis] for point in points]
        ordered = sorted(values)
        low, width = min(values, default=0), (max(values, default=0) - min(values, default=0)) or 1
        last = max(len(values) - 1, 1)
        shares = [((value - low) / width + ordered.index(value) / last) / 2 for value in values]
        if len(values) == 1:
            shares = [0.5]
        found.append([margin + share * (size - 2 * margin) for share in shares])
    return [[x, y] for x, y in zip(*found, strict=True)]


def _part(places: list[list[float]], names: Sequence[str]) -> bool:
    """Move apart what lies over each other; whether anything did."""
    moved = False
    for one in range(len(places)):
        for other in range(one + 1, len(places)):
            need_x = (_half(names[one]) + _half(names[other])) + 4
            need_y = 2 * NODE + LINE + 4
            dx, dy = places[other][0] - places[one][0], places[other][1] - places[one][1]
            over_x, over_y = need_x - abs(dx), need_y - abs(dy)
            if over_x <= 0 or over_y <= 0:
                continue
            moved = True
            axis: Literal[0, 1] = 0 if over_x < over_y else 1
            step = (over_x if axis == 0 else over_y) / 2 * (1 if (dx, dy)[axis] >= 0 else -1)
            places[one][axis] -= step
            places[other][axis] += step
            _keep_inside(places[one], names[one])
            _keep_inside(places[other], names[other])
    return moved


def _half(name: str) -> float:
    return max(len(name) * LETTER / 2, NODE)


def _keep_inside(place: list[float], name: str) -> None:
    half = _half(name)
    place[0] = min(max(place[0], half + 2), WIDTH - half - 2)
    place[1] = min(max(place[1], NODE + 2), HEIGHT - NODE - LINE - 2)
