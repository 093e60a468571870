"""The common form of a chart: rows with labels at the left, marks in the middle, numbers at the right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from matplotlib.transforms import ScaledTranslation, Transform, blended_transform_factory

from gapkit.plots.canvas import Drawing, place
from gapkit.plots.fonts import width
from gapkit.plots.head import LEADING, Head, in_points, write
from gapkit.plots.labels import wrap
from gapkit.plots.theme import FAINT, INK, MUTED, SIZE, WIDTH, style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["EDGE", "PAGE", "ROW", "Chart", "Column", "Sheet"]

PAGE: Final = 7.6
"""Width of a figure in inches: a report's column, or an A4 page within its margins."""

EDGE: Final = 8.0
"""Room at the edges of a figure, in points."""

ROW: Final = 20.0
"""Least height of a row, in points."""

_BETWEEN: Final = 9.0
"""Between label and axes, and between columns, in points."""

_MOST_LINES: Final = ((12, 6), (30, 4), (10**9, 3))
"""Up to so many rows → most lines of a label: long labels must not make a figure endless."""


@dataclass(frozen=True)
class Column:
    """Numbers beside the rows, with a heading."""

    head: str
    cells: Sequence[str]

    @property
    def width(self) -> float:
        """Its width in points, with the room before it."""
        return max(width(text, SIZE.small) for text in (self.head, *self.cells)) + _BETWEEN


