"""Profiles: the observed correlation is scipy's; the interval holds the truth often enough."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from gapkit.stats.profiles import profiles

RANKS = 1e-12
"""Rank correlations are ratios of small whole numbers."""

RUNS = 200
LEAST = 0.90
"""Of 200 intervals of 95 %: three standard errors (1.5 points each) below."""


def drawn(items, people, correlation):
    rng = np.random.default_rng(11)
    means = (
        rng.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]], (RUNS, items)) * 0.5
    )
    seen, errors = [], []
    for side in (0, 1):
        answers = means[:, None, :, side] + rng.normal(size=(RUNS, people, items))
        away = answers - answers.mean(axis=2, keepdims=True)
        seen.append(answers.mean(axis=1))
        errors.append(away.std(axis=1, ddof=1) / np.sqrt(people))
    return means, profiles(*seen, *errors, draws=500), seen


def test_the_observed_correlation_is_scipys():
    _, found, (left, right) = drawn(8, 30, 0.5)
    expected = [stats.spearmanr(a, b).statistic for a, b in zip(left, right, strict=True)]
    assert found.r == pytest.approx(expected, abs=RANKS)


@pytest.mark.parametrize("correlation", [0.0, 0.7])
def test_the_interval_holds_the_true_correlation(correlation):
    means, found, _ = drawn(15, 60, correlation)
    truth = np.array([stats.spearmanr(m[:, 0], m[:, 1]).statistic for m in means])
    held = (found.low <= truth) & (truth <= found.high)
    assert held.mean() > LEAST
    assert (found.high - found.low).mean() < 0.6


def test_an_interval_that_leaves_out_nothing_is_blank():
    noise = np.full((1, 4), 5.0)
    found = profiles([[3.0, 3.1, 3.2, 3.05]], [[3.1, 3.0, 3.2, 3.15]], noise, noise)
    assert not np.isnan(found.r[0])
    assert np.isnan([found.corrected[0], found.low[0], found.high[0]]).all()


def test_the_distance_is_what_noise_does_not_explain():
    left, right = np.array([[1.0, 2.0, 3.0]]), np.array([[1.0, 2.0, 6.0]])
    zero = np.zeros((1, 3))
    away = (right - right.mean()) - (left - left.mean())
    assert profiles(left, right, zero, zero).distance[0] == pytest.approx(np.sqrt((away**2).mean()))
    assert profiles(left, right, zero + 9, zero).distance[0] == 0
