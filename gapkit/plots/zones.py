"""The zone of tolerance of each row as a floating bar, with the perception in, above or below it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

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
from gapkit.plots.marks import blank_rows, hover_rows, marks, set_scale, span, strokes, ticks
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Column, Sheet
from gapkit.plots.theme import FAINT, MUTED, VERDICTS, WIDTH, ZONE_VERDICTS, verdict_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.results import Result

__all__ = ["chart", "describe", "zones"]


def zones(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    level: str = "item", sort: bool = True,
    page: float = PAGE, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw minimum and desired expectation as a bar, the perception as a mark.

    Parameters
    ----------
    result
        A ``zones`` result.
    wave, segment, value
        Whose answers; `wave` None is the last.
    level
        ``item`` or ``dimension``.
    sort
        The least adequate first; else as in the result.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Horizontally the scale of the answers.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(_gather(result, wave, segment, value, level, sort), page).on(ax)


def describe(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    level: str = "item",
) -> str:  # fmt: skip
    """Return what the chart shows, for readers who cannot see it; arguments as `zones`."""
    rows = _gather(result, wave, segment, value, level, sort=True)
    words = result.words
    what = words("plots.describe.what", title=rows.title, of=rows.subtitle)
    verdicts = [str(record["verdict"]) for record in rows.drawn]
    counted = [
        words("plots.describe.verdict", verdict=words(f"verdict.zone.{v}"), count=verdicts.count(v))
        for v in ZONE_VERDICTS
        if v in verdicts
    ]
    said = words("plots.describe.zones", verdicts=words.list(counted)) if counted else ""
    return f"{what} {said or words('plots.nothing')}"


_BAR: Final = 11.0
"""Thickness of the zone's bar, in points."""


@dataclass(frozen=True)
class _Zones:
    result: Result
    level: str
    subtitle: str
    records: list[dict[str, Any]]

    @property
    def title(self) -> str:
        words = self.result.words
        return words("plots.zones.title", level=words(f"plots.rows.{self.level}"))

    @property
    def labels(self) -> list[str]:
        return [label_of(self.result, self.level, str(r["key"])) for r in self.records]

    @property
    def drawn(self) -> list[dict[str, Any]]:
        return [r for r in self.records if as_number(r["perception"]) == as_number(r["perception"])]

    def numbers(self, column: str) -> NDArray[np.float64]:
        return np.array([as_number(record[column]) for record in self.records], dtype=float)


def _gather(
    result: Result, wave: str | None, segment: str, value: str, level: str, sort: bool
) -> _Zones:
    frame = take(result, wave, segment=segment, value=value, level=level)
    if sort:
        frame = frame.sort_values("adequacy", kind="stable", na_position="last")
    shown = last_wave(result.frame) if wave is None else str(wave)
    records = records_of(frame)
    return _Zones(result, level, subtitle(result, shown, segment, value), records)


def chart(rows: _Zones, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = rows.result.words
    head = Head(rows.title, rows.subtitle, _legend(rows))
    if not rows.records:
        return nothing(rows.result, head, page)
    points = rows.result.instrument.scale.names
    axis = words("plots.axis.answer", low=points[0], high=points[-1])
    counts = Column(words("plots.n"), [count_text(record, words) for record in rows.records])
    return Chart(Sheet(head, rows.labels, (counts,), axis, page), partial(_draw, rows))


def _legend(rows: _Zones) -> list[Key]:
    words = rows.result.words
    seen = {str(record["verdict"]) for record in rows.drawn}
    return [
        Key(words("plots.zones.zone"), {"facecolor": FAINT}, patch=True),
        *(
            Key.mark(
                words("plots.zones.perception", verdict=words(f"verdict.zone.{verdict}")),
                VERDICTS[look],
            )
            for verdict, look in ZONE_VERDICTS.items()
            if verdict in seen
        ),
    ]


def _draw(rows: _Zones, axes: Axes, sheet: Sheet) -> None:
    words = rows.result.words
    minimum, perception, desired = (
        rows.numbers(column) for column in ("minimum", "perception", "desired")
    )
    scale = rows.result.instrument.scale
    default = (scale.values[0], scale.values[-1])
    set_scale(axes, *span(minimum, perception, desired, default=default), words)
    grey, edge = ([colour] * len(rows.records) for colour in (FAINT, MUTED))
    strokes(axes, minimum, desired, sheet.rows, grey, lw=_BAR, zorder=2)
    for ends in (minimum, desired):
        ticks(axes, ends, sheet.rows, edge, _BAR / 2, lw=WIDTH.line, zorder=3)
    looks = [verdict_style(ZONE_VERDICTS.get(str(r["verdict"]), "")) for r in rows.records]
    marks(axes, perception, sheet.rows, looks)
    reasons = [words("plots.blank") if p != p else "" for p in perception]
    blank_rows(axes, sheet, reasons)
    hover_rows(axes, sheet, _tips(rows, reasons))


def _tips(rows: _Zones, reasons: list[str]) -> list[str]:
    words, decimals = rows.result.words, rows.result.options.decimals
    said = []
    for label, record, reason in zip(rows.labels, rows.records, reasons, strict=True):
        figures = {
            column: words.number(as_number(record[column]), decimals)
            for column in ("minimum", "perception", "desired")
        }
        count = f"{words('plots.n')} {count_text(record, words)}"
        text = words("list.between").join((reason or words("plots.zones.tip", **figures), count))
        said.append(words("plots.tip", label=label, said=text))
    return said
