"""Signed-rank, sign, Mann-Whitney and Brunner-Munzel tests against R."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stats_reference import (
    ITEMS,
    P_REL,
    REL,
    clean_sides,
    figures,
    frequencies,
    in_segment_a,
    item_columns,
    pairs,
    table,
)

from gapkit.stats.frequencies import Frequencies
from gapkit.stats.rank_tests import brunner_munzel, mann_whitney, sign_test, signed_rank

WILCOXON_ITEMS = (1, 6, 7, 10, 14, 20)
TWO_SAMPLE_ITEMS = (1, 6, 7, 14, 20)


def one(*values, denominator=1):
    return Frequencies.from_lists([values], denominator)


def sides_of_item(i):
    """Gaps of segment B (left) and A (right)."""
    e, p = (item_columns(table("a_clean"), b)[i - 1] for b in "EP")
    a = in_segment_a()
    return frequencies([(p - e)[~a]]), frequencies([(p - e)[a]])


@pytest.mark.parametrize("i", WILCOXON_ITEMS)
def test_signed_rank_is_that_of_r(i):
    gap = clean_sides()[2].take([i - 1])
    key = f"a/wilcoxon/item/{i:02d}/"
    test, want = signed_rank(gap), figures(key + "wilcox_correct")
    np.testing.assert_allclose(test.w_plus, want["V"], rtol=REL)
    np.testing.assert_allclose(test.p, want["p"], rtol=P_REL)
    pratt, want = signed_rank(gap, "pratt"), figures(key + "coin_asymp_Pratt")
    np.testing.assert_allclose(pratt.z, want["Z"], rtol=REL)
    np.testing.assert_allclose(pratt.p, want["p"], rtol=P_REL)


@pytest.mark.parametrize("i", WILCOXON_ITEMS)
def test_exact_signed_rank_is_that_of_coin(i):
    # exactRankTests' figures are left alone: from 50 differences on it turns to the normal law
    gap = clean_sides()[2].take([i - 1])
    for zeros in ("Wilcoxon", "Pratt"):
        want = figures(f"a/wilcoxon/item/{i:02d}/coin_exact_{zeros}")
        have = signed_rank(gap, zeros.lower(), exact=True)
        np.testing.assert_allclose(have.p, want["p"], rtol=P_REL)


@pytest.mark.parametrize("i", ITEMS)
def test_rank_sums_of_messy_pairs_are_those_of_r(i):
    e, p = (item_columns(table("b_messy"), b)[i - 1] for b in "EP")
    test, want = signed_rank(frequencies([pairs(e, p)[2]])), figures(f"b/wilcoxon/item/{i:02d}")
    if "error" in want:
        assert test.n[0] == 0
        return
    assert (test.n[0], test.n_zero[0]) == (want["n"], want["zeros"])
    np.testing.assert_allclose(test.w_plus, want["V"], rtol=REL)


@pytest.mark.parametrize("i", WILCOXON_ITEMS)
def test_sign_test_is_that_of_r(i):
    test = sign_test(clean_sides()[2].take([i - 1]))
    want = figures(f"a/wilcoxon/item/{i:02d}/sign")
    assert (test.n_plus[0], test.n_minus[0]) == (want["n_pos"], want["n_neg"])
    np.testing.assert_allclose(test.p, want["p"], rtol=P_REL)


@pytest.mark.parametrize("i", TWO_SAMPLE_ITEMS)
def test_mann_whitney_is_that_of_r(i):
    left, right = sides_of_item(i)
    test, want = mann_whitney(left, right), figures(f"a/two_sample/item/{i:02d}/mwu_correct")
    np.testing.assert_allclose(test.u, want["W"], rtol=REL)
    np.testing.assert_allclose(test.p, want["p"], rtol=P_REL)


@pytest.mark.parametrize("i", TWO_SAMPLE_ITEMS)
def test_brunner_munzel_is_that_of_r(i):
    left, right = sides_of_item(i)
    test, want = brunner_munzel(left, right), figures(f"a/two_sample/item/{i:02d}/brunner_munzel")
    # R's estimate is P(A < B), ours P(A > B): A stands on the right here
    np.testing.assert_allclose(1 - test.superiority, want["P_x_lt_y"], rtol=REL)
    np.testing.assert_allclose(-test.t, want["stat"], rtol=REL)
    np.testing.assert_allclose(test.df, want["df"], rtol=REL)
    np.testing.assert_allclose(test.p, want["p"], rtol=P_REL)
    np.testing.assert_allclose(1 - test.ci_high, want["lo"]["lower"], rtol=REL)
    np.testing.assert_allclose(1 - test.ci_low, want["hi"]["upper"], rtol=REL)
    by_placements = figures(f"a/two_sample/item/{i:02d}/ps_newcombe_delong")
    np.testing.assert_allclose(test.superiority, by_placements["ps"], rtol=REL)


def test_brunner_munzel_reproduces_a_published_example():
    """Depression scores of Hollander & Wolfe (1973), as in the vignette of R's brunnermunzel."""
    before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
    after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    left, right = (frequencies([np.array(x)], 1000) for x in (before, after))
    test = brunner_munzel(left, right)
    printed = (test.superiority, test.t, test.df, test.p, test.ci_high)
    for have, want, digits in zip(
        printed, (0.2839506, -1.4673, 15.147, 0.1628, 0.59753064), (7, 4, 3, 4, 8), strict=True
    ):
        np.testing.assert_allclose(have, want, atol=0.51 * 10**-digits)
    assert test.ci_low[0] == 0  # printed as -0.0296, which no share can be


