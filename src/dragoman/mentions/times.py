"""Time expressions: found in a text with a language's lexicon, and resolved against a day.

The language is data (`languages/<language>/times.yaml`, read by `load_times`); what an expression says is a `Sense`
without language; `resolve` turns it into a date.
"""

import re
from collections.abc import Iterator
from typing import Any

from dragoman.mentions.time_lexicon import load_times, read_times
from dragoman.mentions.time_patterns import Inner, Pattern, PatternIndex, TimeLexicon, Words
from dragoman.mentions.time_resolution import candidates, contradicts_weekday, resolve
from dragoman.mentions.time_sense import KINDS, Kind, Leaning, Sense, TimeExpression
from dragoman.mentions.time_templates import ANY, key

__all__ = [
    "KINDS",
    "Kind",
    "Leaning",
    "Sense",
    "TimeExpression",
    "TimeLexicon",
    "candidates",
    "contradicts_weekday",
    "find_times",
    "load_times",
    "read_times",
    "resolve",
]

_WORD = re.compile(r"\w+")


def find_times(text: str, lexicon: TimeLexicon) -> list[TimeExpression]:
    """The time expressions of a text, sorted, without overlap; of those that begin earliest the longest.

    Words that a guard of the lexicon covers are no part of any expression.
    """
    search = _Search(text, lexicon)
    found: list[tuple[int, int, int, Kind, Sense]] = []
    guarded: list[tuple[int, int]] = []
    for at in search.words:
        if text[at - 1 : at] == "-":
            continue
        for pattern in search.patterns_at(lexicon.patterns, at):
            for start, end, sense in search.matches(pattern, at):
                if pattern.kind is None:
                    guarded.append((start, end))
                elif not (text[end : end + 1] == "-" and text[end + 1 : end + 2].isalnum()):
                    found.append((start, -end, pattern.order, pattern.kind, sense))
    expressions: list[TimeExpression] = []
    reached = 0
    for start, minus_end, _, kind, sense in sorted(found, key=lambda item: item[:3]):
        end = -minus_end
        if start >= reached and not any(start < last and first < end for first, last in guarded):
            expressions.append(TimeExpression(start, end, text[start:end], kind, sense))
            reached = end
    return expressions


class _Search:
    """Matches patterns at places of one text; what a set gives at a place is found once."""

    def __init__(self, text: str, lexicon: TimeLexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        found = [(word.start(), key(word[0])) for word in _WORD.finditer(text)]
        following = [word for _, word in found[1:]] + [ANY]
        # Every word of the text by its offset, with the one after it.
        self.words = {at: (word, after) for (at, word), after in zip(found, following, strict=False)}
        self.known: dict[tuple[str, int], list[tuple[int, Sense]]] = {}

    def patterns_at(self, index: PatternIndex, at: int) -> tuple[Pattern, ...]:
        """The patterns that may match at an offset; none where no word begins."""
        words = self.words.get(at)
        return index.starting(*words) if words else ()

    def matches(self, pattern: Pattern, at: int) -> Iterator[tuple[int, int, Sense]]:
        """Where the expression begins and ends, and what it says, for every way in which the pattern fits here."""
        for start, end, fields, inner in self._ways(pattern.steps, at, at, {}, {}):
            yield start, end, _sense(pattern, fields, inner, self.lexicon)

    def _ways(
        self,
        steps: tuple[Words | Inner, ...],
        start: int,
        at: int,
        fields: dict[str, int | str],
        inner: dict[str, Sense],
    ) -> Iterator[tuple[int, int, dict[str, int | str], dict[str, Sense]]]:
        if not steps:
            yield start, at, fields, inner
            return
        step = steps[0]
        if isinstance(step, Inner):
            for end, sense in self._inner(step.set_name, at):
                yield from self._ways(steps[1:], start, end, fields, {**inner, step.field: sense})
            return
        match = step.regex.match(self.text, at)
        if not match:
            return
        if "here" in match.re.groupindex:
            start = match.start("here")
        filled = dict(fields)
        for number, (field, word_class) in enumerate(step.groups):
            if words := match[f"g{number}"]:
                filled[field] = word_class.value(words)
        yield from self._ways(steps[1:], start, match.end(), filled, inner)

    def _inner(self, set_name: str, at: int) -> list[tuple[int, Sense]]:
        """What the set gives here, longest first; of equally long ones the first in the data."""
        if (set_name, at) not in self.known:
            ways: dict[int, Sense] = {}
            for pattern in self.patterns_at(self.lexicon.sets[set_name], at):
                for _, end, sense in self.matches(pattern, at):
                    ways.setdefault(end, sense)
            self.known[set_name, at] = sorted(ways.items(), key=lambda way: -way[0])
        return self.known[set_name, at]


def _sense(pattern: Pattern, filled: dict[str, int | str], inner: dict[str, Sense], lexicon: TimeLexicon) -> Sense:
    """Put together what the words and the data say; fields that the words give outrank those of the data."""
    parts: dict[str, dict[str, Any]] = {"": {"op": pattern.op}}
    for path, value in (*pattern.fixed, *filled.items()):
        part, _, field = path.rpartition(".")
        parts.setdefault(part, {"op": "calendar"})[field] = value
    for name in ("first", "last"):
        if name in inner:
            parts[""][name] = inner[name]
        elif name in parts:
            parts[""][name] = _assembled(parts[name], lexicon)
    return _assembled(parts[""], lexicon)


def _assembled(fields: dict[str, Any], lexicon: TimeLexicon) -> Sense:
    if fields.pop("back", False) and "count" in fields:
        fields["count"] = -fields["count"]
    bare = not fields.keys() & {"year", "weekday", "side"}
    if fields["op"] == "calendar" and bare and (fields.get("month"), fields.get("day")) in lexicon.emblems:
        fields["emblem"] = lexicon.emblems[fields["month"], fields["day"]]
    return Sense(**fields)
