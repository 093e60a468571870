"""Importance against performance, and labels that cover nothing."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapkit.errors import CallError
from gapkit.plots.placement import Box, place_labels
from gapkit.plots.priorities import describe

from .made import everybody, lines_of, made, scores_result, texts_of

EXACT = 1e-12
"""Figures are handed on; their mean may differ in the last bit."""


def test_points_stand_at_their_means_the_neediest_first():
    axes = scores_result().plot.priorities()
    frame = everybody().sort_values("estimate")
    expected = list(zip(frame["mean_right"], frame["mean_left"], strict=True))
    assert np.array(lines_of(axes, "o")) == pytest.approx(np.array(expected), abs=EXACT)


def test_lines_stand_at_the_means():
    axes = scores_result().plot.priorities()
    lines = [
        line for line in axes.lines if line.get_linestyle() == "--" and len(line.get_xdata()) == 2
    ]
    across = next(
        line.get_xdata()[0] for line in lines if line.get_xdata()[0] == line.get_xdata()[1]
    )
    up = next(line.get_ydata()[0] for line in lines if line.get_ydata()[0] == line.get_ydata()[1])
    frame = everybody()
    assert across == pytest.approx(frame["mean_right"].mean(), abs=EXACT)
    assert up == pytest.approx(frame["mean_left"].mean(), abs=EXACT)


def test_many_points_carry_numbers_and_a_list(language):
    texts = texts_of(scores_result(language).plot.priorities().figure)
    # once beside the point, once in the list
    assert all(texts.count(str(k)) >= 2 for k in range(1, 21))


def test_few_points_carry_their_labels():
    texts = texts_of(scores_result().plot.priorities(level="dimension").figure)
    assert {"Security", "Economy", "Usefulness"} <= set(texts)


def test_importance_and_performance_come_first():
    frame = scores_result().frame
    more = [
        frame[frame["battery"] == old].assign(battery=new, mean=lambda f: f["mean"] - 1)
        for old, new in (("expectation", "importance"), ("perception", "performance"))
    ]
    result = made("scores", pd.concat([frame, *more], ignore_index=True))
    texts = texts_of(result.plot.priorities().figure)
    assert {"Importance (mean)", "Performance (mean)"} <= set(texts)


def test_one_battery_is_not_enough():
    frame = scores_result().frame
    result = made("scores", frame[frame["battery"] == "perception"])
    with pytest.raises(CallError, match="the scores hold only: perception"):
        result.plot.priorities()


QUADRANTS = {
    "concentrate": (1.0, 7.0), "keep": (7.0, 7.0), "low": (1.0, 1.0), "overkill": (7.0, 1.0),
}  # fmt: skip


def test_quadrants_are_named_as_martilla_and_james_do():
    # the four corners of the scale, so the lines stand at 4
    keys = dict(zip(("k1", "k2", "k3", "k4"), QUADRANTS.items(), strict=True))
    rows = [
        {"wave": "1", "segment": "all", "value": "all", "battery": battery, "level": "item",
         "key": key, "n": 50, "mean": means[side]}
        for key, (_, means) in keys.items()
        for side, battery in enumerate(("performance", "importance"))
    ]  # fmt: skip
    result = made("scores", pd.DataFrame(rows))
    said = describe(result)
    for key, (quadrant, _) in keys.items():
        label = result.instrument.item[key].text("en")
        assert f"{result.words(f'plots.quadrant.{quadrant}')}: {label}." in said
    axes = result.plot.priorities()
    words = [result.words(f"plots.quadrant.{quadrant}") for quadrant in QUADRANTS]
    assert set(words) <= set(texts_of(axes.figure))
    dark = [
        line for line in axes.lines if line.get_marker() == "o" and line.get_color() == "#1D2430"
    ]
    assert [tuple(line.get_data()[k][0] for k in (0, 1)) for line in dark] == [(1.0, 7.0)]


def test_a_row_asked_in_one_battery_only_is_left_out():
    frame = scores_result().frame
    frame = frame[~((frame["key"] == "k1") & (frame["battery"] == "perception"))]
    assert len(lines_of(made("scores", frame).plot.priorities(), "o")) == 19


FRAME = Box(0, 0, 400, 400)
points = st.lists(st.tuples(st.floats(10, 390), st.floats(10, 390)), min_size=1, max_size=12)


@given(points)
def test_labels_cover_neither_one_another_nor_points(places):
    corner = Box(0, 380, 90, 400)
    boxes = place_labels(places, [(40.0, 10.0)] * len(places), FRAME, [corner], radius=4)
    found = [box for box in boxes if box is not None]
    assert not any(a.covers(b) for a, b in combinations(found, 2))
    marks = [Box(x - 4, y - 4, x + 4, y + 4) for x, y in places]
    assert not any(box.covers(other) for box in found for other in [corner, *marks])
    assert all(box.within(FRAME) for box in found)


@given(points)
def test_a_dozen_labels_always_find_a_place(places):
    assert None not in place_labels(places, [(40.0, 10.0)] * len(places), FRAME, radius=4)


def test_where_there_is_no_room_nothing_is_placed():
    assert place_labels([(5, 5)], [(50, 50)], Box(0, 0, 10, 10)) == [None]
