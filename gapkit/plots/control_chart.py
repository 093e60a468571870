"""Monthly scores of calls between the limits of a steady process: an x̄ chart, or a p chart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.lines import Line2D

from gapkit.plots.canvas import hover_area
from gapkit.plots.chosen import as_number, records_of, take
from gapkit.plots.course import Course, name_times
from gapkit.plots.head import Head, Key, mark_look
from gapkit.plots.marks import set_scale, span
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Sheet
from gapkit.plots.theme import ACCENT, CONTROL_LIMIT, REFERENCE, VERDICTS, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.results import Result

__all__ = ["chart", "control_chart", "describe"]

_OUTSIDE: Final = VERDICTS["shortfall"]
_PERCENT: Final = {"mean": 1.0, "below": 100.0}
"""Shares are drawn in per cent."""


def control_chart(
    result: Result,
    *,
    unit: str = "all",
    kind: str = "mean",
    page: float = PAGE,
    ax: Axes | None = None,
) -> Axes:
    """Draw monthly scores of calls between their limits.

    Parameters
    ----------
    result
        A ``limits`` result.
    unit
        Whose calls.
    kind
        ``mean`` (x̄: mean scores, in points of the scale) or ``below`` (p: share of calls below the
        target, in per cent).
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Vertically the figure, horizontally the months. Limits are narrower where more calls were
        scored. A month outside bears another mark.

    Raises
    ------
    CallError
        There is no such unit or chart.
    """
    return chart(_gather(result, unit, kind), page).on(ax)


def describe(result: Result, *, unit: str = "all", kind: str = "mean") -> str:
    """Return what the chart shows, for readers who cannot see it; arguments as `control_chart`."""
    shown, words = _gather(result, unit, kind), result.words
    what = words("plots.describe.what", title=shown.title, of=shown.subtitle)
    if not shown.records:
        return words("list.sentences").join([what, words("plots.nothing")])
    figures = [
        words("plots.run_chart.part", wave=month, figure=figure)
        for month, figure in zip(shown.months, shown.said, strict=True)
    ]
    outside = words.list(shown.outside) or words("plots.consensus.nobody")
    said = words(
        "plots.run_chart.said", figures=words("list.between").join(figures), signals=outside
    )
    return words("list.sentences").join([what, said])


@dataclass(frozen=True)
class _Shown:
    result: Result
    unit: str
    kind: str
    records: list[dict[str, Any]]

    @property
    def months(self) -> list[str]:
        return [str(record["month"]) for record in self.records]

    @property
    def outside(self) -> list[str]:
        return [str(r["month"]) for r in self.records if r["outside"] == "yes"]

    @property
    def title(self) -> str:
        return self.result.words(f"plots.control_chart.{self.kind}")

    @property
    def subtitle(self) -> str:
        words = self.result.words
        of = words("plots.coverage.whole") if self.unit == "all" else words.unit(self.unit)
        if not self.records:
            return of
        told = words.list(self.outside)
        key = "plots.control_chart.outside" if told else "plots.control_chart.steady"
        return f"{of} · {words(key, months=told)}"

    @property
    def said(self) -> list[str]:
        words, decimals = self.result.words, self.result.options.decimals
        if self.kind == "below":
            return [words.percent(as_number(r["value"])) for r in self.records]
        return [words.number(as_number(r["value"]), decimals) for r in self.records]

    def numbers(self, column: str) -> NDArray[np.float64]:
        values = [as_number(record[column]) for record in self.records]
        return np.array(values, dtype=float) * _PERCENT[self.kind]


def _gather(result: Result, unit: str, kind: str) -> _Shown:
    frame = take(result, None, unit=unit, chart=kind)
    return _Shown(result, unit, kind, records_of(frame.sort_values("month", kind="stable")))


def chart(shown: _Shown, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = shown.result.words
    head = Head(shown.title, shown.subtitle, _legend(shown) if shown.records else ())
    if not shown.records:
        return nothing(shown.result, head, page)
    field = Course(
        head, axis=words("plots.control_chart.axis"), page=page,
        side=words(f"plots.control_chart.side_{shown.kind}"), above=shown.months,
    )  # fmt: skip
    return Chart(field, partial(_draw, shown))


def _legend(shown: _Shown) -> list[Key]:
    words = shown.result.words
    keys = [
        Key.mark(words(f"plots.control_chart.figure_{shown.kind}"), ACCENT),
        Key(words("plots.run_chart.centre_control"), REFERENCE),
    ]
    if np.isfinite(shown.numbers("lower")).any():
        keys.append(Key(words("plots.run_chart.limits"), CONTROL_LIMIT))
    if shown.outside:
        keys.append(Key.mark(words("plots.control_chart.signal"), _OUTSIDE))
    return keys


def _draw(shown: _Shown, axes: Axes, sheet: Sheet) -> None:
    y, low, high, centre = (shown.numbers(c) for c in ("value", "lower", "upper", "centre"))
    x = np.arange(len(y), dtype=float)
    set_scale(axes, *span(y, low, high, centre), shown.result.words, side="y")
    axes.set_xlim(-0.5, len(y) - 0.5)
    name_times(axes, sheet, shown.months)
    axes.axhline(float(centre[0]), zorder=1.5, **REFERENCE)
    for limit in (low, high):
        axes.add_line(Line2D(x, limit, zorder=2, **CONTROL_LIMIT))
    axes.add_line(Line2D(x, y, color=ACCENT.tint, lw=WIDTH.line, zorder=2.5))
    floor, ceiling = axes.get_ylim()
    for k, (record, figure) in enumerate(zip(shown.records, shown.said, strict=True)):
        look = mark_look(_OUTSIDE if record["outside"] == "yes" else ACCENT)
        axes.add_line(Line2D([x[k]], [y[k]], linestyle="none", zorder=5, **look))
        n = shown.result.words("plots.control_chart.n", n=int(record["n"]), figure=figure)
        text = shown.result.words("plots.tip", label=str(record["month"]), said=n)
        hover_area(axes, (k - 0.5, floor, 1, ceiling - floor), text)
