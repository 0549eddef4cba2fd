"""How much of what a careful reader would record a record holds: what is found, what is missed, what is too much.

What the reader would record is a gold file (see `dragoman.gold`).
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import msgspec

from dragoman.gold import (
    UNKNOWN,
    Forbidden,
    Gold,
    GoldDocument,
    GoldEvent,
    GoldMembership,
    GoldOffice,
    GoldStatement,
    days_of,
)
from dragoman.model.dates import Date
from dragoman.record.reading import Record

Kind = Literal["documents", "statements", "events", "memberships", "offices", "same_person"]
KINDS: tuple[Kind, ...] = ("documents", "statements", "events", "memberships", "offices", "same_person")

# Which view holds the rows of a kind.
_VIEWS: dict[str, str] = {
    "statements": "statements",
    "events": "events",
    "memberships": "memberships",
    "offices": "occupancies",
}
_MEMBER = frozenset({"founder", "full"})
_DENYING = frozenset({"denied", "negated"})
_LEAVING = frozenset({"withdrawing", "withdrawn", "none"})
# A statement's words are one quotation or clause, never the whole report.
_LONGEST_WORDS = 700
# So many rows of one kind that the gold does not list are a flood, however good the listed ones are.
_FLOOD_SHARE, _FLOOD_ROWS, _FLOOD_STATEMENTS = 3, 5, 60
_APOSTROPHES = str.maketrans("’‘`´", "''''")


@dataclass(slots=True)
class KindScore:
    """One kind: items found and expected, rows of the record, and how many rows of complete reports are listed."""

    kind: str
    must_found: int = 0
    must: int = 0
    nice_found: int = 0
    nice: int = 0
    rows: int = 0
    complete_right: int = 0
    complete_rows: int = 0

    @property
    def precision(self) -> float | None:
        """Listed rows among all rows of the complete reports; None where no report is complete or none has rows."""
        return self.complete_right / self.complete_rows if self.complete_rows else None


@dataclass(frozen=True, slots=True)
class Miss:
    """An item that the record lacks, with the reason where one can be told."""

    kind: str
    need: str
    item: Mapping[str, Any]
    reason: str


@dataclass(frozen=True, slots=True)
class Excess:
    """A row too many: ``unlisted`` in a complete report, ``forbidden``, or part of a ``flood`` (then a count)."""

    kind: str
    reason: Literal["unlisted", "forbidden", "flood"]
    document: str
    id: str | None
    what: str


@dataclass(slots=True)
class Evaluation:
    """What an evaluation came to. It is passed when no must item is missed and no row is too many."""

    scores: list[KindScore] = field(default_factory=list)
    missed: list[Miss] = field(default_factory=list)
    excess: list[Excess] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether the bar is met."""
        return not self.excess and not any(miss.need == "must" for miss in self.missed)


def evaluate_record(record: Record, gold: Gold, kinds: Collection[Kind] = KINDS) -> Evaluation:
    """Hold a record against a gold file, for all kinds or some."""
    found = _Found(record)
    done = Evaluation()
    for kind in KINDS:
        if kind in kinds:
            score = KindScore(kind)
            done.scores.append(score)
            if kind == "documents":
                _score_documents(found, gold, score, done)
            elif kind == "same_person":
                _score_people(found, gold, score, done)
            else:
                _score_rows(found, gold, kind, score, done)
    _find_forbidden(found, gold, kinds, done)
    return done


class _Found:
    """The views of a record, as an evaluation asks them."""

    def __init__(self, record: Record) -> None:
        self.documents = record.sql("SELECT * FROM documents ORDER BY source, id").to_pylist()
        self.mentions = record.sql("SELECT document, actor, span_end FROM mentions WHERE actor IS NOT NULL").to_pylist()
        self.rows = {kind: record.sql(f"SELECT * FROM {view} ORDER BY id").to_pylist() for kind, view in _VIEWS.items()}
        self._of_document: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for kind, rows in self.rows.items():
            for row in rows:
                self._of_document.setdefault((kind, row["document"]), []).append(row)
        actors = record.sql("SELECT id, label, labels, aliases FROM actors").to_pylist()
        self._names = {
            row["id"]: [row["id"], row["label"] or "", *(row["aliases"] or ()), *dict(row["labels"] or ()).values()]
            for row in actors
        }

    def find_document(self, file: str) -> dict[str, Any] | None:
        """The document whose file name starts so."""
        return next((row for row in self.documents if Path(row["source"] or "").name.startswith(file)), None)

    def rows_of(self, kind: str, file: str) -> list[dict[str, Any]]:
        """The rows of a kind that one report gives."""
        document = self.find_document(file)
        return self._of_document.get((kind, document["id"]), []) if document is not None else []

    def is_named(self, actor: str | None, pattern: str) -> bool:
        """Whether the names of an actor, taken together, match a pattern."""
        return (
            actor is not None
            and re.search(pattern, " ".join(self._names.get(actor, [actor])), re.IGNORECASE) is not None
        )

    def actors_ending(self, words: str) -> set[str]:
        """The actors of all mentions that end where these words end in a text."""
        ends = {
            (row["id"], hit.end()) for row in self.documents for hit in re.finditer(re.escape(words), row["text"] or "")
        }
        return {row["actor"] for row in self.mentions if (row["document"], row["span_end"]) in ends}


