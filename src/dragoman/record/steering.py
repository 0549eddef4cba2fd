"""Who is who once people have judged: what names say, bent by "the same" and "not the same".

The latest judgement wins: going back in time, each one holds unless those after it leave no room for it. What names
alone say holds last. Two actors of the register are never one. The answer hangs on the set of judgements, never on the
order in which they were written down.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

SCOPE_MARK = "@"


@dataclass(frozen=True, slots=True)
class Opinion:
    """A judgement (by its id) that two keys stand for the same, or do not: names of actors, or assertions."""

    id: str
    same: bool
    one: str
    other: str


@dataclass(slots=True)
class Steered:
    """Groups of keys, each one actor; `overruled` maps a judgement without effect to those that leave no room for it.

    No judgement stands behind an empty answer: the register keeps the two apart.
    """

    groups: list[frozenset[str]] = field(default_factory=list)
    overruled: dict[str, tuple[str, ...]] = field(default_factory=dict)


def steer(base: Iterable[Collection[str]], opinions: Sequence[Opinion], fixed: Collection[str] = ()) -> Steered:
    """Bend groups of keys, as names make them, by opinions, the latest first; `fixed` keys are the register's ids.

    Keys that only opinions name are groups of their own.
    """
    circles = _Circles(fixed)
    given = sorted((sorted(group) for group in base), key=lambda group: group[0])
    for group in given:
        for key in group:
            circles.add(key)
    done = Steered()
    for opinion in opinions:
        circles.add(opinion.one)
        circles.add(opinion.other)
        against = circles.join(opinion) if opinion.same else circles.part(opinion)
        if against is not None:
            done.overruled[opinion.id] = against
    for group in given:
        _join_by_name(circles, group)
    groups: dict[str, set[str]] = defaultdict(set)
    for key in circles.parent:
        groups[circles.find(key)].add(key)
    done.groups = sorted(map(frozenset, groups.values()), key=min)
    return done


def steer_assertions(opinions: Sequence[Opinion]) -> Steered:
    """What comes of opinions, the latest first, on whether two assertions are of the same thing.

    Of two on the same pair the later holds. What is told of a pair goes before what follows of it from others: no chain
    joins two that are apart, however late it is told; of its links the earliest gives way.
    """
    latest: dict[frozenset[str], Opinion] = {}
    contradicted: dict[str, tuple[str, ...]] = {}
    for opinion in opinions:
        later = latest.setdefault(frozenset((opinion.one, opinion.other)), opinion)
        if later.same != opinion.same:
            contradicted[opinion.id] = (later.id,)
    done = steer((), sorted((each for each in opinions if each.id not in contradicted), key=lambda each: each.same))
    done.overruled.update(contradicted)
    return done


class _Circles:
    """Keys in circles of one actor each, and which circles are held apart by which judgement."""

    def __init__(self, fixed: Collection[str]) -> None:
        self.parent: dict[str, str] = {}
        self._fixed = {key: key for key in fixed}
        self._apart: dict[str, dict[str, str]] = defaultdict(dict)
        self._same: dict[str, list[tuple[str, str]]] = defaultdict(list)

    def add(self, key: str) -> None:
        self.parent.setdefault(key, key)

    def find(self, key: str) -> str:
        root = key
        while self.parent[root] != root:
            root = self.parent[root]
        while self.parent[key] != root:
            self.parent[key], key = root, self.parent[key]
        return root

    def hostile(self, one: str, other: str) -> tuple[str, ...] | None:
        """What holds the circles of two keys apart: a judgement, or the register (nothing to name); None if nothing."""
        first, second = self.find(one), self.find(other)
        if second in self._apart[first]:
            return (self._apart[first][second],)
        if first != second and first in self._fixed and second in self._fixed:
            return ()
        return None

    def join(self, opinion: Opinion) -> tuple[str, ...] | None:
        """Make one circle of two; else what forbids it."""
        if (against := self.hostile(opinion.one, opinion.other)) is not None:
            return against
        self._same[opinion.one].append((opinion.other, opinion.id))
        self._same[opinion.other].append((opinion.one, opinion.id))
        self.merge(opinion.one, opinion.other)
        return None

    def merge(self, one: str, other: str) -> None:
        kept, gone = self.find(one), self.find(other)
        if kept == gone:
            return
        self.parent[gone] = kept
        if gone in self._fixed:
            self._fixed[kept] = self._fixed[gone]
        for enemy, judgement in self._apart.pop(gone, {}).items():
            self._apart[kept].setdefault(enemy, judgement)
            del self._apart[enemy][gone]
            self._apart[enemy].setdefault(kept, judgement)

    def part(self, opinion: Opinion) -> tuple[str, ...] | None:
        """Hold two circles apart; else the judgements that make them one."""
        first, second = self.find(opinion.one), self.find(opinion.other)
        if first == second:
            return self._chain(opinion.one, opinion.other)
        self._apart[first].setdefault(second, opinion.id)
        self._apart[second].setdefault(first, opinion.id)
        return None

    def _chain(self, start: str, end: str) -> tuple[str, ...]:
        """The shortest chain of judgements from one key to another."""
        came: dict[str, tuple[str, ...]] = {start: ()}
        waiting = deque([start])
        while waiting:
            key = waiting.popleft()
            if key == end:
                break
            for following, judgement in self._same[key]:
                if following not in came:
                    came[following] = (*came[key], judgement)
                    waiting.append(following)
        return came[end]


def _join_by_name(circles: _Circles, group: Sequence[str]) -> None:
    """Join the keys of a name as far as judgements leave room.

    A key that no judgement touches stays with the one circle that could be meant; where that could be either of two, it
    stays apart. What one document calls so is an exception, and draws nothing to it.
    """
    circle_of = {circles.find(key): key for key in reversed(group)}
    touched = {
        root
        for root, key in circle_of.items()
        if any(circles.hostile(key, other) is not None for other in circle_of.values())
    }
    free = [key for root, key in circle_of.items() if root not in touched]
    for key in free[1:]:
        circles.merge(free[0], key)
    open_to_all = {circles.find(key) for key in group if SCOPE_MARK not in key} & touched
    if free and len(open_to_all) == 1:
        circles.merge(open_to_all.pop(), free[0])
