"""Judgements: what people put right, as an append-only log beside the shards.

A judgement names what it is about by what survives another reading: an assertion by its content id, a person of the
documents by the keys of the name, an outlet by its register id or as documents write it. Its own id is made of what is
judged, the value, who and when, so that the same line taken in twice is one. Nothing is ever removed: a judgement is
undone by another one. A last line torn by a crash costs that line alone.
"""

import datetime as dt
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import msgspec

from dragoman.errors import QueryError, RecordError
from dragoman.model.assertion import content_id
from dragoman.record.corrections import check_correction
from dragoman.record.layout import JUDGEMENTS_FILE, plain_cause

if sys.platform != "win32":
    import fcntl

Kind = Literal["same", "different", "apart", "together", "wrong", "value", "trust", "undo"]
Strings = tuple[str, ...]

# What each kind has to say, besides who, when and why; all else stays empty.
_TELLS: dict[Kind, frozenset[str]] = {
    "same": frozenset({"actors"}),
    "different": frozenset({"actors"}),
    "apart": frozenset({"assertion", "other"}),
    "together": frozenset({"assertion", "other"}),
    "wrong": frozenset({"assertion"}),
    "value": frozenset({"assertion", "table", "column"}),
    "trust": frozenset({"outlet", "share"}),
    "undo": frozenset({"undoes"}),
}
_MAY_TELL: dict[Kind, frozenset[str]] = {"value": frozenset({"actors", "value"})}


@dataclass(frozen=True, slots=True)
class JudgedActor:
    """An actor as it was called when it was judged.

    `keys` are those of a person whom only documents know, the most telling first, or the one key that a document has:
    ids of such people are made anew whenever the record grows, their keys are not.
    """

    id: str
    keys: Strings = ()

    @property
    def anchor(self) -> str:
        """What names the actor best."""
        return self.keys[0] if self.keys else self.id


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line of the log. `at` is an instant in UTC (ISO 8601), `share` goes from 0 to 1, `undoes` is an id.

    `assertion` and `other` are assertions that are, or are not, of the same thing; elsewhere there is no other.

    In a judgement on the value of a column, `actors` stand there if it is a column of actors, else `value`; neither
    means that it is unknown.
    """

    kind: Kind
    who: str
    at: str
    why: str
    actors: tuple[JudgedActor, ...] = ()
    assertion: str | None = None
    table: str | None = None
    column: str | None = None
    value: str | None = None
    outlet: str | None = None
    share: float | None = None
    undoes: str | None = None
    other: str | None = None
    id: str = ""

    @property
    def order(self) -> tuple[dt.datetime, str]:
        """The later one wins; of two at the same instant, one of them, always the same."""
        return dt.datetime.fromisoformat(self.at), self.id


@dataclass(frozen=True, slots=True)
class JudgementLog:
    """All judgements that can be read, each once, and the numbers (from 1) of the lines that cannot."""

    judgements: tuple[Judgement, ...] = ()
    unreadable: tuple[int, ...] = ()


def instant(at: dt.datetime) -> str:
    """An instant as judgements write it; ValueError without a time zone."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def with_id(judgement: Judgement) -> Judgement:
    """The judgement under the id that follows from it. Raises QueryError when it does not say what its kind has to."""
    check_judgement(judgement)
    return replace(judgement, id=_id_of(judgement))


def check_judgement(judgement: Judgement) -> None:
    """Raise QueryError unless a judgement says what its kind has to, and nothing else."""
    needed, allowed = _TELLS[judgement.kind], _MAY_TELL.get(judgement.kind, frozenset())
    told = {name for name in _ABOUT if getattr(judgement, name) not in (None, ())}
    if missing := sorted(needed - told):
        raise QueryError(f"a judgement {judgement.kind!r} needs {', '.join(missing)}")
    if odd := sorted(told - needed - allowed):
        raise QueryError(f"a judgement {judgement.kind!r} has no {', '.join(odd)}")
    for name in ("who", "why"):
        if not getattr(judgement, name).strip():
            raise QueryError(f"a judgement says {name}")
    if judgement.kind in ("same", "different") and len(judgement.actors) != 2:
        raise QueryError(f"a judgement {judgement.kind!r} is about two actors")
    if judgement.other is not None and judgement.other == judgement.assertion:
        raise QueryError(f"a judgement {judgement.kind!r} is about two assertions")
    if judgement.share is not None and not 0 <= judgement.share <= 1:
        raise QueryError(f"{judgement.share:g} is no share: trust goes from 0 (none) to 1 (as any other)")
    if judgement.kind == "value":
        check_correction(judgement.table or "", judgement.column or "", judgement.value, len(judgement.actors))
    _check_instant(judgement.at)


