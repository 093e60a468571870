"""XLSForm (KoboToolbox, ODK): a workbook whose sheets ``survey`` and ``choices`` hold questions and choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapkit.ingest.cells import typed_text
from gapkit.ingest.codebooks.codebook import Codebook
from gapkit.ingest.formats.cells import without_markup

if TYPE_CHECKING:
    from gapkit.ingest.codebooks.codebook import Written

__all__ = ["read"]


def read(file: Written) -> Codebook | None:
    """Return what the form says, or None where the file is none."""
    if not file.start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return None
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(file.path))
    except (CalamineError, OSError, ValueError):
        return None
    if not {"survey", "choices"} <= set(book.sheet_names):
        return None
    lists: dict[str, dict[str, str]] = {}
    for row in _rows(book, "choices"):
        name = row.get("list_name") or row.get("list name") or ""
        code = row.get("name") or row.get("value") or ""
        if name and code:
            lists.setdefault(name, {})[code] = _label(row) or code
    labels: dict[str, dict[str, str]] = {}
    texts: dict[str, str] = {}
    for row in _rows(book, "survey"):
        kind, name = row.get("type", "").split(), row.get("name", "")
        if name and _label(row):
            texts[name] = _label(row)
        if name and len(kind) > 1 and kind[0] == "select_one" and kind[1] in lists:
            labels[name] = lists[kind[1]]
    return Codebook(labels, texts)


def _rows(book: Any, sheet: str) -> list[dict[str, str]]:
    cells = book.get_sheet_by_name(sheet).to_python()
    if not cells:
        return []
    heads = [typed_text(cell).strip().casefold() for cell in cells[0]]
    return [
        {head: typed_text(cell).strip() for head, cell in zip(heads, row, strict=False)}
        for row in cells[1:]
    ]


def _label(row: dict[str, str]) -> str:
    """Return the label in the form's first language."""
    written = (text for head, text in row.items() if head.partition(":")[0] == "label" and text)
    return without_markup(next(written, ""))
