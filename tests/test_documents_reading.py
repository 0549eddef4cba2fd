"""Encodings, bad input, dating and properties of the first stage."""

import hashlib
from typing import Any

import hostile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.documents import habits
from dragoman.documents.dating import Clue, find_url_clue, settle
from dragoman.documents.decoding import decode
from dragoman.documents.habits import load_habits
from dragoman.documents.reading import read_document
from dragoman.documents.sources import SetAside
from dragoman.errors import DataError
from dragoman.model.dates import Date
from dragoman.model.document import Document, Source

REPORT = (
    "Le ministre des Affaires étrangères a reçu mardi à Alger son homologue portugais, en visite d’une journée, "
    "pour évoquer « la coopération » entre les deux pays."
)


def read(content: bytes | str, **about: Any) -> Document | SetAside:
    raw = content if isinstance(content, bytes) else content.encode("utf-8")
    return read_document(Source("case", raw, **about), {"fr"})


def document(content: bytes | str, **about: Any) -> Document:
    found = read(content, **about)
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_encodings(encoding: str) -> None:
    text = REPORT.replace("’", "'") if encoding == "latin-1" else REPORT
    assert document(text.encode(encoding)).text == text


def test_mojibake_is_undone_line_by_line() -> None:
    damaged = REPORT.encode("utf-8").decode("cp1252", "replace")
    found = document("Été à Genève\n\n" + damaged)
    assert found.text == "Été à Genève\n\n" + REPORT
    assert "mojibake-repaired" in found.flags


def test_utf8_with_single_windows_bytes() -> None:
    found = document(REPORT.encode("utf-8") + " à suivre".encode("cp1252"))
    assert found.text == REPORT + " à suivre"
    assert "mixed-encoding" in found.flags


def test_cyrillic_windows_bytes_are_russian() -> None:
    text = "Министр иностранных дел Белоруссии заявил в понедельник, что переговоры продолжатся."
    found = read(text.encode("cp1251"))
    assert isinstance(found, SetAside)
    assert (found.reason, "ru" in found.message) == ("language", True)


def test_invisible_characters_and_line_ends() -> None:
    found = document(
        "Titre\u2028" + REPORT.replace(" ", "\u00a0", 3) + "\r\nLe pré\u00adsi\u200bdent\ufeff a dit\u202fnon.\rFin."
    )
    assert found.text == f"Titre\n{REPORT}\nLe président a dit non.\nFin."


def test_quotes_stay_and_accents_are_composed() -> None:
    assert document(REPORT.replace("é", "e\u0301")).text == REPORT


def test_lone_surrogates_and_nul_bytes() -> None:
    raw = REPORT.encode("utf-8") + b" \xed\xa0\x80 \xed\xa0\xbd\xed\xb8\x80 fin\0."
    found = document(raw)
    assert found.text.startswith(REPORT)
    assert "😀" in found.text and "damaged-characters" in found.flags
    found.text.encode("utf-8")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"12 34 --- 56", "no-letters"),
        (b"%PDF-1.7 abc", "binary"),
        (b"\0" * 500, "binary"),
        (bytes(range(256)) * 40, "binary"),
        (b"<!DOCTYPE html><html><p>Bonjour</p></html>", "markup"),
        (b"{\\rtf1\\ansi Bonjour}", "markup"),
        ("Laisser un commentaire\n\nVotre adresse e-mail ne sera pas publiée.", "boilerplate"),
        ("Partager sur Facebook\nTweet\n© 2024 RFI. Tous droits réservés.", "boilerplate"),
        ("The foreign ministers of the three countries met on Tuesday in Geneva to discuss the ceasefire.", "language"),
        ("a\n" * 200_001, "too-large"),
    ],
)
def test_bad_input_is_set_aside(content: bytes | str, reason: str) -> None:
    found = read(content)
    assert isinstance(found, SetAside)
    assert found.reason == reason
    assert found.message.startswith("case: ")


