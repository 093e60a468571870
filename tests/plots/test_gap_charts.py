"""Profile and bars: what is handed to the artists is what stands in the frame."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.colors import to_hex

from gapkit.errors import CallError
from gapkit.plots.canvas import tips
from gapkit.plots.theme import VERDICTS

from .made import everybody, gaps_result, kiosk_frame, lines_of, made, texts_of

EXACT = 1e-12
"""Figures are handed on, not computed; a sum of two may differ in the last bit."""


def segments(axes, colour: str | None = None) -> np.ndarray:
    """All horizontal strokes in the data: x0, x1, y."""
    found = []
    for lines in axes.collections:
        for path, rgba in zip(lines.get_paths(), lines.get_colors(), strict=False):
            (x0, y0), (x1, y1) = path.vertices
            if y0 == y1 and (colour is None or to_hex(rgba) == colour.lower()):
                found.append((x0, x1, y0))
    return np.array(found)


def test_profile_draws_both_means_in_order_of_the_gap():
    axes = gaps_result().plot.profile()
    frame = everybody().sort_values("estimate")
    left = lines_of(axes, "o")
    assert [x for x, _ in left] == pytest.approx(list(frame["mean_left"]), abs=EXACT)
    assert np.all(np.diff([y for _, y in left]) > 0)
    for verdict, look in VERDICTS.items():
        rows = frame["verdict"] == verdict
        drawn = [x for x, _ in lines_of(axes, look.marker)]
        assert drawn == pytest.approx(list(frame.loc[rows, "mean_right"]), abs=EXACT)


def test_profile_sets_the_interval_of_the_gap_on_the_left_mean():
    axes = gaps_result().plot.profile()
    frame = everybody()
    frame = frame[frame["verdict"] == "shortfall"].sort_values("estimate")
    drawn = segments(axes, VERDICTS["shortfall"].colour)
    assert drawn[:, 0] == pytest.approx(frame["mean_left"] + frame["ci_low"], abs=EXACT)
    assert drawn[:, 1] == pytest.approx(frame["mean_left"] + frame["ci_high"], abs=EXACT)


def test_unsorted_rows_stay_in_their_order():
    axes = gaps_result().plot.profile(sort=False)
    assert [x for x, _ in lines_of(axes, "o")] == pytest.approx(list(everybody()["mean_left"]))


def test_bars_draw_estimates_with_intervals_and_average():
    axes = gaps_result().plot.gaps()
    frame = everybody().sort_values("estimate")
    marks = sorted(y for look in VERDICTS.values() for y in lines_of(axes, look.marker))
    assert [x for x, _ in marks] == pytest.approx(list(frame["estimate"]), abs=EXACT)
    drawn = segments(axes, VERDICTS["shortfall"].colour)
    short = frame[frame["verdict"] == "shortfall"]
    assert drawn[:, :2] == pytest.approx(short[["ci_low", "ci_high"]].to_numpy(), abs=EXACT)
    dashed = [
        line.get_xdata()[0]
        for line in axes.lines
        if line.get_linestyle() == "--" and len(line.get_xdata()) == 2  # the legend's has three
    ]
    assert dashed == pytest.approx([frame["estimate"].mean()], abs=EXACT)


def test_margin_is_a_band_of_the_scale():
    # 0.05 of the range of 1-7
    axes = gaps_result().plot.gaps()
    band = next(p for p in axes.patches if p.get_zorder() == 0)
    assert (band.get_x(), band.get_width()) == pytest.approx((-0.3, 0.6))
    assert "within ±0.30: counts as met" in texts_of(axes.figure)


@pytest.mark.parametrize("chart", ["profile", "gaps"])
def test_people_and_gaps_stand_beside_rows(chart, language):
    result = gaps_result(language)
    texts = texts_of(getattr(result.plot, chart)().figure)
    frame = everybody()
    assert texts.count("194") == len(frame)
    assert {result.words.number(e, 2, sign=True) for e in frame["estimate"]} <= set(texts)
    assert result.words("gap.5.sign") in " ".join(texts)


@pytest.mark.parametrize("chart", ["profile", "gaps"])
def test_rows_have_tooltips(chart):
    drawn = list(tips(getattr(gaps_result().plot, chart)().figure).values())
    frame = everybody().sort_values("estimate")
    assert len(drawn) == len(frame)
    assert drawn[0] == (
        "Choice of languages: Gap −2.06 [−2.32, −1.79], n 194, p < 0.001, "
        "falls short of expectations"
    )


@pytest.mark.parametrize("chart", ["profile", "gaps"])
def test_two_kinds_of_people_are_both_counted(chart):
    frame = kiosk_frame().assign(n=np.nan, n_left=12, gap="1")
    frame = frame.drop_duplicates(["wave", "segment", "value", "level", "key"])
    texts = texts_of(getattr(made("gaps", frame).plot, chart)(gap="1").figure)
    assert texts.count("12 | 194") == len(everybody())
    assert any("expectations underestimated" in text for text in texts)


@pytest.mark.parametrize("chart", ["profile", "gaps"])
def test_a_gap_without_verdicts_has_plain_marks_and_no_band(chart):
    frame = kiosk_frame().assign(verdict="")
    axes = getattr(made("gaps", frame).plot, chart)()
    assert not any(lines_of(axes, look.marker) for look in VERDICTS.values())
    assert len(lines_of(axes, "o")) >= len(everybody())
    assert not [text for text in texts_of(axes.figure) if "counts as met" in text]


@pytest.mark.parametrize("chart", ["profile", "gaps"])
def test_suppressed_rows_say_so(chart, language):
    result = made("gaps", kiosk_frame().assign(n=3, n_left=3, n_right=3), language).published()
    axes = getattr(result.plot, chart)()
    texts = texts_of(axes.figure)
    assert texts.count(result.words("reason.suppressed")) == len(everybody())
    assert len(segments(axes)) == 0


@pytest.mark.parametrize("chart", ["profile", "gaps"])
def test_one_row_is_a_chart(chart):
    frame = kiosk_frame()
    frame = frame[frame["key"] == "k1"]
    axes = getattr(made("gaps", frame).plot, chart)()
    assert "Does what was chosen" in texts_of(axes.figure)


def test_a_label_is_no_formula():
    from dataclasses import replace

    from gapkit.instrument import Text

    kiosk = gaps_result().instrument
    label = Text({"en": r"Costs $5 or $6 & <b>why</b> \frac{1}{2}"})
    items = tuple(replace(item, text=label) for item in kiosk.items)
    result = replace(gaps_result(), instrument=replace(kiosk, items=items))
    axes = result.plot.profile()
    axes.figure.canvas.draw()
    assert not any(text.get_parse_math() for text in axes.texts)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"wave": "2020"}, "There is: 2019"),
        ({"segment": "sexx"}, "Did you mean 'sex'"),
        ({"segment": "sex", "value": "man"}, "Did you mean 'men'"),
        ({"gap": "9"}, "gap = '9'"),
        ({"level": "items"}, "Did you mean 'item'"),
    ],
)
def test_what_is_not_there_is_named(asked, says):
    with pytest.raises(CallError) as caught:
        gaps_result().plot.profile(**asked)
    assert says in str(caught.value)
    assert next(reversed(asked)) in str(caught.value)


def test_the_last_wave_is_shown():
    import pandas as pd

    later = kiosk_frame().assign(wave="2021", n=77)
    both = pd.concat([later, kiosk_frame()], ignore_index=True)
    assert "77" in texts_of(made("gaps", both).plot.profile().figure)
    assert "194" in texts_of(made("gaps", both).plot.profile(wave="2019").figure)


def test_long_labels_and_many_rows_are_no_endless_figure():
    from dataclasses import replace

    from gapkit.instrument import Text

    kiosk = gaps_result().instrument
    items = tuple(replace(item, text=Text({"en": "word " * 40})) for item in kiosk.items)
    result = replace(gaps_result(), instrument=replace(kiosk, items=items))
    figure = result.plot.profile().figure
    # four lines a row at most
    assert figure.get_size_inches()[1] < 20 * 4 * 0.18 + 2.5


def test_a_gap_of_the_users_own_has_a_name_and_a_sign():
    frame = kiosk_frame()
    frame = frame[frame["gap"] == "5"].assign(gap="6")
    texts = texts_of(made("gaps", frame).plot.gaps(gap="6").figure)
    assert "Gap 6, by item" in texts
    assert any("negative: Measured below Compared with" in text for text in texts)


def test_waves_are_ordered_as_people_count():
    import pandas as pd

    frame = kiosk_frame()
    waves = [frame.assign(wave=wave, n=n) for wave, n in (("wave 10", 10), ("wave 9", 9))]
    axes = made("gaps", pd.concat(waves, ignore_index=True)).plot.gaps()
    assert "wave 10 · Everybody" in texts_of(axes.figure)


def test_a_row_without_people_or_interval_is_drawn_all_the_same():
    frame = kiosk_frame()
    frame.loc[
        frame["key"] == "k1", ["n", "n_left", "n_right", "ci_low", "ci_high", "p_adjusted"]
    ] = np.nan
    axes = made("gaps", frame).plot.gaps()
    text = next(t for t in tips(axes.figure).values() if t.startswith("Does what was chosen"))
    assert text == "Does what was chosen: Gap −0.58, n –, falls short of expectations"


def test_a_key_that_the_instrument_does_not_know_names_itself():
    frame = kiosk_frame().replace({"key": {"k1": "x99"}})
    assert "x99" in texts_of(made("gaps", frame).plot.gaps().figure)


def test_a_middling_p_value_is_printed_in_full():
    frame = kiosk_frame().assign(p_adjusted=0.0342)
    assert "p = 0.034" in next(iter(tips(made("gaps", frame).plot.gaps().figure).values()))
