"""The complaints that each week brought, and how many of them are still open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.plots.canvas import bar, hover_area
from gapkit.plots.chosen import take
from gapkit.plots.compared_rows import ComparedRows, records_of
from gapkit.plots.course import Course, name_times
from gapkit.plots.head import Head, Key
from gapkit.plots.marks import set_scale
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart
from gapkit.plots.theme import ACCENT, FIRST

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gapkit.plots.sheet import Sheet
    from gapkit.results import Result

__all__ = ["chart", "complaints", "describe", "whom"]

MOST_SAID: Final = 8
"""As many of the last weeks are told to those who cannot see the chart."""


def complaints(
    result: Result, *, unit: str = "all", page: float = PAGE, ax: Axes | None = None
) -> Axes:
    """Draw the complaints of each week, those still open on top.

    Parameters
    ----------
    result
        A ``complaints`` result.
    unit
        Whose complaints.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Vertically complaints, horizontally the ISO week in which they were received.

    Raises
    ------
    CallError
        There is no such unit.
    """
    return chart(_gather(result, unit), page).on(ax)


def describe(result: Result, *, unit: str = "all") -> str:
    """Return what the chart shows, for readers who cannot see it; arguments as `complaints`."""
    shown, words = _gather(result, unit), result.words
    what = words("plots.describe.what", title=shown.title, of=shown.subtitle)
    said = words("list.between").join(shown.parts()[-MOST_SAID:]) or words("plots.nothing")
    return words("list.sentences").join([what, said])


@dataclass(frozen=True)
class _Shown:
    rows: ComparedRows
    unit: str

    @property
    def open_is_known(self) -> bool:
        return bool(np.isfinite(self.rows.numbers("open")).any())

    @property
    def title(self) -> str:
        words = self.rows.result.words
        received, still = (np.nansum(self.rows.numbers(c)) for c in ("received", "open"))
        form = ("open" if still else "none_open") if self.open_is_known else "received"
        counts = {"received": words.number(received, 0), "open": words.number(still, 0)}
        return words(f"plots.complaints.{form}", **counts)

    @property
    def subtitle(self) -> str:
        words, labels = self.rows.result.words, self.rows.labels
        of = whom(self.rows.result, self.unit)
        if not labels:
            return of
        return words("plots.complaints.when", whom=of, first=labels[0], last=labels[-1])

    def parts(self) -> list[str]:
        words = self.rows.result.words
        form = "plots.complaints.part_open" if self.open_is_known else "plots.complaints.part"
        cells = (self.rows.counts(c) for c in ("received", "open"))
        return [
            words(form, week=week, received=received, open=still)
            for week, received, still in zip(self.rows.labels, *cells, strict=True)
        ]


def whom(result: Result, unit: str) -> str:
    """Return whose complaints are shown."""
    words = result.words
    return words("plots.complaints.everywhere") if unit == "all" else words.unit(unit)


def _gather(result: Result, unit: str) -> _Shown:
    records = records_of(take(result, None, unit=unit))
    labels = [str(record["week"]) for record in records]
    return _Shown(ComparedRows(result, records, labels, "received"), unit)


def chart(shown: _Shown, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = shown.rows.result.words
    head = Head(shown.title, shown.subtitle, _legend(shown))
    if not shown.rows.records:
        return nothing(shown.rows.result, head, page)
    axis, side = words("plots.complaints.axis"), words("plots.complaints.side")
    field = Course(head, axis=axis, page=page, side=side, above=shown.rows.labels)
    return Chart(field, partial(_draw, shown))


def _legend(shown: _Shown) -> list[Key]:
    words = shown.rows.result.words
    put_right: dict[str, Any] = {"color": ACCENT.tint}
    if not shown.open_is_known:
        return [Key(words("plots.complaints.all"), put_right, patch=True)]
    return [
        Key(words("plots.complaints.put_right"), put_right, patch=True),
        Key(words("plots.complaints.still_open"), {"color": FIRST.colour}, patch=True),
    ]


def _draw(shown: _Shown, axes: Axes, sheet: Sheet) -> None:
    received = shown.rows.numbers("received")
    still = np.nan_to_num(shown.rows.numbers("open"))
    top = max(float(np.nanmax(received)), 1.0) * 1.06
    set_scale(axes, 0.0, top, shown.rows.result.words, whole=True, side="y")
    axes.set_xlim(-0.6, len(received) - 0.4)
    name_times(axes, sheet, shown.rows.labels)
    for k, (came, left) in enumerate(zip(received, still, strict=True)):
        bar(axes, (k - 0.4, 0, 0.8, came - left), color=ACCENT.tint, lw=0, zorder=2)
        bar(axes, (k - 0.4, came - left, 0.8, left), color=FIRST.colour, lw=0, zorder=2)
    for k, part in enumerate(shown.parts()):
        hover_area(axes, (k - 0.5, 0, 1, top), part)
