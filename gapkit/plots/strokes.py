"""Boxes and arrows of a diagram, in points."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Any, Final

from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Polygon

from gapkit.plots.head import LEADING, write
from gapkit.plots.theme import INK, PAPER, WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

__all__ = ["Arrow", "Box", "Point", "draw_arrow", "draw_box", "draw_line"]

Point = tuple[float, float]
"""x from the left and y from the top."""

_DASHES: Final[dict[str, Any]] = {
    "solid": "solid",
    "dashed": (0, (3, 1.6)),
    "dotted": (0, (0.1, 2)),
}


@dataclass(frozen=True)
class Box:
    """A box: middle, top, width and height."""

    middle: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.middle - self.width / 2

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.middle + self.width / 2

    @property
    def centre(self) -> float:
        """Height of its middle."""
        return self.top + self.height / 2


@dataclass(frozen=True)
class Arrow:
    """How an arrow looks: colour, width of its line, and ``solid``, ``dashed`` or ``dotted``."""

    colour: str
    weight: float
    line: str


def draw_box(axes: Axes, box: Box, lines: Sequence[str], size: float, edge: str) -> None:
    """Draw a box with words in its middle, a line each."""
    rounded = FancyBboxPatch(
        (box.left, box.top), box.width, box.height, boxstyle="round,pad=0,rounding_size=4",
        facecolor=PAPER, edgecolor=edge, linewidth=WIDTH.line, zorder=3, clip_on=False,
    )  # fmt: skip
    axes.add_artist(rounded)
    for k, line in enumerate(lines):
        y = box.centre + (k - (len(lines) - 1) / 2) * size * LEADING
        at = (box.middle, y)
        write(axes, at, line, axes.transData, size=size, ha="center", color=INK, zorder=4)


def draw_line(
    axes: Axes, points: Sequence[Point], colour: str, weight: float, dashes: Any = "solid"
) -> None:
    """Draw a line through points."""
    x, y = zip(*points, strict=True)
    look = {"color": colour, "linewidth": weight, "linestyle": dashes, "clip_on": False}
    axes.add_artist(Line2D(x, y, zorder=1, solid_joinstyle="miter", **look))


def draw_arrow(axes: Axes, points: Sequence[Point], arrow: Arrow, *, both: bool = True) -> None:
    """Draw a line through points with a head at its end, or at both ends; dots have none.

    The heads' tips touch the first and the last point.
    """
    x, y = zip(*_shaft(points, arrow, both=both), strict=True)
    dotted = arrow.line == "dotted"
    axes.add_artist(
        Line2D(
            x, y, color=arrow.colour, linewidth=arrow.weight + 0.6 * dotted,
            linestyle=_DASHES[arrow.line], dash_capstyle="round" if dotted else "butt",
            solid_joinstyle="miter", dash_joinstyle="miter", zorder=2, clip_on=False,
        )
    )  # fmt: skip
    if dotted:
        return
    ends = [(points[-1], points[-2])] + ([(points[0], points[1])] if both else [])
    for tip, behind in ends:
        axes.add_artist(_head(tip, behind, arrow))


def _length(arrow: Arrow) -> float:
    return 5.5 + 0.55 * arrow.weight


def _half(arrow: Arrow) -> float:
    return 2.6 + 0.85 * arrow.weight


def _shaft(points: Sequence[Point], arrow: Arrow, *, both: bool) -> list[Point]:
    """Return the line without the room that its heads take."""
    if arrow.line == "dotted":
        return list(points)
    # a hair into the head, so that no seam is seen
    cut = _length(arrow) - 0.5
    line = [*points[:-1], _toward(points[-1], points[-2], cut)]
    return [_toward(points[0], points[1], cut), *line[1:]] if both else line


def _toward(start: Point, goal: Point, distance: float) -> Point:
    across, down = goal[0] - start[0], goal[1] - start[1]
    share = distance / hypot(across, down)
    return start[0] + across * share, start[1] + down * share


def _head(tip: Point, behind: Point, arrow: Arrow) -> Polygon:
    foot = _toward(tip, behind, _length(arrow))
    share = _half(arrow) / _length(arrow)
    across, down = (foot[0] - tip[0]) * share, (foot[1] - tip[1]) * share
    corners = [tip, (foot[0] - down, foot[1] + across), (foot[0] + down, foot[1] - across)]
    return Polygon(corners, color=arrow.colour, linewidth=0, zorder=2, clip_on=False)
