"""Who is who among the people that only the documents know.

A local person's key is ``~`` and the words of the name as written, lower-case ASCII. Over the whole record, keys are
one person's when the names differ in transliteration alone, or when one has initials where the other, the only one
that fits, has given names. A bare surname says too little: it stays a person of its own document. What people have
judged goes before all this. The answer hangs on the set of names and judgements, never on their order.

A key may be pinned to one document (``~ivan petrov@<document>``): what that document alone calls so. The id of an
actor whom the register knows, or that documents bear as it is, is a key too where a judgement names it.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal

import msgspec
import yaml

from dragoman.errors import DataError
from dragoman.record.steering import SCOPE_MARK, Opinion, steer

KEY_MARK = "~"
_SPELLING_FILE = "spelling.yaml"

# Letters that Unicode does not take apart into a plain letter and a mark.
_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as it was met: the key, the words in the text, and how often; an empty label when no text shows it."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the record: a readable slug, the best label, all keys and all forms of the name."""

    id: str
    label: str
    keys: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identities:
    """The people of the documents, the actor id that each key stands for, and which judgements leave no room for which.

    `overruled` maps the id of a judgement to those that keep it from holding; none are named where the register does.
    """

    people: tuple[Person, ...]
    stands_for: dict[str, str]
    overruled: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: str
    becomes: str
    alike: tuple[str, str]
    only: Literal["last"] | None = None


@dataclass(frozen=True, slots=True)
class _Spelling:
    particles: tuple[str, ...]
    as_written: str
    rules: tuple[_Rule, ...]


@dataclass(slots=True)
class _Cluster:
    keys: set[str] = field(default_factory=set)
    full: bool = True


def resolve_people(names: Iterable[PersonName], taken: Collection[str] = ()) -> dict[str, str]:
    """The actor id of every key. `taken` are ids of other actors, which no person may bear.

    >>> resolve_people([PersonName("~sergei aleinik", "Sergei Aleinik", 2), PersonName("~s aleinik", "S. Aleinik", 9)])
    {'~s aleinik': 'sergei-aleinik', '~sergei aleinik': 'sergei-aleinik'}
    """
    return {key: person.id for person in cluster_people(names, taken) for key in person.keys}


def cluster_people(names: Iterable[PersonName], taken: Collection[str] = ()) -> tuple[Person, ...]:
    """The people behind the names, in order of id."""
    return identify(names, taken).people


def identify(
    names: Iterable[PersonName],
    taken: Collection[str] = (),
    opinions: Sequence[Opinion] = (),
    fixed: Collection[str] = (),
) -> Identities:
    """Who is who: `opinions` are judgements, the latest first, about keys that are there; `fixed` the register's ids.

    A circle that an actor of the register, or an id that documents bear, belongs to has that id; any other is a person.
    """
    labels: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name in names:
        forms = labels[name.key]
        if name.label:
            forms[name.label] += name.count
    clusters = _cluster_keys(labels)
    stands_for: dict[str, str] = {}
    overruled: dict[str, tuple[str, ...]] = {}
    if opinions:
        steered = steer([cluster.keys for cluster in clusters], opinions, fixed)
        overruled = steered.overruled
        ranks = _ranks(opinions, fixed)
        clusters = []
        for circle in steered.groups:
            group = circle & labels.keys()
            actors = [key for key in group if not key.startswith(KEY_MARK) and SCOPE_MARK not in key]
            if actors:
                kept = min(actors, key=lambda actor: (ranks.get(actor, len(ranks)), actor))
                stands_for.update(dict.fromkeys(group, kept))
            elif group:
                clusters.append(_Cluster(set(group), full=any(map(_is_full, group))))
    people = _name_people(clusters, labels, taken)
    stands_for.update((key, person.id) for person in people for key in person.keys)
    return Identities(people, stands_for, overruled)


def _ranks(opinions: Sequence[Opinion], fixed: Collection[str]) -> dict[str, int]:
    """Which id a circle keeps: the register's, else that of the latest judgement's first actor."""
    named = dict.fromkeys(key for opinion in opinions for key in (opinion.one, opinion.other))
    return {**{key: place for place, key in enumerate(named)}, **dict.fromkeys(fixed, -1)}


def _name_people(
    clusters: Iterable[_Cluster], labels: dict[str, dict[str, int]], taken: Collection[str]
) -> tuple[Person, ...]:
    described = [(*_describe(cluster, labels), cluster) for cluster in clusters]
    ids: set[str] = set(taken)
    people = []
    waiting = []
    # Everyone whose slug is free gets it before any number is given out.
    for slug, label, cluster in sorted(described, key=lambda item: (item[0], min(item[2].keys))):
        if slug in ids:
            waiting.append((slug, label, cluster))
            continue
        ids.add(slug)
        people.append(_person(slug, label, cluster, labels))
    # Ids are only ever added, so that the numbers below the last one given stay taken.
    last: dict[str, int] = {}
    for slug, label, cluster in waiting:
        number = last.get(slug, 2)
        while f"{slug}-{number}" in ids:
            number += 1
        last[slug] = number
        ids.add(f"{slug}-{number}")
        people.append(_person(f"{slug}-{number}", label, cluster, labels))
    return tuple(sorted(people, key=lambda person: person.id))


def is_bare_surname(key: str) -> bool:
    """Whether a local key holds no more than a surname, with or without particles."""
    # A hyphen joins two surnames as often as two given names, so it does not make two words here.
    words = tuple(key.removeprefix(KEY_MARK).partition(SCOPE_MARK)[0].split())
    telling = [word for word in words if len(word) > 1 and word not in _spelling().particles]
    return len(telling) < 2 and not _leading_initials(words)


