"""Kano's plane: how much an attribute delights where it is there, and annoys where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from gapkit.plots.chosen import label_of, last_wave, subtitle, take
from gapkit.plots.field import Field
from gapkit.plots.head import Head, Key
from gapkit.plots.marks import set_scale
from gapkit.plots.nothing import nothing
from gapkit.plots.scatter import CROSS, MOST_LABELS, Scatter, write_corners
from gapkit.plots.sheet import PAGE, Chart
from gapkit.plots.theme import FAINT, INK, OTHER, PAPER, WIDTH

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.plots.sheet import Sheet
    from gapkit.results import Result

__all__ = ["chart", "describe", "kano"]

QUARTERS: Final = ("attractive", "one_dimensional", "indifferent", "must_be")
"""Top left, top right, bottom left, bottom right."""


def kano(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw each attribute by its two coefficients.

    Parameters
    ----------
    result
        A ``kano`` result.
    wave, segment, value
        Whose answers; `wave` None is the last.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally the share who are less satisfied where it is missing, vertically the share who
        are more satisfied where it is there, both in percent; the lines stand at one half. Dark
        points: the kind is told from the next; thin lines: intervals.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(_gather(result, wave, segment, value)).on(ax)


def describe(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all"
) -> str:
    """Return what the chart shows, for readers who cannot see it; arguments as `kano`."""
    points, words = _gather(result, wave, segment, value), result.words
    said = [words("plots.describe.what", title=points.title, of=points.subtitle)]
    for kind in dict.fromkeys(points.kinds):
        labels = [t for t, k in zip(points.labels, points.kinds, strict=True) if k == kind]
        name = words(f"kano.{kind}.name")
        said.append(words("plots.describe.priorities", quadrant=name, labels=words.list(labels)))
    join = words("list.sentences").join
    return join(said if len(said) > 1 else [*said, words("plots.nothing")])


@dataclass(frozen=True)
class _Points:
    result: Result
    subtitle: str
    labels: list[str]
    kinds: list[str]
    told: list[bool]
    better: NDArray[np.float64]
    worse: NDArray[np.float64]

    @property
    def title(self) -> str:
        return self.result.words("plots.kano.title")


def _gather(result: Result, wave: str | None, segment: str, value: str) -> _Points:
    frame = take(result, wave, segment=segment, value=value)
    shown = last_wave(result.frame) if wave is None else str(wave)
    frame = frame[frame["better"].notna()] if len(frame) else frame

    def percents(name: str, sign: int) -> NDArray[np.float64]:
        columns = [f"{name}{end}" for end in ("", "_low", "_high")]
        return 100 * sign * frame[columns].to_numpy(dtype=float).reshape(-1, 3)

    return _Points(
        result,
        subtitle(result, shown, segment, value),
        [label_of(result, "item", str(key)) for key in frame["key"]],
        [str(kind) for kind in frame["category"]],
        [told == "yes" for told in frame["told"]],
        percents("better", 1),
        percents("worse", -1),
    )


def chart(points: _Points, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = points.result.words
    level = words.level(points.result.options.confidence)
    legend = [
        Key(words("plots.kano.told"), _mark(INK)),
        Key(words("plots.kano.unclear"), _mark(OTHER)),
        Key(words("plots.interval", level=level), {"color": FAINT, "lw": WIDTH.interval}),
        Key(words("plots.kano.half"), CROSS),
    ]
    head = Head(points.title, points.subtitle, legend if points.labels else ())
    if not points.labels:
        return nothing(points.result, head, page)
    names = [words(f"kano.{kind}.name") for kind in QUARTERS]
    numbered = len(points.labels) > MOST_LABELS
    above = [*names, *([] if numbered else points.labels)]
    form = Field(
        head,
        axis=words("plots.kano.worse"),
        side=words("plots.kano.better"),
        entries=points.labels if numbered else [],
        page=page,
        above=above,
    )
    return Chart(form, partial(_draw, points))


def _mark(colour: str) -> dict[str, Any]:
    return {
        "linestyle": "none", "marker": "o", "markersize": WIDTH.mark, "color": colour,
        "markeredgecolor": PAPER, "markeredgewidth": WIDTH.hair,
    }  # fmt: skip


def _draw(points: _Points, axes: Axes, _form: Sheet) -> None:
    words = points.result.words
    for side in ("x", "y"):
        set_scale(axes, -3, 103, words, side=side)
    x, y = points.worse[:, 0], points.better[:, 0]
    look: dict[str, Any] = {"colors": FAINT, "lw": WIDTH.interval, "zorder": 2}
    axes.hlines(y, points.worse[:, 1], points.worse[:, 2], **look)
    axes.vlines(x, points.better[:, 1], points.better[:, 2], **look)
    scatter = Scatter(axes, x, y, 50.0, 50.0)
    corners = write_corners(axes, [words(f"kano.{kind}.name") for kind in QUARTERS])
    scatter.draw(points.told)
    scatter.label(points.labels, corners)
    scatter.tips(
        [
            words(
                "plots.tip",
                label=label,
                said=words(
                    "plots.kano.tip",
                    kind=words(f"kano.{kind}.name"),
                    better=words.number(b, 0),
                    worse=words.number(w, 0),
                ),
            )
            for label, kind, b, w in zip(points.labels, points.kinds, y, x, strict=True)
        ]
    )
