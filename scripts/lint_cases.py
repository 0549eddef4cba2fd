"""Rules of the cases (languages/XX/cases) beyond their shape: closed lists, known actors, words that the text has."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ftfy
from faults import Fault, Lines

from dragoman.cases import FOLDER, Case, Row, load_cases
from dragoman.data_files import load_yaml
from dragoman.errors import DataError, DateError
from dragoman.mentions.time_sense import KINDS
from dragoman.model.dates import Date
from dragoman.model.names import name_key
from dragoman.ontology.loading import load_event_ontology, load_ontology
from dragoman.register import Register, load_register

FEWEST_CASES = 250
FEWEST_SPOKEN = 400
COMMON_KEYS = frozenset({"bears", "modality", "date", "said_by", "via", "rule"})
KEYS = {
    "memberships": COMMON_KEYS | {"member", "organisation", "status"},
    "occupancies": COMMON_KEYS | {"person", "position", "of"},
    "attributes": COMMON_KEYS | {"subject", "property", "value"},
    "statements": frozenset(
        {"speaker", "act", "direct", "contains", "audience", "via", "said_by", "modality", "date", "about"}
    ),
    "events": frozenset({"type", "mode", "actors", "recipients", "modality", "place", "said_by", "via", "date"}),
    "mentions": frozenset({"text", "actor", "not_actor", "nth"}),
    "times": frozenset({"text", "date", "kind", "leaning", "anchor", "conflict"}),
    "document": frozenset(
        {"published", "language", "cut", "kept", "byline", "agencies", "place", "outlet", "outlet_id", "title", "flags"}
    ),
}
# What a row of a statement or event must give; the rest is compared where it stands.
NEEDED = {"statements": ("speaker", "act"), "events": ("type", "actors", "modality")}
ACTOR_KEYS = ("member", "organisation", "of", "subject")
# Parties of statements and events: one or none, or a list; people may stand as the text writes them.
PARTY_KEYS = ("speaker", "said_by")
PARTY_LISTS = ("actors", "recipients", "audience", "via", "about")
ASSERTED = ("memberships", "occupancies", "attributes")
SPOKEN = ("statements", "events")
NOTHING = (None, "unknown", "none")


@dataclass(frozen=True, slots=True)
class Share:
    """How many cases ask for rows of some kinds, and how many of them tell what did not happen, or nothing."""

    cases: int
    negative: int

    @property
    def share(self) -> float:
        """Negative or modal ones among all; 0 where there are none."""
        return self.negative / self.cases if self.cases else 0.0


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases there are, and those on memberships, occupancies and attributes, on statements and on events."""

    cases: int
    asserting: Share
    spoken: Share
    statements: Share
    events: Share

    def __str__(self) -> str:
        return (
            f"{self.cases} cases (at least {FEWEST_CASES}); of {self.asserting.cases} on memberships, occupancies and "
            f"attributes {self.asserting.negative} are negative or modal: {self.asserting.share:.2f} (aim 0.40); of "
            f"{self.spoken.cases} on statements and events (at least {FEWEST_SPOKEN}) {self.spoken.negative}: "
            f"{self.spoken.share:.2f} (aim 0.50; statements {self.statements.share:.2f} of {self.statements.cases}, "
            f"events {self.events.share:.2f} of {self.events.cases})"
        )


def count_cases(cases: Iterable[Case]) -> Count:
    """Count; a case is negative or modal when it wants no row of a kind, or one that is not actual or says `none`."""
    cases = list(cases)
    return Count(len(cases), *(_share(cases, kinds) for kinds in (ASSERTED, SPOKEN, ("statements",), ("events",))))


def _share(cases: Iterable[Case], kinds: Sequence[str]) -> Share:
    asking = [case for case in cases if any(getattr(case, kind) is not None for kind in kinds)]
    return Share(len(asking), sum(_is_negative(case, kinds) for case in asking))


def _is_negative(case: Case, kinds: Sequence[str]) -> bool:
    for kind in kinds:
        rows = getattr(case, kind)
        if rows == [] or any(
            row.get("modality", "actual") != "actual" or row.get("status") == "none" for row in rows or ()
        ):
            return True
    return False


