"""Opens office files in LibreOffice, where it is there, and says how many pages they have."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 120
"""Seconds after which LibreOffice is taken to hang."""


def as_pdf(path: Path) -> bytes:
    """Convert a file, which LibreOffice does only with one that it can open without repair."""
    office = shutil.which("soffice")
    if office is None:
        if "office" in os.environ.get("GAPKIT_REQUIRE", ""):
            pytest.fail("GAPKIT_REQUIRE asks for an office program, but there is no soffice")
        pytest.skip("no office program: soffice is missing")
    home = path.parent.parent / "office-home"  # its first start takes longest: once for all tests
    subprocess.run(
        [office, "--headless", "--norestore", f"-env:UserInstallation={home.as_uri()}",
         "--convert-to", "pdf", "--outdir", str(path.parent / "pdf"), str(path)],
        check=True, capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    return (path.parent / "pdf" / f"{path.stem}.pdf").read_bytes()


def pages(pdf: bytes) -> int:
    """Count the pages of a PDF, whose objects LibreOffice leaves uncompressed."""
    return pdf.count(b"/Type/Page/") + pdf.count(b"/Type/Page>") + pdf.count(b"/Type/Page\n")
