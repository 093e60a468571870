"""Standardised mean differences with intervals.

Every effect has the sign of right − left; NaN where n is below 2 or the standardiser is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln, ndtri

from gapkit.stats.noncentral import noncentrality_limits

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats
    from gapkit.stats.moments import Moments

__all__ = [
    "Effect",
    "bias_correction",
    "bias_correction_exact",
    "d_average",
    "d_constant",
    "d_independent",
    "d_within",
    "g_within",
    "hedges_g",
]


@dataclass(frozen=True)
class Effect:
    """An effect size and the limits of its interval; float, shape (rows,) each."""

    value: Floats
    low: Floats
    high: Floats

    def times(self, factor: Floats) -> Effect:
        """Return value and limits times a factor above 0."""
        return Effect(self.value * factor, self.low * factor, self.high * factor)


def bias_correction(df: ArrayLike) -> Floats:
    """Return Hedges's small-sample factor by its usual approximation, J = 1 − 3 / (4 df − 1).

    Examples
    --------
    >>> bias_correction([1, 59]).round(6)
    array([0.      , 0.987234])
    """
    m = np.asarray(df, np.float64)
    return 1 - 3 / (4 * np.where(m > 0, m, np.nan) - 1)


def bias_correction_exact(df: ArrayLike) -> Floats:
    """Return Hedges's small-sample factor by gamma functions (Hedges 1981).

    Examples
    --------
    >>> bias_correction_exact([1, 59]).round(6)
    array([0.      , 0.987225])
    """
    m = np.asarray(df, np.float64)
    m = np.where(m > 0, m, np.nan)
    # at df 1 the gamma function in the denominator is infinite, so the factor is 0
    inner = np.where(m > 1, (m - 1) / 2, 1.0)
    factor = np.exp(gammaln(m / 2) - gammaln(inner)) / np.sqrt(m / 2)
    return np.where(m == 1, 0.0, factor)


def d_average(gap: Moments, left: Moments, right: Moments, confidence: float = 0.95) -> Effect:
    """Paired effect: mean gap over the root mean square of both sides' sd, times J(n − 1).

    Parameters
    ----------
    gap, left, right
        Moments of the gap and of either side, over the same complete pairs.
    confidence
        Share of the interval.

    Notes
    -----
    Interval of Bonett (2008) for a within-subject contrast, times the same J. The formula is that
    of statpsych's ``ci.stdmean.ps`` (R), its limits times J.

    Examples
    --------
    >>> from gapkit.stats.moments import Moments
    >>> gap = Moments.of(60, -46 / 60, 1.25369510345593)
    >>> d_average(gap, Moments.of(60, 6.4, 0.9), Moments.of(60, 5.6, 1.1)).value.round(4)
    array([-0.7531])
    """
    n = gap.n
    v_left, v_right, v_gap = left.variance, right.variance, gap.variance
    mean_square = _above_zero((v_left + v_right) / 2)
    covariance = (v_left + v_right - v_gap) / 2
    df = _above_zero(n - 1.0)
    d = gap.mean / np.sqrt(mean_square)
    noise = v_left**2 + v_right**2 + 2 * covariance**2
    variance = d**2 * noise / (8 * mean_square**2 * df) + v_gap / (mean_square * df)
    return _normal_interval(d, variance, confidence).times(bias_correction(df))


def d_independent(left: Moments, right: Moments, confidence: float = 0.95) -> Effect:
    """Independent effect: difference of means over √((s²ₗ + s²ᵣ)/2), times J(nₗ + nᵣ − 2).

    Parameters
    ----------
    left, right
        Moments of either side.
    confidence
        Share of the interval.

    Notes
    -----
    Interval of Bonett (2008), which does not assume equal variances, times the same J; before
    that factor it is statpsych's ``ci.stdmean2`` (R) with the unweighted standardiser.

    Examples
    --------
    >>> from gapkit.stats.moments import Moments
    >>> e = d_independent(Moments.of(30, 26.7, 6.98), Moments.of(30, 35.1, 7.32))
    >>> e.value.round(4)
    array([1.1592])
    """
    v_left, v_right = left.variance, right.variance
    df_left, df_right = _above_zero(left.n - 1.0), _above_zero(right.n - 1.0)
    mean_square = _above_zero((v_left + v_right) / 2)
    d = (right.mean - left.mean) / np.sqrt(mean_square)
    noise = v_left**2 / df_left + v_right**2 / df_right
    sampling = v_left / df_left + v_right / df_right
    variance = d**2 * noise / (8 * mean_square**2) + sampling / mean_square
    return _normal_interval(d, variance, confidence).times(bias_correction(df_left + df_right))


def d_constant(gap: Moments, confidence: float = 0.95) -> Effect:
    """Effect against a constant: mean gap over its sd, times J(n − 1).

    Parameters
    ----------
    gap
        Moments of right − constant.
    confidence
        Share of the interval.

    Notes
    -----
    Large-sample interval of Bonett (2008) with variance d² / (2 (n − 1)) + 1 / (n − 1), times the
    same J; before that factor it is statpsych's ``ci.stdmean`` (R).

    Examples
    --------
    >>> from gapkit.stats.moments import Moments
    >>> d_constant(Moments.of(40, 24.5 - 20, 3.65)).value.round(6)
    array([1.209015])
    """
    df = _above_zero(gap.n - 1.0)
    d = gap.mean / _above_zero(gap.sd)
    variance = d**2 / (2 * df) + 1 / df
    return _normal_interval(d, variance, confidence).times(bias_correction(df))


def d_within(gap: Moments, confidence: float = 0.95) -> Effect:
    """d_z: mean gap over the sd of the gap, with noncentral-t limits.

    Parameters
    ----------
    gap
        Moments of the differences within people.
    confidence
        Share of the interval.

    Notes
    -----
    Lakens (2013); limits of Steiger & Fouladi (1997). Agrees with effectsize's
    ``cohens_d(right, left, paired = TRUE)`` and MBESS's ``conf.limits.nct``.

    Examples
    --------
    >>> from gapkit.stats.moments import Moments
    >>> e = d_within(Moments.of(60, -46 / 60, 1.25369510345593))
    >>> e.value.round(4), e.low.round(4), e.high.round(4)
    (array([-0.6115]), array([-0.8853]), array([-0.3334]))
    """
    df, root = _above_zero(gap.n - 1.0), np.sqrt(gap.n)
    d = gap.mean / _above_zero(gap.sd)
    low, high = noncentrality_limits(d * root, df, confidence)
    return Effect(d, low / _above_zero(root), high / _above_zero(root))


def g_within(gap: Moments, confidence: float = 0.95) -> Effect:
    """g_z: `d_within` times the exact J(n − 1), limits likewise; effectsize's ``hedges_g``."""
    return d_within(gap, confidence).times(bias_correction_exact(gap.n - 1.0))


