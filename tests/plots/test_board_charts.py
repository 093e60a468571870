"""The charts of the page for the board show what stands in the tables."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.lines import Line2D

from gapkit.plots.theme import SIDES

from .made import everybody, figure_of, model_result
from .made_board import WAVES, waves_frame, waves_result

SMALL = 1e-12
"""Places on an axis of a few points are sums of two doubles."""


def lines(axes, **look):
    return [
        line
        for line in axes.get_children()
        if isinstance(line, Line2D)
        and all(getattr(line, f"get_{k}")() == v for k, v in look.items())
    ]


def test_the_target_stands_where_perception_would_have_to_be():
    axes = waves_result().plot.dumbbells(targets={"security": -0.5})
    row = everybody("dimension").set_index("key").loc["security"]
    found = [
        segment[0, 0]
        for drawn in axes.collections
        for segment in drawn.get_segments()
        if segment[0, 0] == segment[1, 0] and abs(segment[0, 1] - segment[1, 1]) > 10
    ]
    assert found == pytest.approx([row["mean_left"] - 0.5], abs=SMALL)


def test_the_wave_before_stands_below_each_row():
    axes = waves_result().plot.dumbbells()
    frame = waves_frame()
    before = frame[
        (frame["wave"] == WAVES[-2]) & (frame["segment"] == "all") & (frame["gap"] == "5")
    ]
    before = before[before["level"] == "dimension"]
    small = [line for line in lines(axes, marker="o") if len(line.get_xdata()) == len(before)]
    drawn = [sorted(line.get_xdata()) for line in small]
    for side in ("mean_left", "mean_right"):
        assert any(np.allclose(d, sorted(before[side]), atol=SMALL) for d in drawn)


def test_one_wave_has_nothing_before_it():
    said = [text.get_text() for text in waves_result("en", ["2019"]).plot.dumbbells().texts]
    assert not any("the same in" in text for text in said)


def test_each_wave_has_a_mark_in_each_course():
    axes = waves_result().plot.waves_of_three()
    marks = [
        line for line in lines(axes) if len(line.get_xdata()) == 1 and line.get_marker() != "None"
    ]
    drawn = [line for line in marks if line.get_transform().contains_branch(axes.transData)]
    assert len(drawn) == 3 * len(WAVES)


def test_both_sides_are_drawn_as_one_is_used_to():
    assert not SIDES["left"].filled
    assert SIDES["right"].filled
    assert SIDES["left"].colour == SIDES["right"].colour


def test_the_small_model_says_what_the_large_one_says():
    from gapkit.plots import five_gaps, five_gaps_small

    assert five_gaps_small.describe(model_result()) == five_gaps.describe(model_result())
    figure = figure_of(model_result().plot.five_gaps_small())
    assert (
        figure.get_size_inches()[0]
        < figure_of(model_result().plot.five_gaps()).get_size_inches()[0]
    )
