"""The net promoter score with its interval: promoters less detractors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats, Ints

__all__ = ["POINTS", "NetPromoter", "net_promoter"]

POINTS: Final = 11
"""Answers from 0 to 10."""

DETRACTORS: Final = 7
"""0 to 6 are detractors, 7 and 8 passive, 9 and 10 promoters (Reichheld 2003)."""

PROMOTERS: Final = 9


@dataclass(frozen=True)
class NetPromoter:
    """Scores as shares between −1 and 1; shape (rows,), NaN where nobody answered.

    Parameters
    ----------
    n
        People.
    promoters, detractors
        Their shares.
    score, low, high
        Share of promoters − share of detractors.
    """

    n: Ints
    promoters: Floats
    detractors: Floats
    score: Floats
    low: Floats
    high: Floats


def net_promoter(counts: ArrayLike, confidence: float = 0.95) -> NetPromoter:
    """Return the net promoter score of each row.

    Parameters
    ----------
    counts : shape (rows, 11)
        How many answered 0, 1, … 10.
    confidence
        Of the score interval for a difference of two shares of the same people (Tango 1998), which
        holds its level in small samples and at the ends, where the textbook interval shrinks to a
        point.

    Examples
    --------
    >>> found = net_promoter([[0, 0, 0, 0, 0, 0, 20, 15, 15, 25, 25]])
    >>> found.score.round(2), found.low.round(3), found.high.round(3)
    (array([0.3]), array([0.14]), array([0.443]))
    """
    table = np.atleast_2d(np.asarray(counts, np.float64))
    n = table.sum(axis=1)
    people = np.where(n > 0, n, np.nan)
    for_it, against = table[:, PROMOTERS:].sum(axis=1), table[:, :DETRACTORS].sum(axis=1)
    z = float(ndtri((1 + confidence) / 2))
    low, high = (_limit(for_it, against, people, sign * z) for sign in (1, -1))
    score = (for_it - against) / people
    return NetPromoter(n.astype(np.int64), for_it / people, against / people, score, low, high)


_HALVINGS: Final = 52


def _limit(b: Floats, c: Floats, n: Floats, z: float) -> Floats:
    """Return the difference at which Tango's statistic, which falls as it grows, equals z."""
    low, high = np.full(b.shape, -1.0), np.full(b.shape, 1.0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = _statistic(b, c, n, middle) > z
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return np.where(np.isnan(n), np.nan, (low + high) / 2)


def _statistic(b: Floats, c: Floats, n: Floats, delta: Floats) -> Floats:
    """Score statistic of b/n − c/n = delta, c's share at its most likely value under it."""
    first = 2 * n
    second = (first - b + c) * delta - b - c
    third = -c * delta * (1 - delta)
    share = (np.sqrt(np.maximum(second**2 - 4 * first * third, 0.0)) - second) / (2 * first)
    variance = n * np.maximum(2 * share + delta * (1 - delta), 1e-300)
    return (b - c - n * delta) / np.sqrt(variance)
