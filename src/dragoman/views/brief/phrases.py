"""The phrases of a brief, as data: one file for each language, loaded whole and checked against the closed lists."""

import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, cast, get_args

import msgspec

from dragoman.data_files import load_yaml
from dragoman.errors import DataError
from dragoman.ontology.loading import ACTING, load_event_ontology, load_ontology
from dragoman.views.brief.brief import Language
from dragoman.views.brief.called import Called, Several, starts_with_vowel
from dragoman.views.names import get_nearest

LANGUAGES: tuple[Language, ...] = get_args(Language)
FOLDER = Path(__file__).parent / "phrases"

Forms = Annotated[list[str], msgspec.Meta(min_length=2, max_length=3)]
OneSeveral = Annotated[list[str], msgspec.Meta(min_length=2, max_length=2)]


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one thing is told: a verb, what follows it, how the other side is joined; see the head of the files."""

    do: str
    what: str = ""
    several: str = ""
    to: str = ""
    subject: str = ""
    vague: bool = False


class NameRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which names take which article; see the files. `nouns` maps a French noun to its gender."""

    nouns: dict[str, str] | list[str]
    without: list[str]
    always: list[str] = []
    never: list[str] = []
    plural_nouns: list[str] = []
    also_with: list[str] = msgspec.field(default_factory=list, name="with")
    of: dict[str, str] = {}
    mute: list[str] = []


class Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of phrases. An event's key is its type, or type and mode."""

    verbs: dict[str, Forms]
    modalities: dict[str, str]
    denied_by: str
    events: dict[str, Phrase]
    memberships: dict[str, dict[str, Phrase]]
    occupancies: dict[str, Phrase]
    attributes: dict[str, str]
    acts: dict[str, Phrase]
    statuses: dict[str, str]
    acting: str
    positions: dict[str, OneSeveral]
    dates: dict[str, str]
    numbers: list[str]
    parties: dict[str, str]
    sentence: dict[str, str]
    register: dict[str, str]
    absences: dict[str, str]
    text: dict[str, str]
    counts: dict[str, OneSeveral]
    kinds: dict[str, str]
    contradictions: dict[str, str]
    names: NameRules

    def event(self, event_type: str, mode: str | None) -> Phrase:
        """How an event is told; by its type alone where the mode is not known."""
        return self.events[f"{event_type} {mode}" if mode else event_type]

    def position(self, position: str, *, several: bool = False) -> str:
        """What an office is called."""
        name = self.positions[position.removeprefix(ACTING)][1 if several else 0]
        return self.acting.format(post=name) if position.startswith(ACTING) else name

    def number(self, number: int) -> str:
        """A number as a sentence has it: small ones in words."""
        return self.numbers[number - 1] if 0 < number <= len(self.numbers) else str(number)

    def count(self, what: str, number: int, **values: object) -> str:
        """A number of things."""
        return self.counts[what][0 if number == 1 else 1].format(n=number, **values)


def get_language(name: str) -> Language:
    """The language of briefs that a name means; UnknownNameError naming those that there are."""
    return cast(Language, get_nearest(name, LANGUAGES, "language of briefs"))


@cache
def load_phrases(language: Language) -> Phrases:
    """The phrases of a language. Raises DataError for a malformed file, or one that lacks what a closed list has."""
    name = f"{language}.yaml"
    phrases = load_yaml(FOLDER / name, Phrases)
    for what, wanted, given in _iter_lists(phrases):
        if wanted != given:
            told = ", ".join(sorted(wanted ^ given))
            raise DataError(f"{name}: {what} must be those of the closed list; look at {told}")
    for phrase in _iter_phrases(phrases):
        if phrase.do not in phrases.verbs:
            raise DataError(f"{name}: no forms of the verb {phrase.do!r}")
    return phrases


