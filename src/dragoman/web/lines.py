"""What a row or a fact tells, in one line of the reader's language: the wording of every page.

Files keep the English line of the record (`dragoman.reasoning.lines`), which is the same for everybody.
"""

from collections.abc import Callable, Sequence

from dragoman.reasoning.lines import first_words
from dragoman.views.facts import ListedFact
from dragoman.views.timeline import TimelineRow
from dragoman.web.interface import Words

Row = ListedFact | TimelineRow
_UNMARKED = (None, "holds", "actual")


class Lines:
    """Makes lines in the words of a language; `call` gives what a reader of it calls an actor, the shortest name."""

    def __init__(self, words: Words, call: Callable[[str], str]) -> None:
        self._t, self._call = words, call

    def tell(self, row: Row) -> str:
        """Who, what, whom, and in brackets how it is told."""
        subject = row.subject if isinstance(row, ListedFact) else row.actor
        values = {
            "who": self._name(subject),
            "whom": self._call(row.object) if row.object else self._t("line.nothing"),
            "what": self._t.of("told", row.relation),
            "value": row.value,
            "manner": self._manner(row),
        }
        if row.kind == "statement":
            words = first_words(row.value or "")
            values["value"] = self._t("line.quoted", words=words) if row.direct else words
        if row.kind != "event":
            return self._t(f"line.{row.kind}", **values)
        values["who"] = self._side(row.actors, row.unnamed_actors)
        values["whom"] = self._side(row.recipients, row.unnamed_recipients) if _has_recipient(row) else ""
        values["where"] = self._t("line.where", place=self._call(row.place)) if row.place else ""
        return self._t("line.event_to" if values["whom"] else "line.event", **values)

    def _side(self, parties: Sequence[str], states: Sequence[str]) -> str:
        if parties:
            return ", ".join(map(self._call, parties))
        someone = ", ".join(self._t("line.someone_of", state=self._call(state)) for state in states)
        return someone or self._t("line.someone")

    def _name(self, actor: str | None) -> str:
        return self._call(actor) if actor is not None else self._t("line.someone")

    def _manner(self, row: Row) -> str:
        """How it is told, and by which means an event happened; nothing for what holds and is so."""
        told = []
        if row.kind == "event" and isinstance(row, TimelineRow) and row.value is not None:
            told.append(self._t.of("mode", row.value))
        if row.bears not in _UNMARKED:
            told.append(self._t.of("bears", row.bears))
        if row.modality not in _UNMARKED:
            told.append(self._t.of("modalities", row.modality))
        return self._t("line.manner", told=self._t("line.and").join(told)) if told else ""


def _has_recipient(row: Row) -> bool:
    return bool(row.recipients or row.unnamed_recipients)
