"""Rows that a chart shows."""

from __future__ import annotations

import pandas as pd
import pytest

from gapkit.errors import CallError
from gapkit.plots.chosen import records_of, take

from .made import gaps_result


def test_records_are_the_rows_that_pandas_gives():
    frame = gaps_result().frame
    frame = frame.assign(n=frame["n"].astype("Int64").where(frame["level"] == "item"))
    expected = frame.to_dict("records")
    found = records_of(frame)
    assert len(found) == len(frame)
    for record, wanted in zip(found, expected, strict=True):
        assert list(record) == list(wanted)
        for cell, other in zip(record.values(), wanted.values(), strict=True):
            assert type(cell) is type(other)
            assert cell == other or (pd.isna(cell) and pd.isna(other))


def test_rows_are_those_of_all_keys_in_their_order():
    result = gaps_result()
    frame = result.frame
    same = (frame["segment"] == "all") & (frame["gap"] == "5") & (frame["level"] == "dimension")
    expected = frame[same & (frame["wave"] == frame["wave"].max())].reset_index(drop=True)
    assert len(expected) > 1
    pd.testing.assert_frame_equal(
        take(result, None, segment="all", gap="5", level="dimension"), expected
    )


def test_a_value_that_no_row_has_is_told_with_those_that_there_are():
    with pytest.raises(CallError, match=r"level = 'items'.*Did you mean 'item'.*dimension"):
        take(gaps_result(), None, segment="all", level="items")
