"""Shapley shares of R² (Lindeman, Merenda & Gold): the average gain over all orders of entry."""

from __future__ import annotations

from functools import cache
from math import comb
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.stats.covariance import SINGULAR

if TYPE_CHECKING:
    from gapkit.stats.frequencies import Floats, Ints

__all__ = ["MOST_PREDICTORS", "shapley"]

MOST_PREDICTORS: Final = 12
"""With p predictors 2ᵖ models are fitted: 4,096 at most."""


def shapley(inner: Floats, outer: Floats) -> Floats:
    """Return each predictor's average gain in R² over all orders in which they may enter.

    Parameters
    ----------
    inner : shape (p, p)
        Correlations of the predictors.
    outer : shape (p,)
        Their correlations with the outcome.

    Returns
    -------
    float, shape (p,)
        Never negative; they add up to R². NaN where there are more than `MOST_PREDICTORS`.

    Notes
    -----
    Lindeman, Merenda & Gold (1980); general dominance (Budescu 1993); agrees with R's
    ``relaimpo::calc.relimp(type = "lmg")`` and ``domir``. Predictors that say the same share evenly.

    Examples
    --------
    >>> shapley(np.array([[1, 0.5], [0.5, 1]]), np.array([0.6, 0.4])).round(4)
    array([0.2867, 0.0867])
    """
    p = len(outer)
    if p > MOST_PREDICTORS:
        return np.full(p, np.nan)
    explained = _explained(inner, outer)
    gains = np.zeros(p)
    sizes = _sizes(p)
    for k in range(p):
        without = np.flatnonzero(~(np.arange(2**p) >> k) & 1)
        orders = np.array([p * comb(p - 1, size) for size in range(p)], np.float64)
        gains[k] = (
            (explained[without | (1 << k)] - explained[without]) / orders[sizes[without]]
        ).sum()
    return gains


def _explained(inner: Floats, outer: Floats) -> Floats:
    """R² of every subset; bit k of a subset's number says whether predictor k is in it."""
    p = len(outer)
    found = np.zeros(2**p)
    sizes = _sizes(p)
    for size in range(1, p + 1):
        numbers = np.flatnonzero(sizes == size)
        members = np.array([[k for k in range(p) if number >> k & 1] for number in numbers])
        some = inner[members[:, :, None], members[:, None, :]]
        far = outer[members]
        inverse = np.linalg.pinv(some, rcond=SINGULAR, hermitian=True)
        found[numbers] = np.einsum("si,sij,sj->s", far, inverse, far)
    return found


@cache
def _sizes(p: int) -> Ints:
    """How many predictors each subset has."""
    sizes: Ints = (np.arange(2**p)[:, None] >> np.arange(p) & 1).sum(axis=1)
    return sizes
