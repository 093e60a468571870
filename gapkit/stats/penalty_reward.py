"""Penalty and reward: whether an attribute annoys where it fails, delights where it excels, or both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtr, stdtrit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gapkit.stats.frequencies import Floats
    from gapkit.stats.regression import Slopes

__all__ = ["PenaltyReward", "penalty_reward"]


@dataclass(frozen=True)
class PenaltyReward:
    """Contrasts of each attribute, in points of the outcome.

    Parameters
    ----------
    penalty, penalty_low, penalty_high : float, shape (attributes,)
        Loss where the attribute is rated low, against neither low nor high: positive where a low
        rating goes with a worse outcome. NaN where nobody rated it low.
    reward, reward_low, reward_high : float, shape (attributes,)
        Gain where it is rated high: positive where a high rating goes with a better outcome.
    asymmetry, asymmetry_low, asymmetry_high : float, shape (attributes,)
        Reward − penalty.
    p : float, shape (attributes,)
        Of no asymmetry (low + high = 0), two-sided.
    kind : object, shape (attributes,)
        ``basic`` (penalty alone tells), ``excitement`` (reward alone tells), ``performance``
        (penalty and reward are both told from 0, the asymmetry is not), else ``unclear``.
    """

    penalty: Floats
    penalty_low: Floats
    penalty_high: Floats
    reward: Floats
    reward_low: Floats
    reward_high: Floats
    asymmetry: Floats
    asymmetry_low: Floats
    asymmetry_high: Floats
    p: Floats
    kind: NDArray[np.object_]

    @property
    def impact_asymmetry(self) -> Floats:
        """(reward − penalty) ÷ (reward + penalty), −1 to 1 (Mikulić & Prebežac 2008).

        NaN where the penalty or the reward has the wrong sign: the quotient then means nothing.
        """
        right = (self.penalty > 0) & (self.reward > 0)
        together = np.where(right, self.penalty + self.reward, np.nan)
        quotient: Floats = (self.reward - self.penalty) / together
        return quotient


def penalty_reward(fit: Slopes, confidence: float = 0.95) -> PenaltyReward:
    """Return the contrasts of attributes that were entered together.

    Parameters
    ----------
    fit
        Slopes of k marks "rated low" and the same k marks "rated high", in one model.
    confidence
        Of the intervals, which also decide the kind: an asymmetry must be told from 0.

    Notes
    -----
    Brandt (1987); Mikulić & Prebežac (2008). Signs are kept: a penalty below 0 means that a low
    rating goes with a better outcome. Least squares agree with R's ``lm``.

    Examples
    --------
    >>> from gapkit.stats.regression import products_of, slopes
    >>> low, high = np.repeat([1, 0, 0], 20), np.repeat([0, 0, 1], 20)
    >>> y = np.repeat([2.0, 5.0, 5.2], 20) + np.tile([0.3, -0.3], 30)
    >>> found = penalty_reward(slopes(products_of(np.column_stack([low, high, y]))))
    >>> found.penalty.round(2), found.reward.round(2), found.kind.tolist()
    (array([3.]), array([0.2]), ['basic'])
    """
    k = len(fit.slope) // 2
    low, high = np.arange(k), np.arange(k, 2 * k)
    variance = np.diagonal(fit.covariance)
    half = float(stdtrit(fit.df, (1 + confidence) / 2)) if fit.df > 0 else np.nan
    penalty, reward = -fit.slope[low], fit.slope[high]
    spans = [half * np.sqrt(variance[at]) for at in (low, high)]
    asymmetry: Floats = reward - penalty
    se = np.sqrt(variance[low] + variance[high] + 2 * fit.covariance[low, high])
    df = fit.df if fit.df > 0 else np.nan
    p = np.asarray(2 * stdtr(df, -np.abs(asymmetry / se)), np.float64)
    limits = (penalty - spans[0], penalty + spans[0], reward - spans[1], reward + spans[1])
    apart: tuple[Floats, Floats] = (asymmetry - half * se, asymmetry + half * se)
    kind = np.select(
        [
            (apart[1] < 0) & (limits[0] > 0),
            (apart[0] > 0) & (limits[2] > 0),
            (limits[0] > 0) & (limits[2] > 0),
        ],
        ["basic", "excitement", "performance"],
        "unclear",
    ).astype(object)
    return PenaltyReward(
        penalty, limits[0], limits[1], reward, limits[2], limits[3], asymmetry, *apart, p, kind
    )
