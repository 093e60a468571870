"""Charts that PowerPoint draws and lets people edit, each with its own small workbook of data."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from gapkit.plots.theme import FAINT, INK, MUTED, VERDICTS
from gapkit.report.deck.xml import added
from gapkit.report.native.model import ends_of
from gapkit.report.plain_text import printable, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.report.deck.look import Box, Look
    from gapkit.report.native import NativeChart

__all__ = ["drawn"]

LABEL: Final = 40
"""Letters of a label that have room beside a chart."""

POINT_LABEL: Final = 24
LEFT_SIDE: Final = "#8A93A0"
FIGURES: Final = "0.00;\u22120.00"


def drawn(slide: Any, chart: NativeChart, box: Box, look: Look) -> Any:
    """Add a chart to a slide and return its frame."""
    frame = _ADD[chart.kind](slide, chart, box)
    made = frame.chart
    made.part.chart_workbook.update_from_xlsx_blob(_workbook(chart))
    _head(made, chart, look)
    _STYLE[chart.kind](made, chart, look)
    return frame


def _add_rows(slide: Any, chart: NativeChart, box: Box) -> Any:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    data = CategoryChartData(number_format=FIGURES)
    data.categories = [shortened(row, LABEL) for row in chart.rows]
    for series in chart.series:
        data.add_series(printable(series.name), series.values)
    kinds = {"bars": XL_CHART_TYPE.BAR_CLUSTERED, "lines": XL_CHART_TYPE.LINE_MARKERS}
    return slide.shapes.add_chart(kinds[chart.kind], *box.place, data)


def _add_points(slide: Any, chart: NativeChart, box: Box) -> Any:
    from pptx.chart.data import XyChartData
    from pptx.enum.chart import XL_CHART_TYPE

    data = XyChartData(number_format=FIGURES)
    across, up = chart.series
    series = data.add_series(printable(up.name))
    for x, y in zip(across.values, up.values, strict=True):
        series.add_data_point(x, y)
    return slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *box.place, data)


_ADD: Final = {"bars": _add_rows, "lines": _add_rows, "points": _add_points}


def _workbook(chart: NativeChart) -> bytes:
    """Return the data behind a chart, laid out as the chart refers to it; no text is a formula."""
    from xlsxwriter import Workbook

    from gapkit.report.workbook import CREATED, SAFE

    buffer = BytesIO()
    with Workbook(buffer, {**SAFE, "in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet("Sheet1")
        labels: list[Any] = [shortened(row, LABEL) for row in chart.rows]
        named = [(series.name, list(series.values)) for series in chart.series]
        if chart.kind == "points":
            columns = [*named, ("", labels)]
        else:
            columns = [("", labels), *named]
            for series in chart.series:
                if series.low:
                    columns += [("−", series.below), ("+", series.above)]
        for place, (heading, values) in enumerate(columns):
            sheet.write_string(0, place, heading)
            for row, value in enumerate(values, 1):
                if isinstance(value, str):
                    sheet.write_string(row, place, value)
                elif value is not None:
                    sheet.write_number(row, place, value)
    return buffer.getvalue()


def _head(made: Any, chart: NativeChart, look: Look) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    made.font.size = Pt(11)
    made.has_title = True
    look.write(made.chart_title.text_frame.paragraphs[0], chart.title, 12, bold=True)
    made.chart_title.include_in_layout = False
    made.has_legend = chart.kind != "points" and len(chart.series) > 1
    if made.has_legend:
        made.legend.position = XL_LEGEND_POSITION.TOP
        made.legend.include_in_layout = False


def _style_bars(made: Any, chart: NativeChart, look: Look) -> None:
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK

    plot = made.plots[0]
    plot.gap_width = 60
    rows, values = made.category_axis, made.value_axis
    rows.reverse_order = True
    rows.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    rows.major_tick_mark = XL_TICK_MARK.NONE
    _scale(values, chart, look)
    values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # below, since rows run downwards
    for number, (series, data) in enumerate(zip(plot.series, chart.series, strict=True)):
        series.invert_if_negative = False
        _fill(series.format, _colour(chart, number, look))
        for place, tone in enumerate(data.tones):
            _fill(series.points[place].format, VERDICTS[tone or "unclear"].colour)
        if data.low:
            _error_bars(series, chart, number, down=False)
        else:
            _label_values(series, "0" if chart.counts else FIGURES)


def _style_lines(made: Any, chart: NativeChart, look: Look) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
    from pptx.util import Pt

    made.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _scale(made.value_axis, chart, look)
    for number, (series, data) in enumerate(zip(made.plots[0].series, chart.series, strict=True)):
        colour = _colour(chart, number, look)
        series.smooth = False
        series.format.line.width = Pt(2.25)
        _paint(series.format.line.color, colour)
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 8
        _fill(series.marker.format, colour)
        if data.low:
            _error_bars(series, chart, number, down=True)
        else:
            _label_values(series, FIGURES)


def _style_points(made: Any, chart: NativeChart, look: Look) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE

    across, up = chart.series
    for axis, named in ((made.category_axis, across), (made.value_axis, up)):
        axis.has_title = True
        look.write(axis.axis_title.text_frame.paragraphs[0], named.name, 10, colour=MUTED)
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0.00", False
        axis.has_major_gridlines = True
        _paint(axis.major_gridlines.format.line.color, FAINT)
        axis.minimum_scale, axis.maximum_scale = ends_of(named, zero=False) or (None, None)
    series = made.plots[0].series[0]
    series.format.line.fill.background()
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 9
    _fill(series.marker.format, VERDICTS["surplus"].colour)
    for place, row in enumerate(chart.rows):
        label = series.points[place].data_label
        label.position = XL_LABEL_POSITION.RIGHT
        name = str(place + 1) if chart.numbered else shortened(row, POINT_LABEL)
        look.write(label.text_frame.paragraphs[0], name, 10)


_STYLE: Final = {"bars": _style_bars, "lines": _style_lines, "points": _style_points}


def _scale(axis: Any, chart: NativeChart, look: Look) -> None:
    axis.has_title = True
    look.write(axis.axis_title.text_frame.paragraphs[0], chart.axis, 10, colour=MUTED)
    axis.format.line.fill.background()
    axis.has_major_gridlines = True
    _paint(axis.major_gridlines.format.line.color, FAINT)
    axis.tick_labels.number_format = "0" if chart.counts else "0.0;\u22120.0"
    axis.tick_labels.number_format_is_linked = False
    if chart.counts:
        axis.minimum_scale = 0
    if chart.ends is not None:
        axis.minimum_scale, axis.maximum_scale = chart.ends
        axis.major_unit = chart.step


def _label_values(series: Any, form: str) -> None:
    from pptx.util import Pt

    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = form, False
    labels.font.size = Pt(10)


def _colour(chart: NativeChart, number: int, look: Look) -> str:
    """Return the colour of a series: the left side is grey, the right side the firm's."""
    return LEFT_SIDE if len(chart.series) > 1 and number == 0 else look.colour


