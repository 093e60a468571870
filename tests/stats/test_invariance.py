"""Invariance of a model between groups against lavaan."""

import numpy as np
import pytest
from stats_reference import DIMENSIONS, figures, table

from gapkit.stats.confirmatory import confirmatory
from gapkit.stats.covariance import Covariances
from gapkit.stats.factor_model import SampleMoments
from gapkit.stats.invariance import LARGEST_LOSS, LEAST_CFI, LEVELS, invariance

CHI2, INDEX = 1e-7, 1e-6


def sample(*groups):
    parts = [Covariances.of_answers(g) for g in groups]
    return SampleMoments(
        np.array([float(p.n[0]) for p in parts]),
        np.concatenate([p.biased for p in parts]),
        np.concatenate([p.mean for p in parts]),
    )


@pytest.fixture(scope="module")
def segments():
    frame = table("c_waves")
    return sample(*(
        frame.loc[frame["segment"] == s, [*DIMENSIONS]].to_numpy(float)
        for s in ("personal", "business")
    ))  # fmt: skip


@pytest.fixture(scope="module")
def steps(segments):
    return invariance(segments, [0] * 5, LEVELS)


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_is_that_of_lavaan(steps, level):
    step = steps[LEVELS.index(level)]
    want = figures("c/invariance/segment")[level]
    assert step.settled
    assert step.indices.df == want["df"]
    np.testing.assert_allclose(step.indices.chi2, want["chisq"], rtol=CHI2)
    for name in ("cfi", "tli", "rmsea", "srmr"):
        np.testing.assert_allclose(
            getattr(step.indices, name), want[name], atol=INDEX, err_msg=name
        )


def test_differences_of_levels_are_those_of_lavaan(steps):
    want = figures("c/invariance/segment")["lrt"]
    assert np.isnan(steps[0].delta_chi2)
    np.testing.assert_allclose([s.delta_chi2 for s in steps[1:]], want["dchi"][1:], rtol=1e-6)
    assert [s.delta_df for s in steps[1:]] == want["ddf"][1:]
    np.testing.assert_allclose([s.delta_p for s in steps[1:]], want["p"][1:], rtol=1e-6)
    assert all(s.holds for s in steps)


def test_the_factor_mean_is_that_of_lavaan_in_another_unit(steps):
    """There the first loading is 1, here the first group's factor has variance 1."""
    scalar = steps[LEVELS.index("scalar")]
    assert np.isnan(steps[1].mean).all()
    assert scalar.mean[0].tolist() == [0]
    in_marker = figures("c/invariance/segment")["latent_mean_g2"][1]
    assert np.sign(scalar.mean[1, 0]) == np.sign(in_marker)
    assert abs(scalar.mean[1, 0]) == pytest.approx(0.554, abs=5e-4)


def test_the_same_people_twice_are_invariant(rng):
    x = rng.standard_normal((80, 1)) * 0.8 + rng.standard_normal((80, 4)) * 0.6
    found = invariance(sample(x, x), [0] * 4)
    alone = confirmatory(Covariances.of_answers(x).biased[0], 80, [0] * 4)
    for step in found:  # nothing is lost by making equal what is equal
        np.testing.assert_allclose(step.indices.chi2, 2 * alone.indices.chi2, rtol=1e-6)
    np.testing.assert_allclose(found[-1].mean, 0, atol=1e-6)


def test_a_shifted_item_is_found_at_the_scalar_level(rng):
    def people():
        return rng.standard_normal((300, 1)) * 0.8 + rng.standard_normal((300, 4)) * 0.6

    other = people()
    other[:, 2] += 0.6
    configural, metric, scalar = invariance(sample(people(), other), [0] * 4)
    assert (configural.holds, metric.holds, scalar.holds) == (True, True, False)
    assert scalar.delta_cfi < -LARGEST_LOSS
    assert scalar.delta_p < 1e-6


def test_groups_without_a_common_pattern_fail_at_once(rng):
    """Two pairs of items that have nothing in common are not one dimension."""
    x = np.repeat(rng.standard_normal((400, 2)), 2, axis=1) + 0.5 * rng.standard_normal((400, 4))
    configural = invariance(sample(x[:200], x[200:]), [0] * 4)[0]
    assert configural.indices.cfi < LEAST_CFI
    assert not configural.holds


def test_units_and_origins_do_not_matter(segments, steps):
    units = np.array([1.0, 2, 0.1, 10, 3])
    other = SampleMoments(
        segments.n, segments.covariance * np.outer(units, units), segments.mean * units + 5
    )
    for have, want in zip(invariance(other, [0] * 5, LEVELS), steps, strict=True):
        np.testing.assert_allclose(have.indices.chi2, want.indices.chi2, rtol=CHI2)
