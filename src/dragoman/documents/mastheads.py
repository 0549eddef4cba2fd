"""The head of a page: the name of the outlet above the headline, and the body that issues a communiqué.

A name is believed where its form shows that it is one (the head noun of outlets, written as titles are), or where the
page says it again: in a copyright line, beside a menu, before the answers of an interview. Whatever may be a headline
stays one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.documents.credits import is_domain, is_name
from dragoman.documents.cutting import SEGMENTS, Reasons
from dragoman.documents.habits import Habits, key_of
from dragoman.documents.layout import Line, ends_sentence
from dragoman.documents.stamps import find_stamp

_TOKEN = re.compile(r"[^\W_][\w.]*(?:[-’'][\w.]+)*[’']?")
_ARTICLES = frozenset({"le", "la", "les", "l"})
_SET_OFF_WORDS = 4
_ELIDED = re.compile(r"\A([LlDd])[’'](?=\w)")
_STEPS = re.compile(r"\s[>›]\s")
_NO_NAME = re.compile(r"[:?!«;,]")
_OWNED = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)
_QUOTES = "«»“”\"' "
_LONGEST = 110
_LONGEST_NAME = 60
_NAME_WORDS = 7
_SMALL_WORDS = 2
_ISSUER_WORDS = 16
_HEAD_LINES = 3
_ISSUER_LINES = 6
_HEADLINE_WORDS = 3


@dataclass(frozen=True, slots=True)
class Masthead:
    """A line of the page's head that names its outlet, or the body that issues it."""

    number: int
    name: str


def find_masthead(
    lines: Sequence[Line], reasons: Reasons, first: int, language: str, habits: Habits
) -> Masthead | None:
    """The outlet's name among the first kept lines of a page, or None; `first` is the first line of the body."""
    kept = [number for number, reason in enumerate(reasons) if reason is None and number <= first]
    for place, number in enumerate(kept[:_HEAD_LINES]):
        text = lines[number].text
        if number == first or len(text) > _LONGEST or ends_sentence(text):
            continue
        name = _find_name(text, number, lines, reasons, habits)
        others = [lines[other].text for other in (*kept[:place], *kept[place + 1 :]) if other != first]
        alone = len(name.split()) <= 2 or _is_known(name, habits) or _is_titled_name(name, habits) if name else False
        if name and (alone or any(_is_headline(other, language) for other in others)):
            return Masthead(number, name)
    return None


def names_outlet(text: str, habits: Habits) -> bool:
    """Whether a piece of a line is the name of an outlet by its form, or of a known one."""
    bare = text.strip(_QUOTES)
    return _is_known(bare, habits) or is_domain(bare) or _has_form_of_name(bare, habits)


def is_caption_of_masthead(text: str, habits: Habits) -> bool:
    """Whether a line below the name of an outlet belongs to it: a rubric, a slogan in small letters."""
    slogan = (text[0].islower() or any(map(str.isdigit, text))) and _is_slogan(text, habits)
    return not ends_sentence(text) and (habits.is_rubric(text) or slogan)


def find_rubrics(lines: Sequence[Line], reasons: Reasons, first: int, language: str, habits: Habits) -> list[int]:
    """The lines above a headline that hold rubrics and nothing else ("Sahel – Défense")."""
    kept = [number for number, reason in enumerate(reasons) if reason is None and number < first]
    for place, number in enumerate(kept[:_HEAD_LINES]):
        text = lines[number].text
        below = any(_is_headline(lines[other].text, language) for other in kept[place + 1 :])
        parts = SEGMENTS.split(text)
        if (len(parts) >= 2 or text.isupper()) and below and all(habits.is_rubric(part) for part in parts):
            return [number]
    return []


