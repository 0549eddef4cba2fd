"""Judgements given from the pages: what they do, who may give them, and what is refused."""

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import chromium, served
from starlette.testclient import TestClient

from dragoman.record.judgements import read_judgements
from dragoman.web.app import create_app
from dragoman.web.guard import LONGEST_FORM
from dragoman.web.putting_right import LONGEST_REASON
from dragoman.web.room import Room

TOKEN = "a-token"
OWN = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


@pytest.fixture
def record(demo_record: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_record, tmp_path / "record"))


@contextlib.contextmanager
def judging(record: Path, judge: str | None = "an analyst") -> Iterator[TestClient]:
    room = Room(record)
    try:
        app = create_app(room, hosts={"testserver"}, token=TOKEN, judge=judge)
        headers = {"accept": "text/html", "authorization": f"Bearer {TOKEN}"}
        yield TestClient(app, headers=headers, follow_redirects=False)
    finally:
        room.close()


def first_event(client: TestClient, **asked: str) -> tuple[str, str]:
    """A document and a row of it."""
    fact = client.get("/api/facts", params={"kind": "event", "rows": 1, **asked}).json()["items"][0]["id"]
    told = client.get(f"/api/fact/{fact}").json()["items"][0]
    return told["document"], told["assertion"]


def send(client: TestClient, *about: str, kind: str = "wrong", why: str = "the words say otherwise", **more: str):  # type: ignore[no-untyped-def]
    return client.post("/judge", data={"kind": kind, "about": list(about), "why": why, **more}, headers=OWN)


def test_a_wrong_row_goes_and_comes_back(record: Path) -> None:
    with judging(record) as client:
        document, row = first_event(client)
        page = client.get(f"/document/{document}?row={row}").text
        assert page.count('action="/judge"') >= 2 and "This row is wrong" in page
        tag = client.get("/timeline").headers["etag"]
        sent = send(client, row, back=f"/document/{document}")
        assert sent.status_code == 303 and sent.headers["location"].startswith("/judgements?back=%2Fdocument%2F")
        assert client.get("/timeline").headers["etag"] != tag, "the pages tell another record"
        assert row not in client.get(f"/document/{document}").text
        listed = client.get(sent.headers["location"])
        assert "the words say otherwise" in listed.text and "an analyst" in listed.text
        assert f'href="/document/{document}"' in listed.text
        (judged,) = client.get("/api/judgements").json()["items"]
        assert (judged["kind"], judged["about"], judged["state"]) == ("wrong", [row], "holds")
        assert client.get(f"/fact/{row}?unjudged=true").status_code == 200, "where the list links to"
        assert send(client, judged["id"], kind="undo").status_code == 303
        assert f"a-{row}" in client.get(f"/document/{document}").text
        assert [each["state"] for each in client.get("/api/judgements").json()["items"]] == ["holds", "undone"]


def test_a_value_is_put_right_and_the_row_tells_by_whom(record: Path) -> None:
    with judging(record) as client:
        document, row = first_event(client)
        assert send(client, row, "date", "1999-12-31", kind="value").status_code == 303
        shown = client.get(f"/document/{document}?row={row}").text
        assert "1999-12-31" in shown and "an analyst" in shown
        assert send(client, row, "date", "unknown", kind="value").status_code == 303
        states = [each["state"] for each in client.get("/api/judgements").json()["items"]]
        assert states == ["holds", "overruled"]


def test_rows_are_parted_and_joined_and_an_outlet_is_trusted_less(record: Path) -> None:
    with judging(record) as client:
        fact = client.get("/api/facts?status=corroborated&rows=1").json()["items"][0]["id"]
        first, second = [row["assertion"] for row in client.get(f"/api/fact/{fact}").json()["items"]][:2]
        assert client.get(f"/fact/{fact}").text.count("Not the same thing") >= 1
        sent = send(client, first, second, kind="apart", lang="fr")
        assert sent.status_code == 303 and sent.headers["location"].startswith("/judgements?lang=fr#j-")
        parted = [client.get(f"/api/fact/{each}").json() for each in (first, second)]
        assert {row["assertion"] for row in parted[0]["items"]}.isdisjoint(
            row["assertion"] for row in parted[1]["items"]
        )
        assert send(client, first, second, kind="together").status_code == 303
        assert client.get(f"/api/fact/{first}").json()["total"] >= 2
        outlet = next(row["outlet"] for row in client.get("/api/documents").json()["items"] if row["outlet"])
        assert send(client, outlet, "0.25", kind="trust").status_code == 303
        told = [(each["kind"], each["state"]) for each in client.get("/api/judgements").json()["items"]]
        assert told == [("trust", "holds"), ("together", "holds"), ("apart", "overruled")]


