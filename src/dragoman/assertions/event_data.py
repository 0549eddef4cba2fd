"""What the event frames of a language share: support verbs, light nouns, presupposing prepositions (events.yaml)."""

import re
from functools import cache

import msgspec

from dragoman.assertions.lexicon import LANGUAGES
from dragoman.data_files import load_yaml
from dragoman.model.names import fold


class EventWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """events.yaml; the file says what each list is for."""

    support: list[str]
    occurring: list[str]
    hosting: list[str]
    quantifiers: list[str]
    presupposing: list[str]
    simultaneous: list[str]
    concurrent: list[str]
    concurrent_verbs: list[str]
    sharing: list[str]
    place: list[str]
    localities: list[str]
    called_after_place: list[str]
    parting: list[str]
    ongoing: list[str]
    light: list[str]
    targets: list[str]
    blaming: list[str]
    excluding: list[str]
    decreeing: list[str]
    texts: list[str]
    premises: list[str]
    ready: list[str]
    rebutting: list[str]
    spoken_of: list[str]
    definite: list[str]
    outsides: list[str]
    authoring: list[str]
    object_control: list[str]
    always_object: list[str]
    infinitives: dict[str, list[str]]
    imputing: list[str]
    opposing: list[str]
    nothing: list[str]
    habitual: list[str]
    staged: list[str]
    hitting: list[str]
    standing: list[str]
    aims: list[str]
    causing: list[str]
    counterparts: list[str]
    shares: list[str]
    partial: list[str]
    presupposing_nouns: list[str]
    initiating: list[str]
    held: list[str]
    wishing: list[str]
    harming: list[str]
    ending: list[str]
    consequent: list[str]
    phases: list[str]
    averting: list[str]
    armed: list[str]
    confirming: list[str]
    describing: list[str]
    waging: list[str]
    suffering: list[str]
    suffered: list[str]
    either: list[str]
    asides: list[str]
    joining: list[str]
    carrying: list[str]
    pairs: list[str]
    middle: list[str]
    adjuncts: list[str]
    compounds: dict[str, str]
    deciding: list[str]
    gatherings: list[str]
    seats: list[str]
    adopting: list[str]
    scheduling: list[str]
    elsewhere: dict[str, list[str]]
    governing: dict[str, list[str]]


class EventData:
    """The lists of events.yaml as folded sets."""

    def __init__(self, words: EventWords) -> None:
        self._add_force(words)
        self._add_speech(words)
        self.support = _folded(words.support)
        self.occurring = _folded(words.occurring)
        self.hosting = _folded(words.hosting)
        self.quantifiers = _folded(words.quantifiers)
        self.presupposing = _folded(words.presupposing)
        self.simultaneous = _folded(words.simultaneous)
        self.concurrent = _folded(words.concurrent)
        self.concurrent_verbs = _folded(words.concurrent_verbs)
        self.sharing = _folded(words.sharing)
        self.place = _folded(words.place)
        self.localities = _folded(words.localities)
        self.called_after_place = _folded(words.called_after_place)
        self.ongoing = _folded(words.ongoing)
        self.parting = _folded(words.parting)
        self.light = _folded(words.light)
        self.targets = _folded(words.targets)
        self.blaming = _folded(words.blaming)
        self.definite = _folded(words.definite)
        self.outsides = _folded(words.outsides)
        self.authoring = _folded(words.authoring)
        self.object_control = _folded(words.object_control)
        self.always_object = _folded(words.always_object)
        self.infinitives = {fold(verb): name for name, verbs in words.infinitives.items() for verb in verbs}
        self.imputing = _folded(words.imputing)
        self.opposing = _folded(words.opposing)
        self.nothing = _folded(words.nothing)
        self.habitual = _folded(words.habitual)
        self.staged = _folded(words.staged)
        self.hitting = _folded(words.hitting)
        self.standing = _folded(words.standing)
        self.aims = _folded(words.aims)
        self.causing = _folded(words.causing)
        self.counterparts = _folded(words.counterparts)
        self.shares = _folded(words.shares)
        self.partial = _folded(words.partial)
        self.presupposing_nouns = _folded(words.presupposing_nouns)
        self.initiating = _folded(words.initiating)
        self.held = _folded(words.held)
        self.wishing = _folded(words.wishing)
        self.suffering = _folded(words.suffering)
        self.suffered = _folded(words.suffered)
        self.either = _folded(words.either)
        self.asides = _folded(words.asides)
        self.joining = _folded(words.joining)
        self.carrying = _folded(words.carrying)
        self.pairs = _folded(words.pairs)
        self.middle = _folded(words.middle)
        self.adjuncts = _folded(words.adjuncts)
        self.compounds = {fold(prefix): state for prefix, state in words.compounds.items()}
        self.deciding = _folded(words.deciding)
        self.gatherings = _folded(words.gatherings)
        self.scheduling = _folded(words.scheduling)
        self.adopting = _folded(words.adopting)
        self.seats = frozenset(words.seats)
        self.elsewhere = {kind: _any_of(phrases) for kind, phrases in words.elsewhere.items()}
        self.governing = {fold(verb): name for name, verbs in words.governing.items() for verb in verbs}

    def _add_force(self, words: EventWords) -> None:
        self.describing = _folded(words.describing)
        self.armed = _folded(words.armed)
        self.confirming = _folded(words.confirming)
        self.averting = _folded(words.averting)
        self.phases = _folded(words.phases)
        self.ending = _folded(words.ending)
        self.consequent = _folded(words.consequent)
        self.harming = _folded(words.harming)
        self.waging = _folded(words.waging)

    def _add_speech(self, words: EventWords) -> None:
        self.excluding = _folded(words.excluding)
        self.premises = _folded(words.premises)
        self.decreeing = _folded(words.decreeing)
        self.texts = _folded(words.texts)
        self.ready = _folded(words.ready)
        self.rebutting = _folded(words.rebutting)
        self.spoken_of = _folded(words.spoken_of)


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(fold(phrase)) for phrase in phrases) + r")s?\b")


def _folded(words: list[str]) -> frozenset[str]:
    return frozenset(fold(word).strip("'") for word in words)


@cache
def load_event_data(language: str) -> EventData:
    """The shared event words of a language."""
    return EventData(load_yaml(LANGUAGES / language / "events.yaml", EventWords))
