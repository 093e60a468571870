"""Do items of a dimension hang together, and do dimensions separate: CR, AVE and HTMT."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats

__all__ = ["Convergence", "Mean", "convergence", "htmt"]

Mean = Literal["arithmetic", "geometric"]


@dataclass(frozen=True)
class Convergence:
    """How well the items of each dimension measure it.

    Parameters
    ----------
    composite_reliability, average_variance : float, shape (dimensions,)
        Of standardised loadings; the variance is what the factor explains of its items on average.
    """

    composite_reliability: Floats
    average_variance: Floats


def convergence(loading: ArrayLike, dimension: Sequence[int]) -> Convergence:
    """Return composite reliability and average variance extracted (Fornell and Larcker 1981).

    Parameters
    ----------
    loading : shape (items,)
        Standardised loading of each item on its own dimension.
    dimension : shape (items,)
        Numbered from 0.

    Notes
    -----
    CR = (Σλ)² / ((Σλ)² + Σ(1 − λ²)), AVE = mean λ². ``semTools::AVE`` weighs items by their variance
    instead, which differs in the third decimal.

    Examples
    --------
    >>> c = convergence([0.8, 0.7, 0.9, 0.6], [0, 0, 1, 1])
    >>> c.composite_reliability.round(3).tolist(), c.average_variance.round(3).tolist()
    ([0.721, 0.731], [0.565, 0.585])
    """
    value, of = np.asarray(loading, np.float64), np.asarray(dimension)
    common = np.bincount(of, value) ** 2
    own = np.bincount(of, 1 - value**2)
    return Convergence(common / (common + own), np.bincount(of, value**2) / np.bincount(of))


def htmt(correlation: ArrayLike, dimension: Sequence[int], mean: Mean = "arithmetic") -> Floats:
    """Return the heterotrait-monotrait ratio of correlations of every two dimensions.

    Parameters
    ----------
    correlation : shape (items, items)
    dimension : shape (items,)
        Numbered from 0.
    mean
        ``arithmetic`` as in Henseler, Ringle and Sarstedt (2015), or ``geometric``: HTMT2 of
        Roemer, Schuberth and Henseler (2021).

    Returns
    -------
    float, shape (dimensions, dimensions)
        1 on the diagonal. Above 0.85 to 0.90 two dimensions can hardly be told apart. NaN where a
        dimension has one item, or a geometric mean meets a correlation that is not above 0.

    Notes
    -----
    Agrees with ``semTools::htmt(htmt2 = FALSE)`` and ``semTools::htmt()``.

    Examples
    --------
    >>> r = [[1, 0.5, 0.2, 0.2], [0.5, 1, 0.2, 0.2], [0.2, 0.2, 1, 0.8], [0.2, 0.2, 0.8, 1]]
    >>> htmt(r, [0, 0, 1, 1]).round(3)[0, 1].item()
    0.316
    """
    r, of = np.asarray(correlation, np.float64), np.asarray(dimension)
    value = np.log(np.where(r > 0, r, np.nan)) if mean == "geometric" else np.abs(r)
    member = (of[:, None] == np.arange(of.max() + 1)).astype(float)
    size = member.sum(axis=0)
    pairs = np.outer(size, size) - np.diag(size)
    np.fill_diagonal(value, 0.0)
    average = (member.T @ value @ member) / np.where(pairs > 0, pairs, np.nan)
    within = np.diag(average)
    if mean == "geometric":
        ratio = np.exp(average - (within[:, None] + within[None, :]) / 2)
    else:
        scale = np.sqrt(within[:, None] * within[None, :])
        ratio = average / np.where(scale > 0, scale, np.nan)
    np.fill_diagonal(ratio, 1.0)
    return np.asarray(ratio)
