"""Relative weights, Shapley shares and slopes against R: lm, car, relaimpo, domir, definitions."""

import itertools

import numpy as np
import pytest
from stats_reference import DIMENSIONS, ROOT, dimension_scores, figures, table

from gapkit.stats.constraints import linear_constraint, nested
from gapkit.stats.jackknife import jackknife
from gapkit.stats.regression import (
    correlations,
    dependent,
    products_of,
    recombined,
    slopes,
    slopes_by_groups,
    standardized,
    variance_inflation,
)
from gapkit.stats.relative_weights import chance_weights, relative_weights
from gapkit.stats.shapley import MOST_PREDICTORS, shapley

# sums of products of 60 small numbers against R's QR: eleven digits agree
REL = 1e-10
NAMES = list(DIMENSIONS)


def clean(battery="P"):
    return np.column_stack([*dimension_scores(battery).values(), table("a_clean")["oq"]])


def of(figure):
    return np.array([figure[name] for name in NAMES])


@pytest.fixture(scope="module")
def whole():
    return correlations(products_of(clean()))


def test_relative_weights_are_those_of_relaimpo_and_of_the_definition(whole):
    ours = relative_weights(whole.inner, whole.outer)
    for want in (
        figures("a/drivers/relwt_johnson")["raw"],
        figures("a/drivers/relaimpo")["genizi"],
    ):
        np.testing.assert_allclose(ours, of(want), rtol=REL)
    assert ours.sum() == pytest.approx(figures("a/drivers/relwt_johnson")["r2"], rel=REL)


def test_shapley_shares_are_those_of_relaimpo_domir_and_of_the_definition(whole):
    ours = shapley(whole.inner, whole.outer)
    for want in (
        figures("a/drivers/lmg_def")["raw"],
        figures("a/drivers/relaimpo")["lmg"],
        figures("a/drivers/domir")["general"],
    ):
        np.testing.assert_allclose(ours, of(want), rtol=REL)


def test_shapley_is_the_average_gain_over_all_orders(rng):
    x = rng.normal(size=(40, 5)) @ rng.normal(size=(5, 5))
    c = correlations(products_of(x))

    def explained(members):
        at = sorted(members)
        return c.outer[at] @ np.linalg.solve(c.inner[np.ix_(at, at)], c.outer[at]) if at else 0.0

    gains = np.zeros(4)
    orders = list(itertools.permutations(range(4)))
    for order in orders:
        for place, k in enumerate(order):
            gains[k] += explained({*order[: place + 1]}) - explained({*order[:place]})
    np.testing.assert_allclose(shapley(c.inner, c.outer), gains / len(orders), rtol=REL)


def test_slopes_errors_inflation_and_r_are_those_of_lm_and_car(whole):
    want, fit = figures("a/drivers/ols"), slopes(products_of(clean()))
    np.testing.assert_allclose(fit.slope, of(want["coef"]), rtol=REL)
    np.testing.assert_allclose(np.sqrt(np.diag(fit.covariance)), of(want["se"]), rtol=REL)
    np.testing.assert_allclose(fit.rest / fit.df, want["sigma"] ** 2, rtol=REL)
    np.testing.assert_allclose(
        standardized(whole.inner, whole.outer), of(want["std_beta"]), rtol=REL
    )
    np.testing.assert_allclose(whole.outer, of(want["r_xy"]), rtol=REL)
    np.testing.assert_allclose(variance_inflation(whole.inner), of(want["vif"]), rtol=REL)
    assert whole.explained == pytest.approx(want["r2"], rel=REL)


def test_bootstrap_limits_are_those_of_the_same_draws_in_r():
    rows = clean()
    z = np.column_stack([np.ones(len(rows)), rows])
    draws = np.loadtxt(ROOT / "stats" / "data" / "a_boot_index.csv", delimiter=",", dtype=int) - 1
    counts = np.stack([np.bincount(d, minlength=len(rows)) for d in draws]).astype(float)
    samples = np.einsum("sn,ni,nj->sij", counts, z, z)
    c = correlations(samples)
    weights = relative_weights(c.inner, c.outer)
    shares = weights / weights.sum(axis=1, keepdims=True)
    want = figures("a/drivers/bootstrap_relwt")
    np.testing.assert_allclose(np.quantile(shares, 0.025, axis=0), of(want["q025"]), rtol=1e-8)
    np.testing.assert_allclose(np.quantile(shares, 0.975, axis=0), of(want["q975"]), rtol=1e-8)
    np.testing.assert_allclose(shares.std(axis=0, ddof=1), of(want["se"]), rtol=1e-8)


# y and predictors of the records edge/drivers/* (r/ref_edge.R): a and b are the same
TWICE = np.array(
    [
        [1, 1, 3, 2], [4, 4, 3, 4], [6, 6, 4, 6], [3, 3, 2, 3],
        [7, 7, 5, 6], [5, 5, 6, 6], [2, 2, 1, 2], [6, 6, 4, 5],
    ],
    float,
)  # fmt: skip


def test_predictors_that_say_the_same_share_evenly():
    c = correlations(products_of(TWICE))
    want = figures("edge/drivers/duplicate_predictor_lmg_def")
    np.testing.assert_allclose(shapley(c.inner, c.outer), [want[k] for k in "abc"], rtol=1e-8)
    weights = relative_weights(c.inner, c.outer)
    assert weights[0] == pytest.approx(weights[1], rel=1e-8)
    # R refuses (the record duplicate_predictor_relwt is an error): the sum is lm's R² all the same
    assert weights.sum() == pytest.approx(figures("edge/drivers/duplicate_predictor_lm")["r2"])
    assert dependent(c.inner).tolist() == [True, True, False]
    assert np.isnan(variance_inflation(c.inner)).all()


