"""Weighted, stratified and clustered means against R's survey, and what must not change them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stats_reference import P_REL, REL, figures, table

from gapkit.stats.mean_tests import t_test
from gapkit.stats.moments import Moments
from gapkit.stats.population import post_stratified_mean
from gapkit.stats.survey import (
    DesignError,
    design_effect,
    influence,
    jackknife_mean,
    jackknife_variance,
    kish_n,
    linearised_mean,
    variance_of_totals,
)

WAVES = (1, 2)
DESIGNS = ("weights_only", "cluster", "strat_cluster", "strat")


def wave(number):
    waves = table("c_waves")
    return waves[waves["wave"] == number]


def by_branch(frame, value):
    """Σw, Σwy and region of each branch."""
    sums = frame.assign(wy=frame["weight"] * value).groupby("branch")[["weight", "wy"]].sum()
    return sums["weight"], sums["wy"], frame.groupby("branch")["region"].first()


def estimate(frame, design, value, member=True):
    w = frame["weight"] * member
    if design == "weights_only":
        return linearised_mean(w, w * value)
    if design == "strat":
        n = frame.groupby("branch")["id"].transform("size")
        return linearised_mean(w, w * value, frame["branch"], n / frame["branch_pop"])
    totals, wy, region = by_branch(frame.assign(weight=w), value)
    return linearised_mean(totals, wy, region if design == "strat_cluster" else None)


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("number", WAVES)
def test_weighted_means_are_those_of_r(number, design):
    frame, key = wave(number), f"c/survey/wave{number}/{design}/"
    have, want = estimate(frame, design, frame["gap"]), figures(key + "gap_mean")
    test = t_test(have.mean, have.se, have.df)
    for ours, theirs in [
        (have.mean, "mean"),
        (have.se, "se"),
        (have.df, "df"),
        (test.ci_low, "lo_t"),
        (test.ci_high, "hi_t"),
    ]:
        np.testing.assert_allclose(ours, want[theirs], rtol=REL)
    share, want = estimate(frame, design, frame["satisfied"]), figures(key + "satisfied")
    np.testing.assert_allclose([share.mean[0], share.se[0]], [want["p"], want["se"]], rtol=REL)


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("number", WAVES)
def test_segments_keep_all_clusters_as_r_does(number, design):
    frame, want = wave(number), figures(f"c/survey/wave{number}/{design}/by_segment")
    for row, segment in enumerate(want["segment"]):
        have = estimate(frame, design, frame["gap"], frame["segment"] == segment)
        np.testing.assert_allclose(
            [have.mean[0], have.se[0]], [want["mean"][row], want["se"][row]], rtol=REL
        )


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("number", WAVES)
def test_design_effect_is_that_of_r(number, design):
    frame = wave(number)
    w, y = frame["weight"], frame["gap"]
    have = design_effect(
        estimate(frame, design, y).se, [len(y)], [w.sum()], [(w * y).sum()], [(w * y * y).sum()]
    )
    want = figures(f"c/survey/wave{number}/{design}/gap_mean_deff")["deff_replace"]
    np.testing.assert_allclose(have, want, rtol=REL)


@pytest.mark.parametrize("number", WAVES)
def test_effective_n_is_kishs(number):
    w = wave(number)["weight"]
    want = figures(f"c/survey/wave{number}/kish")["neff"]
    np.testing.assert_allclose(kish_n([w.sum()], [(w**2).sum()]), want, rtol=REL)


@pytest.mark.parametrize("number", WAVES)
def test_jackknife_over_branches_is_that_of_r(number):
    frame = wave(number)
    totals, wy, region = by_branch(frame, frame["gap"])
    for have, key in [
        (jackknife_mean(totals, wy), "jk1_branches"),
        (jackknife_mean(totals, wy, region), "jkn_strat_branches"),
    ]:
        want = figures(f"c/survey/wave{number}/{key}")
        np.testing.assert_allclose(
            [have.mean[0], have.se[0], have.df[0]], [want["mean"], want["se"], want["df"]], rtol=REL
        )
    left_out = figures(f"c/survey/wave{number}/jackknife_def")
    replicates = np.array([*left_out["replicates"].values()])[:, None]
    np.testing.assert_allclose(
        np.sqrt(jackknife_variance(replicates)), left_out["se_center_mean"], rtol=REL
    )


def test_change_between_waves_keeps_the_covariance_of_branches():
    first, second = (by_branch(f, f["gap"]) for f in map(wave, WAVES))
    z = influence(second[0], second[1]) - influence(first[0], first[1])
    want = figures("c/change/survey_diff")
    region = first[2]
    np.testing.assert_allclose(
        np.sqrt(variance_of_totals(z, region)), want["same_branches"]["se"], rtol=REL
    )
    apart = np.sqrt(sum(linearised_mean(*side).se ** 2 for side in (first, second)))
    np.testing.assert_allclose(apart, want["independent_waves"]["se"], rtol=REL)
    # svyttest's slope is the same difference between two domains of one wave
    frame = wave(1)
    w, y, personal = frame["weight"], frame["gap"], frame["segment"] == "personal"
    z = influence(w * personal, w * y * personal) - influence(w * ~personal, w * y * ~personal)
    want = figures("c/survey/wave1/weights_only/svyttest")
    test = t_test(want["est"], np.sqrt(variance_of_totals(z)), want["df"])
    np.testing.assert_allclose(test.t, want["t"], rtol=REL)
    np.testing.assert_allclose(test.p, want["p"]["segmentpersonal"], rtol=P_REL)


def test_a_lonely_cluster_is_an_error_that_names_its_stratum():
    weight, total, stratum = [2, 2, 1], [3, 7, 5], ["north", "north", "south"]
    assert "has only one PSU" in figures("edge/survey/lonely_psu")["error"]
    for estimator in (linearised_mean, jackknife_mean):
        with pytest.raises(DesignError, match="stratum: south"):
            estimator(weight, total, stratum)
    have = linearised_mean(weight, total, stratum, lonely="adjust")
    want = figures("edge/survey/lonely_psu_options")["adjust"]
    np.testing.assert_allclose([have.mean[0], have.se[0]], [want["mean"], want["se"]], rtol=REL)


def test_one_cluster_has_a_mean_and_no_error():
    assert "only one primary sampling unit" in figures("edge/survey/one_cluster")["error"]
    for estimator in (linearised_mean, jackknife_mean):
        have = estimator([3], [6], ["only"])
        assert have.mean[0] == 2
        assert np.isnan([have.se, have.df]).all()
    # two clusters, but one figure was answered in one of them only, and another nowhere
    for estimator in (linearised_mean, jackknife_mean):
        have = estimator([[1, 1, 0], [1, 0, 0]], [[1, 1, 0], [2, 0, 0]])
        assert have.clusters.tolist() == [2, 1, 0]
        assert np.isnan(have.se).tolist() == [False, True, True]
        assert np.isnan(have.mean).tolist() == [False, False, True]


def test_a_weight_of_zero_stays_in_the_design():
    y = np.array([1, 2, 3, 100.0])
    for rows, key in ((4, "zero_weight"), (3, "zero_weight_dropped")):
        w = np.array([1, 2, 1, 0.0])[:rows]
        want = figures(f"edge/survey/{key}")
        have = linearised_mean(w, w * y[:rows])
        np.testing.assert_allclose([have.mean[0], have.se[0]], [want["mean"], want["se"]], rtol=REL)


def test_without_weight_or_variation_nothing_is_infinite():
    assert np.isnan(kish_n([0.0], [0.0])).all()
    assert np.isnan(design_effect([0.1], [5], [5.0], [10.0], [20.0])).all()
    assert np.isnan(design_effect([0.1], [1], [0.0], [0.0], [0.0])).all()


values = st.lists(st.integers(1, 7), min_size=3, max_size=12)


@given(values)
def test_equal_weights_are_students_t(y):
    """A sample of people with weight 1 each is a simple sample."""
    have = linearised_mean(np.ones(len(y)), y)
    np.testing.assert_allclose(have.se, np.std(y, ddof=1) / np.sqrt(len(y)), atol=1e-12)
    np.testing.assert_allclose(jackknife_mean(np.ones(len(y)), y).se, have.se, atol=1e-9)


@given(values, st.integers(-5, 5), st.floats(0.5, 100))
def test_shift_of_answers_and_scale_of_weights_leave_the_error(y, shift, factor):
    w = np.arange(1, len(y) + 1.0)
    stratum = np.arange(len(y)) % 2 if len(y) > 3 else None
    one = linearised_mean(w, w * y, stratum)
    other = linearised_mean(factor * w, factor * w * (np.array(y) + shift), stratum)
    np.testing.assert_allclose(other.mean, one.mean + shift, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(other.se, one.se, rtol=1e-9, atol=1e-9)


def test_post_stratified_mean_is_the_stratified_sample_of_its_people():
    """Units as strata with weights N/n: the linearised mean, which R agrees with."""
    frame = wave(1)
    groups = frame.groupby("branch")["gap"]
    population = frame.groupby("branch")["branch_pop"].first()
    have = post_stratified_mean(Moments.of(groups.size(), groups.mean(), groups.std()), population)
    n = groups.transform("size")
    w = frame["branch_pop"] / n
    want = linearised_mean(w, w * frame["gap"], frame["branch"], n / frame["branch_pop"])
    for name in ("mean", "se", "df"):
        np.testing.assert_allclose(getattr(have, name), getattr(want, name), rtol=REL)


def test_post_stratification_at_the_edges():
    units = Moments.of([10, 1, 0], [1.0, 2.0, np.nan], [1.0, np.nan, np.nan])
    with pytest.raises(DesignError, match="stratum: Harbour"):
        post_stratified_mean(units, [100, 100, 50], names=["Station", "Harbour", "Park"])
    adjusted = post_stratified_mean(units, [100, 100, 50], lonely="adjust")
    # by hand: mean 1.5; ¼ (.9 × 1/10) + ¼ (.99 × .5²)
    np.testing.assert_allclose(adjusted.mean, 1.5)
    np.testing.assert_allclose(adjusted.se**2, 0.25 * 0.09 + 0.25 * 0.99 * 0.25)
    with pytest.raises(DesignError, match="more answers than customers in: Station"):
        post_stratified_mean(units, [5, 100, 50], names=["Station", "Harbour", "Park"])
    everybody = post_stratified_mean(Moments.of([4, 6], [1.0, 2.0], 1.0), [4, 6])
    assert everybody.se[0] == 0
    for few in (Moments.of([0], np.nan, np.nan), Moments.of([1], 2.0, np.nan)):
        assert np.isnan(post_stratified_mean(few, [9], "adjust").se).all()
