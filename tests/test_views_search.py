"""Words looked for, the index over a record's words, and documents found by them. All texts are invented."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import RecordBuilder
from hypothesis import given
from hypothesis import strategies as st
from spoken_rows import add_report

import dragoman
from dragoman.errors import DateError, QueryError
from dragoman.kept_folders import find_folder, is_whole, keep
from dragoman.model.dates import Date
from dragoman.model.names import fold
from dragoman.record.reading import Record
from dragoman.record.scope import Scope
from dragoman.record_opening import open_record
from dragoman.register import load_register
from dragoman.views import full_text as full_text_module
from dragoman.views.full_text import FullText, full_text, index_texts
from dragoman.views.search import search_documents
from dragoman.views.statements import choose_statements
from dragoman.views.words import Wanted, find_hits, iter_excerpts, key_of, keys_of, read_wanted


def forget_kept() -> None:
    full_text_module._kept.clear()


WORDS = st.sampled_from(
    ["Traité", "traite", "l'Otan", "OTAN", "Лавров", "лаврова", "cœur", "coeur", "cessez-le-feu", "feu", "«", "2024"]
)
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)


def hits(text: str, wanted: str) -> list[str]:
    return [text[start:end] for start, end in find_hits(text, read_wanted(wanted))]


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("Le Général et les généraux", "general", ["Général"]),
        ("Le Général et les généraux", "GENER*", ["Général", "généraux"]),
        ("Сергей Лавров, ЛАВРОВУ", "лавров", ["Лавров"]),
        ("Алексей Королёв", "алексеи королев", ["Алексей", "Королёв"]),
        ("au cœur de l'Otan", "coeur otan", ["cœur", "Otan"]),
        ("un cessez-le-feu ; le feu", "cessez-le-feu", ["cessez-le-feu"]),
        ("tout dialogue, dialogue tout", '"dialogue tout"', ["dialogue tout"]),
        ("l’ＯＴＡＮ ﬁnit", "otan finit", ["ＯＴＡＮ", "ﬁnit"]),
        ("se\u0301curite\u0301 sé\u00adcurité", "sécurité", ["se\u0301curite\u0301", "sé\u00adcurité"]),
        ("la paix la paix la", "« la paix la »", ["la paix la paix la"]),
        ("rien", "tout", []),
    ],
)
def test_words_are_found_whatever_their_case_and_accents(text: str, wanted: str, found: list[str]) -> None:
    assert hits(text, wanted) == found


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_words_stand_in_the_text_and_find_themselves(text: str) -> None:
    keys = keys_of(text)
    assert all(key == key_of(key) for key in keys if key)
    if all(keys) and keys and not set(text) & set('"*'):
        assert find_hits(text, read_wanted(f'"{text}"'))


@given(st.text(alphabet="abcéèàçñйёъ'’АЯŁłø ", max_size=30))
def test_words_are_compared_as_names_are(text: str) -> None:
    assert " ".join(keys_of(text)) == " ".join(fold(text).replace("'", " ").split())


def test_an_excerpt_is_a_part_of_the_text() -> None:
    text = "Début. " + "mot " * 200 + "le traité signé puis le traité rompu " + "mot " * 200 + "traité"
    (first, second) = iter_excerpts(text, find_hits(text, read_wanted("traite")), around=60, most=2)
    for excerpt in (first, second):
        shown = "".join(piece.text for piece in excerpt.pieces)
        assert text[excerpt.start :].startswith(shown) and len(shown) < 250
    assert [sum(bool(piece.covering) for piece in each.pieces) for each in (first, second)] == [2, 1]


def index_of(texts: list[str]) -> FullText:
    weights = {"words": 1.0}
    rows = [(str(number), text) for number, text in enumerate(texts)]
    index, ids = index_texts(weights, rows, None)
    return FullText(index, weights, ids)


@given(
    texts=st.lists(TEXTS, min_size=1, max_size=6),
    asked=st.lists(st.one_of(WORDS, TEXTS.map('"{}"'.format)), min_size=1, max_size=2),
)
def test_the_index_finds_what_the_text_holds(texts: list[str], asked: list[str]) -> None:
    try:
        wanted = read_wanted(" ".join(asked))
    except QueryError:
        return
    found = sorted(index_of(texts).find(wanted))
    holding = [
        str(number)
        for number, text in enumerate(texts)
        if all(find_hits(text, Wanted((phrase,))) for phrase in wanted.phrases)
    ]
    assert found == holding


@pytest.fixture
def record(builder: RecordBuilder) -> Record:
    add_report(builder)
    builder.add("traite.txt", title="Le traité de Minsk", text="Rien.", published="2024-07-01", outlet="La Gazette")
    builder.add("note.txt", text="Le traité, encore le TRAITE, à Minsk. " + "Rien. " * 60 + "Traité.", published="2024")
    builder.add("sans.txt", text="Un traité sans date, signé à Minsk.")
    return open_record(builder.write())


def sources(record: Record, words: str, **limits: str) -> list[str]:
    return [found.source for found in search_documents(record, words, **limits).rows()]


def test_documents_are_found_by_title_and_text(record: Record) -> None:
    found = search_documents(record, '"traite de" minsk')
    (first,) = found.rows()
    assert first.title is not None and found.count() == 1
    assert [(piece.text, bool(piece.covering)) for piece in first.title] == [
        ("Le ", False), ("traité de", True), (" ", False), ("Minsk", True),
    ]  # fmt: skip
    assert (first.source, first.outlet, first.n_hits, first.excerpts) == ("/press/traite.txt", "La Gazette", 0, ())
    assert sources(record, "traite")[0] == "/press/traite.txt", "a title tells most"
    (note,) = (each for each in search_documents(record, "traite").rows() if each.source == "/press/note.txt")
    assert note.title is None and note.n_hits == 3 and len(note.excerpts) == 2
    assert sources(record, "absent") == []


def test_documents_are_limited_by_publication(record: Record) -> None:
    assert set(sources(record, "traite minsk")) == {"/press/traite.txt", "/press/note.txt", "/press/sans.txt"}
    assert set(sources(record, "traite", start="2024-07")) == {"/press/traite.txt", "/press/note.txt"}
    assert sources(record, "traite", end="2024-06-30") == ["/press/note.txt"]
    with pytest.raises(DateError):
        sources(record, "traite", end="hier")
    with pytest.raises(QueryError, match="no word"):
        sources(record, " ")


def test_pages_follow_each_other(record: Record) -> None:
    found = search_documents(record, "minsk")
    assert [row.id for at in range(4) for row in found.rows(count=1, cursor=at)] == [row.id for row in found.rows()]
    assert found.count() == 4


def test_what_is_not_known_is_not_found(record: Record) -> None:
    with record.within(Scope(Date.parse("2024-06-30"))) as known:
        assert sources(known, "traite") == []
        assert [row.act for row in choose_statements(known, load_register(), words="dialogue").rows()] == ["accuse"]
    with record.within(Scope(Date.parse("2024-06-01"))) as known:
        assert choose_statements(known, load_register(), words="dialogue").count() == 0


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def fresh() -> Iterator[None]:
    """No index of an earlier question in memory."""
    forget_kept()
    yield
    forget_kept()


def ask(record: Record, folder: Path) -> list[str]:
    forget_kept()
    return full_text(record, "documents", worth_keeping=1, folder=folder).rank(read_wanted("traite"))


@pytest.mark.usefixtures("fresh")
def test_an_index_is_kept_on_disk_and_used_again(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cache"
    first = ask(record, folder)
    assert len(first) == 3
    (name,) = kept(folder)
    monkeypatch.setattr(full_text_module, "index_texts", lambda *_: pytest.fail("it is made anew"))
    assert ask(record, folder) == first and kept(folder) == [name]
    assert not list(record.path.glob("**/*.arrow")), "nothing is written into the record"


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("damage", ["cut", "changed", "removed", "list"])
def test_a_damaged_index_is_made_anew(record: Record, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "cache"
    first = ask(record, folder)
    (place,) = folder.iterdir()
    file = max(place.glob("*.term" if damage != "list" else "whole.json"), key=lambda path: path.stat().st_size)
    data = file.read_bytes()
    if damage == "removed":
        file.unlink()
    else:
        file.write_bytes(data[:-3] if damage == "cut" else bytes([data[0] ^ 1]) + data[1:])
    assert not is_whole(place)
    assert ask(record, folder) == first
    assert is_whole(place) and kept(folder) == [place.name]


@pytest.mark.usefixtures("fresh")
def test_where_nothing_can_be_kept_the_index_is_in_memory(record: Record, tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("no folder", encoding="utf-8")
    assert len(ask(record, taken / "cache")) == 3
    assert kept(tmp_path) == ["file", "record"]


@pytest.mark.usefixtures("fresh")
def test_a_small_record_leaves_the_disk_alone(record: Record, tmp_path: Path) -> None:
    assert len(full_text(record, "documents", folder=tmp_path / "cache").rank(read_wanted("traite"))) == 3
    assert not (tmp_path / "cache").exists()


@pytest.mark.usefixtures("fresh")
def test_another_program_may_keep_it_meanwhile(record: Record, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    first = ask(record, folder)
    (place,) = folder.iterdir()
    standing = kept(place)

    def make(aside: Path) -> None:
        index_texts({"title": 3.0, "text": 1.0}, [("1", "", "traité")], aside)

    assert keep(folder, place.name, make), "the whole one that stood there first is used"
    assert kept(place) == standing and kept(folder) == [place.name]
    assert ask(record, folder) == first


@pytest.mark.usefixtures("fresh")
def test_the_indexes_used_last_stay(record: Record, tmp_path: Path) -> None:
    folder = tmp_path / "cache"

    def make(aside: Path) -> None:
        index_texts({"words": 1.0}, [("1", "traité")], aside)

    assert keep(folder, "statements-0", make)
    for number in range(12):
        assert keep(folder, f"documents-{number}", make)
        for path in folder.iterdir():
            # The order of use in nanoseconds may be too fine for the disk.
            os.utime(path, (int(path.name.rpartition("-")[2]),) * 2)
    assert kept(folder) == sorted([*(f"documents-{number}" for number in range(8, 12)), "statements-0"])


def test_the_folder_is_the_readers_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert find_folder() == tmp_path / "dragoman"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert find_folder() == tmp_path / "home" / ".cache" / "dragoman"


@pytest.mark.usefixtures("fresh")
def test_a_record_that_grows_is_indexed_anew(builder: RecordBuilder) -> None:
    builder.add("a.txt", text="Un traité.")
    before = open_record(builder.write())
    assert sources(before, "traite") == ["/press/a.txt"]
    builder.add("b.txt", text="Un autre traité.")
    after = open_record(builder.write())
    assert sources(after, "traite autre") == ["/press/b.txt"] and sources(before, "traite") == ["/press/a.txt"]


@pytest.mark.usefixtures("fresh")
def test_what_people_judge_wrong_goes_and_comes_back(builder: RecordBuilder) -> None:
    add_report(builder)
    path = builder.write()
    with open_record(path) as record:
        (said,) = choose_statements(record, load_register(), words="dialogue").rows()
    dragoman.judge(path, "wrong", said.id, why="test", who="R. Okafor")
    forget_kept()
    with open_record(path) as record:
        assert choose_statements(record, load_register(), words="dialogue").count() == 0
        with record.within(Scope(), judged=False) as unjudged:
            assert choose_statements(unjudged, load_register(), words="dialogue").count() == 1
