"""How a language reports speech: verbs, sources and carriers, and who can speak (speech.yaml, speaking.yaml).

Both the cutting of sentences into clauses and the reading of statements go by this data.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Literal

import msgspec

from dragoman.data_files import load_yaml
from dragoman.errors import DataError
from dragoman.languages.verb_forms import Forms
from dragoman.model.names import fold
from dragoman.ontology.loading import load_event_ontology

LANGUAGES = Path(__file__).parent
Complement = Literal["clause", "infinitive", "bare", "predicate", "noun", "quote", "inverted"]


class SpeechVerb(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Verbs of speech of one act, and in what shapes their content comes.

    `control` tells who does a governed infinitive; `with_` are fixed words of which one follows the verb; `oblique`
    are prepositions behind which a noun phrase is the content. An object noun must be one of `objects`, if any are
    given, and none of `not_objects` ("rappeler un ambassadeur" is no speech); where `marked`, it must be quoted or
    indefinite, where `quoted`, hold quoted words; where `colon`, a quotation must stand behind one; `not_with` are
    words of which none follows; `told`: words that only point at what was told before say nothing ("annonce cette
    décision").
    """

    lemmas: list[str]
    act: str
    complements: list[Complement]
    told: bool = False
    with_: list[str] = msgspec.field(name="with", default_factory=list)
    control: Literal["subject", "object"] = "subject"
    audience: list[str] = []
    objects: list[str] = []
    not_objects: list[str] = []
    oblique: list[str] = []
    marked: bool = False
    not_with: list[str] = []
    quoted: bool = False
    colon: bool = False


class SpeechSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that name a source ("selon"); `clause_mark`: ``comma`` where only a comma behind makes it one ("pour")."""

    words: list[str]
    act: str = "say"
    clause_mark: str | None = None
    not_before: list[str] = []


class SpeechNoun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nouns of speech with a speaker and a clause ("l'annonce par X que")."""

    lemmas: list[str]
    act: str
    complements: list[Complement] = []


class SpeechCues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """speech.yaml."""

    verbs: list[SpeechVerb]
    sources: list[SpeechSource]
    unnamed: list[str]
    nouns: list[SpeechNoun]
    noun_links: list[str]
    carriers: list[str]


