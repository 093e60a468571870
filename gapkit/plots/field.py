"""The form of a chart with two numeric axes, and a numbered list beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from gapkit.plots.fonts import width
from gapkit.plots.head import LEADING, in_points, write
from gapkit.plots.labels import wrap
from gapkit.plots.sheet import EDGE, Sheet
from gapkit.plots.theme import FAINT, MUTED, SIZE, WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

__all__ = ["Field"]

HEIGHT: Final = 370.0
"""Height of the axes in points."""

_LIST: Final = 0.34
"""Widest list, as a share of the page."""

_FEW: Final = 25
"""With more entries each has one line, so that the list does not outgrow the chart."""

_LINE: Final = SIZE.small * LEADING


@dataclass(frozen=True)
class Field(Sheet):
    """The measured form of a scatter chart.

    Parameters
    ----------
    entries
        The list at the right, numbered from 1; none where points carry their labels.
    side
        What the vertical axis shows.
    """

    labels: Sequence[str] = ()
    entries: Sequence[str] = ()
    side: str = ""

    @property
    def texts(self) -> list[str]:
        """Everything that is written."""
        return [*super().texts, *self.entries, self.side]

    @property
    def body(self) -> float:
        """Height of the axes in points."""
        return HEIGHT

    @property
    def left(self) -> float:
        """Room left of the axes in points: the axis' title and numbers."""
        return EDGE + _LINE + 30

    @cached_property
    def _number(self) -> float:
        return width(f"{len(self.entries)}", SIZE.small) + 6

    @cached_property
    def _list(self) -> list[list[str]]:
        most = 3 if len(self.entries) <= _FEW else 1
        return [wrap(entry, _LIST * self.page * 72, SIZE.small, most) for entry in self.entries]

    @property
    def right(self) -> float:
        """Room right of the axes in points."""
        widest = max((width(text, SIZE.small) for lines in self._list for text in lines), default=0)
        return 2 * EDGE + (8 + self._number + widest if widest else 0)

    @property
    def under(self) -> float:
        """Room below the axes in points: the axis' title, or the rest of a long list."""
        listed = sum(len(lines) * _LINE + 2 for lines in self._list)
        return max(super().under, listed - self.body + EDGE)

    def write(self, axes: Axes) -> None:
        """Write everything around the points."""
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        axes.tick_params(length=0, pad=4, colors=MUTED)
        axes.grid(visible=True, color=FAINT, linewidth=WIDTH.hair)
        self._write_titles(axes)
        self._write_list(axes)
        self.write_head(axes)

    def _write_titles(self, axes: Axes) -> None:
        at = (0, -(_LINE * 1.5 + 6))
        write(axes, at, self.axis, in_points(axes, 0.5, 0), ha="center", color=MUTED)
        beside = (-self.left + EDGE + _LINE / 2, 0)
        look = {"ha": "center", "va": "center", "rotation": 90, "color": MUTED}
        write(axes, beside, self.side, in_points(axes, 0, 0.5), **look)

    def _write_list(self, axes: Axes) -> None:
        transform = in_points(axes, 1, 1)
        x, y = EDGE + 8 + self._number, 0.0
        for number, lines in enumerate(self._list, start=1):
            look = {"ha": "right", "color": MUTED}
            write(axes, (x - 6, y - _LINE / 2), f"{number}", transform, **look)
            for line in lines:
                write(axes, (x, y - _LINE / 2), line, transform)
                y -= _LINE
            y -= 2
