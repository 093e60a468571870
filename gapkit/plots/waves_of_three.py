"""Both sides of the overall gap and the gap itself over the waves: a gap also closes when less is expected."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.ticker import MaxNLocator

from gapkit.gaps.groups import natural
from gapkit.gaps.terms import gap_name
from gapkit.plots.canvas import hover_area
from gapkit.plots.chosen import as_number, count_text, interval_text, side_word, sign_of, subtitle
from gapkit.plots.fonts import width
from gapkit.plots.head import LEADING, Head, Key, mark_look, write
from gapkit.plots.labels import wrap
from gapkit.plots.marks import span
from gapkit.plots.nothing import nothing
from gapkit.plots.sheet import EDGE, PAGE, Chart, Sheet
from gapkit.plots.theme import (
    BAND,
    FAINT,
    INK,
    MUTED,
    SIDES,
    SIZE,
    WIDTH,
    VerdictStyle,
    verdict_style,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.results import Result

__all__ = ["chart", "describe", "waves_of_three"]

MOST_WAVES: Final = 8
"""The last ones are shown: two years of quarters."""


def waves_of_three(
    result: Result, *, segment: str = "all", value: str = "all", gap: str = "5",
    level: str = "overall", key: str = "overall", scores: Result | None = None,
    page: float = PAGE, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw both sides of a gap and, below them, the gap over the waves.

    Parameters
    ----------
    result
        A ``gaps`` result.
    segment, value
        Whose answers.
    gap, level, key
        Which row: by default overall gap 5.
    scores
        The result of this name of the same survey, if at hand: the sides then have intervals.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        Above, both means; below, the gap with the mark of its verdict. Bands and strokes are
        intervals; the grey band is the margin within which a gap counts as met.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return chart(_gather(result, segment, value, gap, level, key, scores), page).on(ax)


def describe(
    result: Result, *, segment: str = "all", value: str = "all", gap: str = "5",
    level: str = "overall", key: str = "overall", scores: Result | None = None,
) -> str:  # fmt: skip
    """Return the gap of every wave in words; arguments as `waves_of_three`."""
    shown = _gather(result, segment, value, gap, level, key, scores)
    words = result.words
    what = words("plots.describe.what", title=shown.title, of=shown.whom)
    said = shown.tips if shown.waves else [words("plots.nothing")]
    return words("list.sentences").join([what, words("list.between").join(said)])


@dataclass(frozen=True)
class _Side:
    """One side of the gap over the waves: means, and both ends of their intervals."""

    word: str
    look: VerdictStyle
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True)
class _Shown:
    """The gap of one group over the waves."""

    result: Result
    gap: str
    whom: str
    waves: list[str]
    records: list[dict[str, Any]]
    sides: tuple[_Side, ...]

    @property
    def title(self) -> str:
        return self.result.words("plots.waves_of_three.title")

    @property
    def margin(self) -> float:
        return self.result.options.margin * self.result.instrument.scale.range

    @property
    def tips(self) -> list[str]:
        words, decimals = self.result.words, self.result.options.decimals
        said = []
        for k, (wave, record) in enumerate(zip(self.waves, self.records, strict=True)):
            parts = [
                words(
                    "plots.tip", label=side.word, said=words.number(side.mean[k], decimals) or "–"
                )
                for side in self.sides
            ]
            parts += [
                f"{words('plots.gap')} {interval_text(record, words, decimals)}",
                f"{words('plots.n')} {count_text(record, words)}",
            ]
            said.append(words("plots.tip", label=wave, said=", ".join(parts)))
        return said

    def numbers(self, column: str) -> NDArray[np.float64]:
        return np.array([as_number(record.get(column)) for record in self.records], dtype=float)


def _gather(
    result: Result, segment: str, value: str, gap: str, level: str, key: str,
    scores: Result | None,
) -> _Shown:  # fmt: skip
    named = {"segment": segment, "value": value, "level": level, "key": key}
    rows = _where(result.frame, named | {"gap": gap})
    waves = sorted(rows["wave"].astype(str).unique(), key=natural)[-MOST_WAVES:]
    by_wave = {str(r["wave"]): {str(k): v for k, v in r.items()} for r in rows.to_dict("records")}
    records = [by_wave[wave] for wave in waves]
    sides = tuple(
        _side(result, scores, named, gap, side, waves, records) for side in ("left", "right")
    )
    return _Shown(result, gap, subtitle(result, "all", segment, value), waves, records, sides)


def _side(
    result: Result, scores: Result | None, named: dict[str, str], gap: str, side: str,
    waves: Sequence[str], records: Sequence[dict[str, Any]],
) -> _Side:  # fmt: skip
    """Return the means of one side, with intervals where `scores` has them."""
    known: dict[str, dict[Any, Any]] = {}
    battery = BATTERIES.get(gap, {}).get(side)
    if scores is not None and battery is not None:
        rows = _where(scores.frame, named | {"battery": battery})
        known = {str(r["wave"]): r for r in rows.to_dict("records")}
    mine = [
        known.get(wave) or {"mean": r.get(f"mean_{side}")}
        for wave, r in zip(waves, records, strict=True)
    ]
    ends = (
        np.array([as_number(row.get(column)) for row in mine], dtype=float)
        for column in ("mean", "ci_low", "ci_high")
    )
    return _Side(side_word(result.words, gap, side), SIDES[side], *ends)


BATTERIES: Final = {
    "5": {"left": "expectation", "right": "perception"},
    "adequacy": {"left": "minimum", "right": "perception"},
    "superiority": {"left": "desired", "right": "perception"},
}
"""Gaps whose both sides are batteries that the customers answered."""


def _where(frame: pd.DataFrame, cells: dict[str, str]) -> pd.DataFrame:
    for column, cell in cells.items():
        frame = frame[frame[column].astype(str) == cell]
    return frame


_PANELS: Final = (96.0, 82.0)
"""Heights of the panels above and below, in points."""

_TITLE: Final = SIZE.small * LEADING + 5
"""Room for a panel's title."""

