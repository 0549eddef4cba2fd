"""The journey of a report: the only list of stages. Sources in, rows out; what is dropped goes aside with a reason."""

import datetime as dt
import gc
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from dragoman.assertions.reading import AssertionReader
from dragoman.assertions.rows import Assertions
from dragoman.clock import Clock
from dragoman.documents.reading import read_document
from dragoman.documents.sources import SetAside
from dragoman.kept_folders import code_digest
from dragoman.mentions.reading import MentionReader, Parser
from dragoman.model.assertion import DocumentRow, MentionRow, ReadingRow, SightingRow, Span, reading_id
from dragoman.model.document import Document, Source
from dragoman.model.mention import Mention
from dragoman.model.sentence import ReadText
from dragoman.record.writing import DocumentRows, open_writer
from dragoman.register import Register, load_register

# Folders whose code and data decide what is read; a change of any byte makes a new rules version.
READING_FOLDERS = ("documents", "languages", "mentions", "assertions", "register", "ontology", "model")
# What stands in these folders but is asked later, of no report: cases, treaties, what contradicts what, exports.
NOT_READING = frozenset(
    {"cases", "treaties", "obligations", "contradictions", "comparison", "columns", "state_numbers", "complete_lists"}
)
# Documents, and seconds, after which a shard is written, so that a killed run loses little.
SHARD_SIZE = 200
SHARD_SECONDS = 10.0
# Documents, and bytes, that are read together: the parser is slow on a few sentences at a time.
BATCH_SIZE = 16
BATCH_BYTES = 60_000


def rules_version() -> str:
    """A digest (16 hexadecimal digits) of all code and data that reading hangs on."""
    return code_digest(READING_FOLDERS, NOT_READING)


def _french() -> Parser:
    from dragoman.languages.fr import FrenchParser

    return FrenchParser()


# The languages that are read, each with the maker of its parser; a parser is made when its first document comes.
PARSERS: dict[str, Callable[[], Parser]] = {"fr": _french}


class Reader:
    """Reads sources into rows. `clock` gives the instants of `readings`; nothing else here knows the time."""

    def __init__(self, program_version: str, clock: Clock, register: Register | None = None) -> None:
        self._register = register or load_register()
        self._program = program_version
        self._clock = clock
        self._stages: dict[str, tuple[MentionReader, AssertionReader]] = {}

    def reading_id(self, document: Document) -> str:
        """The id of this program's reading of a document."""
        published = document.published.edtf if document.published else None
        told = (published, document.outlet, document.title)
        return reading_id(document.id, *told, self._program, rules_version())

    def document(self, source: Source) -> Document | SetAside:
        """The first stage alone: the clean document, or why there is none."""
        return read_document(source, tuple(PARSERS))

    def rows(self, document: Document) -> DocumentRows:
        """All further stages: every row that a document gives."""
        return next(self.rows_of([document]))

    def rows_of(self, documents: Iterable[Document]) -> Iterator[DocumentRows]:
        """The same for several documents, in their order; reading them together is faster."""
        for language, group in groupby(documents, lambda document: document.language):
            mentions, assertions = self._for_language(language)
            for text in mentions.read_all(group):
                reading = self.reading_id(text.document)
                yield self._document_rows(text, assertions.read(text, reading), reading)

    def _document_rows(self, text: ReadText, found: Assertions, reading: str) -> DocumentRows:
        document = text.document
        finished = self._clock().astimezone(dt.UTC).isoformat(timespec="milliseconds")
        return DocumentRows(
            document=_document_row(document, reading),
            sightings=(sighting(document),),
            reading=ReadingRow(reading, document.id, self._program, rules_version(), finished),
            mentions=tuple(_mention_row(document, mention, reading) for mention in text.mentions),
            statements=tuple(found.statements),
            events=tuple(found.events),
            arguments=tuple(found.arguments),
            memberships=tuple(found.memberships),
            occupancies=tuple(found.occupancies),
            attributes=tuple(found.attributes),
        )

    def _for_language(self, language: str) -> tuple[MentionReader, AssertionReader]:
        if language not in self._stages:
            assertions = AssertionReader(language)
            mentions = MentionReader(PARSERS[language](), self._register, assertions.may_assert)
            self._stages[language] = (mentions, assertions)
        return self._stages[language]


