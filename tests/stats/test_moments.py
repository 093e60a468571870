"""n, mean, sd: against R, against plain Python, and where digits are easily lost."""

import statistics
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from stats_reference import REL, clean_sides, figures

from gapkit.stats.frequencies import Frequencies
from gapkit.stats.moments import Moments, moments, moments_from_sums

# statistics.stdev is exact; ours rounds a handful of times
CLOSE = 1e-13


def test_means_and_sds_of_item_gaps_are_those_of_r():
    want = figures("a/describe/gaps")
    have = moments(clean_sides()[2])
    np.testing.assert_allclose(have.mean, list(want["mean"].values()), rtol=REL)
    np.testing.assert_allclose(have.sd, list(want["sd"].values()), rtol=REL)


@given(st.lists(st.integers(-10_000, 10_000), min_size=2, max_size=30), st.integers(1, 2520))
def test_agrees_with_exact_arithmetic(values, denominator):
    have = moments(Frequencies.from_lists([values], denominator))
    exact = [Fraction(v, denominator) for v in values]
    np.testing.assert_allclose(have.mean, float(statistics.mean(exact)), rtol=CLOSE)
    np.testing.assert_allclose(have.sd, statistics.stdev(map(float, exact)), rtol=1e-9, atol=1e-12)
    from_sums = moments_from_sums(
        [len(values)], [sum(values)], [sum(v * v for v in values)], denominator
    )
    np.testing.assert_allclose(from_sums.mean, have.mean, rtol=CLOSE)
    np.testing.assert_allclose(from_sums.sd, have.sd, rtol=CLOSE)


def test_a_single_dissenter_among_a_billion_keeps_its_variance():
    n, far = 10**9, 17_640
    f = Frequencies.from_dense([[1, n - 1]], [far - 1, far], 2520)
    variance = Fraction(n - 1, n * (n - 1)) / 2520**2
    np.testing.assert_allclose(moments(f).sd ** 2, float(variance), rtol=1e-12)
    total, squares = (far - 1) + (n - 1) * far, (far - 1) ** 2 + (n - 1) * far**2
    by_sums = moments_from_sums([n], [total], [squares], 2520)
    np.testing.assert_allclose(by_sums.sd**2, float(variance), rtol=1e-12)


def test_no_variation_is_exactly_zero_and_too_few_is_blank():
    f = Frequencies.from_lists([[1, 1, 1], [3], []], 3)
    m = moments(f)
    assert m.sd[0] == 0
    assert np.isnan(m.sd[1:]).all()
    assert np.isnan(m.mean).tolist() == [False, False, True]
    by_sums = moments_from_sums([3, 1, 0], [3, 3, 0], [3, 9, 0], 3)
    np.testing.assert_array_equal(by_sums.sd, m.sd)
    np.testing.assert_array_equal(by_sums.mean, m.mean)


def test_standard_error_of_nobody_is_blank():
    assert np.isnan(Moments.of([0], [np.nan], [np.nan]).se).all()
