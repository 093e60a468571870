"""Exports of LimeSurvey; layout: its CsvWriter.php, Writer.php and RSyntaxWriter.php."""

from __future__ import annotations

import pytest

from gapkit.ingest import Screening
from gapkit.ingest.formats.limesurvey import recognise

CODES = {f"A{n}": n for n in range(1, 6)}
WORDS = {"Strongly agree": 5, "Stimme zu": 4, "Neutral": 3, "Stimme nicht zu": 2}
BATTERIES = {"expectation": "E[SQ00{n}]", "perception": "P[SQ00{n}]"}


def test_answer_codes(here, instrument, read, by_battery, taken_for):
    answers = read(here / "limesurvey_codes.csv", instrument(2), batteries=BATTERIES, answers=CODES)
    assert taken_for(answers) == ["limesurvey"]
    assert by_battery(answers) == {
        "expectation": [[5, 4, 5], [4, None, None]],
        "perception": [[3, 2, None], [4, 2, None]],
    }


def test_who_did_not_hand_in_is_unfinished(here, instrument, read, aside):
    rest = {"batteries": BATTERIES, "answers": CODES, "screening": Screening(finished=True)}
    answers = read(here / "limesurvey_codes.csv", instrument(2), **rest)
    assert aside(answers) == {"unfinished": (4,)}


@pytest.mark.parametrize(
    "batteries",
    [BATTERIES, {"expectation": "A very good counter should have [{text}]", "perception": "Our counter has [{text}]"}],
    ids=["by code", "by text"],
)  # fmt: skip
def test_full_answers_under_codes_and_texts(batteries, here, instrument, read, by_battery):
    asked = instrument(1, texts=("Tidy desks",))
    answers = read(here / "limesurvey_answers.csv", asked, batteries=batteries, answers=WORDS)
    assert by_battery(answers) == {"expectation": [[5, 4, 5]], "perception": [[3, 2, None]]}


def test_the_data_file_of_the_r_export(here, instrument, read, by_battery, taken_for):
    batteries = {"expectation": "E_SQ00{n}", "perception": "P_SQ00{n}"}
    path = here / "limesurvey_R_data_file.csv"
    answers = read(path, instrument(), batteries=batteries, answers=CODES)
    assert taken_for(answers) == ["limesurvey"]
    assert by_battery(answers) == {"expectation": [[5, 4]], "perception": [[3, None]]}


@pytest.mark.parametrize(
    "line",
    [
        "Response ID|Date submitted|Last page|Start language|Seed|Our counter has [Tidy desks]",
        "Response_ID|Date_submitted|Last_page|Start_language|Seed|Our_counter_has_[Tidy_desks]",
        "Antwort-ID|Datum Abgeschickt|Letzte Seite|Start-Sprache|Seed|Unser Schalter [Ordnung]",
        "X.U.FEFF.id|submitdate|lastpage|startlanguage|seed|P[SQ001]",
        "id|submitdate|lastpage|startlanguage|seed|P_SQ001",
    ],
)
def test_headings_of_every_kind(top, line):
    shape = recognise(top(line, "1|2026-07-01 09:03:10|3|en|111|A5"))
    assert shape.marks == {"id": 0, "submitted": 1, "finished": 1}
    assert shape.aside == {0, 1, 2, 3, 4}
    assert shape.headings[5] == line.split("|")[5]


@pytest.mark.parametrize(
    "first", ["Response_ID|Date_submitted", "id._Response_ID|submitdate._Date_submitted"]
)
def test_blanks_written_as_underscores(top, first):
    heading = "Our_counter_has_[Tidy_desks]"
    shape = recognise(top(f"{first}|{heading if first[0] == 'R' else 'P[SQ001]._' + heading}"))
    assert shape.texts[2] == "Our counter has [Tidy desks]"


def test_seconds_and_own_words_are_no_items(top):
    line = "id|submitdate|E[SQ001]|why[other]|leadTime|interviewtime|groupTime12|ETime"
    shape = recognise(top(line))
    assert shape.aside == {0, 1, 3, 5, 6, 7}
    assert shape.marks["duration"] == 5


def test_a_survey_without_answers_has_one_empty_row(tmp_path, instrument, read, aside):
    path = tmp_path / "none.csv"
    heads = '"id";"submitdate";"startlanguage";"E[SQ001]";"P[SQ001]"'
    path.write_text(f'{heads}\r\n"";"";"";"";""\r\n', encoding="utf-8-sig")
    assert aside(read(path, instrument(), batteries=BATTERIES)) == {"blank": (2,)}


def test_files_glued_together(tmp_path, here, instrument, read, aside):
    text = (here / "limesurvey_codes.csv").read_text(encoding="utf-8-sig").strip()
    path = tmp_path / "glued.csv"
    path.write_text(f"{text}\n{text}\n", encoding="utf-8-sig")
    answers = read(path, instrument(2), batteries=BATTERIES, answers=CODES)
    assert aside(answers) == {"heading": (5,)}
    assert answers.ledger.count("rows used") == 6
