"""People named beside a role: "le délégué cubain X", "la directrice du port de Berbera, X", "X, chercheuse à Brest".

A role is a noun for people of titles.yaml, or an office that nobody stands right beside ("le gouverneur de l'île, X").
It shows that the name is a person's and may give the country; it is never an office that somebody holds.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dragoman.languages.speech import Speech
from dragoman.mentions.holder_lists import Holding
from dragoman.mentions.holders import LONGEST_BRIDGE
from dragoman.mentions.name_shape import NameShape
from dragoman.mentions.office_phrases import OfficePhrase
from dragoman.mentions.people import NameSpan
from dragoman.mentions.scene import Scene
from dragoman.mentions.titles import Gender, RoleGroup, RoleNoun
from dragoman.model.names import fold

Side = Literal["right", "left", "copula"]
# How far before a role its determiner is looked for, in characters.
LONGEST_DETERMINER = 8


@dataclass(frozen=True, slots=True)
class Calling:
    """A name and the role that it is called by.

    `start` up to `end` is what may stand as one word, or the role alone where the two cannot be taken together; `at` is
    where the noun starts, `lemma` the folded noun, `complement` the folded words behind it.
    """

    name: NameSpan
    side: Side
    start: int
    end: int
    at: int
    lemma: str
    group: RoleGroup | None
    gender: Gender | None
    country: str | None
    complement: str = ""
    phrase: OfficePhrase | None = None


@dataclass(slots=True)
class _Trail:
    """What has been read behind a role."""

    end: int
    country: str | None = None
    complement: str = ""


@dataclass(frozen=True, slots=True)
class _Role:
    """A role with nobody beside it so far: its noun at `at` up to `end`, `start` that of "ancien" before it."""

    start: int
    at: int
    end: int
    lemma: str
    group: RoleGroup | None
    gender: Gender | None
    country: str | None = None
    phrase: OfficePhrase | None = None

    @property
    def adjectival(self) -> bool:
        return self.group is not None and self.group.adjectival and self.phrase is None


class RoleGrammar:
    """Joins the roles of one text with the names beside them."""

    def __init__(self, scene: Scene, names: Iterable[NameSpan], speech: Speech) -> None:
        self._scene = scene
        self._text = scene.text
        self._names = {name.start: name for name in names}
        self._by_end = {name.end: name for name in self._names.values()}
        self._shape = NameShape(scene)
        self._bridges = scene.titles.bridges
        self._speech = speech

    def find(self, phrases: Sequence[OfficePhrase], holdings: Sequence[Holding]) -> list[Calling]:
        """Every name with a role beside it, in the order of the roles."""
        found: list[Calling] = []
        taken = 0
        for role in self._roles(phrases, holdings):
            if role.at < taken:
                continue
            calling = self._calling(role)
            if calling is not None:
                found.append(calling)
                taken = max(calling.name.end, role.end)
        return found

    def find_together(self) -> list[NameSpan]:
        """The names behind a role in the plural, two at least: "les chercheurs X et Y"."""
        found: list[NameSpan] = []
        for start in self._scene.phrases.starts("role_plural"):
            entry = self._scene.phrases.at(start, "role_plural")
            if entry is None:
                continue
            here: list[NameSpan] = []
            at = self._past_adjectives(_Trail(entry[0])).end
            while (name := self._name_at(at)) is not None:
                here.append(name)
                joint = self._bridges["next"].match(self._text, name.end)
                at = joint.end() if joint else len(self._text)
            if len(here) > 1:
                found += here
        return found

    def _roles(self, phrases: Sequence[OfficePhrase], holdings: Sequence[Holding]) -> list[_Role]:
        held = {id(holding.phrase) for holding in holdings}
        cues = {self._scene.reference.sentence_of(start) for start in self._scene.phrases.starts("cue")}
        found = []
        for phrase in phrases:
            loose = id(phrase) not in held and not phrase.counterpart and not phrase.plural
            # Where the sentence tells of a change of office, the office is left to those who read that.
            if loose and self._scene.reference.sentence_of(phrase.start) not in cues:
                found.append(self._office(phrase))
        inside = {at for phrase in phrases for at in range(phrase.start, phrase.end)}
        found += self._nationals(inside)
        end = 0
        for start in self._scene.phrases.starts("role"):
            entry = self._scene.phrases.at(start, "role")
            if entry is None or start in inside or start < end or start in self._scene.hits:
                continue
            end, noun = entry
            role = self._noun(start, end, noun)
            if role is not None:
                found.append(role)
        return sorted(found, key=lambda role: role.at)

    def _nationals(self, inside: Collection[int]) -> Iterator[_Role]:
        """ "le Béninois X": people of a state with a name right behind them."""
        for start, hit in self._scene.hits.items():
            states = {a for form in hit.of_use("demonym") for a in form.actors}
            name = self._names.get(hit.end + 1)
            if len(states) != 1 or start in inside or name is None:
                continue
            if not hit.text[:1].isupper() and not (len(name.words) > 1 and (name.hit or self._shape.is_given(name))):
                # "le sénégalais Mankeur Ndiaye": the small letter is a slip where a given name shows it.
                continue
            before = self._scene.before(start, LONGEST_DETERMINER)
            if self._bridges["role_definite"].search(before) and self._text[hit.end] == " ":
                country = self._scene.register.actors[next(iter(states))].country
                yield _Role(start, start, hit.end, fold(hit.text), None, self._gender(start, None), country)

    def _office(self, phrase: OfficePhrase) -> _Role:
        heads = (at for at in range(phrase.start, phrase.end) if self._scene.phrases.at(at, "head"))
        at = next(heads, phrase.start)
        entry = self._scene.phrases.at(at, "head")
        lemma = fold(self._text[at : entry[0] if entry else phrase.end])
        group = self._scene.titles.role_groups.get(phrase.position or "")
        country = self._scene.country(phrase.of)
        return _Role(phrase.start, at, phrase.end, lemma, group, self._gender(at, None), country, phrase)

    def _noun(self, start: int, end: int, noun: RoleNoun) -> _Role | None:
        if not self._determined(start) and (
            fold(self._text[start:end]) in self._speech.finite or self._shape.is_named_thing(start)
        ):
            # "…, juge Elena X": a verb. "la caserne Général X": a thing.
            return None
        former = self._former(start)
        gender = noun.gender if noun.gender == "f" else self._gender(start if former is None else former, noun.gender)
        return _Role(start if former is None else former, start, end, noun.lemma, noun.group, gender)

    def _former(self, at: int) -> int | None:
        """Where "ancien" or "ex-" starts right before an offset."""
        for back in range(2, 12):
            found = self._scene.phrases.at(at - back, "former") if at >= back else None
            if found and not self._text[found[0] : at].strip(" -‑"):
                return at - back
        return None

    def _gender(self, at: int, otherwise: Gender | None) -> Gender | None:
        before = self._scene.before(at, LONGEST_DETERMINER)
        if self._bridges["role_feminine"].search(before):
            return "f"
        return "m" if self._bridges["role_masculine"].search(before) else otherwise

    def _calling(self, role: _Role) -> Calling | None:
        bare = not self._bridges["role_definite"].search(self._scene.before(role.start, LONGEST_DETERMINER))
        if bare:
            return self._left(role) or self._right(role)
        return self._right(role) or self._left(role)

    # What stands behind the noun.

    def _trail(self, role: _Role) -> _Trail:
        """Past the adjectives behind a role."""
        return self._past_adjectives(_Trail(role.end, role.country))

    def _past_adjectives(self, trail: _Trail) -> _Trail:
        while True:
            at = self._past_space(trail.end)
            hit = self._scene.hits.get(at)
            if hit is not None and hit.of_use("demonym") and hit.text[:1].islower():
                states = {a for form in hit.of_use("demonym") for a in form.actors}
                country = self._scene.register.actors[next(iter(states))].country if len(states) == 1 else None
                trail.country, trail.end = trail.country or country, hit.end
                continue
            groups = ("office_adjective", "role_adjective", "acting", "former", "then")
            found = next((f for group in groups if (f := self._scene.phrases.at(at, group))), None)
            if found is not None and at > trail.end:
                trail.end = found[0]
                continue
            ending = self._bridges["role_ending"].match(self._text, trail.end)
            if ending is None or hit is not None or fold(ending.group().strip()) in self._speech.finite:
                return trail
            trail.end = ending.end()

    def _complement(self, trail: _Trail, *, named: bool = False) -> bool:
        """Take in the complement behind a role, up to the next mark; False where there is none, or a clause.

        `named`: it may be a name ("président du parti Pastef", where the office ends before it).
        """
        match = self._bridges["role_complement"].match(self._text, trail.end)
        if match is None and named:
            match = self._bridges["role_name"].match(self._text, trail.end)
        if match is None or self._bridges["role_clause"].search(f"{match.group()} "):
            return False
        behind = self._bridges["behind"].match(self._text, trail.end)
        hit = self._scene.hits.get(behind.end()) if behind else None
        if hit is not None and hit.of_use("name") and not hit.of_use("capital") and trail.country is None:
            states = {a for form in hit.of_use("name") for a in form.actors}
            known = self._scene.register.actors[next(iter(states))]
            trail.country = known.country if len(states) == 1 and known.kind == "state" else None
        trail.complement = fold(match.group().strip())
        trail.end = match.end()
        return True

    def _past_space(self, at: int) -> int:
        while at < len(self._text) and self._text[at] in "  ":
            at += 1
        return at

    # The name in front: "le délégué cubain X", "la directrice du port, X,".

    def _right(self, role: _Role) -> Calling | None:
        trail = self._trail(role)
        name = self._name_at(trail.end)
        if name is not None:
            return self._called(role, trail, name, role.start, name.end)
        if role.adjectival and not self._determined(role.start):
            return None
        begin = trail.end
        complement = self._complement(trail)
        if complement and (name := self._name_inside(begin, trail.end)) is not None:
            trail.complement = fold(self._text[begin : name.start].strip())
            return self._called(role, trail, name, role.start, name.end)
        if complement or (role.phrase is not None and " " in self._text[role.at : role.phrase.end]):
            self._take_list(trail)
        if self._text[trail.end : trail.end + 1] != ",":
            return None
        name = self._name_at(trail.end + 1)
        if name is None or self._bridges["closed"].match(self._text, name.end) is None:
            return None
        if self._is_anothers(role) or self._begins_clause(role, name):
            return None
        return self._called(role, trail, name, role.start, name.end)

    def _take_list(self, trail: _Trail) -> None:
        """Take in what a complement goes on with, where no name stands behind its comma: brackets, more domains."""
        if self._text[trail.end : trail.end + 1] == "," and self._name_at(trail.end + 1) is not None:
            return
        listed = self._bridges["role_listed"].match(self._text, trail.end)
        if listed is not None and not self._bridges["role_clause"].search(f"{listed.group()} "):
            trail.end = listed.end()

    def _name_at(self, at: int) -> NameSpan | None:
        """The person's name that starts behind an offset, past forms of address and ranks."""
        addressed = False
        at = self._past_space(at)
        while True:
            groups = ("civility", "rank")
            found = next((f for group in groups if (f := self._scene.phrases.at(at, group))), None)
            if found is None:
                article = self._scene.phrases.at(at, "determiner")
                if article is None or not self._scene.phrases.at(self._past_space(article[0]), "rank"):
                    break
                at = self._past_space(article[0])
                continue
            addressed = True
            at = found[0] + (self._text[found[0] : found[0] + 1] == ".")
            at = self._past_space(at)
        name = self._names.get(at)
        if name is None:
            return None
        return name if addressed or self._shape.is_person(name, beside_role=True) else None

    def _name_inside(self, start: int, end: int) -> NameSpan | None:
        """ "le maire de Paris X": a name right behind a name of the register that ends the complement."""
        for at in range(start, end):
            hit = self._scene.hits.get(at)
            if hit is None or hit.of_use("person", "surname", "demonym") or self._text[hit.end : hit.end + 1] != " ":
                continue
            name = self._names.get(hit.end + 1)
            if name is not None and name.end <= end and self._shape.is_person(name):
                return name
        return None

    def _begins_clause(self, role: _Role, name: NameSpan) -> bool:
        """ "Interrogée par le juge, Amina X, militante, a nié": the name has an apposition of its own."""
        if self._bridges["role_governed"].search(self._scene.before(role.start, LONGEST_BRIDGE)) is None:
            return False
        if self._bridges["role_age"].match(self._text, name.end):
            return True
        at = self._past_space(name.end + 1) if self._text[name.end : name.end + 1] == "," else name.start
        former = self._scene.phrases.at(at, "former")
        at = at if former is None else self._past_space(former[0])
        return any(self._scene.phrases.at(at, group) for group in ("role", "head"))

    def _determined(self, at: int) -> bool:
        before = self._scene.before(at, LONGEST_DETERMINER)
        return any(self._bridges[name].search(before) for name in ("role_definite", "indefinite"))

    def _is_anothers(self, role: _Role) -> bool:
        """ "l'épouse de l'opposant, X": the name behind the comma is that of the other."""
        for back in range(4, LONGEST_BRIDGE):
            start = role.start - back
            found = self._scene.phrases.at(start, "relation") if start >= 0 else None
            if found is not None and self._bridges["behind"].fullmatch(self._text[found[0] : role.start]):
                return True
        return False

    # The name behind: "X, chercheuse à Brest".

    def _left(self, role: _Role) -> Calling | None:
        for back in range(1, LONGEST_BRIDGE):
            name = self._by_end.get(role.start - back)
            if name is None:
                continue
            bridge = self._text[name.end : role.start]
            if not self._shape.is_person(name) or self._shape.is_thing(name.start):
                return None
            if role.adjectival and not (name.hit or self._shape.is_given(name)):
                return None
            if self._bridges["role_copula"].fullmatch(bridge):
                return None if role.adjectival else self._called(role, _Trail(role.end, role.country), name, 0, 0)
            apposed = self._bridges["role_left"].fullmatch(bridge)
            return self._apposed(role, name, definite=bool(apposed["article"])) if apposed else None
        return None

    def _apposed(self, role: _Role, name: NameSpan, *, definite: bool) -> Calling | None:
        """A role behind a comma; with a definite article it may begin a clause of its own."""
        before = self._scene.before(name.start, LONGEST_BRIDGE)
        if self._bridges["place"].search(before):
            return None
        trail = self._trail(role)
        plain = trail.end
        complement = self._complement(trail, named=True)
        closed = self._bridges["closed"].match(self._text, trail.end) is not None
        if closed:
            return self._called(role, trail, name, name.start, trail.end)
        if definite or (self._bridges["name_source"].search(before) and not complement):
            return None
        goes_on = self._bridges["role_complement"].match(self._text, plain)
        return self._called(role, trail, name, 0, 0) if goes_on or complement else None

    def _called(self, role: _Role, trail: _Trail, name: NameSpan, start: int, end: int) -> Calling:
        """The calling; `start` and `end` are 0 where role and name make no one word."""
        side: Side = "right" if name.start > role.at else "left" if end else "copula"
        whole = (start, end) if end else (role.start, trail.end)
        return Calling(
            name,
            side,
            *whole,
            role.at,
            role.lemma,
            role.group,
            role.gender,
            trail.country,
            trail.complement,
            role.phrase,
        )
