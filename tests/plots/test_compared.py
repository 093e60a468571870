"""Charts of waves and units: what is handed to the artists, and what may be said."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.lines import Line2D

from gapkit.errors import CallError
from gapkit.plots.league import LOOKS
from gapkit.plots.league import describe as describe_league
from gapkit.plots.run_chart import describe as describe_course
from gapkit.plots.slopes import describe as describe_change

from .made_compared import control_result, league_result, mix_rate_result, trends_result


def lines(axes, **look):
    return [
        line
        for line in axes.get_children()
        if isinstance(line, Line2D)
        and all(getattr(line, f"get_{name}")() == value for name, value in look.items())
    ]


def test_a_change_runs_from_the_wave_before_to_the_mark():
    result = trends_result()
    axes = result.plot.slopes()
    rows = result.frame[result.frame["level"] == "dimension"]
    drawn = rows[rows["change"].notna()]
    hollow = max(lines(axes, marker="o"), key=lambda line: len(line.get_xdata()))
    before = np.asarray(hollow.get_xdata(), float)
    assert before[np.isfinite(before)].tolist() == pytest.approx(drawn["estimate_from"].tolist())
    words = result.words
    shown = [t.get_text() for t in axes.texts]
    assert all(words.number(c, 2, sign=True) in shown for c in drawn["change"])


def test_mix_and_rate_are_bars_from_zero():
    result = mix_rate_result()
    axes = result.plot.mix_rate()
    rows = result.frame[result.frame["level"] == "dimension"]
    bars = [[segment[1][0] for segment in c.get_segments()] for c in axes.collections]
    assert bars == [pytest.approx(rows[part].dropna().tolist()) for part in ("mix", "rate")]


def test_few_waves_have_no_limits_and_say_that_it_is_a_run_chart():
    few, many = control_result(waves=5), control_result()
    assert "run chart" in describe_course(few)
    assert "control chart" in describe_course(many)
    assert "2023" in describe_course(many).rpartition("ordinary")[2]
    steps = [x for x in lines(many.plot.run_chart()) if x.get_drawstyle() == "steps-mid"]
    assert {float(np.asarray(x.get_ydata())[0]) for x in steps} >= {-0.75, -0.45}


def test_the_league_names_only_units_that_are_told():
    result = league_result()
    rows = result.frame[result.frame["level"] == "overall"]
    said = describe_league(result)
    for verdict in ("below", "above"):
        named = rows[(rows["verdict"] == verdict) & rows["shrunk"].notna()]["value"]
        assert all(value in said for value in named)
    assert set(LOOKS) == {"below", "above", "unclear"}


def test_a_gap_that_only_expectations_moved_has_words_of_its_own():
    assert "moved only because the other side fell" in describe_change(trends_result())


def test_a_wave_that_is_not_there_is_told():
    with pytest.raises(CallError, match="2019"):
        trends_result().plot.slopes(wave="1999")
