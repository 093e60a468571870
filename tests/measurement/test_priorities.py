"""Priorities: stated, by points, derived, with the gap; quadrants, ratings and ranks by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gapkit import read_survey
from gapkit.errors import CallError
from gapkit.measurement.priorities import PRIORITY_COLUMNS

from .outcome_surveys import DIMENSIONS, clean_frame, made, questionnaire, survey_of

CONTRACT = (
    "wave", "segment", "value", "key", "importance", "importance_kind", "performance", "estimate",
    "quadrant", "score", "rank", "rank_low", "rank_high",
)  # fmt: skip


def pointed():
    """R's clean data with its importance points."""
    frame = clean_frame().rename(columns={f"imp_{d.upper()}": f"imp_{d}" for d in DIMENSIONS})
    survey = read_survey(
        frame, questionnaire(DIMENSIONS), expectation="E{n}", perception="P{n}",
        outcomes={"overall": "oq"},
    )  # fmt: skip
    return replace(survey, sources=(replace(survey.sources[0], points="imp_{dimension}"),))


def rated(n=200, seed=3):
    """Importance and performance of four items."""
    rng = np.random.default_rng(seed)
    columns = {
        "I1": 6.3,
        "I2": 6.2,
        "I3": 4.0,
        "I4": 4.1,
        "P1": 3.0,
        "P2": 6.2,
        "P3": 3.1,
        "P4": 6.3,
    }
    answers = {
        k: np.clip(np.rint(rng.normal(m, 0.8, n)), 1, 7).astype(int) for k, m in columns.items()
    }
    return pd.DataFrame(answers)


def read(frame):
    asked = {"importance": "I{n}", "performance": "P{n}"}
    return read_survey(frame, questionnaire({"one": [1, 2], "two": [3, 4]}), **asked)


def rows(frame, **keys):
    for column, value in keys.items():
        frame = frame[frame[column] == value]
    return frame.set_index("key")


def test_the_columns_are_those_of_the_contract():
    found = read(rated()).priorities().frame
    assert tuple(found.columns[: len(CONTRACT)]) == CONTRACT
    assert tuple(found.columns) == PRIORITY_COLUMNS


def test_points_and_performance_are_rs():
    import json

    from .outcome_surveys import STATS

    want = json.loads((STATS / "out" / "a.json").read_text())["a/ipa/dims"]["value"]
    found = rows(pointed().priorities().frame, importance_kind="points", level="dimension")
    for d in DIMENSIONS:
        assert found.loc[d, "importance"] == pytest.approx(
            want["stated"][f"imp_{d.upper()}"], rel=1e-6
        )
        assert found.loc[d, "performance"] == pytest.approx(want["perf"][d.upper()], rel=1e-9)


def test_derived_importance_is_the_share_of_the_drivers():
    survey = pointed()
    found = rows(survey.priorities().frame, importance_kind="derived", level="dimension")
    drivers = survey.drivers().frame
    by = drivers[(drivers["kind"] == "perception") & (drivers["level"] == "dimension")]
    np.testing.assert_allclose(found["importance"], by["share"], rtol=1e-9)


def test_the_gap_weighs_importance_by_the_gap():
    survey = pointed()
    found = rows(survey.priorities().frame, importance_kind="gap", level="dimension")
    gaps = survey.gaps().frame
    gap = gaps[(gaps["gap"] == "5") & (gaps["level"] == "dimension")].set_index("key")["estimate"]
    np.testing.assert_allclose(found["estimate"], gap[found.index], rtol=1e-9)
    np.testing.assert_allclose(found["score"], found["importance"] * -found["estimate"], rtol=1e-9)


def test_the_rating_is_the_etc_institutes():
    frame = rated()
    found = rows(read(frame).priorities().frame, importance_kind="stated", level="item")
    for n in range(1, 5):
        # the upper quarter of 1 to 7 is 6 and 7
        want = (frame[f"I{n}"] >= 6).mean() * (1 - (frame[f"P{n}"] >= 6).mean())
        assert found.loc[f"i{n}", "score"] == pytest.approx(want)
        assert found.loc[f"i{n}", "importance"] == pytest.approx(frame[f"I{n}"].mean())
        assert found.loc[f"i{n}", "estimate"] == pytest.approx(
            (frame[f"P{n}"] - frame[f"I{n}"]).mean()
        )


