"""What a document is once it has been read: clean text, what was cut, and what is proved about it."""

from dataclasses import dataclass

from dragoman.model.dates import Date


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of the source that is not the report, and why it was cut (see documents/cuts in the language data)."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """One source as it was found: bytes and where they came from, before anything is read into them.

    `published`, `outlet`, `url` and `title` come from a metadata file or an option and outrank what the text says.
    """

    address: str
    content: bytes
    published: Date | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A report: offsets everywhere in the record are half-open character offsets into `text`.

    `id` is the SHA-256 (64 hexadecimal digits) of the source bytes. `published` is None when nothing proves a date;
    `published_text` is the proof, word for word, several clues joined by " ∩ ". `agencies` and `outlet_id` are actor
    ids of the register. `place` is the dateline place as written.
    """

    id: str
    source: str
    text: str
    language: str
    outlet: str | None = None
    outlet_id: str | None = None
    agencies: tuple[str, ...] = ()
    byline: str | None = None
    title: str | None = None
    published: Date | None = None
    published_text: str | None = None
    place: str | None = None
    cut: tuple[Cut, ...] = ()
    flags: tuple[str, ...] = ()
