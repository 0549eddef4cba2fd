"""The interface says the same in every language, and says all that the templates want."""

import re
import string
from pathlib import Path

import pytest

import dragoman
from dragoman.web.interface import LANGUAGES, choose_language, load_wording, load_words

TEMPLATES = sorted((Path(dragoman.__file__).parent / "web" / "templates").glob("*.html"))
WORDING = {language: load_wording(language) for language in LANGUAGES}
_PLAIN = re.compile(r"\bt\('([a-z_.0-9]+)'[,)]")
_COUNTED = re.compile(r"\bt\.count\('([a-z_.]+)'")


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys_and_places(language: str) -> None:
    english, words = WORDING["en"], WORDING[language]  # type: ignore[index]
    assert sorted(words) == sorted(english)
    assert {key: fields(words[key]) for key in words} == {key: fields(english[key]) for key in english}
    assert all(words.values())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_key_of_a_template_has_words(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    wanted = set(_PLAIN.findall(text)) | {f"{key}.{n}" for key in _COUNTED.findall(text) for n in ("one", "other")}
    assert wanted <= set(WORDING["en"])
    assert "|safe" not in text, "what comes from a report is escaped"


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-CA,en;q=0.5", "fr"),
        ("de,en;q=0.2,fr;q=0.9", "fr"),
        ("ru", "en"),
        ("fr;q=x", "en"),
    ],
)
def test_the_language_is_the_first_of_ours_that_is_wanted(header: str, chosen: str) -> None:
    assert choose_language(None, header) == chosen
    assert choose_language("fr", header) == "fr"


@pytest.mark.parametrize(
    ("edtf", "english", "french"),
    [
        ("2024-06-25", "2024-06-25", "2024-06-25"),
        ("2024-06", "2024-06", "2024-06"),
        ("2024-02/..", "2024-02 – …", "2024-02 – …"),
        ("../2024", "… – 2024", "… – 2024"),
        ("2023-23/..", "autumn 2023 – …", "automne 2023 – …"),
        ("2019~/2020-01-01", "about 2019 – 2020-01-01", "vers 2019 – 2020-01-01"),
        ("2020-22~", "about summer 2020", "vers été 2020"),
    ],
)
def test_a_date_is_told_no_closer_than_it_is(edtf: str, english: str, french: str) -> None:
    assert (load_words("en").date(edtf), load_words("fr").date(edtf)) == (english, french)
