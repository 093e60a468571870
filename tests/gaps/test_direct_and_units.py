"""Gaps that people rated directly, and gaps in natural units, where lower is better."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from gapkit.gaps import GAPS, Gap
from gapkit.gaps.terms import sign_word
from gapkit.instrument import Scale
from gapkit.instrument.model import exact
from gapkit.wording import words

from .plain import ABS, P_REL, REL, answers, one_row, questionnaire, source, survey

MINUTES = questionnaire(
    {"waiting": ("wait",)}, '{low = 0, high = 120, unit = "minutes", direction = "lower"}'
)


@pytest.mark.parametrize(("neutral", "value"), [(None, 4.0), (7, 7.0)])
def test_a_gap_rated_directly_is_one_sample_against_its_neutral_point(neutral, value):
    frame = answers(np.random.default_rng(1), 60, "S")
    gap = Gap("2", direct="manager.standard", neutral=neutral)
    found = survey(source("manager", frame), own_gaps=(gap,)).gaps().frame
    row = one_row(found, gap="2", level="item", key="r1")
    plain = stats.ttest_1samp(frame["S1"], value)
    assert row["pairing"] == "constant"
    assert (row["n"], row["n_right"]) == (60, 60)
    assert pd.isna(row["n_left"])
    assert row["mean_left"] == value
    assert row["estimate"] == pytest.approx(frame["S1"].mean() - value, rel=REL, abs=ABS)
    assert row["t"] == pytest.approx(plain.statistic, rel=REL)
    assert row["p"] == pytest.approx(plain.pvalue, rel=P_REL)


def test_a_gap_of_ones_own_may_set_two_roles_against_each_other():
    rng = np.random.default_rng(2)
    managers, staff = answers(rng, 30, "S"), answers(rng, 40, "S")
    sources = source("manager", managers), source("employee", staff)
    own = Gap("6", right="employee.standard", left="manager.standard")
    row = one_row(survey(*sources, own_gaps=(own,)).gaps().frame, gap="6", level="item", key="e1")
    plain = stats.ttest_ind(staff["S4"], managers["S4"], equal_var=False)
    assert row["estimate"] == pytest.approx(staff["S4"].mean() - managers["S4"].mean(), rel=REL)
    assert row["p"] == pytest.approx(plain.pvalue, rel=P_REL)
    assert (row["n_left"], row["n_right"]) == (30, 40)


def waiting(expected, perceived, n=80):
    rng = np.random.default_rng(3)
    draw = {"E1": rng.normal(expected, 3, n), "P1": rng.normal(perceived, 5, n)}
    return pd.DataFrame({k: np.clip(np.rint(v), 0, 120) for k, v in draw.items()})


@pytest.mark.parametrize(
    ("expected", "perceived", "verdict"), [(10, 25, "shortfall"), (25, 10, "surplus")]
)
def test_where_lower_is_better_waiting_longer_than_expected_is_the_shortfall(
    expected, perceived, verdict
):
    frame = waiting(expected, perceived)
    row = one_row(
        survey(source("customer", frame), instrument=MINUTES).gaps().frame, level="item", key="wait"
    )
    assert row["estimate"] == pytest.approx((frame["P1"] - frame["E1"]).mean(), rel=REL)
    assert row["verdict"] == verdict


def test_minutes_keep_the_identity_of_the_gaps():
    rng = np.random.default_rng(4)
    customers = waiting(8, 20)
    managers = pd.DataFrame({"M1": rng.integers(5, 15, 20)})
    rules = pd.DataFrame({"S1": [10]})
    log = pd.DataFrame({"D1": rng.integers(5, 30, 200)})
    sources = (
        source("customer", customers), source("manager", managers),
        source("specification", rules), source("monitor", log),
    )  # fmt: skip
    frame = survey(*sources, instrument=MINUTES).gaps().frame
    gap = {g: one_row(frame, gap=g, level="item", key="wait")["estimate"] for g in "1235"}
    residue = customers["P1"].mean() - log["D1"].mean()
    assert gap["1"] + gap["2"] + gap["3"] + residue == pytest.approx(gap["5"], abs=1e-9)


def test_a_target_is_reached_from_the_side_that_is_better():
    frame = waiting(10, 12)
    kept = survey(source("customer", frame), instrument=MINUTES, targets={"overall": 5.0})
    missed = survey(source("customer", frame), instrument=MINUTES, targets={"overall": -1.0})
    assert one_row(kept.gaps().frame, level="overall")["target_met"] == "yes"
    assert one_row(missed.gaps().frame, level="overall")["target_met"] == "no"


def test_another_scale_is_mapped_end_on_end():
    rng = np.random.default_rng(5)
    ten = answers(rng, 50, "M", points=range(1, 11))
    seven = answers(rng, 70, "E")
    sources = source("customer", seven), source("manager", ten, scale=Scale(exact(1), exact(10)))
    row = one_row(survey(*sources).gaps().frame, gap="1", level="item", key="r2")
    mapped = 1 + (ten["M2"] - 1) * 6 / 9
    plain = stats.ttest_ind(mapped, seven["E2"], equal_var=False)
    assert row["mean_right"] == pytest.approx(mapped.mean(), rel=REL)
    assert row["t"] == pytest.approx(plain.statistic, rel=REL)


@pytest.mark.parametrize(("expected", "perceived"), [(10, 25), (25, 10)])
def test_the_sentence_says_that_lower_is_better(expected, perceived):
    said = survey(source("customer", waiting(expected, perceived)), instrument=MINUTES)
    line = said.gaps().summary().splitlines()[1]
    short = perceived > expected
    assert ("falls short of" if short else "exceeds") in line
    assert ("points above them" if short else "points below them") in line
    assert "where lower is better" in line


def test_every_gap_says_which_sign_is_the_shortfall_where_lower_is_better():
    for language in ("en", "zh-Hant"):
        say = words(language)
        for gap in (*(g.name for g in GAPS), "6"):
            up, down = (sign_word(say, gap, d, "L", "R") for d in ("higher", "lower"))
            assert up.split(": ")[0].split("：")[0] in ("negative", "負值")
            assert down.split(": ")[0].split("：")[0] in ("positive", "正值")


@pytest.mark.parametrize(
    ("chart", "chosen"),
    [("gaps", {}), ("profile", {}), ("dashboard", {}), ("heatmap", {"segment": "branch"})],
)
def test_charts_name_the_sign_of_minutes(chart, chosen):
    frame = waiting(10, 25).assign(branch=["North", "South"] * 40)
    asked = survey(source("customer", frame), instrument=MINUTES, segments=("branch",))
    axes = getattr(asked.gaps().plot, chart)(**chosen)
    texts = [t.get_text() for t in axes.figure.findobj(lambda a: hasattr(a, "get_text"))]
    assert any("positive: a shortfall (lower is better)" in text for text in texts)
    assert not any("negative: a shortfall" in text for text in texts)
