"""The sheet of charts: the figures of the last wave, each chart beside the cells that it draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.plots.theme import FAINT, INK, MUTED, VERDICTS
from gapkit.report.native.model import ends_of
from gapkit.report.plain_text import shortened
from gapkit.report.workbook.columns import sheet_name
from gapkit.report.workbook.sheet import set_paper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from gapkit.report.content import Content
    from gapkit.report.native import NativeChart, Series
    from gapkit.report.workbook.styles import Styles

__all__ = ["write_charts"]

LABELS: Final = 12
"""Column of the labels: cells stand to the right of the charts, which take the columns before."""

SIZE: Final = (760, 400)
"""Of a chart, in pixels."""

ROW_PIXELS: Final = 20
LABEL: Final = 44
"""Letters of a label that have room."""

COLOURS: Final = ("#8A93A0", "#2456A4")
"""Of the left and the right side."""


def write_charts(
    book: Workbook, charts: Mapping[str, NativeChart], content: Content, styles: Styles
) -> None:
    """Write a block of cells and a native chart for each chart."""
    sheet = book.add_worksheet(sheet_name(content.words, "charts"))
    sheet.hide_gridlines(2)
    set_paper(sheet)
    sheet.set_column(LABELS, LABELS, LABEL)
    sheet.set_column(LABELS + 1, LABELS + 5, 13)
    row = 0
    for chart in charts.values():
        block = _Block(sheet, row, chart)
        block.write(content, styles)
        drawn = _DRAW[chart.kind](book, block)
        drawn.set_title({"name": chart.title, "overlay": False, "name_font": _font(11, INK)})
        drawn.set_size({"width": SIZE[0], "height": SIZE[1]})
        drawn.set_chartarea({"border": {"none": True}})
        options = {"description": chart.title, "object_position": 2}
        sheet.insert_chart(row, 0, drawn, options)
        row += max(len(chart.rows) + 3, SIZE[1] // ROW_PIXELS + 2)


class _Block:
    """The cells of one chart: a heading row, then a row a label.

    Parameters
    ----------
    sheet
        Where they stand.
    top
        Row of the title; the heading row is the next.
    """

    def __init__(self, sheet: Worksheet, top: int, chart: NativeChart) -> None:
        self.sheet, self.top, self.chart = sheet, top, chart

    def write(self, content: Content, styles: Styles) -> None:
        """Write title, headings and cells."""
        say, chart, sheet = content.words, self.chart, self.sheet
        ends = {e: say(f"report.column.ci_{e}") for e in ("low", "high")}
        distance = {e: say(f"report.native.{e}") for e in ("below", "above")}
        sheet.write_string(self.top, LABELS, chart.title, styles.strong)
        for number, label in enumerate(chart.rows, 1):
            name = f"{number}  {label}" if chart.numbered else label
            sheet.write_string(self.top + 1 + number, LABELS, shortened(name, LABEL), styles.text)
        place = LABELS + 1
        for series in chart.series:
            columns: list[tuple[str, Any]] = [(series.name, series.values)]
            if series.low:
                columns += [(ends["low"], series.low), (ends["high"], series.high)]
                columns += [(distance["below"], series.below), (distance["above"], series.above)]
            for heading, values in columns:
                sheet.write_string(self.top + 1, place, heading, styles.head)
                for row, value in enumerate(values, self.first):
                    if value is not None:
                        sheet.write_number(row, place, value, styles.figure)
                place += 1

    @property
    def first(self) -> int:
        """Row of the first label."""
        return self.top + 2

    def cells(self, column: int) -> list[Any]:
        """Return where the cells of a column stand."""
        last = self.first + len(self.chart.rows) - 1
        return [self.sheet.get_name(), self.first, column, last, column]

    def reference(self, row: int, column: int) -> str:
        """Return the address of a cell; a chart's own texts would be taken for formulas."""
        from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

        cell = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        return f"={quote_sheetname(self.sheet.get_name())}!{cell}"

    def columns(self) -> list[tuple[int, Series]]:
        """Return each series with the column of its values."""
        places, place = [], LABELS + 1
        for series in self.chart.series:
            places.append((place, series))
            place += 5 if series.low else 1
        return places


def _bars(book: Workbook, block: _Block) -> Any:
    drawn = book.add_chart({"type": "bar"})
    for number, (column, series) in enumerate(block.columns()):
        fill = {"color": COLOURS[number % 2] if len(block.chart.series) > 1 else COLOURS[1]}
        options = _series(block, column, series) | {"fill": fill, "gap": 60}
        if any(series.tones):
            options["points"] = [{"fill": {"color": _tone(tone)}} for tone in series.tones]
        if series.low:
            options["x_error_bars"] = _error_bars(block, column)
        drawn.add_series(options)
    drawn.set_y_axis({"reverse": True, "label_position": "low", "num_font": _font(9, INK),
                      "line": {"color": MUTED}, "major_tick_mark": "none"})  # fmt: skip
    drawn.set_x_axis(_scale(block, "high"))  # below, since rows run downwards
    _legend(drawn, block)
    return drawn


