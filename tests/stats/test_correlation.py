"""Correlations against R, and raters' agreement."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stats_reference import DIMENSIONS, REL, clean_sides, dimension_scores, figures, table

from gapkit.stats.correlation import agreement, pearson, spearman
from gapkit.stats.frequencies import Frequencies


def test_pearson_with_missing_pairs_and_rows_is_that_of_r():
    p, oq = dimension_scores("P"), table("a_clean")["oq"].to_numpy(float)
    want = figures("a/ipa/dims")["derived_r"]
    have = pearson(np.array([p[d] for d in DIMENSIONS]), oq)
    np.testing.assert_allclose(have.r, [want[d] for d in DIMENSIONS], rtol=REL)
    holes = np.concatenate([p["TAN"], [np.nan, 3.0]])
    np.testing.assert_allclose(
        pearson(holes, np.concatenate([oq, [5.0, np.nan]])).r, want["TAN"], rtol=REL
    )


def test_correlation_of_expectation_and_perception_is_that_of_r():
    frame, want = table("a_clean"), figures("a/describe/gaps")["r_EP"]
    e, p = (frame[[f"{b}{i:02d}" for i in range(1, 23)]].to_numpy(float).T for b in "EP")
    np.testing.assert_allclose(pearson(e, p).r, want, rtol=REL)


def test_spearman_of_two_profiles_is_that_of_r():
    want = figures("a/ipa/dims")
    have = spearman([*want["stated"].values()], [*want["derived_r"].values()])
    np.testing.assert_allclose(have.r, want["rank_cor_stated_derived"], rtol=REL)


def test_pearson_interval_of_a_printed_example():
    """R: cor.test(mtcars$mpg, mtcars$wt): -0.8676594 [-0.9338264, -0.7440872], p 1.294e-10."""
    n, r = 32, -0.8676594
    x = np.linspace(-1, 1, n)
    # a second column with just this correlation: the first's slope plus a part at right angles
    rest = np.cos(np.pi * np.arange(n))
    rest -= rest.mean() + x * (x @ rest) / (x @ x)
    y = r * x / np.linalg.norm(x) + np.sqrt(1 - r**2) * rest / np.linalg.norm(rest)
    have = pearson(x, y)
    np.testing.assert_allclose(
        [have.r[0], have.low[0], have.high[0]], [r, -0.9338264, -0.7440872], atol=1e-6
    )
    np.testing.assert_allclose(have.p, 1.294e-10, rtol=1e-3)


def test_spearman_interval_is_bonett_and_wrights():
    n, x = 20, np.arange(20.0)
    y = np.concatenate([x[10:], x[:10]])
    have = spearman(x, y)
    d = ((x - y) ** 2).sum()
    r = 1 - 6 * d / (n * (n**2 - 1))  # the textbook's short form without ties
    half = 1.959963984540054 * np.sqrt((1 + r**2 / 2) / (n - 3))
    np.testing.assert_allclose(have.r, r, rtol=REL)
    np.testing.assert_allclose(have.low, np.tanh(np.arctanh(r) - half), rtol=REL)
    np.testing.assert_allclose(have.high, np.tanh(np.arctanh(r) + half), rtol=REL)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=15))
def test_spearman_with_ties_is_pearson_of_midranks(rows):
    from scipy.stats import rankdata

    x, y = np.array(rows, float).T
    dusty = x * 0.1 + 1e-13 * np.arange(len(x))
    have = spearman(dusty, y)
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert np.isnan(have.r[0])
        return
    np.testing.assert_allclose(have.r, np.corrcoef(rankdata(x), rankdata(y))[0, 1], atol=1e-12)
    np.testing.assert_allclose(spearman(y, -x).r, -have.r, atol=1e-12)


def test_edges_are_blank_or_certain():
    assert figures("edge/cor/constant") == "NA"
    assert np.isnan(pearson([3] * 5, range(1, 6)).r[0])
    two = pearson([1, 2], [5, 3])
    assert two.r[0] == figures("edge/cor/n2") == -1
    assert np.isnan([two.p, two.low, two.high]).all()
    # R prints t = 8e7 and p = 4e-24 for a perfect line: rounding, not evidence
    perfect = pearson(range(1, 6), [2 * x + 1 for x in range(1, 6)])
    assert perfect.r[0] == figures("edge/cor/perfect_test")["r"] == 1
    assert np.isnan([perfect.p, perfect.low]).all()
    three = pearson([1, 2, 3], [1, 3, 2])
    assert np.isnan([three.low, three.high]).all()
    assert 0 < three.p[0] < 1
    nobody = spearman([np.nan, 1.0], [1.0, np.nan])
    assert nobody.n[0] == 0
    assert np.isnan(nobody.r[0])


def test_agreement_by_its_definition():
    e = clean_sides()[0]
    frame = table("a_clean")
    answers = frame[[f"E{i:02d}" for i in range(1, 23)]].to_numpy(float)
    have = agreement(e, points=7, draws=200)
    np.testing.assert_allclose(have.value, 1 - answers.var(axis=0, ddof=1) / 4, rtol=REL)
    assert (have.low < have.value).all()
    assert (have.value < have.high).all()
    assert (have.high <= 1).all()


@pytest.mark.parametrize(("answers", "value"), [([4, 4, 4], 1.0), ([3], np.nan), ([], np.nan)])
def test_agreement_without_variation_has_no_interval(answers, value):
    have = agreement(Frequencies.from_lists([answers]), points=7)
    np.testing.assert_array_equal(have.value, [value])
    assert np.isnan([have.low, have.high]).all()


def test_agreement_counts_half_points():
    halves = agreement(Frequencies.from_lists([[10, 11, 13]], 2), points=17, step=0.5, draws=50)
    np.testing.assert_allclose(halves.value, 1 - np.var([5, 5.5, 6.5], ddof=1) / (288 / 12 / 4))
