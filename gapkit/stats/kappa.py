"""Agreement of two raters beyond chance, on a scale whose points have an order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy.special import ndtri

from gapkit.stats.reasons import N_BELOW_2, NO_VARIATION, NOBODY_ANSWERED

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats

__all__ = ["Agreement", "Weights", "weighted_kappa"]

Weights = Literal["quadratic", "linear", "none"]
"""How much a near miss counts: less with the square of the distance, with the distance, or not."""

DUST: Final = 1e-12
"""A variance below this is 0 but for rounding."""


@dataclass(frozen=True)
class Agreement:
    """Weighted kappa with its interval; NaN where undefined.

    Parameters
    ----------
    n
        Things that both rated.
    estimate
        1 where both always agree, 0 where they agree as often as chance would have it; may be
        negative.
    se
        Asymptotic standard error.
    low, high
        Of the normal interval, no further than ±1.
    reason
        Why a figure is blank: ``nobody answered``, ``n below 2`` or ``no variation``; else empty.
    """

    n: int
    estimate: float = np.nan
    se: float = np.nan
    low: float = np.nan
    high: float = np.nan
    reason: str = ""


def weighted_kappa(
    table: ArrayLike, weights: Weights = "quadratic", confidence: float = 0.95
) -> Agreement:
    """Return the weighted kappa of two raters (Cohen 1968).

    Parameters
    ----------
    table : shape (points, points)
        How often the first rater gave the point of the row and the second that of the column,
        points in order, also those that nobody gave.
    weights
        What a near miss counts.
    confidence
        Share of the interval.

    Notes
    -----
    κ = (pₒ − pₑ) ÷ (1 − pₑ) with weights 1 − (i − j)² ÷ (k − 1)², 1 − |i − j| ÷ (k − 1), or 1 on
    the diagonal alone. Quadratic weights come close to an intraclass correlation (Fleiss & Cohen
    1973). The standard error is that of Fleiss, Cohen and Everitt (1969), as R's ``vcd::Kappa``
    with ``confint``; ``irr::kappa2`` gives the same κ. With few things rated the interval is rough.

    A rater who only ever gives one point agrees as chance has it whatever the other does: κ is 0,
    or undefined where both give the same point, and there is no interval. Neither is there one
    where both always agree, since its width would be 0.

    Examples
    --------
    >>> found = weighted_kappa([[10, 2, 0], [3, 8, 1], [0, 2, 9]])
    >>> round(found.estimate, 3), round(found.low, 3), round(found.high, 3)
    (0.825, 0.706, 0.945)
    >>> weighted_kappa([[0, 0], [0, 12]]).reason
    'no variation'
    """
    counts = np.asarray(table, np.float64)
    n = int(counts.sum())
    if n < 2:
        return Agreement(n, reason=N_BELOW_2 if n else NOBODY_ANSWERED)
    p = counts / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    w = _weights(len(p), weights)
    chance = float(rows @ w @ columns)
    if 1 - chance < DUST:
        return Agreement(n, reason=NO_VARIATION)
    kappa = (float((p * w).sum()) - chance) / (1 - chance)
    away = w - (1 - kappa) * ((w @ columns)[:, None] + (rows @ w)[None, :])
    spread = float((p * np.square(away)).sum()) - (kappa - chance * (1 - kappa)) ** 2
    if spread < DUST:
        return Agreement(n, kappa, reason=NO_VARIATION)
    se = float(np.sqrt(spread / n)) / (1 - chance)
    half = float(ndtri((1 + confidence) / 2)) * se
    return Agreement(n, kappa, se, max(kappa - half, -1.0), min(kappa + half, 1.0))


def _weights(points: int, kind: Weights) -> Floats:
    """Return what each pair of points counts as agreement; shape (points, points)."""
    at = np.arange(points, dtype=np.float64)
    distance = np.abs(at[:, None] - at[None, :]) / max(points - 1, 1)
    if kind == "none":
        return np.eye(points)
    weight: Floats = 1 - (distance if kind == "linear" else np.square(distance))
    return weight
