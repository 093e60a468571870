"""Gaps over all waves: run charts that say so, and control charts from twelve waves on."""

from __future__ import annotations

import numpy as np
import pytest

from gapkit.stats.control_limits import control_limits

from .made import answers, moved, survey

MONTHS = (*(f"2025-{m:02d}" for m in range(1, 13)), "2026-01")


def overall(frame):
    return frame[
        (frame["segment"] == "all") & (frame["level"] == "overall") & (frame["gap"] == "5")
    ]


def test_with_few_waves_there_is_a_median_and_no_limit(rng):
    rows = overall(survey(answers(rng, 40, waves=MONTHS[:5])).control().frame)
    assert (rows["kind"] == "run").all()
    assert rows["limit_low"].isna().all()
    assert (rows["signal"] == "").all()
    assert rows["centre"].to_numpy() == pytest.approx(np.median(rows["estimate"]))


def test_from_twelve_waves_on_a_fall_is_beyond_the_limits(rng):
    frame = moved(answers(rng, 60, waves=MONTHS), "P", -1, wave=MONTHS[-1])
    rows = overall(survey(frame, segments=()).control().frame)
    assert (rows["kind"] == "control").all()
    assert rows["signal"].iloc[-1] == "beyond"
    se = (rows["ci_high"] - rows["ci_low"]).to_numpy() / 2
    plain = control_limits(rows["estimate"], se)  # t quantiles of waves of one size are alike
    assert rows["limit_low"].to_numpy() == pytest.approx(plain.low, rel=1e-3)


def test_one_wave_is_no_chart(rng):
    assert survey(answers(rng, 20, waves=("2026Q1",))).control().frame.empty


def test_waves_that_were_asked_other_items_have_a_reason(rng):
    frame = answers(rng, 30, waves=("2026Q1", "2026Q2", "2026Q3"))
    frame.loc[frame["quarter"] == "2026Q1", ["E2", "P2"]] = np.nan
    found = survey(frame).control().frame
    speed = found[(found["segment"] == "all") & (found["key"] == "speed")]
    assert speed["reason"].tolist() == ["not asked", "", ""]
    assert np.isnan(speed["estimate"].iloc[0])
