"""One landscape page: the overall gap in a sentence, dimensions, groups and items."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gapkit.gaps.terms import verdict_word
from gapkit.plots import bars, heatmap, profile
from gapkit.plots.canvas import Drawing
from gapkit.plots.cells import EVERYBODY, cells
from gapkit.plots.chosen import as_number, count_text, last_wave, sign_of
from gapkit.plots.gap_rows import GapRows, gap_rows, said_of
from gapkit.plots.head import Head
from gapkit.plots.sheet import Chart, Sheet
from gapkit.plots.theme import style

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from gapkit.plots.cells import Cells
    from gapkit.results import Result

__all__ = ["dashboard", "describe"]

PAGE: Final = (11.69, 8.27)
"""A4 across, in inches."""

_COLUMNS: Final = (6.1, PAGE[0] - 6.1)
"""Width of the left column (dimensions, groups) and of the right one (items), in inches."""

_ROW: Final = 16.0
"""Least height of an item's row in points."""


def dashboard(
    result: Result, *, wave: str | None = None, gap: str = "5", segment: str | None = None
) -> Figure:
    """Draw one page of charts.

    Parameters
    ----------
    result
        A ``gaps`` result.
    wave
        The wave; None is the last.
    gap
        Which gap, such as ``5``.
    segment
        Column whose groups are compared; None takes the first that there is.

    Returns
    -------
    matplotlib.figure.Figure
        A page of A4 across: the overall gap in a sentence; at the left the dimensions and the
        groups, at the right the items. What does not fit is left out, the lowest gaps stay, and
        the page says so.

    Raises
    ------
    CallError
        There are no such rows.
    """
    shown = last_wave(result.frame) if wave is None else str(wave)
    figure = Drawing(figsize=PAGE)
    head = _head(result, shown, gap)
    top = _write_head(figure, head)
    room = PAGE[1] - top - 0.1
    left = _dimensions(result, shown, gap)
    below = top
    if left is not None:
        left.put(figure, 0, top)
        below += left.sheet.height + 0.1
    groups = _groups(result, shown, gap, segment, PAGE[1] - below - 0.1)
    if groups is not None:
        groups.put(figure, 0, below)
    alone = left is None and groups is None
    if alone or _has(result, shown, gap, "item"):
        _items(result, shown, gap, room).put(figure, 0 if alone else _COLUMNS[0], top)
    return figure


def describe(result: Result, *, wave: str | None = None, gap: str = "5") -> str:
    """Return what the page shows, for readers who cannot see it; arguments as `dashboard`."""
    shown = last_wave(result.frame) if wave is None else str(wave)
    levels = [level for level in ("dimension", "item") if _has(result, shown, gap, level)]
    said = [said_of(_rows(result, shown, gap, level)) for level in levels]
    head = _head(result, shown, gap)
    return " ".join([f"{head.title}.", head.subtitle, *said]).replace("..", ".")


def _has(result: Result, wave: str, gap: str, level: str, segment: str = "all") -> bool:
    frame = result.frame
    if frame.empty:
        return False
    wanted = {"wave": wave, "gap": gap, "level": level, "segment": segment}
    found = frame[list(wanted)].astype(str) == list(wanted.values())
    return bool(found.all(axis=1).any())


def _rows(result: Result, wave: str, gap: str, level: str) -> GapRows:
    return gap_rows(
        result, wave=wave, segment="all", value="all", gap=gap, level=level, by="estimate"
    )


def _head(result: Result, wave: str, gap: str) -> Head:
    words = result.words
    title = words("plots.dashboard.title", whose=result.instrument.title(words.language))
    if not _has(result, wave, gap, "overall"):
        return Head(title, "" if wave == "all" else wave)
    record = _rows(result, wave, gap, "overall").records[0]
    decimals = result.options.decimals
    estimate, low, high = (
        words.number(as_number(record[column]), decimals, sign=True) or "–"
        for column in ("estimate", "ci_low", "ci_high")
    )
    said = words(
        "plots.dashboard.overall", gap=estimate, low=low, high=high,
        level=words.level(result.options.confidence), n=count_text(record, words),
    )  # fmt: skip
    verdict = str(record.get("verdict") or "")
    parts = [
        "" if wave == "all" else wave,
        said,
        verdict_word(words, gap, verdict) if verdict else "",
        sign_of(result, gap),
    ]
    return Head(title, " · ".join(part for part in parts if part))


def _write_head(figure: Drawing, head: Head) -> float:
    """Write the page's head; return where the charts begin, in inches from the top."""
    sheet = Sheet(head, (), page=PAGE[0], row=1)
    with style(sheet.texts):
        axes = sheet.place(figure)
        axes.set_axis_off()
        sheet.write_head(axes)
    return 0.15 + head.height(PAGE[0] * 72 - 16) / 72


def _untitled(chart: Chart) -> Chart:
    """Return the chart without its subtitle, which the page says once."""
    head = replace(chart.sheet.head, subtitle="")
    return Chart(replace(chart.sheet, head=head), chart.draw)


def _dimensions(result: Result, wave: str, gap: str) -> Chart | None:
    if not _has(result, wave, gap, "dimension"):
        return None
    return _untitled(profile.chart(_rows(result, wave, gap, "dimension"), _COLUMNS[0]))


def _items(result: Result, wave: str, gap: str, room: float) -> Chart:
    rows = _rows(result, wave, gap, "item")

    def first(count: int) -> Chart:
        part = replace(rows, records=rows.records[:count])
        chart = bars.chart(part, _COLUMNS[1], _ROW)
        word = result.words("plots.not_shown", shown=count, count=len(rows.records))
        head = replace(chart.sheet.head, subtitle=word if count < len(rows.records) else "")
        return Chart(replace(chart.sheet, head=head, most_lines=2), chart.draw)

    return _most(first, len(rows.records), room, least=1)


def _groups(result: Result, wave: str, gap: str, segment: str | None, room: float) -> Chart | None:
    """Return the groups' heat map, with as many of them as there is room for, if for any."""
    known = [s for s in dict.fromkeys(result.frame.get("segment", ())) if s != "all"]
    chosen = segment or (str(known[0]) if known else None)
    if chosen is None or not _has(result, wave, gap, "dimension", chosen):
        return None
    table = cells(result, wave=wave, segment=chosen, gap=gap, level="dimension")

    def first(count: int) -> Chart:
        return _heat(replace(table, groups=table.groups[:count]), table)

    chart = _most(first, len(table.groups), room, least=2)
    return chart if chart.sheet.height <= room else None


def _heat(part: Cells, whole: Cells) -> Chart:
    """Return the heat map that is narrow enough: groups down the page, else across."""
    chart = heatmap.chart(part, _COLUMNS[0], turned=False)
    if chart.sheet.page > _COLUMNS[0]:
        chart = heatmap.chart(part, _COLUMNS[0], turned=True)
    shown, count = (len([g for g in t.groups if g != EVERYBODY]) for t in (part, whole))
    word = part.result.words("plots.not_shown", shown=shown, count=count) if shown < count else ""
    head = replace(chart.sheet.head, subtitle=word)
    return Chart(replace(chart.sheet, head=head), chart.draw)


def _most(first: Callable[[int], Chart], count: int, room: float, least: int) -> Chart:
    """Return the chart of as many rows as `room` (in inches) holds, `least` at the least."""

    def fits(rows: int) -> bool:
        sheet = first(rows).sheet
        return sheet.height <= room and sheet.page <= _COLUMNS[0]

    if fits(count):
        return first(count)
    rows = bisect_left(range(least + 1, count), True, key=lambda rows: not fits(rows))
    return first(min(least + rows, count))
