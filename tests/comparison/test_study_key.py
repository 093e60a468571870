"""The key `history` of a study: stored waves by the folder of their report."""

from __future__ import annotations

import pytest

from gapkit.errors import StudyError
from gapkit.study import read_study
from gapkit.tally import save_tally

from .made import EVERYBODY, QUESTIONS, answers, row, survey

STUDY = """
[study]
title = "Two waves"
instrument = "two.toml"
wave = "quarter"
unit = "branch"
segments = ["channel"]
history = {history}

[[source]]
role = "customer"
files = ["now.csv"]
batteries = {{expectation = "E{{n}}", perception = "P{{n}}"}}
"""


@pytest.fixture
def folder(rng, tmp_path):
    frame = answers(rng, 60)
    (tmp_path / "two.toml").write_text(QUESTIONS, encoding="utf-8")
    frame[frame["quarter"] == "2026Q2"].to_csv(tmp_path / "now.csv", index=False)
    older = survey(frame[frame["quarter"] == "2026Q1"])
    (tmp_path / "2026Q1" / "tally").mkdir(parents=True)
    save_tally(older.tally(("channel",)), tmp_path / "2026Q1" / "tally" / "tally.parquet")
    return tmp_path, survey(frame).trends().frame


@pytest.mark.parametrize("named", ["2026Q1", "2026Q1/tally", "2026Q1/tally/tally.parquet"])
def test_a_wave_is_remembered_by_its_folder(folder, named):
    path, whole = folder
    study = path / "study.toml"
    study.write_text(STUDY.format(history=f'["{named}"]'), encoding="utf-8")
    found = row(read_study(study).survey.trends().frame, **EVERYBODY)
    expected = row(whole, **EVERYBODY)
    assert found["change"] == expected["change"]
    assert found["p"] == expected["p"]


def test_a_folder_without_a_tally_is_told_with_its_line(folder):
    path, _ = folder
    study = path / "study.toml"
    study.write_text(STUDY.format(history='["2025Q4"]'), encoding="utf-8")
    with pytest.raises(StudyError, match=r"history = '2025Q4': there is no stored tally"):
        read_study(study)
