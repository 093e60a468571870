"""One page: the overall gap in a sentence, and no chart over the edge."""

from __future__ import annotations

import pytest

from gapkit.plots.dashboard import describe

from .made import gaps_result, kiosk_frame, made, texts_of
from .test_heatmap import two_hundred


def test_the_overall_gap_is_said():
    texts = texts_of(gaps_result().plot.dashboard())
    assert (
        "2019 · Overall gap −1.13 (95 % interval −1.24 to −1.01), n 194 · "
        "falls short of expectations · negative: a shortfall"
    ) in texts


def test_it_is_a_page_across():
    assert gaps_result().plot.dashboard().get_size_inches() == pytest.approx([11.69, 8.27])


def test_dimensions_items_and_the_first_segment_are_there():
    figure = gaps_result().plot.dashboard()
    texts = texts_of(figure)
    assert {
        "Gap 5: service, by dimension",
        "Gap 5: service, by item",
        "Gap 5: service, by sex",
    } <= set(texts)
    assert len(figure.axes) == 4


@pytest.mark.parametrize("rows", [20, 200])
def test_charts_stay_on_the_page(rows):
    import pandas as pd

    items = kiosk_frame()[kiosk_frame()["level"] == "item"]
    frame = pd.concat([two_hundred(), items], ignore_index=True) if rows == 200 else kiosk_frame()
    figure = made("gaps", frame).plot.dashboard()
    width, height = figure.bbox.size
    for axes in figure.axes:
        box = axes.get_window_extent()
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= width
        assert box.y1 <= height
    said = [text for text in texts_of(figure) if "of 200 shown" in text]
    assert len(said) == (rows == 200)


@pytest.mark.parametrize("missing", ["item", "dimension", "overall"])
def test_a_level_that_was_not_made_is_left_out(missing):
    frame = kiosk_frame()
    result = made("gaps", frame[frame["level"] != missing].reset_index(drop=True))
    figure = result.plot.dashboard()
    assert not any(f"by {missing}" in text for text in texts_of(figure))


def test_it_is_described_level_by_level():
    said = describe(gaps_result())
    assert "Overall gap −1.13" in said
    assert "by dimension" in said
    assert "by item" in said