def test_language_set_aside_names_it() -> None:
    found = read("El ministro de Asuntos Exteriores recibió el martes en Madrid a su homólogo y habló de la cumbre.")
    assert isinstance(found, SetAside)
    assert "es" in found.message


def test_another_language_can_be_asked_for() -> None:
    text = "The foreign ministers of the three countries met on Tuesday in Geneva to discuss a truce.\n\nLeave a Reply"
    found = read_document(Source("case", text.encode()), {"fr", "en"})
    assert isinstance(found, Document)
    assert (found.language, found.cut[0].reason) == ("en", "comment-form")


@pytest.mark.parametrize(("piece", "count"), hostile.BYTES.values(), ids=hostile.BYTES)
def test_large_input_is_read_or_set_aside(piece: str, count: int) -> None:
    found = read((piece * count).encode())
    assert isinstance(found, Document) or found.reason in {"too-large", "no-letters", "language", "empty", "markup"}


def test_identity_and_metadata() -> None:
    raw = ("Titre du jour\n\n" + REPORT).encode("utf-8")
    found = document(raw, outlet="RFI", title="Autre titre", published=Date.day(2024, 6, 25))
    assert found.id == hashlib.sha256(raw).hexdigest()
    assert (found.outlet, found.outlet_id, found.title) == ("RFI", "RFI", "Autre titre")
    assert (found.published, found.published_text) == (Date.day(2024, 6, 25), "2024-06-25")
    assert document(raw).title == "Titre du jour"
    assert document(REPORT).title is None


def test_url_gives_outlet_and_date() -> None:
    found = document(REPORT, url="https://www.jeuneafrique.com/2024/06/25/politique/titre.html")
    assert (found.outlet, found.outlet_id) == ("Jeune Afrique", "JEUNE_AFRIQUE")
    assert (found.published, found.published_text) == (Date.day(2024, 6, 25), "/2024/06/25")
    other = document(REPORT, url="https://www.un-site.example/a/b")
    assert (other.outlet, other.outlet_id, other.published) == ("un-site.example", None, None)


@pytest.mark.parametrize(
    ("url", "edtf"),
    [
        ("https://a.example/2024/06/25/titre", "2024-06-25"),
        ("https://a.example/2024/06/titre", "2024-06"),
        ("https://a.example/202310/t20231028_11170075.htm", "2023-10-28"),
        ("https://a.example/monde/2023-08-24/brics-1389780", "2023-08-24"),
        ("https://a.example/Chine/n/2014/1223/c31354.html", "2014-12-23"),
        ("https://a.example/world/20140527/201339407.html", "2014-05-27"),
        ("https://a.example/stories/12345678.html", None),
        ("https://a.example/2024/02/31/x", None),
        ("https://a.example/budget-2024-2025/", None),
    ],
)
def test_url_dates(url: str, edtf: str | None) -> None:
    clue = find_url_clue(url)
    assert (clue and clue.date and clue.date.edtf) == edtf


def clue(kind: Any, edtf: str) -> Clue:
    return Clue(kind, edtf, Date.parse(edtf))


