"""The line on soundness in a quarter's report, and what a year's adds."""

from dataclasses import replace

import pandas as pd
import pytest

from gapkit.options import Options
from gapkit.report.figures import wanted
from gapkit.report.page.soundness import soundness_sentences
from gapkit.results import Result
from gapkit.wording import Phrase

from .frames import kiosk


def result(name, rows, sentences=(), options=None):
    of = kiosk("en")
    return Result(name, pd.DataFrame(rows), options or of.options, of.instrument, sentences)


def everybody(**row):
    return {"wave": "2019", "segment": "all", "value": "all", **row}


QUALITY = [
    everybody(role="customer", check="long_run", flagged=9, n=194, share=9 / 194),
    everybody(role="customer", check="any", flagged=12, n=194, share=12 / 194),
    everybody(role="manager", check="any", flagged=0, n=8, share=0.0),
]
RELIABILITY = [
    everybody(battery="perception", dimension="a", alpha=0.6512),
    everybody(battery="expectation", dimension="a", alpha=0.914),
    everybody(battery="gap:5", dimension="a", alpha=0.31),
    everybody(battery="perception", dimension="b", alpha=float("nan")),
]


def content(language="en", **options):
    of = kiosk(language)
    # three items: one with 150 of 194 at the top, one with just half, one with none
    answers = [
        everybody(battery="expectation", key=key, answer=answer, n=n, share=n / 194)
        for key, tops in (("k1", 150), ("k2", 97), ("k3", 0))
        for answer, n in (("1", 194 - tops), ("7", tops))
    ]
    results = {
        **of.results,
        "answers": result("answers", answers),
        "reliability": result("reliability", RELIABILITY),
        "answer_quality": result("answer_quality", QUALITY, (Phrase("quality.no_proof"),)),
    }
    return replace(of, results=results, options=Options(language=language, **options))


def test_a_quarter_has_one_line():
    (line,) = soundness_sentences(content())
    assert line == (
        "Reliability (alpha) of the dimensions lies between 0.65 and 0.91. "
        "Expectation: 1 of 3 items sit at the ceiling (more than half gave the highest answer). "
        "12 of 194 forms (6.2 %) show a sign of careless answering."
    )


def test_a_year_has_the_tables_own_sentences_and_the_bars():
    year = content(depth="yearly")
    (said,) = soundness_sentences(year)
    assert said.startswith("A sign is no proof")
    assert [w.name for w in wanted(year) if w.section == "measurement"] == [
        "reliability", "answer-quality",
    ]  # fmt: skip
    assert not [w for w in wanted(content()) if w.section == "measurement"]


def test_forms_that_are_alike_are_asked_about_in_any_report():
    of = content()
    alike = result("similar_forms", [{"wave": "2019"}], (Phrase("similar.question"),))
    with_them = replace(of, results={**of.results, "similar_forms": alike})
    assert "Worth a look" in soundness_sentences(with_them)[1]


def test_nothing_known_is_nothing_said():
    of = kiosk("en")
    assert soundness_sentences(replace(of, results={})) == ()


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_suppressed_figures_are_not_said(language):
    of = content(language)
    frame = of.results["answer_quality"].frame.assign(flagged=pd.NA)
    blank = replace(of.results["answer_quality"], frame=frame)
    (line,) = soundness_sentences(replace(of, results={**of.results, "answer_quality": blank}))
    assert "194" not in line
