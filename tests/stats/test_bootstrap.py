"""The bootstrap law against plain convolution and draws; BCa against R on fixed draws."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stats_reference import DIMENSIONS, ROOT, dimension_gaps, figures, frequencies, table

from gapkit.stats import bootstrap
from gapkit.stats.bootstrap import (
    bca,
    bca_of_draws,
    bootstrap_mean,
    draw_counts,
    expanded_quantiles,
)
from gapkit.stats.frequencies import Frequencies
from gapkit.stats.moments import moments

# The same draws on both sides: what is left is the order of adding up.
SAME_DRAWS = 1e-9


def mean_of(values, counts):
    return counts @ values / counts.sum(axis=-1)


def d_within_of(values, counts):
    n, mean = counts.sum(axis=-1), mean_of(values, counts)
    squares = counts @ values**2
    return mean / np.sqrt((squares - n * mean**2) / (n - 1))


def median_of(values, counts):
    n = counts.sum(axis=-1, keepdims=True)
    below = np.cumsum(counts, axis=-1)
    low = (below < n / 2).sum(axis=-1)
    high = (below < n / 2 + 0.5).sum(axis=-1)
    return (values[low] + values[np.minimum(high, len(values) - 1)]) / 2


def fixed_resamples(sample):
    """Values, counts and the tables of counts of R's 999 fixed resamples."""
    rows = np.loadtxt(ROOT / "stats/data/a_boot_index.csv", delimiter=",", dtype=int) - 1
    values, code = np.unique(sample, return_inverse=True)
    drawn = np.array([np.bincount(code[r], minlength=len(values)) for r in rows])
    return values, np.bincount(code), drawn


def assert_bca(statistic, values, count, drawn, want, percentile, limits):
    left_out = statistic(values, count - np.eye(len(count)))
    estimate = float(statistic(values, count))
    draws = statistic(values, drawn)
    np.testing.assert_allclose(estimate, want["t0"], rtol=SAME_DRAWS)
    np.testing.assert_allclose(draws.std(ddof=1), want["se"], rtol=SAME_DRAWS)
    np.testing.assert_allclose(
        bootstrap.acceleration(left_out, count), want["acc"], rtol=SAME_DRAWS
    )
    np.testing.assert_allclose(
        np.quantile(draws, [0.025, 0.975]), want[percentile], rtol=SAME_DRAWS
    )
    have = bca_of_draws(draws, estimate, left_out, count)
    np.testing.assert_allclose(have, want[limits], rtol=SAME_DRAWS)


def item_6():
    frame = table("a_clean")
    return (frame["P06"] - frame["E06"]).to_numpy(float)


@pytest.mark.parametrize(
    ("key", "sample", "statistic"),
    [
        (
            "a/bootstrap/overall_mean_of_dims/mean",
            lambda: np.round(np.mean([*dimension_gaps().values()], axis=0), 10),
            mean_of,
        ),
        ("a/bootstrap/item06/mean", item_6, mean_of),
        ("a/bootstrap/item06/dz", item_6, d_within_of),
    ],
)
def test_bca_on_resampled_rows_is_that_of_r(key, sample, statistic):
    # z0 by mid-rank: boot's "<" (bca_lt_type7) takes draws equal to the estimate for larger ones
    assert_bca(statistic, *fixed_resamples(sample()), figures(key), "perc_type7", "bca_mid_type7")


@pytest.mark.parametrize(("name", "statistic"), [("mean", mean_of), ("dz", d_within_of)])
def test_bca_on_drawn_counts_is_that_of_r(name, statistic):
    counts = table("a_counts_P06")
    filled = counts["count"].to_numpy() > 0
    drawn = np.loadtxt(ROOT / "stats/data/a_boot_counts_P06.csv", delimiter=",", dtype=int)
    values = counts["gap"].to_numpy(float)[filled]
    count = counts["count"].to_numpy()[filled]
    want = figures(f"a/bootstrap_counts/item06/{name}")
    assert_bca(statistic, values, count, drawn[:, filled], want, "perc", "bca")


def test_median_without_acceleration_falls_back_to_the_percentiles():
    want = figures("a/bootstrap/REL/median")
    assert want["acc"] == "NaN"
    values, count, drawn = fixed_resamples(np.round(dimension_gaps()["REL"], 10))
    draws = median_of(values, drawn)
    left_out = np.full(len(count), want["t0"])
    have = bca_of_draws(draws, want["t0"], left_out, count)
    np.testing.assert_allclose(have, want["perc_type7"], rtol=SAME_DRAWS)


