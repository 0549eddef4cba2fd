"""Names that belong together: each with its state in a list ("A (Mali), B (Niger)", "les ministres du Mali, A, et du
Niger, B"), and pairs with a dash ("le dialogue Belgrade-Pristina")."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dragoman.model.sentence import Chunk

# How far before a name the preposition of its state is looked for, in characters.
LONGEST_JOINT = 24


def with_states(text: str, chunks: Sequence[Chunk], joints: Mapping[str, re.Pattern[str]]) -> list[Chunk]:
    """The chunks, each person with the state beside him that only says whose he is as one chunk."""
    found: list[Chunk] = []
    index = 0
    while index < len(chunks):
        chunk = chunks[index]
        behind = chunks[index + 1] if index + 1 < len(chunks) else None
        if behind is not None and _is_bracketed(text, chunk, behind):
            found.append(replace(chunk, end=behind.end + 1))
            index += 2
        elif found and behind is not None and _is_named_behind(text, found[-1], chunk, behind, joints):
            found.append(replace(behind, start=chunk.start))
            index += 2
        else:
            found.append(chunk)
            index += 1
    return found


def with_pairs(text: str, chunks: Sequence[Chunk], joints: Mapping[str, re.Pattern[str]], mask: str) -> list[Chunk]:
    """The chunks, two states or organisations that a dash joins as one chunk."""
    found: list[Chunk] = []
    for chunk in chunks:
        last = found[-1] if found else None
        joined = last is not None and joints["pair"].fullmatch(text, last.end, chunk.start) is not None
        if joined and last is not None and not last.plural and _pairs(last) and _pairs(chunk):
            mentions = (*last.mentions, *chunk.mentions)
            found[-1] = replace(last, end=chunk.end, mentions=mentions, mask=mask, plural=True)
            continue
        found.append(chunk)
    return found


def _pairs(chunk: Chunk) -> bool:
    kinds = ("state", "organisation", "bloc")
    return len(chunk.mentions) == 1 and chunk.head.actor_kind in kinds and chunk.head.actor is not None


def _is_bracketed(text: str, person: Chunk, state: Chunk) -> bool:
    """ "A (Mali)"."""
    if not _is_person(person) or not _is_state_of(state, person):
        return False
    return text[person.end : state.start] == " (" and text[state.end : state.end + 1] == ")"


def _is_named_behind(
    text: str, before: Chunk, state: Chunk, person: Chunk, joints: Mapping[str, re.Pattern[str]]
) -> bool:
    """ "…, et du Niger, B": a state and its minister or president behind another one in a list."""
    if not _is_person(before) or not _is_person(person) or not _is_state_of(state, person):
        return False
    closed = before.end - (text[before.end - 1] == ",")
    between = text[closed : state.start]
    listed = len(between) <= LONGEST_JOINT and joints["next_state"].fullmatch(between) is not None
    return listed and text[state.end : person.start] in (", ", " ")


def _is_person(chunk: Chunk) -> bool:
    return len(chunk.mentions) == 1 and chunk.head.actor_kind == "person"


def _is_state_of(state: Chunk, person: Chunk) -> bool:
    """Whether a chunk is the plain name of the state of a person, or a name that several states share."""
    if len(state.mentions) != 1 or person.head.country is None:
        return False
    named = state.head
    if named.actor_kind == "state":
        return named.actor == person.head.country
    return named.actor is None and person.head.country in named.candidates
