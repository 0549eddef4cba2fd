"""Generic nouns and what they stand for: "l'organisation", "le pays", "son pays", "les trois pays"."""

from collections import defaultdict
from collections.abc import Sequence

from dragoman.mentions.office_phrases import OfficePhrase
from dragoman.mentions.scene import Scene
from dragoman.model.mention import Mention
from dragoman.model.names import fold

# The kinds of actors that a name right behind the noun may have ("l'organisation Guam").
NAMED = {"state": ("state",), "organisation": ("organisation", "bloc")}
# Kinds of nouns that may be described further, and stand in the plural.
GROUPS = frozenset({"group", "allies", "members"})
# How far before a noun its article may begin ("le turbulent pays"), in characters.
LONGEST_ARTICLE = 20
# How far from the noun of an organ its organisation may be named, in characters.
LONGEST_ORGAN = 110


class GenericReader:
    """Adds the mentions of generic nouns of one text, once all names are settled."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def read(self, phrases: Sequence[OfficePhrase]) -> None:
        """Add them outside of the office phrases; where two actors are possible the mention has none."""
        self._scene.mentions.sort(key=lambda mention: mention.start)
        self._read_organs()
        for start in self._scene.phrases.starts("generic"):
            entry = self._scene.phrases.at(start, "generic")
            # "les ministres de l'Alliance": of several nobody is named, and those for whom they act are all there is.
            within = any(p.start <= start < p.end and not p.plural for p in phrases)
            if entry is None or within or self._scene.is_covered(start):
                continue
            end, kind = entry
            noun = fold(self._scene.text[start:end])
            if not self._is_definite(start, kind, plural=noun.endswith("s") and noun != "pays"):
                continue
            if (self._scene.text[start].isupper() and self._goes_on(end)) or self._is_another(start, end, noun, kind):
                continue
            found = self._group(start, end, noun, kind) if kind in GROUPS else self._one(start, end, noun, kind)
            if found is not None:
                self._scene.mentions.append(found)

    def _one(self, start: int, end: int, noun: str, kind: str) -> Mention | None:
        """ "le pays", "l'organisation", "le Conseil"."""
        if kind == "organ":
            if not self._scene.text[start].isupper():
                return None
            # Of two organs called so the one introduced last is meant.
            introduced = [actor for at, actor in self._organs.get(noun, ()) if at < start]
            actor = introduced[-1] if introduced else None
            reason = "the organ introduced before"
            kind = "organisation"
        else:
            actor, reason = self._possessor(start) if kind == "state" else (None, "")
        named = self._named_behind(end, kind)
        if named is not None:
            actor, reason = named, "name right behind the noun"
        if actor is None:
            actor, reason = self._scene.reference.find_antecedent(start, noun, kind, self._scene.mentions)
        return self._mention(start, end, actor, reason)

    def _group(self, start: int, end: int, noun: str, kind: str) -> Mention | None:
        """ "le mouvement chiite", "les rebelles", "les pays membres": an armed group, or the members of a union."""
        bridges = self._scene.titles.bridges
        country = None
        hit = self._scene.hits.get(end + 1)
        if hit is not None and hit.of_use("demonym"):
            if self._scene.register.actors[hit.actors[0]].kind == "armed_group" and len(hit.actors) == 1:
                # "les rebelles houthistes": their own name.
                self._scene.drop_inside(start, hit.end)
                return self._mention(start, hit.end, hit.actors[0], "name right behind the noun")
            end, country = hit.end, hit.actors[0]
        else:
            described = bridges["group_adjective"].match(self._scene.text, end)
            end = described.end() if described is not None else end
        if bridges["group_goes_on"].match(self._scene.text, end) and not self._is_listed(end):
            return None
        mentions = self._scene.mentions
        if country is not None:
            actors = self._scene.register.actors
            mentions = [m for m in mentions if m.actor in actors and actors[m.actor or ""].country == country]
        actor, reason = self._scene.reference.find_antecedent(start, noun, kind, mentions)
        if actor is None and country is None:
            return None
        self._scene.drop_inside(start, end)
        return self._mention(start, end, actor, reason)

    def _mention(self, start: int, end: int, actor: str | None, reason: str) -> Mention:
        known = self._scene.register.actors.get(actor) if actor else None
        return Mention(
            start,
            end,
            self._scene.text[start:end],
            "nominal",
            actor,
            known.kind if known else None,
            country=known.country if known else None,
            reason=reason,
        )

    def _read_organs(self) -> None:
        """ "la Conférence des chefs d'Etat de la CEEAC": an organ is the organisation whose it is, later alone too."""
        self._organs: dict[str, list[tuple[int, str]]] = defaultdict(list)
        text, organ_of = self._scene.text, self._scene.titles.bridges["organ_of"]
        for start in self._scene.phrases.starts("generic"):
            entry = self._scene.phrases.at(start, "generic")
            if entry is None or entry[1] != "organ" or not text[start].isupper() or self._scene.is_covered(start):
                continue
            near = (m for m in self._scene.mentions if entry[0] < m.start < entry[0] + LONGEST_ORGAN)
            owner = next((m for m in near if m.actor_kind in NAMED["organisation"] and m.actor is not None), None)
            if owner is None or owner.actor is None or organ_of.fullmatch(text, entry[0], owner.start) is None:
                continue
            noun = fold(text[start : entry[0]])
            self._organs[noun].append((start, owner.actor))
            self._scene.drop_inside(start, owner.end)
            self._scene.mentions.append(self._mention(start, owner.end, owner.actor, f"organ of {owner.actor}"))

    def _named_behind(self, end: int, kind: str) -> str | None:
        """ "l'organisation Guam", "le bloc économique des Brics": the name right behind the noun is its own."""
        starts = {end + 1: NAMED.get(kind, ())}
        named = self._scene.titles.bridges["bloc_of"].match(self._scene.text, end)
        if kind == "organisation" and named is not None:
            starts[named.end()] = ("bloc",)
        fitting = (m for m in self._scene.mentions if m.start in starts and m.actor_kind in starts[m.start])
        return next((m.actor for m in fitting if m.actor is not None and not m.adjective), None)

    def _goes_on(self, end: int) -> bool:
        """ "la Communauté économique africaine": a capitalised noun that goes on is a name of its own."""
        return self._scene.titles.bridges["goes_on"].match(self._scene.text, end) is not None

    def _is_another(self, start: int, end: int, noun: str, kind: str) -> bool:
        """ "le groupe d'experts", "le pays d'Angela Merkel": words behind the noun that make it somebody else."""
        bridges, text = self._scene.titles.bridges, self._scene.text
        if kind == "state":
            own = bridges["own"].search(fold(text[max(0, start - 5) : start])) is not None
            return not own and bridges["country_goes_on"].match(text, end) is not None
        return kind == "organisation" and bridges["noun_goes_on"].match(text, end) is not None

    def _is_definite(self, start: int, kind: str, *, plural: bool) -> bool:
        """Whether the article is definite; a plural counts for groups alone."""
        before = fold(self._scene.text[max(0, start - LONGEST_ARTICLE) : start])
        if plural:
            return kind in GROUPS and self._scene.titles.bridges["definite_plural"].search(before) is not None
        return self._scene.titles.bridges["definite"].search(before) is not None

    def _is_listed(self, end: int) -> bool:
        """Whether a pronoun goes on about the group ("les rebelles, qui"), no more."""
        return self._scene.text[end : end + 1] == ","

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
