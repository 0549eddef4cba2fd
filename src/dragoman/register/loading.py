"""Reading register/data into a Register; every fault is a DataError with file and place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import cast, get_args

import msgspec
import pycountry

from dragoman.data_files import iter_tsv, load_yaml
from dragoman.errors import DataError, DateError
from dragoman.model.dates import Date
from dragoman.model.mention import ActorKind
from dragoman.ontology.loading import load_ontology
from dragoman.register.register import (
    Actor,
    CompleteList,
    Form,
    Names,
    Organisation,
    Register,
    StateNumber,
    Stretch,
    Tenure,
)

DATA = Path(__file__).parent / "data"
LANGUAGES = ("fr", "en", "es", "ru")
PLACE_COLUMNS = ("id", "label", *LANGUAGES, "country", "note")
LONGEST_ACRONYM = 5
KINDS = frozenset(get_args(ActorKind))
Forms = dict[str, list[str]]

# States that ISO 3166-1 does not list, or no longer: Kosovo's user-assigned code, dissolved states, entities whose
# statehood is disputed and that reports name.
UNLISTED_STATES = frozenset(
    {
        "XKX",
        "SUN",
        "YUG",
        "CSK",
        "DDR",
        "SCG",
        "ABKHAZIA",
        "SOUTH_OSSETIA",
        "TRANSNISTRIA",
        "NORTH_CYPRUS",
        "SOMALILAND",
    }
)


class Ambiguous(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form that several actors share in one language."""

    form: str
    language: str
    candidates: list[str]


