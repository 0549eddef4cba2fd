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

from collections.abc import Callable, Collection, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.asking import (
    actor,
    brief,
    contradictions,
    diff,
    events,
    explain,
    fact,
    facts,
    members,
    office,
    office_standing,
    opened,
    search,
    show,
    standing,
    statements,
    timeline,
)
from dragoman.correcting import export_judgements, import_judgements, judge, judgements
from dragoman.errors import (
    AmbiguousNameError,
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
from dragoman.surveying import absent, dealings, network, obligations, places

if TYPE_CHECKING:
    from dragoman.clock import Clock
    from dragoman.documents.sources import SetAside, SourceMetadata
    from dragoman.evaluation import Evaluation
    from dragoman.evaluation import Kind as EvaluationKind
    from dragoman.judging import Imported
    from dragoman.model.dates import Date
    from dragoman.pipeline import Summary
    from dragoman.rebuilding import Rebuild
    from dragoman.record.compaction import Compaction
    from dragoman.record.faults import Fault
    from dragoman.record.forgetting import Forgetting
    from dragoman.record.reading import Record
    from dragoman.record.schema import JudgementRow
    from dragoman.views.days import Day

    __version__: str

__all__ = [
    "AbsenceRow",
    "ActorPage",
    "AmbiguousNameError",
    "Brief",
    "BusyRecordError",
    "Compaction",
    "DamagedShardError",
    "DataError",
    "Date",
    "DateError",
    "Dealing",
    "Dealings",
    "Difference",
    "DocumentPage",
    "DragomanError",
    "Evaluation",
    "Explanation",
    "FactPage",
    "Fault",
    "Forgetting",
    "FoundDocument",
    "HolderRow",
    "Imported",
    "JudgementRow",
    "ListedContradiction",
    "ListedEvent",
    "ListedFact",
    "ListedStatement",
    "MemberRow",
    "Network",
    "NewerRecordError",
    "ObligationRow",
    "Places",
    "QueryError",
    "ReadError",
    "Rebuild",
    "Record",
    "RecordError",
    "SetAside",
    "SourceMetadata",
    "Standing",
    "Summary",
    "TimelineRow",
    "UnknownNameError",
    "__version__",
    "absent",
    "actor",
    "brief",
    "compact",
    "contradictions",
    "dealings",
    "diff",
    "evaluate",
    "events",
    "explain",
    "export_judgements",
    "fact",
    "facts",
    "forget",
    "import_judgements",
    "judge",
    "judgements",
    "members",
    "network",
    "obligations",
    "office",
    "office_standing",
    "open_record",
    "places",
    "read",
    "rebuild",
    "search",
    "show",
    "standing",
    "statements",
    "timeline",
    "verify",
]

# Public classes that are not worth an import before someone asks for them.
_HOMES: Mapping[str, str] = {
    "AbsenceRow": "dragoman.views.absence",
    "ActorPage": "dragoman.views.actor",
    "Brief": "dragoman.views.brief.brief",
    "Compaction": "dragoman.record.compaction",
    "Date": "dragoman.model.dates",
    "Dealing": "dragoman.views.dealings",
    "Dealings": "dragoman.views.dealings",
    "Difference": "dragoman.views.differences",
    "DocumentPage": "dragoman.views.document",
    "Evaluation": "dragoman.evaluation",
    "Explanation": "dragoman.views.explanation",
    "Fault": "dragoman.record.faults",
    "Forgetting": "dragoman.record.forgetting",
    "FoundDocument": "dragoman.views.search",
    "HolderRow": "dragoman.views.office",
    "FactPage": "dragoman.views.facts",
    "ListedContradiction": "dragoman.views.facts",
    "Imported": "dragoman.judging",
    "JudgementRow": "dragoman.record.schema",
    "ListedEvent": "dragoman.views.events",
    "ListedFact": "dragoman.views.facts",
    "ListedStatement": "dragoman.views.statements",
    "MemberRow": "dragoman.views.membership",
    "Network": "dragoman.views.network",
    "ObligationRow": "dragoman.views.obligations",
    "Places": "dragoman.views.places",
    "Rebuild": "dragoman.rebuilding",
    "Record": "dragoman.record.reading",
    "SetAside": "dragoman.documents.sources",
    "SourceMetadata": "dragoman.documents.sources",
    "Standing": "dragoman.views.standing",
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


def open_record(
    path: str | Path,
    *,
    skip_damaged: bool = False,
    known: "Day | None" = None,
    sources: Collection[str] = (),
    judged: bool = True,
) -> "Record":
    """Open a record for asking: `Record.sql` gives an Arrow table, `Record.polars` and `Record.pandas` frames.

    `known` (a day) leaves only documents proved to be published by then, `sources` only those of some outlets,
    agencies or families: whatever asks this record knows no others; `Record.scoped` counts what is left aside.
    Without `judged` the record is as it was read, whatever people have put right (`judge`).
    `skip_damaged` reads on past shards that are not whole and lists them in `Record.skipped`. Raises RecordError when
    there is no record at `path`, NewerRecordError when it is too new, DamagedShardError for a shard that is not whole,
    QueryError for a source that nothing comes from, DateError.

    >>> with open_record("record", known="2024-06-24") as record:
    ...     record.scoped.later, record.sql("SELECT member FROM memberships").to_pylist()
    (1, [])
    """
    from dragoman.record.scope import Scope
    from dragoman.record_opening import open_record as open_beside_register
    from dragoman.views.days import as_date

    scope = Scope(as_date(known), tuple(sources))
    return open_beside_register(path, skip_damaged=skip_damaged, scope=scope, judged=judged)


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
    with opened(record) as found:
        return evaluate_record(found, known, KINDS if kinds is None else kinds)


def verify(record: str | Path) -> "list[Fault]":
    """Everything in a record that is not what was written; an empty list when it is sound. Reads every byte.

    What is proved, and what cannot be, is told by `dragoman.proving`, `dragoman.record.checking` and
    `dragoman.record.row_faults`. Raises RecordError when there is no record at the path.

    >>> verify("record")
    []
    """
    from dragoman.proving import verify as verify_record

    return verify_record(record)


def compact(record: str | Path) -> "Compaction":
    """Merge all shards of a record into one: fewer files to open, the same answers.

    Raises DamagedShardError before anything is touched, BusyRecordError when another merge is at work, RecordError.

    >>> compact("record").shard == compact("record").shard
    True
    """
    from dragoman.record.compaction import compact as compact_record

    return compact_record(record)


def rebuild(
    record: str | Path,
    to: str | Path,
    clock: "Clock | None" = None,
    *,
    on_document: Callable[[str, int], None] | None = None,
) -> "Rebuild":
    """Read every document of a record again, out of the record and with the present rules, into a record of its own.

    Documents are taken as they were cleaned and dated. `Rebuild.tables` counts what rows differ; none do in the same
    version, and merged into one shard the two have the same bytes. Judgements are carried over, and so is the instant
    of a reading that comes out with the same id; `clock` gives the others theirs. `on_document` is called with each
    address and the number of documents. An interrupted run is gone on with by another one. Raises RecordError for a
    folder with anything else in it, DamagedShardError.

    >>> done = rebuild("record", to="again")
    >>> done.read, done.same
    (1, True)
    """
    from dragoman.rebuilding import rebuild_record

    return rebuild_record(Path(record), Path(to), clock, on_document)


def forget(record: str | Path, document: str, why: str | None = None) -> "Forgetting":
    """Remove a document, by the start of its id or its file's name, and exactly what stood on it from all shards.

    The ledger keeps that one was forgotten, and `why`. Reading it again brings everything back. Raises UnknownNameError
    with the nearest file names, QueryError when several documents fit, DamagedShardError before anything is touched,
    BusyRecordError when another run replaces shards, RecordError.

    >>> forget("record", "minsk.txt", why="withdrawn").rows["memberships"]
    1
    >>> read("dossier", to="record", published="2024-06-25").read
    1
    """
    from dragoman.record.forgetting import finish_forgetting, forget_document
    from dragoman.record.reading import open_record as open_alone
    from dragoman.views.document import find_document_id

    finish_forgetting(record)
    with open_alone(record) as asked:
        chosen = find_document_id(asked, document)
    return forget_document(record, chosen, why)
