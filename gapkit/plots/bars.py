"""The gaps of all rows as sorted bars, each with its interval, verdict and people."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from gapkit.plots.chosen import sign_of
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
    zero_line,
)
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, ROW, Chart, Sheet
from gapkit.plots.theme import BAND, MUTED, REFERENCE, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gapkit.results import Result

__all__ = ["chart", "describe", "gaps"]


def gaps(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    gap: str = "5", level: str = "item", sort: bool = True,
    page: float = PAGE, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw the gap of each row as a bar from zero with its interval.

    Parameters
    ----------
    result
        A ``gaps`` result.
    wave, segment, value
        Whose answers; `wave` None is the last.
    gap
        Which gap, such as ``5``.
    level
        ``item`` or ``dimension``.
    sort
        The furthest below the average first; else as in the result.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally points of the scale; negative is a shortfall. The band is the margin within
        which a gap counts as met; the dashed line is the mean gap of these rows.

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
        ``wave``, ``segment``, ``value``, ``gap``, ``level``, as for `gaps`.
    """
    return said_of(gap_rows(result, by="estimate", **(DEFAULT | chosen)))


def chart(rows: GapRows, page: float = PAGE, row: float = ROW) -> Chart:
    """Return the measured chart, `page` inches wide, rows at least `row` points high."""
    words = rows.result.words
    head = Head(rows.title, rows.subtitle, _legend(rows) if rows.any else ())
    if not rows.records:
        return nothing(rows.result, head, page)
    axis = words(
        "plots.axis.with_sign", axis=words("plots.axis.gap"), sign=sign_of(rows.result, rows.gap)
    )
    columns = (rows.estimates(), rows.counts())
    return Chart(Sheet(head, rows.labels, columns, axis, page, row), partial(_draw, rows))


def margin(rows: GapRows) -> float:
    """Return the margin of ``met`` in points of the scale."""
    return rows.result.options.margin * rows.result.instrument.scale.range


def average(rows: GapRows) -> float:
    """Return the mean gap of the rows, which each row's ``vs_average`` is measured from."""
    means = rows.numbers("estimate") - rows.numbers("vs_average")
    means = means[np.isfinite(means)]
    return float(means[0]) if means.size else float("nan")


def _legend(rows: GapRows) -> list[Key]:
    words, options = rows.result.words, rows.result.options
    keys = rows.verdict_keys()
    level = words.level(options.confidence)
    keys.append(Key(words("plots.interval", level=level), {"color": MUTED, "lw": WIDTH.interval}))
    if any(rows.verdicts):
        word = words("plots.margin", margin=words.number(margin(rows), options.decimals))
        keys.append(Key(word, {"facecolor": BAND}, patch=True))
    mean = average(rows)
    if mean == mean:
        word = words("plots.average", mean=words.number(mean, options.decimals, sign=True))
        keys.append(Key(word, REFERENCE))
    return keys


def _draw(rows: GapRows, axes: Axes, sheet: Sheet) -> None:
    estimate, low, high = (rows.numbers(c) for c in ("estimate", "ci_low", "ci_high"))
    within, mean = margin(rows) if any(rows.verdicts) else 0.0, average(rows)
    words = rows.result.words
    set_scale(axes, *span(estimate, low, high, [-within, 0, within, mean]), words, sign=True)
    if within:
        axes.axvspan(-within, within, color=BAND, linewidth=0, zorder=0)
    if mean == mean:
        axes.axvline(mean, zorder=2, **REFERENCE)
    zero_line(axes)
    tints = [style.tint for style in rows.styles]
    thick = min(WIDTH.bar, 0.5 * sheet.row)
    from_zero = np.zeros(len(estimate))
    strokes(axes, from_zero, estimate, sheet.rows, tints, lw=thick, zorder=1)
    intervals(axes, low, high, sheet.rows, rows.styles)
    marks(axes, estimate, sheet.rows, rows.styles)
    blank_rows(axes, sheet, rows.reasons())
    hover_rows(axes, sheet, rows.tooltips())
