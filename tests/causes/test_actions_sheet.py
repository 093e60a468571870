"""The sheet of actions: written, filled in by people, read back, and judged in the next wave."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from gapkit.errors import ReportError, StudyError
from gapkit.report.action_sheet import KEY, read_actions
from gapkit.report.content import Content
from gapkit.report.tables import csv_bytes
from gapkit.report.workbook import write_workbook
from gapkit.study import read_study
from gapkit.wording import LANGUAGES, words

from . import two_waves

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# openpyxl has no data bars of Excel 2010 and says so
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

FILLED = {"owner": "Lin", "due": "2026-09-30", "measure": "Second counter at noon"}


def content(language: str = "en") -> Content:
    """The first wave's gaps and actions, as a report has them."""
    survey = two_waves.survey().using(language=language).limited(["2026Q1"])
    gaps = survey.gaps()
    results = {"gaps": gaps, "actions": survey.actions(tables={"gaps": gaps})}
    ledger = pd.DataFrame(
        columns=["role", "file", "column", "kind", "count", "records", "detail"], dtype=object
    )
    return Content(
        "Made", language, survey.instrument, survey.options, results, ledger, {}
    ).published()


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("book") / "results.xlsx"
    write_workbook(content(request.param), path)
    return path


@pytest.fixture
def english(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("book") / "results.xlsx"
    write_workbook(content(), path)
    return path


def sheet_of(book: openpyxl.Workbook):
    return next(s for s in book if any(c.value == KEY for c in s[1]))


def column(sheet, name: str) -> int:
    headings = {KEY}
    if name != KEY:
        headings = {words(language)(f"report.actions.{name}") for language in LANGUAGES}
    return next(c.column for c in sheet[1] if c.value in headings)


def edited(path: Path, edit: Callable[..., None], name: str = "filled.xlsx") -> Path:
    """Save the workbook again with openpyxl, as a spreadsheet would."""
    book = openpyxl.load_workbook(path)
    edit(sheet_of(book))
    out = path.parent / name
    book.save(out)
    return out


def fill(sheet, row: int, **texts: str) -> None:
    for name, text in {**FILLED, **texts}.items():
        sheet.cell(row, column(sheet, name)).value = text


def row_of(sheet, key: str, segment: str = "all") -> int:
    place = column(sheet, KEY)
    cells = [(r, str(sheet.cell(r, place).value)) for r in range(2, sheet.max_row + 1)]
    return next(r for r, text in cells if f'"{key}"' in text and f'"{segment}"' in text)


def test_each_certain_shortfall_has_a_row_with_room_to_write(written):
    sheet = sheet_of(openpyxl.load_workbook(written))
    say = words("zh-Hant" if sheet.title == "改善措施" else "en")
    assert sheet.title == say("report.workbook.sheet.actions")
    frame = content(say.language).results["actions"].frame
    acted = frame[frame["advice"] == "act"]
    assert sheet.max_row == 1 + len(acted) > 4
    # dimensions of everybody come first, by rank
    place = column(sheet, "what")
    assert sheet.cell(2, place).value == "Fast"
    assert [sheet.cell(2, column(sheet, n)).value for n in FILLED] == [None, None, None]
    hidden = sheet.column_dimensions[sheet.cell(1, column(sheet, KEY)).column_letter]
    assert hidden.hidden


def test_what_was_written_comes_back_with_full_precision(written):
    frame = content().results["actions"].frame
    fast = frame[(frame["key"] == "fast") & (frame["segment"] == "all")].iloc[0]
    path = edited(written, lambda sheet: fill(sheet, row_of(sheet, "fast")))
    found = read_actions(path, "made")
    (taken,) = found.taken
    assert (taken.owner, taken.due, taken.measure) == tuple(FILLED.values())
    for name in ("estimate", "se", "mean_left", "mean_right", "without_action", "average"):
        assert getattr(taken.baseline, name) == fast[name]
    assert (taken.baseline.wave, taken.baseline.segment) == ("2026Q1", "all")
    assert found.untouched == sheet_of(openpyxl.load_workbook(path)).max_row - 2
    assert found.without_key == found.altered == ()


def test_rows_may_be_sorted_and_left_out_and_columns_put_in(english):
    def edit(sheet) -> None:
        fill(sheet, row_of(sheet, "fast"))
        rows = [[c.value for c in row] for row in sheet.iter_rows(2)][::-1]
        for r, row in enumerate(rows, 2):
            for c, value in enumerate(row, 1):
                sheet.cell(r, c).value = value
        sheet.delete_rows(2)
        sheet.insert_cols(3)
        sheet.cell(1, 3).value = "Our own notes"

    (taken,) = read_actions(edited(english, edit), "made").taken
    assert (taken.baseline.key, taken.owner) == ("fast", "Lin")


def test_a_date_and_a_number_are_read_as_written(english):
    from datetime import date

    def edit(sheet) -> None:
        fill(sheet, 2, due=date(2026, 9, 30), owner=7)

    (taken,) = read_actions(edited(english, edit), "made").taken
    assert (taken.due, taken.owner) == ("2026-09-30", "7")


def test_rows_without_a_key_and_altered_keys_are_named(english):
    def edit(sheet) -> None:
        place = column(sheet, KEY)
        for row in (2, 3, 4):
            fill(sheet, row)
        sheet.cell(3, place).value = None
        sheet.cell(4, place).value = str(sheet.cell(4, place).value).replace("2026Q1", "2025Q1")
        fill(sheet, sheet.max_row + 1)

    path = edited(english, edit)
    found = read_actions(path, "made")
    last = sheet_of(openpyxl.load_workbook(path)).max_row
    assert len(found.taken) == 1
    assert (found.without_key, found.altered) == ((3, last), (4,))
    said = two_waves.survey().did_it_work(path).summary()
    assert "filled.xlsx, sheet of actions: 2 rows were filled in but have no key" in said
    assert f"(row 3, {last})" in said
    assert "altered (row 4)" in said


def test_a_sheet_that_nobody_filled_in_says_so(english):
    result = two_waves.survey().did_it_work(english)
    assert result.frame.empty
    assert "nobody filled in owner, due date or measure" in result.summary()


def test_without_a_later_wave_it_says_so(english):
    path = edited(english, lambda sheet: fill(sheet, 2))
    result = two_waves.survey().limited(["2026Q1"]).did_it_work(path)
    assert result.frame.empty
    assert "there is no wave after 2026Q1" in result.summary()


def test_text_never_becomes_a_formula(english, tmp_path):
    """What a formula shows is read; hostile texts go on as texts, guarded in CSV."""
    hostile = '=HYPERLINK("http://x.test")'

    def edit(sheet) -> None:
        fill(sheet, row_of(sheet, "fast"), measure="+cmd|' /C calc'!A0", owner="@SUM(A1)")
        cell = sheet.cell(row_of(sheet, "fast"), column(sheet, "due"))
        cell.value, cell.data_type = hostile, "s"

    path = edited(english, edit)
    result = two_waves.survey(gain=0.8).did_it_work(path)
    row = result.frame.iloc[0]
    assert (row["due"], row["owner"], row["measure"]) == (hostile, "@SUM(A1)", "+cmd|' /C calc'!A0")
    lines = csv_bytes(result.frame).decode("utf-8-sig")
    for text in ("'=HYPERLINK", "'@SUM(A1)", "'+cmd|"):
        assert text in lines
    sheet = sheet_of(openpyxl.load_workbook(english))
    label = sheet.cell(row_of(sheet, "warm"), column(sheet, "what"))
    assert (label.value, label.data_type) == ("=warm()", "s")
    again = tmp_path / "next.xlsx"
    made = content()
    write_workbook(
        Content(made.title, "en", made.instrument, made.options, {**made.results, "did_it_work": result},
                made.ledger, {}),
        again,
    )  # fmt: skip
    with zipfile.ZipFile(again) as archive:
        sheets = [n for n in archive.namelist() if "worksheets/sheet" in n]
        xml = "".join(archive.read(n).decode() for n in sheets)
    assert "<f>" not in xml


def test_an_owner_that_is_a_formula_counts_as_what_it_shows(english):
    path = edited(english, lambda sheet: fill(sheet, 2, owner="=1+1", due="", measure=""))
    # openpyxl stores no result, as a spreadsheet would: the cell shows nothing
    assert read_actions(path, "made").taken == ()


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda sheet: sheet.delete_cols(column(sheet, KEY)), "no sheet has the hidden column"),
        (lambda sheet: sheet.parent.remove(sheet), "no sheet has the hidden column"),
        (
            lambda sheet: setattr(sheet.cell(1, column(sheet, "owner")), "value", "Who?"),
            "there is no column 'Owner' or '權責單位'",
        ),
    ],
)
def test_a_sheet_that_cannot_be_read_says_why(english, edit, said):
    path = edited(english, edit)
    with pytest.raises(ReportError, match=r"filled\.xlsx") as caught:
        read_actions(path, "made")
    assert said in str(caught.value)


