"""Today's picture, facts and documents: what is new, what rests on one source, paging, days that nobody guesses."""

import datetime as dt
from pathlib import Path

import pytest
from conftest import RecordBuilder, attribute, membership, occupancy
from web_rows import event, open_client, rows_of, statement

from dragoman.errors import QueryError, UnknownNameError
from dragoman.record_opening import open_record
from dragoman.register import load_register
from dragoman.views.facts import choose_contradictions, choose_facts, list_contradictions, list_facts
from dragoman.views.today import find_picture


@pytest.fixture
def record(builder: RecordBuilder) -> Path:
    builder.add("old.txt", published="2024-06-01", memberships=[membership("BLR", "CSTO", "full", "2024-05-01")])
    builder.add("vague.txt", published="2024", attributes=[attribute("CSTO", "seat", "Moscou")])
    builder.add("undated.txt", memberships=[membership("RUS", "BRICS", "full")])
    builder.add(
        "new.txt",
        published="2024-06-25",
        **rows_of(
            event("CONSULT", ("RUS", "BLR"), (), "2024-06-24"),
            event("THREATEN", ("RUS",), ("LTU",), "2024-06-23"),
            event("CONSULT", ("RUS", "CHN"), (), "2024-06-23", modality="planned"),
            event("CONSULT", ("RUS", "CHN"), (), "2024-06"),
        ),
        memberships=[membership("BLR", "CSTO", "full", "2024-05-01"), membership("SRB", "CSTO", "full", "2024-06-20")],
        occupancies=[occupancy("ivo-testov", "ambassador", "RUS", "2024-06-20")],
        statements=[statement("ivo-testov", "Un mot.", "2024-06-20")],
    )
    builder.add("other.txt", published="2024-06-20", memberships=[membership("SRB", "CSTO", "none", "2024-06-20")])
    return builder.write()


def test_the_picture_is_of_the_last_days_that_are_proved(record: Path) -> None:
    with open_record(record) as found:
        picture = find_picture(found, load_register())
        assert picture is not None
        assert (picture.since, picture.until) == (dt.date(2024, 6, 19), dt.date(2024, 6, 25))
        assert [document.source for document in picture.documents] == ["/press/new.txt", "/press/other.txt"]
        # What was known before is not new, whoever repeats it.
        assert not any(fact.subject == "BLR" for fact in picture.facts) and picture.n_facts == len(picture.facts) == 8
        assert [fact.kind for fact in picture.single[:2]] == ["occupancy", "event"]
        assert picture.single[1].relation == "THREATEN"
        assert picture.n_contested == 1 and picture.contested[0].type == "membership"
        # Events of these days that are told as having happened; a month is no day of them.
        assert [(row.type, row.facts) for row in picture.types] == [("CONSULT", 1), ("THREATEN", 1)]
        assert [(row.one, row.other) for row in picture.pairs] == [("BLR", "RUS"), ("LTU", "RUS")]
        assert find_picture(found, load_register(), "2024-06-01", "2024-06-10").n_facts == 1  # type: ignore[union-attr]
        with pytest.raises(QueryError, match="lies after"):
            find_picture(found, load_register(), "2024-07", "2024-06")


def test_the_first_page_tells_its_days_and_leads_on(record: Path) -> None:
    with open_client(record) as client:
        page = client.get("/?sources=x").status_code
        assert page == 422, "a source that nothing comes from"
        page = client.get("/?known=2024-06-25").text
        assert "from 2024-06-19 to 2024-06-25" in page and "New: 2 documents" in page
        assert "/facts?known=2024-06-25&amp;since=2024-06-19&amp;until=2024-06-25&amp;status=single" in page
        assert "meets or consults" in page and "2 independent" not in page
        assert "from 2024-05-26 to 2024-06-01" in client.get("/?known=2024-06-05").text
        french = client.get("/?lang=fr&since=2024-06-01").text
        assert "Ce qui est paru du 2024-06-01 au 2024-06-25" in french and "rencontre ou consulte" in french
        assert client.get("/?since=2024-07-01").status_code == 422
        assert client.get("/api/today").json()["total"] == 8


