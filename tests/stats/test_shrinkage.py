"""Units drawn towards their mean: R's figures where τ is given, honest intervals where it is not."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats
from stats_reference import REL, figures

from gapkit.stats.shrinkage import given_tau, posterior

# lme4 and metafor stop their searches at about this distance from the best τ²
SEARCH = 1e-6
# the grid of 100 values of τ against a fine integral
GRID = 3e-3
# means of 100,000 draws
DRAWS = 0.01


@pytest.mark.parametrize("wave", [1, 2])
def test_given_lme4s_variances_the_means_are_its_conditional_modes(wave):
    r = figures(f"c/survey/wave{wave}/eb_lmer")
    variance = r["sigma2"] / np.array(r["n"])
    found = given_tau(r["raw"], variance, [r["tau2"] ** 0.5])
    assert found.mean[0] == pytest.approx(np.array(r["eb"]), rel=REL)
    assert found.keep[0] == pytest.approx(np.array(r["shrink"]), rel=REL)
    assert found.mu[0] == pytest.approx(r["mu"], rel=REL)
    assert found.se_mu[0] == pytest.approx(r["se_mu"], rel=REL)
    # lme4's conditional variance takes the common mean for known
    assert found.keep[0] * variance == pytest.approx(np.array(r["condvar"]), rel=SEARCH)


@pytest.mark.parametrize("wave", [1, 2])
def test_at_metafors_reml_the_likelihood_is_highest_and_the_predictions_are_its_own(wave):
    r = figures(f"c/survey/wave{wave}/eb_metafor")["REML"]
    branches = figures(f"c/survey/wave{wave}/rank_intervals")
    tau = r["tau2"] ** 0.5
    taus = np.concatenate([[tau], np.linspace(0, 2, 2001)])
    found = given_tau(branches["mean"], np.square(branches["se"]), taus)
    assert found.log_likelihood.argmax() == 0
    assert found.mean[0] == pytest.approx(np.array(r["blup"]), rel=REL)
    assert np.sqrt(found.variance[0]) == pytest.approx(np.array(r["blup_se"]), rel=REL)
    assert found.mu[0] == pytest.approx(r["mu"], rel=REL)


def test_the_grid_is_as_good_as_an_integral():
    y, v = np.array([-1.0, -0.4, -0.5, -0.6, 0.1]), np.array([0.05, 0.02, 0.1, 0.04, 0.08])

    def weight(tau):
        spread = v + tau**2
        w = 1 / spread
        mu = (w * y).sum() / w.sum()
        likelihood = np.prod(stats.norm.pdf(y, mu, np.sqrt(spread))) / np.sqrt(w.sum())
        return likelihood * tau / (1 + tau**2) ** 1.5

    def weighted_mean(tau):
        w = 1 / (v + tau**2)
        mu = (w * y).sum() / w.sum()
        return weight(tau) * (mu + tau**2 * w * (y - mu))[0]

    whole = integrate.quad(weight, 0, np.inf)[0]
    expected = integrate.quad(weighted_mean, 0, np.inf)[0] / whole
    assert posterior(y, v, scale=1.0).mean[0] == pytest.approx(expected, abs=GRID)


def test_draws_have_the_means_and_ends_of_the_intervals(rng):
    found = posterior([-1.0, -0.4, -0.5, -0.6], [0.05, 0.02, 0.1, 0.04], scale=1.0)
    draws = found.draws(100_000, seed=int(rng.integers(1000)))
    low, high = found.interval(0.9)
    assert draws.mean(axis=0) == pytest.approx(found.mean, abs=DRAWS)
    assert np.quantile(draws, 0.05, axis=0) == pytest.approx(low, abs=DRAWS)
    assert np.quantile(draws, 0.95, axis=0) == pytest.approx(high, abs=DRAWS)


def test_units_that_are_all_alike_have_intervals_of_some_width():
    low, high = posterior([0.0] * 12, [0.02] * 12, scale=1.0).interval()
    assert (high - low > 0.1).all()


def test_far_more_people_are_drawn_far_less():
    found = posterior([-1.0, 1.0, 0.0, 0.5], [1e-6, 0.5, 0.5, 0.5], scale=1.0)
    assert found.mean[0] == pytest.approx(-1.0, abs=1e-3)
    assert abs(found.mean[1]) < 0.9


@pytest.mark.parametrize("icc", [0.02, 0.2])
def test_intervals_hold_the_truth_as_often_as_they_say(rng, icc):
    """A short check; `benchmarks/calibration/league.py` looks at many settings."""
    units, people, held = 12, 30, []
    for _ in range(150):
        truth = rng.normal(0, np.sqrt(icc / (1 - icc)), units)
        seen = rng.normal(truth, 1 / np.sqrt(people))
        low, high = posterior(seen, np.full(units, 1 / people), scale=1.0).interval()
        held.append((low <= truth) & (truth <= high))
    # 1,800 intervals: 0.03 is more than five standard errors
    assert 0.92 < np.mean(held) < 0.985
