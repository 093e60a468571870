"""Exports of REDCap; layout: REDCapR's test data (inst/test-data/projects/survey, checkboxes-1)."""

from __future__ import annotations

import pytest

from gapkit.ingest import Screening
from gapkit.ingest.formats.redcap import recognise

WORDS = {"Strongly agree": 7, "Agree": 6, "Somewhat agree": 5, "Neutral": 4, "Disagree": 3}
ANSWERS = {"expectation": [[7, 6, 7], [6, None, None]], "perception": [[5, 4, 5], [6, None, 3]]}
RAW = {"expectation": "e{n}", "perception": "p{n}"}
LABEL = {"expectation": "A very good counter: {text}", "perception": "Our counter: {text}"}


@pytest.mark.parametrize(
    ("name", "batteries", "missing"),
    [("redcap_raw.csv", RAW, -99), ("redcap_label.csv", LABEL, "Prefer not to say")],
)
def test_codes_and_labels_of_the_same_people_are_the_same_answers(
    name, batteries, missing, here, instrument, read, by_battery, taken_for
):
    asked = instrument(2, high=7, texts=("tidy desks", "quick staff"))
    answers = read(here / name, asked, batteries=batteries, answers=WORDS, missing=[missing])
    assert taken_for(answers) == ["redcap"]
    assert by_battery(answers) == ANSWERS
    assert answers.ledger.clean


@pytest.mark.parametrize(
    ("name", "batteries"), [("redcap_raw.csv", RAW), ("redcap_label.csv", LABEL)]
)
def test_an_incomplete_form_is_unfinished(name, batteries, here, instrument, read, aside):
    asked = instrument(2, high=7, texts=("tidy desks", "quick staff"))
    rule = Screening(finished=True)
    answers = read(here / name, asked, batteries=batteries, answers=WORDS, screening=rule)
    assert aside(answers) == {"unfinished": (3,)}


def test_every_form_has_its_state(top):
    shape = recognise(top("Record ID|Tidy|Complete?|Quick|Complete?", "1|5|Complete|4|Incomplete"))
    assert [s.position for s in shape.screens] == [2, 4]


@pytest.mark.parametrize(
    "lines",
    [
        ("id|e1|task_complete", "1|5|1"),
        ("record_id|e1|survey_complete", "1|5|yes"),
        ("Record ID|E1|P1", "1|5|4"),
        ("ID|E1|Complete?", "1|5|Complete"),
    ],
)
def test_other_tables_are_not_taken_for_it(top, lines):
    assert recognise(top(*lines)) is None
