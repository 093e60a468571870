"""How often each agent was listened to, month by month, against what was due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.groups import WHOLE, natural
from gapkit.plots.canvas import bar, hover_area
from gapkit.plots.chosen import as_number, records_of, take
from gapkit.plots.fonts import width
from gapkit.plots.head import LEADING, Head, Key, in_points, mark_look, write
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import PAGE, Chart, Column, Sheet
from gapkit.plots.theme import FAINT, INK, MUTED, PAPER, SIZE, VERDICTS, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gapkit.results import Result

__all__ = ["chart", "coverage", "describe"]

DENSE: Final = 40
"""From this many rows on they are set closer."""

MOST_SAID: Final = 8
"""So many misses are told one by one."""

_CELLS: Final[dict[str, dict[str, Any]]] = {
    "yes": {"facecolor": VERDICTS["met"].tint, "edgecolor": PAPER, "linewidth": 1.2},
    "no": {"facecolor": VERDICTS["shortfall"].tint, "edgecolor": PAPER, "linewidth": 1.2},
    "": {"facecolor": PAPER, "edgecolor": FAINT, "hatch": "////", "linewidth": 0.5},
}
"""Whether the minimum was reached → the look of a cell; blank where it is too early to say."""

_PATCH: Final = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}


def coverage(result: Result, *, unit: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw how often each agent was listened to, month by month.

    Parameters
    ----------
    result
        A ``monitoring`` result.
    unit
        Whose agents; None is everybody's. Where agents are not shown, the units.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        A cell a month and agent with the calls that were scored; green where the minimum was
        reached, red where it was not, hatched where the month is not over. A mark in its corner
        stands for critical errors.

    Raises
    ------
    CallError
        There is no such unit.
    """
    return chart(_gather(result, unit)).on(ax)


def describe(result: Result, *, unit: str | None = None) -> str:
    """Return what the chart shows, for readers who cannot see it; arguments as `coverage`."""
    shown = _gather(result, unit)
    words = result.words
    what = words("plots.describe.what", title=shown.title, of=shown.subtitle)
    if not shown.cells:
        return words("list.sentences").join([what, words("plots.nothing")])
    missed = [
        words("plots.coverage.part", who=shown.label(row), month=month)
        for row in shown.rows
        for month in shown.months
        if shown.word(row, month) == "no"
    ]
    critical = int(sum(shown.critical(row, month) for row, month in shown.cells))
    said = words(
        "plots.coverage.said",
        missed=words.list(missed[:MOST_SAID]) or words("plots.consensus.nobody"),
        more=max(len(missed) - MOST_SAID, 0),
        critical=critical,
    )
    return words("list.sentences").join([what, said])


Row = tuple[str, str]
"""Unit and agent."""


@dataclass(frozen=True)
class _Shown:
    """The cells: rows of agents (or units) × months."""

    result: Result
    rows: list[Row]
    months: list[str]
    cells: dict[tuple[Row, str], dict[str, Any]]

    @property
    def of(self) -> str:
        """Whom the rows are of: ``agents`` or ``units``."""
        return "agents" if any(agent != WHOLE for _, agent in self.rows) else "units"

    @property
    def title(self) -> str:
        return self.result.words(f"plots.coverage.title.{self.of}")

    @property
    def subtitle(self) -> str:
        whole = (WHOLE, WHOLE)
        rows = [row for row in self.rows if row != whole] or self.rows
        judged = [w for row in rows for month in self.months if (w := self.word(row, month))]
        values = {"reached": judged.count("yes"), "judged": len(judged)}
        return self.result.words(f"plots.coverage.subtitle.{self.of}", **values)

    def label(self, row: Row) -> str:
        words, (unit, agent) = self.result.words, row
        if agent == WHOLE:
            return words("plots.coverage.whole") if unit == WHOLE else words.unit(unit)
        several = len({u for u, _ in self.rows}) > 1
        return (
            words("plots.coverage.agent", agent=agent, unit=words.unit(unit)) if several else agent
        )

    def word(self, row: Row, month: str) -> str:
        return str(self.cells.get((row, month), {}).get("covered") or "")

    def number(self, row: Row, month: str, column: str) -> float:
        return as_number(self.cells.get((row, month), {}).get(column))

    def critical(self, row: Row, month: str) -> float:
        errors = self.number(row, month, "critical_errors")
        return errors if errors == errors else 0.0


