"""Lexical data of one language, found in a folded text: which entries of which list start where."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import ahocorasick

from dragoman.model.names import fold


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of a list; `value` is what the list says of it."""

    group: str
    value: Any


class PhraseBook:
    """Forms of several named lists in one automaton.

    Forms are compared folded and match whole words only; a form that ends in an apostrophe matches before a letter.
    """

    def __init__(self, forms: Iterable[tuple[str, str, Any]]) -> None:
        table: dict[str, list[Entry]] = defaultdict(list)
        for group, form, value in forms:
            table[fold(form)].append(Entry(group, value))
        self._automaton = ahocorasick.Automaton()
        for key, entries in table.items():
            self._automaton.add_word(key, (len(key), tuple(entries)))
        self._automaton.make_automaton()

    def scan(self, folded: str) -> "Phrases":
        """Everything found in a folded text."""
        found: dict[int, list[tuple[int, Entry]]] = defaultdict(list)
        for last, (length, entries) in self._automaton.iter(folded):
            start, end = last + 1 - length, last + 1
            if start and folded[start - 1].isalnum() and folded[start].isalnum():
                continue
            if end < len(folded) and folded[end].isalnum() and folded[last].isalnum():
                continue
            found[start] += [(end, entry) for entry in entries]
        return Phrases(found)


class Phrases:
    """What a PhraseBook found in one text."""

    def __init__(self, found: dict[int, list[tuple[int, Entry]]]) -> None:
        self._found = found
        self._starts: dict[str, list[int]] = defaultdict(list)
        for at in sorted(found):
            for group in {entry.group for _, entry in found[at]}:
                self._starts[group].append(at)

    def at(self, start: int, group: str) -> tuple[int, Any] | None:
        """The end and value of the longest form of a list that starts here."""
        best: tuple[int, Any] | None = None
        for end, entry in self._found.get(start, ()):
            if entry.group == group and (best is None or end > best[0]):
                best = (end, entry.value)
        return best

    def all_at(self, start: int, group: str) -> list[tuple[int, Any]]:
        """The end and value of every form of a list that starts here, longest first."""
        found = [(end, entry.value) for end, entry in self._found.get(start, ()) if entry.group == group]
        return sorted(found, key=lambda item: -item[0])

    def starts(self, group: str) -> list[int]:
        """Where forms of a list start, in order."""
        return self._starts.get(group, [])
