"""Complaints and praise for each 1,000 contacts, month by month."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.lines import Line2D

from gapkit.operations.reasons import PART_OF_MONTH
from gapkit.plots.canvas import hover_area
from gapkit.plots.chosen import take
from gapkit.plots.compared_rows import ComparedRows, records_of
from gapkit.plots.complaints import whom
from gapkit.plots.course import Course, name_times
from gapkit.plots.head import Head, Key, mark_look
from gapkit.plots.marks import set_scale
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart
from gapkit.plots.theme import ACCENT, FIRST, WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from gapkit.plots.sheet import Sheet
    from gapkit.plots.theme import VerdictStyle
    from gapkit.results import Result

__all__ = ["chart", "contacts", "describe"]

LOOKS: Final[Mapping[str, VerdictStyle]] = {
    "complaints": FIRST,
    "praise": replace(ACCENT, sign="○", filled=False),
}
"""What is counted → its look; the marks differ in grey print, too."""

ROOM: Final = 1.08
"""Height of the axis over the highest figure."""


def contacts(
    result: Result, *, unit: str = "all", kind: str = "all",
    page: float = PAGE, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw complaints and praise for each 1,000 contacts by month.

    Parameters
    ----------
    result
        A ``contacts`` result.
    unit, kind
        Whose contacts, and of which kind.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Vertically how many for each 1,000 contacts, from 0; horizontally the months. A filled mark
        is complaints, a hollow one praise; a month in which nobody wrote them down has none.

    Raises
    ------
    CallError
        There is no such unit or kind.
    """
    return chart(_gather(result, unit, kind), page).on(ax)


def describe(result: Result, *, unit: str = "all", kind: str = "all") -> str:
    """Return what the chart shows, for readers who cannot see it; arguments as `contacts`."""
    shown, words = _gather(result, unit, kind), result.words
    what = words("plots.describe.what", title=shown.title, of=shown.subtitle)
    said = words("list.between").join(shown.parts()) if shown.any else words("plots.nothing")
    return words("list.sentences").join([what, said])


@dataclass(frozen=True)
class _Shown:
    rows: ComparedRows
    unit: str
    kind: str

    @property
    def lines(self) -> list[str]:
        """What was written down in any month."""
        return [n for n in LOOKS if np.isfinite(self.rows.numbers(f"{n}_per_1000")).any()]

    @property
    def any(self) -> bool:
        return bool(self.lines)

    @property
    def title(self) -> str:
        """The figures of the last month that the log holds whole; of the last where there is none."""
        words = self.rows.result.words
        if not self.any:
            return words("plots.contacts.title")
        months = self.rows.labels
        last = max((k for k in range(len(months)) if months[k] not in self.cut), default=-1)
        said = [
            words(
                f"plots.contacts.{name}",
                rate=self.rows.said(f"{name}_per_1000", sign=False, decimals=1)[last],
            )
            for name in self.lines
        ]
        rates = words("list.between").join(said)
        return words("plots.contacts.message", month=months[last], rates=rates)

    @property
    def cut(self) -> list[str]:
        """The months that the log holds in part."""
        cells = zip(self.rows.labels, self.rows.records, strict=True)
        return [month for month, record in cells if record.get("reason") == PART_OF_MONTH]

    @property
    def subtitle(self) -> str:
        words = self.rows.result.words
        of = [whom(self.rows.result, self.unit)]
        of += [] if self.kind == "all" else [self.kind]
        of += [words("plots.contacts.cut", months=words.list(self.cut))] if self.cut else []
        return " · ".join(of)

    def parts(self) -> list[str]:
        """Return each month in words."""
        words = self.rows.result.words
        cells = [self.rows.said(f"{name}_per_1000", sign=False, decimals=1) for name in LOOKS]
        came = self.rows.counts("contacts")
        return [
            words("plots.contacts.part", month=month, contacts=n, complaints=bad, praise=good)
            for month, n, bad, good in zip(self.rows.labels, came, *cells, strict=True)
        ]


def _gather(result: Result, unit: str, kind: str) -> _Shown:
    records = records_of(take(result, None, unit=unit, kind=kind))
    labels = [str(record["month"]) for record in records]
    return _Shown(ComparedRows(result, records, labels, "complaints_per_1000"), unit, kind)


def chart(shown: _Shown, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = shown.rows.result.words
    legend = [Key.mark(words(f"plots.contacts.of_{n}"), LOOKS[n]) for n in shown.lines]
    head = Head(shown.title, shown.subtitle, legend)
    if not shown.any:
        return nothing(shown.rows.result, head, page)
    axis, side = words("plots.contacts.axis"), words("plots.contacts.side")
    field = Course(head, axis=axis, page=page, side=side, above=shown.rows.labels)
    return Chart(field, partial(_draw, shown))


def _draw(shown: _Shown, axes: Axes, sheet: Sheet) -> None:
    courses = {name: shown.rows.numbers(f"{name}_per_1000") for name in shown.lines}
    top = max(max(float(np.nanmax(y)) for y in courses.values()), 1.0) * ROOM
    months = len(shown.rows.labels)
    set_scale(axes, 0.0, top, shown.rows.result.words, side="y")
    axes.set_xlim(-0.5, months - 0.5)
    name_times(axes, sheet, shown.rows.labels)
    for name, y in courses.items():
        look = LOOKS[name]
        axes.add_line(Line2D(range(months), y, color=look.colour, lw=WIDTH.line, zorder=3))
        axes.add_line(
            Line2D(range(months), y, linestyle="none", zorder=5, clip_on=False, **mark_look(look))
        )
    for k, part in enumerate(shown.parts()):
        hover_area(axes, (k - 0.5, 0, 1, top), part)
