"""A text cut at the borders of what stands in it, so that every piece knows which spans cover it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text. `covering` are the ids of the spans that it lies in, `ends` of those that end with it."""

    text: str
    covering: tuple[str, ...]
    ends: tuple[str, ...]


def cut_at_spans(text: str, spans: Iterable[tuple[str, int, int]]) -> tuple[Piece, ...]:
    """The text in pieces, in order; joined they are the text. A span is an id with half-open character offsets.

    The ids of a piece are in the order of the spans given.
    """
    starts: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    order: dict[str, int] = {}
    for id_, start, end in spans:
        order[id_] = len(order)
        starts.setdefault(start, []).append(id_)
        ends.setdefault(end, []).append(id_)
    borders = sorted({0, len(text), *starts, *ends})
    pieces: list[Piece] = []
    open_: set[str] = set()
    for start, end in pairwise(borders):
        open_.update(starts.get(start, ()))
        open_.difference_update(ends.get(start, ()))
        covering = tuple(sorted(open_, key=order.__getitem__))
        pieces.append(Piece(text[start:end], covering, tuple(ends.get(end, ()))))
    return tuple(pieces)