def _gather(result: Result, unit: str | None) -> _Shown:
    frame = result.frame
    agents = frame[frame["agent"] != WHOLE]
    rows_of = replace(result, frame=agents if len(agents) else frame)
    shown = rows_of.frame if unit is None else take(rows_of, None, unit=unit)
    cells = {((str(r["unit"]), str(r["agent"])), str(r["month"])): r for r in records_of(shown)}
    rows = sorted({row for row, _ in cells}, key=lambda row: (row[0] != WHOLE, *map(natural, row)))
    return _Shown(result, rows, sorted({month for _, month in cells}), cells)


def chart(shown: _Shown, page: float = PAGE) -> Chart:
    """Return the measured chart, at least `page` inches wide."""
    words = shown.result.words
    head = Head(shown.title, shown.subtitle, _legend(shown))
    if not shown.cells:
        return nothing(shown.result, head, page)
    total = [
        words.number(
            sum(shown.number(row, m, "checks") for m in shown.months if (row, m) in shown.cells), 0
        )
        for row in shown.rows
    ]
    sheet = Sheet(
        head, [shown.label(row) for row in shown.rows], (Column(words("plots.coverage.calls"), total),),
        row=15.0 if len(shown.rows) > DENSE else 18.0, top=SIZE.small * LEADING + 6,
        above=shown.months,
    )  # fmt: skip
    cell = max(width(month, SIZE.small) for month in shown.months) + 8
    least = (sheet.left + sheet.right + cell * len(shown.months)) / 72
    return Chart(replace(sheet, page=max(page, least)), partial(_draw, shown))


def _legend(shown: _Shown) -> tuple[Key, ...]:
    words = shown.result.words
    seen = {str(record["covered"] or "") for record in shown.cells.values()}
    names = {
        "yes": words(f"plots.coverage.reached.{shown.of}"),
        "no": words(f"plots.coverage.missed.{shown.of}"),
        "": words("plots.coverage.early"),
    }
    keys = [Key(names[word], look, patch=True) for word, look in _CELLS.items() if word in seen]
    if any(shown.critical(row, month) for row, month in shown.cells):
        keys.append(Key.mark(words("plots.coverage.critical"), _CRITICAL))
    return tuple(keys)


_CRITICAL: Final = VERDICTS["shortfall"]


def _draw(shown: _Shown, axes: Axes, sheet: Sheet) -> None:
    axes.set_xlim(0, len(shown.months))
    for at, row in enumerate(shown.rows):
        for k, month in enumerate(shown.months):
            if (row, month) in shown.cells:
                _draw_cell(shown, axes, (k, sheet.rows[at], sheet.heights[at]), row, month)
    for k, month in enumerate(shown.months):
        at_top = in_points(axes, (k + 0.5) / len(shown.months), 1)
        write(axes, (0, SIZE.small * LEADING / 2 + 3), month, at_top, ha="center", color=MUTED)


def _draw_cell(
    shown: _Shown, axes: Axes, box: tuple[float, float, float], row: Row, month: str
) -> None:
    x, y, height = box
    words, look = shown.result.words, _CELLS[shown.word(row, month)]
    checks = words.number(shown.number(row, month, "checks"), 0)
    bar(axes, (x + 0.01, y - height / 2 + 0.6, 0.98, height - 1.2), **look)
    patch = {"bbox": _PATCH} if "hatch" in look else {}
    write(axes, (x + 0.5, y), checks, axes.transData, ha="center", color=INK, **patch)
    critical = shown.critical(row, month)
    if critical:
        mark = mark_look(_CRITICAL) | {"markersize": WIDTH.mark * 0.8}
        axes.plot([x + 0.88], [y], linestyle="none", zorder=5, **mark)
    due = words.number(shown.number(row, month, "minimum"), 0)
    said = words("plots.coverage.tip", checks=checks, due=due, critical=int(critical))
    where = words("list.between").join((shown.label(row), month))
    text = words("plots.tip", label=where, said=said)
    hover_area(axes, (x, y - height / 2, 1, height), text)
