"""What a brief is: numbered sentences made from facts, each with the notes that it rests on. No I/O, no layout."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "fr"]
# The facts of a brief unless more are asked for; a longer one is read by nobody.
MOST_FACTS = 250
Why = Literal["later", "undated", "other_sources", "undated_facts", "less_told"]


@dataclass(frozen=True, slots=True)
class Words:
    """A part of a sentence. `language` is that of a report whose words these are, None for the brief's own.

    `notes` are the numbers of the notes that stand behind it.
    """

    text: str
    language: str | None = None
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One numbered paragraph: what one fact tells, or several that differ in one party or in the words said.

    `kind` is that of its facts, or ``absence``; `status` and `n_independent` are theirs as well (of an absence `status`
    is how it is known); `facts` are the ids in
    view `facts`, none for an absence. `date_from` and `date_to` are the days of the facts, None where open; an undated
    one has neither.
    """

    number: int
    kind: str
    words: tuple[Words, ...]
    status: str
    n_independent: int
    date_from: dt.date | None
    date_to: dt.date | None
    facts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words without their notes."""
        return "".join(part.text for part in self.words)

    @property
    def notes(self) -> tuple[int, ...]:
        """The numbers of all its notes, in order of appearance."""
        return tuple(dict.fromkeys(number for part in self.words for number in part.notes))


@dataclass(frozen=True, slots=True)
class Note:
    """Where something stands: the outlet, the day (EDTF) and the words.

    `words` are the first of `documents.text` between `span_start` and `span_end`, at most 200 characters; `cut` tells
    whether there are more. `published` is None where nothing proves the day, `outlet` where nothing tells it.
    """

    number: int
    outlet: str | None
    published: str | None
    words: str
    cut: bool
    language: str
    document: str
    span_start: int
    span_end: int
    assertions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A document that the brief rests on; `published_text` is the proof of its day, `name` its file or address."""

    document: str
    name: str
    outlet: str | None
    agencies: tuple[str, ...]
    title: str | None
    language: str
    published: str | None
    published_text: str | None


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in a month (``2024-06``), and who said what.

    What spreads over more than a month stands under the year of its first day, what no day is told of under None.
    """

    month: str | None
    events: tuple[Sentence, ...]
    statements: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two things that cannot both be so. `other` is None where the register is the other side: `register` has its word.

    `register_source` is the register's own note of where it has that from.
    """

    type: str
    one: Sentence
    other: Sentence | None
    register: str | None
    register_source: str | None


@dataclass(frozen=True, slots=True)
class SoleSource:
    """A document that alone bears out some paragraphs, by their numbers."""

    document: str
    outlet: str | None
    paragraphs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LeftAside:
    """How much was left aside, and why: documents by the scope of the record, facts by that of the brief."""

    why: Why
    count: int


@dataclass(frozen=True, slots=True)
class Activity:
    """How many facts of a kind have their first day in a month."""

    month: dt.date
    kind: str
    facts: int


@dataclass(frozen=True, slots=True)
class Brief:
    """What the record tells of `about` (None: of everything) in some days, in one language.

    `about_name` is what the brief calls it, `start` and `end` are the days asked for, None where open. `known` and
    `sources` are what the record was opened to. `reports_language` is that of most reports. `documents` and `families`
    count the reports and the independent sources among them. `summary` are the paragraphs that most independent sources
    bear out. Paragraphs are numbered through the whole, and so are notes.
    """

    language: Language
    reports_language: str
    about: str | None
    about_name: str | None
    start: dt.date | None
    end: dt.date | None
    known: str | None
    sources: tuple[str, ...]
    documents: int
    families: int
    facts: int
    most: int
    left_aside: tuple[LeftAside, ...]
    summary: tuple[Sentence, ...]
    months: tuple[Month, ...]
    memberships: tuple[Sentence, ...]
    offices: tuple[Sentence, ...]
    attributes: tuple[Sentence, ...]
    disputes: tuple[Dispute, ...]
    sole_sources: tuple[SoleSource, ...]
    absences: tuple[Sentence, ...]
    activity: tuple[Activity, ...]
    notes: tuple[Note, ...]
    reports: tuple[Report, ...]
