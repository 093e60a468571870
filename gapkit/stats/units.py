"""How much units differ: intraclass correlation, and what it costs when units were drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gapkit.stats.moments import Moments

__all__ = ["Intraclass", "intraclass"]


@dataclass(frozen=True)
class Intraclass:
    """One-way analysis of variance of people within units.

    Parameters
    ----------
    icc
        Intraclass correlation ICC(1), may be negative; NaN with fewer than two units, or where no
        unit has two people.
    size
        Average size of a unit, corrected for unequal sizes (k₀).
    design_effect
        Variance of a mean if units were drawn ÷ variance if people were: 1 + (k₀ − 1) ICC, at least 1.
    between, within
        Mean squares of units and of people within them.
    """

    icc: float = np.nan
    size: float = np.nan
    design_effect: float = np.nan
    between: float = np.nan
    within: float = np.nan

    @property
    def tau2(self) -> float:
        """Variance of units' true means, at least 0 (Searle, Casella & McCulloch 1992)."""
        return max((self.between - self.within) / self.size, 0.0)


def intraclass(units: Moments) -> Intraclass:
    """Return the intraclass correlation of people within units.

    Parameters
    ----------
    units : moments of shape (units,)
        n, mean and sd of each unit; units without answers are left out.

    Notes
    -----
    ICC(1) = (MSB − MSW) ÷ (MSB + (k₀ − 1) MSW), k₀ = (N − Σn² ÷ N) ÷ (J − 1) (Shrout & Fleiss 1979,
    with unequal sizes). The design effect is Kish's (1965), for units of about that size.

    Examples
    --------
    >>> from gapkit.stats.moments import Moments
    >>> found = intraclass(Moments.of([10, 10, 10], [4.0, 5.0, 6.0], [1.0, 1.0, 1.0]))
    >>> round(found.icc, 3), found.size, round(found.design_effect, 2)
    (0.474, 10.0, 5.26)
    """
    there = units.n > 0
    n, mean = units.n[there].astype(np.float64), units.mean[there]
    within = np.where(n > 1, (n - 1) * units.variance[there], 0.0).sum()
    people, count = n.sum(), len(n)
    if count < 2 or people <= count:
        return Intraclass()
    size = float(people - (n**2).sum() / people) / (count - 1)
    grand = (n * mean).sum() / people
    between = float((n * (mean - grand) ** 2).sum()) / (count - 1)
    error = float(within / (people - count))
    if between + (size - 1) * error == 0:
        return Intraclass(size=size, between=between, within=error)
    icc = (between - error) / (between + (size - 1) * error)
    return Intraclass(icc, size, 1 + (size - 1) * max(icc, 0.0), between, error)
