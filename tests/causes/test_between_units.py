"""Units as cases: halves that share no error, no coefficient of few, planted causes of many found."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from gapkit import read_study
from gapkit.errors import CallError
from gapkit.options import Options
from gapkit.samples import sample
from gapkit.survey import Survey

from .plain import INSTRUMENT, people, source, survey

REL = 1e-9
"""Against the same figures by pandas, in another order of sums."""


def bank_like(rng, units, carries=0.0, customers=40, inside=10):
    """Units whose delivery differs; perception follows it by `carries`; expectation differs too."""
    names = [f"U{k:02d}" for k in range(units)]
    expected, believed, delivered = (
        dict(zip(names, rng.normal(0, 0.5, units), strict=True)) for _ in range(3)
    )

    def drawn(letters, places, shift):
        frame = {}
        for letter in letters:
            means = np.array([shift[letter](u) for u in places])
            cells = means[:, None] + rng.normal(0, 1.0, (len(places), 5))
            frame |= {f"{letter}{k}": np.clip(np.rint(cells[:, k - 1]), 1, 7) for k in range(1, 6)}
        return pd.DataFrame(frame).assign(branch=places)

    shift = {
        "E": lambda u: 4.6 + expected[u],
        "P": lambda u: 4.0 + carries * delivered[u],
        "M": lambda u: 4.4 + believed[u],
        "D": lambda u: 4.2 + delivered[u],
    }
    clients = drawn("EP", np.repeat(names, customers), shift)
    clients["liked"] = np.clip(np.rint(clients[["P1", "P4"]].mean(axis=1)), 1, 7)
    return (
        clients,
        drawn("M", np.repeat(names, inside), shift),
        drawn("D", np.repeat(names, inside), shift),
    )


def asked_of(clients, managers, monitors):
    return survey(
        source("customer", clients, outcomes={"liked": "liked"}),
        source("manager", managers),
        source("monitor", monitors),
    )


def test_gap_1_and_gap_5_rest_on_different_customers(rng):
    clients, managers, monitors = bank_like(rng, 4, customers=9)
    terms = asked_of(clients, managers, monitors).unit_terms().frame
    row = terms.query("dimension == 'b' and unit == 'U01'").iloc[0]
    mine = clients[clients["branch"] == "U01"].reset_index(drop=True)
    first, second = mine.iloc[0::2], mine.iloc[1::2]

    def mean(frame, letter):
        return frame[[f"{letter}4", f"{letter}5"]].mean(axis=1).mean()

    beliefs = managers[managers["branch"] == "U01"]
    assert row["gap_1"] == pytest.approx(mean(beliefs, "M") - mean(first, "E"), rel=REL)
    assert row["gap_5"] == pytest.approx(mean(second, "P") - mean(second, "E"), rel=REL)
    assert (row["n"], row["n_left"]) == (9, 10)


def test_below_twenty_units_there_is_a_cloud_and_no_coefficient():
    asked = read_study(sample("bank")).survey
    found = asked.between_units()
    assert found.frame[["estimate", "p", "ci_low"]].isna().all().all()
    assert set(found.frame["reason"]) == {"too few cases"}
    assert "12 units" in found.summary()
    points = asked.unit_terms()
    assert len(points.frame.query("wave == '2026Q3' and dimension == 'overall'")) == 12
    assert points.plot.unit_scatter(term="3", dimension="reliability").texts


def test_a_planted_carrier_is_found_among_40_units_and_the_others_are_not(rng):
    found = asked_of(*bank_like(rng, 40, carries=0.8)).between_units()
    rows = found.frame.query(
        "dimension == 'overall' and kind == 'slope' and outcome == 'perception'"
    )
    rows = rows.set_index("term")
    assert rows.loc["delivery", "p_adjusted"] < 0.01
    assert rows.loc["delivery", "ci_low"] < 0.8 < rows.loc["delivery", "ci_high"]
    assert rows.loc["belief", "p_adjusted"] > 0.05
    liked = found.frame.query("dimension == 'overall' and outcome == 'liked'").set_index("term")
    assert liked.loc["delivery", "p_adjusted"] < 0.01
    assert "need not be cause and effect" in found.summary()


def test_split_halves_undo_what_sampling_error_alone_makes():
    """Units alike in expectation: gap 1 with gap 5 from the same customers is a false alarm."""
    rng = np.random.default_rng(3)
    same, split = [], []
    for _ in range(400):
        expectation = rng.normal(0, 1, (40, 10))
        perception, belief = rng.normal(0, 0.2, 40), rng.normal(0, 0.2, 40)
        whole = expectation.mean(axis=1)
        a, b = expectation[:, ::2].mean(axis=1), expectation[:, 1::2].mean(axis=1)
        same.append(stats.pearsonr(belief - whole, perception - whole).pvalue < 0.05)
        split.append(stats.pearsonr(belief - a, perception - b).pvalue < 0.05)
    assert np.mean(same) > 0.8
    # binomial standard error 1.1 %: three of them
    assert 0.017 <= np.mean(split) <= 0.083


def test_a_standard_that_is_the_same_everywhere_takes_no_part(rng):
    clients, managers, monitors = bank_like(rng, 25)
    rules = people(rng, "S", ["N"], 5, 0).drop(columns="branch")
    asked = survey(
        source("customer", clients), source("manager", managers),
        source("monitor", monitors), source("specification", rules),
    )  # fmt: skip
    rows = asked.between_units().frame.query("kind == 'slope' and dimension == 'a'")
    rows = rows.set_index("term")
    assert rows.loc["standard", "reason"] == "no variation"
    assert rows.drop(index="standard")["p"].notna().all()


def test_units_that_one_role_alone_knows_have_no_points(rng):
    clients, managers, _ = bank_like(rng, 3)
    asked = survey(source("customer", clients), source("manager", managers.drop(columns="branch")))
    assert asked.unit_terms().frame["gap_1"].isna().all()
    assert (asked.between_units().frame["units"] == 0).all()


def test_without_units_the_question_is_refused(rng):
    asked = Survey((source("customer", people(rng, "EP", ["N"] * 9)),), INSTRUMENT, Options())
    with pytest.raises(CallError, match="names no unit"):
        asked.between_units()


# --- where a campaign promises more ---


def campaigns(rng, louder=("U1",)):
    clients = people(rng, "EP", np.repeat([f"U{k}" for k in range(6)], 30), 4.5, 0)
    loud = clients["branch"].isin(louder)
    for k in (4, 5):
        clients.loc[loud, f"E{k}"] = np.minimum(clients.loc[loud, f"E{k}"] + 1, 7)
    promises = pd.DataFrame({f"C{k}": 5.0 for k in range(1, 6)}, index=range(6))
    promises["branch"] = [f"U{k}" for k in range(6)]
    promises.loc[promises["branch"].isin(louder), ["C4", "C5"]] = 7.0
    return clients, promises


def exposed(clients, promises, rng):
    managers = people(rng, "M", ["U0", "U1"] * 5)
    return survey(
        source("customer", clients), source("campaign", promises), source("manager", managers)
    ).exposure()


def test_customers_of_louder_campaigns_expect_more(rng):
    clients, promises = campaigns(rng)
    result = exposed(clients, promises, rng)
    assert result.frame["dimension"].tolist() == ["b", "overall"]
    row = result.frame.iloc[0]
    e = clients[["E4", "E5"]].mean(axis=1)
    loud = clients["branch"] == "U1"
    within = [e[clients["branch"] == f"U{k}"] for k in range(6)]
    se = np.sqrt(sum((w.var() / len(w)) / 25 for k, w in enumerate(within) if k != 1)
                 + within[1].var() / len(within[1]))  # fmt: skip
    assert row["difference"] == pytest.approx(e[loud].mean() - e[~loud].mean(), rel=REL)
    half = (row["ci_high"] - row["ci_low"]) / 2
    # t with more than 29 degrees of freedom
    assert 1.95 < half / se < 2.05
    assert row["exposed"] == "U1"
    assert "expect" in result.summary()


def test_units_without_a_campaign_are_the_others(rng):
    clients, promises = campaigns(rng)
    result = exposed(clients, promises[promises["branch"].isin(["U1", "U2"])], rng)
    row = result.frame.set_index("dimension").loc["b"]
    assert row["exposed"] == "U1, U2"
    assert (row["units_left"], row["units_right"]) == (4, 2)


def test_promises_that_are_the_same_everywhere_expose_nobody(rng):
    clients, promises = campaigns(rng, louder=())
    assert exposed(clients, promises, rng).frame.empty
