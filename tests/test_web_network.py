"""The network of a day: which ties there are and on whose word, which nodes are shown, and how they are drawn."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import RecordBuilder, membership
from hypothesis import given, settings
from hypothesis import strategies as st
from met_rows import write_met
from starlette.testclient import TestClient

from dragoman.errors import QueryError, UnknownNameError
from dragoman.model.dates import Date
from dragoman.record.reading import Record
from dragoman.record.scope import Scope
from dragoman.record_opening import open_record
from dragoman.register import load_register
from dragoman.views.network import Network, find_network
from dragoman.web.app import create_app
from dragoman.web.layout import HEIGHT, WIDTH, line_between, place_nodes
from dragoman.web.room import Room

REGISTER = load_register()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_met(tmp_path_factory.mktemp("met") / "record")


@pytest.fixture(scope="module")
def record(path: Path) -> Iterator[Record]:
    with open_record(path) as record:
        yield record


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    room = Room(path)
    yield TestClient(create_app(room, hosts=["testserver"]), raise_server_exceptions=False)
    room.close()


def find(record: Record, on: str | None = "2024-06-26", **limits: Any) -> Network:
    found = find_network(record, REGISTER, on, **limits)
    assert found is not None
    return found


def ties(found: Network, kind: str) -> dict[tuple[str, str], Any]:
    return {(tie.one, tie.other): tie for tie in found.ties if tie.kind == kind}


def test_members_are_told_on_the_word_of_register_and_record(record: Record) -> None:
    found = find(record, organisations=["OTSC"])
    members = ties(found, "member")
    assert members["BLR", "CSTO"].word == "both" and members["KAZ", "CSTO"].word == "register"
    assert members["ARM", "CSTO"].what == "suspended"
    assert members["BLR", "CSTO"].since == "1993-12-31", "that it holds tells not since when"
    assert {source.side for source in members["BLR", "CSTO"].sources} == {"register", "record"}
    observer = ties(found, "associate")["IND", "CSTO"]
    assert (observer.word, observer.what, observer.since) == ("record", "observer", None)
    assert {node.id for node in found.nodes} == {"CSTO", "ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK", "IND"}
    assert found.nodes[0].id == "CSTO", "what was asked for stands first"


def test_what_register_and_record_contradict_is_told_as_contested(builder: RecordBuilder) -> None:
    left = membership("KAZ", "CSTO", "withdrawn", "2024-06-20", bears="starts")
    builder.add("x.txt", published="2024-06-20", memberships=[left])
    with open_record(builder.write()) as record:
        tie = ties(find(record, organisations=["CSTO"]), "member")["KAZ", "CSTO"]
        assert tie.word == "contested" and len(tie.sources) == 2


def test_pledges_in_force_tie_parties_to_each_other_or_to_their_organisation(record: Record) -> None:
    pledges = ties(find(record, organisations=["CSTO"]), "pledge")
    assert pledges["BLR", "CSTO"].what == "Collective Security Treaty" and pledges["BLR", "CSTO"].since == "1994-04-20"
    assert ("ARM", "RUS") in pledges and ("IND", "CSTO") not in pledges
    before = ties(find(record, "1990-01-01", organisations=["CSTO"]), "pledge")
    assert before == {}
    ukraine = ties(find(record, "2015-06-01", actor="UKR"), "pledge")
    assert ("RUS", "UKR") in ukraine and ("UKR", "BUDAPEST_MEMORANDUM") in ukraine
    assert ("RUS", "UKR") not in ties(find(record, "2020-06-01", actor="UKR"), "pledge"), "it ended in 2019"


def test_meetings_are_those_told_as_having_happened_within_the_window(record: Record) -> None:
    met = ties(find(record), "meeting")
    assert sorted(met) == [("BLR", "RUS"), ("RUS", "USA")], "neither the planned nor the undated one"
    assert met["BLR", "RUS"].times == 1, "one meeting in two reports"
    assert (met["BLR", "RUS"].since, met["BLR", "RUS"].until) == ("2024-06-25", "2024-06-25")
    assert sorted(ties(find(record, window=1), "meeting")) == [("BLR", "RUS")]
    assert ties(find(record, "2024-06-24", window=0), "meeting") == {}


def test_from_an_actor_only_what_can_be_reached_is_shown(record: Record) -> None:
    near = find(record, actor="États-Unis", kinds=["meeting"])
    assert {node.id for node in near.nodes} == {"USA", "RUS"}
    far = find(record, actor="États-Unis", kinds=["meeting"], steps=2)
    assert {node.id for node in far.nodes} == {"USA", "RUS", "BLR"}
    alone = find(record, actor="Tuvalu", kinds=["meeting"])
    assert [node.id for node in alone.nodes] == ["TUV"] and alone.ties == ()


def test_those_tied_best_are_shown_and_the_others_counted(record: Record) -> None:
    whole = find(record, organisations=["UN"], most=1_000)
    some = find(record, organisations=["UN"], most=20)
    assert len(some.nodes) <= 20 and some.nodes[0].id == "UN" and whole.left_out == 0
    assert some.left_out == len(whole.nodes) - len(some.nodes) > 100
    shown = {node.id for node in some.nodes}
    assert all({tie.one, tie.other} <= shown for tie in some.ties)


def test_the_register_is_silent_where_it_may_not_be_asked(path: Path) -> None:
    for scope in (Scope(Date.parse("2024-06-25")), Scope(sources=("Dépêche Atlas",))):
        with open_record(path, scope=scope) as record:
            found = find(record, "2024-06-26")
            assert not found.pledges_known and all(tie.word == "record" for tie in found.ties)
    with open_record(path, scope=Scope(Date.parse("2024-06-25"))) as record:
        assert find(record, None).on.isoformat() == "2024-06-25"


def test_without_a_day_the_latest_proved_one_is_taken(record: Record, builder: RecordBuilder) -> None:
    assert find(record, None).on.isoformat() == "2024-06-26"
    builder.add("undated.txt")
    with open_record(builder.write()) as empty:
        assert find_network(empty, REGISTER) is None


def test_faults_in_asking_say_what_to_do(record: Record) -> None:
    with pytest.raises(QueryError, match="not one day"):
        find_network(record, REGISTER, "2024-06")
    with pytest.raises(UnknownNameError, match="CSTO"):
        find_network(record, REGISTER, "2024-06-26", organisations=["OTSCC"])
    with pytest.raises(QueryError, match="not an organisation"):
        find_network(record, REGISTER, "2024-06-26", organisations=["Mali"])


def test_the_page_draws_the_network_and_tells_it_in_tables(client: TestClient) -> None:
    page = client.get("/network?on=2024-06-26&organisation=OTSC&known=2024-07").text
    nodes = page.count('<a class="node ')
    assert nodes == 8 and page.count("<line ") > 8
    assert 'href="/actor/BLR?on=2024-06-26&amp;known=2024-07"' in page
    assert "style=" not in page and 'aria-label="Belarus, tied to' in page
    for words in (
        "Members (6)",
        "Observers, partners, candidates (1)",
        "Pledges in force",
        "Meetings (1)",
        "1993-12-31",
    ):
        assert words in page
    assert 'href="/fact/' in page and 'href="/document/' in page and "register and record" in page
    api = client.get("/api/network?on=2024-06-26&organisation=OTSC").json()
    assert api["total"] == page.count('<th scope="row">')
    assert client.get("/network.csv?on=2024-06-26").text.startswith("one,one_label,other,other_label,kind,word")


def test_the_page_speaks_french_and_tells_what_is_wrong(client: TestClient) -> None:
    french = client.get("/network?lang=fr&organisation=OTSC").text
    assert "Biélorussie" in french and "Engagements en vigueur" in french and "Au 2024-06-26" in french
    html = {"accept": "text/html"}
    assert client.get("/network?on=2024", headers=html).status_code == 422
    missing = client.get("/network?on=2024-06-26&organisation=OTSCC", headers=html)
    assert missing.status_code == 404 and "CSTO" in missing.text
    assert client.get("/network?nodes=500").status_code == 422
    assert client.get("/network?steps=3").status_code == 422
    nothing = client.get("/network?on=1900-01-01&tie=meeting")
    assert nothing.status_code == 200 and "Nothing fits" in nothing.text


def test_a_network_is_drawn_the_same_every_time(client: TestClient) -> None:
    place_nodes.cache_clear()
    first = client.get("/network.json?on=2024-06-26").json()["places"]
    place_nodes.cache_clear()
    assert client.get("/network.json?on=2024-06-26").json()["places"] == first and first


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 40), st.sets(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=80))
def test_nodes_stand_within_the_drawing_and_apart(count: int, pairs: set[tuple[int, int]]) -> None:
    nodes = tuple((f"n{at}", "Name" * (at % 4 + 1)) for at in range(count))
    tied = tuple(sorted((f"n{one}", f"n{other}") for one, other in pairs if one < other < count))
    places = place_nodes(nodes, tied)
    assert [each.id for each in places] == [id for id, _ in nodes]
    assert all(0 <= each.x <= WIDTH and 0 <= each.y <= HEIGHT for each in places)
    assert len({(each.x, each.y) for each in places}) == count


def test_lines_between_the_same_two_lie_beside_each_other() -> None:
    one, other = place_nodes((("a", "A"), ("b", "B")), (("a", "b"),))
    lines = {line_between(one, other, at, 3) for at in range(3)}
    assert len(lines) == 3 and line_between(one, other, 1, 3).x1 == one.x
