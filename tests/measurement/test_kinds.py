"""Kinds of attributes from a survey: the kiosk's 29 pairs of questions, and contrasts by hand."""

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gapkit import read_survey
from gapkit.instrument import instrument_from_text
from gapkit.measurement.kinds import KANO_COLUMNS, PENALTY_COLUMNS
from gapkit.stats.kano import EVALUATION, KINDS

from .outcome_surveys import clean, clean_frame, made, questionnaire, survey_of

KIOSK = Path(__file__).parents[2] / "data" / "samples" / "kiosk" / "kiosk_raw_cp949.csv"
ANSWERS = ["마음에 든다.", "당연하다.", "아무런 느낌이 없다.", "하는 수 없다.", "마음에 안 든다."]


@pytest.fixture(scope="module")
def kiosk():
    """The raw export; its Kano pairs are numbered 1 to 29 on their own."""
    return read_survey(
        KIOSK,
        questionnaire({"kiosk": range(1, 30)}),
        functional="{n}-1.*느낌이 들겠습니까?",
        dysfunctional="{n}-2.*느낌이 들겠습니까?",
        columns={"sex": "귀하의 성별을 선택해주세요."},
        segments=["sex"],
    )


def raw_pairs(n):
    raw = pd.read_csv(KIOSK, encoding="cp949", dtype=str)
    asked = [
        next(
            c
            for c in raw
            if c.startswith(f"{n}-{side}.") and c.strip().endswith("느낌이 들겠습니까?")
        )
        for side in (1, 2)
    ]
    return raw[asked].dropna()


def test_all_29_pairs_are_classified(kiosk):
    found = kiosk.kano().frame
    assert tuple(found.columns) == KANO_COLUMNS
    everybody = found[found["segment"] == "all"]
    assert list(everybody["key"]) == [f"i{n}" for n in range(1, 30)]
    assert set(everybody["n"]) == {207}
    assert set(everybody["category"]) <= set(KINDS)


@pytest.mark.parametrize("n", [1, 9, 20, 29])
def test_shares_are_those_of_the_raw_words(kiosk, n):
    pairs = raw_pairs(n)
    kinds = Counter(
        EVALUATION[ANSWERS.index(a.strip())][ANSWERS.index(b.strip())]
        for a, b in pairs.itertuples(index=False)
    )
    row = kiosk.kano().frame.set_index(["segment", "key"]).loc[("all", f"i{n}")]
    assert row["n"] == sum(kinds.values())
    for kind in KINDS:
        assert row[kind] == pytest.approx(kinds[kind] / row["n"])


def test_groups_add_up_to_everybody(kiosk):
    found = kiosk.kano().frame
    by_sex = found[found["segment"] == "sex"].groupby("key", sort=False)["n"].sum()
    assert (by_sex == 207).all()


def test_the_answers_are_read_in_words_and_numbers_alike():
    words = ["I like it that way", "Must be", "Neutral.", "I can live with it", "I dislike it"]
    pairs = [(a, b) for a in range(5) for b in range(5)]
    written = pd.DataFrame([(words[a], words[b]) for a, b in pairs], columns=["F1", "D1"])
    numbers = pd.DataFrame([(a + 1, b + 1) for a, b in pairs], columns=["F1", "D1"])
    asked = {"functional": "F{n}", "dysfunctional": "D{n}"}
    one, two = (
        read_survey(frame, questionnaire({"d": [1]}), **asked).kano().frame
        for frame in (written, numbers)
    )
    pd.testing.assert_frame_equal(one, two)
    assert one["n"].item() == 25
    assert one["must_be"].item() == pytest.approx(3 / 25)


def test_pairs_are_never_turned_nor_read_on_the_instruments_scale():
    asked = """
    [instrument]
    name = "one"
    scale = {low = 1, high = 7}
    [[dimension]]
    id = "d"
    [[item]]
    id = "a"
    dimension = "d"
    reversed = true
    """
    frame = pd.DataFrame({"F1": [1, 1, 2], "D1": [5, 5, 5], "P1": [1, 2, 7]})
    survey = read_survey(
        frame, instrument_from_text(asked), functional="F{n}", dysfunctional="D{n}",
        perception="P{n}", answers={"best": 7},
    )  # fmt: skip
    row = survey.kano().frame.iloc[0]
    assert (row["one_dimensional"], row["must_be"]) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert survey.scores().frame["mean"].iloc[0] == pytest.approx((7 + 6 + 1) / 3)


