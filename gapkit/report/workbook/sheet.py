"""A sheet of one table: formats, filter, frozen head, folded columns, the last wave in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.report.cell_words import worded
from gapkit.report.figures import last_wave
from gapkit.report.workbook.columns import heading, ordered, shown_columns

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from gapkit.report.content import Content
    from gapkit.report.workbook.styles import Styles

__all__ = ["set_paper", "text_length", "write_table"]

WIDEST: Final = 46
MARGIN: Final = 2.5
MOST_MEASURED: Final = 500
"""Rows that a column's width is measured on."""

HEAD: Final = 32
"""Height of the heading row in points: two lines."""


def write_table(
    sheet: Worksheet, name: str, frame: pd.DataFrame, content: Content, styles: Styles
) -> None:
    """Write a table; of several waves the last is in sight, the others a click on the filter away."""
    columns = ordered(name, list(frame.columns))
    shown = shown_columns(name, frame, columns)
    words = {column: worded(column, frame, content.words) for column in columns}
    for place, column in enumerate(columns):
        head = heading(content, name, column)
        sheet.write_string(0, place, head, styles.head)
        _write_column(sheet, place, words[column], styles.of(column), styles)
        folded = {} if column in shown else {"level": 1, "hidden": True}
        sheet.set_column(place, place, _width(head, words[column]), None, folded)
    last = len(columns)
    if len(shown) < last:
        sheet.set_column(last, last, None, None, {"collapsed": True})
    sheet.freeze_panes(1, columns.index("label") + 1 if "label" in columns else 0)
    sheet.autofilter(0, 0, max(len(frame), 1), max(last - 1, 0))
    sheet.set_row(0, HEAD)
    set_paper(sheet)
    sheet.repeat_rows(0)
    if "estimate" in columns and len(frame):
        _data_bars(sheet, columns.index("estimate"), len(frame))
    if "wave" in columns and frame["wave"].nunique() > 1:
        _open_on_last_wave(sheet, columns.index("wave"), frame)


def set_paper(sheet: Worksheet) -> None:
    """Print on A4 across, as wide as the page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _open_on_last_wave(sheet: Worksheet, place: int, frame: pd.DataFrame) -> None:
    """Set the filter on the wave, and hide what it leaves out, which a file must do itself."""
    wave = last_wave(frame)
    sheet.filter_column_list(place, [wave])
    for row, other in enumerate((frame["wave"].astype(str) != wave).tolist(), 1):
        if other:
            sheet.set_row(row, None, None, {"hidden": True})


def _data_bars(sheet: Worksheet, place: int, rows: int) -> None:
    from gapkit.plots.theme import VERDICTS

    bars = {
        "type": "data_bar",
        "bar_solid": True,
        "bar_color": VERDICTS["surplus"].tint,
        "bar_negative_color": VERDICTS["shortfall"].tint,
        "bar_axis_position": "middle",
    }
    sheet.conditional_format(1, place, rows, place, bars)


def _write_column(
    sheet: Worksheet, place: int, values: list[Any], form: Format, styles: Styles
) -> None:
    """Write the cells of a column below its heading; what is blank stays empty."""
    text = styles.right if form is styles.count else form
    for row, value in enumerate(values, 1):
        if value is None or value == "":
            continue
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            sheet.write_number(row, place, value, form)
        else:
            sheet.write_string(row, place, str(value), text)


def _width(head: str, values: list[Any]) -> float:
    """Return a width that fits most cells; Chinese characters are twice as wide as Latin ones."""
    longest = max((text_length(v) for v in values[:MOST_MEASURED]), default=0.0)
    word = max((text_length(word) for word in head.split()), default=0.0)
    return min(max(longest, word, text_length(head) / 2) + MARGIN, WIDEST)


def text_length(value: Any) -> float:
    """Return how wide a cell's content is, in Latin letters."""
    if isinstance(value, float):
        return 6.0
    return float(sum(2 if ord(character) >= 0x2E80 else 1 for character in str(value)))
