"""Maximum likelihood for factor models whose pattern is given, in one group or several.

A model says where each of its parameters stands: in the loadings, the covariances of factors, the
residual covariances, the intercepts or the factor means of a group. One parameter may stand in
several places, which makes these equal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.stats.frequencies import Floats

__all__ = ["Fit", "Matrices", "Model", "Place", "SampleMoments", "derivatives", "maximise"]

ROUNDS: Final = 500
"""Fisher steps before a fit is given up; ten to thirty are usual."""

SYMMETRIC: Final = ("factor", "residual")
VECTORS: Final = ("intercept", "mean")
MATRICES: Final = ("loading", *SYMMETRIC, *VECTORS)

SETTLED: Final = 1e-10
"""The fit has settled when a further step would change chi-square by less: estimates are then good
to a hundred-thousandth of their standard errors."""

SINGULAR: Final = 1e-10
"""Below this ratio of eigenvalues an information matrix says nothing of some parameter."""


class Place(NamedTuple):
    """Where a parameter stands: in which matrix, of which group, in which cell."""

    matrix: str
    group: int
    i: int
    j: int = 0


@dataclass(frozen=True)
class Matrices:
    """The matrices of a factor model, a group a row.

    Parameters
    ----------
    loading : float, shape (groups, items, factors)
    factor : float, shape (groups, factors, factors)
    residual : float, shape (groups, items, items)
    intercept : float, shape (groups, items)
    mean : float, shape (groups, factors)
    """

    loading: Floats
    factor: Floats
    residual: Floats
    intercept: Floats
    mean: Floats

    @property
    def covariance(self) -> Floats:
        """Covariances that the model implies. Shape (groups, items, items)."""
        return np.asarray(self.loading @ self.factor @ self.loading.swapaxes(1, 2) + self.residual)

    @property
    def means(self) -> Floats:
        """Means that the model implies. Shape (groups, items)."""
        of_factors: Floats = np.einsum("gpm,gm->gp", self.loading, self.mean)
        return self.intercept + of_factors


@dataclass(frozen=True)
class SampleMoments:
    """What a model is fitted to.

    Parameters
    ----------
    n : float, shape (groups,)
    covariance : float, shape (groups, items, items)
        With divisor n.
    mean : float, shape (groups, items), optional
        None where the model says nothing of means.
    """

    n: Floats
    covariance: Floats
    mean: Floats | None = None

    @property
    def count(self) -> int:
        """How many figures a model has to explain."""
        groups, items = self.covariance.shape[:2]
        return int(groups * (items * (items + 1) // 2 + (0 if self.mean is None else items)))


@dataclass(frozen=True)
class Model:
    """A pattern of free parameters, with the values of all that is fixed and where a fit starts.

    Parameters
    ----------
    fixed
        Values of the cells that no parameter stands in.
    places
        For each parameter the cells it stands in.
    start : float, shape (parameters,)
    """

    fixed: Matrices
    places: tuple[tuple[Place, ...], ...]
    start: Floats

    def at(self, theta: Floats) -> Matrices:
        """Return the matrices at some values of the parameters."""
        filled = {name: getattr(self.fixed, name).copy() for name in MATRICES}
        for name, (parameter, *cell) in self.cells.items():
            filled[name][tuple(cell)] = theta[parameter]
            if name in SYMMETRIC:
                group, i, j = cell
                filled[name][group, j, i] = theta[parameter]
        return Matrices(**filled)

    @cached_property
    def cells(self) -> dict[str, tuple[np.ndarray, ...]]:
        """Matrix → the parameters in it, and the indices of their cells: group, then place."""
        found: dict[str, list[tuple[int, ...]]] = {}
        for parameter, places in enumerate(self.places):
            for matrix, *cell in places:
                used = cell[:2] if matrix in VECTORS else cell
                found.setdefault(matrix, []).append((parameter, *used))
        return {name: tuple(np.array(rows).T) for name, rows in found.items()}

    def with_more(self, places: Sequence[tuple[Place, ...]], theta: Floats) -> Model:
        """Return the model with more parameters set free, starting at `theta` and 0."""
        start = np.concatenate([theta, np.zeros(len(places))])
        return replace(self, places=(*self.places, *places), start=start)


@dataclass(frozen=True)
class Fit:
    """A model where it explains the moments best.

    Parameters
    ----------
    model, theta : float, shape (parameters,)
        What was fitted, and the estimates.
    matrices
        The model's matrices at the estimates.
    chi2, df
        n · the discrepancy, and figures explained less parameters.
    information : float, shape (parameters, parameters)
        Expected; its inverse holds the sampling covariances.
    settled
        Whether the search came to rest at an identified solution.
    """

    model: Model
    theta: Floats
    matrices: Matrices
    chi2: float
    df: int
    information: Floats
    settled: bool

    @property
    def covariance(self) -> Floats:
        """Sampling covariances of the estimates. Shape (parameters, parameters)."""
        return np.asarray(np.linalg.pinv(self.information, hermitian=True))


def maximise(model: Model, sample: SampleMoments) -> Fit:
    """Fit a model by maximum likelihood for normal answers (Jöreskog 1969, 1971).

    Parameters
    ----------
    model, sample
        The pattern, and moments whose covariance matrices can be inverted.

    Notes
    -----
    Fisher scoring with the analytic gradient; each step is halved until the fit betters and every
    implied matrix is positive definite. Residual variances may go below 0, as in ``lavaan``.
    """
    share = sample.n / sample.n.sum()
    total = float(sample.n.sum())
    saturated = _saturated(sample)
    theta = model.start
    value = _discrepancy(model.at(theta), sample, share, saturated)
    settled = False
    for _ in range(ROUNDS):
        slope, curvature = derivatives(model, theta, sample)
        step = -_solved(curvature, slope)
        if -total * float(slope @ step) < SETTLED:
            settled = True
            break
        size, better = 1.0, np.inf
        while size > 1e-9:
            better = _discrepancy(model.at(theta + size * step), sample, share, saturated)
            if better < value:
                break
            size /= 2
        else:
            # no step betters the fit: rest where the promised gain is rounding, else give up
            settled = bool(-total * float(slope @ step) < 1e-6)
            break
        theta, value = theta + size * step, better
    _, curvature = derivatives(model, theta, sample)
    eigen = np.linalg.eigvalsh(curvature)
    identified = bool(eigen[0] > SINGULAR * eigen[-1])
    df = sample.count - len(theta)
    chi2 = max(total * value, 0.0)
    information = curvature * total / 2
    return Fit(model, theta, model.at(theta), chi2, df, information, settled and identified)


def derivatives(model: Model, theta: Floats, sample: SampleMoments) -> tuple[Floats, Floats]:
    """Return the gradient of the discrepancy, and its expected second derivatives.

    Returns
    -------
    tuple of float, shape (parameters,) and (parameters, parameters)
        Times n / 2 they are the score (sign turned) and the information.
    """
    at = model.at(theta)
    parameters = len(theta)
    slope, curvature = np.zeros(parameters), np.zeros((parameters, parameters))
    for group, part in enumerate(sample.n / sample.n.sum()):
        w = np.linalg.inv(at.covariance[group])
        seen = sample.covariance[group]
        d = _directions(model, at, group)
        by_cell, on_mean = np.zeros(len(d.parameter)), None
        if sample.mean is not None:
            away = sample.mean[group] - at.means[group]
            seen = seen + np.outer(away, away)
            on_mean = d.mean @ w
            by_cell -= 2 * (on_mean @ away)
        # a cell moves the implied covariances by uv' + vu': traces are products of few numbers
        u, v = d.u @ w, d.v @ w
        by_cell += 2 * (np.einsum("qi,qi->q", u, d.v) - np.einsum("qi,ij,qj->q", u, seen, v))
        uv = u @ d.v.T
        twice = 2 * ((u @ d.u.T) * (v @ d.v.T) + uv * uv.T)
        if on_mean is not None:
            twice += 2 * (on_mean @ d.mean.T)
        np.add.at(slope, d.parameter, part * by_cell)
        np.add.at(curvature, (d.parameter[:, None], d.parameter[None, :]), part * twice)
    return slope, curvature


@dataclass(frozen=True)
class _Directions:
    """How the implied moments of one group move with each cell that a parameter stands in.

    Parameters
    ----------
    parameter : int, shape (cells,)
    u, v : float, shape (cells, items)
        The covariances move by uv′ + vu′.
    mean : float, shape (cells, items)
    """

    parameter: np.ndarray
    u: Floats
    v: Floats
    mean: Floats


def _directions(model: Model, at: Matrices, group: int) -> _Directions:
    items = at.loading.shape[1]
    loading, unit = at.loading[group], np.eye(items)
    spread = loading @ at.factor[group]
    nothing = np.zeros(items)
    parameter, rows = [], []
    for matrix, (number, where, i, *more) in model.cells.items():
        mine = where == group
        j = more[0] if more else i
        for q, a, b in zip(number[mine].tolist(), i[mine].tolist(), j[mine].tolist(), strict=True):
            parameter.append(q)
            half = 0.5 if a == b else 1.0
            if matrix == "loading":
                rows.append((unit[a], spread[:, b], unit[a] * at.mean[group, b]))
            elif matrix == "factor":
                rows.append((loading[:, a], half * loading[:, b], nothing))
            elif matrix == "residual":
                rows.append((unit[a], half * unit[b], nothing))
            else:
                mean = unit[a] if matrix == "intercept" else loading[:, a]
                rows.append((nothing, nothing, mean))
    table = np.array(rows)
    return _Directions(np.array(parameter), table[:, 0], table[:, 1], table[:, 2])


def _solved(curvature: Floats, slope: Floats) -> Floats:
    """Return curvature⁻¹ slope; the shortest solution where the curvature is singular."""
    try:
        found = np.linalg.solve(curvature, slope)
    except np.linalg.LinAlgError:
        found = np.full_like(slope, np.nan)
    if np.isfinite(found).all() and float(slope @ found) >= 0:
        return np.asarray(found)
    return np.asarray(np.linalg.lstsq(curvature, slope, rcond=1e-12)[0])


def _saturated(sample: SampleMoments) -> Floats:
    """Return log determinant + items of each group: what no model can better."""
    logdet = np.linalg.slogdet(sample.covariance)[1]
    return np.asarray(logdet + sample.covariance.shape[1])


def _discrepancy(at: Matrices, sample: SampleMoments, share: Floats, saturated: Floats) -> float:
    """Return log|Σ| + tr(SΣ⁻¹) + (m − μ)′Σ⁻¹(m − μ) over the groups; infinite outside the model."""
    implied = at.covariance
    try:
        np.linalg.cholesky(implied)
    except np.linalg.LinAlgError:
        return float("inf")
    seen = sample.covariance
    if sample.mean is not None:
        away = sample.mean - at.means
        seen = seen + away[:, :, None] * away[:, None, :]
    logdet = np.linalg.slogdet(implied)[1]
    trace = np.trace(np.linalg.solve(implied, seen), axis1=1, axis2=2)
    return float(share @ (logdet + trace - saturated))