_UNDER: Final = 2 * SIZE.small * LEADING + 4
"""Room for waves and n."""


@dataclass(frozen=True)
class _Panels(Sheet):
    """The measured form: two panels on one axis of waves."""

    labels: Sequence[str] = ()

    @property
    def body(self) -> float:
        return sum(_PANELS) + 2 * _TITLE

    @property
    def left(self) -> float:
        return EDGE + 28

    @property
    def under(self) -> float:
        return _UNDER + EDGE / 2

    def write(self, axes: Axes) -> None:
        axes.set_xticks([])
        axes.set_yticks([])
        for spine in axes.spines.values():
            spine.set_visible(False)
        self.write_head(axes)


def chart(shown: _Shown, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = shown.result.words
    head = Head(shown.title, shown.whom, _legend(shown) if shown.waves else ())
    if not shown.waves:
        return nothing(shown.result, head, page)
    texts = [*shown.waves, gap_name(words, shown.gap), *(side.word for side in shown.sides)]
    return Chart(_Panels(head, page=page, above=texts), partial(_draw, shown))


def _legend(shown: _Shown) -> list[Key]:
    words = shown.result.words
    level = words.percent(shown.result.options.confidence)
    keys = [
        Key(side.word, _joined(side.look) | {"color": side.look.colour}) for side in shown.sides
    ]
    margin = words.number(shown.margin, shown.result.options.decimals)
    return [
        *keys,
        Key(words("plots.interval", level=level), {"color": MUTED, "lw": WIDTH.interval}),
        Key(words("plots.margin", margin=margin), {"facecolor": BAND}, patch=True),
    ]


def _joined(look: VerdictStyle) -> dict[str, Any]:
    return mark_look(look) | {"lw": WIDTH.line}


@dataclass(frozen=True)
class _Panel:
    """One panel: its top in points, its height, and the figures at its ends."""

    axes: Axes
    top: float
    height: float
    low: float
    high: float

    def at(self, figures: Any) -> Any:
        """Place figures, in points from the top of the axes."""
        share = (np.asarray(figures, dtype=float) - self.low) / (self.high - self.low)
        return self.top + self.height * (1 - share)

    def scale(self, shown: _Shown, ends: float, *, sign: bool) -> None:
        """Draw lines at round figures and write them at the left."""
        words = shown.result.words
        found = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]).tick_values(self.low, self.high)
        places = [float(t) for t in found if self.low <= t <= self.high]
        decimals = next((d for d in (0, 1) if all(abs(round(t, d) - t) < 1e-9 for t in places)), 2)
        for tick in places:
            y = float(self.at(tick))
            self.axes.plot([-0.5, ends], [y, y], color=FAINT, lw=WIDTH.hair, zorder=0.5)
            text = words.number(tick, decimals, sign=sign)
            write(self.axes, (-0.5, y), f"{text} ", self.axes.transData, ha="right", color=MUTED)

    def course(self, mean: Any, low: Any, high: Any, look: VerdictStyle, marks: Sequence[VerdictStyle]) -> None:  # fmt: skip
        """Draw a band, the interval and the mark of each wave, and what joins them."""
        x = np.arange(len(mean), dtype=float)
        known = np.isfinite(low) & np.isfinite(high)
        if known.sum() > 1:
            there = np.concatenate([x[known], x[known][::-1]])
            ends = np.concatenate([self.at(low[known]), self.at(high[known])[::-1]])
            corners = np.column_stack([there, ends])
            self.axes.add_patch(Polygon(corners, facecolor=look.tint, alpha=0.45, lw=0, zorder=1))
        self.axes.plot(x, self.at(mean), color=look.colour, lw=WIDTH.line, zorder=3)
        self.axes.vlines(x[known], self.at(low[known]), self.at(high[known]), look.colour, lw=WIDTH.interval, zorder=3)  # fmt: skip
        for place, y, mark in zip(x, self.at(mean), marks, strict=True):
            if y == y:
                self.axes.add_line(
                    Line2D([place], [y], linestyle="none", zorder=5, **mark_look(mark))
                )


