"""Who put a document out: bylines, agencies, outlets and source lines."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from dragoman.documents.habits import Habits, Outlet, key_of

_NAME_TOKEN = re.compile(r"[^\W\d_][\w’'.-]*\Z")
_INITIALS = re.compile(
    r"(?:[A-ZÀ-Ý]\.\s?){1,3}[A-ZÀ-Ý]?\.?\Z|[a-z]{2,4}(?:[-/][a-z]{2,5}){1,5}\Z|[A-Z]{2,4}(?:/[a-z]{1,4}){1,3}\Z"
)
_INITIAL = re.compile(r"(?!M\.?\Z)[A-ZÀ-Ý]\.?(?:-?[A-ZÀ-Ý]\.)?\Z")
_FROM = re.compile(r"\b(?:à|depuis|en) ([^\W\d_a-zà-ÿ][\w’'-]*(?: [A-ZÀ-Ý][\w’'-]*)*)")
_ELIDED = re.compile(r"\A[Ll][’']")
_JOINTS = re.compile(r"\s?(?:[/+&;,|]|\s[-–—]\s|\bet\b|\band\b|\by\b)\s?")
_BRACKETS = '()[]{}«»"“”'
_URL = re.compile(r"https?://\S+|www\.\S+")
_SOURCE_URL = re.compile(
    r"(\w{2,8})\s?:?\s(https?://[^\s,]+|www\.[^\s,]+|(?=\S{5,40}\Z)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6})"
)
_DOMAIN = re.compile(r"[A-Za-zÀ-ÿ0-9-]{2,40}(?:\.[A-Za-z0-9-]{2,30}){0,2}\.[a-z]{2,6}\Z")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|@|copyright)", re.IGNORECASE)
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?")
_TRAIL = re.compile(r"[.!?»”\"…]\s?[-–—(\[/]{0,2}\s?(?P<name>[^\W\d_][\w .,’'/-]{1,34}?)\s?[)\]/]?\.?\Z")
_GLUED_SOURCE = re.compile(r"[.!?»”\"…)]\s?[(\[]?(\w{2,8})\s?:\s?(?=\w)")
_LONGEST_NAME = 60
_LONGEST_SOURCE = 80
_LONGEST_TRAIL = 50


@dataclass(frozen=True, slots=True)
class Credit:
    """What a line, or a piece of one, says of who put the document out.

    `place`: where it was written. `cited`: what it names as its sources, which put nothing out themselves.
    """

    byline: str | None = None
    agencies: tuple[str, ...] = ()
    outlet: str | None = None
    url: str | None = None
    place: str | None = None
    cited: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.byline or self.agencies or self.outlet or self.url or self.place or self.cited)


def is_name(text: str, habits: Habits) -> bool:
    """Whether the words have the shape of a person's name: two to five capitalised words, particles between them."""
    tokens = text.split()
    if not 2 <= len(tokens) <= 5 or len(text) > _LONGEST_NAME or key_of(text) in habits.no_people:
        return False
    if key_of(tokens[0]) in habits.text_kinds:
        return False
    capitalised = initials = 0
    for token in tokens:
        key = key_of(token)
        if _INITIAL.match(token):
            capitalised += 1
            initials += 1
            continue
        if key in habits.name_particles and token != tokens[-1]:
            continue
        if not _NAME_TOKEN.match(token) or not token[0].isupper() or not key or key in habits.no_names:
            return False
        capitalised += 1
    return (
        capitalised >= 2
        and initials < capitalised
        and habits.find_agency(text) is None
        and key_of(text) not in habits.outlets
    )


def is_domain(text: str) -> bool:
    """Whether words are the name of a site ("sahel-infos.net")."""
    return bool(_DOMAIN.match(text)) and " " not in text


def is_initials(text: str) -> bool:
    """Whether a line is a signature by initials ("A.K.", "dla-alf/bfi")."""
    return len(text) <= 30 and bool(_INITIALS.match(text))