small_tables = st.lists(st.integers(-3, 3), min_size=2, max_size=7)


def law_by_fractions(values):
    """Second, plainer computation: the law of the sum, one person after the other."""
    law = {0: Fraction(1)}
    for _ in values:
        longer = {}
        for total, p in law.items():
            for v in values:
                longer[total + v] = longer.get(total + v, 0) + p / len(values)
        law = longer
    return law


@given(small_tables, st.sampled_from([0.8, 0.9, 0.95]))
def test_interval_is_that_of_the_law_worked_out_in_fractions(values, confidence):
    have = bootstrap_mean(Frequencies.from_lists([values]), confidence)
    if len(set(values)) == 1:
        assert np.isnan([have.low, have.high]).all()
        return
    law, tail = law_by_fractions(values), Fraction(str(round((1 - confidence) / 2, 3)))
    low = min(s for s in law if sum(p for t, p in law.items() if t <= s) >= tail)
    high = max(s for s in law if sum(p for t, p in law.items() if t >= s) >= tail)
    np.testing.assert_allclose(
        [have.low[0] * len(values), have.high[0] * len(values)], [low, high], atol=1e-9
    )


@pytest.mark.parametrize(
    "counts",
    [
        [0, 2, 31, 80, 300, 900, 1200, 700, 200, 40, 3, 0, 0],
        [1, 0, 0, 0, 0, 0, 5000, 0, 0, 0, 0, 0, 0],  # one dissenter: Poisson, not normal
        [400, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 399],  # nearly periodic
    ],
    ids=["usual", "one dissenter", "two camps"],
)
def test_large_tables_agree_with_plain_convolution(counts):
    n, values = sum(counts), np.arange(-6, 7)
    have = bootstrap_mean(Frequencies.from_dense([counts], values))
    law, power, left = np.ones(1), np.array(counts) / n, n
    while left:  # by squaring; direct sums of products, no transform
        if left % 2:
            law = np.convolve(law, power)
        power, left = np.convolve(power, power), left // 2
    below = np.cumsum(law)
    low, high = (np.searchsorted(below, q) - 6 * n for q in (0.025, 0.975))
    np.testing.assert_allclose([have.low[0] * n, have.high[0] * n], [low, high], atol=1e-6)


def test_law_lies_within_the_noise_of_many_draws(rng):
    f = frequencies([dimension_gaps()[d] for d in DIMENSIONS], 20)
    have = bootstrap_mean(f)
    for row, gaps in enumerate(dimension_gaps().values()):
        means = gaps[rng.integers(0, 60, (40_000, 60))].mean(axis=1)
        # a quantile of 40,000 draws has a standard error of √(.025 × .975 / 40,000) in probability
        for limit, level in ((have.low[row], 0.025), (have.high[row], 0.975)):
            slack = 5 * np.sqrt(0.025 * 0.975 / len(means))
            assert (
                (means < limit - 1e-9).mean() - slack
                < level
                < (means <= limit + 1e-9).mean() + slack
            )


def test_a_million_people_give_the_normal_limits():
    counts = np.array([20_000, 80_000, 200_000, 400_000, 200_000, 80_000, 20_000])
    values = np.arange(-3, 4)
    have = bootstrap_mean(Frequencies.from_dense([counts], values))
    se = np.sqrt(counts @ values**2 / counts.sum() / counts.sum())
    # one step of the mean is a millionth
    np.testing.assert_allclose(
        [have.low[0], have.high[0]], [-1.959964 * se, 1.959964 * se], atol=2e-6
    )


LAST_BIT = 1e-14
"""The law's quantiles are the same whole numbers; turning them to points rounds once each way."""


def same_limits(found, expected):
    np.testing.assert_allclose(found, expected, rtol=LAST_BIT, atol=LAST_BIT)


@given(small_tables, st.integers(1, 60), st.integers(-9, 9))
def test_turning_signs_and_scaling_follow(values, scale, shift):
    f = bootstrap_mean(Frequencies.from_lists([values]))
    turned = bootstrap_mean(Frequencies.from_lists([[-v for v in values]]))
    same_limits([turned.low, turned.high], [-f.high, -f.low])
    moved = bootstrap_mean(Frequencies.from_lists([[v * scale + shift for v in values]], scale))
    np.testing.assert_allclose(moved.low, f.low + shift / scale, atol=1e-12)
    np.testing.assert_allclose(moved.high, f.high + shift / scale, atol=1e-12)


