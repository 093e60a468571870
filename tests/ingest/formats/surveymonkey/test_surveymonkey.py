"""Exports of SurveyMonkey; layout: the raw files of fivethirtyeight/data (StarWars.csv, MIDWEST.csv)."""

from __future__ import annotations

import pytest

from gapkit.ingest.formats.surveymonkey import recognise

WORDS = {
    "Extremely important": 5, "Very important": 4, "Somewhat satisfied": 4, "Very dissatisfied": 1,
    "Neither satisfied nor dissatisfied (neutral)": 3,
}  # fmt: skip
OWN = "RespondentID|CollectorID"


def test_a_grid_has_a_column_a_row(here, instrument, read, by_battery, aside, taken_for):
    answers = read(
        here / "surveymonkey_condensed.csv",
        instrument(2, texts=("Tidy desks", "Quick staff")),
        batteries={
            "expectation": "How important is each of these? / {text}",
            "perception": "How did we do on each of these? / {text}",
        },
        answers=WORDS,
        missing=["Not used (N/A)"],
    )
    assert taken_for(answers) == ["surveymonkey"]
    assert by_battery(answers) == {
        "expectation": [[5, 4], [4, None]],
        "perception": [[4, 1], [3, None]],
    }
    assert aside(answers) == {"no_answers": (5,)}


def test_a_question_with_a_column_an_answer_is_gathered(here, instrument, read, points, taken_for):
    answers = read(
        here / "surveymonkey_expanded.csv",
        instrument(),
        batteries={"perception": ("How did we do on tidy desks?",)},
        segments=["Age"],
    )
    assert taken_for(answers) == ["surveymonkey"]
    found = points(answers)
    assert found["perception.i1"] == [4, 1]
    assert found["Age"] == ["18-29", "> 44"]


def test_numbers_under_the_words_of_options_are_gathered(top):
    shape = recognise(top(f"{OWN}|How?||", "||Bad|Fair|Good", "1|4|1||", "2|4|||3", "3|4||2|"))
    assert shape.headings[2] == "How?"
    assert shape.gathered == {2: (3, 4)}


def test_a_few_numbers_in_a_grid_are_not_options(top):
    """One row of a grid answered with 1, the other left out: that says nothing of a layout."""
    shape = recognise(top(f"{OWN}|How?|", "||Tidy|Quick", "1|4|1|", "2|4|1|", "3|4|1|"))
    assert shape.gathered == {}


def test_options_of_which_somebody_ticked_two_are_not_gathered(top):
    shape = recognise(top(f"{OWN}|What?|", "||Cash|Loans", "1|4|Cash|Loans"))
    assert shape.gathered == {}
    assert shape.headings[2:] == ("What? / Cash", "What? / Loans")


def test_two_answers_to_one_question_are_none(tmp_path, instrument, read, by_battery):
    """Far below the rows that told the layout, somebody has two answers: neither is taken."""
    lines = ["RespondentID,CollectorID,How?,,", ",,1,2,3"]
    lines += [f"{n},4,,2," for n in range(50)] + ["50,4,1,,3"]
    path = tmp_path / "two.csv"
    path.write_text("\n".join(lines) + "\n")
    answers = read(path, instrument(high=3), batteries={"perception": ("How?",)})
    assert by_battery(answers) == {"perception": [[2] * 50]}
    assert answers.ledger.count("unreadable") == 1
    assert answers.ledger.count("set aside") == 1


@pytest.mark.parametrize("word", ["Response", "Open-Ended Response"])
def test_a_word_below_a_single_question_is_no_part_of_its_name(top, word):
    shape = recognise(top(f"{OWN}|Tidy desks|Q|", f"||{word}|a|b"))
    assert shape.headings[2:] == ("Tidy desks", "Q / a", "Q / b")


def test_no_column_of_its_own(top):
    """As the file of the survey on religion has it."""
    shape = recognise(
        top("What is your faith?|How often?|", "Response|Pray|Attend", "None|Daily|Never")
    )
    assert shape.headings == ("What is your faith?", "How often? / Pray", "How often? / Attend")


def test_empty_columns_that_a_spreadsheet_left_behind(top):
    shape = recognise(top(f"{OWN}|How?|||", "||Tidy|Quick||", "1|4|5|4||"))
    assert shape.headings[2:] == ("How? / Tidy", "How? / Quick")


def test_in_another_language_it_is_told_by_the_ids(top):
    shape = recognise(
        top("ID du répondant|Et le bureau ?|", "|Ordre|Vitesse", "9000000001|Bien|Mal")
    )
    assert shape.headings[1:] == ("Et le bureau ? / Ordre", "Et le bureau ? / Vitesse")


@pytest.mark.parametrize(
    "lines",
    [
        ("id|E1|P1", "|5|4"),
        ("How?||Where?", "a|b|c", "1|2|3"),
        ("RespondentID|E1|P1", "9|5|4"),
        ("id|reply|P1", "1|Response|4"),
        ("|E1|P1", "RespondentID|Response|Response", "1|5|4"),
    ],
)
def test_other_tables_are_not_taken_for_it(top, lines):
    assert recognise(top(*lines)) is None