def iter_case_faults(language: str, folder: Path = FOLDER) -> Iterator[Fault]:
    """Every fault of a language's cases; raises DataError when a file does not load."""
    register = load_register()
    paths = sorted((folder / language / "cases").glob("*.yaml"))
    for path in paths:
        lines = Lines(path)
        for case in load_yaml(path, list[Case]):
            for message in _case_faults(case, register):
                yield Fault(path, lines.line_of(case.id), f"{case.id}: {message}")
    if folder == FOLDER:
        cases = load_cases(language)
        if len(cases) < FEWEST_CASES:
            yield Fault(folder / language / "cases", 1, f"{len(cases)} cases, at least {FEWEST_CASES} are wanted")
        spoken = count_cases(cases).spoken.cases
        if spoken < FEWEST_SPOKEN:
            message = f"{spoken} cases on statements and events, at least {FEWEST_SPOKEN} are wanted"
            yield Fault(folder / language / "cases", 1, message)


def _case_faults(case: Case, register: Register) -> Iterator[str]:
    if case.published not in NOTHING:
        yield from _date_faults("published", case.published)
    if all(getattr(case, kind) is None for kind in (*KEYS, "same")):
        yield "wants nothing: give at least one kind, [] for none"
    for kind in (*ASSERTED, *SPOKEN, "mentions", "times"):
        for row in getattr(case, kind) or ():
            for message in _row_faults(kind, row, case, register):
                yield f"{kind}: {message}"
    if case.document is not None:
        yield from (f"document: {message}" for message in _document_faults(case.document, case, register))


def _row_faults(kind: str, row: Row, case: Case, register: Register) -> Iterator[str]:
    strange = sorted(row.keys() - KEYS[kind])
    if strange:
        yield f"no such key: {', '.join(strange)}"
    if "date" in row and row["date"] not in NOTHING:
        yield from _date_faults("date", row["date"])
    if kind == "mentions":
        yield from _mention_faults(row, case, register)
    elif kind in SPOKEN:
        yield from _spoken_faults(kind, row, case, register)
    elif kind == "times":
        yield from _word_faults([row.get("text")], case)
        if row.get("kind", KINDS[0]) not in KINDS:
            yield f"{row['kind']!r} is no kind of time"
    else:
        yield from _assertion_faults(row, register)


def _assertion_faults(row: Row, register: Register) -> Iterator[str]:
    ontology = load_ontology()
    for key, allowed in (
        ("status", ontology.statuses),
        ("bears", ontology.bears),
        ("modality", ontology.modalities),
        ("property", ontology.properties),
    ):
        if key in row and row[key] not in allowed:
            yield f"{key} {row[key]!r} is not on the closed list ({', '.join(allowed)})"
    for key in ACTOR_KEYS:
        if row.get(key) is not None:
            yield from _actor_faults(key, row[key], register)
    if isinstance(row.get("position"), str):
        try:
            ontology.check_position(row["position"], "position")
        except DataError as error:
            yield str(error)
    person = row.get("person")
    if isinstance(person, str) and person.islower() and " " not in person:
        yield from _actor_faults("person", person, register)


def _spoken_faults(kind: str, row: Row, case: Case, register: Register) -> Iterator[str]:
    missing = [key for key in NEEDED[kind] if key not in row]
    if missing:
        yield f"these keys are wanted: {', '.join(missing)}"
    yield from _label_faults(kind, row)
    for key in PARTY_KEYS:
        if row.get(key) is not None:
            yield from _party_faults(key, row[key], case, register)
    for key in PARTY_LISTS:
        if not isinstance(row.get(key, []), list):
            yield f"{key}: a list is wanted"
        else:
            for party in row.get(key, []):
                yield from _party_faults(key, party, case, register)
    if "direct" in row and not isinstance(row["direct"], bool):
        yield f"direct {row['direct']!r} is neither true nor false"
    words = [row["contains"]] if "contains" in row else []
    if row.get("place") not in (None, *register.actors):
        words.append(row["place"])
    for word in words:
        if _compared(str(word)) not in _compared(case.text):
            yield f"the text does not have {word!r}"


