"""Means and covariances from sums of products: what reliability and structure are made of."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd, lcm
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Bools, Floats, Ints

__all__ = ["SINGULAR", "Covariances", "covariances", "products_of_differences", "regular"]

SINGULAR: Final = 1e-10
"""Eigenvalues of a correlation matrix below this are 0 but for rounding."""


@dataclass(frozen=True)
class Covariances:
    """Means and covariances of some columns over complete rows, one group a row.

    Parameters
    ----------
    n : int64, shape (rows,)
        People with every answer.
    mean : float, shape (rows, k)
        NaN where n is 0.
    cov : float, shape (rows, k, k)
        With divisor n − 1; NaN where n is below 2.
    constant : bool, shape (rows, k)
        Whether all of two people or more gave the same answer, told from whole numbers.
    """

    n: Ints
    mean: Floats
    cov: Floats
    constant: Bools

    @property
    def items(self) -> int:
        """How many columns there are."""
        return int(self.cov.shape[-1])

    @property
    def sd(self) -> Floats:
        """Standard deviations, exactly 0 where nothing varies. Shape (rows, k)."""
        return np.sqrt(np.diagonal(self.cov, axis1=1, axis2=2))

    @property
    def correlation(self) -> Floats:
        """Pearson correlations; NaN with a constant column. Shape (rows, k, k)."""
        sd = np.where(self.sd > 0, self.sd, np.nan)
        return np.asarray(self.cov / (sd[:, :, None] * sd[:, None, :]))

    @property
    def biased(self) -> Floats:
        """Covariances with divisor n, as maximum likelihood has them. Shape (rows, k, k)."""
        n = np.maximum(self.n, 1)[:, None, None]
        return np.asarray(self.cov * (n - 1) / n)

    def only(self, columns: Sequence[int]) -> Covariances:
        """Return the figures of some of the columns, over the same people."""
        at = np.asarray(columns, np.int64)
        cov = self.cov[:, at[:, None], at[None, :]]
        return Covariances(self.n, self.mean[:, at], cov, self.constant[:, at])

    def row(self, index: int) -> Covariances:
        """Return the figures of one group."""
        at = slice(index, index + 1)
        return Covariances(self.n[at], self.mean[at], self.cov[at], self.constant[at])

    @classmethod
    def of_answers(cls, answers: ArrayLike) -> Covariances:
        """Build from answers, people in rows; a row with a NaN is left out.

        Examples
        --------
        >>> c = Covariances.of_answers([[1, 2], [3, 4], [5, np.nan]])
        >>> c.n, c.cov[0].tolist()
        (array([2]), [[2.0, 2.0], [2.0, 2.0]])
        """
        x = np.asarray(answers, np.float64)
        x = x[~np.isnan(x).any(axis=1)]
        n, k = x.shape
        constant = (x == x[:1]).all(axis=0) if n > 1 else np.zeros(k, bool)
        mean = x.mean(axis=0) if n else np.full(k, np.nan)
        cov = (x - mean).T @ (x - mean) / (n - 1) if n > 1 else np.full((k, k), np.nan)
        cov = np.where(constant[:, None] | constant[None, :], cov * 0.0, cov)
        return cls(np.array([n]), mean[None], cov[None], constant[None])


def covariances(products: ArrayLike, unit: ArrayLike = 1.0, origin: float = 0.0) -> Covariances:
    """Return means and covariances from n, Σx and Σxx′ of whole numbers.

    Parameters
    ----------
    products : int64, shape (rows, 1 + k, 1 + k)
        n in the corner, Σx beside it, Σxx′ within.
    unit, origin
        A whole number x stands for origin + unit · x; a column may have a unit of its own.

    Examples
    --------
    Two people, who answered (0, 1) and (2, 1):

    >>> c = covariances([[[2, 2, 2], [2, 4, 2], [2, 2, 2]]])
    >>> c.mean.tolist(), c.sd.round(3).tolist(), c.constant.tolist()
    ([[1.0, 1.0]], [[1.414, 0.0]], [[False, True]])
    """
    table = np.asarray(products, np.int64)
    n, sums, cross = table[:, 0, 0], table[:, 0, 1:], table[:, 1:, 1:]
    people = np.maximum(n, 1)
    # moved by a whole number near the mean, so that nothing is lost by cancellation
    middle = (2 * sums + people[:, None]) // (2 * people[:, None])
    rest = sums - middle * n[:, None]
    about = (
        cross
        - middle[:, :, None] * sums[:, None, :]
        - sums[:, :, None] * middle[:, None, :]
        + middle[:, :, None] * middle[:, None, :] * n[:, None, None]
    )
    constant = (n[:, None] > 1) & (rest == 0) & (np.diagonal(about, axis1=1, axis2=2) == 0)
    real = about - rest[:, :, None] * (rest[:, None, :] / people[:, None, None])
    step = np.broadcast_to(np.asarray(unit, np.float64), sums.shape[1:])
    cov = real * np.outer(step, step) / np.where(n > 1, n - 1.0, np.nan)[:, None, None]
    mean = origin + step * (middle + rest / np.where(n > 0, n, np.nan)[:, None])
    return Covariances(n, mean, cov, constant)


def products_of_differences(
    products: ArrayLike, right: Fraction, left: Fraction
) -> tuple[Ints, float]:
    """Return n, Σd and Σdd′ of right − left, and what a whole number of them stands for.

    Parameters
    ----------
    products : int64, shape (rows, 1 + 2k, 1 + 2k)
        Of k right columns followed by their k left partners.
    right, left
        What one step of either code is worth on the scale that both are compared on.

    Returns
    -------
    tuple
        int64, shape (rows, 1 + k, 1 + k), and the unit.

    Examples
    --------
    Two people with (right, left) of (3, 1) and (2, 2):

    >>> from fractions import Fraction
    >>> table = [[[2, 5, 3], [5, 13, 7], [3, 7, 5]]]
    >>> products_of_differences(table, Fraction(1), Fraction(1))
    (array([[[2, 2],
            [2, 4]]]), 1.0)
    """
    table = np.asarray(products, np.int64)
    k = (table.shape[1] - 1) // 2
    common = lcm(right.denominator, left.denominator)
    a, b = int(right * common), int(left * common)
    shared = gcd(a, b)
    to_difference = np.zeros((1 + k, 1 + 2 * k), np.int64)
    to_difference[0, 0] = 1
    to_difference[1:, 1 : 1 + k] = np.eye(k, dtype=np.int64) * (a // shared)
    to_difference[1:, 1 + k :] = np.eye(k, dtype=np.int64) * (-b // shared)
    return to_difference @ table @ to_difference.T, shared / common


def regular(covariance: ArrayLike) -> Bools:
    """Say of which sets every item varies and none follows from the others; shape (rows,).

    Parameters
    ----------
    covariance : shape (rows, k, k)

    Examples
    --------
    >>> regular([[[4.0, 1.0], [1.0, 1.0]], [[4.0, 2.0], [2.0, 1.0]], [[4.0, 0.0], [0.0, 0.0]]])
    array([ True, False, False])
    """
    s = np.asarray(covariance, np.float64)
    sd = np.sqrt(np.maximum(np.diagonal(s, axis1=1, axis2=2), 0))
    fine = np.asarray(np.isfinite(s).all(axis=(1, 2)) & (sd > 0).all(axis=1))
    scale = np.where(fine[:, None], sd, 1.0)
    r = np.where(
        fine[:, None, None], s / (scale[:, :, None] * scale[:, None, :]), np.eye(s.shape[1])
    )
    return np.asarray(fine & (np.linalg.eigvalsh(r)[:, 0] > SINGULAR))
