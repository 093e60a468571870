"""What changed between waves: against plain tests, and what may be said of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from gapkit.options import Options
from gapkit.tally import save_tally

from .made import EVERYBODY, OVERALL, answers, gap_of, moved, row, survey

# Both ways add the same numbers, in another order.
REL = 1e-9
# mix + rate and right − left are the change up to rounding
IDENTITY = 1e-12


def test_a_change_of_other_people_is_welchs_test(rng):
    frame = answers(rng, 120)
    found = row(survey(frame).trends().frame, **EVERYBODY)
    before, after = (gap_of(frame[frame["quarter"] == w]) for w in ("2026Q1", "2026Q2"))
    test = stats.ttest_ind(after, before, equal_var=False)
    interval = test.confidence_interval(0.95)
    assert found["change"] == pytest.approx(after.mean() - before.mean(), rel=REL)
    assert found["p"] == pytest.approx(test.pvalue, rel=REL)
    assert found["ci_low"] == pytest.approx(interval.low, rel=REL)
    assert found["ci_high"] == pytest.approx(interval.high, rel=REL)


def test_people_who_came_twice_are_paired_by_their_id(rng):
    frame = answers(rng, 60)
    frame["person"] = [f"p{k}" for k in range(60)] * 2
    second = frame["quarter"] == "2026Q2"
    frame.loc[second, [c for c in frame if c[0] in "EP" and c[1:].isdigit()]] = (
        (
            frame.loc[~second, [c for c in frame if c[0] in "EP" and c[1:].isdigit()]]
            + rng.integers(-1, 2, (60, 8))
        )
        .clip(1, 7)
        .to_numpy()
    )
    before, after = gap_of(frame[~second]), gap_of(frame[second])
    paired, apart = stats.ttest_rel(after, before), stats.ttest_ind(after, before, equal_var=False)
    known = row(survey(frame, id="person").trends().frame, **EVERYBODY)
    unknown = row(survey(frame).trends().frame, **EVERYBODY)
    assert known["n_both"] == 60
    assert known["p"] == pytest.approx(paired.pvalue, rel=REL)
    assert unknown["n_both"] == 0
    assert unknown["p"] == pytest.approx(apart.pvalue, rel=REL)


def test_the_family_is_one_level_of_one_group_and_gap(rng):
    frame = survey(answers(rng, 80)).trends().frame
    rows = frame[
        (frame["segment"] == "all") & (frame["gap"] == "5") & (frame["level"] == "dimension")
    ]
    p = rows["p"].to_numpy()
    expected = np.minimum(1, np.where(p == p.min(), 2 * p, np.maximum(p, 2 * p.min())))
    assert rows["p_adjusted"].to_numpy() == pytest.approx(expected, rel=REL)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 10_000))
def test_sides_and_parts_add_up_to_every_change(seed):
    rng = np.random.default_rng(seed)
    frame = answers(rng, int(rng.integers(5, 60)))
    frame.loc[rng.random(len(frame)) < 0.1, "channel"] = None
    for column in ("E1", "P3"):
        frame.loc[rng.random(len(frame)) < 0.1, column] = np.nan
    of = survey(frame)
    found = of.trends().frame.dropna(subset="change")
    assert (found["change_right"] - found["change_left"] - found["change"]).abs().max() < IDENTITY
    parts = of.mix_rate().frame
    assert len(parts) > 20
    assert (parts["mix"] + parts["rate"] - parts["change"]).abs().max() < IDENTITY


def test_other_customers_alone_are_mix(rng):
    """Online customers are less content in both waves alike; twice as many came online."""
    first = answers(rng, 200, waves=("2026Q1",)).assign(channel=["counter", "online"] * 100)
    first.loc[first["channel"] == "online", ["P1", "P2", "P3", "P4"]] = 3
    weights = np.where(first["channel"] == "online", 3, 1)
    second = first.loc[first.index.repeat(weights)].assign(quarter="2026Q2")
    found = survey(pd.concat([first, second], ignore_index=True)).mix_rate().frame
    mine = row(found[found["by"] == "channel"], **EVERYBODY)
    assert mine["mix"] < -0.2
    assert mine["rate"] == pytest.approx(0, abs=1e-12)


# --- verdicts ---


def verdict(frame, **options):
    return row(survey(frame, options=Options(**options)).trends().frame, **EVERYBODY)["verdict"]


def test_a_risen_perception_is_better_and_a_fallen_one_worse(rng):
    frame = answers(rng, 150)
    assert verdict(moved(frame, "P", 1)) == "better"
    assert verdict(moved(frame, "P", -1)) == "worse"


def test_a_gap_that_closed_because_expectations_fell_is_no_improvement(rng):
    frame = answers(rng, 150)
    assert verdict(moved(frame, "E", -1)) == "left_fell"
    assert verdict(moved(frame, "E", 1)) == "left_rose"
    said = survey(moved(frame, "E", -1)).trends().summary()
    assert "no improvement" in said


def test_nothing_changed_is_said_only_within_the_margin(rng):
    assert verdict(answers(rng, 3000)) == "same"
    assert verdict(answers(rng, 30)) == "unclear"
    assert verdict(moved(answers(rng, 150), "P", 1), min_n_verdict=151) == "unclear"


def test_the_worst_of_equal_branches_comes_back_as_far_as_expected(rng):
    """REVIEW's simulation: nothing is done, and the worst of twelve 'improves'."""
    came, expected, told = [], [], 0
    for _ in range(12):
        frame = answers(rng, 12 * 30, branches=tuple("ABCDEFGHIJKL"))
        found = survey(frame, segments=()).trends().frame
        mine = found[(found["segment"] == "branch") & (found["level"] == "overall")]
        worst = mine.loc[mine["estimate_from"].idxmin()]
        came.append(worst["change"])
        expected.append(worst["expected_change"])
        told += worst["verdict"] == "better"
    # one change has a standard error of about 0.2: twelve of them one of 0.06
    assert np.mean(expected) > 0.1
    assert np.mean(came) == pytest.approx(np.mean(expected), abs=0.18)
    assert told <= 2