def test_another_questionnaire_is_refused(english):
    path = edited(english, lambda sheet: fill(sheet, 2))
    other = two_waves.survey(instrument=two_waves.questionnaire("other"))
    with pytest.raises(ReportError, match="questionnaire 'made'; the study asks 'other'"):
        other.did_it_work(path)


def test_a_file_that_is_none_or_no_workbook_is_refused(tmp_path):
    with pytest.raises(ReportError, match="there is no such file"):
        read_actions(tmp_path / "none.xlsx", "made")
    (tmp_path / "text.xlsx").write_text("not a workbook")
    with pytest.raises(ReportError, match="no workbook"):
        read_actions(tmp_path / "text.xlsx", "made")


def test_a_gain_worked_and_no_gain_did_not(english):
    def edit(sheet) -> None:
        fill(sheet, row_of(sheet, "fast"))
        fill(sheet, row_of(sheet, "warm"), measure="")

    path = edited(english, edit)
    result = two_waves.survey(gain=0.8).did_it_work(path)
    rows = result.frame.set_index("key")
    assert rows.loc["fast", "verdict"] == "worked"
    assert rows.loc["warm", "verdict"] == "not told"
    assert rows.loc["fast", "change_right"] > 0.4
    assert "Of 2 actions, 1 worked and 0 turned out worse; of 1 it is not told." in result.summary()
    plain = two_waves.survey().did_it_work(path).frame.set_index("key")
    assert plain.loc["fast", "verdict"] == "not told"


