"""What the event frames of a language share: support verbs, light nouns, presupposing prepositions (events.yaml)."""

import re
from collections.abc import Mapping
from functools import cache, cached_property

import msgspec

from dragoman.assertions.lexicon import LANGUAGES
from dragoman.data_files import load_yaml
from dragoman.model.names import Folded, fold, folded_words


class EventData(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """events.yaml, its lists folded; the file says what each is for."""

    support: Folded
    proceeding: Folded
    sending: Folded
    occurring: Folded
    matters: Folded
    hosting: Folded
    quantifiers: Folded
    presupposing: Folded
    simultaneous: Folded
    concurrent: Folded
    concurrent_verbs: Folded
    sharing: Folded
    place: Folded
    localities: Folded
    called_after_place: Folded
    parting: Folded
    ongoing: Folded
    light: Folded
    in_charge: Folded
    organs: Folded
    assemblies: Folded
    targets: Folded
    blaming: Folded
    excluding: Folded
    decreeing: Folded
    announcements: Folded
    texts: Folded
    premises: Folded
    ready: Folded
    rebutting: Folded
    spoken_of: Folded
    definite: Folded
    outsides: Folded
    governing_de: Folded
    unions: Folded
    including: Folded
    authoring: Folded
    object_control: Folded
    always_object: Folded
    answers: Folded
    repaying: Folded
    siding: Folded
    imputing: Folded
    opposing: Folded
    nothing: Folded
    habitual: Folded
    every: Folded
    periods: Folded
    staged: Folded
    hitting: Folded
    standing: Folded
    lasting: Folded
    discussing: Folded
    moving: Folded
    whichever: Folded
    ever_since: Folded
    at_first: Folded
    aims: Folded
    causing: Folded
    counterparts: Folded
    shares: Folded
    partial: Folded
    presupposing_nouns: Folded
    initiating: Folded
    held: Folded
    one_sided: Folded
    bringing_together: Folded
    attending: Folded
    means: Folded
    agreeing: Folded
    shared: Folded
    wishing: Folded
    harming: Folded
    ending: Folded
    pointing: Folded
    beside_others: Folded
    consequent: Folded
    phases: Folded
    bidding: Folded
    descent: Folded
    resolves: Folded
    demands: Folded
    begun: Folded
    looming: Folded
    aimed_at: Folded
    favouring: Folded
    averting: Folded
    armed: Folded
    confirming: Folded
    describing: Folded
    waging: Folded
    suffering: Folded
    suffered: Folded
    either: Folded
    asides: Folded
    joining: Folded
    impersonal: Folded
    impersonal_verbs: Folded
    personal: Folded
    resigning: Folded
    receiving: Folded
    witnessing: Folded
    ranks: Folded
    accompanying: Folded
    carrying: Folded
    pairs: Folded
    middle: Folded
    adjuncts: Folded
    deciding: Folded
    gatherings: Folded
    adopting: Folded
    scheduling: Folded
    seats: frozenset[str]
    ruling: frozenset[str]
    verbs_by_modality: dict[str, Folded] = msgspec.field(name="infinitives")
    governing_by_modality: dict[str, Folded] = msgspec.field(name="governing")
    compound_states: dict[str, str] = msgspec.field(name="compounds")
    signs_elsewhere: dict[str, list[str]] = msgspec.field(name="elsewhere")

    @cached_property
    def infinitives(self) -> dict[str, str]:
        """What a verb makes of the infinitive that it governs, by verb."""
        return _inverted(self.verbs_by_modality)

    @cached_property
    def governing(self) -> dict[str, str]:
        """What a verb makes of the event that is its object, by verb."""
        return _inverted(self.governing_by_modality)

    @cached_property
    def compounds(self) -> dict[str, str]:
        """The state that the first part of a compound adjective names, by that part."""
        return {fold(prefix): state for prefix, state in self.compound_states.items()}

    @cached_property
    def elsewhere(self) -> dict[str, re.Pattern[str]]:
        """By type of event, what in a sentence shows that it is none."""
        return {kind: _any_of(phrases) for kind, phrases in self.signs_elsewhere.items()}


def _inverted(table: Mapping[str, Folded]) -> dict[str, str]:
    return {verb: name for name, verbs in table.items() for verb in verbs}


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(fold(phrase)) for phrase in phrases) + r")s?\b")


@cache
def load_event_data(language: str) -> EventData:
    """The shared event words of a language."""
    return load_yaml(LANGUAGES / language / "events.yaml", EventData, folded_words)
