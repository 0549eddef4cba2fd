"""Briefs written out: the same bytes each time, links that lead somewhere, and reports that can do no harm in them."""

import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import RecordBuilder
from spoken_rows import argument, event, event_id, statement, statement_id

import dragoman
from dragoman.register import load_register
from dragoman.views.brief.brief import Brief, Words
from dragoman.views.brief.layout import Heading, Item, Items, NoteList, Paragraph, Table, visible
from dragoman.views.brief.markdown import escape, to_markdown
from dragoman.views.brief.rendering import FORMS, render_brief

# What acts in Markdown, in HTML, in Typst or on a terminal, or turns the text round.
HOSTILE = (
    '# *gras* <script>alert(1)</script> @all $x$ \\n #eval("1") [a](http://e.x) `c` _i_ \u202eabc\u2066 | b ~~c~~ &lt;'
)
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def briefs(demo_record: Path) -> dict[str, Brief]:
    return {language: dragoman.brief(demo_record, language=language) for language in ("en", "fr")}


# Hostile reports ---------------------------------------------------------------------------------------------------


@pytest.fixture
def hostile(builder: RecordBuilder) -> Brief:
    text = f"{HOSTILE} fin"
    words = [statement("RUS", HOSTILE, date="2024-06-25", text=text)]
    deed = event("ACCUSE", ["RUS"], ["UKR"], date="2024-06-25", sentence=HOSTILE, trigger=HOSTILE, text=text)

    def accuses(document: str) -> str:
        return event_id(document, "ACCUSE", HOSTILE)

    def says(document: str) -> str:
        return statement_id(document, HOSTILE)

    roles = [
        argument(accuses, "actor", "fin", "RUS", "RUS", text=text),
        argument(accuses, "recipient", "fin", "UKR", "UKR", text=text),
        argument(says, "speaker", "fin", "RUS", "RUS", text=text),
    ]
    builder.add(
        "<b>.txt", published="2024-06-25", outlet=HOSTILE, title=HOSTILE, text=text, statements=words, events=[deed],
        arguments=roles,
    )  # fmt: skip
    return dragoman.brief(builder.write(), "RUS", language="fr")


def test_words_of_reports_do_nothing_in_markdown(hostile: Brief) -> None:
    text = render_brief(hostile, load_register(), "markdown").decode()
    assert not STEERING.search(text)
    plain = re.sub(r"\\(.)", "", text.replace("\\n", ""))
    assert "<script>" not in text and "<script>" not in plain and "](http" not in plain
    assert "*gras*" not in text and r"\*gras\*" in text and r"\#eval" in text and r"\$x\$" in text
    # A cell stays a cell.
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows if "gras" in row} == {6}


def test_words_of_reports_do_nothing_in_html(hostile: Brief) -> None:
    page = render_brief(hostile, load_register(), "html").decode()
    assert not STEERING.search(page) and "alert(1)" in page
    met = Elements(page)
    assert "script" not in met.tags and "b" not in met.tags
    assert {
        address for address in met.addresses if not address.startswith(("#", "data:image/svg+xml;base64,"))
    } == set()


def test_words_of_reports_are_text_in_a_pdf(hostile: Brief) -> None:
    made = render_brief(hostile, load_register(), "pdf")
    assert made.startswith(b"%PDF") and b"/JavaScript" not in made and b"/URI" not in made


def test_visible_text_keeps_spaces_that_hold_together() -> None:
    assert visible("a \u202e b\n\tc\x1b[0m\u00a0»\u2028d") == "a b c[0m\u00a0» d"


@pytest.mark.parametrize(
    ("text", "line"),
    [("1. un", "1\\. un"), ("- un", "\\- un"), ("+ un", "\\+ un"), ("= un", "\\= un"), ("2024 un", "2024 un")],
)
def test_no_line_of_markdown_opens_a_list_by_itself(text: str, line: str) -> None:
    assert to_markdown([Paragraph((Words(text),))]) == f"{line}\n"


