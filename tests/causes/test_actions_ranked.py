"""What if, ranks, what stands behind a shortfall: the tables `what_if` and `actions`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from measurement.outcome_surveys import clean, made, survey_of

from gapkit.causes.action_words import action_sentences
from gapkit.causes.actions import ACTION_COLUMNS
from gapkit.causes.behind import behind, main_cause
from gapkit.causes.ranking import ranked_by_size
from gapkit.causes.what_if import WHAT_IF_COLUMNS
from gapkit.errors import CallError
from gapkit.options import Options
from gapkit.samples import sample
from gapkit.study import read_study
from gapkit.wording import LANGUAGES, words

from . import two_waves

OUT = json.loads((Path(__file__).parents[1] / "reference/stats/out/a.json").read_text())
OLS, JOHNSON = (OUT[f"a/drivers/{name}"]["value"] for name in ("ols", "relwt_johnson"))
NAMES = {"tan": "TAN", "rel": "REL", "res": "RES", "ass": "ASS", "emp": "EMP"}

SAME = 1e-9
"""R's figures are printed to 15 digits; the rest is rounding."""

LIKE_HC3 = 0.12
"""HC3 is nearly the jackknife of single people (MacKinnon and White 1985); here parts hold a few."""


def everybody(frame: pd.DataFrame, **keys: str) -> pd.DataFrame:
    rows = frame[frame["segment"] == "all"]
    for column, value in keys.items():
        rows = rows[rows[column] == value]
    return rows.set_index("key")


@pytest.fixture(scope="module")
def bank():
    """The bank sample's last wave."""
    survey = read_study(sample("bank")).survey
    survey.tally()
    return survey.limited(["2026Q3"])


@pytest.fixture(scope="module")
def bank_actions(bank):
    return bank.actions()


def test_slopes_are_those_of_r():
    rows = everybody(clean().what_if().frame, level="dimension", kind="perception")
    for key, name in NAMES.items():
        assert rows.loc[key, "change"] == pytest.approx(OLS["coef"][name], rel=SAME)
        half = (rows.loc[key, "ci_high"] - rows.loc[key, "ci_low"]) / 2
        assert half / 1.984 == pytest.approx(OLS["hc3"][name], rel=LIKE_HC3)


def test_slopes_of_gaps_and_of_one_alone_are_those_of_a_plain_fit():
    frame = made(expect=True)
    found = survey_of(frame).what_if().frame
    p, e = (
        np.column_stack(
            [frame[[f"{s}{2 * d + 1}", f"{s}{2 * d + 2}"]].mean(axis=1) for d in range(4)]
        )
        for s in "PE"
    )
    y = frame["nps"].to_numpy(float)
    x = np.column_stack([np.ones(len(y)), p - e])
    plain = np.linalg.lstsq(x, y, rcond=None)[0][1:]
    rows = found[(found["kind"] == "gap") & (found["level"] == "dimension")]
    assert rows["change"].to_numpy() == pytest.approx(plain, rel=SAME)
    alone = [np.polyfit(gap, y, 1)[0] for gap in (p - e).T]
    assert rows["alone"].to_numpy() == pytest.approx(alone, rel=SAME)


def test_half_a_point_is_half_of_one():
    survey = two_waves.survey()
    one, half = survey.what_if().frame, survey.what_if(step=0.5).frame
    assert list(one.columns) == list(WHAT_IF_COLUMNS)
    for column in ("change", "ci_low", "ci_high", "alone"):
        assert half[column].to_numpy() == pytest.approx(one[column].to_numpy() / 2, nan_ok=True)


@pytest.mark.parametrize("step", [0, -1, float("inf"), float("nan")])
def test_a_step_must_be_above_zero(step):
    with pytest.raises(CallError, match="step"):
        two_waves.survey().what_if(step=step)


def test_an_unknown_outcome_is_told_the_known_ones():
    with pytest.raises(CallError, match="Known: overall"):
        two_waves.survey().what_if("overal")


def test_what_cannot_be_told_is_blank_with_a_reason():
    frame = two_waves.frame().assign(P1=4, P2=4)
    survey = two_waves.read_survey(
        frame, two_waves.questionnaire(), expectation="E{n}", perception="P{n}",
        outcomes={"overall": "overall"},
    )  # fmt: skip
    rows = everybody(survey.what_if().frame, level="dimension", kind="perception")
    assert rows.loc["warm", "reason"] == "no variation"
    assert rows.loc["warm", ["change", "ci_low", "alone"]].isna().all()
    assert rows.loc["fast", "change"] > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_if_speaks_of_association(language):
    said = two_waves.survey().what_if(language=language).summary()
    assert "{" not in said
    assert ("association" if language == "en" else "相關") in said


