"""Generic nouns and what they stand for: "l'organisation", "le pays", "son pays", "les trois pays"."""

from collections.abc import Sequence

from dragoman.mentions.offices import OfficePhrase
from dragoman.mentions.scene import Scene
from dragoman.model.mention import Mention
from dragoman.model.names import fold

# The kinds of actors that a name right behind the noun may have ("l'organisation Guam").
NAMED = {"state": ("state",), "organisation": ("organisation", "bloc")}


class GenericReader:
    """Adds the mentions of generic nouns of one text, once all names are settled."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def read(self, phrases: Sequence[OfficePhrase]) -> None:
        """Add them outside of the office phrases; where two actors are possible the mention has none."""
        self._scene.mentions.sort(key=lambda mention: mention.start)
        for start in self._scene.phrases.starts("generic"):
            entry = self._scene.phrases.at(start, "generic")
            if entry is None or any(p.start <= start < p.end for p in phrases) or self._scene.is_covered(start):
                continue
            end, kind = entry
            if (self._scene.text[start:end].endswith("s") and kind == "organisation") or not self._is_definite(start):
                continue
            if self._scene.text[start].isupper() and self._goes_on(end):
                continue
            noun = fold(self._scene.text[start:end])
            actor, reason = self._possessor(start) if kind == "state" else (None, "")
            named = self._named_behind(end, kind)
            if named is not None:
                actor, reason = named, "name right behind the noun"
            if actor is None:
                actor, reason = self._scene.reference.find_antecedent(start, noun, kind, self._scene.mentions)
            known = self._scene.register.actors.get(actor) if actor else None
            self._scene.mentions.append(
                Mention(
                    start,
                    end,
                    self._scene.text[start:end],
                    "nominal",
                    actor,
                    known.kind if known else None,
                    country=known.country if known else None,
                    reason=reason,
                )
            )

    def _named_behind(self, end: int, kind: str) -> str | None:
        fitting = (m for m in self._scene.mentions if m.start == end + 1 and m.actor_kind in NAMED[kind])
        return next((m.actor for m in fitting if m.actor is not None and not m.adjective), None)

    def _goes_on(self, end: int) -> bool:
        """ "la Communauté économique africaine": a capitalised noun that goes on is a name of its own."""
        return self._scene.titles.bridges["goes_on"].match(self._scene.text, end) is not None

    def _is_definite(self, start: int) -> bool:
        return (
            self._scene.titles.bridges["definite"].search(fold(self._scene.text[max(0, start - 8) : start])) is not None
        )

    def _possessor(self, start: int) -> tuple[str | None, str]:
        """ "son pays": the country of the one person with a country named before it in the sentence."""
        if not self._scene.titles.bridges["own"].search(fold(self._scene.text[max(0, start - 5) : start])):
            return None, ""
        here = self._scene.reference.sentence_of(start)
        people = [
            m
            for m in self._scene.mentions
            if m.actor_kind == "person" and m.start < start and self._scene.reference.sentence_of(m.start) == here
        ]
        countries = {m.country for m in people}
        if len(countries) == 1 and None not in countries:
            return countries.pop(), "country of the person named before"
        return None, ""
