"""Rows written a column at a time, against the same rows written cell by cell by XlsxWriter.

A `FilledSheet` leans on undocumented parts of the package: a version that differs fails here.
"""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from gapkit.report.workbook import SAFE
from gapkit.report.workbook.filled import LONGEST, FilledSheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STORED: Final = 1e-15
"""The package itself stores 16 digits of a number."""

NS: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

FIGURES: Final = [0.1 + 0.2, -1e-5, 480.0, np.nan, 1e300, 5e-324, 0.0, 12_345_678.0]
TEXTS: Final = [
    "a & b <c> \"d\" 'e'", "  spaces  ", "bell\x07 null\x00", "_x0007_", "two\nlines", "缺口 😀",
    "", "=1+1",
]  # fmt: skip
MIXED: Final[list[Any]] = ["480 | 35", 480, None, 2.5, 480, "480", None, "x" * (LONGEST + 9)]
HIDDEN: Final = [False, True, False, False, True, True, False, False]


def book_at(path: Path, kind: type[Worksheet], fill: Callable[..., None]) -> Path:
    with Workbook(str(path), SAFE) as book:
        looks = [book.add_format({"num_format": form}) for form in ("0.0000", "@@", "#,##0.0")]
        sheet = book.add_worksheet("Table", kind)
        for place, head in enumerate(("figure", "text", "mixed", "nothing")):
            sheet.write_string(0, place, head)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(FIGURES), 3)
        fill(sheet, *looks)
    return path


def at_once(sheet: FilledSheet, figure: Any, text: Any, count: Any) -> None:
    texts = sheet.words(np.arange(len(TEXTS)), TEXTS, count, text)
    distinct = list(dict.fromkeys(MIXED))
    codes = np.array([distinct.index(value) for value in MIXED])
    mixed = sheet.words(codes, distinct, count, text)
    blank = sheet.figures(np.full(len(FIGURES), np.nan), figure)
    sheet.fill([sheet.figures(np.array(FIGURES), figure), texts, mixed, blank], np.array(HIDDEN))


def cell_by_cell(sheet: Worksheet, figure: Any, text: Any, count: Any) -> None:
    for row, (number, said, either, hidden) in enumerate(
        zip(FIGURES, TEXTS, MIXED, HIDDEN, strict=True), 1
    ):
        if hidden:
            sheet.set_row(row, None, None, {"hidden": True})
        if number == number:
            sheet.write_number(row, 0, number, figure)
        for place, value in ((1, said), (2, either)):
            if isinstance(value, (int, float)):
                sheet.write_number(row, place, value, count)
            elif value:
                sheet.write_string(row, place, value, text)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("filled")
    return (
        book_at(folder / "at-once.xlsx", FilledSheet, at_once),
        book_at(folder / "cell-by-cell.xlsx", Worksheet, cell_by_cell),
    )


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(f"xl/{name}").decode()


def rows(path: Path) -> list[tuple[dict[str, str], list[tuple[Any, ...]]]]:
    """Rows with their attributes and cells: address, look, kind, content."""
    shared = ["".join(text.itertext()) for text in ET.fromstring(part(path, "sharedStrings.xml"))]
    styles = ET.fromstring(part(path, "styles.xml"))
    forms = {form.get("numFmtId"): form.get("formatCode") for form in styles.iter(f"{NS}numFmt")}
    ids = [look.get("numFmtId") for look in styles.find(f"{NS}cellXfs")]
    looks = [forms.get(number, number) for number in ids]
    found = []
    for row in ET.fromstring(part(path, "worksheets/sheet1.xml")).iter(f"{NS}row"):
        told = {name: value for name, value in row.attrib.items() if name != "spans"}
        cells = []
        for cell in row:
            content = cell.findtext(f"{NS}v")
            kind = cell.get("t")
            said = shared[int(content)] if kind == "s" else float(content)
            cells.append((cell.get("r"), looks[int(cell.get("s", "0"))], kind, said))
        found.append((told, cells))
    return found


def test_cells_looks_and_hidden_rows_are_the_packages_own(both: tuple[Path, Path]) -> None:
    for (told, cells), (expected, plain) in zip(*map(rows, both), strict=True):
        assert told == expected
        assert [cell[:3] for cell in cells] == [cell[:3] for cell in plain]
        for (*_, said), (*_, wanted) in zip(cells, plain, strict=True):
            assert said == (
                wanted if isinstance(wanted, str) else pytest.approx(wanted, rel=STORED)
            )


def test_everything_around_the_rows_is_the_packages_own(both: tuple[Path, Path]) -> None:
    at_once, plain = (part(path, "worksheets/sheet1.xml") for path in both)
    around = re.compile("<sheetData>.*</sheetData>", re.DOTALL)
    assert around.search(at_once)
    assert around.sub("", at_once) == around.sub("", plain)
    counted = [
        re.search('<sst [^>]*count="[0-9]+" [^>]*>', part(p, "sharedStrings.xml")) for p in both
    ]
    assert counted[0][0] == counted[1][0]


def test_figures_are_read_back_whole(both: tuple[Path, Path]) -> None:
    read = CalamineWorkbook.from_path(both[0]).get_sheet_by_name("Table").to_python()[1:]
    wanted = ["" if figure != figure else figure for figure in FIGURES]
    assert [row[0] for row in read] == wanted
    assert read[7][2] == "x" * LONGEST


def test_an_infinite_figure_is_refused(tmp_path: Path) -> None:
    def fill(sheet: FilledSheet, figure: Any, *_: Any) -> None:
        with pytest.raises(ValueError, match="infinite"):
            sheet.figures(np.array([1.0, -np.inf]), figure)

    book_at(tmp_path / "book.xlsx", FilledSheet, fill)
