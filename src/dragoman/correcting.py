"""Putting right from Python what was read: judgements of people, each the twin of what the command `judge` does."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.clock import Clock
    from dragoman.judging import Imported
    from dragoman.record.reading import Record
    from dragoman.record.schema import JudgementRow


def judge(
    record: str | Path, kind: str, *about: str | float, who: str, why: str, clock: "Clock | None" = None
) -> "JudgementRow":
    """Put right what was read, in a log beside the record that every opening applies; gives the judgement.

    `kind` and what it is about: ``same`` A B and ``different`` A B (ids or any names; NAME@DOCUMENT is what one
    document calls so), ``apart`` ID ID (two rows that are never one fact), ``together`` ID ID (two that always are),
    ``wrong`` ID, ``value`` ID COLUMN VALUE (``unknown`` for no value), ``trust`` OUTLET SHARE (0 to 1), ``undo`` ID of
    a judgement. The rows stay as they were read, and reading again keeps every judgement; of two that contradict each
    other the later one holds. `clock` gives the instant, by default the system's.

    Raises UnknownNameError with suggestions, QueryError for what cannot be judged so, RecordError.

    >>> row = timeline("record")[0]
    >>> judged = judge("record", "value", row.id, "status", "observer", who="R. Okafor", why="so says the communiqué")
    >>> timeline("record")[0].summary, judged.state
    ('Belarus – CSTO: observer', 'holds')
    >>> _ = judge("record", "undo", judged.id, who="R. Okafor", why="I misread it")
    >>> timeline("record")[0].summary
    'Belarus – CSTO: full'
    """
    from dragoman.clock import system_clock
    from dragoman.judging import judge as add_judgement

    at = (clock or system_clock)()
    return add_judgement(record, kind, [str(each) for each in about], who=who, why=why, at=at)


def judgements(record: "str | Path | Record") -> "list[JudgementRow]":
    """What people have judged, in the order of time, each as it stands now and why it does not hold.

    Raises RecordError when there is no record.

    >>> [(row.kind, row.field, row.value, row.state) for row in judgements("record") if row.kind == "value"]
    [('value', 'status', 'observer', 'undone')]
    """
    from dragoman.judging import list_judgements

    return list_judgements(record)


def export_judgements(record: str | Path, file: str | Path) -> int:
    """Write all judgements of a record to a file of JSON lines; gives how many. Raises RecordError, QueryError.

    >>> export_judgements("record", "judgements.jsonl") == len(judgements("record"))
    True
    """
    from dragoman.judging import export_judgements as export

    return export(record, file)


def import_judgements(record: str | Path, file: str | Path) -> "Imported":
    """Take in the judgements of an exported file, all or none; those that the record has already add nothing.

    Raises QueryError naming the line that is no judgement, or when the file cannot be read; RecordError.

    >>> import_judgements("record", "judgements.jsonl").added
    0
    """
    from dragoman.judging import import_judgements as import_file

    return import_file(record, file)
