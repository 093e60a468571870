"""Panels above each other on one axis of waves: the form of charts of several courses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.ticker import MaxNLocator

from gapkit.plots.course import places_with_room
from gapkit.plots.fonts import width
from gapkit.plots.head import LEADING, mark_look, write
from gapkit.plots.labels import wrap
from gapkit.plots.sheet import EDGE, Sheet
from gapkit.plots.theme import FAINT, MUTED, SIZE, WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from gapkit.plots.theme import VerdictStyle
    from gapkit.wording import Words

__all__ = ["TITLE", "Panel", "Panels", "name_waves", "panel_title"]

TITLE = SIZE.small * LEADING + 5
"""Room for a panel's title, in points."""


@dataclass(frozen=True)
class Panels(Sheet):
    """The measured form of panels on one axis of waves.

    Parameters
    ----------
    panels
        Heights from top to bottom in points, without their titles.
    below
        Lines that name the waves.
    """

    labels: Sequence[str] = ()
    panels: tuple[float, ...] = ()
    below: int = 2

    @property
    def body(self) -> float:
        """Height of all panels with their titles."""
        return sum(self.panels) + len(self.panels) * TITLE

    @property
    def left(self) -> float:
        """Room for the figures at the axes."""
        return EDGE + 28

    @property
    def under(self) -> float:
        """Room for waves, and what stands below them."""
        return self.below * SIZE.small * LEADING + 4 + EDGE / 2

    def write(self, axes: Axes) -> None:
        """Write what stands above; panels draw their own axes."""
        axes.set_xticks([])
        axes.set_yticks([])
        for spine in axes.spines.values():
            spine.set_visible(False)
        self.write_head(axes)


@dataclass(frozen=True)
class Panel:
    """One panel: its top in points, its height, and the figures at its ends."""

    axes: Axes
    top: float
    height: float
    low: float
    high: float

    def at(self, figures: Any) -> Any:
        """Place figures, in points from the top of the axes."""
        share = (np.asarray(figures, dtype=float) - self.low) / (self.high - self.low)
        return self.top + self.height * (1 - share)

    def scale(self, words: Words, ends: float, *, sign: bool = False) -> None:
        """Draw lines at round figures, up to `ends`, and write them at the left."""
        found = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]).tick_values(self.low, self.high)
        places = [float(t) for t in found if self.low <= t <= self.high]
        decimals = next((d for d in (0, 1) if all(abs(round(t, d) - t) < 1e-9 for t in places)), 2)
        for tick in places:
            y = float(self.at(tick))
            self.axes.plot([-0.5, ends], [y, y], color=FAINT, lw=WIDTH.hair, zorder=0.5)
            text = words.number(tick, decimals, sign=sign)
            write(self.axes, (-0.5, y), f"{text} ", self.axes.transData, ha="right", color=MUTED)

    def course(self, mean: Any, low: Any, high: Any, look: VerdictStyle, marks: Sequence[VerdictStyle]) -> None:  # fmt: skip
        """Draw a band, the interval and the mark of each wave, and what joins them."""
        x = np.arange(len(mean), dtype=float)
        known = np.isfinite(low) & np.isfinite(high)
        if known.sum() > 1:
            there = np.concatenate([x[known], x[known][::-1]])
            ends = np.concatenate([self.at(low[known]), self.at(high[known])[::-1]])
            corners = np.column_stack([there, ends])
            self.axes.add_patch(Polygon(corners, facecolor=look.tint, alpha=0.45, lw=0, zorder=1))
        self.axes.plot(x, self.at(mean), color=look.colour, lw=WIDTH.line, zorder=3)
        self.axes.vlines(x[known], self.at(low[known]), self.at(high[known]), look.colour, lw=WIDTH.interval, zorder=3)  # fmt: skip
        for place, y, mark in zip(x, self.at(mean), marks, strict=True):
            if y == y:
                self.axes.add_line(
                    Line2D([place], [y], linestyle="none", zorder=5, **mark_look(mark))
                )


def panel_title(axes: Axes, sheet: Sheet, text: str, top: float) -> None:
    """Write a panel's title at its top left."""
    inside = sheet.page * 72 - 2 * EDGE
    line = wrap(text, inside, SIZE.small, 1)[0]
    at = (-sheet.left + EDGE, top + SIZE.small * LEADING / 2 + 1)
    write(axes, at, line, sheet.beside(axes, 0), color=MUTED)


def name_waves(axes: Axes, sheet: Sheet, *lines: Sequence[str]) -> None:
    """Write as many waves as have room, each with what stands below it; the last one always.

    Parameters
    ----------
    *lines
        The waves' names, and further lines below them; one text a wave each.
    """
    widest = max(width(text, SIZE.small) for line in lines for text in line) + 6
    for k in reversed(places_with_room(sheet, len(lines[0]), widest)):
        for row, texts in enumerate(lines):
            y = sheet.body + (row + 0.5) * SIZE.small * LEADING + 2
            write(axes, (k, y), texts[k], axes.transData, ha="center", color=MUTED)
