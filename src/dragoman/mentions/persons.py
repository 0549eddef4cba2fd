"""Which person each name of a document is: the register, the offices beside it, and the other names of the document."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.fuzz import ratio

from dragoman.mentions.holder_lists import Holding
from dragoman.mentions.people import NameSpan
from dragoman.model.dates import Date
from dragoman.model.names import name_key, sound_key
from dragoman.register import Register

# Given names are taken for the same when they sound alike to this degree (0 to 100); surnames must sound the same.
SIMILAR_GIVEN = 75.0
PAIR = 2
# Positions whose holder leads a state or speaks for it, and is called by surname alone.
LEADING = frozenset({"president", "prime minister", "monarch", "chancellor", "foreign minister"})
LONGEST_ACRONYM = 5


@dataclass(slots=True)
class Person:
    """One person of a document: an actor id, the names that stand for it, and why."""

    actor: str
    reason: str
    names: list[NameSpan] = field(default_factory=list)


class PersonResolver:
    """Settles the names of one document.

    `on` is the day that its offices are asked for, None when unknown; `states` those that it names.
    """

    def __init__(self, register: Register, on: Date | None, states: Collection[str] = ()) -> None:
        self._states = frozenset(states)
        self._register = register
        self._on = on
        self.by_start: dict[int, Person] = {}
        self._people: dict[str, Person] = {}
        self._surnames: dict[str, set[str]] = defaultdict(set)

    def resolve(self, names: Iterable[NameSpan], holdings: Sequence[Holding], shown: Mapping[int, str]) -> None:
        """Fill `by_start`. `shown` says by its start why a name must be a person's, whoever it is."""
        beside = {holding.name.start: holding for holding in holdings}
        everyone = list(names)
        full = [name for name in everyone if _is_full(name)]
        short = [name for name in everyone if not _is_full(name)]
        evident = dict.fromkeys(beside, "name beside an office") | dict(shown)
        for name in full:
            self._surnames[sound_key(name.words[-1])].add(sound_key(name.text))
        introduced = self._introduced(full, evident)
        for name in full:
            person = self._full(name, beside.get(name.start), introduced)
            if person is not None:
                self._join(person, name)
        for name in short:
            person = self._short(name, beside.get(name.start), name.start in evident)
            if person is not None:
                self._join(person, name)

    def _join(self, person: Person, name: NameSpan) -> None:
        person.names.append(name)
        self.by_start[name.start] = person

    @staticmethod
    def _introduced(full: Sequence[NameSpan], evident: Mapping[int, str]) -> dict[str, str]:
        """Sound keys of the full names that something shows to be people's, and what it is."""
        return {sound_key(name.text): evident[name.start] for name in full if name.start in evident}

    def _full(self, name: NameSpan, holding: Holding | None, introduced: Mapping[str, str]) -> Person | None:
        key = sound_key(name.text)
        if key in self._people:
            return self._people[key]
        known = self._known(name, holding)
        if known is not None:
            return self._remember(key, known, "register: name")
        longer = [other for other in {*self._people, *introduced} if other.endswith(f" {key}")]
        if len(longer) == 1 and longer[0] in self._people:
            # "Beto Camargo Leite … Camargo Leite"
            self._people[key] = self._people[longer[0]]
            return self._people[key]
        if key not in introduced:
            return None
        for other, person in self._people.items():
            if _same_name(key, other):
                self._people[key] = person
                return person
        return self._remember(key, f"~{name_key(name.text)}", introduced[key])

    def _remember(self, key: str, actor: str, reason: str) -> Person:
        person = next((p for p in self._people.values() if p.actor == actor), None) or Person(actor, reason)
        self._people[key] = person
        return person

    def _known(self, name: NameSpan, holding: Holding | None) -> str | None:
        """The one person of the register that a full name is; None when there is none or more than one is left."""
        people = set(name.hit.actors) if name.hit else set(self._register.people_named(name.text))
        if not people and len(name.words) > 2:
            # A form of respect or a further given name before the name that is known.
            people = set(self._register.people_named(" ".join(name.words[1:])))
            people = people or set(self._register.people_named(f"{name.words[0]} {name.words[-1]}"))
        if not people and len(name.words) == PAIR:
            # "Ishiba Shigeru": family name first.
            people = set(self._register.people_named(f"{name.words[1]} {name.words[0]}"))
        if not people and holding is not None:
            people = self._sounding(name, holding)
        if len(people) > 1 and holding is not None:
            people = {person for person in people if self._held(person, holding)} or people
        if len(people) == 1:
            return people.pop()
        return None

    def _sounding(self, name: NameSpan, holding: Holding) -> set[str]:
        """People of the register with that surname and office whose given name is alike."""
        given = sound_key(" ".join(name.words[:-1]))
        found = set()
        for person in self._register.people_surnamed(name.words[-1]):
            spelled = [form.split() for forms in self._register.actors[person].names.values() for form in forms]
            alike = any(ratio(given, sound_key(" ".join(words[:-1]))) >= SIMILAR_GIVEN for words in spelled)
            if alike and self._held(person, holding):
                found.add(person)
        return found

    def _held(self, person: str, holding: Holding) -> bool:
        phrase = holding.phrase
        of = set(holding.of_hit.actors) if holding.of_hit else {phrase.of} if phrase.of else None
        position = (phrase.position or "").removeprefix("acting ")
        return any(
            (of is None or tenure.of in of) and (not position or tenure.position == position or position == "secretary")
            for tenure in self._register.tenures_of(person)
        )

    def _short(self, name: NameSpan, holding: Holding | None, evident: bool) -> Person | None:
        """A surname, perhaps with an initial: somebody of this document, else of the register where it is certain."""
        initial, surname = _parts(name)
        fitting: dict[str, Person] = {}
        for key, person in self._people.items():
            words = key.split()
            lasts = (words[-1], " ".join(words[-2:]), " ".join(words[1:]))
            if (surname in lasts and (initial is None or words[0].startswith(initial))) or (
                initial is None and name.hit is not None and person.actor in name.hit.actors
            ):
                fitting[person.actor] = person
        if not fitting and evident and initial is None:
            # "M. Wang": the family name comes first in Chinese, Korean and Vietnamese names.
            fitting = {person.actor: person for key, person in self._people.items() if key.split()[0] == surname}
        if initial is None and len(self._surnames[surname]) > 1:
            return None
        if len(fitting) == 1:
            return next(iter(fitting.values()))
        if len(fitting) > 1:
            return None
        known = name.hit or name.inner
        if known is not None and len(known.actors) == 1 and self._fits_initial(known.actors[0], initial):
            return self._remember(sound_key(name.text), known.actors[0], "register: known by surname")
        people = {p for p in self._register.people_surnamed(name.words[-1]) if holding and self._held_then(p, holding)}
        if initial is not None:
            people = {p for p in people if self._fits_initial(p, initial)}
        if len(people) == 1:
            return self._remember(sound_key(name.text), people.pop(), "register: surname and office")
        called = {p for p in self._called(name, holding) if initial is None} if holding is not None else set()
        if len(called) == 1:
            return self._remember(sound_key(name.text), called.pop(), "register: given name and office")
        leaders = self._leaders(name) if evident and initial is None else set()
        if len(leaders) == 1:
            return self._remember(sound_key(name.text), leaders.pop(), "register: the only leader of that surname")
        if evident and len(name.text) > 2 and not (name.text.isupper() and len(name.text) <= LONGEST_ACRONYM):
            return self._remember(
                sound_key(name.text), f"~{name_key(name.text)}", "surname beside an office or form of address"
            )
        return None

    def _called(self, name: NameSpan, holding: Holding) -> set[str]:
        """ "le premier ministre arménien Nikol pashinyan": who holds the office and is called so by given name."""
        of, position = holding.phrase.of, holding.phrase.position
        if of is None or position is None or holding.phrase.former:
            return set()
        given = sound_key(name.text)
        held = {tenure.person for tenure in self._register.holders(position, of, self._on)}
        return {person for person in held if sound_key(self._register.actors[person].label).split()[0] == given}

    def _leaders(self, name: NameSpan) -> set[str]:
        """People of that surname who on the day lead a state that the document names."""
        if self._on is None:
            return set()
        return {
            person
            for person in self._register.people_surnamed(name.words[-1])
            for tenure in self._register.positions_of(person, self._on)
            if tenure.position in LEADING and tenure.of in self._states
        }

    def _fits_initial(self, person: str, initial: str | None) -> bool:
        return initial is None or sound_key(self._register.actors[person].label).startswith(initial)

    def _held_then(self, person: str, holding: Holding) -> bool:
        """Whether the person held the office on the day; in an undated document, ever."""
        phrase = holding.phrase
        of = set(holding.of_hit.actors) if holding.of_hit else {phrase.of} if phrase.of else None
        tenures = self._register.tenures_of(person) if phrase.former else self._register.positions_of(person, self._on)
        return any(tenure.position == phrase.position and (of is None or tenure.of in of) for tenure in tenures)


def _is_full(name: NameSpan) -> bool:
    if name.hit is not None and name.hit.of_use("person"):
        return True
    # "un entretien Aoun-Ortagus": two surnames.
    return len(name.words) > 1 and not name.words[0].endswith(".") and " " in name.text


def _parts(name: NameSpan) -> tuple[str | None, str]:
    if name.words[0].endswith(".") and len(name.words) > 1:
        return sound_key(name.words[0])[:1] or None, sound_key(" ".join(name.words[1:]))
    return None, sound_key(name.text)


def _same_name(one: str, other: str) -> bool:
    """Whether two sound keys are spellings of one name: the same surname, given names alike."""
    first, second = one.split(), other.split()
    if len(first) < 2 or len(second) < 2 or first[-1] != second[-1]:
        return False
    return ratio(" ".join(first[:-1]), " ".join(second[:-1])) >= SIMILAR_GIVEN
