"""Resampled people, one by one or by groups: their weights once, and figures of every resample."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from gapkit.stats.frequencies import Floats

__all__ = ["Resampled", "resampled", "resampled_moments", "resampling_weights"]


@dataclass(frozen=True)
class Resampled:
    """n, mean and standard deviation of some scores; float, shape (resamples, scores) each."""

    n: Floats
    mean: Floats
    sd: Floats

    @property
    def se(self) -> Floats:
        """Standard error of each mean; NaN with fewer than two people."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.sd / np.sqrt(self.n)


def resampling_weights(people: int, resamples: int, seed: int) -> Floats:
    """Draw people with replacement (Efron 1979); shape (1 + resamples, people).

    Returns
    -------
    float
        How often each person is in each resample; row 0 is the sample itself.

    Examples
    --------
    >>> resampling_weights(4, 2, seed=1).sum(axis=1)
    array([4., 4., 4.])
    """
    rng = np.random.default_rng(seed)
    weights = np.ones((1 + resamples, people))
    for k in range(1, 1 + resamples):
        weights[k] = np.bincount(rng.integers(0, people, people), minlength=people)
    return weights


def resampled_moments(weights: Floats, scores: NDArray[Any]) -> Resampled:
    """Return the moments of scores in every resample.

    Parameters
    ----------
    weights : shape (resamples, people)
        As `resampling_weights` draws them.
    scores : float, shape (people, scores)
        NaN where a person has no score.

    Examples
    --------
    >>> found = resampled_moments(np.ones((1, 3)), np.array([[1.0], [3.0], [np.nan]]))
    >>> found.n.item(), found.mean.item(), round(found.sd.item(), 6)
    (2.0, 2.0, 1.414214)
    """
    there = ~np.isnan(scores)
    values = np.where(there, scores, 0.0)
    # about the sample's own means, so that squares lose no digits
    centre = values.sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    centred = np.where(there, values - centre, 0.0)
    n = weights @ there.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        shift = weights @ centred / n
        squares = weights @ np.square(centred)
        variance = np.maximum(squares - n * np.square(shift), 0.0) / (n - 1)
        sd = np.where(n > 1, np.sqrt(variance), np.nan)
    return Resampled(n, centre + shift, sd)


def resampled(groups: Floats, draws: int, seed: int, figures: Callable[[Floats], Floats]) -> Floats:
    """Return figures of samples drawn with replacement from groups of people.

    Parameters
    ----------
    groups : shape (groups, …)
        What each group adds: counts, sums, sums of products.
    draws, seed
        How many samples, and of which stream.
    figures
        From the sums of samples, shape (samples, …), to figures, shape (samples, …).

    Returns
    -------
    float, shape (draws, …)

    Examples
    --------
    >>> sums = np.array([[1.0, 2.0], [1.0, 4.0], [1.0, 9.0]])
    >>> resampled(sums, 500, 1, lambda s: s[:, 1] / s[:, 0]).mean().round(1)
    np.float64(5.0)
    """
    flat = groups.reshape(len(groups), -1)
    drawn = _drawn(len(groups), draws, seed)
    found = [
        figures((some @ flat).reshape(len(some), *groups.shape[1:]))
        for some in np.split(drawn, range(_AT_ONCE, draws, _AT_ONCE))
    ]
    return np.concatenate(found)


@lru_cache(maxsize=4)
def _drawn(count: int, draws: int, seed: int) -> Floats:
    """How often each group is drawn in each sample; many figures share the same samples."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(count, np.full(count, 1 / count), size=draws).astype(np.float64)


_AT_ONCE: Final = 500
"""Samples worked out together, so that sums of products of many items stay within memory."""
