"""The chart of promises: which rows it shows, what it says of them, and that it judges none."""

from __future__ import annotations

import numpy as np
import pytest

from gapkit.plots.guarantee import describe
from gapkit.plots.theme import ACCENT, FIRST, REST, VERDICTS

from .made import texts_of
from .made_promises import PROMISES, guarantee_result


def dots(axes):
    return [line for line in axes.lines if line.get_marker() == "o" and len(line.get_xdata()) == 1]


def test_the_last_wave_is_filled_and_those_before_are_hollow():
    frame = guarantee_result().frame
    drawn = frame[frame["rate"].notna()]
    marks = dots(guarantee_result().plot.guarantee())
    assert [float(m.get_xdata()[0]) for m in marks] == pytest.approx((100 * drawn["rate"]).tolist())
    filled = [m.get_markerfacecolor() == ACCENT.face for m in marks]
    assert filled == (drawn["wave"] == "2026Q3").tolist()


def test_no_row_has_the_colour_of_a_verdict():
    axes = guarantee_result().plot.guarantee()
    judged = {style.colour for style in (*VERDICTS.values(), FIRST)} - {ACCENT.colour, REST.colour}
    assert not judged & {m.get_markeredgecolor() for m in dots(axes)}


def test_as_many_waves_as_are_asked_for():
    axes = guarantee_result().plot.guarantee(waves=1)
    assert len(dots(axes)) == 1
    written = texts_of(axes.figure)
    assert not any("2026Q2" in text for text in written)


def test_an_axis_of_shares_ends_at_100_per_cent():
    low, high = guarantee_result().plot.guarantee().get_xlim()
    assert high < 102
    assert low < 83
    assert np.isfinite([low, high]).all()


def test_the_title_says_the_message(language):
    result = guarantee_result(language)
    written = " ".join(texts_of(result.plot.guarantee().figure))
    # of the last wave only one promise was due often enough: 1,800 of 2,002
    rate = result.words.percent(1800 / 2002, 1)
    title = result.words("plots.guarantee.one", promise=PROMISES[0].name, rate=rate)
    assert "".join(title.split()) in "".join(written.split())
    assert "89.9%" in describe(result).replace(" %", "%")
