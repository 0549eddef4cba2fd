"""Names of people that no register knows: stretches of capitalised words that can be a name.

A stretch found here is only a candidate. It becomes a mention of a person when the register knows it, when an office,
a rank or a form of address stands beside it, or when the document introduces the same name elsewhere.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dragoman.mentions.lexicon import Hit
from dragoman.mentions.phrases import Phrases
from dragoman.mentions.titles import TitleBook
from dragoman.model.names import fold

_WORD = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]\.-?)+|[^\W\d_]+(?:['’](?=[A-ZÀ-Þ])[^\W\d_]+)?")
_ELISION = re.compile(r"(?:[ldcjstmn]|[LDCJS]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)['’]")
_GAP = re.compile(r"[  ]?|[-‑]\s?")
# A capitalised word right before a place that may be its bearer's given name, and one right behind it.
_GIVEN = re.compile(r"(?<![\w.-])(?P<word>[A-ZÀ-Þ][a-zà-ÿ]+) \Z")
_SURNAME = re.compile(r" [A-ZÀ-Þ][a-zà-ÿ]+")
LONGEST_GIVEN = 20
LONGEST_NAME = 7
# "Bui Thanh Son": inside a name a short word is a part of it, even where it is a common word elsewhere.
SHORT_NAME = 3
LONGEST_CIVILITY = 4


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A stretch of capitalised words.

    `hit` is the register's form for all of it, `inner` one for its last words ("S. Lavrov").
    """

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    hit: Hit | None = None
    inner: Hit | None = None


def find_names(
    text: str, hits: Sequence[Hit], phrases: Phrases, titles: TitleBook, given_names: Collection[str]
) -> dict[int, NameSpan]:
    """Name candidates by their start.

    Words of hits that are no people never belong to a name, but for places beside a given name ("Hama Bocoum").
    """
    # "roi Abdallah II" is listed so, but the title is an office of its own.
    people = {hit.start: hit for hit in hits if _names_person(hit) and not phrases.at(hit.start, "head")}
    titled = {hit.start for hit in hits if hit.of_use("person") and hit.start not in people}
    led, addressed = _behind(phrases, "head", "civility", "rank"), _behind(phrases, "civility", "rank")
    others = [
        hit
        for hit in hits
        if hit.start not in people and hit.start not in titled and not _is_part(hit, text, given_names, led)
    ]
    blocked = {at for hit in others for at in range(hit.start, hit.end)}
    # "Son Excellence Docteur X": a long form of address has capitals of its own.
    for start in phrases.starts("civility"):
        address = phrases.at(start, "civility")
        if address is not None and " " in text[start : address[0]]:
            blocked |= set(range(start, address[0]))
    words = list(_iter_words(text, blocked))
    names: dict[int, NameSpan] = {}
    index = 0
    while index < len(words):
        last = _name_from(index, words, text, phrases, titles, people, addressed)
        if last is None:
            index += 1
            continue
        start, end = words[index][0], words[last][1]
        inside = [hit for at, hit in people.items() if start <= at < end]
        whole = next((hit for hit in inside if (hit.start, hit.end) == (start, end)), None)
        parts = tuple(word for _, _, word in words[index : last + 1])
        inner = next((hit for hit in inside if hit.end == end and hit is not whole), None)
        names[start] = NameSpan(start, end, text[start:end], parts, whole, inner)
        index = last + 1
    for hit in people.values():
        if not any(name.start <= hit.start < name.end for name in names.values()):
            names[hit.start] = NameSpan(hit.start, hit.end, hit.text, tuple(hit.text.split()), hit)
    return names


def _behind(phrases: Phrases, *groups: str) -> set[int]:
    """Where the words right behind the phrases of some groups start."""
    return {found[0] + 1 for group in groups for at in phrases.starts(group) if (found := phrases.at(at, group))}


