"""How long complaints stay open: a curve that steps down day by day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from gapkit.plots.canvas import hover_area
from gapkit.plots.chosen import take
from gapkit.plots.compared_rows import ComparedRows, records_of
from gapkit.plots.complaints import whom
from gapkit.plots.course import Course
from gapkit.plots.head import Head, Key, mark_look
from gapkit.plots.marks import set_scale
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart
from gapkit.plots.theme import ACCENT, MUTED, REFERENCE, WIDTH

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.plots.sheet import Sheet
    from gapkit.results import Result

__all__ = ["chart", "day_of_half", "describe", "recovery"]

HALF: Final = 0.5

SAID: Final = (0, 1, 2, 3, 5, 7, 14, 30)
"""Days that the text for those who cannot see it names."""


def recovery(
    result: Result, *, unit: str = "all", page: float = PAGE, ax: Axes | None = None
) -> Axes:
    """Draw the share of complaints still open by days since they were received.

    Parameters
    ----------
    result
        A ``recovery`` result.
    unit
        Whose complaints.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Vertically per cent still open with its interval, horizontally days. Where the table has
        every day the curve steps; else there is a mark for each day that it has.

    Raises
    ------
    CallError
        There is no such unit.
    """
    return chart(_gather(result, unit), page).on(ax)


def day_of_half(rows: pd.DataFrame) -> float:
    """Return the first day after which no more than half are open; NaN where none is.

    Parameters
    ----------
    rows
        Of one unit, from a ``recovery`` table.

    Examples
    --------
    >>> import pandas as pd
    >>> day_of_half(pd.DataFrame({"days": [0, 1, 2], "open_share": [0.9, 0.5, 0.2]}))
    1.0
    """
    columns = (rows[c].to_numpy(dtype=float, na_value=float("nan")) for c in ("open_share", "days"))
    return _first_below(*columns)


def _first_below(share: NDArray[np.float64], days: NDArray[np.float64]) -> float:
    below = days[share <= HALF]
    return float(below[0]) if len(below) else float("nan")


def describe(result: Result, *, unit: str = "all") -> str:
    """Return what the chart shows, for readers who cannot see it; arguments as `recovery`."""
    shown, words = _gather(result, unit), result.words
    what = words("plots.describe.what", title=shown.title, of=shown.subtitle)
    parts = [p for day, p in zip(shown.days, shown.parts(), strict=True) if day in SAID]
    if not shown.rows.any:
        return words("list.sentences").join([what, words("plots.nothing")])
    said = words("plots.recovery.said", parts=words("list.between").join(parts))
    return words("list.sentences").join([what, said])


@dataclass(frozen=True)
class _Shown:
    rows: ComparedRows
    unit: str

    @property
    def days(self) -> NDArray[np.float64]:
        return self.rows.numbers("days")

    @property
    def steps(self) -> bool:
        """Whether every day is there, so that the curve between them is known."""
        return bool((np.diff(self.days) == 1).all())

    @property
    def title(self) -> str:
        words = self.rows.result.words
        share, days = self.rows.numbers("open_share"), self.days
        half = _first_below(share, days)
        if not self.rows.any:
            return words("plots.recovery.blank")
        if half != half:
            last = words.number(float(days[np.isfinite(share)][-1]), 0)
            return words("plots.recovery.not_half", days=last)
        if half == 0:
            return words("plots.recovery.half_same_day")
        return words("plots.recovery.half", days=words.number(half, 0))

    @property
    def subtitle(self) -> str:
        of = whom(self.rows.result, self.unit)
        return self.rows.result.words("plots.recovery.whom", whom=of) if self.rows.records else of

    def parts(self) -> list[str]:
        words = self.rows.result.words
        return [
            words("plots.recovery.part", days=words.number(day, 0), share=words.percent(share) or "–")
            for day, share in zip(self.days, self.rows.numbers("open_share"), strict=True)
        ]  # fmt: skip


def _gather(result: Result, unit: str) -> _Shown:
    records = records_of(take(result, None, unit=unit))
    labels = [str(record["days"]) for record in records]
    return _Shown(ComparedRows(result, records, labels, "open_share"), unit)


def chart(shown: _Shown, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = shown.rows.result.words
    head = Head(shown.title, shown.subtitle, _legend(shown))
    if not shown.rows.any:
        return nothing(shown.rows.result, head, page)
    axis, side = words("plots.recovery.axis"), words("plots.recovery.side")
    return Chart(Course(head, axis=axis, page=page, side=side), partial(_draw, shown))


def _legend(shown: _Shown) -> list[Key]:
    words = shown.rows.result.words
    interval = words("plots.interval", level=words.level(shown.rows.result.options.confidence))
    curve = words("plots.recovery.curve")
    half = Key(words("plots.recovery.line"), REFERENCE)
    if not shown.steps:
        bar = {"color": MUTED, "lw": WIDTH.interval}
        return [Key.mark(curve, ACCENT), Key(interval, bar), half]
    line = {"color": ACCENT.colour, "lw": WIDTH.line}
    return [Key(curve, line), Key(interval, {"color": ACCENT.tint}, patch=True), half]


def _draw(shown: _Shown, axes: Axes, _: Sheet) -> None:
    words, days = shown.rows.result.words, shown.days
    set_scale(axes, 0.0, 104.0, words, side="y")
    set_scale(axes, 0.0 if shown.steps else -0.5, float(days[-1]) + 1, words, whole=True)
    axes.axhline(100 * HALF, zorder=1.5, **REFERENCE)
    columns = ("open_share", "ci_low", "ci_high")
    share, low, high = (100 * shown.rows.numbers(column) for column in columns)
    known = np.isfinite(share)
    draw = _curve if shown.steps else _points
    draw(axes, days[known], share[known], low[known], high[known])
    for day, part in zip(days, shown.parts(), strict=True):
        hover_area(axes, (day, 0, 1, 104), part)


def _curve(axes: Axes, days: Any, share: Any, low: Any, high: Any) -> None:
    """Draw the curve and its band; each day's share lasts until the next day."""
    x = np.column_stack([days, days + 1]).ravel()
    up, down = np.repeat(high, 2), np.repeat(low, 2)
    corners = np.column_stack([np.concatenate([x, x[::-1]]), np.concatenate([up, down[::-1]])])
    axes.add_artist(Polygon(corners, facecolor=ACCENT.tint, alpha=0.6, lw=0, zorder=2))
    axes.add_line(Line2D(x, np.repeat(share, 2), color=ACCENT.colour, lw=WIDTH.line, zorder=3))


def _points(axes: Axes, days: Any, share: Any, low: Any, high: Any) -> None:
    axes.vlines(days, low, high, ACCENT.colour, lw=WIDTH.interval, zorder=3)
    axes.add_line(Line2D(days, share, linestyle="none", zorder=5, **mark_look(ACCENT)))