def find_agencies(text: str, habits: Habits) -> tuple[str, ...]:
    """The agencies of a line that names agencies and nothing else ("Xinhua/VNA", "avec AFP et Reuters"); else empty."""
    found: list[str] = []
    unknown = 0
    if len(text) > _LONGEST_SOURCE:
        return ()
    for part in _JOINTS.split(text.strip(_BRACKETS + " .")):
        words = _ELIDED.sub("", part.strip(_BRACKETS + " .:-–—")).split()
        while words and key_of(words[0]) in habits.with_agency | habits.byline_starts:
            words = words[1:]
        if not words:
            continue
        agency = habits.find_agency(" ".join(words))
        if agency:
            found.append(agency)
        elif len(words) == 1 and (words[0].isupper() or words[0].islower()) and len(words[0]) <= 5:
            unknown += 1
        else:
            return ()
    return tuple(dict.fromkeys(found)) if unknown <= len(found) else ()


def find_outlet(text: str, habits: Habits) -> str | None:
    """The outlet that a short text names: a known medium, a domain, or a name with a word of the press; else None."""
    bare = text.strip(_BRACKETS + " .,:;-–—|")
    if not 2 <= len(bare) <= _LONGEST_NAME:
        return None
    known = habits.outlets.get(key_of(bare))
    if known:
        return known.name
    if _DOMAIN.match(bare):
        return bare
    words = key_of(bare).split()
    if len(words) <= 6 and bare[0].isupper() and any(word in habits.outlet_words for word in words):
        return bare
    return None


def find_outlet_of_url(url: str, habits: Habits) -> tuple[str, Outlet | None]:
    """The name of the outlet at a URL: that of a known medium, else the domain itself."""
    host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").removeprefix("www.")
    parts = host.split(".")
    for start in range(len(parts) - 1):
        known = habits.domains.get(".".join(parts[start:]))
        if known:
            return known.name, known
    return host, None


def read_byline(text: str, habits: Habits) -> Credit:
    """Read "Par X, à Y avec AFP", "Auteur : X", "De notre correspondant à Y, X" and the like; empty when it is none."""
    if len(text) > 2 * _LONGEST_NAME:
        return Credit()
    key = key_of(text)
    colon = text.find(":", 0, 30)
    if colon > 0 and key_of(text[:colon]) in habits.byline_labels:
        return _read_author(text[colon + 1 :].strip(), habits, after_label=True)
    for phrase in habits.correspondents:
        if f" {key}".endswith(f" {phrase}"):
            return Credit(byline=text.rstrip(" ."))
        if f"{key} ".startswith(f"{phrase} "):
            parts = [part.strip(" ).") for part in re.split(r"[,:(]|\s?[–—]\s?|\s-\s", text)]
            names = [part for part in parts if is_name(part, habits)]
            return Credit(byline=names[-1] if names else text.rstrip("."), place=_find_place(text, habits))
    before, _, after = text.partition(",")
    if len(after) <= _LONGEST_NAME and _is_role(key_of(after), habits):
        if is_name(before, habits):
            return Credit(byline=before, place=_find_place(after, habits))
        if key_of(before) in habits.places:
            return Credit(byline=text.rstrip("."), place=before)
    words = text.split()
    for length in (3, 2, 1):
        if len(words) > length and key_of(" ".join(words[:length])) in habits.byline_starts:
            return _read_author(" ".join(words[length:]), habits, after_label=False)
    before, joint, after = _split_with(text, habits)
    if joint and is_name(before, habits):
        return Credit(byline=before, agencies=find_agencies(after, habits))
    return Credit()


def _is_role(key: str, habits: Habits) -> bool:
    """Whether words say from where one writes for the paper ("envoyée spéciale à Lima"), not for a government."""
    for role in habits.correspondent_roles:
        if f"{key} ".startswith(f"{role} "):
            behind = key[len(role) :].split()
            return not behind or behind[0] in habits.role_joints
    return False


def _find_place(text: str, habits: Habits) -> str | None:
    """The known place that words name behind a preposition ("à Beyrouth")."""
    return next((match[1] for match in _FROM.finditer(text) if key_of(match[1]) in habits.places), None)


