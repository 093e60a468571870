"""The three zeros over the waves: what is handed to the artists."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.collections import LineCollection

from gapkit.errors import CallError
from gapkit.plots.panels import TITLE
from gapkit.plots.theme import ACCENT, VERDICTS
from gapkit.plots.zeros import describe

from .made import figure_of, lines_of, texts_of
from .made_zeros import WAVES, zeros_result


def drawn(**chosen):
    return zeros_result().plot.zeros(**chosen)


def courses(axes) -> list[np.ndarray]:
    """Return the lines that join the waves of each panel."""
    return [
        np.asarray(line.get_ydata(), float)
        for line in axes.lines
        if len(line.get_xdata()) == len(WAVES) and line.get_color() == ACCENT.colour
    ]


def test_each_zero_has_a_panel_with_its_figures():
    axes = drawn()
    index, recovered, cost = courses(axes)
    # from top to bottom; the y axis runs down, so that a higher figure has a smaller y
    assert np.nanmax(index) < np.nanmin(recovered)
    assert np.nanmax(recovered) < np.nanmin(cost)
    assert np.isnan(index[:7]).all()
    assert np.argsort(index[7:]).tolist() == [0, 2, 1]
    assert np.isnan(recovered[7])
    assert (np.diff(cost) > 0).all()


def test_a_mark_says_whether_the_target_is_met():
    axes = drawn()
    looks = {met: lines_of(axes, VERDICTS[verdict].marker) for met, verdict in
             (("yes", "met"), ("no", "shortfall"), ("", "unclear"))}  # fmt: skip
    assert sorted(x for x, _ in looks["yes"]) == [6.0, 9.0]
    assert sorted(x for x, _ in looks["no"]) == [8.0, 8.0]
    assert sorted(x for x, _ in looks[""]) == [7.0, 9.0]


def test_targets_are_lines_across_and_only_where_there_are_some():
    def across(axes):
        ends = [-0.5, len(WAVES) - 0.5]
        dashed = [line for line in axes.lines if line.get_linestyle() == "--"]
        return [line for line in dashed if list(line.get_xdata()) == ends]

    assert len(across(drawn())) == 2
    bare = zeros_result(target=False).plot.zeros()
    assert across(bare) == []
    assert not lines_of(bare, VERDICTS["met"].marker)


def test_intervals_stand_where_there_are_some():
    strokes = [c for c in drawn().collections if isinstance(c, LineCollection)]
    assert [len(c.get_segments()) for c in strokes] == [3, 3, 0]


def test_panels_and_their_titles_do_not_overlap():
    axes = drawn()
    bottom = axes.get_ylim()[0]
    assert bottom == pytest.approx(3 * (84 + TITLE))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Nearness 68.0 of 100", "95 % of complaints put right in time", "40.00 to serve a customer"]),
        ("zh-Hant", ["親近指數 68.0", "客訴如期補救 95%", "每位顧客成本 40.00"]),
    ],
)  # fmt: skip
def test_the_title_says_where_each_stands(language, said):
    title = " ".join(texts_of(figure_of(zeros_result(language).plot.zeros())))
    for part in said:
        assert "".join(part.split()) in "".join(title.split())


def test_it_is_described_with_every_figure_and_the_elasticity(language):
    text = "".join(describe(zeros_result(language)).split())  # Chinese puts no space before %
    for figure in ("74.0", "96%", "45.00", "40.00", "0.78%", "[0.72,0.84]", "2024Q1", "2026Q2"):
        assert figure in text


def test_one_unit():
    axes = drawn(unit="North")
    assert "North" in " ".join(texts_of(figure_of(axes)))
    with pytest.raises(CallError, match="Nort"):
        drawn(unit="Nort")
