"""Actors looked for by the beginning of a name, or by a name that is nearly theirs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from dragoman.model.names import fold
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.name_index import NameIndex, index_of
from dragoman.views.names import Names

How = Literal["exact", "begins", "near"]
# A name that is nearly the one asked for, and how many of these are told.
_NEAR_ENOUGH, _NEAR_COUNT = 70.0, 12
_RANKS: dict[How, int] = {"exact": 0, "begins": 1, "near": 2}
# The kinds that are asked for most often; others come after these.
_KINDS = ("state", "organisation", "person", "bloc", "armed_group", "body")


@dataclass(frozen=True, slots=True)
class FoundActor:
    """An actor by the name that fits best: all of it (``exact``), the start of a word of it, or nearly.

    `met` tells whether the record refers to it.
    """

    id: str
    kind: str | None
    label: str
    name: str
    how: How
    met: bool


def search_actors(record: Record, register: Register, text: str) -> list[FoundActor]:
    """The actors that have a name with a word that begins so, in any language, case and accents aside.

    Where there is none, those with the nearest names. Names that fit whole come first, then actors of the record, then
    shorter names. Nothing for a text without a letter.
    """
    wanted = fold(text).strip()
    if not any(sign.isalnum() for sign in wanted):
        return []
    index, names = index_of(record, register), Names(record, register)
    best: dict[str, FoundActor] = {}
    near = list(_iter_beginning(index, wanted)) or list(_iter_near(index, wanted))
    met = _find_met(record, sorted({actor for _, _, actor in near}))
    for how, name, actor in near:
        kind, label = names.kind(actor), names.label(actor) or actor
        found = FoundActor(actor, kind, label, name, how, actor in met)
        if actor not in best or _order(found) < _order(best[actor]):
            best[actor] = found
    return sorted(best.values(), key=_order)


def _find_met(record: Record, actors: list[str]) -> set[str]:
    """Those that the record refers to."""
    query = "SELECT id FROM actors WHERE id IN (SELECT unnest(?))"
    return {row["id"] for row in record.sql(query, [actors]).to_pylist()}


def _iter_beginning(index: NameIndex, wanted: str) -> Iterator[tuple[How, str, str]]:
    start = f" {wanted}"
    for levelled, name, actor in index.folded:
        if start in levelled:
            yield "exact" if levelled == start else "begins", name, actor


def _iter_near(index: NameIndex, wanted: str) -> Iterator[tuple[How, str, str]]:
    names = [levelled for levelled, _, _ in index.folded]
    for _, _, at in process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH, limit=_NEAR_COUNT):
        _, name, actor = index.folded[at]
        yield "near", name, actor


def _order(found: FoundActor) -> tuple[object, ...]:
    kind = _KINDS.index(found.kind) if found.kind in _KINDS else len(_KINDS)
    return _RANKS[found.how], not found.met, kind, len(found.name), found.name, found.id
