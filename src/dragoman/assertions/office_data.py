"""The words by which somebody takes up, has or leaves an office, and an occupancy before it is a row."""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

import msgspec

from dragoman.assertions.lexicon import LANGUAGES, folded
from dragoman.assertions.modality import Reading
from dragoman.data_files import load_yaml
from dragoman.model.mention import Mention, OfficeMention
from dragoman.model.sentence import Token


class OfficeVerb(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A verb by which somebody takes up or leaves an office."""

    frame: str
    lemmas: list[str]
    voice: Literal["active", "passive"]
    person: Literal["subject", "object", "agent", "oblique"]
    bears: Literal["starts", "ends", "holds"]
    object_noun: list[str] = []
    other: Literal["subject", "object", "oblique"] | None = None
    other_bears: Literal["starts", "ends"] | None = None
    prepositions: list[str] = []


class OfficeNoun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A noun of taking up or leaving an office."""

    frame: str
    lemmas: list[str]
    bears: Literal["starts", "ends"]


class OfficeChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """occupancy.yaml."""

    verbs: list[OfficeVerb]
    nouns: list[OfficeNoun]
    needs_office: list[str]
    by_predecessor: list[str]
    by_recent: list[str]
    functions: list[str]
    ending: list[str]
    of_person: str
    post_before: list[str]
    own_place: list[str]
    owned: list[str]
    presiding: list[str]
    being: list[str]
    relatives: list[str]
    capacity: str
    leaving_among: str
    gate: str
    no_case: list[str]
    post_nouns: list[str]
    heading_nouns: list[str]

    @cached_property
    def all_lemmas(self) -> frozenset[str]:
        """The verbs of change, which tell more of an office than that somebody acts in it."""
        return frozenset(lemma for verb in self.verbs for lemma in verb.lemmas)

    @cached_property
    def patterns(self) -> dict[str, re.Pattern[str]]:
        """The regular expressions, over folded text."""
        told = {"capacity": self.capacity, "leaving": self.leaving_among, "gate": self.gate, "of": self.of_person}
        return {name: re.compile(pattern) for name, pattern in told.items()}

    @property
    def heading(self) -> tuple[str, ...]:
        """The nouns by which an office is taken ("à la tête de"), folded."""
        return tuple(self.heading_nouns)


@cache
def load_changes(language: str) -> OfficeChanges:
    """The verbs and nouns of change of a language."""
    return folded(load_yaml(LANGUAGES / language / "occupancy.yaml", OfficeChanges))


@dataclass(frozen=True, slots=True)
class OccupancyDraft:
    """An occupancy before it becomes a row. `trigger` is None for an office beside a name."""

    person: Mention
    office: OfficeMention
    of: str | None
    of_reason: str
    bears: str
    modality: str
    rule: str
    trigger: Token | None
    reading: Reading
    filled_by: str
    reason: str
