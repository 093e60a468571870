"""The charts on the questionnaire: what is handed to the axes is what the table says."""

import numpy as np
import pytest

from gapkit.errors import CallError

from .made import factors_result, lines_of, reliability_result, texts_of


def test_each_alpha_stands_at_its_place_and_low_ones_are_hollow():
    result = reliability_result()
    axes = result.plot.reliability()
    drawn = lines_of(axes, "o")
    left, right = axes.get_xlim()
    assert right == 1
    known = result.frame["alpha"].dropna()
    shown = known[known >= left]
    np.testing.assert_allclose([x for x, _ in drawn], shown)
    hollow = [
        line.get_markerfacecolor() == line.get_markeredgecolor() or line.get_markeredgewidth() > 0.9
        for line in axes.lines
        if line.get_marker() == "o" and line.get_transform() == axes.transData
    ]
    assert hollow == [alpha < 0.7 for alpha in shown]


def test_a_row_without_alpha_says_why():
    assert "not asked" in texts_of(reliability_result().plot.reliability().figure)


def test_one_battery_alone():
    axes = reliability_result().plot.reliability(battery="gap:5")
    assert len(lines_of(axes, "o")) == 6
    with pytest.raises(CallError, match="There is: expectation, perception, gap:5"):
        reliability_result().plot.reliability(battery="gap:4")


def test_every_loading_is_a_cell_with_its_number():
    result = factors_result()
    axes = result.plot.loadings()
    (mesh,) = axes.collections
    want = result.frame.pivot(index="item", columns="factor", values="loading")
    want = want.loc[list(dict.fromkeys(result.frame["item"]))].to_numpy()
    have = np.ma.filled(mesh.get_array(), np.nan)
    np.testing.assert_allclose(have, want)
    assert mesh.get_clim() == (-1, 1)
    texts = texts_of(axes.figure)
    assert texts.count("–") >= 6  # the item without loadings