def test_no_difference_at_all_has_no_signed_rank_p():
    assert figures("edge/wilcoxon/all_zero")["p"] == "NaN"
    test = signed_rank(one(*[0] * 10), exact=True)
    assert np.isnan(test.p[0])
    assert np.isnan(test.z[0])
    assert sign_test(one(0, 0)).p[0] == 1
    assert np.isnan(sign_test(one()).p[0])


def test_dust_of_floating_point_decides_neither_ties_nor_zeros():
    dusty = [0.1 + 0.2 - 0.3, -0.25, 0.25 + 1e-16, -0.5, 1, 1 + 2e-16, -1]
    test, want = signed_rank(frequencies([np.array(dusty)], 4)), figures("edge/wilcoxon/float_dust")
    assert test.w_plus[0] == want["rounded"]["stat"] != want["default"]["stat"]
    assert test.n_zero[0] == 1


def test_signed_rank_at_the_edges_is_that_of_r():
    assert signed_rank(one(-1, -2, -3, -4, 5), exact=True).p[0] == pytest.approx(
        figures("edge/wilcoxon/n5_no_ties_exact")["p"], rel=P_REL
    )
    signs = [x if x % 3 == 0 else -x for x in range(1, 51)]
    want = figures("edge/wilcoxon/n49_n50")
    exact = [signed_rank(one(*signs[:n]), exact=True).p[0] for n in (49, 50)]
    np.testing.assert_allclose(exact, [want["n49"], want["n50_exact"]], rtol=P_REL)
    np.testing.assert_allclose(signed_rank(one(*signs)).p, want["n50"], rtol=P_REL)
    balanced = Frequencies.from_dense([[15, 40, 15]], [-1, 0, 1])
    assert figures("edge/wilcoxon/pratt_gh10223") == {"pratt": 1, "wilcoxon": 1}
    assert signed_rank(balanced, "pratt").p[0] == signed_rank(balanced).p[0] == 1


def test_exact_law_stops_where_it_no_longer_pays():
    many = Frequencies.from_dense([[150, 0, 120]], [-1, 0, 1])
    np.testing.assert_array_equal(signed_rank(many, exact=True).p, signed_rank(many).p)


