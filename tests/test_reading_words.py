"""Forms of the register and of the lists, found in a text: whole words, written as they may be, the longest first."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.mentions.lexicon import Hit, Lexicon
from dragoman.mentions.phrases import PhraseBook, Phrases
from dragoman.mentions.titles import load_titles
from dragoman.model.names import fold
from dragoman.register import load_register

# --- lists ----------------------------------------------------------------------------------------------------------

FORMS = [
    ("head", "président", "president"),
    ("head", "président de la République", "president"),
    ("head", "vice-président", "vice-president"),
    ("domain", "République", None),
    ("elided", "l'", None),
    ("elided", "jusqu'", None),
    ("acting", "par intérim", True),
    ("other", "président", 7),
]
PIECES = [
    "le ",
    "vice-",
    "président",
    "Président",
    "présidente",
    " de la ",
    "République",
    "l'",
    "l’",
    "jusqu’",
    "an",
    " par",
    " intérim",
    ", ",
    "\n",
]


def scan(text: str) -> Phrases:
    return PhraseBook(FORMS).scan(fold(text))


def found(text: str, group: str) -> list[str]:
    phrases = scan(text)
    ends = [(start, phrases.at(start, group)) for start in phrases.starts(group)]
    return [text[start : end[0]] for start, end in ends if end is not None]


@pytest.mark.parametrize(
    ("text", "group", "words"),
    [
        ("le président de la République", "head", ["président de la République"]),
        ("le Président  et le vice‑président", "head", ["Président", "vice‑président", "président"]),
        ("la présidente, les présidents, coprésident", "head", []),
        ("président,président(président)", "head", ["président"] * 3),
        ("l’an, l'an, el'an, l' an", "elided", ["l’", "l'", "l'"]),
        ("jusqu’à mardi", "elided", ["jusqu’"]),
        ("président par\nintérim", "acting", ["par\nintérim"]),
        ("le président", "acting", []),
        ("", "head", []),
    ],
)
def test_forms_are_whole_words(text: str, group: str, words: list[str]) -> None:
    assert found(text, group) == words


def test_lists_are_asked_one_by_one() -> None:
    phrases = scan("président de la République")
    assert phrases.at(0, "head") == (26, "president")
    assert phrases.at(0, "other") == (9, 7)
    assert phrases.at(1, "head") is None
    assert phrases.at(0, "domain") is None
    assert phrases.all_at(0, "head") == [(26, "president"), (9, "president")]
    assert phrases.starts("domain") == [16]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_is_found_is_a_form_and_no_part_of_a_word(text: str) -> None:
    folded = fold(text)
    phrases = scan(text)
    for group in ("head", "domain", "elided", "acting"):
        forms = {fold(form) for name, form, _ in FORMS if name == group}
        for start in phrases.starts(group):
            ends = [end for end, _ in phrases.all_at(start, group)]
            assert ends == sorted(ends, reverse=True)
            for end in ends:
                assert folded[start:end] in forms
                assert start == 0 or not (folded[start - 1].isalnum() and folded[start].isalnum())
                assert end == len(folded) or not (folded[end].isalnum() and folded[end - 1].isalnum())


# --- the register ---------------------------------------------------------------------------------------------------


@cache
def load_lexicon() -> Lexicon:
    return Lexicon(load_register(), "fr", load_titles("fr").titles.not_names)


def hits(text: str) -> list[str]:
    return [f"{hit.text}={'|'.join(hit.actors)}" for hit in load_lexicon().find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Acronyms by their capitals.
        ("eau potable", []),
        ("les Eau et Forêts", []),
        ("les EAU", ["EAU=ARE"]),
        ("who is who", []),
        ("l'Otan, l’OTAN, l'otan, notan, OTANs", ["Otan=NATO", "OTAN=NATO"]),
        ("la Cédéao, la CEDEAO, la CÉDÉAO", ["Cédéao=ECOWAS", "CEDEAO=ECOWAS", "CÉDÉAO=ECOWAS"]),
        ("l'UE, la rue, une tenue, ue, Ue", ["UE=EU"]),
        ("le G7 et le G-7, mais g7", ["G7=G7", "G-7=G7"]),
        ("la RDC.", ["RDC=COD"]),
        # Names with a capital, adjectives with any.
        ("un mali, le Mali", ["Mali=MLI"]),
        ("l'essentiel du tchad", []),
        ("un dirigeant russe, les Russes", ["russe=RUS", "Russes=RUS"]),
        ("Lavrov, LAVROV, lavrov", ["Lavrov=sergey-lavrov", "LAVROV=sergey-lavrov"]),
        ("organisation du traité de sécurité collective", ["organisation du traité de sécurité collective=CSTO"]),
        # Spelling: accents, apostrophes, hyphens, spaces.
        ("ÉTATS-UNIS, Etats Unis, États\u00a0Unis", ["ÉTATS-UNIS=USA", "Etats Unis=USA", "États\u00a0Unis=USA"]),
        ("Côte d'Ivoire, Côte d’Ivoire", ["Côte d'Ivoire=CIV", "Côte d’Ivoire=CIV"]),
        # The longest form wins, and a longer name that is none takes its words with it.
        ("la Guinée-Bissau et la Guinée équatoriale", ["Guinée-Bissau=GNB", "Guinée équatoriale=GNQ"]),
        ("Corée du Nord, Corée du Sud", ["Corée du Nord=PRK", "Corée du Sud=KOR"]),
        ("l'accord de Paris", []),
        ("Radio France internationale", ["Radio France internationale=RFI"]),
        # Shared forms keep everybody.
        ("le Congo", ["Congo=COD|COG"]),
        # Other languages, where the words cannot be French.
        ("ОДКБ и НАТО", ["ОДКБ=CSTO", "НАТО=NATO"]),
        ("Moscou-Pékin", ["Moscou=RUS", "Pékin=CHN"]),
        ("", []),
    ],
)  # fmt: skip
def test_forms_of_the_register(text: str, expected: list[str]) -> None:
    assert hits(text) == expected


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("le golfe de Guinée", "GIN"),
        ("le delta du Niger", "NER"),
        ("le canal de Suez", "EGY"),
        ("George Washington", "USA"),
        ("l'Afrique du Nord", "ZAF"),
        ("la mer de Chine", "CHN"),
        ("le statut de Rome", "ITA"),
        ("Air France", "FRA"),
        ("le traité de Washington", "USA"),
    ],
)
def test_names_inside_other_names_are_not_found(text: str, actor: str) -> None:
    assert all(actor not in hit.actors for hit in load_lexicon().find(text))


REGISTER_PIECES = [
    "Otan", "OTAN", "otan", "eau", "EAU", "Guinée", "-Bissau", " équatoriale", "golfe de ", "Mali", "mali", "Sergueï ",
    "Lavrov", "M. ", "russe", "États-Unis", "d’", "l'", " ", " ", " ", ", ", "\n", "é", "x", "9", "Congo", "ОДКБ",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(REGISTER_PIECES), max_size=20).map("".join))
def test_hits_are_whole_words_in_order_and_never_overlap(text: str) -> None:
    taken = 0
    for hit in load_lexicon().find(text):
        assert isinstance(hit, Hit)
        assert taken <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == hit.text
        assert hit.start == 0 or not text[hit.start - 1].isalnum()
        assert hit.end == len(text) or not text[hit.end].isalnum()
        assert hit.forms and all(fold(form.text) == fold(hit.text) for form in hit.forms)
        taken = hit.end
