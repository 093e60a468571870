"""Is an estimate told to be as good as zero: two one-sided tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtr

from gapkit.stats.mean_tests import t_interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats

__all__ = ["Equivalence", "equivalence"]


@dataclass(frozen=True)
class Equivalence:
    """Two one-sided t tests; float, shape (rows,), NaN where the standard error is 0.

    Parameters
    ----------
    p_lower, p_upper
        P against a mean at or below −margin, and at or above +margin.
    p
        The larger of both: below α, the estimate lies within ± margin for sure enough.
    low, high
        The 1 − 2α interval, which lies within ± margin exactly where p is below α.
    """

    p_lower: Floats
    p_upper: Floats
    p: Floats
    low: Floats
    high: Floats


def equivalence(
    estimate: ArrayLike,
    se: ArrayLike,
    df: ArrayLike,
    margin: ArrayLike,
    confidence: float = 0.95,
) -> Equivalence:
    """Two one-sided tests of an estimate against ± margin (Schuirmann 1987).

    Parameters
    ----------
    estimate, se, df : shape (rows,)
        As a `TTest` has them (paired, one-sample, Welch or a survey mean).
    margin : shape () or (rows,)
        In the values' own units, above 0.
    confidence
        1 − α; the interval then holds 1 − 2α.

    Notes
    -----
    Agrees with R's ``t.test(x, mu = -margin, alternative = "greater")`` and ``t.test(x,
    mu = margin, alternative = "less")``.

    Examples
    --------
    >>> e = equivalence([0.1], [0.1], [59], margin=0.3)
    >>> e.p.round(4), e.low.round(3), e.high.round(3)
    (array([0.0251]), array([-0.067]), array([0.267]))
    """
    x, s, d, m = (np.array(v, np.float64) for v in np.broadcast_arrays(estimate, se, df, margin))
    s = np.where((s > 0) & (d > 0), s, np.nan)
    d = np.where(d > 0, d, np.nan)
    p_lower = stdtr(d, -(x + m) / s)
    p_upper = stdtr(d, (x - m) / s)
    low, high = t_interval(x, s, d, 2 * confidence - 1)
    return Equivalence(p_lower, p_upper, np.maximum(p_lower, p_upper), low, high)
