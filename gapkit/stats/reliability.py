"""Reliability of a score that is a sum of items, and of a difference of two such scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import fdtri

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.covariance import Covariances
    from gapkit.stats.frequencies import Bools, Floats

__all__ = [
    "Alpha",
    "ItemFigures",
    "alpha",
    "composite_reliability",
    "difference_reliability",
    "feldt_interval",
    "item_figures",
    "runs_against",
]

# A sum whose variance is this small beside its items' is a sum that does not vary, up to rounding.
NOTHING: Final = 1e-12

LEAST_ITEM_REST: Final = 0.30
"""An item that goes with its dimension correlates at least so much with the rest of it (Nunnally
and Bernstein 1994)."""

UPPER: Final = 1.645
"""The normal law's upper 5 % point."""

NEARLY_ONE: Final = 1 - 1e-12
"""A correlation that Fisher's z still has a figure for."""


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha with Feldt's interval.

    Parameters
    ----------
    value, low, high : float, shape (rows,)
        NaN where fewer than two people or items are there, or the sum does not vary.
    """

    value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class ItemFigures:
    """What each item does for the sum.

    Parameters
    ----------
    item_rest : float, shape (rows, k)
        Correlation with the sum of the other items; NaN where either does not vary.
    alpha_if_dropped : float, shape (rows, k)
        Alpha of the other items; NaN where fewer than two are left or their sum does not vary.
    """

    item_rest: Floats
    alpha_if_dropped: Floats


def alpha(c: Covariances, confidence: float = 0.95) -> Alpha:
    """Cronbach's alpha, k / (k − 1) · (1 − Σ variances / variance of the sum).

    Parameters
    ----------
    c
        Covariances of the items over complete rows; a constant item counts in k.
    confidence
        Level of the interval.

    Returns
    -------
    Alpha
        Can be negative: then some item runs against the others.

    Notes
    -----
    Cronbach (1951); interval of Feldt (1965) and Feldt, Woodruff and Salih (1987). Agrees with
    ``psych::alpha`` on complete rows, ``MBESS::ci.reliability`` and ``psychometric::alpha.CI``.

    Examples
    --------
    >>> from gapkit.stats.covariance import Covariances
    >>> c = Covariances.of_answers([[5, 4, 5], [2, 2, 1], [4, 4, 3]])
    >>> a = alpha(c)
    >>> a.value.round(4), a.low.round(3), a.high.round(3)
    (array([0.9524]), array([0.493]), array([0.999]))
    """
    k = c.items
    variances = np.trace(c.cov, axis1=1, axis2=2)
    value = _alpha(c.cov.sum(axis=(1, 2)), variances, k)
    low, high = feldt_interval(value, c.n, k, confidence)
    return Alpha(value, low, high)


def feldt_interval(
    value: ArrayLike, n: ArrayLike, k: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Feldt's interval of alpha: 1 − (1 − α) F, with n − 1 and (n − 1)(k − 1) degrees of freedom.

    Parameters
    ----------
    value : shape (rows,)
        Alpha.
    n, k : shape (rows,)
        People with every answer, and items.
    confidence
        Level of the interval.

    Returns
    -------
    tuple of float, shape (rows,)
        Low and high; NaN with fewer than two people or items.

    Examples
    --------
    >>> low, high = feldt_interval(0.8, 100, 5)
    >>> low.round(3), high.round(3)
    (array([0.731]), array([0.856]))
    """
    of, people, items = (np.atleast_1d(np.asarray(x, np.float64)) for x in (value, n, k))
    df = np.where(people > 1, people - 1, np.nan)
    df2 = df * np.where(items > 1, items - 1, np.nan)
    tail = (1 - confidence) / 2
    low = 1 - (1 - of) * fdtri(df, df2, 1 - tail)
    high = 1 - (1 - of) * fdtri(df, df2, tail)
    return low, high


def item_figures(c: Covariances) -> ItemFigures:
    """Correlate each item with the rest, and work out alpha without it.

    Notes
    -----
    ``item_rest`` is ``r.drop`` of ``psych::alpha``, ``alpha_if_dropped`` its ``raw_alpha`` of
    ``alpha.drop``.

    Examples
    --------
    >>> from gapkit.stats.covariance import Covariances
    >>> c = Covariances.of_answers([[5, 5, 4], [4, 3, 4], [3, 3, 4], [2, 2, 4], [5, 4, 4], [4, 4, 4]])
    >>> f = item_figures(c)
    >>> f.alpha_if_dropped[0, 2].round(4).item(), f.item_rest.round(3).tolist()
    (0.9429, [[0.897, 0.897, nan]])
    """
    variance = np.diagonal(c.cov, axis1=1, axis2=2)
    with_sum = c.cov.sum(axis=2)
    total = c.cov.sum(axis=(1, 2))[:, None]
    rest = total - 2 * with_sum + variance
    varies = (variance > 0) & (rest > NOTHING * total)
    scale = np.sqrt(np.where(varies, variance * rest, np.nan))
    others = variance.sum(axis=1, keepdims=True) - variance
    return ItemFigures((with_sum - variance) / scale, _alpha(rest, others, c.items - 1))


