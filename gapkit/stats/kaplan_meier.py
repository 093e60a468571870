"""How long things take when some are not done yet: the share still open after each length of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy.special import ndtri

from gapkit.stats.shares import wilson

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats, Ints

__all__ = ["Curve", "Estimate", "Transform", "kaplan_meier"]

Transform = Literal["log-log", "log"]
"""What of the share the interval is symmetric in."""

HALF_IS_MET: Final = float(np.sqrt(np.finfo(np.float64).eps))
"""How near to ½ a share is ½, as R's ``survfit`` has it."""


@dataclass(frozen=True)
class Estimate:
    """A figure with the ends of its interval; NaN where the curve does not reach that far."""

    estimate: float = np.nan
    low: float = np.nan
    high: float = np.nan


@dataclass(frozen=True)
class Curve:
    """The share still open, by time; arrays of shape (times,), one entry a different time.

    Parameters
    ----------
    time
        In the unit of the times given, ascending.
    at_risk
        Still open and under watch just before that time.
    events
        Done at that time.
    survival
        Share still open after it.
    se
        Greenwood's (1926) standard error.
    low, high
        Of the interval; NaN where the share is 0, and with ``log-log`` also where it is 1.
    confidence
        Share of the interval.
    """

    time: Floats
    at_risk: Ints
    events: Ints
    survival: Floats
    se: Floats
    low: Floats
    high: Floats
    confidence: float

    @property
    def n(self) -> int:
        """Things watched."""
        return int(self.at_risk[0]) if len(self.at_risk) else 0

    @property
    def median(self) -> Estimate:
        """Time after which half are done.

        The first time at which no more than half are open; where just half stay open for a while,
        the middle of that while. The ends are read off the interval's ends in the same way
        (Brookmeyer & Crowley 1982), as R's ``survfit`` prints them.

        Examples
        --------
        >>> kaplan_meier([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 0, 1]).median
        Estimate(estimate=3.5, low=1.0, high=nan)
        """
        return Estimate(
            *(_crosses_half(c, self.time) for c in (self.survival, self.low, self.high))
        )

    def within(self, target: float) -> Estimate:
        """Return the share done within a time: 1 − the share still open after it.

        Parameters
        ----------
        target
            In the unit of the times; done just then is within.

        Notes
        -----
        NaN beyond the last time under watch, unless all are done by then. Where none, or all, are
        done, the curve's interval has no width: then it is Wilson's (1927) of those who were still
        watched at the target, or of all who were done.

        Examples
        --------
        >>> curve = kaplan_meier([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 0, 1])
        >>> round(curve.within(2).estimate, 3), curve.within(0).estimate
        (0.333, 0.0)
        """
        k = int(np.searchsorted(self.time, target, side="right")) - 1
        if not self.n or (target > self.time[-1] and self.survival[-1] > 0):
            return Estimate()
        share = 1 - float(self.survival[k]) if k >= 0 else 0.0
        if share == 0:
            watched = int((self.at_risk[self.time >= target])[0])
            return Estimate(0.0, 0.0, float(wilson([0], [watched], self.confidence)[1][0]))
        if share == 1:
            done = int(self.events.sum())
            return Estimate(1.0, float(wilson([done], [done], self.confidence)[0][0]), 1.0)
        return Estimate(share, 1 - float(self.high[k]), 1 - float(self.low[k]))


def kaplan_meier(
    times: ArrayLike,
    observed: ArrayLike,
    confidence: float = 0.95,
    transform: Transform = "log-log",
) -> Curve:
    """Return the share still open after each length of time (Kaplan & Meier 1958).

    Parameters
    ----------
    times : shape (things,)
        How long each was watched, 0 or more; no NaN.
    observed : bool, shape (things,)
        Whether it was done then; else it was still open when the watch ended. Of things with the
        same time those done come first.
    confidence
        Share of the intervals.
    transform
        ``log-log`` stays between 0 and 1 and holds its level in small samples (Borgan & Liestøl
        1990); ``log`` is R's default, cut at 1.

    Returns
    -------
    Curve
        Empty where nothing was watched.

    Notes
    -----
    As R's ``survival::survfit(Surv(time, observed) ~ 1, conf.type = …)``.

    Examples
    --------
    >>> curve = kaplan_meier([2, 3, 3, 5, 8], [True, True, False, True, False])
    >>> curve.time, curve.at_risk, curve.survival.round(3)
    (array([2., 3., 5., 8.]), array([5, 4, 2, 1]), array([0.8, 0.6, 0.3, 0.3]))
    """
    t, done = np.asarray(times, np.float64), np.asarray(observed, np.bool_)
    time, at = np.unique(t, return_inverse=True)
    leaving = np.bincount(at, minlength=len(time))
    events = np.bincount(at, done, len(time)).astype(np.int64)
    at_risk = (leaving.sum() - np.cumsum(leaving) + leaving).astype(np.int64)
    left = at_risk - events
    survival = np.cumprod(left / at_risk)
    # where all that were left are done at once the share is 0, and Greenwood's sum has no end
    hazard = events / np.where(left > 0, at_risk * left, np.inf)
    relative = np.sqrt(np.cumsum(hazard))
    se = np.where(left > 0, survival * relative, np.nan)
    low, high = _interval(survival, relative, confidence, transform)
    return Curve(time, at_risk, events, survival, se, low, high, confidence)


def _interval(
    survival: Floats, relative: Floats, confidence: float, transform: Transform
) -> tuple[Floats, Floats]:
    """Return the ends; `relative` is the standard error ÷ the share."""
    z = float(ndtri((1 + confidence) / 2))
    inside = (survival > 0) & ((survival < 1) | (transform == "log"))
    share, spread = np.where(inside, survival, 0.5), np.where(inside, relative, 0.0)
    if transform == "log":
        factor = np.exp(z * spread)
        low, high = share / factor, np.minimum(share * factor, 1.0)
    else:
        log = np.log(share)
        factor = np.exp(z * spread / -log)
        low, high = np.exp(log * factor), np.exp(log / factor)
    return np.where(inside, low, np.nan), np.where(inside, high, np.nan)


def _crosses_half(share: Floats, time: Floats) -> float:
    """Return the first time at which a falling line is at or below ½, by R's rule."""
    below = np.flatnonzero(share < 0.5 + HALF_IS_MET)
    if not len(below):
        return float("nan")
    first = below[0]
    later = below[share[below] < share[first]]
    if abs(share[first] - 0.5) < HALF_IS_MET and len(later):
        return float(time[first] + time[later[0]]) / 2
    return float(time[first])
