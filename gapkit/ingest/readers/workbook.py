"""Workbooks (XLSX, XLS, XLSB, ODS), read by calamine; cells that show an error are found in the XML."""

from __future__ import annotations

import re
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import numpy as np
import pyarrow as pa

from gapkit.errors import IngestError, Problem
from gapkit.ingest.buffers import strings, whole
from gapkit.ingest.cells import typed_text
from gapkit.ingest.readers.archive import MOST_UNPACKED
from gapkit.ingest.readers.headings import joined, rows_above, told_above
from gapkit.ingest.readers.table import Grid, RawBatch, RawTable
from gapkit.ingest.texts import column_position
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from gapkit.ingest.readers.opened import Opened
    from gapkit.ingest.readers.table import Block
    from gapkit.ingest.source import Source

__all__ = ["open_workbook"]

_ROWS: Final = 1 << 14
_KEPT: Final = 10_000_000
"""Cells of a sheet that stays in memory, since words of a battery are looked at before the reading."""

_TOP: Final = 40
"""Records that formats are recognised by."""
Errors = dict[tuple[int, int], str]
"""Row and column, both from 0 → the error that the cell shows."""


def open_workbook(file: Opened, source: Source, hints: Sequence[str] = ()) -> Grid:  # noqa: ARG001 - one signature for all readers
    """Recognise a workbook and take one sheet of it: the one the study names, else the first table to be seen.

    Raises
    ------
    IngestError
        It is damaged, protected, no workbook, empty, or lacks the sheet.
    """
    _refuse_other_archives(file)
    book = _book(file)
    sheets = _sheets(book, source.sheet, file.name)
    with ThreadPoolExecutor(1) as pool:  # calamine leaves Python's lock while it parses
        for name in [*sheets, sheets[0]]:
            errors = pool.submit(_errors, file, name)
            with _damage_told(file):
                grid = book.get_sheet_by_name(name)
            table = grid.start is not None and grid.width > 1  # else a title page, or nothing
            if table or len(sheets) == 1:
                break
    if grid.start is None:
        raise IngestError(Problem(file.name, f"the sheet '{name}' is empty.", _others(book, name)))
    top_row, shift = grid.start
    rows = list(islice(grid.iter_rows(), top_row, top_row + _TOP + (source.header_rows or 0)))
    top = [[typed_text(cell) for cell in row] for row in rows]
    above = rows_above(top)
    left = [other for other in book.sheet_names if other != name]
    facts = [Phrase("ledger.sheet", {"sheet": name})]
    facts += [Phrase("ledger.sheets_left", {"sheets": ", ".join(left)})] if left else []
    opened = _Opened(_Sheet(file, name, grid, errors.result()), shift, top_row + above, top[above:])
    shown = tuple(("",) * shift + tuple(row) for row in opened.top)
    return Grid(shown, partial(_table, opened, (*facts, *told_above(above))))


@dataclass(frozen=True)
class _Opened:
    """A sheet, its blank columns at the left, its first row that belongs to the table, and the rows there."""

    sheet: _Sheet
    shift: int
    first: int
    top: list[list[str]]


def _table(opened: _Opened, facts: tuple[Phrase, ...], heads: int) -> RawTable:
    headings = ("",) * opened.shift + joined(opened.top[:heads], len(opened.top[0]))
    first = opened.first + heads
    return RawTable(
        headings, first, partial(_blocks, opened.sheet, opened.shift, first), facts=facts
    )


class _Sheet:
    """A sheet that calamine has parsed as a whole; a large one is kept until it was read to its end once."""

    def __init__(self, file: Opened, name: str, grid: Any, errors: Errors) -> None:
        self.file = file
        self.name = name
        self.errors = errors
        self._grid = grid

    def rows(self) -> Iterator[list[Any]]:
        with _damage_told(self.file):
            grid = self._grid or _book(self.file).get_sheet_by_name(self.name)
        yield from grid.iter_rows()
        small = grid.height * grid.width <= _KEPT
        self._grid = grid if small else None


def _book(file: Opened) -> Any:
    from python_calamine import CalamineWorkbook

    with _damage_told(file), file.seekable() as stream:
        return CalamineWorkbook.from_filelike(stream)


@contextmanager
def _damage_told(file: Opened) -> Iterator[None]:
    """Say of a workbook that cannot be parsed what may be the matter with it."""
    from python_calamine import CalamineError

    broken = (
        zipfile.BadZipFile,
        zlib.error,
        ET.ParseError,
        EOFError,
        KeyError,
        NotImplementedError,
    )
    try:
        yield
    except (CalamineError, OSError, ValueError, *broken) as error:
        if "assword" in str(error) or file.kind == "ole":
            what = f"the workbook is protected by a password, or damaged: {error}."
            advice = "Open it in the spreadsheet and save it without a password as XLSX."
        else:
            what = f"the workbook cannot be read: {error}."
            advice = "It may be cut off: copy or export it again."
        raise IngestError(Problem(file.name, what, advice)) from error


