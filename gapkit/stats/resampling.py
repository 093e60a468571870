"""Resampled people: their weights once, and the moments of any score in every resample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gapkit.stats.frequencies import Floats

__all__ = ["Resampled", "resampled_moments", "resampling_weights"]


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
