"""Polychoric correlations against polycor, psych and lavaan."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import ndtr, ndtri
from stats_reference import figures, table

from gapkit.stats.polychoric import FURTHEST, binormal_cdf, polychoric, smoothed

# polycor and psych stop their one-dimensional search here; lavaan goes on.
SEARCH, TIGHT = 5e-5, 1e-6

REL = (5, 6, 7, 8, 9)


def counts(a, b, points=7):
    cells = np.zeros((points, points), int)
    both = ~(np.isnan(a) | np.isnan(b))
    np.add.at(cells, (a[both].astype(int) - 1, b[both].astype(int) - 1), 1)
    return cells


def test_every_pair_of_a_dimension_is_that_of_r():
    frame, want = table("a_clean"), figures("a/polychoric/REL_P")
    pairs = list(combinations(range(5), 2))
    items = [frame[f"P{i:02d}"].to_numpy(float) for i in REL]
    have = polychoric([counts(items[i], items[j]) for i, j in pairs])
    for rows, tolerance in (
        (want["polycor_twostep"], SEARCH),
        ([want["psych_correct0"][f"P{i:02d}"] for i in REL], SEARCH),
        (want["lavaan"], TIGHT),
    ):
        np.testing.assert_allclose(have, [rows[i][j] for i, j in pairs], atol=tolerance)


def test_two_batteries_and_an_item_of_two_answers():
    clean, messy = table("a_clean"), table("b_messy")
    one = polychoric([counts(clean["E06"].to_numpy(float), clean["P06"].to_numpy(float))])
    np.testing.assert_allclose(one, figures("a/polychoric/table_E06_P06")["twostep"], atol=SEARCH)
    two = polychoric([counts(messy["E03"].to_numpy(float), messy["E04"].to_numpy(float))])
    np.testing.assert_allclose(two, figures("b/polychoric/E03_two_valued"), atol=SEARCH)


def test_edges():
    empty_row = np.array([[5, 1, 0], [2, 6, 2], [0, 0, 0]])
    np.testing.assert_allclose(
        polychoric([empty_row]), figures("edge/polychor/empty_row"), atol=SEARCH
    )
    assert figures("edge/polychor/one_category") == "NA"
    assert np.isnan(polychoric([[[0, 0], [4, 3]], [[0, 0], [0, 0]]])).all()
    # R's search stops at .99; the likelihood grows up to the end
    assert polychoric([np.eye(5), np.eye(5)[::-1]]).tolist() == [FURTHEST, -FURTHEST]


@given(st.floats(-0.95, 0.95), st.floats(-2.5, 2.5), st.floats(-2.5, 2.5))
def test_the_normal_law_of_two_against_an_integral(rho, h, k):
    def density(x):
        return np.exp(-x * x / 2) / np.sqrt(2 * np.pi) * ndtr((k - rho * x) / np.sqrt(1 - rho**2))

    want = quad(density, -9, h, epsabs=1e-12)[0]
    np.testing.assert_allclose(binormal_cdf(h, k, rho), want, atol=1e-9)


@pytest.mark.parametrize("rho", [-0.8, -0.2, 0.0, 0.5, 0.9])
def test_the_correlation_behind_expected_counts_is_found(rho):
    inner = ndtri([0.1, 0.35, 0.8])
    ends = np.concatenate([[-38], inner, [38]])
    below = binormal_cdf(ends[:, None], ends[None, :], rho)
    expected = 1000 * np.diff(np.diff(below, axis=0), axis=1)
    np.testing.assert_allclose(polychoric([expected]), rho, atol=1e-9)
    np.testing.assert_allclose(polychoric([expected.T[::-1]]), -rho, atol=1e-9)


def test_a_matrix_that_does_not_fit_together_is_smoothed():
    off = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    have, changed = smoothed(off)
    assert changed
    assert np.linalg.eigvalsh(have)[0] > 0
    np.testing.assert_allclose(np.diag(have), 1)
    fine, changed = smoothed(np.eye(3))
    assert not changed
    np.testing.assert_array_equal(fine, np.eye(3))
