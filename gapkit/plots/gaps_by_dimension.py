"""The five gaps of every dimension side by side: a row a dimension, a panel a gap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from matplotlib.lines import Line2D

from gapkit.plots.canvas import bar, hover_area
from gapkit.plots.chosen import as_number, last_wave, subtitle
from gapkit.plots.head import LEADING, Head, Key, mark_look, write
from gapkit.plots.labels import wrap
from gapkit.plots.marks import span
from gapkit.plots.model_gaps import FIVE, ModelGaps, model_gaps
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import EDGE, PAGE, Chart, Sheet
from gapkit.plots.theme import BAND, FAINT, INK, MUTED, SIZE, VERDICTS, WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from gapkit.plots.model_gap import ModelGap
    from gapkit.results import Result

__all__ = ["chart", "describe", "five_gaps_by_dimension"]


def five_gaps_by_dimension(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw the five gaps of each dimension in one row, on one scale.

    Parameters
    ----------
    result
        A ``gaps`` result.
    wave, segment, value
        Whose answers; `wave` None is the last.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        A row a dimension and one for all together; a panel a gap. Within each a bar from no
        gap to the mark of the verdict, with the interval; the band is the margin of ``met``. A
        gap that is told from zero is printed bold.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(_gather(result, wave, segment, value)).on(ax)


def describe(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all"
) -> str:
    """Return the gaps of each dimension in words; arguments as `five_gaps_by_dimension`."""
    rows, words = _gather(result, wave, segment, value), result.words
    join = words("list.sentences").join
    title = words("plots.five_gaps.by_dimension")
    said = [words("plots.describe.what", title=title, of=rows.subtitle)]
    for label, gaps in zip(rows.labels, rows.rows, strict=True):
        each = [_short(gap) for gap in gaps.gaps if gap.known]
        if each:
            said.append(words("plots.five_gaps.said.dimension", label=label, gaps=words.list(each)))
    return join(said if rows.any else [*said, words("plots.nothing")])


def _short(gap: ModelGap) -> str:
    figure = gap.words.number(gap.estimate, gap.result.options.decimals, sign=True)
    name = gap.words(f"gap.{gap.name}.short")
    return gap.words(
        "plots.five_gaps.said.gap", gap=name, estimate=figure, verdict=gap.verdict_word
    )


@dataclass(frozen=True)
class _Rows:
    result: Result
    wave: str
    segment: str
    value: str
    rows: list[ModelGaps]

    @property
    def labels(self) -> list[str]:
        return [row.label for row in self.rows]

    @property
    def subtitle(self) -> str:
        return subtitle(self.result, self.wave, self.segment, self.value)

    @property
    def any(self) -> bool:
        return any(row.any for row in self.rows)

    @property
    def names(self) -> list[str]:
        """Gaps that were asked at all."""
        return [name for k, name in enumerate(FIVE) if any(row.gaps[k].record for row in self.rows)]

    @property
    def margin(self) -> float:
        """Margin of ``met`` in points of the scale."""
        return self.result.options.margin * self.result.instrument.scale.range

    @property
    def ends(self) -> tuple[float, float]:
        """Ends of every panel's axis."""
        figures = [
            as_number(gap.record.get(column))
            for row in self.rows
            for gap in row.gaps
            for column in ("estimate", "ci_low", "ci_high")
        ]
        return span(figures, [-self.margin, self.margin])


def _gather(result: Result, wave: str | None, segment: str, value: str) -> _Rows:
    frame = result.frame
    shown = last_wave(frame) if wave is None else str(wave)
    here = frame
    for column, cell in (("wave", shown), ("segment", segment), ("value", value)):
        here = here[here[column].astype(str) == str(cell)]
    here = here[here["gap"].astype(str).isin(FIVE) & here["level"].isin(["dimension", "overall"])]
    order = {d.id: k for k, d in enumerate(result.instrument.dimensions)}
    pairs = dict.fromkeys(zip(here["level"].astype(str), here["key"].astype(str), strict=True))
    keys = sorted(pairs, key=lambda pair: (pair[0] != "dimension", order.get(pair[1], len(order))))
    rows = [
        model_gaps(result, wave=shown, segment=segment, value=value, level=level, key=key)
        for level, key in keys
    ]
    return _Rows(result, shown, segment, value, rows)


_ROW: Final = 36.0
_ABOVE: Final = 9.0
_BELOW: Final = 7.0
"""A figure stands so far above the middle of its row and its mark so far below, in points."""

_HEADINGS: Final = 3
"""Most lines of a panel's heading."""

_BETWEEN: Final = 0.12
"""Room between panels, as a share of a panel."""


