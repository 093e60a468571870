"""What a change is made of: other people answered, or the same kinds of people answered otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.lines import Line2D

from gapkit.gaps.groups import natural
from gapkit.gaps.terms import gap_name
from gapkit.plots.chosen import label_of, subtitle, take
from gapkit.plots.compared_rows import ComparedRows, first_gap, records_of
from gapkit.plots.head import Head, Key
from gapkit.plots.marks import blank_rows, hover_rows, set_scale, span, strokes, zero_line
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Column, Sheet
from gapkit.plots.theme import INK, PAPER, PARTS, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gapkit.results import Result

__all__ = ["chart", "describe", "mix_rate"]

_WHOLE: Final[dict[str, Any]] = {
    "marker": "o",
    "markersize": WIDTH.mark,
    "markerfacecolor": INK,
    "markeredgecolor": PAPER,
    "markeredgewidth": WIDTH.hair,
}


def mix_rate(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    gap: str | None = None, level: str = "dimension", by: str | None = None,
    page: float = PAGE, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw the two parts of each change, and the change.

    Parameters
    ----------
    result
        A ``mix_rate`` result.
    wave
        The later wave; None is the last.
    segment, value
        Whose answers.
    gap
        As in the column ``gap``; None is gap 5, else the first.
    level
        ``item``, ``dimension`` or ``overall``.
    by
        The column whose shares are looked at; None is the first.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally points of change. The upper bar is mix, the lower rate, the dot their sum.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(_gather(result, wave, segment, value, gap, level, by), page).on(ax)


def describe(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    gap: str | None = None, level: str = "dimension", by: str | None = None,
) -> str:  # fmt: skip
    """Return what the chart shows, for readers who cannot see it; arguments as `mix_rate`."""
    shown = _gather(result, wave, segment, value, gap, level, by)
    words, rows = result.words, shown.rows
    join = words("list.sentences").join
    what = words("plots.describe.what", title=shown.title, of=shown.subtitle)
    if not rows.any:
        return join([what, words("plots.nothing")])
    cells = zip(rows.labels, *(rows.said(c) for c in ("change", "mix", "rate")), strict=True)
    parts = [
        words("plots.mix_rate.part", label=label, change=change, mix=mix, rate=rate)
        for label, change, mix, rate in cells
    ]
    return join([what, words("plots.mix_rate.said", parts=words("list.between").join(parts))])


@dataclass(frozen=True)
class _Shown:
    rows: ComparedRows
    title: str
    subtitle: str


def _gather(
    result: Result, wave: str | None, segment: str, value: str, gap: str | None, level: str,
    by: str | None,
) -> _Shown:  # fmt: skip
    frame, words = result.frame, result.words
    chosen_gap = first_gap(frame, gap)
    if frame.empty:
        column, before, last, rows = by or "", "", wave or "", frame
    else:
        last = str(wave or max(frame["wave_to"].astype(str).unique(), key=natural))
        after = replace(result, frame=frame.assign(wave=frame["wave_to"]))
        mine = take(after, last, segment=segment, value=value, gap=chosen_gap, level=level)
        column = by or str(mine["by"].iloc[0])
        rows = take(replace(after, frame=mine), last, by=column)
        before = str(rows["wave_from"].iloc[0])
    records = records_of(rows)
    labels = [label_of(result, level, str(r["key"])) for r in records]
    title = words(
        "plots.mix_rate.title", gap=gap_name(words, chosen_gap), by=words.segment(column), before=before,
        after=last,
    )  # fmt: skip
    of = subtitle(result, "all", segment, value)
    return _Shown(ComparedRows(result, records, labels, "change"), title, of)


def chart(shown: _Shown, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    rows, words = shown.rows, shown.rows.result.words
    keys = [Key(words(f"plots.mix_rate.{p}"), {"color": c}, patch=True) for p, c in PARTS.items()]
    keys.append(Key(words("plots.mix_rate.change"), _WHOLE | {"linestyle": "none"}))
    head = Head(shown.title, shown.subtitle, keys if rows.any else ())
    if not rows.records:
        return nothing(rows.result, head, page)
    columns = (
        Column(words("plots.slopes.change"), rows.said("change")),
        Column(words("plots.mix_rate.short.mix"), rows.said("mix")),
        Column(words("plots.mix_rate.short.rate"), rows.said("rate")),
    )
    axis = words("plots.mix_rate.axis")
    return Chart(Sheet(head, rows.labels, columns, axis, page, row=26), partial(_draw, shown))


def _draw(shown: _Shown, axes: Axes, sheet: Sheet) -> None:
    rows = shown.rows
    whole = rows.numbers("change")
    parts = {name: rows.numbers(name) for name in PARTS}
    # at least as wide as the margin, so that next to nothing looks like next to nothing
    margin = rows.result.options.margin * rows.result.instrument.scale.range
    low, high = span(whole, *parts.values(), [-margin, margin], room=0.02)
    set_scale(axes, low, high, rows.result.words, sign=True)
    zero_line(axes)
    for (name, colour), shift in zip(PARTS.items(), (-4.5, 4.5), strict=True):
        at = [y + shift for y in sheet.rows]
        zeros = np.zeros(len(whole))
        strokes(axes, zeros, parts[name], at, [colour] * len(at), lw=WIDTH.bar * 0.8, zorder=2)
    axes.add_line(Line2D(whole, sheet.rows, linestyle="none", zorder=5, **_WHOLE))
    blank_rows(axes, sheet, rows.reasons())
    words = rows.result.words
    cells = zip(rows.labels, *(rows.said(c) for c in ("change", "mix", "rate")), strict=True)
    tips = [
        words("plots.mix_rate.part", label=label, change=change, mix=mix, rate=rate)
        for label, change, mix, rate in cells
    ]
    hover_rows(axes, sheet, tips)
