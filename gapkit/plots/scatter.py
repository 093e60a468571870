"""Points with labels on two numeric axes: each label beside its point, where it covers nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.lines import Line2D

from gapkit.plots.canvas import hover_area
from gapkit.plots.fonts import width
from gapkit.plots.head import LEADING, in_points, write
from gapkit.plots.labels import wrap
from gapkit.plots.placement import Box, place_labels
from gapkit.plots.theme import INK, MUTED, OTHER, PAPER, SIZE, WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

__all__ = ["CORNERS", "CROSS", "MOST_LABELS", "Scatter", "write_corners"]

MOST_LABELS: Final = 12
"""With more points they carry numbers, and a list says what these mean."""

CROSS: Final[dict[str, Any]] = {"color": MUTED, "lw": WIDTH.line, "linestyle": (0, (3, 2))}
"""Look of the two lines that part the quadrants."""

CORNERS: Final = ((0, 1), (1, 1), (0, 0), (1, 0))
"""Right and top of the corners, in the order of quadrants: top left first, row by row."""

_LABEL: Final = 110.0
"""Widest label beside a point, in points."""

_MARK: Final[dict[str, Any]] = {
    "linestyle": "none",
    "marker": "o",
    "markersize": WIDTH.mark,
    "markeredgecolor": PAPER,
    "markeredgewidth": WIDTH.hair,
}


@dataclass(frozen=True)
class Scatter:
    """Points on axes whose limits are set.

    Parameters
    ----------
    axes
        The chart.
    x, y
        Places of the points, k each.
    across, up
        Where the two lines stand.
    """

    axes: Axes
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    across: float
    up: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the axes in points."""
        return _points_of(self.axes)

    def draw(self, dark: Sequence[bool]) -> None:
        """Draw the lines and the points, the dark ones as those that stand out."""
        self.axes.axvline(self.across, zorder=1, **CROSS)
        self.axes.axhline(self.up, zorder=1, **CROSS)
        for x, y, stands_out in zip(self.x, self.y, dark, strict=True):
            colour = INK if stands_out else OTHER
            self.axes.add_line(Line2D([x], [y], color=colour, zorder=4, **_MARK))

    def label(self, labels: Sequence[str], taken: Sequence[Box]) -> None:
        """Write a label, or its number where there are many, beside each point.

        Parameters
        ----------
        labels
            One a point.
        taken
            Room that is taken already, in points.
        """
        places = self._in_points()
        texts = (
            [[f"{k}"] for k in range(1, len(places) + 1)]
            if len(labels) > MOST_LABELS
            else [wrap(label, _LABEL, SIZE.small, 3) for label in labels]
        )
        line, size = SIZE.small * LEADING, self.size
        sizes = [(max(width(t, SIZE.small) for t in text) + 2, len(text) * line) for text in texts]
        boxes = place_labels(places, sizes, Box(0, 0, *size), [*taken, *self._cross()])
        transform = in_points(self.axes, 0, 0)
        for text, box, place, wide in zip(texts, boxes, places, sizes, strict=True):
            box = box or Box(place[0] + 5, place[1], place[0] + 5 + wide[0], place[1] + wide[1])
            _lead(self.axes, place, box, transform)
            beside = box.left > place[0]
            x = box.left + 1 if beside else box.right - 1
            for k, part in enumerate(text):
                y = box.top - (k + 0.5) * line
                write(
                    self.axes, (x, y), part, transform, ha="left" if beside else "right", zorder=6
                )

    def tips(self, texts: Sequence[str]) -> None:
        """Let each point show its text when pointed at."""
        (low, high), (bottom, top) = self.axes.get_xlim(), self.axes.get_ylim()
        size = self.size
        across, up = 10 * (high - low) / size[0], 10 * (top - bottom) / size[1]
        for text, x, y in zip(texts, self.x, self.y, strict=True):
            hover_area(self.axes, (x - across / 2, y - up / 2, across, up), text)

    def _in_points(self) -> list[tuple[float, float]]:
        sides = []
        for figures, (low, high), long in zip(
            (self.x, self.y), (self.axes.get_xlim(), self.axes.get_ylim()), self.size, strict=True
        ):
            sides.append((figures - low) / (high - low) * long)
        return [(float(x), float(y)) for x, y in zip(*sides, strict=True)]

    def _cross(self) -> list[Box]:
        """Return the room of the two lines, in points."""
        (low, high), (bottom, top) = self.axes.get_xlim(), self.axes.get_ylim()
        size = self.size
        x = (self.across - low) / (high - low) * size[0]
        y = (self.up - bottom) / (top - bottom) * size[1]
        return [Box(x - 1, 0, x + 1, size[1]), Box(0, y - 1, size[0], y + 1)]


def write_corners(axes: Axes, names: Sequence[str], dark: int = -1) -> list[Box]:
    """Write the quadrants' names in the corners; return the room that they take, in points.

    Parameters
    ----------
    names
        In the order of `CORNERS`.
    dark
        Which of them stands out; −1: none.
    """
    high, size = SIZE.small * LEADING, _points_of(axes)
    boxes = []
    for k, (text, (right, top)) in enumerate(zip(names, CORNERS, strict=True)):
        look = {"ha": "right" if right else "left", "color": INK if k == dark else MUTED}
        at = (-5 if right else 5, -high / 2 - 2 if top else high / 2 + 2)
        write(axes, at, text, in_points(axes, right, top), **look)
        long = width(text, SIZE.small) + 8
        left = size[0] - long if right else 0.0
        bottom = size[1] - high - 4 if top else 0.0
        boxes.append(Box(left, bottom, left + long, bottom + high + 4))
    return boxes


def _points_of(axes: Axes) -> tuple[float, float]:
    figure = axes.get_figure(root=True)
    assert figure is not None, "axes without a figure"  # noqa: S101
    box = axes.get_window_extent()
    return float(box.width / figure.dpi * 72), float(box.height / figure.dpi * 72)


def _lead(axes: Axes, place: tuple[float, float], box: Box, transform: Any) -> None:
    """Join a point with a label that could not stand next to it."""
    x = min(max(place[0], box.left), box.right)
    y = min(max(place[1], box.bottom), box.top)
    if np.hypot(x - place[0], y - place[1]) > 9:
        ends = ([place[0], x], [place[1], y])
        axes.add_line(Line2D(*ends, color=OTHER, lw=WIDTH.hair, transform=transform, zorder=3))
