"""Gaps between roles: other people, a specification, a campaign; against SciPy on the raw answers."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from gapkit import Gap, Options, Wave

from .plain import (
    ABS,
    P_REL,
    REL,
    answers,
    complete,
    exact_ties,
    levels,
    one_row,
    small_sample_factor,
    source,
    survey,
)

ITEM = {"level": "item", "key": "r2"}


def known(scores):
    return scores[~np.isnan(scores)]


@pytest.fixture
def two_roles(rng):
    customers = answers(rng, 70, "EP", holes=0.1)
    managers = answers(rng, 25, "MS", points=range(3, 8), holes=0.1)
    return customers, managers


def test_other_people_are_compared_as_two_samples(two_roles):
    customers, managers = two_roles
    table = survey(source("customer", customers), source("manager", managers)).gaps().frame
    beliefs = levels(managers, "belief")
    for (level, key), expected in levels(customers, "expectation").items():
        left, right = known(expected), known(beliefs[level, key])
        row = one_row(table, gap="1", level=level, key=key)
        test = stats.ttest_ind(right, left, equal_var=False)
        low, high = test.confidence_interval()
        gap = right.mean() - left.mean()
        spread = np.sqrt((left.var(ddof=1) + right.var(ddof=1)) / 2)
        want = {
            "n_left": len(left), "n_right": len(right), "mean_left": left.mean(),
            "mean_right": right.mean(), "estimate": gap,
            "se": np.sqrt(left.var(ddof=1) / len(left) + right.var(ddof=1) / len(right)),
            "t": test.statistic, "df": test.df, "ci_low": low, "ci_high": high,
            "effect": gap / spread * small_sample_factor(len(left) + len(right) - 2),
        }  # fmt: skip
        np.testing.assert_allclose(
            row[list(want)].astype(float), list(want.values()), rtol=REL, atol=ABS, err_msg=key
        )
        ranks = stats.mannwhitneyu(exact_ties(right), exact_ties(left), method="asymptotic")
        np.testing.assert_allclose(row["p"], test.pvalue, rtol=P_REL)
        np.testing.assert_allclose(row["wilcoxon_p"], ranks.pvalue, rtol=P_REL)
        assert row["pairing"] == "independent"
        assert row[["n", "sd", "share_below", "share_met", "share_above"]].isna().all()


def test_the_average_of_other_people_is_taken_on_each_side(rng):
    customers, managers = answers(rng, 60, "E"), answers(rng, 20, "M")
    table = survey(source("customer", customers), source("manager", managers)).gaps().frame
    left, right = levels(customers, "expectation"), levels(managers, "belief")
    for level in ("item", "dimension"):
        keys = [k for x, k in left if x == level]
        own_left = {
            k: left[level, k] - np.mean([left[level, j] for j in keys], axis=0) for k in keys
        }
        own_right = {
            k: right[level, k] - np.mean([right[level, j] for j in keys], axis=0) for k in keys
        }
        for key in keys:
            row = one_row(table, gap="1", level=level, key=key)
            test = stats.ttest_ind(own_right[key], own_left[key], equal_var=False)
            low, high = test.confidence_interval()
            want = [own_right[key].mean() - own_left[key].mean(), low, high]
            have = row[["vs_average", "vs_average_low", "vs_average_high"]].astype(float)
            np.testing.assert_allclose(have, want, rtol=REL, atol=ABS)


def test_managers_own_standards_and_beliefs_are_pairs_of_the_same_people(two_roles):
    customers, managers = two_roles
    table = survey(source("customer", customers), source("manager", managers)).gaps().frame
    row = one_row(table, gap="2", **ITEM)
    belief, standard = complete(*(managers[c].to_numpy() for c in ("M2", "S2")))
    test = stats.ttest_rel(standard, belief)
    assert row["pairing"] == "respondent"
    np.testing.assert_allclose([row["n"], row["t"]], [len(belief), test.statistic], rtol=REL)


LAID_DOWN = pd.DataFrame([[5, 6, 4, 6, 5, 3]], columns=[f"S{n}" for n in range(1, 7)])


def test_people_against_a_specification_are_one_sample(rng):
    monitor = answers(rng, 40, "D", holes=0.1)
    table = survey(source("monitor", monitor), source("specification", LAID_DOWN)).gaps().frame
    constants = {k: v[0] for k, v in levels(LAID_DOWN, "standard").items()}
    for (level, key), delivered in levels(monitor, "delivery").items():
        x, constant = known(delivered), constants[level, key]
        row = one_row(table, gap="3", level=level, key=key)
        test = stats.ttest_1samp(x, constant)
        low, high = test.confidence_interval()
        d = x - constant
        want = {
            "n": len(x), "n_right": len(x), "mean_left": constant, "mean_right": x.mean(),
            "estimate": d.mean(), "sd": x.std(ddof=1), "t": test.statistic, "df": len(x) - 1,
            "ci_low": low - constant, "ci_high": high - constant,
            "effect": d.mean() / x.std(ddof=1) * small_sample_factor(len(x) - 1),
            "share_below": (exact_ties(d) < 0).mean(), "share_met": (exact_ties(d) == 0).mean(),
        }  # fmt: skip
        np.testing.assert_allclose(
            row[list(want)].astype(float), list(want.values()), rtol=REL, atol=ABS, err_msg=key
        )
        ranks = stats.wilcoxon(exact_ties(d), method="asymptotic", correction=True)
        np.testing.assert_allclose(row["p"], test.pvalue, rtol=P_REL)
        np.testing.assert_allclose(row["wilcoxon_p"], ranks.pvalue, rtol=P_REL)
        assert row["pairing"] == "constant"
        assert pd.isna(row["n_left"])


def test_a_specification_at_the_right_is_laid_down_less_what_people_say(rng):
    managers = answers(rng, 30, "M")
    table = survey(source("manager", managers), source("specification", LAID_DOWN)).gaps().frame
    row = one_row(table, gap="2", **ITEM)
    test = stats.ttest_1samp(managers["M2"], 6)
    want = [6 - managers["M2"].mean(), -test.statistic, 6, managers["M2"].mean(), 30]
    have = row[["estimate", "t", "mean_right", "mean_left", "n_left"]].astype(float)
    np.testing.assert_allclose(have, want, rtol=REL, atol=ABS)
    assert row["n"] == 30
    assert pd.isna(row["n_right"])


@pytest.mark.parametrize(("role", "battery", "gap"), [("monitor", "D", "3"), ("manager", "M", "2")])
def test_nobody_beside_a_specification_counts_on_the_peoples_side(rng, role, battery, gap):
    people = answers(rng, 10, battery)
    people[f"{battery}2"] = np.nan
    table = survey(source(role, people), source("specification", LAID_DOWN)).gaps().frame
    row = one_row(table, gap=gap, **ITEM)
    here, not_here = ("n_right", "n_left") if gap == "3" else ("n_left", "n_right")
    assert (row["n"], row[here]) == (0, 0)
    assert pd.isna(row[not_here])
    assert row["reason"] == "nobody answered"
    assert row["verdict"] == "unclear"


def test_what_no_specification_lays_down_is_not_asked(rng):
    holes = LAID_DOWN.astype(float)
    holes["S2"] = np.nan
    monitor = answers(rng, 10, "D")
    table = survey(source("monitor", monitor), source("specification", holes)).gaps().frame
    row = one_row(table, gap="3", **ITEM)
    assert row["reason"] == "not asked"
    assert np.isnan(row["estimate"])


def test_standards_of_a_specification_come_before_managers(two_roles):
    customers, managers = two_roles
    table = survey(
        source("customer", customers), source("manager", managers), source("specification", LAID_DOWN)
    ).gaps().frame  # fmt: skip
    assert set(table.query("gap == '2'")["pairing"]) == {"constant"}


def test_a_gap_of_the_users_own_names_its_roles(rng):
    managers, staff = answers(rng, 20, "MS"), answers(rng, 30, "SD")
    consensus = Gap("6", right="employee.standard", left="manager.standard")
    table = survey(source("manager", managers), source("employee", staff), own_gaps=(consensus,))
    row = one_row(table.gaps().frame, gap="6", **ITEM)
    test = stats.ttest_ind(staff["S2"], managers["S2"], equal_var=False)
    np.testing.assert_allclose([row["t"], row["df"]], [test.statistic, test.df], rtol=REL)
    assert table.gaps().frame["gap"].iloc[-1] == "6"


def promised(rows):
    return pd.DataFrame([[6, 6, 6, 5, 5, 5]] * rows, columns=[f"C{n}" for n in range(1, 7)])


@pytest.mark.parametrize(("audits", "pairing"), [(1, "constant"), (2, "independent")])
def test_one_audit_of_a_campaign_is_taken_as_given(rng, audits, pairing):
    monitor = answers(rng, 30, "D")
    table = survey(source("monitor", monitor), source("campaign", promised(audits))).gaps().frame
    row = one_row(table, gap="4", **ITEM)
    assert row["pairing"] == pairing
    # two audits that agree have no spread: Welch's test is then that against a constant as well
    test = stats.ttest_1samp(monitor["D2"], 6)
    np.testing.assert_allclose(
        [row["t"], row["p"], row["estimate"]],
        [test.statistic, test.pvalue, monitor["D2"].mean() - 6],
        rtol=P_REL,
    )


def test_a_campaign_is_no_sample_of_people(rng):
    monitor = answers(rng, 30, "D")
    gaps = survey(source("monitor", monitor), source("campaign", promised(2))).gaps()
    public = one_row(gaps.published(min_n=5).frame, gap="4", **ITEM)
    assert public["reason"] == ""
    assert public["estimate"] == one_row(gaps.frame, gap="4", **ITEM)["estimate"]
    assert (
        gaps.frame["verdict"].isin(["met", "shortfall", "surplus"]).any()
    )  # n_left of 2 is no bar


def test_different_audits_of_a_campaign_are_a_sample(rng):
    monitor, audits = answers(rng, 30, "D"), answers(rng, 6, "C")
    table = survey(source("monitor", monitor), source("campaign", audits)).gaps().frame
    row = one_row(table, gap="4", **ITEM)
    test = stats.ttest_ind(monitor["D2"], audits["C2"], equal_var=False)
    np.testing.assert_allclose([row["t"], row["df"]], [test.statistic, test.df], rtol=REL)


def test_audits_are_taken_as_given_where_there_is_one_and_compared_where_there_are_more(rng):
    monitor, campaign = answers(rng, 40, "D"), promised(3)
    monitor["branch"] = ["North", "South"] * 20
    campaign["branch"] = ["North", "South", "South"]
    both = survey(
        source("monitor", monitor), source("campaign", campaign), segments=("branch",)
    ).gaps().frame.query("gap == '4' and key == 'r2'")  # fmt: skip
    pairing = dict(zip(both["value"], both["pairing"], strict=True))
    assert pairing == {"all": "independent", "North": "constant", "South": "independent"}


# --- waves, units and segments ---


@pytest.fixture
def waves(rng):
    customers = answers(rng, 60, "EP")
    customers["quarter"] = ["2026Q1", "2026Q2", "2026Q3"] * 20
    customers["branch"] = (["North"] * 30) + (["South"] * 30)
    customers["channel"] = ["app", "counter"] * 30
    managers = answers(rng, 12, "M")
    managers["branch"] = ["North"] * 6 + ["West"] * 6
    return customers, managers


def test_a_source_without_waves_takes_part_in_every_wave(waves):
    customers, managers = waves
    table = survey(
        source("customer", customers), source("manager", managers), wave=Wave(column="quarter")
    ).gaps().frame.query("gap == '1' and key == 'r2'")  # fmt: skip
    assert table["wave"].tolist() == ["2026Q1", "2026Q2", "2026Q3"]
    for wave, row in table.set_index("wave").iterrows():
        mine = customers[customers["quarter"] == wave]
        test = stats.ttest_ind(managers["M2"], mine["E2"], equal_var=False)
        np.testing.assert_allclose([row["t"], row["df"]], [test.statistic, test.df], rtol=REL)
    assert table["n_right"].tolist() == [12, 12, 12]


def test_nothing_is_pooled_over_waves_and_one_wave_may_be_asked_for(waves):
    customers, _ = waves
    of_all = survey(source("customer", customers), wave=Wave(column="quarter"))
    limited = of_all.limited(["2026Q2"])
    assert set(limited.gaps().frame["wave"]) == {"2026Q2"}
    whole = of_all.gaps().frame
    pd.testing.assert_frame_equal(
        limited.gaps().frame, whole[whole["wave"] == "2026Q2"].reset_index(drop=True)
    )
    assert set(limited.gaps(by="branch").frame["wave"]) == {"2026Q2"}
    assert set(of_all.gaps().frame["wave"]) == {"2026Q1", "2026Q2", "2026Q3"}


def test_a_unit_that_only_one_role_knows_keeps_its_rows(waves):
    customers, managers = waves
    table = survey(
        source("customer", customers), source("manager", managers), segments=("branch",)
    ).gaps().frame.query("gap == '1' and key == 'r2'").set_index("value")  # fmt: skip
    assert table.index.tolist() == ["all", "North", "South", "West"]
    assert table.loc["South", "n_right"] == 0
    assert table.loc["West", "n_left"] == 0
    for value in ("South", "West"):
        row = table.loc[value]
        assert row["reason"] == "nobody answered"
        assert row[["estimate", "t", "p", "effect", "wilcoxon_p"]].isna().all()
        assert row["verdict"] == "unclear"
    assert table.loc["West", "mean_right"] == managers["M2"].iloc[6:].mean()


def test_a_gap_has_no_rows_for_a_segment_that_one_side_lacks(waves):
    customers, managers = waves
    table = survey(
        source("customer", customers), source("manager", managers), segments=("branch", "channel")
    ).gaps().frame  # fmt: skip
    assert set(table.query("gap == '1'")["segment"]) == {"all", "branch"}
    assert set(table.query("gap == '5'")["segment"]) == {"all", "branch", "channel"}


def test_a_specification_stands_for_every_value(rng):
    monitor = answers(rng, 40, "D")
    monitor["branch"] = ["North", "South"] * 20
    table = survey(
        source("monitor", monitor), source("specification", LAID_DOWN), segments=("branch",)
    ).gaps().frame.query("gap == '3' and key == 'r2'").set_index("value")  # fmt: skip
    for value in ("North", "South"):
        mine = monitor.loc[monitor["branch"] == value, "D2"]
        want = stats.ttest_1samp(mine, 6).statistic
        np.testing.assert_allclose(table.loc[value, "t"], want, rtol=REL)


def test_small_sides_are_not_judged(rng):
    customers, managers = answers(rng, 100, "E", points=(6, 7)), answers(rng, 5, "M", points=(1, 2))
    few = survey(source("customer", customers), source("manager", managers))
    assert set(few.gaps().frame["verdict"]) == {"unclear"}
    judged = few.using(min_n_verdict=5).gaps().frame
    assert set(judged["verdict"]) == {"shortfall"}
    assert few.options == Options()
