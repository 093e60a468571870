"""The confirmatory model of a questionnaire: every item loads on its own dimension and on no other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from gapkit.stats.covariance import regular
from gapkit.stats.factor_model import (
    Fit,
    Matrices,
    Model,
    Place,
    SampleMoments,
    derivatives,
    maximise,
)
from gapkit.stats.fit_indices import FitIndices, fit_indices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats

__all__ = ["Confirmatory", "Modification", "confirmatory", "modifications", "simple_structure"]


@dataclass(frozen=True)
class Confirmatory:
    """A fitted model of dimensions.

    Parameters
    ----------
    indices
        How well it fits.
    loading, loading_se : float, shape (items,)
        Standardised; of each item on its own dimension.
    correlation : float, shape (dimensions, dimensions)
        Of the factors, free of measurement error.
    improper : bool, shape (items,)
        Items whose residual variance came out below 0 (a Heywood case): take them for a warning.
    settled
        Whether the search came to rest at an identified solution; else take no figure from it.
    fit, sample
        The model in standardised items, and what it was fitted to.
    """

    indices: FitIndices
    loading: Floats
    loading_se: Floats
    correlation: Floats
    improper: np.ndarray
    settled: bool
    fit: Fit
    sample: SampleMoments


@dataclass(frozen=True)
class Modification:
    """A parameter that is fixed at 0, and what setting it free would do.

    Parameters
    ----------
    kind
        ``loading`` of an item on another dimension, or ``residual``: two items share something
        beside their dimensions.
    i, j
        Item and dimension, or two items, by position.
    index
        By how much chi-square would fall, roughly (score test; Sörbom 1989).
    change
        The value that the parameter would take, roughly, in standardised items.
    """

    kind: str
    i: int
    j: int
    index: float
    change: float


def simple_structure(dimension: Sequence[int], sign: ArrayLike | None = None) -> Model:
    """Return the pattern of one group: factor variances 1, all factors free to correlate.

    Parameters
    ----------
    dimension : shape (items,)
        The dimension of each item, numbered from 0.
    sign : shape (items,), optional
        Signs that the loadings start with.

    Notes
    -----
    The only item of a dimension is taken to measure it without error, as ``lavaan`` does.
    """
    of = np.asarray(dimension)
    items, factors = len(of), int(of.max()) + 1
    alone = np.bincount(of)[of] == 1
    signs = np.ones(items) if sign is None else np.asarray(sign, np.float64)
    places = [(Place("loading", 0, i, int(of[i])),) for i in range(items)]
    places += [(Place("residual", 0, i, i),) for i in range(items) if not alone[i]]
    places += [(Place("factor", 0, j, i),) for i, j in combinations(range(factors), 2)]
    start = [
        np.where(alone, 1.0, 0.7 * signs),
        np.full(int((~alone).sum()), 0.5),
        np.full(factors * (factors - 1) // 2, 0.3),
    ]
    fixed = Matrices(
        loading=np.zeros((1, items, factors)),
        factor=np.eye(factors)[None].copy(),
        residual=np.zeros((1, items, items)),
        intercept=np.zeros((1, items)),
        mean=np.zeros((1, factors)),
    )
    return Model(fixed, tuple(places), np.concatenate(start))


def confirmatory(covariance: ArrayLike, n: int, dimension: Sequence[int]) -> Confirmatory | None:
    """Fit the dimensions of a questionnaire to its items by maximum likelihood.

    Parameters
    ----------
    covariance : shape (items, items)
        With divisor n, over the people who answered every item.
    n
        How many they are.
    dimension : shape (items,)
        The dimension of each item, numbered from 0; all 0 is the model with one factor.

    Returns
    -------
    Confirmatory or None
        None where the matrix cannot be inverted, or the model has more parameters than there are
        figures to explain.

    Notes
    -----
    Jöreskog (1969). Agrees with ``lavaan::cfa(std.lv = TRUE)``. Answers are taken for continuous,
    which does little harm from five points on (Rhemtulla, Brosseau-Liard and Savalei 2012).

    Examples
    --------
    Two dimensions of two items that the model explains to the last digit:

    >>> r = [[1, 0.49, 0.21, 0.21], [0.49, 1, 0.21, 0.21], [0.21, 0.21, 1, 0.49], [0.21, 0.21, 0.49, 1]]
    >>> c = confirmatory(r, 100, [0, 0, 1, 1])
    >>> c.loading.round(3).tolist(), c.correlation.round(3)[0, 1].item(), round(c.indices.chi2, 6)
    ([0.7, 0.7, 0.7, 0.7], 0.429, 0.0)
    """
    s = np.asarray(covariance, np.float64)
    if not regular(s[None])[0]:
        return None
    sd = np.sqrt(np.diag(s))
    r = s / np.outer(sd, sd)
    model = simple_structure(dimension, _signs(r, np.asarray(dimension)))
    sample = SampleMoments(np.array([float(n)]), r[None])
    if sample.count < len(model.places):
        return None
    fit = maximise(model, sample)
    loading, se = _standardised(fit, np.asarray(dimension))
    residual = np.diag(fit.matrices.residual[0])
    return Confirmatory(
        indices=fit_indices(fit, sample),
        loading=loading,
        loading_se=se,
        correlation=fit.matrices.factor[0],
        improper=residual < 0,
        settled=fit.settled,
        fit=fit,
        sample=sample,
    )


def modifications(found: Confirmatory) -> list[Modification]:
    """Return what fixed parameters would better the fit, the most telling first.

    Notes
    -----
    Score tests with the expected information, as ``lavaan::modindices`` has them.
    """
    at = found.fit.matrices
    items, factors = at.loading.shape[1:]
    own = at.loading[0] != 0
    places = [
        Place("loading", 0, i, j) for i in range(items) for j in range(factors) if not own[i, j]
    ]
    alone = np.diag(at.residual[0]) == 0
    places += [
        Place("residual", 0, i, j)
        for i, j in combinations(range(items), 2)
        if not (alone[i] or alone[j])
    ]
    wider = found.fit.model.with_more([(p,) for p in places], found.fit.theta)
    slope, curvature = derivatives(wider, wider.start, found.sample)
    half = found.sample.n.sum() / 2
    known = len(found.fit.theta)
    score, information = -half * slope[known:], half * curvature
    across = information[:known, known:]
    spent = np.linalg.lstsq(information[:known, :known], across, rcond=1e-12)[0]
    left = np.diag(information)[known:] - np.einsum("kf,kf->f", across, spent)
    told = left > 1e-8 * np.diag(information)[known:]
    left = np.where(told, left, np.inf)
    rows = [
        Modification(p.matrix, p.i, p.j, float(s * s / v), float(s / v))
        for p, s, v, tell in zip(places, score, left, told, strict=True)
        if tell
    ]
    return sorted(rows, key=lambda m: -m.index)


def _signs(r: Floats, dimension: np.ndarray) -> Floats:
    """Start each loading with its item's sign on the first axis of the dimension."""
    signs = np.ones(len(r))
    for d in np.unique(dimension):
        at = np.flatnonzero(dimension == d)
        axis = np.linalg.eigh(r[np.ix_(at, at)])[1][:, -1]
        axis = axis if axis.sum() >= 0 else -axis
        signs[at] = np.where(axis < 0, -1.0, 1.0)
    return signs


def _standardised(fit: Fit, dimension: np.ndarray) -> tuple[Floats, Floats]:
    """Return loadings over implied standard deviations, with errors by the delta method."""
    items = len(dimension)
    loading = fit.matrices.loading[0, np.arange(items), dimension]
    residual = np.diag(fit.matrices.residual[0])
    variance = loading**2 + residual
    sd = np.sqrt(np.where(variance > 0, variance, np.nan))
    slope = np.zeros((items, len(fit.theta)))
    for parameter, ((matrix, _, i, j),) in enumerate(fit.model.places):
        if matrix == "loading":
            slope[i, parameter] = residual[i] / sd[i] ** 3
        elif matrix == "residual" and i == j:
            slope[i, parameter] = -loading[i] / (2 * sd[i] ** 3)
    error = np.sqrt(np.einsum("ia,ab,ib->i", slope, fit.covariance, slope))
    return loading / sd, error
