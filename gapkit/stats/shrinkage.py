"""Means of units drawn towards their common mean, with intervals that know how unsure the draw is.

How much units differ (τ) is never known well from a dozen of them. An interval that takes the one
best τ for granted is far too short, and of no width where that τ is 0. So figures are averaged
over all τ, each by how well it fits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtr

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from gapkit.stats.frequencies import Floats

__all__ = ["Given", "Posterior", "given_tau", "posterior"]

GRID: Final = 100
"""Values of τ that are looked at: twice as many change no limit by 0.001 of its width."""

HALVINGS: Final = 32
"""Of a bracket around a limit: far finer than any figure that is shown."""

BEYOND: Final = 6.0
"""Limits are looked for within so many standard deviations."""


@dataclass(frozen=True)
class Given:
    """What follows for units if τ were known; arrays (taus, units) unless said otherwise.

    Parameters
    ----------
    log_likelihood : shape (taus,)
        Restricted: the common mean is integrated out.
    mu, se_mu : shape (taus,)
        The common mean, weighted by precision, and its standard error.
    keep
        How much of a unit's own deviation is kept: τ² ÷ (τ² + its error's variance).
    mean, variance
        Of the unit's true mean; the variance includes that of the common mean.
    """

    log_likelihood: Floats
    mu: Floats
    se_mu: Floats
    keep: Floats
    mean: Floats
    variance: Floats


def given_tau(estimate: ArrayLike, variance: ArrayLike, tau: ArrayLike) -> Given:
    """Return the shrunken means of units for given values of τ.

    Parameters
    ----------
    estimate : shape (units,)
        Means of units.
    variance : shape (units,)
        Squared standard errors, above 0.
    tau : shape (taus,)
        Standard deviation of the units' true means.

    Notes
    -----
    mean = μ + B(y − μ), B = τ² ÷ (τ² + v), variance = B v + (1 − B)² se²(μ). At the τ of largest
    likelihood this is R's ``metafor::rma(method = "REML")`` with ``blup()``, and with v = σ² ÷ n
    the conditional mode of ``lme4::lmer(y ~ 1 + (1 | unit))``.

    Examples
    --------
    >>> given_tau([-1.0, 0.0, 1.0], [1.0, 1.0, 1.0], [1.0]).mean
    array([[-0.5,  0. ,  0.5]])
    """
    y, v = np.asarray(estimate, np.float64), np.asarray(variance, np.float64)
    tau2 = np.square(np.asarray(tau, np.float64))[:, None]
    weight = 1 / (v + tau2)
    total = weight.sum(axis=1)
    mu = (weight * y).sum(axis=1) / total
    away = y - mu[:, None]
    log_likelihood = 0.5 * (
        np.log(weight).sum(axis=1) - np.log(total) - (weight * np.square(away)).sum(axis=1)
    )
    keep = tau2 * weight
    spread = keep * v + np.square(1 - keep) / total[:, None]
    return Given(log_likelihood, mu, np.sqrt(1 / total), keep, mu[:, None] + keep * away, spread)


@dataclass(frozen=True)
class Posterior:
    """What is known of units' true means after their answers.

    Parameters
    ----------
    tau, probability : shape (taus,)
        Standard deviations of true means, and how likely each is.
    given
        What follows from each.
    variance : shape (units,)
        Squared standard errors that went in.
    """

    tau: Floats
    probability: Floats
    given: Given
    variance: Floats

    @property
    def mean(self) -> Floats:
        """Expected true mean of each unit; shape (units,)."""
        expected: Floats = self.probability @ self.given.mean
        return expected

    def interval(self, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """Return both ends of each unit's interval: quantiles of the mixture over τ.

        Examples
        --------
        >>> low, high = posterior([-1.0, 0.0, 1.0], [0.01, 0.01, 0.01], scale=1.0).interval()
        >>> bool((low < high).all())
        True
        """
        ends = (1 - confidence) / 2, (1 + confidence) / 2
        low, high = (_quantile(self.given, self.probability, end) for end in ends)
        return low, high

    def draws(self, number: int, seed: int) -> Floats:
        """Draw true means of all units together; shape (number, units).

        Examples
        --------
        >>> found = posterior([-1.0, 0.0, 1.0], [0.01, 0.01, 0.01], scale=1.0)
        >>> found.draws(4, seed=1).shape
        (4, 3)
        """
        rng = np.random.default_rng(seed)
        at = rng.choice(len(self.tau), number, p=self.probability)
        mu = self.given.mu[at] + self.given.se_mu[at] * rng.standard_normal(number)
        keep = self.given.keep[at]
        # given μ, a unit's true mean lies between μ and its own mean
        own = self.given.mean[at] - (1 - keep) * self.given.mu[at][:, None]
        noise = rng.standard_normal(keep.shape) * np.sqrt(keep * self.variance)
        drawn: Floats = own + (1 - keep) * mu[:, None] + noise
        return drawn


def posterior(estimate: ArrayLike, variance: ArrayLike, scale: float) -> Posterior:
    """Return what is known of units' true means, averaged over how much units may differ.

    Parameters
    ----------
    estimate : shape (units,)
        Means of units; three or more.
    variance : shape (units,)
        Squared standard errors, above 0.
    scale
        Of the weak prior: about how much people of one unit differ (a standard deviation). Units
        that differ by as much, or twice as much, are no surprise to it.

    Notes
    -----
    Normal means with a flat prior on μ, and on τ² one that is flat far below the scale and falls
    off above it: density of τ in proportion to τ ÷ (1 + τ²/scale²)^1.5. A flat τ² is what Morris
    (1983) found to give intervals that hold what they say, also for a dozen units that hardly
    differ; a flat τ gives shorter ones that hold less (``benchmarks/calibration/league.py``).
    Averaged over a grid of τ (Rubin 1981). So intervals are never of no width, also where units
    differ no more than chance.

    Examples
    --------
    >>> found = posterior([-1.0, -0.5, -0.6, -0.4], [0.04, 0.04, 0.04, 0.04], scale=1.0)
    >>> bool(found.mean[0] > -1.0), bool(found.interval()[0][0] < -1.0)
    (True, True)
    """
    y, v = np.asarray(estimate, np.float64), np.asarray(variance, np.float64)
    # even steps of t, where τ = typical error × t ÷ (1 − t): fine near 0, and open to the right
    t = (np.arange(GRID) + 0.5) / GRID
    typical = float(np.sqrt(np.mean(v)) + np.std(y))
    tau = typical * t / (1 - t)
    given = given_tau(y, v, tau)
    prior = np.log(tau) - 1.5 * np.log1p(np.square(tau / scale))
    log_weight = given.log_likelihood + prior - 2 * np.log1p(-t)
    probability = np.exp(log_weight - log_weight.max())
    probability /= probability.sum()
    return Posterior(tau, probability, given, v)


def _quantile(given: Given, probability: Floats, share: float) -> Floats:
    """Return a quantile of each unit's mixture of normal laws, by halving a bracket."""
    sd = np.sqrt(given.variance)
    low = (given.mean - BEYOND * sd).min(axis=0)
    high = (given.mean + BEYOND * sd).max(axis=0)
    for _ in range(HALVINGS):
        half = (low + high) / 2
        below = probability @ ndtr((half - given.mean) / sd) < share
        low, high = np.where(below, half, low), np.where(below, high, half)
    middle: Floats = (low + high) / 2
    return middle