class Irregular(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Forms of a verb that no rule gives."""

    finite: list[str]
    participles: list[str]
    present: str


class Speaking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """speaking.yaml."""

    irregular: dict[str, Irregular]
    auxiliaries: list[str]
    clitics: list[str]
    inverted_pronouns: list[str]
    adverbs: list[str]
    adverb_phrases: list[str]
    genitives: list[str]
    relatives: list[str]
    prepositions: list[str]
    determiners: list[str]
    openers: list[str]
    linkers: list[str]
    speaker_nouns: list[str]
    voices: list[str]
    media_nouns: list[str]
    media_words: list[str]
    against: list[str]
    assemblies: list[str]
    counterparts: list[str]
    taking_up: list[str]
    same_bodies: list[str]
    same_source: list[str]
    first_person: list[str]
    second_person: list[str]
    spoken_texts: list[str]
    spoken_by: list[str]
    held_by: list[str]
    briefings: list[str]
    house_headings: dict[str, list[str]]
    joining: list[str]
    questioners: list[str]
    answerers: list[str]
    feminine: list[str]
    masculine: list[str]
    closers: list[str]
    finite_signs: str
    demonstratives: list[str]
    qualifiers: list[str]
    before_que: list[str]
    readings: list[str]
    impersonal: list[str]
    organ_heads: dict[str, str]
    gerunds: list[str]
    performing: list[str]
    seeming: list[str]
    texts: list[str]
    communiques: list[str]
    joint: list[str]
    stances: list[str]
    subordinators: list[str]
    issuing: list[str]
    collectives: list[str]
    heads_of: list[str]
    attending: list[str]
    comparing: list[str]
    purposes: list[str]
    relative: str
    setting: str
    spoken_setting: str
    and_que: str


class Speech:
    """Both files, ready to ask. All sets hold folded words."""

    def __init__(self, cues: SpeechCues, speaking: Speaking, conjugate: Callable[[str], Forms]) -> None:
        self._conjugate = conjugate
        self.cues = cues
        self.speaking = speaking
        self.verbs: dict[str, list[SpeechVerb]] = {}
        for verb in cues.verbs:
            for form in verb.lemmas:
                self.verbs.setdefault(fold(form), []).append(verb)
        self.sources = sorted(
            (
                (tuple(fold(words).replace("'", "' ").split()), source)
                for source in cues.sources
                for words in source.words
            ),
            key=lambda item: -len(item[0]),
        )
        self._sources_from: dict[str, list[tuple[tuple[str, ...], SpeechSource]]] = {}
        for phrase, source in self.sources:
            # "d'après" may be written apart, and "de" contracts.
            for first in {phrase[0], *(("de", "du", "des", "d'") if phrase[0] in ("de", "d'") else ())}:
                self._sources_from.setdefault(first, []).append((phrase, source))
        self.nouns = {fold(form): noun for noun in cues.nouns for form in noun.lemmas}
        links = (fold(words) if words.endswith("'") else f"{fold(words)} " for words in cues.noun_links)
        self.noun_links = tuple(sorted(links, key=len, reverse=True))
        self._take(speaking)
        # Verbs that may stand inverted behind their content, by finite form and by participle.
        inverted = [lemma for verb in cues.verbs if "inverted" in verb.complements for lemma in verb.lemmas]
        self.finite = _by_form((lemma, self._forms(lemma).finite) for lemma in inverted)
        self.participles = _by_form((lemma, self._forms(lemma).participles) for lemma in inverted)
        self.infinitives = frozenset(fold(lemma) for lemma in inverted)
        performing = (self._forms(lemma) for lemma in speaking.performing)
        self.performers = _folded(form for known in performing for form in (*known.finite, *known.participles))
        self.stems = re.compile(r"\b(?:" + "|".join(sorted(self._all_forms())) + r")\b")

    def house_of(self, text: str) -> tuple[str, int, int] | None:
        """The state whose ministry heads its briefings as this text is headed; the offsets of words that show it."""
        heading = text[: text.find("\n")] if "\n" in text else ""
        said = fold(heading)
        for state, words in self.speaking.house_headings.items():
            if heading and all(fold(word) in said for word in words):
                start = max(0, heading.lower().find(words[0]))
                return state, start, start + len(words[0])
        return None

    def _take(self, speaking: Speaking) -> None:
        self.auxiliaries = _folded(speaking.auxiliaries)
        self.bare_clitics = frozenset(fold(word).strip("'") for word in speaking.clitics)
        self.clitics = _folded(speaking.clitics)
        self.pronouns = _folded(speaking.inverted_pronouns)
        self.adverbs = _folded(speaking.adverbs)
        self.genitives = _folded(speaking.genitives)
        self.relatives = _folded(speaking.relatives)
        self._adverb_phrases: dict[str, list[tuple[str, ...]]] = {}
        for words in sorted(speaking.adverb_phrases, key=len, reverse=True):
            parts = tuple(fold(words).replace("'", "' ").split())
            self._adverb_phrases.setdefault(parts[0], []).append(parts)
        self.prepositions = _folded(speaking.prepositions)
        self.determiners = _folded(speaking.determiners)
        self.openers = _folded(speaking.openers)
        self.linkers = _folded(speaking.linkers)
        self.speaker_nouns = _folded([*speaking.speaker_nouns, *self.cues.unnamed])
        self.carriers = tuple(sorted(map(fold, self.cues.carriers), key=len, reverse=True))
        self.closers = tuple(map(fold, speaking.closers))
        self.collectives = _folded(speaking.collectives)
        self.attending = _folded(speaking.attending)
        self.against = _folded(speaking.against)
        self.same_bodies = _folded(speaking.same_bodies)
        self.gerunds = _folded(speaking.gerunds)
        self.seeming = _folded(speaking.seeming)
        self.performing = _folded(speaking.performing)
        self.texts = _folded(speaking.texts)
        self.communiques = _folded(speaking.communiques)
        self.joint = _folded(speaking.joint)
        self.stances = _folded(speaking.stances)
        self.subordinators = _folded(speaking.subordinators)
        self.issuing = _folded(speaking.issuing)
        self.readings = tuple(tuple(fold(words).split()) for words in speaking.readings)
        self.before_que = _folded(speaking.before_que)
        self.comparing = _folded(speaking.comparing)
        self.purposes = _folded(speaking.purposes)
        self.relative = re.compile(speaking.relative)
        self.spoken_setting = re.compile(speaking.spoken_setting)
        self.setting = re.compile(speaking.setting)
        self.and_que = re.compile(speaking.and_que)
        self.qualifiers = _folded(speaking.qualifiers)
        self.demonstratives = _folded(speaking.demonstratives)
        self.finite_signs = re.compile(speaking.finite_signs)
        self.voices = _folded(speaking.voices)
        self.assemblies = _folded(speaking.assemblies)
        self.media_words = _folded(speaking.media_words)
        self.media_nouns = _folded(speaking.media_nouns)
        self.standing = self.voices | self.assemblies
        self.counterparts = _folded(speaking.counterparts)
        self.taking_up = _folded(speaking.taking_up)
        self.organ_heads = {fold(noun): position for noun, position in speaking.organ_heads.items()}
        self.impersonal = tuple(f"{fold(words)} " for words in speaking.impersonal)
        self.same_source = tuple(map(fold, speaking.same_source))
        self.first_person = _folded(speaking.first_person)
        self.speaking_words = frozenset(word.strip("'") for word in self.first_person)
        self.addressing_words = frozenset(word.strip("'") for word in _folded(speaking.second_person))

    def sources_from(self, word: str) -> list[tuple[tuple[str, ...], SpeechSource]]:
        """The source phrases that begin with a folded word, longest first."""
        return self._sources_from.get(word, [])

    def adverb_phrases_from(self, word: str) -> list[tuple[str, ...]]:
        """The adverbial phrases that begin with a folded word, longest first."""
        return self._adverb_phrases.get(word, [])

    def _forms(self, lemma: str) -> Forms:
        known = self.speaking.irregular.get(lemma)
        if known is not None:
            return Forms(frozenset(known.finite), frozenset(known.participles), known.present)
        return self._conjugate(lemma)

    def _all_forms(self) -> set[str]:
        forms: set[str] = set()
        for lemma in self.verbs:
            known = self._forms(next(iter(v for verb in self.verbs[lemma] for v in verb.lemmas if fold(v) == lemma)))
            forms |= {*known.finite, *known.participles, known.present, lemma.removeprefix("se ").removeprefix("s'")}
        return {re.escape(fold(form)) for form in forms}


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _by_form(forms: Iterable[tuple[str, frozenset[str]]]) -> dict[str, tuple[str, ...]]:
    table: dict[str, dict[str, None]] = {}
    for lemma, known in forms:
        for form in known:
            table.setdefault(fold(form), {})[fold(lemma)] = None
    return {form: tuple(lemmas) for form, lemmas in table.items()}


@cache
def load_speech(language: str) -> Speech:
    """The speech data of a language; DataError on an act that is not on the closed list."""
    cues = load_yaml(LANGUAGES / language / "speech.yaml", SpeechCues)
    acts = load_event_ontology().acts
    entries: list[SpeechVerb | SpeechSource | SpeechNoun] = [*cues.verbs, *cues.sources, *cues.nouns]
    for entry in entries:
        if entry.act not in acts:
            raise DataError(f"{language}/speech.yaml: {entry.act!r} is no act; the list is in ontology/events.yaml")
    conjugate = import_module(f"dragoman.languages.{language}.conjugation").third_person
    return Speech(cues, load_yaml(LANGUAGES / language / "speaking.yaml", Speaking), conjugate)