def read_judgements(record: Path) -> JudgementLog:
    """The log of a record; an empty one when there is none. Raises RecordError.

    A line is unreadable when it is torn, or when its id does not follow from what it says.
    """
    try:
        content = (record / JUDGEMENTS_FILE).read_bytes()
    except FileNotFoundError:
        return JudgementLog()
    except OSError as error:
        raise RecordError(f"cannot read {record / JUDGEMENTS_FILE}: {plain_cause(error)}") from error
    return parse_log(content)


def parse_log(content: bytes) -> JudgementLog:
    """The judgements in the bytes of a log."""
    found: dict[str, Judgement] = {}
    unreadable: list[int] = []
    for number, judgement in _iter_lines(content):
        if isinstance(judgement, Judgement):
            found.setdefault(judgement.id, judgement)
        else:
            unreadable.append(number)
    return JudgementLog(tuple(found.values()), tuple(unreadable))


def parse_export(content: bytes, name: str) -> tuple[Judgement, ...]:
    """The judgements of an exported file; QueryError naming the first line that is none."""
    found: list[Judgement] = []
    for number, judgement in _iter_lines(content):
        if not isinstance(judgement, Judgement):
            raise QueryError(f"{name}, line {number}: {judgement}; nothing was imported")
        found.append(judgement)
    return tuple(found)


def encode_line(judgement: Judgement) -> bytes:
    """A judgement as a line of the log; what it does not tell is left out."""
    told = {name: getattr(judgement, name) for name in ("id", "kind", *_ABOUT, "who", "at", "why")}
    return msgspec.json.encode({name: value for name, value in told.items() if value not in (None, ())}) + b"\n"


def append_judgements(record: Path, judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Add judgements that the log does not have yet; gives those. Raises RecordError, and then nothing is half there.

    Several runs may append at once: they take turns.
    """
    try:
        descriptor = os.open(record / JUDGEMENTS_FILE, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        with os.fdopen(descriptor, "rb+", buffering=0) as stream:
            if sys.platform != "win32":
                fcntl.flock(stream.fileno(), fcntl.LOCK_EX)
            content = stream.read() or b""
            known = {judgement.id for judgement in parse_log(content).judgements}
            fresh = {judgement.id: judgement for judgement in judgements if judgement.id not in known}
            lines = b"".join(map(encode_line, fresh.values()))
            # A crash may have torn the last line; ours must not become its tail.
            if content and not content.endswith(b"\n") and lines:
                lines = b"\n" + lines
            try:
                while lines:
                    lines = lines[stream.write(lines) :]
            except OSError:
                stream.truncate(len(content))
                raise
            os.fsync(stream.fileno())
    except OSError as error:
        raise RecordError(f"cannot write {record / JUDGEMENTS_FILE}: {plain_cause(error)}") from error
    return tuple(fresh.values())


def undone(judgements: Sequence[Judgement]) -> dict[str, Judgement]:
    """Each judgement that does not count, by its id, and what undoes it; what is undone undoes nothing itself."""
    undoing: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        if judgement.undoes is not None:
            undoing.setdefault(judgement.undoes, []).append(judgement)
    settled: dict[str, Judgement | None] = {}
    for first in judgements:
        waiting = [first.id]
        while waiting:
            given = undoing.get(waiting[-1], ())
            open_ones = [each.id for each in given if each.id not in settled]
            if open_ones:
                waiting += open_ones
                continue
            counting = [each for each in given if settled[each.id] is None]
            settled[waiting.pop()] = max(counting, key=lambda each: each.order, default=None)
    return {name: by for name, by in settled.items() if by is not None}


def _iter_lines(content: bytes) -> Iterator[tuple[int, Judgement | str]]:
    """The number of each line with its judgement, or with what is wrong with it."""
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            judgement = msgspec.json.decode(line, type=Judgement)
            check_judgement(judgement)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            yield number, f"no judgement ({error})"
        except QueryError as error:
            yield number, str(error)
        else:
            right = judgement.id == _id_of(judgement)
            yield number, judgement if right else "its id does not follow from what it says: the line was changed"


def _id_of(judgement: Judgement) -> str:
    anchors = msgspec.json.encode([actor.anchor for actor in judgement.actors]).decode()
    about = [getattr(judgement, name) for name in _ABOUT if name not in ("actors", "other")]
    # Added where it is told alone, so that the ids of judgements that had no such field stay.
    about += [judgement.other] if judgement.other is not None else []
    parts = msgspec.json.encode(about).decode()
    return content_id("judgement", judgement.kind, anchors, parts, judgement.who, judgement.at)


def _check_instant(at: str) -> None:
    try:
        found = dt.datetime.fromisoformat(at)
    except ValueError as error:
        raise QueryError(f"{at!r} is no instant: write 2025-03-01T12:00:00+00:00") from error
    if found.tzinfo is None:
        raise QueryError(f"{at!r} has no time zone: write 2025-03-01T12:00:00+00:00")


_ABOUT = ("actors", "assertion", "table", "column", "value", "outlet", "share", "undoes", "other")