def _sheets(book: Any, wanted: str | None, file: str) -> list[str]:
    """Return the sheets that may hold the answers, the likeliest first: the study's, else those to be seen."""
    from python_calamine import SheetVisibleEnum

    names: list[str] = book.sheet_names
    if wanted is None:
        seen = [s.name for s in book.sheets_metadata if s.visible is SheetVisibleEnum.Visible]
        return seen or names
    if wanted not in names:
        what = f"there is no sheet '{wanted}'."
        raise IngestError(Problem(file, what, f"Sheets: {', '.join(names)}."))
    return [wanted]


def _others(book: Any, sheet: str) -> str:
    others = [name for name in book.sheet_names if name != sheet]
    return f"Others: {', '.join(others)}. Name one in 'sheet'." if others else "Export it again."


def _refuse_other_archives(file: Opened) -> None:
    """Say what a ZIP archive is that holds no workbook, and refuse one that would fill the memory."""
    if file.kind != "zip":
        return
    try:
        with file.seekable() as stream, zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        what = f"the workbook cannot be read: {error}."
        raise IngestError(
            Problem(file.name, what, "It may be cut off: copy or export it again.")
        ) from error
    if unpacked > MOST_UNPACKED:
        what = f"it would unpack to {unpacked >> 20} MB."
        raise IngestError(Problem(file.name, what, "Export it as CSV."))
    if not any(n.startswith("xl/workbook") or n == "content.xml" for n in names):
        called = (
            "a Word document"
            if "word/document.xml" in names
            else "a ZIP archive without a workbook"
        )
        what = f"this looks like {called}, which gapkit does not read."
        raise IngestError(Problem(file.name, what, "Unpack it, or export CSV, XLSX or Parquet."))


def _blocks(sheet: _Sheet, shift: int, first: int, columns: Sequence[int]) -> Iterator[Block]:
    """Yield blocks from row `first` on (from 0); the sheet's own columns begin after `shift` blank ones."""
    rows = islice(sheet.rows(), first, None)
    while part := list(islice(rows, _ROWS)):
        here = {
            (row - first, column - shift): error
            for (row, column), error in sheet.errors.items()
            if first <= row < first + len(part)
        }
        yield partial(_raw, part, first + 1, here, {c: c - shift for c in columns})
        first += len(part)


def _raw(part: list[list[Any]], first: int, errors: Errors, columns: dict[int, int]) -> RawBatch:
    for (row, column), error in errors.items():
        part[row][column] = error
    turned = list(zip(*part, strict=True))
    empty = ("",) * len(part)
    arrays = {c: _array(turned[k] if k >= 0 else empty) for c, k in columns.items()}
    return RawBatch(np.arange(first, first + len(part)), arrays, partial(_blank, part))


def _blank(part: list[list[Any]], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which rows hold nothing in any column."""
    blank = [not any(typed_text(cell).strip() for cell in part[k]) for k in rows.tolist()]
    return np.array(blank, np.bool_)


def _array(cells: tuple[Any, ...]) -> pa.Array:
    """Return a column of typed cells as a dictionary of their texts."""
    if bool in set(map(type, cells)):  # True equals 1 and would be taken for it
        cells = tuple(typed_text(c) if isinstance(c, bool) else c for c in cells)
    values = dict.fromkeys(cells)
    place = dict(zip(values, range(len(values)), strict=True))
    numbers = np.fromiter(map(place.__getitem__, cells), np.int32, len(cells))
    texts = strings([typed_text(value) for value in values])
    return pa.DictionaryArray.from_arrays(whole(numbers, pa.int32()), texts)


def _errors(file: Opened, sheet: str) -> Errors:
    """Return the cells that show an error or lack a formula's value: calamine gives them as blanks."""
    if file.kind != "zip":
        return {}
    with _damage_told(file), file.seekable() as stream, zipfile.ZipFile(stream) as archive:
        part = _sheet_part(archive, sheet)
        return _error_cells(archive.open(part)) if part else {}


def _sheet_part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the name of the part of an XLSX archive that holds a sheet."""
    names = archive.namelist()
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return None
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for element in book.iter():
        if element.tag.endswith("}sheet") and element.get("name") == sheet:
            link = next((v for k, v in element.attrib.items() if k.endswith("}id")), None)
            target = targets.get(link, "").lstrip("/")
            part = target if target.startswith("xl/") else f"xl/{target}"
            return part if part in names else None
    return None


_ERROR: Final = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"[^>]*>.{0,2000}?<(?:\w+:)?v>([^<]*)<',
    re.DOTALL,
)


_UNCOMPUTED: Final = re.compile(
    rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]+)(\d+)"[^>]*><(?:\w+:)?f\b[^>]*>([^<]{0,2000})</(?:\w+:)?f>'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?</(?:\w+:)?c>"
)
"""A formula that no spreadsheet has computed yet, as programs write them: the cell has no value."""


def _error_cells(stream: Any) -> Errors:
    found: Errors = {}
    tail = b""
    while data := stream.read(1 << 20):
        tail += data
        if b't="e"' in tail:
            for letters, row, error in _ERROR.findall(tail):
                found[int(row) - 1, column_position(letters.decode()) or 0] = error.decode()
        if b"</f>" in tail or b":f>" in tail:
            for letters, row, formula in _UNCOMPUTED.findall(tail):
                text = f"={unescape(formula.decode())}"
                found[int(row) - 1, column_position(letters.decode()) or 0] = text
        tail = tail[-4000:]
    return found
