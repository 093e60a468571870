"""Variances drawn towards each other: Smyth's estimate worked out a second way."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, special

from gapkit.stats.moderation import moderated_variance
from gapkit.stats.moments import Moments

# two solvers of one equation
SOLVED = 1e-6


def test_it_is_the_estimate_by_the_moments_of_log_variances():
    n = np.array([5, 9, 4, 20, 12])
    variance = np.array([0.2, 4.0, 1.0, 0.5, 2.5])
    half = (n - 1) / 2
    e = np.log(variance) - special.digamma(half) + np.log(half)
    excess = np.var(e, ddof=1) - np.mean(special.polygamma(1, half))
    half_prior = optimize.brentq(lambda x: special.polygamma(1, x) - excess, 1e-3, 1e3)
    typical = np.exp(e.mean() + special.digamma(half_prior) - np.log(half_prior))
    expected = ((n - 1) * variance + 2 * half_prior * typical) / (n - 1 + 2 * half_prior)
    found = moderated_variance(Moments.of(n, 0.0, np.sqrt(variance)))
    assert found == pytest.approx(expected, rel=SOLVED)


def test_variances_no_more_apart_than_chance_are_pooled():
    n, variance = np.array([30, 10, 20]), np.array([1.0, 1.2, 0.9])
    pooled = ((n - 1) * variance).sum() / (n - 1).sum()
    assert moderated_variance(Moments.of(n, 0.0, np.sqrt(variance))) == pytest.approx(pooled)


def test_one_person_has_the_typical_variance_and_nobody_varying_none():
    found = moderated_variance(Moments.of([1, 30, 30], 0.0, [np.nan, 1.0, 1.0]))
    assert found == pytest.approx([1.0, 1.0, 1.0])
    assert np.isnan(moderated_variance(Moments.of([3, 3], 0.0, [0.0, 0.0]))).all()
