"""The report as PDF: whole, with its fonts, and nothing fetched."""

from __future__ import annotations

import logging
import os
import re
import zlib
from typing import TYPE_CHECKING

import pytest

from gapkit.options import Options
from gapkit.report.drawing import draw
from gapkit.report.figures import wanted
from gapkit.report.printed import LOUD, write_pdf

from .frames import content, gaps_frame
from .hostile import branded, logo

if TYPE_CHECKING:
    from pathlib import Path

try:
    import weasyprint  # noqa: F401
except (ImportError, OSError) as error:  # OSError: Pango is a library of the system
    if "browser" in os.environ.get("GAPKIT_REQUIRE", ""):
        raise
    pytest.skip(f"no PDF: {error}", allow_module_level=True)


def printed(folder: Path, language: str) -> bytes:
    options = Options(language=language)
    made = content({"gaps": gaps_frame(options)}, options, title="自助點餐機 <Kiosk>").published()
    made = branded(made, logo=logo(), colour="#005bac")
    path = folder / "report.pdf"
    write_pdf(made, draw(made, wanted(made)[:1]), path)
    return path.read_bytes()


def opened(pdf: bytes) -> bytes:
    """Return a PDF with its compressed parts laid open."""
    parts = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    found = [pdf]
    for part in parts:
        try:
            found.append(zlib.decompress(part))
        except zlib.error:
            continue  # a picture
    return b"\n".join(found)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_fonts_are_its_own_and_pages_are_a4(tmp_path: Path, language: str) -> None:
    pdf = opened(printed(tmp_path, language))
    fonts = set(re.findall(rb"/FontName\s*/([^\s/]+)", pdf))
    assert fonts
    assert all(b"Gapkit" in name for name in fonts)
    assert len(re.findall(rb"/FontFile\d?\s", pdf)) == len(fonts)
    assert {tuple(box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", pdf)} == {
        (b"0", b"0", b"595.275591", b"841.889764")
    }
    assert b"/StructTreeRoot" in pdf


@pytest.mark.slow
def test_other_packages_speak_as_before(tmp_path: Path) -> None:
    before = [logging.getLogger(name).level for name in LOUD]
    printed(tmp_path, "en")
    assert [logging.getLogger(name).level for name in LOUD] == before
