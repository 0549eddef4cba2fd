"""Rules of the register beyond what loading checks: ids, source notes, overlaps, forms that two actors share."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path

import pycountry
from faults import Fault, Lines

from dragoman.data_files import iter_tsv, load_yaml
from dragoman.model.dates import Date
from dragoman.model.names import fold
from dragoman.ontology.loading import ACTING, Ontology, load_ontology
from dragoman.register.loading import DATA, UNLISTED_STATES, OrganisationFile, StateFile, read_register
from dragoman.register.register import Form, Register

HOLDER_COLUMNS = ("person", "position", "of", "from", "to", "source")
LIST_COLUMNS = ("organisation", "from", "to", "source")
MEMBER_COLUMNS = ("member", "organisation", "status", "from", "to", "source")
PERSON_COLUMNS = ("id", "label", "fr", "en", "es", "ru", "surname")
PLACE_COLUMNS = ("id", "label", "fr", "en", "es", "ru", "country", "note")

ORGANISATION_ID = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\Z")
PERSON_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
LISTS = "complete_lists.tsv"
# A source note says more than "yes"; it names an act, a day or a paper.
SHORTEST_SOURCE = 6
# Two holders may share the day of the handover, which belongs to both.
SHARED_DAYS = 1
# Offices that several people hold at once by constitution, or that rival governments both claim.
SHARED_OFFICES = frozenset({("president", "BIH"), ("monarch", "AND"), ("president", "SMR")})
# Uses whose forms people and families share by nature; reading resolves them by context.
FREE_USES = frozenset({"surname"})

Row = tuple[Path, int, dict[str, str]]


def iter_register_faults(folder: Path = DATA) -> Iterator[Fault]:
    """Every fault of a register folder that loads; raises DataError when it does not."""
    register = read_register(folder)
    yield from _id_faults(folder)
    holders = list(_rows(folder, "holders", HOLDER_COLUMNS))
    members = list(_rows(folder, "memberships", MEMBER_COLUMNS))
    lists = [(folder / LISTS, number, row) for number, row in iter_tsv(folder / LISTS, LIST_COLUMNS)]
    yield from _source_faults([*holders, *members, *lists])
    yield from _empty_lists(lists, {row["organisation"] for _, _, row in members})
    yield from _overlaps(holders, _office, "hold it at once")
    yield from _overlaps(members, _membership, "overlap")
    yield from _form_faults(folder, register)


def _rows(folder: Path, name: str, columns: tuple[str, ...]) -> Iterator[Row]:
    for path in sorted((folder / name).glob("*.tsv")):
        for number, row in iter_tsv(path, columns):
            yield path, number, row


def _id_faults(folder: Path) -> Iterator[Fault]:
    states = folder / "states.yaml"
    for state in load_yaml(states, StateFile).states:
        if state.id not in UNLISTED_STATES and not _is_country(state.id):
            yield Fault(states, Lines(states).line_of(state.id), f"{state.id} is no ISO 3166-1 alpha-3 code")
    for path in sorted(folder.glob("*.yaml")):
        if path == states:
            continue
        lines, file = Lines(path), load_yaml(path, OrganisationFile)
        for entry in (*file.organisations, *file.media, *file.bodies):
            if not ORGANISATION_ID.match(entry.id):
                yield Fault(path, lines.line_of(entry.id), f"{entry.id}: ids are capitals, digits and single _")
            elif _is_country(entry.id):
                yield Fault(path, lines.line_of(entry.id), f"{entry.id} is the ISO code of a state")
            if entry.country is not None and entry.country not in UNLISTED_STATES and not _is_country(entry.country):
                yield Fault(path, lines.line_of(entry.id), f"{entry.id}: country {entry.country} is no state")
    for path, number, row in _rows(folder, "persons", PERSON_COLUMNS):
        if not PERSON_ID.match(row["id"]):
            yield Fault(path, number, f"{row['id']}: ids of people are lower-case ASCII words joined by hyphens")
    places = folder / "places.tsv"
    for number, row in iter_tsv(places, PLACE_COLUMNS):
        if not ORGANISATION_ID.match(row["id"]) or _is_country(row["id"]):
            yield Fault(places, number, f"{row['id']}: ids of places are capitals joined by _ and no ISO code")


def _is_country(code: str) -> bool:
    return len(code) == len("FRA") and pycountry.countries.get(alpha_3=code) is not None


def _source_faults(rows: Iterable[Row]) -> Iterator[Fault]:
    for path, number, row in rows:
        if len(row["source"]) < SHORTEST_SOURCE:
            yield Fault(path, number, f"source note {row['source']!r} names no source")


def _empty_lists(lists: Iterable[Row], organisations: set[str]) -> Iterator[Fault]:
    """Lists that are called complete and have nobody: everybody would be told to be no member."""
    for path, number, row in lists:
        if row["organisation"] not in organisations:
            yield Fault(path, number, f"{row['organisation']} has no members in the register; its list is not complete")


def _office(row: dict[str, str], ontology: Ontology) -> tuple[str, ...] | None:
    """What only one may hold at a time; None for positions that several hold."""
    base = row["position"].removeprefix(ACTING)
    if not ontology.positions[base].exclusive or (base, row["of"]) in SHARED_OFFICES:
        return None
    return row["position"], row["of"]


def _membership(row: dict[str, str], ontology: Ontology) -> tuple[str, ...] | None:
    return row["member"], row["organisation"]


def _overlaps(
    rows: list[Row], place_of: Callable[[dict[str, str], Ontology], tuple[str, ...] | None], verb: str
) -> Iterator[Fault]:
    """Rows of one place whose certain days overlap by more than the day of the change."""
    ontology = load_ontology()
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for item in rows:
        place = place_of(item[2], ontology)
        if place is not None:
            groups[place].append(item)
    for place, group in groups.items():
        for one, other in combinations(group, 2):
            shared = shared_days(sure_days(one[2]), sure_days(other[2]))
            if shared is not None and shared > SHARED_DAYS:
                first, second = (item[2].get("person") or item[2]["status"] for item in (one, other))
                span = "for ever" if shared == dt.date.max.toordinal() else f"for {shared} days"
                at = f"line {one[1]} of {one[0].name}"
                yield Fault(other[0], other[1], f"{', '.join(place)}: {second} and {first} ({at}) {verb} {span}")


def sure_days(row: dict[str, str]) -> tuple[dt.date, dt.date]:
    """The first and last day that a row covers for certain; open ends run to the ends of the calendar."""
    first = Date.parse(row["from"]).last if row["from"] else None
    last = Date.parse(row["to"]).first if row["to"] else None
    return first or dt.date.min, last or dt.date.max


def shared_days(one: tuple[dt.date, dt.date], other: tuple[dt.date, dt.date]) -> int | None:
    """How many days two stretches have in common, None for none; a very large number where they run on for ever."""
    first, last = max(one[0], other[0]), min(one[1], other[1])
    if first > last or one[0] > one[1] or other[0] > other[1]:
        return None
    return dt.date.max.toordinal() if last == dt.date.max else (last - first).days + 1


def _form_faults(folder: Path, register: Register) -> Iterator[Fault]:
    """Forms by which two actors are meant without a word about it in `ambiguous`."""
    groups: dict[tuple[str, str], list[Form]] = defaultdict(list)
    for form in register.forms:
        if form.use not in FREE_USES:
            # Acronyms count as written, all else in any capitals.
            groups[form.text if form.use == "acronym" else fold(form.text), form.language].append(form)
    files = [Lines(path) for path in sorted(folder.rglob("*")) if path.suffix in (".yaml", ".tsv")]
    for (_, language), forms in groups.items():
        capital = any(form.use == "capital" for form in forms)
        actors = {
            _national(actor, form, register)
            for form in forms
            for actor in form.actors
            if not (capital and form.use == "place" and register.actors[actor].country is None)  # a disputed city
        }
        if len(actors) > 1 and not any(form.shared for form in forms):
            text = forms[0].text
            path, line = next(((f.path, f.line_of(text)) for f in files if f.line_of(text) > 1), (folder, 1))
            names = ", ".join(sorted({actor for form in forms for actor in form.actors}))
            yield Fault(path, line, f"{text!r} ({language}) stands for {names}: declare it under `ambiguous`")


def _national(actor: str, form: Form, register: Register) -> str:
    """A city and the state that it is a capital of are one here: reading tells place and metonym apart."""
    return register.actors[actor].country or actor if form.use in ("capital", "place") else actor
