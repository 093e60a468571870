"""Both sides of the overall gap and the gap itself over the waves: a gap also closes when less is expected."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.groups import natural
from gapkit.gaps.terms import gap_name
from gapkit.plots.canvas import hover_area
from gapkit.plots.chosen import (
    as_number,
    count_text,
    interval_text,
    records_of,
    side_word,
    sign_of,
    subtitle,
)
from gapkit.plots.head import Head, Key, mark_look
from gapkit.plots.marks import span
from gapkit.plots.nothing import nothing
from gapkit.plots.panels import TITLE, Panel, Panels, name_waves, panel_title
from gapkit.plots.sheet import PAGE, Chart, Sheet
from gapkit.plots.theme import (
    BAND,
    FAINT,
    INK,
    MUTED,
    SIDES,
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
            said.append(words("plots.tip", label=wave, said=words("list.between").join(parts)))
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
    by_wave = {str(r["wave"]): r for r in records_of(rows)}
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
    known: dict[str, dict[str, Any]] = {}
    battery = BATTERIES.get(gap, {}).get(side)
    if scores is not None and battery is not None:
        rows = _where(scores.frame, named | {"battery": battery})
        known = {str(r["wave"]): r for r in records_of(rows)}
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


def chart(shown: _Shown, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    words = shown.result.words
    head = Head(shown.title, shown.whom, _legend(shown) if shown.waves else ())
    if not shown.waves:
        return nothing(shown.result, head, page)
    texts = [*shown.waves, gap_name(words, shown.gap), *(side.word for side in shown.sides)]
    return Chart(Panels(head, page=page, above=texts, panels=_PANELS), partial(_draw, shown))


def _legend(shown: _Shown) -> list[Key]:
    words = shown.result.words
    level = words.level(shown.result.options.confidence)
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


def _draw(shown: _Shown, axes: Axes, sheet: Sheet) -> None:
    count = len(shown.waves)
    axes.set_xlim(-0.5, count - 0.5)
    axes.set_ylim(sheet.body, 0)
    second = TITLE + _PANELS[0]
    words, scale = shown.result.words, shown.result.instrument.scale
    sides = [figures for side in shown.sides for figures in (side.mean, side.low, side.high)]
    upper = Panel(axes, TITLE, _PANELS[0], *span(*sides, room=0.1, default=(scale.values[0], scale.values[-1])))  # fmt: skip
    axis = words("plots.axis.answer", low=scale.names[0], high=scale.names[-1])
    panel_title(axes, sheet, axis, 0.0)
    upper.scale(words, count - 0.5)
    for side in shown.sides:
        upper.course(side.mean, side.low, side.high, side.look, [side.look] * count)
    gap, low, high = (shown.numbers(column) for column in ("estimate", "ci_low", "ci_high"))
    ends = span(gap, low, high, [-shown.margin, shown.margin], room=0.08)
    lower = Panel(axes, second + TITLE, _PANELS[1], *ends)
    sign = words(
        "plots.waves_of_three.gap",
        gap=gap_name(words, shown.gap),
        sign=sign_of(shown.result, shown.gap),
    )
    panel_title(axes, sheet, sign, second)
    band = lower.at([shown.margin, -shown.margin])
    axes.axhspan(*band, color=BAND, lw=0, zorder=0)
    lower.scale(words, count - 0.5, sign=True)
    axes.axhline(float(lower.at(0.0)), color=INK, lw=WIDTH.hair * 1.5, zorder=1.5)
    looks = [verdict_style(record.get("verdict")) for record in shown.records]
    lower.course(gap, low, high, _GAP, looks)
    _waves(shown, axes, sheet)
    for k, tip in enumerate(shown.tips):
        hover_area(axes, (k - 0.5, 0, 1, sheet.body), tip)


_GAP: Final = VerdictStyle(MUTED, FAINT, "o", "●")
"""The gap's course; its marks have the looks of their verdicts."""


def _waves(shown: _Shown, axes: Axes, sheet: Sheet) -> None:
    counts = [count_text(record, shown.result.words) for record in shown.records]
    n = shown.result.words("plots.n")
    name_waves(axes, sheet, shown.waves, [f"{n} {count}" for count in counts])
