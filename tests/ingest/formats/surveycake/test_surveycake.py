"""Exports of SurveyCake; layout: FutingLiang/ty_qrcode_dashboard_surveycake, a workbook with its columns."""

from __future__ import annotations

import pytest

from gapkit.ingest import Screening
from gapkit.ingest.formats.surveycake import recognise

WORDS = {"非常同意": 5, "同意": 4, "普通": 3, "不同意": 2}
BATTERIES = {
    "expectation": "好的櫃檯應該 - (*){text}",
    "perception": "本行櫃檯 - ({n}){text}",
}
NAMES = ["surveycake.xlsx", "surveycake_cp950.csv", "surveycake_utf8bom.csv"]


@pytest.mark.parametrize("name", NAMES)
def test_questions_first_and_grids_by_row(
    name, here, instrument, read, points, by_battery, taken_for
):
    answers = read(
        here / name,
        instrument(2, texts=("桌面整潔", "動作迅速")),
        batteries=BATTERIES,
        segments=["您去的分行"],
        answers=WORDS,
        missing=["我沒有使用過"],
    )
    assert taken_for(answers) == ["surveycake"]
    assert by_battery(answers) == {
        "expectation": [[5, 4, 5], [4, 4, 5]],
        "perception": [[3, 2, 4], [4, None, 3]],
    }
    assert points(answers)["您去的分行"] == ["北區", "南區", "北區"]


def test_seconds_are_known(here, instrument, read, aside):
    asked = instrument(2, texts=("桌面整潔", "動作迅速"))
    rule = Screening(duration_seconds=(100, None))
    answers = read(here / NAMES[0], asked, batteries=BATTERIES, answers=WORDS, screening=rule)
    assert aside(answers) == {"too_fast": (4,)}


def test_a_word_outside_the_scale_is_not_missing_unless_declared(here, instrument, read):
    asked = instrument(2, texts=("桌面整潔", "動作迅速"))
    ledger = read(here / NAMES[0], asked, batteries=BATTERIES, answers=WORDS).ledger
    assert ledger.count("unreadable") == 1


@pytest.mark.parametrize(
    "heads", ["E1|填答時間|P1", "E1|填答時間|填答秒數", "填答時間|IP紀錄|備註"]
)
def test_other_tables_are_not_taken_for_it(top, heads):
    assert recognise(top(heads, "5|4|3")) is None
