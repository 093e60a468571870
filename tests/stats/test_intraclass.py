"""Agreement of monitors: figures of R's psych and irr, Shrout and Fleiss' table, edges."""

import numpy as np
import pytest
from stats_reference import REL, figures, table

from gapkit.stats.intraclass import icc_agreement

# Shrout and Fleiss (1979), table 2: six targets, four judges.
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
)
# The paper prints two digits.
PRINTED = 0.005
# psych and irr find their quantiles of F at broken degrees of freedom by their own searches.
QUANTILE = 1e-8


def scores():
    return table("d_raters")[["rater1", "rater2", "rater3"]].to_numpy(float)


def test_complete_scores_give_psychs_and_irrs_two_way_agreement():
    found, r = icc_agreement(scores()), figures("d/psych_icc")
    assert found.form == "ICC(A,1)"
    assert (found.calls, found.scores) == (30, 90)
    at = r["type"].index("ICC2")
    assert found.estimate == pytest.approx(r["icc"][at], rel=REL)
    assert (found.low, found.high) == pytest.approx((r["lo"][at], r["hi"][at]), rel=QUANTILE)
    irr = figures("d/irr_icc")["twoway_agreement_single"]
    expected = (irr["icc"], irr["lo"], irr["hi"])
    assert (found.estimate, found.low, found.high) == pytest.approx(expected, rel=QUANTILE)


def test_shrout_and_fleiss_printed_figures():
    assert icc_agreement(SHROUT_FLEISS).estimate == pytest.approx(0.29, abs=PRINTED)
    assert one_way(SHROUT_FLEISS).estimate == pytest.approx(0.17, abs=PRINTED)


def one_way(x):
    """The same scores, but each call's by other monitors."""
    calls, k = x.shape
    spread = np.full((calls, k + calls), np.nan)
    for i, row in enumerate(x):
        spread[i, i : i + k] = row
    return icc_agreement(spread)


def test_calls_scored_by_changing_monitors_give_the_one_way_form():
    found, r = one_way(scores()), figures("d/irr_icc")["oneway_agreement_single"]
    assert found.form == "ICC(1)"
    expected = (r["icc"], r["lo"], r["hi"])
    assert (found.estimate, found.low, found.high) == pytest.approx(expected, rel=REL)


def test_pairs_of_monitors_give_rs_analysis_of_variance():
    x = scores()
    # call i is scored by all but one of the three, in turn
    for i in range(len(x)):
        x[i, left_out(i)] = np.nan
    found, r = icc_agreement(x), figures("systems/icc/pairs")
    expected = (r["icc"], r["lo"], r["hi"])
    assert (found.estimate, found.low, found.high) == pytest.approx(expected, rel=REL)


def left_out(i):
    """R counts rows from 1 and takes columns (row mod 3) and (row + 1 mod 3), from 0."""
    row = i + 1
    return ({0, 1, 2} - {row % 3, (row + 1) % 3}).pop()


def test_a_monitor_who_is_always_stricter_lowers_agreement():
    x = scores()
    shifted = x - [0.0, 0.0, 1.0]
    assert icc_agreement(shifted).estimate < icc_agreement(x).estimate
    assert icc_agreement(x + 3.0).estimate == pytest.approx(icc_agreement(x).estimate, rel=REL)


def test_calls_scored_once_and_monitors_without_calls_are_left_out():
    x = np.vstack([scores(), [[5.0, np.nan, np.nan]]])
    x = np.column_stack([x, np.full(31, np.nan)])
    assert icc_agreement(x) == icc_agreement(scores())


@pytest.mark.parametrize(
    ("x", "estimate", "reason"),
    [
        ([[np.nan, 3.0]], None, "nobody answered"),
        ([[2.0, 3.0]], None, "n below 2"),
        ([[3.0, 3.0], [3.0, 3.0]], None, "no variation"),
        ([[1.0, 1.0], [4.0, 4.0], [5.0, 5.0]], 1.0, "no variation"),
        ([[1.0, 1.0, np.nan], [np.nan, 4.0, 4.0], [5.0, np.nan, 5.0]], 1.0, "no variation"),
        ([[1.0, 2.0], [2.0, 1.0], [1.5, 1.5]], None, "no variation"),
        ([[3.0, 3.0, np.nan], [3.0, np.nan, 3.0]], None, "no variation"),
    ],
)
def test_where_there_is_no_interval_the_reason_stands(x, estimate, reason):
    found = icc_agreement(x)
    assert found.reason == reason
    assert np.isnan([found.low, found.high]).all()
    if estimate is not None:
        assert found.estimate == pytest.approx(estimate)
