"""What the charts on monitoring hand to their artists, and what they say."""

import numpy as np
import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from gapkit.errors import CallError
from gapkit.plots import control_chart, coverage
from gapkit.plots.canvas import tips
from gapkit.plots.theme import VERDICTS

from .made_checks import limits_result, monitoring_result, units_result


def texts(axes):
    return [text.get_text() for text in axes.texts]


def test_each_agent_and_month_has_its_cell():
    result = monitoring_result()
    axes = result.plot.coverage()
    agents = result.frame[result.frame["agent"] != "all"]
    cells = [a for a in axes.findobj(Rectangle) if a.get_width() == pytest.approx(0.98)]
    looks = {"yes": VERDICTS["met"].tint, "no": VERDICTS["shortfall"].tint}
    assert len(cells) == len(agents)
    for word, colour in looks.items():
        drawn = sum(cell.properties()["facecolor"] == _rgba(colour) for cell in cells)
        assert drawn == (agents["covered"] == word).sum() > 0
    hatched = sum(cell.get_hatch() is not None for cell in cells)
    assert hatched == (agents["covered"] == "").sum() > 0


def _rgba(colour):
    from matplotlib.colors import to_rgba

    return to_rgba(colour)


def test_a_mark_stands_for_critical_errors_and_the_tip_counts_them():
    result = monitoring_result()
    axes = result.plot.coverage()
    agents = result.frame[result.frame["agent"] != "all"]
    marks = [a for a in axes.findobj(Line2D) if len(a.get_xdata()) == 1]
    assert len(marks) == (agents["critical_errors"] > 0).sum() > 0
    said = list(tips(axes.get_figure()).values())
    assert len(said) == len(agents)
    assert sum("critical errors: 1" in tip for tip in said) == len(marks)


def test_agents_of_one_unit_need_no_unit_beside_their_names():
    assert "A0" in texts(monitoring_result().plot.coverage(unit="North"))
    assert "A0 (North)" in texts(monitoring_result().plot.coverage())


def test_where_agents_are_not_shown_units_are():
    said = texts(units_result().plot.coverage())
    assert {"North", "South", "All together"} <= set(said)
    # the whole is none of the units that are counted: 2 of them × 5 months that are over
    assert "Every agent of a unit reached the minimum 4 times of 10" in said


def test_a_unit_that_is_not_there_is_told():
    with pytest.raises(CallError, match="West"):
        monitoring_result().plot.coverage(unit="West")


def test_coverage_tells_who_was_missed():
    said = coverage.describe(monitoring_result())
    missed = monitoring_result().frame.query("agent != 'all' and covered == 'no'")
    assert f"{len(missed) - coverage.MOST_SAID} more" in said
    assert f"{missed.iloc[0]['agent']} (" in said


def test_limits_are_steps_and_a_month_outside_bears_another_mark():
    result = limits_result()
    axes = result.plot.control_chart()
    rows = result.frame.query("unit == 'all' and chart == 'mean'")
    steps = [a for a in axes.findobj(Line2D) if a.get_drawstyle() == "steps-mid"]
    drawn = {tuple(np.round(a.get_ydata(), 9)) for a in steps if len(a.get_ydata()) == len(rows)}
    assert drawn == {tuple(rows[c].round(9)) for c in ("lower", "upper")}
    marks = [a for a in axes.findobj(Line2D) if len(a.get_xdata()) == 1 and a.get_marker() == "v"]
    assert [a.get_xdata()[0] for a in marks] == np.flatnonzero(rows["outside"] == "yes").tolist()
    assert len(marks) == 1


def test_shares_are_in_per_cent():
    result = limits_result()
    axes = result.plot.control_chart(kind="below")
    rows = result.frame.query("unit == 'all' and chart == 'below'")
    line = next(a for a in axes.findobj(Line2D) if len(a.get_ydata()) == len(rows))
    assert max(line.get_ydata()) > 1
    assert "Below the target, %" in texts(axes)


def test_the_chart_tells_which_months_lie_outside():
    assert "2026-08" in control_chart.describe(limits_result())
    assert "outside the limits: 2026-08" in " ".join(texts(limits_result().plot.control_chart()))


@pytest.mark.parametrize("more", [{"unit": "West"}, {"kind": "median"}])
def test_what_is_not_there_is_told(more):
    with pytest.raises(CallError, match=next(iter(more.values()))):
        limits_result().plot.control_chart(**more)