def test_importance_and_score_are_those_of_r():
    """Score = Johnson's share × shortfall; the shortfall as a plain mean of the same people."""
    survey = clean()
    rows = everybody(survey.actions().frame, level="dimension")
    gaps = everybody(survey.gaps().frame, level="dimension", gap="5")
    for key, name in NAMES.items():
        share = JOHNSON["pct"][name]
        assert rows.loc[key, "importance"] == pytest.approx(share, rel=1e-8)
        assert rows.loc[key, "score"] == pytest.approx(-share * gaps.loc[key, "estimate"], rel=1e-8)


def test_ranks_are_an_order_with_intervals_around_it(bank_actions):
    frame = bank_actions.frame
    assert list(frame.columns) == list(ACTION_COLUMNS)
    for _, rows in frame.groupby(["segment", "value", "level"], sort=False):
        ranks = rows["rank"].to_numpy(int)
        assert ranks.tolist() == list(range(1, len(rows) + 1))
        assert (np.diff(rows["score"]) <= 0).all()
        assert (rows["rank_low"] <= ranks).all()
        assert (rows["rank_high"] >= ranks).all()
        assert rows["rank_high"].max() <= len(rows)


def test_the_planted_causes_of_the_bank_stand_behind_its_shortfalls(bank_actions):
    """`truth.toml`: managers underestimate responsiveness, branches miss reliability, ..."""
    rows = everybody(bank_actions.frame, level="dimension")
    acted = rows[rows["advice"] == "act"]
    assert acted["carrier"].to_dict() == {"responsiveness": "1", "reliability": "3", "empathy": "2"}
    assert rows.loc[["assurance", "tangibles"], "advice"].tolist() == ["keep", "keep"]
    # outcomes follow reliability by 0.40, responsiveness 0.30, empathy 0.15
    assert (acted["change_low"] > 0).all()


def test_a_reason_that_few_people_know_is_not_shown(bank):
    """Between 7 and 10 managers answered in each branch: with a minimum of 50 they say nothing."""
    frame = bank.actions(min_n=50).frame
    branches = frame[frame["segment"] == "branch"]
    assert (branches["n"] >= 50).any()
    assert (branches["carrier"] == "").all()
    assert (frame.loc[frame["segment"] == "all", "carrier"] != "").any()


def test_by_what_people_call_important_where_there_is_no_outcome():
    survey = two_waves.survey(outcomes={}, importance="I{n}")
    rows = everybody(survey.actions().frame, level="dimension", wave="2026Q2")
    assert set(rows["importance_kind"]) == {"stated"}
    assert rows["change"].isna().all()
    # 4, 7 and 2 of 13 points
    assert rows.loc["fast", "importance"] == pytest.approx(7 / 13)
    assert rows.loc["fast", "score"] == pytest.approx(-7 / 13 * rows.loc["fast", "estimate"])
    assert (rows.loc["fast", "rank"], rows.loc["fast", "rank_high"]) == (1, 1)


def test_by_size_alone_where_nothing_tells_what_matters():
    result = two_waves.survey(outcomes={}).actions()
    rows = everybody(result.frame, level="dimension", wave="2026Q2")
    assert rows["importance"].isna().all()
    assert rows["score"].to_numpy() == pytest.approx(-rows["estimate"].to_numpy())
    assert rows.index[0] == "fast"
    assert "Fast" in result.summary()
    assert result.words("plots.nothing") in {t.get_text() for t in result.plot.action_map().texts}


def test_ranks_by_size_cover_what_is_not_told():
    rows = pd.DataFrame(
        {"wave": "1", "segment": "all", "value": "all", "level": "item", "key": list("abcd"),
         "se": 0.1}
    )  # fmt: skip
    found = ranked_by_size(rows, np.array([2.0, 0.5, 0.49, -1.0]), Options())
    ends = found[["rank", "rank_low", "rank_high"]].to_numpy().tolist()
    assert ends == [[1, 1, 1], [2, 2, 3], [3, 2, 3], [4, 4, 4]]


def test_perceptions_alone_have_no_gap_to_act_on():
    survey = two_waves.read_survey(
        two_waves.frame(), two_waves.questionnaire(), perception="P{n}",
        outcomes={"overall": "overall"},
    )  # fmt: skip
    result = survey.actions()
    assert result.frame.empty
    assert list(result.frame.columns) == list(ACTION_COLUMNS)
    assert result.sentences == ()


def test_nothing_certain_is_said_so():
    few = two_waves.frame().groupby("wave").head(8)
    survey = two_waves.read_survey(
        few, two_waves.questionnaire(), wave="wave", expectation="E{n}", perception="P{n}"
    )
    result = survey.actions()
    assert set(result.frame["advice"]) == {"watch"}
    assert result.summary() == result.words("actions.none")


