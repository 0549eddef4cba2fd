"""What is known beforehand: states, organisations, people, who belonged where and who held what on a day.

The register is data with sources (register/data). It never mixes with the record; the two are compared.
"""

import copy
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from dragoman.model.dates import Date
from dragoman.model.mention import ActorKind
from dragoman.model.names import name_key, sound_key

Names = dict[str, tuple[str, ...]]
Held = TypeVar("Held", "Stretch", "Tenure")


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the register. `names` maps a language to the forms in use there.

    For who writes of it: `genders` maps a language to the gender and number of its name there ("m", "f", "mp", "fp"),
    `prepositions` to the word that says "in it" ("en Russie", "au Mali", "à Minsk"); both lack what is not known.
    """

    id: str
    kind: ActorKind
    label: str
    sector: str | None = None
    country: str | None = None
    names: Names = field(default_factory=dict)
    genders: Mapping[str, str] = field(default_factory=dict)
    prepositions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing one or more actors.

    `use`: ``name`` (also official names), ``acronym``, ``demonym``, ``capital``, ``body``, ``person``, ``surname``,
    ``place``. `actors` holds more than one id where the form is shared; `shared` also marks a form with a meaning
    outside of the register, `exact` one that counts only in the capitals written here.
    """

    text: str
    language: str
    use: str
    actors: tuple[str, ...]
    shared: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person's time in a position.

    `during` is every day that it may cover, open where still held; `sure` the days that it certainly covers (a tenure
    that is known to start "in June" is sure from the last of June), None when there is no such day.
    """

    person: str
    position: str
    of: str
    during: Date
    sure: Date | None
    source: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A member's time in one status within an organisation; `during` and `sure` as in Tenure."""

    member: str
    organisation: str
    status: str
    during: Date
    sure: Date | None
    source: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the register knows of an organisation beyond its names."""

    id: str
    nominal: Names
    gender: dict[str, str]
    founded: str | None
    seat: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class CompleteList:
    """The days on which the stretches name every member of an organisation: who is not among them then is none."""

    organisation: str
    during: Date
    source: str


@dataclass(frozen=True, slots=True)
class StateNumber:
    """A state's numbers in the state lists of Correlates of War and of Gleditsch and Ward, while they hold."""

    state: str
    cow: int | None
    gw: int | None
    during: Date


