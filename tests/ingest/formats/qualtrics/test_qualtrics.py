"""Exports of Qualtrics; layout: qualtrics.com, "Understanding Your Dataset", and qualtRics' test files."""

from __future__ import annotations

import csv

import pytest

from gapkit.ingest import Screening
from gapkit.ingest.formats.qualtrics import recognise

AGREEMENT = {"Strongly agree": 7, "Agree": 6, "Somewhat agree": 5, "Neither agree nor disagree": 4}
TEXTS = ("Tidy desks", "Quick staff")
# respondents R_aaa and R_aab; the third is a preview, and -99 is no point of the scale
ANSWERS = {"expectation": [[7, 6], [6, None]], "perception": [[5, 4], [6, None]]}
BY_NAME = {"expectation": "E_{n}", "perception": "P_{n}"}
BY_TEXT = {
    "expectation": "A very good counter should have… - {text}",
    "perception": "Our counter has… - {text}",
}
IDS = '{"ImportId":"startDate"}|{"ImportId":"_recordId"}|{"ImportId":"QID1_1"}'


@pytest.mark.parametrize("batteries", [BY_NAME, BY_TEXT], ids=["by name", "by text"])
@pytest.mark.parametrize("name", ["qualtrics_numeric.csv", "qualtrics_text.csv"])
def test_codes_and_words_of_the_same_people_are_the_same_answers(
    name, batteries, here, instrument, read, by_battery, aside, taken_for
):
    asked = instrument(2, high=7, texts=TEXTS)
    answers = read(here / name, asked, batteries=batteries, answers=AGREEMENT, segments=["branch"])
    assert taken_for(answers) == ["qualtrics"]
    assert by_battery(answers) == ANSWERS
    assert aside(answers) == {"preview": (6,)}
    (file,) = answers.files
    assert file.bound.table.texts[10] == "A very good counter should have… - Tidy desks"


def test_what_is_no_answer_is_told_not_declared_missing(here, instrument, read):
    asked = instrument(2, high=7)
    ledger = read(here / "qualtrics_numeric.csv", asked, batteries=BY_NAME).ledger
    assert ledger.count("out of range", "E_2") == 1
    assert not ledger.clean


def test_the_older_layout_has_names_and_texts(here, instrument, read, by_battery, taken_for):
    path = here / "qualtrics_legacy.csv"
    answers = read(path, instrument(high=7), batteries=BY_NAME)
    assert taken_for(answers) == ["qualtrics"]
    assert by_battery(answers) == {"expectation": [[7, 6]], "perception": [[5, 4]]}


def test_rows_of_headings_that_somebody_took_away(tmp_path, here, instrument, read, by_battery):
    """People delete the rows below the names; previews are to be told all the same."""
    text = (here / "qualtrics_numeric.csv").read_text(encoding="utf-8")
    names, answers = text.partition("\n")[0], text[text.index("2026-07-01 09:00:04") :]
    path = tmp_path / "names.csv"
    path.write_text(f"{names}\n{answers}", encoding="utf-8")
    found = read(path, instrument(2, high=7), batteries=BY_NAME)
    assert by_battery(found) == ANSWERS


@pytest.mark.parametrize("kept", [(1, 2), (1,)], ids=["texts and import ids", "texts alone"])
def test_names_that_somebody_took_away(kept, tmp_path, here, instrument, read, by_battery, aside):
    with (here / "qualtrics_numeric.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with (tmp_path / "texts.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*(rows[k] for k in kept), *rows[3:]])
    found = read(tmp_path / "texts.csv", instrument(2, high=7, texts=TEXTS), batteries=BY_TEXT)
    assert by_battery(found) == ANSWERS
    assert aside(found) == {"preview": (len(kept) + 3,)}


@pytest.mark.parametrize(
    ("second", "rows"),
    [
        ("Start Date|Response ID|Finished|Tidy desks", 2),
        ("2026-07-01 09:00:04|R_1|1|5", 1),
        ("2026-07-01 09:00:04|anonymised|1|5", 1),
        ("|4711|True|5", 1),
    ],
)
def test_texts_below_the_names_are_told_from_answers(top, second, rows):
    shape = recognise(top("StartDate|ResponseId|Finished|UserLanguage|E_1", second))
    assert shape.heading_rows == rows


def test_exports_glued_together(tmp_path, here, instrument, read, by_battery, aside):
    text = (here / "qualtrics_numeric.csv").read_text(encoding="utf-8")
    path = tmp_path / "glued.csv"
    path.write_text(text + text, encoding="utf-8")
    found = read(path, instrument(2, high=7), batteries=BY_NAME)
    assert by_battery(found)["expectation"][0] == [7, 6, 7, 6]
    assert aside(found) == {"preview": (6, 12), "heading": (7, 8, 9)}


def test_unfinished_rows_go_where_the_study_says_so(top, tmp_path, instrument, read, aside):
    path = tmp_path / "some.csv"
    ids = ",".join('"{""ImportId"":""x""}"' for _ in range(4))
    path.write_text(f"ResponseId,Finished,E1,P1\na,b,c,d\n{ids}\nR_1,True,5,4\nR_2,False,5,4\n")
    assert aside(read(path, instrument())) == {}
    assert aside(read(path, instrument(), screening=Screening(finished=True))) == {
        "unfinished": (5,)
    }


@pytest.mark.parametrize("cell", ["1", "2", "Survey Preview", "Survey Test", "9", "17"])
def test_rows_of_the_maker_are_previews(top, cell):
    shape = recognise(
        top("Status|ResponseId|E", "Response Type|Response ID|x", IDS, f"{cell}|R_1|5")
    )
    (screen,) = shape.screens
    assert (screen.position, screen.reason) == (0, "preview")
    assert cell.casefold() in screen.values


@pytest.mark.parametrize(
    "name",
    ["E_1_TEXT", "Q2_NPS_GROUP", "Q5 - Topics", "Q5 - Sentiment Score", "Q5_DO_1", "Q3_Page Submit",
     "Duration (in seconds)", "LocationLatitude"],
)  # fmt: skip
def test_what_looks_like_an_item_and_is_none(top, name):
    shape = recognise(top(f"StartDate|ResponseId|{name}", "a|b|c", IDS))
    assert shape.aside == {0, 1, 2}


def test_headings_in_another_language(top):
    """The names stay English where the texts are those of a German account."""
    shape = recognise(top("StartDate|ResponseId|E_1", "Anfangsdatum|Antwort-ID|Ordnung", IDS))
    assert shape.headings == ("StartDate", "ResponseId", "E_1")
    assert shape.marks == {"id": 1}
