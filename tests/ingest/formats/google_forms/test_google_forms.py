"""Exports of Google Forms; layout: responses that people published, as "Timestamp" and "時間戳記" first."""

from __future__ import annotations

import pytest

from gapkit.ingest import Wave
from gapkit.ingest.formats.google_forms import recognise

TEXTS = ("Tidy desks", "Quick staff")
CHINESE = {"非常同意": 5, "同意": 4, "普通": 3, "非常不同意": 1}


def test_grids_as_question_and_row(here, instrument, read, points, by_battery, taken_for):
    answers = read(
        here / "google_forms.csv",
        instrument(2, texts=TEXTS),
        batteries={
            "expectation": "A very good counter should have… [{text}]",
            "perception": "Our counter has… [{text}]",
        },
        segments=["Which branch?"],
        wave=Wave("submitted", date=True, period="month"),
    )
    assert taken_for(answers) == ["google_forms"]
    assert by_battery(answers) == {
        "expectation": [[5, 5, 4], [4, None, 5]],
        "perception": [[2, 3, None], [1, 4, 3]],
    }
    assert points(answers)["Which branch?"] == ["North", "South", "North"]
    assert points(answers)["wave"] == ["2026-07"] * 3
    # words are never missing unless declared: "Not applicable"
    assert answers.ledger.count("unreadable") == 1


def test_traditional_chinese(here, instrument, read, by_battery, taken_for):
    answers = read(
        here / "google_forms_zh.csv",
        instrument(2, texts=("桌面整潔", "動作迅速")),
        batteries={"expectation": "好的櫃檯應該… [{text}]", "perception": "本行櫃檯… [{text}]"},
        answers=CHINESE,
        missing=["沒有意見"],
    )
    assert taken_for(answers) == ["google_forms"]
    assert by_battery(answers) == {
        "expectation": [[5, 5], [4, None]],
        "perception": [[3, 4], [1, None]],
    }


@pytest.mark.parametrize(
    ("stamp", "cell"),
    [
        ("Timestamp", "2026/07/01 9:03:10 AM GMT+8"), ("Timestamp", "2026/07/01 1:34:49 PM EST"),
        ("時間戳記", "2026/07/01 9:03:10 上午 GMT+8"), ("时间戳记", "2026/07/01 9:03:10 下午 GMT+8"),
        ("时间戳", "2017/06/14 1:34:49 下午 GMT+8"), ("Zeitstempel", "2026/07/01 9:03:10 AM MESZ"),
        ("타임스탬프", "2026/07/01 9:03:10 오전 GMT+9"), ("Horodateur", "2026/07/01 9:03:10 AM UTC+2"),
        ("Marca temporal", "2026/07/01 9:03:10 a. m. GMT-6"),
    ],
)  # fmt: skip
def test_a_download_is_told_by_its_time_stamps(top, stamp, cell):
    assert recognise(top(f"{stamp}|E1|P1", f"{cell}|5|4")).marks == {"submitted": 0}


@pytest.mark.parametrize(
    ("lines", "aside"),
    [
        (("Timestamp|Our counter [Tidy desks]", "7/1/2026 9:03:10|5"), {0}),
        (("時間戳記|電子郵件地址|E1", "2026/7/1 上午 9:03:10|a@b.tw|5"), {0, 1}),
    ],
)
def test_a_linked_sheet_is_told_by_its_grids_or_addresses(top, lines, aside):
    shape = recognise(top(*lines))
    assert shape.headings == tuple(lines[0].split("|"))
    assert shape.aside == aside


@pytest.mark.parametrize(
    "lines",
    [
        ("Timestamp|E1|P1", "2026-07-01 09:03:10|5|4"),
        ("Timestamp|E1|P1", "1782900190|5|4"),
        ("id|Timestamp|E [a]", "1|2026/07/01 9:03:10 AM GMT+8|5"),
        ("Timestamp|E [a]",),
    ],
)
def test_other_tables_with_a_time_stamp_are_not_taken_for_it(top, lines):
    assert recognise(top(*lines)) is None


def test_points_of_a_quiz_are_no_items(top):
    heads = "Timestamp|Total score|Tidy [a]|Tidy [a] [Score]|Tidy [a] [Feedback]"
    shape = recognise(top(heads, "2026/07/01 9:03:10 AM GMT+8|1 / 2|5|1|-"))
    assert shape.aside == {0, 1, 3, 4}
