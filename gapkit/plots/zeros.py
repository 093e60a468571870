"""The three zeros over the waves, a panel each, beside their targets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.groups import WHOLE, natural
from gapkit.gaps.terms import reason_word
from gapkit.plots.canvas import hover_area
from gapkit.plots.chosen import as_number, records_of, take
from gapkit.plots.head import Head, Key
from gapkit.plots.marks import span
from gapkit.plots.nothing import nothing
from gapkit.plots.panels import TITLE, Panel, Panels, name_waves, panel_title
from gapkit.plots.sheet import PAGE, Chart, Sheet
from gapkit.plots.theme import ACCENT, MUTED, REFERENCE, VERDICTS, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from gapkit.plots.theme import VerdictStyle
    from gapkit.results import Result

__all__ = ["chart", "describe", "zeros"]

SHOWN: Final = ("index", "recovered", "per_customer")
"""Measures that have a panel, one a zero."""

SHARE: Final = "recovered"
"""The measure that is a share: told in per cent."""

MOST_WAVES: Final = 12
"""The last ones are shown."""

_HEIGHT: Final = 84.0
"""Height of a panel in points."""

_LOOKS: Final = {"yes": VERDICTS["met"], "no": VERDICTS["shortfall"], "": VERDICTS["unclear"]}
"""Whether a target is met → the look of the mark."""


def zeros(result: Result, *, unit: str = WHOLE, page: float = PAGE, ax: Axes | None = None) -> Axes:
    """Draw where zero distance, zero complaints and zero cost stand, wave by wave.

    Parameters
    ----------
    result
        A ``zeros`` result.
    unit
        Whose figures; ``all`` is everybody.
    page
        Width in inches of a figure of its own.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        From top to bottom the index of nearness (0 to 100), the share of complaints put right in time
        (per cent) and the cost of serving one customer for a period; those that there are. Strokes
        and bands are intervals, a dashed line is the target, and a mark says whether it is met.

    Raises
    ------
    CallError
        There is no such unit.
    """
    return chart(_gather(result, unit), page).on(ax)


def describe(result: Result, *, unit: str = WHOLE) -> str:
    """Return the figures of every wave in words; arguments as `zeros`."""
    shown = _gather(result, unit)
    words = result.words
    what = words("plots.describe.what", title=shown.title, of=shown.subtitle)
    said = [
        words("plots.zeros.said", what=course.title, figures=words("list.between").join(figures))
        for course in shown.courses
        if (figures := course.figures(shown.waves))
    ]
    return words("list.sentences").join([what, *(said or [words("plots.nothing")])])


@dataclass(frozen=True)
class _Course:
    """One measure over the waves; float arrays, NaN where a wave has no figure."""

    result: Result
    measure: str
    zero: str
    title: str
    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    target: float
    looks: list[VerdictStyle]
    reasons: list[str]

    def said(self, figure: float) -> str:
        """Return a figure as it is read; blank where there is none."""
        say, share = self.result.words, self.measure == SHARE
        decimals = 1 if self.measure == "index" else self.result.options.decimals
        return say.percent(figure / 100) if share else say.number(figure, decimals)

    def figures(self, waves: list[str]) -> list[str]:
        """Return the figures with their waves, of those that have one."""
        words = self.result.words
        return [
            words("plots.run_chart.part", wave=wave, figure=self.said(value))
            for wave, value in zip(waves, self.value, strict=True)
            if value == value
        ]

    def tip(self, wave: int) -> str:
        """Return the figure of a wave with its interval, or why there is none."""
        words = self.result.words
        figure = self.said(self.value[wave]) or self.reasons[wave] or "–"
        if np.isfinite(self.low[wave]) and np.isfinite(self.high[wave]):
            figure += f" [{self.said(self.low[wave])}, {self.said(self.high[wave])}]"
        return words("plots.tip", label=self.zero, said=figure)


@dataclass(frozen=True)
class _Shown:
    result: Result
    unit: str
    waves: list[str]
    courses: list[_Course]

    @property
    def title(self) -> str:
        """The last figure of each zero."""
        words = self.result.words
        last = [(course, course.value[np.isfinite(course.value)]) for course in self.courses]
        said = [
            words(f"plots.zeros.part.{course.measure}", figure=course.said(known[-1]))
            for course, known in last
            if len(known)
        ]
        return words("list.between").join(said) or words("plots.zeros.title")

    @property
    def subtitle(self) -> str:
        """Whose figures, and of which waves."""
        words = self.result.words
        if not self.waves:
            return ""
        ends = {"first": self.waves[0], "last": self.waves[-1]}
        when = words("plots.zeros.when", **ends) if len(self.waves) > 1 else self.waves[0]
        if self.unit == WHOLE:
            return when
        return words("plots.when_whom", wave=when, whom=words.unit(self.unit))


def _gather(result: Result, unit: str) -> _Shown:
    # of all waves: by another name they are not chosen from
    every = replace(result, frame=result.frame.rename(columns={"wave": "at"}))
    frame = take(every, None, unit=unit)
    frame = frame[frame["measure"].isin(SHOWN)]
    waves = sorted(dict.fromkeys(frame["at"].astype(str)), key=natural)[-MOST_WAVES:]
    there = [m for m in SHOWN if frame.loc[frame["measure"] == m, "value"].notna().any()]
    courses = [_course(result, frame[frame["measure"] == m], waves, unit) for m in there]
    return _Shown(result, unit, waves, courses)


def _course(result: Result, rows: Any, waves: list[str], unit: str) -> _Course:
    words = result.words
    measure, zero = str(rows["measure"].iloc[0]), str(rows["zero"].iloc[0])
    by_wave = {str(r["at"]): r for r in records_of(rows)}
    mine: list[dict[str, Any]] = [by_wave.get(wave, {}) for wave in waves]
    times = 100.0 if measure == SHARE else 1.0
    value, low, high, target = (
        times * np.array([as_number(r.get(column)) for r in mine], dtype=float)
        for column in ("value", "ci_low", "ci_high", "target")
    )
    known = target[np.isfinite(target)]
    aim = float(known[-1]) if len(known) else float("nan")
    looks = [_LOOKS[str(r.get("met", ""))] if aim == aim else ACCENT for r in mine]
    name = words(f"zeros.zero.{zero}")
    title = words("plots.zeros.panel", zero=name, measure=words(f"zeros.measure.{measure}"))
    title += words("plots.zeros.percent") if measure == SHARE else ""
    title += _elasticity(result, unit) if zero == "cost" else ""
    reasons = [reason_word(words, r.get("reason", "")) for r in mine]
    return _Course(result, measure, name, title, value, low, high, aim, looks, reasons)


def _elasticity(result: Result, unit: str) -> str:
    """Return how total cost goes with customers, where that is told."""
    frame = result.frame
    rows = frame[(frame["measure"] == "elasticity") & (frame["unit"] == unit)]
    if rows.empty or rows["value"].isna().all():
        return ""
    row, number = rows.iloc[0], result.words.number
    figures = {
        name: number(row[column])
        for name, column in (("value", "value"), ("low", "ci_low"), ("high", "ci_high"))
    }
    return result.words("plots.zeros.elasticity", **figures)


def chart(shown: _Shown, page: float = PAGE) -> Chart:
    """Return the measured chart, `page` inches wide."""
    head = Head(shown.title, shown.subtitle, _legend(shown) if shown.courses else ())
    if not shown.courses:
        return nothing(shown.result, head, page)
    texts = [*shown.waves, *(course.title for course in shown.courses)]
    heights = (_HEIGHT,) * len(shown.courses)
    form = Panels(head, page=page, above=texts, panels=heights, below=1)
    return Chart(form, partial(_draw, shown))


def _legend(shown: _Shown) -> list[Key]:
    words = shown.result.words
    level = words.level(shown.result.options.confidence)
    keys = [Key(words("plots.interval", level=level), {"color": MUTED, "lw": WIDTH.interval})]
    if any(course.target == course.target for course in shown.courses):
        keys.append(Key(words("plots.zeros.target"), REFERENCE))
        there = {look for course in shown.courses for look in course.looks}
        readings = {"yes": "reached", "no": "missed", "": "not_settled"}
        keys += [
            Key.mark(words(f"zeros.reading.{readings[met]}"), look)
            for met, look in _LOOKS.items()
            if look in there
        ]
    return keys


def _draw(shown: _Shown, axes: Axes, sheet: Sheet) -> None:
    count = len(shown.waves)
    axes.set_xlim(-0.5, count - 0.5)
    axes.set_ylim(sheet.body, 0)
    for k, course in enumerate(shown.courses):
        top = k * (_HEIGHT + TITLE)
        panel_title(axes, sheet, course.title, top)
        ends = span(course.value, course.low, course.high, [course.target], room=0.1)
        panel = Panel(axes, top + TITLE, _HEIGHT, *ends)
        panel.scale(shown.result.words, count - 0.5)
        if course.target == course.target:
            at = float(panel.at(course.target))
            axes.plot([-0.5, count - 0.5], [at, at], zorder=1.5, **REFERENCE)
        panel.course(course.value, course.low, course.high, ACCENT, course.looks)
    name_waves(axes, sheet, shown.waves)
    for k, wave in enumerate(shown.waves):
        said = shown.result.words("list.between").join(course.tip(k) for course in shown.courses)
        tip = shown.result.words("plots.tip", label=wave, said=said)
        hover_area(axes, (k - 0.5, 0, 1, sheet.body), tip)
