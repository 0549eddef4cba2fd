"""What holds of any text that is read: spans are exact, rows are the same every time, nothing raises."""

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import floors
import hostile
import pytest
from exactness import check, digest, document, read
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from dragoman.assertions.rows import Assertions


def test_spans_are_exact_in_every_case() -> None:
    for judged in floors.judge_cases():
        assert judged.read is not None
        try:
            check(judged.read)
        except AssertionError as error:
            raise AssertionError(f"{judged.case.id}: {error}") from error


WORDS = """
Sergueï Lavrov|M. Lavrov|S. Lavrov|Nikol Pachinian|Jean Dupont|Kim Jong-un|Xi|Mme von der Leyen|le Kremlin|les deux pays
le ministre russe de la Défense|le président|président de la République|son homologue biélorusse|l'ex-|porte-parole
ambassadeur de France en Russie|premier ministre par intérim|ministre des Affaires étrangères|l'organisation|l'UE
la Suède|la Russie|Moscou|à Minsk|l’Otan|l'OTSC|a rejoint|est membre de|s'est retirée de|a suspendu sa participation à
a été nommé|succède à|a déclaré|a démenti vouloir quitter|n'est pas membre|souhaite adhérer à|fondée en 1949
dont le siège est à Bruxelles|le 7 mars 2024|hier|mardi 20 juin|depuis 2022|la semaine dernière|qui|que|et|9|É
""".strip()
MARKS = [", ", ". ", " ", " ", "\n", "\n\n", "« ", " »", "“", "”", *'",.()–;:’-…', "l'", "\u00a0", "\u202f"]
PIECES = [*WORDS.replace("\n", "|").split("|"), *MARKS]


@st.composite
def reports(draw: DrawFn) -> str:
    """Fragments of reports, mostly with spaces between them."""
    pieces = draw(st.lists(st.sampled_from(PIECES), max_size=30))
    return draw(st.sampled_from([" ", " ", ""])).join(pieces)


@settings(deadline=None, max_examples=150)
@given(reports() | st.text(max_size=80), st.sampled_from([None, "2024-06-25", "2024", "2022/.."]))
def test_reading_any_text_never_raises_and_every_span_is_exact(text: str, published: str | None) -> None:
    check(read(text, published))


# --- the same rows every time ---------------------------------------------------------------------------------------

REPORTS = [
    "La Suède a rejoint l'Otan le 7 mars 2024. Le ministre russe des Affaires étrangères, Sergueï Lavrov, l'a dit.",
    "L'Arménie a suspendu sa participation à l'OTSC. L'Arménie a suspendu sa participation à l'OTSC.",
    "Jean Dupont a été nommé ambassadeur de France en Russie. L'Otan, fondée en 1949, a son siège à Bruxelles.",
]


@settings(deadline=None, max_examples=25)
@given(reports())
def test_one_text_gives_the_same_rows_twice(text: str) -> None:
    first, second = read(text, "2024-06-25"), read(text, "2024-06-25")
    assert first.found == second.found
    assert first.text.mentions == second.text.mentions
    assert first.text.offices == second.text.offices


@settings(deadline=None, max_examples=10)
@given(st.permutations(REPORTS))
def test_the_order_of_documents_changes_nothing(texts: list[str]) -> None:
    for text in texts:
        assert read(text).found == expected_of(text)


_FOUND: dict[str, Assertions] = {}


def expected_of(text: str) -> Assertions:
    return _FOUND.setdefault(text, read(text).found)


def test_a_sentence_told_twice_gives_two_rows_with_ids_of_their_own() -> None:
    rows = read(REPORTS[1]).found.memberships
    assert [(row.member, row.organisation, row.status) for row in rows] == [("ARM", "CSTO", "suspended")] * 2
    assert rows[0].id != rows[1].id


def test_ids_hang_on_document_and_words_alone() -> None:
    text = REPORTS[0] + " Le ministre russe de la Défense a démissionné."
    dated, undated = read(text, "2024-06-25").found, read(text).found
    assert [row.id for row in dated.memberships] == [row.id for row in undated.memberships]
    other = floors.load_reader().read(dataclasses.replace(document(text), id="0" * 64)).found
    assert not {row.id for row in other.memberships} & {row.id for row in dated.memberships}
    # What stands elsewhere in the report, before or behind, leaves the ids alone.
    longer = dataclasses.replace(document("Une phrase de plus. " + text), id=document(text).id)
    assert [row.id for row in floors.load_reader().read(longer).found.memberships] == [
        row.id for row in dated.memberships
    ]


SEEDED = """\
import floors
from exactness import digest
for file in floors.case_files()[:1]:
    for case in floors.load_yaml(file, list[floors.Case]):
        print(case.id, digest(floors.load_reader().read(floors.document_of(case))))
"""


def test_rows_hang_on_no_hash_seed() -> None:
    folders = [str(Path(floors.__file__).parent), str(Path(__file__).parent)]
    paths = [*folders, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join(paths)}
    done = subprocess.run([sys.executable, "-c", SEEDED], env=environment, capture_output=True, text=True, check=True)
    first = floors.case_files()[0].stem
    here = [f"{item.case.id} {digest(item.read)}" for item in floors.judge_cases() if item.read and item.file == first]
    assert done.stdout.splitlines() == here


# --- texts made to break a reader -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("piece", "count"), hostile.PAGES.values(), ids=hostile.PAGES)
def test_long_texts_are_read(piece: str, count: int) -> None:
    check(read(piece * count, "2024-06-25"))


def test_quotations_ten_deep_are_one_and_their_words_are_read() -> None:
    reading = read("« Selon lui, " * 10 + "la Suède a rejoint l'Otan" + " »" * 10 + ", a-t-il dit.")
    check(reading)
    assert len(reading.text.quotations) == 1
    assert [(row.member, row.organisation) for row in reading.found.memberships] == [("SWE", "NATO")]


ODD = [*"«’. \n\x00\ufeff\ud800", "", "\u200b" * 50, "a\u0301" * 200, "\U0001f600" * 200, "Ⅻ ﬁ İ ß ŉ"]


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_odd_texts_are_read(text: str) -> None:
    check(read(text))
