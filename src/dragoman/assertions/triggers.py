"""Which sentences can hold an assertion: a quick look at their words, so that no other one is parsed."""

import re
from collections.abc import Iterable, Iterator

from dragoman.assertions.attributes import AttributeData
from dragoman.assertions.frames import Frames
from dragoman.assertions.lexicon import NounFrame, Rules, VerbFrame
from dragoman.assertions.office_data import OfficeChanges, OfficeNoun, OfficeVerb
from dragoman.languages.speech import Speech
from dragoman.model.names import fold

# Of lists behind a bare "pays de": without one the noun tells no membership.
LIST_SIGNS = re.compile(r"\bdont\b|[(:–—]|\bnotamment\b|\bsavoir\b")

BRACKETED_LIST = re.compile(r"\([^()]*,[^()]*(?:,| et )[^()]*\)")


class Triggers:
    """Finds the beginnings of trigger words in a folded sentence."""

    def __init__(
        self, rules: Rules, changes: OfficeChanges, attributes: AttributeData, frames: Frames, speech: Speech
    ) -> None:
        events = {_stem(lemma) for lemma in (*frames.verbs, *frames.reflexive, *frames.nouns)}
        events |= set(map(_stem, rules.modality.irregular_stems))
        stems = events | {stem for stem in _stems(rules, changes, attributes) if stem}
        self._events = _beginnings(events)
        self._speech = speech.stems
        carriers = map(fold, rules.affiliation.members.carriers)
        self._pattern = _beginnings(stems)
        self._careers = changes.patterns["gate"]
        self._carriers = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, carriers))) + ")")

    def __call__(self, sentence: str) -> bool:
        """Whether a sentence may hold an assertion."""
        folded = fold(sentence)
        if self._pattern.search(folded) is not None:
            return True
        if BRACKETED_LIST.search(folded) is not None or self._speech.search(folded) is not None:
            return True
        if self._careers.search(folded) is not None:
            return True
        return self._carriers.search(folded) is not None and LIST_SIGNS.search(folded) is not None

    def may_tell_event(self, sentence: str) -> bool:
        """Whether a sentence may tell an event."""
        return self._events.search(fold(sentence)) is not None


def _beginnings(stems: Iterable[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(map(_pattern, stems))) + ")")


def _stems(rules: Rules, changes: OfficeChanges, attributes: AttributeData) -> Iterator[str]:
    """The beginnings of all trigger words; a verb that needs a noun for its object is found by the noun."""
    members = rules.affiliation.members
    verbs: list[VerbFrame | OfficeVerb] = [*rules.affiliation.verbs, *changes.verbs]
    for verb in verbs:
        yield from map(_stem, verb.object_noun or verb.lemmas)
    frames: list[NounFrame | OfficeNoun] = [*rules.affiliation.nouns, *changes.nouns]
    nouns = [lemma for frame in frames for lemma in frame.lemmas]
    told = [
        *attributes.founding,
        *attributes.seat_nouns,
        *attributes.seat_verbs,
        *attributes.based,
        *attributes.chairing,
    ]
    for lemma in (*nouns, *members.nouns, *members.adjectives, *told, *rules.modality.irregular_stems):
        yield _stem(lemma)


def _stem(lemma: str) -> str:
    """What all forms of a regular lemma begin with; irregular forms stand in modality.yaml."""
    word = fold(lemma).removeprefix("se ").removeprefix("s'")
    if word.endswith("partie"):
        return "partie"
    return word[:-2] if word.endswith(("er", "ir", "re")) and len(word) > 4 else word


def _pattern(stem: str) -> str:
    whole = stem.endswith("$")
    return re.escape(stem.removesuffix("$")) + (r"\b" if whole else "")
