"""Bootstrap intervals from tables of counts.

Drawing n people from a table of counts is one multinomial draw, the same law as resampling rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy.special import ndtr, ndtri

from gapkit.stats.bootstrap_law import lattice, quantiles_of_sums

if TYPE_CHECKING:
    from collections.abc import Callable

    from gapkit.stats.frequencies import Bools, Floats, Frequencies, Ints

    Statistic: TypeAlias = Callable[[Floats, Floats], Floats]

__all__ = [
    "MeanBootstrap",
    "acceleration",
    "bca",
    "bca_of_draws",
    "bootstrap_mean",
    "draw_counts",
    "expanded_quantiles",
]

# Above this many points the law costs more than drawing.
MAX_GRID = 1 << 20
# From so many people on, the law's cumulants give its quantiles to far below what is printed.
MANY_PEOPLE = 200
# Where they do to a millionth of a standard error, a finer grid than this is not worth its transforms.
VERY_MANY_PEOPLE = 10_000
FINE_GRID = 1 << 16
# An interval of a statistic that so many draws leave undefined says nothing.
_LEAST_DEFINED = 0.9


@dataclass(frozen=True)
class MeanBootstrap:
    """Percentile bootstrap interval of each row's mean.

    Parameters
    ----------
    low, high : float, shape (rows,)
        Limits in the values' own units; NaN where n is below 2 or nothing varies.
    drawn : bool, shape (rows,)
        Where draws were taken because the grid of sums is too wide for the law itself.
    """

    low: Floats
    high: Floats
    drawn: Bools


def bootstrap_mean(
    f: Frequencies, confidence: float = 0.95, draws: int = 2000, seed: int = 1
) -> MeanBootstrap:
    """Percentile bootstrap interval of the mean, from the law of all resamples.

    Parameters
    ----------
    f
        Distributions, one a row.
    confidence
        Share of the interval.
    draws, seed
        Used for rows of fewer than 200 people whose sums have more than 2^20 grid points; every
        row is drawn from the same seed, so that neither order nor company changes it. With more
        people on so fine a grid, and with 10,000 on more than 2^16 points, the law's quantiles
        follow from its cumulants.

    Notes
    -----
    Efron & Tibshirani (1993), with endless resamples (see `bootstrap_law`). In small and lopsided
    samples a percentile interval covers less than it says: the t interval is the one to report.

    Examples
    --------
    >>> from gapkit.stats.frequencies import Frequencies
    >>> f = Frequencies.from_dense([[1, 4, 12, 16, 18, 8, 1]], [-4, -3, -2, -1, 0, 1, 2])
    >>> b = bootstrap_mean(f)
    >>> b.low.round(4), b.high.round(4)
    (array([-1.0833]), array([-0.45]))
    """
    low, high = np.full(f.rows, np.nan), np.full(f.rows, np.nan)
    varied = np.flatnonzero(f.varies)
    some = f.take(varied)
    grid = lattice(some)
    wide = grid.size > np.where(some.n < VERY_MANY_PEOPLE, MAX_GRID, FINE_GRID)
    narrow = np.flatnonzero(~wide)
    if len(narrow):
        g = some.take(narrow)
        its_grid = lattice(g)
        tail = (1 - confidence) / 2
        for target, sums in zip((low, high), quantiles_of_sums(g, its_grid, tail), strict=True):
            mean = its_grid.middle + its_grid.width * sums / g.n
            target[varied[narrow]] = mean / g.denominator
    many = wide & (some.n >= MANY_PEOPLE)
    if many.any():
        limits = expanded_quantiles(some.take(many), (1 - confidence) / 2)
        low[varied[many]], high[varied[many]] = limits
    wide &= ~many
    for row in np.flatnonzero(wide):
        low[varied[row]], high[varied[row]] = _drawn_mean(some, int(row), confidence, draws, seed)
    drawn = np.zeros(f.rows, bool)
    drawn[varied] = wide
    return MeanBootstrap(low, high, drawn)


def expanded_quantiles(f: Frequencies, tail: float) -> tuple[Floats, Floats]:
    """Return two quantiles of the mean of all resamples, from the law's first four cumulants.

    Parameters
    ----------
    f
        Distributions that vary, each of many people.
    tail
        Probability below the lower and above the upper quantile.

    Notes
    -----
    Cornish & Fisher (1938): the law of a resampled mean has the sample's mean, its variance ÷ n,
    skewness ÷ √n and excess kurtosis ÷ n; what is left out is of order n^(−3/2) standard errors.

    Examples
    --------
    >>> from gapkit.stats.frequencies import Frequencies
    >>> f = Frequencies.from_dense([[900, 100]], [0, 1])
    >>> low, high = expanded_quantiles(f, 0.025)
    >>> low.round(4), high.round(4)
    (array([0.0818]), array([0.119]))
    """
    n = f.n.astype(np.float64)
    mean = f.total / n
    away = f.value - mean[f.row]
    second, third, fourth = (f.sum_floats(away**k * f.count) / n for k in (2, 3, 4))
    skew = third / second**1.5 / np.sqrt(n)
    excess = (fourth / second**2 - 3) / n
    limits = []
    for z in (ndtri(tail), -ndtri(tail)):
        step = z + (z**2 - 1) * skew / 6 + (z**3 - 3 * z) * excess / 24
        step -= (2 * z**3 - 5 * z) * skew**2 / 36
        limits.append((mean + np.sqrt(second / n) * step) / f.denominator)
    return limits[0], limits[1]


def _drawn_mean(
    f: Frequencies, row: int, confidence: float, draws: int, seed: int
) -> tuple[float, float]:
    values, count = _table(f, row)
    means = draw_counts(count, draws, seed) @ values / count.sum()
    tail = (1 - confidence) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return float(low), float(high)


def draw_counts(count: Ints, draws: int, seed: int) -> Ints:
    """Draw tables of counts of as many people; shape (draws, V) from a table of shape (V,).

    Examples
    --------
    >>> draw_counts(np.array([2, 3]), draws=4, seed=1).sum(axis=1)
    array([5, 5, 5, 5])
    """
    people = int(count.sum())
    return np.random.default_rng(seed).multinomial(people, count / people, size=draws)


def bca(
    f: Frequencies,
    statistic: Statistic,
    confidence: float = 0.95,
    draws: int = 2000,
    seed: int = 1,
) -> tuple[Floats, Floats]:
    """BCa bootstrap interval of any statistic of a table of counts.

    Parameters
    ----------
    f
        Distributions, one a row.
    statistic
        Function of values, shape (V,), and counts, shape (..., V), that gives shape (...).
    confidence
        Share of the interval.
    draws, seed
        Multinomial draws for each row.

    Returns
    -------
    tuple of float, shape (rows,)
        Low and high limits; NaN where n is below 2 or nothing varies.

    Notes
    -----
    Efron (1987); bias correction by mid-ranks, acceleration by the jackknife, each value left out
    once and weighted by its count. Draws that leave the statistic undefined are left out.

    Examples
    --------
    >>> from gapkit.stats.frequencies import Frequencies
    >>> f = Frequencies.from_dense([[1, 4, 12, 16, 18, 8, 1]], [-4, -3, -2, -1, 0, 1, 2])
    >>> low, high = bca(f, lambda values, counts: counts @ values / counts.sum(axis=-1))
    >>> bool(low[0] < -46 / 60 < high[0])
    True
    """
    low, high = np.full(f.rows, np.nan), np.full(f.rows, np.nan)
    for row in np.flatnonzero(f.varies).tolist():
        values, count = _table(f, row)
        drawn = _quietly(statistic, values, draw_counts(count, draws, seed))
        estimate = float(_quietly(statistic, values, count))
        left_out = _quietly(statistic, values, count - np.eye(len(count)))
        low[row], high[row] = bca_of_draws(drawn, estimate, left_out, count, confidence)
    return low, high


def _quietly(statistic: Statistic, values: Floats, counts: Floats | Ints) -> Floats:
    # a resample without variation divides by 0: it comes back undefined and is left out
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(statistic(values, counts.astype(np.float64)), np.float64)


def bca_of_draws(
    drawn: Floats, estimate: float, left_out: Floats, count: Ints, confidence: float = 0.95
) -> tuple[float, float]:
    """BCa interval from resampled values that are at hand.

    Parameters
    ----------
    drawn : shape (draws,)
        The statistic of each resample.
    estimate
        The statistic of the data.
    left_out : shape (V,)
        The statistic with one person of each value left out.
    count : shape (V,)
        How many people have each value.
    confidence
        Share of the interval.

    Returns
    -------
    tuple of float
        NaN where fewer than nine draws in ten are defined; the percentile interval where the
        statistic has no acceleration (a median's jackknife doesn't move) or all draws lie on one
        side of the estimate.

    Examples
    --------
    >>> drawn = np.linspace(-1, 1, 2001)
    >>> low, high = bca_of_draws(drawn, 0.0, np.array([-0.1, 0.1]), np.array([5, 5]))
    >>> round(low, 3), round(high, 3)
    (-0.95, 0.95)
    """
    defined = drawn[np.isfinite(drawn)]
    if not np.isfinite(estimate) or len(defined) < _LEAST_DEFINED * len(drawn):
        return np.nan, np.nan
    z = ndtri(np.array([(1 - confidence) / 2, (1 + confidence) / 2]))
    # draws tie with the estimate often, since means of answers are coarse; dust must not part them
    same = np.abs(defined - estimate) < 1e-12 * max(1.0, abs(estimate))
    bias = ndtri(np.mean((defined < estimate) & ~same) + np.mean(same) / 2)
    pull = acceleration(left_out, count)
    if not np.isfinite(bias) or not np.isfinite(pull):
        level = ndtr(z)
    else:
        level = ndtr(bias + (bias + z) / (1 - pull * (bias + z)))
    low, high = np.quantile(defined, level)
    return float(low), float(high)


def acceleration(left_out: Floats, count: Ints) -> float:
    """Return the jackknife acceleration; NaN where leaving a person out changes nothing.

    Parameters
    ----------
    left_out, count : shape (V,)
        As in `bca_of_draws`.

    Examples
    --------
    >>> acceleration(np.array([0.0, 0.0]), np.array([3, 4]))
    nan
    """
    mean = np.sum(count * left_out) / np.sum(count)
    pull = mean - left_out
    squares = float(np.sum(count * pull**2))
    if not squares > 0:
        return float("nan")
    return float(np.sum(count * pull**3) / (6 * squares**1.5))


def _table(f: Frequencies, row: int) -> tuple[Floats, Ints]:
    cells = slice(f.start[row], f.start[row + 1])
    return f.value[cells] / f.denominator[row], f.count[cells]
