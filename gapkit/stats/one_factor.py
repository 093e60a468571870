"""One common factor of many small sets of items at once, and McDonald's omega from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.stats.covariance import regular

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Bools, Floats

__all__ = ["OneFactor", "omega_total", "one_factor"]

LEAST_UNIQUE: Final = 0.005
"""Smallest share of an item's variance that is left to itself, as in R's ``factanal``."""

ROUNDS: Final = 200
"""Fisher steps; ten are usual, boundary solutions need more."""

SETTLED: Final = 1e-15
"""The fit has settled where a step promises less: parameters are then good to seven digits."""

HALVINGS: Final = 12
"""Of a step that does not better the fit, before a set is left where it is."""


@dataclass(frozen=True)
class OneFactor:
    """A factor model with one factor for each set.

    Parameters
    ----------
    loading, unique : float, shape (rows, k)
        In the covariances' own units; loadings sum to 0 or more. NaN where there is no fit.
    heywood : bool, shape (rows,)
        Whether a unique variance was held at its least share.
    """

    loading: Floats
    unique: Floats
    heywood: Bools


def one_factor(covariance: ArrayLike) -> OneFactor:
    """Fit one common factor by maximum likelihood (Jöreskog 1967), all sets at once.

    Parameters
    ----------
    covariance : shape (rows, k, k)
        With any divisor; a set with a NaN, a zero variance or a singular matrix gives NaN.

    Notes
    -----
    Fisher scoring on correlations, each step halved until the fit betters; unique variances are held
    at `LEAST_UNIQUE` of the variance or more. With two items the standardised loadings are set equal,
    since two variances and a covariance hold no more. Agrees with ``lavaan::cfa(std.lv = TRUE)``.

    Examples
    --------
    >>> f = one_factor([[[1.0, 0.56, 0.48], [0.56, 1.0, 0.42], [0.48, 0.42, 1.0]]])
    >>> f.loading.round(4).tolist(), f.unique.round(4).tolist()
    ([[0.8, 0.7, 0.6]], [[0.36, 0.51, 0.64]])
    """
    s = np.asarray(covariance, np.float64)
    rows, k = s.shape[:2]
    sd = np.sqrt(np.maximum(np.diagonal(s, axis1=1, axis2=2), 0))
    loading, unique = np.full((rows, k), np.nan), np.full((rows, k), np.nan)
    heywood = np.zeros(rows, bool)
    good = np.flatnonzero(regular(s)) if k > 1 else np.zeros(0, int)
    if len(good):
        r = s[good] / (sd[good, :, None] * sd[good, None, :])
        x = _two_items(r) if k == 2 else _fitted(r)
        sign = np.where(x[:, :k].sum(axis=1) < 0, -1, 1)[:, None]
        loading[good] = x[:, :k] * sign * sd[good]
        unique[good] = x[:, k:] * sd[good] ** 2
        heywood[good] = (x[:, k:] <= LEAST_UNIQUE * (1 + 1e-9)).any(axis=1)
    return OneFactor(loading, unique, heywood)


def omega_total(f: OneFactor) -> Floats:
    """McDonald's omega, (Σ loadings)² / ((Σ loadings)² + Σ unique variances).

    Notes
    -----
    McDonald (1999), over the variance that the model implies. Agrees with
    ``MBESS::ci.reliability(type = "omega")``; ``semTools::compRelSEM`` divides by the observed
    variance instead.

    Examples
    --------
    >>> omega_total(one_factor([[[1.0, 0.56, 0.48], [0.56, 1.0, 0.42], [0.48, 0.42, 1.0]]])).round(4)
    array([0.7449])
    """
    common = f.loading.sum(axis=1) ** 2
    return np.asarray(common / (common + f.unique.sum(axis=1)))


def _two_items(r: Floats) -> Floats:
    """Return the fit with both standardised loadings equal to √r, or 0 where r is below 0."""
    common = np.maximum(r[:, 0, 1], 0.0)
    loading = np.sqrt(common)[:, None].repeat(2, axis=1)
    return np.hstack([loading, 1 - loading**2])


def _fitted(r: Floats) -> Floats:
    """Return loadings and unique variances, (rows, 2k), on the correlation scale."""
    x = _start(r)
    fit = _misfit(r, x)
    active = np.arange(len(r))
    for _ in range(ROUNDS):
        step, promised = _fisher_step(r[active], x[active])
        going = np.flatnonzero(promised > SETTLED)
        active, step = active[going], step[going]
        if not len(active):
            break
        active = active[np.flatnonzero(_advance(r, x, fit, active, step))]
    return x


def _start(r: Floats) -> Floats:
    """First principal axis, and what it leaves over."""
    k = r.shape[1]
    value, vector = np.linalg.eigh(r)
    loading = vector[:, :, -1] * np.sqrt(np.maximum(value[:, -1:] - 1, 0.1))
    loading = np.clip(loading, -0.95, 0.95)
    return np.hstack([loading, np.maximum(1 - loading**2, LEAST_UNIQUE)]).reshape(-1, 2 * k)


def _parts(x: Floats) -> tuple[Floats, Floats, Floats]:
    """Return loadings, and the inverse of the implied matrix with its log determinant."""
    k = x.shape[1] // 2
    loading, unique = x[:, :k], x[:, k:]
    scaled = loading / unique
    factor = 1 + (loading * scaled).sum(axis=1)
    inverse = -scaled[:, :, None] * scaled[:, None, :] / factor[:, None, None]
    at = np.arange(k)
    inverse[:, at, at] += 1 / unique
    return loading, inverse, np.log(unique).sum(axis=1) + np.log(factor)


def _misfit(r: Floats, x: Floats) -> Floats:
    _, inverse, logdet = _parts(x)
    return np.asarray(logdet + np.einsum("rij,rij->r", r, inverse))


def _fisher_step(r: Floats, x: Floats) -> tuple[Floats, Floats]:
    """Return the step of Fisher scoring and the gain that it promises.

    Unique variances at their least stay there if pushed lower.
    """
    k = x.shape[1] // 2
    loading, w, _ = _parts(x)
    gradient_matrix = w - w @ r @ w
    slope = np.hstack([
        2 * np.einsum("rij,rj->ri", gradient_matrix, loading),
        np.diagonal(gradient_matrix, axis1=1, axis2=2),
    ])  # fmt: skip
    wl = np.einsum("rij,rj->ri", w, loading)
    lwl = (loading * wl).sum(axis=1)[:, None, None]
    information = np.empty((len(x), 2 * k, 2 * k))
    information[:, :k, :k] = 2 * (w * lwl + wl[:, :, None] * wl[:, None, :])
    information[:, :k, k:] = 2 * w * wl[:, None, :]
    information[:, k:, :k] = information[:, :k, k:].swapaxes(1, 2)
    information[:, k:, k:] = w**2
    held = np.zeros(x.shape, bool)
    held[:, k:] = (x[:, k:] <= LEAST_UNIQUE) & (slope[:, k:] > 0)
    slope = np.where(held, 0.0, slope)
    information = np.where(held[:, :, None] | held[:, None, :], 0.0, information)
    at = np.arange(2 * k)
    # a grain on the diagonal: the matrix is singular where all loadings are 0
    information[:, at, at] += np.where(held, 1.0, 1e-9)
    step = -np.linalg.solve(information, slope[:, :, None])[:, :, 0]
    return step, -(slope * step).sum(axis=1)


def _advance(r: Floats, x: Floats, fit: Floats, active: np.ndarray, step: Floats) -> Bools:
    """Move the active sets, each by the largest halved step that betters it; say which moved."""
    k = x.shape[1] // 2
    moved = np.zeros(len(active), bool)
    size = 1.0
    for _ in range(HALVINGS):
        todo = np.flatnonzero(~moved)
        if not len(todo):
            break
        at = active[todo]
        trial = x[at] + size * step[todo]
        trial[:, k:] = np.maximum(trial[:, k:], LEAST_UNIQUE)
        value = _misfit(r[at], trial)
        better = value <= fit[at] + 1e-15 * np.abs(fit[at])
        x[at[better]], fit[at[better]] = trial[better], value[better]
        moved[todo[better]] = True
        size /= 2
    return moved
