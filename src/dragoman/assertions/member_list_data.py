"""The patterns of member_lists.yaml of one language, compiled: how sentences tell members by a list of states."""

import re
from functools import cache
from typing import Literal

import msgspec

from dragoman.assertions.lexicon import LANGUAGES
from dragoman.data_files import load_yaml
from dragoman.errors import DataError

# What stands for an organisation or a list in a pattern, and in the shape of a sentence.
SYMBOLS = (("<O>", r"<O\d+>"), ("<L>", r"<L\d+>"))


class PatternData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One pattern as the file gives it."""

    name: str
    several: int
    status: str
    bears: str
    organisation: Literal["named", "before"]
    pattern: str
    modality: str = "actual"
    only: list[str] = []
    recent: bool = False
    needs: str | None = None


class MemberListData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """member_lists.yaml."""

    parts: dict[str, str]
    pronouns: list[str]
    joint: str
    tail: str
    time_behind: str
    origin: str
    sign: str
    seats: str
    patterns: list[PatternData]


class ListPattern(msgspec.Struct, frozen=True):
    """A pattern over the shape of a sentence; `list_last`: the words that tell the list stand before it."""

    told: PatternData
    compiled: re.Pattern[str]
    needed: re.Pattern[str] | None
    list_last: bool


class MemberLists(msgspec.Struct, frozen=True):
    """The compiled patterns, and those over the words around the items of a list."""

    patterns: tuple[ListPattern, ...]
    pronouns: tuple[str, ...]
    joint: re.Pattern[str]
    tail: re.Pattern[str]
    time_behind: re.Pattern[str]
    origin: re.Pattern[str]
    sign: re.Pattern[str]
    seats: re.Pattern[str]


def _expanded(pattern: str, parts: dict[str, str]) -> str:
    for _ in range(len(parts)):
        for name, words in parts.items():
            pattern = pattern.replace(f"{{{name}}}", words)
    for symbol, meant in SYMBOLS:
        pattern = pattern.replace(symbol, meant)
    return pattern


@cache
def load_member_lists(language: str) -> MemberLists:
    """The patterns of a language; DataError names one that cannot be compiled."""
    data = load_yaml(LANGUAGES / language / "member_lists.yaml", MemberListData)
    patterns = []
    for told in data.patterns:
        try:
            compiled = re.compile(_expanded(told.pattern, data.parts))
        except re.error as error:
            raise DataError(f"{language}/member_lists.yaml: {told.name}: {error}") from error
        needed = re.compile(told.needs) if told.needs is not None else None
        list_last = "(?P<list>" not in told.pattern[: len(told.pattern) // 3]
        patterns.append(ListPattern(told, compiled, needed, list_last))
    around = (data.joint, data.tail, data.time_behind, data.origin)
    joint, tail, time_behind, origin = (re.compile(words, re.IGNORECASE) for words in around)
    sign, seats = re.compile(data.sign), re.compile(data.seats)
    return MemberLists(tuple(patterns), tuple(data.pronouns), joint, tail, time_behind, origin, sign, seats)
