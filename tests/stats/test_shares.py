"""Shares below, met and above, and Wilson's interval."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stats_reference import REL, clean_sides, figures, table

from gapkit.stats.frequencies import Frequencies
from gapkit.stats.shares import rates_differ, shares, stands_out, wilson


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


@pytest.mark.parametrize(
    ("counts", "sizes", "p"),
    [
        # R: 2 * min(pbinom(a, a + b, n/(n + m)), pbinom(a - 1, a + b, n/(n + m), lower.tail = FALSE))
        ((8, 4), (1000, 1000), 0.3876953125),
        ((80, 50), (11020, 11000), 0.01101546),
        ((0, 3), (1000, 500), 0.07407407),
        ((12, 12), (100, 900), 1.698887e-06),
    ],
)
def test_two_rates_are_told_apart_as_r_s_binomial_does(counts, sizes, p):
    (a, b), (n, m) = counts, sizes
    assert rates_differ(a, n, b, m) == pytest.approx(p, rel=1e-6)
    assert rates_differ(b, m, a, n) == pytest.approx(p, rel=1e-6)


def test_two_rates_without_an_event_have_no_p():
    assert np.isnan(rates_differ(0, 10, 0, 20))


def test_a_unit_stands_out_by_r_s_binomial_test():
    # R: sapply(c(9, 8, 7), function(k) binom.test(k, 20, .15, "greater")$p.value)
    #    0.001328908 0.005921146 0.0219351: α ÷ 2 of three units is .00833
    assert stands_out([9, 8, 7], [20] * 3, 0.15).tolist() == [True, True, False]


def test_units_that_are_alike_are_seldom_named(rng):
    alarms = 0
    for _ in range(400):
        late = rng.binomial(8, 0.05, 40)
        alarms += stands_out(late, [8] * 40, late.mean() / 8).any()
    # 2.5 % of 400 is 10; Wilson's limits name one in 100 and more (R: pbinom(20, 400, .025, FALSE) = .001)
    assert alarms <= 20


def test_nothing_that_has_nothing_stands_out():
    assert not stands_out([0, 0], [5, 9], 0.0).any()
