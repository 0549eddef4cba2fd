"""The lines of a page, the reason why each is cut, and what was learnt on the way."""

from dataclasses import dataclass, field

from dragoman.documents.credits import Credit
from dragoman.documents.cutting import Reasons, find_regions
from dragoman.documents.dating import Clue
from dragoman.documents.habits import Habits
from dragoman.documents.layout import Line

_REGION_LINES = 20
LONGEST_STAMP = 220


@dataclass(slots=True)
class Page:
    """The lines of a page with the reason why each is cut (None: it stays), and what was learnt on the way.

    `wire`: the house that a dateline names without being an agency of the register; an outlet where no other is named.
    `title_from`: the number of the first line that may be the headline.
    """

    lines: list[Line]
    reasons: Reasons
    language: str
    habits: Habits
    clues: list[Clue] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    place: str | None = None
    wire: str | None = None
    title_from: int = 0

    def kept(self) -> list[int]:
        """The numbers of the lines that stay."""
        return [number for number, reason in enumerate(self.reasons) if reason is None]

    def edges(self) -> tuple[list[int], list[int]]:
        """The kept lines before the first and after the last sentence of the report, bounded in number."""
        first, last = find_regions(self.lines, self.reasons)
        kept = self.kept()
        head = [number for number in kept if number < first][:_REGION_LINES]
        tail = [number for number in kept if number > last][-_REGION_LINES:]
        return head, tail

    def closes(self, number: int) -> bool:
        """Whether a line closes a signed text ("Fait à Lomé, le 16 mars 2021"), and so belongs to it."""
        return any(f"{self.lines[number].key} ".startswith(f"{phrase} ") for phrase in self.habits.done_at)

    def learn(self, credit: Credit) -> None:
        """Take over what a line credits."""
        self.agencies += credit.agencies
        self.bylines += [credit.byline] if credit.byline else []
        self.outlets += [credit.outlet] if credit.outlet else []
        self.urls += [credit.url] if credit.url else []
        self.place = self.place or credit.place
