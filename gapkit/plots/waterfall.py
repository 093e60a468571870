"""How gap 5 adds up: from expectation to perception, one step a row, each with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.causes.attribution_sentences import term_name
from gapkit.gaps.terms import reason_word
from gapkit.plots.chosen import (
    as_number,
    count_text,
    interval_text,
    label_of,
    last_wave,
    records_of,
    sign_of,
    subtitle,
    take,
)
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
from gapkit.plots.sheet import PAGE, Chart, Column, Sheet
from gapkit.plots.theme import MUTED, VERDICTS, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.plots.theme import VerdictStyle
    from gapkit.results import Result
    from gapkit.wording import Words

__all__ = ["chart", "describe", "waterfall"]

ROW: Final = 26.0

LOOKS: Final = ("shortfall", "surplus", "unclear")
"""By where the interval lies: all below zero, all above it, or neither."""


def waterfall(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    dimension: str = "overall",
    page: float = PAGE, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw how the terms of the identity add up to gap 5.

    Parameters
    ----------
    result
        An ``attribution`` result.
    wave, segment, value
        Whose answers; `wave` None is the last.
    dimension
        A dimension, or ``overall``.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally points of the scale. Each step begins where the one above ends; the last bar
        is their sum. Colour and mark say whether a step's interval lies on one side of no change.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(_gather(result, wave, segment, value, dimension), page).on(ax)


def describe(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    dimension: str = "overall",
) -> str:  # fmt: skip
    """Return what the chart shows, for readers who cannot see it; arguments as `waterfall`."""
    rows = _gather(result, wave, segment, value, dimension)
    words = result.words
    what = words("plots.describe.what", title=rows.title, of=rows.subtitle)
    join = words("list.sentences").join
    if not rows.records:
        return join([what, words("plots.nothing")])
    steps = zip(rows.labels, rows.records, strict=True)
    parts = [
        words(
            "plots.describe.end",
            label=label,
            gap=interval_text(record, words, result.options.decimals),
        )
        for label, record in steps
    ]
    return join([what, words("plots.waterfall.said", parts=words.list(parts))])


@dataclass(frozen=True)
class _Rows:
    result: Result
    dimension: str
    subtitle: str
    records: list[dict[str, Any]]
    """The parts in their order, then the total."""

    @property
    def title(self) -> str:
        label = label_of(self.result, "dimension", self.dimension)
        if self.dimension == "overall":
            label = self.result.words("level.overall")
        return self.result.words("plots.waterfall.title", dimension=label)

    @property
    def labels(self) -> list[str]:
        words = self.result.words
        return [
            words("plots.waterfall.total")
            if r["kind"] == "total"
            else words(
                "plots.waterfall.step", name=term_name(words, r["term"]), what=_what(words, r)
            )
            for r in self.records
        ]

    def numbers(self, column: str) -> NDArray[np.float64]:
        return np.array([as_number(record.get(column)) for record in self.records], dtype=float)

    @property
    def starts(self) -> NDArray[np.float64]:
        """Where each step begins; the sum begins at 0."""
        parts = np.nan_to_num(self.numbers("estimate")[:-1])
        return np.concatenate([[0.0], np.cumsum(parts)[:-1], [0.0]])

    @property
    def looks(self) -> list[str]:
        low, high = self.numbers("ci_low"), self.numbers("ci_high")
        sign = 1 if self.result.instrument.scale.direction == "higher" else -1
        with np.errstate(invalid="ignore"):
            below, above = (
                (sign * high < 0) & (sign * low < 0),
                (sign * low > 0) & (sign * high > 0),
            )
        return [
            LOOKS[0] if b else LOOKS[1] if a else LOOKS[2]
            for b, a in zip(below, above, strict=True)
        ]

    @property
    def styles(self) -> list[VerdictStyle]:
        return [VERDICTS[look] for look in self.looks]

    def columns(self) -> tuple[Column, ...]:
        words, decimals = self.result.words, self.result.options.decimals
        amounts = [words.number(e, decimals, sign=True) or "–" for e in self.numbers("estimate")]
        people = [count_text(record, words) for record in self.records]
        return (
            Column(words("plots.waterfall.amount"), amounts),
            Column(words("plots.n"), people),
        )

    def reasons(self) -> list[str]:
        words = self.result.words
        blank = np.isnan(self.numbers("estimate"))
        return [
            (reason_word(words, r.get("reason")) or words("plots.blank")) if none else ""
            for r, none in zip(self.records, blank, strict=True)
        ]

    def tooltips(self) -> list[str]:
        words, decimals = self.result.words, self.result.options.decimals
        return [
            words("plots.tip", label=label, said=interval_text(record, words, decimals))
            for label, record in zip(self.labels, self.records, strict=True)
        ]


def _what(words: Words, record: dict[str, Any]) -> str:
    term = record["term"]
    key = f"plots.waterfall.what.{term}"
    return words(key) if words.has(key) else words("plots.waterfall.what.together")


def _gather(result: Result, wave: str | None, segment: str, value: str, dimension: str) -> _Rows:
    chosen = take(result, wave, segment=segment, value=value, dimension=dimension)
    records = records_of(chosen)
    parts = [r for r in records if r["kind"] == "part"]
    total = [r for r in records if r["kind"] == "total"]
    shown = last_wave(result.frame) if wave is None else str(wave)
    of = subtitle(result, shown, segment, value)
    return _Rows(result, dimension, of, [*parts, *total])


def chart(rows: _Rows, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = rows.result.words
    if not rows.records:
        return nothing(rows.result, Head(rows.title, rows.subtitle), page)
    of = " · ".join([rows.subtitle, sign_of(rows.result, "5")])
    head = Head(rows.title, of, _legend(rows))
    axis = words("plots.waterfall.axis")
    return Chart(Sheet(head, rows.labels, rows.columns(), axis, page, ROW), partial(_draw, rows))


def _legend(rows: _Rows) -> list[Key]:
    words = rows.result.words
    keys = [
        Key.mark(words(f"plots.waterfall.look.{look}"), VERDICTS[look])
        for look in LOOKS
        if look in rows.looks
    ]
    level = words.level(rows.result.options.confidence)
    together = words("plots.waterfall.interval", level=level)
    return [*keys, Key(together, {"color": MUTED, "lw": WIDTH.interval})]


def _draw(rows: _Rows, axes: Axes, sheet: Sheet) -> None:
    starts, estimate = rows.starts, rows.numbers("estimate")
    ends = starts + estimate
    low, high = starts + rows.numbers("ci_low"), starts + rows.numbers("ci_high")
    set_scale(axes, *span([0.0], starts, ends, low, high), rows.result.words, sign=True)
    zero_line(axes)
    tints = [style.tint for style in rows.styles]
    strokes(axes, starts, ends, sheet.rows, tints, lw=WIDTH.bar * 1.3, zorder=2)
    for end, above, below in zip(ends[:-1], sheet.rows[:-1], sheet.rows[1:], strict=True):
        if end == end:
            axes.vlines(end, above, below, MUTED, lw=WIDTH.hair, zorder=1.8)
    intervals(axes, low, high, sheet.rows, rows.styles)
    marks(axes, ends, sheet.rows, rows.styles)
    blank_rows(axes, sheet, rows.reasons())
    hover_rows(axes, sheet, rows.tooltips())
