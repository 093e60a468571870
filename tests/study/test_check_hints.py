"""What `gapkit check` says before an error: what a file seems to hold, where a source does not find its own."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner

from gapkit.cli import main
from gapkit.errors import IngestError
from gapkit.samples import samples
from gapkit.study import read_study

CENTRE = samples()["call-centre"]

STUDY = """[study]
title = "Sheets"
instrument = "call-monitoring"
unit = "team"

[[source]]
role = "monitor"
files = ["monitor.csv"]
batteries = {{delivery = "{pattern}"}}
agent = "{agent}"
date = "date"

[[contacts]]
files = ["contacts.csv"]
columns = {{day = "{day}"}}
"""


@pytest.fixture
def checked(tmp_path):
    def check(pattern="D{n}", agent="agent", day="day"):
        for name in ("monitor.csv", "contacts.csv"):
            shutil.copy(CENTRE / name, tmp_path)
        path = tmp_path / "study.toml"
        path.write_text(STUDY.format(pattern=pattern, agent=agent, day=day), encoding="utf-8")
        return CliRunner().invoke(main, ["check", str(path)])

    return check


def test_a_battery_that_is_not_found_is_told_what_the_file_seems_to_hold(checked):
    shown = checked(pattern="Q{n}")
    assert shown.exit_code == 2
    assert "monitor.csv seems to hold, for [[source]] 1 (monitor):" in shown.output
    assert 'delivery = "D{n}"' in shown.output


@pytest.mark.parametrize("wrong", [{"agent": "nobody"}, {"day": "Datum"}])
def test_nothing_is_said_of_batteries_where_the_error_is_another(checked, wrong):
    shown = checked(**wrong)
    assert shown.exit_code == 2
    assert "seems to hold" not in shown.output


def test_a_register_s_missing_column_comes_with_the_line_that_names_it(checked):
    shown = checked(day="days")
    assert "Did you mean 'day'?" in shown.output
    assert 'Write columns = {day = "day"} in [[contacts]].' in shown.output


def test_a_missing_column_says_what_it_is_asked_for_and_lists_the_headings(checked):
    shown = checked(agent="nobody")
    assert "there is no column 'nobody' for agent. Headings: 'call', 'date'" in shown.output
    assert "'D4', …." in shown.output  # the sheet has more than the twelve that are named


def test_all_columns_that_registers_lack_are_told_at_once(tmp_path):
    for name in ("contacts", "complaints"):
        (tmp_path / f"{name}.csv").write_text("日期,組別\n2026-07-01,甲\n", encoding="utf-8")
    study = tmp_path / "study.toml"
    study.write_text(
        '[study]\ninstrument = "call-monitoring"\nwave = {value = "2026Q3"}\n'
        '[[source]]\nrole = "customer"\nfiles = ["customers.csv"]\nbatteries = {perception = {w1 = "P1"}}\n'
        '[[contacts]]\nfiles = ["contacts.csv"]\n[[complaints]]\nfiles = ["complaints.csv"]\n',
        encoding="utf-8",
    )
    shutil.copy(CENTRE / "customers.csv", tmp_path)
    with pytest.raises(IngestError) as told:
        read_study(study).run()
    assert 'columns = {received = "its heading"} in [[complaints]].' in str(told.value)
    lacking = {(p.where, p.what.rpartition(" ")[2].rstrip(".")) for p in told.value.problems}
    assert lacking == {
        ("contacts.csv", "day"), ("contacts.csv", "contacts"), ("complaints.csv", "received"),
    }  # fmt: skip
