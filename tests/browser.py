"""A served room and a real browser for tests: Debian's Chromium, driven by Playwright, on the loopback alone."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from dragoman.web.app import create_app
from dragoman.web.room import Room

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Nothing is looked up, updated or reported; the pages under test are all that is asked for.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]  # fmt: skip


@contextmanager
def served(record: Path, *, token: str | None = None, judge: str | None = None) -> Iterator[str]:
    """A room over a record on a free port; gives its address. `token` and `judge` as in `create_app`."""
    room = Room(record)
    app = create_app(room, token=token, judge=judge)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, name="served", daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server has not started"
            thread.join(0.05)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        room.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser; a test that wants one is skipped where there is none, and fails where one must be (in CI)."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI tests the reading room in a browser: install Debian's chromium")
        pytest.skip("no Chromium here (on Debian: apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
