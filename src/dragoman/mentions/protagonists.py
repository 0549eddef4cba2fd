"""The two whom a text is about: whom "les deux pays" means where no sentence names these two and nobody else."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dragoman.model.mention import Mention

# How often the second must be named at least, and for each time that the third is.
FEWEST = 2
LEAD = 1.5
PAIR = 2
# Those whose state is told by them, and those who are a side of their own.
ACTING = frozenset({"state", "person", "body", "military", "place", "party"})
SIDES = frozenset({"organisation", "bloc", "armed_group"})


class Protagonists:
    """How often the mentions of one text name each state, or each side of a conflict."""

    def __init__(self, mentions: Sequence[Mention], *, sides: bool) -> None:
        """`mentions` in the order of the text; `sides`: organisations and armed groups count too, by their ids."""
        self._named: list[tuple[int, str]] = []
        self._first: dict[str, Mention] = {}
        for mention in mentions:
            key = mention.country if mention.actor_kind in ACTING or mention.adjective else None
            if sides and mention.actor_kind in SIDES:
                key = mention.actor
            if key is None or mention.members:
                continue
            self._named.append((mention.start, key))
            self._first.setdefault(key, mention)
        self._all = Counter(key for _, key in self._named)

    def pair(self, at: int) -> tuple[Mention, ...]:
        """The two named most often, if the text told of both before an offset and of nobody else nearly as often."""
        if len(self._all) < PAIR:
            return ()
        ranked = self._all.most_common(PAIR + 1)
        lesser = ranked[PAIR - 1][1]
        third = ranked[PAIR][1] if len(ranked) > PAIR else 0
        if lesser < FEWEST or lesser < LEAD * third:
            return ()
        chosen = [key for key, _ in ranked[:PAIR]]
        before = Counter(key for start, key in self._named if start < at)
        rival = max((count for key, count in before.items() if key not in chosen), default=0)
        if min(before[key] for key in chosen) <= rival and rival:
            return ()
        return tuple(self._as_party(key) for key in chosen) if all(before[key] for key in chosen) else ()

    def _as_party(self, key: str) -> Mention:
        mention = self._first[key]
        if mention.actor == key:
            return mention
        reason = f"{mention.reason}; one of the two of whom the text tells"
        return replace(mention, actor=key, actor_kind="state", position=None, adjective=False, reason=reason)
