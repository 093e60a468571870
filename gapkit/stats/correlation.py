"""Correlation of profiles and agreement of raters, with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri, stdtr

from gapkit.stats.bootstrap import bca
from gapkit.stats.effects import Effect
from gapkit.stats.moments import moments

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Bools, Floats, Frequencies, Ints

__all__ = ["Correlation", "agreement", "pearson", "spearman"]

# Differences of means carry dust in the 16th digit; ten decimals tell real values apart.
_DECIMALS = 10


@dataclass(frozen=True)
class Correlation:
    """Correlation of each row's pairs.

    Parameters
    ----------
    n : int64, shape (rows,)
        Complete pairs.
    r : float, shape (rows,)
        NaN where n is below 2 or a side does not vary.
    p : float, shape (rows,)
        Two-sided; NaN where n is below 3 or r is −1 or 1.
    low, high : float, shape (rows,)
        Limits; NaN where n is below 4 or r is −1 or 1.
    """

    n: Ints
    r: Floats
    p: Floats
    low: Floats
    high: Floats


def pearson(x: ArrayLike, y: ArrayLike, confidence: float = 0.95) -> Correlation:
    """Pearson's correlation with Fisher's interval.

    Parameters
    ----------
    x, y : shape (pairs,) or (rows, pairs)
        NaN in either leaves the pair out.
    confidence
        Share of the interval.

    Notes
    -----
    Agrees with R's ``cor.test``.

    Examples
    --------
    >>> c = pearson([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])
    >>> c.r, c.p.round(4), c.low.round(4), c.high.round(4)
    (array([0.8]), array([0.1041]), array([-0.2796]), array([0.9862]))
    """
    a, b = _complete(x, y)
    n, r = _product_moment(a, b)
    return _with_test(n, r, np.ones_like(r), confidence)


def spearman(x: ArrayLike, y: ArrayLike, confidence: float = 0.95) -> Correlation:
    """Spearman's rank correlation; values equal to 10 decimals are tied.

    Parameters
    ----------
    x, y : shape (pairs,) or (rows, pairs)
        NaN in either leaves the pair out.
    confidence
        Share of the interval.

    Notes
    -----
    Midranks, as in R's ``cor(method = "spearman")``; p by the t approximation of R's
    ``cor.test(method = "spearman", exact = FALSE)``; interval by Fisher's z with the standard
    error √((1 + r²/2) / (n − 3)) of Bonett & Wright (2000).

    Examples
    --------
    >>> spearman([1, 2, 3, 4], [0.1 + 0.2, 0.3, 5, 4]).r.round(4)
    array([0.7379])
    """
    a, b = _complete(x, y)
    n, r = _product_moment(_midranks(a), _midranks(b))
    return _with_test(n, r, 1 + r**2 / 2, confidence)


def agreement(
    f: Frequencies,
    points: int,
    step: float = 1.0,
    confidence: float = 0.95,
    draws: int = 2000,
    seed: int = 1,
) -> Effect:
    """Agreement of raters on one item, r_wg (James, Demaree & Wolf 1984).

    Parameters
    ----------
    f
        The raters' answers, one item a row.
    points
        Points of the scale, at least 2.
    step
        Distance between its points.
    confidence, draws, seed
        Of the BCa bootstrap interval.

    Returns
    -------
    Effect
        1 − s² / ((points² − 1) step² / 12): 1 where all agree, 0 where they answer as if drawing
        each point alike, below 0 where they fall into camps. NaN with fewer than two raters;
        without variation the limits are blank.

    Examples
    --------
    >>> from gapkit.stats.frequencies import Frequencies
    >>> agreement(Frequencies.from_lists([[5, 6, 6, 7], [4, 4, 4]]), points=7).value.round(4)
    array([0.8333, 1.    ])
    """
    chance = (points**2 - 1) * step**2 / 12

    def index(values: Floats, counts: Floats) -> Floats:
        n = counts.sum(axis=-1)
        mean = counts @ values / n
        variance = (counts @ values**2 - n * mean**2) / (n - 1)
        return np.asarray(1 - variance / chance)

    low, high = bca(f, index, confidence, draws, seed)
    # dust of the resampled variance must not carry full agreement beyond 1
    return Effect(1 - moments(f).variance / chance, low, np.minimum(high, 1))


def _complete(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    a, b = (np.atleast_2d(np.asarray(v, np.float64)) for v in (x, y))
    a, b = np.broadcast_arrays(a, b)
    lost = np.isnan(a) | np.isnan(b)
    return (
        np.where(lost, np.nan, np.round(a, _DECIMALS)),
        np.where(lost, np.nan, np.round(b, _DECIMALS)),
    )


def _midranks(a: Floats) -> Floats:
    """Ranks within rows; each value is set against each other, as profiles are short."""
    other, own = a[:, None, :], a[:, :, None]
    ranks = (other < own).sum(axis=2) + ((other == own).sum(axis=2) + 1) / 2
    return np.where(np.isnan(a), np.nan, ranks).astype(np.float64)


def _product_moment(a: Floats, b: Floats) -> tuple[Ints, Floats]:
    stands = ~np.isnan(a)
    n = stands.sum(axis=1)
    people = np.maximum(n, 1)[:, None]
    x = np.where(stands, a - np.nansum(a, axis=1, keepdims=True) / people, 0.0)
    y = np.where(stands, b - np.nansum(b, axis=1, keepdims=True) / people, 0.0)
    both = np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1))
    varied = _varies(a) & _varies(b)
    r = (x * y).sum(axis=1) / np.where(varied, both, np.nan)
    certain = np.abs(r) > 1 - 10.0**-_DECIMALS * 1e-2
    return n, np.where(certain, np.sign(r), r)


def _varies(a: Floats) -> Bools:
    low = np.where(np.isnan(a), np.inf, a).min(axis=1, initial=np.inf)
    high = np.where(np.isnan(a), -np.inf, a).max(axis=1, initial=-np.inf)
    return np.asarray(high > low)


def _with_test(n: Ints, r: Floats, inflation: Floats, confidence: float) -> Correlation:
    inside = np.where(np.abs(r) < 1, r, np.nan)
    df = np.where(n > 2, n - 2.0, np.nan)
    p = 2 * stdtr(df, -np.abs(inside) * np.sqrt(df / (1 - inside**2)))
    se = np.sqrt(inflation / np.where(n > 3, n - 3.0, np.nan))
    half = ndtri((1 + confidence) / 2) * se
    middle = np.arctanh(inside)
    return Correlation(n, r, p, np.tanh(middle - half), np.tanh(middle + half))