def find_issuer(lines: Sequence[Line], reasons: Reasons, habits: Habits) -> Masthead | None:
    """The body that issues a communiqué or a speech: named above the line that says what it is. The line stays."""
    kept = [number for number, reason in enumerate(reasons) if reason is None][:_ISSUER_LINES]
    issuer: Masthead | None = None
    for number in kept:
        text = lines[number].text
        key = lines[number].key
        if issuer and any(f"{key} ".startswith(f"{kind} ") for kind in habits.text_kinds):
            return issuer
        part = issuer and any(f"{key} ".startswith(f"{head} ") for head in habits.issuer_parts)
        if part or names_issuer(text, habits):
            issuer = Masthead(number, issuer.name if issuer and part else text.strip(_QUOTES))
    return None


def names_issuer(text: str, habits: Habits) -> bool:
    """Whether words are the name of a public body and nothing else ("Ministère des Affaires étrangères")."""
    words = key_of(text).split()
    if (
        not 1 < len(words) <= _ISSUER_WORDS
        or not text[0].isupper()
        or ends_sentence(text)
        or re.search(r"[:?!«,;]", text)
    ):
        return False
    return any(" ".join(words[:length]) in habits.issuer_heads for length in (1, 2, 3))


def _is_headline(text: str, language: str) -> bool:
    stamp = find_stamp(text, language)
    return len(text.split()) >= _HEADLINE_WORDS and (stamp is None or len(stamp.rest.split()) >= _HEADLINE_WORDS)


def _find_name(text: str, number: int, lines: Sequence[Line], reasons: Reasons, habits: Habits) -> str | None:
    """The name that a line of the head consists of, beside rubrics and a slogan."""
    parts = [part.strip() for piece in SEGMENTS.split(text) for part in _STEPS.split(piece) if key_of(part)]
    for name in parts:
        bare = name.strip(_QUOTES)
        others = [part for part in parts if part is not name]
        told = [part for part in others if habits.is_rubric(part) or habits.find_rules(part, key_of(part))]
        if len(told) < len(others) and not all(part in told or _is_slogan(part, habits) for part in others):
            continue
        if len(bare) > _LONGEST_NAME or habits.is_rubric(bare) or habits.find_rules(bare, key_of(bare)):
            continue
        if names_issuer(bare, habits):
            continue
        if _is_known(bare, habits) or _has_form_of_name(bare, habits) or is_domain(bare):
            return bare
        if _may_be_name(bare, habits) and (
            (told and _has_press_word(bare, habits))
            or (not others and _is_set_off(bare, number, lines, reasons, habits))
            or _is_said_again(bare, number, lines, reasons, habits)
        ):
            return bare
    return None


def _is_titled_name(name: str, habits: Habits) -> bool:
    """Whether a name is written as titles are: a capital article and head noun ("La Gazette du Fouta")."""
    tokens = _tokens(name)
    article = len(tokens) > 2 and key_of(tokens[0]) in _ARTICLES and not name.isupper()
    return article and key_of(tokens[1].split("-")[0]) in habits.outlet_heads and _has_form_of_name(name, habits)


def _is_set_off(name: str, number: int, lines: Sequence[Line], reasons: Reasons, habits: Habits) -> bool:
    """Whether the line below sets a short name off from the headline: a slogan in small letters, a menu, an edition."""
    if number + 2 >= len(lines) or len(name.split()) > _SET_OFF_WORDS or number > 1:
        return False
    below = lines[number + 1].text
    if (below[0].islower() or any(map(str.isdigit, name))) and _is_slogan(below, habits):
        return True
    article = key_of(_tokens(name)[0]) in _ARTICLES and key_of(name.split(maxsplit=1)[-1]) not in habits.no_people
    press = _has_press_word(name, habits)
    menu = reasons[number + 1] in {"navigation", "share", "subscription"}
    edition = any(f"{lines[number + 1].key} ".startswith(f"{label} ") for label in habits.edition_labels)
    return (menu and press) or (edition and (article or press))


def _is_known(name: str, habits: Habits) -> bool:
    key = key_of(name)
    return key in habits.outlets or (key in habits.agencies and len(key.split()) > 1)


def _is_slogan(text: str, habits: Habits) -> bool:
    """Whether a piece of a line praises or places an outlet ("la voix du fleuve", "l'antenne française des Andes")."""
    words = key_of(text).split()
    return 1 < len(words) <= 9 and bool(set(words[:3]) & habits.slogan_words)


