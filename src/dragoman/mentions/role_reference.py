"""Whom a role alone stands for: "a dit l'officier" behind "le colonel X commande …".

It is the one person of the document whom that noun, or a narrower one, introduced; of two it is nobody, and where
somebody without a name was called so meanwhile ("un officier"), it is nobody either.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from dragoman.mentions.holder_lists import Holding
from dragoman.mentions.persons import PersonResolver
from dragoman.mentions.role_grammar import LONGEST_DETERMINER, Calling
from dragoman.mentions.scene import Scene
from dragoman.mentions.titles import Gender, RoleGroup, RoleNoun
from dragoman.model.mention import Mention
from dragoman.model.names import fold

# How many sentences back the person must have been named last.
REACH = 5


@dataclass(frozen=True, slots=True)
class Introduction:
    """Words that call a person something; `at` is where the noun starts."""

    at: int
    actor: str
    lemma: str
    group: RoleGroup | None
    gender: Gender | None
    country: str | None
    complement: str = ""


class RoleReference:
    """Settles the roles of one text that stand alone."""

    def __init__(
        self, scene: Scene, callings: Iterable[Calling], holdings: Iterable[Holding], resolver: PersonResolver
    ) -> None:
        self._scene = scene
        self._bridges = scene.titles.bridges
        self._introduced: list[Introduction] = []
        self._taken: list[tuple[int, int]] = []
        self._gender: dict[str, Gender] = {}
        self._countries: dict[str, set[str]] = defaultdict(set)
        for calling in callings:
            person = resolver.by_start.get(calling.name.start)
            self._taken.append((calling.at, calling.end))
            if person is not None:
                self._introduce(calling, person.actor)
        for holding in holdings:
            person = resolver.by_start.get(holding.name.start)
            if person is not None:
                self._introduced.append(self._held(holding, person.actor))
        self._introduced += self._ranks(resolver)
        for each in self._introduced:
            if each.gender is not None:
                self._gender.setdefault(each.actor, each.gender)
        self._introduced.sort(key=lambda each: each.at)

    def _introduce(self, calling: Calling, actor: str) -> None:
        self._introduced.append(
            Introduction(
                calling.at,
                actor,
                calling.lemma,
                calling.group,
                calling.gender,
                calling.country,
                calling.complement,
            )
        )

    def _held(self, holding: Holding, actor: str) -> Introduction:
        phrase = holding.phrase
        at = next((i for i in range(phrase.start, phrase.end) if self._scene.phrases.at(i, "head")), phrase.start)
        entry = self._scene.phrases.at(at, "head")
        lemma = fold(self._scene.text[at : entry[0] if entry else phrase.end])
        group = self._scene.titles.role_groups.get(phrase.position or "")
        country = self._scene.country(phrase.of)
        return Introduction(at, actor, lemma, group, self._determined(phrase.start), country)

    def _ranks(self, resolver: PersonResolver) -> Iterable[Introduction]:
        """People behind a rank, with nothing between."""
        known = {each.at for each in self._introduced}
        for start, lead in self._scene.leads.items():
            person = resolver.by_start.get(start)
            rank = self._scene.phrases.at(lead.start, "role")
            if person is None or rank is None or lead.start in known:
                continue
            noun: RoleNoun = rank[1]
            gender = noun.gender or self._determined(lead.start)
            yield Introduction(lead.start, person.actor, noun.lemma, noun.group, gender, None)

    def _determined(self, at: int) -> Gender | None:
        before = self._scene.before(at, LONGEST_DETERMINER)
        if self._bridges["role_feminine"].search(before):
            return "f"
        return "m" if self._bridges["role_masculine"].search(before) else None

    def read(self) -> None:
        """Add the mentions of roles that stand alone, and settle those of offices that nobody is known to hold."""
        if not self._introduced:
            return
        self._prepare()
        open_offices = {m.start: m for m in self._scene.mentions if m.kind == "role" and m.actor is None}
        nouns = [start for start in self._roles if not self._covered[start]]
        pending = iter(self._introduced)
        following = next(pending, None)
        found: dict[int, Mention] = {}
        for start in sorted({*nouns, *open_offices}):
            while following is not None and following.at < start:
                self._meet(following)
                following = next(pending, None)
            office = open_offices.get(start)
            mention = self._office(office) if office is not None else self._alone(start, *self._roles[start])
            if mention is not None:
                found[start] = mention
        # An office that is settled gives way, and so does the adjective that a role took in.
        inside = {at for mention in found.values() for at in range(mention.start, mention.end)}
        self._scene.mentions = [m for m in self._scene.mentions if m.start not in inside] + list(found.values())

    def _prepare(self) -> None:
        """Index the roles of the text: where they start, which of them people bear, which name nobody."""
        self._roles: dict[int, tuple[int, RoleNoun]] = {}
        for start in self._scene.phrases.starts("role"):
            entry = self._scene.phrases.at(start, "role")
            if entry is not None:
                self._roles[start] = entry
        self._covered = bytearray(len(self._scene.text) + 1)
        self._named: dict[str, list[int]] = defaultdict(list)
        people = [(m.start, m.end) for m in self._scene.mentions if m.actor_kind == "person"]
        for start, end in (*self._taken, *people):
            self._covered[start:end] = b"\x01" * (end - start)
        for mention in self._scene.mentions:
            if mention.actor is not None and mention.actor_kind == "person":
                self._named[mention.actor].append(mention.start)
        self._unnamed: dict[str, list[int]] = defaultdict(list)
        for start, (_, noun) in self._roles.items():
            if not self._covered[start] and self._bridges["indefinite"].search(self._before(start)):
                self._unnamed[noun.group.group].append(start)
        self._exact: dict[str, dict[str, Introduction]] = defaultdict(dict)
        self._wider: dict[str, dict[str, Introduction]] = defaultdict(dict)

    def _before(self, at: int) -> str:
        return self._scene.before(at, LONGEST_DETERMINER)

    def _meet(self, introduction: Introduction) -> None:
        self._exact[introduction.lemma][introduction.actor] = introduction
        if introduction.country is not None:
            self._countries[introduction.actor].add(introduction.country)
        for noun in introduction.group.again if introduction.group else ():
            self._wider[fold(noun)][introduction.actor] = introduction

    def _alone(self, start: int, end: int, noun: RoleNoun) -> Mention | None:
        if not self._bridges["role_definite"].search(self._before(start)):
            return None
        gender = noun.gender if noun.gender == "f" else self._determined(start) or noun.gender
        found = self._called(start, noun.lemma, gender)
        behind = self._past_adjective(end, found)
        if found is None or behind is None:
            return None
        text = self._scene.text[start:behind]
        country, reason = self._country(found), f"the one called {found.lemma!r} before"
        return Mention(start, behind, text, "role", found.actor, "person", None, country, reason=reason)

    def _office(self, mention: Mention) -> Mention | None:
        """An office alone ("le vice-ministre") that nothing else settles: the one person introduced by that noun."""
        entry = self._scene.phrases.at(mention.start, "head")
        if entry is None or entry[0] != mention.end:
            return None
        if not self._bridges["role_definite"].search(self._before(mention.start)):
            return None
        found = self._called(mention.start, fold(mention.text), self._determined(mention.start))
        if found is None or self._past_adjective(mention.end, found) != mention.end:
            return None
        country = mention.country or self._country(found)
        return replace(mention, actor=found.actor, country=country, reason=f"the one called {mention.text!r} before")

    def _country(self, found: Introduction) -> str | None:
        known = self._countries[found.actor]
        return next(iter(known)) if len(known) == 1 else None

    def _called(self, at: int, lemma: str, gender: Gender | None) -> Introduction | None:
        """The introduction of the one person whom the noun may mean; those behind it are not met yet."""
        for known in (self._exact[lemma], self._wider[lemma]):
            fitting = list(islice((each for each in known.values() if self._agrees(each.actor, gender)), 2))
            if len(fitting) == 1:
                return fitting[0] if self._is_near(fitting[0], at, lemma) else None
            if fitting:
                return None
        return None

    def _agrees(self, actor: str, gender: Gender | None) -> bool:
        return gender is None or self._gender.get(actor, gender) == gender

    def _is_near(self, found: Introduction, at: int, lemma: str) -> bool:
        """Whether the person was named a few sentences back, and nobody without a name was called so since."""
        starts = self._named[found.actor]
        index = bisect_left(starts, at)
        last = starts[index - 1] if index else found.at
        place = self._scene.reference.sentence_of
        if place(at) - place(last) > REACH:
            return False
        noun = self._roles.get(at)
        groups = {group.group for group in (found.group, noun[1].group if noun else None) if group is not None}
        for group in groups:
            others = self._unnamed[group]
            index = bisect_left(others, at)
            if index and others[index - 1] > found.at:
                return False
        return True

    def _past_adjective(self, end: int, found: Introduction | None) -> int | None:
        """Where the role ends with an adjective of the person's own state; None where it is somebody else's."""
        if found is None:
            return None
        text = self._scene.text
        owner = self._bridges["role_owner"].match(text, end)
        if owner is not None:
            same = found.complement.startswith(fold(owner.group().strip()))
            return owner.end() if same else None
        hit = self._scene.hits.get(end + 1)
        if hit is not None and hit.of_use("demonym") and hit.text[:1].islower():
            country = self._country(found)
            return hit.end if country is not None and country in hit.actors else None
        if self._bridges["role_goes_on"].match(text, end) or self._bridges["role_ending"].match(text, end):
            return None
        adjective = any(self._scene.phrases.at(end + 1, group) for group in ("role_adjective", "office_adjective"))
        return None if adjective and text[end : end + 1] == " " else end


def origins(callings: Sequence[Calling], resolver: PersonResolver) -> dict[str, str]:
    """The state that the roles of a person give, by actor; those with two are left out."""
    given: dict[str, set[str]] = {}
    for calling in callings:
        person = resolver.by_start.get(calling.name.start)
        if person is not None and calling.country is not None:
            given.setdefault(person.actor, set()).add(calling.country)
    return {actor: next(iter(states)) for actor, states in given.items() if len(states) == 1}
