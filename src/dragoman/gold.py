"""Gold files: what a careful reader would record, as YAML.

`documents` tell how each report should have been read; `memberships`, `offices`, `statements` and `events` list the
rows that it gives, each with the start of the report's file name, and not counted in the bar where `need` is ``nice``;
`same_person` lists ways of writing that mean one person; `complete` names the reports of which every row of a kind is
listed, so that any other is wrong; `not_in_record` lists rows that must not be there.
"""

import datetime as dt
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
import yaml

from dragoman.errors import DateError, QueryError
from dragoman.model.dates import Date
from dragoman.ontology.loading import load_event_ontology

# A speaker who is not named, a date that nothing proves.
UNKNOWN = "unknown"
# An autumn of the gold ends with the season of the almanac, not with November.
_AUTUMN = re.compile(r"(?P<year>\d{4})-autumn\Z")


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """What all listed rows have."""

    file: str
    need: Literal["must", "nice"] = "must"
    date: str = "any"


class GoldMembership(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A membership; `status` is ``member``, ``not-member``, ``withdrawal-denied`` or statuses joined by ``|``."""

    member: str
    organisation: str
    status: str
    modality: str | None = None


class GoldOffice(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person in a position; `person` is a pattern that the person's names match."""

    person: str
    office: str
    of: str


class GoldStatement(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A statement that holds these words; `speaker` and `via` are patterns.

    ``unknown``, alone or among alternatives joined by ``|``, is met by a statement of nobody who is named. `act` and
    `direct` are compared where they are given.
    """

    speaker: str
    contains: str | None = None
    indirect: str | None = None
    act: str | None = None
    direct: bool | None = None
    via: str | None = None

    @property
    def may_be_unnamed(self) -> bool:
        """Whether a statement without a speaker will do."""
        return UNKNOWN in self.speaker.split("|")


class GoldEvent(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event of one of these types; parties are ids joined by ``|``, or ``any``."""

    type: list[str]
    parties: list[str] = msgspec.field(name="with", default_factory=list)
    agent: str | None = None
    recipient: str | None = None
    said_by: str | None = None
    place: str = "any"
    via: str | None = None
    modality: str = "actual"


class GoldDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a report should have been read; `strip` are words that must have been cut."""

    file: str
    published: str
    language: str | None = None
    outlet: str | None = None
    strip: list[str] = []
    provable: str | None = None


class Forbidden(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row that must not be there: a membership, or an event `of` these parties."""

    file: str
    membership: str | None = None
    member: str | None = None
    organisation: str | None = None
    event: str | None = None
    of: list[str] = []


T = TypeVar("T", Item, GoldMembership, GoldOffice, GoldStatement, GoldEvent, GoldDocument, Forbidden)


class Gold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A gold file; `contradictions` and `families` are kept for views that are not computed yet."""

    documents: list[GoldDocument] = []
    complete: dict[str, list[str]] = {}
    statements: list[GoldStatement] = []
    events: list[GoldEvent] = []
    memberships: list[GoldMembership] = []
    offices: list[GoldOffice] = []
    same_person: list[list[str]] = []
    not_in_record: list[Forbidden] = []
    contradictions: list[Any] = []
    families: list[Any] = []

    def of_reports(self, names: Collection[str]) -> "Gold":
        """What the gold tells of these reports, given by file name or the start of it.

        What it tells of no single report (people, contradictions, families) is left out.
        """

        def told(items: Sequence[T]) -> list[T]:
            return [item for item in items if any(_is_of(item.file, name) for name in names)]

        return Gold(
            documents=told(self.documents),
            complete={
                kind: [file for file in files if any(_is_of(file, name) for name in names)]
                for kind, files in self.complete.items()
            },
            statements=told(self.statements),
            events=told(self.events),
            memberships=told(self.memberships),
            offices=told(self.offices),
            not_in_record=told(self.not_in_record),
        )


def _is_of(file: str, name: str) -> bool:
    return file.startswith(name) or name.startswith(file)


def merge_gold(parts: Sequence[Gold]) -> Gold:
    """Several gold files as one."""
    lists = [name for name in Gold.__struct_fields__ if name != "complete"]
    complete: dict[str, list[str]] = {}
    for part in parts:
        for kind, files in part.complete.items():
            complete.setdefault(kind, []).extend(files)
    merged = {name: [item for part in parts for item in getattr(part, name)] for name in lists}
    return Gold(complete=complete, **merged)


def load_gold(path: str | Path) -> Gold:
    """Read a gold file; QueryError naming file and entry when it cannot be read or has another shape."""
    try:
        with Path(path).open(encoding="utf-8") as stream:
            # Every scalar is text: 003 is the start of a file name and NO a country.
            raw = yaml.load(stream, Loader=yaml.BaseLoader)
    except OSError as error:
        raise QueryError(f"{path}: the gold file cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: no valid YAML: {' '.join(str(error).split())}") from error
    try:
        # Not strict: ``true`` and ``false`` are text here too.
        gold = msgspec.convert(raw, Gold, strict=False)
    except msgspec.ValidationError as error:
        raise QueryError(f"{path}: {error}") from error
    acts = load_event_ontology().acts
    for statement in gold.statements:
        if statement.act is not None and statement.act not in acts:
            raise QueryError(f"{path}: {statement.act!r} is no act of a statement; they are {', '.join(acts)}")
    dates = [item.date for item in (*gold.statements, *gold.events, *gold.memberships, *gold.offices)]
    dates += [document.published for document in gold.documents if document.published != UNKNOWN]
    patterns = [item.person for item in gold.offices] + [item.speaker for item in gold.statements]
    try:
        for date in dates:
            days_of(date)
        for pattern in patterns:
            re.compile(pattern)
    except (DateError, re.error) as error:
        raise QueryError(f"{path}: {error}") from error
    return gold


def days_of(expected: str) -> Date | None:
    """The days inside which a row's date must lie; None where any will do. Raises DateError."""
    if expected == "any":
        return None
    if autumn := _AUTUMN.match(expected):
        year = int(autumn["year"])
        return Date.between(dt.date(year, 9, 1), dt.date(year, 12, 21))
    return Date.parse(expected)
