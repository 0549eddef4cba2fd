"""Rules of the phrases of briefs beyond what loading checks: known ids, verbs in use, slots, keys."""

from collections.abc import Iterator, Mapping, Sequence

from faults import Fault, Lines

from dragoman.register import load_register
from dragoman.views.brief.phrases import FOLDER, LANGUAGES, Phrase, Phrases, load_phrases, slots_of

# The groups of plain texts, which every language has alike.
GROUPS = ("dates", "parties", "sentence", "register", "absences", "text", "counts", "kinds", "contradictions")
WHAT, TO = frozenset({"who", "org", "post", "of"}), frozenset({"whom"})


def iter_phrase_faults(phrases: Mapping[str, Phrases] | None = None) -> Iterator[Fault]:
    """Every fault of the files of phrases that load; raises DataError when one does not."""
    given = phrases or {language: load_phrases(language) for language in LANGUAGES}
    for language, found in given.items():
        lines = Lines(FOLDER / f"{language}.yaml")
        for entry, message in _iter_own(found):
            yield Fault(lines.path, lines.line_of(entry), message)
    first, *others = given
    for language in others:
        lines = Lines(FOLDER / f"{language}.yaml")
        for entry, message in _iter_differences(given[first], given[language]):
            yield Fault(lines.path, lines.line_of(entry), f"{message} in {first}.yaml")


def _iter_own(phrases: Phrases) -> Iterator[tuple[str, str]]:
    """The name of an entry and what is wrong with it."""
    actors = load_register().actors
    rules = phrases.names
    for actor in (*rules.without, *rules.also_with, *rules.of):
        if actor not in actors:
            yield actor, f"{actor} is no actor of the register"
    told = list(_iter_phrases(phrases))
    for verb in sorted(phrases.verbs.keys() - {phrase.do for _, phrase in told}):
        yield verb, f"no phrase has the verb {verb!r}"
    for name, phrase in told:
        for slot in sorted(slots_of(phrase.what + phrase.several + phrase.subject) - WHAT | slots_of(phrase.to) - TO):
            yield name, f"{name}: nothing fills {{{slot}}}"


def _iter_phrases(phrases: Phrases) -> Iterator[tuple[str, Phrase]]:
    groups = (phrases.events, phrases.acts, phrases.occupancies, *phrases.memberships.values())
    yield from ((name, phrase) for group in groups for name, phrase in group.items())


def _iter_differences(one: Phrases, other: Phrases) -> Iterator[tuple[str, str]]:
    for group in GROUPS:
        first, second = getattr(one, group), getattr(other, group)
        for name in sorted(first.keys() ^ second.keys()):
            yield name, f"{group}: {name} does not stand in both files; look for it"
        for name in sorted(first.keys() & second.keys()):
            if _slots(second[name]) - _slots(first[name]):
                yield name, f"{group}: {name} has slots that it has not"
    for name, phrase in one.events.items():
        if phrase.vague != other.events[name].vague:
            yield name, f"{name} is not as vague as"


def _slots(told: str | Sequence[str]) -> set[str]:
    return slots_of(told) if isinstance(told, str) else {slot for each in told for slot in slots_of(each)}
