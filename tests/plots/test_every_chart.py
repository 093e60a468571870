"""What holds for all charts: nothing cut or covered, no settings touched, every glyph there."""

from __future__ import annotations

import subprocess
import sys
import warnings
from io import BytesIO
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from gapkit.results import CHARTS as NAMES

from .made import (
    CHARTS,
    actions_result,
    answer_quality_result,
    answers_result,
    consensus_result,
    drivers_result,
    factors_result,
    figure_of,
    gaps_result,
    kano_result,
    reliability_result,
    scores_result,
    texts_of,
    zones_result,
)
from .made_board import CHARTS as BOARD_CHARTS
from .made_checks import CHECK_CHARTS, CHECK_RESULTS
from .made_compared import CHARTS as COMPARED_CHARTS
from .made_compared import RESULTS as COMPARED
from .made_complaints import CHARTS as COMPLAINT_CHARTS
from .made_complaints import RESULTS as ON_COMPLAINTS
from .made_contacts import CONTACT_CHARTS, CONTACT_RESULTS
from .made_promises import PROMISE_CHARTS, PROMISE_RESULTS
from .made_roots import ROOT_CHARTS, ROOT_RESULTS
from .made_zeros import ZERO_CHARTS, ZERO_RESULTS

CHARTS |= COMPARED_CHARTS | ROOT_CHARTS | BOARD_CHARTS | COMPLAINT_CHARTS | PROMISE_CHARTS
CHARTS |= ZERO_CHARTS | CONTACT_CHARTS | CHECK_CHARTS

TOUCHING = 1.0
"""Pixels by which the boxes of two texts may meet: boxes are rounded up to whole pixels."""


def boxes(figure):
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    return [
        (text.get_text(), text.get_window_extent(renderer))
        for text in figure.findobj(Text)
        if text.get_text().strip() and text.get_visible()
    ]


def covers(a, b) -> bool:
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    up = min(a.y1, b.y1) - max(a.y0, b.y0)
    return across > TOUCHING and up > TOUCHING


@pytest.mark.parametrize("chart", CHARTS)
def test_no_text_is_cut_or_covered(chart, language):
    figure = figure_of(CHARTS[chart](language))
    whole = figure.bbox
    found = boxes(figure)
    assert len(found) > 10
    cut = [
        t for t, box in found if box.x0 < 0 or box.y0 < 0 or box.x1 > whole.x1 or box.y1 > whole.y1
    ]
    assert not cut
    covered = [(a, b) for (a, one), (b, two) in combinations(found, 2) if covers(one, two)]
    assert not covered


@pytest.mark.parametrize("chart", CHARTS)
def test_every_glyph_is_found(chart, language):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure_of(CHARTS[chart](language)).savefig(BytesIO(), format="png", dpi=40)


@pytest.mark.parametrize("chart", CHARTS)
def test_settings_of_matplotlib_stay(chart):
    mpl.rcParams["axes.facecolor"] = "#123456"
    before = dict(mpl.rcParams)
    try:
        CHARTS[chart]("zh-Hant")
        assert dict(mpl.rcParams) == before
    finally:
        mpl.rcParams["axes.facecolor"] = mpl.rcParamsDefault["axes.facecolor"]


@pytest.mark.parametrize("chart", CHARTS)
def test_a_users_style_does_not_show(chart):
    with mpl.rc_context({"axes.facecolor": "black", "text.color": "white", "font.size": 30}):
        other = figure_of(CHARTS[chart]("en"))
        picture = pixels(other)
    assert np.array_equal(picture, pixels(figure_of(CHARTS[chart]("en"))))


def pixels(figure) -> np.ndarray:
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba()).copy()


