"""Units as points: an inner gap against gap 5, from customers in halves that share no error."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from gapkit.gaps.terms import gap_name
from gapkit.plots.chosen import label_of, last_wave, sign_of, subtitle, take
from gapkit.plots.field import Field
from gapkit.plots.head import Head
from gapkit.plots.marks import set_scale, span
from gapkit.plots.nothing import nothing
from gapkit.plots.scatter import MOST_LABELS, Scatter
from gapkit.plots.sheet import PAGE, Chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.plots.sheet import Sheet
    from gapkit.results import Result

__all__ = ["chart", "describe", "unit_scatter"]


def unit_scatter(
    result: Result, *, wave: str | None = None, dimension: str = "overall", term: str = "1",
    ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw each unit's inner gap against its gap 5.

    Parameters
    ----------
    result
        A ``unit_terms`` result.
    wave
        The wave; None is the last.
    dimension
        A dimension, or ``overall``.
    term
        The inner gap: ``1``, ``2`` or ``3``.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally the inner gap, vertically gap 5, in points of the scale; the dashed lines are
        no gap.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(_gather(result, wave, dimension, term)).on(ax)


def describe(
    result: Result, *, wave: str | None = None, dimension: str = "overall", term: str = "1"
) -> str:
    """Return what the chart shows, for readers who cannot see it; arguments as `unit_scatter`."""
    points, words = _gather(result, wave, dimension, term), result.words
    what = words("plots.describe.what", title=points.title, of=points.subtitle)
    join = words("list.sentences").join
    if not points.labels:
        return join([what, words("plots.nothing")])
    ends = []
    for k in (int(np.argmin(points.y)), int(np.argmax(points.y))):
        number = words.number(points.y[k], result.options.decimals, sign=True)
        ends.append(words("plots.describe.end", label=points.labels[k], gap=number))
    values = {"count": len(points.labels), "low": ends[0], "high": ends[1]}
    return join([what, words("plots.describe.range", **values)])


@dataclass(frozen=True)
class _Points:
    result: Result
    dimension: str
    term: str
    subtitle: str
    labels: list[str]
    x: NDArray[np.float64]
    y: NDArray[np.float64]

    @property
    def title(self) -> str:
        words = self.result.words
        whole = self.dimension == "overall"
        label = (
            words("level.overall") if whole else label_of(self.result, "dimension", self.dimension)
        )
        return words(
            "plots.unit_scatter.title", dimension=label, term=gap_name(words, self.term, "short")
        )


def _gather(result: Result, wave: str | None, dimension: str, term: str) -> _Points:
    frame = take(result, wave, dimension=dimension)
    shown = last_wave(result.frame) if wave is None else str(wave)
    column = f"gap_{term}"
    if len(frame):
        frame = frame[frame[column].notna() & frame["gap_5"].notna()]
    return _Points(
        result,
        dimension,
        term,
        subtitle(result, shown, "all", "all"),
        [result.words.unit(str(unit)) for unit in frame["unit"]],
        frame[column].to_numpy(dtype=float),
        frame["gap_5"].to_numpy(dtype=float),
    )


def chart(points: _Points, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = points.result.words
    if not points.labels:
        return nothing(points.result, Head(points.title, points.subtitle), page)
    note = words("plots.unit_scatter.note")
    numbered = len(points.labels) > MOST_LABELS
    form = Field(
        Head(points.title, f"{points.subtitle} · {note}"),
        axis=_axis(points, points.term),
        side=_axis(points, "5"),
        entries=points.labels if numbered else [],
        page=page,
        above=[] if numbered else points.labels,
    )
    return Chart(form, partial(_draw, points))


def _axis(points: _Points, gap: str) -> str:
    name = gap_name(points.result.words, gap, "short")
    sign = sign_of(points.result, gap)
    return points.result.words("plots.unit_scatter.axis", gap=name, sign=sign)


def _draw(points: _Points, axes: Axes, _form: Sheet) -> None:
    words, decimals = points.result.words, points.result.options.decimals
    for side, figures in (("x", points.x), ("y", points.y)):
        set_scale(axes, *span([0.0], figures), words, sign=True, side=side)
    scatter = Scatter(axes, points.x, points.y, 0.0, 0.0)
    scatter.draw([True] * len(points.labels))
    scatter.label(points.labels, [])
    scatter.tips(
        [_tip(words, decimals, *row) for row in zip(points.labels, points.x, points.y, strict=True)]
    )


def _tip(words: Any, decimals: int, label: str, x: float, y: float) -> str:
    said = [words.number(float(v), decimals, sign=True) for v in (x, y)]
    return str(words("plots.tip", label=label, said=" | ".join(said)))
