"""Ranks of units with what is known of them, and which units cannot be told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import ndtr

from gapkit.stats.multiplicity import adjust

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Bools, Ints

__all__ = ["ToldApart", "blocks", "drawn_ranks", "told_apart", "told_from_average"]


@dataclass(frozen=True)
class ToldApart:
    """Every two units set against each other.

    Parameters
    ----------
    above : bool, shape (units, units)
        Whether the row's unit is told to be higher than the column's.
    """

    above: Bools

    @property
    def low(self) -> Ints:
        """First rank that a unit may have (1 is the highest mean); shape (units,)."""
        first: Ints = 1 + self.above.sum(axis=0).astype(np.int64)
        return first

    @property
    def high(self) -> Ints:
        """Last rank that a unit may have; shape (units,)."""
        last: Ints = len(self.above) - self.above.sum(axis=1).astype(np.int64)
        return last


def told_apart(
    estimate: ArrayLike,
    variance: ArrayLike,
    alpha: float = 0.05,
    method: Literal["holm", "fdr_bh", "none"] = "holm",
) -> ToldApart:
    """Compare every two units, p values adjusted over all pairs.

    Parameters
    ----------
    estimate, variance : shape (units,)
        Means of units, and their squared standard errors.
    alpha
        Level of the comparisons together.
    method
        As in `gapkit.stats.multiplicity.adjust`.

    Notes
    -----
    With Holm's adjustment the ranks from `ToldApart.low` to `high` hold all true ranks together
    with at least 1 − α (Mogstad, Romano, Shaikh and Wilhelm 2024); on R's reference data they are
    the simultaneous intervals of ``csranks::csranks``.

    Examples
    --------
    >>> found = told_apart([-2.0, -1.0, -0.9], [0.01, 0.01, 0.01])
    >>> found.low, found.high
    (array([3, 1, 1]), array([3, 2, 2]))
    """
    y, v = np.asarray(estimate, np.float64), np.asarray(variance, np.float64)
    first, second = np.triu_indices(len(y), 1)
    z = (y[first] - y[second]) / np.sqrt(v[first] + v[second])
    told = adjust(2 * ndtr(-np.abs(z)), method) < alpha
    above = np.zeros((len(y), len(y)), np.bool_)
    above[first, second] = told & (z > 0)
    above[second, first] = told & (z < 0)
    return ToldApart(above)


def told_from_average(
    estimate: ArrayLike,
    variance: ArrayLike,
    alpha: float = 0.05,
    method: Literal["holm", "fdr_bh", "none"] = "holm",
) -> Ints:
    """Return −1, 0 or 1 for each unit: below, not told from, above the units' plain average.

    Notes
    -----
    Analysis of means (Ott 1967): a unit's deviation from the average has the variance
    (1 − 1/J)² v_j + Σ v_k ÷ J² over the others; p values adjusted over units.

    Examples
    --------
    >>> told_from_average([-2.0, -1.0, -0.9], [0.01, 0.01, 0.01])
    array([-1,  1,  1])
    """
    y, v = np.asarray(estimate, np.float64), np.asarray(variance, np.float64)
    units = len(y)
    own = np.square(1 - 1 / units) * v + (v.sum() - v) / units**2
    z = (y - y.mean()) / np.sqrt(own)
    told = adjust(2 * ndtr(-np.abs(z)), method) < alpha
    return np.where(told, np.sign(z), 0).astype(np.int64)


def drawn_ranks(
    draws: ArrayLike, confidence: float = 0.95, *, low_first: bool = False
) -> tuple[Ints, Ints]:
    """Return the first and last rank of each unit's interval, from draws of all true means.

    Parameters
    ----------
    draws : shape (draws, units)
        True means drawn together, as `gapkit.stats.shrinkage.Posterior.draws` does.
    low_first
        Whether rank 1 is the lowest mean, where lower is better.

    Examples
    --------
    >>> drawn_ranks([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0]])
    (array([1, 2]), array([1, 2]))
    """
    means = np.asarray(draws, np.float64)
    order = np.argsort(means if low_first else -means, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, means.shape[1] + 1)[None, :], axis=1)
    ends = (1 - confidence) / 2, (1 + confidence) / 2
    low, high = np.quantile(ranks, ends, axis=0, method="inverted_cdf").astype(np.int64)
    return low, high


def blocks(found: ToldApart, estimate: ArrayLike) -> Ints:
    """Return the block of each unit, 1 the highest: units of two blocks are all told apart.

    Within a block each unit is joined with each other by a chain of units that cannot be told
    apart. Usually there is one block: a league table then is no order.

    Parameters
    ----------
    estimate : shape (units,)
        The means that were compared.

    Examples
    --------
    >>> means = [-2.0, -1.0, -0.9]
    >>> blocks(told_apart(means, [0.01, 0.01, 0.01]), means)
    array([2, 1, 1])
    """
    order = np.argsort(-np.asarray(estimate, np.float64), kind="stable")
    above = found.above[np.ix_(order, order)]
    units = len(order)
    cut = [bool(above[:k, k:].all()) for k in range(1, units)]
    number = np.empty(units, np.int64)
    number[order] = 1 + np.concatenate([[0], np.cumsum(cut)])[:units]
    return number
