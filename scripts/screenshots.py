"""Take the pictures of docs/reading-room.md anew, from the demonstration dossier, with Debian's Chromium.

    python scripts/screenshots.py [NAME …]

The dossier is read into a record of its own, `dragoman serve` opens it on a free port of the loopback, and each page is
opened as a reader would see it: so wide and high, light or dark, in English or French.
"""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "reading-room"
DOSSIER = Path("src") / "dragoman" / "demo" / "dossier"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: of which address, what is clicked there, how large (CSS pixels), in which colours."""

    path: str
    click: str | None = None
    width: int = 1080
    height: int = 760
    scheme: Literal["light", "dark"] = "light"
    scroll_to: str | None = None


SHOTS: dict[str, Shot] = {
    "today": Shot("/?on=2024-06-14&since=2024-02-01"),
    "timeline": Shot("/timeline?actor=CEDEAO", scroll_to="figure.chart"),
    "contradictions": Shot("/contradictions", height=860),
    "document": Shot("/contradictions", click="article.contradiction a"),
    "actor": Shot("/actor/ARM", scroll_to="h2"),
    "organisation": Shot("/organisation/ECOWAS?on=2025-01-29", scroll_to=".days"),
    "statements": Shot("/statements?words=retrait", scroll_to=".statement"),
    "network": Shot("/network?organisation=OTSC&organisation=AES", scroll_to="figure.network"),
    "places": Shot("/places", scroll_to="figure"),
    "telephone": Shot("/contradictions?lang=fr", width=390, height=760, scheme="dark"),
}


def main(names: list[str]) -> int:
    """Take the pictures of these names, or all; 2 when a name or the browser is missing."""
    if unknown := [name for name in names if name not in SHOTS]:
        print(f"no such picture: {', '.join(unknown)}; there are {', '.join(SHOTS)}", file=sys.stderr)
        return 2
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        print("Chromium is missing; on Debian: apt install chromium", file=sys.stderr)
        return 2
    PICTURES.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        for name in names or SHOTS:
            shot = SHOTS[name]
            context = chromium.new_context(
                viewport={"width": shot.width, "height": shot.height}, color_scheme=shot.scheme
            )
            page = context.new_page()
            page.goto(address + shot.path)
            if shot.click is not None:
                page.locator(shot.click).first.click()
            if shot.scroll_to is not None:
                page.locator(shot.scroll_to).first.evaluate("element => element.scrollIntoView()")
            path = PICTURES / f"{name}.png"
            page.wait_for_timeout(300)
            page.screenshot(path=path)
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes, {page.title()}")
            context.close()
        chromium.close()
    return 0


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The demonstration dossier, read and served; gives the room's address."""
    command = [sys.executable, "-m", "dragoman"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record"
        reading = [*command, "read", str(DOSSIER), "--to", str(record)]
        subprocess.run(reading, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        serving = [*command, "serve", str(record), "--port", "0"]
        room = subprocess.Popen(serving, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
        try:
            assert room.stderr is not None
            for line in room.stderr:
                if found := ADDRESS.search(line):
                    yield found[0]
                    break
            else:
                raise RuntimeError("the reading room did not open")
        finally:
            room.terminate()
            room.wait(10)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
