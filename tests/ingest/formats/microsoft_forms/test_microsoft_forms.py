"""Workbooks of Microsoft Forms; layout: acl-org/acl-anthology's bin/add_attachments.py, which reads them."""

from __future__ import annotations

import pytest

from gapkit.ingest.formats.microsoft_forms import recognise

WORDS = {"Strongly agree": 5, "Agree": 4, "Neutral": 3, "Disagree": 2}
HEADS = "ID|Start time|Completion time|Email|Name|Tidy desks"
ROW = "1|2026-07-01 09:00:04|2026-07-01 09:03:10|anonymous||Agree"


def test_statements_stand_alone_and_the_second_time_with_a_digit(
    here, instrument, read, points, by_battery, taken_for
):
    answers = read(
        here / "ms_forms.xlsx",
        instrument(2, texts=("Tidy desks", "Quick staff")),
        batteries={"expectation": "{text}", "perception": "{text}2"},
        outcomes={"overall": "How do you rate us? 1 = poor, 5 = excellent"},
        segments=["Which branch?"],
        answers=WORDS,
        missing=["Not applicable"],
    )
    assert taken_for(answers) == ["microsoft_forms"]
    found = by_battery(answers)
    assert found["expectation"] == [[5, 4, 5], [4, None, 5]]
    assert found["perception"] == [[3, 2, 4], [4, None, 3]]
    assert found["outcome"] == [[4, 2, None]]
    assert points(answers)["Which branch?"] == ["North", "South", "North"]


@pytest.mark.parametrize(
    "own",
    [
        "Id|Start time|Completion time|Email|Name",
        "識別碼|開始時間|完成時間|電子郵件|名稱",
        "ID|开始时间|完成时间|电子邮件|名称",
        "ID|Heure de début|Heure de fin|Adresse de messagerie|Nom",
        "ID|Startzeit|Fertigstellungszeit|E-Mail|Name",
        "ID|Hora de inicio|Hora de finalización|Correo electrónico|Nombre",
    ],
)
def test_headings_of_the_owners_language(top, own):
    shape = recognise(top(f"{own}|Tidy desks", ROW))
    assert shape.marks == {"id": 0, "submitted": 2}
    assert shape.aside == {0, 1, 2, 3, 4}


def test_points_and_feedback_of_a_quiz_are_no_items(top):
    heads = f"{HEADS}|Points - Tidy desks|Feedback - Tidy desks|Total points"
    assert recognise(top(heads, f"{ROW}|1||1")).aside == {0, 1, 2, 3, 4, 6, 7, 8}


def test_a_question_called_like_an_own_column_stays_a_question(top):
    assert 6 not in recognise(top(f"{HEADS}|Name", f"{ROW}|x")).aside


@pytest.mark.parametrize(
    "lines",
    [
        ("ID|Start time|Completion time|E1|P1", "1|2026-07-01 09:00|2026-07-01 09:03|5|4"),
        (HEADS, "a|soon|later|||5"),
        ("ID|Email|Name|E1", "1|a@b.tw|x|5"),
    ],
)
def test_other_tables_are_not_taken_for_it(top, lines):
    assert recognise(top(*lines)) is None
