"""Cutting what is not the report: rules of the data, and shapes that phrases can't say (captions, crumbs, repeats).

What tells something stays: a sentence with a quotation or a verb of telling is cut only by rules marked `force`.
"""

import re
from collections.abc import Sequence

from dragoman.documents.credits import find_outlet
from dragoman.documents.habits import Habits, Reason, Rule, key_of
from dragoman.documents.language import find_foreign
from dragoman.documents.layout import Line, ends_sentence, is_teaser
from dragoman.model.names import fold

Reasons = list[Reason | None]

_QUOTED = re.compile(r"«[^«»]{12,}»|“[^“”]{12,}”|\"[^\"]{12,}\"")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_ARROWS = re.compile(r"(?:>>|»|→|►|▶|▸|➡|👉|🔴|🔵)\s?")
_HASHTAGS = re.compile(r"(?:#[\w-]+[\s,;]*)+\Z")
_CRUMBS = re.compile(r"\s(?:>|›|»|/|::)\s|\s?>>\s?")
_REACHED_AT = re.compile(r"[\w.+-]+@[\w.-]+\.\w{2,}|(?!.*(?:19|20)\d\d)\+?\(?\d[\d ().-]{6,18}\d|[=*_~#-]{5,}.{0,4}")
_COUNTER = re.compile(r"\d{1,3}")
_SLUG = re.compile(r"[^\W\d_A-Z]+(?:-\s?[^\W_A-Z]+){2,}")
SEGMENTS = re.compile(r"\s?[|•·‣]\s?|\s[–—−-]\s")
_DOUBLED = re.compile(r"(?P<words>(?<![^\W_])[^\W\d_][^.!?…]{5,120})(?P<stop>[.!?…])\s(?P=words)(?P=stop)?\Z")
_HOME = frozenset({"accueil", "home", "page d accueil", "inicio", "главная", "vous etes ici"})
_BRACKETED_END = re.compile(r"\[([^\[\]]{3,70})\]\.?\Z")
_TITLE_TAIL = re.compile(r"\s[–—|-]\s[^–—|]{2,40}\Z")

_TOLD_SHORTEST = 60
_REPORT_SHORTEST = 200
_BODY_SHORTEST = 80
_HEADLINE_LONGEST = 250
_BLOCK_LINES = 8
_CAPTION_LONGEST = 350
# Longer words before a credit are no caption, in characters.
_CREDITED_CAPTION_LONGEST = 130
_CREDIT_LONGEST = 70
_REPEAT_SHORTEST = 25
_TITLE_LINES = 8
_GLUE_REACH = 3000
_MENU_PARTS = 4
_MAIL_LINES = 8
_LABEL_REACH = 20
_DOUBLED_SENTENCE = 40


def cut_furniture(lines: list[Line], reasons: Reasons, language: str, habits: Habits) -> None:
    """Set the reason of every line that is boilerplate; a line with boilerplate glued to it is split in two."""
    _split_glued(lines, reasons, habits)
    _cut_mail_head(lines, reasons, habits)
    _apply_rules(lines, reasons, habits)
    _cut_doubles(lines, reasons)
    _cut_ends(lines, reasons, habits)
    _cut_shapes(lines, reasons, habits)
    _cut_photos(lines, reasons, habits)
    _cut_repeats(lines, reasons, habits)
    for number, line in enumerate(lines):
        if reasons[number] is None and find_foreign(line, language, habits.words_of):
            reasons[number] = "language"


def is_told(text: str, habits: Habits) -> bool:
    """Whether a line is a sentence that quotes, or has a verb of telling."""
    if len(text) < _TOLD_SHORTEST or not ends_sentence(text):
        return False
    return bool(_QUOTED.search(text[:2000])) or has_telling(key_of(text[:2000]), habits)


def has_telling(key: str, habits: Habits) -> bool:
    """Whether a folded line has a verb of telling."""
    words = key.split()
    return any(
        " ".join(words[start : start + length]) in habits.told for start in range(len(words)) for length in (2, 3, 4)
    )


