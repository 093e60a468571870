"""Effect sizes against R, a printed table, and a simulation."""

import numpy as np
import pytest
from stats_reference import (
    DIMENSIONS,
    REL,
    clean_sides,
    figures,
    gaps_by_segment,
)

from gapkit.stats.effects import (
    bias_correction,
    bias_correction_exact,
    d_average,
    d_constant,
    d_independent,
    d_within,
    g_within,
    hedges_g,
)
from gapkit.stats.frequencies import Frequencies
from gapkit.stats.moments import Moments, moments
from gapkit.stats.noncentral import noncentrality_limits

# effectsize and MBESS find these limits with an optimiser that stops about here.
OPTIMISER = 1e-6
SMD_ITEMS = (1, 6, 7, 10, 14, 20)


def of_item(i):
    e, p, gap = (moments(f.take([i - 1])) for f in clean_sides())
    return gap, e, p


@pytest.mark.parametrize("i", SMD_ITEMS)
def test_paired_effect_and_bonett_interval_are_those_of_r(i):
    gap, e, p = of_item(i)
    have = d_average(gap, e, p)
    formulas = figures(f"a/smd_paired/item/{i:02d}/formulas")
    want = figures(f"a/smd_paired/item/{i:02d}/bonett2008_dav")
    j = formulas["J_approx_n1"]
    np.testing.assert_allclose(bias_correction(gap.n - 1), j, rtol=REL)
    np.testing.assert_allclose(have.value, formulas["d_av_rms"] * j, rtol=REL)
    np.testing.assert_allclose(have.low, want["lo"] * j, rtol=REL)
    np.testing.assert_allclose(have.high, want["hi"] * j, rtol=REL)


@pytest.mark.parametrize("i", SMD_ITEMS)
def test_effect_within_people_is_that_of_r(i):
    gap, key = of_item(i)[0], f"a/smd_paired/item/{i:02d}/"
    d, g = d_within(gap), g_within(gap)
    formulas = figures(key + "formulas")
    np.testing.assert_allclose(d.value, formulas["d_z"], rtol=REL)
    np.testing.assert_allclose(g.value, formulas["g_z"], rtol=REL)
    np.testing.assert_allclose(bias_correction_exact(gap.n - 1), formulas["J_exact_n1"], rtol=REL)
    for want in (figures(key + "mbess_nct"), figures(key + "effectsize_dz")):
        np.testing.assert_allclose([d.low[0], d.high[0]], [want["lo"], want["hi"]], rtol=OPTIMISER)
    want = figures(key + "effectsize_gz")
    np.testing.assert_allclose([g.low[0], g.high[0]], [want["lo"], want["hi"]], rtol=OPTIMISER)


def test_hedges_g_is_that_of_r():
    left, right = (moments(f) for f in gaps_by_segment())
    have = hedges_g(left, right)
    for row, name in enumerate(DIMENSIONS):
        want = figures(f"a/smd_independent/{name}/effectsize_d")
        np.testing.assert_allclose(have.value[row], want["g"], rtol=REL)
        np.testing.assert_allclose(have.low[row], want["glo"], rtol=OPTIMISER)
        np.testing.assert_allclose(have.high[row], want["ghi"], rtol=OPTIMISER)


def test_independent_effect_is_the_unpooled_one_of_r():
    left, right = (moments(f) for f in gaps_by_segment())
    have = d_independent(left, right)
    for row, name in enumerate(DIMENSIONS):
        want = figures(f"a/smd_independent/{name}/effectsize_d_unpooled")["d"]
        np.testing.assert_allclose(have.value[row], want * bias_correction(58), rtol=REL)


def test_independent_interval_is_the_one_printed_for_statpsych():
    """R: statpsych::ci.stdmean2(.05, 35.1, 26.7, 7.32, 6.98, 30, 30), unweighted standardiser."""
    have = d_independent(Moments.of(30, 26.7, 6.98), Moments.of(30, 35.1, 7.32))
    j = bias_correction(58)
    for limit, printed in [(have.value, 1.1745), (have.low, 0.6171), (have.high, 1.7319)]:
        np.testing.assert_allclose(limit / j, printed, atol=0.51e-4)


