"""What comes of itself and what training changed: R's anova and lm, limits that are known."""

import numpy as np
import pytest
from stats_reference import REL, figures, table

from gapkit.stats.moments import Moments
from gapkit.stats.training import expected_after, training_gain
from gapkit.stats.units import intraclass


def checks():
    by = table("systems_checks").groupby("agent")["score"]
    return Moments.of(by.size(), by.mean(), by.std())


def agents():
    frame = table("systems_agents")
    return checks().mean, frame["after"].to_numpy(), frame["trained"].to_numpy() == 1


def test_expected_scores_are_those_of_rs_analysis_of_variance():
    before, r = checks(), figures("systems/training/expected")
    spread = intraclass(before)
    assert (spread.tau2, spread.within) == pytest.approx((r["tau2"], r["sigma2"]), rel=REL)
    found = expected_after(before.mean, before.n, spread.tau2, spread.within)
    assert found.mean == pytest.approx(np.array(r["expected"]), rel=REL)
    assert found.variance == pytest.approx(np.array(r["variance"]), rel=REL)


def test_where_agents_do_not_differ_all_are_expected_at_the_mean():
    found = expected_after([1.0, 2.0, 6.0], [2, 1, 1], tau2=0.0, sigma2=1.0)
    assert found.mean == pytest.approx(np.full(3, 2.5))


def test_where_checks_do_not_err_all_are_expected_to_stay():
    before = [1.0, 2.0, 6.0]
    assert expected_after(before, [2, 1, 1], 1.0, 1e-12).mean == pytest.approx(before)


def test_more_checks_come_back_less():
    found = expected_after([2.0, 2.0, 5.0], [1, 10, 5], tau2=0.5, sigma2=1.0)
    assert found.mean[0] > found.mean[1] > 2.0


def test_the_gain_is_that_of_rs_lm():
    found, r = training_gain(*agents()), figures("systems/training/gain")
    names = ("estimate", "se", "low", "high", "p", "change")
    assert [getattr(found, n) for n in names] == pytest.approx([r[n] for n in names], rel=REL)
    assert found.anyway == pytest.approx(r["change"] - r["estimate"], rel=REL)
    assert (found.trained, found.others, found.reason) == (5, 9, "")


def test_a_change_for_everybody_is_no_gain():
    before, after, trained = agents()
    one, other = training_gain(before, after, trained), training_gain(before, after + 1, trained)
    assert other.estimate == pytest.approx(one.estimate, rel=REL)
    assert other.change == pytest.approx(one.change + 1, rel=REL)


def test_scores_that_come_half_of_the_way_back_are_no_gain_for_those_picked_as_lowest():
    before = np.array([2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0])
    noise = np.array([0.1, -0.1, 0.0, 0.1, -0.1, -0.1, 0.1])
    after = 3.5 + (before - 3.5) / 2 + noise
    found = training_gain(before, after, before < 2.7)
    assert found.change > 0.5
    assert abs(found.estimate) < 0.1


def test_agents_without_scores_on_either_side_are_left_out():
    before, after, trained = agents()
    more = training_gain([*before, 3.0, np.nan], [*after, np.nan, 4.0], [*trained, True, False])
    assert more == training_gain(before, after, trained)


@pytest.mark.parametrize(
    ("before", "after", "trained", "reason"),
    [
        ([3, 4, 5, 3, 4, 5], [4, 4, 5, 3, 4, 5], [0] * 6, "nobody answered"),
        ([3, 4, 5, 3, 4, 5], [4, 4, 5, 3, 4, 5], [1] * 6, "too few cases"),
        ([3, 4, 5, 3, 4, 5], [4, 4, 5, 3, 4, 5], [1, 0, 0, 0, 0, 0], "too few cases"),
        ([3, 4, 5, 3, 4], [4, 4, 5, 3, 4], [1, 1, 0, 0, 0], "too few cases"),
        ([3, 3, 4, 4, 4, 4], [4, 4, 5, 3, 4, 5], [1, 1, 0, 0, 0, 0], "no variation"),
        ([3, 4, 5, 3, 4, 5], [4, 5, 5, 3, 4, 5], [1, 1, 0, 0, 0, 0], "no variation"),
    ],
)
def test_where_there_is_no_interval_the_reason_stands(before, after, trained, reason):
    found = training_gain(before, after, np.array(trained) == 1)
    assert found.reason == reason
    assert np.isnan([found.se, found.low, found.high, found.p]).all()
