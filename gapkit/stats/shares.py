"""Shares of people below, at and above zero, the interval of a share, and shares set side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import bdtr, bdtrc, ndtri

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Bools, Floats, Frequencies

__all__ = ["Shares", "rates_differ", "shares", "stands_out", "wilson"]


@dataclass(frozen=True)
class Shares:
    """Shares of people, adding up to 1; float, shape (rows,), NaN where nobody answered.

    Parameters
    ----------
    below, met, above
        Share with a gap below, within and above what counts as met.
    """

    below: Floats
    met: Floats
    above: Floats


def shares(f: Frequencies, margin: ArrayLike = 0.0) -> Shares:
    """Return the shares of people whose gap lies below, within and above ± margin.

    Parameters
    ----------
    f
        Gaps, right − left.
    margin : shape () or (rows,)
        In the values' own units; 0 by default: exactly met. A gap of just the margin is met.

    Examples
    --------
    >>> from gapkit.stats.frequencies import Frequencies
    >>> f = Frequencies.from_dense([[1, 2, 4, 1]], [-2, -1, 0, 1])
    >>> shares(f).below, shares(f, margin=1).below
    (array([0.375]), array([0.125]))
    """
    # a margin such as 0.05 × 6 carries dust: rounded once, it is met by a gap of 0.3
    edge = np.round(np.broadcast_to(np.asarray(margin, np.float64), (f.rows,)) * f.denominator, 9)
    n = np.where(f.n > 0, f.n, np.nan)
    below = f.sum_by_row(np.where(f.value < -edge[f.row], f.count, 0))
    above = f.sum_by_row(np.where(f.value > edge[f.row], f.count, 0))
    return Shares(below / n, (f.n - below - above) / n, above / n)


def wilson(count: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return the limits of Wilson's interval of a share (Wilson 1927).

    Parameters
    ----------
    count, n : shape (rows,)
        People with the property, and all people; NaN where n is 0.
    confidence
        Share of the interval.

    Notes
    -----
    Agrees with R's ``prop.test(count, n, correct = FALSE)``.

    Examples
    --------
    >>> low, high = wilson([0, 9], [10, 10])
    >>> low.round(4), high.round(4)
    (array([0.    , 0.5958]), array([0.2775, 0.9821]))
    """
    people = np.asarray(n, np.float64)
    people = np.where(people > 0, people, np.nan)
    share = np.asarray(count, np.float64) / people
    z2 = ndtri((1 + confidence) / 2) ** 2
    middle = (share + z2 / (2 * people)) / (1 + z2 / people)
    half = np.sqrt(z2 * (share * (1 - share) / people + z2 / (4 * people**2))) / (1 + z2 / people)
    # at a share of 0 or 1 the limit is 0 or 1 itself, which floating point misses by a hair
    low = np.where(share == 0, share, middle - half)
    return low, np.where(share == 1, share, middle + half)


def stands_out(count: ArrayLike, n: ArrayLike, share: float, alpha: float = 0.05) -> Bools:
    """Say which units have a property more often than all do, each guarded for how many there are.

    Parameters
    ----------
    count, n : shape (units,)
        Things with the property, and all things, of each unit.
    share
        What it is among everybody's.
    alpha
        Two-sided chance of naming any unit, this way or the other, where all are alike.

    Notes
    -----
    P(X ≥ count) of the binomial law at or below α ÷ 2 ÷ units, as R's ``binom.test(count, n, share,
    alternative = "greater")`` (Clopper & Pearson 1934; Bonferroni). Wilson's limits do not do here:
    at a level so high, with few things and a small share, they name one of forty like units in 30
    of 100 registers (``benchmarks/calibration/registers.py``).

    Examples
    --------
    >>> stands_out([9, 3, 1], [20, 20, 20], 0.15)
    array([ True, False, False])
    """
    some = np.asarray(count, np.float64)
    tail = bdtrc(some - 1, np.asarray(n, np.int64), share)
    level = alpha / 2 / max(some.size, 1)
    return (some > 0) & (tail <= level)


def rates_differ(count: float, size: float, other_count: float, other_size: float) -> float:
    """Return the p value of two rates of rare events being one: complaints of two months, say.

    Parameters
    ----------
    count, other_count
        Events of either: whole numbers.
    size, other_size
        What they are counted on, above 0: contacts.

    Returns
    -------
    float
        Two-sided, twice the smaller tail, at most 1; NaN where neither has an event.

    Notes
    -----
    Of all events together, those of one side are binomial with its part of the size (Przyborowski &
    Wilenski 1940), as R's ``binom.test`` behind ``poisson.test(c(a, b), c(n, m))``. Events are taken
    to come one by one: a fault that brings twenty complaints in an hour makes the p value too small.

    Examples
    --------
    >>> round(rates_differ(8, 1000, 4, 1000), 4), round(rates_differ(80, 11020, 50, 11000), 4)
    (0.3877, 0.011)
    """
    whole = count + other_count
    if not whole > 0:
        return float("nan")
    part = size / (size + other_size)
    upper = float(bdtrc(count - 1, int(whole), part)) if count else 1.0
    return min(2 * min(float(bdtr(count, int(whole), part)), upper), 1.0)
