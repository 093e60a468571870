"""What is handed to the artists of the drivers' chart and of Kano's plane."""

import numpy as np
import pytest

from gapkit.errors import CallError
from gapkit.plots.drivers import describe as describe_drivers
from gapkit.plots.kano import describe as describe_kano

from .made import drivers_result, kano_result, lines_of, texts_of


def test_a_mark_stands_at_each_share_the_largest_first():
    axes = drivers_result().plot.drivers()
    marks = sorted(lines_of(axes, "o") + lines_of(axes, "D"), key=lambda place: place[1])
    want = [40 * 0.8**k for k in range(5)]  # the sixth row is blank
    np.testing.assert_allclose([x for x, _ in marks], want)


def test_the_chance_line_stands_at_the_share_of_random_numbers():
    axes = drivers_result().plot.drivers()
    upright = [line for line in axes.lines if line.get_linestyle() == "--" or line.is_dashed()]
    assert any(np.allclose(line.get_xdata(), 20.0) for line in upright)


def test_intervals_are_in_percent():
    axes = drivers_result().plot.drivers()
    ends = [s for c in axes.collections for s in c.get_segments() if len(set(s[:, 1])) == 1]
    assert any(np.allclose(sorted(s[:, 0]), [24.0, 60.0]) for s in ends)


def test_signs_and_reasons_are_written():
    texts = texts_of(drivers_result().plot.drivers().figure)
    assert "+0.50" in texts
    assert "all answers alike" in texts


def test_kind_and_level_are_chosen():
    axes = drivers_result().plot.drivers(level="item", kind="gap")
    assert any("gaps, by item" in text for text in texts_of(axes.figure))
    with pytest.raises(CallError, match="'both'"):
        drivers_result().plot.drivers(kind="both")


def test_drivers_are_described_with_their_shares():
    said = describe_drivers(drivers_result())
    assert "Tangibles 40 %" in said
    assert "Security" not in said  # its share is not above chance


def test_points_stand_at_their_coefficients():
    axes = kano_result(items=3).plot.kano()
    assert sorted(lines_of(axes, "o")) == [(10, 10), (36, 84), (63, 47)]


def test_the_lines_stand_at_one_half():
    axes = kano_result().plot.kano()
    whole = [tuple(line.get_xdata()) for line in axes.lines]
    assert (50.0, 50.0) in whole


def test_many_points_carry_numbers_and_few_their_labels():
    many, few = (texts_of(kano_result(items=k).plot.kano().figure) for k in (20, 7))
    assert "20" in many
    assert "1" not in few


def test_kano_is_described_kind_by_kind():
    said = describe_kano(kano_result(items=6))
    for name in ("Must-be", "One-dimensional", "Attractive", "Indifferent", "Reverse"):
        assert name in said
