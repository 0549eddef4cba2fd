"""Datelines ("MOSCOU, 25 juin (TASS) –", "AA/Ankara") and headers of communiqués ("…, Minsk, 25 juin 2024")."""

import re
from dataclasses import dataclass, replace

from dragoman.documents.credits import find_agencies, find_outlet
from dragoman.documents.habits import Habits, key_of
from dragoman.documents.stamps import Shape, iter_shapes

_REACH = 160
_HEADER_REACH = 70
_LONGEST_HEADER = 400
_CAPITALISED = r"[A-ZÀ-ÖØ-Þ][\w’']{0,24}"
_PARTICLE = r"(?:de|du|des|la|le|les|el|es|al|sur|au|da|am)(?![\w’'])"
_NAME_OF_PLACE = rf"{_CAPITALISED}(?:[ -](?:{_CAPITALISED}|{_PARTICLE})){{0,5}}"
_PLACE = re.compile(_NAME_OF_PLACE)
_COUNTRY = re.compile(rf", {_CAPITALISED}[\w’'. -]{{0,26}}?(?=\s?[(/]|, (?:le )?\d)|\s?\({_CAPITALISED}[^()]{{0,30}}\)")
_CREDIT = re.compile(
    r"[.,]?\s?(?:\(([^()]{2,40})\)|\[([^\[\]]{2,40})\]|/\s?([^/]{2,48})\s?/"
    r"|,\s?([A-Z]{2,12}(?=\s?[-–—]|\Z))|[-–—]\s?([^\W\d_][\w ]{1,16}?(?=\s?[.:/])))"
)
_CODE = re.compile(r"[A-Z]{2,6}")
_BEFORE_DATE = re.compile(r",? ?(?:le |/ ?)?")
_DASH = re.compile(r"\s?[)\]]?\.?\s?(?:--|[–—-])\s?")
_STOP = re.compile(r"\s?[)\]]?\s?(?:--|[–—:.-])\s?")
_SPACED_DASH = re.compile(r"\s(?:--|[–—-])\s")
_SLASH = re.compile(r"\s?/\s")
_AGENCY_FIRST = re.compile(rf"([A-Z]{{2,8}})\s?[/–—-]\s?({_CAPITALISED}(?:[ -]{_CAPITALISED}){{0,2}})")
_BARS = re.compile(r"([^|]{2,60}(?:\s?\|\s?[^|–—]{2,40}?){1,3})\s(?:--|[–—|-])\s")
_PLACE_IN_BRACKETS = re.compile(rf"\(({_NAME_OF_PLACE})\)\s?(?:[–—-]\s)?")
_SENTENCE = re.compile(r"[^\W\d_a-zà-ÿ]|«")
_AGENCY_ONLY = re.compile(r"\(([^()]{2,24})\)\s?(?:--|[–—-])\s?")
_DATE_FIRST = re.compile(r"\s?\({1,2}([^()]{2,40})\){1,2}\s?(?:--|[–—-])\s?")
_HEADER = re.compile(rf"(?:\A|, |\(|\s[–—-]\s)(?:[Ff]ait à |à )?({_NAME_OF_PLACE})(?:, (?:le )?| le )\Z")


@dataclass(frozen=True, slots=True)
class Dateline:
    """Place, date and agencies of a dateline or header; `end` is where the report begins.

    `house`: an agency that stands where agencies do, but that nobody knows.
    """

    place: str | None
    shape: Shape | None
    agencies: tuple[str, ...]
    end: int
    house: str | None = None


def find_dateline(text: str, language: str, habits: Habits) -> Dateline | None:
    """The dateline that a paragraph opens with, or None.

    A place counts if an agency or a date stands beside it, or if it is a known place before a dash or slash.
    """
    head = text[:_REACH]
    return (
        _between_bars(head, language, habits)
        or _agency_first(head, habits)
        or _place_first(head, language, habits)
        or _agency_only(head, habits)
        or _date_first(head, language, habits)
        or _bracketed_place(head, language, habits)
    )


def _between_bars(head: str, language: str, habits: Habits) -> Dateline | None:
    """Place, agency and date between upright bars: "Sydney, Australie | AFP | mercredi 12/04/2022 - "."""
    match = _BARS.match(head)
    if match is None:
        return None
    place: str | None = None
    shape: Shape | None = None
    agencies: tuple[str, ...] = ()
    start = 0
    for cell in match[1].split("|"):
        bare = cell.strip()
        named = find_agencies(bare, habits)
        dated = next(iter_shapes(bare, language), None)
        at = _PLACE.match(bare)
        if named:
            agencies += named
        elif dated and dated.end == len(bare) and shape is None:
            lead = match.start(1) + start + len(cell) - len(cell.lstrip())
            shape = replace(dated, start=lead + dated.start, end=lead + dated.end)
        elif at and place is None and bare[at.end() :].strip()[:1] in {"", ",", "("}:
            place = at[0]
            agencies += find_agencies(bare[at.end() :].strip(" ,"), habits)
        else:
            return None
        start += len(cell) + 1
    return Dateline(place, shape, agencies, match.end()) if place and (agencies or shape) else None


