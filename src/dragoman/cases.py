"""Cases as data: a text, and the rows that it must give; what a reading gets right and wrong of them.

A kind that a case names is complete: any further row of that kind counts as wrong. Only the keys that the case gives
are compared. People are given by id of the register or by a name as the text writes it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import msgspec

from dragoman.assertions.rows import Assertions
from dragoman.data_files import load_yaml
from dragoman.errors import DataError
from dragoman.model.dates import Date
from dragoman.model.document import Document
from dragoman.model.names import name_key, sound_key
from dragoman.model.sentence import ReadText
from dragoman.register import Register

FOLDER = Path(__file__).parent / "languages"
Row = dict[str, Any]


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One case; see the module."""

    id: str
    phenomenon: str
    text: str
    published: str | int | None = None
    memberships: list[Row] | None = None
    occupancies: list[Row] | None = None
    attributes: list[Row] | None = None
    statements: list[Row] | None = None
    events: list[Row] | None = None
    mentions: list[Row] | None = None
    times: list[Row] | None = None
    document: Row | None = None
    same: list[list[str]] | None = None


def load_cases(language: str) -> list[Case]:
    """Every case of a language; raises DataError on an id that stands twice."""
    cases: list[Case] = []
    for path in sorted((FOLDER / language / "cases").glob("*.yaml")):
        cases += load_yaml(path, list[Case])
    twice = [name for name, count in Counter(case.id for case in cases).items() if count > 1]
    if twice:
        raise DataError(f"{language}/cases: ids stand twice: {', '.join(twice)}")
    return cases


@dataclass(slots=True)
class Tally:
    """How many rows of a kind were right, wrong and missing."""

    right: int = 0
    wrong: int = 0
    missing: int = 0

    @property
    def precision(self) -> float:
        """Right among those given; 1 when none was given."""
        given = self.right + self.wrong
        return self.right / given if given else 1.0

    @property
    def recall(self) -> float:
        """Right among those wanted; 1 when none was wanted."""
        wanted = self.right + self.missing
        return self.right / wanted if wanted else 1.0


@dataclass(slots=True)
class Outcome:
    """What one case came to: a tally for each kind, and a line for each fault."""

    case: Case
    tallies: dict[str, Tally] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def judge(case: Case, text: ReadText, found: Assertions, register: Register) -> Outcome:
    """Compare what was read with what the case wants."""
    outcome = Outcome(case)
    rows: Mapping[str, list[Row]] = {
        "memberships": [_fields(row) for row in found.memberships],
        "occupancies": [_fields(row) for row in found.occupancies],
        "attributes": [_fields(row) for row in found.attributes],
    }
    for kind, given in rows.items():
        wanted: list[Row] | None = getattr(case, kind)
        if wanted is not None:
            _match(outcome, kind, wanted, _without_repeats(given), lambda want, row: _fits(want, row, register))
    if case.statements is not None:
        told = [_fields(row) for row in found.statements]
        _match(outcome, "statements", case.statements, told, lambda want, row: _says(want, row, register))
    if case.events is not None:
        done = [_fields(row) for row in found.events]
        _match(outcome, "events", case.events, done, lambda want, row: _happens(want, row, register))
    if case.mentions is not None:
        _judge_mentions(outcome, case.mentions, text)
    return outcome


def _fields(row: Any) -> Row:
    return {item.name: getattr(row, item.name) for item in fields(row)}


def _without_repeats(rows: list[Row]) -> list[Row]:
    """A row told twice in one text counts once."""
    kept: dict[str, Row] = {}
    for row in rows:
        key = repr(
            [
                row.get(k)
                for k in (
                    "member",
                    "organisation",
                    "status",
                    "person",
                    "position",
                    "of",
                    "subject",
                    "property",
                    "value",
                    "bears",
                    "modality",
                )
            ]
        )
        kept.setdefault(key, row)
    return list(kept.values())


def _match(
    outcome: Outcome, kind: str, wanted: Iterable[Row], given: Iterable[Row], fits: Callable[[Row, Row], bool]
) -> None:
    tally = outcome.tallies.setdefault(kind, Tally())
    left = list(given)
    for want in wanted:
        hit = next((row for row in left if fits(want, row)), None)
        if hit is None:
            tally.missing += 1
            outcome.faults.append(f"{kind} missing: {want}")
        else:
            left.remove(hit)
            tally.right += 1
    for row in left:
        tally.wrong += 1
        outcome.faults.append(f"{kind} wrong: {_brief(row)}")


def _brief(row: Row) -> str:
    keys = (
        "member",
        "organisation",
        "person",
        "position",
        "of",
        "subject",
        "property",
        "value",
        "status",
        "bears",
        "modality",
        "event_type",
        "mode",
        "actors",
        "actor_countries",
        "recipients",
        "place_text",
        "speaker",
        "act",
        "direct",
        "words",
        "via",
        "said_by",
        "trigger_text",
        "rule",
    )
    shown = ", ".join(f"{key}={row[key]}" for key in keys if row.get(key) is not None)
    when = row.get("when")
    return f"{shown}, date={when.date if when is not None else None}"


