"""Tags only regroup items: totals are the untagged, errors those of the very mean."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from gapkit import read_study
from gapkit.samples import sample

from .plain import people, source, survey

EXACT = 1e-12
"""Weighted sums of the same means."""

REL = 1e-9
"""Against the same formula in floating point, in another order of sums."""

PLACE = ["wave", "segment", "value", "gap"]

DESIGN, DELIVERY = ["1", "2"], ["3", "4", "5"]
"""Numbers of the items by origin, as `plain.INSTRUMENT` has them."""


def totals_hold(frame):
    untagged = frame[frame["tag"] == "all"].set_index(PLACE)["estimate"]
    for _, rows in frame.groupby("tag"):
        weight = rows["items"].astype(float)
        sums = (rows["estimate"] * weight).groupby([rows[c] for c in PLACE]).sum()
        items = weight.groupby([rows[c] for c in PLACE]).sum()
        np.testing.assert_allclose(sums / items, untagged[sums.index], rtol=0, atol=EXACT)


@pytest.fixture
def roles(rng):
    places = ["N", "S", "W"] * 30
    return (
        source("customer", people(rng, "EP", places, 5.0, 0.15)),
        source("manager", people(rng, "M", ["N", "S"] * 8, 4.5, 0.1)),
        source("specification", people(rng, "S", ["N"], 5.5, 0).drop(columns="branch")),
        source("employee", people(rng, "D", ["N", "S", "W"] * 5, 5.0, 0.1)),
    )


def test_values_of_a_tag_weighted_by_items_come_to_the_untagged(roles):
    frame = survey(*roles).tags().frame
    assert set(frame["gap"]) == {"1", "2", "3", "5"}
    assert {"all", "origin", "aspect", "moment", "origin*aspect"} == set(frame["tag"])
    totals_hold(frame)


def test_items_without_a_tag_are_counted_under_none(roles):
    frame = survey(*roles).tags().frame
    moments = frame[(frame["tag"] == "moment") & (frame["gap"] == "5")]
    here = moments[moments["segment"] == "all"].set_index("key")["items"]
    assert here.to_dict() == {"enter": 1, "none": 2, "result": 2}


def test_the_totals_of_the_bank_hold_in_every_branch_and_channel():
    frame = read_study(sample("bank")).survey.tags().frame
    totals_hold(frame)
    last = frame.query("wave == '2026Q3' and segment == 'all' and gap == '5'")
    by_moment = last[last["tag"] == "moment"].set_index("key")["estimate"]
    # responsiveness is what is asked about the queue, and it was planted as the widest gap
    assert by_moment.idxmin() == "queue"


def test_with_complete_answers_errors_are_those_of_each_persons_mean(rng):
    frame = people(rng, "EP", ["N"] * 60, missing=0)
    rows = survey(source("customer", frame)).tags().frame.query("segment == 'all'")
    gaps = pd.DataFrame({k: frame[f"P{k}"] - frame[f"E{k}"] for k in "12345"})
    for key, items in (("design", DESIGN), ("delivery", DELIVERY)):
        row = rows[(rows["tag"] == "origin") & (rows["key"] == key)].iloc[0]
        test = stats.ttest_1samp(gaps[items].mean(axis=1), 0)
        found = row[["estimate", "ci_low", "ci_high", "p"]].astype(float)
        mean = gaps[items].to_numpy().mean()
        np.testing.assert_allclose(
            found, [mean, *test.confidence_interval(), test.pvalue], rtol=1e-7
        )


def test_with_holes_errors_are_the_jackknifes(rng):
    frame = people(rng, "EP", ["N"] * 50, missing=0.2)
    row = (
        survey(source("customer", frame))
        .tags()
        .frame.query("segment == 'all' and tag == 'origin' and key == 'delivery'")
        .iloc[0]
    )
    gaps = pd.DataFrame({k: frame[f"P{k}"] - frame[f"E{k}"] for k in DELIVERY})
    left = np.array([gaps.drop(index=k).mean().mean() for k in gaps.index])
    se = np.sqrt(49 / 50 * ((left - left.mean()) ** 2).sum())
    assert row["estimate"] == pytest.approx(gaps.mean().mean(), rel=REL)
    assert row["se"] == pytest.approx(se, rel=REL)
    assert row["n"] == gaps.notna().sum().min()


def test_between_roles_both_sides_add_their_errors(rng):
    customers = people(rng, "EP", ["N"] * 40, missing=0)
    managers = people(rng, "M", ["N"] * 12, missing=0)
    asked = survey(source("customer", customers), source("manager", managers))
    row = (
        asked.tags()
        .frame.query("segment == 'all' and gap == '1' and tag == 'origin' and key == 'design'")
        .iloc[0]
    )
    m, e = (f[[f"{x}1", f"{x}2"]].mean(axis=1) for f, x in ((managers, "M"), (customers, "E")))
    welch = stats.ttest_ind(m, e, equal_var=False)
    found = row[["estimate", "ci_low", "ci_high"]].astype(float)
    np.testing.assert_allclose(
        found, [m.mean() - e.mean(), *welch.confidence_interval()], rtol=1e-7
    )


def test_figures_of_few_people_are_not_shown_by_tag_either(rng):
    places = ["N"] * 30 + ["S"] * 3
    shown = survey(source("customer", people(rng, "EP", places, missing=0))).tags().published()
    few = shown.frame.query("segment == 'branch' and value == 'S'")
    assert few["estimate"].isna().all()
    assert set(few["reason"]) == {"suppressed"}
    assert few["items"].isna().all()


def test_an_instrument_without_tags_has_no_such_table(rng):
    from dataclasses import replace

    asked = survey(source("customer", people(rng, "EP", ["N"] * 20)))
    items = tuple(replace(item, tags={}) for item in asked.instrument.items)
    bare = replace(asked, instrument=replace(asked.instrument, items=items))
    assert bare.tags().frame.empty
    assert bare.tags().sentences == ()
