"""Units compared: adjusted, drawn together, ranked, and seldom told apart when they are alike."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from gapkit.errors import CallError
from gapkit.options import Options

from .made import OVERALL, answers, gap_of, row, survey

# two solvers of the same normal equations
SOLVED = 1e-9


def league(frame, **options):
    return survey(frame, options=Options(**options)).league()


def overall(frame, wave="2026Q2"):
    rows = frame[(frame["wave"] == wave) & (frame["gap"] == "5") & (frame["level"] == "overall")]
    return rows.set_index("value")


def test_means_are_raw_and_adjusted_as_the_linear_model_of_rows_has_them(rng):
    frame = answers(rng, 200)
    frame.loc[frame["channel"] == "online", ["P1", "P2"]] -= 1
    found = overall(league(frame).frame)
    here = frame[frame["quarter"] == "2026Q2"].assign(y=lambda f: gap_of(f))
    fit = smf.ols("y ~ C(branch) + C(channel)", here).fit()
    for branch, rows in here.groupby("branch"):
        assert found.loc[branch, "mean"] == pytest.approx(rows["y"].mean(), rel=SOLVED)
        expected = fit.predict(here.assign(branch=branch)).mean()
        assert found.loc[branch, "adjusted"] == pytest.approx(expected, rel=SOLVED)


def test_a_branch_that_serves_the_hard_customers_is_not_told_for_that(rng):
    """All branches are alike channel by channel; D serves online customers only rarely else."""
    frame = answers(rng, 800)
    online = rng.random(len(frame)) < np.where(frame["branch"] == "D", 0.95, 0.2)
    frame["channel"] = np.where(online, "online", "counter")
    frame.loc[online, [f"P{n}" for n in range(1, 5)]] -= 1
    found = overall(league(frame).frame)
    raw = overall(league(frame, case_mix=()).frame)
    assert raw.loc["D", "verdict"] == "below"
    assert found.loc["D", "verdict"] == "unclear"
    assert found.loc["D", "mean"] == raw.loc["D", "mean"]
    assert np.isnan(raw.loc["D", "adjusted"])


def test_a_branch_that_is_truly_worse_is_told_and_stands_last(rng):
    frame = answers(rng, 400)
    frame.loc[frame["branch"] == "B", [f"P{n}" for n in range(1, 5)]] -= 1
    found = overall(league(frame).frame)
    assert found.loc["B", "verdict"] == "below"
    assert found.loc["B", ["rank", "rank_low", "rank_high"]].tolist() == [4, 4, 4]
    assert found.loc["B", "told_higher"] == 3
    assert found.loc["B", "block"] == 2
    assert found.loc["B", "mean"] < found.loc["B", "shrunk"]


def test_equal_branches_are_seldom_told_apart(rng):
    told = 0
    for _ in range(25):
        frame = answers(rng, 240, waves=("2026Q1",), branches=tuple("ABCDEFGH"))
        told += (overall(league(frame).frame, "2026Q1")["verdict"] != "unclear").any()
    # at most 5 % are expected: 5 of 25 would come by once in 100 such tests
    assert told <= 4


def test_where_lower_is_better_the_lowest_is_first(rng):
    from dataclasses import replace

    of = survey(answers(rng, 100))
    scale = replace(of.instrument.scale, direction="lower")
    lower = replace(of, instrument=replace(of.instrument, scale=scale))
    up, down = overall(of.league().frame), overall(lower.league().frame)
    assert down["rank"].tolist() == sorted(down["rank"])
    assert (up["rank"] + down["rank"].reindex(up.index) == 5).all()


def test_every_interval_has_a_width_and_holds_its_rank(rng):
    frame = league(answers(rng, 100)).frame
    assert (frame["ci_high"] > frame["ci_low"]).all()
    assert (frame["rank_low"] <= frame["rank"]).all()
    assert (frame["rank"] <= frame["rank_high"]).all()


def test_the_spread_between_units_is_that_of_the_analysis_of_variance(rng):
    frame = answers(rng, 120)
    here = frame[frame["quarter"] == "2026Q2"]
    groups = pd.Series(gap_of(here), index=here.index).groupby(here["branch"])
    n, mean, variance = groups.size(), groups.mean(), groups.var()
    within = ((n - 1) * variance).sum() / (n.sum() - 4)
    grand = (n * mean).sum() / n.sum()
    between = (n * (mean - grand) ** 2).sum() / 3
    size = (n.sum() - (n**2).sum() / n.sum()) / 3
    icc = (between - within) / (between + (size - 1) * within)
    assert overall(league(frame).frame)["icc"].to_numpy() == pytest.approx([icc] * 4, rel=SOLVED)


def test_the_seed_decides_the_ranks(rng):
    frame = answers(rng, 60)
    pd.testing.assert_frame_equal(league(frame, seed=3).frame, league(frame, seed=3).frame)


@pytest.mark.parametrize(
    ("branches", "words"), [(("A",), "one unit only"), (("A", "B"), "Only 2 units")]
)
def test_too_few_units_have_a_reason_and_the_raw_mean(rng, branches, words):
    result = league(answers(rng, 40, branches=branches))
    assert words in result.summary()
    assert set(result.frame["reason"]) == {"too few cases"}
    assert result.frame["mean"].notna().all()
    assert result.frame["rank"].isna().all()


def test_without_a_unit_there_is_no_league(rng):
    with pytest.raises(CallError, match="no unit"):
        survey(answers(rng, 20), unit=None).league()


def test_very_few_people_are_neither_shown_nor_named(rng):
    frame = answers(rng, 60)
    last = frame.index[-3:]
    frame.loc[last, "branch"] = "Tiny"
    frame.loc[last, [f"P{n}" for n in range(1, 5)]] = 1
    result = league(frame)
    assert "Tiny" not in result.summary()
    shown = row(result.published().frame, wave="2026Q2", value="Tiny", **OVERALL)
    assert shown[["mean", "adjusted", "shrunk", "rank", "rank_low", "told_higher"]].isna().all()
    assert shown["n"] == 3


def test_drawn_units_are_compared_as_well(rng):
    """Branches as clusters: within a branch people still count one by one."""
    frame = answers(rng, 100)
    plain = overall(league(frame).frame)
    drawn = overall(league(frame, unit_design="clusters").frame)
    assert drawn["shrunk"].to_numpy() == pytest.approx(plain["shrunk"].to_numpy(), rel=1e-6)
