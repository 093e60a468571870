"""Cost of one against how many there are: R, a law that is known, edges."""

import numpy as np
import pytest
from stats_reference import REL, figures, table

from gapkit.stats.elasticity import FEWEST_WAVES, elasticity

SAME = 1e-9
"""Logarithms of other units, and limits halved out."""

GRID_ABS = 3e-5
"""60 values of ρ against adaptive quadrature: about 0.0001 of an interval's width."""


def waves():
    frame = table("systems_quarters")
    return frame["customers"].to_numpy(float), frame["cost"].to_numpy(float)


def found_without(gap=(), first=None, confidence=0.95):
    size, cost = waves()
    size[list(gap)] = np.nan
    return elasticity(size[:first], cost[:first], confidence)


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("all", found_without()),
        ("gap", found_without(gap=(4, 5))),
        ("eight", found_without(first=8, confidence=0.9)),
    ],
)
def test_slope_and_interval_are_those_of_rs_quadrature_over_rho(key, found):
    r = figures(f"elasticity/{key}")
    assert [found.estimate, found.low, found.high] == pytest.approx(
        [r[name] for name in ("estimate", "low", "high")], abs=GRID_ABS
    )
    assert found.reason == ""


def test_waves_that_do_not_carry_on_have_nearly_the_slope_of_rs_lm():
    found, r = found_without(), figures("systems/elasticity")
    assert found.estimate == pytest.approx(r["estimate"], abs=r["se"])
    assert (found.low, found.high) < (r["low"], np.inf)
    assert found.high > r["high"]


def test_waves_that_wander_off_are_not_taken_for_an_effect(rng):
    """Cost and customers that both wander, and have nothing to do with each other."""
    told = 0
    for _ in range(60):
        size, cost = np.exp(np.cumsum(rng.normal([[0.03], [0.0]], 0.03, (2, 12)), axis=1))
        found = elasticity(size, cost)
        told += found.low > 0 or found.high < 0
    # R: pbinom(10, 60, .08, lower.tail = FALSE) is .007; least squares tells of 30 and more
    assert told <= 10


def test_units_of_money_and_of_people_do_not_matter():
    size, cost = waves()
    one, other = elasticity(size, cost), elasticity(size / 1000, 30 * cost)
    assert (other.estimate, other.low) == pytest.approx((one.estimate, one.low), abs=SAME)


def test_a_cost_by_a_law_has_its_exponent_and_no_interval():
    size = np.arange(1, 13) * 500.0
    found = elasticity(size, 90 * size**-0.3)
    assert found.estimate == pytest.approx(-0.3, rel=REL)
    assert (np.isnan(found.low), found.reason) == (True, "no variation")


def test_waves_without_both_figures_are_left_out():
    size, cost = waves()
    more = elasticity([np.nan, 0, 500, *size], [40, 40, np.nan, *cost])
    assert more == elasticity(size, cost)


@pytest.mark.parametrize(
    ("size", "cost", "reason"),
    [
        ([], [], "nobody answered"),
        (np.arange(1, FEWEST_WAVES), np.arange(1, FEWEST_WAVES), "too few cases"),
        ([300] * 9, np.arange(1, 10), "no variation"),
        (np.arange(1, 10), [7.3] * 9, "no variation"),
    ],
)
def test_where_there_is_no_interval_the_reason_stands(size, cost, reason):
    found = elasticity(size, cost)
    assert found.reason == reason
    assert np.isnan([found.low, found.high]).all()


def test_eight_waves_are_enough():
    size, cost = waves()
    assert np.isfinite(elasticity(size[:FEWEST_WAVES], cost[:FEWEST_WAVES]).low)
