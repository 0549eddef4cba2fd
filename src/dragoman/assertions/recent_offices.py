"""Who was just said to take up which office, for those of whom a text goes on to speak ("Elle succède à X")."""

from collections.abc import Iterable
from dataclasses import replace

from dragoman.assertions.modality import Reading
from dragoman.assertions.office_data import OccupancyDraft
from dragoman.model.mention import Mention
from dragoman.model.sentence import Token

# How far back, in characters, somebody's new office is remembered ("Elle succède à X").
LONGEST_MEMORY = 700


class Recent:
    """The offices that people were said to take up or to hold, in the order of the text."""

    def __init__(self) -> None:
        self._drafts: list[OccupancyDraft] = []

    def add(self, drafts: Iterable[OccupancyDraft]) -> None:
        """Take in what a sentence tells."""
        self._drafts += [draft for draft in drafts if draft.bears != "ends"]

    def find_of(self, person: str | None, at: int) -> OccupancyDraft | None:
        """The office that a person was just said to take up, else the only one that he has; None if none."""
        near = [d for d in self._drafts if d.person.actor == person and 0 <= at - d.office.start < LONGEST_MEMORY]
        begun = [draft for draft in near if draft.bears == "starts"]
        offices = {(draft.office.position, draft.of) for draft in near}
        return begun[-1] if begun else near[-1] if len(offices) == 1 else None


def as_before(
    person: Mention, office: OccupancyDraft, rule: str, trigger: Token, reading: Reading, modality: str
) -> OccupancyDraft:
    """The office as that of whoever had it before."""
    reason = f"whose office {office.person.text!r} takes up"
    return replace(
        office, person=person, bears="ends", modality=modality, rule=rule, trigger=trigger, reading=reading,
        reason=reason,
    )  # fmt: skip
