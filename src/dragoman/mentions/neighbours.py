"""Whom "son voisin" stands for: a state told by its adjective, or the other of two states."""

from dragoman.mentions.scene import Scene
from dragoman.model.mention import Mention

# How far the words before a name are looked at, in characters.
AROUND = 24


class NeighbourReader:
    """Adds the mentions of neighbours of one text, once all names are settled."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._bridges = scene.titles.bridges

    def read(self) -> None:
        """Add them; where the sentence and the one before leave it open which two states are told of, nobody."""
        for match in self._bridges["neighbour"].finditer(self._scene.text):
            start = match.end() - len(match.group().split()[-1])
            if self._scene.is_covered(start):
                continue
            hit = self._scene.hits.get(match.end() + 1)
            if hit is not None and hit.of_use("demonym") and len(hit.actors) == 1:
                self._add(start, hit.end, hit.actors[0], "the state of the adjective")
                continue
            other = self._other(start)
            if other is not None:
                self._add(start, match.end(), other, "the other of the two states named")

    def _other(self, at: int) -> str | None:
        """The only state besides the one that acts in the sentence; of several in it, beside the only one that does."""
        place = self._scene.reference.sentence_of
        here = [m for m in self._scene.mentions if m.start < at and place(m.start) == place(at)]
        acting = {state for m in here if not self._is_governed(m) and (state := _state(m)) is not None}
        named = {state for m in here if (state := _state(m)) is not None}
        if len(acting) != 1:
            return None
        others = named - acting
        if not others:
            before = [m for m in self._scene.mentions if place(m.start) == place(at) - 1]
            # "depuis la réunion à Lomé": where something was is not who it is told of.
            before = [m for m in before if m.actor_kind != "place" or not self._is_governed(m)]
            others = {state for m in before if (state := _state(m) or _adjective(m)) is not None} - acting
        return next(iter(others)) if len(others) == 1 else None

    def _is_governed(self, mention: Mention) -> bool:
        """Whether a preposition stands before a name, so that it is no subject."""
        before = self._scene.before(mention.start, AROUND)
        return any(self._bridges[name].search(before) for name in ("role_governed", "group_place"))

    def _add(self, start: int, end: int, state: str, reason: str) -> None:
        self._scene.drop_inside(start, end)
        text = self._scene.text[start:end]
        self._scene.mentions.append(Mention(start, end, text, "nominal", state, "state", country=state, reason=reason))


def _state(mention: Mention) -> str | None:
    """The state that a mention names, by itself or by a person, and not by an adjective."""
    if mention.members or mention.adjective:
        return None
    if mention.actor_kind == "state":
        return mention.actor
    return mention.country if mention.actor_kind in ("person", "body", "place") else None


def _adjective(mention: Mention) -> str | None:
    return mention.country if mention.adjective else None
