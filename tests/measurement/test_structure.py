"""The tables on the structure of a questionnaire: figures, reasons, and what they say."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gapkit import Options, Wave, read_survey
from gapkit.errors import CallError
from gapkit.measurement.invariance import INVARIANCE_COLUMNS
from gapkit.measurement.structure import FIT_COLUMNS, STRUCTURE_COLUMNS, VALIDITY_COLUMNS
from gapkit.stats.confirmatory import confirmatory
from gapkit.study import read_study
from tests.measurement.questionnaires import answers, questionnaire, questionnaire_text

KIOSK = Path(__file__).parents[1] / "reference" / "kiosk"
CLEAN = Path(__file__).parents[1] / "reference" / "stats" / "data" / "a_clean.csv"
# A second way to the same figure, by other sums.
ROUNDING = 1e-9
# A fit of its own, from other starting sums.
SEARCH = 1e-6

STUDY = """
[study]
title = "Made"
instrument = "made.toml"
[options]
depth = "{depth}"
[[source]]
role = "customer"
files = ["answers.csv"]
batteries = {{perception = "P{{n}}"}}
"""


def read(data, dimensions, **rest):
    return read_survey(data, questionnaire(dimensions), perception="P{n}", **rest)


@pytest.fixture(scope="module")
def kiosk():
    return read_survey(
        KIOSK / "kiosk_clean_utf8.csv", KIOSK / "kiosk.toml", expectation="sq{n}_1",
        perception="sq{n}_2", wave=Wave(value="2019"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def two_dimensions():
    rng = np.random.default_rng(4)
    shared = rng.standard_normal((300, 1))
    parts = [
        answers(rng, 300, 4, factor=0.5 * shared + 0.87 * rng.standard_normal((300, 1)))
        for _ in range(2)
    ]
    data = pd.concat(parts, axis=1)
    data.columns = [f"P{k}" for k in range(1, 9)]
    return data


def test_item_figures_are_those_of_the_rows(two_dimensions):
    frame = read(two_dimensions, {"a": 4, "b": 4}).structure().frame
    assert tuple(frame) == STRUCTURE_COLUMNS
    x = two_dimensions.to_numpy()
    np.testing.assert_allclose(frame["mean"], x.mean(axis=0), rtol=ROUNDING)
    np.testing.assert_allclose(frame["sd"], x.std(axis=0, ddof=1), rtol=ROUNDING)
    np.testing.assert_allclose(frame["floor"], (x == 1).mean(axis=0), rtol=ROUNDING)
    np.testing.assert_allclose(frame["ceiling"], (x == 7).mean(axis=0), rtol=ROUNDING)
    for k in range(8):
        block = range(4) if k < 4 else range(4, 8)
        rest = x[:, [i for i in block if i != k]]
        want = np.corrcoef(x[:, k], rest.sum(axis=1))[0, 1]
        np.testing.assert_allclose(frame["item_rest"].iloc[k], want, rtol=ROUNDING)
        cov = np.cov(rest, rowvar=False)
        alpha = 1.5 * (1 - np.trace(cov) / cov.sum())
        np.testing.assert_allclose(frame["alpha_if_dropped"].iloc[k], alpha, rtol=ROUNDING)
    fitted = confirmatory(np.cov(x, rowvar=False, bias=True), 300, [0] * 4 + [1] * 4)
    np.testing.assert_allclose(frame["loading"], fitted.loading, atol=SEARCH)
    assert (frame["reason"] == "").all()


def test_the_kiosk_model_is_that_of_its_authors(kiosk):
    """README of hanakim120/kiosk-servqual-research: 302.55 at 155 df, CFI .898, RMSEA .070."""
    result = kiosk.fit()
    assert tuple(result.frame) == FIT_COLUMNS
    row = result.frame.set_index(["battery", "model"]).loc[("perception", "dimensions")]
    assert row["df"] == 155
    np.testing.assert_allclose(row["chi2"], 302.55, atol=5e-3)
    np.testing.assert_allclose([row["cfi"], row["rmsea"]], [0.898, 0.07], atol=5e-4)
    one = result.frame.set_index(["battery", "model"]).loc[("perception", "one factor")]
    assert one["chi2"] > row["chi2"]
    assert one["df"] == 170


def test_fit_in_words(kiosk, two_dimensions):
    said = kiosk.fit().summary()
    assert "Perception: the 6 dimensions do not fit well (194 people; CFI 0.898" in said
    assert "“Economy 18” also goes with Convenience" in said
    assert "share something beside their dimensions" in said
    assert "6 個構面的模型配適不佳" in kiosk.fit(language="zh-Hant").summary()
    good = read(two_dimensions, {"a": 4, "b": 4}).fit()
    assert "the 2 dimensions fit well" in good.summary()


def test_validity_of_clean_answers():
    """HTMT as semTools gives it (tests/reference/stats/out/a.json, a/cfa/htmt): TAN and REL."""
    sizes = {"TAN": 4, "REL": 5, "RES": 4, "ASS": 4, "EMP": 5}
    data = pd.read_csv(CLEAN).rename(columns={f"P{i:02d}": f"P{i}" for i in range(1, 10)})
    result = read(data[[f"P{i}" for i in range(1, 23)]], sizes).validity()
    assert tuple(result.frame) == VALIDITY_COLUMNS
    pairs = result.frame[result.frame["other"] != ""].set_index(["dimension", "other"])
    np.testing.assert_allclose(pairs.loc[("TAN", "REL"), "htmt"], 0.551732335278981, rtol=1e-9)
    np.testing.assert_allclose(
        pairs.loc[("TAN", "REL"), "correlation"], 0.518937260387104, atol=5e-6
    )
    assert "the dimensions can be told apart" in result.summary()


def test_dimensions_that_are_one_cannot_be_told_apart(rng):
    result = read(answers(rng, 300, 8), {"a": 4, "b": 4}).validity()
    row = result.frame[result.frame["other"] == "b"].iloc[0]
    np.testing.assert_allclose(row["htmt"], 1, atol=0.05)
    assert "hardly to be told apart: a and b" in result.summary()


BAD = {
    "fewer people than items": (lambda d: d.head(6), "too few cases"),
    "one person": (lambda d: d.head(1), "too few cases"),
    "two columns the same": (lambda d: d.assign(P2=d["P1"]), "singular"),
    "no complete row": (
        lambda d: d.assign(P1=d["P1"].where(d.index % 2 == 0), P8=d["P8"].where(d.index % 2 == 1)),
        "too few cases",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_model_that_cannot_be_fitted_says_why(case, rng):
    spoil, reason = BAD[case]
    survey = read(spoil(answers(rng, 60, 8)), {"a": 4, "b": 4})
    fit, items = survey.fit(), survey.structure().frame
    assert (fit.frame["reason"] == reason).all()
    assert fit.frame[["chi2", "cfi", "rmsea"]].isna().all(axis=None)
    assert "could not be fitted" in fit.summary()
    assert items["loading"].isna().all()
    assert items["mean"].notna().all()  # the rest stands
    assert (survey.validity().frame["reason"] == reason).all()
    assert survey.factors().frame["loading"].isna().all()


def test_items_without_variance_or_answers_are_named_and_the_others_fitted(rng):
    data = answers(rng, 80, 8)
    data["P2"], data["P7"] = 4, np.nan
    frame = read(data, {"a": 4, "b": 4}).structure().frame.set_index("item")
    assert frame.loc["i2", "reason"] == "no variation"
    assert frame.loc["i7", "reason"] == "nobody answered"
    fine = frame.drop(index=["i2", "i7"])
    assert fine["loading"].notna().all()
    assert (fine["reason"] == "").all()


def test_too_few_items_for_a_model(rng):
    survey = read(answers(rng, 60, 2), {"a": 2})
    assert survey.fit().frame["reason"].tolist() == ["not asked"]
    assert "it needs more items" in survey.fit().summary()
    one = read(answers(rng, 60, 5), {"a": 4, "b": 1})
    row = one.structure().frame.set_index("item").loc["i5"]
    assert row["reason"] == "not asked"
    assert np.isnan(row["loading"])
    assert one.fit().frame["reason"].eq("").all()


def test_waves_and_segments_that_read_an_item_differently(rng):
    data = answers(rng, 600, 5)
    data.loc[300:, "P3"] += 2
    data["wave"] = np.repeat(["2026Q1", "2026Q2"], 300)
    data["channel"] = np.tile(["app", "desk"], 300)
    result = read_survey(
        data, questionnaire({"a": 5}, high=9), perception="P{n}", wave="wave", segments=["channel"]
    ).invariance()
    assert tuple(result.frame) == INVARIANCE_COLUMNS
    rows = result.frame.set_index(["segment", "model"])
    assert rows.loc[("wave", "scalar"), "holds"] == "no"
    assert rows.loc[("wave", "scalar"), "delta_p"] < 1e-6
    assert (rows.loc["channel", "holds"] == "yes").all()
    assert rows.loc[("channel", "configural"), "n"] == 300  # the last wave alone
    said = result.summary()
    assert "in the last two waves some items are answered higher or lower" in said
    assert "channel read the items alike" in said


def test_one_wave_has_nothing_to_be_compared_with(kiosk):
    assert kiosk.invariance().frame.empty


def test_groups_of_few_people_are_left_out_of_a_comparison(rng):
    data = answers(rng, 60, 5)
    data["branch"] = ["A"] * 56 + ["B"] * 4
    frame = read(data, {"a": 5}, segments=["branch"]).invariance().frame
    assert frame["reason"].tolist() == ["too few cases"]
    assert frame["groups"].tolist() == [1]


def test_factors_that_the_answers_show(two_dimensions):
    survey = read(two_dimensions, {"a": 4, "b": 4})
    for correlation in ("pearson", "polychoric"):
        result = survey.factors(correlation=correlation)
        frame = result.frame
        assert (frame["factors"] == 2).all()
        table = frame.pivot(index="item", columns="factor", values="loading").to_numpy()
        own = np.abs(table).argmax(axis=1)
        assert own[:4].std() == own[4:].std() == 0
        assert own[0] != own[4]
        assert (
            "2 factors stand out of chance; the questionnaire has 2 dimensions" in result.summary()
        )
    assert survey.factors(factors=1).frame["factor"].unique().tolist() == ["1"]


def test_waves_stand_in_their_order_whatever_each_was_asked(two_dimensions):
    data = two_dimensions.assign(quarter=["2026Q1"] * 150 + ["2026Q2"] * 150)
    data.loc[150:, "P1"] = np.nan
    survey = read(data, {"a": 4, "b": 4}, wave="quarter")
    for frame in (survey.factors().frame, survey.structure().frame, survey.fit().frame):
        assert list(dict.fromkeys(frame["wave"])) == ["2026Q1", "2026Q2"]
    found = survey.factors().frame.groupby("wave")["item"].nunique()
    assert found.to_dict() == {"2026Q1": 8, "2026Q2": 7}


def test_correlations_of_every_two_items(two_dimensions):
    holes = two_dimensions.copy()
    holes.loc[:49, "P1"] = np.nan
    frame = read(holes, {"a": 4, "b": 4}).correlations().frame.set_index(["item", "other"])
    assert len(frame) == 28
    both = holes[["P1", "P2"]].dropna()
    row = frame.loc[("i1", "i2")]
    assert row["n"] == 250
    np.testing.assert_allclose(row["pearson"], both.corr().iloc[0, 1], rtol=ROUNDING)
    assert frame["polychoric"].mean() > frame["pearson"].mean()  # coarse answers hide some of it


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda s: s.factors("perceptoin"), "Answered: perception"),
        (lambda s: s.factors(correlation="spearman"), "Known: pearson, polychoric"),
        (lambda s: s.factors(factors=0), "1 or more"),
        (lambda s: s.correlations("importance"), "was not answered"),
    ],
)
def test_a_wrong_call_is_told_what_would_do(call, said, two_dimensions):
    with pytest.raises(CallError, match=said):
        call(read(two_dimensions, {"a": 4, "b": 4}))


def test_a_year_writes_the_structure_and_a_quarter_does_not(tmp_path, two_dimensions):
    two_dimensions.to_csv(tmp_path / "answers.csv", index=False)
    text = questionnaire_text({"a": 4, "b": 4})
    (tmp_path / "made.toml").write_text(text, encoding="utf-8")
    written = {}
    for depth in ("quarterly", "yearly"):
        path = tmp_path / f"{depth}.toml"
        path.write_text(STUDY.format(depth=depth), encoding="utf-8")
        page = read_study(path).run().report(tmp_path / depth)
        written[depth] = {p.stem for p in (page.parent / "tables").glob("*.csv")}
    assert "reliability" in written["quarterly"]
    assert not written["quarterly"] & {"structure", "fit", "validity"}
    assert {"reliability", "structure", "fit", "validity"} <= written["yearly"]
    header = (tmp_path / "yearly" / "tables" / "fit.csv").read_text("utf-8-sig").splitlines()[0]
    assert header.split(",") == list(FIT_COLUMNS)


def test_counts_of_a_year_hold_whole_batteries_and_nothing_is_read_again(two_dimensions):
    survey = read(two_dimensions, {"a": 4, "b": 4}, options=Options(depth="yearly"))
    before = survey.tally()
    survey.fit()
    survey.structure()
    assert survey.tally() is before
    quarterly = read(two_dimensions, {"a": 4, "b": 4})
    few = len(quarterly.tally().parts)
    assert quarterly.fit().frame.equals(survey.fit().frame)
    assert len(quarterly.tally().parts) == few + 1


def test_people_who_are_left_out_are_left_out_of_the_structure_too(two_dimensions):
    data = pd.concat([two_dimensions, pd.DataFrame(4, range(60), two_dimensions.columns)])
    survey = read(data, {"a": 4, "b": 4})
    whole, careful = survey.fit().frame, survey.fit(leave_out=("one_answer",)).frame
    assert whole["n"].iloc[0] == 360
    assert careful["n"].iloc[0] == 300
    np.testing.assert_allclose(
        careful["chi2"], read(two_dimensions, {"a": 4, "b": 4}).fit().frame["chi2"]
    )
