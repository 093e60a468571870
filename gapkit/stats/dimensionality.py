"""How many factors a set of items holds, and whether looking for factors makes sense at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import chdtrc

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats

__all__ = ["DRAWS", "ParallelAnalysis", "kaiser_meyer_olkin", "parallel_analysis", "sphericity"]

DRAWS: Final = 2000
"""Random matrices behind a parallel analysis; its quantiles are good to two decimals."""


@dataclass(frozen=True)
class ParallelAnalysis:
    """Eigenvalues beside those of items that have nothing in common.

    Parameters
    ----------
    eigenvalue : float, shape (items,)
        Of the correlation matrix, the largest first.
    chance : float, shape (items,)
        What unrelated items stay below in 95 % of samples of the same size.
    factors
        How many eigenvalues, from the first on, lie above chance.
    """

    eigenvalue: Floats
    chance: Floats
    factors: int


def parallel_analysis(
    correlation: ArrayLike, n: int, *, quantile: float = 0.95, draws: int = DRAWS, seed: int = 1
) -> ParallelAnalysis:
    """Count the factors that stand out of chance (Horn 1965).

    Parameters
    ----------
    correlation : shape (items, items)
    n
        People behind it; more than items.
    quantile, draws, seed
        Of the eigenvalues of correlation matrices of unrelated normal items.

    Notes
    -----
    Random matrices are drawn by Bartlett's (1933) decomposition, so that the cost doesn't grow with
    n; the law is the same as that of n rows of random numbers.

    Examples
    --------
    >>> r = np.eye(6) * 0.4 + 0.6
    >>> parallel_analysis(r, 200, draws=200).factors
    1
    """
    eigenvalue = np.linalg.eigvalsh(np.asarray(correlation, np.float64))[::-1]
    chance = _chance(len(eigenvalue), n, quantile, draws, seed)
    above = eigenvalue > chance
    factors = len(above) if above.all() else int(np.argmin(above))
    return ParallelAnalysis(eigenvalue, chance, factors)


@cache
def _chance(items: int, n: int, quantile: float, draws: int, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    root = np.tril(rng.standard_normal((draws, items, items)), -1)
    at = np.arange(items)
    root[:, at, at] = np.sqrt(rng.chisquare(n - 1 - at, (draws, items)))
    scatter = root @ root.swapaxes(1, 2)
    sd = np.sqrt(np.diagonal(scatter, axis1=1, axis2=2))
    values = np.linalg.eigvalsh(scatter / (sd[:, :, None] * sd[:, None, :]))
    found: Floats = np.quantile(values, quantile, axis=0)[::-1]
    return found


def kaiser_meyer_olkin(correlation: ArrayLike) -> float:
    """Share of correlation that is not partial correlation (Kaiser 1974): below 0.5, no factors.

    Notes
    -----
    ``MSA`` of ``psych::KMO``.

    Examples
    --------
    >>> round(kaiser_meyer_olkin(np.eye(3) * 0.5 + 0.5), 3)
    0.692
    """
    r = np.asarray(correlation, np.float64)
    inverse = np.linalg.inv(r)
    scale = np.sqrt(np.diag(inverse))
    off = ~np.eye(len(r), dtype=bool)
    whole = (r[off] ** 2).sum()
    partial = ((inverse / np.outer(scale, scale))[off] ** 2).sum()
    return float(whole / (whole + partial))


def sphericity(correlation: ArrayLike, n: int) -> tuple[float, int, float]:
    """Test whether the items are related at all (Bartlett 1951): chi-square, df, p.

    Notes
    -----
    ``psych::cortest.bartlett``.

    Examples
    --------
    >>> chi2, df, p = sphericity(np.eye(3) * 0.5 + 0.5, 50)
    >>> round(chi2, 3), df
    (32.693, 3)
    """
    r = np.asarray(correlation, np.float64)
    items = len(r)
    chi2 = -(n - 1 - (2 * items + 5) / 6) * float(np.linalg.slogdet(r)[1])
    df = items * (items - 1) // 2
    return chi2, df, float(chdtrc(df, chi2))
