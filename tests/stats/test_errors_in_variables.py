"""Errors in variables: reduces to least squares, recovers slopes, holds its level under the null."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from gapkit.stats.errors_in_variables import errors_in_variables

REL = 1e-9
"""Against the same formula in floating point, in another order of sums."""


def cases(rng, units=40, slope=0.0, people=(70, 8)):
    """Expectation from many people, belief from few; perception follows expectation and `slope`."""
    expectation, belief = rng.normal(0, 0.4, units), rng.normal(0, 0.6, units)
    perception = 0.5 * expectation + slope * belief + rng.normal(0, 0.2, units)
    shared = rng.standard_normal((units, 2)) @ np.linalg.cholesky([[1, 0.4], [0.4, 1]]).T
    many, few = people
    x = np.column_stack(
        [
            expectation + shared[:, 0] / np.sqrt(many),
            belief + rng.standard_normal(units) / np.sqrt(few),
        ]
    )
    y = perception + shared[:, 1] / np.sqrt(many)
    variances = [rng.chisquare(n - 1, units) / (n - 1) / n for n in people]
    error = np.zeros((units, 2, 2))
    error[:, 0, 0], error[:, 1, 1] = variances
    cross = np.column_stack([0.4 * variances[0], np.zeros(units)])
    return x, y, error, cross


def test_without_errors_slopes_are_those_of_least_squares(rng):
    x = rng.normal(size=(30, 3))
    y = x @ [1.0, -0.5, 0.0] + rng.normal(size=30)
    found = errors_in_variables(x, y, np.zeros((30, 3, 3)))
    plain = sm.OLS(y, sm.add_constant(x)).fit()
    np.testing.assert_allclose(found.slope, plain.params[1:], rtol=REL)
    np.testing.assert_allclose(found.reliability, 1.0, rtol=REL)


def test_the_interval_holds_what_the_test_does_not_refuse(rng):
    x, y, error, cross = cases(rng, slope=0.5)
    found = errors_in_variables(x, y, error, cross)
    for k in range(2):
        for end in (found.low[k], found.high[k]):
            # the same test at the limit: y less that much of the predictor, with its covariance
            shifted = errors_in_variables(x, y - end * x[:, k], error, cross - end * error[:, :, k])
            assert shifted.p[k] == pytest.approx(0.05, abs=1e-6)


def test_scale_and_place_of_the_figures_do_not_matter(rng):
    x, y, error, cross = cases(rng, slope=0.5)
    found = errors_in_variables(x, y, error, cross)
    moved = errors_in_variables(10 * x + 3, y - 7, 100 * error, 10 * cross)
    np.testing.assert_allclose(10 * moved.slope, found.slope, rtol=1e-7)
    np.testing.assert_allclose(moved.p, found.p, rtol=1e-6)


def test_a_true_null_is_refused_in_5_of_100_surveys_and_slopes_are_not_too_flat():
    """600 null surveys; the calibration script in benchmarks draws many more."""
    rng = np.random.default_rng(11)
    null = np.array([errors_in_variables(*cases(rng)).p[1] for _ in range(600)])
    # binomial standard error 0.9 %: three of them
    assert 0.023 <= np.mean(null < 0.05) <= 0.077
    planted = [errors_in_variables(*cases(rng, slope=0.6)) for _ in range(200)]
    assert np.mean([f.p[1] < 0.05 for f in planted]) > 0.9
    slopes = [f.slope[1] for f in planted]
    # uncorrected slopes would lie about .45: belief's reliability is near .74
    assert np.nanmedian(slopes) == pytest.approx(0.6, abs=0.06)
    held = [f.low[1] <= 0.6 <= f.high[1] for f in planted if f.low[1] == f.low[1]]
    assert 0.90 <= np.mean(held) <= 0.99


@pytest.mark.parametrize("units", [0, 2, 3])
def test_too_few_cases_give_nothing(units, rng):
    x, y, error, cross = cases(rng, units=units or 1)
    found = errors_in_variables(x, y, error, cross)
    assert np.isnan(found.slope).all()
    assert np.isnan(found.p).all()


def test_a_constant_predictor_and_one_that_is_only_error_bear_no_slope(rng):
    x, y, error, cross = cases(rng)
    flat = x.copy()
    flat[:, 1] = 5.0
    assert np.isnan(errors_in_variables(flat, y, error, cross).slope).all()
    noise = error.copy()
    noise[:, 1, 1] = x[:, 1].var()
    assert np.isnan(errors_in_variables(x, y, noise, cross).slope).all()
