"""Importance against performance: what matters and is not done well stands out.

The four fields are those of Martilla & James (1977), cut at the means of the rows shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.lines import Line2D

from gapkit.errors import CallError, Problem
from gapkit.plots.canvas import bar, hover_area
from gapkit.plots.chosen import as_number, label_of, last_wave, subtitle, take
from gapkit.plots.field import Field
from gapkit.plots.fonts import width
from gapkit.plots.head import LEADING, Head, Key, in_points, write
from gapkit.plots.labels import wrap
from gapkit.plots.marks import set_scale, span
from gapkit.plots.nothing import nothing
from gapkit.plots.placement import Box, place_labels
from gapkit.plots.sheet import PAGE, Chart
from gapkit.plots.theme import BAND, INK, MUTED, PAPER, SIZE, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.plots.sheet import Sheet
    from gapkit.results import Result

__all__ = ["chart", "describe", "priorities"]

MOST_LABELS: Final = 12
"""With more points they carry numbers, and a list says what these mean."""

QUADRANTS: Final = ("concentrate", "keep", "low", "overkill")
"""Important and not done well; important and done well; neither; done well but unimportant."""

_LABEL: Final = 110.0
"""Widest label beside a point, in points."""


def priorities(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    level: str = "item", ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw the importance of each row against how well it is done.

    Parameters
    ----------
    result
        A ``scores`` result: importance and performance, or else expectation and perception.
    wave, segment, value
        Whose answers; `wave` None is the last.
    level
        ``item`` or ``dimension``.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally performance, vertically importance, both on the scale of the answers. The
        lines stand at the means of the rows shown. Up to twelve rows carry their labels.

    Raises
    ------
    CallError
        There are no such rows, or only one of the two batteries.
    """
    return chart(_gather(result, wave, segment, value, level)).on(ax)


def describe(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    level: str = "item",
) -> str:  # fmt: skip
    """Return what the chart shows, for readers who cannot see it; arguments as `priorities`."""
    points, words = _gather(result, wave, segment, value, level), result.words
    said = [words("plots.describe.what", title=points.title, of=points.subtitle)]
    for quadrant in QUADRANTS:
        labels = [t for t, q in zip(points.labels, points.quadrants, strict=True) if q == quadrant]
        if labels:
            name = words(f"plots.quadrant.{quadrant}")
            listed = words.list(labels)
            said.append(words("plots.describe.priorities", quadrant=name, labels=listed))
    return " ".join(said if len(said) > 1 else [*said, words("plots.nothing")])


@dataclass(frozen=True)
class _Points:
    """Rows with both means, the one most in need first.

    Parameters
    ----------
    batteries
        Names of the vertical and of the horizontal battery.
    keys
        Items or dimensions, k of them.
    importance, performance
        k means each.
    """

    result: Result
    level: str
    subtitle: str
    batteries: tuple[str, str]
    keys: list[str]
    importance: NDArray[np.float64]
    performance: NDArray[np.float64]

    @property
    def title(self) -> str:
        words = self.result.words
        importance, performance = (words(f"battery.{battery}") for battery in self.batteries)
        level = words(f"plots.rows.{self.level}")
        return words(
            "plots.quadrant.title", importance=importance, performance=performance, level=level
        )

    @property
    def labels(self) -> list[str]:
        return [label_of(self.result, self.level, key) for key in self.keys]

    @property
    def means(self) -> tuple[float, float]:
        """Where the lines stand: mean performance, mean importance."""
        return float(np.mean(self.performance)), float(np.mean(self.importance))

    @property
    def quadrants(self) -> list[str]:
        """Quadrant of each point; one on a line counts as above or right of it."""
        if not self.keys:
            return []
        across, up = self.means
        place = 2 * (self.importance < up) + (self.performance >= across)
        return [QUADRANTS[int(k)] for k in place]

    @property
    def numbered(self) -> bool:
        return len(self.keys) > MOST_LABELS


