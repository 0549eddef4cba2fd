"""Lines around the report that hold dates, bylines and credits and nothing else: cut, and read for what they say."""

import re
from itertools import pairwise

from dragoman.documents.credits import (
    Credit,
    find_agencies,
    find_outlet,
    is_name,
    read_byline,
    read_source_line,
)
from dragoman.documents.cutting import SEGMENTS
from dragoman.documents.dating import Clue, Kind, clue_of
from dragoman.documents.habits import Habits, key_of
from dragoman.documents.layout import ends_sentence
from dragoman.documents.mastheads import names_issuer, names_outlet
from dragoman.documents.page import LONGEST_STAMP, Page
from dragoman.documents.stamps import Role, Stamp, find_stamp

_RUNNING_TIME = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
_REGION = re.compile(r"\s?\([^()]{2,30}\)")
_AUTHORS = re.compile(r"\s?,\s|\s(?:et|and|&)\s")
_LONGEST_REST = 40
_LONGEST_AUTHORS = 120


def read_stamps(page: Page) -> None:
    """Cut lines of dates, bylines and credits around the report, and keep what they say."""
    head, tail = page.edges()
    dated_heads = _chronology(page)
    for numbers, late in ((head, False), (tail, True)):
        for number in numbers:
            text = page.lines[number].text
            if number not in dated_heads and len(text) <= LONGEST_STAMP:
                _read_edge_line(page, number, text, late=late)
    _cut_playlist(page, tail)
    title = next(iter(page.kept()), None)
    for number in head:
        beside = {page.reasons[near] for near in (number - 1, number + 1) if 0 <= near < len(page.lines)}
        text = page.lines[number].text
        if page.reasons[number] is None and number != title and "stamp" in beside and is_name(text, page.habits):
            page.reasons[number] = "byline"
            page.bylines.append(text)
    _read_authors(page, head, title)


def _read_authors(page: Page, head: list[int], title: int | None) -> None:
    """Cut a line of the head that holds names of people whom the report does not speak of."""
    for number in head:
        text = page.lines[number].text
        names = [part.strip() for part in _AUTHORS.split(text)]
        if page.reasons[number] is not None or number == title or len(names) < 2:
            continue
        if key_of(names[1]).split(" ", 1)[0] in page.habits.professions:  # "Prénom Nom, chercheuse à Accra"
            names = names[:1]
        if all(is_name(name, page.habits) for name in names) and len(text) <= _LONGEST_AUTHORS:
            others = [page.lines[other].text for other in page.kept() if other != number]
            if not any(name.split()[-1] in other for name in names for other in others):
                page.reasons[number] = "byline"
                page.bylines.append(text if len(names) > 1 else names[0])


def _cut_playlist(page: Page, tail: list[int]) -> None:
    """Cut a list of other pieces below the report, each under its running time."""
    times = [number for number in tail if _RUNNING_TIME.fullmatch(page.lines[number].text)]
    if len(times) >= 2:
        for number in tail:
            if number > times[0] and not ends_sentence(page.lines[number].text):
                page.reasons[number] = page.reasons[number] or "related"


def _chronology(page: Page) -> set[int]:
    """Bare dates that head the entries of a chronology: two or more different ones, each above a sentence."""
    kept = page.kept()
    heads: dict[int, str] = {}
    for number, following in pairwise(kept):
        text = page.lines[number].text
        if len(text) <= _LONGEST_REST and any(map(str.isdigit, text)) and ends_sentence(page.lines[following].text):
            stamp = find_stamp(text, page.language)
            if stamp and stamp.shapes and not stamp.rest and not stamp.timed and stamp.shapes[0][0] == "plain":
                heads[number] = page.lines[number].key
    return set(heads) if len(set(heads.values())) >= 2 else set()


def _read_edge_line(page: Page, number: int, text: str, *, late: bool) -> None:
    """Cut a line all of whose segments are stamps, credits or furniture; otherwise leave it alone."""
    if page.closes(number):
        return
    read = _read_line(page, text, late=late)
    if not any(credit or is_stamp for _, credit, is_stamp, _ in read):
        return
    stamped = False
    for clues, credit, is_stamp, place in read:
        page.clues += clues
        page.learn(credit)
        page.place = page.place or place
        stamped = stamped or is_stamp
    page.reasons[number] = (
        "stamp" if stamped else "byline" if any(credit.byline for _, credit, *_ in read) else "credit"
    )


Segment = tuple[list[Clue], Credit, bool, str | None]  # clues, credit, whether it is a stamp, place


