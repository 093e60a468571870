"""Do two groups read the questionnaire alike: configural, metric, scalar and strict invariance."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import chdtrc

from gapkit.stats.factor_model import Fit, Matrices, Model, Place, SampleMoments, maximise
from gapkit.stats.fit_indices import FitIndices, fit_indices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.stats.frequencies import Floats

__all__ = ["LARGEST_LOSS", "LEAST_CFI", "LEVELS", "Step", "invariance"]

LEVELS: Final = ("configural", "metric", "scalar", "strict")
"""Same pattern; same loadings; same intercepts too, so that means may be compared; same residuals."""

LARGEST_LOSS: Final = 0.01
"""A fall of CFI up to here leaves a step standing (Cheung and Rensvold 2002)."""


LEAST_CFI: Final = 0.90
"""Where the same pattern fits worse, there is nothing to hold equal (Bentler and Bonett 1980)."""


@dataclass(frozen=True)
class Step:
    """One level of invariance.

    Parameters
    ----------
    level
        One of `LEVELS`.
    indices
        How well the level's model fits.
    delta_chi2, delta_df, delta_p, delta_cfi
        Against the level before; NaN at the first. ``delta_cfi`` below 0 is a loss.
    mean : float, shape (groups, dimensions)
        Factor means against the first group, in standard deviations of its factors; NaN below the
        level ``scalar``, at which they become comparable.
    settled
        Whether the search came to rest at an identified solution.
    """

    level: str
    indices: FitIndices
    delta_chi2: float
    delta_df: int
    delta_p: float
    delta_cfi: float
    mean: Floats
    settled: bool

    @property
    def holds(self) -> bool:
        """Whether the level may be taken to hold: the pattern fits, then its loss of CFI is small."""
        if self.level == LEVELS[0]:
            return self.settled and self.indices.cfi >= LEAST_CFI
        return self.settled and self.delta_cfi >= -LARGEST_LOSS


def invariance(
    sample: SampleMoments, dimension: Sequence[int], levels: Sequence[str] = LEVELS[:3]
) -> tuple[Step, ...]:
    """Fit the levels of invariance one after the other.

    Parameters
    ----------
    sample
        Covariances (divisor n) and means of the same items in two groups or more; every matrix
        can be inverted.
    dimension : shape (items,)
        The dimension of each item, numbered from 0; each has two items or more.
    levels
        Which, in the order of `LEVELS`.

    Returns
    -------
    tuple of Step

    Notes
    -----
    Jöreskog (1971), Meredith (1993). Agrees with ``lavaan::cfa(group = , group.equal = )``.
    """
    # in standard deviations of all groups together: the models don't depend on items' units
    pooled = np.average(np.diagonal(sample.covariance, axis1=1, axis2=2), axis=0, weights=sample.n)
    sd = np.sqrt(pooled)
    means = np.zeros_like(sd) if sample.mean is None else sample.mean
    scaled = SampleMoments(sample.n, sample.covariance / np.outer(sd, sd), means / sd)
    steps: list[Step] = []
    for level in levels:
        fit = maximise(_model(scaled, np.asarray(dimension), LEVELS.index(level)), scaled)
        steps.append(_step(level, fit, fit_indices(fit, scaled), steps[-1] if steps else None))
    return tuple(steps)


def _step(level: str, fit: Fit, indices: FitIndices, before: Step | None) -> Step:
    nan = float("nan")
    comparable = LEVELS.index(level) >= LEVELS.index("scalar")
    mean = fit.matrices.mean if comparable else np.full_like(fit.matrices.mean, nan)
    if before is None:
        return Step(level, indices, nan, 0, nan, nan, mean, fit.settled)
    chi2, df = indices.chi2 - before.indices.chi2, indices.df - before.indices.df
    p = float(chdtrc(df, max(chi2, 0.0))) if df > 0 else nan
    cfi = indices.cfi - before.indices.cfi
    return Step(level, indices, chi2, df, p, cfi, mean, fit.settled)


def _model(sample: SampleMoments, of: np.ndarray, level: int) -> Model:
    """Write the pattern: the first group's factors have variance 1 and mean 0.

    What is made equal lends the other groups its unit, so that their factor variances (with equal
    loadings) and factor means (with equal intercepts) are set free.
    """
    groups, items = sample.covariance.shape[:2]
    factors = int(of.max()) + 1
    means = sample.mean if sample.mean is not None else np.zeros((groups, items))
    places: list[tuple[Place, ...]] = []
    start: list[float] = []

    def add(value: float, *cells: Place) -> None:
        places.append(cells)
        start.append(value)

    def add_all(matrix: str, cell: tuple[int, int], values: Floats, *, equal: bool) -> None:
        if equal:
            add(float(values.mean()), *(Place(matrix, g, *cell) for g in range(groups)))
        else:
            for g in range(groups):
                add(float(values[g]), Place(matrix, g, *cell))

    same = np.full(groups, 0.7)
    for i in range(items):
        add_all("loading", (i, int(of[i])), same, equal=level >= 1)
        add_all("intercept", (i, 0), means[:, i], equal=level >= 2)
        add_all("residual", (i, i), same - 0.2, equal=level >= 3)
    for g in range(groups):
        for i, j in combinations(range(factors), 2):
            add(0.3, Place("factor", g, j, i))
        for j in range(factors if g else 0):
            if level >= 1:
                add(1.0, Place("factor", g, j, j))
            if level >= 2:
                add(0.0, Place("mean", g, j))
    fixed = Matrices(
        loading=np.zeros((groups, items, factors)),
        factor=np.tile(np.eye(factors), (groups, 1, 1)),
        residual=np.zeros((groups, items, items)),
        intercept=np.zeros((groups, items)),
        mean=np.zeros((groups, factors)),
    )
    return Model(fixed, tuple(places), np.array(start))
