"""A chart as data: rows with a label, series with a value a row, and intervals where known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

__all__ = ["NativeChart", "Series", "ends_of"]

MOST_STEPS: Final = 8
"""An axis has no more steps than this."""

MOST_NAMED: Final = 8
"""Points that carry their labels; more carry numbers."""

COUNTED: Final = ("verdicts", "funnel")
"""Charts of counts."""

STEPS: Final = (0.1, 0.2, 0.5, 1.0)
"""Steps of an axis, in points of the scale."""


@dataclass(frozen=True)
class Series:
    """One series of a chart.

    Parameters
    ----------
    name
        As the legend has it.
    values
        One a row; None where undefined.
    low, high
        Ends of intervals, one a row; empty where there are none.
    tones
        Verdict of each row, which gives it its colour; empty for one colour throughout.
    """

    name: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    tones: tuple[str, ...] = ()

    @property
    def below(self) -> list[float]:
        """How far the interval reaches below each value; 0 where there is none.

        Examples
        --------
        >>> Series("Gap", (-1.0, None), (-1.5, None), (-0.5, None)).below
        [0.5, 0.0]
        """
        return [_reach(v, end) for v, end in zip(self.values, self.low, strict=True)]

    @property
    def above(self) -> list[float]:
        """How far the interval reaches above each value; 0 where there is none."""
        return [_reach(v, end) for v, end in zip(self.values, self.high, strict=True)]


@dataclass(frozen=True)
class NativeChart:
    """A chart of an office program.

    Parameters
    ----------
    name
        ``sides``, ``gaps``, ``five_gaps``, ``items``, ``waves``, ``gap_by_wave``, ``priorities``,
        ``verdicts``, ``funnel``.
    kind
        ``bars`` (across, the first row at the top), ``lines`` (rows are waves) or ``points`` (the
        first series lies across, the second upwards).
    title
        What it shows.
    axis
        What is measured, with what its sign means.
    rows
        A label a row.
    series
        What is drawn.
    ends
        Lowest and highest value of the axis; None: as the program likes.
    """

    name: str
    kind: str
    title: str
    axis: str
    rows: tuple[str, ...]
    series: tuple[Series, ...]
    ends: tuple[float, float] | None = None

    @property
    def numbered(self) -> bool:
        """Whether points carry numbers, since their labels would lie over each other."""
        return self.kind == "points" and len(self.rows) > MOST_NAMED

    @property
    def counts(self) -> bool:
        """Whether its values are counts, and no points of a scale."""
        return self.name in COUNTED

    @property
    def step(self) -> float | None:
        """Distance of two marks on the axis; None where its ends are left to the program."""
        return None if self.ends is None else _step(self.ends[1] - self.ends[0] - 1e-9)

    @property
    def numbers(self) -> bool:
        """Whether there is anything to draw."""
        return any(v is not None for series in self.series for v in series.values)


def ends_of(series: Series, *, zero: bool) -> tuple[float, float] | None:
    """Return where an axis ends so that no interval is cut; None where there are no figures.

    Office programs look at values alone.

    Examples
    --------
    >>> ends_of(Series("Gap", (-0.5,), (-0.71,), (-0.29,)), zero=True)
    (-0.8, 0.0)
    """
    known = [v for v in (*series.values, *series.low, *series.high) if v is not None]
    if not known:
        return None
    known += [0.0] if zero else []
    step = _step(max(known) - min(known))
    low, high = math.floor(min(known) / step), math.ceil(max(known) / step)
    return round(low * step, 1), round((high + (high == low)) * step, 1)


def _step(span: float) -> float:
    """Return the smallest step that gives an axis of this length no more than `MOST_STEPS`."""
    return next((step for step in STEPS if span / step <= MOST_STEPS - 2), math.ceil(span / 6))


def _reach(value: float | None, end: float | None) -> float:
    return 0.0 if value is None or end is None else abs(value - end)