def test_pairs_are_no_battery_of_the_gap_model(kiosk):
    assert len(kiosk.gaps().frame) == 0
    assert not kiosk.inventory().columns


def test_no_pairs_no_rows():
    assert len(survey_of(made(n=20)).kano().frame) == 0


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_kinds_are_said(kiosk, language):
    said = kiosk.using(language=language).kano().summary()
    assert len(said.splitlines()) > 2
    assert "{" not in said


def test_contrasts_are_regression_on_marks():
    import statsmodels.api as sm

    frame = made(n=400)
    scores = np.column_stack(
        [frame[[f"P{2 * d + 1}", f"P{2 * d + 2}"]].mean(axis=1) for d in range(4)]
    )
    # on 1 to 7: low below the middle, high in the upper two ninths
    marks = np.column_stack([scores < 4, scores >= 7 - 6 * 2 / 9]).astype(float)
    fit = sm.OLS(frame["nps"].to_numpy(float), sm.add_constant(marks)).fit()
    found = survey_of(frame).penalty_reward().frame
    by = found[found["level"] == "dimension"]
    assert tuple(found.columns) == PENALTY_COLUMNS
    np.testing.assert_allclose(by["penalty"], -fit.params[1:5], rtol=1e-8)
    np.testing.assert_allclose(by["reward"], fit.params[5:], rtol=1e-8)
    np.testing.assert_allclose(by["penalty_low"], -fit.conf_int()[1:5, 1], rtol=1e-8)
    assert list(by["n_low"]) == list((scores < 4).sum(axis=0))


def test_basic_and_exciting_attributes_are_told(rng):
    frame = made(n=1500, seed=9)
    score = [frame[[f"P{2 * d + 1}", f"P{2 * d + 2}"]].mean(axis=1) for d in range(4)]
    outcome = 7 - 3.0 * (score[0] < 4) + 2.5 * (score[1] >= 6) + rng.normal(0, 0.8, 1500)
    frame["nps"] = np.clip(np.rint(outcome), 0, 10).astype(int)
    result = survey_of(frame).penalty_reward()
    by = result.frame[result.frame["level"] == "dimension"].set_index("key")["category"]
    assert list(by[["d1", "d2", "d3", "d4"]]) == ["basic", "excitement", "unclear", "unclear"]
    assert "(basic): d1" in result.summary()
    assert "(excitement): d2" in result.summary()


def test_an_end_that_hardly_anybody_chose_is_named_and_the_rest_stands():
    frame = made(n=200)
    frame["P1"] = frame["P2"] = np.where(np.arange(200) % 2, 5, 6)
    found = survey_of(frame).penalty_reward().frame
    by = found[found["level"] == "dimension"].set_index("key")
    assert by.loc["d1", "reason"] == "too few cases"
    assert np.isnan(by.loc["d1", "penalty"])
    assert by.loc["d1", "category"] == ""
    assert by.loc["d2", "penalty"] == by.loc["d2", "penalty"]


def test_the_clean_data_have_contrasts():
    found = clean().penalty_reward().frame
    by = found[found["level"] == "dimension"]
    low = clean_frame()[[f"P{n}" for n in range(5, 10)]].mean(axis=1) < 4
    assert by.set_index("key").loc["rel", "n_low"] == low.sum()


def test_outcomes_have_means_and_net_promoter_scores():
    frame = made(n=150)
    result = survey_of(frame).outcomes(by="sex")
    row = result.frame.iloc[0]
    answers = frame["nps"]
    assert row["mean"] == pytest.approx(answers.mean())
    assert row["nps"] == pytest.approx((answers >= 9).mean() - (answers <= 6).mean())
    assert row["nps_low"] < row["nps"] < row["nps_high"]
    assert list(result.frame["value"]) == ["all", "f", "m"]
    assert "net promoter score" in result.summary()


def test_an_outcome_on_another_scale_has_no_net_promoter_score():
    found = clean().outcomes().frame
    assert found["mean"].item() == pytest.approx(clean_frame()["oq"].mean())
    assert found[["nps", "promoters"]].isna().all().all()
