"""Enumerations of states in one sentence, past items that nobody knows: "le Canada, X de Y, l'Italie (2004)".

The chunks of the parse end at the first item that is no known state; a list of members is read on behind it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dragoman.assertions.lexicon import Rules
from dragoman.assertions.member_list_data import MemberLists
from dragoman.assertions.parties import is_member
from dragoman.model.mention import Mention, TimeMention
from dragoman.model.sentence import ReadText

# What stands for one character of a time expression in masked words.
TIME = "¤"
# An alpha-3 code.
STATE_ID = re.compile(r"[A-Z]{3}")
# The longest stretch between two items, in characters; past it blanks alone would be tried in every division.
LONGEST_JOINT = 400
DASHES = frozenset("-–—−")


@dataclass(frozen=True, slots=True)
class StateList:
    """States in a row: the offsets of the whole row, and its known items in groups that share a time, if any does."""

    start: int
    end: int
    groups: tuple[tuple[Mention, ...], ...]

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """All known items, in order."""
        return tuple(mention for group in self.groups for mention in group)


class StateLists:
    """Finds the enumerations of states between two offsets of a text."""

    def __init__(self, text: ReadText, rules: Rules, data: MemberLists) -> None:
        self._text = text
        self._rules = rules
        self._joint, self._tail = data.joint, data.tail
        self._time_behind, self._origin = data.time_behind, data.origin

    def masked(self, start: int, end: int, times: tuple[TimeMention, ...]) -> str:
        """The words between two offsets as long as they are, each time as marks."""
        words = self._text.document.text[start:end]
        told = list(words)
        for time in times:
            for at in range(max(time.start, start), min(time.end, end)):
                told[at - start] = TIME
        return "".join(told)

    def between(self, start: int, end: int, times: tuple[TimeMention, ...]) -> Iterator[StateList]:
        """The enumerations, single states among them, in order."""
        words = self.masked(start, end, times)
        inside = sorted((m for m in self._text.mentions if start <= m.start < end), key=lambda m: (m.start, -m.end))
        row: list[Mention] = []
        known: list[Mention] = []
        for mention in inside:
            if row and mention.end <= row[-1].end:
                continue
            kept = self._item(mention)
            gap = words[row[-1].end - start : mention.start - start] if row else ""
            if row and self._origin.fullmatch(gap) is not None:
                # "Hong Kong de Chine": the complement of an item is none of its own.
                row.append(mention)
                continue
            if row and gap.count("(") > gap.count(")"):
                # "la Jordanie (l'ancienne Transjordanie), l'Irak": what stands in the brackets is no item.
                continue
            if row and (len(gap) > LONGEST_JOINT or self._joint.fullmatch(gap) is None):
                yield from self._closed(row, known, words, start)
                row, known = [], []
            if kept is not None and not row and kept.actor_kind != "state":
                # "les membres de l'UE, la Suisse": an organisation or territory is an item only beside a state.
                kept = None
            if kept is None and not self._may_stand_open(mention):
                yield from self._closed(row, known, words, start)
                row, known = [], []
                continue
            row.append(mention)
            if kept is not None:
                known.append(kept)
        yield from self._closed(row, known, words, start)

    def _item(self, mention: Mention) -> Mention | None:
        """The mention if it can be a member; of a name that a state shares with a place, the state."""
        if mention.adjective or mention.members:
            return None
        if mention.candidates:
            states = [actor for actor in mention.candidates if STATE_ID.fullmatch(actor)]
            state = states[0] if len(states) == 1 else None
            return replace(mention, actor=state, actor_kind="state", candidates=()) if state is not None else None
        fits = mention.kind in ("name", "acronym") and is_member(mention, self._rules)
        return mention if fits else None

    @staticmethod
    def _may_stand_open(mention: Mention) -> bool:
        """Whether an item that is not known to be a member may stand in a list of members all the same."""
        return bool(mention.candidates) or (mention.actor_kind == "place" and not mention.adjective)

    def _closed(self, row: list[Mention], known: list[Mention], words: str, start: int) -> Iterator[StateList]:
        """The list of the known items of a row, if any; a time behind an item is that of those before it too."""
        if not known:
            return
        groups: list[list[Mention]] = [[]]
        end = known[-1].end
        for mention in known:
            groups[-1].append(mention)
            timed = self._time_behind.match(words, mention.end - start)
            if timed is not None:
                groups.append([])
                end = max(end, start + timed.end())
        tail = self._tail.match(words, end - start)
        end = end if tail is None else start + tail.end()
        yield StateList(row[0].start, end, tuple(tuple(group) for group in groups if group))
