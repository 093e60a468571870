"""A whole report, written once, and a browser to open it in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gapkit.report import write

from .frames import kiosk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


@pytest.fixture(scope="session", params=["en", "zh-Hant"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a report in each language."""
    out = tmp_path_factory.mktemp("report") / request.param
    return write(kiosk(request.param), out).parent


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    if not CHROMIUM.exists():
        if "browser" in os.environ.get("GAPKIT_REQUIRE", ""):
            pytest.fail(f"GAPKIT_REQUIRE asks for a browser, but there is no {CHROMIUM}")
        pytest.skip(f"no browser: {CHROMIUM} is missing")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield browser
        browser.close()


class Opener:
    """Opens pages and notes what they say and ask for."""

    def __init__(self, chromium: Any) -> None:
        self.chromium = chromium
        self.said: list[str] = []
        self.asked: list[str] = []
        self.opened: list[str] = []
        self.contexts: list[Any] = []

    def open(self, folder: Path, width: int = 1280, **settings: Any) -> Any:
        size = {"width": width, "height": 900}
        context = self.chromium.new_context(viewport=size, offline=True, **settings)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        address = (folder / "index.html").as_uri()
        page.goto(address)
        self.opened.append(address)
        return page


@pytest.fixture
def opener(chromium: Any) -> Iterator[Opener]:
    """Opens pages; afterwards nothing may have been said on the console or asked for."""
    made = Opener(chromium)
    yield made
    for context in made.contexts:
        context.close()
    assert made.said == []
    assert [url for url in made.asked if not url.startswith("data:")] == made.opened


@pytest.fixture
def opened(opener: Opener, report: Path) -> Callable[..., Any]:
    """Opens the report."""
    return lambda *args, **settings: opener.open(report, *args, **settings)
