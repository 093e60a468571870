"""The zone of tolerance: bars from minimum to desired, the perception's mark by verdict."""

from __future__ import annotations

import numpy as np
import pytest

from gapkit.plots.canvas import tips
from gapkit.plots.theme import VERDICTS, ZONE_VERDICTS

from .made import lines_of, texts_of, zones_result

EXACT = 1e-12
"""Figures are handed on, not computed."""


def items():
    frame = zones_result().frame
    chosen = (frame["segment"] == "all") & (frame["level"] == "item")
    return frame[chosen].sort_values("adequacy")


def test_bars_run_from_minimum_to_desired():
    axes = zones_result().plot.zones()
    bars = np.array([path.vertices[:, 0] for path in axes.collections[0].get_paths()])
    assert bars == pytest.approx(items()[["minimum", "desired"]].to_numpy(), abs=EXACT)


def test_the_perception_has_the_mark_of_its_verdict():
    axes = zones_result().plot.zones()
    for verdict, look in ZONE_VERDICTS.items():
        expected = items().loc[items()["verdict"] == verdict, "perception"]
        drawn = [x for x, _ in lines_of(axes, VERDICTS[look].marker)]
        assert drawn == pytest.approx(list(expected), abs=EXACT)
        assert len(drawn) > 0


def test_verdicts_are_said_in_words(language):
    words = zones_result(language).words
    texts = " ".join(texts_of(zones_result(language).plot.zones().figure))
    assert all(words(f"verdict.zone.{verdict}") in texts for verdict in ZONE_VERDICTS)


def test_tooltips_give_the_three_means():
    first = items().iloc[0]
    text = next(iter(tips(zones_result().plot.zones().figure).values()))
    figures = [f"{first[c]:.2f}" for c in ("minimum", "perception", "desired")]
    assert text == (
        "Choice of languages: minimum {}, perception {}, desired {}, n 194".format(*figures)
    )


def test_a_row_without_figures_says_so(language):
    result = zones_result(language)
    result.frame.loc[result.frame["key"] == "k1", ["minimum", "perception", "desired"]] = np.nan
    result.frame.loc[result.frame["key"] == "k1", "adequacy"] = np.nan
    axes = result.plot.zones()
    assert texts_of(axes.figure).count(result.words("plots.blank")) == 1
    assert len(axes.collections[0].get_paths()) == 19
