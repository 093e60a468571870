"""Gaps of all groups of a segment as coloured cells, each with its number and verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, Normalize

from gapkit.gaps.terms import verdict_word
from gapkit.plots.canvas import bar, hover_area
from gapkit.plots.cells import EVERYBODY, Cells, cells
from gapkit.plots.chosen import interval_text, sign_of, subtitle
from gapkit.plots.fonts import width
from gapkit.plots.head import LEADING, Head, Key, in_points, write
from gapkit.plots.labels import wrap
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Column, Sheet
from gapkit.plots.theme import (
    FAINT,
    INK,
    MIDDLE,
    MUTED,
    PAPER,
    SIZE,
    VERDICTS,
    fit_ink,
    verdict_style,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gapkit.results import Result

__all__ = ["chart", "describe", "describe_cells", "heatmap"]

NARROWEST: Final = 54.0
"""Least width of a cell in points: room for a mark and a number."""

WIDEST_WORD: Final = 84.0
"""A longer word of a heading is broken rather than given a wider cell."""

MOST_TIPS: Final = 400
"""With more cells than this tooltips would outweigh the figure."""

DENSE: Final = 60
"""From this many rows on they are set closer."""


def heatmap(
    result: Result, *, segment: str, wave: str | None = None, gap: str = "5",
    level: str = "dimension", ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw the gap of each group and dimension (or item) as a coloured cell.

    Parameters
    ----------
    result
        A ``gaps`` result that holds the segment.
    segment
        Column whose values are the groups, such as ``branch``.
    wave
        The wave; None is the last.
    gap
        Which gap, such as ``5``.
    level
        ``dimension`` or ``item``.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        White is no gap; colours run equally far to both sides, and are pale where the verdict is
        unclear. Groups are in order of their overall gap, the lowest first. Hatched cells have no
        figure.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(cells(result, wave=wave, segment=segment, gap=gap, level=level)).on(ax)


def describe(
    result: Result, *, segment: str, wave: str | None = None, gap: str = "5",
    level: str = "dimension",
) -> str:  # fmt: skip
    """Return what the chart shows, for readers who cannot see it; arguments as `heatmap`."""
    return describe_cells(cells(result, wave=wave, segment=segment, gap=gap, level=level))


def describe_cells(table: Cells) -> str:
    """Return what a table of cells shows: how many there are, the lowest and the highest."""
    result, estimates = table.result, table.estimates
    words, decimals = result.words, result.options.decimals
    of = subtitle(result, table.wave, "all", "all")
    what = words("plots.describe.what", title=table.title, of=of)
    if not np.isfinite(estimates).any():
        return f"{what} {words('plots.nothing')}"
    ends = []
    for place in (np.nanargmin(estimates), np.nanargmax(estimates)):
        row, column = np.unravel_index(int(place), estimates.shape)
        names = table.group_labels[row], table.key_labels[column]
        number = words.number(estimates[row, column], decimals, sign=True)
        ends.append(
            words("plots.describe.end", label=words("list.between").join(names), gap=number)
        )
    rows, columns = estimates.shape
    said = words("plots.describe.heatmap", rows=rows, columns=columns, low=ends[0], high=ends[1])
    return f"{what} {said}"


@dataclass(frozen=True)
class _Grid:
    """The cells as they lie on the page: groups down and keys across, or the other way round."""

    table: Cells
    turned: bool

    @property
    def across(self) -> list[str]:
        return self.table.group_labels if self.turned else self.table.key_labels

    @property
    def down(self) -> list[str]:
        return self.table.key_labels if self.turned else self.table.group_labels

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.down), len(self.across)

    @property
    def places(self) -> list[tuple[int, int, str, str]]:
        """Row, column, group and key of every cell."""
        return [
            (j, i, group, key) if self.turned else (i, j, group, key)
            for i, group in enumerate(self.table.groups)
            for j, key in enumerate(self.table.keys)
        ]


def chart(table: Cells, page: float = PAGE, *, turned: bool | None = None) -> Chart:
    """Return the measured chart, at least `page` inches wide.

    Parameters
    ----------
    table
        What is shown.
    page
        Least width in inches.
    turned
        Whether groups stand across the page; None puts the longer list down it for items.
    """
    words = table.result.words
    when = [] if table.wave == "all" else [table.wave]
    of = " · ".join([*when, sign_of(table.result, table.gap)])
    head = Head(table.title, of, _legend(table))
    if not table.records:
        return nothing(table.result, head, page)
    if turned is None:
        turned = table.level == "item" and len(table.groups) < len(table.keys)
    grid = _Grid(table, turned)
    counts = [table.people(group) for group in table.groups]
    column = Column(words("plots.n"), counts)
    row = 15.0 if grid.shape[0] > DENSE else 21.0
    sheet = Sheet(head, grid.down, () if grid.turned else (column,), page=page, row=row)
    cell = max(NARROWEST, *(_longest(text) for text in grid.across))
    least = (sheet.left + sheet.right + cell * grid.shape[1]) / 72
    sheet = replace(sheet, page=max(page, least))
    headings = _headings(grid, sheet, counts)
    lines = max(len(heading) for heading in headings)
    above = [line for heading in headings for line in heading]
    sheet = replace(sheet, top=lines * SIZE.small * LEADING + 6, above=above)
    return Chart(sheet, partial(_draw, grid, headings))


def _longest(text: str) -> float:
    widest = max(width(word, SIZE.small) for word in text.split() or [""])
    return min(widest, WIDEST_WORD) + 8


def _headings(grid: _Grid, sheet: Sheet, counts: list[str]) -> list[list[str]]:
    """Headings of the columns in lines; where groups stand across, with their people."""
    cell = (sheet.page * 72 - sheet.left - sheet.right) / grid.shape[1]
    headings = [wrap(text, cell - 6, SIZE.small) for text in grid.across]
    if grid.turned:
        word = grid.table.result.words("plots.n")
        headings = [[*heading, f"{word} {n}"] for heading, n in zip(headings, counts, strict=True)]
    return headings


def _legend(table: Cells) -> list[Key]:
    words = table.result.words
    drawn = [
        (g, k)
        for g, k in table.records
        if k in table.keys and table.number(g, k, "estimate") == table.number(g, k, "estimate")
    ]
    seen = {table.verdict(group, key) for group, key in drawn}
    keys = [
        Key.mark(verdict_word(words, table.gap, verdict), style)
        for verdict, style in VERDICTS.items()
        if verdict in seen
    ]
    if not np.isfinite(table.estimates).all():
        keys.append(Key(words("plots.heatmap.blank"), _BLANK, patch=True))
    return keys


_BLANK: Final[dict[str, Any]] = {
    "facecolor": PAPER,
    "edgecolor": FAINT,
    "hatch": "////",
    "linewidth": 0.5,
}


_PATCH: Final = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}


def _draw(grid: _Grid, headings: list[list[str]], axes: Axes, sheet: Sheet) -> None:
    estimates = grid.table.estimates.T if grid.turned else grid.table.estimates
    largest = float(np.nanmax(np.abs(estimates))) if np.isfinite(estimates).any() else 1.0
    norm = Normalize(-(largest or 1.0), largest or 1.0)
    edges = np.concatenate([[0.0], np.cumsum(sheet.heights)])
    axes.set_xlim(0, grid.shape[1])
    axes.pcolormesh(
        np.arange(grid.shape[1] + 1), edges, np.ma.masked_invalid(estimates), cmap=_COLOURS,
        norm=norm, edgecolors=PAPER, linewidth=1.2, alpha=_strength(grid),
    )  # fmt: skip
    for row, column, group, key in grid.places:
        _write_cell(axes, sheet, grid, (row, column, group, key), norm)
    if len(grid.places) <= MOST_TIPS:
        _set_tips(axes, sheet, grid)
    _write_headings(axes, headings)
    if grid.table.groups[0] == EVERYBODY and not grid.turned and len(sheet.heights) > 1:
        axes.axhline(sheet.heights[0], color=MUTED, linewidth=1.0)


_COLOURS: Final = LinearSegmentedColormap.from_list(
    "gaps", [VERDICTS["shortfall"].colour, MIDDLE, VERDICTS["surplus"].colour]
)


_PALE: Final = 0.3
"""How much colour is left in a cell whose gap cannot be told."""


def _strength(grid: _Grid) -> Any:
    """Return how much of its colour each cell has; rows × columns.

    matplotlib's types know one number for all cells only.
    """
    strength = np.ones(grid.shape)
    for row, column, group, key in grid.places:
        if grid.table.verdict(group, key) == "unclear":
            strength[row, column] = _PALE
    return strength


def _write_cell(
    axes: Axes, sheet: Sheet, grid: _Grid, place: tuple[int, int, str, str], norm: Normalize
) -> None:
    row, column, group, key = place
    table = grid.table
    estimate, y = table.number(group, key, "estimate"), sheet.rows[row]
    if estimate != estimate:
        height = sheet.heights[row]
        bar(axes, (column + 0.01, y - height / 2 + 0.6, 0.98, height - 1.2), **_BLANK)
        write(axes, (column + 0.5, y), "–", axes.transData, ha="center", color=MUTED, bbox=_PATCH)
        return
    number = table.result.words.number(estimate, table.result.options.decimals, sign=True)
    text = f"{verdict_style(table.verdict(group, key)).sign} {number}".strip()
    unclear = table.verdict(group, key) == "unclear"
    ink = INK if unclear else fit_ink(_COLOURS(norm(estimate)))
    write(axes, (column + 0.5, y), text, axes.transData, ha="center", color=ink)


def _set_tips(axes: Axes, sheet: Sheet, grid: _Grid) -> None:
    table, words = grid.table, grid.table.result.words
    between = words("list.between")
    for row, column, group, key in grid.places:
        record = table.records.get((group, key))
        if record is None or table.number(group, key, "estimate") != table.number(
            group, key, "estimate"
        ):
            continue
        label = between.join((grid.down[row], grid.across[column]))
        verdict = table.verdict(group, key)
        said = [
            interval_text(record, words, table.result.options.decimals),
            f"{words('plots.n')} {table.people(group)}",
            verdict_word(words, table.gap, verdict) if verdict else "",
        ]
        text = words("plots.tip", label=label, said=between.join(part for part in said if part))
        height = sheet.heights[row]
        hover_area(axes, (column, sheet.rows[row] - height / 2, 1, height), text)


def _write_headings(axes: Axes, headings: list[list[str]]) -> None:
    for column, lines in enumerate(headings):
        at = in_points(axes, (column + 0.5) / len(headings), 1)
        for k, line in enumerate(reversed(lines)):
            y = (k + 0.5) * SIZE.small * LEADING + 3
            write(axes, (0, y), line, at, ha="center", color=INK)
