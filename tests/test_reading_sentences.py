"""Where sentences and quotations begin and end."""

import itertools
import re

import hostile
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dragoman.mentions.segmentation import LONGEST_QUOTATION, LONGEST_SENTENCE, find_quotations, iter_sentences

ABBREVIATIONS = frozenset({"m", "mme", "art", "etc"})
PIECES = [
    "M.", "Mme.", "S.", "J.-N.", "art.", "Lavrov", "La Russie", "il a dit", "3,5", "12.", " ", " ", " ", "\n", "\n\n",
    ".", "!", "?", "…", "...", "«", "»", "« ", " »", "“", "”", '"', "(", ")", "[1]", "–", ",", ";", ":", "’", "l'",
    "\u00a0", "\t",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in iter_sentences(text, ABBREVIATIONS)]


def quotations(text: str) -> list[str]:
    return [text[quotation.start : quotation.end] for quotation in find_quotations(text)]


# --- sentences ------------------------------------------------------------------------------------------------------


@given(TEXTS)
def test_sentences_are_in_order_and_hold_all_words(text: str) -> None:
    at = 0
    for start, end in iter_sentences(text, ABBREVIATIONS):
        assert at <= start < end <= len(text)
        assert not text[at:start].strip(), "words between two sentences"
        assert not text[start].isspace() and not text[end - 1].isspace()
        assert end - start <= LONGEST_SENTENCE
        at = end
    assert not text[at:].strip()


@given(TEXTS, TEXTS)
def test_an_empty_line_parts_sentences_whatever_stands_around_it(one: str, other: str) -> None:
    assume(not re.match(r"\s*\d*\)", other))  # what closes a bracket belongs to the line before
    assert sentences(one + "\n\n" + other) == sentences(one) + sentences(other)


@given(st.integers(1, 5000), st.sampled_from(["mot ", "mot, ", "mot; ", "mot"]))
def test_a_sentence_without_end_is_cut_between_words(count: int, word: str) -> None:
    found = sentences(word * count)
    assert "".join("".join(found).split()) == word.strip() * count
    assert all(len(sentence) <= LONGEST_SENTENCE for sentence in found)
    if " " in word:
        assert all(sentence.startswith("mot") for sentence in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il part. Elle reste ! Qui ? On verra… Oui.", ["Il part.", "Elle reste !", "Qui ?", "On verra…", "Oui."]),
        ("M. Lavrov et Mme. Zakharova partent. Fin.", ["M. Lavrov et Mme. Zakharova partent.", "Fin."]),
        ("S. Lavrov, J.-N. Barrot et C. Michel. Fin.", ["S. Lavrov, J.-N. Barrot et C. Michel.", "Fin."]),
        ("L'art. 5 de la charte. Fin.", ["L'art. 5 de la charte.", "Fin."]),
        ("Une hausse de 3.5 % a eu lieu.", ["Une hausse de 3.5 % a eu lieu."]),
        ("Il dit : « Oui. » Puis il part.", ["Il dit : « Oui. »", "Puis il part."]),
        ("« Oui. Non. Peut-être. »", ["« Oui.", "Non.", "Peut-être. »"]),
        ("Il part.» Elle reste.", ["Il part.»", "Elle reste."]),
        ("Fin (la première.) Suite.", ["Fin (la première.)", "Suite."]),
        ("L'agence l.e.n.t.a.ru écrit cela.", ["L'agence l.e.n.t.a.ru écrit cela."]),
        # A line that goes on in lower case is the same sentence; a title and an empty line end one.
        ("une ligne\nqui continue\n\nFin", ["une ligne\nqui continue", "Fin"]),
        ("Titre sans point\nLe texte commence.", ["Titre sans point", "Le texte commence."]),
        ("Les Russes,\nles Bélarusses", ["Les Russes,\nles Bélarusses"]),
        ("  \n ", []),
        ("", []),
    ],
)  # fmt: skip
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


# --- quotations -----------------------------------------------------------------------------------------------------


@given(TEXTS)
def test_quotations_are_in_order_and_stand_behind_a_mark(text: str) -> None:
    at = 0
    for quotation in find_quotations(text):
        assert at < quotation.start <= quotation.end <= len(text)
        assert text[quotation.start - 1] in "«“„\"‘'"
        at = quotation.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il dit : « Oui », puis « non ».", [" Oui ", " non "]),
        ("Il dit \"oui\" et “non”, „peut-être“.", ["oui", "non", "peut-être"]),
        ("« Il a dit « oui » hier », dit-on.", [" Il a dit « oui » hier "]),
        ("« Il a dit “oui” hier »", [" Il a dit “oui” hier "]),
        ("un tube de 5\" et \"oui\"", ["oui"]),
        ("Il dit : « Oui.\nPuis il part.", [" Oui."]),
        ("Il dit : « Oui. Et voilà", [" Oui. Et voilà"]),
        # The opening mark is repeated when a quotation runs over paragraphs.
        ("« Un.\n« Deux. » Fin", [" Un.\n« Deux. "]),
        ("» rien «", [""]),
        ("rien »", []),
        ("", []),
    ],
)  # fmt: skip
def test_where_quotations_end(text: str, expected: list[str]) -> None:
    assert quotations(text) == expected


def test_ten_quotations_inside_each_other_are_one() -> None:
    text = "« a " * 10 + " b »" * 10 + " fin"
    assert quotations(text) == [text[1:-5]]


def test_an_opening_mark_without_partner_far_and_wide_opens_nothing() -> None:
    assert quotations("« " + "mot. " * LONGEST_QUOTATION) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("« " + "mot " * 1_000 + "»", [], id="longer than the longest"),
        pytest.param("“Il a dit “oui” hier”, dit-on.", ["Il a dit “oui” hier"], id="inside each other"),
    ],
)
def test_quotations_keep_what_their_description_says(text: str, expected: list[str]) -> None:
    assert quotations(text) == expected


def test_a_numbered_line_is_no_end_of_the_line_before() -> None:
    assert sentences("Ils décident.\n1) La Russie part.") == ["Ils décident.", "1) La Russie part."]


def test_a_stop_glued_to_the_next_sentence_ends_one() -> None:
    text = 'Il promet la paix."Nous partons", a dit M. Wek.Il a cité M. Sy et J.-N. Ba, puis rfi.fr.L\'Otan part.'
    assert sentences(text) == [
        "Il promet la paix.",
        '"Nous partons", a dit M. Wek.',
        "Il a cité M. Sy et J.-N. Ba, puis rfi.fr.",
        "L'Otan part.",
    ]


# --- texts made to be slow ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("piece", "count"), hostile.LINES.values(), ids=hostile.LINES)
def test_long_texts_are_cut_in_order(piece: str, count: int) -> None:
    text = piece * count
    cut = list(iter_sentences(text, ABBREVIATIONS))
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(cut))
    assert all(0 <= start < end <= len(text) and end - start <= LONGEST_SENTENCE for start, end in cut)
    assert all(0 <= found.start <= found.end <= len(text) for found in find_quotations(text))
