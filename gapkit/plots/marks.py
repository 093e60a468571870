"""Marks that several charts share: numeric axes, intervals, rows without a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from gapkit.plots.canvas import hover_area
from gapkit.plots.head import mark_look, write
from gapkit.plots.theme import INK, MUTED, PAPER, WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.plots.sheet import Sheet
    from gapkit.plots.theme import VerdictStyle
    from gapkit.wording import Words

    _Points = tuple[NDArray[np.float64], NDArray[np.float64]]

__all__ = [
    "blank_rows",
    "hover_rows",
    "intervals",
    "marks",
    "set_scale",
    "span",
    "strokes",
    "ticks",
    "zero_line",
]

MOST_TICKS: Final = 7
"""Parts of an axis that has all the room it wants."""

TICK_ROOM: Final = 34.0
"""Room for a number on a horizontal axis, in points."""


def span(
    *columns: NDArray[np.float64] | Sequence[float],
    room: float = 0.06,
    default: tuple[float, float] = (0.0, 1.0),
) -> tuple[float, float]:
    """Return the ends of an axis that holds all figures, with room at both ends.

    Parameters
    ----------
    *columns
        Figures; NaN where there is none.
    room
        Room at each end, as a share of what the figures take.
    default
        The ends where there are no figures at all.

    Examples
    --------
    >>> span([0.0, 10.0], room=0.1)
    (-1.0, 11.0)
    >>> span([float("nan")])
    (0.0, 1.0)
    """
    figures = np.concatenate([np.asarray(column, dtype=float) for column in columns])
    figures = figures[np.isfinite(figures)]
    if not figures.size:
        return default
    low, high = float(figures.min()), float(figures.max())
    pad = (high - low) * room or 0.5
    return low - pad, high + pad


def set_scale(
    axes: Axes, low: float, high: float, words: Words, *,
    sign: bool = False, whole: bool = False, side: str = "x",
) -> None:  # fmt: skip
    """Set an axis: limits and ticks in words' own numbers.

    Ticks and their labels are fixed here, since those made when drawing would have the font of
    the settings found then.

    Parameters
    ----------
    axes
        The chart.
    low, high
        Ends of the axis.
    words
        The language.
    sign
        Whether numbers above 0 have a plus sign.
    whole
        Whether only whole numbers are marked.
    side
        ``x`` or ``y``.
    """
    locator = MaxNLocator(_most_ticks(axes, side), steps=[1, 2, 2.5, 5, 10], integer=whole)
    places = [float(t) for t in locator.tick_values(low, high) if low <= t <= high]
    decimals = _decimals(places)
    axis = axes.xaxis if side == "x" else axes.yaxis
    (axes.set_xlim if side == "x" else axes.set_ylim)(low, high)
    axis.set_ticks(places, labels=[words.number(t, decimals, sign=sign) for t in places])


def _most_ticks(axes: Axes, side: str) -> int:
    """Return how many parts an axis has room for; a narrow figure shows fewer numbers."""
    if side == "y":
        return MOST_TICKS
    figure = axes.get_figure(root=True)
    assert figure is not None, "axes without a figure"  # noqa: S101
    inches = axes.get_position().width * float(figure.get_figwidth())
    return max(2, min(MOST_TICKS, int(inches * 72 / TICK_ROOM)))


def _decimals(ticks: list[float]) -> int:
    return next(
        (d for d in range(3) if all(abs(round(t, d) - t) < 1e-9 for t in ticks)), 3
    )  # fmt: skip


def strokes(
    axes: Axes, starts: NDArray[np.float64], ends: NDArray[np.float64], rows: Sequence[float],
    colours: Sequence[str], **look: Any,
) -> None:  # fmt: skip
    """Draw a line from start to end in each row that has both."""
    drawn = np.isfinite(starts) & np.isfinite(ends)
    at = np.asarray(rows, dtype=float)[drawn]
    chosen = [colour for colour, known in zip(colours, drawn, strict=True) if known]
    _segments(axes, (starts[drawn], at), (ends[drawn], at), chosen, look)


def ticks(
    axes: Axes, places: NDArray[np.float64], rows: Sequence[float], colours: Sequence[str],
    half: float, **look: Any,
) -> None:  # fmt: skip
    """Draw an upright line at a place of each row, `half` of its length in points."""
    drawn = np.isfinite(places)
    at = np.asarray(rows, dtype=float)[drawn]
    chosen = [colour for colour, known in zip(colours, drawn, strict=True) if known]
    _segments(axes, (places[drawn], at - half), (places[drawn], at + half), chosen, look)


def _segments(
    axes: Axes, starts: _Points, ends: _Points, colours: Sequence[str], look: dict[str, Any]
) -> None:
    """Draw lines between points, x and y each.

    Matplotlib's own `hlines` and `vlines` would set the limits of the axes, which are set by us.
    """
    lines = np.moveaxis(np.array([starts, ends]), -1, 0)
    axes.add_artist(LineCollection(list(lines), colors=colours, **look))


def intervals(
    axes: Axes, low: NDArray[np.float64], high: NDArray[np.float64], rows: Sequence[float],
    styles: Sequence[VerdictStyle],
) -> None:  # fmt: skip
    """Draw the interval of each row as a line with short ends."""
    colours = [style.colour for style in styles]
    look = {"lw": WIDTH.interval, "zorder": 3}
    strokes(axes, low, high, rows, colours, **look)
    for ends, others in ((low, high), (high, low)):
        ticks(axes, np.where(np.isfinite(others), ends, np.nan), rows, colours, _CAP, **look)


_CAP = 2.5
"""Half the length of an interval's ends, in points."""


def marks(
    axes: Axes, places: NDArray[np.float64], rows: Sequence[float], styles: Sequence[VerdictStyle]
) -> None:
    """Draw a verdict's mark in each row that has a figure."""
    for place, row, style in zip(places, rows, styles, strict=True):
        if place == place:
            axes.add_line(Line2D([place], [row], linestyle="none", zorder=5, **mark_look(style)))


def blank_rows(axes: Axes, sheet: Sheet, reasons: Sequence[str]) -> None:
    """Say in the middle of a row without a figure why there is none."""
    for row, reason in zip(sheet.rows, reasons, strict=True):
        if reason:
            look = {"ha": "center", "color": MUTED, "zorder": 4, "bbox": _PATCH}
            write(axes, (0, row), reason, sheet.beside(axes, 0.5), **look)


_PATCH: Final = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
"""Keeps lines of the axes out of a text."""


def hover_rows(axes: Axes, sheet: Sheet, texts: Sequence[str]) -> None:
    """Let each row show its text when pointed at."""
    across = axes.get_yaxis_transform()
    for row, height, text in zip(sheet.rows, sheet.heights, texts, strict=True):
        hover_area(axes, (0, row - height / 2, 1, height), text, transform=across)


def zero_line(axes: Axes) -> None:
    """Draw the line of no gap."""
    axes.axvline(0, color=INK, linewidth=WIDTH.hair * 1.5, zorder=1.5)
