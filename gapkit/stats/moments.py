"""Count, mean and standard deviation, without loss by cancellation."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats, Frequencies, Ints

__all__ = ["DUST", "Moments", "moments", "moments_from_sums"]

DUST: Final = 1e-12
"""A sum of squares below this part of the whole is 0 but for rounding."""


@dataclass(frozen=True)
class Moments:
    """Count, mean and standard deviation of each row.

    Parameters
    ----------
    n : int64, shape (rows,)
        People.
    mean : float, shape (rows,)
        NaN where n is 0.
    sd : float, shape (rows,)
        With divisor n − 1; NaN where n is below 2, exactly 0 where all values are the same.

    Examples
    --------
    From a printed table:

    >>> Moments.of(n=[25, 16], mean=[-0.5, -1.0], sd=[1.0, 2.0]).se
    array([0.2, 0.5])
    """

    n: Ints
    mean: Floats
    sd: Floats

    @classmethod
    def of(cls, n: ArrayLike, mean: ArrayLike, sd: ArrayLike) -> Moments:
        """Build from anything array-like; single numbers are stretched to the others' length."""
        people, middle, spread = np.broadcast_arrays(
            np.atleast_1d(np.asarray(n, np.int64)),
            np.asarray(mean, np.float64),
            np.asarray(sd, np.float64),
        )
        return cls(people, middle, spread)

    @property
    def se(self) -> Floats:
        """Standard error of the mean, sd / √n. Shape (rows,)."""
        return self.sd / np.sqrt(np.where(self.n > 0, self.n, np.nan))

    @property
    def variance(self) -> Floats:
        """Sample variance. Shape (rows,)."""
        return np.square(self.sd)


def moments(f: Frequencies) -> Moments:
    """Return n, mean and sd of each row of a distribution.

    The sum is a whole number; squares are taken about a whole number near the mean, so that large
    denominators lose nothing. No variation is told from the number of distinct values.

    Examples
    --------
    >>> from gapkit.stats.frequencies import Frequencies
    >>> m = moments(Frequencies.from_lists([[1, 2, 4], [5, 5], [7], []]))
    >>> m.n, m.mean.round(3), m.sd.round(3)
    (array([3, 2, 1, 0]), array([2.333, 5.   , 7.   ,   nan]), array([1.528, 0.   ,   nan,   nan]))
    """
    n = np.where(f.n > 0, f.n, np.nan)
    mean = f.total / n / f.denominator
    middle = (2 * f.total + f.n) // np.maximum(2 * f.n, 1)
    away = f.value - middle[f.row]
    rest = f.sum_by_row(away * f.count)
    squares = f.sum_floats(np.square(away.astype(np.float64)) * f.count)
    enough = np.where(f.n > 1, n - 1, np.nan)
    variance = np.maximum(squares - np.square(rest.astype(np.float64)) / n, 0) / enough
    sd = np.where(f.varies | np.isnan(enough), np.sqrt(variance) / f.denominator, 0.0)
    return Moments(f.n, mean, sd)


def moments_from_sums(
    n: ArrayLike, total: ArrayLike, squares: ArrayLike, denominator: int = 1
) -> Moments:
    """Return n, mean and sd from n, Σx and Σx² of whole numbers.

    Parameters
    ----------
    n, total, squares : whole numbers of any size, shape (rows,)
        Python integers or int64; Σx and Σx² of the numerators.
    denominator
        A value stands for numerator / denominator.

    Notes
    -----
    n Σx² − (Σx)² is worked out in integers without a limit, since it is the difference of two
    large numbers that are nearly the same.

    Examples
    --------
    >>> moments_from_sums([3], [7], [21]).sd.round(3)
    array([1.528])
    """
    triples = zip(
        np.ravel(n).tolist(), np.ravel(total).tolist(), np.ravel(squares).tolist(), strict=True
    )
    figures = [_mean_and_sd(int(a), int(b), int(c), denominator) for a, b, c in triples]
    mean, sd = np.array(figures, np.float64).reshape(-1, 2).T
    return Moments(np.ravel(np.asarray(n, np.int64)), mean, sd)


def _mean_and_sd(n: int, total: int, squares: int, denominator: int) -> tuple[float, float]:
    if n == 0:
        return np.nan, np.nan
    mean = float(Fraction(total, n * denominator))
    if n == 1:
        return mean, np.nan
    variance = Fraction(n * squares - total * total, n * (n - 1) * denominator * denominator)
    return mean, float(np.sqrt(float(variance)))