def _names_person(hit: Hit) -> bool:
    """Whether the words are a form of a person; "Le maire" is no surname."""
    if hit.of_use("person"):
        return True
    # "al-Sissi", "Ching-te": the capital may stand on either side of the hyphen.
    return bool(hit.of_use("surname")) and any(part[:1].isupper() for part in hit.text.split()[-1].split("-"))


def _is_part(hit: Hit, text: str, given_names: Collection[str], led: Collection[int]) -> bool:
    """Whether a place is a part of a name here.

    It is one as a given name before a capital letter, right behind an office before one ("le ministre Tete X", `led`:
    where such words start), or behind a given name.
    """
    if not hit.forms or any(form.use not in ("place", "capital") and not form.shared for form in hit.forms):
        return False
    if not hit.text.isalpha() or not hit.text[0].isupper():
        return False
    before = _GIVEN.search(text, max(0, hit.start - LONGEST_GIVEN), hit.start)
    if before is not None and fold(before["word"]) in given_names:
        return True
    return (fold(hit.text) in given_names or hit.start in led) and _SURNAME.match(text, hit.end) is not None


def _iter_words(text: str, blocked: set[int]) -> list[tuple[int, int, str]]:
    found = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        elision = _ELISION.match(text, start)
        if elision and elision.end() < end:
            start = elision.end()
        if start not in blocked:
            found.append((start, end, text[start:end]))
    return found


def _name_from(
    index: int,
    words: Sequence[tuple[int, int, str]],
    text: str,
    phrases: Phrases,
    titles: TitleBook,
    people: Mapping[int, Hit],
    addressed: Collection[int],
) -> int | None:
    """Index of the last word of the name that starts here; None when none does.

    `addressed`: where words start right behind a form of address or a rank.
    """
    start, end, word = words[index]
    # "M. el-Murtaza": a particle in lower case that a hyphen ties to the name.
    tied = start in addressed and text[end : end + 1] == "-" and fold(word) in titles.particles
    # "M. de Azevedo"
    follows = words[index + 1][2] if index + 1 < len(words) and text[end : end + 1] == " " else ""
    address = text[max(0, start - LONGEST_CIVILITY - 1) : start].split()
    formal = start in addressed and bool(address) and address[-1][:1].isupper() and len(address[-1]) < LONGEST_CIVILITY
    tied = tied or (formal and follows[:1].isupper() and fold(word) in titles.particles)
    if not tied and not _begins_name(start, word, phrases, titles):
        return None
    last = index
    ahead = index + 1
    known = people.get(start)
    while ahead < len(words) and ahead - index < LONGEST_NAME:
        start, _, word = words[ahead]
        if not _GAP.fullmatch(text[words[ahead - 1][1] : start]):
            break
        if _continues_name(start, word, phrases, titles):
            last = ahead
        elif (known and words[last][1] == known.end) or (
            fold(word) not in titles.particles and text[words[ahead - 1][1] : start] != "-"
        ):
            break
        ahead += 1
    # "Kim Jong-un": a small last part after a hyphen belongs to the name.
    while (
        last + 1 < len(words)
        and text[words[last][1] : words[last + 1][0]] in ("-", "‑")
        and len(words[last + 1][2]) > 1
    ):
        last += 1
    return last


def _begins_name(start: int, word: str, phrases: Phrases, titles: TitleBook) -> bool:
    if not word[0].isupper() or fold(word) in titles.not_people:
        return False
    head = phrases.at(start, "head")
    if head is not None and head[1].position != "organisation head":
        # "Tete Antonio" is no head of anything.
        return False
    return not any(phrases.at(start, group) for group in ("civility", "rank", "former", "state_body", "counterpart"))


def _continues_name(start: int, word: str, phrases: Phrases, titles: TitleBook) -> bool:
    if not word[0].isupper():
        return False
    if fold(word) in titles.not_people and fold(word) not in titles.particles and len(word) > SHORT_NAME:
        return False
    # "Hassan Cheikh Mohamoud": longer forms of address are parts of names too.
    addressed = phrases.at(start, "civility") is not None and len(word) <= LONGEST_CIVILITY
    return not addressed and phrases.at(start, "head") is None
