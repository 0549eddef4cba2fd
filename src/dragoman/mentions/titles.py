"""The office data of one language (languages/XX/titles.yaml), validated and ready to scan."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from dragoman.data_files import load_yaml
from dragoman.errors import DataError
from dragoman.mentions.bridges import Bridges
from dragoman.mentions.phrases import PhraseBook
from dragoman.model.names import fold
from dragoman.ontology.loading import load_ontology

LANGUAGES = Path(__file__).parents[1] / "languages"

Gender = Literal["m", "f"]

# Heads whose position is settled by what follows them.
OPEN_POSITIONS = frozenset({"secretary", "organisation head"})


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One head word of offices: its position (None: a role that is no position), and what settles it.

    `leads`: a role of whoever leads a state. `turns`: of an organisation that states chair in turns it is the chair.
    """

    position: str | None
    forms: list[str]
    domain: bool = False
    deputy: bool = False
    topics: bool = False
    of: str | None = None
    leads: bool = False
    turns: bool = False


class Domain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a domain that make a minister of it hold `position`."""

    position: str
    words: list[str]
    not_after: list[str] = []


class RoleGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nouns for people of one sort ("masculine/feminine", or one form for both).

    `again`: masculine forms that may take up anybody of the group, or a holder of one of `positions`. `adjectival`:
    the nouns are adjectives as well.
    """

    group: str
    nouns: list[str]
    again: list[str] = []
    positions: list[str] = []
    adjectival: bool = False


class PartyGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Plural nouns that with a number stand for parties named before.

    `of` is ``state``, ``person``, ``organisation`` or ``side``; `positions`: only holders of these, and people whose
    office nobody tells. `protagonists`: where nobody was named together, two are those of whom the whole text tells.
    """

    of: Literal["state", "person", "organisation", "side"]
    forms: list[str]
    positions: list[str] = []
    protagonists: bool = True


@dataclass(frozen=True, slots=True)
class RoleNoun:
    """One form of a noun of a role; `lemma` is its masculine form, folded, `gender` None where both are called so."""

    lemma: str
    group: RoleGroup
    gender: Gender | None


class Prepositions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How complements of an office are joined: `belonging` ("du", "de la"), `charge` ("à la"), `posting` ("en")."""

    belonging: list[str]
    charge: list[str]
    posting: list[str]


