"""Polychoric correlations: how two normal variables behind two sets of ordered answers correlate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtr, ndtri, owens_t

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats

__all__ = ["FURTHEST", "binormal_cdf", "polychoric", "smoothed"]

FURTHEST: Final = 0.9999
"""A table without a cell off its diagonal has no largest likelihood; its correlation stops here."""

BEYOND: Final = 38.0
"""A threshold that stands for infinity: the normal law puts nothing beyond it."""

HALVINGS: Final = 50
"""Of the interval from −1 to 1 that the correlation is looked for in."""

LEAST_EIGENVALUE: Final = 1e-8
"""What a negative eigenvalue of a matrix of separate correlations is raised to."""


def polychoric(tables: ArrayLike) -> Floats:
    """Estimate the correlation behind each table of counts in two steps.

    Parameters
    ----------
    tables : shape (rows, a, b)
        Counts of the answers of two items, in their order; a category may be empty.

    Returns
    -------
    float, shape (rows,)
        NaN where an item has one answer only, or nobody answered. Between ±`FURTHEST`.

    Notes
    -----
    Olsson (1979): thresholds from the margins, then the correlation of greatest likelihood, found as
    the root of its derivative. No count is added to empty cells. Agrees with ``polycor::polychor``
    and ``psych::polychoric(correct = 0)``, whose own searches stop 2e-5 apart.

    Examples
    --------
    >>> polychoric([[[40, 10], [10, 40]]]).round(4)  # sin of what is above a half, times π
    array([0.809])
    """
    counts = np.asarray(tables, np.float64)
    a, b = _thresholds(counts.sum(axis=2)), _thresholds(counts.sum(axis=1))
    varies = ((counts.sum(axis=2) > 0).sum(axis=1) > 1) & ((counts.sum(axis=1) > 0).sum(axis=1) > 1)
    low, high = np.full(len(counts), -FURTHEST), np.full(len(counts), FURTHEST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        rising = _slope(counts, a, b, middle) > 0
        low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    found = (low + high) / 2
    at_end = FURTHEST - np.abs(found) < 1e-9
    return np.where(varies, np.where(at_end, np.sign(found) * FURTHEST, found), np.nan)


def binormal_cdf(h: ArrayLike, k: ArrayLike, rho: ArrayLike) -> Floats:
    """Return the probability that two correlated standard normals lie below h and k.

    Parameters
    ----------
    h, k : finite
    rho : between −1 and 1, both left out

    Notes
    -----
    By Owen's (1956) T function, exact to rounding.

    Examples
    --------
    >>> binormal_cdf([0.0], [0.0], [0.5]).round(6)  # 1/4 + asin(1/2) / 2π
    array([0.333333])
    """
    x, y, r = (np.asarray(v, np.float64) for v in (h, k, rho))
    # 0 / 0 has no ratio; the function is continuous, and this close to 0 it is the same
    x, y = (np.where(np.abs(v) < 1e-150, 1e-150, v) for v in (x, y))
    root = np.sqrt(1 - r**2)
    opposite = np.where((x < 0) != (y < 0), 0.5, 0.0)
    tails = owens_t(x, (y / x - r) / root) + owens_t(y, (x / y - r) / root)
    return np.asarray((ndtr(x) + ndtr(y)) / 2 - tails - opposite)


def smoothed(correlation: ArrayLike) -> tuple[Floats, bool]:
    """Return the matrix with negative eigenvalues raised, and whether that was needed.

    Correlations that were worked out pair by pair need not fit together; factor methods ask for a
    matrix that does. Agrees in idea with ``psych::cor.smooth``.

    Examples
    --------
    >>> matrix, changed = smoothed([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    >>> changed, bool(np.linalg.eigvalsh(matrix)[0] > 0)
    (True, True)
    """
    r = np.asarray(correlation, np.float64)
    value, vector = np.linalg.eigh(r)
    if value[0] >= LEAST_EIGENVALUE:
        return r, False
    whole = vector * np.maximum(value, LEAST_EIGENVALUE) @ vector.T
    sd = np.sqrt(np.diag(whole))
    return whole / np.outer(sd, sd), True


def _thresholds(margin: Floats) -> Floats:
    """Return the categories' limits on the normal scale: (rows, categories + 1)."""
    total = margin.sum(axis=1, keepdims=True)
    below = np.cumsum(margin, axis=1) / np.where(total > 0, total, 1.0)
    inner = np.clip(ndtri(np.clip(below[:, :-1], 0, 1)), -BEYOND, BEYOND)
    ends = np.full((len(margin), 1), BEYOND)
    return np.hstack([-ends, inner, ends])


def _slope(counts: Floats, a: Floats, b: Floats, rho: Floats) -> Floats:
    """Return the derivative of the log likelihood with respect to the correlation."""
    h, k, r = a[:, :, None], b[:, None, :], rho[:, None, None]
    chance = _rectangles(binormal_cdf(h, k, r))
    density = np.exp(-(h**2 - 2 * r * h * k + k**2) / (2 * (1 - r**2)))
    change = _rectangles(density / (2 * np.pi * np.sqrt(1 - r**2)))
    filled = counts > 0
    share = np.where(filled, counts / np.maximum(chance, 1e-300), 0.0)
    return np.asarray((share * np.where(filled, change, 0.0)).sum(axis=(1, 2)))


def _rectangles(corner: Floats) -> Floats:
    """Return what lies within the cells, from what lies below their corners."""
    return np.diff(np.diff(corner, axis=1), axis=2)
