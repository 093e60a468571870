"""Control limits: R's qcc and Laney's definition, signals, what is held."""

from __future__ import annotations

import numpy as np
import pytest
from stats_reference import REL, figures, table

from gapkit.stats.control_limits import (
    beyond,
    control_limits,
    long_runs,
    mean_limits,
    pooled_sd,
    proportion_limits,
)


def quarters():
    frame = table("c_quarters")
    share = (frame["satisfied"] / frame["n"]).to_numpy()
    centre = frame["satisfied"].sum() / frame["n"].sum()
    return share, np.sqrt(centre * (1 - centre) / frame["n"].to_numpy()), centre


def test_of_figures_alike_in_error_the_limits_are_those_of_qccs_individuals():
    means = table("c_quarter_subgroups").groupby("quarter")["gap"].mean()
    found, r = control_limits(means, baseline=0), figures("c/charts/xbarone")
    assert found.centre == pytest.approx(r["center"], rel=REL)
    assert found.inflation == pytest.approx(r["sd"], rel=REL)
    assert found.low == pytest.approx(np.full(16, r["LCL"]), rel=REL)
    assert found.high == pytest.approx(np.full(16, r["UCL"]), rel=REL)


def test_of_shares_the_limits_are_laneys():
    share, error, centre = quarters()
    found, r = (
        control_limits(share, error, centre, baseline=0),
        figures("c/charts/laney_pprime_def"),
    )
    assert found.inflation == pytest.approx(r["sigma_z"], rel=REL)
    assert found.low == pytest.approx(np.array(r["LCL"]), rel=REL)
    assert found.high == pytest.approx(np.array(r["UCL"]), rel=REL)


def test_without_inflation_they_would_be_qccs_p_chart():
    share, error, centre = quarters()
    found, r = control_limits(share, error, centre, baseline=0), figures("c/charts/p")
    assert centre == pytest.approx(r["center"], rel=REL)
    plain = centre - (centre - found.low) / found.inflation
    assert plain == pytest.approx(np.array(list(r["LCL"].values())), rel=REL)


def test_limits_of_the_baseline_are_held():
    steady = np.array([0.1, -0.1] * 6)
    later = control_limits([*steady, 5.0, 6.0])
    alone = control_limits(steady)
    assert later.centre == pytest.approx(alone.centre)
    assert later.low[:12] == pytest.approx(alone.low)
    assert beyond([*steady, 5.0, 6.0], later).tolist() == [False] * 12 + [True, True]


def test_a_run_counts_from_its_first_point_and_ends_on_the_other_side():
    side = [1] * 8 + [-1] * 7 + [0] + [-1]
    assert long_runs(side, 0.0).tolist() == [False] * 7 + [True] + [False] * 9


def test_a_p_chart_is_qccs():
    frame, r = table("c_quarters"), figures("c/charts/p")
    found = proportion_limits(frame["satisfied"], frame["n"], baseline=0)
    assert found.centre == pytest.approx(r["center"], rel=REL)
    assert found.low == pytest.approx(np.array(list(r["LCL"].values())), rel=REL)
    assert found.high == pytest.approx(np.array(list(r["UCL"].values())), rel=REL)


def test_a_p_chart_holds_the_limits_of_its_baseline_as_qcc_does():
    frame, r = table("c_quarters"), figures("c/charts/p_first12")
    found = proportion_limits(frame["satisfied"], frame["n"])
    assert found.centre == pytest.approx(r["center"], rel=REL)
    assert found.high == pytest.approx(np.array(list(r["UCL"].values())), rel=REL)


def test_limits_of_rare_cases_are_cut_at_0():
    frame, r = table("systems_quarters"), figures("systems/limits/proportion")
    found = proportion_limits(frame["critical"], frame["checked"], baseline=0)
    assert found.low == pytest.approx(np.array(r["LCL"]), abs=0)
    assert found.high == pytest.approx(np.array(r["UCL"]), rel=REL)


@pytest.mark.parametrize("case", [0, 1])
def test_a_baseline_without_a_case_or_with_nothing_else_leaves_room_for_one(case):
    sizes = np.array([50, 50, 50, 10])
    found = proportion_limits(case * sizes, sizes, baseline=0)
    assert found.centre == case
    # Wilson's (1927) limit at 3 standard deviations of 0 of n is 9 ÷ (n + 9)
    far = found.high if case == 0 else 1 - found.low
    assert far == pytest.approx(9 / (sizes + 9), rel=REL)
    assert (found.low if case == 0 else found.high).tolist() == [case] * 4


def test_an_x_bar_chart_of_unequal_waves_follows_qccs_rules():
    frame, r = table("systems_quarters"), figures("systems/limits/mean")
    sd = pooled_sd(frame["sd"], frame["checked"])
    found = mean_limits(frame["mean"], frame["checked"], sd, baseline=0)
    assert sd == pytest.approx(r["sd"], rel=REL)
    assert found.centre == pytest.approx(r["center"], rel=REL)
    assert found.low == pytest.approx(np.array(r["LCL"]), rel=REL)
    assert found.high == pytest.approx(np.array(r["UCL"]), rel=REL)


def test_an_x_bar_chart_of_equal_waves_is_qccs_own():
    by, r = (
        table("c_quarter_subgroups").groupby("quarter")["gap"],
        figures("c/charts/xbar")["RMSDF"],
    )
    sd = pooled_sd(by.std(), by.size())
    found = mean_limits(by.mean(), by.size(), sd, baseline=0)
    assert (sd, found.centre) == pytest.approx((r["sd"], r["center"]), rel=REL)
    assert (found.low[0], found.high[0]) == pytest.approx((r["LCL"], r["UCL"]), rel=REL)


def test_waves_of_one_score_have_no_spread_to_pool():
    assert pooled_sd([np.nan, 2.0], [1, 30]) == pooled_sd([2.0], [30])
    assert np.isnan(pooled_sd([np.nan], [1]))