# --- what cannot be compared ---


def test_one_wave_is_a_sentence_and_no_table(rng):
    found = survey(answers(rng, 40, waves=("2026Q1",))).trends()
    assert found.frame.empty
    assert "one wave only" in found.summary()


def test_other_items_stop_the_comparison_with_a_reason(rng):
    frame = answers(rng, 80)
    frame.loc[frame["quarter"] == "2026Q2", ["E2", "P2"]] = np.nan
    found = survey(frame).trends()
    rows = found.frame[(found.frame["segment"] == "all") & (found.frame["gap"] == "5")].set_index(
        "key"
    )
    for key in ("s2", "speed", "overall"):
        assert rows.loc[key, "reason"] == "not asked"
        assert np.isnan(rows.loc[key, "change"])
    for key in ("s1", "care"):
        assert rows.loc[key, "reason"] == ""
    assert "differ" in found.summary()


def test_a_wave_in_which_nobody_was_asked_both_sides_has_a_reason(rng):
    frame = answers(rng, 40, waves=("2026Q1", "2026Q2", "2026Q3"))
    frame.loc[frame["quarter"] == "2026Q2", [f"E{n}" for n in range(1, 5)]] = np.nan
    found = survey(frame).trends().frame
    overall = found[(found["segment"] == "all") & (found["level"] == "overall")]
    assert overall["reason"].tolist() == ["nobody answered"] * 2


def test_very_few_people_are_neither_shown_nor_named(rng):
    frame = answers(rng, 60)
    frame.loc[frame.index[:3], "branch"] = "Tiny"
    frame.loc[frame.index[-3:], "branch"] = "Tiny"
    frame.loc[frame["branch"] == "Tiny", [f"P{n}" for n in range(1, 5)]] = 1
    result = survey(frame).trends()
    assert "Tiny" not in result.summary()
    shown = row(result.published().frame, value="Tiny", **OVERALL)
    figures = ["change", "mix", "rate", "change_left", "expected_change", "estimate_from", "p"]
    assert shown[figures].isna().all()
    assert shown["reason"] == "suppressed"


# --- stored waves ---


def test_a_stored_tally_is_as_good_as_the_export(rng, tmp_path):
    frame = answers(rng, 80)
    whole = survey(frame).trends().frame
    first, second = (frame[frame["quarter"] == w] for w in ("2026Q1", "2026Q2"))
    older = survey(first)
    save_tally(older.tally(("channel",)), tmp_path / "tally.parquet")
    from dataclasses import replace

    now = replace(survey(second), history=(tmp_path / "tally.parquet",))
    found = now.trends().frame
    keys = ["segment", "value", "gap", "level", "key", "wave_from", "wave_to"]
    both = whole.merge(found, on=keys, suffixes=("", "_stored"))
    assert len(both) == len(whole) > 0
    for column in ("change", "p_adjusted", "change_left"):
        pd.testing.assert_series_equal(both[column], both[f"{column}_stored"], check_names=False)
    everybody = both[both["segment"] == "all"]
    pd.testing.assert_series_equal(everybody["mix"], everybody["mix_stored"], check_names=False)
    # who came by which channel within a branch was not stored: no parts rather than wrong ones
    assert both.loc[both["segment"] == "branch", "mix_stored"].isna().all()


def test_a_wave_that_is_there_again_is_not_counted_twice(rng, tmp_path):
    from dataclasses import replace

    of = survey(answers(rng, 50))
    save_tally(of.tally(), tmp_path / "tally.parquet")
    again = replace(of, history=(tmp_path / "tally.parquet",))
    pd.testing.assert_frame_equal(again.trends().frame, of.trends().frame)


def test_waves_of_another_questionnaire_are_refused(rng, tmp_path):
    import json
    from dataclasses import replace

    from gapkit.errors import StudyError

    of = survey(answers(rng, 20))
    (tmp_path / "tally").mkdir()
    save_tally(of.tally(), tmp_path / "tally" / "tally.parquet")
    (tmp_path / "manifest.json").write_text(json.dumps({"instrument": {"name": "servqual"}}))
    other = replace(of, history=(tmp_path / "tally" / "tally.parquet",))
    with pytest.raises(StudyError, match="servqual"):
        other.trends()


def test_only_asked_waves_are_told_but_the_one_before_is_known(rng):
    of = survey(answers(rng, 40, waves=("2026Q1", "2026Q2", "2026Q3")))
    found = of.limited(["2026Q3"]).trends().frame
    assert set(found["wave_from"]) == {"2026Q2"}
    assert set(found["wave_to"]) == {"2026Q3"}
