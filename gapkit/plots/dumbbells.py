"""Both sides of a gap joined row by row, with the wave before and the target: for a board."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.lines import Line2D

from gapkit.gaps.groups import natural
from gapkit.plots.chosen import side_word, sign_of
from gapkit.plots.gap_rows import DEFAULT, GapRows, gap_rows, said_of
from gapkit.plots.head import Head, Key
from gapkit.plots.marks import (
    blank_rows,
    hover_rows,
    intervals,
    marks,
    set_scale,
    span,
    strokes,
    ticks,
)
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Sheet
from gapkit.plots.theme import FAINT, INK, MUTED, PAPER, WIDTH, verdict_style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.results import Result

__all__ = ["chart", "describe", "dumbbells"]


def dumbbells(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    gap: str = "5", level: str = "dimension", targets: Mapping[str, float] | None = None,
    page: float = PAGE, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw both sides of a gap, where they stood in the wave before, and where they should stand.

    Parameters
    ----------
    result
        A ``gaps`` result.
    wave, segment, value
        Whose answers; `wave` None is the last.
    gap
        Which gap, such as ``5`` (perception − expectation).
    level
        ``item`` or ``dimension``.
    targets
        Key of a row → the gap that was aimed at, in points of the scale.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally the scale of the answers. A hollow dot is the left side's mean; the right
        side's mean has the mark of the verdict and the interval of the gap, set on the left mean.
        Small hollow dots below are both means in the wave before; an upright stroke is where the
        right side would reach the target.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(_gather(result, wave, segment, value, gap, level, targets), page).on(ax)


def describe(
    result: Result, *, targets: Mapping[str, float] | None = None, **chosen: str | None
) -> str:
    """Return what the chart shows, for readers who cannot see it; arguments as `dumbbells`."""
    values: dict[str, Any] = DEFAULT | {"level": "dimension"} | chosen
    return said_of(_gather(result, targets=targets, **values).now)


@dataclass(frozen=True)
class _Shown:
    """Rows of this wave, the same rows of the wave before (None: there is none), the targets."""

    now: GapRows
    before: GapRows | None
    targets: Mapping[str, float] = field(default_factory=dict)

    def earlier(self, column: str) -> NDArray[np.float64]:
        """Return a column of the wave before, in the order of this wave's rows."""
        if self.before is None:
            return np.full(len(self.now.records), np.nan)
        keys = [str(record["key"]) for record in self.before.records]
        known = dict(zip(keys, self.before.numbers(column), strict=True))
        return np.array([known.get(str(r["key"]), np.nan) for r in self.now.records], dtype=float)

    @property
    def aims(self) -> NDArray[np.float64]:
        """Where the right side would reach the target."""
        wanted = [self.targets.get(str(r["key"]), np.nan) for r in self.now.records]
        aims: NDArray[np.float64] = self.now.numbers("mean_left") + np.array(wanted, dtype=float)
        return aims


def _gather(
    result: Result, wave: str | None, segment: str, value: str, gap: str, level: str,
    targets: Mapping[str, float] | None,
) -> _Shown:  # fmt: skip
    rows: dict[str, Any] = {"segment": segment, "value": value, "gap": gap, "level": level}
    now = gap_rows(result, wave=wave, by="", **rows)
    frame = result.frame
    here = np.logical_and.reduce([frame[c].astype(str) == v for c, v in rows.items()])
    waves = sorted(frame.loc[here, "wave"].astype(str).unique(), key=natural)
    place = waves.index(now.wave) if now.wave in waves else 0
    before = gap_rows(result, wave=waves[place - 1], by="", **rows) if place else None
    return _Shown(now, before, targets or {})


