"""What stands above a chart: its title, what it is of, and the legend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D, ScaledTranslation, Transform

from gapkit.plots.fonts import is_wide, width
from gapkit.plots.labels import wrap
from gapkit.plots.theme import INK, MUTED, PAPER, SIZE, WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from gapkit.plots.theme import VerdictStyle

__all__ = ["Head", "Key", "in_points", "write"]

LEADING: Final = 1.3
"""Distance of lines, in units of the type size."""

_PICTURE: Final = 16.0
"""Width of a legend's picture, in points."""

_BETWEEN: Final = 14.0
"""Between two entries of a legend, in points."""

_GAP: Final = 7.0
"""Between the parts of a head, in points."""


def in_points(axes: Axes, x: float = 0, y: float = 1) -> Transform:
    """Return the coordinates in points whose origin is at x, y of `axes` (shares of its sides)."""
    figure = axes.get_figure(root=True)
    assert figure is not None, "axes without a figure"  # noqa: S101
    # matplotlib's types ask for an affine transform; that of axes is one in all but its class
    origin = ScaledTranslation(x, y, cast("Any", axes.transAxes))
    return Affine2D().scale(1 / 72) + figure.dpi_scale_trans + origin


def write(
    axes: Axes, at: tuple[float, float], text: str, transform: Transform, **look: Any
) -> None:
    """Write one line, its middle at `at`.

    Each line is an artist of its own, so that an SVG keeps its alignment in other fonts.
    """
    given: dict[str, Any] = {
        "size": SIZE.small,
        "color": INK,
        "va": "center_baseline",
        "clip_on": False,
    } | look
    axes.text(*at, text, transform=transform, **given)


@dataclass(frozen=True)
class Key:
    """An entry of a legend: a word with a mark, a line or a patch.

    Parameters
    ----------
    word
        What it means.
    look
        Properties of a `Line2D` (mark or line) or, with ``patch``, of a `Rectangle`.
    patch
        Whether it stands for an area.
    """

    word: str
    look: Mapping[str, Any]
    patch: bool = False

    @classmethod
    def mark(cls, word: str, style: VerdictStyle) -> Key:
        """Return the entry of a verdict's mark."""
        return cls(word, mark_look(style) | {"linestyle": "none"})

    @property
    def width(self) -> float:
        """Its width in points, with the room after it."""
        return _PICTURE + 4 + width(self.word, SIZE.small) + _BETWEEN

    def draw(self, axes: Axes, x: float, y: float, transform: Transform) -> None:
        """Draw it, its left end at x, its middle at y, both in points."""
        picture: Any
        if self.patch:
            picture = Rectangle((x + 2, y - 4.5), _PICTURE - 4, 9, transform=transform, **self.look)
        else:
            place = ([x, x + _PICTURE / 2, x + _PICTURE], [y, y, y])
            picture = Line2D(*place, transform=transform, markevery=[1], **self.look)
        picture.set_clip_on(False)
        axes.add_artist(picture)
        at = (x + _PICTURE + 4, y)
        write(axes, at, self.word, transform, color=MUTED)


def mark_look(style: VerdictStyle) -> dict[str, Any]:
    """Return the `Line2D` properties of a verdict's mark."""
    size = WIDTH.mark * (0.85 if style.marker in "sD" else 1.0)
    return {
        "marker": style.marker,
        "markersize": size,
        "markerfacecolor": style.face,
        "markeredgecolor": style.colour if not style.filled else PAPER,
        "markeredgewidth": WIDTH.line if not style.filled else WIDTH.hair,
    }


@dataclass(frozen=True)
class Head:
    """Title, subtitle and legend, measured before they are drawn.

    Parameters
    ----------
    title, subtitle
        Texts; an empty one takes no room.
    legend
        Entries in reading order; they flow like words.
    """

    title: str = ""
    subtitle: str = ""
    legend: Sequence[Key] = field(default_factory=tuple)

    @property
    def texts(self) -> list[str]:
        """Everything that is written."""
        return [self.title, self.subtitle, *(key.word for key in self.legend)]

    def height(self, points: float) -> float:
        """Return the height in points, where it is `points` wide."""
        return sum(height for _, height in self._blocks(points))

    def draw(self, axes: Axes, left: float, points: float, above: float) -> None:
        """Draw it above `axes`.

        Parameters
        ----------
        axes
            The chart.
        left
            Where it begins, in points from the left edge of `axes`.
        points
            How wide it may be.
        above
            Room between it and the axes, in points.
        """
        transform = in_points(axes)
        # the Chinese font has one weight
        looks: list[dict[str, Any]] = [
            {"size": SIZE.title, "weight": "normal" if is_wide(self.title) else "bold"},
            {"size": SIZE.text, "color": MUTED},
        ]
        top = above + self.height(points)
        blocks = self._blocks(points)
        for (lines, height), look in zip(blocks[:2], looks, strict=True):
            for k, line in enumerate(lines):
                y = top - (k + 0.5) * look["size"] * LEADING
                write(axes, (left, y), line, transform, **look)
            top -= height
        for k, row in enumerate(blocks[2][0]):
            x = left
            for key in row:
                key.draw(axes, x, top - (k + 0.5) * _LEGEND_LINE, transform)
                x += key.width

    def _blocks(self, points: float) -> list[tuple[list[Any], float]]:
        """Lines and height of the title, the subtitle and the legend."""
        # bold is about a tenth wider than what is measured
        title = wrap(self.title, points / 1.12, SIZE.title, 2) if self.title else []
        subtitle = wrap(self.subtitle, points, SIZE.text, 3) if self.subtitle else []
        rows = _flow(self.legend, points)
        lines: list[tuple[list[Any], float]] = [
            (title, SIZE.title * LEADING),
            (subtitle, SIZE.text * LEADING),
            (rows, _LEGEND_LINE),
        ]
        return [(block, len(block) * line + _GAP * bool(block)) for block, line in lines]


_LEGEND_LINE: Final = SIZE.small * 1.6


def _flow(keys: Sequence[Key], points: float) -> list[list[Key]]:
    rows: list[list[Key]] = []
    used = 0.0
    for key in keys:
        if not rows or used + key.width - _BETWEEN > points:
            rows.append([])
            used = 0.0
        rows[-1].append(key)
        used += key.width
    return rows