def test_a_run_reads_last_waves_report_and_writes_the_next(tmp_path):
    """From one report to the next by nothing but the study file."""
    two_waves.frame(gain=0.8).to_csv(tmp_path / "answers.csv", index=False)
    (tmp_path / "made.toml").write_text(INSTRUMENT, encoding="utf-8")
    study = tmp_path / "study.toml"
    study.write_text(STUDY, encoding="utf-8")
    first = read_study(study).run(["2026Q1"]).report(tmp_path / "2026Q1").parent
    path = edited(first / "results.xlsx", lambda sheet: fill(sheet, row_of(sheet, "fast")))
    study.write_text(STUDY.replace("[study]", '[study]\nactions = "2026Q1/filled.xlsx"'))
    run = read_study(study).run(["2026Q2"])
    assert run.results["did_it_work"].frame["verdict"].tolist() == ["worked"]
    assert not [line for line in run.findings() if "filled.xlsx" in line]
    page = run.report(tmp_path / "2026Q2").read_text(encoding="utf-8")
    assert "What became of last time" in page
    assert "1 worked and 0 turned out worse" in page
    assert "What to do first" in page
    assert path.is_file()
    # a row whose key is gone is told by the run, too
    edited(path, lambda sheet: fill(sheet, sheet.max_row + 1), "filled.xlsx")
    findings = read_study(study).run(["2026Q2"]).findings()
    assert any("no key in the hidden column" in line for line in findings)


def test_a_study_that_names_no_such_file_is_told_with_its_line(tmp_path):
    two_waves.frame().to_csv(tmp_path / "answers.csv", index=False)
    (tmp_path / "made.toml").write_text(INSTRUMENT, encoding="utf-8")
    study = tmp_path / "study.toml"
    study.write_text(STUDY.replace("[study]", '[study]\nactions = "nowhere.xlsx"'))
    with pytest.raises(StudyError, match=r"study.toml:3.*no such file.*results.xlsx"):
        read_study(study)


def test_libreoffice_loses_nothing(english):
    office = shutil.which("soffice")
    if office is None:
        if "office" in os.environ.get("GAPKIT_REQUIRE", ""):
            pytest.fail("GAPKIT_REQUIRE asks for an office program, but there is no soffice")
        pytest.skip("no office program: soffice is missing")
    path = edited(english, lambda sheet: fill(sheet, row_of(sheet, "fast")))
    out = path.parent / "office"
    command = [office, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert read_actions(out / path.name, "made") == read_actions(path, "made")


INSTRUMENT = """
[instrument]
name = "made"
scale = {low = 1, high = 7}
""" + "".join(
    f'[[dimension]]\nid = "{key}"\nlabel = "{label}"\n' for key, label in two_waves.LABELS.items()
) + "".join(
    f'[[item]]\nid = "i{n + 1}"\nn = {n + 1}\ndimension = "{list(two_waves.LABELS)[n // 2]}"\n'
    for n in range(6)
)  # fmt: skip

STUDY = """
[study]
title = "Made"
instrument = "made.toml"
wave = "wave"
segments = ["branch"]

[[source]]
role = "customer"
files = ["answers.csv"]
batteries = {expectation = "E{n}", perception = "P{n}"}
outcomes = {overall = "overall"}
"""
