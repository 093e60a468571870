"""Units side by side: each with its raw mean, what is known of its true one, and the ranks it may have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.lines import Line2D

from gapkit.gaps.terms import gap_name
from gapkit.plots.chosen import label_of, last_wave, sign_of, take
from gapkit.plots.compared_rows import ComparedRows, first_gap, records_of
from gapkit.plots.head import Head, Key
from gapkit.plots.marks import blank_rows, hover_rows, intervals, marks, set_scale, span, strokes
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Column, Sheet
from gapkit.plots.theme import MUTED, PAPER, REFERENCE, VERDICTS, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gapkit.results import Result

__all__ = ["LOOKS", "chart", "describe", "league"]

LOOKS: Final = {
    "below": VERDICTS["shortfall"],
    "above": VERDICTS["surplus"],
    "unclear": VERDICTS["unclear"],
}
"""Verdict against the units' average → its look."""

_RAW: Final[dict[str, Any]] = {
    "marker": "o",
    "markersize": WIDTH.mark * 0.8,
    "markerfacecolor": PAPER,
    "markeredgecolor": MUTED,
    "markeredgewidth": WIDTH.line,
}


def league(
    result: Result, *, wave: str | None = None, gap: str | None = None, level: str = "overall",
    key: str = "overall",
    page: float = PAGE, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw the units in the order of their shrunken means.

    Parameters
    ----------
    result
        A ``league`` result.
    wave
        None is the last.
    gap
        As in the column ``gap``; None is gap 5, else the first.
    level, key
        ``overall``, or ``dimension`` and its id.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally the gap in points. A hollow dot is the raw mean; the mark is the mean adjusted
        and drawn towards the units' mean, with its interval; the dashed line is the units' average.
        Beside it the ranks that the unit may truly have.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(_gather(result, wave, gap, level, key), page).on(ax)


def describe(
    result: Result, *, wave: str | None = None, gap: str | None = None, level: str = "overall",
    key: str = "overall",
) -> str:  # fmt: skip
    """Return what the chart shows, for readers who cannot see it; arguments as `league`."""
    shown = _gather(result, wave, gap, level, key)
    words, rows = result.words, shown.rows
    join = words("list.sentences").join
    what = words("plots.describe.what", title=shown.title, of=shown.wave)
    if not rows.any:
        return join([what, words("plots.nothing")])
    nobody = words("plots.league.nobody")
    named = {
        verdict: words.list(
            [x for x, v in zip(rows.labels, rows.verdicts, strict=True) if v == verdict]
        )
        for verdict in ("below", "above")
    }
    count = sum(v == "unclear" for v in rows.verdicts)
    said = {verdict: names or nobody for verdict, names in named.items()}
    return join([what, words("plots.league.said", **said, unclear=count)])


@dataclass(frozen=True)
class _Shown:
    rows: ComparedRows
    gap: str
    title: str
    wave: str


def _gather(result: Result, wave: str | None, gap: str | None, level: str, key: str) -> _Shown:
    words, frame = result.words, result.frame
    chosen_gap = first_gap(frame, gap)
    rows = take(result, wave, gap=chosen_gap, level=level, key=key)
    records = records_of(rows)
    title = words(
        "plots.league.title", gap=gap_name(words, chosen_gap), key=label_of(result, level, key)
    )
    units = [words.value(str(r["segment"]), str(r["value"])) for r in records]
    shown = ComparedRows(result, records, units, "shrunk")
    return _Shown(shown, chosen_gap, title, last_wave(frame) if wave is None else str(wave))


def chart(shown: _Shown, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    rows, words = shown.rows, shown.rows.result.words
    note = words("plots.league.note")
    head = Head(shown.title, f"{shown.wave} · {note}", _legend(shown) if rows.any else ())
    if not rows.records:
        return nothing(rows.result, head, page)
    columns = (
        Column(words("plots.league.mean"), rows.said("shrunk")),
        Column(words("plots.league.ranks"), _ranks(rows)),
        Column(words("plots.n"), rows.counts("n")),
    )
    axis = words("plots.slopes.axis", sign=sign_of(rows.result, shown.gap))
    return Chart(Sheet(head, rows.labels, columns, axis, page), partial(_draw, shown))


def _ranks(rows: ComparedRows) -> list[str]:
    ends = zip(*(rows.counts(c) for c in ("rank_low", "rank_high")), strict=True)
    return [low if low == high else f"{low}–{high}" for low, high in ends]


def _legend(shown: _Shown) -> list[Key]:
    words, seen = shown.rows.result.words, shown.rows.seen()
    keys = [Key(words("plots.league.raw"), _RAW | {"linestyle": "none"})]
    keys += [Key.mark(words(f"plots.league.{v}"), look) for v, look in LOOKS.items() if v in seen]
    level = words.level(shown.rows.result.options.confidence)
    keys.append(Key(words("plots.interval", level=level), {"color": MUTED, "lw": WIDTH.interval}))
    return [*keys, Key(words("plots.league.average"), REFERENCE)]


def _draw(shown: _Shown, axes: Axes, sheet: Sheet) -> None:
    rows = shown.rows
    raw, mean = rows.numbers("mean"), rows.numbers("shrunk")
    low, high = rows.numbers("ci_low"), rows.numbers("ci_high")
    raw = np.where(np.isfinite(mean), raw, np.nan)
    set_scale(axes, *span(raw, mean, low, high), rows.result.words, sign=True)
    if rows.any:
        axes.axvline(float(np.nanmean(mean)), zorder=1.5, **REFERENCE)
    styles = rows.styles(LOOKS, VERDICTS["unclear"])
    strokes(axes, raw, mean, sheet.rows, [s.tint for s in styles], lw=WIDTH.connector, zorder=2)
    intervals(axes, low, high, sheet.rows, styles)
    axes.add_line(Line2D(raw, sheet.rows, linestyle="none", zorder=4, **_RAW))
    marks(axes, mean, sheet.rows, styles)
    blank_rows(axes, sheet, rows.reasons())
    words = rows.result.words
    cells = zip(
        rows.labels, rows.said("mean"), rows.said("shrunk"), _ranks(rows), rows.reasons(), strict=True
    )  # fmt: skip
    tips = [
        words(
            "plots.tip",
            label=label,
            said=why or words("plots.league.tip", raw=one, mean=two, ranks=ranks),
        )
        for label, one, two, ranks, why in cells
    ]
    hover_rows(axes, sheet, tips)
