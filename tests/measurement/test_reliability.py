"""The table `reliability`: kiosk figures by R, small groups, items left out, and what it says."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from gapkit import Options, Wave, read_survey
from gapkit.ingest import Source
from gapkit.instrument import instrument_from_text
from gapkit.measurement.reliability import RELIABILITY_COLUMNS
from gapkit.study import read_study
from gapkit.survey import Survey
from gapkit.tally import Product
from tests.measurement.questionnaires import answers, questionnaire

REFERENCE = Path(__file__).parents[1] / "reference"
KIOSK = REFERENCE / "kiosk"
# R prints 15 digits.
REL = 1e-9
FIGURES = ["alpha", "alpha_low", "alpha_high", "omega"]


@pytest.fixture(scope="module")
def kiosk():
    return read_survey(
        KIOSK / "kiosk_clean_utf8.csv", KIOSK / "kiosk.toml", expectation="sq{n}_1",
        perception="sq{n}_2", wave=Wave(value="2019"), segments=["sex"],
    )  # fmt: skip


@pytest.fixture(scope="module")
def frame(kiosk):
    return kiosk.reliability().frame


def read(data, dimensions, **rest):
    return read_survey(data, questionnaire(dimensions), perception="P{n}", **rest)


def test_every_figure_of_the_kiosk_survey_is_that_of_r(frame):
    keys = ["wave", "battery", "dimension"]
    rows = json.loads((KIOSK / "expected.json").read_text(encoding="utf-8"))["reliability"]
    want = pd.DataFrame(rows).set_index(keys)
    everybody = frame[frame["segment"] == "all"].set_index(keys)
    assert everybody.index.is_unique
    have = everybody.loc[want.index, want.columns].astype(float)
    np.testing.assert_allclose(have, want.astype(float), rtol=REL)


def test_a_run_writes_the_table_and_compare_finds_nothing_apart(tmp_path):
    out = tmp_path / "out"
    read_study(KIOSK / "study.toml").run().report(out)
    script = [sys.executable, KIOSK / "compare.py", KIOSK / "expected.json", out, "reliability"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert "figures checked, 0 apart" in done.stdout, done.stdout
    header = (out / "tables" / "reliability.csv").read_text("utf-8-sig").splitlines()[0]
    assert header.split(",") == list(RELIABILITY_COLUMNS)


def test_a_segment_has_the_figures_of_its_people_alone(frame, kiosk):
    data = pd.read_csv(KIOSK / "kiosk_clean_utf8.csv", encoding="utf-8-sig")
    value = frame.loc[frame["segment"] == "sex", "value"].iloc[0]
    alone = read_survey(
        data[data["sex"] == value], KIOSK / "kiosk.toml", expectation="sq{n}_1",
        perception="sq{n}_2", wave=Wave(value="2019"),
    ).reliability().frame  # fmt: skip
    part = frame[(frame["segment"] == "sex") & (frame["value"] == value)].reset_index(drop=True)
    rest = [c for c in RELIABILITY_COLUMNS if c not in ("segment", "value")]
    pd.testing.assert_frame_equal(part[rest], alone[rest], rtol=1e-6)


def test_a_gap_has_both_reliabilities_and_a_battery_one(frame):
    gap = frame["battery"] == "gap:5"
    assert frame.loc[gap, "reliability_difference"].notna().all()
    assert frame.loc[~gap, "reliability_difference"].isna().all()
    assert (frame.loc[gap, "reliability_difference"] <= 1).all()


def test_an_item_that_a_wave_was_not_asked_is_left_out_there_and_only_there(rng):
    data = answers(rng, 60, 4)
    data["wave"] = np.repeat(["2026Q1", "2026Q2"], 30)
    data.loc[:29, "P2"] = np.nan
    survey = read(data, {"a": 4}, wave="wave")
    rows = survey.reliability().frame.set_index("wave")
    assert rows["k"].tolist() == [3, 4]
    assert rows["n"].tolist() == [30, 30]
    first = data.iloc[:30][["P1", "P3", "P4"]].to_numpy()
    cov = np.cov(first, rowvar=False)
    np.testing.assert_allclose(rows["alpha"].iloc[0], 1.5 * (1 - np.trace(cov) / cov.sum()))
    columns = tuple(f"customer.perception.i{n}" for n in (1, 3, 4))
    assert Product(columns) in survey.tally().parts


def test_a_hole_by_chance_in_a_small_segment_is_no_question_left_out(rng):
    data = answers(rng, 40, 3)
    data["branch"] = ["A"] * 37 + ["B"] * 3
    data.loc[37:, "P2"] = np.nan
    frame = read(data, {"a": 3}, segments=["branch"]).reliability().frame.set_index("value")
    assert (frame.loc["B", "k"], frame.loc["B", "n"]) == (3, 0)
    assert frame.loc["B", "reason"] == "too few cases"
    assert frame.loc["A", "reason"] == ""


BAD = {
    "fewer people than items": (lambda d: d.head(4), "too few cases", ["alpha"]),
    "one person": (lambda d: d.head(1), "n below 2", []),
    "all alike": (lambda d: d * 0 + 4, "no variation", []),
    "two columns the same": (lambda d: d.assign(P2=d["P1"]), "singular", ["alpha"]),
    "nobody": (lambda d: d.assign(P1=np.nan, P2=np.nan, P3=np.nan, P4=np.nan), "nobody answered", []),
    "no complete row": (
        lambda d: d.assign(P1=d["P1"].where(d.index % 2 == 0), P2=d["P2"].where(d.index % 2 == 1)),
        "too few cases", [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_dimension_says_why_and_the_rest_stands(case, rng):
    spoil, reason, stands = BAD[case]
    data = answers(rng, 40, 8)
    four = ["P1", "P2", "P3", "P4"]
    spoilt = spoil(data[four])
    mixed = pd.concat([spoilt.reindex(data.index), data[["P5", "P6", "P7", "P8"]]], axis=1)
    rows = read(mixed, {"a": 4, "b": 4}).reliability().frame.set_index("dimension")
    assert rows.loc["a", "reason"] == reason
    assert [f for f in ("alpha", "omega") if not np.isnan(rows.loc["a", f])] == stands
    assert rows.loc["b", "reason"] == ""
    assert rows.loc["b", FIGURES].notna().all()


def test_a_dimension_with_one_item_says_so(rng):
    result = read(answers(rng, 40, 4), {"a": 3, "b": 1}).reliability()
    row = result.frame.set_index("dimension").loc["b"]
    assert (row["k"], row["reason"]) == (1, "not asked")
    assert row[FIGURES].isna().all()
    assert "only one item was asked" in result.summary()
    assert (
        "僅有一題"
        in read(answers(rng, 40, 4), {"a": 3, "b": 1}).reliability(language="zh-Hant").summary()
    )


def test_half_of_the_cells_missing(rng):
    data = answers(rng, 300, 6)
    holes = data.mask(rng.random(data.shape) < 0.5)
    frame = read(holes, {"a": 3, "b": 3}).reliability().frame
    complete = holes[["P1", "P2", "P3"]].dropna()
    assert frame["n"].iloc[0] == len(complete)
    cov = complete.cov().to_numpy()
    np.testing.assert_allclose(frame["alpha"].iloc[0], 1.5 * (1 - np.trace(cov) / cov.sum()))


def test_a_reversed_wording_is_named_and_turning_it_mends_alpha(rng):
    data = answers(rng, 200, 4)
    data["P3"] = 8 - data["P3"]
    result = read(data, {"a": 4}).reliability()
    assert result.frame["alpha"].iloc[0] < 0.5
    assert "“item 3” runs against the other items" in result.summary()
    turned = questionnaire({"a": 4}, reversed_item=3)
    mended = read_survey(data, turned, perception="P{n}").reliability()
    assert mended.frame["alpha"].iloc[0] > 0.7
    assert "runs against" not in mended.summary()


def test_weighted_people_have_no_interval_and_a_reason(rng):
    data = answers(rng, 50, 4)
    data["w"] = 1.0 + (np.arange(50) % 3)
    source = Source(frame=pa.Table.from_pandas(data), batteries={"perception": "P{n}"}, weight="w")
    row = Survey((source,), questionnaire({"a": 4})).reliability().frame.iloc[0]
    assert row["reason"] == "weighted"
    assert np.isnan([row["alpha_low"], row["alpha_high"]]).all()
    unweighted = read(data.drop(columns="w"), {"a": 4}).reliability().frame.iloc[0]
    assert row["alpha"] == unweighted["alpha"]


def test_what_is_published_of_few_people_is_blank(rng):
    data = answers(rng, 30, 3)
    data["branch"] = ["A"] * 27 + ["B"] * 3
    survey = read(data, {"a": 3}, segments=["branch"], options=Options(min_n=5))
    rows = survey.reliability().published().frame.set_index("value")
    assert rows.loc["B", "reason"] == "suppressed"
    assert rows.loc["B", FIGURES].isna().all()
    assert rows.loc["A", FIGURES].notna().all()


def test_the_summary_speaks_of_everybody_in_both_languages(kiosk):
    said = kiosk.reliability().summary()
    assert "Perception: alpha from 0.64 (Usefulness) to 0.83 (Security)." in said
    assert "Expectation: 16 of 20 items sit at the ceiling" in said
    assert "Gap 5 mostly mirrors Perception here" in said
    chinese = kiosk.reliability(language="zh-Hant").summary()
    assert "感受：α 係數介於 0.64（有用性）與 0.83（安全性）之間。" in chinese
    assert len(chinese.splitlines()) == len(said.splitlines())


LIBRARY = """
[instrument]
name = "library"
scale = {low = 1, high = 9, step = 0.5}
[[dimension]]
id = "service"
[[dimension]]
id = "place"
"""


def test_half_points_of_the_library_survey_by_a_plain_computation():
    data = pd.read_csv(REFERENCE / "library" / "responses.csv")
    items = "".join(
        f'[[item]]\nid = "i{n}"\nn = {n}\ndimension = "{"service" if n < 10 else "place"}"\n'
        for n in range(1, 23)
    )
    asked = instrument_from_text(LIBRARY + items)
    survey = read_survey(data, asked, perception="P{n}", expectation="E{n}")
    frame = survey.reliability().frame.set_index(["battery", "dimension"])
    for dimension, numbers in (("service", range(1, 10)), ("place", range(10, 23))):
        p, e = (data[[f"{b}{n}" for n in numbers]].to_numpy(float) for b in "PE")
        for battery, x in (("perception", p), ("expectation", e), ("gap:5", p - e)):
            cov, k = np.cov(x, rowvar=False), x.shape[1]
            want = k / (k - 1) * (1 - np.trace(cov) / cov.sum())
            np.testing.assert_allclose(frame.loc[(battery, dimension), "alpha"], want, rtol=REL)
    structure = survey.structure().frame.set_index(["battery", "item"])
    np.testing.assert_allclose(structure.loc[("perception", "i1"), "mean"], data["P1"].mean())
    np.testing.assert_allclose(structure.loc[("expectation", "i9"), "sd"], data["E9"].std())
    assert len(data) > 22
    assert survey.fit().frame.query("model == 'one factor'")["chi2"].notna().all()