class AsWritten(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An acronym that counts only as written here, because other capitals make a word of it ("WHO", "who")."""

    form: str
    language: str


class StateEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One state of states.yaml."""

    id: str
    names: Forms
    official: Forms = {}
    demonyms: Forms = {}
    capital: Forms = {}
    preposition: dict[str, str] = {}
    nominal: Forms = {}
    note: str | None = None


class StateFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """states.yaml."""

    states: list[StateEntry]
    ambiguous: list[Ambiguous] = []


class OrganisationEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One organisation, bloc, group, party, company, medium or body."""

    id: str
    label: str
    kind: str
    names: Forms
    sector: str | None = None
    country: str | None = None
    acronyms: Forms = {}
    nominal: Forms = {}
    gender: dict[str, str] = {}
    people: Forms = {}
    founded: str | None = None
    seat: str | None = None
    source: str | None = None
    agency: bool = False
    metonym_of: str | None = None
    position: str | None = None
    note: str | None = None


class OrganisationFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """organisations.yaml, media.yaml, bodies.yaml: one of the three lists."""

    organisations: list[OrganisationEntry] = []
    media: list[OrganisationEntry] = []
    bodies: list[OrganisationEntry] = []
    ambiguous: list[Ambiguous] = []
    as_written: list[AsWritten] = []


# What stands before the name of a town, and the notes of places.tsv that make a place one.
_IN_TOWN = {"fr": "à"}
_SETTLEMENTS = ("city", "town", "village", "suburb", "port")

# The kinds that are taken up again by common nouns ("l'organisation", "le mouvement").
CALLED = ("organisation", "bloc", "armed_group", "party")


@cache
def load_register() -> Register:
    """The register that ships with the program, read once."""
    return read_register(DATA)


@cache
def load_media() -> tuple[OrganisationEntry, ...]:
    """The agencies, newspapers, broadcasters and sites of the register, without the rest of it."""
    return tuple(load_yaml(DATA / "media.yaml", OrganisationFile).media)


def read_register(folder: Path) -> Register:
    """Read a register folder; raises DataError on the first fault."""
    states = load_yaml(folder / "states.yaml", StateFile)
    files = [load_yaml(path, OrganisationFile) for path in sorted(folder.glob("*.yaml")) if path.name != "states.yaml"]
    entries = [entry for file in files for entry in (*file.organisations, *file.media, *file.bodies)]
    ambiguous = [*states.ambiguous, *(item for file in files for item in file.ambiguous)]
    exact = {(item.form, item.language) for file in files for item in file.as_written}
    actors = [*_state_actors(states.states), *(_organisation_actor(entry) for entry in entries)]
    people, person_forms = _read_people(sorted((folder / "persons").glob("*.tsv")))
    places, place_forms = _read_places(folder / "places.tsv")
    actors += [*people, *places]
    known = _unique(actors)
    forms = [*_state_forms(states.states), *_organisation_forms(entries), *person_forms, *place_forms]
    return Register(
        actors,
        _share(forms, ambiguous, exact, known),
        (_organisation(entry) for entry in entries if entry.kind in CALLED),
        _read_memberships(sorted((folder / "memberships").glob("*.tsv")), known),
        _read_holders(sorted((folder / "holders").glob("*.tsv")), known),
        {state.id: place_id(state.capital["en"][0]) for state in states.states if state.capital.get("en")},
        {entry.id: entry.metonym_of for entry in entries if entry.metonym_of is not None},
        {state.id: _names(state.nominal) for state in states.states if state.nominal},
        _read_numbers(folder / "state_numbers.tsv", known),
        _read_complete_lists(folder / "complete_lists.tsv", known),
    )


def _unique(actors: Iterable[Actor]) -> frozenset[str]:
    seen: set[str] = set()
    for actor in actors:
        if actor.id in seen:
            raise DataError(f"register: actor {actor.id} is defined twice")
        seen.add(actor.id)
    return frozenset(seen)


def _state_actors(states: Iterable[StateEntry]) -> Iterator[Actor]:
    for state in states:
        if state.id not in UNLISTED_STATES and pycountry.countries.get(alpha_3=state.id) is None:
            raise DataError(f"states.yaml: {state.id} is no ISO 3166-1 alpha-3 code")
        if not state.names.get("en"):
            raise DataError(f"states.yaml: {state.id} has no English name")
        names = _names(state.names, state.official)
        yield Actor(state.id, "state", state.names["en"][0], "GOV", state.id, names, prepositions=state.preposition)
        for place in state.capital.get("en", [])[:1]:
            names = _names(state.capital)
            yield Actor(place_id(place), "place", place, None, state.id, names, prepositions=_IN_TOWN)


def place_id(label: str) -> str:
    """The actor id of a place: its English name in capitals (a capital that names its state gets _CITY)."""
    plain = "".join(c if c.isalnum() else "_" for c in label.upper()).strip("_")
    return f"{plain}_CITY" if len(plain) == 3 else plain


def _names(*groups: Forms) -> Names:
    merged: dict[str, list[str]] = defaultdict(list)
    for group in groups:
        for language, forms in group.items():
            if language not in LANGUAGES:
                raise DataError(f"register: {language!r} is no language of the register")
            merged[language] += [form for form in forms if form not in merged[language]]
    return {language: tuple(forms) for language, forms in merged.items()}


def _organisation_actor(entry: OrganisationEntry) -> Actor:
    if entry.kind not in KINDS:
        raise DataError(f"register: {entry.id}: {entry.kind!r} is no kind of actor")
    names = _names(entry.names, entry.acronyms)
    return Actor(
        entry.id, cast(ActorKind, entry.kind), entry.label, entry.sector, entry.country, names, genders=entry.gender
    )


def _organisation(entry: OrganisationEntry) -> Organisation:
    if entry.founded is not None:
        _date(entry.founded, f"register: {entry.id}: founded")
    nominal = {language: tuple(forms) for language, forms in entry.nominal.items()}
    return Organisation(entry.id, nominal, entry.gender, entry.founded, entry.seat, entry.source)


def _state_forms(states: Iterable[StateEntry]) -> Iterator[Form]:
    for state in states:
        for group, use in ((state.names, "name"), (state.official, "name"), (state.demonyms, "demonym")):
            yield from _forms(group, use, (state.id,))
        if state.capital.get("en"):
            yield from _forms(state.capital, "capital", (state.id,))


def _organisation_forms(entries: Iterable[OrganisationEntry]) -> Iterator[Form]:
    for entry in entries:
        use = "body" if entry.kind == "body" else "name"
        yield from _forms(entry.names, use, (entry.id,))
        yield from _forms(entry.acronyms, "acronym", (entry.id,))
        yield from _forms(entry.people, "demonym", (entry.id,))


def _forms(group: Forms, use: str, actors: tuple[str, ...]) -> Iterator[Form]:
    for language, forms in group.items():
        for form in forms:
            if not form.strip():
                raise DataError(f"register: {actors[0]} has an empty {use} in {language}")
            # "RDC" among the names of a state is an acronym; "eau" must not be "EAU".
            written = "acronym" if use == "name" and form.isupper() and len(form) <= LONGEST_ACRONYM else use
            yield Form(form.strip(), language, written, actors)


def _share(
    forms: Iterable[Form], ambiguous: Iterable[Ambiguous], exact: set[tuple[str, str]], known: frozenset[str]
) -> Iterator[Form]:
    """The forms, those of one wording and use merged, shared ones with all their candidates."""
    merged: dict[tuple[str, str, str], dict[str, None]] = {}
    shared: set[tuple[str, str, str]] = set()
    for form in forms:
        merged.setdefault((form.text, form.language, form.use), {}).update(dict.fromkeys(form.actors))
    uses_of: dict[tuple[str, str], list[str]] = defaultdict(list)
    for text, language, use in merged:
        uses_of[text, language].append(use)
    for item in ambiguous:
        for candidate in item.candidates:
            if candidate not in known:
                raise DataError(f"register: ambiguous form {item.form!r} names the unknown actor {candidate}")
        uses = uses_of.get((item.form, item.language)) or ["name"]
        for use in uses:
            merged.setdefault((item.form, item.language, use), {}).update(dict.fromkeys(item.candidates))
            shared.add((item.form, item.language, use))
    for key, actors in merged.items():
        yield Form(*key, tuple(actors), shared=key in shared, exact=key[:2] in exact)


def _read_people(paths: Iterable[Path]) -> tuple[list[Actor], list[Form]]:
    """People of all files; one who stands in two files is one person with the names of both."""
    names: dict[str, dict[str, dict[str, None]]] = {}
    labels: dict[str, str] = {}
    forms: dict[Form, None] = {}
    for path in paths:
        for number, row in iter_tsv(path, ("id", "label", *LANGUAGES, "surname")):
            where = f"{path.name}:{number}"
            if not row["id"] or not row["label"]:
                raise DataError(f"{where}: a person needs an id and a label")
            labels.setdefault(row["id"], row["label"])
            group = names.setdefault(row["id"], defaultdict(dict))
            for language in LANGUAGES:
                spelled = [row["label"]] if language == "en" else []
                for text in [*spelled, *_cells(row[language])]:
                    group[language][text] = None
                    forms[Form(text, language, "person", (row["id"],))] = None
            for text in _cells(row["surname"]):
                forms[Form(text, "ru" if ord(text[0]) > 0x3FF else "fr", "surname", (row["id"],))] = None
    people = [
        Actor(key, "person", labels[key], None, None, {lang: tuple(found) for lang, found in group.items()})
        for key, group in names.items()
    ]
    return people, list(forms)


def _read_places(path: Path) -> tuple[list[Actor], list[Form]]:
    actors, forms = [], []
    for _, row in iter_tsv(path, PLACE_COLUMNS):
        names = {language: tuple(_cells(row[language])) for language in LANGUAGES}
        settled = any(word in row["note"].split(",")[0].split() for word in _SETTLEMENTS)
        within = _IN_TOWN if settled else {}
        country = row["country"] or None
        actors.append(Actor(row["id"], "place", row["label"], None, country, names, prepositions=within))
        forms += [Form(text, language, "place", (row["id"],)) for language in LANGUAGES for text in names[language]]
    return actors, forms


def _cells(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _read_memberships(paths: Iterable[Path], known: frozenset[str]) -> Iterator[Stretch]:
    statuses = load_ontology().statuses
    for path in paths:
        for number, row in iter_tsv(path, ("member", "organisation", "status", "from", "to", "source")):
            where = f"{path.name}:{number}"
            _known(row["member"], known, where)
            _known(row["organisation"], known, where)
            if row["status"] not in statuses:
                raise DataError(f"{where}: {row['status']!r} is no status")
            _sourced(row, where)
            days = read_stretch(row["from"], row["to"], where)
            yield Stretch(row["member"], row["organisation"], row["status"], *days, row["source"])


def _read_complete_lists(path: Path, known: frozenset[str]) -> Iterator[CompleteList]:
    for number, row in iter_tsv(path, ("organisation", "from", "to", "source")):
        where = f"{path.name}:{number}"
        _known(row["organisation"], known, where)
        _sourced(row, where)
        if not row["to"]:
            raise DataError(f"{where}: no last day; a list is whole up to the day to which it was gone through")
        _, sure = read_stretch(row["from"], row["to"], where)
        if sure is None:
            raise DataError(f"{where}: covers no day for certain")
        yield CompleteList(row["organisation"], sure, row["source"])


def _read_holders(paths: Iterable[Path], known: frozenset[str]) -> Iterator[Tenure]:
    ontology = load_ontology()
    for path in paths:
        for number, row in iter_tsv(path, ("person", "position", "of", "from", "to", "source")):
            where = f"{path.name}:{number}"
            _known(row["person"], known, where)
            _known(row["of"], known, where)
            ontology.check_position(row["position"], where)
            _sourced(row, where)
            days = read_stretch(row["from"], row["to"], where)
            yield Tenure(row["person"], row["position"], row["of"], *days, row["source"])


def _read_numbers(path: Path, known: frozenset[str]) -> Iterator[StateNumber]:
    """The numbers of states, in order of day; open on both sides where a state has had but one."""
    for number, row in iter_tsv(path, ("state", "cow", "gw", "from", "to", "note")):
        where = f"{path.name}:{number}"
        _known(row["state"], known, where)
        if not all(cell.isdecimal() for cell in (row["cow"], row["gw"]) if cell) or not (row["cow"] or row["gw"]):
            raise DataError(f"{where}: a state's number is written in digits")
        days = read_stretch(row["from"], row["to"], where)[0] if row["from"] or row["to"] else Date("../..", None, None)
        cow, gw = (int(row[name]) if row[name] else None for name in ("cow", "gw"))
        yield StateNumber(row["state"], cow, gw, days)


def _sourced(row: dict[str, str], where: str) -> None:
    if not row["source"]:
        raise DataError(f"{where}: no source note")


def _known(actor: str, known: frozenset[str], where: str) -> None:
    if actor not in known:
        raise DataError(f"{where}: {actor!r} is no actor of the register")


def read_stretch(start: str, end: str, where: str) -> tuple[Date, Date | None]:
    """Every day that the stretch may cover, and the days that it covers for certain."""
    if not start and not end:
        raise DataError(f"{where}: neither a first nor a last day")
    first, last = (_date(part, where) if part else None for part in (start, end))
    possible = (first.first if first else None, last.last if last else None)
    if possible[0] and possible[1] and possible[0] > possible[1]:
        raise DataError(f"{where}: ends before it starts")
    certain = (first.last if first else None, last.first if last else None)
    empty = certain[0] is not None and certain[1] is not None and certain[0] > certain[1]
    edtf = f"{start or '..'}/{end or '..'}"
    return Date(edtf, *possible), None if empty else Date(edtf, *certain)


def _date(text: str, where: str) -> Date:
    try:
        return Date.parse(text)
    except DateError as error:
        raise DataError(f"{where}: {error}") from error
