"""Statements by act and events by type: figures for each, and what is taken for what.

A row counts for the act or type that the case wants (the first, where it allows several); one that no case wants
counts for what it was given.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from floors_file import Floor, rounded
from floors_reading import Judged, Reading

from dragoman.assertions.rows import Assertions
from dragoman.cases import Case, Row, Tally, judge
from dragoman.model.assertion import EventRow, StatementRow
from dragoman.register import Register

Given = StatementRow | EventRow
# What a kind of row is told apart by, and the key of a case that wants it.
LABELS = {"statements": "act", "events": "type"}
# Two rows that agree in these are more likely meant for each other than two that agree in the rest.
TELLING = frozenset({"type", "contains"})
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rows of one kind in one case: pairs that fit, wanted ones that are missing, given ones that are wrong."""

    right: tuple[tuple[Row, Given], ...]
    missing: tuple[Row, ...]
    wrong: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Confusion:
    """What was wanted and not found, against what was given instead; `keys` counts the keys in which a pair differs."""

    labels: Counter[tuple[str, str]]
    modalities: Counter[tuple[str, str]]
    keys: Counter[str]


class Comparer:
    """Compares row by row, as `dragoman.cases.judge` does."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def compare(self, item: Judged, kind: str) -> Comparison | None:
        """The rows of a kind in a case; None where the case does not name the kind, or nothing was read."""
        wants: list[Row] | None = getattr(item.case, kind)
        if wants is None or item.read is None:
            return None
        left: list[Given] = list(getattr(item.read.found, kind))
        right, missing = [], []
        for want in wants:
            hit = next((row for row in left if self.fits(item.read, kind, want, row)), None)
            if hit is None:
                missing.append(want)
            else:
                left.remove(hit)
                right.append((want, hit))
        return Comparison(tuple(right), tuple(missing), tuple(left))

    def fits(self, read: Reading, kind: str, want: Row, row: Given) -> bool:
        """Whether a row is one that is wanted."""
        case = msgspec.convert(
            {"id": "pair", "phenomenon": "pair", "text": read.text.document.text, kind: [want]}, Case
        )
        found = Assertions(**{kind: [row]})  # type: ignore[arg-type]
        return judge(case, read.text, found, self._register).tallies[kind].right == 1

    def pairs(self, item: Judged, kind: str) -> Iterator[tuple[Row | None, Given | None]]:
        """What is left over in a case, the likest rows together; None where one has no counterpart."""
        rows = self.compare(item, kind)
        if rows is None or item.read is None:
            return
        likeness = sorted(
            (-self._likeness(item.read, kind, want, row), i, j)
            for i, want in enumerate(rows.missing)
            for j, row in enumerate(rows.wrong)
        )
        partners: dict[int, int] = {}
        for score, i, j in likeness:
            if score < 0 and i not in partners and j not in partners.values():
                partners[i] = j
        for i, want in enumerate(rows.missing):
            yield want, rows.wrong[partners[i]] if i in partners else None
        for j, row in enumerate(rows.wrong):
            if j not in partners.values():
                yield None, row

    def _likeness(self, read: Reading, kind: str, want: Row, row: Given) -> int:
        """How many keys of a wanted row fit a given one, what tells rows apart counted twice.

        0 where they have neither words, type nor party in common.
        """
        fitting = {key for key, value in want.items() if self.fits(read, kind, {key: value}, row)}
        if isinstance(row, StatementRow):
            alike = "contains" in fitting or ("speaker" in fitting and want["speaker"] is not None)
        else:
            wanted = {*(want.get("actors") or ()), *(want.get("recipients") or ())}
            given = {*row.actors, *row.actor_countries, *row.recipients, *row.recipient_countries}
            alike = "type" in fitting or bool(wanted & given)
        return len(fitting) + len(fitting & TELLING) if alike else 0

    def differing(self, read: Reading, kind: str, want: Row, row: Given) -> list[str]:
        """The keys of a wanted row that a given one does not fit."""
        return [key for key, value in want.items() if not self.fits(read, kind, {key: value}, row)]


def label_of(kind: str, row: Row | Given) -> str:
    """The act or type of a row, the first where a case allows several."""
    if isinstance(row, StatementRow):
        return row.act
    if isinstance(row, EventRow):
        return row.event_type
    label: Any = row[LABELS[kind]]
    return str(label[0] if isinstance(label, list) else label)


def tally_labels(judged: Iterable[Judged], kind: str, register: Register) -> dict[str, Tally]:
    """The tallies of a kind by act or type, in order of name."""
    comparer, found = Comparer(register), dict[str, Tally]()
    for item in judged:
        rows = comparer.compare(item, kind)
        if rows is None:
            continue
        for want, _ in rows.right:
            found.setdefault(label_of(kind, want), Tally()).right += 1
        for want in rows.missing:
            found.setdefault(label_of(kind, want), Tally()).missing += 1
        for row in rows.wrong:
            found.setdefault(label_of(kind, row), Tally()).wrong += 1
    return dict(sorted(found.items()))


def label_floors(tallies: Mapping[str, Tally]) -> dict[str, Floor]:
    """The floors that the present figures by act or type would make."""
    return {
        label: Floor(found.right + found.missing, rounded(found.precision), rounded(found.recall))
        for label, found in tallies.items()
    }


def iter_label_table(kind: str, tallies: Mapping[str, Tally], floors: Mapping[str, Floor]) -> Iterator[str]:
    """The lines of a table of figures by act or type."""
    name = f"{kind} by {LABELS[kind]}"
    width = max([len(name), *map(len, tallies)])
    yield f"{name:<{width}}  wanted  right  wrong  missing  precision  recall  floor"
    for label, found in tallies.items():
        least = floors.get(label)
        yield (
            f"{label:<{width}}  {found.right + found.missing:>6}  {found.right:>5}  {found.wrong:>5}"
            f"  {found.missing:>7}  {found.precision:>9.4f}  {found.recall:>6.4f}"
            f"  {f'{least.precision:.4f}/{least.recall:.4f}' if least is not None else ''}"
        ).rstrip()


def confuse(judged: Iterable[Judged], kind: str, register: Register) -> Confusion:
    """What is left over of a kind in all cases: label against label, modality against modality."""
    comparer = Comparer(register)
    confusion = Confusion(Counter(), Counter(), Counter())
    for item in judged:
        for want, row in comparer.pairs(item, kind):
            labels = (label_of(kind, want) if want is not None else NOTHING, label_of(kind, row) if row else NOTHING)
            confusion.labels[labels] += 1
            wanted = str(want.get("modality", "actual")) if want is not None else NOTHING
            confusion.modalities[wanted, row.modality if row is not None else NOTHING] += 1
            if want is not None and row is not None and item.read is not None:
                confusion.keys.update(comparer.differing(item.read, kind, want, row))
    return confusion


def iter_confusion(title: str, pairs: Mapping[tuple[str, str], int]) -> Iterator[str]:
    """The lines of a table: a row for each thing wanted, a column for each thing given, ``nothing`` last."""
    if not pairs:
        yield f"{title}: nothing is left over"
        return
    rows = sorted({want for want, _ in pairs}, key=lambda name: (name == NOTHING, name))
    columns = sorted({given for _, given in pairs}, key=lambda name: (name == NOTHING, name))
    width = max([len(title), *map(len, rows)])
    yield "  ".join([f"{title:<{width}}", *columns, "all"])
    for want in rows:
        cells = [f"{pairs.get((want, given), 0) or '.':>{len(given)}}" for given in columns]
        total = sum(number for (name, _), number in pairs.items() if name == want)
        yield "  ".join([f"{want:<{width}}", *cells, f"{total:>3}"])


def iter_confusions(judged: Iterable[Judged], register: Register) -> Iterator[str]:
    """The tables of everything that is left over: a row is what a case wants, a column what it was given instead."""
    judged = tuple(judged)
    for kind, label in LABELS.items():
        confusion = confuse(judged, kind, register)
        yield from iter_confusion(f"{kind}: {label}", confusion.labels)
        yield ""
        yield from iter_confusion(f"{kind}: modality", confusion.modalities)
        yield ""
        told = ", ".join(f"{key} {number}" for key, number in confusion.keys.most_common()) or "none"
        yield f"{kind}: keys in which a wanted row and its likest given one differ: {told}"
        yield ""
