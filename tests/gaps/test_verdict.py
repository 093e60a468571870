"""What a gap amounts to: which rule comes before which."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from gapkit import Options
from gapkit.gaps.verdict import material, target_met, verdicts
from gapkit.stats.mean_tests import t_test

from .plain import answers, one_row, questionnaire, source, survey

ONE = {"service": ("q1",)}
MARGIN = 0.3
"""5 % of the range of 1 to 7."""


def judge(mean, se, *, n=100, p_adjusted=None, zero=False, sign=1, **options):
    """The verdict of one row of the table."""
    tested = t_test(np.array([mean]), np.array([se]), np.array([n - 1.0]), confidence=0.95)
    p = tested.p if p_adjusted is None else np.array([p_adjusted])
    of = Options(**options)
    return verdicts(tested, p, np.array([float(n)]), np.array([zero]), MARGIN, sign, of)[0]


@pytest.mark.parametrize(
    ("case", "row", "verdict"),
    [
        ("told from zero, far below", {"mean": -1.0, "se": 0.1}, "shortfall"),
        ("told from zero, far above", {"mean": 1.0, "se": 0.1}, "surplus"),
        ("not told from zero, wide", {"mean": -0.2, "se": 0.3}, "unclear"),
        ("within the margin", {"mean": 0.05, "se": 0.05}, "met"),
        ("within the margin, though told from zero", {"mean": -0.1, "se": 0.02}, "met"),
        ("the interval reaches over the margin", {"mean": -0.15, "se": 0.1}, "unclear"),
        ("told from zero, and not within", {"mean": -0.25, "se": 0.05}, "shortfall"),
        ("only before adjustment", {"mean": -0.5, "se": 0.2, "p_adjusted": 0.06}, "unclear"),
        ("no test", {"mean": -1.0, "se": np.nan}, "unclear"),
        ("alike for everybody, not zero", {"mean": -1.0, "se": 0.0}, "unclear"),
        ("zero for everybody", {"mean": 0.0, "se": 0.0, "zero": True}, "met"),
        ("zero for too few", {"mean": 0.0, "se": 0.0, "zero": True, "n": 19}, "unclear"),
        ("too few", {"mean": -1.0, "se": 0.1, "n": 19}, "unclear"),
        ("just enough", {"mean": -1.0, "se": 0.1, "n": 20}, "shortfall"),
        ("few, but enough asked for", {"mean": -1.0, "se": 0.1, "n": 3, "min_n_verdict": 3}, "shortfall"),
        ("lower is better", {"mean": -1.0, "se": 0.1, "sign": -1}, "surplus"),
        ("lower is better, higher found", {"mean": 1.0, "se": 0.1, "sign": -1}, "shortfall"),
        ("a stricter level", {"mean": -0.5, "se": 0.2, "confidence": 0.99}, "unclear"),
    ],
)  # fmt: skip
def test_rules_come_in_their_order(case, row, verdict):
    assert judge(**row) == verdict, case


@pytest.mark.parametrize("seed", range(25))
def test_met_is_what_two_one_sided_tests_say(seed):
    """Schuirmann (1987): met exactly where both one-sided tests of SciPy reject at α."""
    rng = np.random.default_rng(seed)
    gaps = rng.choice([-1, 0, 1], 200, p=[0.16 + seed / 200, 0.7 - seed / 200, 0.14])
    people = pd.DataFrame({"E1": np.full(200, 4), "P1": 4 + gaps})
    row = one_row(
        survey(source("customer", people), instrument=questionnaire(ONE)).gaps().frame, level="item"
    )
    above = stats.ttest_1samp(gaps, -MARGIN, alternative="greater").pvalue
    below = stats.ttest_1samp(gaps, MARGIN, alternative="less").pvalue
    assert (row["verdict"] == "met") == (max(above, below) < 0.05)


def test_priority_is_not_judged(rng):
    people = answers(rng, 50, "IF")
    table = survey(source("customer", people)).gaps().frame
    assert set(table["gap"]) == {"priority"}
    assert set(table["verdict"]) == set(table["material"]) == {""}


def test_a_gap_that_is_zero_for_everybody_is_met_without_a_test():
    people = pd.DataFrame({"E1": [4, 5] * 10, "P1": [4, 5] * 10})
    row = one_row(
        survey(source("customer", people), instrument=questionnaire(ONE)).gaps().frame, level="item"
    )
    assert (row["verdict"], row["reason"]) == ("met", "no variation")
    assert row[["t", "p", "effect", "effect_low", "effect_high"]].isna().all()
    assert row[["share_below", "share_met", "share_above"]].tolist() == [0, 1, 0]


def test_one_person_is_not_judged_even_at_zero():
    people = pd.DataFrame({"E1": [4], "P1": [4]})
    few = Options(min_n_verdict=2)
    row = one_row(
        survey(source("customer", people), instrument=questionnaire(ONE), options=few).gaps().frame,
        level="item",
    )
    assert (row["verdict"], row["reason"]) == ("unclear", "n below 2")
    assert row[["sd", "se", "ci_low", "ci_high", "t", "p"]].isna().all()


def test_where_lower_is_better_a_longer_wait_is_the_shortfall(rng):
    minutes = questionnaire(ONE, '{low = 0, high = 60, unit = "minutes", direction = "lower"}')
    people = pd.DataFrame({"E1": rng.integers(0, 5, 40), "P1": rng.integers(20, 30, 40)})
    row = one_row(survey(source("customer", people), instrument=minutes).gaps().frame, level="item")
    assert row["estimate"] > 0
    assert row["verdict"] == "shortfall"


def test_material_asks_for_the_whole_interval():
    low = np.array([-1.0, 0.4, -0.3, -0.2, -0.5, np.nan])
    high = np.array([-0.4, 0.9, 0.3, 0.1, 0.1, np.nan])
    said = ["yes", "yes", "no", "no", "unclear", "unclear"]
    assert material(low, high, MARGIN).tolist() == said


@pytest.mark.parametrize(
    ("low", "high", "target", "sign", "said"),
    [
        (-0.4, -0.1, -0.5, 1, "yes"),
        (-0.9, -0.6, -0.5, 1, "no"),
        (-0.6, -0.1, -0.5, 1, "unclear"),
        (-0.4, -0.1, np.nan, 1, ""),
        (np.nan, np.nan, -0.5, 1, "unclear"),
        (0.1, 0.4, 0.5, -1, "yes"),
        (0.6, 0.9, 0.5, -1, "no"),
    ],
)
def test_a_target_is_reached_where_the_whole_interval_is_there(low, high, target, sign, said):
    assert target_met(*(np.array([x]) for x in (low, high, target)), sign).tolist() == [said]


def test_targets_are_of_gap_5_by_dimension_and_overall(rng):
    people = answers(rng, 60, "EPIF")
    aims = {"overall": -6.0, "reliability": 6.0}
    table = survey(source("customer", people), targets=aims).gaps().frame
    aimed = table[table["target_met"] != ""].set_index("key")["target_met"]
    assert aimed.to_dict() == {"overall": "yes", "reliability": "no"}
    assert set(table.query("gap == 'priority'")["target_met"]) == {""}
