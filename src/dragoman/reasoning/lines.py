"""What a row or a fact tells, in one English line: the one wording for every table, file and export."""

from collections.abc import Sequence
from dataclasses import dataclass

# More of a statement than this says no more in a line.
_WORDS = 160
_UNMARKED = (None, "holds", "actual")


@dataclass(frozen=True, slots=True)
class Line:
    """The parts of a line, names as the reader is shown them.

    `who` and `whom` are the parties of an event, the member and the organisation, the holder and the owner of the
    office, or the subject; `relation` is the status, position, property, act, or event type with its mode; `value` an
    attribute's value or a statement's words, quoted if `direct`; `manner` how it is told (bears, modality).
    """

    kind: str
    who: str | None
    relation: str
    whom: str | None = None
    value: str | None = None
    where: str | None = None
    direct: bool = False
    manner: Sequence[str | None] = ()

    def __str__(self) -> str:
        who = self.who or "someone"
        told = [part for part in self.manner if part not in _UNMARKED]
        manner = f" ({', '.join(map(str, told))})" if told else ""
        if self.kind == "statement":
            return f"{who} {_third_person(self.relation)}{manner}: {self._words()}"
        if self.kind == "event":
            where = f" in {self.where}" if self.where else ""
            return f"{who}{f' → {self.whom}' if self.whom else ''}: {self.relation}{where}{manner}"
        if self.kind == "membership":
            return f"{who} – {self.whom or '?'}: {self.relation}{manner}"
        if self.kind == "occupancy":
            return f"{who}: {self.relation} of {self.whom or '?'}{manner}"
        return f"{who}: {self.relation.replace('_', ' ')} {self.value}{manner}"

    def _words(self) -> str:
        words = first_words(self.value or "")
        return f"“{words}”" if self.direct else words


def first_words(text: str) -> str:
    """As much of what was said as a line has room for."""
    words = " ".join(text.split())
    return words if len(words) <= _WORDS else f"{words[:_WORDS].rstrip()}…"


def _third_person(act: str) -> str:
    return f"{act[:-1]}ies" if act.endswith("y") and act[-2:-1] not in "aeiou" else f"{act}s"
