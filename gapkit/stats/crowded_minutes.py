"""Minutes in which more forms of a unit were handed in than its own pace explains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.stats.similar_forms import UNLIKE_UNITS, count_tail

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gapkit.stats.frequencies import Ints

__all__ = ["Crowd", "crowded_minutes"]

FEWEST: Final = 5
"""Fewer forms in one minute are no crowd: a family, or a row of tablets."""

AROUND: Final = 30
"""Minutes before and after that show the unit's pace."""

IN_BULK: Final = 0.5
"""Where more forms than this share their minute, they were entered in bulk: it says nothing then."""


@dataclass(frozen=True)
class Crowd:
    """A minute of one unit.

    Parameters
    ----------
    unit
        Its number.
    forms
        Positions of the forms.
    expected
        Forms that the unit's pace would bring in one minute.
    p
        Chance of as many or more.
    """

    unit: int
    forms: Ints
    expected: float
    p: float


def crowded_minutes(
    seconds: NDArray[np.float64], unit: NDArray[Any], alpha: float = 0.01
) -> list[Crowd]:
    """Find minutes in which a unit's forms crowd.

    Parameters
    ----------
    seconds : shape (forms,)
        When each form was handed in; NaN where it is not known.
    unit : int, shape (forms,)
        Unit of each form.
    alpha
        Chance of any crowd at all where customers come at the unit's pace; shared out among all
        minutes in which forms came (Bonferroni).

    Returns
    -------
    list of Crowd
        In the order of units and time; empty where forms were entered in bulk.

    Notes
    -----
    The count of a minute is held against a Poisson law. Its mean is the larger of two paces: that
    of the half hours before and after, and that of the unit's whole time times `UNLIKE_UNITS`,
    since customers come in opening hours.

    Examples
    --------
    >>> steady = np.arange(0, 60 * 60 * 60, 60 * 12.0)
    >>> crowd = np.append(steady, [1000.0 + k for k in range(8)])
    >>> [len(c.forms) for c in crowded_minutes(crowd, np.zeros(len(crowd), int))]
    [8]
    """
    known = np.flatnonzero(~np.isnan(seconds))
    minute = np.floor(seconds[known] / 60).astype(np.int64)
    pairs = np.column_stack([np.asarray(unit, np.int64)[known], minute])
    places, where, counts = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    where = where.reshape(-1)
    if not len(known) or (counts[where] > 1).mean() > IN_BULK:
        return []
    found = []
    for k in np.flatnonzero(counts >= FEWEST).tolist():
        number, at = places[k].tolist()
        expected = _pace(minute[pairs[:, 0] == number], at, int(counts[k]))
        p = count_tail(int(counts[k]), expected)
        if p < alpha / len(places):
            found.append(Crowd(number, known[where == k], expected, p))
    return found


def _pace(minutes: Ints, at: int, count: int) -> float:
    """Return the forms a minute that a unit's pace would bring, the minute itself left out."""
    around = int((np.abs(minutes - at) <= AROUND).sum()) - count
    span = int(minutes.max() - minutes.min()) + 1
    overall = (len(minutes) - count) / max(span - 1, 2 * AROUND)
    return max(around / (2 * AROUND), UNLIKE_UNITS * overall)
