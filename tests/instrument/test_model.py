"""Scales in whole steps, and instruments by id."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapkit.errors import InstrumentError
from gapkit.instrument import Scale, Text, load_instrument
from gapkit.instrument.model import MOST_POINTS, exact


def scale(low, high, step="1", **rest):
    return Scale(exact(str(low)), exact(str(high)), exact(step), **rest)


@pytest.mark.parametrize(
    ("low", "high", "step", "points", "denominator", "names"),
    [
        (1, 7, "1", 7, 1, ("1", "2", "3", "4", "5", "6", "7")),
        (1, 3, "0.5", 5, 2, ("1", "1.5", "2", "2.5", "3")),
        (0, 1, "0.25", 5, 4, ("0", "0.25", "0.5", "0.75", "1")),
        (-2, 2, "1", 5, 1, ("-2", "-1", "0", "1", "2")),
        (0, 0.3, "0.1", 4, 10, ("0", "0.1", "0.2", "0.3")),
    ],
)
def test_points_of_a_scale(low, high, step, points, denominator, names):
    one = scale(low, high, step)
    assert (one.points, one.denominator, one.names) == (points, denominator, names)
    assert one.values == tuple(float(n) for n in names)


@given(
    st.integers(-50, 50), st.integers(1, 60), st.sampled_from(["1", "0.5", "0.25", "0.1", "2", "3"])
)
def test_a_code_is_the_number_of_steps_and_its_value_is_exact(low, steps, step):
    one = Scale(Fraction(low), low + steps * exact(step), exact(step))
    for code in range(one.points):
        value = Fraction(one.first + one.stride * code, one.denominator)
        assert value == low + code * exact(step)
        assert one.code(value) == code
    assert one.code(one.low - one.step) is None
    assert one.code(one.high + one.step) is None
    assert one.code(one.low + one.step / 2) is None


def test_range_and_middle():
    one = scale(1, 7)
    assert (one.range, one.middle) == (6.0, 4.0)


@pytest.mark.parametrize(
    ("low", "high", "step", "said"),
    [
        (7, 1, "1", "low = 7, high = 1, step = 1 is no scale"),
        (1, 1, "1", "is no scale"),
        (1, 7, "0", "step above 0"),
        (1, 7, "-1", "step above 0"),
        (1, 7, "4", "no whole number of steps of 4"),
        (0, MOST_POINTS, "1", f"{MOST_POINTS} are the most"),
    ],
)
def test_what_is_no_scale_says_why(low, high, step, said):
    with pytest.raises(InstrumentError, match=said):
        scale(low, high, step)


def test_the_widest_scale_still_fits():
    assert scale(1, MOST_POINTS).points == MOST_POINTS


def test_labels_belong_to_points():
    with pytest.raises(InstrumentError, match=r"8 is no point of the scale.*from 1 to 7"):
        scale(1, 7, labels={Fraction(8): ("best",)})


def test_grids_are_compared_by_their_points_alone():
    assert scale(1, 7).same_grid(scale(1, 7, labels={Fraction(1): ("bad",)}))
    assert not scale(1, 7).same_grid(scale(1, 7, "0.5"))


def test_a_text_falls_back_on_the_language_that_there_is():
    both = Text({"en": "Counter", "zh-Hant": "臨櫃"})
    assert (both("en"), both("zh-Hant"), both.all()) == ("Counter", "臨櫃", ("Counter", "臨櫃"))
    assert Text({"zh-Hant": "臨櫃"})("en") == "臨櫃"


def test_items_and_dimensions_are_found_by_id():
    servqual = load_instrument("servqual")
    for dimension in servqual.dimensions:
        for item in servqual.items_of(dimension.id):
            assert servqual.item[item.id] is item
            assert item.dimension == dimension.id
            assert servqual.label("item", item.id, "en") == item.text("en")
        assert servqual.label("dimension", dimension.id, "en") == dimension.label("en")
    assert servqual.label("overall", "overall", "en") == "overall"
    assert sum(len(servqual.items_of(d.id)) for d in servqual.dimensions) == 22


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_no_scale_ends_at_what_is_no_number(number):
    with pytest.raises(InstrumentError, match="no number"):
        exact(number)