def _score_documents(found: _Found, gold: Gold, score: KindScore, done: Evaluation) -> None:
    score.rows = len(found.documents)
    for wanted in gold.documents:
        faults = _document_faults(wanted, found.find_document(wanted.file))
        score.must += 1
        score.must_found += not faults
        if faults:
            done.missed.append(Miss("documents", "must", _plain(wanted), "; ".join(faults)))


def _document_faults(wanted: GoldDocument, row: Mapping[str, Any] | None) -> list[str]:
    if row is None:
        return ["not read"]
    faults = [f"kept {words!r}" for words in wanted.strip if words in (row["text"] or "")]
    if wanted.language is not None and row["language"] != wanted.language:
        faults.append(f"language is {row['language']}")
    if wanted.published == UNKNOWN:
        if (row["published_from"] or row["published_to"]) and not wanted.provable:
            faults.append(f"published is {row['published']}, which nothing proves")
    elif not _inside(row["published_from"], row["published_to"], days_of(wanted.published)):
        faults.append(f"published is {row['published'] or 'unknown'}")
    if wanted.outlet and _folded(wanted.outlet) not in _folded(row["outlet"]):
        faults.append(f"outlet is {row['outlet'] or 'unknown'}")
    return faults


def _score_people(found: _Found, gold: Gold, score: KindScore, done: Evaluation) -> None:
    for spellings in gold.same_person:
        meant = [found.actors_ending(words) for words in spellings]
        same = bool(meant) and bool(set.intersection(*meant))
        score.must += 1
        score.must_found += same
        if not same:
            unknown = [words for words, actors in zip(spellings, meant, strict=True) if not actors]
            reason = f"nobody is named {', '.join(unknown)}" if unknown else "they are several people"
            done.missed.append(Miss("same_person", "must", {"spellings": spellings}, reason))


def _score_rows(found: _Found, gold: Gold, kind: str, score: KindScore, done: Evaluation) -> None:
    items: Sequence[Any] = getattr(gold, kind)
    score.rows = len(found.rows[kind])
    for item in items:
        hit = any(_matches(found, item, row) for row in found.rows_of(kind, item.file))
        if item.need == "must":
            score.must, score.must_found = score.must + 1, score.must_found + hit
        else:
            score.nice, score.nice_found = score.nice + 1, score.nice_found + hit
        if not hit:
            reason = "" if found.find_document(item.file) else "the report is not in the record"
            done.missed.append(Miss(kind, item.need, _plain(item), reason))
    for document in gold.documents:
        listed = [item for item in items if document.file.startswith(item.file)]
        rows = found.rows_of(kind, document.file)
        loose = [row for row in rows if not any(_matches(found, item, row) for item in listed)]
        if any(document.file.startswith(part) for part in gold.complete.get(kind, [])):
            score.complete_rows += len(rows)
            score.complete_right += len(rows) - len(loose)
            done.excess += [
                Excess(kind, "unlisted", document.file, row["id"], describe_row(kind, row)) for row in loose
            ]
        elif len(loose) > max(_FLOOD_SHARE * len(listed) + _FLOOD_ROWS, _FLOOD_STATEMENTS * (kind == "statements")):
            what = f"{len(loose)} rows that the gold does not list, {len(listed)} that it does"
            done.excess.append(Excess(kind, "flood", document.file, None, what))


def _matches(found: _Found, item: Any, row: Mapping[str, Any]) -> bool:
    if isinstance(item, GoldMembership):
        return _is_membership(item, row)
    if isinstance(item, GoldOffice):
        same = row["position"] == item.office and row["of"] == item.of and row["modality"] == "actual"
        return same and found.is_named(row["person"], item.person)
    if isinstance(item, GoldStatement):
        return _is_statement(found, item, row)
    return _is_event(found, item, row)


def _is_membership(item: GoldMembership, row: Mapping[str, Any]) -> bool:
    if (row["member"], row["organisation"]) != (item.member, item.organisation):
        return False
    if item.modality is not None and row["modality"] not in item.modality.split("|"):
        return False
    told = any(_is_status(status, row["status"], row["modality"]) for status in item.status.split("|"))
    return told and _inside(row["date_from"], row["date_to"], days_of(item.date))