def _compared(text: str) -> str:
    """Words as a case is compared with what was read: apostrophes, case and white space do not count."""
    return _plain(text.replace("’", "'")).casefold()


def _label_faults(kind: str, row: Row) -> Iterator[str]:
    """Faults of what stands on the closed lists of statements and events."""
    ontology = load_event_ontology()
    types = row.get("type", [])
    known = [ontology.types[name] for name in _listed(types) if name in ontology.types]
    modes = [mode for one in known for mode in one.modes]
    for key, values, allowed in (
        ("act", [row["act"]] if "act" in row else [], list(ontology.acts)),
        ("type", _listed(types), list(ontology.types)),
        ("mode", [row["mode"]] if row.get("mode") is not None else [], modes),
        ("modality", [row["modality"]] if "modality" in row else [], load_ontology().modalities),
    ):
        for value in values if key in KEYS[kind] else ():
            if value not in allowed:
                yield f"{key} {value!r} is not on the closed list ({', '.join(allowed)})"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _party_faults(key: str, party: object, case: Case, register: Register) -> Iterator[str]:
    """A party is an actor of the register, or a name that the text has; capitals alone are an id."""
    if isinstance(party, str) and (party in register.actors or _is_written(party, case)):
        return
    yield f"{key} {party!r} is no actor of the register and no name in the text"


def _is_written(name: str, case: Case) -> bool:
    return not name.isupper() and f" {name_key(name)} " in f" {name_key(case.text)} "


def _actor_faults(key: str, actor: object, register: Register) -> Iterator[str]:
    if not isinstance(actor, str) or actor not in register.actors:
        yield f"{key} {actor!r} is no actor of the register"


def _mention_faults(row: Row, case: Case, register: Register) -> Iterator[str]:
    words, nth = str(row.get("text")), int(row.get("nth", 1))
    if case.text.count(words) < nth:
        yield f"the text does not have {words!r} {nth} times" if nth > 1 else f"the text does not have {words!r}"
    actor = row.get("actor")
    if isinstance(actor, Mapping):
        if actor.keys() - {"kind", "country"}:
            yield f"actor {actor!r}: give an id, or a kind"
    elif isinstance(actor, str) and not _is_known(actor, case, register):
        yield f"actor {actor!r} is no actor of the register and no name in the text"
    if "not_actor" in row and not _is_known(str(row["not_actor"]), case, register):
        yield f"not_actor {row['not_actor']!r} is no actor of the register and no name in the text"
    if "actor" not in row and "not_actor" not in row:
        yield f"{words!r}: neither actor nor not_actor"


def _is_known(actor: str, case: Case, register: Register) -> bool:
    if actor.startswith("~"):  # a person whom the register does not know
        return actor[1:] in name_key(case.text)
    return actor in register.actors or actor.startswith("place")


def _document_faults(row: Row, case: Case, register: Register) -> Iterator[str]:
    strange = sorted(row.keys() - KEYS["document"])
    if strange:
        yield f"no such key: {', '.join(strange)}"
    if row.get("published") not in NOTHING:
        yield from _date_faults("published", row.get("published"))
    yield from _word_faults([*row.get("cut", ()), *row.get("kept", ())], case)
    for agency in row.get("agencies", ()):
        yield from _actor_faults("agency", agency, register)


def _word_faults(words: Iterable[Any], case: Case) -> Iterator[str]:
    # A case may be mojibake, or wrapped in lines that reading joins; the words that it wants are then the mended ones.
    texts = [_plain(case.text), _plain(ftfy.fix_text(case.text))]
    for word in words:
        if not any(_plain(str(word)) in text for text in texts):
            yield f"the text does not have {word!r}"


def _plain(text: str) -> str:
    return " ".join(text.split())


def _date_faults(key: str, text: object) -> Iterator[str]:
    try:
        Date.parse(str(text))
    except DateError as error:
        yield f"{key}: {error}"