def chart(rows: _Rows, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words, options = rows.result.words, rows.result.options
    title = words("plots.five_gaps.by_dimension")
    if not rows.any:
        return nothing(rows.result, Head(title, rows.subtitle), page)
    names = rows.result.instrument.scale.names
    level = words.level(options.confidence)
    note = words("plots.five_gaps.note_rows", low=names[0], high=names[-1], level=level)
    head = Head(title, f"{rows.subtitle} · {note}", _legend(rows))
    gaps = [gap for row in rows.rows for gap in row.gaps]
    above = [text for gap in gaps for text in (gap.heading, gap.verdict_word)]
    top = _HEADINGS * SIZE.small * LEADING + 8
    sheet = Sheet(head, rows.labels, page=page, row=_ROW, top=top, above=above)
    return Chart(sheet, partial(_draw, rows))


def _legend(rows: _Rows) -> list[Key]:
    words, options = rows.result.words, rows.result.options
    seen = {gap.verdict for row in rows.rows for gap in row.gaps if gap.known}
    keys = [
        Key.mark(words(f"verdict.{verdict}"), style)
        for verdict, style in VERDICTS.items()
        if verdict in seen
    ]
    margin = words.number(rows.margin, options.decimals)
    keys.append(Key(words("plots.margin", margin=margin), {"facecolor": BAND}, patch=True))
    return keys


def _draw(rows: _Rows, axes: Axes, sheet: Sheet) -> None:
    names, (low, high) = rows.names, rows.ends
    step = (high - low) * (1 + _BETWEEN)
    axes.set_xlim(low, low + step * len(names) - (high - low) * _BETWEEN)
    wide = (sheet.page * 72 - sheet.left - sheet.right) / (len(names) * (1 + _BETWEEN) - _BETWEEN)
    for k, name in enumerate(names):
        panel = _Panel(axes, k * step, low, high, wide)
        gaps = [next(gap for gap in row.gaps if gap.name == name) for row in rows.rows]
        panel.head(gaps[0])
        panel.band(rows.margin, sheet.body)
        for gap, y in zip(gaps, sheet.rows, strict=True):
            panel.row(gap, y)
    _rule(rows, axes, sheet)


def _rule(rows: _Rows, axes: Axes, sheet: Sheet) -> None:
    """Draw lines between rows, a stronger one where the dimensions end."""
    inside = sheet.page * 72 - sheet.left - sheet.right
    last = len(sheet.rows) - 2
    for k, (y, height) in enumerate(zip(sheet.rows[:-1], sheet.heights[:-1], strict=True)):
        strong = k == last and rows.rows[-1].level == "overall"
        line = Line2D(
            [-sheet.left + EDGE, inside], [y + height / 2] * 2, clip_on=False, zorder=1,
            color=MUTED if strong else FAINT, linewidth=WIDTH.hair,
            transform=sheet.beside(axes, 0),
        )  # fmt: skip
        axes.add_artist(line)


@dataclass(frozen=True)
class _Panel:
    """One gap's column: `zero` is where no gap lies, low and high are what it reaches to."""

    axes: Axes
    zero: float
    low: float
    high: float
    wide: float

    @property
    def middle(self) -> float:
        return self.zero + (self.low + self.high) / 2

    def head(self, gap: ModelGap) -> None:
        lines = wrap(gap.heading, self.wide, SIZE.small, 2)
        if not gap.heads:
            lines.append(gap.words("plots.five_gaps.level_alone"))
        for k, line in enumerate(lines):
            y = -4 - (len(lines) - k - 0.5) * SIZE.small * LEADING
            self._write(self.middle, y, line, color=MUTED)

    def band(self, margin: float, body: float) -> None:
        bar(self.axes, (self.zero - margin, 0, 2 * margin, body), color=BAND, lw=0, zorder=0)

    def row(self, gap: ModelGap, y: float) -> None:
        box = (self.zero + self.low, y - _ROW / 2, self.high - self.low, _ROW)
        hover_area(self.axes, box, gap.said)
        if gap.known:
            self._figure(gap, y)
            return
        lines = wrap(gap.verdict_word, self.wide, SIZE.small, 2)
        for k, line in enumerate(lines):
            at = y + (k - (len(lines) - 1) / 2) * SIZE.small * LEADING
            self._write(self.middle, at, line, color=MUTED)

    def _figure(self, gap: ModelGap, y: float) -> None:
        said = gap.words.number(gap.estimate, gap.result.options.decimals, sign=True)
        weight = "bold" if gap.told else "normal"
        self._write(self.zero, y - _ABOVE, said, weight=weight)
        y += _BELOW
        # the line of no gap leaves room for the figure above
        self._line((0, 0), (y - 8, y + 8), color=INK, lw=WIDTH.hair * 1.5, zorder=1.5)
        self._line((0, gap.estimate), (y, y), color=gap.style.tint, lw=6.0, zorder=2)
        ends = as_number(gap.record.get("ci_low")), as_number(gap.record.get("ci_high"))
        look = {"color": gap.style.colour, "lw": WIDTH.interval, "zorder": 3}
        self._line(ends, (y, y), **look)
        for end in ends:
            self._line((end, end), (y - 2.5, y + 2.5), **look)
        mark = mark_look(gap.style) | {"linestyle": "none", "zorder": 5}
        self._line((gap.estimate,), (y,), **mark)

    def _line(self, x: Sequence[float], y: Sequence[float], **look: Any) -> None:
        self.axes.add_artist(Line2D([self.zero + place for place in x], y, **look))

    def _write(self, x: float, y: float, text: str, **look: Any) -> None:
        write(self.axes, (x, y), text, self.axes.transData, ha="center", zorder=4, **look)
