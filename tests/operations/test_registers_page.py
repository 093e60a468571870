"""The page docs/registers.md says what the code does: columns, types, and examples that are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gapkit.ingest.asked import Wave
from gapkit.ingest.register import Register
from gapkit.ingest.source import Source
from gapkit.operations.registers import REGISTERS
from gapkit.study import read_study
from gapkit.study.template import write_draft

PAGE = (Path(__file__).parents[2] / "docs" / "registers.md").read_text(encoding="utf-8")
SECTIONS = dict(
    re.findall(r"^## `\[\[(\w+)\]\]`\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
)
TYPES = {
    "text": "text", "day": "day", "moment": "moment", "period": "period", "count": "count",
    "amount": "amount", "yes": "yes or no",
}  # fmt: skip
"""Kind of a field → what the page calls it."""


def rows(name: str) -> list[list[str]]:
    found = re.findall(r"^\| (`\w+`\*? \|.*) \|$", SECTIONS[name], re.MULTILINE)
    return [[cell.strip() for cell in row.split("|")] for row in found]


def example(name: str) -> str:
    (block,) = re.findall(r"```\n(.*?)```", SECTIONS[name], re.DOTALL)
    return str(block)


def test_every_register_has_a_section() -> None:
    assert set(SECTIONS) == set(REGISTERS)


@pytest.mark.parametrize("name", REGISTERS)
def test_a_line_for_each_column_says_its_type_and_what_a_blank_means(name: str) -> None:
    lines = rows(name)
    said = [(column, kind) for column, kind, *_ in lines]
    fields = REGISTERS[name].fields
    assert said == [(f"`{f.name}`{'*' * f.required}", TYPES[f.kind]) for f in fields]
    assert all(len(line) == 4 and all(line) for line in lines)


@pytest.mark.parametrize("name", REGISTERS)
def test_where_a_column_must_be_there_a_blank_cell_sets_the_row_aside(name: str) -> None:
    required = {f"`{f.name}`*" for f in REGISTERS[name].fields if f.required}
    aside = {line[0] for line in rows(name) if line[3] == "the row is set aside"}
    assert aside == required


@pytest.mark.parametrize("kind", TYPES.values())
def test_every_type_is_told(kind: str) -> None:
    assert f"\n| {kind} | " in PAGE


@pytest.mark.parametrize("name", REGISTERS)
def test_an_example_is_read_whole(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_text(example(name), encoding="utf-8")
    form = REGISTERS[name]
    wave = Wave(column="quarter")
    read = Register(name, (Source(name, (path,)),), form.fields, form.dated, "team", wave).read()
    found = form.checked(read)
    assert len(found.frame) == 4
    assert {f.kind for f in found.findings if f.fault or f.kind == "unreadable"} == set()
    assert found.columns[path.name].unused == ()


def test_columns_in_chinese_are_mapped_as_the_page_shows(tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    for heading, names in (("customers", "P1"), ("進線", "日期,類別,進線數,當日結案")):
        cells = ",".join("2" for _ in names.split(",")[1:])
        row = "5" if heading == "customers" else f"115/07/01,{cells}"
        (tmp_path / f"{heading}.csv").write_text(f"{names}\n{row}\n", encoding="utf-8")
    study = tmp_path / "study.toml"
    study.write_text(
        '[study]\ninstrument = "call-monitoring"\n[[source]]\nfiles = ["customers.csv"]\n'
        'batteries = {perception = {w1 = "P1"}}\n' + block.replace(".xlsx", ".csv"),
        encoding="utf-8",
    )
    read = read_study(study).department.registers["contacts"].read()
    assert read.frame["contacts"].tolist() == [2.0]
    assert str(read.frame["day"].iloc[0].date()) == "2026-07-01"


def test_the_sheet_of_the_page_is_drafted_and_read_as_the_page_says(tmp_path: Path) -> None:
    """Two monitors score call T001, which is one check; the fourth row's error is critical."""
    (block,) = re.findall(r"```\n(監聽日期.*?)```", PAGE, re.DOTALL)
    (tmp_path / "sheet.csv").write_text(block, encoding="utf-8")
    write_draft(tmp_path / "sheet.csv", tmp_path / "my")
    study = tmp_path / "my" / "study.toml"
    text = study.read_text(encoding="utf-8")
    study.write_text(text.replace("# critical", "critical"), encoding="utf-8")
    made = read_study(study).run().results["monitoring"].frame
    of_agents = made[made["agent"] != "all"].set_index("agent")
    assert of_agents["checks"].to_dict() == {"A01": 1, "A07": 1, "A08": 1}
    assert of_agents["critical_errors"].to_dict() == {"A01": 0, "A07": 0, "A08": 1}
