"""What several test files share: the demonstration dossier read once, and records written row by row."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import hypothesis
import pytest

import dragoman
from dragoman.model.assertion import (
    AttributeRow,
    DocumentRow,
    MembershipRow,
    MentionRow,
    OccupancyRow,
    ReadingRow,
    SightingRow,
    Span,
    When,
    content_id,
    reading_id,
)
from dragoman.model.dates import Date
from dragoman.model.document import Cut
from dragoman.record.writing import DocumentRows, open_writer

# The same examples in every run, so that a change is judged by what it changed; `make fuzz` looks for new ones.
hypothesis.settings.register_profile("steady", derandomize=True)
hypothesis.settings.load_profile("steady")

DOSSIER = Path(dragoman.__file__).parent / "demo" / "dossier"
EXPECTED = DOSSIER.parent / "expected.yaml"
TEXT = "Un texte dont les mots ne disent rien et qui suffit aux essais."


def fixed_clock() -> dt.datetime:
    """An instant that is the same in every run."""
    return dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def demo_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration dossier, read once in a session; not to be written to."""
    record = tmp_path_factory.mktemp("demo") / "record"
    summary = dragoman.read(DOSSIER, to=record, clock=fixed_clock)
    assert not summary.set_aside
    return record


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one short report in `dossier`, and a gold file for it."""
    folder = tmp_path_factory.mktemp("tiny")
    (folder / "dossier").mkdir()
    (folder / "dossier" / "minsk.txt").write_text("La Biélorussie est membre de l'OTSC.\n", encoding="utf-8")
    gold = "memberships:\n- {file: minsk, member: BLR, organisation: CSTO, status: member, date: 2024-06-25}\n"
    (folder / "gold.yaml").write_text(gold, encoding="utf-8")
    return folder


class RecordBuilder:
    """Writes a record row by row, without reading a text."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._documents: list[DocumentRows] = []

    def add(
        self,
        name: str,
        *,
        published: str | None = None,
        text: str = TEXT,
        outlet: str | None = None,
        title: str | None = None,
        cut: Sequence[Cut] = (),
        version: str = "0.0",
        **rows: object,
    ) -> str:
        """Add a document with the given rows (functions of its id and reading); gives its id.

        Of two versions, the later in the order of their numbers is the one that finished later.
        """
        document = content_id("document", name) * 2
        reading = reading_id(document, published, outlet, None, version, "rules")
        date = Date.parse(published) if published else None
        row = DocumentRow(
            id=document, source=f"/press/{name}", outlet=outlet, outlet_id=None, agencies=(), byline=None, title=title,
            language="fr", published=published, published_from=date.first if date else None,
            published_to=date.last if date else None, published_text=published, place=None, text=text, cut=tuple(cut),
            flags=(), reading=reading,
        )  # fmt: skip
        tables = {table: tuple(make(document, reading) for make in made) for table, made in rows.items()}  # type: ignore[attr-defined]
        self._documents.append(
            DocumentRows(
                document=row,
                sightings=(SightingRow(document, row.source, outlet, published),),
                reading=ReadingRow(reading, document, version, "rules", f"2025-03-01T12:0{version[0]}:00+00:00"),
                **tables,
            )
        )
        return document

    def write(self) -> Path:
        """Write what was added as one shard."""
        with open_writer(self.path) as writer:
            for rows in self._documents:
                writer.add_document(rows)
        self._documents = []
        return self.path


def when(date: str | None, text: str | None = None, anchor: str | None = "text") -> When:
    """The columns of a date; an undated row for None."""
    return When.of(Date.parse(date), text, anchor) if date else When(date_text=text)


def membership(
    member: str | None, organisation: str, status: str, date: str | None = None, *, bears: str = "holds",
    modality: str = "actual", date_text: str | None = None,
) -> Callable[[str, str], MembershipRow]:  # fmt: skip
    """A membership whose words are the first of the text."""

    def make(document: str, reading: str) -> MembershipRow:
        return MembershipRow(
            id=content_id(document, "membership", str(member), organisation, status, bears, modality, str(date)),
            document=document, member=member, organisation=organisation, status=status, bears=bears, modality=modality,
            when=when(date, date_text), statement=None, said_by=None, via=(), span=Span(0, 8, TEXT[:8]),
            trigger_text="texte", rule="test", confidence=0.9, reading=reading,
        )  # fmt: skip

    return make


def occupancy(
    person: str,
    position: str,
    of: str | None,
    date: str | None = None,
    *,
    bears: str = "holds",
    modality: str = "actual",
) -> Callable[[str, str], OccupancyRow]:
    """An occupancy whose words are the first of the text."""

    def make(document: str, reading: str) -> OccupancyRow:
        return OccupancyRow(
            id=content_id(document, "occupancy", person, position, str(of), bears, modality, str(date)),
            document=document, person=person, position=position, of=of, bears=bears, modality=modality,
            when=when(date), statement=None, said_by=None, via=(), span=Span(3, 8, TEXT[3:8]), trigger_text="texte",
            rule="test", confidence=0.9, reading=reading,
        )  # fmt: skip

    return make


def attribute(subject: str, name: str, value: str) -> Callable[[str, str], AttributeRow]:
    """An attribute without a date."""

    def make(document: str, reading: str) -> AttributeRow:
        return AttributeRow(
            id=content_id(document, "attribute", subject, name, value), document=document, subject=subject,
            property=name, value=value, when=When(), said_by=None, via=(), span=Span(0, 2, TEXT[:2]),
            trigger_text="Un", rule="test", confidence=0.9, reading=reading,
        )  # fmt: skip

    return make


def mention(actor: str, start: int = 0, end: int = 2, *, text: str = TEXT) -> Callable[[str, str], MentionRow]:
    """A mention by name of a person."""

    def make(document: str, reading: str) -> MentionRow:
        span = Span(start, end, text[start:end])
        return MentionRow(document, span, actor, None, "name", "person", "test", reading)

    return make


@pytest.fixture
def builder(tmp_path: Path) -> Iterator[RecordBuilder]:
    """A record to be written row by row."""
    yield RecordBuilder(tmp_path / "record")
