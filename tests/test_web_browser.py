"""The reading room as readers use it: in a browser, by keyboard, without script, on a phone, in the dark, on paper."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from browser import chromium, served
from playwright.sync_api import Browser, Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
SERIOUS = {"serious", "critical"}
PAGES = (
    "/",
    "/timeline",
    "/facts",
    "/contradictions?lang=fr",
    "/statements?words=accord",
    "/search?words=sommet",
    "/actors?q=ru",
    "/actor/RUS",
    "/organisation/CSTO?on=2024-06-25",
    "/network?on=2024-06-25",
    "/places?lang=fr",
    "/judgements",
    "/timeline?lang=fr&known=2024-07&type=CONSULT",
    "/timeline?actor=nobody-of-the-kind",
)
SIZES = {"desk": (1280, 900), "phone": (320, 640)}


@pytest.fixture(scope="module")
def address(demo_record: Path) -> Iterator[str]:
    with served(demo_record) as address:
        yield address


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    assert [each for each in complaints if "404 (Not Found)" not in each] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(browser: Browser, address: str, path: str, scheme: str) -> None:
    # The engine is put into the page past its policy, which lets no script of others run.
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + path)
    page.evaluate(AXE)
    found = json.loads(page.evaluate("axe.run().then(found => JSON.stringify(found))"))
    context.close()
    assert found["passes"], "the engine has looked at the page"
    wrong = [
        f"{each['id']}: {node['html'][:120]} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
        if each["impact"] in SERIOUS
    ]
    assert wrong == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_window(page: Page, address: str, path: str, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_reaches_what_is_asked_for(page: Page, address: str) -> None:
    page.goto(address + "/timeline")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "actor":
            break
    page.keyboard.type("CEDEAO")
    page.keyboard.press("Enter")
    page.wait_for_url("**/timeline?*actor=CEDEAO*")
    assert "known=" not in page.url, "what nobody filled stands in no address"
    rows = page.locator("main > table tbody th").all_inner_texts()
    assert rows and all("ECOWAS" in row or "CEDEAO" in row for row in rows[:3])


def test_all_can_be_read_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/timeline")
    page.fill("input[name=actor]", "Mali")
    page.click("form.filters button")
    assert "actor=Mali" in page.url
    assert page.locator("main > table tbody tr").count() > 0
    context.close()


def test_what_does_not_belong_on_paper_is_not_printed(page: Page, address: str) -> None:
    page.goto(address + "/timeline")
    page.emulate_media(media="print")
    assert not page.locator("form.filters").is_visible()
    assert page.locator("main > table").is_visible()
    assert page.pdf()[:5] == b"%PDF-"


def test_the_way_from_the_start_to_who_contradicts_whom_about_a_minister(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Contradictions").click()
    sides = page.locator("article.contradiction", has_text="foreign minister")
    words = sides.locator("blockquote").all_inner_texts()
    assert len(words) == 2 and "Défense" in words[0] and "Affaires étrangères" in words[1]
    sides.get_by_role("link").first.click()
    assert page.locator("#row blockquote").inner_text() in words


def test_the_day_of_an_organisation_is_chosen_on_a_slider_by_keyboard(page: Page, address: str) -> None:
    page.goto(address + "/organisation/ECOWAS?on=2025-02-01")
    slider = page.locator(".days .slider input")
    slider.focus()
    days = slider.get_attribute("aria-valuetext")
    page.keyboard.press("ArrowLeft")
    chosen = slider.get_attribute("aria-valuetext")
    assert chosen and chosen != days
    page.keyboard.press("Enter")
    page.wait_for_url(f"**on={chosen}*")
    assert page.locator("main").get_by_text(f"On {chosen}").count() == 1


@pytest.mark.parametrize("words", ["décision", "decision", "DÉCISION"])
def test_words_are_found_with_and_without_accents(page: Page, address: str, words: str) -> None:
    page.goto(address + "/search")
    page.fill("main input[name=words]", words)
    page.keyboard.press("Enter")
    page.wait_for_url("**words=*")
    marked = page.locator("article.found mark").all_inner_texts()
    assert marked and {each.lower() for each in marked} <= {"décision", "décisions"}


def test_a_click_on_a_mark_explains_the_row(page: Page, address: str) -> None:
    page.goto(address + "/timeline?kind=membership")
    page.locator("main > table tbody th a").first.click()
    mark = page.locator(".text sup a").first
    box = mark.bounding_box()
    assert box is not None and min(box["width"], box["height"]) >= 24
    mark.click()
    assert page.locator("#row blockquote").inner_text() in page.locator(".text").inner_text()
    assert page.locator("#row .roles li").count() >= 1
    assert page.locator(".text mark.chosen").count() >= 1


def test_days_are_chosen_on_the_chart_by_dragging_and_by_keyboard(page: Page, address: str) -> None:
    page.goto(address + "/timeline?from=2024-01-01&to=2024-12-31&kind=event")
    box = page.locator("figure.chart .drawn").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 100)
    page.mouse.up()
    page.wait_for_url("**from=2024-06-*to=2024-09-*")
    assert "kind=event" in page.url
    page.locator("figure.chart .drawn").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("from=2024-(09|10)-"))


def test_the_nodes_of_a_network_are_reached_by_keyboard(page: Page, address: str) -> None:
    page.goto(address + "/network?organisation=OTSC&on=2024-06-25")
    page.locator("figure.network a.node").first.focus()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Collective Security")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('state')")


def test_a_chart_follows_the_page_in_the_dark_and_on_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="dark", viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(address + "/timeline")
    source = page.evaluate("document.querySelector('figure.chart img').currentSrc")
    assert "theme=dark" in source and "size=narrow" in source
    assert page.evaluate("document.querySelector('figure.chart img').naturalWidth") > 0
    context.close()
