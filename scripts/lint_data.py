"""Check every data file of the program, beyond what loading them checks; `make check` calls it.

    python scripts/lint_data.py

One line for each fault, ``file:line: what is wrong``; exit code 1 when there is one. Rules: the files load; ids follow
the scheme; register rows have a source and do not contradict each other; forms are unique or declared ambiguous;
cases want what can be wanted; phrases say the same in every language; every event trigger has an example; YAML keys
stand once; text is composed Unicode; no host names or machine paths.
"""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import yaml
from faults import ROOT, Fault
from lint_cases import count_cases, iter_case_faults
from lint_frames import count_triggers, iter_frame_faults
from lint_phrases import iter_phrase_faults
from lint_register import iter_register_faults
from lint_treaties import iter_treaty_faults

from dragoman.assertions.attributes import load_attributes
from dragoman.assertions.event_data import load_event_data
from dragoman.assertions.frames import load_frames
from dragoman.assertions.lexicon import load_rules
from dragoman.assertions.office_data import load_changes
from dragoman.cases import load_cases
from dragoman.data_files import PlainLoader
from dragoman.documents.habits import load_habits
from dragoman.errors import DataError
from dragoman.languages.speech import load_speech
from dragoman.mentions.times import load_times
from dragoman.mentions.titles import load_titles
from dragoman.ontology.loading import load_event_ontology, load_ontology

PACKAGE = ROOT / "src" / "dragoman"
LANGUAGES = tuple(sorted(path.name for path in (PACKAGE / "languages").iterdir() if (path / "cases").is_dir()))
# Each checks what it reads; each fault is a DataError.
LOADERS: tuple[Callable[[str], object], ...] = (
    load_titles,
    load_rules,
    load_changes,
    load_attributes,
    load_habits,
    load_times,
    load_speech,
    load_frames,
    load_event_data,
)
PLACES = re.compile(
    r"(?<![\w/])/(?:home|root|tmp|work|opt|usr|var|Users|mnt)/|[A-Za-z]:\\\\?(?:Users|Windows)"
    r"|\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0)\b|\b(?:pypi|npmjs|crates|pythonhosted|huggingface)\.\w+",
)
DATA_SUFFIXES = (".yaml", ".tsv", ".txt")


def iter_faults() -> Iterator[Fault]:
    """Every fault of every data file."""
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in DATA_SUFFIXES and "__pycache__" not in path.parts:
            yield from iter_text_faults(path)
    for load in (load_ontology, load_event_ontology):
        yield from _guarded(PACKAGE / "ontology", partial(_loaded, load))
    for language in LANGUAGES:
        folder = PACKAGE / "languages" / language
        for loader in LOADERS:
            yield from _guarded(folder, partial(_loaded, loader, language))
        yield from _guarded(folder, partial(iter_case_faults, language))
        yield from _guarded(folder, partial(iter_frame_faults, language))
    yield from _guarded(PACKAGE / "register", iter_register_faults)
    yield from _guarded(PACKAGE, iter_treaty_faults)
    yield from _guarded(PACKAGE / "views", iter_phrase_faults)


def _guarded(folder: Path, check: Callable[[], Iterator[Fault]]) -> Iterator[Fault]:
    """The faults of a check; a file that does not load is one fault, placed where its message says."""
    try:
        yield from check()
    except DataError as error:
        yield _placed(str(error), folder)


def _placed(message: str, folder: Path) -> Fault:
    """The fault that a DataError tells: its message opens with the name of a file, and a line where there is one."""
    match = re.match(r"(?P<path>[\w./-]+\.(?:yaml|tsv))(?::(?P<line>\d+))?: ", message)
    files = [path for path in folder.rglob("*") if match and path.as_posix().endswith(f"/{match['path']}")]
    if match is None or not files:
        return Fault(folder, 1, message)
    nearest = min(files, key=lambda path: (len(path.parts), path))
    return Fault(nearest, int(match["line"] or 1), message[match.end() :])


def _loaded(load: Callable[..., object], *arguments: str) -> Iterator[Fault]:
    load(*arguments)
    yield from ()


def iter_text_faults(path: Path) -> Iterator[Fault]:
    """Faults that any data file can have: encoding, decomposed letters, keys that stand twice, places of a machine."""
    if path.suffix == ".txt":  # texts to read are dirty on purpose
        return
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        yield Fault(path, 1, f"no UTF-8: {error.reason} at byte {error.start}")
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if place := PLACES.search(line):
            yield Fault(path, number, f"names a place of a machine or network: {place[0]!r}")
        if "cases" not in path.parts and not unicodedata.is_normalized("NFC", line):
            yield Fault(path, number, "letters with marks stand apart; write them composed (NFC)")
    if path.suffix == ".yaml":
        yield from _repeated_keys(path, text)


def _repeated_keys(path: Path, text: str) -> Iterator[Fault]:
    """Keys that stand twice in one mapping: YAML keeps the last and loses the other without a word."""
    try:
        pending = [yaml.compose(text, Loader=PlainLoader)]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        yield Fault(path, mark.line + 1 if mark else 1, f"no valid YAML: {getattr(error, 'problem', error)}")
        return
    while pending:
        node = pending.pop()
        if isinstance(node, yaml.SequenceNode):
            pending += node.value
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if str(key.value) in seen:
                    yield Fault(path, key.start_mark.line + 1, f"key {key.value!r} stands twice")
                seen.add(str(key.value))
                pending.append(value)


def main() -> int:
    """Print faults and counts; 1 when there is a fault."""
    faults = sorted(set(iter_faults()))
    for fault in faults:
        print(fault)
    for language in LANGUAGES:
        try:
            print(f"{language}: {count_cases(load_cases(language))}")
            triggers = count_triggers(language)
            print(f"{language}: {triggers.total()} triggers of {len(triggers)} event types")
        except DataError:  # a fault above says it
            continue
    print(f"{len(faults)} faults in the data files" if faults else "data files: no fault")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