def _agency_first(head: str, habits: Habits) -> Dateline | None:
    match = _AGENCY_FIRST.match(head)
    agency = habits.find_agency(match[1]) if match else None
    if match is None or agency is None:
        return None
    country = _COUNTRY.match(head, match.end())
    end = country.end() if country else match.end()
    bracketed = country is not None and country[0].endswith(")")
    if not bracketed and head[end : end + 2].strip()[:1] not in {"", "-", "–", "—", "/", ":", "("}:
        return None
    dash = _DASH.match(head, end)
    return Dateline(match[2], None, (agency,), dash.end() if dash else end)


def _agency_only(head: str, habits: Habits) -> Dateline | None:
    match = _AGENCY_ONLY.match(head)
    agencies = find_agencies(match[1], habits) if match else ()
    house = find_outlet(match[1], habits) if match and not agencies else None
    return Dateline(None, None, agencies, match.end(), house) if match and (agencies or house) else None


def _bracketed_place(head: str, language: str, habits: Habits) -> Dateline | None:
    """A known place alone in brackets before the first sentence: "(Bichkek) Les gardes-frontières …"."""
    match = _PLACE_IN_BRACKETS.match(head)
    if match is None or key_of(match[1]) not in habits.places:
        return None
    shape = next((found for found in iter_shapes(head, language) if found.start == match.end()), None)
    stop = _SPACED_DASH.match(head, shape.end) if shape else None
    if shape and stop:
        return Dateline(match[1], shape, (), stop.end())
    return Dateline(match[1], None, (), match.end()) if _SENTENCE.match(head, match.end()) else None


def _date_first(head: str, language: str, habits: Habits) -> Dateline | None:
    shape = next(iter_shapes(head, language), None)
    if shape is None or key_of(head[: shape.start]) not in {"", "le"}:
        return None
    match = _DATE_FIRST.match(head, shape.end)
    if match is None:
        return None
    agencies = find_agencies(match[1], habits)
    return Dateline(None, shape, agencies, match.end()) if agencies or find_outlet(match[1], habits) else None


def _place_first(head: str, language: str, habits: Habits) -> Dateline | None:
    """Place, then country, date and agency in any order, then a stop."""
    bracketed = head.startswith(("(", "["))
    match = _PLACE.match(head, int(bracketed))
    if match is None or not _may_be_place(match[0], habits):
        return None
    place, at = match[0], match.end()
    paper = find_outlet(place, habits) if " " in place else None
    known = key_of(place) in habits.places
    shapes = list(iter_shapes(head, language))
    shape: Shape | None = None
    agencies: tuple[str, ...] = ()
    house: str | None = None
    comma = False
    for _ in range(4):
        credit = _CREDIT.match(head, at)
        words = next(filter(None, credit.groups())) if credit else ""
        named = find_agencies(words, habits)
        joint = _BEFORE_DATE.match(head, at)
        dated = next((found for found in shapes if joint and at < joint.end() == found.start), None)
        country = _COUNTRY.match(head, at)
        if credit and named and not agencies:
            agencies, at = named, credit.end()
        elif dated and shape is None:
            comma = head[at] == ","
            shape, at = dated, dated.end
        elif credit and shape and not house and credit[0].endswith((")", "/")) and find_outlet(words, habits):
            house, at = find_outlet(words, habits), credit.end()
        elif country:
            at = country.end()
        elif credit and shape and _CODE.fullmatch(words):
            # "La Havane, 25 avril, (RHC).-": whatever agency that is.
            at = credit.end()
        else:
            break
    stop = _DASH.match(head, at) or _STOP.match(head, at)
    alone = not head[at:].strip(" .)–—-:")
    end = stop.end() if stop else at
    if agencies:
        return Dateline(place, shape, agencies, end)
    if shape:
        closed = bracketed and head[at : at + 1] in {")", "]"}
        dashed = comma and ((known and stop is not None) or alone or _DASH.match(head, at) is not None)
        at_place = None if paper and not known else place  # "ONU Info, 12 février 2025"
        return Dateline(at_place, shape, (), end, house or (paper if not known else None)) if closed or dashed else None
    bare = _SPACED_DASH.match(head, at) or _SLASH.match(head, at)
    return Dateline(place, None, (), bare.end()) if known and bare else None


def _may_be_place(place: str, habits: Habits) -> bool:
    key = key_of(place)
    first = key.split()[0]
    if key in habits.places:
        return True
    return first not in habits.no_names


def find_header(text: str, language: str, habits: Habits) -> Dateline | None:
    """Place and date that end a title or closing line: "…, Minsk, 25 juin 2024", "Fait à Lomé, le …", "… (date)"."""
    if len(text) > _LONGEST_HEADER:
        return None
    bare = text.rstrip(" .")
    found = [shape for shape in iter_shapes(bare, language, loose=bare.endswith(")")) if shape.date() and shape.day]
    shape = found[-1] if found else None
    if shape is None or bare[shape.end :].strip() not in {"", ")"}:
        return None
    before = bare[: shape.start]
    match = _HEADER.search(before, max(0, len(before) - _HEADER_REACH))
    if match and _may_be_place(match[1], habits) and (match.start() == 0 or match[0][0] in ",( "):
        agency = habits.find_agency(match[1])
        if agency:
            return Dateline(None, shape, (agency,), len(text))
        sure = key_of(match[1]) in habits.places or " " not in match[1]
        return Dateline(match[1] if sure else None, shape, (), len(text))
    in_brackets = bare.endswith(")") and before.endswith(("(", "(le "))
    return Dateline(None, shape, (), len(text)) if in_brackets else None
