"""What the register decides while a text is read: who holds an office on that day, and what it never decides: ids."""

import hashlib
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import floors
import pytest
from floors import Reading
from test_register import FILES, write

from dragoman.mentions.reading import MentionReader
from dragoman.model.dates import Date
from dragoman.model.document import Document
from dragoman.register.loading import read_register

# The same register under other ids: whoever is meant, the words are the same.
RENAMED = {"CLUB": "GUILD", "jane-doe": "jeanne-d", "john-roe": "j-r", "ann-poe": "a-poe", "COD": "AGO", "FRA": "PRT"}


@cache
def made_reader(renamed: bool = False) -> MentionReader:
    """A reader with the small register of the register's own tests."""
    files = dict(FILES)
    for old, new in RENAMED.items() if renamed else ():
        files = {name: text.replace(old, new) for name, text in files.items()}
    with TemporaryDirectory() as folder:
        register = read_register(write(Path(folder), **files))
    return MentionReader(floors.load_reader().parser, register)


def read(text: str, published: str | None = None, *, renamed: bool = False) -> Reading:
    identity = hashlib.sha256(text.encode()).hexdigest()
    document = Document(identity, "made.txt", text, "fr", published=Date.parse(published) if published else None)
    found = made_reader(renamed).read(document)
    return Reading(found, floors.load_reader().assertions.read(found, "reading"))


def holder(text: str, published: str | None) -> str | None:
    """Who the words "président français" stand for."""
    at = text.index("président français")
    found = {m.actor for m in read(text, published).text.mentions if m.start <= at < m.end and m.kind == "role"}
    assert len(found) <= 1
    return found.pop() if found else None


# --- who holds an office --------------------------------------------------------------------------------------------

ROLE = "Le président français a déclaré que la situation était grave."


@pytest.mark.parametrize(
    ("published", "person"),
    [
        ("2012-03-01", "jane-doe"),
        ("2012", "jane-doe"),
        ("2015-06-01", "jane-doe"),
        ("2015-06-15", None),  # left "in June": possible, not sure
        ("2015-07-15", None),
        ("2015-07-31", "john-roe"),
        ("2020-01-01", None),  # the day of the change
        ("2020-01-02", "ann-poe"),
        ("2015", None),  # two of them in the days that the report may date from
        ("2012/..", None),
        ("2021/..", "ann-poe"),
        ("2005", None),
        (None, None),
    ],
)
def test_a_title_alone_is_a_person_where_every_day_gives_the_same(published: str | None, person: str | None) -> None:
    assert holder(ROLE, published) == person


def test_who_is_named_in_the_report_comes_before_the_register() -> None:
    text = "Le président français Jean Dupont est arrivé. " + ROLE
    actors = {mention.actor for mention in read(text, "2012").text.mentions}
    assert "~jean dupont" in actors and "jane-doe" not in actors


def test_a_title_alone_gives_no_occupancy() -> None:
    assert read(ROLE, "2012").found.occupancies == []


@pytest.mark.parametrize("published", ["2012", "2018", None])
def test_what_the_text_says_holds_against_the_register(published: str | None) -> None:
    (row,) = read("Le président français John Roe est arrivé.", published).found.occupancies
    assert (row.person, row.position, row.of, row.bears) == ("john-roe", "president", "FRA", "holds")


# --- ids ------------------------------------------------------------------------------------------------------------

REPORT = (
    "La France a rejoint le Club des États en 1975. Le CDE, fondé le 28 mai 1975, a son siège à Paris. "
    "La France a suspendu sa participation au CDE. La RDC est observateur au CDE. "
    "Jane Doe a été élue présidente de la France. Le ministre français des Affaires étrangères, Jean Dupont, l'a dit."
)


def test_ids_hold_no_actor_ids() -> None:
    ours, theirs = (read(REPORT, "2012", renamed=renamed).found for renamed in (False, True))
    for kind in ("memberships", "occupancies", "attributes"):
        rows = getattr(ours, kind)
        assert rows, kind
        assert [row.id for row in rows] == [row.id for row in getattr(theirs, kind)], kind
    assert [row.member for row in ours.memberships] != [row.member for row in theirs.memberships]
    assert [argument.assertion for argument in ours.arguments] == [argument.assertion for argument in theirs.arguments]


def test_ids_do_not_hang_on_what_is_known_of_the_day() -> None:
    ids = {
        tuple(row.id for row in (*found.memberships, *found.occupancies, *found.attributes))
        for found in (read(REPORT, published).found for published in ("2012", "2018-05", None))
    }
    assert len(ids) == 1


def test_ids_are_32_hexadecimal_digits() -> None:
    found = read(REPORT).found
    for row in (*found.memberships, *found.occupancies, *found.attributes):
        assert len(row.id) == 32 and int(row.id, 16) >= 0
