"""Proportional odds: an outcome taken as ordered grades, not as points (McCullagh 1980)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import expit, log_ndtr

if TYPE_CHECKING:
    from gapkit.stats.frequencies import Floats, Ints

__all__ = ["ProportionalOdds", "proportional_odds"]


@dataclass(frozen=True)
class ProportionalOdds:
    """A fitted model: log odds of a grade above k = slope · x − cut_k.

    Parameters
    ----------
    slope, se, p : float, shape (p,)
        For one standard deviation of each predictor; NaN where the fit did not settle or a
        predictor does not vary.
    cuts : float, shape (grades − 1,)
    settled : bool
        Whether the largest likelihood was found; it is not where a predictor tells grades apart
        without a single error.
    """

    slope: Floats
    se: Floats
    p: Floats
    cuts: Floats
    settled: bool


def proportional_odds(x: Floats, grade: Ints) -> ProportionalOdds:
    """Fit by maximum likelihood.

    Parameters
    ----------
    x : shape (people, p)
        Complete rows.
    grade : shape (people,)
        Any whole numbers; those that nobody chose make no grade.

    Notes
    -----
    Fisher's scoring with halved steps; agrees with R's ``MASS::polr`` and with statsmodels'
    ``OrderedModel(distr="logit")``. With two grades it is logistic regression.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(400, 1))
    >>> fit = proportional_odds(x, np.digitize(x[:, 0] + rng.logistic(size=400), [-1, 1]))
    >>> fit.settled, bool(0.7 < fit.slope[0] < 1.3)
    (True, True)
    """
    p = x.shape[1]
    level, y = np.unique(grade, return_inverse=True)
    sd = x.std(axis=0)
    varies = sd > 0
    blank = np.full(p, np.nan)
    if len(level) < 2 or not varies.any():
        return ProportionalOdds(blank, blank, blank, np.full(max(len(level) - 1, 0), np.nan), False)
    z = (x[:, varies] - x[:, varies].mean(axis=0)) / sd[varies]
    fitted, settled = _scored(z, y, len(level))
    slope, se = blank.copy(), blank.copy()
    cuts = len(level) - 1
    if settled:
        slope[varies] = fitted[cuts:]
        observed = _observed(fitted, z, y, len(level))
        se[varies] = np.sqrt(np.diagonal(np.linalg.pinv(observed, hermitian=True)))[cuts:]
    return ProportionalOdds(
        slope, se, 2 * np.exp(log_ndtr(-np.abs(slope / se))), fitted[:cuts], settled
    )


_STEPS: Final = 60
_SETTLED: Final = 1e-9
"""Change of the log likelihood, relative to its size, below which the fit is done."""

_WIDEST: Final = 25.0
"""Log odds per standard deviation beyond this are on their way to infinity."""


def _scored(z: Floats, y: Ints, grades: int) -> tuple[Floats, bool]:
    shares = np.bincount(y, minlength=grades).cumsum()[:-1] / len(y)
    at = np.concatenate([np.log(shares / (1 - shares)), np.zeros(z.shape[1])])
    best, gradient, information = _likelihood(at, z, y, grades)
    for _ in range(_STEPS):
        step = np.linalg.pinv(information, hermitian=True) @ gradient
        size = 1.0
        while True:
            new = at + size * step
            found = _likelihood(new, z, y, grades)
            if found[0] >= best or size < _SETTLED:
                break
            size /= 2
        gained = found[0] - best
        at, (best, gradient, information) = new, found
        if np.abs(at[grades - 1 :]).max() > _WIDEST:
            return at, False
        if gained <= _SETTLED * abs(best):
            return at, True
    return at, False


def _observed(at: Floats, z: Floats, y: Ints, grades: int) -> Floats:
    """Observed information, by differences of the exact gradient."""
    steps = np.eye(len(at)) * 1e-5
    found = np.stack(
        [
            (_likelihood(at - h, z, y, grades)[1] - _likelihood(at + h, z, y, grades)[1]) / 2e-5
            for h in steps
        ]
    )
    return (found + found.T) / 2


def _likelihood(at: Floats, z: Floats, y: Ints, grades: int) -> tuple[float, Floats, Floats]:
    """Log likelihood, its gradient, and the expected information, of cuts and slopes."""
    cuts = np.concatenate([[-np.inf], at[: grades - 1], [np.inf]])
    if (np.diff(cuts) <= 0).any():
        return -np.inf, at, np.eye(len(at))
    below = expit(cuts[None, :] - (z @ at[grades - 1 :])[:, None])
    chance = np.diff(below, axis=1)
    chance = np.maximum(chance, np.finfo(float).tiny)
    density = below * (1 - below)
    # derivative of each grade's chance by each parameter
    inner = np.zeros((len(y), grades, len(at)))
    for k in range(1, grades):
        inner[:, k - 1, k - 1] = density[:, k]
        inner[:, k, k - 1] = -density[:, k]
    inner[:, :, grades - 1 :] = -np.diff(density, axis=1)[:, :, None] * z[:, None, :]
    rows = np.arange(len(y))
    gradient = (inner[rows, y] / chance[rows, y][:, None]).sum(axis=0)
    weighted = inner / np.sqrt(chance)[:, :, None]
    flat = weighted.reshape(-1, len(at))
    return float(np.log(chance[rows, y]).sum()), gradient, flat.T @ flat
