"""The workbook, read back."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from gapkit.options import Options
from gapkit.report.native import native_charts
from gapkit.report.workbook import FRONT, filled_workbook, pack, write_workbook
from gapkit.report.workbook.charts import LABEL

from .frames import content, gaps_frame, kiosk, ledger_frame, result, scores_frame
from .hostile import big, hostile
from .office import as_pdf, pages

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.report.content import Content

STORED = 1e-14
"""A workbook stores 16 digits of a number."""

# openpyxl has no data bars of Excel 2010 and says so
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def book_of(made: Content, folder: Path) -> openpyxl.Workbook:
    path = folder / "results.xlsx"
    write_workbook(made.published(), path)
    return openpyxl.load_workbook(path)


def test_a_sheet_a_table_after_one_that_explains(tmp_path: Path) -> None:
    book = book_of(kiosk(), tmp_path)
    assert book.sheetnames == ["Read me", "Charts", "Gaps", "Scores", "Answers", "Ledger"]
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
    assert len(FRONT["gaps"]) + 1 == len(seen)
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
    assert {"題項", "缺口", "95% 信賴區間", "校正後 p", "判定"} <= set(heads)
    verdicts = {row[heads.index("判定")] for row in book["缺口"].iter_rows(2, values_only=True)}
    assert "未達期望" in verdicts
    assert "shortfall" not in verdicts


def test_equal_results_make_equal_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for path in (first, second):
        write_workbook(kiosk(), path)
    assert first.read_bytes() == second.read_bytes()


def test_what_keeps_it_from_being_written_is_the_systems_own_error(tmp_path: Path) -> None:
    book = filled_workbook(kiosk(), tmp_path / "missing" / "results.xlsx")
    with pytest.raises(FileNotFoundError, match="missing"):
        pack(book)


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


def waves() -> Content:
    frame = gaps_frame()
    later = frame.assign(wave="2026Q2", estimate=frame["estimate"] + 0.25)
    return content({"gaps": pd.concat([frame.assign(wave="2026Q1"), later])}, Options())


def rows_of(sheet: object) -> list[dict[str, object]]:
    heads = [c.value for c in sheet[1]]
    cells = sheet.iter_rows(min_row=2, max_col=len(heads), values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in cells]


def test_sheets_open_on_the_last_wave(tmp_path: Path) -> None:
    book = book_of(waves(), tmp_path)
    sheet = book["Gaps"]
    hidden = [sheet.row_dimensions[k].hidden for k in range(2, sheet.max_row + 1)]
    assert [row["Wave"] == "2026Q1" for row in rows_of(sheet)] == hidden
    (chosen,) = sheet.auto_filter.filterColumn
    assert (chosen.colId, chosen.filters.filter) == (0, ["2026Q2"])
    assert any("open on wave 2026Q2" in str(row[0].value) for row in book["Read me"])


def test_the_first_sheet_names_every_sheet_and_folds_their_columns(tmp_path: Path) -> None:
    book = book_of(kiosk(), tmp_path)
    guide = book["Read me"]
    seen = [row[0].value for row in guide if not guide.row_dimensions[row[0].row].hidden]
    assert [name for name in book.sheetnames[1:] if name not in seen] == []
    folded = [row for row in guide if guide.row_dimensions[row[0].row].hidden]
    columns = sum(len(made.frame.columns) for made in kiosk().results.values())
    assert len(folded) > columns  # each column, and the line that heads them
    assert {guide.row_dimensions[row[0].row].outlineLevel for row in folded} == {1}


def test_internal_results_say_so_first(tmp_path: Path) -> None:
    book = book_of(replace(kiosk(), audience="internal"), tmp_path)
    said = [row[0].value for row in book["Read me"] if row[0].value]
    assert said[1].startswith("Internal: it names members of staff")
    assert "Internal" not in str(book_of(kiosk(), tmp_path)["Read me"]["A3"].value)


def test_dimensions_stand_under_their_names(tmp_path: Path) -> None:
    made = kiosk()
    first = made.instrument.dimensions[0]
    frame = pd.DataFrame({"unit": ["all", "all"], "dimension": [first.id, "elsewhere"]})
    sheet = book_of(content({"training": frame}, Options()), tmp_path)["Training plan"]
    names = [row["Dimension"] for row in rows_of(sheet)]
    assert names == [first.label("en"), "elsewhere"]
    assert first.label("en") != first.id


def test_one_wave_hides_nothing(tmp_path: Path) -> None:
    sheet = book_of(kiosk(), tmp_path)["Gaps"]
    assert not any(row.hidden for row in sheet.row_dimensions.values())
    assert not sheet.auto_filter.filterColumn


def test_of_several_waves_the_wave_before_stands_in_front(tmp_path: Path) -> None:
    sheet = book_of(waves(), tmp_path)["Gaps"]
    heads = [c.value for c in sheet[1]]
    place = heads.index("Gap in the wave before")
    assert place + 1 not in hidden_columns(sheet)
    assert heads.index("Against own average") + 1 in hidden_columns(sheet)
    rows = rows_of(sheet)
    first, later = rows[: len(rows) // 2], rows[len(rows) // 2 :]
    assert all(row["Gap in the wave before"] is None for row in first)
    before = [row["Gap in the wave before"] for row in later]
    assert before == [row["Gap"] for row in first]


def test_a_judged_change_stands_in_front_instead(tmp_path: Path) -> None:
    made = waves()
    keys = ["segment", "value", "gap", "level", "key"]
    gaps = made.results["gaps"].frame
    judged = gaps[gaps["wave"] == "2026Q2"][keys].assign(
        wave_from="2026Q1", wave_to="2026Q2", change=0.25, verdict="", reason=""
    )
    trends = result("trends", judged, Options())
    made = replace(made, results={**made.results, "trends": trends})
    rows = rows_of(book_of(made, tmp_path)["Gaps"])
    changes = [row["Change since the wave before"] for row in rows]
    assert changes == [None] * (len(rows) // 2) + [0.25] * (len(rows) // 2)


def test_n_is_filled_where_different_people_answered(tmp_path: Path) -> None:
    frame = gaps_frame().head(2)
    frame.loc[frame.index[0], "n"] = pd.NA
    frame["n_left"], frame["n_right"] = 480, 35
    rows = rows_of(book_of(content({"gaps": frame}, Options()), tmp_path)["Gaps"])
    assert [row["n"] for row in rows] == ["480 | 35", frame["n"].iloc[1]]


def test_charts_are_native_and_draw_the_cells_beside_them(tmp_path: Path) -> None:
    made = kiosk().published()
    sheet = book_of(made, tmp_path)["Charts"]
    with zipfile.ZipFile(tmp_path / "results.xlsx") as archive:
        names = [n for n in archive.namelist() if n.startswith("xl/charts/chart")]
        xml = "".join(archive.read(n).decode() for n in sorted(names))
    charts = native_charts(made)
    assert len(names) == len(charts)
    assert xml.count("<c:errBars>") == sum(c.series[0].low != () for c in charts.values())
    drawn = re.findall(r"<c:val><c:numRef><c:f>Charts!([^<]+)</c:f>", xml)
    assert len(drawn) == sum(len(c.series) for c in charts.values())
    wanted = [s.values for c in charts.values() for s in c.series]
    for where, values in zip(drawn, wanted, strict=True):
        cells = [row[0].value for row in sheet[where.replace("$", "")]]
        assert cells == pytest.approx(list(values), rel=STORED)


def test_very_many_items_and_branches_are_no_hindrance(tmp_path: Path) -> None:
    made = big()
    write_workbook(made, tmp_path / "results.xlsx")
    with zipfile.ZipFile(tmp_path / "results.xlsx") as archive:
        xml = "".join(archive.read(n).decode() for n in archive.namelist() if "/charts/" in n)
    labels = re.findall(r"<c:v>(Question[^<]*)</c:v>", xml)
    assert labels
    assert all(len(label) <= LABEL for label in labels)


@pytest.mark.slow
def test_an_office_program_opens_it(tmp_path: Path) -> None:
    write_workbook(hostile().published(), tmp_path / "results.xlsx")
    assert pages(as_pdf(tmp_path / "results.xlsx")) > 1