def _iter_lists(phrases: Phrases) -> Iterator[tuple[str, set[str], set[str]]]:
    """What the phrases have to hold, and what they do."""
    closed, events = load_ontology(), load_event_ontology()
    modes = {f"{name} {mode}" for name, event_type in events.types.items() for mode in event_type.modes}
    yield "events", {*events.types, *modes}, set(phrases.events)
    yield "acts", set(events.acts), set(phrases.acts)
    yield "modalities", set(closed.modalities), set(phrases.modalities)
    yield "positions", set(closed.positions), set(phrases.positions)
    yield "attributes", set(closed.properties), set(phrases.attributes)
    yield "statuses", set(closed.statuses), set(phrases.statuses)
    yield "memberships", set(closed.statuses), set(phrases.memberships)
    for status, by_bears in phrases.memberships.items():
        yield f"memberships of {status}", set(closed.bears), set(by_bears)
    yield "occupancies", set(closed.bears), set(phrases.occupancies)


def _iter_phrases(phrases: Phrases) -> Iterator[Phrase]:
    yield from phrases.events.values()
    yield from phrases.acts.values()
    yield from phrases.occupancies.values()
    for by_bears in phrases.memberships.values():
        yield from by_bears.values()


def tell(
    language: Language,
    phrase: Phrase,
    modality: str,
    *,
    lasts: bool = False,
    speakers: Several | None = None,
    **names: Any,
) -> str:
    """The clause of a phrase in a modality; `names` fill its slots, `who` and `whom` among them (whom may be None).

    `lasts` tells that it is a state and no deed ("was a member", "était membre"). What is denied is denied by
    `speakers`, where they are known.
    """
    phrases = load_phrases(language)
    who = Called(phrase.subject.format(**names)) if phrase.subject else names["who"]
    rest = (phrase.several if who.plural and phrase.several else phrase.what).format(**names)
    joined = phrase.to.format(**names) if names.get("whom") is not None else ""
    conjugate = _french if language == "fr" else _english
    forms = conjugate(phrase.do, phrases.verbs[phrase.do], rest, plural=who.plural, lasts=lasts)
    told = {name: f"{form} {joined}".strip() for name, form in forms.items()}
    # These stand before the rest and take nothing with them.
    told |= {name: forms[name] for name in ("were", "are", "due") if name in forms}
    if modality == "denied" and speakers is not None:
        has = "ont" if speakers.plural else "a"
        return phrases.denied_by.format(who=who, speakers=speakers, has=has, **told)
    return phrases.modalities[modality].format(who=who, **told)


def _english(verb: str, forms: list[str], rest: str, *, plural: bool, lasts: bool) -> dict[str, str]:
    past, done, *plurals = forms
    past = plurals[0] if plurals and plural else past
    negated = f"{past} not" if plurals else f"did not {verb}"
    verbs = {"past": past, "base": verb, "done": done, "not": negated}
    told = {name: f"{form} {rest}".strip() for name, form in verbs.items()}
    return {**told, "were": "were" if plural else "was", "are": "are" if plural else "is"}


def _french(verb: str, forms: list[str], rest: str, *, plural: bool, lasts: bool) -> dict[str, str]:
    done, stem, *lasting = forms
    has, had, may = ("ont", "aient", "aient") if plural else ("a", "ait", "ait")
    past = f"{lasting[0]}{had}" if lasts and lasting else None
    denying = f"{_ne(past)}{past} pas" if past else f"n'{has} pas {done}"
    verbs = {
        "past": past or f"{has} {done}",
        "base": verb,
        "would": f"{stem}{had}",
        "alleged": f"aur{had} {done}",
        "denied": f"{may} {done}",
        "not": denying,
    }
    told = {name: f"{form} {_after_not(rest) if name == 'not' else rest}".strip() for name, form in verbs.items()}
    return {**told, "due": "devaient" if plural else "devait"}


def _ne(verb: str) -> str:
    return "n'" if starts_with_vowel(verb) else "ne "


def _after_not(rest: str) -> str:
    """What a denied verb takes: "tenu des entretiens", "pas tenu d'entretiens"."""
    article, space, noun = rest.partition(" ")
    if article not in ("un", "une", "des"):
        return rest
    return f"d'{noun}" if starts_with_vowel(noun) else f"de{space}{noun}"


def slots_of(text: str) -> set[str]:
    """The names of the slots of a phrase."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
