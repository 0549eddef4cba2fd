"""A fact: claims of the same thing, each with the reason for which it stands there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from dragoman.reasoning.claims import NOWHERE, Claim, Days, Parties, Place

FIRST = "first told"


class Joined(NamedTuple):
    """A claim in a fact, and why it stands there."""

    claim: Claim
    reason: str


@dataclass(slots=True)
class Fact:
    """Claims of the same thing. `days` are those told most closely; what lasts runs from the first day to the last.

    `judgements` are the ids of those that parted or joined it.
    """

    kind: str
    days: Days
    parties: Parties = frozenset()
    place: Place = NOWHERE
    joined: list[Joined] = field(default_factory=list)
    judgements: frozenset[str] = frozenset()

    @property
    def claims(self) -> Iterator[Claim]:
        """Its claims."""
        return (item.claim for item in self.joined)

    @property
    def first(self) -> Claim:
        """The claim that stands for the fact: of those told most closely, the one with the smallest id."""
        return self.joined[0].claim

    def take(self, claim: Claim, reason: str) -> None:
        """Add a claim; what it tells more closely is kept."""
        self.joined.append(Joined(claim, reason))
        self.parties |= claim.parties
        self.place = Place(self.place.id or claim.place.id, self.place.country or claim.place.country)
