"""The head of a page: masthead, place and date in titles, datelines."""

import re

from dragoman.documents.credits import Credit, find_trailing_agencies, find_trailing_source, is_name, read_source_line
from dragoman.documents.cutting import find_regions
from dragoman.documents.datelines import find_dateline, find_header
from dragoman.documents.dating import clue_of
from dragoman.documents.habits import key_of
from dragoman.documents.layout import Line, ends_sentence
from dragoman.documents.mastheads import find_masthead, find_rubrics, is_caption_of_masthead
from dragoman.documents.page import LONGEST_STAMP, Page
from dragoman.documents.stamps import find_labelled, iter_shapes

_TITLE_TAIL = re.compile(r"\s[–—|-]\s([^–—|]{2,40})\Z")
_SIGNED_DATE = re.compile(r"\s(\d{1,2}\.\d{1,2}\.\d{4}), ([^\W\d_][\w ]{1,24})\Z")
_DATELINE_LINES = 4


def read_masthead(page: Page) -> None:
    """Cut the name of the outlet above or below the headline with its slogans, and rubrics above the headline."""
    first, _ = find_regions(page.lines, page.reasons)
    found = find_masthead(page.lines, page.reasons, first, page.language, page.habits)
    if found:
        page.reasons[found.number] = "masthead"
        agency = page.habits.find_agency(found.name)
        page.agencies += [agency] if agency else []
        page.outlets += [] if agency else [found.name]
        for number in range(found.number + 1, first):
            if page.reasons[number] is None and not is_caption_of_masthead(page.lines[number].text, page.habits):
                break
            page.reasons[number] = page.reasons[number] or "masthead"
    for number in find_rubrics(page.lines, page.reasons, first, page.language, page.habits):
        page.reasons[number] = "navigation"


def read_headers(page: Page) -> None:
    """Read place and date at the end of titles and closing lines, the outlet behind a title, and labelled dates."""
    head, tail = page.edges()
    kept = page.kept()
    for number in dict.fromkeys([*head[:3], *kept[:1], *tail[-3:]]):
        text = page.lines[number].text
        header = find_header(text, page.language, page.habits)
        if page.closes(number) and not header:  # "Fait à Alger, le 12 ramadan 1445 correspondant au 22 mars 2024"
            dated = [shape for shape in iter_shapes(text, page.language) if shape.date() and shape.day]
            page.clues += [clue_of("header", shape, text[shape.start : shape.end]) for shape in dated[-1:]]
        below = number in tail and number not in head
        closing = page.closes(number) or (number == next(iter(kept), None) and _is_speech_title(page, number))
        if header and header.shape and (closing or not (below or (number not in head and ends_sentence(text)))):
            page.clues.append(clue_of("header", header.shape, text[header.shape.start : header.shape.end]))
            page.place = page.place or header.place
            page.agencies += header.agencies
    if kept and _is_speech_title(page, kept[0]):
        for number in kept[1:2]:  # "Sommet des chefs d'État, 11 juillet 2023", below the kind of text
            text = page.lines[number].text
            dated = [] if number not in head or ends_sentence(text) else list(iter_shapes(text, page.language))
            if len(dated) == 1 and dated[0].end == len(text) and dated[0].day and text[: dated[0].start].endswith(", "):
                page.clues.append(clue_of("header", dated[0], text[dated[0].start :]))
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


def _is_speech_title(page: Page, number: int) -> bool:
    """Whether a line says what the text is ("Déclaration de M. X, Paris le 13 juin 2006."), whatever it ends with."""
    return any(f"{page.lines[number].key} ".startswith(f"{kind} ") for kind in page.habits.text_kinds)


def read_datelines(page: Page) -> None:
    """Read the first dateline, cut it where it is a line of its own, and read the agency that signs the last lines."""
    kept = page.kept()
    for number in kept[:_DATELINE_LINES]:
        text = page.lines[number].text
        found = find_dateline(text, page.language, page.habits)
        headline = len(text) <= LONGEST_STAMP and not ends_sentence(text) and ". " not in text
        if found is None or (headline and not found.agencies and not found.shape and not found.house):
            continue
        page.agencies += found.agencies
        page.place = page.place or found.place
        page.wire = found.house
        if found.shape:
            page.clues.append(clue_of("dateline", found.shape, text[found.shape.start : found.shape.end]))
        rest = text[found.end :].strip(" /-–—")
        author = found.agencies and is_name(rest, page.habits)  # "AA / Ankara / Prénom Nom"
        page.bylines += [rest] if author else []
        if (author or not key_of(rest)) and len(kept) > 1:
            page.reasons[number] = "stamp"
        break
    for number in page.kept()[-2:]:
        line = page.lines[number]
        page.agencies += find_trailing_agencies(line.text, page.habits)
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
