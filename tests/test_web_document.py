"""The page of a document, and texts cut at what stands in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import RecordBuilder, membership
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dragoman.views.marking import cut_at_spans
from dragoman.web.app import create_app
from dragoman.web.room import Room

HOSTILE = "<script>alert(1)</script>\u202egnp"


@settings(deadline=None)
@given(
    text=st.text(max_size=30),
    borders=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6),
)
def test_pieces_are_the_text_and_know_what_covers_them(text: str, borders: list[tuple[int, int]]) -> None:
    clipped = [sorted((min(one, len(text)), min(other, len(text)))) for one, other in borders]
    spans = [(str(number), start, end) for number, (start, end) in enumerate(clipped) if start < end]
    pieces = cut_at_spans(text, spans)
    assert "".join(piece.text for piece in pieces) == text
    for id_, start, end in spans:
        covered = "".join(piece.text for piece in pieces if id_ in piece.covering)
        assert covered == text[start:end]
        assert sum(id_ in piece.ends for piece in pieces) == 1


@pytest.fixture(scope="module")
def client(demo_record: Path) -> Iterator[TestClient]:
    room = Room(demo_record)
    yield TestClient(create_app(room, hosts=["testserver"]))
    room.close()


def first_row(client: TestClient) -> dict[str, str]:
    rows: list[dict[str, str]] = client.get("/api/timeline?kind=membership").json()["items"]
    return next(row for row in rows if row["published"])


def test_a_document_shows_its_rows_and_explains_one(client: TestClient) -> None:
    row = first_row(client)
    plain = client.get(f"/document/{row['document']}")
    assert plain.status_code == 200 and f'id="a-{row["id"]}"' in plain.text and 'id="row"' not in plain.text
    explained = client.get(f"/document/{row['document'][:8]}?row={row['id'][:8]}&lang=fr")
    assert 'id="row"' in explained.text and "Qui remplit les rôles" in explained.text
    found = client.get(f"/document/{row['document']}.json?row={row['id']}").json()
    assert "".join(piece["text"] for piece in found["pieces"]) == found["document"]["text"]
    assert found["explained"]["id"] == row["id"]
    assert found["numbers"].keys() == {each["id"] for each in found["document"]["assertions"]}


def test_links_keep_what_may_be_known(client: TestClient) -> None:
    row = first_row(client)
    page = client.get(f"/document/{row['document']}?known={row['published']}").text
    links = [line for line in page.split('"') if line.startswith(f"/document/{row['document']}?")]
    assert links and all(f"known={row['published']}" in link for link in links)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/document/nothing.txt", 404), ("/document/{id}?row=ffffffffffff", 404), ("/document/{id}?row=x", 422),
     ("/document/{id}?known=1990", 404), ("/document/%2e%2e", 404)],
)  # fmt: skip
def test_what_is_not_there_is_told(client: TestClient, address: str, status: int) -> None:
    answer = client.get(address.replace("{id}", first_row(client)["document"]), headers={"accept": "text/html"})
    assert answer.status_code == status and "<h1>" in answer.text


def test_a_row_of_another_document_is_not_explained_here(client: TestClient) -> None:
    row = first_row(client)
    other = next(
        each["document"]
        for each in client.get("/api/timeline?rows=1000").json()["items"]
        if each["document"] != row["document"]
    )
    assert client.get(f"/document/{other}?row={row['id']}").status_code == 404


def test_hostile_text_acts_nowhere(builder: RecordBuilder) -> None:
    document = builder.add(
        "x.txt", text=f"{HOSTILE} membre", title=HOSTILE, memberships=[membership(HOSTILE, "AES", "full")]
    )
    room = Room(builder.write())
    page = TestClient(create_app(room, hosts=["testserver"])).get(f"/document/{document}").text
    assert "<script>alert" not in page and "\u202e" not in page and "&lt;script&gt;" in page
    room.close()
