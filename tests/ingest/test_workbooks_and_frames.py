"""Workbooks, Parquet files and tables in memory give what the same table gives as CSV."""

from __future__ import annotations

import datetime as dt
import gzip

import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gapkit.ingest import Wave

ROWS = {
    "when": [dt.datetime(2026, 7, 1, 9, 3), dt.datetime(2026, 10, 2, 23, 59), None],
    "branch": ["北區", "South", None],
    "shop": [1.0, 2.0, None],
    "E1": [5.0, 4.0, 3.0],
    "P1": ["4", "3 - so so", "N/A"],
}
STUDY = {
    "wave": Wave(date="when", period="quarter"),
    "segments": ["branch", "shop"],
    "missing": ("N/A",),
}
EXPECTED = {
    "expectation.i1": [5, 4],
    "perception.i1": [4, 3],
    "wave": ["2026Q3", "2026Q4"],
    "branch": ["北區", "South"],
    "shop": ["1", "2"],
}


def workbook(path, rows, errors=()):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Antworten & mehr"
    sheet.append(list(rows))
    for row in zip(*rows.values(), strict=True):
        sheet.append(list(row))
    for cell, error in errors:
        sheet[cell] = error
        sheet[cell].data_type = "e"
    book.create_sheet("visit").append(["E1", "P1"])
    book.save(path)
    return path


def check(answers, points, records):
    found = points(answers)
    assert {k: found[k] for k in EXPECTED} == EXPECTED
    assert found["record"] == records
    assert {f.reason: f.records for f in answers.ledger.rows() if f.kind == "set aside"} == {
        "no_wave": (records[-1] + 1,)
    }


def test_a_workbook(tmp_path, instrument, read, points):
    answers = read(workbook(tmp_path / "x.xlsx", ROWS), instrument(), **STUDY)
    check(answers, points, [2, 3])
    facts = {f.reason: f.detail.values for f in answers.ledger.rows() if f.kind == "note"}
    assert facts == {"sheet": {"sheet": "Antworten & mehr"}, "sheets_left": {"sheets": "visit"}}


def test_a_packed_workbook(tmp_path, instrument, read, points):
    packed = tmp_path / "x.xlsx.gz"
    packed.write_bytes(gzip.compress(workbook(tmp_path / "x.xlsx", ROWS).read_bytes()))
    check(read(packed, instrument(), **STUDY), points, [2, 3])


def test_a_workbook_whose_table_starts_further_down(tmp_path, instrument, read, points):
    book = openpyxl.Workbook()
    for column, cells in enumerate((("E1", 5, 4), ("P1", 4, 9)), 3):
        for row, value in enumerate(cells, 4):
            book.active.cell(row, column, value)
    book.save(tmp_path / "x.xlsx")
    answers = read(tmp_path / "x.xlsx", instrument())
    assert points(answers)["record"] == [5, 6]
    (outside,) = [f for f in answers.ledger.rows() if f.kind == "out of range"]
    assert outside.records == (6,)


def test_error_cells_are_unreadable_not_blank(tmp_path, instrument, read, points):
    rows = {"id": [1, 2, 3], "E1": [5, 4, 3], "P1": [4, 3, 2]}
    path = workbook(tmp_path / "x.xlsx", rows, [("C3", "#DIV/0!"), ("C4", "#N/A")])
    answers = read(path, instrument())
    assert points(answers)["perception.i1"] == [4, None, None]
    (found,) = [f for f in answers.ledger.rows() if f.kind == "unreadable"]
    assert (found.column, found.count, found.records) == ("P1", 2, (3, 4))
    assert "#DIV/0!" in found.detail.values["texts"]


def test_a_formula_that_nobody_computed_is_unreadable_not_blank(tmp_path, instrument, read, points):
    book = openpyxl.Workbook()
    for row in (["E1", "P1"], [5, "=A2-1"], ['=IF(A2>4,"<5>",1)', 2]):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    answers = read(tmp_path / "x.xlsx", instrument())
    assert points(answers)["perception.i1"] == [None, 2]
    found = {f.column: f for f in answers.ledger.rows() if f.kind == "unreadable"}
    assert found["P1"].records == (2,)
    assert "=A2-1" in found["P1"].detail.values["texts"]
    assert '=IF(A2>4,"<5>",1)' in found["E1"].detail.values["texts"]


