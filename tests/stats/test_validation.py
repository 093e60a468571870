"""Cross-validated R² from sums of products against the same thing done on rows, one fit at a time."""

import numpy as np
import pytest

from gapkit.stats.regression import products_of
from gapkit.stats.validation import FOLDS, cross_validated


def plain(x, y, part):
    """R² of unseen rows: each tenth of the parts predicted from the others by lstsq."""
    lost = base = 0.0
    for f in range(FOLDS):
        test = part % FOLDS == f
        train = np.column_stack([np.ones((~test).sum()), x[~test]])
        slope = np.linalg.lstsq(train, y[~test], rcond=None)[0]
        lost += ((y[test] - np.column_stack([np.ones(test.sum()), x[test]]) @ slope) ** 2).sum()
        base += ((y[test] - y[~test].mean()) ** 2).sum()
    return 1 - lost / base


@pytest.fixture
def rows(rng):
    x = rng.normal(size=(130, 4)) + 3
    return x, x @ [1.0, 0.5, 0.0, -0.5] + rng.normal(size=130)


def groups_of(x, y, part):
    z = np.column_stack([x, y])
    return np.stack([products_of(z[part == g]) for g in range(part.max() + 1)])


@pytest.mark.parametrize("parts", [20, 130])
def test_sums_give_what_rows_give(rows, parts):
    x, y = rows
    part = np.arange(len(y)) % parts
    found = cross_validated(groups_of(x, y, part), [np.eye(4), np.eye(4)[:, :2]])
    want = [plain(x, y, part), plain(x[:, :2], y, part)]
    np.testing.assert_allclose(found.explained, want, rtol=1e-8)


def test_without_a_group_is_without_its_rows(rows):
    x, y = rows
    part = np.arange(len(y)) % 20
    found = cross_validated(groups_of(x, y, part), [np.eye(4)])
    for group in (0, 7, 19):
        kept = part != group
        assert found.without[group, 0] == pytest.approx(
            plain(x[kept], y[kept], part[kept]), rel=1e-8
        )


def test_a_recombined_model_is_a_model_of_the_new_columns(rows):
    x, y = rows
    part = np.arange(len(y)) % 20
    gap = np.array([[1.0, 0], [0, 1], [-1, 0], [0, -1]])
    found = cross_validated(groups_of(x, y, part), [gap])
    assert found.explained[0] == pytest.approx(plain(x @ gap, y, part), rel=1e-8)


def test_a_predictor_that_is_constant_or_twice_there_breaks_nothing(rows):
    x, y = rows
    part = np.arange(len(y)) % 20
    odd = np.column_stack([x, x[:, 0], np.full(len(y), 4.0)])
    found = cross_validated(groups_of(odd, y, part), [np.eye(6)])
    assert found.explained[0] == pytest.approx(plain(x, y, part), rel=1e-6)