def _has_form_of_name(name: str, habits: Habits) -> bool:
    """Whether the form alone shows a name: the head noun of outlets, or one of titles behind a capital article."""
    tokens = _tokens(name)
    article = bool(tokens) and key_of(tokens[0]) in _ARTICLES
    rest = tokens[1:] if article else tokens
    full = [token for token in rest if key_of(token) not in habits.function_words]
    if not rest or len(full) > _NAME_WORDS or not rest[0][0].isupper():
        return False
    head = key_of(rest[0].split("-")[0])
    titled = article and not name.isupper()
    if head not in habits.outlet_heads and not (titled and head in habits.title_heads and len(rest) > 1):
        return False
    if len(rest) == 1 or any(f"{key_of(name)} ".startswith(f"{words} ") for words in habits.no_outlets):
        return titled and len(rest) == 1
    return _is_tail_of_name(rest[1:], habits, None if titled else habits.name_subjects)


def _is_tail_of_name(tokens: Sequence[str], habits: Habits, subjects: frozenset[str] | None = None) -> bool:
    """Whether what follows the head noun belongs to a name: capitals, particles, one small word behind a particle.

    `subjects`: the only small words that may stand there; without a capital article others tell of an event.
    """
    small = 0
    open_to_small = False
    for token in tokens:
        key = key_of(token)
        if token.isupper() and key in habits.function_words - habits.name_particles - {"en", "et", "l"}:
            return False  # capitals alone do not make "LE JOURNAL SOUS LES BOMBES" a name
        if key in habits.name_particles or key in {"en", "et", "l"}:
            open_to_small = True
            continue
        if token[0].isupper() or token[0].isdigit() or key in habits.name_adjectives:
            open_to_small = open_to_small and key in habits.name_adjectives
            continue
        if not open_to_small or (subjects is not None and key not in subjects):
            return False
        small += 1
        open_to_small = False
    return small <= _SMALL_WORDS and key_of(tokens[-1]) not in habits.name_particles


def _may_be_name(name: str, habits: Habits) -> bool:
    """Whether words may be the name of an outlet at all: capitals and particles, neither a place nor a kind of text."""
    tokens = _tokens(name)
    key = key_of(name)
    if not 0 < len(tokens) <= _NAME_WORDS or key in habits.no_people or _NO_NAME.search(name):
        return False
    if any(f"{key} ".startswith(f"{kind} ") for kind in habits.text_kinds):
        return False
    first = tokens[1:] if key_of(tokens[0]) in _ARTICLES else tokens
    return bool(first) and first[0][0].isupper() and (len(first) == 1 or _is_tail_of_name(first[1:], habits))


def _has_press_word(name: str, habits: Habits) -> bool:
    words = habits.outlet_heads | habits.title_heads | habits.outlet_words
    return any(part in words for part in key_of(name).split())


def _is_said_again(name: str, number: int, lines: Sequence[Line], reasons: Reasons, habits: Habits) -> bool:
    """Whether the page says a name again where only an outlet stands: rights, menu, part in an interview."""
    key = key_of(name)
    for other, line in enumerate(lines):
        if other == number:
            continue
        if reasons[other] in {"newsletter", "subscription"} and f" {key} " in f" {line.key} ":
            return True
        if reasons[other] in {"copyright", "photo-credit"}:
            owner = _OWNED.split(line.text, maxsplit=1)
            if len(owner) == 2 and f" {key} " in f" {key_of(owner[1])} ":
                return True
        label = line.text[: len(name) + 2]
        asks = label.casefold().startswith(name.casefold()) and label.rstrip().endswith(":")
        if asks and not is_name(name, habits):
            return True
    near = {reasons[other] for other in (number - 1, number + 1) if 0 <= other < len(lines)}
    return _has_press_word(name, habits) and bool(near & {"navigation", "share", "subscription", "newsletter"})


def _tokens(name: str) -> list[str]:
    return _TOKEN.findall(_ELIDED.sub(r"\1’ ", name).replace("d’", "d’ ").replace("d'", "d’ ").replace("l’", "l’ "))
