"""Sentences, tables, charts and the logo, put on a slide."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from gapkit.plots.labels import wrap
from gapkit.plots.theme import FAINT, PAPER, fit_ink
from gapkit.report.deck.chart import drawn
from gapkit.report.deck.look import EMU, LINE, fitting
from gapkit.report.deck.xml import added
from gapkit.report.document.widths import CM_PER_POINT, widths_of, words_fit
from gapkit.report.plain_text import printable, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.report.brand import Logo
    from gapkit.report.deck.look import Box, Look
    from gapkit.report.native import NativeChart

__all__ = ["add_chart", "add_logo", "add_table", "add_texts", "has_room"]

TEXT_SIZES: Final = (18, 16, 15, 14, 13, 12, 11, 10)
CELL_SIZES: Final = (14, 13, 12, 11, 10, 9)
CELL_MARGIN: Final = 5.0
"""On each side of a cell's text, in points."""

ROOM: Final = 2 * CELL_MARGIN * CM_PER_POINT
"""The same to the left and right of it together, in centimetres."""

LONGEST_CELL: Final = 240
"""Letters of a cell, where the smallest size leaves no room for all."""


def add_chart(slide: Any, chart: NativeChart, box: Box, look: Look) -> None:
    """Put a chart on a slide."""
    frame = drawn(slide, chart, box, look)
    _describe(frame, chart.title)


def add_texts(
    slide: Any, texts: Sequence[str], box: Box, look: Look, *, bullets: bool = True
) -> None:
    """Put sentences on a slide, as large as they fit; those that do not fit stay in the notes."""
    from pptx.util import Pt

    wide, high = box.points
    texts = list(texts)
    while (size := fitting(texts, wide - 30, high - 8, TEXT_SIZES)) is None and len(texts) > 1:
        texts.pop()
    size = size or TEXT_SIZES[-1]
    frame = slide.shapes.add_textbox(*box.place).text_frame
    frame.word_wrap = True
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(size * 0.4)
        if bullets:
            _bullet(paragraph, size)
        look.write(paragraph, text, size)


def add_table(slide: Any, rows: Sequence[Sequence[str]], box: Box, look: Look) -> None:
    """Put a table on a slide; the first row heads it."""
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    wide, high = box.points
    size = _cell_size(rows, wide, high)
    if size is None:
        size = CELL_SIZES[-1]
        rows = [[shortened(cell, LONGEST_CELL) for cell in row] for row in rows]
    shares = _shares(rows, wide, size)
    heights = [int(_row_height(row, shares, wide, size) * EMU) for row in rows]
    place = (box.left, box.top, box.width, sum(heights))
    frame = slide.shapes.add_table(len(rows), len(shares), *place)
    table = frame.table
    table.horz_banding = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = int(box.width * share)
    for number, (row, height) in enumerate(zip(rows, heights, strict=True)):
        table.rows[number].height = height
        for cell, text in zip(table.rows[number].cells, row, strict=True):
            fill = look.colour if number == 0 else PAPER
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string(fill[1:].upper())
            cell.text_frame.word_wrap = True
            for side in ("left", "right", "top", "bottom"):
                setattr(cell, f"margin_{side}", Pt(CELL_MARGIN))
            colour = fit_ink(fill)
            look.write(cell.text_frame.paragraphs[0], text, size, bold=number == 0, colour=colour)
            _line_under(cell)


def has_room(rows: Sequence[Sequence[str]], box: Box) -> bool:
    """Whether a table fits into a box with every word in one piece."""
    wide, high = box.points
    size = _cell_size(rows, wide, high)
    return size is not None and words_fit(rows, wide * CM_PER_POINT, size, ROOM)


def add_logo(slide: Any, logo: Logo | None, box: Box) -> None:
    """Put the logo on a slide, at the right upper corner of its box."""
    if logo is None:
        return
    picture = slide.shapes.add_picture(BytesIO(logo.data), 0, 0)
    scale = min(box.width / picture.width, box.height / picture.height)
    picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
    picture.left, picture.top = box.left + box.width - picture.width, box.top
    _describe(picture, "")


def _cell_size(rows: Sequence[Sequence[str]], wide: float, high: float) -> float | None:
    """Return the largest size in which a table fits, if possible one that cuts no word in two."""
    these = [s for s in CELL_SIZES if _height(rows, wide, s) <= high]
    whole = [s for s in these if words_fit(rows, wide * CM_PER_POINT, s, ROOM)]
    return max(whole or these, default=None)


def _shares(rows: Sequence[Sequence[str]], wide: float, size: float) -> list[float]:
    """Divide a table's width among its columns."""
    widths = widths_of(rows, wide * CM_PER_POINT, size, ROOM)
    return [each / sum(widths) for each in widths]


def _height(rows: Sequence[Sequence[str]], wide: float, size: float) -> float:
    shares = _shares(rows, wide, size)
    return sum(_row_height(row, shares, wide, size) for row in rows)


def _row_height(row: Sequence[str], shares: Sequence[float], wide: float, size: float) -> float:
    cells = zip(row, shares, strict=True)
    lines = (len(wrap(text, wide * s - 2 * CELL_MARGIN, size, most=99)) for text, s in cells)
    return max(lines) * size * LINE + 2 * CELL_MARGIN


def _bullet(paragraph: Any, size: float) -> None:
    """Give a paragraph a bullet of its own, since a text box has none."""
    properties = paragraph._p.get_or_add_pPr()
    indent = str(int(size * EMU))
    properties.set("marL", indent)
    properties.set("indent", f"-{indent}")
    added(properties, "a:buChar", char="•")


def _line_under(cell: Any) -> None:
    properties = cell._tc.get_or_add_tcPr()
    line = added(properties, "a:lnB", w="9525")
    added(added(line, "a:solidFill"), "a:srgbClr", val=FAINT[1:])
    properties.insert(0, line)


def _describe(shape: Any, text: str) -> None:
    """Say what a shape shows, for readers who cannot see it."""
    for properties in shape.element.iter("{*}cNvPr"):
        properties.set("descr", printable(text))