def _lines(book: Workbook, block: _Block) -> Any:
    drawn = book.add_chart({"type": "line"})
    for number, (column, series) in enumerate(block.columns()):
        colour = COLOURS[number % 2] if len(block.chart.series) > 1 else COLOURS[1]
        marker = {"type": "circle", "size": 7, "fill": {"color": colour},
                  "border": {"color": colour}}  # fmt: skip
        line = {"color": colour, "width": 2}
        options = _series(block, column, series) | {"line": line, "marker": marker}
        if series.low:
            options["y_error_bars"] = _error_bars(block, column)
        drawn.add_series(options)
    drawn.set_x_axis({"num_font": _font(9, INK), "label_position": "low"})
    drawn.set_y_axis(_scale(block, "next_to"))
    _legend(drawn, block)
    return drawn


def _points(book: Workbook, block: _Block) -> Any:
    drawn = book.add_chart({"type": "scatter"})
    (across, first), (up, second) = block.columns()
    rows = range(block.first, block.first + len(block.chart.rows))
    labels: list[dict[str, Any]] = [{"value": block.reference(row, LABELS)} for row in rows]
    if block.chart.numbered:
        labels = [{"value": str(number)} for number, _ in enumerate(rows, 1)]
    marker = {"type": "circle", "size": 8, "fill": {"color": COLOURS[1]},
              "border": {"color": COLOURS[1]}}  # fmt: skip
    named = {"value": True, "custom": labels, "position": "right", "font": _font(8, INK)}
    drawn.add_series(
        {
            "name": block.reference(block.top + 1, up),
            "categories": block.cells(across),
            "values": block.cells(up),
            "marker": marker,
            "data_labels": named,
        }
    )
    grid = {"visible": True, "line": {"color": FAINT}}
    look = {"num_font": _font(9, MUTED), "major_gridlines": grid, "num_format": "0.00"}
    for set_axis, series in ((drawn.set_x_axis, first), (drawn.set_y_axis, second)):
        ends = ends_of(series, zero=False)
        bounds = {} if ends is None else {"min": ends[0], "max": ends[1]}
        set_axis({"name": series.name, "name_font": _font(9, MUTED), **look, **bounds})
    drawn.set_legend({"none": True})
    return drawn


_DRAW: Final = {"bars": _bars, "lines": _lines, "points": _points}


def _series(block: _Block, column: int, series: Series) -> dict[str, Any]:
    labels = {"value": True, "num_format": "0.00;\u22120.00", "font": _font(8, INK)}
    shown = {} if series.low else {"data_labels": labels}
    return {
        "name": block.reference(block.top + 1, column),
        "categories": block.cells(LABELS),
        "values": block.cells(column),
        **shown,
    }


def _error_bars(block: _Block, column: int) -> dict[str, Any]:
    """Take both reaches from the cells beside the ends."""
    sheet, top, _, last, _ = block.cells(column)
    from xlsxwriter.utility import quote_sheetname, xl_range_abs

    name = quote_sheetname(sheet)
    minus, plus = (f"={name}!{xl_range_abs(top, column + k, last, column + k)}" for k in (3, 4))
    line = {"color": INK, "width": 1.25}
    return {"type": "custom", "minus_values": minus, "plus_values": plus, "line": line}


def _scale(block: _Block, labels: str) -> dict[str, Any]:
    grid = {"visible": True, "line": {"color": FAINT}}
    ends = block.chart.ends
    bounds = (
        {} if ends is None else {"min": ends[0], "max": ends[1], "major_unit": block.chart.step}
    )
    return {
        "name": block.chart.axis,
        "name_font": _font(9, MUTED),
        "num_font": _font(9, MUTED),
        "num_format": "0.0;\u22120.0",
        "label_position": labels,
        "major_gridlines": grid,
        "line": {"none": True},
        **bounds,
    }


def _legend(drawn: Any, block: _Block) -> None:
    several = len(block.chart.series) > 1
    drawn.set_legend({"position": "top", "font": _font(9, INK)} if several else {"none": True})


def _font(size: int, colour: str) -> dict[str, Any]:
    return {"size": size, "color": colour, "bold": False}


def _tone(tone: str) -> str:
    return VERDICTS[tone or "unclear"].colour
