"""What each line of a page is: report, or something that is cut, and what the cut lines prove."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from dragoman.documents.credits import (
    Credit,
    find_agencies,
    find_outlet,
    find_trailing_agency,
    find_trailing_source,
    is_initials,
    is_name,
    read_byline,
    read_source_line,
)
from dragoman.documents.cutting import Reasons, cut_furniture, find_regions
from dragoman.documents.datelines import find_dateline, find_header
from dragoman.documents.dating import Clue, Kind, clue_of, iter_told
from dragoman.documents.habits import Habits, key_of
from dragoman.documents.layout import Line, ends_sentence
from dragoman.documents.stamps import Role, Stamp, find_labelled, find_prefix, find_stamp, iter_shapes
from dragoman.model.dates import Date

_SEGMENTS = re.compile(r"\s?[|•·‣]\s?|\s[–—-]\s")
_RUNNING_TIME = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
_FRAGMENTS = re.compile(r"[.!]\s")
_TITLE_TAIL = re.compile(r"\s[–—|-]\s([^–—|]{2,40})\Z")
_SIGNED_DATE = re.compile(r"\s(\d{1,2}\.\d{1,2}\.\d{4}), ([^\W\d_][\w ]{1,24})\Z")
_LONGEST_STAMP = 220
_LONGEST_REST = 40
_REGION_LINES = 20
_DATELINE_LINES = 4
_SIGNATURE_LINES = 4


@dataclass(slots=True)
class Page:
    """The lines of a page with the reason why each is cut (None: it stays), and what was learnt on the way."""

    lines: list[Line]
    reasons: Reasons
    language: str
    habits: Habits
    clues: list[Clue] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    place: str | None = None

    def kept(self) -> list[int]:
        """The numbers of the lines that stay."""
        return [number for number, reason in enumerate(self.reasons) if reason is None]

    def learn(self, credit: Credit) -> None:
        """Take over what a line credits."""
        self.agencies += credit.agencies
        self.bylines += [credit.byline] if credit.byline else []
        self.outlets += [credit.outlet] if credit.outlet else []
        self.urls += [credit.url] if credit.url else []


def read_page(lines: list[Line], language: str, habits: Habits) -> Page:
    """Read the lines of a page in a language: what is cut and why, and the clues, credits and place that it holds."""
    prefix = find_prefix(lines[0].text) if lines else None
    page = Page(lines, [None] * len(lines), language, habits)
    if prefix:
        mark, text = lines[0].text[:prefix], lines[0].text[prefix:]
        page.lines = [Line(mark.strip(), False), *([Line(text, False)] if text else []), *lines[1:]]
        page.reasons = ["stamp", *([None] * (len(page.lines) - 1))]
        page.clues.append(Clue("prefix", mark.strip(), Date.parse(mark.split()[1])))
    cut_furniture(page.lines, page.reasons, language, habits)
    _read_profile(page)
    _read_stamps(page)
    _read_signatures(page)
    _read_headers(page)
    _read_datelines(page)
    _read_sources(page)
    page.clues += iter_told((page.lines[number].text for number in page.kept()), language, habits)
    return page


def _edges(page: Page) -> tuple[list[int], list[int]]:
    """The kept lines before the first and after the last sentence of the report, bounded in number."""
    first, last = find_regions(page.lines, page.reasons)
    kept = page.kept()
    head = [number for number in kept if number < first][:_REGION_LINES]
    tail = [number for number in kept if number > last][-_REGION_LINES:]
    return head, tail


def _read_stamps(page: Page) -> None:
    """Cut lines of dates, bylines and credits around the report, and keep what they say."""
    head, tail = _edges(page)
    dated_heads = _chronology(page)
    for numbers, late in ((head, False), (tail, True)):
        for number in numbers:
            text = page.lines[number].text
            if number not in dated_heads and len(text) <= _LONGEST_STAMP:
                _read_edge_line(page, number, text, late=late)
    _cut_playlist(page, tail)
    title = next(iter(page.kept()), None)
    for number in head:
        beside = {page.reasons[near] for near in (number - 1, number + 1) if 0 <= near < len(page.lines)}
        text = page.lines[number].text
        if page.reasons[number] is None and number != title and "stamp" in beside and is_name(text, page.habits):
            page.reasons[number] = "byline"
            page.bylines.append(text)


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
    if _is_done_at(page, number):
        return
    segments = [part for part in _SEGMENTS.split(text) if key_of(part)]
    found = [_read_segment(page, part, late=late) for part in segments]
    if not all(found):
        whole = _read_segment(page, text, late=late)
        read = [segment for segment in found if segment]
        stray = [part for part, segment in zip(segments, found, strict=True) if not segment]
        if whole:
            found = [whole]
        elif len(read) >= 2 and len(stray) == 1 and len(stray[0].split()) <= 2 and any(clues for clues, *_ in read):
            found = [*read]  # "15 janvier 2003 - 23h49 - Maroc"
    read = [segment for segment in found if segment]
    if len(read) < len(found) or not any(credit or is_stamp for _, credit, is_stamp, _ in read):
        return
    stamped = False
    for clues, credit, is_stamp, place in read:
        page.clues += clues
        page.learn(credit)
        page.place = page.place or place
        stamped = stamped or is_stamp
    page.reasons[number] = "stamp" if stamped else "byline" if page.bylines else "credit"


Segment = tuple[list[Clue], Credit, bool, str | None]  # clues, credit, whether it is a stamp, place


def _is_done_at(page: Page, number: int) -> bool:
    """Whether a line closes a signed text ("Fait à Lomé, le 16 mars 2021"), and so belongs to it."""
    return any(f"{page.lines[number].key} ".startswith(f"{phrase} ") for phrase in page.habits.done_at)


def _read_segment(page: Page, text: str, *, late: bool) -> Segment | None:
    """What a piece of a line is, or None where it may be report."""
    habits = page.habits
    stamp = find_stamp(text, page.language)
    if stamp:
        read = _read_stamp(stamp, habits, late=late)
        if read:
            return read
    credit = read_byline(text, habits) or read_source_line(text, habits)
    if credit:
        return [], credit, False, None
    rules = habits.find_rules(text, key_of(text))
    if rules:
        return [], Credit(), False, None
    return None


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


def _read_signatures(page: Page) -> None:
    """Cut names and initials that sign below the report."""
    _, tail = _edges(page)
    last = next(iter(reversed(page.kept())), None)
    if last is None or last not in tail:
        return
    text = page.lines[last].text
    author = re.split(r"\s?[,(/]", text, maxsplit=1)[0]
    if is_initials(text) or is_name(author, page.habits):
        subject = any(author.split()[-1] in page.lines[number].text for number in page.kept() if number != last)
        page.reasons[last] = "tags" if subject else "byline"  # who is written about does not sign
        page.bylines += [] if subject else [author]


def _read_profile(page: Page) -> None:
    """Cut the profile of the author below the report, and the name above it."""
    for number in reversed(page.kept()[-_SIGNATURE_LINES:]):
        if not _is_profile(page.lines[number].text, page.habits):
            continue
        page.reasons[number] = "author-bio"
        if number and page.reasons[number - 1] is None and is_name(page.lines[number - 1].text, page.habits):
            page.reasons[number - 1] = "author-bio"
            page.bylines.append(page.lines[number - 1].text)
        return


def _is_profile(text: str, habits: Habits) -> bool:
    """Whether a line is a row of self-descriptions without a verb ("Amateur de café. Fier penseur.")."""
    fragments = [part for part in _FRAGMENTS.split(text.strip(' "«»“”.!') + ". ") if key_of(part)]
    if len(fragments) < 3 or len(text) > 400 or any(len(part.split()) > 7 for part in fragments):
        return False
    fitting = sum(1 for part in fragments if set(key_of(part).split()[:2]) & habits.bio_words)
    return 2 * fitting >= len(fragments)


def _read_headers(page: Page) -> None:
    """Read place and date at the end of titles and closing lines, the outlet behind a title, and labelled dates."""
    head, tail = _edges(page)
    kept = page.kept()
    for number in dict.fromkeys([*head[:3], *kept[:1], *tail[-3:]]):
        text = page.lines[number].text
        header = find_header(text, page.language, page.habits)
        below = number in tail and number not in head
        closing = _is_done_at(page, number)
        if header and header.shape and (closing or not (below or (number not in head and ends_sentence(text)))):
            page.clues.append(clue_of("header", header.shape, text[header.shape.start : header.shape.end]))
            page.place = page.place or header.place
    for number in kept[:2]:
        tail_name = _TITLE_TAIL.search(page.lines[number].text) if len(page.lines[number].text) <= 250 else None
        known = page.habits.outlets.get(key_of(tail_name[1])) if tail_name else None
        if known:
            page.outlets.append(known.name)
        signed = _SIGNED_DATE.search(page.lines[number].text[-60:])
        agency = page.habits.find_agency(signed[2]) if signed else None
        if signed and agency:
            page.agencies.append(agency)
            page.clues += [clue_of("bare-stamp", shape, signed[1]) for shape in iter_shapes(signed[1], page.language)]
        for role, shape, words in find_labelled(page.lines[number].text[:600], page.language):
            page.clues.append(clue_of("updated" if role == "updated" else "stamp", shape, words))


def _read_datelines(page: Page) -> None:
    """Read the first dateline, cut it where it is a line of its own, and read the agency that signs the last lines."""
    kept = page.kept()
    for number in kept[:_DATELINE_LINES]:
        text = page.lines[number].text
        found = find_dateline(text, page.language, page.habits)
        headline = len(text) <= _LONGEST_STAMP and not ends_sentence(text) and ". " not in text
        if found is None or (headline and not found.agencies and not found.shape):
            continue
        page.agencies += found.agencies
        page.place = page.place or found.place
        if found.shape:
            page.clues.append(clue_of("dateline", found.shape, text[found.shape.start : found.shape.end]))
        if not key_of(text[found.end :]) and len(kept) > 1:
            page.reasons[number] = "stamp"
        break
    for number in page.kept()[-2:]:
        line = page.lines[number]
        agency = find_trailing_agency(line.text, page.habits)
        page.agencies += [agency] if agency else []
        at = find_trailing_source(line.text, page.habits)
        credit = read_source_line(line.text[at:], page.habits) if at else Credit()
        if credit:
            page.learn(credit)
            page.lines[number : number + 1] = [
                Line(line.text[:at].rstrip(" (["), line.gap),
                Line(line.text[at:], False),
            ]
            page.reasons.insert(number + 1, "credit")
            break


def _read_sources(page: Page) -> None:
    """Read the page's address from a line that is one, and its owner from copyright lines below the report.

    Above the report a copyright line credits a picture.
    """
    page.urls += [
        line.text for line in page.lines[:5] if line.text.startswith(("http://", "https://")) and " " not in line.text
    ]
    _, last = find_regions(page.lines, page.reasons)
    for number in range(last + 1, len(page.lines)):
        if page.reasons[number] == "copyright" and len(page.lines[number].text) <= _LONGEST_STAMP:
            page.learn(read_source_line(page.lines[number].text, page.habits))
