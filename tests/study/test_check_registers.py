"""`gapkit check` on registers: rows, columns found and lacking, sheets; names of staff are not told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gapkit.study import read_study
from gapkit.study.check import check_study

if TYPE_CHECKING:
    from pathlib import Path

STUDY = """[study]
title = "Desk"
instrument = "servperf"
unit = "branch"
[operations]
calendar = true
[[source]]
role = "customer"
files = ["customers.csv"]
batteries = {perception = "P{n}"}
[[source]]
role = "monitor"
files = ["sheets.csv"]
batteries = {delivery = "D{n}"}
agent = "agent"
monitor = "monitor"
date = "date"
call = "call"
[[contacts]]
files = ["contacts.csv"]
columns = {contacts = "came"}
"""
CONTACTS = "day,branch,came,closed_same_day,remark\n2026-07-01,North,5,6,x\n2026-07-02,North,-1,,\n"
SHEETS = "branch,date,agent,monitor,call,{items}\n" + "".join(
    f"North,2026-07-0{n},Lin,{who},{n // 2},{{scores}}\n"
    for n, who in ((2, "Wu"), (3, "Ho"), (4, "Wu"))
)


def study(folder: Path, contacts: str = CONTACTS) -> Path:
    items = range(1, 23)
    answers = ",".join("5" for _ in items)
    heads = {b: ",".join(f"{b}{n}" for n in items) for b in "PD"}
    (folder / "customers.csv").write_text(f"branch,{heads['P']}\nNorth,{answers}\n")
    (folder / "sheets.csv").write_text(SHEETS.format(items=heads["D"], scores=answers))
    (folder / "contacts.csv").write_text(contacts)
    (folder / "study.toml").write_text(STUDY)
    return folder / "study.toml"


@pytest.fixture
def lines(tmp_path: Path) -> list[str]:
    found, clean = check_study(read_study(study(tmp_path)))
    assert not clean
    return found


def test_each_register_shows_its_rows_and_what_became_of_them(lines: list[str]) -> None:
    at = lines.index("[[contacts]] contacts.csv")
    assert lines[at + 1 : at + 5] == [
        "  rows: 2 read, 1 used",
        "    1 out of range in came: no whole number of 0 or more: -1 (records 3)",
        "    1 set aside: nothing in came (records 3)",
        (
            "    1 out of range in closed_same_day: more closed on the same day than came: 6 > 5 "
            "(records 2)"
        ),
    ]


def test_columns_found_lacking_and_without_a_use(lines: list[str]) -> None:
    assert "  columns: day, contacts <- came, closed_same_day, branch" in lines
    assert "  no column for: kind, complaints, praise, backlog, backlog_age" in lines
    assert "  columns without a use: remark" in lines


def test_sheets_are_counted_and_nobody_is_named(lines: list[str]) -> None:
    at = lines.index("monitored calls: sheets.csv")
    told = "  agents: 1, monitors: 2, sheets: 3, calls scored by more than one: 1"
    assert lines[at + 2] == told
    assert not any(name in line for line in lines for name in ("Lin", "Wu"))


def test_rules_of_the_calendar(lines: list[str]) -> None:
    said = "calendar: weekly_summary, duty_report, meeting, half_year_summary, year_summary"
    assert said in lines


def test_registers_in_which_nothing_is_odd_are_clean(tmp_path: Path) -> None:
    asked = read_study(study(tmp_path, "day,branch,came\n2026-07-01,North,5\n"))
    found, clean = check_study(asked)
    assert "  rows: 1 read, 1 used" in found
    assert clean


def test_units_that_no_answers_are_of_are_told(tmp_path: Path) -> None:
    path = study(tmp_path, CONTACTS.replace("2026-07-01,North", "2026-07-01,Norht"))
    found, _ = check_study(read_study(path))
    assert any("no answers of the survey are of: Norht ≈ North?" in line for line in found)


def test_tables_by_unit_come_from_the_same_reading(tmp_path: Path) -> None:
    survey = read_study(study(tmp_path)).survey
    assert survey.tally(by="branch") is survey.tally()
