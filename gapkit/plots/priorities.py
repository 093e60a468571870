"""Importance against performance: what matters and is not done well stands out.

The four fields are those of Martilla & James (1977), cut at the means of the rows shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.errors import CallError, Problem
from gapkit.plots.canvas import bar
from gapkit.plots.chosen import as_number, label_of, last_wave, subtitle, take
from gapkit.plots.field import Field
from gapkit.plots.head import Head, Key
from gapkit.plots.marks import set_scale, span
from gapkit.plots.nothing import nothing
from gapkit.plots.scatter import CROSS, MOST_LABELS, Scatter, write_corners
from gapkit.plots.sheet import PAGE, Chart
from gapkit.plots.theme import BAND

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.plots.sheet import Sheet
    from gapkit.results import Result

__all__ = ["chart", "describe", "priorities"]

QUADRANTS: Final = ("concentrate", "keep", "low", "overkill")
"""Important and not done well; important and done well; neither; done well but unimportant."""


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
    legend = [Key(words("plots.quadrant.cross"), CROSS)] if points.keys else []
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
    scatter = Scatter(axes, points.performance, points.importance, across, up)
    names = [words(f"plots.quadrant.{quadrant}") for quadrant in QUADRANTS]
    corners = write_corners(axes, names, dark=0)
    scatter.draw([quadrant == QUADRANTS[0] for quadrant in points.quadrants])
    scatter.label(points.labels, corners)
    scatter.tips(_tips(points))


def _shade(axes: Axes, across: float, up: float) -> None:
    """Shade the field of what matters and is not done well."""
    (left, _), (_, top) = axes.get_xlim(), axes.get_ylim()
    bar(axes, (left, up, across - left, top - up), color=BAND, linewidth=0, zorder=0)


def _tips(points: _Points) -> list[str]:
    words, decimals = points.result.words, points.result.options.decimals
    names = [words(f"battery.{battery}") for battery in points.batteries]
    texts = []
    for label, x, y in zip(points.labels, points.performance, points.importance, strict=True):
        said = words(
            "plots.quadrant.tip",
            importance=names[0], importance_mean=words.number(y, decimals),
            performance=names[1], performance_mean=words.number(x, decimals),
        )  # fmt: skip
        texts.append(words("plots.tip", label=label, said=said))
    return texts
