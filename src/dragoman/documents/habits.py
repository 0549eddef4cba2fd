"""What pages of a language look like: cut rules, stamp words, credit forms; data of `cuts.yaml` and the language.

`documents/cuts.yaml` holds what is common to all languages, `languages/<code>/documents.yaml` what a language adds;
`Habits` is the two joined and made quick to ask.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

import ahocorasick
import msgspec
from babel import Locale, UnknownLocaleError

from dragoman.data_files import load_yaml
from dragoman.errors import DataError
from dragoman.model.names import fold
from dragoman.register import OrganisationEntry, load_media

Reason = Literal[
    "advertising", "author-bio", "byline", "comment-form", "comments", "cookies", "copyright", "credit", "disclaimer",
    "gallery", "language", "masthead", "navigation", "newsletter", "photo-credit", "player", "related", "repeated",
    "share", "stamp", "subscription", "tags",
]  # fmt: skip
_Bearer = TypeVar("_Bearer")
Scope = Literal["line", "block", "section", "tail"]

_HERE = Path(__file__).parent
_LANGUAGES = _HERE.parent / "languages"
_WORD = re.compile(r"[^\W_]+")
_LABEL_LIMIT = 45
_RUBRIC_WORDS = 8


def key_of(text: str) -> str:
    """What a line is compared by: its folded words, joined by single spaces.

    >>> key_of("Lire aussi : l’Otan…")
    'lire aussi l otan'
    """
    return " ".join(_WORD.findall(fold(text)))


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of boilerplate; the keys are explained at the head of cuts.yaml."""

    reason: Reason
    scope: Scope = "line"
    equals: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    longest: int = 200
    force: bool = False


