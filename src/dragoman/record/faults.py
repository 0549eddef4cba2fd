"""What a proof of a record finds: faults, each of one kind, and how much of each kind was looked at."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

# What is proved, in the order of the proof, with what holds where there is no fault.
KINDS: Mapping[str, str] = {
    "bytes": "files hold the bytes of their manifest",
    "ledger": "shards stand with their digest in the ledger",
    "judgement": "judgements of people can be read, with ids that follow from what they say",
    "reading": "rows belong to a document and a reading that are there",
    "id": "ids follow from what they stand for",
    "span": "spans and triggers give their words",
    "reference": "arguments, statements and sightings lead to a row",
    "date": "days are those that the date means",
    "fact": "facts follow from their assertions, and each assertion stands in one",
    "contradiction": "contradictions stand between facts",
    "source": "sources still have the bytes that were read",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the record that is not as it should be.

    `row` is an id or a number within the table, from 0; `kind` is one of KINDS.
    """

    shard: str | None
    table: str | None
    row: str | None
    what: str
    kind: str

    def __str__(self) -> str:
        place = " ".join(part for part in (self.shard, self.table, self.row) if part)
        return f"{place}: {self.what}" if place else self.what


@dataclass(slots=True)
class Proof:
    """How many things of each kind were looked at, how many are at fault, and of how many nothing can be told.

    Nothing can be told of the id of a document whose source has gone or has other bytes by now, nor of an id that is
    made of words that the record does not keep. Neither is a fault.
    """

    checked: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    untold: Counter[str] = field(default_factory=Counter)