def runs_against(c: Covariances) -> Bools:
    """Tell the items that run the other way than most: a sign of a reversed wording left as it was.

    The items are signed as on the first principal component of their correlations. Those with the
    sign of the smaller weight run against the rest where their correlation with it lies below 0, and
    not for want of people: its upper limit (one-sided 95 %, Fisher's z) falls short of
    `LEAST_ITEM_REST`, or alpha is negative.

    Returns
    -------
    bool, shape (rows, k)

    Examples
    --------
    >>> from gapkit.stats.covariance import Covariances
    >>> runs_against(Covariances.of_answers([[1, 2, 5], [3, 3, 3], [5, 5, 1], [4, 5, 1]])).tolist()
    [[False, False, True]]
    """
    correlation = np.nan_to_num(c.correlation)
    weight = np.linalg.eigh(correlation)[1][:, :, -1]
    weight = np.where(np.abs(weight) > NOTHING, weight, 0.0)
    weight *= np.where(weight.sum(axis=1, keepdims=True) < 0, -1, 1)
    rest = item_figures(c).item_rest
    error = 1 / np.sqrt(np.maximum(c.n - 3, 1e-9))[:, None]
    upper = np.tanh(np.arctanh(np.clip(rest, -NEARLY_ONE, NEARLY_ONE)) + UPPER * error)
    negative = alpha(c).value[:, None] < 0
    return np.asarray((weight < 0) & (rest < 0) & ((upper < LEAST_ITEM_REST) | negative))


def composite_reliability(
    weights: ArrayLike, covariance: ArrayLike, reliability: ArrayLike
) -> Floats:
    """Reliability of a weighted sum of scores, 1 − Σ w² s² (1 − r) / variance of the sum.

    Parameters
    ----------
    weights : shape (m,)
        1 and −1 for a difference.
    covariance : shape (rows, m, m)
        Of the scores.
    reliability : shape (rows, m)
        Of each score.

    Returns
    -------
    float, shape (rows,)
        NaN where the sum does not vary.

    Notes
    -----
    Mosier (1943). For a difference it is the formula of Lord (1963), used for gap scores by Peter,
    Churchill and Brown (1993).

    Examples
    --------
    Two scores of reliability 0.8 that correlate 0.5: their difference keeps 0.6.

    >>> composite_reliability([1, -1], [[[1, 0.5], [0.5, 1]]], [[0.8, 0.8]]).round(3)
    array([0.6])
    """
    w, s = np.asarray(weights, np.float64), np.asarray(covariance, np.float64)
    variance = np.diagonal(s, axis1=1, axis2=2) * w**2
    total = np.einsum("i,rij,j->r", w, s, w)
    total = np.where(total > NOTHING * variance.sum(axis=1), total, np.nan)
    error = (variance * (1 - np.asarray(reliability, np.float64))).sum(axis=1)
    return np.asarray(1 - error / total)


def difference_reliability(both: Covariances) -> Floats:
    """Reliability of right sum − left sum from both alphas and their correlation.

    Parameters
    ----------
    both
        Of k right items followed by their k left partners, over the same people, in one unit.

    Returns
    -------
    float, shape (rows,)
        Below 0 where both sides correlate more than their mean reliability; NaN where an alpha is
        undefined or the difference does not vary.

    Examples
    --------
    >>> from gapkit.stats.covariance import Covariances
    >>> rows = [[1, 2, 5, 6], [2, 2, 6, 6], [5, 4, 7, 6], [3, 4, 5, 5]]
    >>> difference_reliability(Covariances.of_answers(rows)).round(3)
    array([0.771])
    """
    k = both.items // 2
    right, left = both.only(range(k)), both.only(range(k, 2 * k))
    alphas = np.column_stack([alpha(side).value for side in (right, left)])
    blocks = both.cov.reshape(-1, 2, k, 2, k).sum(axis=(2, 4))
    return composite_reliability([1, -1], blocks, alphas)


def _alpha(total: Floats, variances: Floats, k: int) -> Floats:
    if k < 2:
        return np.full(np.shape(total), np.nan)
    total = np.where(total > NOTHING * variances, total, np.nan)
    return np.asarray(k / (k - 1) * (1 - variances / total))
