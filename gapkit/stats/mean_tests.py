"""Tests and intervals of means by Student's t law: paired, one-sample, Welch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtr, stdtrit

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats
    from gapkit.stats.moments import Moments

__all__ = ["TTest", "one_sample_t", "pooled_t", "t_interval", "t_test", "welch_t"]


@dataclass(frozen=True)
class TTest:
    """A difference with its t test and interval; NaN where the test is undefined.

    Parameters
    ----------
    estimate, se : float, shape (rows,)
        The mean, or right mean − left mean (negative: the right side is lower), and its standard
        error, in the values' own units.
    t, df, p : float, shape (rows,)
        Statistic against the null value, degrees of freedom, two-sided p.
    ci_low, ci_high : float, shape (rows,)
        Limits of the interval of the estimate.
    """

    estimate: Floats
    se: Floats
    t: Floats
    df: Floats
    p: Floats
    ci_low: Floats
    ci_high: Floats


def t_interval(
    estimate: Floats, se: Floats, df: Floats, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Return the limits estimate ± t(df) × se; shape (rows,) each.

    Examples
    --------
    >>> low, high = t_interval(np.array([-0.5]), np.array([0.5]), np.array([1.0]))
    >>> low.round(3), high.round(3)  # R: t.test(c(-1, 0))
    (array([-6.853]), array([5.853]))
    """
    # the quantile is slow to find, and many rows share their degrees of freedom
    distinct, where = np.unique(df, return_inverse=True)
    quantile = stdtrit(distinct, (1 + confidence) / 2)[where.reshape(np.shape(df))]
    half = quantile * se
    return estimate - half, estimate + half


def t_test(
    estimate: ArrayLike,
    se: ArrayLike,
    df: ArrayLike,
    null: ArrayLike = 0.0,
    confidence: float = 0.95,
) -> TTest:
    """Test estimates with known standard errors and degrees of freedom.

    Parameters
    ----------
    estimate, se, df : shape (rows,) or ()
        Where se is 0 or NaN, or df is not above 0, there is no test.
    null : shape (rows,) or ()
        The value to tell the estimate from.
    confidence
        Share of the interval, 0.95 by default.

    Examples
    --------
    >>> t_test([-0.8], [0.2], [24]).p.round(6)
    array([0.000527])
    """
    e, s, d, m = (np.array(x, np.float64) for x in np.broadcast_arrays(estimate, se, df, null))
    stands = (s > 0) & (d > 0)
    s_known, d_known = np.where(stands, s, np.nan), np.where(stands, d, np.nan)
    t = (e - m) / s_known
    low, high = t_interval(e, s_known, d_known, confidence)
    return TTest(e, s, t, d, 2 * stdtr(d_known, -np.abs(t)), low, high)


def one_sample_t(m: Moments, null: ArrayLike = 0.0, confidence: float = 0.95) -> TTest:
    """Student's one-sample t test; on differences within people, the paired t test.

    Parameters
    ----------
    m
        Moments of the differences (or of the answers, with the constant as `null`).
    null : shape (rows,) or ()
        Value to tell the mean from.
    confidence
        Share of the interval.

    Returns
    -------
    TTest
        Blank but for the estimate (and se) where n is below 2 or all values are the same.

    Notes
    -----
    Student (1908). Agrees with R's ``t.test(right, left, paired = TRUE)`` and ``t.test(x, mu =)``.

    Examples
    --------
    >>> from gapkit.stats.moments import Moments
    >>> test = one_sample_t(Moments.of(n=25, mean=-0.8, sd=1.0))
    >>> test.t, test.df
    (array([-4.]), array([24.]))
    """
    df = np.where(m.n > 1, m.n - 1.0, np.nan)
    return t_test(m.mean, m.se, df, null, confidence)


def pooled_t(m: Moments, null: ArrayLike = 0.0, confidence: float = 0.95) -> TTest:
    """Student's t test of many small groups' means, with the spread that all groups share.

    Parameters
    ----------
    m
        Moments of the groups. One of a single answer has an interval too.
    null : shape (rows,) or ()
        Value to tell each mean from.
    confidence
        Share of each interval, which holds by itself.

    Returns
    -------
    TTest
        Blank but for the estimate where no group has two answers, or none varies.

    Notes
    -----
    x̄ ± t(df) s ÷ √n with s² = Σ(n − 1)s² ÷ Σ(n − 1) and df = Σ(n − 1), as R's
    ``confint(lm(x ~ 0 + group))``. Two answers alone say next to nothing of how much answers vary:
    their own interval has one degree of freedom, and is ten times too wide as often as it is far
    too short. What is asked for is that groups vary alike.

    Examples
    --------
    >>> from gapkit.stats.moments import Moments
    >>> test = pooled_t(Moments.of(n=[1, 2, 13], mean=4.0, sd=[np.nan, 0.0, 0.5]))
    >>> test.df, test.ci_low.round(2)
    (array([13., 13., 13.]), array([2.96, 3.27, 3.71]))
    """
    free = np.maximum(m.n - 1.0, 0.0)
    df = float(free.sum())
    within = np.where(free > 0, free * m.variance, 0.0).sum() / (df or np.nan)
    se = np.sqrt(within / np.where(m.n > 0, m.n, np.nan))
    return t_test(m.mean, se, df, null, confidence)


def welch_t(
    left: Moments, right: Moments, null: ArrayLike = 0.0, confidence: float = 0.95
) -> TTest:
    """Welch's t test of right mean − left mean of different people.

    Parameters
    ----------
    left, right
        Moments of either side, row by row.
    null : shape (rows,) or ()
        Difference to tell the estimate from.
    confidence
        Share of the interval.

    Notes
    -----
    Welch (1947), without a test of equal variances before it (Delacre, Lakens & Leys 2017).
    Agrees with R's ``t.test(right, left)``. One constant side is allowed, two are not.

    Examples
    --------
    >>> from gapkit.stats.moments import Moments
    >>> test = welch_t(Moments.of(2, 4.0, 2**0.5), Moments.of(2, 1.5, 0.5**0.5))
    >>> test.t.round(4), test.df.round(4)  # R: t.test(c(1, 2), c(3, 5))
    (array([-2.2361]), array([1.4706]))
    """
    a, b = np.square(left.se), np.square(right.se)
    down = np.square(a) / np.where(left.n > 1, left.n - 1.0, np.nan)
    down += np.square(b) / np.where(right.n > 1, right.n - 1.0, np.nan)
    df = np.square(a + b) / np.where(down > 0, down, np.nan)
    return t_test(right.mean - left.mean, np.sqrt(a + b), df, null, confidence)
