"""Numbers and sentences for running text: one of them, through the gate, in either language."""

import math
from functools import cache

import pandas as pd
import pytest

from gapkit.errors import CallError
from gapkit.report.page.systems import SYSTEMS
from gapkit.samples import sample
from gapkit.study import Figure, Run, read_study
from gapkit.study.sentences import SENTENCES
from gapkit.study.template import write_template
from gapkit.study.values import MAIN
from gapkit.survey import Survey
from gapkit.wording import words


@cache
def department():
    return read_study(sample("call-centre")).run()


@pytest.fixture(scope="module")
def study():
    return read_study(sample("bank"))


def small_run(study, language="en"):
    """The tables that running text mostly asks for; a whole run is tried in the notebooks."""
    survey = study.survey.limited(["2026Q2", "2026Q3"])
    by = ("branch", "channel")
    results = (survey.gaps(by=by, language=language), survey.scores(by=by, language=language))
    return Run(study, {r.name: r for r in results}, survey.tally(by), survey.ledger)


@pytest.fixture(scope="module")
def run(study):
    return small_run(study)


def rows(run, table="gaps", **keys):
    """The rows that a reader of the table would pick."""
    frame = run.results[table].frame
    for column, value in keys.items():
        frame = frame[frame[column].astype(str) == value]
    return frame


ALL = {"wave": "2026Q3", "segment": "all", "value": "all", "gap": "5"}


def test_a_figure_is_that_of_the_table_to_the_last_digit(run):
    row = rows(run, **ALL, level="dimension", key="reliability").iloc[0]
    for column in ("estimate", "ci_low", "p_adjusted", "n", "vs_average"):
        got = run.value("gaps", column, gap="5", level="dimension", key="reliability")
        assert got == row[column]
        assert isinstance(got, Figure)


def test_what_is_left_out_is_the_last_wave_everybody_gap_5_and_overall(run):
    assert run.value("gap") == rows(run, **ALL, level="overall")["estimate"].iloc[0]
    assert run.value() == run.value("gap")
    assert run.value("gap", key="reliability") == run.value(
        "gap", wave="2026Q3", gap="5", level="dimension", key="reliability"
    )


def test_waves_segments_and_other_gaps_can_be_asked_for(run):
    asked = {"wave": "2026Q2", "segment": "branch", "value": "Harbour", "gap": "5"}
    expected = rows(run, **asked, level="dimension", key="empathy")["estimate"].iloc[0]
    assert run.value("gap", key="empathy", **asked) == expected
    assert run.value("gap", gap=1) == rows(run, **{**ALL, "gap": "1"}, level="overall")["estimate"].iloc[0]  # fmt: skip


def test_a_figure_counts_as_a_number_and_prints_as_words(run):
    gap, n = run.value("gap"), run.value("gap", "n")
    plain = float(gap)
    assert f"{gap:.4f}" == f"{plain:.4f}"
    assert abs(gap) - 1 == abs(plain) - 1
    assert f"{gap}" == str(gap) == f"−{abs(plain):.2f}"
    assert str(n) == str(int(n))
    assert str(run.value("gap", "p")) == "<0.001"
    assert gap.row["n"] == n


def test_words_of_a_table_come_as_they_stand_in_it(run):
    assert run.value("gap", "verdict") == rows(run, **ALL, level="overall")["verdict"].iloc[0]


def test_figures_pass_the_gate_unless_the_reader_may_see_all(study):
    survey = study.survey.limited(["2026Q3"])
    gaps = survey.gaps(by="channel", min_n=10_000)
    hidden = Run(study, {"gaps": gaps}, survey.tally("channel"), survey.ledger)
    shown = hidden.value("gap")
    assert math.isnan(shown)
    assert str(shown) == "[too few people to show]"
    seen = hidden.value("gap", audience="internal")
    assert seen == gaps.frame.query("segment == 'all' and gap == '5' and level == 'overall'")["estimate"].iloc[0]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"table": "gasp"}, r"no table 'gasp'\. Did you mean 'gaps'\? There is: gaps, scores"),
        ({"column": "estimat"}, r"gaps has no column 'estimat'\. Did you mean 'estimate'\?"),
        ({"colour": "red"}, r"gaps has no column 'colour'"),
        ({"key": "relability"}, r"key = 'relability'\. Did you mean 'reliability'\?"),
        ({"wave": "1999Q1"}, r"wave = '1999Q1'\. .*There is: 2026Q2, 2026Q3"),
        ({"level": "dimension"}, r"5 rows of gaps are meant, not one\. Say which: key: tangibles, rel"),
        ({"segment": "channel"}, r"rows of gaps are meant, not one\. Say which: value: "),
        ({"table": "score"}, r"Say which: battery: expectation, perception"),
    ],
)  # fmt: skip
def test_nothing_or_several_are_told_with_what_there_is(run, asked, said):
    with pytest.raises(CallError, match=said):
        run.value(**asked)


