"""Control limits: R's qcc and Laney's definition, signals, what is held."""

from __future__ import annotations

import numpy as np
import pytest
from stats_reference import REL, figures, table

from gapkit.stats.control_limits import beyond, control_limits, long_runs


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
