"""Dragoman reads reports about alliances and diplomacy into a dated, sourced record that can be asked.

    a file ─► document ─► mentions ─► assertions ─► record ─► views

    import dragoman

    dragoman.read("dossier/", to="record")                     # what the reports say, each row with its words
    with dragoman.open_record("record") as record:             # tables under SQL, as Arrow, Polars or pandas
        record.sql("SELECT member, status, date FROM memberships WHERE organisation = 'CSTO'")
        dragoman.members(record, "OTSC", on="2024-06-25")      # register and record side by side
        dragoman.explain(record, "3f1c")                       # why a row stands there

A record may be given as a path wherever an open one may. Everything raised on purpose is a DragomanError. Nothing
heavy is imported before it is used.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import (
    BusyRecordError,
    DamagedShardError,
    DataError,
    DateError,
    DragomanError,
    NewerRecordError,
    QueryError,
    ReadError,
    RecordError,
    UnknownNameError,
)

if TYPE_CHECKING:
    from dragoman.documents.sources import SetAside, SourceMetadata
    from dragoman.evaluation import Evaluation
    from dragoman.evaluation import Kind as EvaluationKind
    from dragoman.model.dates import Date
    from dragoman.pipeline import Clock, Summary
    from dragoman.record.checking import Fault
    from dragoman.record.compaction import Compaction
    from dragoman.record.reading import Record
    from dragoman.views.actor import ActorPage
    from dragoman.views.days import Day
    from dragoman.views.document import DocumentPage
    from dragoman.views.events import ListedEvent
    from dragoman.views.explanation import Explanation
    from dragoman.views.membership import MemberRow
    from dragoman.views.office import HolderRow
    from dragoman.views.statements import ListedStatement
    from dragoman.views.timeline import Kind, TimelineRow

    __version__: str

__all__ = [
    "ActorPage",
    "BusyRecordError",
    "Compaction",
    "DamagedShardError",
    "DataError",
    "Date",
    "DateError",
    "DocumentPage",
    "DragomanError",
    "Evaluation",
    "Explanation",
    "Fault",
    "HolderRow",
    "ListedEvent",
    "ListedStatement",
    "MemberRow",
    "NewerRecordError",
    "QueryError",
    "ReadError",
    "Record",
    "RecordError",
    "SetAside",
    "SourceMetadata",
    "Summary",
    "TimelineRow",
    "UnknownNameError",
    "__version__",
    "actor",
    "compact",
    "evaluate",
    "events",
    "explain",
    "members",
    "office",
    "open_record",
    "read",
    "show",
    "statements",
    "timeline",
    "verify",
]

# Public classes that are not worth an import before someone asks for them.
_HOMES: Mapping[str, str] = {
    "ActorPage": "dragoman.views.actor",
    "Compaction": "dragoman.record.compaction",
    "Date": "dragoman.model.dates",
    "DocumentPage": "dragoman.views.document",
    "Evaluation": "dragoman.evaluation",
    "Explanation": "dragoman.views.explanation",
    "Fault": "dragoman.record.checking",
    "HolderRow": "dragoman.views.office",
    "ListedEvent": "dragoman.views.events",
    "ListedStatement": "dragoman.views.statements",
    "MemberRow": "dragoman.views.membership",
    "Record": "dragoman.record.reading",
    "SetAside": "dragoman.documents.sources",
    "SourceMetadata": "dragoman.documents.sources",
    "Summary": "dragoman.pipeline",
    "TimelineRow": "dragoman.views.timeline",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("dragoman")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


def read(
    paths: "str | Path | Sequence[str | Path]",
    to: str | Path,
    metadata: "str | Path | Mapping[str, SourceMetadata] | None" = None,
    published: "Day | None" = None,
    clock: "Clock | None" = None,
    *,
    on_source: Callable[[str], None] | None = None,
) -> "Summary":
    """Read files, folders and globs into a record, which is made where there is none.

    `metadata` is a CSV or JSON Lines file (columns source, published, outlet, url, title) for texts that do not tell
    these themselves; `published` (EDTF text or a date) is the publication date of all that have none there. `clock`
    gives the instant at which each reading ends, by default the system's; nothing else here knows the time.
    `on_source` is called with each address when it is done.

    What cannot be read is set aside with its reason in `Summary.set_aside`; reading again adds nothing. Every 200
    documents are stored at once; what was finished is kept when the run is interrupted. Raises ReadError for a bad
    metadata file, DateError for a bad date, RecordError when the record cannot be written.

    >>> summary = read("dossier", to="record", published="2024-06-25")
    >>> summary.read, summary.known, summary.set_aside
    (1, 0, [])
    >>> read("dossier", to="record", published="2024-06-25").known
    1
    """
    from dragoman.journey import read_paths

    given = [paths] if isinstance(paths, str | Path) else paths
    return read_paths([str(path) for path in given], Path(to), metadata, published, clock, on_source)


def open_record(path: str | Path, *, skip_damaged: bool = False) -> "Record":
    """Open a record for asking: `Record.sql` gives an Arrow table, `Record.polars` and `Record.pandas` frames.

    `skip_damaged` reads on past shards that are not whole and lists them in `Record.skipped`. Raises RecordError when
    there is no record at `path`, NewerRecordError when it is too new, DamagedShardError for a shard that is not whole.

    >>> with open_record("record") as record:
    ...     record.sql("SELECT member, organisation, status, date FROM memberships").to_pylist()
    [{'member': 'BLR', 'organisation': 'CSTO', 'status': 'full', 'date': '2024-06-25'}]
    """
    from dragoman.record_opening import open_record as open_beside_register

    return open_beside_register(path, skip_damaged=skip_damaged)


def members(record: "str | Path | Record", organisation: str, on: "Day | None" = None) -> "list[MemberRow]":
    """Who belongs to an organisation, the register and the record side by side, in order of member.

    `organisation` is an id or any name in French, English, Spanish or Russian. `on` is a day, a month or a year (EDTF
    text or a date) and keeps what can hold then; undated rows stay. Raises UnknownNameError with suggestions,
    QueryError for a name that several bear, DateError.

    >>> [(row.side, row.status, row.date, row.agrees) for row in members("record", "OTSC") if row.member == "BLR"]
    [('register', 'full', '1993-12-31/..', None), ('record', 'full', '2024-06-25', True)]
    """
    from dragoman.register import load_register
    from dragoman.views.membership import list_members

    with _opened(record) as opened:
        return list_members(opened, load_register(), organisation, on)


def office(record: "str | Path | Record", position: str, of: str, on: "Day | None" = None) -> "list[HolderRow]":
    """Who holds a position of a state or organisation, the register and the record side by side, by person.

    `position` is one of the closed list (``foreign minister``, ``secretary-general``, ``acting president``); `on` as in
    `members`. Raises UnknownNameError with suggestions for a position or a name, QueryError, DateError.

    >>> [row.person for row in office("record", "secretary-general", "NATO", on="2020")]
    ['jens-stoltenberg']
    """
    from dragoman.register import load_register
    from dragoman.views.office import list_holders

    with _opened(record) as opened:
        return list_holders(opened, load_register(), position, of, on)


def actor(record: "str | Path | Record", name: str) -> "ActorPage":
    """One actor by any name in any language: names, offices and memberships by day, mentions by document.

    Raises UnknownNameError with suggestions, QueryError for a name that several bear.

    >>> page = actor("record", "Biélorussie")
    >>> page.actor.id, [count.words for count in page.mentions]
    ('BLR', [('Biélorussie',)])
    """
    from dragoman.register import load_register
    from dragoman.views.actor import get_actor_page

    with _opened(record) as opened:
        return get_actor_page(opened, load_register(), name)


def timeline(
    record: "str | Path | Record",
    *,
    actor: str | None = None,
    kinds: "Collection[Kind] | None" = None,
    start: "Day | None" = None,
    end: "Day | None" = None,
) -> "list[TimelineRow]":
    """What the record tells, in order of day, undated rows last.

    `kinds` are those of `dragoman.views.timeline.KINDS`; `actor` keeps rows that it (or an official of it) is a party
    of, `start` and `end` rows of the days between, and undated ones. Raises UnknownNameError, QueryError, DateError.

    >>> [row.summary for row in timeline("record", actor="OTSC")]
    ['Belarus – CSTO: full']
    """
    from dragoman.register import load_register
    from dragoman.views.timeline import KINDS, list_timeline

    chosen = KINDS if kinds is None else kinds
    with _opened(record) as opened:
        return list_timeline(opened, load_register(), actor=actor, kinds=chosen, start=start, end=end)


def statements(
    record: "str | Path | Record",
    *,
    speaker: str | None = None,
    about: str | None = None,
    acts: Collection[str] = (),
    words: str | None = None,
    start: "Day | None" = None,
    end: "Day | None" = None,
) -> "list[ListedStatement]":
    """Who said what, in order of day. Limits and what it Raises: see `dragoman.views.statements.list_statements`.

    >>> statements("record", speaker="RUS", acts=["warn"])
    []
    """
    from dragoman.register import load_register
    from dragoman.views.statements import list_statements

    with _opened(record) as opened:
        return list_statements(
            opened, load_register(), speaker=speaker, about=about, acts=acts, words=words, start=start, end=end
        )


def events(
    record: "str | Path | Record",
    *,
    types: Collection[str] = (),
    between: tuple[str, str] | None = None,
    actor: str | None = None,
    recipient: str | None = None,
    modalities: Collection[str] = (),
    start: "Day | None" = None,
    end: "Day | None" = None,
) -> "list[ListedEvent]":
    """What happened between whom, in order of day. Limits and what it Raises: see `dragoman.views.events.list_events`.

    >>> events("record", types=["CONSULT"], between=("RUS", "BLR"))
    []
    """
    from dragoman.register import load_register
    from dragoman.views.events import list_events

    with _opened(record) as opened:
        return list_events(
            opened,
            load_register(),
            types=types,
            between=between,
            actor=actor,
            recipient=recipient,
            modalities=modalities,
            start=start,
            end=end,
        )


def show(record: "str | Path | Record", document: str) -> "DocumentPage":
    """One document by the start of its id or by its file's name: text, assertions, what was cut, proof of the date.

    Raises UnknownNameError with the nearest file names, QueryError when several documents fit.

    >>> page = show("record", "minsk.txt")
    >>> [page.text[row.span_start : row.span_end] == row.quote_text for row in page.assertions]
    [True]
    """
    from dragoman.register import load_register
    from dragoman.views.document import get_document

    with _opened(record) as opened:
        return get_document(opened, load_register(), document)


def explain(record: "str | Path | Record", assertion: str) -> "Explanation":
    """Why a row stands in the record: rule, trigger, what filled each role and why, how it was dated.

    `assertion` is its id or the first four digits or more. Raises UnknownNameError when no assertion has such an id,
    QueryError when several have.

    >>> row = timeline("record")[0]
    >>> found = explain("record", row.id[:8])
    >>> found.trigger_text, [(role.role, role.words, role.actor) for role in found.roles]
    ('membre', [('member', 'Biélorussie', 'BLR'), ('organisation', 'OTSC', 'CSTO')])
    """
    from dragoman.register import load_register
    from dragoman.views.explanation import explain_assertion

    with _opened(record) as opened:
        return explain_assertion(opened, load_register(), assertion)


def evaluate(
    record: "str | Path | Record", gold: str | Path, kinds: "Collection[EvaluationKind] | None" = None
) -> "Evaluation":
    """Hold a record against a gold file (YAML, see `dragoman.gold`): recall, precision, every miss and excess.

    `kinds` are ``documents``, ``statements``, ``events``, ``memberships``, ``offices`` and ``same_person``, by default
    all. Raises QueryError when the gold file cannot be read or is malformed.

    >>> evaluation = evaluate("record", "gold.yaml")
    >>> evaluation.passed, [(score.must_found, score.must) for score in evaluation.scores if score.must]
    (True, [(1, 1)])
    """
    from dragoman.evaluation import KINDS, evaluate_record
    from dragoman.gold import load_gold

    known = load_gold(gold)
    with _opened(record) as opened:
        return evaluate_record(opened, known, KINDS if kinds is None else kinds)


def verify(record: str | Path) -> "list[Fault]":
    """Everything in a record that is not what was written; an empty list when it is sound. Reads every byte.

    Raises RecordError when there is no record at the path.

    >>> verify("record")
    []
    """
    from dragoman.record.checking import verify as verify_record

    return verify_record(record)


def compact(record: str | Path) -> "Compaction":
    """Merge all shards of a record into one: fewer files to open, the same answers.

    Raises DamagedShardError before anything is touched, BusyRecordError when another merge is at work, RecordError.

    >>> compact("record").shard == compact("record").shard
    True
    """
    from dragoman.record.compaction import compact as compact_record

    return compact_record(record)


@contextmanager
def _opened(record: "str | Path | Record") -> "Iterator[Record]":
    """The record itself when it is open; else opened for the time of one question."""
    if isinstance(record, str | Path):
        with open_record(record) as opened:
            yield opened
    else:
        yield record
