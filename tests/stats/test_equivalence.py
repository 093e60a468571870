"""Two one-sided tests against R."""

import numpy as np
import pytest
from stats_reference import DIMENSIONS, P_REL, REL, clean_sides, figures, gaps_by_segment

from gapkit.stats.equivalence import equivalence
from gapkit.stats.mean_tests import one_sample_t, welch_t
from gapkit.stats.moments import Moments, moments


@pytest.mark.parametrize("i", [1, 6, 7, 10, 14, 20])
@pytest.mark.parametrize("margin", [0.25, 0.5, 1])
def test_paired_equivalence_is_that_of_r(i, margin):
    test = one_sample_t(moments(clean_sides()[2].take([i - 1])))
    have = equivalence(test.estimate, test.se, test.df, margin)
    want = figures(f"a/tost/item/{i:02d}/margin_{margin:g}")
    np.testing.assert_allclose(have.p_lower, want["p_lower"], rtol=P_REL)
    np.testing.assert_allclose(have.p_upper, want["p_upper"], rtol=P_REL)
    np.testing.assert_allclose(have.p, want["p"], rtol=P_REL)
    np.testing.assert_allclose([have.low[0], have.high[0]], [want["lo90"], want["hi90"]], rtol=REL)


def test_welch_equivalence_is_that_of_r():
    left, right = (moments(f) for f in gaps_by_segment())
    test = welch_t(left, right)
    have = equivalence(test.estimate, test.se, test.df, 0.5)
    for row, name in enumerate(DIMENSIONS):
        want = figures(f"a/tost_welch/{name}/margin_0.5")
        np.testing.assert_allclose(have.p_lower[row], want["p_lower"], rtol=P_REL)
        np.testing.assert_allclose(have.p_upper[row], want["p_upper"], rtol=P_REL)


def test_sleep_data_of_the_toster_vignette():
    """Printed for bounds of ±0.5 hours: p = .989, 90 % interval [-2.2930053, -.8669947]."""
    have = equivalence([-1.58], [0.3889587], [9], 0.5)
    np.testing.assert_allclose([have.low[0], have.high[0]], [-2.2930053, -0.8669947], atol=1e-6)
    np.testing.assert_allclose(have.p, 0.989, atol=0.51e-3)


def test_interval_and_p_decide_alike():
    estimate, se = np.linspace(-0.5, 0.5, 201), 0.11
    have = equivalence(estimate, se, 40, 0.3)
    within = (have.low > -0.3) & (have.high < 0.3)
    np.testing.assert_array_equal(within, have.p < 0.05)
    assert 0 < within.sum() < len(within)


def test_without_variation_there_is_no_test():
    test = one_sample_t(Moments.of([10, 1], 0.0, [0.0, np.nan]))
    have = equivalence(test.estimate, test.se, test.df, 0.3)
    assert np.isnan([have.p, have.low, have.high]).all()
