"""Two groups' profiles over the same items: how alike in order and how far apart, noise set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.stats.correlation import spearman

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Bools, Floats, Ints

__all__ = ["FEWEST_ITEMS", "Profiles", "profiles"]

FEWEST_ITEMS: Final = 3
"""Two items can only be in the same order or not: no correlation is told from them."""

WHOLE: Final = 2.0
"""From −1 to 1: an interval that leaves out nothing says nothing, and neither does its middle."""

# Differences of means carry dust in the 16th digit; ten decimals tell real values apart.
_DECIMALS: Final = 10
# Keeps a covariance that is singular by construction (equal profiles) invertible.
_RIDGE: Final = 1e-9


@dataclass(frozen=True)
class Profiles:
    """Two profiles against each other; float, shape (rows,), unless said.

    Parameters
    ----------
    items : int64
        Items that both sides have.
    r
        Spearman's correlation of the two profiles as observed. Sampling noise pulls it towards 0.
    corrected, low, high
        The rank correlation of the profiles behind the noise: middle and limits.
    distance
        Root mean square of the differences of both centred profiles, less what sampling noise
        adds to it; 0 where noise alone would do as much.
    """

    items: Ints
    r: Floats
    corrected: Floats
    low: Floats
    high: Floats
    distance: Floats


def profiles(
    left: ArrayLike,
    right: ArrayLike,
    se_left: ArrayLike,
    se_right: ArrayLike,
    confidence: float = 0.95,
    draws: int = 2000,
    seed: int = 1,
) -> Profiles:
    """Set two profiles of means against each other.

    Parameters
    ----------
    left, right : shape (rows, items)
        Mean of each item on either side; NaN leaves an item out. A constant added to one side
        changes nothing.
    se_left, se_right : shape (rows, items)
        Standard errors of each mean's difference from the mean of its profile; 0 for what is
        given without error. NaN leaves the interval blank.
    confidence, draws, seed
        Of the interval; every row is drawn from the same seed, so that company changes nothing.

    Returns
    -------
    Profiles
        Blank with fewer than three items; r is blank where a profile doesn't vary, middle and
        limits where noise drowns the order so that any correlation may be.

    Notes
    -----
    Resampling people and ranking anew adds a second helping of noise to the first, so that a
    percentile interval lies too near 0. Here the noise is taken out instead: over the items, pairs
    of true means are taken as drawn from a bivariate normal law whose covariance is the observed
    one less the errors'; its uncertainty is that of a sample covariance (inverse Wishart), and
    given it the true profile follows from the observed one (Kelley 1947; Gelman et al. 2013,
    ch. 5). Each draw is ranked; a draw without variation may be any correlation, and widens the
    interval to both sides. Errors are taken as independent over items once the profile's mean is
    taken out, and as of one size on each side.

    Examples
    --------
    >>> left = [[5.0, 5.2, 5.9, 6.1, 6.4, 5.5]]
    >>> se = np.full((1, 6), 0.05)
    >>> p = profiles(left, np.array(left) - 0.5, se, se)
    >>> float(p.r[0]), bool(p.low[0] > 0.8), float(p.distance[0])
    (1.0, True, 0.0)
    """
    sides = np.broadcast_arrays(*(np.atleast_2d(np.asarray(x, np.float64)) for x in (left, right)))
    lost = np.isnan(sides[0]) | np.isnan(sides[1])
    a, b = (_centred(side, lost) for side in sides)
    noise = tuple(_mean_square(np.asarray(se, np.float64), lost) for se in (se_left, se_right))
    items = (~lost).sum(axis=1)
    enough = items >= FEWEST_ITEMS
    r = np.where(enough, spearman(a, b).r, np.nan)
    distance = np.where(enough, _distance(a, b, noise[0] + noise[1]), np.nan)
    shape = (3, len(items))
    middle, low, high = np.full(shape, np.nan)
    for row in np.flatnonzero(~np.isnan(r) & ~np.isnan(noise[0] + noise[1])):
        stands = ~lost[row]
        observed = np.column_stack([a[row, stands], b[row, stands]])
        variance = np.array([noise[0][row], noise[1][row]])
        drawn = _draw(observed, variance, draws, np.random.default_rng(seed))
        limits = _limits(drawn, confidence)
        if limits[2] - limits[1] < WHOLE:
            middle[row], low[row], high[row] = limits
    return Profiles(items, r, middle, low, high, distance)


def _centred(side: Floats, lost: Bools) -> Floats:
    known = np.where(lost, 0.0, side)
    mean = known.sum(axis=1, keepdims=True) / np.maximum((~lost).sum(axis=1, keepdims=True), 1)
    return np.where(lost, np.nan, np.round(side - mean, _DECIMALS + 2))


def _mean_square(se: Floats, lost: Bools) -> Floats:
    """Mean of the squared errors over the items that stand."""
    squares = np.where(lost, 0.0, np.square(np.broadcast_to(se, lost.shape)))
    mean: Floats = squares.sum(axis=1) / np.maximum((~lost).sum(axis=1), 1)
    return mean


def _distance(a: Floats, b: Floats, noise: Floats) -> Floats:
    stands = ~np.isnan(a)
    squares = np.where(stands, np.square(np.where(stands, b - a, 0.0)), 0.0)
    mean = squares.sum(axis=1) / np.maximum(stands.sum(axis=1), 1)
    distance: Floats = np.sqrt(np.maximum(mean - noise, 0.0))
    return distance


def _draw(observed: Floats, noise: Floats, draws: int, rng: np.random.Generator) -> Floats:
    """Rank correlations of profiles that may lie behind the observed ones; shape (draws,)."""
    items = len(observed)
    # centring has taken 1/k of the variance out of every error
    error = np.diag(noise) * items / (items - 1)
    scatter = observed.T @ observed
    ridge = np.eye(2) * _RIDGE * np.trace(scatter) / items
    true = _without_negative(
        _inverse_wishart(scatter + ridge, max(items - 2, 2), draws, rng) - error
    )
    shrink = true @ np.linalg.inv(true + error + ridge)
    spread = _without_negative(true - shrink @ true)
    root = _root(spread)
    drawn = observed @ shrink.transpose(0, 2, 1)
    drawn += rng.standard_normal((draws, items, 2)) @ root.transpose(0, 2, 1)
    ranks = [
        _ranks(observed[None, :, side] if noise[side] == 0 else drawn[:, :, side])
        for side in (0, 1)
    ]
    away = [x - (items + 1) / 2 for x in ranks]
    size = np.sqrt(np.prod([np.square(x).sum(axis=1) for x in np.broadcast_arrays(*away)], axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = (away[0] * away[1]).sum(axis=1) / np.where(size > 0, size, np.nan)
    return found


def _inverse_wishart(scatter: Floats, df: int, draws: int, rng: np.random.Generator) -> Floats:
    """Draw covariances given a 2 × 2 scatter, by Bartlett's decomposition (1933)."""
    triangle = np.zeros((draws, 2, 2))
    triangle[:, 0, 0] = np.sqrt(rng.chisquare(df, draws))
    triangle[:, 1, 1] = np.sqrt(rng.chisquare(df - 1, draws))
    triangle[:, 1, 0] = rng.standard_normal(draws)
    half = np.linalg.cholesky(scatter) @ np.linalg.inv(triangle).transpose(0, 2, 1)
    return np.asarray(half @ half.transpose(0, 2, 1))