def sighting(document: Document) -> SightingRow:
    """The row of the address at which a document was seen."""
    published = document.published.edtf if document.published else None
    return SightingRow(document.id, document.source, document.outlet, published)


def _document_row(document: Document, reading: str) -> DocumentRow:
    published = document.published
    return DocumentRow(
        id=document.id,
        source=document.source,
        outlet=document.outlet,
        outlet_id=document.outlet_id,
        agencies=document.agencies,
        byline=document.byline,
        title=document.title,
        language=document.language,
        published=published.edtf if published else None,
        published_from=published.first if published else None,
        published_to=published.last if published else None,
        published_text=document.published_text,
        place=document.place,
        text=document.text,
        cut=document.cut,
        flags=document.flags,
        reading=reading,
    )


def _mention_row(document: Document, mention: Mention, reading: str) -> MentionRow:
    return MentionRow(
        document=document.id,
        span=Span(mention.start, mention.end, mention.text),
        actor=mention.actor,
        name_key=mention.name_key,
        kind=mention.kind,
        actor_kind=mention.actor_kind,
        reason=mention.reason,
        reading=reading,
    )


@dataclass(slots=True)
class Summary:
    """What a run came to: documents read, known already and set aside, and how many rows of each table were added."""

    read: int = 0
    known: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    set_aside: list[SetAside] = field(default_factory=list)
    skipped_shards: list[str] = field(default_factory=list)


COUNTED = ("mentions", "statements", "events", "memberships", "occupancies", "attributes", "arguments")


def read_sources(
    sources: Iterable[Source | SetAside],
    record: Path,
    reader: Reader,
    *,
    on_source: Callable[[str], None] | None = None,
) -> Summary:
    """Read sources into the record at a path, which is made when it is not there.

    `on_source` is called with each address when it is done. What was finished is kept when the run is interrupted.
    Raises RecordError when the record cannot be written.
    """
    summary = Summary(rows=dict.fromkeys(COUNTED, 0))
    flushed = time.monotonic()
    with open_writer(record) as writer, ExitStack() as loaded:
        summary.skipped_shards = [shard.id for shard in writer.skipped]
        for number, batch in enumerate(iter_batches(sources)):
            if number == 1:
                # The first documents have brought their language with them.
                loaded.enter_context(collector_beside())
            for address, rows in _read_batch(batch, reader, summary, writer.known):
                if isinstance(rows, SightingRow):
                    writer.add_sighting(rows)
                elif rows is not None:
                    writer.add_document(rows)
                late = writer.pending and time.monotonic() - flushed > SHARD_SECONDS
                if late or writer.pending >= SHARD_SIZE:
                    writer.flush()
                    flushed = time.monotonic()
                if on_source is not None:
                    on_source(address)
    return summary


@contextmanager
def collector_beside() -> Iterator[None]:
    """Have the garbage collector leave alone what is there already: register, lexicons, language models.

    Walking through it again and again takes a twentieth of the time of reading. Nothing changes where the caller has
    frozen objects of its own.
    """
    if gc.get_freeze_count():
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def iter_batches(sources: Iterable[Source | SetAside]) -> Iterator[list[Source | SetAside]]:
    """The sources in small groups that are read together; a long one closes its group."""
    batch: list[Source | SetAside] = []
    size = 0
    for source in sources:
        batch.append(source)
        size += len(source.content) if isinstance(source, Source) else 0
        if len(batch) >= BATCH_SIZE or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read_batch(
    batch: Iterable[Source | SetAside], reader: Reader, summary: Summary, known: Callable[[str, str], bool]
) -> Iterator[tuple[str, DocumentRows | SightingRow | None]]:
    """The address of each source of a group with its rows; one that is known already gives its sighting alone."""
    wanted: dict[str, tuple[str, Document]] = {}
    for source in batch:
        document = source if isinstance(source, SetAside) else reader.document(source)
        if isinstance(document, SetAside):
            summary.set_aside.append(document)
            yield source.address, None
        elif known(document.id, reader.reading_id(document)) or reader.reading_id(document) in wanted:
            summary.known += 1
            yield source.address, sighting(document)
        else:
            wanted[reader.reading_id(document)] = source.address, document
    documents = [document for _, document in wanted.values()]
    for (address, _), rows in zip(wanted.values(), reader.rows_of(documents), strict=True):
        summary.read += 1
        for table in COUNTED:
            summary.rows[table] += len(rows.rows(table))
        yield address, rows