@pytest.mark.parametrize(
    ("clues", "edtf", "proof", "conflict"),
    [
        ([], None, None, False),
        ([clue("prefix", "2024-06"), clue("dateline", "2024-06-25")], "2024-06-25", "2024-06 ∩ 2024-06-25", False),
        ([clue("stamp", "2024-06-25"), clue("url", "2024-06-26")], "2024-06-25", "2024-06-25", False),
        ([clue("stamp", "2024-06-25"), clue("url", "2024-03-26")], "2024-06-25", "2024-06-25", True),
        ([clue("url", "2024-06-25"), clue("metadata", "2023")], "2023", "2023", True),
        ([clue("header", "2024-06-20"), clue("stamp", "2024-06-25")], "2024-06-25", "2024-06-25", False),
        ([clue("updated", "2024-07-02"), clue("stamp", "2024-06-25")], "2024-06-25", "2024-06-25", False),
        ([clue("bare-stamp", "2024-06-25"), clue("bare-stamp", "2024-06-27")], "2024-06-25/2024-06-27", None, True),
        ([clue("bare-stamp", "2024-06-25"), clue("bare-stamp", "2023-06-27")], None, None, True),
        ([clue("told", "2024-06-25")], None, None, False),
        ([clue("prefix", "2024-06"), clue("told", "2024-06-25")], "2024-06-25/2024-06-30", None, False),
        ([clue("prefix", "2024-06"), clue("told", "2022-06-25")], "2024-06", None, False),
    ],
)
def test_settling_clues(clues: list[Clue], edtf: str | None, proof: str | None, conflict: bool) -> None:
    published, words, flags = settle(clues)
    assert (published and published.edtf) == edtf
    assert proof is None or words == proof
    assert ("date-conflict" in flags) == conflict


def test_malformed_data_is_a_data_error(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "xx").mkdir()
    monkeypatch.setattr(habits, "_LANGUAGES", tmp_path)
    for text, message in {
        "months: {janvier: 13}": "janvier is 13",
        "weekdays: {lundi: 9}": "lundi is 9",
        "rules: [{reason: nonsense, equals: [a]}]": "nonsense",
        "rules: [{reason: tags}]": "has no phrase",
        "rules: [{reason: tags, equals: ['…']}]": "no letter",
        "rules: [{reason: tags, equals: [a]}, {reason: share, equals: [a]}]": "'a' is tags and share",
        "unknown: 1": "unknown",
    }.items():
        (tmp_path / "xx" / "documents.yaml").write_text(text, encoding="utf-8")
        load_habits.cache_clear()
        with pytest.raises(DataError, match=message):
            load_habits("xx")
    load_habits.cache_clear()


PIECES = st.sampled_from(
    [
        REPORT,
        "La Suède a rejoint l'Otan le 7 mars 2024.",
        "Titre sans point",
        "Lire aussi : autre titre",
        "Articles similaires",
        "Commentaires",
        "Laisser un commentaire",
        "Publié le 25 juin 2024 à 14h30",
        "Par Jean Dupont",
        "Jean Dupont",
        "© AFP",
        "Légende. © Jean/AFP",
        "MOSCOU, 25 juin (TASS) – " + REPORT,
        "25/06/2024",
        "31/02/2024",
        "14:49",
        "Source : Interfax",
        "• ",
        "\u2028",
        " ",
        "date 2023-13 x",
        "date 2023-06 " + REPORT,
        "The ministers of the three countries met on Tuesday in Geneva to discuss the terms of the ceasefire.",
        "Читайте также",
    ]
)
PAGES = st.lists(st.one_of(PIECES, st.text(max_size=80)), max_size=14).map("\n".join)


def check(found: Document | SetAside, raw: bytes) -> None:
    if isinstance(found, SetAside):
        assert found.message
        return
    source = " ".join(decode(raw).text.split())
    for line in (*found.text.split("\n"), *(cut.text for cut in found.cut)):
        assert line in source
    assert found.text.strip() == found.text and found.text
    assert not {"\r", "\t", "\u00a0", "\u200b", "\u2028", "\0"} & set(found.text)
    found.text.encode("utf-8")
    if found.published is not None:
        assert found.published_text


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_document_or_set_aside(raw: bytes) -> None:
    check(read(raw), raw)


@given(PAGES, st.sampled_from(["utf-8", "utf-16", "cp1252", "utf-8-sig"]))
@settings(max_examples=250, deadline=None)
def test_any_page_is_parted_into_text_and_cuts(page: str, encoding: str) -> None:
    raw = page.encode(encoding, "replace")
    found = read(raw)
    check(found, raw)
    assert read(raw) == found
