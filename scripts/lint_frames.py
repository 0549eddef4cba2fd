"""Rules of the event frames and their examples (languages/XX/frames, languages/XX/triggers) beyond their shape.

Every trigger, which is a lemma of a frame, has an example that uses it; examples name known actors; no sentence stands
twice.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
from faults import Fault, Lines

from dragoman.assertions.frames import EventNoun, EventVerb, FrameFile
from dragoman.cases import FOLDER
from dragoman.data_files import iter_tsv, load_yaml
from dragoman.model.names import fold, folded_words
from dragoman.ontology.loading import load_event_ontology
from dragoman.register import Register, load_register

FEWEST_TRIGGERS = 300
FORM_COLUMNS = ("form", "lemma")
# All but so many letters of a lemma open its forms: its ending is two or three letters, and the vowel before may change
# ("céder", "cède"). What does not open so has its folded beginning here, by the end of the lemma.
ENDING = 4
SHORTEST_STEM = 2
BEGINNINGS = {
    "mettre": "m[ei]",
    "prendre": "pr[ei]",
    "cevoir": "c(?:ev|oi|u)",
    "tenir": "t[ei]",
    "venir": "v[ei]",
    "faire": "f[aeio]",
    "etre": "(?:est|sont|et|ser|fu)",
    "savoir": "s[auo]",
    "naitre": "n(?:ai|u)",
}
# Words of a trigger that are shorter say nothing by themselves.
SHORTEST_WORD = 4
Frame = EventVerb | EventNoun


class TriggerExample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A trigger of a frame in two sentences: `yes` tells an actual event of the type with these parties, `no` none."""

    trigger: str
    frame: str
    type: str
    yes: str
    no: str
    actors: list[str]
    recipients: list[str]


def trigger_files(language: str, folder: Path = FOLDER) -> list[Path]:
    """The files of examples in order of name."""
    return sorted((folder / language / "triggers").glob("*.yaml"))


def load_triggers(language: str, folder: Path = FOLDER) -> list[TriggerExample]:
    """Every example of a language; raises DataError naming the file and entry of a malformed one."""
    return [example for path in trigger_files(language, folder) for example in load_yaml(path, list[TriggerExample])]


def load_frame_list(language: str, folder: Path = FOLDER) -> list[tuple[Path, Frame]]:
    """Every frame with the file that it stands in."""
    found: list[tuple[Path, Frame]] = []
    for path in sorted((folder / language / "frames").glob("*.yaml")):
        file = load_yaml(path, FrameFile, own=folded_words)
        frames: list[Frame] = [*file.verbs, *file.nouns]
        found += [(path, frame) for frame in frames]
    return found


def count_triggers(language: str, folder: Path = FOLDER) -> Counter[str]:
    """How many triggers, lemmas of frames, each event type has."""
    return Counter(frame.type for _, frame in load_frame_list(language, folder) for _ in frame.lemmas)


def iter_frame_faults(language: str, folder: Path = FOLDER) -> Iterator[Fault]:
    """Every fault of a language's frames and examples; raises DataError when a file does not load."""
    frames = load_frame_list(language, folder)
    examples = [(path, example) for path in trigger_files(language, folder) for example in _load(path)]
    yield from _missing_examples(frames, [example for _, example in examples])
    yield from _example_faults(frames, examples, _irregular_forms(folder / language), load_register())
    yield from _repeated_sentences(examples)
    if folder == FOLDER:
        triggers = count_triggers(language)
        if triggers.total() < FEWEST_TRIGGERS:
            message = f"{triggers.total()} triggers, at least {FEWEST_TRIGGERS} are wanted"
            yield Fault(folder / language / "frames", 1, message)
        for name in load_event_ontology().types:
            if not triggers[name]:
                yield Fault(folder / language / "frames", 1, f"no trigger tells an event of type {name}")


def _load(path: Path) -> list[TriggerExample]:
    return load_yaml(path, list[TriggerExample])


def _missing_examples(frames: list[tuple[Path, Frame]], examples: list[TriggerExample]) -> Iterator[Fault]:
    """Frames without an example, and lemmas that no example of their type uses.

    A frame that tells what did not happen yet can give no actual event, and needs no example.
    """
    told: dict[str, list[str]] = {}
    for example in examples:
        told.setdefault(example.type, []).append(example.trigger)
    exemplified = {example.frame for example in examples}
    for path, frame in frames:
        if isinstance(frame, EventVerb) and frame.modality is not None:
            continue
        line = next((n for n, text in Lines(path).iter_lines() if re.search(rf"frame: {frame.frame}(?!-)\b", text)), 1)
        if frame.frame not in exemplified:
            yield Fault(path, line, f"{frame.frame}: no example of the frame")
        for lemma in frame.lemmas:
            if not any(_uses(trigger, lemma) for trigger in told.get(frame.type, ())):
                yield Fault(path, line, f"{frame.frame}: no example of the trigger {lemma!r}")


