"""Which sentences can hold an assertion: a quick look at their words, so that no other one is parsed."""

import re
from collections.abc import Iterator

from dragoman.assertions.attributes import AttributeData
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.occupancy import OfficeChanges
from dragoman.model.names import fold

# Letters of a lemma that all its forms share, at most; irregular forms stand in modality.yaml.
STEM = 4


class Triggers:
    """Finds the beginnings of trigger words in a folded sentence."""

    def __init__(self, rules: Rules, changes: OfficeChanges, attributes: AttributeData) -> None:
        stems = {stem for stem in _stems(rules, changes, attributes) if stem}
        self._pattern = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, stems))) + ")")

    def __call__(self, sentence: str) -> bool:
        """Whether a sentence may hold an assertion."""
        return self._pattern.search(fold(sentence)) is not None


def _stems(rules: Rules, changes: OfficeChanges, attributes: AttributeData) -> Iterator[str]:
    members = rules.affiliation.members
    lemmas = [
        *rules.verb_frames,
        *rules.noun_frames,
        *members.nouns,
        *members.carriers,
        *members.adjectives,
        *(lemma for frame in changes.verbs for lemma in frame.lemmas),
        *(lemma for frame in changes.nouns for lemma in frame.lemmas),
        *attributes.founding,
        *attributes.seat_nouns,
        *attributes.seat_verbs,
        *attributes.based,
        *attributes.counted,
        *attributes.chairing,
    ]
    for lemma in lemmas:
        word = fold(lemma)
        yield "partie" if word.endswith("partie") else word.removeprefix("se ").removeprefix("s'")[:STEM]
    yield from map(fold, rules.modality.irregular_stems)
