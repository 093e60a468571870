"""Exploratory factors: extraction by maximum likelihood or least squares, and oblique rotation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats

__all__ = ["Factors", "Method", "explore", "extract", "oblimin"]

Method = Literal["minres", "ml"]

LEAST_UNIQUE: Final = 0.005
"""Smallest unique variance, as in R's ``factanal`` and ``psych::fa``."""

STILL: Final = 1e-10
"""A rotation has come to rest where its projected gradient is no longer than this."""

TURNS: Final = 5000
"""Most steps of a rotation."""


@dataclass(frozen=True)
class Factors:
    """Rotated factors, the one that explains most first, each pointing to the side of its loadings.

    Parameters
    ----------
    loading : float, shape (items, factors)
        Standardised pattern loadings.
    correlation : float, shape (factors, factors)
        Of the factors.
    communality : float, shape (items,)
        Share of each item's variance that the factors explain.
    objective
        What extraction made smallest.
    """

    loading: Floats
    correlation: Floats
    communality: Floats
    objective: float


def explore(correlation: ArrayLike, factors: int, method: Method = "minres") -> Factors:
    """Extract factors from a correlation matrix and rotate them obliquely.

    Parameters
    ----------
    correlation : shape (items, items)
        Positive definite.
    factors
        How many; fewer than items.
    method
        ``minres`` (least squares, Harman and Jones 1966) or ``ml`` (maximum likelihood).

    Notes
    -----
    Agrees with ``psych::fa(rotate = "oblimin")`` up to order and sign of the factors.

    Examples
    --------
    >>> r = [[1, 0.56, 0, 0], [0.56, 1, 0, 0], [0, 0, 1, 0.42], [0, 0, 0.42, 1]]
    >>> explore(r, 2).correlation.round(3).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    unrotated, objective = extract(correlation, factors, method)
    loading, phi = oblimin(unrotated)
    explained = np.einsum("ij,jk,ik->j", loading, phi, loading)
    order = np.argsort(-explained, kind="stable")
    loading, phi = loading[:, order], phi[np.ix_(order, order)]
    sign = np.where(loading.sum(axis=0) < 0, -1.0, 1.0)
    communality = (unrotated**2).sum(axis=1)
    return Factors(loading * sign, phi * np.outer(sign, sign), communality, objective)


def extract(
    correlation: ArrayLike, factors: int, method: Method = "minres"
) -> tuple[Floats, float]:
    """Return unrotated loadings, shape (items, factors), and the discrepancy.

    Notes
    -----
    Over unique variances alone, since loadings follow from them (Lawley and Maxwell 1971); from the
    start of ``factanal`` and from two more, the best of which is kept.
    """
    from scipy.optimize import minimize

    r = np.asarray(correlation, np.float64)
    items = len(r)
    problem = _likelihood if method == "ml" else _least_squares
    smc = (1 - 0.5 * factors / items) / np.diag(np.linalg.inv(r))
    results = [
        minimize(
            problem(r, factors), np.clip(start, LEAST_UNIQUE, 1), jac=True, method="L-BFGS-B",
            bounds=[(LEAST_UNIQUE, 1.0)] * items, options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 2000},
        )
        for start in (smc, np.full(items, 0.5), np.full(items, 0.9))
    ]  # fmt: skip
    best = min(results, key=lambda result: float(result.fun))
    scale = np.sqrt(best.x) if method == "ml" else np.ones(items)
    reduced = r / np.outer(scale, scale) - np.diag(best.x / scale**2)
    value, vector = np.linalg.eigh(reduced)
    root = np.sqrt(np.maximum(value[::-1][:factors], 0))
    return scale[:, None] * vector[:, ::-1][:, :factors] * root, float(best.fun)


def oblimin(loading: ArrayLike) -> tuple[Floats, Floats]:
    """Rotate loadings obliquely so that each item loads on few factors (direct quartimin).

    Parameters
    ----------
    loading : shape (items, factors)
        Unrotated.

    Returns
    -------
    tuple of float
        Pattern loadings, shape (items, factors), and correlations of the factors.

    Notes
    -----
    Gradient projection (Jennrich 2002; Bernaards and Jennrich 2005) without Kaiser's normalisation,
    as ``GPArotation::oblimin`` by default.
    """
    a = np.asarray(loading, np.float64)
    factors = a.shape[1]
    turn = np.eye(factors)
    if factors == 1:
        return a, turn
    size = 1.0
    pattern, value, slope = _quartimin(a, turn)
    for _ in range(TURNS):
        along = slope - turn * (turn * slope).sum(axis=0)
        length = float(np.linalg.norm(along))
        if length < STILL:
            break
        size *= 2
        for _ in range(40):
            trial = turn - size * along
            trial /= np.sqrt((trial**2).sum(axis=0))
            pattern, lower, new_slope = _quartimin(a, trial)
            if lower < value - 0.5 * length**2 * size:
                break
            size /= 2
        else:
            break
        turn, value, slope = trial, lower, new_slope
    pattern, _, _ = _quartimin(a, turn)
    return pattern, turn.T @ turn


def _quartimin(a: Floats, turn: Floats) -> tuple[Floats, float, Floats]:
    """Return the pattern after a turn, the criterion, and its gradient with respect to the turn."""
    inverse = np.linalg.inv(turn)
    pattern = a @ inverse.T
    squares = pattern**2
    others = squares.sum(axis=1, keepdims=True) - squares
    slope = -(pattern.T @ (pattern * others) @ inverse).T
    return pattern, float((squares * others).sum() / 4), slope


def _likelihood(r: Floats, factors: int) -> Callable[[Floats], tuple[float, Floats]]:
    """Return the discrepancy of maximum likelihood as a function of unique variances."""

    def discrepancy(unique: Floats) -> tuple[float, Floats]:
        scale = np.sqrt(unique)
        value, vector = np.linalg.eigh(r / np.outer(scale, scale))
        left = value[:-factors]
        root = np.sqrt(np.maximum(value[-factors:] - 1, 0))
        loading = scale[:, None] * vector[:, -factors:] * root
        slope = ((loading**2).sum(axis=1) + unique - np.diag(r)) / unique**2
        return float((left - np.log(left) - 1).sum()), slope

    return discrepancy


def _least_squares(r: Floats, factors: int) -> Callable[[Floats], tuple[float, Floats]]:
    """Return half the sum of squared residual correlations as a function of unique variances."""

    def discrepancy(unique: Floats) -> tuple[float, Floats]:
        value, vector = np.linalg.eigh(r - np.diag(unique))
        left = value[:-factors]
        return float((left**2).sum() / 2), -(vector[:, :-factors] ** 2 @ left)

    return discrepancy
