"""From one source to a Document, or to the reason why there is none."""

import hashlib
import re
from collections.abc import Collection
from typing import cast

from dragoman.documents.credits import find_outlet_of_url
from dragoman.documents.cutting import cut_furniture
from dragoman.documents.datelines import find_header
from dragoman.documents.dating import Clue, find_url_clue, iter_told, settle
from dragoman.documents.decoding import decode
from dragoman.documents.edges import read_stamps
from dragoman.documents.feet import (
    read_biography,
    read_foot,
    read_last_stamp,
    read_profile,
    read_signatures,
    read_sources,
)
from dragoman.documents.habits import Habits, key_of, load_habits
from dragoman.documents.heads import read_datelines, read_headers, read_masthead
from dragoman.documents.language import detect_language
from dragoman.documents.layout import Line, ends_sentence, split_lines, unwrap
from dragoman.documents.mastheads import find_issuer
from dragoman.documents.page import Page
from dragoman.documents.sources import SetAside, SetAsideReason
from dragoman.documents.stamps import find_prefix
from dragoman.errors import ReadError
from dragoman.model.dates import Date
from dragoman.model.document import Cut, Document, Source

_LONGEST_TITLE = 300
_TITLE_LINES = 3
_TITLE_WORDS = 3
_LONGEST_QUESTION = 140


def read_document(source: Source, languages: Collection[str]) -> Document | SetAside:
    """Decode, clean, date and credit one source.

    `languages`: ISO 639-1 codes that are read; a source in another is set aside. Never raises for what is in the
    bytes; raises DataError where the program's own data is malformed.
    """
    try:
        decoded = decode(source.content)
        lines = split_lines(decoded.text)
    except ReadError as error:
        return _aside(source, error.reason, str(error))
    language = detect_language(lines, languages)
    if language not in languages:
        wanted = ", ".join(sorted(languages))
        return _aside(
            source, "language", f"the text is in {language}, read are {wanted}; ask for {language} or leave it out"
        )
    habits = load_habits(language)
    page = read_page(unwrap(lines, habits.function_words), language, habits)
    kept = page.kept()
    if not any(_has_letter(page.lines[number].text) for number in kept):
        return _aside(source, "boilerplate", "nothing but boilerplate; give the page with its report")
    return _compose(source, page, decoded.flags)


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
    read_masthead(page)
    read_profile(page)
    read_foot(page)
    read_stamps(page)
    read_signatures(page)
    read_headers(page)
    read_datelines(page)
    read_sources(page)
    read_last_stamp(page)
    read_biography(page)
    issuer = find_issuer(page.lines, page.reasons, habits)
    if issuer:
        page.title_from = issuer.number + 1
    last_resort = issuer.name if issuer else page.wire
    page.outlets += [last_resort] if last_resort and not page.outlets else []
    page.clues += iter_told((page.lines[number].text for number in page.kept()), language, habits)
    return page


def _compose(source: Source, page: Page, decoding_flags: tuple[str, ...]) -> Document:
    url = source.url or next(iter(page.urls), None)
    published, proof, flags = settle([*_source_clues(source, url), *page.clues])
    outlet, outlet_id = _settle_outlet(source, page, url)
    if any(reason == "language" for reason in page.reasons):
        flags = (*flags, "mixed-language")
    return Document(
        id=hashlib.sha256(source.content).hexdigest(),
        source=source.address,
        text=_join(page),
        language=page.language,
        outlet=outlet,
        outlet_id=outlet_id,
        agencies=tuple(dict.fromkeys(page.habits.settle_agency(agency, page.place) for agency in page.agencies)),
        byline=next(iter(page.bylines), None),
        title=source.title or _find_title(page),
        published=published,
        published_text=proof,
        place=page.place,
        cut=tuple(
            Cut(line.text, reason) for line, reason in zip(page.lines, page.reasons, strict=True) if reason is not None
        ),
        flags=(*decoding_flags, *flags),
    )


def _source_clues(source: Source, url: str | None) -> list[Clue]:
    clues = [Clue("metadata", source.published.edtf, source.published)] if source.published else []
    found = find_url_clue(url) if url else None
    return [*clues, found] if found else clues


def _settle_outlet(source: Source, page: Page, url: str | None) -> tuple[str | None, str | None]:
    """Name and actor id of the outlet: the metadata first, then the page, then the address that it came from."""
    habits: Habits = page.habits
    name = source.outlet or next(iter(page.outlets), None)
    if name:
        known = habits.outlets.get(key_of(name))
        return name, known.id if known else None
    if url:
        name, known = find_outlet_of_url(url, habits)
        return name or None, known.id if known else None
    return None, None


def _join(page: Page) -> str:
    """The report: kept lines, an empty line where the page had one."""
    parts: list[str] = []
    gap = False
    for line, reason in zip(page.lines, page.reasons, strict=True):
        gap = gap or line.gap
        if reason is None:
            parts.append(("\n\n" if gap else "\n") + line.text if parts else line.text)
            gap = False
    return "".join(parts)


def _find_title(page: Page) -> str | None:
    """The headline: the first line of three words or more, if it is no sentence and the report stands below it.

    A short question or exclamation may be one, and so may the name of a speech with its place and date.
    """
    kept = [number for number in page.kept()[:-1] if number >= page.title_from]
    for place, number in enumerate(kept[:_TITLE_LINES]):
        text = page.lines[number].text
        if len(text) > _LONGEST_TITLE or (ends_sentence(text) and not (place == 0 and _is_stopped_title(text, page))):
            return None
        if len(text.split()) >= _TITLE_WORDS:
            return text
    return None


def _is_stopped_title(text: str, page: Page) -> bool:
    """Whether a first line is a headline although it ends as a sentence does."""
    if text.endswith(("?", "!")):
        return len(text) <= _LONGEST_QUESTION and not re.search(r"[.!?:] ", text.replace(" :", ""))
    key = key_of(text)
    named = any(f"{key} ".startswith(f"{kind} ") for kind in page.habits.text_kinds)
    return named and find_header(text, page.language, page.habits) is not None


def _has_letter(text: str) -> bool:
    return any(map(str.isalpha, text))


def _aside(source: Source, reason: str, message: str) -> SetAside:
    return SetAside(source.address, cast(SetAsideReason, reason), f"{source.address}: {message}")
