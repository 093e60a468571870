"""A study of registers alone, without a survey: its tables, its report, and what it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gapkit.errors import StudyError
from gapkit.study import read_study
from gapkit.study.check import check_study

if TYPE_CHECKING:
    from pathlib import Path

STUDY = """[study]
title = "Desk"
instrument = "servperf"
wave = "quarter"
unit = "branch"
language = "{language}"
[operations]
as_of = 2026-09-30
calendar = true
[[complaints]]
files = ["complaints.csv"]
"""
COMPLAINTS = "id,received,branch,answered,recovered\n" + "".join(
    f"{n},2026-{6 + n % 3:02}-{n:02},North,2026-{6 + n % 3:02}-{n + 1:02},\n" for n in range(1, 25)
)


def study(folder: Path, text: str = STUDY, language: str = "en") -> Path:
    (folder / "complaints.csv").write_text(COMPLAINTS)
    (folder / "study.toml").write_text(text.replace("{language}", language))
    return folder / "study.toml"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Nobody was asked."), ("zh-Hant", "本次沒有問卷資料。")],
)
def test_the_report_tells_of_the_records(tmp_path: Path, language: str, said: str) -> None:
    run = read_study(study(tmp_path, language=language)).run()
    assert {"complaints", "funnel", "overdue", "calendar"} <= set(run.results)
    weekly = run.results["complaints"].frame
    assert weekly.loc[weekly["unit"] == "all", "received"].sum() == 24
    page = run.report(tmp_path / "out").read_text(encoding="utf-8")
    assert said in page
    assert (tmp_path / "out" / "results.xlsx").is_file()


def test_a_check_shows_the_registers(tmp_path: Path) -> None:
    lines, clean = check_study(read_study(study(tmp_path)))
    assert "  rows: 24 read, 24 used" in lines
    assert clean


def test_waves_are_those_of_the_rows(tmp_path: Path) -> None:
    whole = read_study(study(tmp_path))
    weekly = whole.run(["2026Q2"]).results["complaints"].frame
    # n % 3 == 0 puts a third of the 24 in June
    assert weekly.loc[weekly["unit"] == "all", "received"].sum() == 8
    with pytest.raises(StudyError, match="no rows are of the wave 2031Q1"):
        whole.run(["2031Q1"])


def test_neither_a_survey_nor_a_register_is_nothing_to_report(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"there is no \[\[source\]\], and no register"):
        read_study(study(tmp_path, STUDY.partition("[[complaints]]")[0]))
