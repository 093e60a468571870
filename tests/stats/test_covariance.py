"""Covariances from sums of products: the same as from the rows, to the last digits."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapkit.stats.covariance import Covariances, covariances, products_of_differences

# Sums of whole numbers are exact on both sides; one division is rounded.
ROUNDING = 1e-12

answers = st.integers(2, 4).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 6), min_size=k, max_size=k), min_size=2, max_size=30)
)


def products(rows):
    x = np.column_stack([np.ones(len(rows), int), np.asarray(rows, int)])
    return x.T @ x


@given(answers)
def test_counts_give_what_rows_give(rows):
    have = covariances([products(rows)], unit=0.5, origin=1.0)
    x = 1 + 0.5 * np.asarray(rows, float)
    np.testing.assert_allclose(have.mean[0], x.mean(axis=0), atol=ROUNDING)
    np.testing.assert_allclose(have.cov[0], np.cov(x, rowvar=False), atol=ROUNDING)
    np.testing.assert_array_equal(have.constant[0], np.ptp(x, axis=0) == 0)
    assert (have.sd[0][have.constant[0]] == 0).all()


def test_a_billion_people_lose_nothing():
    rows = np.array([[0, 6], [1, 5], [6, 6], [6, 5]])
    times = 250_000_000
    have = covariances([products(rows) * times])
    few = np.cov(rows, rowvar=False, bias=True)
    np.testing.assert_allclose(have.biased[0], few, rtol=ROUNDING)


def test_rows_with_holes_are_left_out_and_groups_are_kept_apart():
    whole = Covariances.of_answers([[1, 2], [np.nan, 4], [3, 5]])
    assert whole.n.tolist() == [2]
    two = covariances([products([[1, 2], [3, 5]]), products([[0, 0], [6, 0]])])
    np.testing.assert_allclose(two.row(0).cov, whole.cov)
    assert two.row(1).constant.tolist() == [[False, True]]
    np.testing.assert_allclose(two.only([1]).cov[:, 0, 0], two.cov[:, 1, 1])


def test_too_few_people_have_no_covariance():
    nobody, one = np.zeros((3, 3), int), products([[2, 3]])
    have = covariances([nobody, one])
    assert np.isnan(have.cov).all()
    assert np.isnan(have.mean[0]).all()
    assert have.mean[1].tolist() == [2, 3]
    assert not have.constant.any()


@given(st.lists(st.lists(st.integers(0, 6), min_size=4, max_size=4), min_size=2, max_size=20))
def test_differences_are_those_of_the_rows(rows):
    x = np.asarray(rows, float)
    table, unit = products_of_differences([products(rows)], Fraction(1), Fraction(1, 2))
    have = covariances(table, unit)
    gaps = x[:, :2] - x[:, 2:] / 2
    np.testing.assert_allclose(have.cov[0], np.cov(gaps, rowvar=False), atol=ROUNDING)
    np.testing.assert_array_equal(have.constant[0], np.ptp(gaps, axis=0) == 0)


def test_a_unit_for_each_column():
    rows = [[0, 1], [2, 5], [4, 4]]
    have = covariances([products(rows)], [1.0, 0.1])
    np.testing.assert_allclose(have.cov[0], np.cov(np.array(rows).T * [[1.0], [0.1]]))
    assert np.isnan(Covariances.of_answers(np.zeros((3, 2))).correlation).all()
    assert Covariances.of_answers(np.zeros((0, 2))).n[0] == pytest.approx(0)
