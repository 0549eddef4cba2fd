"""Somebody called by a state: "la Rwandaise a souligné…" is a person, not Rwanda."""

from dataclasses import replace

from dragoman.mentions.scene import Scene
from dragoman.model.mention import Mention

# How far back the article before a name is looked at, in characters.
REACH = 8


class NationalReader:
    """Settles the names of one people that stand in the singular."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def read(self) -> None:
        """Make each a person: the one of that state who was named before, else nobody who is known."""
        mentions = self._scene.mentions
        for index, mention in enumerate(mentions):
            if self._is_one(mention):
                mentions[index] = self._person(mention)

    def _is_one(self, mention: Mention) -> bool:
        if mention.adjective or mention.actor_kind != "state" or mention.kind != "name":
            return False
        hit = self._scene.hits.get(mention.start)
        if hit is None or hit.of_use("name", "acronym") or not hit.of_use("demonym"):
            return False
        bridges, before = self._scene.titles.bridges, self._scene.before(mention.start, REACH)
        articles = (bridges["role_feminine"], bridges["role_masculine"], bridges["elided_article"])
        return any(article.search(before) for article in articles)

    def _person(self, mention: Mention) -> Mention:
        state = mention.actor
        people = [m for m in self._scene.mentions if m.start < mention.start and m.actor_kind == "person"]
        named = {m.actor for m in people if m.actor is not None and state in (m.country, *self._served(m.actor))}
        alone = named.pop() if len(named) == 1 else None
        reason = "the one person of that state named before" if alone else "somebody of that state"
        return replace(
            mention, kind="role", actor=alone, actor_kind="person", country=state if alone else None, reason=reason
        )

    def _served(self, person: str) -> set[str]:
        """The states of which somebody holds or held an office."""
        return {tenure.of for tenure in self._scene.register.tenures_of(person)}
