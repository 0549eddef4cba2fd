"""Putting right what was read: names and ids as a person writes them become judgements in the log of a record."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import get_args

from dragoman.asking import opened
from dragoman.errors import QueryError, UnknownNameError
from dragoman.model.names import fold
from dragoman.reasoning.claims import is_claim
from dragoman.record.corrections import CORRECTABLE, words_for
from dragoman.record.identity import KEY_MARK, pinned_key, unpinned_key
from dragoman.record.judgements import (
    JudgedActor,
    Judgement,
    Kind,
    append_judgements,
    encode_line,
    instant,
    parse_export,
    read_judgements,
    with_id,
)
from dragoman.record.layout import check_record, plain_cause
from dragoman.record.reading import Record
from dragoman.record.schema import JudgementRow
from dragoman.record_opening import open_record
from dragoman.register import load_register
from dragoman.views.document import SHORTEST_PREFIX, find_document_id
from dragoman.views.explanation import ASSERTIONS as KIND_OF
from dragoman.views.explanation import find_assertion
from dragoman.views.names import OFFICE_OWNERS, ORGANISATIONS, Names, get_nearest

KINDS: tuple[Kind, ...] = get_args(Kind)

# What each kind is followed by, as a person writes it.
FORMS: Mapping[Kind, tuple[str, ...]] = {
    "same": ("A", "B"),
    "different": ("A", "B"),
    "apart": ("ID", "ID"),
    "together": ("ID", "ID"),
    "wrong": ("ID",),
    "value": ("ID", "COLUMN", "VALUE"),
    "trust": ("OUTLET", "SHARE"),
    "undo": ("ID",),
}
UNKNOWN = ("", "unknown")

_PIN_MARK = "@"
_LISTED = 6
_SHORT_ID = 8
_KINDS_IN = {"organisation": ORGANISATIONS, "of": OFFICE_OWNERS, "person": frozenset({"person"})}


@dataclass(frozen=True, slots=True)
class Imported:
    """How many judgements of a file were new to a record, and how many it had already."""

    added: int
    known: int


class _Bench:
    """What a judgement is made from: the record with and without judgements, and names; each opened when needed.

    `record` is the record itself where it is open already.
    """

    def __init__(self, path: Path, until: ExitStack, record: Record | None) -> None:
        self._path = path
        self._until = until
        self._open = record
        self.register = load_register()

    @cached_property
    def record(self) -> Record:
        return self._open or self._until.enter_context(open_record(self._path))

    @cached_property
    def plain(self) -> Record:
        if self._open is not None and not self._open.judgements:
            return self._open
        return self._until.enter_context(open_record(self._path, judged=False))

    @cached_property
    def names(self) -> Names:
        return Names(self.record, self.register)


def judge(
    path: str | Path, kind: str, about: Sequence[str], *, who: str | None, why: str | None, at: dt.datetime
) -> JudgementRow:
    """Add a judgement to the log of a record; see `dragoman.judge`."""
    added = add_judgement(Path(path), kind, about, who=who, why=why, at=at)
    with open_record(path) as record:
        return next(row for row in list_judgements(record) if row.id == added.id)


def add_judgement(
    path: Path,
    kind: str,
    about: Sequence[str],
    *,
    who: str | None,
    why: str | None,
    at: dt.datetime,
    record: Record | None = None,
) -> Judgement:
    """Add a judgement to the log of a record as `judge` does, without asking what became of it.

    `record` is the record under the path where it is open already: names and ids are then looked up in it.
    """
    chosen = next((each for each in KINDS if each == get_nearest(kind, KINDS, "kind of judgement")), KINDS[0])
    form = FORMS[chosen]
    if len(about) != len(form):
        raise QueryError(f"{chosen} is followed by {' '.join(form)}, not by {len(about)} values")
    told = [" ".join((words or "").split()) for words in (who, why)]
    for name, words in zip(("who", "why"), told, strict=True):
        if not words:
            raise QueryError(f"a judgement says {name}: nobody can weigh one that does not")
    with ExitStack() as until:
        made = _MAKERS[chosen](_Bench(path, until, record), *about)
    whole = with_id(replace(made, at=instant(at), who=told[0], why=told[1]))
    append_judgements(path, [whole])
    return whole


def list_judgements(record: str | Path | Record) -> list[JudgementRow]:
    """All judgements of a record in the order of their instants, each as it stands now."""
    with opened(record) as found:
        rows = found.sql("SELECT * FROM judgements").to_pylist()
    return [JudgementRow(**{**row, "about": tuple(row["about"])}) for row in rows]


def export_judgements(path: str | Path, file: str | Path) -> int:
    """Write all judgements of a record as JSON lines, oldest first; gives how many."""
    path, file = Path(path), Path(file)
    check_record(path)
    judgements = sorted(read_judgements(path).judgements, key=lambda each: each.order)
    aside = file.with_name(f".{file.name}.aside")
    try:
        aside.write_bytes(b"".join(map(encode_line, judgements)))
        aside.replace(file)
    except OSError as error:
        raise QueryError(f"cannot write {file}: {plain_cause(error)}") from error
    return len(judgements)


def import_judgements(path: str | Path, file: str | Path) -> Imported:
    """Add the judgements of an exported file that a record does not have yet: all of them or none."""
    path, file = Path(path), Path(file)
    check_record(path)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise QueryError(f"cannot read {file}: {plain_cause(error)}") from error
    given = parse_export(content, file.name)
    added = append_judgements(path, given)
    return Imported(len(added), len({each.id for each in given}) - len(added))


def _draft(kind: Kind) -> Judgement:
    return Judgement(kind, "", "", "")


def _same(bench: _Bench, one: str, other: str) -> Judgement:
    first, second = _pair(bench, one, other)
    if all(not actor.keys and actor.id in bench.register.actors for actor in (first, second)):
        raise QueryError(f"{first.id} and {second.id} are two actors of the register; no judgement makes them one")
    return replace(_draft("same"), actors=(first, second))


def _different(bench: _Bench, one: str, other: str) -> Judgement:
    first, second = _pair(bench, one, other)
    if all(not actor.keys and actor.id in bench.register.actors for actor in (first, second)):
        raise QueryError(f"{first.id} and {second.id} are two actors already: the register keeps them apart")
    return replace(_draft("different"), actors=(first, second))


def _two_assertions(bench: _Bench, one: str, other: str, *, kind: Kind) -> Judgement:
    """A judgement on whether two assertions are of the same thing, told in the order of their ids."""
    (first, told), (second, other_told) = sorted(_assertion(bench, wanted) for wanted in (one, other))
    if first == second:
        raise QueryError(f"{one!r} and {other!r} are one assertion")
    if told != other_told:
        what = f"{first[:_SHORT_ID]} is of {told}, {second[:_SHORT_ID]} of {other_told}"
        raise QueryError(f"{what}; assertions of two tables are never of the same thing")
    for each in (first, second):
        if not is_claim(bench.record, KIND_OF[told], each):
            what = "none of its parties is known, so that it is in no fact"
            raise QueryError(f"{each[:_SHORT_ID]}: {what}; put one right first, with value")
    return replace(_draft(kind), assertion=first, other=second)


def _assertion(bench: _Bench, wanted: str) -> tuple[str, str]:
    """The whole id of an assertion that is shown, and its table."""
    try:
        table, found = find_assertion(bench.record, wanted)
    except UnknownNameError as error:
        query = "SELECT unnest(assertions) AS told FROM facts WHERE starts_with(id, ?)"
        told = [row["told"][:_SHORT_ID] for row in bench.record.sql(query, [wanted.strip().lower()]).to_pylist()]
        if not told:
            raise
        listed = ", ".join(told[:_LISTED])
        raise UnknownNameError(f"{wanted!r} is a fact; name one of its assertions: {listed}") from error
    return found, table


def _wrong(bench: _Bench, wanted: str) -> Judgement:
    return replace(_draft("wrong"), assertion=find_assertion(bench.plain, wanted)[1])


def _value(bench: _Bench, wanted: str, column: str, value: str) -> Judgement:
    table, assertion = find_assertion(bench.plain, wanted)
    columns = CORRECTABLE[table]
    name = get_nearest(column, columns, f"column of {table} to put right")
    made = replace(_draft("value"), assertion=assertion, table=table, column=name)
    if value.strip() in UNKNOWN:
        return made
    kind = columns[name].kind
    if kind in ("actor", "actors"):
        wanted_kinds = _KINDS_IN.get(name)
        parts = value.split(",") if kind == "actors" else [value]
        ids = {bench.names.get_actor(part.strip(), wanted_kinds): part for part in parts if part.strip()}
        return replace(made, actors=tuple(_judged(bench, actor, part) for actor, part in ids.items()))
    if kind == "word":
        return replace(made, value=get_nearest(value, words_for(name), name))
    return replace(made, value=value.strip())


def _trust(bench: _Bench, outlet: str, share: str) -> Judgement:
    try:
        given = float(share)
    except ValueError as error:
        raise QueryError(f"{share!r} is no share: trust goes from 0 (none) to 1 (as any other)") from error
    return replace(_draft("trust"), outlet=_find_outlet(bench, outlet), share=given)


def _undo(bench: _Bench, wanted: str) -> Judgement:
    prefix = wanted.strip().lower()
    if len(prefix) < SHORTEST_PREFIX:
        raise QueryError(f"{wanted!r} is too short: give {SHORTEST_PREFIX} digits of the judgement's id or more")
    found = [row for row in list_judgements(bench.record) if row.id.startswith(prefix)]
    if not found:
        raise UnknownNameError(f"the record has no judgement {wanted!r}; list shows their ids")
    if len(found) > 1:
        raise QueryError(f"{wanted!r} fits {len(found)} judgements: give more digits")
    if found[0].state == "undone":
        raise QueryError(f"judgement {wanted} is {found[0].note} already; undo that one to bring it back")
    return replace(_draft("undo"), undoes=found[0].id)


def _pair(bench: _Bench, one: str, other: str) -> tuple[JudgedActor, JudgedActor]:
    """Two actors by names; where both names mean one actor, what each name alone stands for."""
    first, second = _actor(bench, one), _actor(bench, other)
    if first.anchor != second.anchor:
        return first, second
    narrow = [_narrowed(bench, name, actor) for name, actor in ((one, first), (other, second))]
    if narrow[0] is None or narrow[1] is None or _overlap(narrow[0], narrow[1]):
        raise QueryError(
            f"{one!r} and {other!r} both mean {first.id} here; to tell them apart, "
            "write NAME@DOCUMENT for what one document calls so"
        )
    return narrow[0], narrow[1]


def _overlap(one: JudgedActor, other: JudgedActor) -> bool:
    return not set(one.keys or (one.id,)).isdisjoint(other.keys or (other.id,))


def _narrowed(bench: _Bench, name: str, actor: JudgedActor) -> JudgedActor | None:
    """What is called by a name alone, of all that an actor is called."""
    met = bench.record.names_met(actor=actor.id)
    keys = {each.key for each in met if fold(each.words) == fold(name.strip()) and each.key.startswith(KEY_MARK)}
    if keys:
        return JudgedActor(actor.id, tuple(sorted(keys)))
    return actor if name.strip() == actor.id and not actor.keys else None


def _actor(bench: _Bench, name: str) -> JudgedActor:
    words, pin, document = name.rpartition(_PIN_MARK)
    if not pin:
        return _judged(bench, _get_id(bench, name), name)
    chosen = find_document_id(bench.record, document)
    met = bench.record.names_met(document=chosen)
    found = {each.key: each for each in met if fold(each.words) == fold(words.strip())}
    if not found:
        meant = bench.names.find_actor(words)
        found = {each.key: each for each in met if each.actor == meant}
    if not found:
        forms = list(dict.fromkeys(each.words for each in met))
        hint = f"it names {', '.join(forms[:_LISTED])}" if forms else "it names nobody"
        raise UnknownNameError(f"document {document} names no {words!r}; {hint}", tuple(forms[:_LISTED]))
    if len(found) > 1:
        listed = " or ".join(f"{each.words}{_PIN_MARK}{document}" for each in found.values())
        raise QueryError(f"document {document} calls more than one actor {words!r}: {listed}")
    (each,) = found.values()
    return JudgedActor(each.actor, (pinned_key(unpinned_key(each.key), chosen),))


def _get_id(bench: _Bench, name: str) -> str:
    """The id of the actor that a name means; one that a judgement has made another's is known by its own id still."""
    if (found := bench.names.find_actor(name)) is None:
        met = bench.plain.sql("SELECT id FROM actors WHERE id = ?", [name.strip()]).to_pylist()
        found = met[0]["id"] if met else bench.names.get_actor(name)
    return found