class Agency(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A news agency: actor id and the forms under which it is credited."""

    id: str
    names: tuple[str, ...]


class Rival(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An agency that signs as another does, from places where the other has no say."""

    id: str
    signs_as: str
    places: tuple[str, ...]


class Outlet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A medium: actor id, the name that the record shows, other forms, and web domains without ``www.``."""

    id: str
    name: str
    forms: tuple[str, ...]
    domains: tuple[str, ...]


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One data file, as it stands."""

    rules: tuple[Rule, ...] = ()
    glued: tuple[str, ...] = ()
    glued_links: tuple[str, ...] = ()
    end_marks: tuple[str, ...] = ()
    photo_marks: tuple[str, ...] = ()
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    day_first: bool = False
    published_labels: tuple[str, ...] = ()
    updated_labels: tuple[str, ...] = ()
    stamp_words: tuple[str, ...] = ()
    zone_labels: tuple[str, ...] = ()
    done_at: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    byline_labels: tuple[str, ...] = ()
    byline_starts: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    correspondent_roles: tuple[str, ...] = ()
    role_joints: tuple[str, ...] = ()
    source_labels: tuple[str, ...] = ()
    cited_labels: tuple[str, ...] = ()
    no_sources: tuple[str, ...] = ()
    first_seen: tuple[str, ...] = ()
    with_agency: tuple[str, ...] = ()
    name_particles: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()
    outlet_words: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    outlet_heads: tuple[str, ...] = ()
    title_heads: tuple[str, ...] = ()
    name_adjectives: tuple[str, ...] = ()
    name_subjects: tuple[str, ...] = ()
    no_outlets: tuple[str, ...] = ()
    rubric_words: tuple[str, ...] = ()
    slogan_words: tuple[str, ...] = ()
    issuer_heads: tuple[str, ...] = ()
    issuer_parts: tuple[str, ...] = ()
    edition_labels: tuple[str, ...] = ()
    mail_labels: tuple[str, ...] = ()
    menu_words: tuple[str, ...] = ()
    text_kinds: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()
    bio_words: tuple[str, ...] = ()
    function_words: tuple[str, ...] = ()
    words_of: dict[str, tuple[str, ...]] = {}
    places: tuple[str, ...] = ()
    agencies: tuple[Agency, ...] = ()
    rivals: tuple[Rival, ...] = ()
    outlets: tuple[Outlet, ...] = ()


class Habits:
    """The joined data of a language, with the look-ups that reading a page needs."""

    def __init__(self, language: str, parts: Iterable[tuple[str, _Data]]) -> None:
        """Join the data files given as (file name, content). Raises DataError where they contradict each other."""
        files = list(parts)
        self._equals: dict[str, Rule] = {}
        self._labels: dict[str, Rule] = {}
        self._starts: dict[str, list[tuple[str, Rule]]] = {}
        self._words: list[tuple[frozenset[str], Rule]] = []
        self._contains = ahocorasick.Automaton()
        for name, data in files:
            _check(name, data)
            for rule in data.rules:
                self._add(name, rule, data.rules)
        if len(self._contains):
            self._contains.make_automaton()

        self.months = {month: number for _, data in files for month, number in data.months.items()}
        self.weekdays = {day: number for _, data in files for day, number in data.weekdays.items()}
        self.day_first = any(data.day_first for _, data in files)
        self.glued = tuple(fold(phrase) for _, data in files for phrase in data.glued)
        self.glued_links = tuple(fold(phrase) for _, data in files for phrase in data.glued_links)
        self.end_marks = frozenset(mark for _, data in files for mark in data.end_marks)
        self.photo_marks = tuple(fold(mark) for _, data in files for mark in data.photo_marks)
        self.words_of = {
            code: frozenset(map(key_of, words)) for _, data in files for code, words in data.words_of.items()
        }
        self._take_words([data for _, data in files])
        self._take_names([data for _, data in files])
        self._take_houses([data for _, data in files], language)
        # Words that no person's name holds, and names that have the shape of a person's.
        self.no_names = (
            self.not_names | self.outlet_words | self.function_words | self.weekdays.keys() | self.months.keys()
        )
        self.no_people = self.places | _territories(language)

    def _take_words(self, parts: Sequence[_Data]) -> None:
        """The words of stamps, bylines, sources and menus."""

        def union(field: str) -> frozenset[str]:
            return frozenset(key_of(word) for data in parts for word in getattr(data, field))

        self.published_labels = union("published_labels")
        self.updated_labels = union("updated_labels")
        labels = self.published_labels | self.updated_labels | union("stamp_words")
        self.stamp_words = frozenset(word for label in labels for word in label.split())
        self.zone_labels = union("zone_labels")
        self.done_at = union("done_at")
        self.told = union("told")
        self.byline_labels = union("byline_labels")
        self.byline_starts = union("byline_starts")
        self.correspondents = union("correspondents")
        self.correspondent_roles = union("correspondent_roles")
        self.role_joints = union("role_joints")
        self.cited_labels = union("cited_labels")
        self.source_labels = union("source_labels") | self.cited_labels
        self.no_sources = union("no_sources")
        self.first_seen = tuple(fold(phrase) for data in parts for phrase in data.first_seen)
        self.with_agency = union("with_agency")
        self.editors = union("editors")
        self.bio_words = union("bio_words")
        self.professions = union("professions")
        self.rubric_words = union("rubric_words")
        self.menu_words = union("menu_words")
        self.mail_labels = union("mail_labels")
        self.edition_labels = union("edition_labels")
        self.function_words = union("function_words")

    def _take_names(self, parts: Sequence[_Data]) -> None:
        """What names of people, places, outlets and public bodies are made of."""

        def union(field: str) -> frozenset[str]:
            return frozenset(key_of(word) for data in parts for word in getattr(data, field))

        self.name_particles = union("name_particles")
        self.not_names = union("not_names")
        self.places = union("places")
        self.outlet_words = union("outlet_words")
        self.outlet_heads = union("outlet_heads")
        self.title_heads = union("title_heads")
        self.name_adjectives = union("name_adjectives")
        self.name_subjects = union("name_subjects")
        self.no_outlets = union("no_outlets")
        self.slogan_words = union("slogan_words")
        self.issuer_heads = union("issuer_heads")
        self.issuer_parts = union("issuer_parts")
        self.text_kinds = union("text_kinds")

    def _take_houses(self, parts: Sequence[_Data], language: str) -> None:
        """Agencies and outlets. The register knows more of them than pages have peculiar forms for; those first."""
        media = load_media()
        papers = [entry for entry in media if not entry.agency]
        outlets = [outlet for data in parts for outlet in data.outlets]
        self.agencies = {
            **_forms((entry.id, _names(entry, language)) for entry in media if entry.agency),
            **{key_of(form): agency.id for data in parts for agency in data.agencies for form in agency.names},
        }
        self.outlets = {
            **_forms((Outlet(entry.id, entry.label, (), ()), _names(entry, language)) for entry in papers),
            **{key_of(form): outlet for outlet in outlets for form in (outlet.name, *outlet.forms)},
        }
        rivals = [rival for data in parts for rival in data.rivals]
        self._rivals = {(rival.signs_as, key_of(place)): rival.id for rival in rivals for place in rival.places}
        self.domains = {domain: outlet for outlet in outlets for domain in outlet.domains}

    def _add(self, file: str, rule: Rule, file_rules: tuple[Rule, ...]) -> None:
        for kind, table in (("equals", self._equals), ("labels", self._labels)):
            for phrase in getattr(rule, kind):
                key = key_of(phrase)
                known = table.get(key)
                if known and known.reason != rule.reason and known in file_rules:
                    raise DataError(f"{file}: {phrase!r} is {known.reason} and {rule.reason}; keep one")
                table[key] = rule  # what a language says of a phrase outranks what is common to all
        for phrase in rule.starts:
            key = key_of(phrase)
            self._starts.setdefault(key.split()[0], []).append((key, rule))
        for phrase in rule.contains:
            self._contains.add_word(f" {key_of(phrase)} ", rule)
        if rule.words:
            self._words.append((frozenset(key_of(word) for word in rule.words), rule))

    def find_rules(self, text: str, key: str) -> list[Rule]:
        """The rules that a line falls under, `force` and wider scopes first; `key` is its key_of."""
        if not key:
            return []
        length = len(text)
        bare = " ".join(word for word in key.split() if not word.isdigit())
        found = [rule for form in {key, bare} if (rule := self._equals.get(form))]
        first = key.split(" ", 1)[0]
        found += [rule for phrase, rule in self._starts.get(first, ()) if f"{key} ".startswith(f"{phrase} ")]
        found += [rule for _, rule in self._contains.iter(f" {key} ")] if len(self._contains) else []
        colon = text.find(":", 0, _LABEL_LIMIT)
        if colon > 0 and (rule := self._labels.get(key_of(text[:colon]))):
            found.append(rule)
        bar = text.find("|", 0, _LABEL_LIMIT)  # "LIRE | …"; written small it may be the rubric of a headline
        if bar > 0 and text[:bar].isupper() and (rule := self._labels.get(key_of(text[:bar]))):
            found += [rule] if rule.reason in {"related", "photo-credit"} else []
        words = set(bare.split())
        found += [rule for vocabulary, rule in self._words if words and words <= vocabulary]
        fitting = [rule for rule in found if length <= rule.longest]
        return sorted(fitting, key=lambda rule: (not rule.force, _WIDTH[rule.scope]))

    def is_rubric(self, text: str) -> bool:
        """Whether words only say of what sort or section a text is ("Entretien", "Note d'actualité n° 31")."""
        words = [word for word in key_of(text).split() if not word.isdigit()]
        return 0 < len(words) <= _RUBRIC_WORDS and all(word in self.rubric_words for word in words)

    def settle_agency(self, agency: str, place: str | None) -> str:
        """The agency that a signature means where it was written: "APS" in Dakar is not the one in Algiers."""
        return self._rivals.get((agency, key_of(place or "")), agency)

    def find_agency(self, form: str) -> str | None:
        """The actor id of an agency's credit form, or None."""
        return self.agencies.get(key_of(form))


def _names(entry: OrganisationEntry, language: str) -> list[str]:
    """The forms of a medium of the register under which a text in a language may credit it."""
    groups = [group.get(code, ()) for group in (entry.names, entry.acronyms) for code in (language, "en")]
    return [entry.label, *(form for group in groups for form in group)]


def _forms(named: Iterable[tuple[_Bearer, list[str]]]) -> dict[str, _Bearer]:
    """Who is credited by each form, without the forms of several."""
    bearers: dict[str, list[_Bearer]] = {}
    for bearer, forms in named:
        for key in {key_of(form) for form in forms}:
            bearers.setdefault(key, []).append(bearer)
    return {key: found[0] for key, found in bearers.items() if len(found) == 1}


_WIDTH: dict[Scope, int] = {"tail": 0, "section": 1, "block": 2, "line": 3}


def _check(name: str, data: _Data) -> None:
    for month, number in data.months.items():
        if not 1 <= number <= 12:
            raise DataError(f"{name}: months: {month} is {number}, not 1 to 12")
    for day, number in data.weekdays.items():
        if not 0 <= number <= 6:
            raise DataError(f"{name}: weekdays: {day} is {number}, not 0 (Monday) to 6")
    for number, rule in enumerate(data.rules, start=1):
        phrases = (*rule.equals, *rule.starts, *rule.contains, *rule.labels, *rule.words)
        if not phrases:
            raise DataError(f"{name}: rule {number} ({rule.reason}) has no phrase")
        for phrase in phrases:
            if not key_of(phrase):
                raise DataError(f"{name}: rule {number} ({rule.reason}): {phrase!r} has no letter or digit")


def _territories(language: str) -> frozenset[str]:
    """The names of countries in a language, which have the shape of people's names ("Burkina Faso")."""
    try:
        names = Locale(language).territories.values()
    except UnknownLocaleError:
        return frozenset()
    return frozenset(map(key_of, names))


@lru_cache(maxsize=16)
def load_habits(language: str) -> Habits:
    """The habits of pages in a language (ISO 639-1); a language without a file has those common to all.

    Raises DataError on malformed data.
    """
    common = _HERE / "cuts.yaml"
    files = [(common.name, load_yaml(common, _Data))]
    own = _LANGUAGES / language / "documents.yaml"
    if own.is_file():
        files.append((f"{language}/{own.name}", load_yaml(own, _Data)))
    return Habits(language, files)
