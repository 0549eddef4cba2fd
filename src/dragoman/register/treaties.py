"""Treaties of the register: what was pledged to whom, and who was a party on a day.

Where an organisation's members are the parties, they come from its memberships and stand nowhere else; parties.tsv has
those of other treaties, and the members whose standing towards the treaty differs.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from dragoman.data_files import iter_tsv, load_yaml
from dragoman.errors import DataError, DateError
from dragoman.model.dates import Date
from dragoman.ontology.obligations import ReadingText, load_obligations
from dragoman.register.loading import DATA, load_register, read_stretch
from dragoman.register.register import Register, Stretch

PARTY_COLUMNS = ("treaty", "party", "status", "from", "to", "source", "note")
DECIDED = ("each", "together", "automatic")
ANSWERS = ("covered", "excluded", "disputed")


class Pledge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the parties promise: `paraphrase` is one line of ours, `by` and `to` limit who owes it to whom.

    `trigger` is what calls for it, `decided` who decides on the help (each party, all together, nobody), `decides` the
    same in words.
    """

    kind: str
    paraphrase: str
    article: str | None = None
    trigger: str | None = None
    decided: str = "each"
    decides: str = "each decides by what means"
    by: list[str] = []
    to: list[str] = []


class Clause(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from", "until": "to"}):
    """A treaty's own answer to a question of the ontology, by its words or by what its parties held.

    Empty lists stand for any: of `states` (who would help), `attacked`, `attackers`, `places`. `since` and `until` are
    EDTF dates of the days on which an attack is answered so.
    """

    question: str
    answer: str
    because: str
    states: list[str] = []
    attacked: list[str] = []
    attackers: list[str] = []
    places: list[str] = []
    since: str | None = None
    until: str | None = None
    readings: list[ReadingText] = []
    source: str | None = None


class TreatyEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One treaty of a file of data/treaties."""

    id: str
    label: str
    kind: str
    source: str
    pledges: list[Pledge]
    signed: str | None = None
    in_force: str | None = None
    ended: str | None = None
    organisation: str | None = None
    ratified: str = "all"
    clauses: list[Clause] = []
    note: str | None = None


class TerritoryEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place that several claim; `of` is the state that it is generally held to belong to, None where none is."""

    id: str
    claimed_by: list[str]
    of: str | None = None
    source: str = ""


class WarEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from", "until": "to"}):
    """A war and who is held to have begun it; `since` and `until` are EDTF dates."""

    aggressor: str
    victim: str
    source: str
    since: str
    until: str | None = None


class TreatyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of data/treaties: a family of treaties, or the territories and wars."""

    treaties: list[TreatyEntry] = []
    territories: list[TerritoryEntry] = []
    wars: list[WarEntry] = []


@dataclass(frozen=True, slots=True)
class Treaty:
    """A treaty with its pledges and its own answers; the three dates may be months, years or unknown (None)."""

    id: str
    label: str
    kind: str
    organisation: str | None
    signed: Date | None
    in_force: Date | None
    ended: Date | None
    pledges: tuple[Pledge, ...]
    clauses: tuple[Clause, ...]
    source: str
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """A state's time in one standing towards a treaty; `during` and `sure` as in Stretch."""

    treaty: str
    party: str
    standing: str
    during: Date
    sure: Date | None
    source: str
    note: str | None = None


class Treaties:
    """All treaties, their parties by day, the territories that several claim, and wars by who began them.

    >>> treaties = load_treaties()
    >>> [party.standing for party in treaties.standings("CSTO_TREATY", Date.day(2025, 1, 1))["ARM"]]
    ['suspended']
    """

    def __init__(
        self,
        treaties: Iterable[Treaty],
        parties: Iterable[Party],
        register: Register,
        territories: Iterable[TerritoryEntry] = (),
        wars: Iterable[WarEntry] = (),
    ) -> None:
        self.treaties: dict[str, Treaty] = {treaty.id: treaty for treaty in treaties}
        self.territories: dict[str, TerritoryEntry] = {item.id: item for item in territories}
        self.wars: tuple[WarEntry, ...] = tuple(wars)
        self.parties: tuple[Party, ...] = tuple(parties)
        self._of: dict[str, dict[str, list[Party]]] = defaultdict(lambda: defaultdict(list))
        for party in self.parties:
            self._of[party.treaty][party.party].append(party)
        members: dict[str, list[Stretch]] = defaultdict(list)
        for stretch in register.stretches:
            members[stretch.organisation].append(stretch)
        for treaty in self.treaties.values():
            written = set(self._of[treaty.id])
            for stretch in members[treaty.organisation or ""]:
                if stretch.member not in written:
                    self._of[treaty.id][stretch.member].append(_as_party(stretch, treaty))

    def standings(self, treaty: str, on: Date) -> dict[str, list[Party]]:
        """Each state's stretches that touch the days, in order of their first day."""
        touching = {
            party: sorted((each for each in stretches if each.during.intersect(on)), key=_first)
            for party, stretches in self._of[treaty].items()
        }
        return {party: stretches for party, stretches in sorted(touching.items()) if stretches}

    def bound_since(self, treaty: str, party: str, standing: Party) -> Date:
        """The days from which a state has been within the treaty without a break, up to one standing of it."""
        within = load_obligations().within
        start = standing.during
        for earlier in sorted(self._of[treaty][party], key=_first, reverse=True):
            joins = earlier.during.last is not None and start.first is not None and earlier.during.last >= start.first
            if earlier.standing in within and _first(earlier) < _first_day(start) and joins:
                start = earlier.during
        return start


@cache
def load_treaties() -> Treaties:
    """The treaties that ship with the program, read once."""
    return read_treaties(DATA / "treaties", load_register())


def read_treaties(folder: Path, register: Register) -> Treaties:
    """Read a folder of treaties; raises DataError with file and place on the first fault."""
    treaties: dict[str, Treaty] = {}
    territories: list[TerritoryEntry] = []
    wars: list[WarEntry] = []
    for path in sorted(folder.glob("*.yaml")):
        file = load_yaml(path, TreatyFile)
        for entry in file.treaties:
            if entry.id in treaties:
                raise DataError(f"{path.name}: {entry.id} is defined twice")
            treaties[entry.id] = _treaty(entry, register, f"{path.name}: {entry.id}")
        for place in file.territories:
            _known((place.id, *place.claimed_by, *([place.of] if place.of else [])), register, path.name)
        for war in file.wars:
            _known((war.aggressor, war.victim), register, path.name)
            read_stretch(war.since, war.until or "", f"{path.name}: war of {war.aggressor} on {war.victim}")
        territories += file.territories
        wars += file.wars
    parties = _iter_parties(folder / "parties.tsv", treaties, register)
    return Treaties(treaties.values(), parties, register, territories, wars)


def _treaty(entry: TreatyEntry, register: Register, where: str) -> Treaty:
    words = load_obligations()
    if entry.kind not in words.kinds:
        raise DataError(f"{where}: {entry.kind!r} is no kind of treaty")
    if not entry.source.strip():
        raise DataError(f"{where}: no source note")
    if not entry.pledges:
        raise DataError(f"{where}: no pledge; a treaty without one has a pledge of kind none")
    if entry.ratified not in ("all", "unknown"):
        raise DataError(f"{where}: ratified is 'all' or 'unknown'")
    signed, in_force, ended = (
        _date(text, where) if text is not None else None for text in (entry.signed, entry.in_force, entry.ended)
    )
    for (one, before), (other, after) in (
        (("is signed", signed), ("comes into force", in_force)),
        (("comes into force", in_force), ("ends", ended)),
    ):
        if before and after and before.first and after.last and before.first > after.last:
            raise DataError(f"{where}: {other} before it {one}")
    if entry.organisation is not None:
        _known((entry.organisation,), register, where)
    for pledge in entry.pledges:
        _check_pledge(pledge, register, where)
    for clause in entry.clauses:
        _check_clause(clause, register, where)
    return Treaty(
        entry.id, entry.label, entry.kind, entry.organisation, signed, in_force, ended, tuple(entry.pledges),
        tuple(entry.clauses), entry.source, entry.ratified == "unknown",
    )  # fmt: skip


def _check_pledge(pledge: Pledge, register: Register, where: str) -> None:
    if pledge.kind not in load_obligations().pledges:
        raise DataError(f"{where}: {pledge.kind!r} is no kind of pledge")
    if pledge.decided not in DECIDED:
        raise DataError(f"{where}: {pledge.decided!r} is none of {', '.join(DECIDED)}")
    if "\n" in pledge.paraphrase.strip() or not pledge.paraphrase.strip():
        raise DataError(f"{where}: a paraphrase is one line")
    _known((*pledge.by, *pledge.to), register, where)


def _check_clause(clause: Clause, register: Register, where: str) -> None:
    if clause.question not in load_obligations().questions:
        raise DataError(f"{where}: {clause.question!r} is no question of ontology/obligations.yaml")
    if clause.answer not in ANSWERS:
        raise DataError(f"{where}: {clause.answer!r} is none of {', '.join(ANSWERS)}")
    if (clause.answer == "disputed") != (len(clause.readings) > 1):
        raise DataError(f"{where}: what is disputed has two readings or more, anything else none")
    _known((*clause.states, *clause.attacked, *clause.attackers, *clause.places), register, where)
    first, last = (_date(text, where) if text else None for text in (clause.since, clause.until))
    if first and last and first.first and last.last and first.first > last.last:
        raise DataError(f"{where}: an answer to {clause.question!r} ends before it starts")


def _iter_parties(path: Path, treaties: dict[str, Treaty], register: Register) -> Iterator[Party]:
    standings = load_obligations().standings
    for number, row in iter_tsv(path, PARTY_COLUMNS):
        where = f"{path.name}:{number}"
        if row["treaty"] not in treaties:
            raise DataError(f"{where}: {row['treaty']!r} is no treaty of the register")
        _known((row["party"],), register, where)
        if row["status"] not in standings:
            raise DataError(f"{where}: {row['status']!r} is no standing of ontology/obligations.yaml")
        if not row["source"]:
            raise DataError(f"{where}: no source note")
        during, sure = read_stretch(row["from"], row["to"], where)
        yield Party(row["treaty"], row["party"], row["status"], during, sure, row["source"], row["note"] or None)


def _as_party(stretch: Stretch, treaty: Treaty) -> Party:
    standing = load_obligations().members[stretch.status]
    if treaty.unconfirmed and standing == "party":
        standing = "unconfirmed"
    return Party(treaty.id, stretch.member, standing, stretch.during, stretch.sure, stretch.source)


def _known(actors: Iterable[str], register: Register, where: str) -> None:
    for actor in actors:
        if actor not in register.actors:
            raise DataError(f"{where}: {actor!r} is no actor of the register")


def _date(text: str, where: str) -> Date:
    try:
        return Date.parse(text)
    except DateError as error:
        raise DataError(f"{where}: {error}") from error


def _first(party: Party) -> dt.date:
    return _first_day(party.during)


def _first_day(date: Date) -> dt.date:
    return date.first or dt.date.min