def _read_author(text: str, habits: Habits, *, after_label: bool) -> Credit:
    agencies = find_agencies(text, habits)
    if agencies:
        return Credit(agencies=agencies)
    author, _, after = _split_with(text, habits)
    credited = find_agencies(after, habits)
    author = re.split(r"\s?[,(|/–—]|\s-\s", author, maxsplit=1)[0].strip(" .")
    people = [part.strip() for part in re.split(r"\s(?:et|and|&)\s", author)]
    if people and all(is_name(part, habits) for part in people):
        return Credit(byline=author, agencies=credited)
    if key_of(author) in habits.editors:
        return Credit(byline=author, agencies=credited)
    outlet = find_outlet(author, habits)
    if outlet:
        return Credit(outlet=outlet, agencies=credited)
    if after_label and author and author[0].isupper() and len(author.split()) <= 5:
        return Credit(byline=author, agencies=credited)
    return Credit()


def _split_with(text: str, habits: Habits) -> tuple[str, str, str]:
    """Split "X avec AFP" at the word that brings the agency in, if agencies follow it."""
    words = text.split(" ")
    for number, word in enumerate(words):
        rest = " ".join(words[number + 1 :]).strip(_BRACKETS + " ")
        if key_of(word) in habits.with_agency and find_agencies(rest, habits):
            return " ".join(words[:number]).strip(_BRACKETS + " ,"), word, rest
    return text, "", ""


def read_source_line(text: str, habits: Habits) -> Credit:
    """Read "Source : X", "Sources: Reuters + IRNA", a line of agencies, or a copyright line; empty when it is none."""
    bare = text.strip(_BRACKETS + " |")
    unlabelled = _SOURCE_URL.match(bare)
    if unlabelled and key_of(unlabelled[1]) in habits.source_labels - habits.cited_labels:
        found = unlabelled[2]
        return Credit(url=found) if found.startswith(("http", "www.")) else Credit(outlet=found)
    colon = bare.find(":", 0, 20)
    if colon > 0 and key_of(bare[:colon]) in habits.source_labels:
        value = bare[colon + 1 :].strip()
        url = _URL.search(value)
        if url and key_of(bare[:colon]) not in habits.cited_labels:
            return Credit(url=url[0])
        agencies = find_agencies(value, habits)
        if agencies:
            return Credit(agencies=agencies)
        if 2 <= len(value) <= _LONGEST_SOURCE and ". " not in value:
            names = tuple(name.strip(" .") for name in re.split(r"[,;/]|\set\s", value))
            if len(names) > 1 or key_of(bare[:colon]) in habits.cited_labels:
                return Credit(cited=names)  # a list of what the author read, not the house that wrote it
            name = names[0]
            if key_of(name) in habits.no_sources:
                return Credit(cited=names)
            known = habits.outlets.get(key_of(name))
            return Credit(outlet=known.name if known else name)
        return Credit()
    if _COPYRIGHT.match(bare):
        return read_copyright(bare, habits)
    agencies = find_agencies(text, habits)
    if agencies:
        return Credit(agencies=agencies)
    known = habits.outlets.get(key_of(bare))
    return Credit(outlet=known.name) if known else Credit()


def read_copyright(text: str, habits: Habits) -> Credit:
    """The outlet or agency that a copyright line names; empty where it names neither surely."""
    bare = _YEARS.sub(" ", _COPYRIGHT.sub(" ", text, count=2))
    first = re.split(r"[.|,–—(]|\s-\s|\stous\s|\sall\s", bare, maxsplit=1, flags=re.IGNORECASE)[0].strip(
        _BRACKETS + " "
    )
    agencies = find_agencies(first, habits)
    return Credit(agencies=agencies) if agencies else Credit(outlet=find_outlet(first, habits))


def find_trailing_agencies(text: str, habits: Habits) -> tuple[str, ...]:
    """The agencies that sign behind the last stop of a paragraph (". APS", ". -VNA", ". (Avec AFP)"); else empty."""
    match = _TRAIL.search(text[-_LONGEST_TRAIL:])
    words = match["name"].split() if match else []
    if len(words) > 1 and key_of(words[0]) in habits.with_agency:
        return find_agencies(" ".join(words), habits)
    agency = habits.find_agency(match["name"]) if match else None
    return (agency,) if agency else ()


def find_trailing_source(text: str, habits: Habits) -> int | None:
    """Where a source line begins that was glued to the end of a paragraph (". Source : APS"), or None."""
    start = max(0, len(text) - _LONGEST_SOURCE)
    for match in _GLUED_SOURCE.finditer(text, start):
        if key_of(match[1]) in habits.source_labels:
            return match.start(1)
    return None
