"""Questions and records that are not as they should be: a helpful page, file or line with the right status."""

import contextlib
import http.client
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import RecordBuilder, membership, mention
from starlette.testclient import TestClient
from web_rows import open_client

from dragoman.record.compaction import compact
from dragoman.web.app import create_app
from dragoman.web.guard import Guard
from dragoman.web.pages import PAGES
from dragoman.web.room import Room

# What is asked, the status, and what the answer says that helps.
WRONG: tuple[tuple[str, int, str], ...] = (
    ("/document/nosuch.txt", 404, "nosuch.txt"),
    ("/fact/ffffffffff", 404, "ffffffffff"),
    ("/fact/ff", 422, "too short"),
    ("/actor/Pachinyane", 404, "Pachinyan"),
    ("/actor/Sarkissian", 422, "more than one"),
    ("/organisation/CSTOO", 404, "CSTO"),
    ("/organisation/Belarus", 422, "not an organisation"),
    ("/timeline?on=2024-02-30", 422, "2024-02-30"),
    ("/timeline?on=tomorrow", 422, "tomorrow"),
    ("/facts?known=31/12/2024", 422, "the year first"),
    ("/facts?colour=red", 422, "colour"),
    ("/statements?cursor=abc", 422, "cursor"),
    ("/contradictions?rows=0", 422, "rows"),
    ("/contradictions?rows=1001", 422, "1000"),
    ("/timeline?type=CONSLT", 404, "CONSULT"),
    ("/timeline?from=2025&to=2024", 422, "2025"),
    ("/timeline?outlet=Nobody", 404, "Nobody"),
    ("/places?from=2024-13", 422, "2024-13"),
    ("/network?on=2024", 422, "one day"),
    ("/statements?speaker=Nobody+Knows", 404, "Nobody Knows"),
    ("/timeline?sources=Nobody", 422, "Nobody"),
    ("/timeline?known=1990", 200, ""),
    ("/timeline?kind=membership&type=CONSULT", 200, ""),
    ("/search?words=zzzzzz", 200, ""),
)


@pytest.fixture(scope="module")
def client(demo_record: Path) -> Iterator[TestClient]:
    with open_client(demo_record) as client:
        yield client


@pytest.mark.parametrize("form", ["html", "json", "csv"])
@pytest.mark.parametrize(("address", "status", "words"), WRONG)
def test_a_question_that_is_wrong_is_told_what_is(
    client: TestClient, address: str, status: int, words: str, form: str
) -> None:
    path, _, query = address.partition("?")
    asked = address if form == "html" else f"{path}.{form}?{query}"
    answer = client.get(asked)
    assert answer.status_code == status
    if form == "html":
        assert "<h1>" in answer.text and words in answer.text
        assert status != 200 or "Nothing fits" in answer.text or "No document" in answer.text
    elif status != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        found = answer.json()
        assert words in found["detail"] or words in " ".join(found.get("suggestions", ()))
        assert found["status"] == status and found["instance"] == f"{path}.{form}"


