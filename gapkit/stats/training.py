"""What training changed, with what would have come of itself taken out.

Whoever is sent to training was mostly picked for low scores, and low scores of few checks are
partly bad luck that does not come twice: the next scores are better without any training.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import stdtr, stdtrit

from gapkit.stats.moments import DUST
from gapkit.stats.reasons import NO_VARIATION, NOBODY_ANSWERED, TOO_FEW_CASES
from gapkit.stats.shrinkage import given_tau

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Bools, Floats

__all__ = ["Expected", "Gain", "expected_after", "training_gain"]

FEWEST_AGENTS: Final = 6
"""Of fewer agents no gain is told: three figures are drawn from each agent's two."""

FEWEST_OF_A_KIND: Final = 2


@dataclass(frozen=True)
class Expected:
    """What agents' true means are, as far as the checks before can tell.

    Parameters
    ----------
    mean, variance : shape (agents,)
        Expected mean of the next checks if nothing changes, and how unsure the true mean is.
    """

    mean: Floats
    variance: Floats


def expected_after(before: ArrayLike, n: ArrayLike, tau2: float, sigma2: float) -> Expected:
    """Return what scores to expect next time if nothing changes in truth.

    Parameters
    ----------
    before : shape (agents,)
        Mean score of each agent: of all of them, not only of those who were picked.
    n : shape (agents,)
        Checks that each is of, 1 or more.
    tau2, sigma2
        Variance of agents' true means and of an agent's single checks, as ``tau2`` and ``within``
        of `gapkit.stats.units.intraclass`; sigma2 above 0.

    Notes
    -----
    μ + B(before − μ) with B = τ² ÷ (τ² + σ² ÷ n) and μ the mean weighted by precision (James &
    Stein 1961; Efron & Morris 1975): a mean of few checks comes back most of the way. It is
    `gapkit.stats.shrinkage.given_tau` at one τ, in balanced data the fitted values of R's
    ``lme4::lmer(score ~ 1 + (1 | agent))``. Where τ is itself to be found out from few agents,
    `gapkit.stats.shrinkage.posterior` averages over it.

    Examples
    --------
    With three checks each, the lowest comes half of the way back by itself:

    >>> expected_after([2.0, 4.0, 4.0, 6.0], [3, 3, 3, 3], tau2=0.5, sigma2=1.5).mean
    array([3., 4., 4., 5.])
    """
    variance = sigma2 / np.asarray(n, np.float64)
    given = given_tau(before, variance, [np.sqrt(tau2)])
    return Expected(given.mean[0], given.variance[0])


@dataclass(frozen=True)
class Gain:
    """How much more the trained gained than others who had scored like them; NaN where undefined.

    Parameters
    ----------
    trained, others
        Agents of either kind with scores before and after.
    change
        What a plain comparison shows: mean after − mean before of the trained.
    anyway
        Part of it that would have come without training: others who had scored like them changed
        by so much.
    estimate, se, low, high
        change − anyway with its t interval; points of the scale, above 0 where training helped.
    p
        Of the t test against 0, two-sided.
    reason
        Why figures are blank: ``nobody answered``, ``too few cases`` or ``no variation``; else
        empty.
    """

    trained: int
    others: int
    change: float = np.nan
    anyway: float = np.nan
    estimate: float = np.nan
    se: float = np.nan
    low: float = np.nan
    high: float = np.nan
    p: float = np.nan
    reason: str = ""


def training_gain(
    before: ArrayLike, after: ArrayLike, trained: ArrayLike, confidence: float = 0.95
) -> Gain:
    """Return what training changed, regression to the mean and a change for everybody taken out.

    Parameters
    ----------
    before, after : shape (agents,)
        Mean score of each agent in the months before and after; agents with NaN in either are left
        out. Those who were not trained are needed: they show how far scores come back.
    trained : bool, shape (agents,)
        Who was trained in between.
    confidence
        Share of the interval.

    Notes
    -----
    Least squares of after on before and trained, as R's ``lm(after ~ before + trained)``. The slope
    of before is how much of a score lasts, so that picking agents by their score before does no
    harm (Rubin 1977; Van Breukelen 2006). Drawing scores towards the mean by an estimated τ
    (`expected_after`) instead leaves, where a dozen agents differ little, half of what comes of
    itself in the gain. Agents who were picked for other reasons may differ in those.

    Examples
    --------
    Two were picked for their low scores; most of what they gained would have come anyway.

    >>> before = [2.0, 3.0, 3.2, 4.0, 5.0, 5.8]
    >>> after = [3.5, 4.0, 3.6, 4.1, 4.4, 4.9]
    >>> found = training_gain(before, after, [True, True, False, False, False, False])
    >>> found.change, round(found.anyway, 2), round(found.estimate, 2)
    (1.25, 0.8, 0.45)
    """
    x, y, t = np.asarray(before, float), np.asarray(after, float), np.asarray(trained, np.bool_)
    known = np.isfinite(x) & np.isfinite(y)
    x, y, t = x[known], y[known], t[known]
    size, others = int(t.sum()), int((~t).sum())
    if not size:
        return Gain(size, others, reason=NOBODY_ANSWERED)
    change = float((y[t] - x[t]).mean())
    if min(size, others) < FEWEST_OF_A_KIND or size + others < FEWEST_AGENTS:
        return Gain(size, others, change, reason=TOO_FEW_CASES)
    # within kinds: what is left when each kind's own mean is taken away
    own, gained = _within(x, t), _within(y, t)
    spread = float(own @ own)
    if spread <= DUST * float(np.square(x).sum()):
        return Gain(size, others, change, reason=NO_VARIATION)
    slope = float(own @ gained) / spread
    apart = float(x[t].mean() - x[~t].mean())
    estimate = float(y[t].mean() - y[~t].mean()) - slope * apart
    rest = float(np.square(gained - slope * own).sum())
    if rest <= DUST * float(np.square(y).sum()):
        return Gain(size, others, change, change - estimate, estimate, reason=NO_VARIATION)
    free = size + others - 3
    se = float(np.sqrt(rest / free * (1 / size + 1 / others + apart**2 / spread)))
    half = float(stdtrit(free, (1 + confidence) / 2)) * se
    p = 2 * float(stdtr(free, -abs(estimate) / se))
    low, high = estimate - half, estimate + half
    return Gain(size, others, change, change - estimate, estimate, se, low, high, p)


def _within(values: Floats, kind: Bools) -> Floats:
    """Return the distance of each value from the mean of its kind."""
    away: Floats = values - np.where(kind, values[kind].mean(), values[~kind].mean())
    return away
