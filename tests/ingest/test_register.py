"""Registers: rows that are events; every row and cell is accounted for. Expected values by hand."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from gapkit.errors import IngestError
from gapkit.ingest.asked import Wave
from gapkit.ingest.register import Field, Register, Rows
from gapkit.ingest.register_cells import OUTSIDE, READ, UNREADABLE, read_column
from gapkit.ingest.source import Source
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = (
    Field("id"),
    Field("received", "moment", required=True),
    Field("answered", "day"),
    Field("paid", "amount"),
    Field("chased", "yes"),
    Field("kind"),
)
TEXT = """no,received,answered,branch,paid,chased
1,2026-07-01 09:30,115/07/03,Old Town,"1,200",是
2,soon,2026-07-03,Old Town,-5,maybe
3,2026-10-01,,Harbour,80,N
,,,,,
4,,2026-10-02,Harbour,,
"""


def register(tmp_path: Path, text: str = TEXT, wave: Wave | None = None) -> Register:
    path = tmp_path / "complaints.csv"
    path.write_text(text, encoding="utf-8")
    source = Source("complaints", (path,), columns={"id": "no"})
    wave = wave or Wave(column="quarter")
    return Register("complaints", (source,), FIELDS, "received", "branch", wave)


def account(rows: Rows) -> list[tuple[str, str, int, tuple[int, ...]]]:
    return [(f.kind, f.column, f.count, f.records) for f in rows.findings]


class TestRegister:
    def test_each_row_is_used_or_set_aside_with_its_record(self, tmp_path: Path) -> None:
        rows = register(tmp_path).read()
        assert rows.frame["record"].tolist() == [2, 4]
        assert account(rows) == [
            ("rows read", "", 5, ()),
            ("rows used", "", 2, ()),
            ("set aside", "", 1, (5,)),
            ("unreadable", "received", 1, (3,)),
            ("out of range", "paid", 1, (3,)),
            ("unreadable", "chased", 1, (3,)),
            ("set aside", "", 2, (3, 6)),
        ]

    def test_cells_are_typed_and_a_field_without_a_column_is_blank(self, tmp_path: Path) -> None:
        first, second = register(tmp_path).read().frame.to_dict("records")
        assert first["received"] == datetime(2026, 7, 1, 9, 30)
        assert first["answered"] == datetime(2026, 7, 3)
        assert (first["paid"], first["chased"], first["kind"]) == (1200, True, "")
        assert (second["unit"], second["chased"]) == ("Harbour", False)

    def test_the_wave_is_the_quarter_of_the_dating_field(self, tmp_path: Path) -> None:
        assert register(tmp_path).read().frame["wave"].tolist() == ["2026Q3", "2026Q4"]

    def test_a_column_of_waves_comes_before_the_date(self, tmp_path: Path) -> None:
        text = "no,received,quarter\n1,2026-07-01,115Q2\n"
        assert register(tmp_path, text).read().frame["wave"].tolist() == ["2026Q2"]

    def test_months_where_the_study_counts_in_months(self, tmp_path: Path) -> None:
        rows = register(tmp_path, wave=Wave(date="submitted", period="month")).read()
        assert rows.frame["wave"].tolist() == ["2026-07", "2026-10"]

    def test_a_required_column_that_is_not_there_names_the_nearest(self, tmp_path: Path) -> None:
        with pytest.raises(IngestError, match="no column 'received'") as raised:
            register(tmp_path, "no,recieved\n1,2026-07-01\n").read()
        assert "Did you mean 'recieved'?" in raised.value.problems[0].advice

    def test_only_some_waves(self, tmp_path: Path) -> None:
        rows = register(tmp_path).read()
        assert rows.of_waves(["2026Q4"]).frame["id"].tolist() == ["3"]
        assert rows.of_waves([]) is rows

    def test_a_file_of_headings_alone_has_no_rows(self, tmp_path: Path) -> None:
        rows = register(tmp_path, "no,received\n").read()
        assert len(rows.frame) == 0
        assert account(rows) == [("rows read", "", 0, ()), ("rows used", "", 0, ())]


class TestRows:
    def test_rows_taken_out_later_leave_the_account_whole(self, tmp_path: Path) -> None:
        rows = register(tmp_path).read()
        less = rows.without(np.array([True, False]), Phrase("ledger.aside.nothing_in"))
        counts = {kind: sum(f.count for f in less.findings if f.kind == kind)
                  for kind in ("rows read", "rows used", "set aside")}  # fmt: skip
        assert counts == {"rows read": 5, "rows used": 1, "set aside": 4}

    def test_a_blanked_cell_is_told_with_its_record(self, tmp_path: Path) -> None:
        rows = (
            register(tmp_path)
            .read()
            .blanked(np.array([False, True]), "paid", Phrase("ledger.register.amount"))
        )
        assert np.isnan(rows.frame["paid"][1])
        last = rows.findings[-1]
        assert (last.kind, last.column, last.records, last.fault) == (
            "out of range",
            "paid",
            (4,),
            True,
        )

    def test_a_note_changes_no_row(self, tmp_path: Path) -> None:
        rows = register(tmp_path).read()
        noted = rows.noted(np.array([True, True]), "paid", Phrase("ledger.register.amount"))
        assert noted.frame.equals(rows.frame)
        assert (noted.findings[-1].kind, noted.findings[-1].count) == ("note", 2)


class TestCells:
    @pytest.mark.parametrize(
        ("kind", "cells", "values", "became"),
        [
            ("count", ["3", "3.0", "3.5", "-3", "three", ""],
             [3, 3, np.nan, np.nan, np.nan, np.nan], [READ, READ, OUTSIDE, OUTSIDE, UNREADABLE, READ]),
            ("amount", ["1,200", "80"], [1200, 80], [READ, READ]),
            ("amount", ["1.200,50", "80,5"], [1200.5, 80.5], [READ, READ]),
            ("amount", ["1,234,567", ""], [1234567, np.nan], [READ, READ]),
            ("number", ["-2", "x"], [-2, np.nan], [READ, UNREADABLE]),
        ],
    )  # fmt: skip
    def test_numbers(
        self, kind: str, cells: list[str], values: list[float], became: list[int]
    ) -> None:
        found, what = read_column(kind, cells)
        np.testing.assert_array_equal(found, values)
        assert what.tolist() == became

    def test_days_lose_their_times_and_moments_keep_them(self) -> None:
        stamps = ["2026/07/01 下午 01:12", "2026-07-02", ""]
        days, moments = read_column("day", stamps)[0], read_column("moment", stamps)[0]
        assert [str(d) for d in days] == ["2026-07-01T00:00:00", "2026-07-02T00:00:00", "NaT"]
        assert str(moments[0]) == "2026-07-01T13:12:00"

    def test_yes_and_no_in_both_languages(self) -> None:
        values, became = read_column("yes", ["Yes", "是", "V", "no", "否", "無", "", "perhaps"])
        assert values.tolist() == [True, True, True, False, False, False, None, None]
        assert became.tolist() == [READ] * 7 + [UNREADABLE]