def chart(shown: _Shown, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    rows = shown.now
    words = rows.result.words
    head = Head(f"{rows.title} · {rows.subtitle}", legend=_legend(shown) if rows.any else ())
    if not rows.records:
        return nothing(rows.result, head, page)
    points = rows.result.instrument.scale.names
    answer = words("plots.axis.answer", low=points[0], high=points[-1])
    sign = words("plots.dumbbells.sign", sign=sign_of(rows.result, rows.gap))
    axis = words("plots.when_whom", wave=answer, whom=sign)
    columns = (rows.estimates(), rows.counts())
    sheet = Sheet(head, rows.labels, columns, axis, page, row=_ROW if shown.before else _ROW - 2)
    return Chart(sheet, partial(_draw, shown))


_ROW: Final = 22.0
_DOWN: Final = 6.5
"""Height of a row, and how far below its middle the wave before stands, in points."""


def _legend(shown: _Shown) -> list[Key]:
    rows = shown.now
    words = rows.result.words
    left, right = (side_word(words, rows.gap, side) for side in ("left", "right"))
    verdicts = [
        Key(words("plots.side_is", side=right, verdict=key.word), key.look)
        for key in rows.verdict_keys()
    ]
    level = words.level(rows.result.options.confidence)
    keys = [
        Key(left, _LEFT | {"linestyle": "none"}),
        *(verdicts or [Key.mark(right, verdict_style(""))]),
        Key(words("plots.interval_of_gap", level=level), {"color": MUTED, "lw": WIDTH.interval}),
    ]
    if shown.before is not None:
        word = words("plots.dumbbells.before", wave=shown.before.wave)
        keys.append(Key(word, _BEFORE | {"color": FAINT}))
    if np.isfinite(shown.aims).any():
        keys.append(Key(words("plots.dumbbells.target"), _AIM | {"linestyle": "none"}))
    return keys


def _draw(shown: _Shown, axes: Axes, sheet: Sheet) -> None:
    rows = shown.now
    left, right = rows.numbers("mean_left"), rows.numbers("mean_right")
    low, high = left + rows.numbers("ci_low"), left + rows.numbers("ci_high")
    earlier = shown.earlier("mean_left"), shown.earlier("mean_right")
    scale = rows.result.instrument.scale
    default = (scale.values[0], scale.values[-1])
    ends = span(left, right, low, high, *earlier, shown.aims, default=default)
    set_scale(axes, *ends, rows.result.words)
    tints = [style.tint for style in rows.styles]
    up = _DOWN / 2 if shown.before else 0.0
    at = [y - up for y in sheet.rows]
    strokes(axes, left, right, at, tints, lw=WIDTH.connector, zorder=2)
    ticks(axes, shown.aims, at, [INK] * len(at), _HALF, lw=WIDTH.interval, zorder=4)
    intervals(axes, low, high, at, rows.styles)
    axes.add_line(Line2D(left, at, linestyle="none", zorder=4, **_LEFT))
    marks(axes, right, at, rows.styles)
    below = [y + _DOWN for y in at]
    strokes(axes, *earlier, below, [FAINT] * len(at), lw=WIDTH.line, zorder=2)
    for side in earlier:
        axes.add_line(Line2D(side, below, linestyle="none", zorder=3, **_BEFORE))
    blank_rows(axes, sheet, rows.reasons())
    hover_rows(axes, sheet, rows.tooltips())


_HALF: Final = 6.5
"""Half the length of the target's stroke, in points."""

_LEFT: Final[dict[str, Any]] = {
    "marker": "o",
    "markersize": WIDTH.mark,
    "markerfacecolor": PAPER,
    "markeredgecolor": INK,
    "markeredgewidth": WIDTH.line,
}
"""What was expected, hollow since it is still to be filled."""

_BEFORE: Final[dict[str, Any]] = {
    "marker": "o",
    "markersize": WIDTH.mark * 0.6,
    "markerfacecolor": PAPER,
    "markeredgecolor": MUTED,
    "markeredgewidth": WIDTH.hair,
}
"""Both means in the wave before."""

_AIM: Final[dict[str, Any]] = {
    "marker": "|",
    "markersize": 2 * _HALF,
    "markeredgecolor": INK,
    "markeredgewidth": WIDTH.interval,
}
"""Where the right side would reach the target."""