def test_a_constant_predictor_takes_no_part_and_the_rest_stands():
    plain = TWICE[:, [0, 2, 3]]
    with_constant = np.insert(plain, 1, 4.0, axis=1)
    c, want = correlations(products_of(with_constant)), correlations(products_of(plain))
    ours = relative_weights(c.inner, c.outer)
    np.testing.assert_allclose(ours[[0, 2]], relative_weights(want.inner, want.outer), rtol=REL)
    assert ours[1] == 0
    assert slopes(products_of(with_constant)).df == slopes(products_of(plain)).df


def test_a_constant_outcome_has_no_correlation():
    c = correlations(products_of(np.column_stack([TWICE[:, :3], np.full(8, 5.0)])))
    assert c.sd[-1] == 0
    assert not c.outer.any()


def test_too_many_predictors_have_no_shapley_share():
    p = MOST_PREDICTORS + 1
    assert np.isnan(shapley(np.eye(p), np.full(p, 0.1))).all()


def test_leaving_rows_out_is_a_subtraction(rng):
    x = rng.normal(size=(30, 4)) + 5
    left = correlations(products_of(x) - products_of(x[10:20]))
    want = correlations(products_of(np.delete(x, slice(10, 20), axis=0)))
    np.testing.assert_allclose(left.inner, want.inner, rtol=1e-9)


def test_weights_count_as_rows(rng):
    x, weight = rng.normal(size=(20, 3)), rng.integers(1, 4, 20)
    want = products_of(np.repeat(x, weight, axis=0))
    np.testing.assert_allclose(products_of(x, weight.astype(float)), want, rtol=REL)


def test_a_gap_model_is_regression_on_the_gaps():
    p, e = clean("P"), clean("E")
    both = np.column_stack([p[:, :5], e[:, :5], p[:, 5]])
    gap = np.vstack([np.eye(5), -np.eye(5)])
    ours = slopes(recombined(products_of(both), gap))
    want = slopes(products_of(np.column_stack([p[:, :5] - e[:, :5], p[:, 5]])))
    np.testing.assert_allclose(ours.slope, want.slope, rtol=1e-8)


def test_the_constraint_is_tested_as_statsmodels_tests_it():
    import statsmodels.api as sm

    p, e = clean("P"), clean("E")
    both = np.column_stack([p[:, :5], e[:, :5], p[:, 5]])
    fit = sm.OLS(both[:, -1], sm.add_constant(both[:, :-1])).fit()
    restrict = np.hstack([np.zeros((5, 1)), np.eye(5), np.eye(5)])
    joint = nested(products_of(both), np.vstack([np.eye(5), -np.eye(5)]))
    want = fit.f_test(restrict)
    assert joint.f == pytest.approx(float(want.fvalue), rel=1e-8)
    assert joint.p == pytest.approx(float(want.pvalue), rel=1e-8)
    one = linear_constraint(slopes(products_of(both)), restrict[2, 1:])
    single = fit.t_test(restrict[2])
    assert one.f == pytest.approx(float(single.tvalue[0, 0]) ** 2, rel=1e-8)
    np.testing.assert_allclose([one.low, one.high], single.conf_int()[0], rtol=1e-8)


def test_the_constraint_holds_exactly_where_the_outcome_is_a_sum_of_gaps(rng):
    right, left = rng.normal(size=(50, 2)), rng.normal(size=(50, 2))
    y = (right - left) @ [2.0, 1.0]
    test = nested(
        products_of(np.column_stack([right, left, y])), np.vstack([np.eye(2), -np.eye(2)])
    )
    assert not test.p < 0.05
    fit = slopes(products_of(np.column_stack([right, left, y])))
    np.testing.assert_allclose(fit.slope, [2, 1, -2, -1], atol=1e-9)


def test_a_random_column_gets_what_chance_gives(rng):
    """The drawn law against random columns that are put beside the rows themselves."""
    rows = clean()
    c = correlations(products_of(rows))
    drawn = chance_weights(c.inner, c.outer, len(rows), draws=4000)
    added = []
    for _ in range(400):
        wider = np.column_stack([rows[:, :5], rng.normal(size=len(rows)), rows[:, 5]])
        w = correlations(products_of(wider))
        added.append(relative_weights(w.inner, w.outer)[5])
    # both are Monte Carlo: the mean of 400 has a standard error of some 4 %
    assert drawn.mean() == pytest.approx(np.mean(added), rel=0.15)
    assert (np.array(added) > np.quantile(drawn, 0.95)).mean() == pytest.approx(0.05, abs=0.04)


def test_the_jackknife_of_a_mean_is_its_standard_error(rng):
    x = rng.normal(size=(25, 2))
    without = (x.sum(axis=0) - x) / 24
    found = jackknife(x.mean(axis=0), without)
    np.testing.assert_allclose(found.se, x.std(axis=0, ddof=1) / 5, rtol=REL)


def test_two_groups_give_no_interval():
    assert np.isnan(jackknife([1.0], [[1.0], [2.0]]).se).all()


def test_leaving_out_each_person_gives_the_errors_of_hc3(rng):
    import statsmodels.api as sm

    x = rng.normal(size=(40, 3))
    people = np.stack([products_of(row[None]) for row in x])
    want = sm.OLS(x[:, 2], sm.add_constant(x[:, :2])).fit(cov_type="HC3").cov_params()[1:, 1:]
    found = slopes_by_groups(people)
    # HC3 takes deviations from the estimate, the jackknife from its own mean: near, not equal
    np.testing.assert_allclose(np.diag(found.covariance), np.diag(want) * 39 / 40, rtol=0.02)
    assert found.df == 39
