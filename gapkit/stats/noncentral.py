"""Limits of the noncentrality of Student's t, for intervals of standardised means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import nctdtr, ndtri

if TYPE_CHECKING:
    from gapkit.stats.frequencies import Floats

__all__ = ["noncentrality_limits"]

# On the normal scale the root lies almost on a straight line: 5 to 8 steps are usual.
_STEPS = 40
_CLOSE = 1e-12


def noncentrality_limits(t: Floats, df: Floats, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return the noncentralities under which t would lie at the edge of the two tails.

    Parameters
    ----------
    t, df : shape (rows,)
        Observed statistic and degrees of freedom; NaN stays NaN.
    confidence
        Share between the limits.

    Notes
    -----
    Steiger & Fouladi (1997). Agrees with MBESS's ``conf.limits.nct`` up to its optimiser; beyond
    a noncentrality of 37.62 R's ``pt`` turns to a normal law and is no reference.

    Examples
    --------
    >>> low, high = noncentrality_limits(np.array([20.0]), np.array([59.0]))
    >>> low.round(4), high.round(4)
    (array([15.8795]), array([24.0765]))
    """
    tail = (1 - confidence) / 2
    return _solve(t, df, 1 - tail), _solve(t, df, tail)


def _solve(t: Floats, df: Floats, probability: float) -> Floats:
    """Noncentrality with P(T <= t) = probability, by secants between normal quantiles."""
    wanted = ndtri(probability)
    spread = np.sqrt(1 + t**2 / (2 * df))
    older, newer = t - wanted * spread, t - (wanted + 0.1) * spread
    miss_older = _miss(older, t, df, wanted)
    for _ in range(_STEPS):
        miss_newer = _miss(newer, t, df, wanted)
        rise = miss_newer - miss_older
        usable = (np.abs(miss_newer) > _CLOSE) & (rise != 0)
        if not usable.any():
            break
        step = np.where(usable, miss_newer * (newer - older) / np.where(usable, rise, 1), 0)
        older, miss_older, newer = newer, miss_newer, newer - step
    return newer


def _miss(nc: Floats, t: Floats, df: Floats, wanted: float) -> Floats:
    p = np.clip(nctdtr(df, nc, t), 1e-300, 1 - 1e-16)
    return np.where(np.isfinite(t) & np.isfinite(df), ndtri(p) - wanted, 0.0)
