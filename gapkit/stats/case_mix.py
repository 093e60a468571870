"""Means of units as if each had served the same kinds of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gapkit.stats.frequencies import Floats, Ints
    from gapkit.stats.moments import Moments

__all__ = ["CaseMix", "case_mix"]


@dataclass(frozen=True)
class CaseMix:
    """Means of units at everybody's mix of kinds.

    Parameters
    ----------
    adjusted : shape (units,)
        Mean of each unit, had it everybody's mix; NaN where nobody of it answered.
    from_slopes : shape (units,)
        Variance that the kinds' estimated differences bring in.
    error : float
        Variance of a single answer within units and kinds.
    """

    adjusted: Floats
    from_slopes: Floats
    error: float


def case_mix(cells: Moments, unit: Ints, kinds: Sequence[Ints]) -> CaseMix:
    """Adjust units' means for the kinds of people that they served.

    Parameters
    ----------
    cells : moments of shape (cells,)
        n, mean and sd of the people of one unit who are of the same kind in every respect.
    unit : shape (cells,)
        The unit, counted from 0.
    kinds
        For each respect (channel, age, …) the kind of each cell, counted from 0.

    Notes
    -----
    Analysis of covariance from counts: least squares with a constant for each unit and additive
    differences between kinds, which are so estimated within units only. adjusted = ȳ − (x̄ − x̄ₐ)β
    with x̄ₐ everybody's shares; as R's ``lm(y ~ unit + kind)`` with ``emmeans`` at
    ``weights = "proportional"``.

    Examples
    --------
    Two units alike at each counter; one serves more people online, who are less content.

    >>> from gapkit.stats.moments import Moments
    >>> cells = Moments.of([30, 10, 10, 30], [0.0, -1.0, 0.0, -1.0], [1.0, 1.0, 1.0, 1.0])
    >>> case_mix(cells, np.array([0, 0, 1, 1]), [np.array([0, 1, 0, 1])]).adjusted
    array([-0.5, -0.5])
    """
    n = cells.n.astype(np.float64)
    units = int(unit.max(initial=-1)) + 1
    y = np.where(n > 0, cells.mean, 0.0)
    x = _dummies(kinds)
    people = np.bincount(unit, n, units)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(unit, n * y, units) / people
        shares = np.stack([np.bincount(unit, n * c, units) for c in x.T], axis=1) / people[:, None]
    everybody = (n[:, None] * x).sum(axis=0) / n.sum()
    # within units: what is left of kinds and answers when each unit's own mean is taken away
    within, answers = x - np.nan_to_num(shares)[unit], y - np.nan_to_num(mean)[unit]
    cross = (within * n[:, None]).T @ within
    inverse = np.linalg.pinv(cross, hermitian=True)
    slopes = inverse @ ((within * n[:, None]).T @ answers)
    inside = np.where(n > 1, (n - 1) * np.nan_to_num(cells.variance), 0.0).sum()
    residual = (n * np.square(answers - within @ slopes)).sum() + inside
    free = n.sum() - (people > 0).sum() - np.linalg.matrix_rank(cross, hermitian=True)
    error = float(residual / free) if free > 0 else float("nan")
    away = shares - everybody
    from_slopes = error * np.einsum("ij,jk,ik->i", away, inverse, away)
    return CaseMix(mean - away @ slopes, from_slopes, error)


def _dummies(kinds: Sequence[Ints]) -> NDArray[np.float64]:
    """Return a column for each kind but the first of every respect; shape (cells, columns)."""
    columns = [(k == level).astype(np.float64) for k in kinds for level in range(1, k.max() + 1)]
    return np.stack(columns, axis=1) if columns else np.zeros((len(kinds[0]), 0))
