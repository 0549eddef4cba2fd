"""The pages of actors: search, names, lanes of time, dealings counted by fact. People and quotations are invented."""

from pathlib import Path

import pytest
from conftest import RecordBuilder, membership, mention, occupancy
from web_rows import event, open_client, rows_of, statement

from dragoman.model.dates import Date
from dragoman.record.scope import Scope
from dragoman.record_opening import open_record
from dragoman.register import load_register
from dragoman.views.actors import search_actors
from dragoman.views.career import get_career
from dragoman.views.dealings import Dealing, DealingMonth, list_dealings

HOSTILE = "<script>alert(1)</script>\u202e=cmd()"


@pytest.fixture
def record(builder: RecordBuilder) -> Path:
    talks = event("CONSULT", (("ivo-testov", "RUS"), ("RUS", "RUS")), (("BLR", "BLR"),), "2024-06-25")
    builder.add("a.txt", published="2024-06-25", **rows_of(talks), mentions=[mention("ivo-testov")])
    builder.add(
        "b.txt",
        published="2024-06-26",
        **rows_of(
            talks,
            event("CONSULT", ("RUS", "BLR"), (), "2024-05"),
            event("THREATEN", ("RUS",), ("BLR",), "2024-05-03"),
            event("ACCUSE", ("RUS",), ("BLR",)),
            event("COOPERATE", ("RUS", "BLR"), (), "2023"),
            event("ASSAULT", ("RUS",), ("BLR",), "2024-05-04", modality="planned"),
            event("AID", ("CHN",), ("RUS",), "2024-06-01"),
        ),
        memberships=[membership("BLR", "CSTO", "full", "2024-06-25")],
        occupancies=[occupancy("ivo-testov", "ambassador", "RUS", "2024-06-25", bears="starts")],
        statements=[statement("RUS", HOSTILE, "2024-06-25")],
    )
    return builder.write()


def test_dealings_count_facts_by_counterpart_and_month(record: Path) -> None:
    with open_record(record) as found:
        dealings = list_dealings(found, load_register(), "Russie")
        assert dealings.counterparts == 2
        # The talks that two reports tell are one fact, the planned assault is none; the year is dated but in no month.
        assert dealings.rows[0] == Dealing(
            "BLR", "Belarus", 3, 1, 1, (DealingMonth("2024-05", 1, 1), DealingMonth("2024-06", 1, 0))
        )
        assert [(row.party, row.cooperation, row.conflict) for row in dealings.rows[1:]] == [("CHN", 1, 0)]
        # A state does not deal with those who hold its offices, nor they with it.
        assert [row.party for row in list_dealings(found, load_register(), "ivo-testov").rows] == ["BLR"]
        in_may = list_dealings(found, load_register(), "RUS", start="2024-05", end="2024-05")
        assert [(row.party, row.cooperation, row.conflict, row.undated) for row in in_may.rows] == [("BLR", 1, 1, 1)]
        assert list_dealings(found, load_register(), "RUS", count=1).counterparts == 2


def test_the_register_is_told_as_it_could_be_known(record: Path) -> None:
    def days(known: str) -> list[tuple[str, object, object]]:
        with (
            open_record(
                record,
            ) as whole,
            whole.within(Scope(Date.parse(known))) as found,
        ):
            lanes = get_career(found, load_register(), "UZB").lanes
            own = [lane for lane in lanes if lane.party == "CSTO" and lane.whose == "own"]
            return [(span.relation, span.date_from, span.date_to) for lane in own for span in lane.spans]

    early, late = days("2008"), days("2020")
    assert early and all(span in late or span[2] is None for span in early) and len(early) < len(late)
    assert early[-1][2] is None and late[-1][0] == "withdrawn"


def test_an_actor_page_tells_names_lanes_dealings_and_statements(record: Path) -> None:
    with open_client(record) as client:
        page = client.get("/actor/Biélorussie?known=2024-06-30").text
        assert "<h1>Belarus" in page and 'lang="ru">Беларусь' in page
        assert "/actor/CSTO?known=2024-06-30" in page and "<svg" in page and "style=" not in page
        found = client.get("/actor/BLR.json").json()
        lane = next(lane for lane in found["career"]["lanes"] if lane["party"] == "CSTO")
        assert [span["side"] for span in lane["spans"]] == ["register", "record"]
        assert found["dealings"]["rows"][0]["party"] == "RUS"
        lines = client.get("/api/actor/BLR").json()
        assert lines["total"] == len(lines["items"]) and {"register", "record"} <= {
            row["side"] for row in lines["items"]
        }
        assert "Une seule" not in page and "membres" not in page
        french = client.get("/actor/BLR?lang=fr").text
        assert "<h1>Biélorussie" in french and "Avec qui il traite" in french and "/actor/RUS?lang=fr" in french


def test_hostile_words_do_nothing(record: Path) -> None:
    with open_client(record) as client:
        for address in ("/actor/RUS", "/facts?kind=statement", "/actors?q=" + "%3Cscript%3E"):
            page = client.get(address).text
            assert "<script>alert" not in page and "\u202e" not in page and "<script>&" not in page
        assert "&lt;script&gt;alert" in client.get("/facts?kind=statement").text
        value = client.get("/facts.csv?kind=statement").text
        assert "\n=cmd" not in value and ",=cmd" not in value


def test_the_search_goes_on_to_the_only_one_of_that_name(record: Path) -> None:
    with open_client(record) as client:
        sent = client.get("/actors?q=bielorussie&known=2024-06-30")
        assert (sent.status_code, sent.headers["location"]) == (303, "/actor/BLR?known=2024-06-30")
        listed = client.get("/actors?q=Luxembourg")
        assert listed.status_code == 200 and "/actor/LUX" in listed.text and "/actor/LUXEMBOURG" in listed.text
        assert "/actor/BLR" in client.get("/actors?q=Bielorussi").text
        near = client.get("/actors?q=Bielorusie").text
        assert "/actor/BLR" in near and "Nobody is called" in near
        assert "Neither the register nor the record" in client.get("/actors?q=qqqqxxxx").text
        assert client.get("/actors").status_code == 200
        assert client.get("/actors.json?q=bielorussie").json()["rows"]["rows"][0]["id"] == "BLR"
        assert client.get("/").text.count('role="search"') == 1


def test_names_are_found_by_the_beginning_of_any_word(record: Path) -> None:
    with open_record(record) as found:
        hits = search_actors(found, load_register(), "лавро")
        assert hits[0].id == "sergey-lavrov" and hits[0].how == "begins"
        assert search_actors(found, load_register(), " ,. ") == []
        assert search_actors(found, load_register(), "BLR")[0].met


@pytest.mark.parametrize(
    ("name", "status", "suggested"),
    [("RUSS", 404, "/actor/RUS"), ("Congo", 422, "/actor/COD"), ("qqqqxxxx", 404, None)],
)
def test_a_name_of_nobody_or_of_several_is_a_problem_with_ways_on(
    record: Path, name: str, status: int, suggested: str | None
) -> None:
    with open_client(record) as client:
        answer = client.get(f"/actor/{name}?known=2024-06-30")
        assert answer.status_code == status
        assert suggested is None or f"{suggested}?known=2024-06-30" in answer.text
        told = client.get(f"/actor/{name}.json")
        assert told.status_code == status and told.headers["content-type"] == "application/problem+json"
