"""How far complaints come: received, answered, called back, put right, customer kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from gapkit.plots.chosen import take
from gapkit.plots.compared_rows import ComparedRows, records_of
from gapkit.plots.complaints import whom
from gapkit.plots.head import Head
from gapkit.plots.marks import blank_rows, hover_rows, set_scale, strokes
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Column, Sheet
from gapkit.plots.theme import ACCENT, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gapkit.results import Result

__all__ = ["chart", "describe", "funnel"]


def funnel(
    result: Result, *, unit: str = "all", page: float = PAGE, ax: Axes | None = None
) -> Axes:
    """Draw the share of complaints that came to each stage.

    Parameters
    ----------
    result
        A ``funnel`` result.
    unit
        Whose complaints.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally per cent of the complaints of which it is known; beside it the number, of how
        many it is known, and the share of those at the stage before.

    Raises
    ------
    CallError
        There is no such unit.
    """
    return chart(_gather(result, unit), page).on(ax)


def describe(result: Result, *, unit: str = "all") -> str:
    """Return what the chart shows, for readers who cannot see it; arguments as `funnel`."""
    shown, words = _gather(result, unit), result.words
    what = words("plots.describe.what", title=shown.title, of=whom(result, unit))
    said = words("list.between").join(shown.parts()) or words("plots.nothing")
    return words("list.sentences").join([what, said])


@dataclass(frozen=True)
class _Shown:
    rows: ComparedRows
    unit: str

    @property
    def title(self) -> str:
        words = self.rows.result.words
        counts = {str(r["step"]): n for r, n in zip(self.rows.records, self.rows.numbers("n"), strict=True)}  # fmt: skip
        n, received = (counts.get(stage, np.nan) for stage in ("recovered", "received"))
        if n != n:
            return words("plots.funnel.blank")
        said = {"n": words.number(n, 0), "received": words.number(received, 0)}
        return words("plots.funnel.put_right", **said)

    def shares(self, column: str) -> list[str]:
        words = self.rows.result.words
        return [words.percent(share) or "–" for share in self.rows.numbers(column)]

    def parts(self) -> list[str]:
        words, counts = self.rows.result.words, self.rows.counts("n")
        cells = zip(self.rows.labels, counts, self.shares("share_of_received"), strict=True)
        return [
            words("plots.funnel.part_unknown", step=step)
            if n == "–"
            else words("plots.funnel.part", step=step, n=n, share=share)
            for step, n, share in cells
        ]


def _gather(result: Result, unit: str) -> _Shown:
    records = records_of(take(result, None, unit=unit))
    labels = [result.words(f"complaints.step.{record['step']}") for record in records]
    return _Shown(ComparedRows(result, records, labels, "share_of_received"), unit)


def chart(shown: _Shown, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    rows, words = shown.rows, shown.rows.result.words
    head = Head(shown.title, whom(rows.result, shown.unit))
    if not rows.records:
        return nothing(rows.result, head, page)
    columns = (
        Column(words("plots.funnel.n"), rows.counts("n")),
        Column(words("plots.funnel.known"), rows.counts("known")),
        Column(words("plots.funnel.share"), shown.shares("share_of_received")),
        Column(words("plots.funnel.previous"), shown.shares("share_of_previous")),
    )
    axis = words("plots.funnel.axis")
    return Chart(Sheet(head, rows.labels, columns, axis, page), partial(_draw, shown))


def _draw(shown: _Shown, axes: Axes, sheet: Sheet) -> None:
    rows = shown.rows
    per_cent = 100 * rows.numbers("share_of_received")
    set_scale(axes, 0.0, 104.0, rows.result.words)
    colours = [ACCENT.colour] * len(per_cent)
    strokes(axes, 0 * per_cent, per_cent, sheet.rows, colours, lw=WIDTH.bar, zorder=3)
    blank_rows(axes, sheet, rows.reasons())
    hover_rows(axes, sheet, shown.parts())
