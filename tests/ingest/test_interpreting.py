"""Files in words, with labels and with decimal commas, read from end to end."""

from __future__ import annotations

import pandas as pd
import pytest

from gapkit.errors import IngestError
from gapkit.ingest import Wave
from gapkit.ingest.interpreting import spoken

# The answers of EXPORTS.md's SurveyCake, wjx, Microsoft Forms and SurveyMonkey examples, without the tools' frames.
IN_WORDS = [
    ("E1,E2,P1,P2\n非常同意,同意,普通,同意\n同意,同意,不同意,我沒有使用過\n非常同意,非常同意,同意,普通\n",
     [[5, 4, 5], [4, 4, 5], [3, 2, 4], [4, None, 3]], "agreement-5", "zh-Hant"),
    ("E1,E2,P1,P2\n非常同意,同意,一般,同意\n同意,同意,不同意,(跳过)\n非常同意,非常同意,同意,一般\n",
     [[5, 4, 5], [4, 4, 5], [3, 2, 4], [4, None, 3]], "agreement-5", "zh-Hant"),
    (("E1,E2,P1,P2\nStrongly agree,Agree,Neutral,Agree\nAgree,,Disagree,Not applicable\n"
     "Strongly agree,Strongly agree,Agree,Neutral\n"),
     [[5, 4, 5], [4, None, 5], [3, 2, 4], [4, None, 3]], "agreement-5", "en"),
    (("E1,E2,P1,P2\nExtremely important,Very important,Somewhat satisfied,Neither satisfied nor dissatisfied (neutral)\n"
     "Very important,Not used (N/A),Very dissatisfied,Not used (N/A)\n"),
     [[5, 4], [4, None], [4, 1], [3, None]], "importance-5", "en"),
]  # fmt: skip
COLUMNS = ("expectation.i1", "expectation.i2", "perception.i1", "perception.i2")


def notes(answers, key):
    return [
        f.detail.values
        for f in answers.ledger.rows()
        if f.kind == "note" and f.detail and f.detail.key == key
    ]


@pytest.mark.parametrize(("text", "want", "name", "language"), IN_WORDS)
def test_batteries_in_words_are_read_and_the_set_is_told(
    tmp_path, instrument, read, points, text, want, name, language
):
    path = tmp_path / "words.csv"
    path.write_text(text, encoding="utf-8")
    answers = read(path, instrument(2))
    found = points(answers)
    assert [found[c] for c in COLUMNS] == want
    said = notes(answers, "ledger.words_read")
    assert [s["battery"] for s in said] == ["expectation", "perception"]
    assert (said[0]["name"], said[0]["languages"]) == (name, language)


def test_a_scale_with_labels_reads_those_and_no_set(instrument, read, points):
    frame = pd.DataFrame({"E1": ["Top", "Agree", "4"], "P1": ["5", "3", "4"]})
    answers = read(frame, instrument(labels=', labels = {5 = "Top"}'))
    assert points(answers)["expectation.i1"] == [5, None, 4]
    assert notes(answers, "ledger.words_read") == []


def test_all_columns_and_all_blocks_of_a_battery_are_heard(tmp_path, instrument, read, points):
    """A word late in the last column decides: the form had seven points, not five."""
    rows = ["Agree,Agree,3,3"] * 40_000 + ["Agree,Somewhat agree,3,3"]
    path = tmp_path / "late.csv"
    path.write_text("E1,E2,P1,P2\n" + "\n".join(rows) + "\n", encoding="utf-8")
    five = points(read(path, instrument(2)))
    assert set(five["expectation.i1"]) == {None}
    seven = points(read(path, instrument(2, 7)))
    assert set(seven["expectation.i1"]) == {6}
    assert seven["expectation.i2"][-1] == 5


def test_a_decimal_comma_is_told_by_the_column(instrument, read, points):
    frame = pd.DataFrame({"E1": ["4,0", "5,0"], "P1": ["4,5", "5"]})
    answers = read(frame, instrument())
    assert points(answers)["expectation.i1"] == [4, 5]
    assert points(answers)["perception.i1"] == [None, 5]
    halves = read(pd.DataFrame({"E1": ["4,5", "3"], "P1": ["4.5", "3"]}), instrument(step=0.5))
    assert points(halves)["expectation.i1"] == points(halves)["perception.i1"] == [4.5, 3]


