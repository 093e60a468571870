"""Cost of one against how many there are: R's lm, a law that is known, edges."""

import numpy as np
import pytest
from stats_reference import REL, figures, table

from gapkit.stats.elasticity import FEWEST_WAVES, elasticity

# p far in the tail hangs on the t law's own rounding in either library
P_REL = 1e-6


def waves():
    frame = table("systems_quarters")
    return frame["customers"].to_numpy(float), frame["cost"].to_numpy(float)


def test_the_slope_and_its_interval_are_those_of_rs_lm():
    found, r = elasticity(*waves()), figures("systems/elasticity")
    expected = [r[name] for name in ("estimate", "se", "low", "high")]
    assert [found.estimate, found.se, found.low, found.high] == pytest.approx(expected, rel=REL)
    assert found.p == pytest.approx(r["p"], rel=P_REL)
    assert (found.n, found.reason) == (16, "")


def test_units_of_money_and_of_people_do_not_matter():
    size, cost = waves()
    one, other = elasticity(size, cost), elasticity(size / 1000, 30 * cost)
    assert (other.estimate, other.low) == pytest.approx((one.estimate, one.low), rel=REL)


def test_a_cost_by_a_law_has_its_exponent_and_no_interval():
    size = np.arange(1, 13) * 500.0
    found = elasticity(size, 90 * size**-0.3)
    assert found.estimate == pytest.approx(-0.3, rel=REL)
    assert (np.isnan(found.low), found.reason) == (True, "no variation")


def test_waves_without_both_figures_are_left_out():
    size, cost = waves()
    more = elasticity([*size, np.nan, 0, 500], [*cost, 40, 40, np.nan])
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
    assert np.isnan([found.se, found.low, found.high, found.p]).all()


def test_eight_waves_are_enough():
    size, cost = waves()
    assert np.isfinite(elasticity(size[:FEWEST_WAVES], cost[:FEWEST_WAVES]).low)