def _read_line(page: Page, text: str, *, late: bool) -> list[Segment]:
    """What the pieces of a line are; empty where one of them may be report."""
    habits = page.habits
    segments = [part for part in SEGMENTS.split(text) if key_of(part)]
    found = [_read_segment(page, part, late=late) for part in segments]
    read = [segment for segment in found if segment]
    if len(read) == len(found):
        return read
    whole = _read_segment(page, text, late=late)
    if whole:
        return [whole]
    release = _read_release(segments, found, habits)
    if release or not any(clues for clues, *_ in read):
        return release
    stray = [part for part, segment in zip(segments, found, strict=True) if not segment]
    if all(names_outlet(part, habits) for part in stray):  # "12 mars 2024 | Le Courrier des Andes"
        return [*read, *(([], Credit(outlet=part.strip()), False, None) for part in stray)]
    # "15 janvier 2003 - 23h49 - Maroc"
    return read if len(read) >= 2 and len(stray) == 1 and len(stray[0].split()) <= 2 else []


def _read_segment(page: Page, text: str, *, late: bool) -> Segment | None:
    """What a piece of a line is, or None where it may be report."""
    habits = page.habits
    stamp = find_stamp(text, page.language)
    if stamp:
        read = _read_stamp(stamp, habits, late=late)
        if read:
            return read
    if key_of(text) in habits.editors:
        return [], Credit(byline=text), False, None
    rubric, stop, rest = text.partition(". ")  # "Tribune. Par Prénom Nom"
    named = read_byline(rest, habits) if stop and habits.is_rubric(rubric) else Credit()
    credit = named or read_byline(text, habits) or read_source_line(text, habits)
    if credit:
        dated = stamp is not None and bool(credit.url)  # "Source http://…, le 14 juin 2006"
        clues = [clue_of("late-stamp", shape, words) for _, shape, words in stamp.shapes] if stamp and dated else []
        return clues, credit, False, None
    if habits.is_rubric(text) or habits.find_rules(text, key_of(text)):
        return [], Credit(), False, None
    return None


def _read_release(segments: list[str], found: list[Segment | None], habits: Habits) -> list[Segment]:
    """A date, a place and the body that issues a communiqué, each between dashes; empty where it is not that."""
    dated = [segment for segment in found if segment and segment[0] and segment[2]]
    stray = [part for part, segment in zip(segments, found, strict=True) if not segment]
    if len(dated) != 1 or len(segments) > 3 or not 1 <= len(stray) <= 2:
        return []
    at = _REGION.sub("", stray[0]).split(",")[0].strip()
    place = at if key_of(at) in habits.places else None
    bodies = stray[1:] if place else stray
    if not all(names_issuer(body, habits) for body in bodies):
        return []
    rest: list[Segment] = [([], Credit(outlet=body), False, None) for body in bodies]
    clues, credit, _, found_place = dated[0]
    return [(clues, credit, True, place or found_place), *rest]


def _read_stamp(stamp: Stamp, habits: Habits, *, late: bool) -> Segment | None:
    plain: Kind = "late-stamp" if late else "bare-stamp"
    kinds: dict[Role, Kind] = {"published": "stamp", "updated": "updated", "plain": plain}
    labelled = any(role != "plain" for role, _, _ in stamp.shapes)
    clues = [clue_of(kinds[role], shape, words) for role, shape, words in stamp.shapes]
    rest = stamp.rest.strip(" ,;.:-–—|/()")
    if not rest:
        return clues, Credit(), True, None
    agencies = find_agencies(rest, habits)
    if agencies:
        return clues, Credit(agencies=agencies), True, None
    if is_name(rest, habits):
        return clues, Credit(byline=rest), True, None
    if key_of(rest) in habits.outlets:
        return clues, Credit(outlet=habits.outlets[key_of(rest)].name), True, None
    if key_of(rest) in habits.places or (stamp.rest.endswith(",") and len(rest.split()) == 1 and rest[0].isupper()):
        return [clue_of("header", shape, words) for _, shape, words in stamp.shapes], Credit(), True, rest
    bracketed = stamp.rest.startswith("[") and stamp.rest.endswith("]")
    outlet = find_outlet(rest.strip("[]"), habits) if bracketed else None
    if stamp.shapes and outlet:
        return clues, Credit(outlet=outlet), True, None
    words = len(rest.split())
    if stamp.shapes and len(rest) <= _LONGEST_REST and ((stamp.timed and words <= 3) or (labelled and words <= 4)):
        return clues, Credit(outlet=find_outlet(rest, habits)), True, None
    return None