def hedges_g(left: Moments, right: Moments, confidence: float = 0.95) -> Effect:
    """Hedges's g of independent sides: pooled sd, exact J, noncentral-t limits.

    Parameters
    ----------
    left, right
        Moments of either side; equal variances are assumed.
    confidence
        Share of the interval.

    Notes
    -----
    Hedges (1981). Agrees with effectsize's ``hedges_g(right, left)``; before J with MBESS's
    ``ci.smd``.

    Examples
    --------
    >>> from gapkit.stats.moments import Moments
    >>> hedges_g(Moments.of(30, 26.7, 6.98), Moments.of(30, 35.1, 7.32)).value.round(4)
    array([1.1592])
    """
    df_left, df_right = _above_zero(left.n - 1.0), _above_zero(right.n - 1.0)
    df = df_left + df_right
    pooled = np.sqrt((df_left * left.variance + df_right * right.variance) / df)
    d = (right.mean - left.mean) / _above_zero(pooled)
    scale = np.sqrt(1.0 * left.n * right.n / np.maximum(left.n + right.n, 1))
    low, high = noncentrality_limits(d * scale, df, confidence)
    scale = _above_zero(scale)
    return Effect(d, low / scale, high / scale).times(bias_correction_exact(df))


def _normal_interval(value: Floats, variance: Floats, confidence: float) -> Effect:
    half = ndtri((1 + confidence) / 2) * np.sqrt(variance)
    return Effect(value, value - half, value + half)


def _above_zero(x: ArrayLike) -> Floats:
    number = np.asarray(x, np.float64)
    return np.where(number > 0, number, np.nan)
