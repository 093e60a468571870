"""Verdicts are told apart by everybody, on paper and on a screen."""

from __future__ import annotations

from itertools import combinations

import matplotlib as mpl
import matplotlib.colors
import numpy as np
import pytest

from gapkit.plots.theme import (
    INK,
    MUTED,
    PAPER,
    VERDICTS,
    answer_colours,
    fit_ink,
    style,
    verdict_style,
)
from gapkit.wording import words

from .made import instrument

# Machado, Oliveira & Fernandes (2009), IEEE TVCG 15(6), table of severity 1.0, on linear RGB
SIGHT = {
    "usual": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
APART = 10.0
"""Least CIE 1976 colour difference: more than four times the 2.3 that is just noticed."""

ON_PAPER = 3.0
"""WCAG 2.2, 1.4.11: contrast of graphical objects with what is beside them."""

TEXT_ON_PAPER = 4.5
"""WCAG 2.2, 1.4.3: contrast of text."""


def linear(colour) -> np.ndarray:
    red = np.array(mpl.colors.to_rgb(colour))
    return np.where(red <= 0.04045, red / 12.92, ((red + 0.055) / 1.055) ** 2.4)


def lab(rgb) -> np.ndarray:
    """CIE L*a*b* of linear RGB, white D65 (IEC 61966-2-1, CIE 15)."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = np.array(to_xyz) @ rgb / np.array([0.9505, 1.0, 1.089])
    fx, fy, fz = (np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


def luminance(colour) -> float:
    return float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour))


def contrast(one, two) -> float:
    high, low = sorted([luminance(one), luminance(two)], reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("pair", list(combinations(VERDICTS, 2)), ids="-".join)
def test_colours_of_verdicts_are_told_apart(sight, pair):
    seen = [lab(np.clip(np.array(SIGHT[sight]) @ linear(VERDICTS[v].colour), 0, 1)) for v in pair]
    assert np.linalg.norm(seen[0] - seen[1]) > APART


def test_marks_tell_verdicts_apart_without_colour():
    assert len({look.marker for look in VERDICTS.values()}) == len(VERDICTS)
    assert len({look.sign for look in VERDICTS.values()}) == len(VERDICTS)
    assert [v for v, look in VERDICTS.items() if not look.filled] == ["unclear"]


def test_marks_and_texts_stand_out_from_paper():
    assert all(contrast(look.colour, PAPER) >= ON_PAPER for look in VERDICTS.values())
    assert contrast(INK, PAPER) >= TEXT_ON_PAPER
    assert contrast(MUTED, PAPER) >= TEXT_ON_PAPER


def test_every_verdict_has_a_look_and_words():
    assert all(words("en").has(f"verdict.5.{verdict}") for verdict in VERDICTS)
    assert verdict_style(float("nan")).sign == ""


@pytest.mark.parametrize("points", [2, 3, 5, 7, 17])
def test_every_answer_has_a_colour_of_its_own(points):
    colours = answer_colours(points)
    assert len(set(colours)) == points
    left, right = (luminance(colours[k]) for k in (0, -1))
    assert max(left, right) < min([1.0, *(luminance(c) for c in colours[1:-1])])


@pytest.mark.parametrize("points", [2, 5, 7, 17])
def test_numbers_are_read_on_every_answer(points):
    # the better of ink and paper; 4.5 cannot be had on every middle tone
    assert all(contrast(c, fit_ink(c)) >= TEXT_ON_PAPER - 0.5 for c in answer_colours(points))


def test_style_leaves_settings_as_found():
    before = dict(mpl.rcParams)
    with style(["缺口"]):
        assert mpl.rcParams["font.family"][:2] == ["DejaVu Sans", "Gapkit Sans TC"]
    assert dict(mpl.rcParams) == before


def test_colours_belong_to_points_of_the_kiosk_scale():
    assert len(answer_colours(instrument().scale.points)) == 7
