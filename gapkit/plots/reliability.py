"""How far the scores of each dimension can be relied on: alpha with its interval, a row a score."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.terms import reason_word
from gapkit.measurement.reliability_sentences import GOOD_ENOUGH, battery_name
from gapkit.plots.chosen import (
    as_number,
    count_text,
    label_of,
    last_wave,
    records_of,
    subtitle,
    take,
)
from gapkit.plots.head import Head, Key
from gapkit.plots.marks import blank_rows, hover_rows, intervals, marks, set_scale, span
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Column, Sheet
from gapkit.plots.theme import ACCENT, MUTED, REFERENCE, REST, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.results import Result

__all__ = ["chart", "describe", "reliability"]

LOOKS: Final = {
    "enough": ACCENT,
    "low": REST,
}
"""Look of an alpha by whether it is commonly thought good enough to compare groups."""


DECIMALS: Final = 2
"""Of a reliability; more would pretend to be exact."""

LEAST: Final = -0.2
"""Where the axis ends at the left however far an interval of few people reaches."""


def reliability(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    battery: str | None = None,
    page: float = PAGE, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw alpha of each dimension with its interval.

    Parameters
    ----------
    result
        A ``reliability`` result.
    wave, segment, value
        Whose answers; `wave` None is the last.
    battery
        One battery, such as ``perception`` or ``gap:5``; None draws them all.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally reliability, at most 1. Left of the dashed line at 0.70 groups should be
        compared only where many people answered.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(_gather(result, wave, segment, value, battery), page).on(ax)


def describe(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    battery: str | None = None,
) -> str:  # fmt: skip
    """Return what the chart shows, for readers who cannot see it; arguments as `reliability`."""
    rows = _gather(result, wave, segment, value, battery)
    words = result.words
    what = words("plots.describe.what", title=words("plots.reliability.title"), of=rows.subtitle)
    join = words("list.sentences").join
    if not rows.any:
        return join([what, words("plots.nothing")])
    parts = [
        words("plots.reliability.part", label=label, alpha=words.number(alpha, DECIMALS))
        for label, alpha in zip(rows.labels, rows.numbers("alpha"), strict=True)
        if alpha == alpha
    ]
    return join([what, words("plots.reliability.said", rows=words.list(parts))])


@dataclass(frozen=True)
class _Rows:
    result: Result
    subtitle: str
    records: list[dict[str, Any]]

    @property
    def labels(self) -> list[str]:
        words = self.result.words
        return [
            words(
                "plots.reliability.row",
                battery=battery_name(words, str(r["battery"])),
                dimension=label_of(self.result, "dimension", str(r["dimension"])),
            )
            for r in self.records
        ]

    def numbers(self, column: str) -> NDArray[np.float64]:
        return np.array([as_number(record.get(column)) for record in self.records], dtype=float)

    @property
    def any(self) -> bool:
        return bool(np.isfinite(self.numbers("alpha")).any())

    @property
    def kinds(self) -> list[str]:
        return ["enough" if alpha >= GOOD_ENOUGH else "low" for alpha in self.numbers("alpha")]

    def columns(self) -> tuple[Column, ...]:
        words = self.result.words

        def shown(column: str) -> list[str]:
            return [words.number(v, DECIMALS) or "–" for v in self.numbers(column)]

        items = [words.number(k, 0) or "–" for k in self.numbers("k")]
        people = [count_text(record, words) for record in self.records]
        return (
            Column("α", shown("alpha")),
            Column("ω", shown("omega")),
            Column(words("plots.reliability.items"), items),
            Column(words("plots.n"), people),
        )

    def reasons(self) -> list[str]:
        words = self.result.words
        said = [reason_word(words, r.get("reason")) or words("plots.blank") for r in self.records]
        return [why if a != a else "" for why, a in zip(said, self.numbers("alpha"), strict=True)]

    def tooltips(self) -> list[str]:
        words = self.result.words
        said = []
        for label, record, why in zip(self.labels, self.records, self.reasons(), strict=True):
            alpha, low, high = (
                words.number(as_number(record.get(c)), DECIMALS) or "–"
                for c in ("alpha", "alpha_low", "alpha_high")
            )
            text = why or words("plots.reliability.tip", alpha=alpha, low=low, high=high)
            said.append(words("plots.tip", label=label, said=text))
        return said


def _gather(
    result: Result, wave: str | None, segment: str, value: str, battery: str | None
) -> _Rows:
    keys = {"segment": segment, "value": value} | ({"battery": battery} if battery else {})
    chosen = take(result, wave, **keys)
    records = records_of(chosen)
    shown = last_wave(result.frame) if wave is None else str(wave)
    return _Rows(result, subtitle(result, shown, segment, value), records)


def chart(rows: _Rows, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = rows.result.words
    title = words("plots.reliability.title")
    head = Head(title, rows.subtitle, _legend(rows) if rows.any else ())
    if not rows.records:
        return nothing(rows.result, head, page)
    axis = words("plots.reliability.axis")
    return Chart(Sheet(head, rows.labels, rows.columns(), axis, page), partial(_draw, rows))


def _legend(rows: _Rows) -> list[Key]:
    words = rows.result.words
    known = [k for k, a in zip(rows.kinds, rows.numbers("alpha"), strict=True) if a == a]
    limit = words.number(GOOD_ENOUGH, DECIMALS)
    keys = [
        Key.mark(words(f"plots.reliability.kind.{kind}", limit=limit), look)
        for kind, look in LOOKS.items()
        if kind in known
    ]
    level = words.level(rows.result.options.confidence)
    keys.append(Key(words("plots.interval", level=level), {"color": MUTED, "lw": WIDTH.interval}))
    return keys


def _draw(rows: _Rows, axes: Axes, sheet: Sheet) -> None:
    alpha, low, high = (rows.numbers(c) for c in ("alpha", "alpha_low", "alpha_high"))
    start, _ = span(alpha, low, [GOOD_ENOUGH])
    set_scale(axes, max(start, LEAST), 1.0, rows.result.words)
    axes.axvline(GOOD_ENOUGH, zorder=2, **REFERENCE)
    styles = [LOOKS[kind] for kind in rows.kinds]
    left = axes.get_xlim()[0]
    intervals(axes, np.maximum(low, left), np.maximum(high, left), sheet.rows, styles)
    marks(axes, np.where(alpha >= left, alpha, np.nan), sheet.rows, styles)
    blank_rows(axes, sheet, rows.reasons())
    hover_rows(axes, sheet, rows.tooltips())
