"""Every name of every actor of a register and a record, by key: made once for each open record."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from dragoman.model.names import fold, name_key, sound_key
from dragoman.record.reading import Record
from dragoman.register import Register

# The first use by which a name is known decides whom it means.
USES = (("name", "acronym", "body", "person"), ("capital", "place"), ("demonym",), ("surname",))


class NameIndex:
    """The actors of a record that the register lacks (`met`, by id) and all names, theirs and the register's."""

    def __init__(self, record: Record | None, register: Register) -> None:
        self.met: Mapping[str, Mapping[str, Any]] = _read_met(record)
        self._forms, self._actors = register.forms, register.actors

    def is_of(self, register: Register) -> bool:
        """Whether the names are those of this register."""
        return self._forms is register.forms and self._actors is register.actors

    @cached_property
    def by_key(self) -> dict[str, set[tuple[int, str]]]:
        """The actors of each key, each with the place of the name's use in USES."""
        ranks = {use: rank for rank, uses in enumerate(USES) for use in uses}
        index: dict[str, set[tuple[int, str]]] = defaultdict(set)
        for form in self._forms:
            index[key_of(form.text)].update((ranks[form.use], actor) for actor in form.actors)
        for actor in self._actors.values():
            index[key_of(actor.label)].add((ranks["place" if actor.kind == "place" else "name"], actor.id))
        for met, words in self.iter_met():
            index[key_of(words)].add((ranks["name"], met))
        return index

    @cached_property
    def people_by_sound(self) -> dict[str, set[str]]:
        """The people whom the record alone knows, by what their names sound like."""
        found: dict[str, set[str]] = defaultdict(set)
        for actor, words in self.iter_met():
            if self.met[actor]["kind"] == "person":
                found[sound_key(words)].add(actor)
        return found

    @cached_property
    def folded(self) -> tuple[tuple[str, str, str], ...]:
        """Every name once for each actor: led by a blank, case and accents levelled; as it is written; the actor."""
        found = {(f" {fold(form)}", actor): form for actor, form in self.iter_forms()}
        return tuple((levelled, form, actor) for (levelled, actor), form in found.items())

    def iter_met(self) -> Iterator[tuple[str, str]]:
        """The names of the actors that the record alone knows."""
        for actor, row in self.met.items():
            if actor not in self._actors:
                for form in (row["label"], *(row["aliases"] or ())):
                    if form:
                        yield actor, form

    def iter_forms(self) -> Iterator[tuple[str, str]]:
        """Every actor with every name by which it can be asked for, demonyms aside."""
        for form in self._forms:
            if form.use != "demonym":
                yield from ((actor, form.text) for actor in form.actors)
        for actor in self._actors.values():
            yield actor.id, actor.id
            yield actor.id, actor.label
        yield from self.iter_met()


# An open record does not change, and neither does a register.
_KEPT: WeakKeyDictionary[Record | Register, NameIndex] = WeakKeyDictionary()
_LOCK = Lock()


def index_of(record: Record | None, register: Register) -> NameIndex:
    """The names of a register, and of a record where there is one; kept as long as that is open."""
    owner = register if record is None else record
    with _LOCK:
        kept = _KEPT.get(owner)
    if kept is not None and kept.is_of(register):
        return kept
    # Two threads may both make it: they make the same.
    made = NameIndex(record, register)
    with _LOCK:
        _KEPT[owner] = made
    return made


def key_of(name: str) -> str:
    """The key under which a name is found."""
    return name_key(name) or fold(name).strip()


def _read_met(record: Record | None) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in record.met_alone()} if record is not None else {}
