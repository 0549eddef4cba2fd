"""Reading and judging the French cases: one reader for all, every case judged once in a process."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dragoman.assertions.reading import AssertionReader
from dragoman.assertions.rows import Assertions
from dragoman.cases import FOLDER, Case, Outcome, Tally, judge, load_cases
from dragoman.data_files import load_yaml
from dragoman.languages.fr import FrenchParser
from dragoman.mentions.reading import MentionReader
from dragoman.model.dates import Date
from dragoman.model.document import Document
from dragoman.model.sentence import ReadText
from dragoman.register import load_register

LANGUAGE = "fr"
KINDS = ("statements", "events", "memberships", "occupancies", "attributes", "mentions")
# The family of all cases together.
ALL = "all"
UNDATED = (None, "unknown", "none")
# So many documents are read together.
BATCH = 64


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its mentions, and its rows."""

    text: ReadText
    found: Assertions


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with the file it stands in (name without ending), what it came to, and what was read."""

    case: Case
    file: str
    outcome: Outcome
    read: Reading | None = None

    @property
    def family(self) -> str:
        """The file without its part letter: press_a and press_b are one family."""
        return re.sub(r"_[a-z]\Z", "", self.file)


class CaseReader:
    """Reads cases through the stages. Loading takes seconds: one object serves all."""

    def __init__(self) -> None:
        self.register = load_register()
        self.parser = FrenchParser()
        self.assertions = AssertionReader(LANGUAGE)
        self.mentions = MentionReader(self.parser, self.register, self.assertions.may_assert)

    def read(self, document: Document) -> Reading:
        """What a document gives."""
        return next(self.read_all([document]))

    def read_all(self, documents: Sequence[Document]) -> Iterator[Reading]:
        """What each of several documents gives; their sentences are parsed together, which is faster."""
        for start in range(0, len(documents), BATCH):
            for text in self.mentions.read_all(documents[start : start + BATCH]):
                yield Reading(text, self.assertions.read(text, "cases"))

    def judge(self, case: Case, file: str = "") -> Judged:
        """What one case comes to."""
        return next(self.judge_all([(case, file)]))

    def judge_all(self, cases: Sequence[tuple[Case, str]]) -> Iterator[Judged]:
        """What each of several cases, given with their files, comes to."""
        readings = self.read_all([document_of(case) for case, _ in cases])
        for (case, file), read in zip(cases, readings, strict=True):
            yield Judged(case, file, judge(case, read.text, read.found, self.register), read)


@cache
def load_reader() -> CaseReader:
    """The one reader of this process."""
    return CaseReader()


def document_of(case: Case) -> Document:
    """The document that the text of a case makes."""
    published = None if case.published in UNDATED else Date.parse(str(case.published))
    identity = hashlib.sha256(case.id.encode()).hexdigest()
    return Document(identity, f"cases/{case.id}", case.text, LANGUAGE, published=published)


def case_files() -> list[Path]:
    """The case files in order of name."""
    return sorted((FOLDER / LANGUAGE / "cases").glob("*.yaml"))


def digest_files(paths: Iterable[Path]) -> str:
    """The SHA-256 (64 hexadecimal digits) over the names and bytes of files, in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def digest_cases() -> str:
    """The digest of all case files."""
    return digest_files(case_files())


@cache
def judge_cases() -> tuple[Judged, ...]:
    """Every case that asks for rows or mentions, judged, in the order of the files; done once in a process."""
    load_cases(LANGUAGE)  # raises when an id stands twice
    cases = [(case, path.stem) for path in case_files() for case in load_yaml(path, list[Case])]
    return tuple(load_reader().judge_all([(case, file) for case, file in cases if _is_judged(case)]))


def _is_judged(case: Case) -> bool:
    return any(getattr(case, kind) is not None for kind in KINDS)


def tally(judged: Iterable[Judged], group: Callable[[Judged], str]) -> dict[str, dict[str, Tally]]:
    """The tallies of each kind, by group, in order of first appearance."""
    found: dict[str, dict[str, Tally]] = {}
    for item in judged:
        kinds = found.setdefault(group(item), {})
        for kind, part in item.outcome.tallies.items():
            add_tally(kinds.setdefault(kind, Tally()), part)
    return found


def add_tally(whole: Tally, part: Tally) -> None:
    """Add what one tally counts to another."""
    whole.right += part.right
    whole.wrong += part.wrong
    whole.missing += part.missing


def count(
    judged: Iterable[Judged], group: Callable[[Judged], str], of: Callable[[Judged, str], int]
) -> Counter[tuple[str, str]]:
    """What `of` gives for each kind that a case names, summed by group and kind, and over all cases."""
    found: Counter[tuple[str, str]] = Counter()
    for item in judged:
        for kind in item.outcome.tallies:
            for name in (group(item), ALL):
                found[name, kind] += of(item, kind)
    return found


def wanted(item: Judged, kind: str) -> int:
    """How many rows of a kind a case asks for."""
    return len(getattr(item.case, kind) or ())


def by_family(judged: Iterable[Judged]) -> dict[str, dict[str, Tally]]:
    """The tallies of all cases together and of each family."""
    judged = tuple(judged)
    return tally(judged, lambda item: ALL) | tally(judged, lambda item: item.family)
