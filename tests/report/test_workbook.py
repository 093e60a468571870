"""The workbook, read back."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from gapkit.options import Options
from gapkit.report.workbook import FRONT, write_workbook

from .frames import content, gaps_frame, kiosk, ledger_frame, scores_frame

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.report.content import Content

# openpyxl has no data bars of Excel 2010 and says so
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def book_of(made: Content, folder: Path) -> openpyxl.Workbook:
    path = folder / "results.xlsx"
    write_workbook(made.published(), path)
    return openpyxl.load_workbook(path)


def test_a_sheet_a_table_after_one_that_explains(tmp_path: Path) -> None:
    book = book_of(kiosk(), tmp_path)
    assert book.sheetnames == ["Read me", "Gaps", "Scores", "Answers", "Ledger"]
    text = " ".join(str(c.value) for row in book["Read me"] for c in row if c.value)
    assert "falls short of expectations" in text
    for name in book.sheetnames[1:]:
        assert name in text


def test_nine_columns_in_front_and_the_rest_folded(tmp_path: Path) -> None:
    frame = gaps_frame()
    one = frame[(frame["segment"] == "all") & (frame["gap"] == "5") & (frame["level"] == "item")]
    sheet = book_of(content({"gaps": one}, Options()), tmp_path)["Gaps"]
    hidden = hidden_columns(sheet)
    seen = [c.value for c in sheet[1] if c.column not in hidden]
    assert seen == [
        "Item",
        "n",
        "Expectation",
        "Perception",
        "Gap",
        "95 % interval",
        "Adjusted p",
        "Verdict",
        "Against own average",
    ]
    assert len(FRONT["gaps"]) == len(seen)
    assert sheet.max_column == len(one.columns) + 1  # the interval is said once more, in words


def hidden_columns(sheet: object) -> set[int]:
    """openpyxl keeps one entry for a run of equal columns."""
    return {
        place
        for run in sheet.column_dimensions.values()
        if run.hidden
        for place in range(run.min, run.max + 1)
    }


def test_figures_are_full_precision_numbers(tmp_path: Path) -> None:
    frame = gaps_frame()
    sheet = book_of(kiosk(), tmp_path)["Gaps"]
    heads = [c.value for c in sheet[1]]
    place = heads.index("Gap")
    column = [row[place] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert column == frame["estimate"].tolist()
    counts = [row[heads.index("n")] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert counts == frame["n"].tolist()


def test_head_is_frozen_and_filtered(tmp_path: Path) -> None:
    sheet = book_of(kiosk(), tmp_path)["Gaps"]
    assert sheet.freeze_panes == "G2"  # wave, segment, value, gap, level, label stay in sight
    assert sheet.auto_filter.ref == "A1:AM325"


def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    frame = gaps_frame().head(4)
    hostile = ["=1+1", '=HYPERLINK("http://x.test")', "+cmd|' /C calc'!A0", "https://x.test"]
    frame["label"] = hostile
    made = content({"gaps": frame}, Options(), ledger=ledger_frame(), title="=SUM(A1)")
    sheet = book_of(made, tmp_path)["Gaps"]
    place = [c.value for c in sheet[1]].index("Item")
    cells = [row[place] for row in sheet.iter_rows(min_row=2)]
    assert [c.value for c in cells] == hostile
    assert {c.data_type for c in cells} == {"s"}
    assert all(c.hyperlink is None for c in cells)
    with zipfile.ZipFile(tmp_path / "results.xlsx") as archive:
        xml = "".join(
            archive.read(n).decode() for n in archive.namelist() if "worksheets/sheet" in n
        )
    assert "<f>" not in xml


def test_headings_and_words_are_in_the_language_of_the_study(tmp_path: Path) -> None:
    book = book_of(kiosk("zh-Hant"), tmp_path)
    heads = [c.value for c in book["缺口"][1]]
    assert {"題項", "缺口", "95 % 信賴區間", "校正後 p", "判定"} <= set(heads)
    verdicts = {row[heads.index("判定")] for row in book["缺口"].iter_rows(2, values_only=True)}
    assert "未達期望" in verdicts
    assert "shortfall" not in verdicts


def test_equal_results_make_equal_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for path in (first, second):
        write_workbook(kiosk(), path)
    assert first.read_bytes() == second.read_bytes()


def test_undefined_is_an_empty_cell_with_its_reason(tmp_path: Path) -> None:
    frame = gaps_frame().head(1)
    frame["n"] = frame["n_left"] = frame["n_right"] = 3
    sheet = book_of(content({"gaps": frame}, Options()), tmp_path)["Gaps"]
    cells = dict(zip((c.value for c in sheet[1]), (c.value for c in sheet[2]), strict=True))
    assert cells["Gap"] is None
    assert cells["n"] == 3
    assert cells["Why blank"] == "too few people to show"


def test_perception_alone(tmp_path: Path) -> None:
    frame = scores_frame()
    book = book_of(
        content({"scores": frame[frame["battery"] == "perception"]}, Options()), tmp_path
    )
    assert book.sheetnames == ["Read me", "Scores", "Ledger"]
