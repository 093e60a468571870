"""A gap over all waves: a control chart from twelve waves on, else a run chart, which says so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.lines import Line2D

from gapkit.gaps.groups import natural
from gapkit.gaps.terms import gap_name
from gapkit.plots.canvas import hover_area
from gapkit.plots.chosen import label_of, sign_of, subtitle, take
from gapkit.plots.compared_rows import ComparedRows, first_gap, records_of
from gapkit.plots.course import Course, name_times
from gapkit.plots.head import Head, Key, mark_look
from gapkit.plots.marks import set_scale, span
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Sheet
from gapkit.plots.theme import ACCENT, CONTROL_LIMIT, MUTED, REFERENCE, VERDICTS, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gapkit.results import Result

__all__ = ["chart", "describe", "run_chart"]

_POINT: Final = ACCENT
_SIGNAL: Final = VERDICTS["shortfall"]


def run_chart(
    result: Result, *, segment: str = "all", value: str = "all", gap: str | None = None,
    level: str = "overall", key: str = "overall",
    page: float = PAGE, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw one gap over all waves.

    Parameters
    ----------
    result
        A ``control`` result.
    segment, value
        Whose answers.
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
        Vertically the gap in points with its interval, horizontally the waves. The dashed line is
        the centre; limits stand only where there are waves enough for them.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(_gather(result, segment, value, gap, level, key), page).on(ax)


def describe(
    result: Result, *, segment: str = "all", value: str = "all", gap: str | None = None,
    level: str = "overall", key: str = "overall",
) -> str:  # fmt: skip
    """Return what the chart shows, for readers who cannot see it; arguments as `run_chart`."""
    shown = _gather(result, segment, value, gap, level, key)
    words, rows = result.words, shown.rows
    join = words("list.sentences").join
    what = words("plots.describe.what", title=shown.title, of=shown.subtitle)
    if not rows.any:
        return join([what, words("plots.nothing")])
    figures = [
        words("plots.run_chart.part", wave=wave, figure=figure)
        for wave, figure in zip(rows.labels, rows.said("estimate"), strict=True)
        if figure != "–"
    ]
    signals = words.list(shown.signals) or words("plots.consensus.nobody")
    said = words(
        "plots.run_chart.said", figures=words("list.between").join(figures), signals=signals
    )
    return join([what, said])


@dataclass(frozen=True)
class _Shown:
    rows: ComparedRows
    gap: str
    title: str
    subtitle: str

    @property
    def kind(self) -> str:
        return str(self.rows.records[0]["kind"]) if self.rows.records else "run"

    @property
    def signals(self) -> list[str]:
        pairs = zip(self.rows.labels, self.rows.records, strict=True)
        return [wave for wave, record in pairs if record.get("signal")]


def _gather(
    result: Result, segment: str, value: str, gap: str | None, level: str, key: str
) -> _Shown:
    from dataclasses import replace

    words, frame = result.words, result.frame
    chosen_gap = first_gap(frame, gap)
    # of all waves: rows are chosen as if they were of one
    whole = replace(result, frame=frame.assign(wave="all"))
    rows = take(whole, "all", segment=segment, value=value, gap=chosen_gap, level=level, key=key)
    if len(rows):
        named = {"segment": segment, "value": value, "gap": chosen_gap, "level": level, "key": key}
        mine = np.logical_and.reduce([frame[c].astype(str) == v for c, v in named.items()])
        rows = frame[mine].assign(at=lambda f: f["wave"].map(str))
        rows = rows.sort_values("at", key=lambda s: s.map(natural), kind="stable")
    records = records_of(rows)
    label = label_of(result, level, key)
    title = words("plots.run_chart.title", gap=gap_name(words, chosen_gap), key=label)
    shown = ComparedRows(result, records, [str(r["wave"]) for r in records], "estimate")
    kind = str(records[0]["kind"]) if records else "run"
    of = f"{subtitle(result, 'all', segment, value)} · {words(f'plots.run_chart.{kind}')}"
    return _Shown(shown, chosen_gap, title, of)


def chart(shown: _Shown, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    rows, words = shown.rows, shown.rows.result.words
    head = Head(shown.title, shown.subtitle, _legend(shown) if rows.any else ())
    if not rows.records:
        return nothing(rows.result, head, page)
    side = words("plots.slopes.axis", sign=sign_of(rows.result, shown.gap))
    field = Course(
        head, axis=words("plots.run_chart.axis"), page=page, side=side, above=rows.labels
    )
    return Chart(field, partial(_draw, shown))


def _legend(shown: _Shown) -> list[Key]:
    words = shown.rows.result.words
    level = words.level(shown.rows.result.options.confidence)
    keys = [
        Key.mark(words("plots.run_chart.figure"), _POINT),
        Key(words("plots.interval", level=level), {"color": MUTED, "lw": WIDTH.interval}),
        Key(words(f"plots.run_chart.centre_{shown.kind}"), REFERENCE),
    ]
    if shown.kind == "control":
        keys.append(Key(words("plots.run_chart.limits"), CONTROL_LIMIT))
    if shown.signals:
        keys.append(Key.mark(words("plots.run_chart.signal"), _SIGNAL))
    return keys


def _draw(shown: _Shown, axes: Axes, sheet: Sheet) -> None:
    rows = shown.rows
    names = ("estimate", "ci_low", "ci_high", "limit_low", "limit_high", "centre")
    y, low, high, bottom, top, centre = (rows.numbers(name) for name in names)
    x = np.arange(len(y), dtype=float)
    set_scale(axes, *span(y, low, high, bottom, top, [0.0]), rows.result.words, sign=True, side="y")
    axes.set_xlim(-0.5, len(y) - 0.5)
    name_times(axes, sheet, rows.labels)
    if np.isfinite(centre).any():
        axes.axhline(float(centre[np.isfinite(centre)][0]), zorder=1.5, **REFERENCE)
    for limit in (bottom, top):
        axes.add_line(Line2D(x, limit, zorder=2, **CONTROL_LIMIT))
    axes.add_line(Line2D(x, y, color=_POINT.tint, lw=WIDTH.line, zorder=2.5))
    known = np.isfinite(low) & np.isfinite(high)
    axes.vlines(x[known], low[known], high[known], _POINT.colour, lw=WIDTH.interval, zorder=3)
    for k, record in enumerate(rows.records):
        look = mark_look(_SIGNAL if record.get("signal") else _POINT)
        axes.add_line(Line2D([x[k]], [y[k]], linestyle="none", zorder=5, **look))
    said = zip(rows.labels, rows.said("estimate"), rows.reasons(), strict=True)
    floor, ceiling = axes.get_ylim()
    for k, (wave, figure, why) in enumerate(said):
        text = rows.result.words("plots.tip", label=wave, said=why or figure)
        hover_area(axes, (k - 0.5, floor, 1, ceiling - floor), text)
