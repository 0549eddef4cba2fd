"""Whom a role alone stands for: "a dit l'officier" behind "le colonel X commande …".

It is the one person of the document whom that noun, or a narrower one, introduced; of two it is nobody, and where
somebody without a name was called so meanwhile ("un officier"), it is nobody either.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dragoman.mentions.holders import Holding
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
        for start, lead in self._scene.leads.items():
            person = resolver.by_start.get(start)
            rank = self._scene.phrases.at(lead.start, "role")
            if person is None or rank is None or any(each.at == lead.start for each in self._introduced):
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
        first = self._introduced[0].at
        added: list[Mention] = []
        for start in self._scene.phrases.starts("role"):
            if start > first and not self._is_taken(start):
                entry = self._scene.phrases.at(start, "role")
                mention = self._alone(start, *entry) if entry is not None else None
                if mention is not None:
                    added.append(mention)
        for mention in added:
            self._scene.drop_inside(mention.start, mention.end)
        self._scene.mentions = [self._settled(mention) for mention in self._scene.mentions] + added

    def _is_taken(self, at: int) -> bool:
        if any(start <= at < end for start, end in self._taken):
            return True
        return any(m.start <= at < m.end for m in self._scene.mentions if m.actor_kind == "person")

    def _alone(self, start: int, end: int, noun: RoleNoun) -> Mention | None:
        if not self._bridges["role_definite"].search(self._scene.before(start, LONGEST_DETERMINER)):
            return None
        gender = noun.gender if noun.gender == "f" else self._determined(start) or noun.gender
        found = self._called(start, noun.lemma, gender)
        behind = self._past_adjective(end, found)
        if found is None or behind is None:
            return None
        text = self._scene.text[start:behind]
        reason = f"the one called {found.lemma!r} before"
        return Mention(start, behind, text, "role", found.actor, "person", None, self._country(found), reason=reason)

    def _settled(self, mention: Mention) -> Mention:
        """An office alone ("le vice-ministre") that nothing else settles: the one person introduced by that noun."""
        if mention.kind != "role" or mention.actor is not None or self._scene.phrases.at(mention.start, "head") is None:
            return mention
        entry = self._scene.phrases.at(mention.start, "head")
        if entry is None or entry[0] != mention.end:
            return mention
        if not self._bridges["role_definite"].search(self._scene.before(mention.start, LONGEST_DETERMINER)):
            return mention
        found = self._called(mention.start, fold(mention.text), self._determined(mention.start))
        if found is None or self._past_adjective(mention.end, found) != mention.end:
            return mention
        country = mention.country or self._country(found)
        return replace(mention, actor=found.actor, country=country, reason=f"the one called {mention.text!r} before")

    def _country(self, found: Introduction) -> str | None:
        known = {each.country for each in self._introduced if each.actor == found.actor and each.country}
        return known.pop() if len(known) == 1 else None

    def _called(self, at: int, lemma: str, gender: Gender | None) -> Introduction | None:
        """The introduction of the one person whom the noun may mean."""
        before = [each for each in self._introduced if each.at < at and self._agrees(each.actor, gender)]
        exact = [each for each in before if each.lemma == lemma]
        wider = [each for each in before if each.group is not None and lemma in map(fold, each.group.again)]
        fitting = exact or wider
        if len({each.actor for each in fitting}) != 1:
            return None
        found = fitting[-1]
        last = max((m.start for m in self._scene.mentions if m.actor == found.actor and m.start < at), default=found.at)
        place = self._scene.reference.sentence_of
        if place(at) - place(last) > REACH or self._rival(found, at, lemma):
            return None
        return found

    def _agrees(self, actor: str, gender: Gender | None) -> bool:
        return gender is None or self._gender.get(actor, gender) == gender

    def _rival(self, found: Introduction, at: int, lemma: str) -> bool:
        """Whether somebody without a name is called so between the introduction and the role."""
        for start in self._scene.phrases.starts("role"):
            if not found.at < start < at or self._is_taken(start):
                continue
            entry = self._scene.phrases.at(start, "role")
            noun: RoleNoun | None = entry[1] if entry else None
            alike = noun is not None and (noun.lemma == lemma or noun.group is found.group)
            if alike and self._bridges["indefinite"].search(self._scene.before(start, LONGEST_DETERMINER)):
                return True
        return False

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
