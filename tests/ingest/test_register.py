"""Registers: rows that are events; every row and cell is accounted for. Expected values by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from gapkit.errors import IngestError
from gapkit.ingest.asked import Wave
from gapkit.ingest.register import Field, Register, Rows
from gapkit.ingest.register_cells import (
    MOVED,
    OUTSIDE,
    READ,
    UNCLEAR,
    UNREADABLE,
    CodedTexts,
    read_column,
    read_columns,
)
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

    @pytest.mark.parametrize(
        ("cells", "values"),
        [
            (["x", ""], [True, None]),
            (["X", "no"], [True, False]),
            (["V", "X"], [True, False]),
            (["○", "X", "×"], [True, None, False]),  # could be either
        ],
    )
    def test_a_cross_ticks_or_denies_as_the_column_has_it(
        self, cells: list[str], values: list[bool | None]
    ) -> None:
        assert read_column("yes", cells)[0].tolist() == values

    def test_a_number_beyond_all_numbers_is_none(self) -> None:
        values, became = read_column("amount", ["1e999", "1，200"])
        np.testing.assert_array_equal(values, [np.nan, 1200])
        assert became.tolist() == [UNREADABLE, READ]

    def test_a_column_in_parts_is_the_column(self) -> None:
        parts = [(["a", "b"], np.array([1, 0, 1])), ([], np.array([], int)), (["b"], np.array([0]))]
        joined = CodedTexts.joined(parts)
        assert list(joined) == ["b", "a", "b", "b"] == joined.values().tolist()
        assert CodedTexts.of(joined) is joined
        assert list(CodedTexts.of(["b", "a"])) == ["b", "a"]


def _as_read(cells: dict[str, list[str]]) -> dict[str, list[datetime | None]]:
    read = read_columns(dict.fromkeys(cells, "moment"), cells)
    return {name: values.tolist() for name, (values, _) in read.items()}


class TestDates:
    def test_columns_of_one_file_tell_together_what_stands_first(self) -> None:
        read = _as_read({"received": ["03/04/2026 10:00"], "answered": ["13/04/2026"]})
        assert read == {"received": [datetime(2026, 4, 3, 10)], "answered": [datetime(2026, 4, 13)]}

    def test_what_nothing_tells_is_unclear_and_the_clear_ones_are_read(self) -> None:
        values, became = read_column("day", ["03/04/2026", "2026-07-15", "soon", ""])
        assert became.tolist() == [UNCLEAR, READ, UNREADABLE, READ]
        assert values[1].astype(object) == datetime(2026, 7, 15)

    def test_an_unclear_date_says_how_to_write_it(self, tmp_path: Path) -> None:
        rows = register(tmp_path, "no,received\n1,03/04/2026\n2,2026-07-15\n").read()
        told = [f for f in rows.findings if f.kind == "unreadable"]
        assert [(f.column, f.records, f.reason, f.fault) for f in told] == [
            ("received", (2,), "day_or_month", True)
        ]
        assert rows.frame["id"].tolist() == ["2"]

    @pytest.mark.parametrize("zone", ["+08:00", "+0800", " GMT+8", " UTC+08:00"])
    def test_an_event_is_of_the_day_of_its_own_clock(self, tmp_path: Path, zone: str) -> None:
        text = f"no,received,answered\n1,2026-07-01 00:30{zone},2026-07-02 00:10{zone}\n"
        row = register(tmp_path, text).read().frame.iloc[0]
        assert (row["received"], row["wave"]) == (datetime(2026, 7, 1, 0, 30), "2026Q3")
        assert row["answered"] == datetime(2026, 7, 2)

    def test_moments_of_several_zones_are_put_on_the_clock_of_most(self) -> None:
        cells = {"received": ["2026-07-01T23:30:00Z"], "answered": ["2026-07-02 09:30 +08:00"]}
        cells = {name: [*texts, "2026-07-03T10:00+08:00"] for name, texts in cells.items()}
        received = read_columns(dict.fromkeys(cells, "moment"), cells)["received"]
        answered = _as_read(cells)["answered"]
        # Python's own reading of the same two stamps says how far they are apart
        apart = datetime.fromisoformat("2026-07-02T09:30+08:00") - datetime.fromisoformat(
            "2026-07-01T23:30+00:00"
        )
        assert answered[0] - received[0][0].astype(object) == apart == timedelta(hours=2)
        assert received[1].tolist() == [MOVED, READ]

    @pytest.mark.parametrize("time", ["25:10", "10:61", "10:00 foo bar", "24:01"])
    def test_a_time_that_cannot_be_is_not_read(self, time: str) -> None:
        values, became = read_column("moment", [f"2026-07-01 {time}", "2026-07-01 24:00"])
        assert became.tolist() == [UNREADABLE, READ]
        assert values[1].astype(object) == datetime(2026, 7, 2)

    def test_a_spreadsheets_day_number_has_whole_seconds(self) -> None:
        # 46204 days after 30 December 1899 by Python's calendar; 0.37499999999 of a day is 09:00
        day = datetime(1899, 12, 30) + timedelta(46_204)
        values = read_column("moment", ["46204.37499999999", "46204"])[0]
        assert values.tolist() == [day + timedelta(hours=9), day]
