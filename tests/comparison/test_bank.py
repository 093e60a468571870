"""The synthetic bank: the one planted change is found, and the branches that fall short."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from gapkit.study import read_study
from gapkit.wording import words

BANK = Path(__file__).parents[2] / "data" / "samples" / "bank"
KEYS = ["segment", "value", "gap", "level", "key"]


@pytest.fixture(scope="module")
def survey():
    return read_study(BANK / "study.toml").survey


@pytest.fixture(scope="module")
def trends(survey):
    return survey.trends()


def test_intervals_hold_the_planted_changes(trends):
    planted = pd.read_csv(BANK / "planted.csv", dtype=str, encoding="utf-8-sig")
    planted["planted"] = planted["planted"].astype(float)
    wide = planted.pivot_table("planted", KEYS, "wave")
    changes = wide.diff(axis=1).drop(columns="2025Q4").stack().rename("planted").reset_index()
    both = trends.frame.merge(changes, left_on=[*KEYS, "wave_to"], right_on=[*KEYS, "wave"])
    rows = both[(both["gap"] == "5") & (both["level"] != "overall") & both["ci_low"].notna()]
    held = (rows["ci_low"] <= rows["planted"]) & (rows["planted"] <= rows["ci_high"])
    # 960 rows that share people: two points about 95 %
    assert len(rows) == 960
    assert 0.93 < held.mean() < 0.97


def test_the_branch_that_improved_is_the_one_that_is_named(trends):
    said = trends.summary()
    assert "University, Responsiveness" in said
    assert "University, Empathy" in said
    for other in ("Old Town,", "Harbour,", "Riverside,", "Lakeside,", "Station,", "Market,"):
        assert f"{other} R" not in said


def test_branches_that_fall_short_are_told_and_ranked_last(survey):
    frame = survey.league().frame
    last = frame[(frame["wave"] == "2026Q3") & (frame["gap"] == "5")]
    told = last[last["verdict"] == "below"].groupby("key")["value"].agg(set)
    assert told["reliability"] == {"Harbour", "Station", "Market"}
    assert told["responsiveness"] == {"Tech Park", "Airport"}
    ranks = last[last["key"] == "reliability"].set_index("value")
    assert (ranks.loc[["Harbour", "Station", "Market"], "rank_low"] == 10).all()


def test_both_languages_say_it(survey):
    for name in ("trends", "league"):
        english = getattr(survey, name)()
        for language in ("en", "zh-Hant"):
            said = [words(language).say(p) for p in english.sentences]
            assert len(said) > 4
            assert not any("{" in s or "nan" in s for s in said)
