"""A change between two samples, some of whose people are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gapkit.stats.mean_tests import TTest, t_test

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.moments import Moments

__all__ = ["overlapping_t"]


def overlapping_t(
    earlier: Moments,
    later: Moments,
    both: ArrayLike,
    correlation: ArrayLike,
    confidence: float = 0.95,
) -> TTest:
    """Test later mean − earlier mean where some people answered both times.

    Parameters
    ----------
    earlier, later
        Everybody who answered each time, row by row.
    both : int, shape (rows,)
        How many answered both times.
    correlation : float, shape (rows,)
        Of their two answers; where it is NaN the samples are taken as independent.
    confidence
        Share of the interval.

    Returns
    -------
    TTest
        The estimate uses everybody, its error knows who came twice.

    Notes
    -----
    Derrick, Russ, Toher and White (2017), T_new2: se² = s₁²/n₁ + s₂²/n₂ − 2 r s₁ s₂ c/(n₁ n₂), df =
    (c − 1) + (γ − c + 1)(n_a + n_b) ÷ (n_a + n_b + 2c) with Welch's γ and n_a, n_b who came once.
    With everybody twice this is the paired t test, with nobody twice Welch's.

    Examples
    --------
    >>> from gapkit.stats.moments import Moments
    >>> first, second = Moments.of(3, 2.0, 1.0), Moments.of(3, 3.0, 2.0)
    >>> overlapping_t(first, second, 3, 1.0).se.round(4)  # all differences: sd 1, n 3
    array([0.5774])
    """
    n0, n1 = earlier.n.astype(np.float64), later.n.astype(np.float64)
    r = np.asarray(correlation, np.float64)
    known = ~np.isnan(r)
    c = np.where(known, np.asarray(both, np.float64), 0.0)
    a, b = np.square(earlier.se), np.square(later.se)
    with np.errstate(invalid="ignore", divide="ignore"):
        shared = 2 * np.where(known, r, 0.0) * earlier.sd * later.sd * c / (n0 * n1)
        variance = np.maximum(a + b - np.where(c > 0, shared, 0.0), 0.0)
        welch = np.square(a + b) / (np.square(a) / (n0 - 1) + np.square(b) / (n1 - 1))
        once = n0 + n1 - 2 * c
        mixed = (c - 1) + (welch - c + 1) * once / (once + 2 * c)
    df = np.where(c > 0, mixed, welch)
    return t_test(later.mean - earlier.mean, np.sqrt(variance), df, confidence=confidence)
