"""How a brief is laid out, whatever it is written as: headings, paragraphs, tables and the chart in one order.

Reports are hostile text: here all that could steer a reader's eye or program is taken out of their words (control
characters, marks of writing direction); each way of writing then escapes what is special to it.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dragoman.views.brief.brief import Brief, Month, Note, Sentence, Words
from dragoman.views.brief.called import Called, join
from dragoman.views.brief.chart import draw_activity
from dragoman.views.brief.naming import Namer
from dragoman.views.brief.phrases import Phrases, load_phrases

# Controls, marks and overrides of writing direction, and what is not shown at all.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
# A space that keeps words together stays.
_SPACE = re.compile(r"[ \t\n\r\x0b\x0c\x85\u2028\u2029]+")
SHORT_ID = 8


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text without a number."""

    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph in a list: numbered where it is told, without a number where it is pointed to."""

    number: int | None
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """Paragraphs in a list."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading for each column."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing (SVG); the table with the same numbers follows it."""

    svg: str
    caption: str


@dataclass(frozen=True, slots=True)
class NoteList:
    """The notes, in order of their numbers."""

    items: tuple[Item, ...]


Block = Heading | Paragraph | Items | Table | Chart | NoteList


def visible(text: str) -> str:
    """Text on one line, without what is not seen."""
    return _SPACE.sub(" ", _UNSEEN.sub("", _SPACE.sub(" ", text))).strip(" ")


def spoken(words: Iterable[Words]) -> tuple[Words, ...]:
    """Words of a sentence, each without what is not seen; the spaces between them stay."""
    return tuple(Words(_inner(part.text), part.language, part.notes) for part in words)


def _inner(text: str) -> str:
    told = visible(text)
    return f"{' ' * text.startswith(' ')}{told}{' ' * (bool(told) and text.endswith(' '))}"


def lay_out(brief: Brief, namer: Namer) -> tuple[Block, ...]:
    """The blocks of a brief in order."""
    return tuple(_Layout(brief, namer, load_phrases(brief.language)).blocks())


@dataclass(frozen=True, slots=True)
class _Layout:
    brief: Brief
    namer: Namer
    phrases: Phrases

    def blocks(self) -> Iterator[Block]:
        yield from self._head()
        yield from self._summary()
        yield from self._activity()
        for month in self.brief.months:
            yield from self._month(month)
        yield from self._standing()
        yield from self._contested()
        yield from self._single()
        yield from self._section("absences", self.brief.absences, "absences_none")
        yield from self._sources()
        yield Heading(2, self._text("notes"))
        yield NoteList(tuple(Item(note.number, self._note(note)) for note in self.brief.notes))

    def _text(self, name: str, **values: object) -> str:
        return self.phrases.text[name].format(**values)

    def _head(self) -> Iterator[Block]:
        brief = self.brief
        about = self._about()
        yield Heading(1, visible(self._text("title", about=about) if about else self._text("title_all")))
        yield Paragraph((Words(self._days()),))
        counts = {
            "documents": self.phrases.count("documents", brief.documents),
            "families": self.phrases.count("families", brief.families),
        }
        full = self.namer.full_name(brief.about) if brief.about is not None else None
        named = Called(f"{about.text} ({full})", about.article) if about is not None and full is not None else about
        told = [self._text("head", about=named, **counts) if named else self._text("head_all", **counts)]
        known = dt.date.fromisoformat(brief.known) if brief.known and len(brief.known) == 10 else brief.known
        day = self.namer.day(known) if isinstance(known, dt.date) else known
        told.append(self._text("known", day=day) if known else self._text("as_recorded"))
        if brief.sources:
            told.append(self._text("sources", names=", ".join(brief.sources)))
        if brief.reports_language != brief.language:
            told.append(self._text("language", language=self.namer.tongue(brief.reports_language)))
        yield Paragraph((Words(visible(" ".join(told))),))
        yield Paragraph((Words(self._text("made")),))
        yield Paragraph((Words(self._left_aside()),))

    def _about(self) -> Called | None:
        """Whom it is about; somebody whom only the documents know goes by the name that the brief has."""
        if self.brief.about is None:
            return None
        known = self.namer.knows(self.brief.about)
        return self.namer.actor(self.brief.about) if known else Called(self.brief.about_name or self.brief.about)

    def _days(self) -> str:
        first, last = self.brief.start, self.brief.end
        name = {(True, True): "subtitle", (True, False): "subtitle_since", (False, True): "subtitle_until"}
        days = {"first": self.namer.day(first) if first else "", "last": self.namer.day(last) if last else ""}
        return self._text(name.get((first is not None, last is not None), "subtitle_always"), **days)

    def _left_aside(self) -> str:
        reasons = [
            self.phrases.count(each.why, each.count, most=self.brief.most)
            for each in self.brief.left_aside
            if each.count
        ]
        return self._text("left", reasons="; ".join(reasons)) if reasons else self._text("left_nothing")

    def _summary(self) -> Iterator[Block]:
        yield Heading(2, self._text("summary"))
        if not self.brief.summary:
            yield Paragraph((Words(self._text("summary_none")),))
            return
        yield Items(tuple(Item(None, self._pointed(sentence)) for sentence in self.brief.summary))

    def _pointed(self, sentence: Sentence) -> tuple[Words, ...]:
        return (*spoken(sentence.words), Words(self._text("see", number=sentence.number)))

    def _activity(self) -> Iterator[Block]:
        activity = self.brief.activity
        if not activity:
            return
        yield Heading(2, self._text("activity"))
        months = sorted({each.month for each in activity})
        counts = {(each.month, each.kind): each.facts for each in activity}
        kinds = [kind for kind in self.phrases.kinds if any(key[1] == kind for key in counts)]
        names = {kind: self.phrases.kinds[kind] for kind in kinds}
        caption = self._text("activity_caption")
        axes = (self._text("column_month"), self._text("activity_axis"))
        yield Chart(draw_activity(activity, names, axes, caption), caption)
        rows = [[self.namer.month(month), *(str(counts.get((month, kind), 0)) for kind in kinds)] for month in months]
        head = (axes[0], *names.values())
        yield Table(caption, head, tuple(tuple(Words(cell) for cell in row) for row in rows))

    def _month(self, month: Month) -> Iterator[Block]:
        if month.month is None:
            title = self._text("month_undated")
        elif len(month.month) == len("2024"):
            title = self._text("month_year", year=month.month)
        else:
            title = self.namer.month(dt.date.fromisoformat(f"{month.month}-01"))
            title = f"{title[:1].upper()}{title[1:]}"
        yield Heading(2, title)
        for name, sentences in (("events", month.events), ("statements", month.statements)):
            if sentences:
                yield Heading(3, self._text(name))
                yield self._items(sentences)

    def _standing(self) -> Iterator[Block]:
        brief = self.brief
        sections = (("memberships", brief.memberships), ("offices", brief.offices), ("attributes", brief.attributes))
        yield Heading(2, self._text("standing"))
        if not any(sentences for _, sentences in sections):
            yield Paragraph((Words(self._text("nothing")),))
        for name, sentences in sections:
            if sentences:
                yield Heading(3, self._text(name))
                yield self._items(sentences)

    def _section(self, name: str, sentences: Sequence[Sentence], none: str) -> Iterator[Block]:
        yield Heading(2, self._text(name))
        yield self._items(sentences) if sentences else Paragraph((Words(self._text(none)),))

    def _items(self, sentences: Iterable[Sentence]) -> Items:
        return Items(tuple(Item(sentence.number, spoken(sentence.words)) for sentence in sentences))

    def _contested(self) -> Iterator[Block]:
        yield Heading(2, self._text("contested"))
        if not self.brief.disputes:
            yield Paragraph((Words(self._text("contested_none")),))
        for dispute in self.brief.disputes:
            yield Heading(3, self.phrases.contradictions[dispute.type])
            sides = [Item(None, self._pointed(dispute.one))]
            if dispute.other is not None:
                sides.append(Item(None, (Words(self._text("against")), *self._pointed(dispute.other))))
            else:
                told = Words(visible(self._text("against_register", found=dispute.register)))
                source = [Words(" ("), Words(visible(dispute.register_source or ""), "en"), Words(")")]
                sides.append(Item(None, (told, *(source if dispute.register_source else ()))))
            yield Items(tuple(sides))

    def _single(self) -> Iterator[Block]:
        yield Heading(2, self._text("single"))
        if not self.brief.sole_sources:
            yield Paragraph((Words(self._text("single_none")),))
            return
        yield Paragraph((Words(self._text("single_lead")),))
        rows = []
        for sole in self.brief.sole_sources:
            number = "one" if len(sole.paragraphs) == 1 else "other"
            numbers = join(_runs(sole.paragraphs), self.phrases.sentence["comma"], self.phrases.sentence["and"])
            outlet = f"{sole.outlet or self._text('no_outlet')} ({self._document(sole.document)})"
            paragraphs = self._text(f"paragraph.{number}", numbers=numbers)
            rows.append(Item(None, (Words(visible(self._text("single_row", source=outlet, paragraphs=paragraphs))),)))
        yield Items(tuple(rows))

    def _document(self, document: str) -> str:
        return self._text("document_id", id=document[:SHORT_ID])

    def _sources(self) -> Iterator[Block]:
        yield Heading(2, self._text("sources_list"))
        columns = ("column_document", "column_outlet", "column_title", "column_day", "column_proof")
        rows = []
        for report in self.brief.reports:
            agencies = f" ({', '.join(report.agencies)})" if report.agencies else ""
            day = self._published(report.published)
            title = Words(visible(report.title), report.language) if report.title else Words(self._text("no_title"))
            proof = Words(visible(report.published_text), report.language) if report.published_text else None
            outlet = visible(f"{report.outlet or self._text('no_outlet')}{agencies}")
            name = visible(f"{report.document[:SHORT_ID]} {report.name}")
            rows.append((Words(name), Words(outlet), title, Words(day), proof or Words(self._text("no_proof"))))
        head = tuple(self._text(column) for column in columns)
        yield Table(self._text("sources_list"), head, tuple(rows))

    def _published(self, published: str | None) -> str:
        """The day of a report, as exactly as it is proved."""
        if published is None:
            return self._text("no_day")
        try:
            return self.namer.day(dt.date.fromisoformat(published))
        except ValueError:
            return published

    def _note(self, note: Note) -> tuple[Words, ...]:
        sentence = self.phrases.sentence
        opening = self._text("note", outlet=note.outlet or self._text("no_outlet"), day=self._published(note.published))
        cut = self._text("note_cut") if note.cut else ""
        closing = f"{cut}{sentence['close_quote']} ({self._document(note.document)})"
        return spoken([Words(f"{opening}{sentence['open_quote']}"), Words(note.words, note.language), Words(closing)])


def _runs(numbers: Sequence[int]) -> list[str]:
    """Numbers in order with runs of three or more drawn together: 3–5, 8."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(number) for number in run] for run in runs)
    return [part for run in told for part in run]