def _gather(result: Result, wave: str | None, segment: str, value: str, level: str) -> _Points:
    frame = result.frame
    known = set(frame["battery"].astype(str))
    pair = ("importance", "performance")
    pair = pair if known.issuperset(pair) or not known else ("expectation", "perception")
    if known and not known.issuperset(pair):
        has = ", ".join(sorted(known))
        advice = "Importance and performance are needed, or expectation and perception."
        raise CallError(Problem("battery", f"the scores hold only: {has}.", advice))
    chosen = take(result, wave, segment=segment, value=value, level=level)
    means = [
        {str(k): as_number(m) for k, m in zip(rows["key"], rows["mean"], strict=True)}
        for rows in (chosen[chosen["battery"] == battery] for battery in pair)
    ]
    keys = [k for k, mean in means[0].items() if np.isfinite([mean, means[1].get(k, np.nan)]).all()]
    keys.sort(key=lambda key: means[1][key] - means[0][key])
    shown = last_wave(frame) if wave is None else str(wave)
    of = subtitle(result, shown, segment, value)
    sides = [np.array([side[key] for key in keys], dtype=float) for side in means]
    return _Points(result, level, of, pair, keys, *sides)


def chart(points: _Points, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = points.result.words
    legend = [Key(words("plots.quadrant.cross"), _CROSS)] if points.keys else []
    head = Head(points.title, points.subtitle, legend)
    if not points.keys:
        return nothing(points.result, head, page)
    up, across = (
        words("plots.axis.of_battery", battery=words(f"battery.{battery}"))
        for battery in points.batteries
    )
    entries = points.labels if points.numbered else []
    names = [words(f"plots.quadrant.{quadrant}") for quadrant in QUADRANTS]
    above = [*names, *([] if points.numbered else points.labels)]
    form = Field(head, axis=across, side=up, entries=entries, page=page, above=above)
    return Chart(form, partial(_draw, points))


def _draw(points: _Points, axes: Axes, _form: Sheet) -> None:
    words = points.result.words
    set_scale(axes, *span(points.performance, room=0.12), words)
    set_scale(axes, *span(points.importance, room=0.12), words, side="y")
    across, up = points.means
    _shade(axes, across, up)
    axes.axvline(across, zorder=1, **_CROSS)
    axes.axhline(up, zorder=1, **_CROSS)
    size = _points_of(axes)
    corners = _write_quadrants(axes, points, size)
    first = [quadrant == QUADRANTS[0] for quadrant in points.quadrants]
    for x, y, dark in zip(points.performance, points.importance, first, strict=True):
        colour = INK if dark else _OTHER
        axes.add_line(Line2D([x], [y], color=colour, zorder=4, **_MARK))
    _write_labels(axes, points, size, corners)
    _set_tips(axes, points, size)


_OTHER: Final = "#8A93A1"
_MARK: Final[dict[str, Any]] = {
    "linestyle": "none",
    "marker": "o",
    "markersize": WIDTH.mark,
    "markeredgecolor": PAPER,
    "markeredgewidth": WIDTH.hair,
}
_CROSS: Final[dict[str, Any]] = {"color": MUTED, "lw": WIDTH.line, "linestyle": (0, (3, 2))}


def _shade(axes: Axes, across: float, up: float) -> None:
    """Shade the field of what matters and is not done well."""
    (left, _), (_, top) = axes.get_xlim(), axes.get_ylim()
    bar(axes, (left, up, across - left, top - up), color=BAND, linewidth=0, zorder=0)


def _points_of(axes: Axes) -> tuple[float, float]:
    """Width and height of `axes` in points."""
    figure = axes.get_figure(root=True)
    assert figure is not None, "axes without a figure"  # noqa: S101
    box = axes.get_window_extent()
    return float(box.width / figure.dpi * 72), float(box.height / figure.dpi * 72)


def _write_quadrants(axes: Axes, points: _Points, size: tuple[float, float]) -> list[Box]:
    """Write the fields' names in the corners; return the room that they take, in points."""
    words, high = points.result.words, SIZE.small * LEADING
    boxes = []
    for quadrant, (right, top) in zip(QUADRANTS, [(0, 1), (1, 1), (0, 0), (1, 0)], strict=True):
        text = words(f"plots.quadrant.{quadrant}")
        look = {
            "ha": "right" if right else "left",
            "color": INK if quadrant == QUADRANTS[0] else MUTED,
        }
        at = (-5 if right else 5, -high / 2 - 2 if top else high / 2 + 2)
        write(axes, at, text, in_points(axes, right, top), **look)
        long = width(text, SIZE.small) + 8
        left = size[0] - long if right else 0.0
        bottom = size[1] - high - 4 if top else 0.0
        boxes.append(Box(left, bottom, left + long, bottom + high + 4))
    return boxes


def _write_labels(
    axes: Axes, points: _Points, size: tuple[float, float], corners: list[Box]
) -> None:
    """Write a label, or its number, beside each point where it covers nothing."""
    places = _in_points(axes, points, size)
    texts = (
        [[f"{k}"] for k in range(1, len(places) + 1)]
        if points.numbered
        else [wrap(label, _LABEL, SIZE.small, 3) for label in points.labels]
    )
    line = SIZE.small * LEADING
    sizes = [(max(width(t, SIZE.small) for t in text) + 2, len(text) * line) for text in texts]
    boxes = place_labels(places, sizes, Box(0, 0, *size), [*corners, *_cross(axes, points, size)])
    transform = in_points(axes, 0, 0)
    for text, box, place, wide in zip(texts, boxes, places, sizes, strict=True):
        box = box or Box(place[0] + 5, place[1], place[0] + 5 + wide[0], place[1] + wide[1])
        _lead(axes, place, box, transform)
        beside = box.left > place[0]
        x = box.left + 1 if beside else box.right - 1
        for k, part in enumerate(text):
            y = box.top - (k + 0.5) * line
            write(axes, (x, y), part, transform, ha="left" if beside else "right", zorder=6)


def _cross(axes: Axes, points: _Points, size: tuple[float, float]) -> list[Box]:
    """Return the room of the two lines, in points."""
    (low, high), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    across, up = points.means
    x, y = (across - low) / (high - low) * size[0], (up - bottom) / (top - bottom) * size[1]
    return [Box(x - 1, 0, x + 1, size[1]), Box(0, y - 1, size[0], y + 1)]


def _in_points(axes: Axes, points: _Points, size: tuple[float, float]) -> list[tuple[float, float]]:
    sides = []
    for figures, (low, high), long in zip(
        (points.performance, points.importance),
        (axes.get_xlim(), axes.get_ylim()),
        size,
        strict=True,
    ):
        sides.append((figures - low) / (high - low) * long)
    return [(float(x), float(y)) for x, y in zip(*sides, strict=True)]


def _lead(axes: Axes, place: tuple[float, float], box: Box, transform: Any) -> None:
    """Join a point with a label that could not stand next to it."""
    x = min(max(place[0], box.left), box.right)
    y = min(max(place[1], box.bottom), box.top)
    if np.hypot(x - place[0], y - place[1]) > 9:
        ends = ([place[0], x], [place[1], y])
        axes.add_line(Line2D(*ends, color=_OTHER, lw=WIDTH.hair, transform=transform, zorder=3))


def _set_tips(axes: Axes, points: _Points, size: tuple[float, float]) -> None:
    words, decimals = points.result.words, points.result.options.decimals
    names = [words(f"battery.{battery}") for battery in points.batteries]
    (low, high), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    across, up = 10 * (high - low) / size[0], 10 * (top - bottom) / size[1]
    for label, x, y in zip(points.labels, points.performance, points.importance, strict=True):
        said = words(
            "plots.quadrant.tip",
            importance=names[0], importance_mean=words.number(y, decimals),
            performance=names[1], performance_mean=words.number(x, decimals),
        )  # fmt: skip
        text = words("plots.tip", label=label, said=said)
        hover_area(axes, (x - across / 2, y - up / 2, across, up), text)