def _judged(bench: _Bench, actor: str, name: str) -> JudgedActor:
    """An actor with its keys, where only documents know it: first what is written as the name is, then as the id is."""
    keys = bench.record.keys_of(actor)
    written = {each.key for each in bench.record.names_met(actor=actor) if fold(each.words) == fold(name.strip())}
    told = actor.replace("-", " ")

    def rank(key: str) -> tuple[bool, bool, str]:
        words = unpinned_key(key).removeprefix(KEY_MARK).replace("'", "").replace("-", " ")
        return key not in written, not (told == words or told.startswith(f"{words} ")), key

    return JudgedActor(actor, tuple(sorted(keys, key=rank)) if keys else ())


def _find_outlet(bench: _Bench, name: str) -> str:
    query = """SELECT DISTINCT coalesce(outlet_id, outlet) AS outlet FROM documents
        UNION SELECT unnest(agencies) FROM documents ORDER BY ALL"""
    outlets = [row["outlet"] for row in bench.plain.sql(query).to_pylist() if row["outlet"] is not None]
    meant = bench.names.find_actor(name, {"medium"}, "medium")
    if meant is not None and meant in outlets:
        return meant
    if not outlets:
        raise UnknownNameError("no document of the record tells its outlet")
    return get_nearest(name, outlets, "outlet or agency in the record")


_MAKERS: Mapping[Kind, Callable[..., Judgement]] = {
    "same": _same,
    "different": _different,
    "apart": partial(_two_assertions, kind="apart"),
    "together": partial(_two_assertions, kind="together"),
    "wrong": _wrong,
    "value": _value,
    "trust": _trust,
    "undo": _undo,
}
