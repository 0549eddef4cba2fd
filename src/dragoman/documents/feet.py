"""The foot of a page: who signs below the report, the profile of the author, sources, a last date."""

import re

from dragoman.documents.credits import is_initials, is_name, read_byline, read_source_line
from dragoman.documents.cutting import find_regions, is_told
from dragoman.documents.dating import clue_of
from dragoman.documents.habits import Habits, key_of
from dragoman.documents.page import LONGEST_STAMP, Page
from dragoman.documents.stamps import find_stamp
from dragoman.model.names import fold

_FRAGMENTS = re.compile(r"[.!]\s")
_SIGNATURE_LINES = 4
_FOOT_LINES = 6
_LONGEST_LABELLED = 160
_LONGEST_HOUSE = 40
_LONGEST_INITIALS = 4
_LONGEST_BIOGRAPHY = 500
_REACH_OF_PROFESSION = 6


def read_foot(page: Page) -> None:
    """Cut lines at the foot that say by their label who wrote ("Auteur : X, passionné de cartes.")."""
    for number in page.kept()[1:][-_FOOT_LINES:]:
        text = page.lines[number].text
        colon = text.find(":", 0, 30)
        if colon < 0 or key_of(text[:colon]) not in page.habits.byline_labels or len(text) > _LONGEST_LABELLED:
            continue
        if not is_told(text, page.habits):
            credit = read_byline(text.split(",")[0], page.habits)
            if credit:
                page.learn(credit)
                page.reasons[number] = "byline"


def read_signatures(page: Page) -> None:
    """Cut names, initials and the word for the editors that sign below the report."""
    _, tail = page.edges()
    last = next(iter(reversed(page.kept())), None)
    if last is None or last not in tail:
        return
    text = page.lines[last].text
    desk = text.split("/")
    agencies = [agency for part in (desk[0], desk[-1]) if (agency := page.habits.find_agency(part)) and part.isupper()]
    others = [part for part in desk if not (part.isupper() and page.habits.find_agency(part))]
    if agencies and others and all(part.isalpha() and len(part) <= _LONGEST_INITIALS for part in others):
        page.reasons[last] = "byline"
        page.agencies += agencies
        page.bylines.append("/".join(others))
        return
    if is_initials(text) or key_of(text) in page.habits.editors:
        page.reasons[last] = "byline"
        page.bylines.append(text)
        return
    author = re.split(r"\s?[,(/]", text, maxsplit=1)[0]
    if is_name(author, page.habits):
        subject = any(author.split()[-1] in page.lines[number].text for number in page.kept() if number != last)
        page.reasons[last] = "tags" if subject else "byline"  # who is written about does not sign
        page.bylines += [] if subject else [author]


def read_biography(page: Page) -> None:
    """Cut the sentence at the foot that tells who the author of the byline is ("X est chercheur à Lomé.")."""
    kept = page.kept()
    for number in kept[1:][-_SIGNATURE_LINES:]:
        text = page.lines[number].text
        key = page.lines[number].key
        author = next((name for name in map(key_of, page.bylines) if name and f"{key} ".startswith(f"{name} ")), None)
        if author is None or len(text) > _LONGEST_BIOGRAPHY:
            continue
        says = key[len(author) :].split()[:_REACH_OF_PROFESSION]
        if any(word in page.habits.professions for word in says):
            page.reasons[number] = "author-bio"


def read_last_stamp(page: Page) -> None:
    """Read a date with its time that stands alone as the last line, below a form or bar that was cut with all below it.

    Dates in lists of other articles and in comments never stand so: there a title or a name goes with them.
    """
    last = len(page.lines) - 1
    if last < 1 or page.reasons[last] in {None, "stamp", "comments", "related"}:
        return
    stamp = find_stamp(page.lines[last].text, page.language)
    if stamp is None or stamp.rest or not stamp.timed or len(stamp.shapes) != 1:
        return
    above = last
    while above and page.reasons[above - 1] is not None:
        above -= 1
    others = (find_stamp(line.text, page.language) for line in page.lines[above:last])
    if not any(other and other.shapes for other in others):
        role, shape, words = stamp.shapes[0]
        page.clues.append(clue_of("updated" if role == "updated" else "late-stamp", shape, words))
        page.reasons[last] = "stamp"


def read_profile(page: Page) -> None:
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


def read_sources(page: Page) -> None:
    """Read the page's address from a line that is one, and its owner from copyright lines below the report.

    Above the report a copyright line credits a picture.
    """
    page.urls += [
        line.text for line in page.lines[:5] if line.text.startswith(("http://", "https://")) and " " not in line.text
    ]
    _, last = find_regions(page.lines, page.reasons)
    for line, reason in zip(page.lines, page.reasons, strict=True):
        folded = fold(line.text) if reason == "related" else ""
        found = [folded.rfind(phrase) + len(phrase) for phrase in page.habits.first_seen if phrase in folded]
        name = line.text[found[0] :].strip(" .:«»") if found else ""
        page.outlets += [name] if 1 < len(name) <= _LONGEST_HOUSE else []  # "… est apparu en premier sur X."
    for number in range(last + 1, len(page.lines)):
        if page.reasons[number] == "copyright" and len(page.lines[number].text) <= LONGEST_STAMP:
            page.learn(read_source_line(page.lines[number].text, page.habits))
