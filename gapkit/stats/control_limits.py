"""Limits between which a steady process stays, for figures of many waves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import gammaln, ndtr

from gapkit.stats.shares import wilson

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Bools, Floats

__all__ = [
    "FEWEST_WAVES", "RUN", "Limits", "beyond", "control_limits",
    "long_runs", "mean_limits", "pooled_sd", "proportion_limits",
]  # fmt: skip

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


def proportion_limits(counts: ArrayLike, sizes: ArrayLike, baseline: int = FEWEST_WAVES) -> Limits:
    """Return the limits of a chart of shares (p chart), wide where few were looked at.

    Parameters
    ----------
    counts, sizes : shape (waves,)
        How many had the property, and how many were looked at, 1 or more: calls with a critical
        error, say, and calls checked. Rows may be people of one wave as well; baseline is then 0.
    baseline
        The first so many waves make the centre, which is then held; 0 takes all.

    Returns
    -------
    Limits
        Shares between 0 and 1. For counts ÷ sizes, in `beyond`.

    Notes
    -----
    p̄ ± 3 √(p̄(1 − p̄) ÷ n), cut at 0 and 1 (Shewhart 1931), as R's ``qcc::qcc(type = "p")``. Where
    the baseline has no case, or nothing but cases, these have no width, and the next single case
    would be a signal: there the limits are Wilson's (1927) for that share at three sigmas. Waves
    that differ by more than chance in the long run need `control_limits` (Laney 2002).

    Examples
    --------
    >>> found = proportion_limits([10, 8, 30], [100, 100, 100], baseline=2)
    >>> found.centre, found.high.round(4), beyond([0.1, 0.08, 0.3], found)
    (0.09, array([0.1759, 0.1759, 0.1759]), array([False, False,  True]))
    """
    cases, n = np.asarray(counts, np.float64), np.asarray(sizes, np.float64)
    first = slice(0, baseline or len(n))
    centre = float(cases[first].sum() / n[first].sum())
    if centre in (0.0, 1.0):
        low, high = wilson(centre * n, n, 2 * float(ndtr(SIGMAS)) - 1)
        return Limits(centre, low, high, 1.0)
    half = SIGMAS * np.sqrt(centre * (1 - centre) / n)
    return Limits(centre, np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0), 1.0)


def mean_limits(
    means: ArrayLike, sizes: ArrayLike, sd: float, baseline: int = FEWEST_WAVES
) -> Limits:
    """Return the limits of a chart of means (x̄ chart), wide where few were scored.

    Parameters
    ----------
    means, sizes : shape (waves,)
        Mean of each wave and how many it is of, 1 or more.
    sd
        Standard deviation of single scores within a wave, as from `pooled_sd`.
    baseline
        The first so many waves make the centre, which is then held; 0 takes all.

    Notes
    -----
    Σnx̄ ÷ Σn ± 3 s ÷ √n (Shewhart 1931), as R's ``qcc::qcc(type = "xbar")``.

    Examples
    --------
    >>> found = mean_limits([4.0, 4.2, 3.0], [25, 25, 100], sd=1.0, baseline=2)
    >>> round(found.centre, 3), found.low.round(3), beyond([4.0, 4.2, 3.0], found)
    (4.1, array([3.5, 3.5, 3.8]), array([False, False,  True]))
    """
    x, n = np.asarray(means, np.float64), np.asarray(sizes, np.float64)
    first = slice(0, baseline or len(n))
    centre = float(np.average(x[first], weights=n[first]))
    half = SIGMAS * sd / np.sqrt(n)
    return Limits(centre, centre - half, centre + half, 1.0)


def pooled_sd(sds: ArrayLike, sizes: ArrayLike) -> float:
    """Return the standard deviation of single scores, pooled over waves and free of bias.

    Parameters
    ----------
    sds, sizes : shape (waves,)
        Standard deviation (n − 1) of each wave, and how many it is of; waves of one score have
        none and are left out.

    Returns
    -------
    float
        NaN where no wave has two scores.

    Notes
    -----
    √(Σ(n − 1)s² ÷ Σ(n − 1)) ÷ c₄, as R's ``qcc::sd.xbar(std.dev = "RMSDF")`` (Burr 1976).

    Examples
    --------
    >>> round(pooled_sd([1.0, 2.0], [10, 20]), 4)
    1.758
    """
    s, n = np.asarray(sds, np.float64), np.asarray(sizes, np.float64)
    s, free = s[n > 1], n[n > 1] - 1
    whole = float(free.sum())
    if not whole:
        return float("nan")
    log_c4 = 0.5 * np.log(2 / whole) + gammaln((whole + 1) / 2) - gammaln(whole / 2)
    return float(np.sqrt((free * np.square(s)).sum() / whole) / np.exp(log_c4))


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
