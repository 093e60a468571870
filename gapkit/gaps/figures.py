"""Means with their standard errors, whether people were drawn one by one, weighted, or in clusters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gapkit.stats.moments import Moments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Figures"]

_FIELDS = ("n", "mean", "sd", "se", "df", "n_effective", "se_jackknife")


@dataclass(frozen=True)
class Figures:
    """Figures of many rows at once; NaN where undefined.

    Parameters
    ----------
    n : int64, shape (rows,)
        People, never weighted.
    mean, sd, se, df : float, shape (rows,)
        In points of the instrument's scale; df of the standard error.
    n_effective : float, shape (rows,)
        Kish's (Σw)² / Σw²; NaN where nobody is weighted, 0 where all weights are 0.
    se_jackknife : float, shape (rows,)
        Standard error with each cluster left out once, beside the linearised ``se``; NaN where
        people were not drawn in clusters.
    """

    n: NDArray[np.int64]
    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    se: NDArray[np.float64]
    df: NDArray[np.float64]
    n_effective: NDArray[np.float64]
    se_jackknife: NDArray[np.float64]

    @classmethod
    def of(cls, m: Moments) -> Figures:
        """Return the figures of people drawn one by one."""
        df = np.where(m.n > 1, m.n - 1.0, np.nan)
        blank = np.full(len(m.n), np.nan)
        return cls(m.n, m.mean, m.sd, m.se, df, blank, blank)

    @classmethod
    def given(cls, mean: NDArray[np.float64]) -> Figures:
        """Return figures that are known without error: what is laid down."""
        blank = np.full(len(mean), np.nan)
        return cls(np.zeros(len(mean), np.int64), mean, *[blank] * 5)

    @classmethod
    def stack(cls, parts: Sequence[Figures]) -> Figures:
        """Put the rows of several below each other."""
        return cls(*(np.concatenate([getattr(p, f) for p in parts]) for f in _FIELDS))

    @property
    def moments(self) -> Moments:
        """n, mean and sd."""
        return Moments(self.n, self.mean, self.sd)

    @property
    def weighted(self) -> NDArray[np.bool_]:
        """Where the figure is weighted or follows a design."""
        return ~np.isnan(self.n_effective)

    def minus(self, other: Figures) -> Figures:
        """Return the difference of the means of different people; n is 0, since nobody has both.

        The degrees of freedom are Welch's (1947), with each side's own.
        """
        nobody = np.zeros(len(self.n), np.int64)
        ours, theirs = np.square(self.se), np.square(other.se)
        # a side without variance of its own adds none, whatever its degrees of freedom
        down = _part(ours, self.df) + _part(theirs, other.df)
        with np.errstate(divide="ignore", invalid="ignore"):
            df = np.square(ours + theirs) / down
        effective = np.where(
            self.weighted | other.weighted,
            np.fmin(self.n_effective, other.n_effective),
            np.nan,
        )
        blank = np.full(len(nobody), np.nan)
        se = np.sqrt(ours + theirs)
        mean, jackknife = self.mean - other.mean, self._jackknifed(other)
        return Figures(nobody, mean, blank, se, df, effective, jackknife)

    def _jackknifed(self, other: Figures) -> NDArray[np.float64]:
        """Join the jackknife's errors; a side without clusters adds its own error."""
        ours, theirs = (
            np.where(np.isnan(f.se_jackknife), f.se, f.se_jackknife) for f in (self, other)
        )
        neither = np.isnan(self.se_jackknife) & np.isnan(other.se_jackknife)
        joined: NDArray[np.float64] = np.where(neither, np.nan, np.hypot(ours, theirs))
        return joined

    def why_blank(self, reason: NDArray[np.object_]) -> NDArray[np.object_]:
        """Add to the reasons that people's answers give those that the design gives."""
        open_ = (reason == "") & np.isnan(self.se) & self.weighted
        words = np.where(self.n_effective == 0, "too few cases", "one cluster")
        return np.where(open_, words, reason).astype(object)


def _part(variance: NDArray[np.float64], df: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.square(variance) / df