def _example_faults(
    frames: list[tuple[Path, Frame]],
    examples: list[tuple[Path, TriggerExample]],
    irregular: dict[str, set[str]],
    register: Register,
) -> Iterator[Fault]:
    known = {frame.frame: frame for _, frame in frames}
    for path, example in examples:
        frame = known.get(example.frame)
        messages = list(_sentence_faults(example, frame, irregular))
        if frame is None:
            messages.append(f"there is no frame {example.frame!r}")
        elif frame.type != example.type:
            messages.append(f"the frame is of type {frame.type}, the example of {example.type}")
        if not example.actors and not example.recipients:
            messages.append("neither an actor nor a recipient is wanted")
        for actor in (*example.actors, *example.recipients):
            if actor not in register.actors and not _is_named(actor, example.yes):
                messages.append(f"{actor!r} is no actor of the register and no name in the sentence")
        for message in messages:
            yield Fault(path, _line_of(path, example.yes), f"{example.frame}, {example.trigger}: {message}")


def _sentence_faults(example: TriggerExample, frame: Frame | None, irregular: dict[str, set[str]]) -> Iterator[str]:
    lemmas = [lemma for lemma in (frame.lemmas if frame is not None else ()) if _uses(example.trigger, lemma)]
    # What must not be told may have the words beside the verb alone ("en état d'alerte" for "mettre en alerte").
    beside = [word for word in _words(example.trigger) if len(word) >= SHORTEST_WORD]
    for name, sentence, forms in (("yes", example.yes, lemmas), ("no", example.no, [*lemmas, *beside])):
        if not sentence.strip():
            yield f"{name!r} is empty"
        elif lemmas and not any(_has_form(lemma, sentence, irregular) for lemma in forms):
            yield f"{name!r} has no form of {' or '.join(lemmas)}"


def _uses(trigger: str, lemma: str) -> bool:
    words = _words(trigger)
    return all(part in words or f"{part}s" in words for part in _words(lemma))


def _has_form(lemma: str, sentence: str, irregular: dict[str, set[str]]) -> bool:
    """Whether words of a sentence may be forms of those of a lemma: they open alike, or are forms that are listed."""
    words = set(_words(sentence))
    return all(
        any(_opening(part).match(word) or word in irregular.get(part, ()) for word in words) for part in _words(lemma)
    )


@cache
def _opening(lemma: str) -> re.Pattern[str]:
    for end, beginning in BEGINNINGS.items():
        if lemma.endswith(end):
            return re.compile(re.escape(lemma.removesuffix(end)) + beginning)
    return re.compile(re.escape(lemma[: max(SHORTEST_STEM, len(lemma) - ENDING)]))


def _irregular_forms(folder: Path) -> dict[str, set[str]]:
    forms: dict[str, set[str]] = {}
    for _, row in iter_tsv(folder / "lemmas.tsv", FORM_COLUMNS):
        forms.setdefault(fold(row["lemma"]), set()).add(fold(row["form"]))
    return forms


def _repeated_sentences(examples: list[tuple[Path, TriggerExample]]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for path, example in examples:
        for sentence in (example.yes, example.no):
            key = " ".join(_words(sentence))
            if key in seen:
                message = f"{example.frame}, {example.trigger}: the sentence stands twice, also for {seen[key]}"
                yield Fault(path, _line_of(path, sentence), message)
            seen.setdefault(key, example.trigger)


def _is_named(actor: str, sentence: str) -> bool:
    """Whether an actor that the register does not know is a name, or the slug of one, that the sentence has."""
    name = _words(actor)
    return len(name) > 1 and f" {' '.join(name)} " in f" {' '.join(_words(sentence))} "


def _words(text: str) -> list[str]:
    """The folded words of a text, reflexive pronouns and elided letters left out."""
    return [word for word in re.findall(r"\w+", fold(text)) if word != "se" and (len(word) > 1 or word.isdigit())]


def _line_of(path: Path, words: str) -> int:
    return next((number for number, line in Lines(path).iter_lines() if words in line), 1)
