"""Paired, one-sample and Welch t tests against R, and what must not change them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stats_reference import (
    DIMENSIONS,
    ITEMS,
    P_REL,
    REL,
    clean_sides,
    dimension_gaps,
    figures,
    frequencies,
    gaps_by_segment,
    item_columns,
    pairs,
    table,
)

from gapkit.stats.frequencies import Frequencies
from gapkit.stats.mean_tests import one_sample_t, pooled_t, welch_t
from gapkit.stats.moments import Moments, moments
from gapkit.stats.reasons import reason_one_sample, reason_two_samples


def assert_t(test, row, want):
    for ours, theirs, tolerance in [
        ("estimate", "mean_diff", REL),
        ("se", "se", REL),
        ("t", "t", REL),
        ("df", "df", REL),
        ("p", "p", P_REL),
        ("ci_low", "lo", REL),
        ("ci_high", "hi", REL),
    ]:
        np.testing.assert_allclose(
            getattr(test, ours)[row], want[theirs], rtol=tolerance, atol=1e-14, err_msg=ours
        )


def test_paired_items_are_those_of_r():
    test = one_sample_t(moments(clean_sides()[2]))
    for i in ITEMS:
        assert_t(test, i - 1, figures(f"a/paired_t/item/{i:02d}"))


def test_paired_dimensions_are_those_of_r():
    test = one_sample_t(moments(frequencies([*dimension_gaps().values()], 20)))
    for row, name in enumerate(DIMENSIONS):
        assert_t(test, row, figures(f"a/paired_t/dim/{name}"))


def test_overall_gaps_are_those_of_r():
    gaps = dimension_gaps()
    e, p = (np.array(item_columns(table("a_clean"), b)) for b in "EP")
    of_dimensions = frequencies([np.mean([*gaps.values()], axis=0)], 100)
    of_items = frequencies([(p - e).mean(axis=0)], 22)
    assert_t(one_sample_t(moments(of_dimensions)), 0, figures("a/paired_t/overall_mean_of_dims"))
    assert_t(one_sample_t(moments(of_items)), 0, figures("a/paired_t/overall_mean_of_items"))


def test_gap_weighted_by_each_respondents_points_is_that_of_r():
    points = [table("a_clean")[f"imp_{d}"].to_numpy(float) for d in DIMENSIONS]
    weighted = sum(w * g for w, g in zip(points, dimension_gaps().values(), strict=True)) / 100
    test = one_sample_t(moments(frequencies([weighted], 2000)))
    assert_t(test, 0, figures("a/weighted_gap/individual"))


def test_pairs_of_messy_data_are_those_of_r():
    e, p = (item_columns(table("b_messy"), b) for b in "EP")
    gaps = frequencies([pairs(x, y)[2] for x, y in zip(e, p, strict=True)])
    m = moments(gaps)
    test = one_sample_t(m)
    reasons = reason_one_sample(m)
    for i in ITEMS:
        want = figures(f"b/paired_t/item/{i:02d}")
        if "error" in want:  # R stops: too few pairs
            assert np.isnan(test.p[i - 1])
            assert reasons[i - 1] in {"nobody answered", "n below 2"}
        else:
            assert_t(test, i - 1, want)
        pairs_mean = figures(f"b/gap_available_vs_pairs/item/{i:02d}")["mean_of_pairs"]
        if pairs_mean != "NaN":
            np.testing.assert_allclose(m.mean[i - 1], pairs_mean, rtol=REL)


def test_welch_between_segments_is_that_of_r():
    left, right = (moments(f) for f in gaps_by_segment())
    test = welch_t(left, right)
    for row, name in enumerate(DIMENSIONS):
        assert_t(test, row, figures(f"a/welch/gap/{name}"))


def test_welch_of_waves_is_that_of_r():
    waves = table("c_waves")
    left, right = (
        moments(frequencies([waves.loc[waves["wave"] == w, "gap"].to_numpy()], 100)) for w in (1, 2)
    )
    assert_t(welch_t(left, right), 0, figures("c/change/welch_unweighted"))


def test_paired_t_over_branch_means_is_that_of_r():
    means = table("c_waves").pivot_table(index="branch", columns="wave", values="gap")
    change = (means[2] - means[1]).to_numpy()
    test = one_sample_t(Moments.of(len(change), change.mean(), change.std(ddof=1)))
    assert_t(test, 0, figures("c/change/branch_paired_t"))


@pytest.mark.parametrize(
    ("key", "values", "reason"),
    [
        ("edge/t/n2", [-1, 0], ""),
        ("edge/t/constant_nonzero", [-1] * 10, "no variation"),
        ("edge/t/all_zero", [0] * 10, "no variation"),
        ("edge/t/n1", [-1], "n below 2"),
        ("edge/t/n0", [], "nobody answered"),
    ],
)
def test_edges_are_told_apart(key, values, reason):
    m = moments(Frequencies.from_lists([values]))
    test, want = one_sample_t(m), figures(key)
    assert reason_one_sample(m).tolist() == [reason]
    if reason:  # R raises, or gives NaN where every gap is 0
        assert "error" in want or want["p"] == "NaN"
        assert np.isnan([test.t, test.p, test.ci_low, test.ci_high]).all()
    else:
        assert_t(test, 0, want)


@pytest.mark.parametrize(
    ("key", "right", "left", "reason"),
    [
        ("edge/welch/n2_n2", [1, 2], [3, 5], ""),
        ("edge/welch/one_group_constant", [5, 5, 5], [3, 4, 6, 2], ""),
        ("edge/welch/both_constant", [5, 5, 5], [3, 3, 3], "no variation"),
        ("edge/welch/n1", [5], [3, 4, 6], "n below 2"),
    ],
)
def test_welch_edges_are_told_apart(key, right, left, reason):
    a, b = (moments(Frequencies.from_lists([x])) for x in (left, right))
    assert reason_two_samples(a, b).tolist() == [reason]
    test, want = welch_t(a, b), figures(key)
    if reason:
        assert "error" in want
        assert np.isnan([test.t, test.p, test.ci_low, test.ci_high]).all()
    else:
        assert_t(test, 0, want)


samples = st.lists(st.integers(1, 7), min_size=2, max_size=25)


@given(samples, st.integers(-5, 5), st.floats(0.5, 0.99))
def test_shifting_answers_is_a_new_null_value(values, shift, confidence):
    f = Frequencies.from_lists([values])
    moved = one_sample_t(moments(f.minus(shift)), 0.0, confidence)
    null = one_sample_t(moments(f), shift, confidence)
    np.testing.assert_allclose(moved.t, null.t, atol=1e-9)
    np.testing.assert_allclose(moved.ci_low + shift, null.ci_low, atol=1e-9)


@given(samples, samples)
def test_swapping_sides_turns_every_sign(left, right):
    a, b = (moments(Frequencies.from_lists([x])) for x in (left, right))
    one, other = welch_t(a, b), welch_t(b, a)
    np.testing.assert_allclose(one.t, -other.t, atol=1e-12)
    np.testing.assert_allclose(one.ci_low, -other.ci_high, atol=1e-12)
    np.testing.assert_array_equal(one.p, other.p)


@given(st.lists(samples, min_size=2, max_size=4))
def test_a_row_does_not_depend_on_its_company(rows):
    together = one_sample_t(moments(Frequencies.from_lists(rows)))
    for i, values in enumerate(rows):
        alone = one_sample_t(moments(Frequencies.from_lists([values])))
        np.testing.assert_array_equal(together.p[i], alone.p[0])
        np.testing.assert_array_equal(together.ci_low[i], alone.ci_low[0])


def test_means_of_many_small_groups_have_rs_interval_of_one_spread():
    # R: confint(lm(c(4, 3, 5, 2, 2.5, 4.5) ~ 0 + factor(c(1, 2, 2, 3, 3, 3))))
    groups = [[4.0], [3.0, 5.0], [2.0, 2.5, 4.5]]
    sd = [np.nan, *(np.std(g, ddof=1) for g in groups[1:])]
    found = pooled_t(Moments.of([1, 2, 3], [np.mean(g) for g in groups], sd))
    np.testing.assert_allclose(
        found.ci_low, [-0.309052667469, 0.953039638342, 0.512167282484], rtol=REL
    )
    np.testing.assert_allclose(
        found.ci_high, [8.309052667469, 7.046960361658, 5.487832717516], rtol=REL
    )


@pytest.mark.parametrize(
    ("n", "sd"), [([1, 1], [np.nan, np.nan]), ([3, 2], [0.0, 0.0]), ([0, 0], [np.nan, np.nan])]
)
def test_without_any_spread_no_group_has_an_interval(n, sd):
    found = pooled_t(Moments.of(n, 4.0, sd))
    assert np.isnan([found.ci_low, found.ci_high, found.p]).all()