def test_true_is_not_one(tmp_path, instrument, read, points):
    path = workbook(tmp_path / "x.xlsx", {"E1": [1, True, False], "P1": [5, 4, 3]})
    answers = read(path, instrument())
    assert points(answers)["expectation.i1"] == [1, None, None]
    assert answers.ledger.count("unreadable", "E1") == 2


@pytest.mark.parametrize("first", ["hidden", "title page"])
def test_the_first_table_to_be_seen_is_read(tmp_path, instrument, read, points, first):
    """What the person does not see when the file is opened is not what was meant."""
    path = workbook(tmp_path / "x.xlsx", ROWS)
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("About", 0)
    for row in [["E1", "P1"], [1, 1]] if first == "hidden" else [["Survey of July"], ["by us"]]:
        sheet.append(row)
    sheet.sheet_state = "hidden" if first == "hidden" else "visible"
    book.active = 1
    book.save(path)
    answers = read(path, instrument(), **STUDY)
    check(answers, points, [2, 3])
    notes = {f.reason: f.detail.values for f in answers.ledger.rows() if f.kind == "note"}
    assert notes["sheets_left"] == {"sheets": "About, visit"}


def test_the_sheet_that_the_study_names(tmp_path, instrument, read, points):
    path = workbook(tmp_path / "x.xlsx", ROWS)
    book = openpyxl.load_workbook(path)
    book["visit"].append([2, 1])
    book.save(path)
    assert points(read(path, instrument(), sheet="visit"))["expectation.i1"] == [2]


@pytest.mark.parametrize("packed", [False, True])
def test_parquet(tmp_path, instrument, read, points, packed):
    path = tmp_path / "x.parquet"
    pq.write_table(pa.table(ROWS), path, row_group_size=2)
    if packed:
        path.with_suffix(".gz").write_bytes(gzip.compress(path.read_bytes()))
        path = path.with_suffix(".gz")
    check(read(path, instrument(), **STUDY), points, [1, 2])


FRAMES = {
    "pandas": lambda: pd.DataFrame(ROWS),
    "pandas by Arrow": lambda: pd.DataFrame(ROWS).convert_dtypes(dtype_backend="pyarrow"),
    "pandas categories": lambda: pd.DataFrame(ROWS).astype({"branch": "category", "P1": "category"}),
    "polars": lambda: pl.DataFrame(ROWS),
    "arrow": lambda: pa.table(ROWS),
    "arrow views": lambda: pa.table(ROWS).set_column(
        4, "P1", pa.array(ROWS["P1"], pa.string_view())
    ),
    "arrow with a zone": lambda: pa.table(ROWS).set_column(
        0, "when", pa.array([w and w - dt.timedelta(hours=8) for w in ROWS["when"]], pa.timestamp("ns", "Asia/Taipei"))
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FRAMES)
def test_tables_in_memory(instrument, read, points, kind):
    check(read(FRAMES[kind](), instrument(), **STUDY), points, [1, 2])


def test_a_frame_is_never_altered(instrument, read, points):
    frame = pd.DataFrame(ROWS)
    before = frame.copy(deep=True)
    points(read(frame, instrument(turned=1), **STUDY))
    pd.testing.assert_frame_equal(frame, before)


def test_a_frame_whose_columns_hold_anything(instrument, read, points):
    frame = pd.DataFrame({"E1": [5, "4.0", None], "P1": [3, 2, float("nan")], 7: [1, "x", None]})
    frame.columns = ["E1", "P1", "E1"]
    answers = read(frame, instrument(), batteries={"expectation": "E{n}#1", "perception": "P{n}"})
    found = points(answers)
    assert found["expectation.i1"] == [5, 4]
    assert found["perception.i1"] == [3, 2]
    assert answers.ledger.count("set aside") == 1


def test_numbers_of_any_type_are_read_alike(instrument, read, points):
    import decimal

    for kind in (
        pa.int8(),
        pa.int64(),
        pa.uint16(),
        pa.float32(),
        pa.float64(),
        pa.decimal128(5, 1),
        pa.large_string(),
    ):
        values = [decimal.Decimal("5"), None, decimal.Decimal("7")]
        if kind != pa.decimal128(5, 1):
            values = [
                None if v is None else (str(v) if "string" in str(kind) else int(v)) for v in values
            ]
        frame = pa.table({"E1": pa.array(values, kind), "P1": [1, 2, 3]})
        answers = read(frame, instrument())
        assert points(answers)["expectation.i1"] == [5, None, None], kind
        assert answers.ledger.count("out of range", "E1") == 1