def is_report(text: str, habits: Habits) -> bool:
    """Whether a line is surely report: a long sentence, or one that tells."""
    return (len(text) >= _REPORT_SHORTEST and ends_sentence(text)) or is_told(text, habits)


def _is_body(text: str) -> bool:
    return len(text) >= _BODY_SHORTEST and ends_sentence(text)


def find_regions(lines: Sequence[Line], reasons: Reasons) -> tuple[int, int]:
    """Where the report begins and ends: numbers of its first and last line; (0, last) without sentences."""
    kept = [number for number, reason in enumerate(reasons) if reason is None]
    sentences = [number for number in kept if ends_sentence(lines[number].text)]
    body = [number for number in sentences if _is_body(lines[number].text)] or sentences or kept
    return (body[0], body[-1]) if body else (0, len(lines) - 1)


def _split_glued(lines: list[Line], reasons: Reasons, habits: Habits) -> None:
    """Part a paragraph from the comment form that a flattened page left behind it; the form is cut with all below."""
    for number, line in enumerate(lines):
        if len(line.text) < _REPORT_SHORTEST:
            continue
        start = max(0, len(line.text) - _GLUE_REACH)
        folded = fold(line.text[start:])
        found = [at for phrase in habits.glued if (at := folded.find(phrase)) > 0]
        if not found:
            continue
        at = start + min(found)
        rest = Line(line.text[at:], False)
        lines[number : number + 1] = [Line(line.text[:at].rstrip(), line.gap), rest]
        reasons.insert(number + 1, None)
        for later in range(number + 1, len(lines)):
            reasons[later] = reasons[later] or "comment-form"
        return


def _cut_mail_head(lines: list[Line], reasons: Reasons, habits: Habits) -> None:
    """Who wrote to whom, above a text that came by mail: two such lines or more among the first."""
    found = []
    for number, line in enumerate(lines[:_MAIL_LINES]):
        colon = line.text.find(":", 0, _LABEL_REACH)
        if colon > 0 and key_of(line.text[:colon]) in habits.mail_labels:
            found.append(number)
    if len(found) >= 2 and any("@" in lines[number].text for number in found):
        for number in found:
            dated = any(map(str.isdigit, lines[number].text)) and "@" not in lines[number].text
            reasons[number] = None if dated else "navigation"


def _apply_rules(lines: list[Line], reasons: Reasons, habits: Habits) -> None:
    fitting = [_fitting_rule(line, habits) if reasons[number] is None else None for number, line in enumerate(lines)]
    free = [number for number, rule in enumerate(fitting) if rule is None and reasons[number] is None]
    first = next((number for number in free if _is_body(lines[number].text)), len(lines))
    last = next((number for number in reversed(free) if is_report(lines[number].text, habits)), -1)
    number = 0
    while number < len(lines):
        rule = fitting[number]
        if rule is None or reasons[number] is not None:
            number += 1
            continue
        reasons[number] = rule.reason
        ends_here = rule.scope == "tail" or (rule.scope == "section" and last < number)
        if ends_here and first < number:
            for later in range(number + 1, len(lines)):
                own = fitting[later]
                reasons[later] = reasons[later] or (own.reason if own else rule.reason)
            return
        number += 1
        if rule.scope in {"block", "section"}:
            limit = min(len(lines), number + _BLOCK_LINES)
            while number < limit and reasons[number] is None and _is_headline(lines[number].text):
                reasons[number] = rule.reason
                number += 1


def _fitting_rule(line: Line, habits: Habits) -> Rule | None:
    rules = habits.find_rules(line.text, line.key)
    if not rules:
        return None
    return rules[0] if rules[0].force or not is_told(line.text, habits) else None


def _is_headline(text: str) -> bool:
    if len(text) > _HEADLINE_LONGEST:
        return False
    asks = len(text) <= 100 and text.endswith(("?", "!")) and ". " not in text
    return asks or is_teaser(text) or not ends_sentence(text)


