"""Drafts of monitors' sheets, and of surveys with columns that name people: nobody becomes a segment."""

from __future__ import annotations

import random
import tomllib
from collections import Counter

import pytest

from gapkit.ingest.draft.columns import DraftColumn
from gapkit.ingest.draft.people import names_people, sheet_columns
from gapkit.samples import samples
from gapkit.study import read_study
from gapkit.study.template import write_draft

MONITOR = samples()["call-centre"] / "monitor.csv"


def drafted(export, folder):
    write_draft(export, folder)
    text = (folder / "study.toml").read_text(encoding="utf-8")
    return tomllib.loads(text), text


def sheet(path, headings, people):
    """Write a sheet of 40 calls: day, team, two names, five scores, a critical error, a note."""
    draw = random.Random(1)
    lines = [",".join(headings)]
    for k in range(40):
        agent, monitor = people[k % len(people)], ("趙一", "錢二")[k % 2]
        scores = [str(draw.randint(2, 5)) for _ in range(5)]
        day, team = f"115/07/{1 + k % 28:02}", ("房貸", "信用卡")[k % 2]
        cells = [day, team, agent, monitor, *scores, "是" if k == 7 else "否", f"備註{k}"]
        lines.append(",".join(cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_sample_s_sheet_is_drafted_as_its_study_has_it(tmp_path):
    """The study of the sample was written by hand."""
    by_hand = tomllib.loads((MONITOR.parent / "study.toml").read_text(encoding="utf-8"))
    (hand,) = [s for s in by_hand["source"] if s["role"] == "monitor"]
    study, _ = drafted(MONITOR, tmp_path)
    (source,) = study["source"]
    for key in ("role", "agent", "monitor", "date", "call", "batteries"):
        assert source[key] == hand[key]
    assert study["study"]["unit"] == by_hand["study"]["unit"]


def test_a_sheet_in_chinese_is_a_monitor_s_and_names_nobody_in_what_is_written(tmp_path):
    headings = [
        "監聽日期", "組別", "客服人員", "監聽員", "開場", "用語", "態度", "聽懂", "處理", "洩漏個資", "備註",
    ]  # fmt: skip
    people = ["王小明", "李大同", "陳三省", "林四維"]
    study, text = drafted(sheet(tmp_path / "sheet.csv", headings, people), tmp_path / "study")
    source = study["source"][0]
    told = {key: source[key] for key in ("role", "agent", "monitor", "date", "notes")}
    assert told == {"role": "monitor", "agent": "客服人員", "monitor": "監聽員", "date": "監聽日期",
                    "notes": "備註"}  # fmt: skip
    assert source["batteries"] == {"delivery": headings[4:9]}
    assert '# critical = ["洩漏個資"]' in text
    assert study["study"]["segments"] == []
    assert study["study"]["unit"] == "組別"
    run = read_study(tmp_path / "study" / "study.toml").run()
    run.report(tmp_path / "out")
    for path in (tmp_path / "out" / "tables").glob("*.csv"):
        written = path.read_text(encoding="utf-8-sig")
        assert not [name for name in people if name in written], path.name
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert not [name for name in people if name in page]


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (["Date of call", "Agent name", "Evaluator", "Q1"],
         {"agent": "Agent name", "monitor": "Evaluator", "date": "Date of call"}),
        (["monitoring_date", "operator_id", "Call ID", "Comments", "s1"],
         {"agent": "operator_id", "date": "monitoring_date", "call": "Call ID", "notes": "Comments"}),
        (["通話編號", "側聽日期", "專員姓名", "品管人員", "總評"],
         {"agent": "專員姓名", "monitor": "品管人員", "date": "側聽日期", "call": "通話編號"}),
        (["日期", "受評人", "評核人員"], {"agent": "受評人", "monitor": "評核人員", "date": "日期"}),
        (["submitted", "Which agent helped you?", "P1", "P2"], {}),
        (["date", "agent", "branch", "P1"], {}),
        (["日期", "服務人員", "分行", "滿意度"], {}),
    ],
)  # fmt: skip
def test_a_sheet_is_told_by_its_headings(headings, found):
    assert sheet_columns(headings) == found


@pytest.mark.parametrize(
    ("heading", "cells", "person"),
    [
        ("agent", ["A1", "A2"], True),
        ("承辦人", ["甲", "乙"], True),
        ("Shift leader", ["L1", "L2"], True),
        ("Q7: 為您服務的專員是誰？", ["甲", "乙"], True),
        ("Q7", ["王小明", "李大同", "陳三", "林四維"], True),
        ("branch", ["North", "South"], False),
        ("卡別", ["白金卡", "黃金卡", "金卡", "普卡"], False),
        ("區", ["高雄", "金門", "台北", "新竹"], False),
        ("organisation", ["bank", "shop"], False),
    ],
)
def test_columns_of_people_are_told(heading, cells, person):
    assert names_people(DraftColumn(0, heading, heading, Counter(cells))) is person


def test_a_survey_that_says_who_served_gets_no_segment_of_names(tmp_path):
    draw = random.Random(2)
    lines = ["branch,teller,P1,P2,P3"]
    lines += [
        f"{('North', 'South')[k % 2]},T{k % 5},{','.join(str(draw.randint(1, 7)) for _ in range(3))}"
        for k in range(60)
    ]
    export = tmp_path / "survey.csv"
    export.write_text("\n".join(lines) + "\n", encoding="utf-8")
    study, text = drafted(export, tmp_path / "study")
    assert study["source"][0]["role"] == "customer"
    assert study["study"]["segments"] == ["branch"]
    assert 'is no segment (the report would publish them): "teller"' in text
