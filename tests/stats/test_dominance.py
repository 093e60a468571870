"""Cliff's delta, rank-biserial and paired superiority against R and by counting pairs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stats_reference import (
    REL,
    clean_sides,
    figures,
    frequencies,
    in_segment_a,
    item_columns,
    table,
)

from gapkit.stats.dominance import cliffs_delta, rank_biserial, superiority_paired
from gapkit.stats.frequencies import Frequencies
from gapkit.stats.shares import wilson


def one(*values):
    return Frequencies.from_lists([values])


@pytest.mark.parametrize("i", [1, 6, 7, 14, 20])
def test_cliffs_delta_is_that_of_r(i):
    # effsize's default (row partitioning) has a wrong variance with ties: its matrix is right
    e, p = (item_columns(table("a_clean"), b)[i - 1] for b in "EP")
    a = in_segment_a()
    have = cliffs_delta(frequencies([(p - e)[~a]]), frequencies([(p - e)[a]]))
    want = figures(f"a/two_sample/item/{i:02d}/cliff_delta")
    np.testing.assert_allclose(
        [have.value[0], have.low[0], have.high[0]],
        [want["delta"], want["lo"], want["hi"]],
        rtol=REL,
    )
    vda = figures(f"a/two_sample/item/{i:02d}/vda")["A"]
    np.testing.assert_allclose((have.value + 1) / 2, vda, rtol=REL)


def test_sides_that_do_not_overlap_keep_a_limit():
    # effsize nudges delta off 1 here; Wilson's limit of a full share is what the literature gives
    low, _ = wilson([3], [3])
    right_lower = cliffs_delta(one(5, 6, 7, 8, 9), one(1, 2, 3))
    assert (right_lower.value[0], right_lower.low[0]) == (-1, -1)
    np.testing.assert_allclose(-right_lower.high, 2 * low - 1, rtol=REL)
    right_higher = cliffs_delta(one(1, 2, 3), one(5, 6, 7, 8, 9))
    np.testing.assert_allclose(right_higher.low, -right_lower.high, rtol=REL)
    assert right_higher.high[0] == 1


def test_equal_answers_have_delta_zero_and_no_width():
    want, have = figures("edge/cliff/all_equal"), cliffs_delta(one(*[4] * 5), one(*[4] * 6))
    assert [have.value[0], have.low[0], have.high[0]] == [want["d"], want["lo"], want["hi"]]


@pytest.mark.parametrize(("left", "right"), [((1,), (2, 3)), ((), (2, 3)), ((), ())])
def test_too_few_people_have_no_limits(left, right):
    have = cliffs_delta(one(*left), one(*right))
    assert np.isnan([have.low, have.high]).all()
    assert np.isnan(have.value[0]) == (not left)


answers = st.lists(st.integers(1, 5), min_size=2, max_size=8)


@given(answers, answers)
def test_delta_is_counted_pair_by_pair(left, right):
    delta = np.mean([np.sign(r - x) for r in right for x in left])
    have, swapped = cliffs_delta(one(*left), one(*right)), cliffs_delta(one(*right), one(*left))
    np.testing.assert_allclose(have.value, delta, atol=1e-12)
    np.testing.assert_allclose([have.low, have.high], [-swapped.high, -swapped.low], atol=1e-9)


@pytest.mark.parametrize("i", [1, 6, 7, 10, 14, 20])
def test_rank_biserial_is_that_of_r(i):
    have = rank_biserial(clean_sides()[2].take([i - 1]))
    key = f"a/wilcoxon/item/{i:02d}/"
    np.testing.assert_allclose(have.value, figures(key + "rank_biserial")["r"], rtol=REL)
    want = figures(key + "effectsize_rank_biserial")
    np.testing.assert_allclose(
        [have.value[0], have.low[0], have.high[0]], [want["r"], want["lo"], want["hi"]], rtol=REL
    )


def test_rank_biserial_without_differences_is_blank():
    # effectsize gives 1 here, which says the opposite of what the data do
    assert figures("edge/rank_biserial/all_zero")["r"] == 1
    have = rank_biserial(one(*[0] * 10))
    assert np.isnan([have.value, have.low, have.high]).all()
    assert rank_biserial(one(-1, -2)).value[0] == -1


@pytest.mark.parametrize("i", [1, 6, 7, 10, 14, 20])
def test_paired_superiority_is_that_of_r(i):
    have = superiority_paired(clean_sides()[2].take([i - 1]))
    want = figures(f"a/smd_paired/item/{i:02d}/ps_dependent")
    np.testing.assert_allclose(
        [have.value[0], have.low[0], have.high[0]],
        [want["ps"], want["lo_t"], want["hi_t"]],
        rtol=REL,
    )
