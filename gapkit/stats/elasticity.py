"""How the cost of serving one customer moves as customers grow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import stdtr, stdtrit

from gapkit.stats.reasons import NO_VARIATION, NOBODY_ANSWERED, TOO_FEW_CASES

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["FEWEST_WAVES", "Elasticity", "elasticity"]

FEWEST_WAVES: Final = 8
"""Of fewer waves no slope is given: a line through a handful of points is a drawing."""

DUST: Final = 1e-12
"""A sum of squares below this part of the whole is 0 but for rounding."""


@dataclass(frozen=True)
class Elasticity:
    """Slope of log cost on log size; NaN where undefined.

    Parameters
    ----------
    n
        Waves that have both figures.
    estimate
        Per cent that the cost of one changes when there is one per cent more: below 0, it falls.
    se, low, high
        Of least squares, with the t interval.
    p
        Of the t test against 0, two-sided.
    reason
        Why figures are blank: ``nobody answered``, ``too few cases`` or ``no variation``; else
        empty.
    """

    n: int
    estimate: float = np.nan
    se: float = np.nan
    low: float = np.nan
    high: float = np.nan
    p: float = np.nan
    reason: str = ""


def elasticity(size: ArrayLike, cost: ArrayLike, confidence: float = 0.95) -> Elasticity:
    """Return the elasticity of the cost of one with respect to how many there are.

    Parameters
    ----------
    size : shape (waves,)
        Customers, or contacts, of each wave; above 0.
    cost : shape (waves,)
        Cost of serving **one** of them, above 0. Waves where either is NaN, 0 or less are left out.
    confidence
        Share of the interval.

    Notes
    -----
    log cost = a + b log size + error by least squares, as R's ``lm(log(cost) ~ log(size))`` with
    ``confint``. The slope is an association: whatever else changed over the waves is in it, and
    waves that carry on from each other make the interval shorter than it should be.

    Examples
    --------
    Twice as many, and one costs a tenth less:

    >>> size = np.array([1.0, 1.0, 2.0, 2.0, 4.0, 4.0, 8.0, 8.0]) * 1000
    >>> cost = np.array([101, 99, 91, 89, 82, 80, 73.5, 72.3])
    >>> found = elasticity(size, cost)
    >>> round(found.estimate, 3), round(2**found.estimate, 2), found.high < 0
    (-0.152, 0.9, True)
    >>> elasticity(size[:7], cost[:7]).reason
    'too few cases'
    """
    people, money = np.asarray(size, np.float64), np.asarray(cost, np.float64)
    known = (people > 0) & (money > 0) & np.isfinite(people) & np.isfinite(money)
    x, y = np.log(people[known]), np.log(money[known])
    n = len(x)
    if n < FEWEST_WAVES:
        why = TOO_FEW_CASES if n else NOBODY_ANSWERED
        return Elasticity(n, reason=why)
    about, outcome = x - x.mean(), y - y.mean()
    spread, whole = float(about @ about), float(outcome @ outcome)
    if spread <= DUST * float(x @ x):
        return Elasticity(n, reason=NO_VARIATION)
    slope = float(about @ outcome) / spread
    rest = float(np.square(outcome - slope * about).sum())
    # a cost that never changes leaves rounding alone, on both sides
    if rest <= DUST * max(whole, DUST * float(y @ y)):
        return Elasticity(n, slope, reason=NO_VARIATION)
    free = n - 2
    se = float(np.sqrt(rest / free / spread))
    half = float(stdtrit(free, (1 + confidence) / 2)) * se
    p = 2 * float(stdtr(free, -abs(slope) / se))
    return Elasticity(n, slope, se, slope - half, slope + half, p)