@dataclass(frozen=True)
class Sheet:
    """The measured form of a chart with rows.

    Parameters
    ----------
    head
        Title, subtitle, legend.
    labels
        One a row; long ones are broken into lines and make the row higher.
    columns
        Numbers at the right.
    axis
        What the horizontal axis shows, with its unit and sign.
    page
        Width of the whole in inches.
    row
        Least height of a row in points.
    top
        Room above the axes in points, for `above`.
    above
        What the chart itself writes: it decides which fonts are needed.
    most_lines
        Most lines of a label; 0 takes fewer the more rows there are.
    """

    head: Head
    labels: Sequence[str]
    columns: Sequence[Column] = ()
    axis: str = ""
    page: float = PAGE
    row: float = ROW
    top: float = 0.0
    above: Sequence[str] = ()
    most_lines: int = 0

    @property
    def texts(self) -> list[str]:
        """Everything that is written."""
        cells = [text for column in self.columns for text in (column.head, *column.cells)]
        return [*self.head.texts, *self.labels, *cells, self.axis, *self.above]

    @cached_property
    def lines(self) -> list[list[str]]:
        """The labels, broken into lines."""
        widest = 0.36 * self.page * 72
        most = self.most_lines or next(
            lines for rows, lines in _MOST_LINES if len(self.labels) <= rows
        )
        return [wrap(label, widest, SIZE.text, most) for label in self.labels]

    @cached_property
    def heights(self) -> list[float]:
        """Height of each row in points."""
        return [max(self.row, len(line) * SIZE.text * LEADING + 4) for line in self.lines]

    @cached_property
    def rows(self) -> list[float]:
        """Middle of each row in points from the top of the axes: their y coordinates."""
        ends = list(accumulate(self.heights))
        return [end - height / 2 for end, height in zip(ends, self.heights, strict=True)]

    @property
    def body(self) -> float:
        """Height of all rows in points."""
        return max(sum(self.heights), self.row)

    @property
    def left(self) -> float:
        """Room left of the axes in points."""
        widest = max((width(text, SIZE.text) for line in self.lines for text in line), default=0)
        return EDGE + widest + _BETWEEN

    @property
    def right(self) -> float:
        """Room right of the axes in points."""
        return sum(column.width for column in self.columns) + EDGE

    @property
    def _over(self) -> float:
        """Room between the head and the axes: headings of columns, or `top`."""
        headings = SIZE.small * LEADING + 4 if any(c.head for c in self.columns) else 0
        return max(headings, self.top)

    @cached_property
    def _axis_lines(self) -> list[str]:
        inside = self.page * 72 - self.left - self.right
        return wrap(self.axis, inside, SIZE.small, 3) if self.axis else []

    @property
    def under(self) -> float:
        """Room below the axes in points."""
        title = len(self._axis_lines) * SIZE.small * LEADING
        return EDGE + (title + SIZE.small * LEADING + 8 if title else 0)

    @property
    def height(self) -> float:
        """Height of the whole in inches."""
        head = self.head.height(self.page * 72 - 2 * EDGE)
        return (EDGE + head + self._over + self.body + self.under) / 72

    def place(self, figure: Figure, left: float = 0.0, top: float = 0.0) -> Axes:
        """Return new axes for it on `figure`, its top left corner in inches from the figure's."""
        head = self.head.height(self.page * 72 - 2 * EDGE)
        # where labels and columns leave no room the marks get a sliver, and phones skip the chart
        inside = max(self.page * 72 - self.left - self.right, 1)
        x, y = left * 72 + self.left, top * 72 + EDGE + head + self._over
        return place(figure, x / 72, y / 72, inside / 72, self.body / 72)

    def write(self, axes: Axes) -> None:
        """Set the rows' axis and write everything around the marks."""
        axes.set_ylim(self.body, 0)
        axes.set_yticks([])
        for side in ("left", "right", "top"):
            axes.spines[side].set_visible(False)
        self._write_labels(axes)
        self._write_columns(axes)
        self._write_axis(axes)
        self.write_head(axes)

    def write_head(self, axes: Axes) -> None:
        """Write title, subtitle and legend above `axes`."""
        self.head.draw(axes, -self.left + EDGE, self.page * 72 - 2 * EDGE, self._over)

    def beside(self, axes: Axes, side: float, shift: float = 0.0) -> Transform:
        """Return coordinates: x in points from a side (0 or 1) of `axes`, y a row's."""
        figure = axes.get_figure(root=True)
        assert figure is not None, "axes without a figure"  # noqa: S101
        down = ScaledTranslation(0, shift / 72, figure.dpi_scale_trans)
        return blended_transform_factory(in_points(axes, side, 0), axes.transData) + down

    def _write_labels(self, axes: Axes) -> None:
        middle = self.beside(axes, 0)
        for y, lines in zip(self.rows, self.lines, strict=True):
            for k, line in enumerate(lines):
                shift = ((len(lines) - 1) / 2 - k) * SIZE.text * LEADING
                at = self.beside(axes, 0, shift) if shift else middle
                write(axes, (-_BETWEEN, y), line, at, size=SIZE.text, ha="right")

    def _write_columns(self, axes: Axes) -> None:
        x, beside = 0.0, self.beside(axes, 1)
        for column in self.columns:
            x += column.width
            if column.head:
                at = (x, SIZE.small * LEADING / 2 + 2)
                write(axes, at, column.head, in_points(axes, 1, 1), ha="right", color=MUTED)
            for y, cell in zip(self.rows, column.cells, strict=True):
                write(axes, (x, y), cell, beside, ha="right", color=INK)

    def _write_axis(self, axes: Axes) -> None:
        if not self.axis:
            axes.set_xticks([])
            axes.spines["bottom"].set_visible(False)
            return
        axes.tick_params(axis="x", length=0, pad=4, colors=MUTED)
        axes.xaxis.grid(visible=True, color=FAINT, linewidth=WIDTH.hair)
        for k, line in enumerate(self._axis_lines):
            y = -(SIZE.small * LEADING * (k + 1.5) + 6)
            write(axes, (0, y), line, in_points(axes, 0.5, 0), ha="center", color=MUTED)


@dataclass(frozen=True)
class Chart:
    """A measured chart that is still to be drawn.

    Parameters
    ----------
    sheet
        Its form.
    draw
        Draws the marks on axes whose rows are set.
    """

    sheet: Sheet
    draw: Callable[[Axes, Sheet], None]

    def on(self, axes: Axes | None) -> Axes:
        """Draw on `axes`, or on a figure of its own; return the axes."""
        with style(self.sheet.texts):
            if axes is None:
                figure = Drawing(figsize=(self.sheet.page, self.sheet.height))
                axes = self.sheet.place(figure)
            self.draw(axes, self.sheet)
            self.sheet.write(axes)
        return axes

    def put(self, figure: Figure, left: float, top: float) -> Axes:
        """Draw on a part of `figure`; left and top in inches."""
        with style(self.sheet.texts):
            axes = self.sheet.place(figure, left, top)
            self.draw(axes, self.sheet)
            self.sheet.write(axes)
        return axes
