"""The compiled time expressions of a language, as `dragoman.mentions.time_lexicon` makes them of its data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.mentions.time_sense import Kind
from dragoman.mentions.time_templates import ANY, WordClass

Value = int | str | bool


@dataclass(frozen=True, slots=True)
class Words:
    """One regular expression of a pattern, and the field and word class of each of its groups g0, g1, …

    A group `here` marks where the expression begins after its cue.
    """

    source: str
    groups: tuple[tuple[str, WordClass], ...]

    @property
    def regex(self) -> re.Pattern[str]:
        """Compiled when it is first tried: most are never needed by a document."""
        return _regex(self.source)


@cache
def _regex(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Inner:
    """A place for another expression, of a set, that fills `field` (`first` or `last`)."""

    field: str
    set_name: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled template. `kind` is None for a guard; `cued` where words before the expression are matched too."""

    say: str
    order: int
    kind: Kind | None
    op: str
    fixed: tuple[tuple[str, Value], ...]
    steps: tuple[Words | Inner, ...]
    openings: frozenset[tuple[str, str]]
    inside: bool
    cued: bool


@dataclass(frozen=True, slots=True)
class PatternIndex:
    """Patterns by the first two words (see `time_templates.key`) that they can begin with."""

    by_two: Mapping[tuple[str, str], tuple[Pattern, ...]]
    by_one: Mapping[str, tuple[Pattern, ...]]

    @classmethod
    def of(cls, patterns: list[Pattern]) -> "PatternIndex":
        """Index patterns, in their order."""
        by_one: dict[str, list[Pattern]] = {}
        by_two: dict[tuple[str, str], list[Pattern]] = {}
        for pattern in patterns:
            for one, two in pattern.openings:
                if two == ANY:
                    by_one.setdefault(one, []).append(pattern)
                else:
                    by_two.setdefault((one, two), []).append(pattern)
        both = {words: {p.order: p for p in [*found, *by_one.get(words[0], [])]} for words, found in by_two.items()}
        return cls(
            {words: tuple(found[order] for order in sorted(found)) for words, found in both.items()},
            {word: tuple(found) for word, found in by_one.items()},
        )

    def starting(self, one: str, two: str) -> tuple[Pattern, ...]:
        """The patterns that a text may match where it goes on with these two words."""
        return self.by_two.get((one, two)) or self.by_one.get(one, ())


@dataclass(frozen=True, slots=True)
class TimeLexicon:
    """The time expressions of one language: those that stand alone (with the guards), and those of each set.

    `ahead` are folded lemmas of verbs whose present tense points to the future before an infinitive ("doit signer"),
    `leading` the folded words with which a time leads up to what follows ("au lendemain de").
    """

    language: str
    patterns: PatternIndex
    sets: Mapping[str, PatternIndex]
    emblems: Mapping[tuple[int, int], int]
    ahead: frozenset[str] = frozenset()
    leading: frozenset[str] = frozenset()
