"""The workbook: a sheet that explains, native charts, a sheet a table, nothing that could run."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from gapkit.report.action_sheet import actions_shown, write_actions
from gapkit.report.native import native_charts
from gapkit.report.workbook.charts import write_charts
from gapkit.report.workbook.columns import FRONT, in_front, sheet_name
from gapkit.report.workbook.guide import write_guide
from gapkit.report.workbook.sheet import write_table
from gapkit.report.workbook.styles import styles_of

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter import Workbook

    from gapkit.report.content import Content

__all__ = ["CREATED", "FRONT", "SAFE", "filled_workbook", "pack", "write_workbook"]

CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""A fixed date, so that equal results make equal files."""

SAFE: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""No text becomes a formula, a link or a number."""


def write_workbook(content: Content, path: Path) -> None:
    """Write the workbook.

    Parameters
    ----------
    content
        As published.
    path
        Of the .xlsx file.
    """
    pack(filled_workbook(content, path))


def filled_workbook(content: Content, path: Path) -> Workbook:
    """Return the workbook, filled; `pack` writes its file.

    Packing takes half of the time, but nothing of the content: it can go on beside other work.

    Parameters
    ----------
    content
        As published.
    path
        Of the .xlsx file.
    """
    from xlsxwriter import Workbook

    from gapkit.report.workbook.filled import FilledSheet

    charts = native_charts(content)
    book = Workbook(str(path), {**SAFE, "in_memory": True})
    book.set_properties({"title": content.title, "created": CREATED, "author": "gapkit"})
    styles = styles_of(book, content.options.decimals)
    frames = {name: in_front(r.frame, content) for name, r in content.results.items()}
    if "agenda" in frames:  # what the records ask for stands beside what people fill in
        frames = {"agenda": frames.pop("agenda"), **frames}
    if "actions" in frames:  # the sheet that people fill in comes before those that they read
        del frames["actions"]
        frames = {"actions": actions_shown(content), **frames}
    frames["ledger"] = content.ledger
    guide = book.add_worksheet(content.words("report.workbook.guide"))
    if charts:
        write_charts(book, charts, content, styles)
    for name, frame in frames.items():
        title = sheet_name(content.words, name)
        if name == "actions":
            write_actions(book.add_worksheet(title), content, styles.head, styles.wrapped)
        else:
            sheet = book.add_worksheet(title, FilledSheet)
            write_table(sheet, name, frame, content, styles)
    write_guide(guide, frames, content, styles, charts=bool(charts))
    return book


def pack(book: Workbook) -> None:
    """Write the file of a filled workbook.

    Raises
    ------
    OSError
        The disc is full, or the place cannot be written to.
    """
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from error  # the error of the system, which the package wraps
