"""Shares of people below, at and above zero, and the interval of a share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats, Frequencies

__all__ = ["Shares", "shares", "wilson"]


@dataclass(frozen=True)
class Shares:
    """Shares of people, adding up to 1; float, shape (rows,), NaN where nobody answered.

    Parameters
    ----------
    below, met, above
        Share with a gap below, within and above what counts as met.
    """

    below: Floats
    met: Floats
    above: Floats


def shares(f: Frequencies, margin: ArrayLike = 0.0) -> Shares:
    """Return the shares of people whose gap lies below, within and above ± margin.

    Parameters
    ----------
    f
        Gaps, right − left.
    margin : shape () or (rows,)
        In the values' own units; 0 by default: exactly met. A gap of just the margin is met.

    Examples
    --------
    >>> from gapkit.stats.frequencies import Frequencies
    >>> f = Frequencies.from_dense([[1, 2, 4, 1]], [-2, -1, 0, 1])
    >>> shares(f).below, shares(f, margin=1).below
    (array([0.375]), array([0.125]))
    """
    # a margin such as 0.05 × 6 carries dust: rounded once, it is met by a gap of 0.3
    edge = np.round(np.broadcast_to(np.asarray(margin, np.float64), (f.rows,)) * f.denominator, 9)
    n = np.where(f.n > 0, f.n, np.nan)
    below = f.sum_by_row(np.where(f.value < -edge[f.row], f.count, 0))
    above = f.sum_by_row(np.where(f.value > edge[f.row], f.count, 0))
    return Shares(below / n, (f.n - below - above) / n, above / n)


def wilson(count: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return the limits of Wilson's interval of a share (Wilson 1927).

    Parameters
    ----------
    count, n : shape (rows,)
        People with the property, and all people; NaN where n is 0.
    confidence
        Share of the interval.

    Notes
    -----
    Agrees with R's ``prop.test(count, n, correct = FALSE)``.

    Examples
    --------
    >>> low, high = wilson([0, 9], [10, 10])
    >>> low.round(4), high.round(4)
    (array([0.    , 0.5958]), array([0.2775, 0.9821]))
    """
    people = np.asarray(n, np.float64)
    people = np.where(people > 0, people, np.nan)
    share = np.asarray(count, np.float64) / people
    z2 = ndtri((1 + confidence) / 2) ** 2
    middle = (share + z2 / (2 * people)) / (1 + z2 / people)
    half = np.sqrt(z2 * (share * (1 - share) / people + z2 / (4 * people**2))) / (1 + z2 / people)
    # at a share of 0 or 1 the limit is 0 or 1 itself, which floating point misses by a hair
    low = np.where(share == 0, share, middle - half)
    return low, np.where(share == 1, share, middle + half)