def test_a_table_without_a_main_figure_asks_for_the_column(run, study):
    fit = run.results["scores"].__class__(
        "fit", pd.DataFrame({"wave": ["w"], "cfi": [0.95]}), study.survey.options, study.survey.instrument
    )  # fmt: skip
    other = Run(study, {"fit": fit}, run.tally, run.ledger)
    with pytest.raises(CallError, match=r"say which column of fit\. There is: wave, cfi"):
        other.value("fit")
    assert str(other.value("fit", "cfi")) == "0.95"


def test_main_figures_are_columns_of_their_tables(run):
    for name, result in run.results.items():
        assert MAIN[name] in result.frame
    of_surveys = set(MAIN) - {name for tables in SYSTEMS.values() for name in tables}
    assert all(hasattr(Survey, n if n != "answers" else "distribution") for n in of_surveys)


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        ("monitoring", {}),
        ("contacts", {}),
        ("duty", {"measure": "inquiries"}),
        ("complaints", {}),
        ("recovery", {"days": 7}),
        ("guarantee", {"promise": "20 seconds"}),
        ("zeros", {"measure": "recovered"}),
    ],
)
def test_a_department_is_asked_as_a_whole_and_of_its_last_month(table, keys):
    run = department()
    frame = run.results[table].frame
    for column, value in keys.items():
        frame = frame[frame[column] == value]
    for column in {"unit", "agent", "kind"} & set(frame):
        frame = frame[frame[column] == "all"] if (frame[column] == "all").any() else frame
    # the files run forward in time
    assert float(run.value(table, **keys)) == frame[MAIN[table]].iloc[-1]


# --- sentences ---


def test_sentences_are_those_of_the_summary(run):
    said = run.sentences()
    assert "\n".join(said) == run.results["gaps"].summary()
    assert run.sentence("answered") == said[0]
    assert run.sentence("sentence.answered") == said[0]
    assert run.sentence() == next(s for s in said if s.startswith("Taken together"))


def test_several_sentences_of_one_name_come_as_one_text(run):
    text = run.sentence("dimensions")
    assert text.startswith("Worse than this survey's own average: ")
    assert "Better than the average: " in text


@pytest.mark.parametrize("name", SENTENCES)
def test_every_name_stands_for_sentences_of_the_wording(name):
    known = {k.split(".")[0] + "." + k.split(".")[1] for k in words("en").texts if "." in k}
    for key in SENTENCES[name]:
        assert words("en").has(key) or key in known, key


@pytest.mark.parametrize("answers", ["many", "few"])
def test_a_quarter_of_few_answers_has_an_overall_sentence_too(run, study, answers):
    """A report that is written once must not fail in the quarter in which nothing can be judged."""
    fewest = 20 if answers == "many" else 10_000
    gaps = study.survey.limited(["2026Q3"]).gaps(by=(), min_n_verdict=fewest)
    other = Run(study, {"gaps": gaps}, run.tally, run.ledger)
    assert other.sentence("overall") in gaps.summary()


def test_what_is_not_said_is_told_with_what_is(run):
    with pytest.raises(
        CallError, match=r"gaps says nothing called 'overal'\. Did you mean 'overall'"
    ):
        run.sentence("overal")
    silent = run.results["gaps"].where(gap="5")
    with pytest.raises(CallError, match=r"gaps has no sentences"):
        Run(run.study, {"gaps": silent}, run.tally, run.ledger).sentence()


def test_whatever_is_offered_instead_may_be_asked(run):
    said = {name: result.sentences for name, result in run.results.items() if result.sentences}
    assert len(said) > 1
    for table in said:
        with pytest.raises(CallError) as caught:
            run.sentence("nonsense", table)
        [problem] = caught.value.problems
        offered = problem.advice.rpartition("There is: ")[2].rstrip(".").split(", ")
        for name in offered:
            # a name, not a key of the wording
            assert "." not in name
            assert run.sentence(name, table)


# --- another language ---


def test_the_other_language_has_its_words_and_the_same_figures(tmp_path):
    path = write_template(tmp_path)[0]
    run = read_study(path).run()
    path.write_text(
        path.read_text("utf-8").replace('language = "en"', 'language = "zh-Hant"'), "utf-8"
    )
    own = read_study(path).run()
    chinese = run.in_language("zh-Hant")
    assert chinese.sentences() == own.sentences() != run.sentences()
    assert run.sentence("overall", language="zh-Hant") == own.sentence("overall")
    assert chinese.value("gap") == run.value("gap")
    assert chinese.study.survey.answers is run.study.survey.answers, "nothing is read again"
    assert run.in_language("zh-Hant") is chinese
    assert run.in_language("en") is run
    assert run.in_language(None) is run
    with pytest.raises(CallError, match="Known: en, zh-Hant"):
        run.in_language("fr")
