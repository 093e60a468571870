"""Charts on complaints: what was handed to the artists, and what the titles say."""

import numpy as np
import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

from gapkit.errors import CallError
from gapkit.plots.complaints import MOST_SAID, describe
from gapkit.plots.theme import ACCENT, FIRST

from .made import texts_of
from .made_complaints import WEEKS, complaints_result, funnel_result, recovery_result


def bars(axes, colour):
    """Bottom and height of the bars of a colour, from left to right."""
    from matplotlib.colors import to_rgba

    boxes = [p for p in axes.findobj(Rectangle) if p.get_facecolor() == to_rgba(colour)]
    inside = [b for b in boxes if b.get_width() == pytest.approx(0.8)]
    return [(b.get_y(), b.get_height()) for b in sorted(inside, key=lambda b: b.get_x())]


def test_open_complaints_stand_on_those_put_right():
    result = complaints_result()
    axes = result.plot.complaints()
    rows = result.frame[result.frame["unit"] == "all"]
    right = (rows["received"] - rows["open"]).tolist()
    assert bars(axes, ACCENT.tint) == [(0, height) for height in right]
    assert bars(axes, FIRST.colour) == list(zip(right, rows["open"].tolist(), strict=True))


@pytest.mark.parametrize(
    ("result", "unit", "title"),
    [
        (complaints_result(), "all", "15 of 333 complaints are still open"),
        (complaints_result(), "North", "All 52 complaints are put right"),
        (complaints_result(known=False), "all", "333 complaints"),
    ],
)
def test_the_title_says_how_many_are_open(result, unit, title):
    assert title in texts_of(result.plot.complaints(unit=unit).figure)


def test_the_last_weeks_are_told_in_words():
    said = describe(complaints_result())
    assert said.count("-W") == MOST_SAID + 2  # and the first and last week of the subtitle
    assert f"{WEEKS[-1]}: 14, of which 3 open" in said


def test_the_curve_steps_from_day_to_day_within_its_band():
    axes = recovery_result().plot.recovery()
    x, y = max((line.get_data() for line in axes.findobj(Line2D)), key=lambda d: len(d[0]))
    days = np.arange(28)
    assert x.tolist() == np.column_stack([days, days + 1]).ravel().tolist()
    assert y == pytest.approx(np.repeat(90 * 0.9**days, 2))
    (band,) = (p for p in axes.findobj(Polygon) if p.get_alpha() == 0.6)
    corners = band.get_xy()[:-1, 1]
    assert corners.max() == pytest.approx(99)
    assert corners.min() == pytest.approx(81 * 0.9**27)


@pytest.mark.parametrize(
    ("unit", "title"),
    [
        ("all", "Half of the complaints are put right within 6 days"),  # 0.9⁷ is the first below ½
        ("North", "After 14 days more than half of the complaints are still open"),
        ("East", "Half of the complaints are put right on the day on which they come"),
        ("South", "Time until complaints are put right"),
    ],
)
def test_the_title_says_when_half_are_put_right(unit, title):
    assert title in texts_of(recovery_result().plot.recovery(unit=unit).figure)


def test_days_that_are_not_all_there_are_marks_and_no_curve():
    axes = recovery_result().plot.recovery(unit="North")
    drawn = [line.get_xdata() for line in axes.get_lines() if line.get_marker() == "o"]
    assert [1, 5, 14] in [list(x) for x in drawn]
    assert not [p for p in axes.findobj(Polygon) if p.get_alpha() == 0.6]


def test_the_funnel_says_what_is_not_recorded_and_what_is_too_little():
    figure = funnel_result().plot.funnel().figure
    said = texts_of(figure)
    assert "Of 400 complaints 370 are put right" in said
    assert "of known" in said
    assert "4" in said  # customers of whom it is known whether they stayed
    result = funnel_result()
    assert result.words("reason.not_asked") in said
    assert result.words("reason.too_few_cases") in said


@pytest.mark.parametrize("chart", ["complaints", "recovery"])
def test_a_unit_that_is_not_there_brings_those_that_are(chart):
    result = complaints_result() if chart == "complaints" else recovery_result()
    with pytest.raises(CallError, match="North"):
        getattr(result.plot, chart)(unit="Nort")
