"""Regression where the predictors are means of few people: their known sampling errors taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtr, ndtri

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats

__all__ = ["LEAST_RELIABLE", "Corrected", "errors_in_variables"]

LEAST_RELIABLE: Final = 0.05
"""Where less than this part of some mixture of predictors is more than sampling error, slopes are
ratios of noise: none is given."""


@dataclass(frozen=True)
class Corrected:
    """Slopes with their intervals; NaN where the predictors cannot bear them.

    Parameters
    ----------
    slope, p, low, high : float, shape (p,)
        By predictor; units of the outcome for one of the predictor.
    reliability : float, shape (p,)
        Part of each predictor's variance between cases that is no sampling error.
    """

    slope: Floats
    p: Floats
    low: Floats
    high: Floats
    reliability: Floats


def errors_in_variables(
    x: ArrayLike,
    y: ArrayLike,
    error: ArrayLike,
    with_outcome: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Corrected:
    """Regress an outcome on predictors that are measured with known sampling errors.

    Parameters
    ----------
    x : shape (cases, p)
        Predictors, such as means of a branch's managers.
    y : shape (cases,)
        The outcome.
    error : shape (cases, p, p)
        Sampling covariance of each case's predictors.
    with_outcome : shape (cases, p), optional
        Their sampling covariance with the outcome, where the same people make both; else 0.
    confidence
        Share of the intervals.

    Notes
    -----
    Moments of the cases less the mean sampling covariances: β = (Sxx − Σ)⁻¹ (Sxy − σ) (Fuller
    1987, section 2.2). p is that of the score test: under the null value a case adds to the
    estimating equation what its own answers say, and the sum is set against the root of the sum of
    squares, so that cases may differ in their errors. The interval holds the values that this test
    does not refuse (as Fieller's 1954); Wald's is too wide where predictors are unreliable, and
    refuses a true null in 1 or 2 of 100 surveys instead of 5. A slope whose interval has no end is
    not given; its p is.

    Examples
    --------
    Half of the predictor's variance is error, so that the plain slope of 1 is half the true one:

    >>> x = np.array([[-2.0], [-1.0], [1.0], [2.0]])
    >>> found = errors_in_variables(x, [-2.0, -1.0, 1.0, 2.0], np.full((4, 1, 1), 10 / 6))
    >>> found.reliability.round(6)
    array([0.5])
    """
    a, b, sigma = (np.asarray(v, np.float64) for v in (x, y, error))
    cases, p = a.shape
    cross = np.zeros((cases, p)) if with_outcome is None else np.asarray(with_outcome, np.float64)
    about, outcome = a - a.mean(axis=0), b - b.mean()
    spread = cases / max(cases - 1, 1)
    each = about[:, :, None] * about[:, None, :] * spread - sigma
    with_y = about * outcome[:, None] * spread - cross
    true, seen = each.mean(axis=0), np.square(about).mean(axis=0) * spread
    blank = np.full(p, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        reliability = np.diag(true) / seen
    if cases < p + 2 or not (seen > 0).all() or _least(true, seen) < LEAST_RELIABLE:
        return Corrected(blank, blank, blank, blank, reliability)
    found = [_by_score(each, with_y, true, k, confidence) for k in range(p)]
    slope, p_value, low, high = np.array(found).T
    return Corrected(slope, p_value, low, high, reliability)


def _least(true: Floats, seen: Floats) -> float:
    """Return the smallest part of any mixture of predictors that is no sampling error."""
    return float(np.linalg.eigvalsh(true / np.sqrt(np.outer(seen, seen))).min())


def _by_score(
    each: Floats, with_y: Floats, true: Floats, k: int, confidence: float
) -> tuple[float, float, float, float]:
    """Return slope, p and limits of one predictor.

    What a case adds, freed of the other predictors, is u − β v for a null value β.
    """
    others = [i for i in range(len(true)) if i != k]
    inverse = np.linalg.inv(true[np.ix_(others, others)])
    along = inverse @ true[others, k]

    def freed(right: Floats, of_k: Floats) -> Floats:
        """Return the score of k where the others' slopes solve their own equations."""
        slopes = inverse @ of_k[others]
        left = right - each[:, :, others] @ slopes
        score: Floats = left[:, k] - left[:, others] @ along
        return score

    u = freed(with_y, with_y.mean(axis=0))
    v = freed(each[:, :, k], true[:, k])
    critical = float(ndtri((1 + confidence) / 2)) ** 2
    square = v.sum() ** 2 - critical * (v**2).sum()
    middle = u.sum() * v.sum() - critical * (u * v).sum()
    constant = u.sum() ** 2 - critical * (u**2).sum()
    root = middle**2 - square * constant
    p = 2 * float(ndtr(-abs(u.sum()) / np.sqrt((u**2).sum())))
    if not (square > 0 and root >= 0):
        blank = float("nan")
        return blank, p, blank, blank
    half = np.sqrt(root)
    return u.sum() / v.sum(), p, (middle - half) / square, (middle + half) / square
