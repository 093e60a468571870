"""Resampled moments, against the sample written out person by person."""

import numpy as np
import pytest

from gapkit.stats.resampling import resampled, resampled_moments, resampling_weights

# Sums in another order.
REL = 1e-9


def test_moments_are_those_of_the_people_written_out(rng):
    scores = rng.normal(3, 2, (40, 3))
    scores[rng.random(scores.shape) < 0.2] = np.nan
    weights = resampling_weights(40, 25, seed=3)
    found = resampled_moments(weights, scores)
    for k, w in enumerate(weights.astype(int)):
        drawn = np.repeat(scores, w, axis=0)
        np.testing.assert_allclose(found.n[k], (~np.isnan(drawn)).sum(axis=0), rtol=REL)
        np.testing.assert_allclose(found.mean[k], np.nanmean(drawn, axis=0), rtol=REL)
        np.testing.assert_allclose(found.sd[k], np.nanstd(drawn, axis=0, ddof=1), rtol=REL)


def test_every_resample_has_as_many_people_and_the_first_is_the_sample():
    weights = resampling_weights(17, 50, seed=1)
    assert (weights.sum(axis=1) == 17).all()
    assert (weights[0] == 1).all()
    assert (weights == resampling_weights(17, 50, seed=1)).all()
    assert not (weights == resampling_weights(17, 50, seed=2)).all()


def test_people_drawn_vary_as_the_bootstrap_says(rng):
    # Efron (1979): the variance of resampled means is the sample's variance (by n) over n
    x = rng.normal(0, 1, (200, 1))
    means = resampled_moments(resampling_weights(200, 4000, seed=5), x).mean[1:, 0]
    assert means.var() == pytest.approx(x.var() / 200, rel=0.1)  # 4,000 draws: ± 2 % (s.e.)


def test_groups_drawn_vary_as_the_bootstrap_says_and_are_as_many(rng):
    x = rng.normal(0, 1, 100)
    sums = np.column_stack([np.ones(100), x])  # groups of one person: n and Σx
    found = resampled(sums, 4000, 5, lambda s: np.column_stack([s[:, 0], s[:, 1] / s[:, 0]]))
    assert found.shape == (4000, 2)
    assert (found[:, 0] == 100).all()
    assert found[:, 1].var() == pytest.approx(x.var() / 100, rel=0.1)  # 4,000 draws: ± 2 % (s.e.)


def test_nobody_and_one_person():
    found = resampled_moments(np.ones((1, 2)), np.array([[np.nan, 1.0], [np.nan, np.nan]]))
    assert np.isnan(found.mean[0, 0])
    assert found.mean[0, 1] == 1.0
    assert np.isnan(found.sd).all()


def test_a_constant_has_no_spread():
    found = resampled_moments(resampling_weights(9, 5, seed=1), np.full((9, 1), 0.1))
    assert (found.sd == 0).all()
