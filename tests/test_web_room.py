"""The room that is served: editions of a record that grows, scopes, who may ask and how much."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import RecordBuilder, membership, mention
from starlette.testclient import TestClient

from dragoman.errors import RecordError, SlowQueryError
from dragoman.model.dates import Date
from dragoman.record.reading import Record
from dragoman.record.reading import open_record as open_alone
from dragoman.record.scope import Scope
from dragoman.web import room as rooms
from dragoman.web.app import create_app
from dragoman.web.aside import Aside
from dragoman.web.guard import HEADERS, LONGEST_QUESTION
from dragoman.web.room import SCOPES_KEPT, Room

HOSTILE = '<script>alert("x")</script>\u202egnp'


@pytest.fixture
def builder(tmp_path: Path) -> RecordBuilder:
    builder = RecordBuilder(tmp_path / "record")
    builder.add(
        "mali.txt", published="2024-01-28", outlet="Le Courrier du Sahel", text="Le Mali est membre.",
        memberships=[membership("MLI", "AES", "full", "2024-01-28")],
    )  # fmt: skip
    return builder


@pytest.fixture
def room(builder: RecordBuilder) -> Iterator[Room]:
    room = Room(builder.write())
    yield room
    room.close()


@pytest.fixture
def client(room: Room) -> TestClient:
    return TestClient(create_app(room, hosts=["testserver"]), raise_server_exceptions=False)


def members(record: object) -> list[str]:
    return sorted(row["member"] for row in record.sql("SELECT member FROM memberships").to_pylist())  # type: ignore[attr-defined]


def test_what_is_added_is_seen_in_the_next_edition_and_readers_keep_theirs(builder: RecordBuilder, room: Room) -> None:
    with room.reading() as (before, old):
        builder.add("niger.txt", published="2024-01-29", memberships=[membership("NER", "AES", "full", "2024-01-29")])
        builder.write()
        room.refresh()
        with room.reading() as (after, new):
            assert members(after) == ["MLI", "NER"]
        assert members(before) == ["MLI"], "who reads goes on with what was open"
        assert old != new
    with pytest.raises(RecordError, match="closed"):
        before.sql("SELECT 1")


def test_an_edition_that_cannot_be_opened_leaves_the_last_one(builder: RecordBuilder, room: Room) -> None:
    (builder.path / "record.json").write_text("no record", encoding="utf-8")
    (builder.path / "judgements.jsonl").write_text("\n", encoding="utf-8")
    room.refresh()
    with room.reading() as (record, _):
        assert members(record) == ["MLI"]
    assert room.trouble is not None and "record.json" in room.trouble


def test_the_folder_is_looked_at_again_after_a_while(builder: RecordBuilder) -> None:
    instant = [0.0]
    room = Room(builder.write(), clock=lambda: instant[0])
    builder.add("niger.txt", published="2024-01-29", memberships=[membership("NER", "AES", "full", "2024-01-29")])
    builder.write()
    with room.reading() as (record, _):
        assert members(record) == ["MLI"]
    instant[0] = rooms.LOOK_AGAIN
    with room.reading():
        pass
    join("opening")
    with room.reading() as (record, _):
        assert members(record) == ["MLI", "NER"]
    room.close()


def test_scopes_are_kept_for_the_next_question_and_the_oldest_are_closed(room: Room) -> None:
    first = Scope(Date.parse("2024-01-01"))
    with room.reading(first) as (record, _):
        assert members(record) == []
    with room.reading(first) as (again, _):
        assert again is record
    for day in range(2, 2 + SCOPES_KEPT):
        with room.reading(Scope(Date.parse(f"2024-01-{day:02}"))):
            pass
    with pytest.raises(RecordError, match="closed"):
        record.sql("SELECT 1")
    with room.reading(first) as (anew, _):
        assert anew is not record


def test_many_read_at_once_while_editions_change(builder: RecordBuilder, room: Room) -> None:
    wrong: list[object] = []

    def read(number: int) -> None:
        for turn in range(5):
            scope = Scope(Date.parse(f"2024-02-{(number + turn) % 12 + 1:02}")) if turn % 2 else Scope()
            try:
                with room.reading(scope) as (record, _):
                    if "MLI" not in members(record):
                        wrong.append(members(record))
            except Exception as error:  # noqa: BLE001 — told by the main thread
                wrong.append(error)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for number in range(3):
        builder.add(f"more{number}.txt", published="2024-01-29")
        builder.write()
        room.refresh()
    for thread in threads:
        thread.join()
    assert wrong == []


def join(name: str) -> None:
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join()


def test_a_scope_of_a_great_record_is_worked_out_aside(builder: RecordBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Semaphore(0), threading.Event()

    def work_out(aside: Aside, record: Record) -> None:
        if not record.scope.is_open:
            begun.release()
            go_on.wait()

    monkeypatch.setattr(Aside, "work_out", work_out)
    room = Room(builder.write(), great=1)
    client = TestClient(create_app(room, hosts=["testserver"]))
    assert client.get("/timeline").status_code == 200
    for _ in range(2):
        answer = client.get("/timeline?known=2024-02", headers={"accept": "text/html"})
        assert answer.status_code == 503 and answer.headers["retry-after"] == str(rooms.COME_AGAIN)
        assert 'href="/timeline?known=2024-02"' in answer.text, "the way to ask again"
    assert client.get("/timeline").status_code == 200, "others go on"
    assert begun.acquire(timeout=60) and not begun.acquire(blocking=False), "it is begun once"
    go_on.set()
    join("scope")
    assert client.get("/timeline.json?known=2024-02").json()["rows"]["total"] == 1
    # What is wrong with a scope is told to whoever asks for it again.
    client.get("/timeline?sources=Nobody")
    join("scope")
    assert client.get("/timeline?sources=Nobody").status_code == 422
    room.close()


def test_pages_say_that_something_newer_is_coming_or_cannot_be_opened(
    builder: RecordBuilder, room: Room, client: TestClient
) -> None:
    assert "worked out" not in client.get("/timeline").text
    with room._opening:
        assert "still being worked out" in client.get("/timeline").text
    (builder.path / "record.json").write_text("no record", encoding="utf-8")
    (builder.path / "judgements.jsonl").write_text("\n", encoding="utf-8")
    room.refresh()
    assert "record.json" in client.get("/timeline").text
    assert "Le dossier ne peut être ouvert" in client.get("/timeline?lang=fr").text


def test_a_question_that_takes_too_long_is_ended(builder: RecordBuilder) -> None:
    with open_alone(builder.write()) as record:
        record.patience = 0.05
        with pytest.raises(SlowQueryError, match=r"longer than 0\.05 seconds"):
            record.sql("SELECT count(*) FROM range(100000000) AS a, range(1000) AS b WHERE a.range % 7 = b.range % 5")
        assert len(record.sql("SELECT 1")) == 1, "the next one is answered"


@pytest.mark.parametrize(
    ("method", "address", "headers", "status"),
    [
        ("GET", "/timeline", {"host": "evil.example"}, 421),
        ("GET", "/timeline", {"host": "testserver:8000"}, 200),
        ("POST", "/timeline", {}, 405),
        ("DELETE", "/timeline", {}, 405),
        ("GET", "/timeline?actor=" + "x" * LONGEST_QUESTION, {}, 414),
        ("GET", "/timeline", {"content-length": "5"}, 413),
        ("GET", "/timeline?colour=red", {}, 422),
        ("GET", "/timeline?on=2024-02-31", {}, 422),
        ("GET", "/timeline?from=2024-02&to=2024-01", {}, 422),
        ("GET", "/timeline?cursor=-1", {}, 422),
        ("GET", "/timeline?rows=100000", {}, 422),
        ("GET", "/timeline?actor=Mly", {}, 404),
        ("GET", "/timeline?sources=Nobody", {}, 422),
        ("GET", "/nowhere", {}, 404),
        ("GET", "/static/../../errors.py", {}, 404),
        ("GET", "/static/%2e%2e/%2e%2e/errors.py", {}, 404),
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_what_cannot_be_answered_is_told_with_the_right_status(
    client: TestClient, method: str, address: str, headers: dict[str, str], status: int, accept: str
) -> None:
    answer = client.request(method, address, headers={**headers, "accept": accept})
    assert answer.status_code == status
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    if status == 200:
        return
    if accept == "text/html":
        assert answer.headers["content-type"].startswith("text/html") and '<html lang="en">' in answer.text
    else:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status and answer.json()["detail"]


def test_elsewhere_than_on_this_machine_a_token_is_asked_for(room: Room) -> None:
    client = TestClient(create_app(room, hosts=["testserver"], token="geheim"), follow_redirects=False)
    assert client.get("/timeline").status_code == 401
    assert client.get("/timeline?token=wrong").status_code == 401
    assert client.get("/timeline", headers={"authorization": "Bearer geheim"}).status_code == 200
    assert client.get("/timeline", headers={"cookie": 'dragoman-token="wrong'}).status_code == 401
    opened = client.get("/timeline?token=geheim")
    assert opened.status_code == 303 and opened.headers["location"] == "/timeline"
    assert "HttpOnly" in opened.headers["set-cookie"] and "SameSite=strict" in opened.headers["set-cookie"]
    assert client.get("/timeline").status_code == 200, "the cookie that was set"


def test_an_answer_bears_the_digest_of_the_record(client: TestClient, builder: RecordBuilder, room: Room) -> None:
    first = client.get("/timeline")
    tag = first.headers["etag"]
    assert client.get("/timeline", headers={"if-none-match": tag}).status_code == 304
    assert client.get("/timeline", headers={"if-none-match": tag, "accept-language": "fr"}).status_code == 200
    builder.add("niger.txt", published="2024-01-29")
    builder.write()
    room.refresh()
    assert client.get("/timeline", headers={"if-none-match": tag}).status_code == 200


def test_fields_that_nobody_filled_are_no_question(client: TestClient) -> None:
    blank = client.get("/timeline.json?on=&known=&sources=&actor=&from=&to=")
    assert blank.status_code == 200 and blank.json() == client.get("/timeline.json").json()
    both = client.get("/timeline.json", params={"sources": "Le Courrier du Sahel, Le Courrier du Sahel"})
    assert both.json()["rows"]["total"] == 1


def test_rows_go_on_by_the_address_that_is_given(client: TestClient, builder: RecordBuilder, room: Room) -> None:
    for number in range(5):
        builder.add(f"more{number}.txt", memberships=[membership("NER", "AES", "full", f"2024-02-0{number + 1}")])
    builder.write()
    room.refresh()
    whole = client.get("/api/timeline?rows=1000").json()
    assert whole["total"] == 6 and whole["next"] is None
    address, items = "/api/timeline?rows=4&kind=membership", []
    while address:
        part = client.get(address).json()
        items += part["items"]
        address = part["next"]
    assert items == whole["items"]


def test_what_a_report_says_acts_nowhere(builder: RecordBuilder) -> None:
    builder.add(
        "=cmd.txt", published="2024-02-01", title=HOSTILE, text=f"{HOSTILE} =1+1",
        mentions=[mention("~x", 0, 8, text=HOSTILE)], memberships=[membership("=1+1", "AES", "full", "2024-02-01")],
    )  # fmt: skip
    room = Room(builder.write())
    client = TestClient(create_app(room, hosts=["testserver"]))
    for page in ("/timeline", "/contradictions"):
        text = client.get(page).text
        assert "<script>alert" not in text and "\u202e" not in text
        cells = client.get(f"{page}.csv").text.replace('"', "").replace("\r\n", ",").split(",")
        assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]
    room.close()
