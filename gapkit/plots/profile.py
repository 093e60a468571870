"""Expectation and perception of each row as a dumbbell, with the interval of the gap."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from matplotlib.lines import Line2D

from gapkit.plots.chosen import side_word, sign_of
from gapkit.plots.gap_rows import DEFAULT, GapRows, gap_rows, said_of
from gapkit.plots.head import Head, Key
from gapkit.plots.marks import blank_rows, hover_rows, intervals, marks, set_scale, span, strokes
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Sheet
from gapkit.plots.theme import INK, MUTED, PAPER, WIDTH, verdict_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gapkit.results import Result

__all__ = ["chart", "describe", "profile"]


def profile(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    gap: str = "5", level: str = "item", sort: bool = True,
    page: float = PAGE, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw both sides of a gap, joined row by row.

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
    sort
        The largest shortfall first; else as in the result.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally the scale of the answers. A hollow dot is the left side's mean; the right
        side's mean has the mark of the verdict and the interval of the gap, set on the left mean.

    Raises
    ------
    CallError
        There are no such rows.
    """
    rows = gap_rows(
        result, wave=wave, segment=segment, value=value, gap=gap, level=level,
        by="estimate" if sort else "",
    )  # fmt: skip
    return chart(rows, page).on(ax)


def describe(result: Result, **chosen: str | None) -> str:
    """Return what the chart shows, for readers who cannot see it.

    Parameters
    ----------
    result
        A ``gaps`` result.
    **chosen
        ``wave``, ``segment``, ``value``, ``gap``, ``level``, as for `profile`.
    """
    return said_of(gap_rows(result, by="estimate", **(DEFAULT | chosen)))


def chart(rows: GapRows, page: float = PAGE) -> Chart:
    """Return the measured chart of `rows`, `page` inches wide."""
    words = rows.result.words
    of = f"{rows.subtitle} · {sign_of(rows.result, rows.gap)}"
    head = Head(rows.title, of, _legend(rows) if rows.any else ())
    if not rows.records:
        return nothing(rows.result, head, page)
    points = rows.result.instrument.scale.names
    axis = words("plots.axis.answer", low=points[0], high=points[-1])
    columns = (rows.estimates(), rows.counts())
    sheet = Sheet(head, rows.labels, columns, axis, page)
    return Chart(sheet, partial(_draw, rows))


def _legend(rows: GapRows) -> list[Key]:
    words = rows.result.words
    left, right = (side_word(words, rows.gap, side) for side in ("left", "right"))
    verdicts = [
        Key(words("plots.side_is", side=right, verdict=key.word), key.look)
        for key in rows.verdict_keys()
    ]
    level = words.level(rows.result.options.confidence)
    return [
        Key(left, _HOLLOW | {"linestyle": "none"}),
        *(verdicts or [Key.mark(right, verdict_style(""))]),
        Key(words("plots.interval_of_gap", level=level), {"color": MUTED, "lw": WIDTH.interval}),
    ]


def _draw(rows: GapRows, axes: Axes, sheet: Sheet) -> None:
    left, right = rows.numbers("mean_left"), rows.numbers("mean_right")
    low, high = left + rows.numbers("ci_low"), left + rows.numbers("ci_high")
    scale = rows.result.instrument.scale
    default = (scale.values[0], scale.values[-1])
    set_scale(axes, *span(left, right, low, high, default=default), rows.result.words)
    tints = [style.tint for style in rows.styles]
    strokes(axes, left, right, sheet.rows, tints, lw=WIDTH.connector, zorder=2)
    intervals(axes, low, high, sheet.rows, rows.styles)
    axes.add_line(Line2D(left, sheet.rows, linestyle="none", zorder=4, **_HOLLOW))
    marks(axes, right, sheet.rows, rows.styles)
    blank_rows(axes, sheet, rows.reasons())
    hover_rows(axes, sheet, rows.tooltips())


_HOLLOW: Final[dict[str, Any]] = {
    "marker": "o",
    "markersize": WIDTH.mark,
    "markerfacecolor": PAPER,
    "markeredgecolor": INK,
    "markeredgewidth": WIDTH.line,
}
"""The left side of a gap: what was expected, hollow since it is still to be filled."""
