"""Weighted kappa: figures of R's vcd and irr, Cohen's own limits, edges."""

import numpy as np
import pytest
from stats_reference import REL, figures, table

from gapkit.stats.kappa import weighted_kappa


def of_monitors(first="rater1", second="rater2"):
    frame, counts = table("d_raters"), np.zeros((5, 5))
    np.add.at(counts, (frame[first] - 1, frame[second] - 1), 1)
    return counts


def test_quadratic_weights_give_vcds_figures():
    found, r = weighted_kappa(of_monitors()), figures("d/vcd_kappa_quadratic")
    assert found.n == 30
    # psych 2.2.9 gives another variance, which 2.5.3 mends
    expected = (r["value"], r["ASE"], r["lo"], r["hi"])
    assert (found.estimate, found.se, found.low, found.high) == pytest.approx(expected, rel=REL)


@pytest.mark.parametrize(("weights", "name"), [("linear", "weighted"), ("none", "unweighted")])
def test_the_other_weights_give_vcds_figures(weights, name):
    found, r = weighted_kappa(of_monitors(), weights), figures("d/vcd_kappa")[name]
    assert (found.estimate, found.se) == pytest.approx((r["value"], r["ASE"]), rel=REL)


@pytest.mark.parametrize(
    ("weights", "name"), [("quadratic", "squared"), ("linear", "equal"), ("none", "unweighted")]
)
def test_irr_gives_the_same_kappa(weights, name):
    found = weighted_kappa(of_monitors(), weights)
    assert found.estimate == pytest.approx(figures(f"d/kappa2/r1r2/{name}")["kappa"], rel=REL)


def test_it_does_not_matter_who_is_first():
    one, other = weighted_kappa(of_monitors()), weighted_kappa(of_monitors().T)
    assert (one.estimate, one.se) == pytest.approx((other.estimate, other.se), rel=REL)


def test_with_two_points_weights_say_nothing():
    counts = [[20, 5], [10, 15]]
    # Cohen's (1960) formula by hand: observed 0.7, chance 0.5
    for weights in ("quadratic", "linear", "none"):
        assert weighted_kappa(counts, weights).estimate == pytest.approx(0.4, rel=REL)


def test_a_point_that_nobody_gave_changes_nothing_of_quadratic_weights():
    wider = np.zeros((6, 6))
    wider[:5, :5] = of_monitors()
    one, other = weighted_kappa(of_monitors()), weighted_kappa(wider)
    assert (one.estimate, one.se) == pytest.approx((other.estimate, other.se), rel=REL)


def test_ends_stay_within_one():
    found = weighted_kappa([[3, 0, 0], [0, 3, 1], [0, 0, 3]], confidence=0.999)
    assert found.high == 1
    assert found.low > -1


@pytest.mark.parametrize(
    ("counts", "estimate", "reason"),
    [
        (np.zeros((3, 3)), None, "nobody answered"),
        ([[0, 1], [0, 0]], None, "n below 2"),
        (np.diag([0, 0, 10]), None, "no variation"),
        ([[0, 1, 0], [0, 6, 0], [0, 3, 0]], 0.0, "no variation"),
        (np.diag([4, 5, 6]), 1.0, "no variation"),
    ],
    ids=["nothing", "one", "both give one point", "one gives one point", "always agree"],
)
def test_where_there_is_no_interval_the_reason_stands(counts, estimate, reason):
    """R gives NaN for both constant (irr, psych) and 0 for one constant (irr)."""
    found = weighted_kappa(counts)
    assert found.reason == reason
    assert np.isnan([found.se, found.low, found.high]).all()
    assert found.estimate == pytest.approx(np.nan if estimate is None else estimate, nan_ok=True)