def scoped_key(key: str, document: str) -> str:
    """The key under which a local key is resolved: a bare surname counts in its own document alone."""
    local = key.startswith(KEY_MARK) and SCOPE_MARK not in key
    return pinned_key(key, document) if local and is_bare_surname(key) else key


def pinned_key(key: str, document: str) -> str:
    """The key of what one document alone calls so."""
    return f"{key}{SCOPE_MARK}{document}"


def unpinned_key(key: str) -> str:
    """The key as the documents bear it."""
    return key.partition(SCOPE_MARK)[0]


@cache
def fold_name(name: str) -> tuple[str, ...]:
    """The words of a name, lower-case ASCII, as they compare across transliterations.

    >>> fold_name("alexandre loukachenko") == fold_name("aleksandr lukashenko")
    True
    """
    words = name.split()
    if all(re.fullmatch(_spelling().as_written, word) for word in words):
        return tuple(words)
    return tuple(_fold_word(word, last=place == len(words) - 1) for place, word in enumerate(words))


def _fold_word(word: str, *, last: bool) -> str:
    for pattern, becomes, only_last in _compiled_rules():
        if last or not only_last:
            word = pattern.sub(becomes, word)
    return word


def _cluster_keys(keys: Iterable[str]) -> list[_Cluster]:
    full: dict[tuple[str, ...], _Cluster] = defaultdict(_Cluster)
    apart: dict[tuple[str, ...], _Cluster] = defaultdict(lambda: _Cluster(full=False))
    shortened = []
    actors: dict[str, _Cluster] = defaultdict(lambda: _Cluster(full=False))
    for key in sorted(keys):
        if not key.startswith(KEY_MARK):
            actors[unpinned_key(key)].keys.add(key)
        elif is_bare_surname(key):
            apart[(key,)].keys.add(key)
        elif _leading_initials(_words(key)):
            shortened.append(key)
        else:
            full[fold_name(" ".join(_words(key)))].keys.add(key)
    by_surname: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name in full:
        by_surname[name[-1]].append(name)
    for key in shortened:
        words = _words(key)
        initials = _leading_initials(words)
        surname = fold_name(" ".join(words[len(initials) :]))
        fitting = [name for name in by_surname[surname[-1]] if _fits(initials, surname, name, full[name])]
        cluster = full[fitting[0]] if len(fitting) == 1 else apart[(*initials, *surname)]
        cluster.keys.add(key)
    return [*full.values(), *apart.values(), *actors.values()]


def _fits(initials: tuple[str, ...], surname: tuple[str, ...], name: tuple[str, ...], cluster: _Cluster) -> bool:
    given = len(name) - len(surname)
    if name[given:] != surname or given < len(initials):
        return False
    return any(
        all(word[0] == initial for word, initial in zip(_words(key), initials, strict=False))
        for key in cluster.keys
        if not _leading_initials(_words(key))
    )


def _describe(cluster: _Cluster, labels: dict[str, dict[str, int]]) -> tuple[str, str]:
    """Slug and label: those of the form met most often, a full name before one with initials."""
    forms: dict[tuple[str, str], int] = defaultdict(int)
    for key in cluster.keys:
        if cluster.full and not _is_full(key):
            continue
        forms[(key, "")] += 0
        for label, count in labels[key].items():
            # Within its document a person is also named by surname alone; that is no label.
            if not key.startswith(KEY_MARK) or _letters(label) == _letters("".join(_words(key))):
                forms[(key, label)] += count
    shown: dict[str, int] = defaultdict(int)
    for (_, label), count in forms.items():
        shown[label] += count
    key, label = min(forms, key=lambda form: (not form[1], -shown[form[1]], -len(form[1]), form[1], form[0]))
    words = _words(key)
    return "-".join(words), label or " ".join(word.capitalize() for word in words)


def _person(slug: str, label: str, cluster: _Cluster, labels: dict[str, dict[str, int]]) -> Person:
    aliases = {form for key in cluster.keys for form in labels[key]}
    return Person(slug, label, tuple(sorted(cluster.keys)), tuple(sorted(aliases)))


@cache
def _words(key: str) -> tuple[str, ...]:
    name = key.removeprefix(KEY_MARK).partition(SCOPE_MARK)[0]
    return tuple(name.replace("'", "").replace("-", " ").split())


def _leading_initials(words: tuple[str, ...]) -> tuple[str, ...]:
    """The single letters that a name starts with, where a surname follows them."""
    for place, word in enumerate(words):
        if len(word) > 1:
            return words[:place]
    return ()


def _is_full(key: str) -> bool:
    return key.startswith(KEY_MARK) and not is_bare_surname(key) and not _leading_initials(_words(key))


def _letters(label: str) -> str:
    if label.isascii():
        return "".join(filter(str.isalnum, label.casefold()))
    plain = unicodedata.normalize("NFKD", label.casefold().translate(_UNDECOMPOSED))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())


@cache
def _compiled_rules() -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    return tuple((re.compile(rule.pattern), rule.becomes, rule.only == "last") for rule in _spelling().rules)


@cache
def _spelling() -> _Spelling:
    source = resources.files("dragoman.record").joinpath(_SPELLING_FILE)
    try:
        spelling = msgspec.convert(yaml.safe_load(source.read_text("utf-8")), type=_Spelling)
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        raise DataError(f"record/{_SPELLING_FILE}: {error}") from error
    for pattern in (spelling.as_written, *(rule.pattern for rule in spelling.rules)):
        try:
            re.compile(pattern)
        except re.error as error:
            raise DataError(f"record/{_SPELLING_FILE}: {pattern!r} is no pattern: {error}") from error
    return spelling


def spelling_examples() -> tuple[tuple[str, str], ...]:
    """The pairs of names that the rules give as alike, for the tests of the data."""
    return tuple(rule.alike for rule in _spelling().rules)
