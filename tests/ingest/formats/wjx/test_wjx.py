"""Workbooks of 问卷星; layout: reportgen's example files "[问卷星数据]800_800_0.xls" and "_2.xls"."""

from __future__ import annotations

import pytest

from gapkit.ingest import Screening
from gapkit.ingest.formats.wjx import recognise

WORDS = {"非常同意": 5, "同意": 4, "一般": 3, "不同意": 2}
BATTERIES = {"expectation": "第2题({text})", "perception": "第3题({text})"}
OWN = "序号|提交答卷时间|所用时间|来源|来源详情|来自IP"
ROW = "1|2026/7/1 9:03:10|186秒|微信||"


@pytest.mark.parametrize("name", ["wjx_text.xlsx", "wjx_index.xlsx"])
def test_words_and_indices_of_the_same_people_are_the_same_answers(
    name, here, instrument, read, by_battery, taken_for
):
    asked = instrument(2, texts=("桌面整洁", "动作快"))
    answers = read(here / name, asked, batteries=BATTERIES, answers=WORDS)
    assert taken_for(answers) == ["wjx"]
    assert by_battery(answers) == {
        "expectation": [[5, 4, 5], [4, 4, 5]],
        "perception": [[3, 2, 4], [4, None, 3]],
    }
    assert answers.ledger.count("missing", "第3题(动作快)") == 1
    assert answers.ledger.clean


def test_time_spans_in_seconds_are_known(here, instrument, read, aside):
    asked = instrument(2, texts=("桌面整洁", "动作快"))
    rule = Screening(duration_seconds=(100, None))
    answers = read(
        here / "wjx_text.xlsx", asked, batteries=BATTERIES, answers=WORDS, screening=rule
    )
    assert aside(answers) == {"too_fast": (4,)}


def test_skipped_codes_are_those_of_the_export_by_index(top):
    by_index = recognise(top(f"{OWN}|第2题(a)", f"{ROW}|5", f"{ROW}|-3"))
    by_text = recognise(top(f"{OWN}|第2题(a)", f"{ROW}|同意", f"{ROW}|(跳过)"))
    assert "-3" in by_index.missing
    assert "-3" not in by_text.missing


@pytest.mark.parametrize("heading", ["1、您去的网点", "1：您去的网点 ", "1、 您去的网点"])
def test_numbered_questions(top, heading):
    assert recognise(top(f"{OWN}|{heading}", f"{ROW}|北区")).texts[6] == "您去的网点"


@pytest.mark.parametrize(
    "heads", ["序号|E1|P1", "提交答卷时间|所用时间|E1", "序号|提交答卷时间|E1"]
)
def test_other_tables_are_not_taken_for_it(top, heads):
    assert recognise(top(heads, "1|5|4")) is None
