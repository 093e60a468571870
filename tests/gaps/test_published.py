"""Misprints that are known to stand in published tables are found, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from gapkit.errors import CallError
from gapkit.gaps.published import audit_published

PUBLISHED = Path(__file__).parents[1] / "reference" / "published"

HALF = 0.005
"""Half a unit of the last of two decimals: what rounding can do to one printed figure."""


def printed(name: str) -> pd.DataFrame:
    """A table with every figure as it is printed, its decimals included."""
    (path,) = PUBLISHED.glob(f"{name}*.csv")
    return pd.read_csv(path, dtype=str)


def test_the_t_of_assurance_in_the_oman_table_is_that_of_the_row_above():
    table = printed("pmc6131925")
    found = audit_published(table, right="per_mean", left="exp_mean")
    assert found[["row", "check"]].to_numpy().tolist() == [["Assurance", "t"]]
    assert found["printed"].item() == -4.87
    assert table.loc[table["dimension"] == "Responsiveness", "t"].item() == "-4.87"
    # -0.18 over half an interval of 0.05: about -7.1
    assert found["least"].item() < -0.18 / (0.05 / 1.96) < found["most"].item()


def test_two_digits_that_changed_places_and_a_wrong_mean_in_the_college_table():
    table = printed("dta_college")
    table.insert(0, "row", table["dimension"] + " " + table["item"])
    found = audit_published(table.drop(columns=["dimension", "item"]), gap="gap_printed")
    assert found[["row", "printed"]].to_numpy().tolist() == [
        ["Assurance 16", 0.9231], ["Assurance mean", 0.28],
    ]  # fmt: skip
    middle = (found["least"] + found["most"]) / 2
    # 2.1034 − 1.8103 and 2.004 − 1.754 by hand
    assert middle.tolist() == pytest.approx([0.2931, 0.25])


CLEAN = {
    "bmc_1472": {},
    "wnmu_ssi": {"right": "importance", "left": "satisfaction"},
    "lehigh_ulg adequacy": {"right": "perceived", "left": "minimum", "gap": "adequacy_gap"},
    "lehigh_ulg superiority": {"right": "perceived", "left": "desired", "gap": "superiority_gap"},
}


@pytest.mark.parametrize("name", CLEAN)
def test_gaps_that_are_off_by_rounding_only_are_let_pass(name):
    (path,) = PUBLISHED.glob(f"{name.split()[0]}*.csv")
    table, sides = pd.read_csv(path), CLEAN[name]
    assert audit_published(table, **sides).empty
    # the same by plain subtraction: three printed figures, each off by up to half a unit
    right, left = sides.get("right", "perception"), sides.get("left", "expectation")
    plain = (table[right] - table[left] - table[sides.get("gap", "gap")]).abs()
    assert plain.max() <= 3 * HALF


@pytest.mark.parametrize("where", ["out_mean", "hosp_mean"])
def test_sums_of_one_decimal_fit_and_a_row_without_its_other_half_is_passed_over(where):
    table = printed("msm941007").pivot(index="dimension", columns="level", values=where)
    assert table.loc["Empathy", "received"] != table.loc["Empathy", "received"]  # blank
    found = audit_published(
        table.reset_index(), right="received", left="expected", gap="difference"
    )
    assert found.empty


@pytest.mark.parametrize("row", range(18))
def test_a_gap_that_is_off_by_more_than_rounding_is_found_wherever_it_stands(row):
    table = printed("bmc_1472")
    plain = float(table.loc[row, "perception"]) - float(table.loc[row, "expectation"])
    table.loc[row, "gap"] = f"{plain + 0.02:.2f}"
    assert audit_published(table)["row"].tolist() == [table.loc[row, "dimension"]]
    table.loc[row, "gap"] = f"{plain + 0.01:.2f}"
    assert audit_published(table).empty


def test_texts_say_how_exact_they_are():
    row = {"item": "a", "perception": "4.00", "expectation": "4.50", "gap": "-0.51"}
    assert audit_published(pd.DataFrame([row])).empty
    exact = row | {"perception": "4.0000", "expectation": "4.5000", "gap": "-0.5100"}
    assert audit_published(pd.DataFrame([exact]))["check"].tolist() == ["gap"]
    assert audit_published(pd.DataFrame([row | {"gap": "−0.5"}])).empty


def test_an_interval_that_is_not_about_its_gap_is_found():
    row = {"item": "a", "perception": 4.0, "expectation": 4.5, "gap": -0.5}
    limits = {"ci_low": -0.62, "ci_high": -0.40}
    assert audit_published(pd.DataFrame([row | limits])).empty
    found = audit_published(pd.DataFrame([row | limits | {"ci_low": -0.92}]))
    assert found["check"].tolist() == ["interval"]


def test_a_sign_the_wrong_way_round_is_found():
    table = pd.DataFrame({"item": ["a"], "perception": [3.0], "expectation": [4.0], "gap": [1.0]})
    found = audit_published(table)
    assert found["least"].item() == pytest.approx(-1.015)


def test_a_missing_column_is_named():
    with pytest.raises(CallError, match="expectation"):
        audit_published(pd.DataFrame({"perception": [1.0], "gap": [0.0]}))


def test_a_cell_that_is_no_number_is_named():
    row = {"item": "a", "perception": "4.0", "expectation": "n/a", "gap": "0.5"}
    with pytest.raises(CallError, match=r"row a, column expectation: 'n/a' is no number"):
        audit_published(pd.DataFrame([row]))
