"""The error tree. Every message says what is wrong and what to do about it.

DragomanError            anything that Dragoman raises on purpose; exit code 1 on the command line
├── DataError            a data file of the program is malformed (a defect of ours)
├── DateError            text that is no EDTF date
├── ReadError            a source that cannot be read into a document
├── RecordError          a record that cannot be opened, read or written
│   ├── NewerRecordError the record was written by a newer version
│   ├── DamagedShardError  a shard does not hold what its manifest says
│   └── BusyRecordError  another run holds the record
├── QueryError           a question that the record cannot answer as put (bad SQL, bad option)
│   ├── SlowQueryError   a question that took longer than it may
│   └── AmbiguousNameError  a name that several bear; carries their ids
└── UnknownNameError     a name that neither register nor record knows; carries suggestions
"""

from collections.abc import Sequence


class DragomanError(Exception):
    """Base of everything raised on purpose."""


class DataError(DragomanError):
    """A data file of the program is malformed."""


class DateError(DragomanError, ValueError):
    """Text that is no EDTF date."""


class ReadError(DragomanError):
    """A source that cannot be read into a document; `reason` is a short word for tables."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class RecordError(DragomanError):
    """A record that cannot be opened, read or written."""


class NewerRecordError(RecordError):
    """The record was written by a newer version of Dragoman."""


class DamagedShardError(RecordError):
    """A shard does not hold what its manifest says."""


class BusyRecordError(RecordError):
    """Another run holds the record."""


class QueryError(DragomanError):
    """A question that the record cannot answer as it was put."""


class SlowQueryError(QueryError):
    """A question that took longer than it may."""


class AmbiguousNameError(QueryError):
    """A name that several actors bear; `suggestions` are their ids."""

    def __init__(self, message: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.suggestions = tuple(suggestions)


class UnknownNameError(DragomanError):
    """A name that neither register nor record knows."""

    def __init__(self, message: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.suggestions = tuple(suggestions)
