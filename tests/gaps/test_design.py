"""Weighted and designed figures agree with R's survey package, from counts alone.

Figures: tests/reference/stats/out/c.json (R 4.2.2, survey 4.1-1), made by r/ref_c.R from
data/c_waves.csv: `svymean` of the gap in wave 1 under four designs, whole and by segment.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from gapkit.ingest import Source
from gapkit.instrument import instrument_from_text
from gapkit.options import Options
from gapkit.survey import Survey

REFERENCE = Path(__file__).parents[1] / "reference" / "stats"
R = json.loads((REFERENCE / "out" / "c.json").read_text(encoding="utf-8"))

FIXED_POINT = 1e-8
"""Weights are kept to 2^-32 and scores to 1/60 of a point: both far below R's printed digits."""

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


def survey(**design: object) -> Survey:
    frame = pd.read_csv(REFERENCE / "data" / "c_waves.csv", dtype={"branch": str})
    frame = frame[frame["wave"] == 1]
    frame["P1"] = frame[SCORES].mean(axis=1).round(2)
    frame["E1"] = frame["expect"].round(2)
    assert (frame["P1"] - frame["E1"] - frame["gap"]).abs().max() < 1e-9
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
