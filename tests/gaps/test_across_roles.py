"""Tables across roles: gap 1 without anchors, consensus, witnesses; against plain recomputations."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from gapkit.options import Options

from .plain import ITEMS, P_REL, REL, one_row, source, survey

EXACT = 1e-12
"""A constant added to one side moves whole numbers only; nothing else may move at all."""

# items set apart enough that both sides rank them alike in nearly every sample
STEPS = np.linspace(2.0, 6.0, len(ITEMS))


def rated(rng, rows, prefix, means, low=1, high=7):
    drawn = np.clip(np.rint(rng.normal(means, 0.7, (rows, len(means)))), low, high)
    return pd.DataFrame(drawn, columns=[f"{prefix}{n}" for n in range(1, len(means) + 1)])


def two_roles(believed, seed=1):
    rng = np.random.default_rng(seed)
    customers = rated(rng, 200, "E", STEPS)
    managers = rated(rng, 60, "M", believed)
    return customers, managers


def knowledge(customers, managers):
    of = survey(source("customer", customers), source("manager", managers))
    return of.knowledge().frame, of.profile().frame, of


def test_the_profile_is_the_plain_rank_correlation_of_item_means():
    customers, managers = two_roles(STEPS - 0.5)
    frame, profile, _ = knowledge(customers, managers)
    row = one_row(frame, gap="1", level="item")
    plain = stats.spearmanr(customers.mean().to_numpy(), managers.mean().to_numpy())
    assert row["profile_r"] == pytest.approx(plain.statistic, rel=REL)
    difference = managers.mean().to_numpy() - customers.mean().to_numpy()
    items = profile[(profile["gap"] == "1") & (profile["level"] == "item")]["gap_centred"]
    assert items.to_numpy() == pytest.approx(difference - difference.mean(), abs=EXACT)


def test_a_constant_added_to_one_roles_answers_changes_nothing_but_the_level():
    rng = np.random.default_rng(2)
    customers = rated(rng, 150, "E", STEPS)
    managers = rated(rng, 40, "M", STEPS, low=1, high=5)
    before, profile_before, _ = knowledge(customers, managers)
    after, profile_after, _ = knowledge(customers, managers + 2)
    moved = {"level_difference", "ci_low", "ci_high"}
    for column in before.columns:
        if column in moved or not pd.api.types.is_numeric_dtype(before[column]):
            continue
        a, b = (f[column].astype(float).to_numpy() for f in (before, after))
        assert b == pytest.approx(a, abs=EXACT, nan_ok=True), column
    assert (after["level_difference"] - before["level_difference"]).to_numpy() == pytest.approx(
        2, abs=1e-9
    )
    same = profile_after["gap_centred"].to_numpy()
    assert same == pytest.approx(profile_before["gap_centred"].to_numpy(), abs=EXACT)


def test_managers_in_reversed_order_have_no_mean_gap_and_the_report_says_so():
    customers, managers = two_roles(STEPS[::-1])
    frame, _, of = knowledge(customers, managers)
    row = one_row(frame, gap="1", level="item")
    assert row["profile_r"] < -0.9
    gaps = of.gaps().frame
    items = gaps[(gaps["gap"] == "1") & (gaps["level"] == "item")]["estimate"]
    assert abs(items.mean()) < 0.15
    assert items.abs().max() > 2
    said = of.knowledge().summary()
    assert said
    assert said != repr(of.knowledge())


@pytest.mark.parametrize("swapped", [False, True])
def test_consensus_is_welchs_comparison_of_managers_and_staff(swapped):
    rng = np.random.default_rng(3)
    managers, staff = rated(rng, 40, "S", STEPS), rated(rng, 60, "S", STEPS - 0.3)
    if swapped:
        managers, staff = staff, managers
    of = survey(source("manager", managers), source("employee", staff))
    row = one_row(of.consensus().frame, battery="standard", level="item", key="r2")
    plain = stats.ttest_ind(staff["S2"], managers["S2"], equal_var=False)
    assert (row["role_left"], row["role_right"]) == ("manager", "employee")
    assert row["difference"] == pytest.approx(staff["S2"].mean() - managers["S2"].mean(), rel=REL)
    assert row["p"] == pytest.approx(plain.pvalue, rel=P_REL)
    assert row["sd_left"] == pytest.approx(managers["S2"].std(), rel=REL)
    variance = managers["S2"].var()
    # James, Demaree and Wolf (1984): against the variance of answers spread evenly over 7 points
    assert variance < 4
    assert row["agreement_left"] == pytest.approx(1 - variance / 4, rel=REL)


def test_witnesses_that_see_another_thing_are_told_to_disagree():
    rng = np.random.default_rng(4)
    customers = rated(rng, 200, "P", np.full(len(ITEMS), 4.0))
    checks = rated(rng, 200, "D", np.full(len(ITEMS), 5.0))
    alike = rated(rng, 200, "D", np.full(len(ITEMS), 4.0))
    apart = survey(source("customer", customers), source("monitor", checks)).witnesses().frame
    together = survey(source("customer", customers), source("monitor", alike)).witnesses().frame
    assert (apart["verdict"] == "disagree").all()
    assert (together["verdict"] == "agree").all()


def test_few_managers_stay_unjudged_and_are_blank_where_published():
    customers, managers = two_roles(STEPS)
    of = survey(
        source("customer", customers), source("manager", managers.head(3)), options=Options()
    )
    assert of.knowledge().published().frame["profile_r"].isna().all()
    assert (of.profile().published().frame["reason"] == "suppressed").all()
