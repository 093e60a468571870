"""Misprints that are known to stand in published tables are found, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from gapkit.errors import CallError
from gapkit.gaps.published import audit_published

PUBLISHED = Path(__file__).parents[1] / "reference" / "published"


def test_the_t_of_assurance_in_the_oman_table_is_that_of_the_row_above():
    table = pd.read_csv(PUBLISHED / "pmc6131925_table2_oman_n386.csv")
    found = audit_published(table, right="per_mean", left="exp_mean")
    assert found[["row", "check"]].to_numpy().tolist() == [["Assurance", "t"]]
    assert found["printed"].item() == -4.87
    assert table.loc[table["dimension"] == "Responsiveness", "t"].item() == -4.87
    # -0.18 over half an interval of 0.05: about -7.1
    assert found["least"].item() < -0.18 / (0.05 / 1.96) < found["most"].item()


def test_gaps_that_are_off_by_rounding_only_are_let_pass():
    table = pd.read_csv(PUBLISHED / "bmc_1472-6920-8-34_table2_items1-18_n300.csv")
    plain = (table["perception"] - table["expectation"] - table["gap"]).abs()
    found = audit_published(table)
    assert len(found) == (plain > 0.015 + 1e-9).sum()


def test_a_sign_the_wrong_way_round_is_found():
    table = pd.DataFrame({"item": ["a"], "perception": [3.0], "expectation": [4.0], "gap": [1.0]})
    found = audit_published(table)
    assert found["least"].item() == pytest.approx(-1.015)


def test_a_missing_column_is_named():
    with pytest.raises(CallError, match="expectation"):
        audit_published(pd.DataFrame({"perception": [1.0], "gap": [0.0]}))