def test_facts_are_paged_and_keep_what_was_asked(record: Path) -> None:
    with open_client(record) as client:
        first = client.get("/facts?rows=4&kind=membership&kind=event").text
        assert "1–4 of" in first and "cursor=4" in first and "kind=membership&amp;kind=event" in first
        rows = client.get("/api/facts?rows=4&kind=membership&kind=event").json()
        again = client.get(rows["next"]).json()
        assert rows["total"] == again["total"] == 8
        assert not {row["id"] for row in rows["items"]} & {row["id"] for row in again["items"]}
        assert client.get("/api/facts?status=contested").json()["total"] == 2
        assert client.get("/api/facts?type=threaten").json()["items"][0]["recipients"] == ["LTU"]
        assert client.get("/api/facts?since=2024-06-20&until=2024-06-20").json()["total"] == 1
        assert client.get("/facts?type=threatenn").status_code == 404
        assert "Nothing fits" in client.get("/facts?actor=FRA").text


def test_a_fact_tells_every_row_and_what_contradicts_it(record: Path) -> None:
    with open_client(record) as client:
        fact = client.get("/api/facts?status=contested").json()["items"][0]
        page = client.get(f"/fact/{fact['id']}?known=2024-06-30")
        assert page.status_code == 200 and '<blockquote lang="fr">Un texte' in page.text
        assert "the other fact" in page.text and "?known=2024-06-30" in page.text
        by_row = client.get(f"/fact/{fact['assertions'][0][:12]}.json").json()
        assert by_row["fact"]["id"] == fact["id"] and by_row["told"]["rows"][0]["reason"] == "first told"
        assert client.get("/fact/ffffffffffff").status_code == 404
        assert client.get("/fact/f").status_code == 422


def test_what_the_register_says_stands_against_a_fact(builder: RecordBuilder) -> None:
    left = membership("KAZ", "CSTO", "withdrawn", "2024-06-20", bears="starts")
    held = occupancy("ararat-mirzoyan", "defence minister", "ARM", "2024-06-20")
    builder.add("x.txt", published="2024-06-20", memberships=[left], occupancies=[held])
    path = builder.write()
    with open_client(path) as client:
        rows = {row["type"]: row for row in client.get("/api/contradictions").json()["items"]}
        assert {row["against"] for row in rows.values()} == {"register"} and sorted(rows) == ["holder", "membership"]
        assert rows["holder"]["register_says"].startswith("Suren Papikyan 2021-11-15/")
        assert rows["membership"]["register_says"].startswith("founder 19")
        page = client.get("/contradictions").text
        assert "register (Suren Papikyan 2021-11-15/" in page and rows["holder"]["source"] in page
    with open_client(path, "fr") as client:
        assert (
            "Kazakhstan – OTSC : retiré (commence) – contre – registre (membre fondateur"
            in client.get("/contradictions").text
        )


def test_documents_are_listed_by_the_day_that_is_proved(record: Path) -> None:
    with open_client(record) as client:
        rows = client.get("/documents.json").json()["rows"]
        assert rows["total"] == 5 and rows["rows"][-1]["published"] is None
        assert client.get("/documents.json?since=2024-06-20&until=2024-06-30").json()["rows"]["total"] == 2
        assert "of no proved day" in client.get("/documents").text


def test_choosing_in_the_engine_is_choosing(record: Path) -> None:
    with open_record(record) as found:
        register = load_register()
        chosen = choose_facts(found, register, actor="RUS")
        everything = list_facts(found, register, actor="Russie")
        assert chosen.count() == len(everything) == 6
        parts = [chosen.rows(count=4, cursor=at) for at in (0, 4, 8)]
        assert [row for part in parts for row in part] == everything
        dated = [row.date_from for row in everything if row.date_from]
        assert dated == sorted(dated) and everything[-1].date_from is None
        assert choose_contradictions(found, register, actor="SRB").rows() == list_contradictions(found, register)
        assert choose_contradictions(found, register, actor="RUS").count() == 0
        with pytest.raises(UnknownNameError, match="single"):
            choose_facts(found, register, statuses=["singel"])


def test_the_guard_refuses_in_one_shape(record: Path) -> None:
    with open_client(record) as client:
        answer = client.get("/", headers={"host": "elsewhere.example", "accept": "application/json"})
        assert answer.status_code == 421 and answer.json()["status"] == 421