def test_effect_against_a_constant_is_the_one_printed_for_statpsych():
    """R: statpsych::ci.stdmean(.05, 24.5, 3.65, 40, 20)."""
    have = d_constant(Moments.of(40, 24.5 - 20, 3.65))
    np.testing.assert_allclose(have.value, 1.209015, atol=0.51e-6)
    np.testing.assert_allclose(have.low / bias_correction(39), 0.8165146, atol=0.51e-7)
    np.testing.assert_allclose(have.high / bias_correction(39), 1.649239, atol=0.51e-6)


def test_published_effects_within_people():
    """JASP 0.16.4 and SPSS 28 on eight pairs, and the sleep data of the TOSTER vignette."""
    eight = d_within(Moments.of(8, 0.9989066, 1.0))
    np.testing.assert_allclose([eight.low[0], eight.high[0]], [0.115, 1.839], atol=0.51e-3)
    sleep = d_within(Moments.of(10, -1.284558, 1.0))
    np.testing.assert_allclose([sleep.low[0], sleep.high[0]], [-2.118017, -0.4146278], atol=0.6e-6)


def test_limits_stand_where_r_turns_to_a_normal_law():
    # MBESS up to t = 20; beyond |ncp| = 37.62 pt() is no reference, so the root is checked instead
    low, high = noncentrality_limits(np.array([20.0]), np.array([59.0]))
    want = figures("edge/nct/large_t")["t20"]
    np.testing.assert_allclose([low[0], high[0]], want, rtol=OPTIMISER)
    from scipy.stats import nct

    t, df = np.array([60.0, 150.0, -60.0]), np.array([59.0, 400.0, 59.0])
    low, high = noncentrality_limits(t, df)
    np.testing.assert_allclose(nct.sf(t, df, low), 0.025, rtol=1e-7)
    np.testing.assert_allclose(nct.cdf(t, df, high), 0.025, rtol=1e-7)


def test_two_people_give_an_effect_of_zero_and_its_interval():
    gap = moments(Frequencies.from_lists([[-1, 0]]))
    want, have = figures("edge/dz/n2"), d_within(gap)
    np.testing.assert_allclose(
        [have.value[0], have.low[0], have.high[0]],
        [want["d"], want["lo"], want["hi"]],
        rtol=OPTIMISER,
    )
    assert g_within(gap).value[0] == want["g"] == 0
    assert figures("edge/hedges_J/df1") == {"exact": 0, "approx": 0}
    assert bias_correction_exact(1) == bias_correction(1) == 0


@pytest.mark.parametrize("sd", [0.0, np.nan])
def test_without_variation_every_effect_is_blank(sd):
    n = 10 if sd == 0 else 1
    m = Moments.of(n, -1.0, sd)
    for effect in (
        d_average(m, m, m),
        d_independent(m, m),
        d_constant(m),
        d_within(m),
        hedges_g(m, m),
    ):
        assert np.isnan([effect.value, effect.low, effect.high]).all()


def test_a_constant_gap_between_varying_sides_has_an_effect_without_sampling_error():
    # the gap is the same for all, so only the standardiser is estimated
    side = moments(Frequencies.from_lists([[1, 2, 3, 4]]))
    effect = d_average(Moments.of(4, -1.0, 0.0), side, side)
    assert effect.low[0] < effect.value[0] < effect.high[0] < 0


def test_independent_interval_covers_what_it_says(rng):
    """Unequal normal sides, 4,000 samples: coverage within four of its own standard errors."""
    runs, n_left, n_right = 4000, 40, 25
    x = rng.normal(0, 1, (runs, n_left))
    y = rng.normal(0.6, 1.5, (runs, n_right))
    left = Moments.of(n_left, x.mean(1), x.std(1, ddof=1))
    right = Moments.of(n_right, y.mean(1), y.std(1, ddof=1))
    truth = 0.6 / np.sqrt((1 + 1.5**2) / 2)
    have = d_independent(left, right)
    covered = ((have.low <= truth) & (truth <= have.high)).mean()
    assert abs(covered - 0.95) < 4 * np.sqrt(0.95 * 0.05 / runs)
