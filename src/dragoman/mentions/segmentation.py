"""Where sentences and quotations begin and end; offsets into the document's text."""

import re
from collections.abc import Collection, Iterator

from dragoman.model.sentence import Quotation

# The longest stretch handed to the parser as one sentence, in characters; more is cut at the next separator.
LONGEST_SENTENCE = 1200
# The longest quotation, in characters; a mark without a partner by then opens none.
LONGEST_QUOTATION = 3000

# French sets a space before the mark that closes a quotation ("la paix. » Il a…").
# The last form is a stop that a page's markup glued to the next sentence ("la paix.Nous partons", "la paix.\"Nous").
_END = re.compile(
    r"(?<![.!?…])[.!?…]++(?:[ \u00a0\u202f]»)?[»”\"’')\]]*(?=\s)|\n+"
    r"|(?<=[a-zà-ÿ]{2})[.!?…](?=[«“\"]?[A-ZÀ-Þ](?:[a-zà-ÿ. ]|['’][A-Za-zÀ-ÿ]))"
)
# "MOSCOU, 25 juin (TASS) – …", "Doha, le 3 mai /QNA/ …": place, perhaps a day, and a source in brackets or slashes,
# before the first sentence; where place, day and an agency's letters stand, no dash is needed.
_PLACE, _DAY = r"[A-ZÀ-Þ][\w'’ /.-]{2,40}", r",\s(?:le\s)?\d{1,2}(?:er)?\s\w+(?:\s\d{4})?"
_DATELINE = re.compile(
    rf"{_PLACE}(?:{_DAY})?,?\s?\([^()\n]{{2,40}}\)\s?\.?\s?[–—-]+\s+"
    rf"|{_PLACE}(?:{_DAY})?,?\s?/[A-ZÀ-Þ]{{2,8}}/\s?[–—-]*\s*(?=[A-ZÀ-Þ«“\"])"
    rf"|{_PLACE}{_DAY},?\s?\([A-ZÀ-Þ]{{2,8}}\)\s?:?\s+(?=[A-ZÀ-Þ«“\"])"
)
_OPENERS = {"«": "»", "“": "”", "„": "“", '"': '"', "‘": "’", "'": "'"}
_STARTS = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯЁ«“\"„(\[–—•\-0-9*]")


def iter_sentences(text: str, abbreviations: Collection[str]) -> Iterator[tuple[int, int]]:
    """Half-open offsets of the sentences of `text`, white space left out at both ends.

    `abbreviations` are folded words that a full stop does not end ("m", "mme", "art"). A line break ends a sentence
    unless the next line goes on in lower case.
    """
    start = 0
    for match in _END.finditer(text):
        if match.start() < start:
            continue
        if match.group()[0] == "\n":
            if not _line_ends(text, match):
                continue
        elif not _stop_ends(text, match, abbreviations, start):
            continue
        yield from _bounded(text, start, match.end())
        start = match.end()
    yield from _bounded(text, start, len(text))


def _line_ends(text: str, match: re.Match[str]) -> bool:
    if len(match.group()) > 1 or match.end() >= len(text):
        return True
    after = text[match.end()]
    before = text[match.start() - 1] if match.start() else " "
    return (
        not (after.islower() and (before.isalnum() or before in ",;-–—'’"))
        or text[match.start() - 1 : match.start()] == "\n"
    )


def _stop_ends(text: str, match: re.Match[str], abbreviations: Collection[str], first: int) -> bool:
    rest = text[match.end() : match.end() + 3].lstrip()
    if rest and not _STARTS.match(rest):
        return False
    if match.group() != ".":
        return True
    word = re.search(r"[\w.\-]*\Z", text[max(first, match.start() - 20) : match.start()])
    last = word.group() if word else ""
    if last.lower().strip(".-") in abbreviations:
        return False
    # A single capital is an initial ("S. Lavrov", "J.-N. Barrot") when a capital follows.
    return not (re.fullmatch(r"(?:[A-ZÀ-Þ]\.-?)*[A-ZÀ-Þ]", last) and rest[:1].isupper())


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    dateline = _DATELINE.match(text, start, end) if start == 0 or text[start - 1] == "\n" else None
    if dateline is not None:
        # A dateline is no part of the sentence, and the parser takes it for its subject.
        yield start, start + len(dateline.group().rstrip())
        start = dateline.end()
    while end - start > LONGEST_SENTENCE:
        cut = max(text.rfind(mark, start, start + LONGEST_SENTENCE) for mark in ("; ", ", ", " "))
        cut = start + LONGEST_SENTENCE if cut <= start else cut + 1
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def find_quotations(text: str) -> list[Quotation]:
    """The quoted stretches of `text`, without their marks, outermost only; unclosed ones end with their paragraph.

    A straight mark opens after a space or bracket and closes after a letter or stop.
    """
    found: list[Quotation] = []
    opened: tuple[int, str] | None = None
    depth = 0
    for match in re.finditer(r"[«»“”„\"]|(?<![^\s(])[‘'](?=\w)|(?<=[\w.!?…])[’'](?![\w])|\n", text):
        mark, at = match.group(), match.start()
        if opened is None:
            # An apostrophe behind a letter elides ("d'« acte grave »"); it opens nothing.
            if mark in _OPENERS and (mark not in "\"'" or at == 0 or not text[at - 1].isalnum()):
                opened, depth = (at + 1, _OPENERS[mark]), 0
            continue
        start, closer = opened
        if mark == "\n":
            # French repeats the opening mark when a quotation runs over paragraphs; otherwise it ends here.
            if text[at : at + 8].lstrip()[:1] != "«" or closer != "»":
                found.append(Quotation(start, at))
                opened = None
        elif mark == closer and depth == 0:
            if at - start <= LONGEST_QUOTATION:
                found.append(Quotation(start, at))
            opened = None
        elif mark == closer:
            depth -= 1
        elif (closer == "»" and mark == "«" and text[at - 1 : at] != "\n") or (closer == "”" and mark == "“"):
            depth += 1
        if opened is not None and at - start > LONGEST_QUOTATION:
            opened = None
    if opened is not None and len(text) - opened[0] <= LONGEST_QUOTATION:
        found.append(Quotation(opened[0], len(text)))
    return found
