"""Widths against what matplotlib draws, and where lines break."""

from __future__ import annotations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from gapkit.plots.fonts import families, is_wide, width
from gapkit.plots.labels import wrap

TOO_WIDE, TOO_NARROW = 1.12, 0.99
"""Drawn at 72 dpi letters are hinted to whole pixels; texts must fit in the room measured for them
at every size, so the measure may be larger than what is drawn, but hardly smaller."""

LONG = "The branch staff explained clearly, and in words that I understood, what it costs and why"
CHINESE_SIGNS = "（服務）說明清楚，不延誤；也不推諉：「是」或『否』？都要講！《規定》、【公告】。"
CHINESE = "行員以我聽得懂的話清楚說明商品的費用、不保事項,以及為何比原先詢問的貴。"


@pytest.mark.parametrize("text", ["Gap 5", LONG, CHINESE, "−1.13 [−1.24, −1.01]", "Kiosk 自助機"])
@pytest.mark.parametrize("dpi", [150, 400])
def test_width_is_what_is_drawn(text, dpi):
    figure = Figure(dpi=dpi)
    drawn = figure.text(0, 0, text, fontsize=9, fontfamily=families([text]), parse_math=False)
    box = drawn.get_window_extent(FigureCanvasAgg(figure).get_renderer())
    assert TOO_NARROW < width(text, 9) / (box.width / dpi * 72) < TOO_WIDE


@pytest.mark.parametrize("text", [LONG, CHINESE, "x" * 200, f"{LONG} {CHINESE}"])
@pytest.mark.parametrize("points", [40, 120, 300])
def test_lines_fit_and_nothing_is_lost(text, points):
    lines = wrap(text, points, 9, most=1000)
    assert all(width(line, 9) <= points for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_words_stay_whole_where_they_fit():
    assert " ".join(wrap(LONG, 120, 9, most=1000)) == LONG


@pytest.mark.parametrize("points", range(54, 200, 9))
@pytest.mark.parametrize("text", [CHINESE, CHINESE_SIGNS])
def test_no_line_begins_with_a_closing_sign_or_ends_with_an_opening_one(text, points):
    lines = wrap(text, points, 9, most=1000)
    assert len(lines) > 1
    assert not any(line[0] in "，；：？！）」』》】、,。" for line in lines)
    assert not any(line[-1] in "（「『《【" for line in lines)


def test_what_is_left_over_ends_in_an_ellipsis():
    lines = wrap(LONG, 60, 9, most=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert width(lines[1], 9) <= 60


def test_one_character_may_be_wider_than_the_line():
    assert wrap("缺口", 3, 9) == ["缺", "口"]


def test_an_empty_text_is_one_empty_line():
    assert wrap("", 50, 9) == [""]


def test_wide_characters_are_known():
    assert is_wide("A缺")
    assert not is_wide("Gap − é ▼")
