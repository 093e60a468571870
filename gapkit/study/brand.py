"""What a study says of the firm that reports: its template, logo and colour, looked at at once."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Final

from gapkit.report import Brand, Logo

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.toml import Table

__all__ = ["read_brand"]

COLOUR: Final = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")

KINDS: Final = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
"""How a picture's file begins → what it is."""

ENDS: Final = {"png": b"IEND", "jpeg": b"\xff\xd9"}
"""What a whole picture of a kind ends with: readers can be told to put up with half of one."""

LARGEST: Final = 1 << 20
"""Bytes of a logo, which every page carries within itself."""

PRESENTATION: Final = "ppt/presentation.xml"
"""What every presentation holds."""


def read_brand(table: Table | None, folder: Path) -> Brand:
    """Read [brand]; paths start from `folder`. Mistakes are noted with their line."""
    if table is None:
        return Brand()
    brand = Brand(_template(table, folder), _logo(table, folder), _colour(table))
    table.close()
    return brand


def _colour(table: Table) -> str:
    written: str = table.get("colour", str, "")
    if not written:
        return ""
    if not COLOUR.fullmatch(written):
        what = f"[brand] colour = {written!r} is no colour of the form #rrggbb."
        table.note("colour", what, 'Write its six hexadecimal digits, as in colour = "#005bac".')
        return ""
    digits = written[1:].lower()
    return f"#{digits if len(digits) == 6 else ''.join(2 * digit for digit in digits)}"


def _file(table: Table, key: str, folder: Path) -> Path | None:
    listed: str = table.get(key, str, "")
    if not listed:
        return None
    path = folder / listed
    if path.is_file():
        return path
    what = f"[brand] {key} = {listed!r}: there is no such file."
    table.note(key, what, "Paths start from the study file's folder.")
    return None


def _template(table: Table, folder: Path) -> Path | None:
    path = _file(table, "template", folder)
    if path is None or _is_presentation(path):
        return path
    what = f"[brand] template = {path.name!r} is no PowerPoint presentation."
    table.note("template", what, "Save the template in PowerPoint as .pptx.")
    return None


def _is_presentation(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return PRESENTATION in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def _logo(table: Table, folder: Path) -> Logo | None:
    path = _file(table, "logo", folder)
    if path is None:
        return None
    data = path.read_bytes()
    kind = next((kind for start, kind in KINDS.items() if data.startswith(start)), None)
    if kind is None or not _can_be_seen(data, kind):
        what = f"[brand] logo = {path.name!r} is no picture that can be read."
        table.note("logo", what, "Give a .png or .jpg file; other pictures can be saved as .png.")
        return None
    if len(data) > LARGEST:
        what = f"[brand] logo = {path.name!r} has {len(data) / LARGEST:.1f} MB."
        table.note("logo", what, "Every page carries it: give a picture of at most 1 MB.")
        return None
    return Logo(data, kind)


def _can_be_seen(data: bytes, kind: str) -> bool:
    from matplotlib.image import imread

    if ENDS[kind] not in data:
        return False
    try:
        imread(BytesIO(data), format=kind)
    except (OSError, SyntaxError, ValueError, EOFError):
        # what a broken picture raises depends on where it breaks
        return False
    return True
