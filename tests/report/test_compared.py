"""What the page says of waves and units: sentences, tables to search, figures, both languages."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from comparison.made import answers, instrument, moved, survey

from gapkit.options import Options
from gapkit.report import Content
from gapkit.report.figures import wanted
from gapkit.report.page.compared import COMPARED, change_sentences, league_sentences
from gapkit.report.page.method import how_computed
from gapkit.report.workbook.columns import heading


@pytest.fixture(scope="module", params=["en", "zh-Hant"])
def content(request):
    rng = np.random.default_rng(7)
    frame = moved(answers(rng, 120), "P", 1, branch="B")
    frame.loc[[0, 1, *frame.index[-2:]], "branch"] = "Tiny"
    options = Options(language=request.param)
    of = survey(frame, options=options)
    names = ("gaps", "trends", "mix_rate", "control", "league")
    results = {name: getattr(of, name)() for name in names}
    whole = Content("Two waves", request.param, instrument(), options, results, pd.DataFrame(), {})
    return whole.published()


def test_both_sections_have_sentences_and_figures(content):
    assert len(change_sentences(content)) > 4
    assert len(league_sentences(content)) > 4
    found = {(w.section, w.chart) for w in wanted(content)}
    assert found >= {
        ("change", "slopes"), ("change", "mix_rate"), ("change", "run_chart"), ("league", "league")
    }  # fmt: skip


def test_every_figure_says_how_it_was_computed(content):
    for chart in ("slopes", "mix_rate", "run_chart", "league"):
        said = how_computed(content, chart)
        assert len(said) > 40
        assert "{" not in said


@pytest.mark.parametrize("name", ["trends", "league"])
def test_the_tables_have_a_row_for_every_row_and_blank_what_is_suppressed(content, name):
    frame = content.results[name].frame
    table = COMPARED[name](content, frame)
    assert len(table) == len(frame)
    assert len(table.first_rows) > 0
    columns = {column.name: column for column in table.columns}
    tiny = next(k for k, value in enumerate(frame["value"]) if value == "Tiny")
    figure = "change" if name == "trends" else "shrunk"
    assert columns[figure][tiny] == ("", "")
    assert columns["verdict"][tiny][1] == "blank"
    shown = next(k for k, v in enumerate(frame[figure]) if v == v)
    number = content.words.number(frame[figure].iloc[shown], 2, sign=True)
    assert columns[figure][shown][0] == number


def test_headings_of_the_workbook_are_words(content):
    for name in ("trends", "mix_rate", "control", "league"):
        for column in content.results[name].frame.columns:
            assert heading(content, name, column) != column or column in ("p", "n")
