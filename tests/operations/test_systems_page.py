"""The page docs/systems.md says what the code does: its registers, tables and study files are tried.

So is the study file that the README shows of a department.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from gapkit.operations.agenda import AGENDA_COLUMNS
from gapkit.operations.calendar import CALENDAR_COLUMNS
from gapkit.operations.complaints.follow_up import FUNNEL_COLUMNS, OVERDUE_COLUMNS
from gapkit.operations.complaints.recovery import RECOVERY_COLUMNS, STEP_COLUMNS
from gapkit.operations.complaints.weekly import WEEKLY_COLUMNS
from gapkit.operations.due import DEFAULT_RULES
from gapkit.operations.logs.contacts import CONTACT_COLUMNS
from gapkit.operations.logs.duty import CASE_COLUMNS, DUTY_COLUMNS
from gapkit.operations.monitoring.agents import MONITORING_COLUMNS
from gapkit.operations.monitoring.limits import LIMIT_COLUMNS
from gapkit.operations.monitoring.monitors import MONITOR_COLUMNS
from gapkit.operations.monitoring.sheets import SHEET_COLUMNS
from gapkit.operations.promises.campaigns import CAMPAIGN_COLUMNS
from gapkit.operations.promises.copy_review import REVIEW_COLUMNS
from gapkit.operations.promises.guarantee import GUARANTEE_COLUMNS, RULE_COLUMNS
from gapkit.operations.registers import REGISTERS
from gapkit.operations.training.effect import EFFECT_COLUMNS
from gapkit.operations.training.plan import TRAINING_COLUMNS
from gapkit.operations.zeros.aims import MEASURES
from gapkit.operations.zeros.table import ZERO_COLUMNS
from gapkit.samples import samples
from gapkit.study import read_study

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "systems.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
(OF_DEPARTMENT,) = re.findall(
    r"^## A customer-service department\n(.*?)^## ", README, re.MULTILINE | re.DOTALL
)
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE + OF_DEPARTMENT, re.DOTALL)
TABLES = {
    "monitoring": MONITORING_COLUMNS, "monitors": MONITOR_COLUMNS, "limits": LIMIT_COLUMNS,
    "check_sheets": SHEET_COLUMNS, "training": TRAINING_COLUMNS, "training_effect": EFFECT_COLUMNS, "contacts": CONTACT_COLUMNS,
    "duty": DUTY_COLUMNS, "hard_cases": CASE_COLUMNS, "guarantee": GUARANTEE_COLUMNS,
    "guarantee_rules": RULE_COLUMNS, "campaigns": CAMPAIGN_COLUMNS, "copy_review": REVIEW_COLUMNS,
    "complaints": WEEKLY_COLUMNS, "recovery": RECOVERY_COLUMNS, "recovery_steps": STEP_COLUMNS,
    "funnel": FUNNEL_COLUMNS, "overdue": OVERDUE_COLUMNS, "zeros": ZERO_COLUMNS,
    "calendar": CALENDAR_COLUMNS, "agenda": AGENDA_COLUMNS,
}  # fmt: skip
BY_DIMENSION = ("check_sheets",)
"""Tables whose columns differ by questionnaire: one a dimension."""

HEAD = """[study]
title = "A page of the guide"
instrument = "call-monitoring"
wave = "quarter"
unit = "team"
"""
SURVEY = """
[[source]]
role = "customer"
files = ["customers.csv"]
outcomes = {recommend = "nps"}
batteries = {perception = {w1 = "P1"}}
submitted = "submitted"
"""


def cells(first: str) -> list[str]:
    """Return the cells of the table row on the page whose first cell is `first`."""
    (row,) = re.findall(rf"^\| `{re.escape(first)}` \|(.*)\|$", PAGE, re.MULTILINE)
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row)]


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_feeds_tables_that_there_are(name: str) -> None:
    fed = re.findall(r"`(\w+)`", cells(f"[[{name}]]")[-1])
    assert fed
    assert set(fed) <= set(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_its_columns_in_their_order(table: str) -> None:
    assert tuple(re.findall(r"`(\w+)`", cells(table)[-1])) == TABLES[table]


def test_no_register_and_no_table_is_left_out_or_made_up() -> None:
    said = set(re.findall(r"^\| `\[\[(\w+)\]\]` \|", PAGE, re.MULTILINE))
    assert said == set(REGISTERS)
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == {*TABLES, *BY_DIMENSION}


def test_every_rule_of_the_calendar_is_told_with_its_day() -> None:
    rules = re.findall(r"^\| .* \| (.*) \| .* \| `(\w+)` \|$", PAGE, re.MULTILINE)
    assert [duty for _, duty in rules] == [rule.duty for rule in DEFAULT_RULES]
    for (when, _), rule in zip(rules, DEFAULT_RULES, strict=True):
        assert ("Friday" in when) == (rule.weekday == "fri")
        assert re.findall(r"\d+", when) == ([str(rule.before_day)] if rule.before_day else [])
        assert ("each month" in when) == (rule.every == "month")
        assert ("June" in when) == (rule.every == "half-year")


def test_every_measure_of_the_zeros_is_told() -> None:
    (rest,) = re.findall(r"\| zero \| `measure`(.*?)\n\n", PAGE, re.DOTALL)
    assert set(re.findall(r"`(\w+)`", rest)) - {"value"} == set(MEASURES)


@pytest.mark.parametrize("block", BLOCKS, ids=[b.splitlines()[0] for b in BLOCKS])
def test_what_the_page_writes_into_a_study_is_read_without_a_mistake(
    block: str, tmp_path: Path
) -> None:
    for name in ("customers", "monitor", "complaints"):
        shutil.copy(samples()["bank"] / "call-centre" / f"{name}.csv", tmp_path)
    of_study = block.startswith("[study]\n")
    keys = block.removeprefix("[study]\n") if of_study else ""
    text = HEAD + keys + SURVEY + ("" if of_study else block)
    path = tmp_path / "study.toml"
    path.write_text(text, encoding="utf-8")
    assert read_study(path).title == "A page of the guide"