def test_pyplot_is_never_loaded():
    run = (
        "import sys; sys.path.insert(0, 'tests'); from plots import made\n"
        "for chart in made.CHARTS.values(): chart('zh-Hant')\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
        "assert 'scipy' not in sys.modules and 'statsmodels' not in sys.modules"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", run], cwd=root, check=True)


def test_the_chinese_font_is_loaded_only_when_needed():
    run = (
        "import sys; sys.path.insert(0, 'tests'); from plots import made\n"
        "from matplotlib.font_manager import fontManager as fonts\n"
        "made.CHARTS['gaps']('en'); assert 'Gapkit Sans TC' not in fonts.get_font_names()\n"
        "made.CHARTS['gaps']('zh-Hant'); assert 'Gapkit Sans TC' in fonts.get_font_names()"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", run], cwd=root, check=True)


@pytest.mark.parametrize("chart", CHARTS)
def test_a_notebook_shows_it(chart):
    assert CHARTS[chart]("en")._repr_png_().startswith(b"\x89PNG")


RESULTS = ROOT_RESULTS | PROMISE_RESULTS | {
    "gaps": gaps_result, "scores": scores_result, "answers": answers_result, "zones": zones_result,
    "consensus": consensus_result, "answer_quality": answer_quality_result, "drivers": drivers_result, "actions": actions_result, "kano": kano_result,
    "reliability": reliability_result, "factors": factors_result,
}  # fmt: skip
RESULTS |= COMPARED | ON_COMPLAINTS | ZERO_RESULTS | CONTACT_RESULTS | CHECK_RESULTS
ONE_CHART = [(name, chart) for name, charts in NAMES.items() for chart in charts]


@pytest.mark.parametrize(("name", "chart"), ONE_CHART)
def test_axes_of_the_users_are_used(name, chart):
    if chart == "dashboard":
        pytest.skip("a page of its own")
    from matplotlib.figure import Figure

    axes = Figure(figsize=(9, 9)).subplots()
    more = {"segment": "sex"} if chart == "heatmap" else {}
    draw = getattr(RESULTS[name]().plot, chart)
    assert draw(ax=axes, **more) is axes
    assert [text.get_text() for text in axes.texts] == [t.get_text() for t in draw(**more).texts]
    assert axes.get_figure().axes == [axes]


@pytest.mark.parametrize(("name", "chart"), ONE_CHART)
def test_nothing_is_said_to_be_nothing(name, chart, language):
    from dataclasses import replace

    result = RESULTS[name](language)
    empty = replace(result, frame=result.frame.iloc[:0])
    more = {"segment": "sex"} if chart == "heatmap" else {}
    figure = figure_of(getattr(empty.plot, chart)(**more))
    assert result.words("plots.nothing") in [text for text, _ in boxes(figure)]


@pytest.mark.parametrize(("name", "chart"), ONE_CHART)
def test_every_chart_describes_itself(name, chart, language):
    from importlib import import_module

    result = RESULTS[name](language)
    module = import_module(NAMES[name][chart].partition(":")[0])
    more = {"segment": "sex"} if chart == "heatmap" else {}
    said = module.describe(result, **more)
    assert len(said) > 20
    assert "{" not in said
    assert "nan" not in said
    if chart != "dashboard":
        from dataclasses import replace

        empty = module.describe(replace(result, frame=result.frame.iloc[:0]), **more)
        assert result.words("plots.nothing") in empty


def test_a_level_of_confidence_is_told_with_all_its_digits():
    from dataclasses import replace

    def said(name, chart, confidence):
        result = RESULTS[name]()
        exact = replace(result, options=replace(result.options, confidence=confidence))
        more = {"segment": "sex"} if chart == "heatmap" else {}
        texts = texts_of(figure_of(getattr(exact.plot, chart)(**more)))
        return "".join("".join(texts).split())

    usual = {which: said(*which, 0.95).count("95%interval") for which in ONE_CHART}
    told = {which: count for which, count in usual.items() if count}
    assert len(told) > 10
    assert {which: said(*which, 0.999).count("99.9%interval") for which in told} == told
