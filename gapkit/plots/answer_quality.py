"""How many forms show which sign of careless answering, a bar a sign."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.plots.chosen import as_number, last_wave, records_of, subtitle, take
from gapkit.plots.head import Head
from gapkit.plots.marks import blank_rows, hover_rows, set_scale, strokes
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Column, Sheet
from gapkit.plots.theme import INK, MUTED, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.results import Result
    from gapkit.wording import Words

__all__ = ["answer_quality", "chart", "describe"]

ANY: Final = "any"
"""The row of everybody who shows a sign at all: it stands last, and darker."""

LEAST_SPAN: Final = 10.0
"""Per cent that the axis shows at least: a single form must not look like a flood."""


def answer_quality(
    result: Result, *, wave: str | None = None, role: str | None = None, segment: str = "all",
    value: str = "all", sort: bool = True,
    page: float = PAGE, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw the share of forms that each check flags.

    Parameters
    ----------
    result
        An ``answer_quality`` result.
    wave, segment, value
        Whose answers; `wave` None is the last.
    role
        Who answered; None takes the first there is.
    sort
        The most frequent sign first; else as in the result.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally per cent of the forms that can be judged by the check. A sign is no verdict,
        so the bars have no verdict's colour.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(_gather(result, wave, role, segment, value, sort), page).on(ax)


def describe(
    result: Result, *, wave: str | None = None, role: str | None = None, segment: str = "all",
    value: str = "all",
) -> str:  # fmt: skip
    """Return what the chart shows, for readers who cannot see it; arguments as `answer_quality`."""
    rows = _gather(result, wave, role, segment, value, sort=True)
    words = result.words
    what = words("plots.describe.what", title=rows.title, of=rows.subtitle)
    said = [
        words("plots.answer_quality.said", check=label, share=words.percent(share, 1))
        for label, share in zip(rows.labels, rows.shares, strict=True)
        if share == share
    ]
    if not said:
        return words("list.sentences").join([what, words("plots.nothing")])
    listed = words("plots.answer_quality.list", checks=words.list(said))
    return words("list.sentences").join([what, listed])


@dataclass(frozen=True)
class _Rows:
    result: Result
    role: str
    subtitle: str
    records: list[dict[str, Any]]

    @property
    def title(self) -> str:
        words = self.result.words
        return words("plots.answer_quality.title", role=words(f"role.{self.role}"))

    @property
    def labels(self) -> list[str]:
        return [self.result.words(f"check.{record['check']}") for record in self.records]

    @property
    def shares(self) -> NDArray[np.float64]:
        return np.array([as_number(record["share"]) for record in self.records], dtype=float)

    def counts(self, column: str, words: Words) -> list[str]:
        return [words.number(as_number(record[column]), 0) or "–" for record in self.records]


def _gather(
    result: Result, wave: str | None, role: str | None, segment: str, value: str, sort: bool
) -> _Rows:
    frame = take(result, wave, segment=segment, value=value, **({"role": role} if role else {}))
    who = role or (str(frame["role"].iloc[0]) if len(frame) else "customer")
    frame = frame[frame["role"] == who] if len(frame) else frame
    if sort:
        frame = frame.sort_values("share", ascending=False, kind="stable", na_position="last")
    records = records_of(frame)
    records.sort(key=lambda record: record["check"] == ANY)
    shown = last_wave(result.frame) if wave is None else str(wave)
    return _Rows(result, who, subtitle(result, shown, segment, value), records)


def chart(rows: _Rows, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = rows.result.words
    note = words("plots.answer_quality.note")
    head = Head(rows.title, f"{rows.subtitle} · {note}" if rows.records else rows.subtitle)
    if not rows.records:
        return nothing(rows.result, head, page)
    columns = (
        Column(words("plots.answer_quality.flagged"), rows.counts("flagged", words)),
        Column(words("plots.n"), rows.counts("n", words)),
    )
    axis = words("plots.answer_quality.axis")
    return Chart(Sheet(head, rows.labels, columns, axis, page), partial(_draw, rows))


def _draw(rows: _Rows, axes: Axes, sheet: Sheet) -> None:
    words = rows.result.words
    per_cent = 100 * rows.shares
    longest = float(np.nanmax(per_cent)) if np.isfinite(per_cent).any() else 0.0
    set_scale(axes, 0.0, max(longest * 1.06, LEAST_SPAN), words)
    colours = [INK if record["check"] == ANY else MUTED for record in rows.records]
    strokes(axes, 0 * per_cent, per_cent, sheet.rows, colours, lw=WIDTH.bar, zorder=3)
    blank_rows(axes, sheet, [words("plots.blank") if p != p else "" for p in per_cent])
    flagged, n = (rows.counts(column, words) for column in ("flagged", "n"))
    tips = [
        words("plots.answer_quality.tip", check=label, flagged=f, n=k, share=words.percent(s, 1))
        for label, f, k, s in zip(rows.labels, flagged, n, rows.shares, strict=True)
    ]
    hover_rows(axes, sheet, tips)
