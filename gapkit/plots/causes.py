"""Causes of a gap as those inside see them: agreement with its interval, and how sure the order is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.causes.cause_sentences import role_said
from gapkit.gaps.terms import gap_name, reason_word
from gapkit.plots.chosen import as_number, count_text, last_wave, records_of, subtitle, take
from gapkit.plots.head import Head, Key
from gapkit.plots.marks import blank_rows, hover_rows, intervals, marks, set_scale, span
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Column, Sheet
from gapkit.plots.theme import FIRST, MUTED, REFERENCE, REST, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.plots.theme import VerdictStyle
    from gapkit.results import Result

__all__ = ["causes", "chart", "describe"]

ROW: Final = 24.0

LOOKS: Final = {
    "first": FIRST,
    "rest": REST,
}
"""Causes that may come first, and the others."""


def causes(
    result: Result, *, wave: str | None = None, gap: str | None = None, role: str | None = None,
    page: float = PAGE, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw the agreement with each cause of a gap, the highest first.

    Parameters
    ----------
    result
        A ``causes`` result.
    wave
        The wave; None is the last.
    gap, role
        Whose agreement with the causes of which gap; None takes the first there is.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally the scale of the answers, with mean and interval; the dashed line is the
        middle of the scale. Causes whose rank may be 1 are filled. Beside it the rank's interval.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(_gather(result, wave, gap, role), page).on(ax)


def describe(
    result: Result, *, wave: str | None = None, gap: str | None = None, role: str | None = None
) -> str:
    """Return what the chart shows, for readers who cannot see it; arguments as `causes`."""
    rows = _gather(result, wave, gap, role)
    words = result.words
    what = words("plots.describe.what", title=rows.title, of=rows.subtitle)
    join = words("list.sentences").join
    if not rows.any:
        return join([what, words("plots.nothing")])
    first = [
        words(
            "causes.said",
            label=r["label"],
            mean=words.number(r["agreement"], result.options.decimals),
        )
        for r, look in zip(rows.records, rows.looks, strict=True)
        if look == "first"
    ]
    return join([what, words("plots.causes.said", rows=words.list(first))])


@dataclass(frozen=True)
class _Rows:
    result: Result
    gap: str
    role: str
    subtitle: str
    records: list[dict[str, Any]]

    @property
    def title(self) -> str:
        words = self.result.words
        return words(
            "plots.causes.title", gap=gap_name(words, self.gap), role=role_said(words, self.role)
        )

    @property
    def labels(self) -> list[str]:
        return [str(record["label"]) for record in self.records]

    def numbers(self, column: str) -> NDArray[np.float64]:
        return np.array([as_number(record.get(column)) for record in self.records], dtype=float)

    @property
    def any(self) -> bool:
        return bool(np.isfinite(self.numbers("agreement")).any())

    @property
    def looks(self) -> list[str]:
        """A cause may come first where its rank's interval reaches that of the first."""
        reach = self.numbers("rank_high")
        reach = reach[:1] if np.isfinite(reach[:1]).all() and len(reach) else np.array([1.0])
        low = np.where(np.isnan(self.numbers("rank_low")), np.inf, self.numbers("rank_low"))
        return ["first" if may else "rest" for may in low <= reach]

    @property
    def styles(self) -> list[VerdictStyle]:
        return [LOOKS[look] for look in self.looks]

    def columns(self) -> tuple[Column, ...]:
        words, decimals = self.result.words, self.result.options.decimals
        mean = [words.number(v, decimals) or "–" for v in self.numbers("agreement")]
        share = [words.percent(v) or "–" for v in self.numbers("share_agree")]
        ends = zip(self.numbers("rank_low"), self.numbers("rank_high"), strict=True)
        ranks = [_ends(words.number(low, 0), words.number(high, 0)) for low, high in ends]
        people = [count_text(record, words) for record in self.records]
        return (
            Column(words("plots.causes.mean"), mean),
            Column(words("plots.causes.share"), share),
            Column(words("plots.causes.rank"), ranks),
            Column(words("plots.n"), people),
        )

    def reasons(self) -> list[str]:
        words = self.result.words
        said = [reason_word(words, r.get("reason")) or words("plots.blank") for r in self.records]
        return [
            why if v != v else "" for why, v in zip(said, self.numbers("agreement"), strict=True)
        ]

    def tooltips(self) -> list[str]:
        words = self.result.words
        return [
            words("plots.tip", label=record["label"], said=str(record.get("remedy") or ""))
            for record in self.records
        ]


def _ends(low: str, high: str) -> str:
    if not low:
        return "–"
    return low if low == high else f"{low}–{high}"


def _gather(result: Result, wave: str | None, gap: str | None, role: str | None) -> _Rows:
    asked = {k: v for k, v in (("gap", gap), ("role", role)) if v is not None}
    chosen = take(result, wave, **asked)
    first = {
        k: str(chosen[k].iloc[0]) if len(chosen) else asked.get(k, "") for k in ("gap", "role")
    }
    for column, cell in first.items():
        chosen = chosen[chosen[column].astype(str) == cell]
    records = records_of(chosen)
    shown = last_wave(result.frame) if wave is None else str(wave)
    of = subtitle(result, shown, "all", "all")
    return _Rows(result, first["gap"] or "1", first["role"] or "manager", of, records)


def chart(rows: _Rows, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = rows.result.words
    if not rows.records:
        return nothing(rows.result, Head(rows.title, rows.subtitle), page)
    head = Head(rows.title, rows.subtitle, _legend(rows) if rows.any else ())
    points = rows.result.instrument.scale.names
    axis = words("plots.causes.axis", low=points[0], high=points[-1])
    return Chart(Sheet(head, rows.labels, rows.columns(), axis, page, ROW), partial(_draw, rows))


def _legend(rows: _Rows) -> list[Key]:
    words = rows.result.words
    keys = [
        Key.mark(words(f"plots.causes.look.{look}"), style)
        for look, style in LOOKS.items()
        if look in rows.looks
    ]
    level = words.level(rows.result.options.confidence)
    interval = Key(words("plots.interval", level=level), {"color": MUTED, "lw": WIDTH.interval})
    return [*keys, interval, Key(words("plots.causes.middle"), REFERENCE)]


def _draw(rows: _Rows, axes: Axes, sheet: Sheet) -> None:
    scale = rows.result.instrument.scale
    middle = float(scale.low + scale.high) / 2
    low, high = rows.numbers("ci_low"), rows.numbers("ci_high")
    set_scale(axes, *span([float(scale.low), float(scale.high)], low, high), rows.result.words)
    axes.axvline(middle, zorder=1.5, **REFERENCE)
    intervals(axes, low, high, sheet.rows, rows.styles)
    marks(axes, rows.numbers("agreement"), sheet.rows, rows.styles)
    blank_rows(axes, sheet, rows.reasons())
    hover_rows(axes, sheet, rows.tooltips())