WRONG = (
    ({"kind": "wrong", "about": "ffffffff", "why": "x"}, 404, "ffffffff"),
    ({"kind": "wrong", "about": "ROW"}, 422, "why"),
    ({"kind": "wrong", "about": "ROW", "why": "   "}, 422, "why"),
    ({"kind": "wrong", "about": "ROW", "why": "x" * (LONGEST_REASON + 1)}, 422, "why"),
    ({"kind": "wrong", "why": "x"}, 422, "about"),
    ({"kind": "wrongly", "about": "ROW", "why": "x"}, 422, "kind"),
    ({"kind": "wrong", "about": ["ROW", "ROW"], "why": "x"}, 422, "followed by ID"),
    ({"kind": "wrong", "about": ["a", "b", "c", "d"], "why": "x"}, 422, "about"),
    ({"kind": "wrong", "about": "ROW", "why": "x", "who": "another"}, 422, "who"),
    ({"kind": "wrong", "about": "ROW", "why": "x", "back": "//elsewhere.example/"}, 422, "back"),
    ({"kind": "wrong", "about": "ROW", "why": "x", "back": "https://elsewhere.example/"}, 422, "back"),
    ({"kind": "value", "about": ["ROW", "date", "31/12/2024"], "why": "x"}, 422, "the year first"),
    ({"kind": "value", "about": ["ROW", "colour", "red"], "why": "x"}, 404, "colour"),
    ({"kind": "trust", "about": ["Nobody", "0.5"], "why": "x"}, 404, "Nobody"),
    ({"kind": "same", "about": ["BLR", "RUS"], "why": "x"}, 422, "two actors of the register"),
)


def test_what_cannot_be_judged_is_told_and_written_nowhere(record: Path) -> None:
    with judging(record) as client:
        _, row = first_event(client)
        for form, status, words in WRONG:
            about = form.get("about", [])
            about = [row if each == "ROW" else each for each in ([about] if isinstance(about, str) else about)]
            answer = client.post("/judge", data={**form, "about": about}, headers=OWN)
            assert (answer.status_code, words in answer.text) == (status, True), (form, answer.text[-600:])
            assert "<h1>" in answer.text
    assert read_judgements(record).judgements == ()


FOREIGN = (
    ({"origin": "https://elsewhere.example"}, 403),
    ({"origin": "null"}, 403),
    ({"origin": "http://testserver", "sec-fetch-site": "cross-site"}, 403),
    ({"origin": "http://testserver", "sec-fetch-site": "same-site"}, 403),
    ({**OWN, "host": "elsewhere.example"}, 421),
    ({**OWN, "authorization": "Bearer another"}, 401),
    ({**OWN, "content-type": "application/json"}, 415),
    ({**OWN, "content-type": "text/plain"}, 415),
    ({**OWN, "content-length": str(LONGEST_FORM + 1)}, 413),
)


def test_forms_of_others_are_refused(record: Path) -> None:
    with judging(record) as client:
        _, row = first_event(client)
        for headers, status in FOREIGN:
            given = {"content-type": "application/x-www-form-urlencoded", **headers}
            body = f"kind=wrong&about={row}&why=x"
            assert client.post("/judge", content=body, headers=given).status_code == status, headers
        for body in ("kind=wrong&about=%FF&why=x", "&".join(f"about={n}" for n in range(50)), "é"):
            given = {"content-type": "application/x-www-form-urlencoded", **OWN}
            assert client.post("/judge", content=body.encode(), headers=given).status_code == 422, body
        asked = client.get("/judge")
        assert asked.status_code == 405 and asked.headers["allow"] == "POST"
        assert client.post("/timeline", headers=OWN).status_code == 405
    assert read_judgements(record).judgements == ()


def test_a_room_that_is_only_read_has_no_forms(record: Path) -> None:
    with judging(record, judge=None) as client:
        document, row = first_event(client)
        for path in (f"/document/{document}?row={row}", "/judgements", "/actor/RUS", f"/fact/{row}"):
            assert '/judge"' not in client.get(path).text
        assert "dragoman serve --judge" in client.get("/judgements").text
        assert send(client, row).status_code == 405
    assert read_judgements(record).judgements == ()


@pytest.mark.parametrize(
    ("options", "told"),
    [(("--host", "0.0.0.0"), "on this machine alone"), (("--by", " "), "say who judges")],
)  # fmt: skip
def test_judging_is_done_on_the_machine_itself_by_somebody(record: Path, options: tuple[str, ...], told: str) -> None:
    command = [sys.executable, "-m", "dragoman", "serve", str(record), "--judge", *options]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2 and told in " ".join(done.stderr.replace("│", " ").split())


def test_a_row_is_judged_in_a_browser_without_script(record: Path) -> None:
    with served(record, judge="an analyst", token=TOKEN) as address, chromium() as browser:
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{address}/?token={TOKEN}")
        assert TOKEN not in page.url
        page.goto(f"{address}/facts?kind=event&rows=1")
        page.click("main > table tbody a")
        page.click("ol.told p a")
        page.click("ol.rows li a")
        number = page.locator("#row-title .id").inner_text()
        page.click("details.judge summary:has-text('This row is wrong')")
        page.locator("details.judge[open] input[name=why]").fill("tried in a browser")
        page.click("details.judge[open] button")
        page.wait_for_url("**/judgements?back=*")
        item = page.locator("ol.judgements li").first
        assert number in item.inner_text() and "tried in a browser" in item.inner_text()
        page.click("ol.judgements li details summary")
        page.locator("details.judge[open] input[name=why]").fill("it was right")
        page.click("details.judge[open] button")
        page.wait_for_selector("text=it was right")
        assert page.locator("ol.judgements li").count() == 2