def test_lower_is_better_turns_the_need_round():
    lower = two_waves.questionnaire(direction="lower")
    survey = two_waves.survey(instrument=lower, outcomes={})
    rows = everybody(survey.actions().frame, level="dimension", wave="2026Q2")
    # perceptions below expectations are good here
    assert rows.loc["fast", "rank"] == 3
    assert rows.loc["fast", "advice"] == "keep"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_brings_figures_and_the_word_association(language, bank_actions):
    frame = bank_actions.frame
    say = words(language)
    said = "\n".join(say.say(p) for p in action_sentences(frame, Options(language=language)))
    assert "{" not in said
    assert "nan" not in said
    assert ("association" if language == "en" else "相關") in said
    first = everybody(frame, level="dimension").iloc[0]
    for column in ("estimate", "ci_low", "change", "carrier_estimate"):
        assert say.number(first[column], 2) in said


def inner(gap: str, estimate: float, half: float, verdict: str = "shortfall", **keys: str):
    cell = {"wave": "1", "segment": "all", "value": "all", "level": "dimension", "key": "x"}
    return {
        **cell, "gap": gap, "estimate": estimate, "ci_low": estimate - half,
        "ci_high": estimate + half, "verdict": verdict, **keys,
    }  # fmt: skip


def test_the_inner_gap_that_falls_furthest_short_carries():
    shown = pd.DataFrame(
        [
            inner("1", -0.5, 0.1),
            inner("2", -0.6, 0.1),
            inner("3", -2.0, 0.1, verdict="unclear"),
            inner("4", -0.3, 0.1),
            inner("1", -9.0, 0.1, key="y"),
        ]
    )
    frame = pd.DataFrame([inner("5", -1.0, 0.1)])
    row = behind(frame, shown).iloc[0]
    assert (row["carrier"], row["carrier_tied"], row["overpromised"]) == ("2", "1", "yes")
    assert (row["carrier_estimate"], row["carrier_low"]) == (-0.6, pytest.approx(-0.7))


def test_gaps_that_are_told_apart_are_not_called_tied():
    shown = pd.DataFrame([inner("1", -0.5, 0.1), inner("2", -0.9, 0.1)])
    row = behind(pd.DataFrame([inner("5", -1.0, 0.1)]), shown).iloc[0]
    assert (row["carrier"], row["carrier_tied"], row["overpromised"]) == ("2", "", "")


def test_what_is_delivered_but_not_felt_may_carry_as_well():
    part = {"wave": "1", "segment": "all", "value": "all", "dimension": "x"}
    attribution = pd.DataFrame(
        [
            {**part, "term": "residue", "estimate": -0.8, "ci_low": -0.9, "ci_high": -0.7},
            {**part, "term": "1", "estimate": -3.0, "ci_low": -3.1, "ci_high": -2.9},
        ]
    )
    shown = pd.DataFrame([inner("1", -0.5, 0.1)])
    frame = pd.DataFrame([inner("5", -1.0, 0.1)])
    row = behind(frame, shown, attribution).iloc[0]
    assert (row["carrier"], row["carrier_low"], row["carrier_tied"]) == ("residue", -0.9, "")
    unsure = attribution.assign(ci_high=0.1)
    assert behind(frame, shown, unsure).iloc[0]["carrier"] == "1"


def test_the_first_cause_of_the_carrying_gap_is_named_with_its_ties():
    causes = pd.DataFrame(
        {"wave": "1", "gap": ["2", "2", "2", "3"], "cause": ["a", "b", "c", "d"], "class": "goals",
         "agreement": [4.0, 5.0, 3.0, 6.0], "ci_low": 2.0, "ci_high": 6.0, "exposure": "team",
         "remedy": ["mend a", "mend b", "mend c", "mend d"],
         "rank": pd.array([2, 1, 3, 1], "Int64"), "rank_low": pd.array([1, 1, 3, 1], "Int64"),
         "rank_high": pd.array([2, 2, 3, 1], "Int64")}
    )  # fmt: skip
    frame = pd.DataFrame([inner("5", -1.0, 0.1)]).assign(carrier="2")
    row = main_cause(frame, causes, {"b": "Cause B"}).iloc[0]
    assert (row["cause"], row["cause_label"], row["remedy"]) == ("b", "Cause B", "mend b")
    assert row["cause_tied"] == 1
    blank = main_cause(frame.assign(carrier=""), causes, {}).iloc[0]
    assert (blank["cause"], blank["remedy"]) == ("", "")


def test_suppressed_rows_lose_their_figures_and_their_advice():
    few = two_waves.frame().groupby("wave").head(4)
    survey = two_waves.read_survey(
        few, two_waves.questionnaire(), wave="wave", expectation="E{n}", perception="P{n}"
    )
    shown = survey.actions().published()
    assert (shown.frame["reason"] == "suppressed").all()
    figures = ["estimate", "without_action", "score", "mean_left"]
    assert shown.frame[figures].isna().all(axis=None)
    assert set(shown.frame["advice"]) == {""}
    assert shown.sentences == ()
