"""Time until done: R's survfit, a plain count where nothing is cut off, edges."""

import numpy as np
import pytest
from stats_reference import REL, figures, table

from gapkit.stats.kaplan_meier import kaplan_meier
from gapkit.stats.shares import wilson


def days(transform="log-log"):
    frame = table("systems_days")
    return kaplan_meier(frame["days"], frame["answered"], transform=transform)


def numbers(values):
    """R's NA and NaN are NaN here."""
    return np.array([float("nan") if v in ("NA", "NaN") else v for v in values], float)


@pytest.mark.parametrize("transform", ["log-log", "log"])
def test_the_curve_is_rs(transform):
    found, r = days(transform), figures(f"systems/survfit/{transform}")
    for name in ("time", "at_risk", "events", "survival", "se", "low", "high"):
        expected = numbers(r[name])
        assert getattr(found, name) == pytest.approx(expected, rel=REL, nan_ok=True), name


@pytest.mark.parametrize("transform", ["log-log", "log"])
def test_the_median_is_rs(transform):
    median, r = days(transform).median, figures(f"systems/survfit/{transform}")
    assert [median.estimate, median.low, median.high] == pytest.approx(numbers(r["median"]))


@pytest.mark.parametrize("transform", ["log-log", "log"])
def test_shares_within_a_target_are_rs(transform):
    found, r = days(transform), figures(f"systems/survfit/{transform}")
    for k, target in enumerate(r["targets"]):
        share = found.within(target)
        expected = [r[name][k] for name in ("within", "within_low", "within_high")]
        assert [share.estimate, share.low, share.high] == pytest.approx(expected, rel=REL)


def test_a_share_of_just_half_that_lasts_has_its_median_in_the_middle():
    found, r = kaplan_meier([1, 2, 3, 4], [1, 1, 1, 1]).median, figures("systems/survfit/half")
    expected = numbers([r["median"], r["low"], r["high"]])
    assert [found.estimate, found.low, found.high] == pytest.approx(expected, nan_ok=True)


def test_where_all_were_watched_to_the_end_it_is_a_plain_count(rng):
    t = rng.integers(1, 20, 200)
    found = kaplan_meier(t, np.ones(200))
    assert found.n == 200
    for target in (3, 9.5, 18):
        assert found.within(target).estimate == pytest.approx((t <= target).mean(), rel=REL)
    # Greenwood's is then the binomial standard error
    share = (t <= 9).mean()
    at = found.time.tolist().index(9)
    assert found.se[at] == pytest.approx(np.sqrt(share * (1 - share) / 200), rel=REL)


def test_things_done_come_before_things_cut_off_at_the_same_time():
    found = kaplan_meier([5, 5], [False, True])
    assert found.survival.tolist() == [0.5]


def test_none_or_all_done_have_wilsons_interval():
    found = kaplan_meier([2, 4, 6, 8, 9], [True] * 5)
    none, everything = found.within(1), found.within(9)
    assert (none.estimate, none.low, none.high) == (0, 0, wilson([0], [5])[1][0])
    assert (everything.estimate, everything.low, everything.high) == (1, wilson([5], [5])[0][0], 1)
    assert found.within(100) == everything


def test_who_was_cut_off_before_the_target_does_not_count_as_watched():
    found = kaplan_meier([1, 1, 1, 7, 8], [False, False, False, True, True]).within(5)
    assert found.high == wilson([0], [2])[1][0]


def test_beyond_the_last_time_nothing_is_known():
    found = kaplan_meier([1, 2, 3], [True, True, False])
    assert np.isnan(found.within(4).estimate)
    assert found.within(3).estimate == pytest.approx(2 / 3)
    assert np.isnan(kaplan_meier([1, 2, 3], [False] * 3).median.estimate)


def test_nothing_watched_is_an_empty_curve():
    found = kaplan_meier([], [])
    assert found.n == 0
    assert np.isnan([found.median.estimate, found.within(3).low]).all()
