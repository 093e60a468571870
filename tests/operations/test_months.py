"""Months that the records cover in part, and units in order. Days are those of a printed calendar."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from gapkit.operations.months import before, cut_months
from gapkit.operations.units import by_unit


class TestMonths:
    @pytest.mark.parametrize(
        ("first", "last", "cut"),
        [
            ((2026, 7, 1), (2026, 9, 30), set()),
            ((2026, 7, 2), (2026, 9, 30), {"2026-07"}),
            ((2026, 8, 3), (2026, 8, 31), set()),  # 1 and 2 August: a weekend
            ((2026, 8, 4), (2026, 8, 31), {"2026-08"}),
            ((2026, 7, 1), (2026, 10, 30), set()),  # 31 October: a Saturday
            ((2026, 7, 1), (2026, 10, 29), {"2026-10"}),
        ],
    )
    def test_months_are_whole_where_no_working_day_is_missing(
        self, first: tuple[int, int, int], last: tuple[int, int, int], cut: set[str]
    ) -> None:
        assert cut_months(date(*first), date(*last)) == cut

    def test_the_month_before_january(self) -> None:
        assert [before("2026-01"), before("2026-10")] == ["2025-12", "2026-09"]

    def test_units_in_the_order_of_their_numbers(self) -> None:
        frame = pd.DataFrame({"unit": ["B10", "B2", "", "all"]})
        assert [unit for unit, _ in by_unit(frame)] == ["all", "B2", "B10"]
