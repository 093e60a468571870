"""Weighted and designed figures agree with R's survey package, from counts alone.

Figures: tests/reference/stats/out/c.json (R 4.2.2, survey 4.1-1), made by r/ref_c.R from
data/c_waves.csv: `svymean` of the gap in wave 1 under four designs, whole and by segment, and on
`as.svrepdesign` (JK1, JKn) over branches.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapkit.ingest import Source
from gapkit.instrument import instrument_from_text
from gapkit.options import Options
from gapkit.survey import Survey

REFERENCE = Path(__file__).parents[1] / "reference" / "stats"
R = json.loads((REFERENCE / "out" / "c.json").read_text(encoding="utf-8"))

FIXED_POINT = 1e-8
"""Scores are kept to 1/60 of a point and R's figures were printed to 15 digits."""

SCALED = 1e-9
"""The lightest weight of 1e-10 keeps 39 bits on the grid; its square keeps 41."""

SCORES = ["TAN", "REL", "RES", "ASS", "EMP"]

# one item on 1-7 in steps of 0.05: the mean of five dimension scores, each in quarters
INSTRUMENT = """
[instrument]
name = "one"
scale = {low = 1, high = 7, step = 0.05}
[[dimension]]
id = "service"
[[item]]
id = "whole"
dimension = "service"
"""


def survey(change=None, **design: object) -> Survey:
    frame = pd.read_csv(REFERENCE / "data" / "c_waves.csv", dtype={"branch": str})
    frame = frame[frame["wave"] == 1]
    frame["P1"] = frame[SCORES].mean(axis=1).round(2)
    frame["E1"] = frame["expect"].round(2)
    assert (frame["P1"] - frame["E1"] - frame["gap"]).abs().max() < 1e-9
    frame = frame if change is None else change(frame)
    source = Source(frame=frame, batteries={"perception": "P{n}", "expectation": "E{n}"}, **design)
    return Survey(
        (source,), instrument_from_text(INSTRUMENT), Options(min_n=1), segments=("segment",)
    )


def overall(of: Survey) -> pd.DataFrame:
    frame = of.gaps().frame
    return frame[frame["level"] == "item"].set_index(["segment", "value"])


@pytest.mark.parametrize(
    ("name", "design"),
    [
        ("weights_only", {"weight": "weight"}),
        ("cluster", {"weight": "weight", "cluster": "branch"}),
        ("strat_cluster", {"weight": "weight", "cluster": "branch", "strata": "region"}),
    ],
)
def test_means_and_errors_are_svymeans(name, design):
    found = overall(survey(**design))
    whole = R[f"c/survey/wave1/{name}/gap_mean"]["value"]
    row = found.loc[("all", "all")]
    assert row["estimate"] == pytest.approx(whole["mean"], rel=FIXED_POINT)
    assert row["se"] == pytest.approx(whole["se"], rel=FIXED_POINT)
    assert row["df"] == whole["df"]
    assert row["ci_low"] == pytest.approx(whole["lo_t"], rel=FIXED_POINT)
    assert row["ci_high"] == pytest.approx(whole["hi_t"], rel=FIXED_POINT)
    assert row["n"] == 152
    parts = R[f"c/survey/wave1/{name}/by_segment"]["value"]
    for segment, mean, se in zip(parts["segment"], parts["mean"], parts["se"], strict=True):
        row = found.loc[("segment", segment)]
        assert row["estimate"] == pytest.approx(mean, rel=FIXED_POINT)
        assert row["se"] == pytest.approx(se, rel=FIXED_POINT)


def test_effective_n_is_kishs():
    row = overall(survey(weight="weight")).loc[("all", "all")]
    kish = R["c/survey/wave1/kish"]["value"]
    assert row["n_effective"] == pytest.approx(kish["neff"], rel=FIXED_POINT)


@pytest.mark.parametrize(
    ("name", "design"),
    [("jk1_branches", {}), ("jkn_strat_branches", {"strata": "region"})],
)
def test_the_jackknife_over_clusters_stands_beside_the_linearised_error(name, design):
    row = overall(survey(weight="weight", cluster="branch", **design)).loc[("all", "all")]
    want = R[f"c/survey/wave1/{name}"]["value"]
    assert row["se_jackknife"] == pytest.approx(want["se"], rel=FIXED_POINT)
    assert row["estimate"] == pytest.approx(want["mean"], rel=FIXED_POINT)
    assert row["se_jackknife"] != row["se"]


def test_a_segments_jackknife_leaves_each_branch_out_of_it():
    frame = pd.read_csv(REFERENCE / "data" / "c_waves.csv", dtype={"branch": str})
    frame = frame[frame["wave"] == 1]
    found = overall(survey(weight="weight", cluster="branch"))
    branches = frame["branch"].unique()
    for segment, mine in frame.groupby("segment"):
        without = [mine[mine["branch"] != b] for b in branches]
        means = np.array([np.average(x["gap"], weights=x["weight"]) for x in without])
        k = len(branches)
        plain = np.sqrt((k - 1) / k * ((means - means.mean()) ** 2).sum())
        row = found.loc[("segment", segment)]
        assert row["se_jackknife"] == pytest.approx(plain, rel=FIXED_POINT)


@pytest.mark.parametrize("design", [{}, {"weight": "weight"}, {"strata": "region"}])
def test_without_clusters_there_is_no_jackknife(design):
    assert overall(survey(**design))["se_jackknife"].isna().all()


WEIGHED = survey(weight="weight", cluster="branch", strata="region").gaps().frame


@settings(max_examples=20)
@given(st.floats(-9, 9).map(lambda x: 10.0**x))
def test_weights_have_no_unit(factor):
    def times(frame):
        return frame.assign(weight=frame["weight"] * factor)

    other = survey(times, weight="weight", cluster="branch", strata="region").gaps().frame
    pd.testing.assert_frame_equal(other, WEIGHED, rtol=SCALED)


def test_weights_of_zero_for_everybody_do_not_read_as_nobody():
    found = overall(survey(lambda f: f.assign(weight=0.0), weight="weight"))
    row = found.loc[("all", "all")]
    assert (row["n"], row["reason"], row["verdict"]) == (152, "too few cases", "unclear")
    assert found[["estimate", "se", "p"]].isna().all(axis=None)


def nobody_says_where(frame):
    return frame.assign(branch=frame["branch"].where(frame.index % 10 != 0))


def test_people_without_a_cluster_are_clusters_of_their_own():
    found = overall(survey(nobody_says_where, weight="weight", cluster="branch"))

    def named(frame):
        own = nobody_says_where(frame)
        alone = "person " + own.index.to_series().astype(str)
        return own.assign(branch=own["branch"].fillna(alone))

    want = overall(survey(named, weight="weight", cluster="branch"))
    pd.testing.assert_frame_equal(found, want)
    bare = survey(nobody_says_where, weight="weight", cluster="branch")
    said = [f for f in bare.ledger.rows() if f.reason == "no_cluster"]
    rows = bare.sources[0].frame
    assert [f.count for f in said] == [rows["branch"].isna().sum()]
    assert not said[0].fault