@pytest.mark.parametrize("path", ["/", "/timeline", "/api/timeline", "/chart/timeline.svg", "/static/room.css"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_but_a_question_is_taken(client: TestClient, path: str, method: str) -> None:
    answer = client.request(method, path, headers={"accept": "application/json"})
    assert answer.status_code == 405 and answer.headers["allow"] == "GET, HEAD"
    assert answer.json()["detail"].startswith("a record can only be read")


def test_a_record_of_nothing_is_a_room_of_nothing(tmp_path: Path) -> None:
    builder = RecordBuilder(tmp_path / "record")
    builder.add("empty.txt")
    with open_client(builder.write()) as client:
        for page in PAGES:
            answer = client.get(page.path.replace("{name}", "CSTO"))
            expected = {200, 303, 404} if "{name}" in page.path else {200}
            assert answer.status_code in expected and "<h1>" in answer.text + "<h1>" * (answer.status_code == 303)


@pytest.fixture
def builder(tmp_path: Path) -> RecordBuilder:
    builder = RecordBuilder(tmp_path / "record")
    for name, state in (("mali.txt", "MLI"), ("niger.txt", "NER")):
        builder.add(
            name, published="2024-01-28", memberships=[membership(state, "AES", "full", "2024-01-28")],
            mentions=[mention("MLI")],
        )  # fmt: skip
        builder.write()
    return builder


@contextlib.contextmanager
def room_over(path: Path) -> Iterator[tuple[Room, TestClient]]:
    room = Room(path)
    app = create_app(room, hosts=["testserver"])
    yield room, TestClient(app, headers={"accept": "text/html"}, raise_server_exceptions=False)
    room.close()


def test_a_damaged_part_is_left_out_and_told(builder: RecordBuilder) -> None:
    shard = sorted((builder.path / "shards").iterdir())[0]
    (shard / "manifest.json").write_text("{", encoding="utf-8")
    with room_over(builder.path) as (_, client):
        page = client.get("/timeline?lang=fr")
        assert page.status_code == 200 and "Une partie du dossier est endommagée" in page.text
        assert client.get("/timeline.json").json()["rows"]["total"] == 1


def test_a_record_that_goes_away_is_told_where_it_is_missed(builder: RecordBuilder) -> None:
    with room_over(builder.path) as (room, client):
        document = _document(client)
        shutil.rmtree(builder.path)
        assert client.get("/timeline").status_code == 200, "what is held in memory is still told"
        gone = client.get(f"/document/{document}")
        assert gone.status_code == 503 and gone.headers["retry-after"] and "merged or removed" in gone.text
        assert client.get(f"/document/{document}.json").json()["status"] == 503
        room.refresh()
        assert "no record" in client.get("/timeline").text, "why nothing newer is shown"


def test_a_record_that_is_merged_meanwhile_is_served_again(builder: RecordBuilder) -> None:
    with room_over(builder.path) as (room, client):
        document = _document(client)
        compact(builder.path)
        assert client.get(f"/document/{document}").status_code in (200, 503)
        room.refresh()
        assert client.get(f"/document/{document}").status_code == 200
        assert client.get("/timeline.json").json()["rows"]["total"] == 2


def _document(client: TestClient) -> str:
    found: str = client.get("/api/documents").json()["items"][0]["id"]
    return found


# The command ---------------------------------------------------------------------------------------------------------


def serve(*options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "dragoman", "serve", *options]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    ("name", "told"),
    [("missing", "there is no record at"), ("empty", "is no record"), ("torn", "record.json"), ("file", "record")],
)
def test_what_is_no_record_is_not_served(tmp_path: Path, name: str, told: str) -> None:
    for folder in ("empty", "torn"):
        (tmp_path / folder).mkdir()
    (tmp_path / "torn" / "record.json").write_text("{", encoding="utf-8")
    (tmp_path / "file").write_text("text", encoding="utf-8")
    with serve(str(tmp_path / name), "--port", "0") as process:
        output, errors = process.communicate(timeout=120)
    assert process.returncode == 1 and output == ""
    (line,) = errors.splitlines()
    assert told in line


def test_a_port_that_is_taken_is_told_with_another(builder: RecordBuilder) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        with serve(str(builder.path), "--port", str(port)) as process:
            _, errors = process.communicate(timeout=120)
    assert process.returncode == 2 and f"port {port} is taken" in errors and "Traceback" not in errors


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_the_room_opens_asks_for_a_token_elsewhere_and_ends_with_an_interruption(
    builder: RecordBuilder, host: str
) -> None:
    with serve(str(builder.path), "--host", host, "--port", "0") as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        address = re.search(r"http://[^:]+:(\d+)/(?:\?token=(\S+))?", line)
        assert address is not None, line
        port, token = int(address[1]), address[2]
        assert (token is None) == (host == "127.0.0.1")
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        # Another name of this machine, as one beside it would use.
        asked.request("GET", "/timeline", headers={"host": "desk.example"})
        answer = asked.getresponse()
        body = answer.read().decode()
        assert answer.status == (421 if token is None else 401)
        assert token is None or token not in body
        asked.request("GET", "/timeline", headers={"authorization": f"Bearer {token}"} if token else {})
        assert asked.getresponse().read().startswith(b"<!doctype html>") or token is None
        asked.close()
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
    assert process.returncode == 0 and output == ""
    assert "Traceback" not in errors and (token is None or token not in errors), "the token is in no log"


def test_a_room_under_any_name_asks_for_a_token() -> None:
    with pytest.raises(ValueError, match="token"):
        Guard(lambda scope, receive, send: None, None)  # type: ignore[arg-type, return-value]
