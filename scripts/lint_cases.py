"""Rules of the cases (languages/XX/cases) beyond their shape: closed lists, known actors, words that the text has."""

from collections.abc import Iterable, Iterator, Mapping
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
from dragoman.ontology.loading import load_ontology
from dragoman.register import Register, load_register

FEWEST_CASES = 250
COMMON_KEYS = frozenset({"bears", "modality", "date", "said_by", "via", "rule"})
KEYS = {
    "memberships": COMMON_KEYS | {"member", "organisation", "status"},
    "occupancies": COMMON_KEYS | {"person", "position", "of"},
    "attributes": COMMON_KEYS | {"subject", "property", "value"},
    "mentions": frozenset({"text", "actor", "not_actor", "nth"}),
    "times": frozenset({"text", "date", "kind", "leaning", "anchor", "conflict"}),
    "document": frozenset(
        {"published", "language", "cut", "kept", "byline", "agencies", "place", "outlet", "outlet_id", "title", "flags"}
    ),
}
ACTOR_KEYS = ("member", "organisation", "of", "subject")
ASSERTED = ("memberships", "occupancies", "attributes")
NOTHING = (None, "unknown", "none")


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases there are, and how many of those on assertions tell what did not happen, or nothing."""

    cases: int
    asserting: int
    negative: int

    def __str__(self) -> str:
        share = self.negative / self.asserting if self.asserting else 0.0
        return (
            f"{self.cases} cases (at least {FEWEST_CASES}); of {self.asserting} on memberships, occupancies and "
            f"attributes {self.negative} are negative or modal: {share:.2f} (aim 0.40)"
        )


def count_cases(cases: Iterable[Case]) -> Count:
    """Count; a case is negative or modal when it wants no row of a kind, or one that is not actual or says `none`."""
    cases = list(cases)
    asserting = [case for case in cases if any(getattr(case, kind) is not None for kind in ASSERTED)]
    return Count(len(cases), len(asserting), sum(map(_is_negative, asserting)))


def _is_negative(case: Case) -> bool:
    for kind in ASSERTED:
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


def _case_faults(case: Case, register: Register) -> Iterator[str]:
    if case.published not in NOTHING:
        yield from _date_faults("published", case.published)
    if all(getattr(case, kind) is None for kind in (*KEYS, "same")):
        yield "wants nothing: give at least one kind, [] for none"
    for kind in (*ASSERTED, "mentions", "times"):
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
    if "not_actor" in row:
        yield from _actor_faults("not_actor", row["not_actor"], register)
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
