"""The first sheet: the message, how to read the workbook, every sheet with its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.report.figures import last_wave
from gapkit.report.page.headline import headline
from gapkit.report.workbook.columns import heading, ordered, sheet_name, shown_columns
from gapkit.report.workbook.sheet import set_paper, text_length

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.worksheet import Worksheet

    from gapkit.report.content import Content
    from gapkit.report.workbook.styles import Styles

__all__ = ["write_guide"]

WIDTHS = (30, 34, 60)
"""Of the three columns, in letters."""

LINE = 16
"""Height of a line in points."""


def write_guide(
    sheet: Worksheet,
    frames: dict[str, pd.DataFrame],
    content: Content,
    styles: Styles,
    *,
    charts: bool,
) -> None:
    """Write the sheet that explains the others; the columns of each are folded."""
    say = content.words
    sheet.hide_gridlines(2)
    sheet.outline_settings(True, False)
    set_paper(sheet)
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, say("report.workbook.about", title=content.title), styles.title)
    row = 2
    for line in _lines(content, frames):
        sheet.merge_range(row, 0, row, 2, "")
        sheet.write_string(row, 0, line, styles.wrapped)
        sheet.set_row(row, LINE * (1 + text_length(line) // 118))
        row += 1
    if charts:
        row = _write_entry(sheet, row + 1, "charts", content, styles)
    for name, frame in frames.items():
        row = _write_sheet_guide(sheet, row + 1, name, frame, content, styles)


def _lines(content: Content, frames: dict[str, pd.DataFrame]) -> list[str]:
    say = content.words
    head = headline(content)
    reason = say("report.column.reason")
    lines = [
        *([say("report.internal")] if content.audience == "internal" else []),
        head.answered,
        head.lead,
        *head.further,
        say("report.workbook.text", decimals=content.options.decimals, reason=reason),
        say("report.workbook.front"),
        say("report.workbook.columns"),
    ]
    waves = [f for f in frames.values() if "wave" in f and f["wave"].nunique() > 1]
    if waves:
        column = say("report.column.wave")
        lines.append(say("report.workbook.last_wave", wave=last_wave(waves[0]), column=column))
    return lines


def _write_entry(sheet: Worksheet, row: int, name: str, content: Content, styles: Styles) -> int:
    """Write what a sheet is about, with a link to it."""
    say = content.words
    says = f"report.workbook.says.{name}"
    target = sheet_name(say, name)
    sheet.write_url(row, 0, f"internal:'{target}'!A1", styles.strong, target)
    sheet.write_string(row, 1, say(says) if say.has(says) else say("report.workbook.says.other"))
    return row + 1


def _write_sheet_guide(
    sheet: Worksheet, row: int, name: str, frame: pd.DataFrame, content: Content, styles: Styles
) -> int:
    say = content.words
    row = _write_entry(sheet, row, name, content, styles)
    sheet.write_string(row, 0, say("report.workbook.column_heading"), styles.head)
    sheet.write_string(row, 1, say("report.workbook.column_name"), styles.head)
    columns = ordered(name, list(frame.columns))
    shown = shown_columns(name, frame, columns)
    for place, column in enumerate(columns, row + 1):
        sheet.write_string(place, 0, heading(content, name, column), styles.text)
        written = column if name == "ledger" or column in content.results[name].frame else ""
        sheet.write_string(place, 1, written, styles.text)
        if column not in shown:
            sheet.write_string(place, 2, say("report.workbook.folded"), styles.text)
    last = row + len(columns)
    sheet.set_row(row - 1, None, None, {"collapsed": True})
    for place in range(row, last + 1):
        sheet.set_row(place, None, None, {"level": 1, "hidden": True})
    return last
