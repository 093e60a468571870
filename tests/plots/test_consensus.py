"""Two roles side by side: what is drawn stands in the frame."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gapkit.errors import CallError
from gapkit.plots import consensus as chart
from gapkit.plots.canvas import tips
from gapkit.plots.theme import VERDICTS

from .made import consensus_result, lines_of, texts_of

EXACT = 1e-12
"""Figures are handed on, not computed."""


def items() -> pd.DataFrame:
    frame = consensus_result().frame
    return frame[frame["level"] == "item"].sort_values("difference", na_position="last")


def test_both_means_are_drawn_in_order_of_the_difference():
    axes = consensus_result().plot.consensus(level="item")
    frame = items()
    left = [x for x, _ in lines_of(axes, "o")]
    assert np.array(left) == pytest.approx(frame["mean_left"].to_numpy(), abs=EXACT, nan_ok=True)
    for verdict, look in chart.LOOKS.items():
        rows = frame[(frame["verdict"] == verdict) & frame["difference"].notna()]
        drawn = [x for x, _ in lines_of(axes, VERDICTS[look].marker)]
        assert drawn == pytest.approx(list(rows["mean_right"]), abs=EXACT)


def test_agreement_and_people_stand_beside_rows(language):
    texts = texts_of(consensus_result(language).plot.consensus(level="item").figure)
    frame = items()
    assert texts.count("0.71 | 0.64") == len(frame) - 1
    assert texts.count("194 | 194") == len(frame)


def test_the_row_without_a_figure_says_why(language):
    result = consensus_result(language)
    axes = result.plot.consensus(level="item")
    assert texts_of(axes.figure).count(result.words("reason.suppressed")) == 1


def test_verdicts_are_named_in_words(language):
    result = consensus_result(language)
    said = chart.describe(result)
    frame = result.frame[result.frame["level"] == "dimension"]
    for label_key, verdict in zip(frame["key"], frame["verdict"], strict=True):
        label = result.instrument.label("dimension", label_key, language)
        assert label in said
        assert verdict in chart.LOOKS
    nothing = result.frame.assign(verdict="alike")
    assert result.words("plots.consensus.nobody") in chart.describe(replace(result, frame=nothing))


def test_rows_answer_the_pointer():
    found = list(tips(consensus_result().plot.consensus(level="item").figure).values())
    assert len(found) == len(items())
    assert any("Difference" in text and "n 194 | 194" in text for text in found)


def test_one_of_several_pairs_is_chosen():
    result = consensus_result()
    other = result.frame.assign(battery="belief", mean_left=2.0, mean_right=3.0)
    both = replace(result, frame=pd.concat([result.frame, other], ignore_index=True))
    assert {x for x, _ in lines_of(both.plot.consensus(battery="belief"), "o")} == {2.0}
    # the first there is, where nothing is asked for
    assert "Standard: managers and staff, by dimension" in texts_of(both.plot.consensus().figure)
    with pytest.raises(CallError, match="There is: standard, belief"):
        both.plot.consensus(battery="promise")


def test_unsorted_rows_stay_in_their_order():
    result = consensus_result()
    axes = result.plot.consensus(level="item", sort=False)
    frame = result.frame[result.frame["level"] == "item"]
    drawn = np.array([x for x, _ in lines_of(axes, "o")])
    assert drawn == pytest.approx(frame["mean_left"].to_numpy(), nan_ok=True)
