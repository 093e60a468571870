"""The action map: places, what stands out, what is left out."""

import numpy as np
import pytest

from gapkit.plots.action_map import describe
from gapkit.plots.theme import VERDICTS

from .made import actions_result, lines_of, texts_of


def test_points_stand_at_gap_and_importance():
    result = actions_result()
    axes = result.plot.action_map()
    rows = result.frame[(result.frame["level"] == "item") & result.frame["estimate"].notna()]
    drawn = [p for style in VERDICTS.values() for p in lines_of(axes, style.marker)]
    expected = zip(rows["estimate"], 100 * rows["importance"], strict=True)
    assert np.array(sorted(drawn)) == pytest.approx(np.array(sorted(expected)))
    # what is not told is hollow
    hollow = [line for line in axes.lines if line.get_marker() == "D"]
    assert {line.get_markerfacecolor() for line in hollow} == {"#FFFFFF"}


def test_the_line_stands_where_all_would_be_alike():
    axes = actions_result().plot.action_map(level="dimension")
    frame = actions_result().frame
    shown = ((frame["level"] == "dimension") & frame["estimate"].notna()).sum()
    across = [line.get_ydata() for line in axes.lines if list(line.get_xdata()) == [0, 1]]
    assert [list(y) for y in across] == [[100 / shown, 100 / shown]]


def test_the_axis_says_where_importance_comes_from(language):
    derived = texts_of(actions_result(language).plot.action_map().figure)
    stated = texts_of(actions_result(language, "stated").plot.action_map().figure)
    word = actions_result(language).words
    assert word("plots.action_map.derived", outcome="overall") in derived
    assert word("plots.action_map.stated", outcome="overall") in stated


def test_the_description_sorts_rows_by_what_to_do():
    said = describe(actions_result(), level="dimension")
    assert said.startswith("What falls short and matters, by dimension; 2019 · Everybody.")
    order = [said.index(word) for word in ("Act: ", "Watch: ", "Keep: ")]
    assert order == sorted(order)
