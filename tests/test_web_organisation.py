"""An organisation on a day: members and on whose word, meetings, pledges, days of change."""

import datetime as dt
from pathlib import Path

import pytest
from conftest import RecordBuilder, membership
from web_rows import event, open_client, rows_of

from dragoman.record_opening import open_record
from dragoman.register import load_register
from dragoman.views.absence import list_absences, list_meetings
from dragoman.views.changes import list_change_days
from dragoman.views.pledges import list_pledges


@pytest.fixture
def record(builder: RecordBuilder) -> Path:
    members = ("BLR", "KAZ", "KGZ", "RUS", "TJK")
    builder.add(
        "astana.txt",
        published="2024-11-28",
        **rows_of(
            event("CONSULT", ("CSTO", *members), (), "2024-11-28"),
            event("CONSULT", ("CSTO", "ARM"), (), "2024-11-28", modality="negated"),
        ),
        memberships=[
            membership("SRB", "CSTO", "full", "2024-11-01"),
            membership("CUB", "CSTO", "full", "2024-11-20", bears="starts"),
            membership("MNG", "CSTO", "full", "2024-11-21", bears="starts", modality="planned"),
        ],
    )
    builder.add("non.txt", published="2024-11-28", memberships=[membership("SRB", "CSTO", "none", "2024-11-01")])
    return builder.write()


def test_meetings_tell_who_came_and_who_did_not(record: Path) -> None:
    with open_record(record) as found:
        (meeting,) = list_meetings(found, load_register(), "OTSC", start="2024-11", end="2024-12")
        came = {each.member: each.came for each in meeting.attendances}
        assert came == {"ARM": "told", **dict.fromkeys(("BLR", "KAZ", "KGZ", "RUS", "TJK"), "there")}
        assert [each.member for each in meeting.attendances if each.suspended] == ["ARM"]
        # The same meetings by the question for absences.
        assert [(row.member, row.how) for row in list_absences(found, load_register(), "CSTO")] == [("ARM", "told")]
        assert list_meetings(found, load_register(), "CSTO", end="2024-10") == []


def test_pledges_tell_what_is_disputed(record: Path) -> None:
    with open_record(record) as found:
        pledges = list_pledges(found, load_register(), "CSTO", dt.date(2024, 11, 28))
        kinds = {pledge.pledge: pledge for pledge in pledges if pledge.treaty == "CSTO_TREATY"}
        assert kinds["defence"].article == "4" and kinds["defence"].force == "running"
        standings = {group.standing: group.states for group in kinds["defence"].parties}
        assert standings["suspended"] == ("ARM",) and "RUS" in standings["party"]
        assert any("frozen" in dispute.because and len(dispute.readings) == 2 for dispute in kinds["defence"].disputes)
        before = list_pledges(found, load_register(), "CSTO", dt.date(2023, 11, 28))
        assert not any("frozen" in dispute.because for pledge in before for dispute in pledge.disputes)
        assert list_pledges(found, load_register(), "CSTO", dt.date(1990, 1, 1)) == []


def test_days_of_change_are_those_of_both_sides(record: Path) -> None:
    with open_record(record) as found:
        days = list_change_days(found, load_register(), "CSTO")
        assert days == sorted(days) and dt.date(1992, 5, 15) in days
        assert dt.date(2024, 11, 20) in days, "the record tells of a start"
        assert dt.date(2024, 11, 21) not in days, "a plan changes nothing"


def test_the_page_tells_answers_and_keeps_the_scope(record: Path) -> None:
    with open_client(record) as client:
        page = client.get("/organisation/OTSC?unjudged=true").text
        assert "On 2024-11-28." in page and "latest proved day" in page
        assert "/actor/SRB?unjudged=true" in page and "2 contested" in page
        assert "Absent, as reports say (1)" in page and "collective defence" in page
        assert 'rel="prev" href="/organisation/OTSC?on=2024-11-20&amp;unjudged=true"' in page
        # The slider waits for the script; the way without it is the links and the field of the day.
        assert '<label class="slider" hidden>' in page and 'name="on"' in page and "style=" not in page
        found = client.get("/organisation/CSTO.json?on=2024-11-28").json()
        answers = {each["who"]: (each["answer"], each["word"]) for each in found["members"]}
        assert answers["BLR"] == ("yes", "register") and answers["SRB"] == ("contested", "contested")
        assert found["next"] is None and "2024-11-20" in found["days"]
        french = client.get("/organisation/CSTO?lang=fr&on=2013-01-01").text
        assert (
            "Le 2013-01-01." in french and "Engagements en vigueur" in french and "Réunions à 30 jours près" in french
        )


def test_what_is_no_organisation_or_no_day_is_a_problem(record: Path) -> None:
    with open_client(record) as client:
        assert client.get("/organisation/RUS").status_code == 422
        assert client.get("/organisation/CSTOO").status_code == 404
        answer = client.get("/organisation/CSTO?on=2024-11")
        assert answer.status_code == 422 and "more than one day" in answer.text
        assert client.get("/organisation/CSTO?window=400").status_code == 422


def test_without_a_proved_day_there_is_no_answer(builder: RecordBuilder) -> None:
    builder.add("a.txt", published="2024", memberships=[membership("BLR", "CSTO", "full")])
    with open_client(builder.write()) as client:
        page = client.get("/organisation/CSTO").text
        assert "say which day is wanted" in page and "On 2024" not in page
        assert client.get("/organisation/CSTO.json").json()["on"] is None
        assert "say on which day" in client.get("/").text and client.get("/today.json").json()["picture"] is None
        assert client.get("/?on=2024-06-25").status_code == 200