@pytest.mark.parametrize("cross", ["mean", "median", "midpoint", (4.5, 5.0)])
def test_quadrants_by_every_cross(cross):
    found = rows(
        read(rated()).priorities(cross=cross).frame, importance_kind="stated", level="item"
    )
    performance, importance = found["performance"], found["importance"]
    lines = {
        "mean": (performance.mean(), importance.mean()),
        "median": (performance.median(), importance.median()),
        "midpoint": (4.0, 4.0),
    }
    across, up = lines.get(cross, cross)
    names = {
        (True, False): "concentrate",
        (True, True): "keep",
        (False, False): "low",
        (False, True): "overkill",
    }
    places = zip(importance >= up, performance >= across, strict=True)
    assert list(found["quadrant"]) == [names[place] for place in places]
    assert found.loc["i1", "quadrant"] == "concentrate"


def test_an_unknown_cross_is_told_the_known_ones():
    with pytest.raises(CallError, match="Did you mean 'median'"):
        read(rated(20)).priorities(cross="medain")


def test_ranks_hold_the_rank_and_the_worst_item_is_certain():
    found = rows(read(rated()).priorities().frame, importance_kind="stated", level="item")
    assert sorted(found["rank"]) == [1, 2, 3, 4]
    assert (found["rank_low"] <= found["rank"]).all()
    assert (found["rank"] <= found["rank_high"]).all()
    assert tuple(found.loc["i1", ["rank_low", "rank_high"]]) == (1, 1)


def test_items_that_are_alike_are_not_told_apart():
    frame = rated(150, seed=8)
    rng = np.random.default_rng(1)
    for n in (2, 3, 4):
        for b in "IP":
            frame[f"{b}{n}"] = rng.integers(3, 8, 150)
    found = rows(read(frame).priorities().frame, importance_kind="stated", level="item")
    alike = found.loc[["i2", "i3", "i4"]]
    assert (alike["rank_high"] - alike["rank_low"] >= 1).all()


def test_answers_left_out_count_for_their_own_items_only():
    frame = rated(100).astype(float)
    frame.loc[:49, "P2"] = np.nan
    found = rows(read(frame).priorities().frame, importance_kind="stated", level="item")
    assert found.loc["i2", "performance"] == pytest.approx(frame["P2"].mean())
    assert found.loc["i1", "performance"] == pytest.approx(frame["P1"].mean())


def test_an_item_that_nobody_answered_has_no_rank():
    frame = rated(100).astype(float)
    frame["P2"] = np.nan
    found = rows(read(frame).priorities().frame, importance_kind="stated", level="item")
    assert found.loc["i2", "reason"] == "nobody answered"
    assert pd.isna(found.loc["i2", "rank"])
    assert sorted(found["rank"].dropna()) == [1, 2, 3]


def test_groups_are_the_survey_of_these_people_alone():
    frame = rated().assign(sex=["f", "m"] * 100)
    by = read(frame).priorities(by="sex").frame
    alone = read(frame[frame["sex"] == "m"]).priorities().frame
    mine = by[by["value"] == "m"].reset_index(drop=True)
    columns = ["key", "importance", "performance", "score", "rank", "rank_low", "rank_high", "n"]
    pd.testing.assert_frame_equal(mine[columns], alone[columns])


def test_too_few_people_to_derive_importance():
    found = survey_of(made(n=8)).priorities().frame
    assert set(found["reason"]) == {"too few cases"}
    assert found["rank"].isna().all()


def test_small_groups_are_blank_where_others_see_them():
    frame = rated().assign(sex=np.where(np.arange(200) < 3, "m", "f"))
    shown = read(frame).priorities(by="sex").published().frame
    few = shown[shown["value"] == "m"]
    assert few[["importance", "performance", "score", "rank"]].isna().all().all()
    assert set(few["quadrant"]) == {""}


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_it_is_said_what_comes_first(language):
    said = read(rated()).using(language=language).priorities().summary()
    assert "i1" in said
    assert "{" not in said


def test_importance_of_some_items_only_ranks_these():
    asked = {"importance": {"i1": "I1", "i4": "I4"}, "performance": "P{n}"}
    survey = read_survey(rated(), questionnaire({"one": [1, 2], "two": [3, 4]}), **asked)
    found = rows(survey.priorities().frame, importance_kind="stated", level="item")
    whole = rows(read(rated()).priorities().frame, importance_kind="stated", level="item")
    assert list(found.index) == ["i1", "i4"]
    assert sorted(found["rank"]) == [1, 2]
    assert found.loc["i1", "score"] == pytest.approx(whole.loc["i1", "score"])
