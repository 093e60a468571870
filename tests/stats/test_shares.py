"""Shares below, met and above, and Wilson's interval."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stats_reference import REL, clean_sides, figures, table

from gapkit.stats.frequencies import Frequencies
from gapkit.stats.shares import shares, wilson


def test_item_shares_are_those_of_r():
    want, have = figures("a/describe/gaps"), shares(clean_sides()[2])
    for share, key in [(have.below, "n_neg"), (have.met, "n_zero"), (have.above, "n_pos")]:
        np.testing.assert_allclose(share * 60, list(want[key].values()), rtol=REL)


@given(st.lists(st.integers(-360, 360), min_size=1, max_size=40), st.integers(0, 60))
def test_a_gap_of_just_the_margin_is_met(values, sixtieths):
    have = shares(Frequencies.from_lists([values], 60), sixtieths / 60)
    met = np.mean([abs(v) <= sixtieths for v in values])
    below = np.mean([v < -sixtieths for v in values])
    np.testing.assert_allclose([have.met[0], have.below[0]], [met, below], atol=1e-12)
    np.testing.assert_allclose(have.below + have.met + have.above, 1, atol=1e-12)


@pytest.mark.parametrize("margin", [0.05 * 6, 0.1 + 0.2])
def test_dust_on_the_margin_does_not_decide(margin):
    assert shares(Frequencies.from_lists([[3, -3]], 10), margin).met[0] == 1


def test_nobody_has_no_shares():
    have = shares(Frequencies.from_lists([[]]))
    assert np.isnan([have.below, have.met, have.above]).all()
    assert np.isnan(wilson([0], [0])).all()


def test_wilson_is_that_of_r():
    want = figures("c/trend/wilson")
    q = table("c_quarters")
    low, high = wilson(q["satisfied"], q["n"])
    np.testing.assert_allclose(low, want["wilson_lo"], rtol=REL)
    np.testing.assert_allclose(high, want["wilson_hi"], rtol=REL)


def test_wilson_touches_0_and_1_exactly():
    low, high = wilson([0, 7], [7, 7])
    assert low[0] == 0 < high[0]
    assert high[1] == 1 > low[1]