# Anchors of Vagias (2006) and of SurveyMonkey; the instrument itself has seven points.
@pytest.mark.parametrize(
    ("words", "want"),
    [
        (["Very satisfied", "Neutral", "Dissatisfied"], [5, 3, 2]),
        (["Strongly agree", "Agree", "Disagree"], [5, 4, 2]),
        (["Strongly agree", "Agree", "Somewhat agree"], [7, 6, 5]),
        (["Not at all satisfied", "Not so satisfied", "Extremely satisfied"], [1, 2, 5]),
        (["5 - Very satisfied", "7", "3"], [5, 7, 3]),
    ],
)
def test_outcomes_in_words_lie_on_the_scale_of_their_words(instrument, read, points, words, want):
    frame = pd.DataFrame({"E1": [1, 2, 3], "P1": [1, 2, 3], "sat": words})
    answers = read(frame, instrument(high=7), outcomes={"overall": "sat"})
    assert points(answers)["outcome.overall"] == want


WAVES = ["2026-Q3", "1150715", "115/07/15", "2026-07-15", "pilot"]


def test_a_wave_column_of_dates_becomes_periods(instrument, read, points):
    frame = pd.DataFrame({"when": WAVES, "E1": [5] * 5, "P1": [4] * 5})
    found = points(read(frame, instrument(), wave=Wave(column="when")))
    assert found["wave"] == ["2026Q3"] * 4 + ["pilot"]


def test_stamps_and_day_numbers_become_waves(instrument, read, points):
    wave = Wave(date="when", period="month")
    for when in (["2026/07/01 1:12:00 下午 GMT+8", "2026-06-30T23:59:59Z"], [46204.55, 46203.99]):
        frame = pd.DataFrame({"when": when, "E1": [5, 5], "P1": [4, 4]})
        assert points(read(frame, instrument(), wave=wave))["wave"] == ["2026-07", "2026-06"]


class Table:
    def __init__(self, labels, missing=()):
        self.labels, self.missing = {0: labels}, {0: missing}


class File:
    def __init__(self, labels, missing=()):
        self.table = Table(labels, missing)


def test_words_that_codes_stand_for():
    labels = {"A1": "Disagree", "A2": "Agree", "9": "Agree"}
    assert spoken(File(labels), 0, ["A1", "9", "4"]) == {"Disagree", "Agree", "9", "4"}
    assert spoken(File(labels), 0, ["9", "4"]) == {"9", "4"}
    assert spoken(File(labels, (9, "Agree")), 0, ["A2", "9", "4"]) == {"4"}


def labelled(tmp_path, labels, values):
    """Write an SPSS file in which every column has these value labels."""
    pyreadstat = pytest.importorskip("pyreadstat")
    path = tmp_path / "labelled.sav"
    frame = pd.DataFrame({"E1": values, "P1": values})
    pyreadstat.write_sav(frame, path, variable_value_labels={"E1": labels, "P1": labels})
    return path


def test_labels_that_contradict_their_codes_are_asked_about(tmp_path, instrument, read, points):
    turned = {1: "Strongly agree", 2: "Agree", 3: "Neutral", 4: "Disagree", 5: "Strongly disagree"}
    path = labelled(tmp_path, turned, [1.0, 2.0, 5.0])
    with pytest.raises(IngestError) as caught:
        read(path, instrument())
    (problem,) = caught.value.problems
    assert "1 is labelled 'Strongly agree', which is 5 on the scale" in problem.what
    assert 'answers = {"1" = 5, "2" = 4, "4" = 2, "5" = 1}' in problem.advice
    answers = {"1": 5, "2": 4, "4": 2, "5": 1}
    assert points(read(path, instrument(), answers=answers))["perception.i1"] == [5, 4, 1]


def test_labels_that_agree_with_their_codes_change_nothing(tmp_path, instrument, read, points):
    straight = {1: "Strongly disagree", 5: "Strongly agree", 9: "Don't know"}
    path = labelled(tmp_path, straight, [1.0, 2.0, 5.0])
    assert points(read(path, instrument()))["perception.i1"] == [1, 2, 5]
