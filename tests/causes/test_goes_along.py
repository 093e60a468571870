"""What forms expectation, and what goes with gap 5: associations with intervals, and the word."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from gapkit import read_study
from gapkit.stats.relative_weights import relative_weights

from .plain import people, scores, source, survey, whole

REL = 1e-7
"""Sums of products against single people: cancellation costs some digits."""


@pytest.fixture
def customers(rng):
    frame = people(rng, "EP", ["N"] * 120, 4.5, 0.02)
    by = scores(frame, "E").mean(axis=1)
    frame["past"] = np.clip(np.rint(by + rng.normal(0, 0.6, 120)), 1, 7)
    frame["talk"] = np.clip(np.rint(4 + 0.3 * (by - 4) + rng.normal(0, 1, 120)), 1, 7)
    frame["adverts"] = rng.integers(1, 8, 120)
    gap = whole(scores(frame, "P", "E") - scores(frame, "E", "P"))
    frame["tell"] = np.clip(np.rint(5 + 0.8 * gap + rng.normal(0, 1, 120)), 1, 7)
    frame["complain"] = np.clip(np.rint(3 - 0.5 * gap + rng.normal(0, 1, 120)), 1, 7)
    return frame


def asked_of(frame):
    return survey(
        source(
            "customer",
            frame,
            determinants={"past": "past", "word_of_mouth": "talk", "communication": "adverts"},
            outcomes={"tell": "tell", "complain": "complain"},
        )
    )


def test_parts_of_expectation_are_relative_weights(customers):
    rows = asked_of(customers).determinants().frame.query("dimension == 'overall'")
    e = whole(scores(customers, "E"))
    data = customers[["past", "talk", "adverts"]].assign(e=e).dropna()
    r = np.corrcoef(data.to_numpy().T)
    weights = relative_weights(r[:3, :3], r[:3, 3])
    np.testing.assert_allclose(rows["relative_weight"], weights, rtol=REL)
    explained = sm.OLS(data["e"], sm.add_constant(data.drop(columns="e"))).fit().rsquared
    assert rows["relative_weight"].sum() == pytest.approx(explained, rel=REL)
    assert rows["share"].sum() == pytest.approx(1, rel=REL)
    assert (rows["ci_low"] <= rows["share"]).all()
    assert rows.set_index("determinant")["share"].idxmax() == "past"


def test_what_forms_expectation_is_said_in_words(customers):
    said = asked_of(customers).determinants().summary()
    assert "past experience" in said
    assert "the rest is not known" in said


def test_determinants_are_neither_outcomes_nor_items(customers):
    asked = asked_of(customers)
    assert set(asked.outcomes().frame["outcome"]) == {"tell", "complain"}
    assert set(asked.gaps().frame["key"]) == {"a1", "a2", "a3", "b1", "b2", "a", "b", "overall"}


def test_one_determinant_alone_tells_nothing(customers):
    lone = survey(source("customer", customers, determinants={"past": "past"}))
    assert lone.determinants().frame.empty


def test_a_study_names_its_determinants(customers, tmp_path):
    customers.drop(columns="branch").to_csv(tmp_path / "answers.csv", index=False)
    (tmp_path / "small.toml").write_text(
        """
[instrument]
name = "small"
scale = {low = 1, high = 7}
[[dimension]]
id = "a"
[[item]]
id = "a1"
dimension = "a"
""",
        encoding="utf-8",
    )
    (tmp_path / "study.toml").write_text(
        """
[study]
title = "Small"
instrument = "small.toml"
[[source]]
role = "customer"
files = ["answers.csv"]
batteries = {expectation = "E{n}", perception = "P{n}"}
determinants = {past = "past", needs = "talk"}
""",
        encoding="utf-8",
    )
    frame = read_study(tmp_path / "study.toml").survey.determinants().frame
    assert set(frame["determinant"]) == {"past", "needs"}


@pytest.mark.parametrize("outcome", ["tell", "complain"])
def test_consequences_are_correlation_and_slope_of_each_persons_gap(customers, outcome):
    rows = asked_of(customers).consequences().frame
    row = rows.query("outcome == @outcome and level == 'overall' and segment == 'all'").iloc[0]
    gap = whole(scores(customers, "P", "E")) - whole(scores(customers, "E", "P"))
    data = pd.DataFrame({"gap": gap, "y": customers[outcome]}).dropna()
    fit = stats.linregress(data["gap"], data["y"])
    np.testing.assert_allclose([row["r"], row["slope"]], [fit.rvalue, fit.slope], rtol=REL)
    assert row["n"] == len(data)
    # a jackknife over people comes near the ordinary standard error
    half = (row["slope_high"] - row["slope_low"]) / 2 / stats.t.ppf(0.975, 99)
    assert half == pytest.approx(fit.stderr, rel=0.25)
    assert row["r_low"] < row["r"] < row["r_high"]


def test_consequences_say_that_they_are_association(customers):
    said = asked_of(customers).consequences().summary()
    assert "“tell” is" in said
    assert "higher on average" in said
    assert "lower on average" in said
    assert "an association, no proof" in said


def test_an_outcome_without_variation_has_a_reason(customers):
    customers["tell"] = 5
    rows = asked_of(customers).consequences().frame.query("outcome == 'tell'")
    assert rows["r"].isna().all()
    assert set(rows["reason"]) == {"no variation"}


# --- image as a filter ---


def test_image_filters_what_is_delivered(rng):
    """Same delivery within a unit; perception follows the image by .5 there."""
    places = np.repeat(["N", "S", "W"], 60)
    image = rng.integers(3, 8, 180).astype(float)
    clients = people(rng, "EP", places, 5, 0)
    level = {"N": 3.2, "S": 4.0, "W": 4.6}
    means = np.array([level[p] for p in places]) + 0.5 * (image - 4)
    for k in range(1, 6):
        clients[f"P{k}"] = np.clip(np.rint(means + rng.normal(0, 0.6, 180)), 1, 7)
    clients["image"] = image
    checks = people(rng, "D", np.repeat(["N", "S", "W"], 10), 4.5, 0)
    asked = survey(
        source("customer", clients, outcomes={"image": "image"}), source("monitor", checks)
    )
    row = asked.image().frame.query("dimension == 'b'").iloc[0]
    felt = clients[["P4", "P5"]].mean(axis=1)
    by_unit = pd.get_dummies(clients["branch"], dtype=float)
    fit = sm.OLS(felt, by_unit.assign(image=image)).fit()
    assert row["slope"] == pytest.approx(fit.params["image"], rel=REL)
    # a jackknife over people comes near the ordinary standard error
    half = (row["slope_high"] - row["slope_low"]) / 2 / stats.t.ppf(0.975, 99)
    assert half == pytest.approx(fit.bse["image"], rel=0.25)
    delivered = checks[["D4", "D5"]].mean(axis=1).mean()
    assert row["felt"] == pytest.approx(felt.mean() - delivered, rel=REL)
    without = felt.mean() - fit.params["image"] * (image.mean() - 4) - delivered
    assert row["felt_without"] == pytest.approx(without, rel=REL)
    assert row["without_low"] < without < row["without_high"]
    assert "the service shapes the image too" in asked.image().summary()


def test_without_a_rating_of_the_image_there_is_no_filter(customers):
    assert asked_of(customers).image().frame.empty
