"""Drivers from a survey: R's figures come out, the planted structure is found, bad input is said."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gapkit import read_survey
from gapkit.errors import CallError
from gapkit.measurement.difference import DIFFERENCE_COLUMNS, MODEL_COLUMNS
from gapkit.measurement.drivers import DRIVER_COLUMNS

from .outcome_surveys import DIMENSIONS, STATS, clean, clean_frame, made, questionnaire, survey_of

# from coded answers through sums of products to the same figure as R's on the raw rows
REL = 1e-9
R = json.loads((STATS / "out" / "a.json").read_text())
NAMES = {"tan": "TAN", "rel": "REL", "res": "RES", "ass": "ASS", "emp": "EMP"}
CONTRACT = (
    "wave", "segment", "value", "outcome", "kind", "key", "n", "r", "beta", "relative_weight",
    "shapley", "share", "ci_low", "ci_high", "above_chance",
)  # fmt: skip


def of(key, figure):
    return [R[key]["value"][figure][NAMES[d]] for d in DIMENSIONS]


def rows(frame, **keys):
    for column, value in keys.items():
        frame = frame[frame[column] == value]
    return frame.reset_index(drop=True)


@pytest.fixture(scope="module")
def drivers():
    return clean().drivers().frame


def test_the_columns_are_those_of_the_contract(drivers):
    assert tuple(drivers.columns[: len(CONTRACT)]) == CONTRACT
    assert tuple(drivers.columns) == DRIVER_COLUMNS


def test_rs_figures_come_out(drivers):
    found = rows(drivers, kind="perception", level="dimension")
    assert list(found["key"]) == list(DIMENSIONS)
    np.testing.assert_allclose(
        found["relative_weight"], of("a/drivers/relwt_johnson", "raw"), rtol=REL
    )
    np.testing.assert_allclose(found["share"], of("a/drivers/relwt_johnson", "pct"), rtol=REL)
    np.testing.assert_allclose(found["shapley"], of("a/drivers/lmg_def", "raw"), rtol=REL)
    np.testing.assert_allclose(found["r"], of("a/drivers/ols", "r_xy"), rtol=REL)
    np.testing.assert_allclose(found["beta"], of("a/drivers/ols", "std_beta"), rtol=REL)
    np.testing.assert_allclose(found["vif"], of("a/drivers/ols", "vif"), rtol=REL)
    assert set(found["n"]) == {60}


def test_intervals_lie_near_those_of_rs_bootstrap(drivers):
    found = rows(drivers, kind="perception", level="dimension")
    # another method (jackknife on the logit against percentiles) on 60 people: near, not equal
    np.testing.assert_allclose(found["ci_low"], of("a/drivers/bootstrap_relwt", "q025"), atol=0.06)
    np.testing.assert_allclose(found["ci_high"], of("a/drivers/bootstrap_relwt", "q975"), atol=0.09)
    assert ((found["ci_low"] < found["share"]) & (found["share"] < found["ci_high"])).all()


def test_weights_of_items_add_up_to_what_items_explain(drivers):
    found = rows(drivers, kind="perception", level="item")
    assert len(found) == 22
    x = clean_frame()[[f"P{n}" for n in range(1, 23)]].to_numpy(float)
    y = clean_frame()["oq"].to_numpy(float)
    z = np.column_stack([np.ones(60), x])
    rest = y - z @ np.linalg.lstsq(z, y, rcond=None)[0]
    assert found["relative_weight"].sum() == pytest.approx(
        1 - (rest**2).sum() / ((y - y.mean()) ** 2).sum()
    )
    assert found["share"].sum() == pytest.approx(1)
    assert found["shapley"].isna().all()  # 22 predictors would be four million models


def test_gaps_are_explained_by_gaps(drivers):
    found = rows(drivers, kind="gap", level="dimension")
    gaps = [
        (
            clean_frame()[[f"P{n}" for n in ns]].to_numpy()
            - clean_frame()[[f"E{n}" for n in ns]].to_numpy()
        ).mean(axis=1)
        for ns in DIMENSIONS.values()
    ]
    want = [np.corrcoef(gap, clean_frame()["oq"])[0, 1] for gap in gaps]
    np.testing.assert_allclose(found["r"], want, rtol=REL)


@pytest.fixture(scope="module")
def planted():
    return survey_of(made())


def test_what_was_planted_is_found(planted):
    found = rows(planted.drivers().frame, kind="perception", level="dimension")
    assert found.sort_values("share")["key"].iloc[-1] == "d1"
    assert list(found["above_chance"][:2]) == ["yes", "yes"]


def test_perceptions_explain_more_where_they_made_the_outcome(planted):
    models = rows(planted.driver_models().frame, level="dimension").set_index("model")
    assert models.loc["gap", "ci_high"] < 0
    assert models.loc["gap", "p"] < 0.001
    assert models.loc["perception", "p"] > 0.01
    scores = rows(planted.difference_scores().frame, level="overall").iloc[0]
    assert scores["ci_low"] > 0
    assert scores["slope_perception"] > abs(scores["slope_expectation"])
    assert "perceptions explain more" in planted.drivers().summary()
    assert "refuted" in planted.drivers().summary()


def test_gaps_explain_more_where_they_made_the_outcome():
    survey = survey_of(made(expect=True, noise=0.5))
    models = rows(survey.driver_models().frame, level="dimension").set_index("model")
    assert models.loc["gap", "ci_low"] > 0
    assert models.loc["gap", "p"] > 0.01
    assert "gaps explain more" in survey.drivers().summary()
    assert "not refuted" in survey.drivers().summary()


def test_constraint_slopes_are_those_of_ordinary_regression(planted):
    import statsmodels.api as sm

    frame = made()
    sides = {
        b: np.column_stack(
            [frame[[f"{b}{2 * d + 1}", f"{b}{2 * d + 2}"]].mean(axis=1) for d in range(4)]
        )
        for b in "PE"
    }
    x = np.column_stack([sides["P"], sides["E"]])
    fit = sm.OLS(frame["nps"].to_numpy(float), sm.add_constant(x)).fit()
    found = rows(planted.difference_scores().frame, level="dimension")
    np.testing.assert_allclose(found["slope_perception"], fit.params[1:5], rtol=1e-8)
    np.testing.assert_allclose(found["slope_expectation"], fit.params[5:], rtol=1e-8)
    gap = sides["P"] - sides["E"]
    want = [np.corrcoef(gap[:, k], sides["P"][:, k])[0, 1] for k in range(4)]
    np.testing.assert_allclose(found["r_gap_perception"], want, rtol=1e-8)
    ratio = sides["E"].var(axis=0) / gap.var(axis=0)
    np.testing.assert_allclose(found["variance_ratio"], ratio, rtol=1e-8)


def test_groups_are_the_survey_of_these_people_alone():
    frame = made()
    by = rows(survey_of(frame).drivers(by="sex").frame, segment="sex", value="f", kind="perception")
    alone = survey_of(frame[frame["sex"] == "f"]).drivers().frame
    want = rows(alone, kind="perception", level="dimension")
    columns = ["n", "r", "share", "ci_low", "ci_high"]
    pd.testing.assert_frame_equal(by[columns], want[columns])


def test_waves_stay_apart_and_rows_in_any_files_are_the_same(tmp_path):
    frame = made().assign(quarter=["2026Q1", "2026Q2", "2026Q2"] * 100)
    for k, piece in enumerate((frame[:101], frame[101:])):
        piece.to_csv(tmp_path / f"part-{k}.csv", index=False)
    one = survey_of(frame, wave="quarter").drivers().frame
    two = survey_of(str(tmp_path / "part-*.csv"), wave="quarter").drivers().frame
    assert list(dict.fromkeys(one["wave"])) == ["2026Q1", "2026Q2"]
    pd.testing.assert_frame_equal(one, two, rtol=1e-9)
    alone = survey_of(frame[frame["quarter"] == "2026Q2"]).drivers().frame
    np.testing.assert_allclose(rows(one, wave="2026Q2")["share"], alone["share"], rtol=1e-9)


def test_a_weight_of_two_counts_a_person_twice():
    frame = made(n=120)
    frame["w"] = np.tile([1, 2, 1], 40)
    survey = survey_of(frame)
    weighted = replace(survey, sources=(replace(survey.sources[0], weight="w"),))
    found = rows(weighted.drivers().frame, kind="perception", level="dimension")
    doubled = frame.loc[np.repeat(frame.index, frame["w"])]
    want = rows(survey_of(doubled).drivers().frame, kind="perception", level="dimension")
    np.testing.assert_allclose(found["r"], want["r"], rtol=1e-9)
    np.testing.assert_allclose(found["share"], want["share"], rtol=1e-9)
    assert set(found["n"]) == {120}
    plain, twice = (s.difference_scores().frame for s in (weighted, survey_of(doubled)))
    np.testing.assert_allclose(plain["sum"], twice["sum"], rtol=1e-9)
    assert plain["p"].notna().all()
    assert weighted.driver_models().frame["p"].isna().all()


def test_clusters_are_left_out_whole():
    frame = made(n=240).assign(branch=np.repeat([f"B{k}" for k in range(12)], 20))
    survey = survey_of(frame, unit="branch").using(unit_design="clusters")
    found = rows(survey.drivers().frame, kind="perception", level="dimension")
    x = np.column_stack([frame[[f"P{2 * d + 1}", f"P{2 * d + 2}"]].mean(axis=1) for d in range(4)])
    from scipy.special import expit, logit
    from scipy.stats import t

    from gapkit.stats.regression import correlations, products_of
    from gapkit.stats.relative_weights import relative_weights

    def shares(keep):
        z = np.column_stack([x[keep], frame["nps"].to_numpy(float)[keep]])
        c = correlations(products_of(z))
        w = relative_weights(c.inner, c.outer)
        return w / w.sum()

    without = np.array([logit(shares((frame["branch"] != f"B{k}").to_numpy())) for k in range(12)])
    se = np.sqrt(11 / 12 * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
    middle = logit(shares(np.ones(240, bool)))
    np.testing.assert_allclose(found["ci_low"], expit(middle - t.ppf(0.975, 11) * se), rtol=1e-7)


def damaged(change):
    frame = made(n=60)
    change(frame)
    return survey_of(frame)


def test_fewer_people_than_predictors():
    found = survey_of(made(n=9)).drivers().frame
    assert set(rows(found, level="dimension")["reason"]) == {"too few cases"}
    assert rows(found, level="dimension")[["share", "beta", "relative_weight"]].isna().all().all()
    assert rows(found, level="dimension")["r"].notna().all()


def test_an_item_without_variance_is_named_and_the_rest_stands():
    def constant(frame):
        frame["P3"] = 5

    found = rows(damaged(constant).drivers().frame, kind="perception", level="item")
    assert list(found.loc[found["reason"] == "no variation", "key"]) == ["i3"]
    rest = found[found["key"] != "i3"]
    assert rest["share"].sum() == pytest.approx(1)
    assert np.isnan(found.loc[found["key"] == "i3", "r"].item())


def test_two_items_alike_are_named_and_share():
    def twice(frame):
        frame["P4"] = frame["P1"]

    survey = damaged(twice)
    found = rows(survey.drivers().frame, kind="perception", level="item").set_index("key")
    assert list(found.index[found["reason"] == "singular"]) == ["i1", "i4"]
    assert found.loc["i1", "share"] == pytest.approx(found.loc["i4", "share"], rel=1e-6)
    assert found.loc[["i1", "i4"], "beta"].isna().all()
    assert found.loc["i2", "beta"] == found.loc["i2", "beta"]


def test_an_outcome_that_does_not_vary():
    def constant(frame):
        frame["nps"] = 7

    survey = damaged(constant)
    for table in (survey.drivers(), survey.driver_models(), survey.difference_scores()):
        assert set(table.frame["reason"]) == {"no variation"}
    assert "cannot be told" in survey.drivers().summary()


def test_an_outcome_of_two_values_is_explained_by_odds_too():
    def halved(frame):
        frame["nps"] = np.where(frame["nps"] > 6, 10, 0)

    found = rows(damaged(halved).drivers().frame, kind="perception", level="dimension")
    assert set(found["reason"]) == {""}
    assert found[["share", "ordinal"]].notna().all().all()


def test_a_dimension_with_one_item():
    frame = made(n=80, dims=4, per=1)
    found = survey_of(frame, per=1).drivers().frame
    both = [rows(found, level=level, kind="perception") for level in ("dimension", "item")]
    np.testing.assert_allclose(both[0]["share"], both[1]["share"], rtol=1e-9)


def test_half_of_the_cells_missing(rng):
    frame = made(n=200).astype({f"{b}{n}": float for b in "PE" for n in range(1, 9)})
    cells = [f"P{n}" for n in range(1, 9)]
    frame[cells] = frame[cells].mask(rng.random((200, 8)) < 0.5)
    found = survey_of(frame).drivers().frame
    by = rows(found, level="dimension", kind="perception")
    assert 0 < by["n"].iloc[0] < 200
    assert set(by["reason"]) == {""}
    assert set(rows(found, level="item", kind="perception")["reason"]) == {"too few cases"}


def test_no_outcome_no_rows():
    survey = survey_of(made(n=40), outcomes={})
    for table in (
        survey.drivers(),
        survey.driver_models(),
        survey.difference_scores(),
        survey.outcomes(),
    ):
        assert len(table.frame) == 0
        assert table.summary()


def test_no_expectation_no_gap_and_one_model():
    dims = {f"d{d + 1}": range(2 * d + 1, 2 * d + 3) for d in range(4)}
    survey = read_survey(
        made(n=80), questionnaire(dims), perception="P{n}", outcomes={"recommend": "nps"}
    )
    assert set(survey.drivers().frame["kind"]) == {"perception"}
    assert set(survey.driver_models().frame["model"]) == {"perception"}
    assert len(survey.difference_scores().frame) == 0


def test_an_unknown_outcome_is_told_the_known_ones(planted):
    with pytest.raises(CallError, match="Did you mean 'recommend'"):
        planted.drivers(outcome="recomend")


def test_small_groups_are_blank_where_others_see_them():
    frame = made(n=200)
    frame["sex"] = np.where(np.arange(200) < 197, "f", "m")
    result = survey_of(frame).drivers(by="sex").published()
    few = rows(result.frame, segment="sex", value="m")
    assert set(few["reason"]) == {"suppressed"}
    assert few[["r", "share", "chance"]].isna().all().all()
    assert set(few["above_chance"]) == {""}


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_it_is_said_in_both_languages(planted, language):
    said = planted.using(language=language).drivers().summary()
    assert "recommend" in said
    assert "{" not in said
    assert "nan" not in said


def test_tables_have_their_columns(planted):
    assert tuple(planted.driver_models().frame.columns) == MODEL_COLUMNS
    assert tuple(planted.difference_scores().frame.columns) == DIFFERENCE_COLUMNS


def test_ordered_grades_check_the_order(planted):
    assert "orders the dimensions alike" in planted.drivers().summary()


def test_everything_is_read_once_for_a_run(monkeypatch):
    from gapkit.survey.driven import read_ahead

    survey = survey_of(made(n=60))
    read_ahead(survey)

    def again(self):
        raise AssertionError("read again")

    monkeypatch.setattr(type(survey.answers), "batches", again)
    for table in (survey.drivers(), survey.priorities(), survey.penalty_reward()):
        assert len(table.frame)


def test_clusters_give_the_errors_of_slopes():
    """Each branch left out once, by statsmodels on rows."""
    import statsmodels.api as sm
    from scipy.stats import t

    frame = made(n=240).assign(branch=np.repeat([f"B{k}" for k in range(12)], 20))
    survey = survey_of(frame, unit="branch").using(unit_design="clusters")
    found = rows(survey.difference_scores().frame, level="overall").iloc[0]
    sides = [frame[[f"{b}{n}" for n in range(1, 9)]].mean(axis=1) for b in "PE"]
    x, y = sm.add_constant(np.column_stack(sides)), frame["nps"].to_numpy(float)
    out = [(frame["branch"] != f"B{k}").to_numpy() for k in range(12)]
    sums = np.array([sm.OLS(y[keep], x[keep]).fit().params[1:].sum() for keep in out])
    se = np.sqrt(11 / 12 * ((sums - sums.mean()) ** 2).sum())
    assert found["sum"] == pytest.approx(sm.OLS(y, x).fit().params[1:].sum(), rel=1e-8)
    assert found["ci_high"] - found["sum"] == pytest.approx(t.ppf(0.975, 11) * se, rel=1e-6)
    assert found["df_rest"] == 11
