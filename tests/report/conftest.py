"""A whole report, written once, and a browser to open it in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gapkit.report import write

from .frames import kiosk

if TYPE_CHECKING:
    from collections.abc import Iterator

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