def test_markdown_escapes_what_means_something() -> None:
    assert escape("a*b_c`d[e]<f>#g|h~i\\j") == r"a\*b\_c\`d\[e\]\<f\>\#g\|h\~i\\j"
    assert escape("https://e.x www.e.x") == "https\\://e.x www\\.e.x"
    blocks = (
        Heading(2, "A*"), Items((Item(3, (Words("b", "fr", (1, 2)),)), Item(4, (Words("c"),)))),
        Table("t", ("x", "y"), ((Words("1|2"), Words("3")),)), NoteList((Item(1, (Words("d"),)),)),
    )  # fmt: skip
    assert to_markdown(blocks) == (
        "## A\\*\n\n3. b[^1][^2]\n4. c\n\n| x | y |\n| --- | --- |\n| 1\\|2 | 3 |\n\n[^1]: d\n"
    )


# Forms -------------------------------------------------------------------------------------------------------------


class Elements(HTMLParser):
    """The tags, ids, addresses and languages of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.languages: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            kept = {"id": self.ids, "href": self.addresses, "src": self.addresses, "lang": self.languages}.get(name)
            if kept is not None:
                kept.append(value or "")


@pytest.mark.parametrize("form", FORMS)
def test_the_same_brief_gives_the_same_bytes(briefs: dict[str, Brief], form: str) -> None:
    once, again = (render_brief(briefs["fr"], load_register(), form) for _ in range(2))  # type: ignore[arg-type]
    assert once == again and len(once) > 10_000


def test_the_page_is_whole_and_every_link_in_it_leads_somewhere(briefs: dict[str, Brief]) -> None:
    brief = briefs["en"]
    met = Elements(render_brief(brief, load_register(), "html").decode())
    assert met.languages[0] == "en" and set(met.languages[1:]) == {"fr", "en"}  # reports, and notes of the register
    assert len(met.ids) == len(set(met.ids))
    inner = [address for address in met.addresses if address.startswith("#")]
    assert {address[1:] for address in inner} <= set(met.ids)
    assert {f"note-{note.number}" for note in brief.notes} <= set(met.ids)
    images = [address for address in met.addresses if not address.startswith("#")]
    assert len(images) == 1 and met.tags.count("h1") == 1 and "link" not in met.tags


def test_headings_go_down_one_step_at_a_time(briefs: dict[str, Brief]) -> None:
    tags = Elements(render_brief(briefs["fr"], load_register(), "html").decode()).tags
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))


def test_every_note_of_markdown_is_pointed_to(briefs: dict[str, Brief]) -> None:
    text = render_brief(briefs["fr"], load_register()).decode()
    body, _, notes = text.partition("\n## Notes\n")
    pointed = {int(number) for number in re.findall(r"\[\^(\d+)\]", body)}
    assert pointed == {int(number) for number in re.findall(r"^\[\^(\d+)\]: ", notes, re.MULTILINE)}
    assert pointed == set(range(1, len(briefs["fr"].notes) + 1))


def test_json_is_the_brief(briefs: dict[str, Brief]) -> None:
    given = json.loads(render_brief(briefs["en"], load_register(), "json"))
    assert given["facts"] == briefs["en"].facts and given["notes"][0]["words"] == briefs["en"].notes[0].words


def test_a_pdf_has_pages_and_readable_text(briefs: dict[str, Brief]) -> None:
    made = render_brief(briefs["en"], load_register(), "pdf")
    assert made.startswith(b"%PDF-") and made.rstrip().endswith(b"%%EOF")
    counts = [int(number) for number in re.findall(rb"/Type ?/Pages ?/Count (\d+)", made)]
    assert counts == [len(re.findall(rb"/Type ?/Page/", made))] and counts[0] >= 4
    # Fonts come with the way back to letters, so that the text can be searched and read aloud.
    assert b"/ToUnicode" in made and b"/StructTreeRoot" in made and b"/Lang" in made
