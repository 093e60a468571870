"""Variances of many small groups, each drawn towards what is typical of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import digamma, polygamma

if TYPE_CHECKING:
    from gapkit.stats.frequencies import Floats
    from gapkit.stats.moments import Moments

__all__ = ["moderated_variance"]

NEWTON_STEPS: Final = 50
"""More than trigamma's inverse ever takes."""


def moderated_variance(groups: Moments) -> Floats:
    """Return each group's variance of a single answer, from its own answers and all others.

    Four people say little of how much people of their branch differ; an error taken from them
    alone is now much too small, now much too large.

    Parameters
    ----------
    groups : moments of shape (groups,)
        n, mean and sd of each.

    Returns
    -------
    float, shape (groups,)
        (d s² + d₀ s₀²) ÷ (d + d₀), d = n − 1; s₀² where a group has one person; the pooled variance
        where groups differ no more than chance. NaN where no group varies.

    Notes
    -----
    Smyth (2004), by the moments of log s²; R's ``limma::squeezeVar``, except that without any
    excess the pooled variance stands in place of the geometric mean.

    Examples
    --------
    >>> from gapkit.stats.moments import Moments
    >>> moderated_variance(Moments.of([3, 3, 3], [0.0, 0.0, 0.0], [1.0, 1.1, 0.9])).round(2)
    array([1.01, 1.01, 1.01])
    """
    df = np.maximum(groups.n - 1, 0).astype(np.float64)
    own = np.where(df > 0, groups.variance, 0.0)
    varies = (df > 0) & (own > 0)
    if not varies.any():
        return np.full(len(df), np.nan)
    pooled = float((df * own).sum() / df.sum())
    typical, strength = _prior(df[varies], own[varies], pooled)
    if np.isinf(strength):
        return np.full(len(df), typical)
    drawn: Floats = (df * own + strength * typical) / (df + strength)
    return drawn


def _prior(df: Floats, variance: Floats, pooled: float) -> tuple[float, float]:
    """Return what variance is typical, and for how many degrees of freedom that counts."""
    half = df / 2
    e = np.log(variance) - digamma(half) + np.log(half)
    excess = float(np.var(e, ddof=1) - np.mean(polygamma(1, half))) if len(e) > 2 else 0.0
    if excess <= 0:
        return pooled, float("inf")
    strength = 2 * _trigamma_inverse(excess)
    typical = float(np.exp(e.mean() + digamma(strength / 2) - np.log(strength / 2)))
    return typical, strength


def _trigamma_inverse(value: float) -> float:
    """Solve trigamma(x) = value by Newton's steps on 1 ÷ trigamma, which is nearly straight."""
    x = 0.5 + 1 / value
    for _ in range(NEWTON_STEPS):
        tri = float(polygamma(1, x))
        step = tri * (1 - tri / value) / float(polygamma(2, x))
        x += step
        if abs(step) < 1e-10 * x:
            break
    return x