class Register:
    """The register in memory, with the look-ups that reading and asking need.

    >>> from dragoman.register import load_register
    >>> register = load_register()
    >>> register.actors["BLR"].label
    'Belarus'
    """

    def __init__(
        self,
        actors: Iterable[Actor],
        forms: Iterable[Form],
        organisations: Iterable[Organisation],
        stretches: Iterable[Stretch],
        tenures: Iterable[Tenure],
        capitals: Mapping[str, str] | None = None,
        metonyms: Mapping[str, str] | None = None,
        state_nouns: Mapping[str, Names] | None = None,
        numbers: Iterable[StateNumber] = (),
        complete_lists: Iterable[CompleteList] = (),
    ) -> None:
        self.actors: dict[str, Actor] = {actor.id: actor for actor in actors}
        self.forms: tuple[Form, ...] = tuple(forms)
        self.organisations: dict[str, Organisation] = {item.id: item for item in organisations}
        self._capitals = dict(capitals or {})
        self._metonyms = dict(metonyms or {})
        self._state_nouns = dict(state_nouns or {})
        self._numbers: dict[str, list[StateNumber]] = defaultdict(list)
        for number in sorted(numbers, key=lambda each: each.during.first or dt.date.min):
            self._numbers[number.state].append(number)
        self._complete: dict[str, list[CompleteList]] = defaultdict(list)
        for each in complete_lists:
            self._complete[each.organisation].append(each)
        self._set_days(stretches, tenures)
        self._people_by_sound: dict[str, set[str]] = defaultdict(set)
        self._people_by_key: dict[str, set[str]] = defaultdict(set)
        self._people_by_surname: dict[str, set[str]] = defaultdict(set)
        for form in self.forms:
            if form.use == "person":
                self._people_by_sound[sound_key(form.text)].update(form.actors)
                self._people_by_key[name_key(form.text)].update(form.actors)
                self._people_by_surname[sound_key(form.text.split()[-1])].update(form.actors)

    def _set_days(self, stretches: Iterable[Stretch], tenures: Iterable[Tenure]) -> None:
        self.stretches: tuple[Stretch, ...] = tuple(stretches)
        self.tenures: tuple[Tenure, ...] = tuple(tenures)
        self._by_member: dict[tuple[str, str], list[Stretch]] = defaultdict(list)
        for stretch in sorted(self.stretches, key=_start):
            self._by_member[stretch.member, stretch.organisation].append(stretch)
        self._by_person: dict[str, list[Tenure]] = defaultdict(list)
        self._by_office: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
        for tenure in self.tenures:
            self._by_person[tenure.person].append(tenure)
            self._by_office[tenure.position, tenure.of].append(tenure)

    def as_known(self, by: Date | None) -> "Register":
        """The register as it could be known by some days: what begins later is left out, an end that is later is open.

        The whole register where the days are not given, or have no end.
        """
        last = by.last if by is not None else None
        if last is None:
            return self
        limited = copy.copy(self)
        limited._set_days(_known_by(self.stretches, last), _known_by(self.tenures, last))
        return limited

    def complete_list(self, organisation: str, on: Date) -> CompleteList | None:
        """The list that names every member of an organisation on all of some days, None where there is none."""
        return next((each for each in self._complete.get(organisation, ()) if covers(each.during, on)), None)

    def capital_of(self, state: str) -> str | None:
        """The actor id of a state's capital, None when the register has none."""
        return self._capitals.get(state)

    def number_of(self, state: str, on: Date | None) -> StateNumber | None:
        """The numbers of a state on all of some days; the present ones when the days are not known or straddle two."""
        found = self._numbers.get(state, [])
        fitting = [number for number in found if on is not None and covers(number.during, on)]
        return next(iter(fitting or found[-1:]), None)

    def state_behind(self, body: str) -> str | None:
        """The state whose executive a body speaks for ("le Kremlin" → RUS), None for any other body."""
        return self._metonyms.get(body)

    def states_called(self, language: str) -> dict[str, frozenset[str]]:
        """Nouns that not every state can be called by ("royaume", "archipel") → the states that are."""
        called: dict[str, set[str]] = defaultdict(set)
        for state, names in self._state_nouns.items():
            for noun in names.get(language, ()):
                called[noun].add(state)
        return {noun: frozenset(states) for noun, states in called.items()}

    def people_named(self, name: str) -> frozenset[str]:
        """Ids of the people of the register written so, spelling habits levelled; exact spellings win."""
        exact = self._people_by_key.get(name_key(name))
        return frozenset(exact if exact else self._people_by_sound.get(sound_key(name), set()))

    def people_surnamed(self, surname: str) -> frozenset[str]:
        """Ids of the people of the register whose last name token sounds so."""
        return frozenset(self._people_by_surname.get(sound_key(surname), ()))

    def tenures_of(self, person: str) -> tuple[Tenure, ...]:
        """Every position that the person is known to have held."""
        return tuple(self._by_person.get(person, ()))

    def holders(self, position: str, of: str, on: Date | None = None) -> list[Tenure]:
        """Who held the position, at any moment of `on` (always when None), earliest first."""
        found = self._by_office.get((position, of), [])
        return sorted((t for t in found if on is None or _overlap(t.during, on)), key=_start)

    def holder_throughout(self, position: str, of: str, on: Date) -> Tenure | None:
        """The one person who held the position on every day of `on`; None if there was a change or nobody is known."""
        held = self.holders(position, of, on)
        return held[0] if len(held) == 1 and held[0].sure and covers(held[0].sure, on) else None

    def positions_of(self, person: str, on: Date | None) -> list[Tenure]:
        """The positions that the person held on every day of `on`; all of them when `on` is None."""
        return [t for t in self._by_person.get(person, ()) if on is None or (t.sure is not None and covers(t.sure, on))]

    def held_among(self, people: Iterable[str], position: str, of: str | None, on: Date | None) -> set[str]:
        """Those of some people who held a position, of anything where `of` is None, on every day of `on`, or ever."""
        held = ((person, tenure) for person in people for tenure in self.positions_of(person, on))
        return {person for person, tenure in held if tenure.position == position and of in (None, tenure.of)}

    def status(self, member: str, organisation: str, on: Date | None = None) -> list[Stretch]:
        """The stretches of one member in one organisation that touch `on`, earliest first."""
        found = self._by_member.get((member, organisation), ())
        return [stretch for stretch in found if on is None or _overlap(stretch.during, on)]

    def members(self, organisation: str, on: Date | None = None) -> Iterator[Stretch]:
        """Every stretch of an organisation's members that touches `on`, in order of member and day."""
        hits = (s for s in self.stretches if s.organisation == organisation and (on is None or _overlap(s.during, on)))
        yield from sorted(hits, key=lambda s: (s.member, _start(s)))


def covers(outer: Date, inner: Date) -> bool:
    """Whether every day of `inner` lies inside `outer`."""
    starts = outer.first is None or (inner.first is not None and outer.first <= inner.first)
    ends = outer.last is None or (inner.last is not None and inner.last <= outer.last)
    return starts and ends


def _known_by(items: Iterable[Held], last: dt.date) -> Iterator[Held]:
    """Without what begins after a day; what ends after it is open."""
    for item in items:
        first, end = item.during.first, item.during.last
        if first is not None and first > last:
            continue
        if end is None or end <= last:
            yield item
        else:
            begins = item.during.edtf.split("/")[0]
            sure = item.sure.first if item.sure is not None else first
            open_end = Date(f"{begins}/..", first, None)
            yield replace(item, during=open_end, sure=Date(open_end.edtf, sure, None))


def _overlap(one: Date, other: Date) -> bool:
    return one.intersect(other) is not None


def _start(item: Tenure | Stretch) -> dt.date:
    return item.during.first or dt.date.min
