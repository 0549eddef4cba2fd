"""How sure a row is: the share of rows resting on the same kind of evidence that careful readers found right."""

from collections.abc import Iterable
from functools import cache
from itertools import combinations
from typing import Literal

import msgspec

from dragoman.assertions.event_drafts import EventDraft
from dragoman.assertions.lexicon import LANGUAGES
from dragoman.data_files import load_yaml
from dragoman.errors import DataError
from dragoman.model.sentence import Sentence

Table = Literal["statements", "events", "memberships", "occupancies", "attributes"]

# From how many words between a trigger and a party on they are far apart; the readers' verdicts turn there.
FAR = 8
# What was right less than every other time is no news but a guess: such events are not written.
LEAST = 0.5
# What every table has: all rows judged, for evidence that has no line of its own.
ANY = "any"
# Kinds of evidence that are weaker together.
WEAK = frozenset({"far", "reference", "unsettled"})


class Verdicts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By table and kind of evidence how many rows were right, of how many judged: `[right, judged]`."""

    statements: dict[str, tuple[int, int]]
    events: dict[str, tuple[int, int]]
    memberships: dict[str, tuple[int, int]]
    occupancies: dict[str, tuple[int, int]]
    attributes: dict[str, tuple[int, int]]


class Confidence:
    """The measured shares of one language."""

    def __init__(self, verdicts: Verdicts) -> None:
        """Raises DataError where more rows are right than were judged, or a table has no line for any evidence."""
        self._shares: dict[str, dict[str, float]] = {}
        for table in verdicts.__struct_fields__:
            counts = getattr(verdicts, table)
            if ANY not in counts:
                raise DataError(f"confidence.yaml: {table}: no line {ANY!r}")
            for kind, (right, judged) in counts.items():
                if not 0 <= right <= judged:
                    raise DataError(f"confidence.yaml: {table}: {kind}: {right} right of {judged} judged")
            # One right and one wrong are added, so that few verdicts make nobody sure (Laplace's rule of succession).
            self._shares[table] = {
                kind: round((right + 1) / (judged + 2), 2) for kind, (right, judged) in counts.items()
            }

    def of(self, table: Table, evidence: Iterable[str]) -> float:
        """The share (0 to 1) of the weakest kind of evidence that a row rests on, as far as it was measured."""
        shares = self._shares[table]
        return min((shares[kind] for kind in evidence if kind in shares), default=shares[ANY])


def evidence_of(sentence: Sentence, draft: EventDraft) -> set[str]:
    """The kinds of evidence that an event rests on: who filled its parties, how far they stand, how it is meant.

    Two weak kinds together are a kind of their own ("far reference").
    """
    parties = [*draft.actors, *draft.recipients]
    kinds: set[str] = {party.filled_by for party in parties}
    trigger = draft.trigger.index
    for party in parties:
        at = next((t.index for t in sentence.tokens if t.end > party.mention.start), trigger)
        if abs(at - trigger) > FAR:
            kinds.add("far")
    if draft.modality != "actual":
        kinds.add("unsettled")
    weak = sorted(kinds & WEAK)
    return kinds | {f"{one} {other}" for one, other in combinations(weak, 2)}


@cache
def load_confidence(language: str) -> Confidence:
    """The measured shares of a language; raises DataError for a file that is missing or wrong."""
    return Confidence(load_yaml(LANGUAGES / language / "confidence.yaml", Verdicts))