def _cut_doubles(lines: list[Line], reasons: Reasons) -> None:
    """The end of a paragraph that stands there twice: a fragment of its last sentence, or a whole long sentence."""
    for number in range(len(lines) - 1, -1, -1):
        text = lines[number].text
        found = _DOUBLED.search(text, max(0, len(text) - _GLUE_REACH // 6)) if reasons[number] is None else None
        if found is None or (found["words"][0].isupper() and len(found["words"]) < _DOUBLED_SENTENCE):
            continue
        at = found.end("stop")
        lines[number : number + 1] = [Line(text[:at], lines[number].gap), Line(text[at:].strip(), False)]
        reasons[number : number + 1] = [None, "repeated"]


def _cut_ends(lines: list[Line], reasons: Reasons, habits: Habits) -> None:
    """What is glued behind the last stop of a paragraph: a link to another article, the word that ends a dispatch."""
    for number in range(len(lines) - 1, -1, -1):
        text = lines[number].text
        stop = max((text.rfind(mark) for mark in (". ", "! ", "? ", "» ", "” ", ".» ", ") ")), default=-1)
        label = text.rfind(":")
        start = text.rfind(". ", 0, label) if label > stop >= 0 else stop
        if reasons[number] is not None or len(text) < _TOLD_SHORTEST or start < 0:
            continue
        rest = text[start + 1 :].strip(" ([")
        colon = rest.find(":")
        rules = habits.find_rules(rest, key_of(rest)) if 0 < colon <= _LABEL_REACH and not ends_sentence(rest) else []
        link = any(rule.reason == "related" for rule in rules)
        if link or rest.strip(" .)-–—") in habits.end_marks:
            lines[number : number + 1] = [Line(text[: start + 1], lines[number].gap), Line(rest, False)]
            reasons[number : number + 1] = [None, "related" if link else "navigation"]


def _cut_shapes(lines: list[Line], reasons: Reasons, habits: Habits) -> None:
    """Lists of links, hashtags, navigation paths, and lines without a letter or digit."""
    for number, line in enumerate(lines):
        text = line.text
        if reasons[number] is not None or len(text) > _HEADLINE_LONGEST:
            continue
        if not line.key or _ADDRESS.fullmatch(text) or _REACHED_AT.fullmatch(text) or _COUNTER.fullmatch(text):
            reasons[number] = "navigation"
        elif any(
            fold(text).startswith(words) and text[len(words) : len(words) + 1].isupper() for words in habits.glued_links
        ):
            reasons[number] = "related"  # "Article précédentLe prix du mouton"
        elif _ARROWS.match(text) and not ends_sentence(text):
            reasons[number] = "related"
        elif _HASHTAGS.match(text):
            reasons[number] = "tags"
        elif _is_path(text):
            reasons[number] = "navigation"
        elif _SLUG.fullmatch(text):
            reasons[number] = "photo-credit"  # the file name of a picture in the place of its caption
        else:
            reasons[number] = _find_menu(text, habits)


def _find_menu(text: str, habits: Habits) -> Reason | None:
    """The reason to cut a row of links, each of which would be cut alone; of many short ones, half will do."""
    words = text.split()
    if len(words) >= _MENU_PARTS and all(word[0].isupper() and key_of(word) in habits.menu_words for word in words):
        return "navigation"
    parts = [part.strip() for part in SEGMENTS.split(text) if key_of(part)]
    if len(parts) < 2 or ends_sentence(text):
        return None
    rules = [next(iter(habits.find_rules(part, key_of(part))), None) for part in parts]
    if rules[0] is not None and rules[0].reason == "advertising" and parts[0].isupper():
        return "advertising"
    known = [rule or habits.is_rubric(part) for part, rule in zip(parts, rules, strict=True)]
    short = len(parts) >= _MENU_PARTS and "|" in text and all(len(part.split()) <= 3 for part in parts)
    if not any(rules) or not (all(known) or (short and 2 * sum(map(bool, known)) >= len(parts))):
        return None
    return next(rule.reason for rule in rules if rule)


def _is_path(text: str) -> bool:
    parts = _CRUMBS.split(text)
    if len(parts) < 2 or any(len(part) > 60 for part in parts[:-1]):
        return False
    if ends_sentence(text) and (key_of(parts[0]) not in _HOME or len(text) > _HEADLINE_LONGEST // 2):
        return False
    return key_of(parts[0]) in _HOME or (len(parts) >= 3 and " > " in text)


def _cut_photos(lines: list[Line], reasons: Reasons, habits: Habits) -> None:
    """Captions with their credit; a credit that stands behind a sentence of the report is cut off it."""
    kept = sum(1 for reason in reasons if reason is None)
    number = 0
    while number < len(lines):
        line = lines[number]
        at = _find_credit(line.text, habits) if reasons[number] is None else None
        if at == 0:
            reasons[number] = "copyright" if line.text[0] == "©" else "photo-credit"
        elif at is not None and (_stands_alone(line.text[:at].rstrip(" -–—|/([,"), habits) or kept == 1):
            report = Line(line.text[:at].rstrip(" -–—|/(["), line.gap)
            lines[number : number + 1] = [report, Line(line.text[at:], False)]
            reasons[number : number + 1] = [None, "photo-credit"]
            number += 1
        elif at is not None:
            reasons[number] = "photo-credit"
            if number and reasons[number - 1] is None and lines[number - 1].key == key_of(line.text[:at]):
                reasons[number - 1] = "photo-credit"  # the caption once more, without its credit
        number += 1


def _stands_alone(text: str, habits: Habits) -> bool:
    """Whether the words before a credit are the report itself: they read so, or are longer than a caption's."""
    return is_report(text, habits) or len(text) > _CREDITED_CAPTION_LONGEST


def _find_credit(text: str, habits: Habits) -> int | None:
    """Where the credit of a photo, or a copyright line, begins in a line; None without one."""
    if text[0] == "©" and len(text) <= _HEADLINE_LONGEST:
        return 0
    tail_start = max(0, len(text) - _CREDIT_LONGEST - 20)
    folded = fold(text[tail_start:])
    found = [at for mark in habits.photo_marks if (at := folded.rfind(mark)) >= 0]
    if found:
        at = tail_start + min(found)
        # "contrairement à ce que montre, photo d'archives à l'appui, un site": the words of a sentence that goes on.
        goes_on = text[:at].rstrip().endswith(",") and "," in text[at:]
        if goes_on:
            return None
        if len(text) - at <= _CREDIT_LONGEST and (len(text) <= _CAPTION_LONGEST or text[at] == "©"):
            return at
    bracket = _BRACKETED_END.search(text, tail_start) if len(text) <= _CAPTION_LONGEST else None
    if bracket and any(habits.find_agency(part) for part in re.split(r"\s?[-–—/,]\s?", bracket[1])):
        return bracket.start()
    return None


def _cut_repeats(lines: list[Line], reasons: Reasons, habits: Habits) -> None:
    """Lines that stood before, and the headline once more without or with the name of the outlet."""
    seen: set[str] = set()
    title: str | None = None
    for number, line in enumerate(lines):
        if reasons[number] is not None:
            continue
        if line.text in seen and (len(line.text) >= _REPEAT_SHORTEST or line.text == title):
            reasons[number] = "repeated"
            continue
        if title is None:
            title = line.text
        elif number < _TITLE_LINES and (_core(line.text, habits) == _core(title, habits)):
            reasons[number] = "repeated"
            continue
        seen.add(line.text)


def _core(title: str, habits: Habits) -> str:
    """The folded headline without the outlet's name behind a dash."""
    tail = _TITLE_TAIL.search(title[-60:]) if len(title) <= _HEADLINE_LONGEST else None
    if tail and find_outlet(tail[0].strip(" –—|-"), habits):
        return key_of(title[: len(title) - len(tail[0])])
    return key_of(title[:1000])