@given(st.lists(st.lists(st.integers(-3, 3), max_size=6), min_size=2, max_size=5))
def test_a_row_does_not_depend_on_its_company(rows):
    together = bootstrap_mean(Frequencies.from_lists(rows))
    for i, values in enumerate(rows):
        alone = bootstrap_mean(Frequencies.from_lists([values]))
        np.testing.assert_array_equal(
            [together.low[i], together.high[i]], [alone.low[0], alone.high[0]]
        )


def test_grids_too_wide_are_drawn_reproducibly(monkeypatch):
    f = Frequencies.from_lists([[-3, -2, -2, -1, 0, 1] * 20, [0, 0], [-1, 1] * 50])
    law = bootstrap_mean(f)
    monkeypatch.setattr(bootstrap, "MAX_GRID", 1)
    drawn = bootstrap_mean(f, draws=20_000)
    assert drawn.drawn.tolist() == [True, False, True]
    assert not law.drawn.any()
    np.testing.assert_allclose(drawn.low, law.low, atol=0.02)
    np.testing.assert_allclose(drawn.high, law.high, atol=0.02)
    again = bootstrap_mean(f.take([2, 0]), draws=20_000)
    np.testing.assert_array_equal(again.low, drawn.low[[2, 0]])


def test_bca_of_the_mean_lies_near_the_law():
    f = Frequencies.from_dense([[1, 4, 12, 16, 18, 8, 1], [0, 0, 0, 9, 0, 0, 0]], range(-4, 3))
    low, high = bca(f, mean_of, draws=20_000)
    law = bootstrap_mean(f)
    np.testing.assert_allclose([low[0], high[0]], [law.low[0], law.high[0]], atol=2 / 60)
    assert np.isnan([low[1], high[1]]).all()


def test_bca_leaves_out_undefined_draws_or_stays_blank():
    # of two people, half of the resamples have no variation
    low, high = bca(Frequencies.from_lists([[1, 3]]), d_within_of)
    assert np.isnan([low, high]).all()
    low, high = bca(Frequencies.from_lists([[1, 3, 4, 4, 5, 6, 7]]), d_within_of)
    assert low[0] < high[0]


def test_bca_with_all_draws_on_one_side_falls_back_to_the_percentiles():
    drawn = np.linspace(1, 2, 101)
    have = bca_of_draws(drawn, 0.0, np.array([0.1, -0.2]), np.array([2, 1]), confidence=0.9)
    np.testing.assert_allclose(have, [1.05, 1.95], rtol=SAME_DRAWS)


EXPANSION = 2e-4
"""Share of a standard error that the expansion may miss the law's own quantiles by, at n = 1,500
on a lopsided sample: its remainder is of order n^(-3/2), the grid's spacing 1/n of a point."""


def test_the_expansion_agrees_with_the_law_where_both_can_be_had():
    f = Frequencies.from_dense([[20, 60, 170, 420, 830]], [-4, -3, -2, -1, 0])
    law = bootstrap_mean(f)
    low, high = expanded_quantiles(f, 0.025)
    grid = 1 / f.n[0]
    se = moments(f).se[0]
    assert abs(low[0] - law.low[0]) <= grid / 2 + EXPANSION * se
    assert abs(high[0] - law.high[0]) <= grid / 2 + EXPANSION * se


def test_very_many_people_on_a_fine_grid_agree_with_the_law(monkeypatch):
    rng = np.random.default_rng(6)
    values, counts = np.unique(rng.integers(-250, 120, 20_000), return_counts=True)
    f = Frequencies.from_dense([counts], values, 36)
    found = bootstrap_mean(f)
    monkeypatch.setattr(bootstrap, "FINE_GRID", bootstrap.MAX_GRID)
    law = bootstrap_mean(f)
    assert found.low[0] != law.low[0]
    # one lies between grid points, the other on one; n^(-3/2) of a standard error is 4e-7
    apart = 0.5 / f.n[0] / 36 + 1e-6 * moments(f).se[0]
    assert abs(found.low[0] - law.low[0]) <= apart
    assert abs(found.high[0] - law.high[0]) <= apart


def test_many_people_on_a_fine_grid_need_no_draws():
    rng = np.random.default_rng(5)
    values = np.unique(rng.integers(-25_000, 10_000, 3000))
    f = Frequencies.from_dense([np.ones(len(values), int)], values, 3600)
    found = bootstrap_mean(f)
    assert not found.drawn.any()
    drawn = draw_counts(np.ones(len(values), int), 4000, 1) @ values / len(values) / 3600
    # 4,000 draws know a 2.5 % quantile to about 0.04 standard errors
    assert found.low[0] == pytest.approx(np.quantile(drawn, 0.025), abs=0.1 * moments(f).se[0])
