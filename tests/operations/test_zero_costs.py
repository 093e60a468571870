"""Zero cost in the table `zeros`.

Expected values are worked out a second time from the rows drawn: by statsmodels' Wilson interval
(first attempts) and, about, its least squares (elasticity).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.api import OLS, add_constant
from statsmodels.stats.proportion import proportion_confint
from zeros_made import CASES, CLOSE, SERVQUAL, costs, desk, made, rows_of, study_of

from gapkit.operations.opening import opened
from gapkit.operations.zeros.aims import Zeros
from gapkit.stats.elasticity import elasticity
from gapkit.study import read_study

if TYPE_CHECKING:
    from pathlib import Path


def elasticity_row(frame: pd.DataFrame, said: Zeros | None = None) -> pd.Series[Any]:
    return rows_of(made(desk(said, costs=frame)).frame, "elasticity").iloc[0]


class TestCosts:
    def test_elasticity_is_the_slope_of_log_total_cost_on_log_customers(self) -> None:
        """Least squares tells about where it lies; `elasticity` itself is held against R's figures."""
        frame = costs(10, 0.8)
        fit = OLS(np.log(frame["service_cost"]), add_constant(np.log(frame["customers"]))).fit()
        found = elasticity_row(frame)
        assert found["value"] == pytest.approx(fit.params["customers"], abs=fit.bse["customers"])
        of_one = elasticity(frame["customers"], frame["service_cost"] / frame["customers"])
        ends = [1 + of_one.low, 1 + of_one.high]
        assert [found["ci_low"], found["ci_high"]] == pytest.approx(ends, abs=CLOSE)
        assert (found["n"], found.name) == (10, "2026Q2")

    def test_waves_are_taken_in_order_of_time_whatever_the_order_of_rows(self) -> None:
        frame = costs(10, 0.8)
        mixed = frame.sample(frac=1, random_state=1).reset_index(drop=True)
        columns = ["value", "ci_low", "ci_high"]
        one, other = (elasticity_row(rows)[columns].tolist() for rows in (frame, mixed))
        assert one == pytest.approx(other, abs=CLOSE)

    @pytest.mark.parametrize(
        ("slope", "noise", "met", "reading"),
        [
            (0.7, 0.01, "yes", "reached"),
            (1.3, 0.01, "no", "missed"),
            (1.0, 0.05, "", "not settled"),
        ],
    )
    def test_it_is_read_against_one(
        self, slope: float, noise: float, met: str, reading: str
    ) -> None:
        found = elasticity_row(costs(12, slope, noise))
        assert found[["target", "met", "reading"]].tolist() == [1.0, met, reading]

    def test_with_another_target_it_is_reached_or_missed(self) -> None:
        found = elasticity_row(costs(12, 0.9, 0.005), Zeros(targets={"cost": 0.6}))
        assert found[["target", "met", "reading"]].tolist() == [0.6, "no", "missed"]

    def test_fewer_than_eight_waves_have_no_slope_and_it_is_said(self) -> None:
        found = made(desk(costs=costs(7, 0.8)))
        row = rows_of(found.frame, "elasticity").iloc[0]
        assert row[["n", "reason", "met", "reading"]].tolist() == [7, "too few cases", "", ""]
        assert np.isnan(row["value"])
        assert "is told from 8 waves on" in found.summary()

    def test_customers_that_never_change_tell_nothing(self) -> None:
        found = made(desk(costs=costs(9, 0.8).assign(customers=500.0)))
        assert rows_of(found.frame, "elasticity")["reason"].tolist() == ["no variation"]
        assert "The number of customers was the same in every wave" in found.summary()

    def test_a_falling_cost_is_not_called_proof_of_scale(self) -> None:
        assert "no proof of scale" in made(desk(costs=costs(12, 0.7, 0.01))).summary()

    def test_success_at_first_attempt_has_wilsons_interval(self) -> None:
        frame = costs(3, 0.8)
        found = rows_of(made(desk(costs=frame)).frame, "first_attempt")
        for wave, won, tried in zip(
            frame["wave"], frame["first_successes"], frame["attempts"], strict=True
        ):
            low, high = proportion_confint(won, tried, method="wilson")
            row = found.loc[wave]
            assert [row["value"], row["ci_low"], row["ci_high"]] == pytest.approx(
                [won / tried, low, high]
            )

    def test_money_is_counted_in_full_and_has_no_interval(self) -> None:
        aims = Zeros(targets={"per_customer": 45.0, "per_transaction": 1.0})
        frame = costs(2, 0.8).assign(service_cost=lambda f: 40 * f["customers"])
        found = made(desk(aims, costs=frame)).frame
        one, each = (rows_of(found, name).iloc[0] for name in ("per_customer", "per_transaction"))
        assert one[["value", "met", "reading"]].tolist() == [40.0, "yes", "reached"]
        assert each[["met", "reading"]].tolist() == ["no", "missed"]
        assert np.isnan([one["ci_low"], one["ci_high"]]).all()


class TestDays:
    """A row of costs stands for a quarter: its day says nothing of when the files were closed."""

    def test_costs_do_not_move_the_day_on_which_the_files_were_closed(self) -> None:
        quarter = costs(2, 0.8).assign(day=pd.Timestamp("2026-12-31"))
        assert desk(complaints=CASES, costs=quarter).as_of == date(2026, 9, 25)

    def test_a_quarter_whose_day_lies_beyond_it_counts(self, tmp_path: Path) -> None:
        text = "day,branch,customers,service_cost\n2026-06-30,North,10,50\n"
        (tmp_path / "costs.csv").write_text(text, encoding="utf-8")
        more = '[[costs]]\nfiles = ["costs.csv"]\n[operations]\nas_of = 2026-06-24'
        study = read_study(study_of(tmp_path, more))
        found = opened(study.department, SERVQUAL, study.survey.options, {})
        assert found.rows["costs"].frame["service_cost"].tolist() == [50.0]
