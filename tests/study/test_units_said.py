"""What a run says of units, waves and questionnaires that do not fit together."""

from pathlib import Path

import pandas as pd
import pytest

from gapkit.study import read_study

INSTRUMENT = """\
[instrument]
name = "one"
scale = {low = 1, high = 7}
[[dimension]]
id = "service"
[[item]]
id = "quick"
n = 1
dimension = "service"
"""

STUDY = """\
[study]
title = "Branches"
instrument = "instrument.toml"
wave = "quarter"
unit = "branch"
[population]
files = ["branches.csv"]
[[source]]
role = "customer"
files = ["customers.csv"]
batteries = {expectation = "E{n}", perception = "P{n}"}
[[source]]
role = "manager"
files = ["managers.csv"]
batteries = {belief = "M{n}"}
"""

FILES = {
    "instrument.toml": INSTRUMENT,
    "study.toml": STUDY,
    "customers.csv": "quarter,branch,E1,P1\n"
    + "".join(f"2026Q{q},{b},7,{p}\n" for q in (1, 2) for b in ("North", "South") for p in (3, 4)),
    "managers.csv": "branch,M1\nNorth,4\nSuoth,5\n",
    "branches.csv": "quarter,branch,customers,sent\n"
    "2026Q1,North,90,1\n2026Q1,South,90,9\n2026Q2,North,90,9\n2026Q2,South,90,9\n",
}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "study.toml"


def test_units_that_do_not_meet_are_findings_and_notes_of_the_ledger(study):
    run = read_study(study).run()
    said = run.findings()
    for text in (
        "1 of the units (branch) that others name have no rows of customer: Suoth ≈ South?",
        "1 of the units (branch) that others name have no rows of manager: South ≈ Suoth?",
        "more answered than were sent a questionnaire: North 2026Q1 (2 of 1)",
    ):
        assert [line for line in said if text in line]
    index = run.report(study.parent / "out")
    notes = pd.read_csv(index.parent / "ledger.csv")["detail"].astype(str)
    assert notes.str.contains("no rows of manager: South").any()
    assert notes.str.contains("no column 'quarter': counts in every wave").any()


def test_a_limited_run_speaks_of_its_waves_alone(study):
    said = read_study(study).run(waves=["2026Q2"]).findings()
    assert not [line for line in said if "more answered" in line]
    assert [line for line in said if "no rows of manager: South" in line]
