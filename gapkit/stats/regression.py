"""Regression from sums of products: slopes, what they explain, collinearity.

A table of sums of products is that of a leading 1, the predictors and, last, the outcome: n, Σx, Σy
in its first row, Σxx′, Σxy and Σyy within. Tables add up, so that any part of the people can be
left out by subtraction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.stats.covariance import SINGULAR

if TYPE_CHECKING:
    from gapkit.stats.frequencies import Bools, Floats

__all__ = [
    "Correlations", "Slopes", "correlations", "dependent",
    "products_of", "recombined", "slopes", "slopes_by_groups", "standardized", "variance_inflation",
]  # fmt: skip

CONSTANT: Final = 1e-12
"""A variance below this part of the mean square is 0 but for rounding."""


@dataclass(frozen=True)
class Correlations:
    """Correlations of predictors among themselves and with the outcome; a constant one has none.

    Parameters
    ----------
    n : float, shape (…)
        Sum of weights.
    inner : float, shape (…, p, p)
        1 on the diagonal; 0 beside a constant predictor, which so takes no part.
    outer : float, shape (…, p)
        0 for a constant predictor or outcome.
    sd : float, shape (…, p + 1)
        Standard deviations with divisor n, the outcome's last; exactly 0 where nothing varies.
    mean : float, shape (…, p + 1)
    """

    n: Floats
    inner: Floats
    outer: Floats
    sd: Floats
    mean: Floats

    @property
    def explained(self) -> Floats:
        """R² of all predictors together. Shape (…)."""
        explained: Floats = (standardized(self.inner, self.outer) * self.outer).sum(axis=-1)
        return explained


def products_of(columns: Floats, weight: Floats | None = None) -> Floats:
    """Return the table of complete rows; the outcome is the last column.

    Parameters
    ----------
    columns : shape (people, p + 1)
    weight : shape (people,)
        Survey weights, if any.

    Examples
    --------
    >>> products_of(np.array([[1.0, 2.0], [3.0, 5.0]])).tolist()
    [[2.0, 4.0, 7.0], [4.0, 10.0, 17.0], [7.0, 17.0, 29.0]]
    """
    z = np.column_stack([np.ones(len(columns)), columns])
    table: Floats = (z if weight is None else z * weight[:, None]).T @ z
    return table


def recombined(table: Floats, transform: Floats) -> Floats:
    """Return the table whose predictors are sums of the old ones: new = old @ transform.

    Parameters
    ----------
    table : shape (…, 2 + p, 2 + p)
    transform : shape (p, q)

    Examples
    --------
    A gap is one predictor made of two:

    >>> table = products_of(np.array([[5.0, 6.0, 1.0], [4.0, 6.0, 0.0]]))
    >>> recombined(table, np.array([[1.0], [-1.0]]))[0].tolist()
    [2.0, -3.0, 1.0]
    """
    p, q = transform.shape
    whole = np.zeros((p + 2, q + 2))
    whole[0, 0], whole[-1, -1], whole[1:-1, 1:-1] = 1, 1, transform
    found: Floats = whole.T @ table @ whole
    return found


def correlations(table: Floats) -> Correlations:
    """Return the correlations that a table of sums of products holds.

    Examples
    --------
    >>> c = correlations(products_of(np.array([[1.0, 2.0], [2.0, 2.0], [3.0, 5.0]])))
    >>> float(c.outer[0].round(4)), c.mean.tolist()
    (0.866, [2.0, 3.0])
    """
    n = table[..., 0, 0]
    people = np.where(n > 0, n, np.nan)
    mean = table[..., 0, 1:] / people[..., None]
    cov = table[..., 1:, 1:] / people[..., None, None] - mean[..., :, None] * mean[..., None, :]
    variance = np.diagonal(cov, axis1=-2, axis2=-1)
    constant = ~(variance > CONSTANT * (mean**2 + variance))
    sd = np.sqrt(np.where(constant, 0.0, variance))
    scale = np.where(constant, 1.0, sd)
    flat = constant[..., :, None] | constant[..., None, :]
    r = np.where(flat, 0.0, cov / (scale[..., :, None] * scale[..., None, :]))
    inner = r[..., :-1, :-1].copy()
    at = np.arange(inner.shape[-1])
    inner[..., at, at] = 1.0
    return Correlations(n, inner, r[..., :-1, -1], sd, mean)


def standardized(inner: Floats, outer: Floats) -> Floats:
    """Return standardized slopes, the signed effects of one standard deviation. Shape (…, p).

    Where predictors follow from each other, the shortest of all slopes that explain as much.

    Examples
    --------
    >>> standardized(np.array([[1, 0.5], [0.5, 1]]), np.array([0.6, 0.4])).round(4)
    array([0.5333, 0.1333])
    """
    try:
        found = np.linalg.solve(inner, outer[..., None])[..., 0].astype(np.float64)
    except np.linalg.LinAlgError:
        found = np.full(outer.shape, np.inf)
    wrong = ~(np.abs(found) < _LARGEST).all(axis=-1)
    if wrong.any():
        inverse = np.linalg.pinv(inner[wrong], rcond=SINGULAR, hermitian=True)
        found[wrong] = (inverse @ outer[wrong][..., None])[..., 0]
    return found


_LARGEST: Final = 1e4
"""Standardized slopes beyond this come from a matrix that is singular but for rounding."""


def variance_inflation(inner: Floats) -> Floats:
    """Return how much wider each slope's variance is for the company of the others.

    Returns
    -------
    float, shape (p,)
        1 ÷ (1 − R² on the others); NaN for all where the matrix is singular. As R's ``car::vif``.

    Examples
    --------
    >>> variance_inflation(np.array([[1, 0.5], [0.5, 1]])).round(4)
    array([1.3333, 1.3333])
    """
    if dependent(inner).any():
        return np.full(len(inner), np.nan)
    inflation: Floats = np.diagonal(np.linalg.inv(inner)).copy()
    return inflation


def dependent(inner: Floats) -> Bools:
    """Say which predictors follow exactly from others of them. Shape (p,).

    Examples
    --------
    >>> dependent(np.array([[1.0, 1.0, 0.2], [1.0, 1.0, 0.2], [0.2, 0.2, 1.0]])).tolist()
    [True, True, False]
    """
    values, vectors = np.linalg.eigh(inner)
    involved: Bools = (np.abs(vectors[:, values < SINGULAR]) > _INVOLVED).any(axis=1)
    return involved


_INVOLVED: Final = 1e-6


@dataclass(frozen=True)
class Slopes:
    """Least squares with an intercept.

    Parameters
    ----------
    slope : float, shape (p,)
        In points of the outcome for one point of the predictor.
    covariance : float, shape (p, p)
        Of the slopes.
    rest : float
        Sum of squares that is left.
    df : float
        n − p − 1; predictors without variation do not count.
    """

    slope: Floats
    covariance: Floats
    rest: float
    df: float


def slopes(table: Floats) -> Slopes:
    """Fit the outcome by least squares; predictors must not depend on each other.

    Notes
    -----
    Agrees with R's ``lm``.

    Examples
    --------
    >>> x = np.array([[0.0, 1.0], [1.0, 2.0], [2.0, 6.0]])
    >>> fit = slopes(products_of(x))
    >>> fit.slope.round(4), round(fit.rest, 4), fit.df
    (array([2.5]), 1.5, 1.0)
    """
    c = correlations(table)
    beta = standardized(c.inner, c.outer)
    scale = c.sd[-1] / np.where(c.sd[:-1] > 0, c.sd[:-1], np.nan)
    rest = float(c.n * c.sd[-1] ** 2 * max(1 - float(beta @ c.outer), 0.0))
    # a constant predictor, or one that follows from others, takes no degree of freedom
    free = int((np.linalg.eigvalsh(c.inner) > SINGULAR).sum() - (c.sd[:-1] == 0).sum())
    df = float(c.n) - free - 1
    error = rest / df if df > 0 else np.nan
    inverse = np.linalg.pinv(c.inner, rcond=SINGULAR, hermitian=True)
    spread = 1 / (np.where(c.sd[:-1] > 0, c.sd[:-1], np.nan) * np.sqrt(float(c.n)))
    covariance = error * inverse * spread[:, None] * spread[None, :]
    return Slopes(beta * scale, covariance, rest, df)


def slopes_by_groups(groups: Floats) -> Slopes:
    """Fit everybody by least squares, with errors from leaving out one group at a time.

    Parameters
    ----------
    groups : shape (groups, 2 + p, 2 + p)
        Sums of products of each group: clusters that were drawn, or parts of weighted people.

    Returns
    -------
    Slopes
        Slopes as of `slopes`; the covariance is that of the delete-a-group jackknife, ``df`` the
        groups less one. As R's ``clubSandwich`` CR3 × (G − 1) ÷ G.

    Examples
    --------
    >>> x = np.random.default_rng(1).normal(size=(60, 2))
    >>> people = np.stack([products_of(row[None]) for row in x])
    >>> found = slopes_by_groups(people)
    >>> found.df, np.sqrt(found.covariance).round(4)
    (59, array([[0.1636]]))
    """
    whole = groups.sum(axis=0)
    fit = slopes(whole)
    without = np.stack([slopes(whole - one).slope for one in groups])
    about = without - without.mean(axis=0)
    count = len(groups)
    covariance = (count - 1) / count * about.T @ about
    return Slopes(fit.slope, covariance, fit.rest, count - 1)