def _fill(form: Any, colour: str) -> None:
    form.fill.solid()
    _paint(form.fill.fore_color, colour)


def _paint(target: Any, colour: str) -> None:
    from pptx.dml.color import RGBColor

    target.rgb = RGBColor.from_string(colour[1:].upper())


def _error_bars(series: Any, chart: NativeChart, number: int, *, down: bool) -> None:
    """Add the interval, which the package has no words for; it refers to cells of the workbook."""
    data = chart.series[number]
    first = 1 + len(chart.series) + 2 * sum(bool(s.low) for s in chart.series[:number])
    element = series._element
    bars = added(element, "c:errBars")
    if down:
        added(bars, "c:errDir", val="y")
    added(bars, "c:errBarType", val="both")
    added(bars, "c:errValType", val="cust")
    added(bars, "c:noEndCap", val="0")
    _reaches(added(bars, "c:plus"), data.above, first + 1)
    _reaches(added(bars, "c:minus"), data.below, first)
    line = added(added(bars, "c:spPr"), "a:ln", w="15875")
    added(added(line, "a:solidFill"), "a:srgbClr", val=INK[1:])
    element.cat.addprevious(bars)


def _reaches(end: Any, reaches: Sequence[float], column: int) -> None:
    """Name the cells that hold how far the intervals reach, and what stands in them."""
    from xlsxwriter.utility import xl_range_abs

    cells = added(end, "c:numRef")
    added(cells, "c:f", f"Sheet1!{xl_range_abs(1, column, len(reaches), column)}")
    cache = added(cells, "c:numCache")
    added(cache, "c:formatCode", "General")
    added(cache, "c:ptCount", val=str(len(reaches)))
    for place, reach in enumerate(reaches):
        added(added(cache, "c:pt", idx=str(place)), "c:v", repr(reach))
