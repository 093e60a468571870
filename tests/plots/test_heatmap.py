"""Cells of groups: where they stand, their colours about zero, what is left blank."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from gapkit.errors import CallError
from gapkit.plots.canvas import tips

from .made import gaps_result, kiosk_frame, made, texts_of


def mesh(axes):
    return next(c for c in axes.collections if hasattr(c, "norm") and c.get_array() is not None)


def cell(segment: str, value: str, key: str) -> float:
    frame = kiosk_frame()
    chosen = (frame["segment"] == segment) & (frame["value"] == value) & (frame["key"] == key)
    return float(frame.loc[chosen & (frame["gap"] == "5"), "estimate"].iloc[0])


def test_groups_are_in_order_of_their_overall_gap_below_everybody():
    values = mesh(gaps_result().plot.heatmap(segment="frequency")).get_array()
    groups = ["weekly", "monthly", "rarely"]
    overall = sorted(cell("frequency", group, "overall") for group in groups)
    assert list(values[:, 0]) == pytest.approx([cell("all", "all", "overall"), *overall])
    assert values.shape == (4, 7)


def test_items_stand_down_the_page_where_they_are_more():
    values = mesh(gaps_result().plot.heatmap(segment="sex", level="item")).get_array()
    assert values.shape == (21, 3)
    assert values[1, 0] == pytest.approx(cell("all", "all", "k1"))


def test_colours_run_equally_far_to_both_sides_of_zero():
    drawn = mesh(gaps_result().plot.heatmap(segment="frequency"))
    assert drawn.norm.vmin == -drawn.norm.vmax
    assert drawn.norm.vmax == pytest.approx(np.abs(drawn.get_array()).max())
    middle = np.array(drawn.cmap(drawn.norm(0.0)))[:3]
    assert middle.min() > 0.9


def test_cells_that_cannot_be_told_are_pale_and_no_others():
    axes = gaps_result().plot.heatmap(segment="frequency")
    drawn = mesh(axes)
    strength = np.reshape(drawn.get_alpha(), drawn.get_array().shape)
    frame = kiosk_frame()
    frame = frame[(frame["gap"] == "5") & frame["segment"].isin(["all", "frequency"])]
    frame = frame[frame["level"] != "item"].round({"estimate": 9})
    unclear = set(frame.loc[frame["verdict"] == "unclear", "estimate"])
    pale = set(np.round(drawn.get_array()[strength < 1].astype(float), 9))
    assert unclear
    assert pale == unclear


def test_every_cell_has_its_number_and_mark():
    texts = texts_of(gaps_result().plot.heatmap(segment="frequency").figure)
    cells = [text for text in texts if text[:1] in "▼■▲◇" and text[1:]]
    assert len(cells) == 28
    assert "▼ −1.13" in cells


def test_a_cell_without_a_figure_is_hatched():
    frame = kiosk_frame()
    few = (frame["segment"] == "frequency") & (frame["value"] == "rarely")
    frame.loc[few, ["n", "n_left", "n_right"]] = 3
    result = made("gaps", frame).published()
    axes = result.plot.heatmap(segment="frequency")
    hatched = [patch for patch in axes.patches if patch.get_hatch() and patch.get_width() < 1]
    assert len(hatched) == 7
    texts = texts_of(axes.figure)
    assert texts.count("–") == 7
    assert "hatched: no figure, or too few people to show" in texts
    assert mesh(axes).get_array().mask[-1].all()


def test_people_stand_beside_their_group():
    texts = texts_of(gaps_result().plot.heatmap(segment="sex").figure)
    n = [cell_n("men"), cell_n("women")]
    assert {"194", *(str(k) for k in n)} <= set(texts)


def cell_n(value: str) -> int:
    frame = kiosk_frame()
    return int(frame.loc[(frame["value"] == value) & (frame["key"] == "overall"), "n"].iloc[0])


def two_hundred() -> pd.DataFrame:
    frame = kiosk_frame()
    men = frame[(frame["value"] == "men") & (frame["level"] != "item")]
    branches = [men.assign(segment="branch", value=f"Branch {k:03d}") for k in range(200)]
    everybody = frame[(frame["segment"] == "all") & (frame["level"] != "item")]
    return pd.concat([everybody, *branches], ignore_index=True)


def test_two_hundred_branches_keep_a_legible_row_each():
    axes = made("gaps", two_hundred()).plot.heatmap(segment="branch")
    assert mesh(axes).get_array().shape == (201, 7)
    height = axes.get_window_extent().height / axes.figure.dpi * 72
    # a row is higher than its letters (8 points)
    assert height / 201 > 11
    assert not tips(axes.figure)


def test_a_small_table_has_tooltips():
    found = tips(gaps_result().plot.heatmap(segment="frequency").figure)
    assert len(found) == 28
    assert any(text.startswith("Everybody, Security: −1.81 [") for text in found.values())


def test_an_unknown_segment_is_named():
    with pytest.raises(CallError, match="Did you mean 'sex'"):
        gaps_result().plot.heatmap(segment="sexes")