def _without_negative(matrix: Floats) -> Floats:
    """Take the negative eigenvalues of symmetric 2 × 2 matrices as 0."""
    a, b, c = matrix[:, 0, 0], matrix[:, 0, 1], matrix[:, 1, 1]
    half = np.sqrt(np.square((a - c) / 2) + np.square(b))
    small, large = (a + c) / 2 - half, (a + c) / 2 + half
    width = np.where(half > 0, 2 * half, 1.0)
    share = (np.maximum(large, 0.0) / width)[:, None, None]
    onto_large = (matrix - small[:, None, None] * np.eye(2)) * share
    return np.where((small < 0)[:, None, None], onto_large, matrix)


def _root(matrix: Floats) -> Floats:
    """Square roots of symmetric 2 × 2 matrices without negative eigenvalues (Cayley–Hamilton)."""
    a, b, c = matrix[:, 0, 0], matrix[:, 0, 1], matrix[:, 1, 1]
    product = np.sqrt(np.maximum(a * c - np.square(b), 0.0))
    size = np.sqrt(np.maximum(a + c + 2 * product, 0.0))
    root = matrix + product[:, None, None] * np.eye(2)
    return np.asarray(root / np.where(size > 0, size, np.inf)[:, None, None])


def _ranks(x: Floats) -> Floats:
    """Midranks within rows; all the same where a row doesn't vary."""
    rounded = np.round(x, _DECIMALS)
    order = np.sort(rounded, axis=1)
    if not (np.diff(order, axis=1) == 0).any():
        return np.asarray(rounded.argsort(axis=1).argsort(axis=1) + 1.0)
    below = (rounded[:, None, :] < rounded[:, :, None]).sum(axis=2)
    same = (rounded[:, None, :] == rounded[:, :, None]).sum(axis=2)
    return np.asarray(below + (same + 1) / 2)


def _limits(drawn: Floats, confidence: float) -> tuple[float, float, float]:
    """Middle and limits; an undefined draw counts as −1 for the lower and 1 for the upper one."""
    tail = (1 - confidence) / 2
    known = drawn[~np.isnan(drawn)]
    middle = float(np.median(known)) if len(known) * 2 > len(drawn) else float("nan")
    low = np.quantile(np.nan_to_num(drawn, nan=-1.0), tail)
    high = np.quantile(np.nan_to_num(drawn, nan=1.0), 1 - tail)
    return middle, float(low), float(high)