class Joints(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Regular expressions over the text between two names."""

    double: str
    comma: str
    and_: str = msgspec.field(name="and")
    next_state: str
    pair: str
    singular_next: str
    governed: str
    owner: str
    between: str
    by: str
    finite: str
    mark: str
    listed: str
    insertion: str


class Masks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the parser sees in place of chunks and time expressions."""

    groups: dict[str, str]
    organisations: dict[str, str]
    many: str
    person: str
    capital: str
    plural_articles: list[str]
    articles: dict[str, str]
    head_words: dict[str, str]
    time: str
    idiom: str


class Titles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """titles.yaml as it stands."""

    heads: list[Head]
    domains: list[Domain]
    domain_words: list[str]
    qualifiers: list[str]
    acting: list[str]
    former: list[str]
    future: list[str]
    future_before: list[str]
    then: list[str]
    state_bodies: list[str]
    military_bodies: list[str]
    parliament_bodies: list[str]
    civilities: list[str]
    plural_civilities: list[str]
    ranks: list[str]
    particles: list[str]
    not_people: list[str]
    roles: list[RoleGroup]
    role_adjectives: list[str]
    things: list[str]
    no_person_words: list[str]
    human_verbs: list[str]
    counterparts: list[str]
    prepositions: Prepositions
    joiners: list[str]
    determiners: list[str]
    generic: dict[str, list[str]]
    groups: list[PartyGroup]
    presidents_of: list[str]
    chancellors_of: list[str]
    chancellors_abroad: list[str]
    chaired_in_turns: list[str]
    policy_heads: list[str]
    not_names: list[str]
    abbreviations: list[str]
    office_adjectives: dict[str, list[str]]
    headed: dict[str, str]
    territories: list[str]
    home_offices: list[str]
    led_bodies: list[str]
    taken_up_bodies: list[str]
    issuing_bodies: list[str]
    bare_abroad: list[str]
    relations: list[str]
    appointment_cues: list[str]
    bridges: Bridges
    security_councils: list[str]
    numbers: dict[str, int]
    presided: list[str]
    joints: Joints
    masks: Masks


class TitleBook:
    """Titles with their phrase book and the small sets that are asked word by word."""

    def __init__(self, titles: Titles, given_names: list[str]) -> None:
        self.titles = titles
        self.given_names = frozenset(map(fold, given_names))
        self.things = frozenset(map(fold, titles.things))
        self.no_person_words = frozenset(map(fold, titles.no_person_words))
        self.human_verbs = frozenset(map(fold, titles.human_verbs))
        self.role_groups = {position: group for group in titles.roles for position in group.positions}
        self.book = PhraseBook(self._forms(titles))
        self.particles = frozenset(map(fold, titles.particles))
        # "le ministre de l'Information Daud Aweis": the word of a domain begins no name.
        self.not_people = frozenset(map(fold, (*titles.not_people, *titles.domain_words)))
        self.presided = frozenset(map(fold, titles.presided))
        self.policy_heads = frozenset(map(fold, titles.policy_heads))
        self.security_councils = tuple(map(fold, titles.security_councils))
        self.parliaments = tuple(map(fold, titles.parliament_bodies))
        self.home_offices = frozenset(map(fold, titles.home_offices))
        self.led_bodies = frozenset(map(fold, titles.led_bodies))
        self.taken_up_bodies = frozenset(map(fold, titles.taken_up_bodies))
        self.issuing_bodies = frozenset(map(fold, titles.issuing_bodies))
        self.bare_abroad = frozenset(titles.bare_abroad)
        self.headed = {fold(body): position for body, position in titles.headed.items()}
        self.bridges = _compiled(titles.bridges)
        self.joints = _compiled(titles.joints)
        self.masks = titles.masks
        self.not_after = {
            fold(w): frozenset(map(fold, d.not_after)) for d in titles.domains for w in d.words if d.not_after
        }
        self.domain_of = {fold(w): d.position for d in reversed(titles.domains) for w in d.words}

    @staticmethod
    def _forms(titles: Titles) -> list[tuple[str, str, object]]:
        forms: list[tuple[str, str, object]] = [("head", form, head) for head in titles.heads for form in head.forms]
        groups = {
            "qualifier": titles.qualifiers,
            "acting": titles.acting,
            "former": titles.former,
            "future": titles.future,
            "future_before": titles.future_before,
            "then": titles.then,
            "state_body": titles.state_bodies,
            "military_body": titles.military_bodies,
            "parliament_body": titles.parliament_bodies,
            "civility": titles.civilities,
            "plural_civility": titles.plural_civilities,
            "rank": titles.ranks,
            "counterpart": titles.counterparts,
            "belonging": titles.prepositions.belonging,
            "charge": titles.prepositions.charge,
            "posting": titles.prepositions.posting,
            "joiner": titles.joiners,
            "determiner": titles.determiners,
            "territory": titles.territories,
            "relation": titles.relations,
            "cue": titles.appointment_cues,
            "role_adjective": titles.role_adjectives,
            "domain": [*titles.domain_words, *(word for domain in titles.domains for word in domain.words)],
        }
        forms += [(group, form, None) for group, members in groups.items() for form in members]
        forms += [
            ("office_adjective", form, actor)
            for actor, forms_of in titles.office_adjectives.items()
            for form in forms_of
        ]
        forms += [("role", form, noun) for form, noun in _role_nouns(titles.roles)]
        forms += [("role_plural", form, None) for form in _role_plurals(titles.roles)]
        forms += [("generic", form, kind) for kind, members in titles.generic.items() for form in members]
        forms += [("group", form, group) for group in titles.groups for form in group.forms]
        return forms


def _role_nouns(groups: list[RoleGroup]) -> Iterator[tuple[str, RoleNoun]]:
    for group in groups:
        for pair in group.nouns:
            masculine, slash, feminine = pair.partition("/")
            lemma = fold(masculine)
            yield masculine, RoleNoun(lemma, group, "m" if slash else None)
            if slash:
                yield feminine, RoleNoun(lemma, group, "f")


def _role_plurals(groups: list[RoleGroup]) -> Iterator[str]:
    """The plural forms of the nouns of roles; what stands behind "de" keeps its form."""
    for group in groups:
        for form in (form for pair in group.nouns for form in pair.split("/")):
            head, of, rest = form.partition(" de ")
            yield " ".join(_plural(word) for word in head.split(" ")) + of + rest


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "z")):
        return word
    return f"{word[:-2]}aux" if word.endswith("al") else f"{word}s"


def _compiled(patterns: Bridges | Joints) -> dict[str, re.Pattern[str]]:
    try:
        return {
            name.rstrip("_"): re.compile(text, re.IGNORECASE) for name, text in msgspec.structs.asdict(patterns).items()
        }
    except re.error as error:
        raise DataError(f"titles.yaml: no regular expression: {error}") from error


@cache
def load_titles(language: str) -> TitleBook:
    """The titles of a language; raises DataError on a position that is not on the closed list."""
    titles = load_yaml(LANGUAGES / language / "titles.yaml", Titles)
    ontology = load_ontology()
    for head in titles.heads:
        if head.position is not None and head.position not in OPEN_POSITIONS:
            ontology.check_position(head.position, f"{language}/titles.yaml")
        if not head.forms:
            raise DataError(f"{language}/titles.yaml: a head of {head.position} has no forms")
    for domain in titles.domains:
        ontology.check_position(domain.position, f"{language}/titles.yaml")
    for party_group in titles.groups:
        for position in party_group.positions:
            ontology.check_position(position, f"{language}/titles.yaml")
    known = [noun.lemma for _, noun in _role_nouns(titles.roles)]
    for group in titles.roles:
        for position in group.positions:
            ontology.check_position(position, f"{language}/titles.yaml")
        for noun in group.again:
            if fold(noun) not in known:
                raise DataError(f"{language}/titles.yaml: {noun!r} of the roles {group.group} is no noun of any role")
    return TitleBook(titles, load_yaml(LANGUAGES / language / "given_names.yaml", list[str]))
