"""A sheet of one table: formats, filter, frozen head, folded columns, the last wave in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.report.cell_words import coded
from gapkit.report.figures import last_wave
from gapkit.report.workbook.columns import heading, ordered, shown_columns

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from xlsxwriter.worksheet import Worksheet

    from gapkit.report.content import Content
    from gapkit.report.workbook.filled import FilledSheet
    from gapkit.report.workbook.styles import Styles

__all__ = ["set_paper", "text_length", "write_table"]

WIDEST: Final = 46
MARGIN: Final = 2.5
MOST_MEASURED: Final = 500
"""Rows that a column's width is measured on."""

HEAD: Final = 32
"""Height of the heading row in points: two lines."""


def write_table(
    sheet: FilledSheet, name: str, frame: pd.DataFrame, content: Content, styles: Styles
) -> None:
    """Write a table; of several waves the last is in sight, the others a click on the filter away."""
    columns = ordered(name, list(frame.columns))
    shown = shown_columns(name, frame, columns)
    cells = []
    for place, column in enumerate(columns):
        head = heading(content, name, column)
        sheet.write_string(0, place, head, styles.head)
        made, seen = _cells(sheet, column, frame, content, styles)
        cells.append(made)
        folded = {} if column in shown else {"level": 1, "hidden": True}
        sheet.set_column(place, place, _width(head, seen), None, folded)
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
    sheet.fill(cells, _left_out(sheet, columns, frame))


def set_paper(sheet: Worksheet) -> None:
    """Print on A4 across, as wide as the page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _cells(
    sheet: FilledSheet, column: str, frame: pd.DataFrame, content: Content, styles: Styles
) -> tuple[pa.Array, list[Any]]:
    """Return the cells of a column, and the values that its width is measured on."""
    import numpy as np

    look, values = styles.of(column), frame[column]
    # a column that holds words or fractions in other tables may hold plain numbers in this one
    if values.dtype.kind in "iu":
        look = styles.count
    elif values.dtype.kind == "f" and look is styles.text:
        look = styles.figure
    if values.dtype.kind in "iuf":
        figures = values.to_numpy(dtype=float, na_value=float("nan"))
        return sheet.figures(figures, look), [values.max()]
    codes, distinct = coded(column, frame, content.words)
    if column == "dimension":
        distinct = [_dimension(content, key) for key in distinct]
    text = styles.right if look is styles.count else look
    seen = [distinct[code] for code in np.unique(codes[:MOST_MEASURED]).tolist()]
    return sheet.words(codes, distinct, look, text), seen


def _dimension(content: Content, key: Any) -> Any:
    """Return what the questionnaire calls a dimension; what is none of its own stays as it is."""
    known = content.instrument.dimension
    return known[key].label(content.language) if key in known else key


def _left_out(sheet: Worksheet, columns: list[str], frame: pd.DataFrame) -> np.ndarray:
    """Set the filter on the last of several waves; return which rows it hides.

    A file must hide them itself: the filter takes effect only when it is touched.
    """
    import numpy as np

    if "wave" not in columns or frame["wave"].nunique() < 2:
        return np.zeros(len(frame), dtype=bool)
    wave = last_wave(frame)
    sheet.filter_column_list(columns.index("wave"), [wave])
    left_out: np.ndarray = (frame["wave"].astype(str) != wave).to_numpy(dtype=bool)
    return left_out


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


def _width(head: str, values: list[Any]) -> float:
    """Return a width that fits most cells; Chinese characters are twice as wide as Latin ones."""
    longest = max((text_length(v) for v in values), default=0.0)
    word = max((text_length(word) for word in head.split()), default=0.0)
    return min(max(longest, word, text_length(head) / 2) + MARGIN, WIDEST)


def text_length(value: Any) -> float:
    """Return how wide a cell's content is, in Latin letters."""
    if isinstance(value, float):
        return 6.0
    return float(sum(2 if ord(character) >= 0x2E80 else 1 for character in str(value)))