def _draw(shown: _Shown, axes: Axes, sheet: Sheet) -> None:
    count = len(shown.waves)
    axes.set_xlim(-0.5, count - 0.5)
    axes.set_ylim(sheet.body, 0)
    words, scale = shown.result.words, shown.result.instrument.scale
    sides = [figures for side in shown.sides for figures in (side.mean, side.low, side.high)]
    upper = _Panel(axes, _TITLE, _PANELS[0], *span(*sides, room=0.1, default=(scale.values[0], scale.values[-1])))  # fmt: skip
    axis = words("plots.axis.answer", low=scale.names[0], high=scale.names[-1])
    _title(axes, sheet, axis, 0.0)
    upper.scale(shown, count - 0.5, sign=False)
    for side in shown.sides:
        upper.course(side.mean, side.low, side.high, side.look, [side.look] * count)
    gap, low, high = (shown.numbers(column) for column in ("estimate", "ci_low", "ci_high"))
    top = _TITLE + _PANELS[0] + _TITLE
    ends = span(gap, low, high, [-shown.margin, shown.margin], room=0.08)
    lower = _Panel(axes, top, _PANELS[1], *ends)
    sign = words(
        "plots.waves_of_three.gap",
        gap=gap_name(words, shown.gap),
        sign=sign_of(shown.result, shown.gap),
    )
    _title(axes, sheet, sign, _TITLE + _PANELS[0])
    band = lower.at([shown.margin, -shown.margin])
    axes.axhspan(*band, color=BAND, lw=0, zorder=0)
    lower.scale(shown, count - 0.5, sign=True)
    axes.axhline(float(lower.at(0.0)), color=INK, lw=WIDTH.hair * 1.5, zorder=1.5)
    looks = [verdict_style(record.get("verdict")) for record in shown.records]
    lower.course(gap, low, high, _GAP, looks)
    _waves(shown, axes, sheet)
    for k, tip in enumerate(shown.tips):
        hover_area(axes, (k - 0.5, 0, 1, sheet.body), tip)


_GAP: Final = VerdictStyle(MUTED, FAINT, "o", "●")
"""The gap's course; its marks have the looks of their verdicts."""


def _title(axes: Axes, sheet: Sheet, text: str, top: float) -> None:
    inside = sheet.page * 72 - 2 * EDGE
    line = wrap(text, inside, SIZE.small, 1)[0]
    at = (-sheet.left + EDGE, top + SIZE.small * LEADING / 2 + 1)
    write(axes, at, line, sheet.beside(axes, 0), color=MUTED)


def _waves(shown: _Shown, axes: Axes, sheet: Sheet) -> None:
    """Name as many waves as have room, each with its n; the last one always."""
    words = shown.result.words
    inside = sheet.page * 72 - sheet.left - sheet.right
    counts = [count_text(record, words) for record in shown.records]
    said = [f"{words('plots.n')} {count}" for count in counts]
    widest = max(width(text, SIZE.small) for text in (*shown.waves, *said)) + 6
    step = max(1, int(np.ceil(len(shown.waves) * widest / inside)))
    for k in range(len(shown.waves) - 1, -1, -step):
        for line, text in enumerate((shown.waves[k], said[k])):
            y = sheet.body + (line + 0.5) * SIZE.small * LEADING + 2
            write(axes, (k, y), text, axes.transData, ha="center", color=MUTED)
