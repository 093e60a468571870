"""What goes with an outcome: each row's share with its interval, and what chance would give."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.terms import reason_word
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
from gapkit.plots.marks import blank_rows, hover_rows, intervals, marks, set_scale, span, strokes
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, ROW, Chart, Column, Sheet
from gapkit.plots.theme import ACCENT, MUTED, REFERENCE, REST, VERDICTS, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.plots.theme import VerdictStyle
    from gapkit.results import Result

__all__ = ["chart", "describe", "drivers"]

LOOKS: Final = {
    "yes": ACCENT,
    "no": REST,
    "unclear": VERDICTS["unclear"],
}
"""Look by the column ``above_chance``."""


def drivers(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    outcome: str | None = None, kind: str = "perception", level: str = "dimension",
    page: float = PAGE, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw each row's share of what is accounted for, the largest first.

    Parameters
    ----------
    result
        A ``drivers`` result.
    wave, segment, value
        Whose answers; `wave` None is the last.
    outcome
        Which outcome; None is the first.
    kind
        ``perception`` or ``gap``.
    level
        ``dimension`` or ``item``.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally shares of R² in percent. Right of the dashed line a share is larger than a
        column of random numbers would get. The sign of the correlation stands beside it.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(_gather(result, wave, segment, value, outcome, kind, level), page).on(ax)


def describe(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    outcome: str | None = None, kind: str = "perception", level: str = "dimension",
) -> str:  # fmt: skip
    """Return what the chart shows, for readers who cannot see it; arguments as `drivers`."""
    rows = _gather(result, wave, segment, value, outcome, kind, level)
    words = result.words
    what = words("plots.describe.what", title=rows.title, of=rows.subtitle)
    join = words("list.sentences").join
    if not rows.any:
        return join([what, words("plots.nothing")])
    told = zip(rows.labels, rows.shares, rows.above, strict=True)
    parts = [
        words("plots.drivers.part", label=label, share=words.percent(share))
        for label, share, above in told
        if above == "yes"
    ]
    said = words.list(parts) or words("plots.drivers.nobody")
    return join([what, words("plots.drivers.said", rows=said)])


@dataclass(frozen=True)
class _Rows:
    result: Result
    outcome: str
    kind: str
    level: str
    subtitle: str
    records: list[dict[str, Any]]

    @property
    def title(self) -> str:
        words = self.result.words
        return words(
            f"plots.drivers.title.{self.kind}",
            outcome=words.outcome(self.outcome),
            level=words(f"plots.rows.{self.level}"),
        )

    @property
    def labels(self) -> list[str]:
        return [label_of(self.result, self.level, str(r["key"])) for r in self.records]

    def numbers(self, column: str) -> NDArray[np.float64]:
        return np.array([as_number(record.get(column)) for record in self.records], dtype=float)

    @property
    def shares(self) -> NDArray[np.float64]:
        return self.numbers("share")

    @property
    def above(self) -> list[str]:
        return [str(record.get("above_chance") or "") for record in self.records]

    @property
    def any(self) -> bool:
        return bool(np.isfinite(self.shares).any())

    @property
    def chance(self) -> float:
        """The share that a column of random numbers stays below."""
        known = self.numbers("chance")
        return float(known[np.isfinite(known)][0]) if np.isfinite(known).any() else float("nan")

    @property
    def styles(self) -> list[VerdictStyle]:
        return [LOOKS.get(above, LOOKS["unclear"]) for above in self.above]

    def columns(self) -> tuple[Column, ...]:
        words, decimals = self.result.words, self.result.options.decimals
        shares = [words.percent(s) or "–" for s in self.shares]
        r = [words.number(v, decimals, sign=True) or "–" for v in self.numbers("r")]
        people = [count_text(record, words) for record in self.records]
        return (
            Column(words("plots.drivers.share"), shares),
            Column(words("plots.drivers.r"), r),
            Column(words("plots.n"), people),
        )

    def reasons(self) -> list[str]:
        words = self.result.words
        said = [reason_word(words, r.get("reason")) or words("plots.blank") for r in self.records]
        return [why if s != s else "" for why, s in zip(said, self.shares, strict=True)]

    def tooltips(self) -> list[str]:
        words = self.result.words
        said = []
        for label, record, why in zip(self.labels, self.records, self.reasons(), strict=True):
            low, high = (words.percent(as_number(record.get(c))) for c in ("ci_low", "ci_high"))
            share = words.percent(as_number(record.get("share")))
            text = why or words("plots.drivers.tip", share=share, low=low, high=high)
            said.append(words("plots.tip", label=label, said=text))
        return said


def _gather(
    result: Result, wave: str | None, segment: str, value: str, outcome: str | None, kind: str,
    level: str,
) -> _Rows:  # fmt: skip
    frame = result.frame
    first = str(frame["outcome"].iloc[0]) if len(frame) else ""
    outcome = first if outcome is None else outcome
    chosen = take(
        result, wave, segment=segment, value=value, outcome=outcome, kind=kind, level=level
    )
    if "share" in chosen:
        chosen = chosen.sort_values("share", ascending=False, kind="stable", na_position="last")
    records = records_of(chosen)
    shown = last_wave(frame) if wave is None else str(wave)
    return _Rows(result, outcome, kind, level, subtitle(result, shown, segment, value), records)


def chart(rows: _Rows, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = rows.result.words
    head = Head(rows.title, rows.subtitle, _legend(rows) if rows.any else ())
    if not rows.records:
        return nothing(rows.result, head, page)
    axis = words("plots.drivers.axis")
    return Chart(Sheet(head, rows.labels, rows.columns(), axis, page, ROW), partial(_draw, rows))


def _legend(rows: _Rows) -> list[Key]:
    words = rows.result.words
    keys = [
        Key.mark(words(f"plots.drivers.above.{above}"), look)
        for above, look in LOOKS.items()
        if above in rows.above
    ]
    level = words.level(rows.result.options.confidence)
    keys.append(Key(words("plots.interval", level=level), {"color": MUTED, "lw": WIDTH.interval}))
    if rows.chance == rows.chance:
        keys.append(Key(words("plots.drivers.chance", level=level), REFERENCE))
    return keys


def _draw(rows: _Rows, axes: Axes, sheet: Sheet) -> None:
    share, low, high = (100 * rows.numbers(c) for c in ("share", "ci_low", "ci_high"))
    _, end = span(share, high, [0.0, 100 * rows.chance])
    set_scale(axes, 0, end, rows.result.words)
    if rows.chance == rows.chance:
        axes.axvline(100 * rows.chance, zorder=2, **REFERENCE)
    tints = [style.tint for style in rows.styles]
    thick = min(WIDTH.bar, 0.5 * sheet.row)
    strokes(axes, np.zeros(len(share)), share, sheet.rows, tints, lw=thick, zorder=1)
    intervals(axes, low, high, sheet.rows, rows.styles)
    marks(axes, share, sheet.rows, rows.styles)
    blank_rows(axes, sheet, rows.reasons())
    hover_rows(axes, sheet, rows.tooltips())