def _fits(want: Row, row: Row, register: Register) -> bool:
    for key, value in want.items():
        if key == "person":
            if not _is_person(str(value), row["person"], register):
                return False
        elif key == "date":
            if not _same_days(value, row["when"]):
                return False
        elif key == "value":
            if str(value) != str(row["value"]):
                return False
        elif key == "said_by":
            if not _is_person(str(value), row["said_by"], register) and value != row["said_by"]:
                return False
        elif row.get(key) != value:
            return False
    return True


def _says(want: Row, row: Row, register: Register) -> bool:
    """Whether a statement row is the one wanted; a speaker None must be None."""
    for key, value in want.items():
        if key == "contains":
            if _plain(str(value)) not in _plain(row["words"]):
                return False
        elif key in ("speaker", "said_by"):
            if not _is_actor(value, row[key], register):
                return False
        elif key in ("via", "audience", "about"):
            if not _are_actors(value, row[key], (), register):
                return False
        elif key == "date":
            if not _same_days(value, row["when"]):
                return False
        elif row.get(key) != value:
            return False
    return True


def _happens(want: Row, row: Row, register: Register) -> bool:
    """Whether an event row is the one wanted; `type` may be a list, a state is met by its people and armies."""
    for key, value in want.items():
        if key == "type":
            if row["event_type"] not in (value if isinstance(value, list) else [value]):
                return False
        elif key in ("actors", "recipients"):
            if not _are_actors(value, row[key], row[f"{key[:-1]}_countries"], register):
                return False
        elif key == "via":
            if not _are_actors(value, row[key], (), register):
                return False
        elif key == "said_by":
            if not _is_actor(value, row[key], register):
                return False
        elif key == "place":
            if value != row["place_country"] and (
                row["place_text"] is None or _plain(str(value)) not in _plain(row["place_text"])
            ):
                return False
        elif key == "date":
            if not _same_days(value, row["when"]):
                return False
        elif row.get(key) != value:
            return False
    return True


def _is_actor(wanted: Any, actor: str | None, register: Register) -> bool:
    if wanted is None or actor is None:
        return wanted is None and actor is None
    return str(wanted) == actor or _is_person(str(wanted), actor, register) or _country(actor, register) == wanted


def _are_actors(wanted: Any, actors: Iterable[str], countries: Iterable[str], register: Register) -> bool:
    """Every actor wanted is there, itself or by its state, and no other."""
    given, states = list(actors), set(countries)
    met = {a for a in given for w in wanted if _is_actor(w, a, register) or (w in states and _belongs(a, w, register))}
    return len(met) == len(given) and all(any(_is_actor(w, a, register) for a in given) or w in states for w in wanted)


def _belongs(actor: str, state: str, register: Register) -> bool:
    """A local person whose state only the document knows belongs to it; one of the register must be of it."""
    known = register.actors.get(actor)
    return known is None or known.country == state or known.kind == "person"


def _country(actor: str, register: Register) -> str | None:
    known = register.actors.get(actor)
    return known.country if known is not None else None


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())


def _same_days(value: Any, when: Any) -> bool:
    if value is None:
        return bool(when.date is None)
    date = Date.parse(str(value))
    return (when.date_from, when.date_to) == (date.first, date.last)


def _is_person(wanted: str, actor: str | None, register: Register) -> bool:
    if actor is None:
        return False
    if wanted == actor or actor == f"~{name_key(wanted)}":
        return True
    if actor in register.people_named(wanted):
        return True
    return actor.startswith("~") and sound_key(actor[1:]) == sound_key(wanted)


def _judge_mentions(outcome: Outcome, wanted: list[Row], text: ReadText) -> None:
    tally = outcome.tallies.setdefault("mentions", Tally())
    for want in wanted:
        start = _occurrence(text.document, str(want["text"]), int(want.get("nth", 1)))
        end = start + len(str(want["text"]))
        found = [m for m in text.mentions if (m.start <= start and end <= m.end) or (start <= m.start and m.end <= end)]
        actors = {m.actor for m in found if m.actor is not None and m.actor_kind != "place"}
        places = {m.actor for m in found if m.actor_kind == "place"}
        if _mention_fits(want, actors, places):
            tally.right += 1
            continue
        if "actor" in want and isinstance(want["actor"], str) and not actors:
            tally.missing += 1
        else:
            tally.wrong += 1
        outcome.faults.append(f"mentions: {want}, found {sorted(actors) or sorted(map(str, places))}")


def _mention_fits(want: Row, actors: set[str], places: set[str | None]) -> bool:
    if "not_actor" in want:
        return want["not_actor"] not in actors
    actor = want.get("actor")
    if actor is None:
        return not actors
    if isinstance(actor, Mapping) or str(actor).startswith("place"):
        return not actors and bool(places)
    return str(actor) in actors


def _occurrence(document: Document, words: str, nth: int) -> int:
    at = -1
    for _ in range(nth):
        at = document.text.find(words, at + 1)
    if at < 0:
        raise DataError(f"case text has no {words!r}")
    return at
