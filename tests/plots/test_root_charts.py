"""Charts on root causes: what is handed to the artist is what the table says."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from matplotlib.collections import LineCollection

from gapkit.errors import CallError
from gapkit.plots import causes, waterfall

from .made import figure_of
from .made_roots import TERMS, attribution_result, causes_result, tags_result, unit_terms_result


def texts(axes):
    return [t.get_text() for t in figure_of(axes).findobj() if hasattr(t, "get_text")]


def test_each_step_begins_where_the_one_above_ends():
    axes = attribution_result().plot.waterfall()
    bars = next(
        c for c in axes.collections if isinstance(c, LineCollection) and c.get_linewidth()[0] > 10
    ).get_segments()
    ends = np.cumsum([0.0, *(amount for _, amount, _ in TERMS)])
    steps = [(a[0][0], a[1][0]) for a in bars]
    np.testing.assert_allclose(steps[:-1], list(itertools.pairwise(ends)))
    np.testing.assert_allclose(steps[-1], (0.0, ends[-1]))


def test_steps_are_named_with_their_amounts(language):
    result = attribution_result(language)
    said = waterfall.describe(result)
    assert "−0.62" in said
    assert "+0.30" in said
    with pytest.raises(CallError, match="no rows with dimension"):
        result.plot.waterfall(dimension="nothing")


def test_causes_that_may_come_first_are_named_and_no_other():
    result = causes_result()
    of_gap = result.frame[result.frame["gap"] == "1"]
    said = causes.describe(result, gap="1")
    reach = of_gap["rank_low"] <= of_gap["rank_high"].iloc[0]
    for label, may in zip(of_gap["label"], reach, strict=True):
        assert (label in said) == may


def test_the_remedy_shows_where_a_cause_is_pointed_at():
    axes = causes_result().plot.causes(gap="2", role="manager")
    tips = vars(figure_of(axes))["_gapkit_tips"].values()
    assert any("order of priorities" in tip for tip in tips)


def test_a_cell_without_items_is_hatched():
    axes = tags_result().plot.origin_aspect()
    hatched = [p for p in axes.patches if p.get_hatch()]
    assert len(hatched) == 2  # design × functional, and the legend


def test_points_are_the_units_gaps():
    result = unit_terms_result()
    axes = result.plot.unit_scatter(term="2")
    frame = result.frame[result.frame["dimension"] == "overall"]
    marks = [line for line in axes.lines if line.get_marker() == "o"]
    found = [(line.get_xdata()[0], line.get_ydata()[0]) for line in marks]
    np.testing.assert_allclose(found, frame[["gap_2", "gap_5"]].to_numpy())
