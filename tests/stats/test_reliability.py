"""Alpha, item figures and the reliability of differences against R; omega against lavaan."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stats_reference import DIMENSIONS, REL, figures, table

from gapkit.stats.covariance import Covariances
from gapkit.stats.one_factor import LEAST_UNIQUE, omega_total, one_factor
from gapkit.stats.reliability import (
    alpha,
    composite_reliability,
    difference_reliability,
    feldt_interval,
    item_figures,
    runs_against,
)

# lavaan stops its search where the sixth digit stands still.
SEARCH = 1e-5

EVERY_SCALE = [(battery, dimension) for battery in "EP" for dimension in DIMENSIONS]


def answers(data, battery, numbers):
    return table(data)[[f"{battery}{i:02d}" for i in numbers]].to_numpy(float)


def scale(battery, dimension, data="a_clean"):
    return Covariances.of_answers(answers(data, battery, DIMENSIONS[dimension]))


@pytest.mark.parametrize(("battery", "dimension"), EVERY_SCALE)
def test_alpha_with_feldts_interval_is_that_of_r(battery, dimension):
    have, key = alpha(scale(battery, dimension)), f"a/alpha/{battery}/{dimension}"
    want, packages = figures(f"{key}/ci"), figures(f"{key}/psychometric")
    np.testing.assert_allclose(
        [have.value[0], have.low[0], have.high[0]],
        [want["alpha"], want["feldt"]["lo"], want["feldt"]["hi"]], rtol=REL,
    )  # fmt: skip
    np.testing.assert_allclose([have.low[0], have.high[0]], [packages["lo"], packages["hi"]])
    psych = figures(f"{key}/psych")
    items = item_figures(scale(battery, dimension))
    np.testing.assert_allclose(items.alpha_if_dropped[0], psych["drop_raw"], rtol=REL)
    np.testing.assert_allclose(items.item_rest[0], psych["r_drop"], rtol=REL)


@pytest.mark.parametrize("battery", "EP")
def test_alpha_of_a_whole_battery(battery):
    have = alpha(Covariances.of_answers(answers("a_clean", battery, range(1, 23))))
    want = figures(f"a/alpha/{battery}/ALL/ci")
    np.testing.assert_allclose(have.value[0], want["alpha"], rtol=REL)
    np.testing.assert_allclose(have.low[0], want["feldt"]["lo"], rtol=REL)


@pytest.mark.parametrize(("battery", "dimension"), EVERY_SCALE)
def test_messy_answers_count_by_complete_rows(battery, dimension):
    want = figures(f"b/alpha/{battery}/{dimension}/listwise")
    have = scale(battery, dimension, "b_messy")
    if "error" in want:  # an item that nobody answered leaves no complete row
        assert have.n[0] == 0
        assert np.isnan(alpha(have).value[0])
        return
    assert have.n[0] == want["n"]
    # a constant item (P07 of REL) stays in k
    np.testing.assert_allclose(alpha(have).value[0], want["alpha"], rtol=REL)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_reliability_of_a_difference_score(dimension):
    numbers = DIMENSIONS[dimension]
    right, left = answers("a_clean", "P", numbers), answers("a_clean", "E", numbers)
    want = figures(f"a/diff_reliability/{dimension}")
    both = Covariances.of_answers(np.hstack([right, left]))
    np.testing.assert_allclose(difference_reliability(both)[0], want["rel_diff"], rtol=REL)
    gaps = alpha(Covariances.of_answers(right - left))
    np.testing.assert_allclose(gaps.value[0], want["alpha_of_gap_items"], rtol=REL)


def test_composite_reliability_is_lords_formula_for_a_difference():
    sp, se, r, rp, re = 0.92, 0.84, 0.39, 0.90, 0.85
    lord = (sp**2 * rp + se**2 * re - 2 * r * sp * se) / (sp**2 + se**2 - 2 * r * sp * se)
    cov = [[[sp**2, r * sp * se], [r * sp * se, se**2]]]
    np.testing.assert_allclose(composite_reliability([1, -1], cov, [[rp, re]]), lord)
    same = composite_reliability([1, -1], [[[1.0, 1.0], [1.0, 1.0]]], [[0.9, 0.9]])
    assert np.isnan(same[0])  # scores that move together leave no difference to rely on


def test_the_item_that_runs_against_the_others_is_named_and_alpha_recovers():
    rows = answers("b_messy", "P", DIMENSIONS["RES"])
    found = Covariances.of_answers(rows)
    assert runs_against(found).tolist() == [[False, False, True, False]]  # P12
    turned = rows.copy()
    turned[:, 2] = 8 - turned[:, 2]
    want = figures("b/alpha/P/RES/psych_check_keys")["raw"]
    pairwise = pd.DataFrame(turned).cov().to_numpy()[None]  # as psych takes them
    by_pairs = Covariances(np.array([40]), np.zeros((1, 4)), pairwise, np.zeros((1, 4), bool))
    np.testing.assert_allclose(alpha(by_pairs).value[0], want, rtol=REL)
    assert alpha(Covariances.of_answers(turned)).value[0] > alpha(found).value[0] + 0.2
    assert not runs_against(scale("E", "REL")).any()


def test_edges_of_alpha():
    identical = Covariances.of_answers(np.repeat([[1.0], [2], [5], [3]], 3, axis=1))
    have = alpha(identical)
    assert (have.value[0], have.low[0], have.high[0]) == pytest.approx((1, 1, 1))
    constant = alpha(Covariances.of_answers(np.full((5, 3), 4.0)))
    assert np.isnan([constant.value, constant.low, constant.high]).all()
    mirrored = alpha(Covariances.of_answers([[1, 5], [2, 4], [5, 1], [3, 3]]))
    assert np.isnan(mirrored.value[0])  # R: -Inf; the sum does not vary
    assert np.isnan(alpha(Covariances.of_answers([[1.0], [2]])).value[0])
    assert np.isnan(feldt_interval(0.9, 1, 4)[0][0])
    two = item_figures(Covariances.of_answers([[1, 2], [2, 2], [3, 5]]))
    assert np.isnan(two.alpha_if_dropped).all()


@given(
    st.lists(st.lists(st.integers(1, 7), min_size=3, max_size=3), min_size=4, max_size=20),
    st.permutations(range(3)),
)
def test_alpha_does_not_depend_on_order_origin_or_unit(rows, order):
    x = np.asarray(rows, float)
    have = alpha(Covariances.of_answers(x)).value
    moved = alpha(Covariances.of_answers(10 - 2 * x[:, order])).value
    np.testing.assert_allclose(moved, have, atol=1e-9)


@pytest.mark.parametrize(("battery", "dimension"), EVERY_SCALE)
def test_omega_is_that_of_lavaan(battery, dimension):
    want = figures(f"a/alpha/{battery}/{dimension}/omega_1f")
    have = one_factor(scale(battery, dimension).biased)
    np.testing.assert_allclose(omega_total(have)[0], want["cfa_ml_unstd"], rtol=SEARCH)
    np.testing.assert_allclose(have.loading[0], want["cfa_loadings"], rtol=SEARCH)
    np.testing.assert_allclose(have.unique[0], want["cfa_theta"], rtol=SEARCH)
    assert not have.heywood[0]


def test_many_sets_at_once_are_the_same_as_one_by_one():
    sets = np.concatenate([scale(b, d).biased for b in "EP" for d in ("TAN", "RES", "ASS")])
    together = one_factor(sets)
    alone = np.concatenate([one_factor(s[None]).loading for s in sets])
    np.testing.assert_allclose(together.loading, alone, rtol=1e-6)


def test_a_heywood_case_is_held_and_said():
    have = one_factor(Covariances.of_answers(answers("b_messy", "E", (1, 2, 3))).biased)
    assert figures("edge/cfa/heywood")["theta"]["E01"] < 0  # lavaan lets it go below 0
    assert have.heywood[0]
    s = Covariances.of_answers(answers("b_messy", "E", (1, 2, 3))).biased[0]
    np.testing.assert_allclose(have.unique[0, 0], LEAST_UNIQUE * s[0, 0])
    assert 0 < omega_total(have)[0] < 1


def test_what_cannot_be_fitted_is_blank_and_the_rest_stands():
    good = scale("E", "TAN").biased[0]
    singular, flat, missing = good.copy(), good.copy(), np.full_like(good, np.nan)
    singular[3], singular[:, 3] = singular[2], singular[:, 2]
    flat[0], flat[:, 0] = 0, 0
    have = omega_total(one_factor([singular, good, flat, missing]))
    assert np.isnan(have).tolist() == [True, False, True, True]


def test_two_items_load_alike():
    have = one_factor([[[4.0, 1.2], [1.2, 1.0]], [[1.0, -0.3], [-0.3, 1.0]]])
    np.testing.assert_allclose(have.loading[0], np.sqrt(0.6) * np.array([2.0, 1.0]))
    assert have.loading[1].tolist() == [0, 0]
