"""Effects that only use which answer is higher: Cliff's delta, rank-biserial, superiority."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri, stdtrit

from gapkit.stats.effects import Effect
from gapkit.stats.frequencies import Frequencies, side_by_side
from gapkit.stats.mean_tests import one_sample_t
from gapkit.stats.moments import moments
from gapkit.stats.rank_tests import signed_rank

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gapkit.stats.frequencies import Floats, Ints, SidesBySide

__all__ = ["cliffs_delta", "rank_biserial", "superiority_paired"]


def cliffs_delta(left: Frequencies, right: Frequencies, confidence: float = 0.95) -> Effect:
    """Cliff's delta, P(right > left) − P(right < left), of different people's answers.

    Parameters
    ----------
    left, right
        The two sides' answers, row by row; denominators may differ.
    confidence
        Share of the interval.

    Returns
    -------
    Effect
        From −1 to 1, negative where the right side tends to be lower. Limits are blank with fewer
        than two people on a side.

    Notes
    -----
    Cliff (1996): unbiased variance and asymmetric interval with Student's t, as in effsize's
    ``cliff.delta(return.dm = TRUE)``. Where the sides do not overlap the variance is 0: the far
    limit is then Wilson's for a share of 1 among the smaller side's people, (n − z²) / (n + z²),
    which Feng & Cliff (2004) use too.

    Examples
    --------
    >>> left, right = Frequencies.from_lists([[1, 2, 3, 4]]), Frequencies.from_lists([[3, 4, 5, 6]])
    >>> delta = cliffs_delta(left, right)
    >>> delta.value, delta.low.round(3), delta.high.round(3)
    (array([0.75]), array([-0.064]), array([0.965]))
    """
    cells = side_by_side(left, right)
    n_left, n_right = (np.where(f.n > 0, f.n, np.nan) for f in (left, right))
    over_left = _beaten(cells, cells.left) / n_left[cells.row]
    over_right = _beaten(cells, cells.right) / n_right[cells.row]
    delta = _sum(cells, cells.right * over_left) / n_right
    variance = _variance(cells, delta, over_left, over_right, n_left, n_right)
    df = np.where((n_left > 1) & (n_right > 1), n_left + n_right - 2, np.nan)
    spread = stdtrit(df, (1 + confidence) / 2) ** 2 * variance
    apart = np.abs(delta) == 1
    below = np.where(apart, np.nan, 1 - delta**2 + spread)
    half = np.sqrt(spread * ((1 - delta**2) ** 2 + spread))
    low, high = (delta - delta**3 - half) / below, (delta - delta**3 + half) / below
    z2 = ndtri((1 + confidence) / 2) ** 2
    fewest = np.where(np.isfinite(df), np.minimum(n_left, n_right), np.nan)
    far = (fewest - z2) / (fewest + z2)
    low = np.where(apart, np.where(delta > 0, far, df * 0 - 1), low)
    high = np.where(apart, np.where(delta > 0, df * 0 + 1, -far), high)
    return Effect(delta, low, high)


def _beaten(cells: SidesBySide, other: Ints) -> Floats:
    """How many of the other side lie below each value, less how many lie above."""
    whole = _sum(cells, other)[cells.row]
    return 2.0 * cells.below(other) + other - whole


def _variance(
    cells: SidesBySide,
    delta: Floats,
    over_left: Floats,
    over_right: Floats,
    n_left: Floats,
    n_right: Floats,
) -> Floats:
    """Cliff's unbiased variance; never below 0 (it can be, by little, in small samples)."""
    of_right = _sum(cells, cells.right * (over_left - delta[cells.row]) ** 2)
    of_left = _sum(cells, cells.left * (over_right + delta[cells.row]) ** 2)
    untied = n_left * n_right - _sum(cells, 1.0 * cells.left * cells.right)
    of_pairs = untied - n_left * n_right * delta**2
    more = np.where((n_left > 1) & (n_right > 1), (n_left - 1) * (n_right - 1), np.nan)
    top = n_left**2 * of_right + n_right**2 * of_left - of_pairs
    return np.maximum(top / (n_left * n_right * more), 0)


def _sum(cells: SidesBySide, per_cell: NDArray[np.floating] | Ints) -> Floats:
    return np.bincount(cells.row, per_cell, cells.rows).astype(np.float64, copy=False)


def rank_biserial(f: Frequencies, confidence: float = 0.95) -> Effect:
    """Matched-pairs rank-biserial correlation, (R₊ − R₋) / (R₊ + R₋), zeros dropped.

    Parameters
    ----------
    f
        Differences, right − left.
    confidence
        Share of the interval.

    Returns
    -------
    Effect
        From −1 to 1; NaN where every difference is 0. Show the number of zeros beside it.

    Notes
    -----
    Kerby (2014). Interval by Fisher's z with the standard error of the signed-rank sum over all n
    people, zeros among them, as effectsize's ``rank_biserial(paired = TRUE)`` takes it.

    Examples
    --------
    >>> rank_biserial(Frequencies.from_lists([[-3, -2, -2, -1, 0, 1]])).value
    array([-0.8])
    """
    test = signed_rank(f)
    both = test.w_plus + test.w_minus
    r = (test.w_plus - test.w_minus) / np.where(both > 0, both, np.nan)
    n = np.where(both > 0, f.n, np.nan)
    se = np.sqrt((2 * n**3 + 3 * n**2 + n) / 6) / ((n**2 + n) / 2)
    half = ndtri((1 + confidence) / 2) * se
    inside = np.where(np.abs(r) < 1, r, np.nan)
    middle = np.arctanh(inside)
    return Effect(r, np.tanh(middle - half), np.tanh(middle + half))


def superiority_paired(f: Frequencies, confidence: float = 0.95) -> Effect:
    """Share of people whose right answer is higher, ties counted half, with a t interval.

    Parameters
    ----------
    f
        Differences, right − left.
    confidence
        Share of the interval.

    Notes
    -----
    The mean of the scores 1, ½ and 0; 0.5 is no difference.

    Examples
    --------
    >>> superiority_paired(Frequencies.from_dense([[33, 18, 9]], [-1, 0, 1])).value
    array([0.3])
    """
    halves = np.sign(f.value) + 1
    scores = Frequencies.from_cells(f.row, halves, f.count, f.rows, 2)
    test = one_sample_t(moments(scores), 0.5, confidence)
    return Effect(test.estimate, test.ci_low, test.ci_high)
