"""Charts: what the images hold, who may see which colours, what is refused, and the timeline's page around them."""

import re
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from met_rows import ATLAS, HOSTILE, write_met
from starlette.testclient import TestClient

from dragoman.web import vega
from dragoman.web.app import create_app
from dragoman.web.charts import FRAMES, LOOKS, Bar, describe_bars, draw_bars
from dragoman.web.guard import POLICY
from dragoman.web.interface import load_words
from dragoman.web.problems import Problem
from dragoman.web.room import Room
from dragoman.web.vega import Drawing, Studio, draw_svg, finish

SVG = "{http://www.w3.org/2000/svg}"
BLANK = Drawing({}, "title", "description", "en")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    room = Room(write_met(tmp_path_factory.mktemp("met") / "record"))
    yield TestClient(create_app(room, hosts=["testserver"]), raise_server_exceptions=False)
    room.close()


def texts(svg: str) -> list[str]:
    return [part.text or "" for part in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("theme", LOOKS)
@pytest.mark.parametrize("size", FRAMES)
def test_the_timeline_is_drawn_for_every_page(client: TestClient, theme: str, size: str) -> None:
    answer = client.get(f"/chart/timeline.svg?from=2024-06&to=2024-06&theme={theme}&size={size}")
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"] == POLICY, "an image needs no more than a page"
    root = ET.fromstring(answer.text)
    frame = FRAMES[size]  # type: ignore[index]
    assert (root.get("width"), root.get("height")) == (str(frame.width), str(frame.height))
    look = LOOKS[theme]  # type: ignore[index]
    assert look.paper in answer.text and look.ink in answer.text
    assert [part.tag.removeprefix(SVG) for part in root][:3] == ["title", "desc", "defs"]
    described = root.findtext(f"{SVG}desc") or ""
    assert "from 2024-06-01 to 2024-06-30" in described and "Most: 2024-06-25 (3)" in described
    assert {"memberships", "statements", "events"} <= set(texts(answer.text))
    fills = set(re.findall(r'fill="url\(#(\w+)\)"', answer.text))
    assert len(fills) == 3 and fills <= {part.get("id") for part in root.iter(f"{SVG}pattern")}
    assert not re.search(r"<script|<style|style=|\bon\w+=|href", answer.text)


def test_an_image_speaks_the_reader_s_language(client: TestClient) -> None:
    french = client.get("/chart/timeline.svg?from=2024-03&to=2025-01&lang=fr&kind=event")
    assert {"rencontres et entretiens", "soutiens et signatures", "lignes"} <= set(texts(french.text))
    assert any("juillet" in each for each in texts(french.text))
    assert ET.fromstring(french.text).get("lang") == "fr"
    assert client.get("/chart/types.svg", headers={"accept-language": "fr"}).text.count("rencontres et entretiens") == 2


def test_bars_bear_their_names_and_numbers(client: TestClient) -> None:
    pairs = client.get("/chart/pairs.svg?from=2024-06-25&to=2024-06-25")
    assert texts(pairs.text) == ["Belarus – Russia", "1"]
    types = client.get("/chart/types.svg?from=2024-06&to=2024-06")
    assert sorted(texts(types.text)) == ["2", "2", "meetings and talks", "support and signatures"]
    assert "Nothing has a day here" in client.get("/chart/pairs.svg?from=1990&to=1991").text


def test_a_chart_is_limited_as_its_page_is(client: TestClient) -> None:
    assert "4 rows" in client.get(f"/chart/timeline.svg?from=2024-06&to=2024-06&outlet={ATLAS}").text
    assert "Nothing has a day" in client.get("/chart/timeline.svg?known=2024-01").text
    assert client.get("/chart/timeline.svg?type=CONSLT").status_code == 404
    assert client.get("/chart/timeline.svg?theme=pink").status_code == 422
    assert client.get("/chart/timeline.svg?colour=red").status_code == 422
    assert client.get("/chart/nothing.svg").status_code == 404
    assert client.post("/chart/timeline.svg").status_code == 405


def test_the_page_has_the_chart_its_table_and_the_ways_to_other_days(client: TestClient) -> None:
    page = client.get("/timeline?from=2024-06&to=2024-06&known=2024-07&kind=event&kind=membership").text
    sources = re.findall(r'(?:srcset|src)="(/chart/[^"]+)"', page)
    assert len(sources) == 5
    for source in sources:
        assert "from=2024-06&amp;to=2024-06" in source and "known=2024-07" in source and "lang=en" in source
        assert client.get(source.replace("&amp;", "&")).status_code == 200
    ways = dict(re.findall(r'data-way="(\w+)" href="([^"]+)"', page))
    assert list(ways) == ["earlier", "closer", "wider", "later"]
    assert (
        "from=2024-05-02&amp;to=2024-05-31" in ways["earlier"] and "from=2024-05-17&amp;to=2024-07-15" in ways["wider"]
    )
    assert all("known=2024-07" in way and "kind=event" in way for way in ways.values())
    rows = re.findall(r'<tr><th scope="row"><a href="([^"]+)">([^<]+)</a></th>\s*((?:<td class="number".*\n?)+)', page)
    numbers = {name: re.findall(r">(\d+)</td>", cells) for _, name, cells in rows}
    assert numbers["2024-06-25"] == ["1", "2", "3"]
    assert "from=2024-06-25&amp;to=2024-06-25" in next(link for link, name, _ in rows if name == "2024-06-25")
    assert "1 row is dated to more than one day" in page and "1 row is undated" in page


def test_filters_keep_what_was_asked_and_their_words_have_two_languages(client: TestClient) -> None:
    for language, type_name, modality in (
        ("en", "meetings and talks", "as planned"),
        ("fr", "rencontres et", "comme prévu"),
    ):
        page = client.get(f"/timeline?type=consult&modality=planned&language=fr&outlet={ATLAS}&lang={language}").text
        ticked = re.findall(r'name="(\w+)" value="([^"]+)" checked', page)
        assert ticked == [("type", "CONSULT"), ("modality", "planned"), ("language", "fr"), ("outlet", ATLAS)]
        assert type_name in page and modality in page
    page = client.get("/timeline.json?type=CONSULT&modality=planned").json()
    assert [(row["relation"], row["modality"]) for row in page["rows"]["rows"]] == [("CONSULT", "planned")]
    missing = client.get("/timeline?type=CONSLT", headers={"accept": "text/html"})
    assert missing.status_code == 404 and "CONSULT" in missing.text


@pytest.mark.parametrize("theme", LOOKS)
def test_every_colour_stands_out_from_the_paper(theme: str) -> None:
    look = LOOKS[theme]  # type: ignore[index]
    for colour in (*look.series, look.soft):
        assert contrast(colour, look.paper) >= 3
    assert contrast(look.ink, look.paper) >= 7


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_names_of_reports_do_nothing_in_an_image() -> None:
    words = load_words("en")
    bars = [Bar(f"{HOSTILE}\x00\x1b", 3)]
    svg = draw_svg(draw_bars(bars, "t", describe_bars(bars, words), words, "light", "wide"))
    assert "<script" not in svg and "\u202e" not in svg and "\x1b" not in svg
    assert texts(svg)[0].startswith('<script>alert("x")</script>gnp')


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<image href="https://example.invalid/x.png"/>',
        '<g onclick="alert(1)"/>',
        "<style>*{}</style>",
        '<rect fill="url(https://example.invalid/x)"/>',
        '<rect style="fill:red"/>',
        "<foreignObject/>",
        '<a xmlns:x="http://www.w3.org/1999/xlink" x:href="javascript:alert(1)"/>',
    ],
)
def test_what_may_act_or_fetch_is_not_let_out(inside: str) -> None:
    with pytest.raises(ValueError, match="is not let out"):
        finish(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>', BLANK)


def test_what_was_drawn_is_kept_and_the_oldest_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(vega, "draw_svg", lambda drawing: drawn.append(drawing.title) or f"<svg>{drawing.title}</svg>")
    monkeypatch.setattr(vega, "KEPT", 2)
    studio = Studio()
    for key in ("a", "b", "a", "c", "a", "b"):
        assert studio.draw(key, lambda key=key: Drawing({}, key, "", "en")) == f"<svg>{key}</svg>"  # type: ignore[misc]
    assert drawn == ["a", "b", "c", "b"]
    studio.close()


def test_a_drawing_that_takes_too_long_is_refused_and_the_next_one_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    monkeypatch.setattr(vega, "draw_svg", lambda drawing: go_on.wait(20) and "<svg/>")
    studio = Studio(patience=0.05)
    with pytest.raises(Problem) as raised:
        studio.draw("slow", lambda: BLANK)
    assert raised.value.status == 503 and raised.value.retry_after == 5
    go_on.set()
    studio._patience = 20
    assert studio.draw("next", lambda: BLANK) == "<svg/>"
    studio.close()


def test_the_engine_is_warmed_when_the_room_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warmed = threading.Event()
    monkeypatch.setattr(vega, "draw_svg", lambda drawing: warmed.set())
    room = Room(write_met(tmp_path / "record"))
    with TestClient(create_app(room, hosts=["testserver"])):
        assert warmed.wait(20)
    room.close()