def _is_status(wanted: str, status: str, modality: str) -> bool:
    denied = modality in _DENYING
    if wanted == "member":
        return status in _MEMBER and not denied
    if wanted == "not-member":
        return (status == "none" and not denied) or (status in _MEMBER and modality == "negated")
    if wanted == "withdrawal-denied":
        return status in _LEAVING and denied
    return status == wanted and not denied


def _is_statement(found: _Found, item: GoldStatement, row: Mapping[str, Any]) -> bool:
    words = row["words"] or row["quote_text"] or ""
    return (
        len(words) <= _LONGEST_WORDS
        and _folded(item.contains or item.indirect) in _folded(words)
        and _is_speaker(found, item, row["speaker"])
        and item.act in (None, row["act"])
        and item.direct in (None, row["direct"])
        and _passed_on(found, item.via, row)
        and _inside(row["date_from"], row["date_to"], days_of(item.date))
    )


def _is_speaker(found: _Found, item: GoldStatement, speaker: str | None) -> bool:
    return item.may_be_unnamed if speaker is None else found.is_named(speaker, item.speaker)


def _is_event(found: _Found, item: GoldEvent, row: Mapping[str, Any]) -> bool:
    actors, recipients = _parties(row, "actor"), _parties(row, "recipient")
    denied = row["modality"] in _DENYING
    said_so = not denied if item.modality == "any" else row["modality"] == item.modality
    where = f"{row['place'] or ''} {row['place_country'] or ''}".casefold()
    return (
        row["event_type"] in item.type
        and all(_has(party, actors | recipients) for party in item.parties)
        and (item.agent is None or _has(item.agent, actors))
        and (item.recipient is None or _has(item.recipient, recipients))
        and (item.said_by is None or found.is_named(row["said_by"], item.said_by))
        and (item.place == "any" or any(place.casefold() in where for place in item.place.split("|")))
        and _passed_on(found, item.via, row)
        and said_so
        and _inside(row["date_from"], row["date_to"], days_of(item.date))
    )


def _find_forbidden(found: _Found, gold: Gold, kinds: Collection[Kind], done: Evaluation) -> None:
    for item in gold.not_in_record:
        kind: Kind = "events" if item.event is not None else "memberships"
        if kind in kinds:
            bad = [row for row in found.rows_of(kind, item.file) if row["modality"] == "actual" and _is_bad(item, row)]
            done.excess += [Excess(kind, "forbidden", item.file, row["id"], describe_row(kind, row)) for row in bad]


def _is_bad(item: Forbidden, row: Mapping[str, Any]) -> bool:
    if item.event is not None:
        return row["event_type"] == item.event and set(item.of) <= _parties(row, "actor") | _parties(row, "recipient")
    if (row["member"], row["organisation"]) != (item.member, item.organisation):
        return False
    return row["status"] in _MEMBER if item.membership == "member" else row["status"] == item.membership


def describe_row(kind: str, row: Mapping[str, Any]) -> str:
    """A row of the record in a few words, for a reader of the evaluation."""
    date = row["date"] or "undated"
    if kind == "memberships":
        return f"{row['member']} in {row['organisation']}: {row['status']}, {row['bears']}, {row['modality']}, {date}"
    if kind == "offices":
        return f"{row['person']}: {row['position']} of {row['of']}, {row['bears']}, {row['modality']}, {date}"
    if kind == "statements":
        return f"{row['speaker']}: {row['act']}, {row['words'][:80]}"
    actors, recipients = ", ".join(row["actors"]) or "nobody", ", ".join(row["recipients"])
    parties = f"{actors} to {recipients}" if recipients else actors
    return f"{row['event_type']} {parties}, {row['modality']}, {date}"


def _passed_on(found: _Found, pattern: str | None, row: Mapping[str, Any]) -> bool:
    return pattern is None or any(found.is_named(actor, pattern) for actor in row["via"] or ())


def _parties(row: Mapping[str, Any], side: str) -> set[str]:
    return {*(row[f"{side}s"] or ()), *(row[f"{side}_countries"] or ())}


def _has(wanted: str, parties: set[str]) -> bool:
    return wanted == "any" or any(one == "any" or one in parties for one in wanted.split("|"))


def _inside(first: dt.date | None, last: dt.date | None, days: Date | None) -> bool:
    """Whether a row's days lie inside those expected; a row with an open end lies in none."""
    if days is None:
        return True
    return first is not None and last is not None and days.contains(first) and days.contains(last)


def _folded(text: str | None) -> str:
    plain = unicodedata.normalize("NFKC", text or "").translate(_APOSTROPHES)
    return " ".join(plain.split()).casefold()


def _plain(item: msgspec.Struct) -> dict[str, Any]:
    """An item as it stands in the gold file."""
    values: dict[str, Any] = msgspec.to_builtins(item)
    return {name: value for name, value in values.items() if value not in (None, [], "any") and name != "need"}