def test_two_samples_at_the_edges():
    left, right = one(1, 2, 3), one(5, 6, 7, 8, 9)
    separated = brunner_munzel(left, right)
    np.testing.assert_allclose(separated.p, figures("edge/bm/permuted_separated")["p"], rtol=P_REL)
    assert separated.superiority[0] == 1
    assert np.isnan([separated.t, separated.df, separated.ci_low]).all()
    equal = one(*[4] * 5), one(*[4] * 6)
    assert figures("edge/mwu/all_equal")["stat"] == mann_whitney(*equal).u[0] == 15
    assert mann_whitney(*equal).p[0] == brunner_munzel(*equal).p[0] == 1
    assert brunner_munzel(*equal).superiority[0] == 0.5
    for empty in ((one(), one(1, 2)), (one(1), one())):
        assert np.isnan(mann_whitney(*empty).p[0])
        assert np.isnan(mann_whitney(*empty).u[0])
        assert np.isnan(brunner_munzel(*empty).p[0])


differences = st.lists(st.integers(-6, 6), max_size=9)


@given(differences)
def test_exact_p_is_that_of_every_way_to_sign(values):
    """Second, plainer computation: all 2^n signings."""
    sizes = np.abs([v for v in values if v])
    test = signed_rank(one(*values), exact=True)
    if not len(sizes):
        assert np.isnan(test.p[0])
        return
    ranks = [(sizes < s).sum() + ((sizes == s).sum() + 1) / 2 for s in sizes]
    sums = np.array(
        [np.dot(ranks, signs) for signs in itertools.product([0, 1], repeat=len(sizes))]
    )
    observed = test.w_plus[0]
    tail = min((sums <= observed).mean(), (sums >= observed).mean())
    assert test.p[0] == pytest.approx(min(1, 2 * tail), rel=P_REL)


@given(differences, st.sampled_from(["wilcoxon", "pratt"]))
def test_turning_signs_swaps_the_rank_sums(values, zeros):
    test, turned = signed_rank(one(*values), zeros), signed_rank(one(*[-v for v in values]), zeros)
    np.testing.assert_array_equal(test.w_plus, turned.w_minus)
    np.testing.assert_array_equal(test.p, turned.p)
    np.testing.assert_array_equal(test.z, -turned.z)


@given(differences, st.integers(2, 60))
def test_only_order_counts(values, scale):
    np.testing.assert_array_equal(
        signed_rank(one(*values)).p, signed_rank(one(*[v * scale for v in values])).p
    )


answers = st.lists(st.integers(1, 7), min_size=1, max_size=9)


@given(answers, answers)
def test_wins_are_counted_pair_by_pair(left, right):
    u = sum((r > x) + 0.5 * (r == x) for r in right for x in left)
    assert mann_whitney(one(*left), one(*right)).u[0] == u


@given(answers, answers)
def test_swapping_sides_turns_two_sample_tests(left, right):
    a, b = one(*left), one(*[2 * x for x in right], denominator=2)
    np.testing.assert_array_equal(mann_whitney(a, b).z, -mann_whitney(b, a).z)
    np.testing.assert_array_equal(mann_whitney(a, b).p, mann_whitney(b, a).p)
    x, y = brunner_munzel(a, b), brunner_munzel(b, a)
    np.testing.assert_allclose(x.t, -y.t, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(x.ci_low, 1 - y.ci_high, atol=1e-12)


@given(st.lists(st.tuples(differences, differences), min_size=2, max_size=4))
def test_rows_do_not_touch_each_other(rows):
    left, right = (Frequencies.from_lists([r[i] for r in rows]) for i in (0, 1))
    for i, (a, b) in enumerate(rows):
        for test in (mann_whitney, brunner_munzel):
            alone, together = test(one(*a), one(*b)), test(left, right)
            np.testing.assert_array_equal(alone.p[0], together.p[i])
        for zeros in ("wilcoxon", "pratt"):
            alone, together = signed_rank(one(*a), zeros), signed_rank(left, zeros)
            np.testing.assert_array_equal(alone.p[0], together.p[i])
