"""Limits between which a steady process stays, for figures of many waves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Bools, Floats

__all__ = ["FEWEST_WAVES", "RUN", "Limits", "beyond", "control_limits", "long_runs"]

FEWEST_WAVES: Final = 12
"""With fewer waves limits are a drawing, not a chart."""

MOVING_RANGE: Final = 1.128
"""Expected range of two normal values in standard deviations, as tables print it (d₂)."""

SIGMAS: Final = 3.0
"""Shewhart's (1931) limits."""

RUN: Final = 8
"""Points in a row on one side of the centre that are a signal (Western Electric 1956)."""


@dataclass(frozen=True)
class Limits:
    """Centre and limits.

    Parameters
    ----------
    centre
        The process's mean over the baseline.
    low, high : shape (waves,)
        Three standard deviations of that wave's figure below and above.
    inflation
        How much more waves vary than their standard errors say; 1 where they do not.
    """

    centre: float
    low: Floats
    high: Floats
    inflation: float


def control_limits(
    figure: ArrayLike,
    se: ArrayLike = 1.0,
    centre: float | None = None,
    baseline: int = FEWEST_WAVES,
) -> Limits:
    """Return the limits of a chart of individual figures, wide where few people answered.

    Parameters
    ----------
    figure : shape (waves,)
        One a wave, in order; no NaN.
    se : shape () or (waves,)
        Standard error of each, up to a common factor: only its relation between waves matters.
    centre
        The process's mean; by default the figures' mean over the baseline, weighted by 1 ÷ se².
    baseline
        The first so many waves make the limits, which are then held; 0 takes all.

    Notes
    -----
    Laney (2002): figures are divided by their standard errors, and the mean moving range of these,
    over 1.128, says how much waves really vary. With one standard error for all waves this is
    the chart of individuals (R's ``qcc::qcc(type = "xbar.one")``).

    Examples
    --------
    >>> found = control_limits([1.0, 2.0, 1.0, 2.0], baseline=0)
    >>> found.centre, found.low[0].round(4)
    (1.5, np.float64(-1.1596))
    """
    x, error = np.broadcast_arrays(np.asarray(figure, np.float64), np.asarray(se, np.float64))
    first = slice(0, baseline or len(x))
    middle = float(np.average(x[first], weights=error[first] ** -2.0)) if centre is None else centre
    z = (x[first] - middle) / error[first]
    inflation = float(np.mean(np.abs(np.diff(z))) / MOVING_RANGE)
    half = SIGMAS * inflation * error
    return Limits(middle, middle - half, middle + half, inflation)


def beyond(figure: ArrayLike, limits: Limits) -> Bools:
    """Return which figures lie outside the limits; shape (waves,)."""
    x = np.asarray(figure, np.float64)
    return (x < limits.low) | (x > limits.high)


def long_runs(figure: ArrayLike, centre: float, least: int = RUN) -> Bools:
    """Return which figures end or continue a run of at least `least` on one side of the centre.

    Examples
    --------
    >>> long_runs([1, 1, -1, 1, 1, 1], 0.0, least=3)
    array([False, False, False, False, False,  True])
    """
    side = np.sign(np.asarray(figure, np.float64) - centre)
    found = np.zeros(len(side), np.bool_)
    length = 0
    for k, here in enumerate(side):
        length = length + 1 if k and here == side[k - 1] and here != 0 else int(here != 0)
        found[k] = length >= least
    return found
