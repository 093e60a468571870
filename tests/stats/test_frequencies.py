"""The one input shape: what it takes, what it refuses, and what it never changes."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapkit.stats.frequencies import Frequencies, side_by_side
from gapkit.stats.moments import moments

answers = st.lists(st.integers(-6, 6), max_size=12)
tables = st.lists(answers, min_size=1, max_size=5)


@given(tables)
def test_cells_are_the_counts_of_each_list(lists):
    f = Frequencies.from_lists(lists)
    for row, values in enumerate(lists):
        of_row = f.row == row
        assert dict(zip(f.value[of_row], f.count[of_row], strict=True)) == Counter(values)
    assert f.n.tolist() == [len(v) for v in lists]
    assert f.total.tolist() == [sum(v) for v in lists]
    assert f.varies.tolist() == [len(set(v)) > 1 for v in lists]


@given(tables, st.randoms())
def test_order_of_cells_and_split_cells_change_nothing(lists, random):
    f = Frequencies.from_lists(lists)
    cells = [(r, v, 1) for r, values in enumerate(lists) for v in values]
    random.shuffle(cells)
    row, value, count = np.array(cells, int).reshape(-1, 3).T
    assert_same(Frequencies.from_cells(row, value, count, len(lists)), f)


@given(tables)
def test_dense_tables_give_the_same_cells(lists):
    dense = [[v.count(x) for x in range(-6, 7)] for v in lists]
    assert_same(Frequencies.from_dense(dense, range(-6, 7)), Frequencies.from_lists(lists))


@given(tables, tables)
def test_concat_and_take_undo_each_other(above, below):
    a, b = Frequencies.from_lists(above, 2), Frequencies.from_lists(below, 3)
    both = Frequencies.concat([a, b])
    assert_same(both.take(np.arange(a.rows)), a)
    assert_same(both.take(np.arange(both.rows) >= a.rows), b)


@given(tables)
def test_rows_may_be_taken_backwards_and_twice(lists):
    f = Frequencies.from_lists(lists)
    order = [*[*range(f.rows)][::-1], 0]
    assert_same(f.take(order), Frequencies.from_lists([lists[i] for i in order]))


@given(tables, st.integers(-5, 5), st.integers(1, 4))
def test_subtracting_a_fraction_shifts_the_mean_by_it(lists, numerator, denominator):
    f = Frequencies.from_lists(lists, 2)
    shifted = moments(f.minus(numerator, denominator))
    np.testing.assert_allclose(shifted.mean, moments(f).mean - numerator / denominator, atol=1e-12)
    np.testing.assert_allclose(shifted.sd, moments(f).sd, atol=1e-12)


@given(answers, answers)
def test_sides_on_one_list_compare_values_not_numerators(left, right):
    both = side_by_side(
        Frequencies.from_lists([left], 2), Frequencies.from_lists([[3 * x for x in right]], 6)
    )
    distinct = sorted(set(left) | set(right))
    assert both.left.tolist() == [left.count(x) for x in distinct]
    assert both.right.tolist() == [right.count(x) for x in distinct]
    assert both.below(both.left).tolist() == [sum(y < x for y in left) for x in distinct]


def test_sums_survive_totals_beyond_32_bits():
    f = Frequencies.from_dense([[10**9, 10**9]], [1, 2520 * 7])
    assert f.total[0] == 10**9 * (1 + 2520 * 7)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (([1, 0], [1, 1], [1, 1], 2), "sorted"),
        (([0, 0], [2, 1], [1, 1], 1), "sorted"),
        (([0, 0], [1, 1], [1, 1], 1), "sorted"),
        (([0], [1], [0], 1), "above 0"),
        (([2], [1], [1], 2), "between 0 and 1"),
        (([0], [1, 2], [1], 1), "one entry a cell"),
    ],
)
def test_cells_that_do_not_fit_are_refused(cells, words):
    row, value, count, rows = cells
    with pytest.raises(ValueError, match=words):
        Frequencies(np.array(row), np.array(value), np.array(count), rows, np.ones(rows, np.int64))


def test_denominators_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="denominator"):
        Frequencies.from_lists([[1]], 0)
    with pytest.raises(ValueError, match="multiple"):
        Frequencies.from_lists([[1]], 4).on_denominator(6)
    with pytest.raises(ValueError, match="the left side has 1 rows"):
        side_by_side(Frequencies.from_lists([[1]]), Frequencies.from_lists([[1], [2]]))


def assert_same(a, b):
    for name in ("row", "value", "count", "denominator"):
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name))
    assert a.rows == b.rows
