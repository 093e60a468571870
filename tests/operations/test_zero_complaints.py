"""Zero complaints in the table `zeros`.

Expected values are counts of the rows typed in; intervals are statsmodels' Wilson intervals.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint
from zeros_made import CASES, CLOSED, complaints, desk, made, rows_of

from gapkit.ingest.register_rows import Columns
from gapkit.operations.zeros.aims import Zeros


class TestComplaints:
    def test_the_share_put_right_in_time_with_its_interval(self) -> None:
        found = rows_of(made(desk(as_of=CLOSED, complaints=CASES)).frame, "recovered").iloc[0]
        low, high = proportion_confint(10, 17, method="wilson")
        assert (found["n"], found["value"]) == (17, pytest.approx(10 / 17))
        assert [found["ci_low"], found["ci_high"]] == pytest.approx([low, high])

    def test_by_unit(self) -> None:
        frame = made(desk(as_of=CLOSED, complaints=CASES)).frame
        north, south = (rows_of(frame, "recovered", unit).iloc[0] for unit in ("North", "South"))
        assert (north["n"], north["value"]) == (8, 6 / 8)
        assert (south["n"], south["value"]) == (9, pytest.approx(4 / 9))

    def test_young_ones_are_left_out_whether_put_right_or_not_and_told(self) -> None:
        """Of the 20th, seven days before the end, it is not known whether the 27th would have done."""
        said = made(desk(as_of=CLOSED, complaints=CASES)).summary()
        assert "5 complaints of the last 7 days are not counted" in said
        later = made(desk(as_of=CLOSED + timedelta(days=1), complaints=CASES)).frame
        assert rows_of(later, "recovered").iloc[0][["n", "value"]].tolist() == [20, 13 / 20]

    def test_the_days_are_the_studys(self) -> None:
        found = made(desk(Zeros(recovered_within=8), as_of=CLOSED, complaints=CASES)).frame
        assert rows_of(found, "recovered").iloc[0]["value"] == pytest.approx(12 / 17)

    def test_where_nobody_wrote_down_when_it_cannot_be_told(self) -> None:
        of = desk(as_of=CLOSED, complaints=CASES.assign(recovered=pd.NaT))
        without = {"complaints.csv": Columns({"received": "received"})}
        rows = replace(of.rows["complaints"], columns=without)
        result = made(replace(of, rows={"complaints": rows}))
        found = rows_of(result.frame, "recovered")
        assert found["reason"].tolist() == ["not asked"]
        assert found[["value", "ci_low", "ci_high"]].isna().all(axis=None)
        assert result.summary() == (
            "When complaints were put right is not recorded, so that zero complaints cannot be told."
        )

    def test_a_column_without_an_entry_says_that_none_was_put_right(self) -> None:
        frame = made(desk(as_of=CLOSED, complaints=CASES.assign(recovered=pd.NaT))).frame
        assert rows_of(frame, "recovered").iloc[0][["n", "value"]].tolist() == [17, 0.0]

    def test_all_too_young_is_blank_with_a_reason(self) -> None:
        young = complaints(
            *[("2026-09-26", None, "North")] * 9, ("2026-09-26", "2026-09-26", "North")
        )
        found = rows_of(made(desk(as_of=CLOSED, complaints=young)).frame, "recovered")
        assert found[["n", "reason"]].values.tolist() == [[0, "too few cases"]]

    def test_it_is_said_what_zero_complaints_means_and_who_lies_below(self) -> None:
        worse = complaints(
            *[("2026-07-01", "2026-07-02", "North")] * 60,
            *[("2026-07-01", None, "South")] * 20,
            *[("2026-07-01", "2026-07-02", "South")] * 20,
        )
        said = made(desk(as_of=CLOSED, complaints=worse)).summary()
        assert "means none left without remedy, not none made" in said
        assert "Fewer were put right in time than over all: South (50 % of 40)." in said
        assert "North" not in said
