"""Which item goes with which factor: loadings as coloured cells, each with its number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, Normalize

from gapkit.gaps.terms import battery_word
from gapkit.plots.canvas import hover_area
from gapkit.plots.chosen import as_number, label_of, last_wave, records_of, subtitle, take
from gapkit.plots.head import LEADING, Head, in_points, write
from gapkit.plots.labels import wrap
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Column, Sheet
from gapkit.plots.theme import INK, MIDDLE, MUTED, PAPER, SIZE, VERDICTS, fit_ink

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.results import Result

__all__ = ["chart", "describe", "loadings"]

NARROWEST: Final = 54.0
"""Least width of a cell in points: room for a number."""

TELLING: Final = 0.3
"""A smaller loading is written pale: it says little of an item (Hair et al. 2010)."""

DECIMALS: Final = 2
"""Of a loading."""

_COLOURS: Final = LinearSegmentedColormap.from_list(
    "loadings", [VERDICTS["shortfall"].colour, MIDDLE, VERDICTS["surplus"].colour]
)


def loadings(
    result: Result, *, wave: str | None = None, battery: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the loading of each item on each factor as a coloured cell.

    Parameters
    ----------
    result
        A ``factors`` result.
    wave
        The wave; None is the last.
    battery
        Which battery; None is the first.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Items in the order of their dimensions; white is no loading, blue runs with the factor and
        red against it.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(_gather(result, wave, battery)).on(ax)


def describe(result: Result, *, wave: str | None = None, battery: str | None = None) -> str:
    """Return what the chart shows, for readers who cannot see it; arguments as `loadings`."""
    table = _gather(result, wave, battery)
    words = result.words
    what = words("plots.describe.what", title=table.title, of=table.subtitle)
    join = words("list.sentences").join
    if not table.any:
        return join([what, words("plots.nothing")])
    said = []
    for k, factor in enumerate(table.factors):
        own = np.argmax(np.abs(table.values), axis=1) == k
        items = [label for label, mine in zip(table.labels, own, strict=True) if mine]
        listed = words.list(items) or "–"
        said.append(words("plots.loadings.said", factor=factor, items=listed))
    return join([what, *said])


@dataclass(frozen=True)
class _Table:
    result: Result
    battery: str
    subtitle: str
    items: list[str]
    dimensions: list[str]
    factors: list[str]
    values: NDArray[np.float64]
    communality: NDArray[np.float64]

    @property
    def title(self) -> str:
        words = self.result.words
        return words("plots.loadings.title", battery=battery_word(words, self.battery))

    @property
    def any(self) -> bool:
        return bool(self.values.size) and bool(np.isfinite(self.values).any())

    @property
    def labels(self) -> list[str]:
        return [label_of(self.result, "item", item) for item in self.items]


def _gather(result: Result, wave: str | None, battery: str | None) -> _Table:
    chosen = take(result, wave, **({"battery": battery} if battery else {}))
    shown = last_wave(result.frame) if wave is None else str(wave)
    who = battery or (str(chosen["battery"].iloc[0]) if len(chosen) else "perception")
    chosen = chosen[chosen["battery"] == who] if len(chosen) else chosen
    of = subtitle(result, shown, "all", "all")
    records = records_of(chosen)
    known = {(str(r["item"]), str(r["factor"])): r for r in records}
    items = list(dict.fromkeys(item for item, _ in known))
    factors = [f for f in dict.fromkeys(factor for _, factor in known) if f]
    values = np.array(
        [[as_number(known.get((i, f), {}).get("loading")) for f in factors] for i in items], float
    ).reshape(len(items), len(factors))
    first = [next(r for (item, _), r in known.items() if item == i) for i in items]
    shared = np.array([as_number(r.get("communality")) for r in first], float)
    dimensions = [str(r["dimension"]) for r in first]
    return _Table(result, who, of, items, dimensions, factors, values, shared)


def chart(table: _Table, page: float = PAGE) -> Chart:
    """Return the measured chart, at least `page` inches wide."""
    words = table.result.words
    note = words("plots.loadings.note")
    head = Head(table.title, f"{table.subtitle} · {note}" if table.any else table.subtitle)
    if not table.any:
        return nothing(table.result, head, page)
    shared = [words.number(c, DECIMALS) or "–" for c in table.communality]
    columns = (Column(words("plots.loadings.shared"), shared),)
    sheet = Sheet(head, table.labels, columns, page=page)
    least = (sheet.left + sheet.right + NARROWEST * len(table.factors)) / 72
    sheet = replace(sheet, page=max(page, least))
    cell = (sheet.page * 72 - sheet.left - sheet.right) / len(table.factors)
    headings = [
        wrap(words("plots.loadings.factor", factor=f), cell - 6, SIZE.small) for f in table.factors
    ]
    lines = max(len(heading) for heading in headings)
    above = [line for heading in headings for line in heading]
    sheet = replace(sheet, top=lines * SIZE.small * LEADING + 6, above=above)
    return Chart(sheet, partial(_draw, table, headings))


def _draw(table: _Table, headings: list[list[str]], axes: Axes, sheet: Sheet) -> None:
    words, norm = table.result.words, Normalize(-1.0, 1.0)
    edges = np.concatenate([[0.0], np.cumsum(sheet.heights)])
    count = len(table.factors)
    axes.set_xlim(0, count)
    axes.pcolormesh(
        np.arange(count + 1), edges, np.ma.masked_invalid(table.values), cmap=_COLOURS, norm=norm,
        edgecolors=PAPER, linewidth=1.2,
    )  # fmt: skip
    for row, (label, y) in enumerate(zip(table.labels, sheet.rows, strict=True)):
        for column, factor in enumerate(table.factors):
            value = table.values[row, column]
            number = words.number(value, DECIMALS) or "–"
            faint = not abs(value) >= TELLING
            ink = MUTED if faint else fit_ink(_COLOURS(norm(value)))
            write(axes, (column + 0.5, y), number, axes.transData, ha="center", color=ink)
            said = words("plots.loadings.tip", factor=factor, loading=number)
            height = sheet.heights[row]
            tip = words("plots.tip", label=label, said=said)
            hover_area(axes, (column, y - height / 2, 1, height), tip)
    for row in range(1, len(table.items)):
        if table.dimensions[row] != table.dimensions[row - 1]:
            axes.axhline(edges[row], color=MUTED, linewidth=1.0)
    for column, lines in enumerate(headings):
        at: Any = in_points(axes, (column + 0.5) / count, 1)
        for k, line in enumerate(reversed(lines)):
            place = (0, (k + 0.5) * SIZE.small * LEADING + 3)
            write(axes, place, line, at, ha="center", color=INK)
