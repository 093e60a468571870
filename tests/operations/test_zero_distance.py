"""Zero distance in the table `zeros`.

Expected values are worked out a second time from the rows drawn, by pandas and scipy's t law.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from zeros_made import BRANCHES, CLOSE, SERVQUAL, answers, desk, made, rows_of, study_of

from gapkit.operations.zeros.aims import Zeros
from gapkit.study import read_study

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.study.run import Run


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return the whole run of a study with units that are no segment."""
    return read_study(study_of(tmp_path_factory.mktemp("zeros"))).run()


def index_of(path: Path, *names: str) -> pd.DataFrame:
    """Return the index of some parts, without the rest of a run."""
    survey = read_study(path).survey
    results = {"outcomes": survey.outcomes(by="branch"), "scores": survey.scores(by="branch")}
    of = desk(Zeros(distance=names, unit="branch"))
    return made(replace(of, results=results, scales=survey.inventory().scales)).frame


def place(answer: pd.Series[Any], low: float, high: float) -> tuple[float, float]:
    """Return mean and half the t interval of answers as 0 to 100, the textbook's way."""
    at = 100 * (answer - low) / (high - low)
    half = stats.t.ppf(0.975, len(at) - 1) * at.std(ddof=1) / np.sqrt(len(at))
    return float(at.mean()), float(half)


class TestDistance:
    def test_the_index_is_the_mean_of_its_parts_by_wave_and_unit(self, run: Run) -> None:
        frame = run.results["zeros"].frame
        items = [i.n for i in SERVQUAL.items_of("empathy")]
        people = answers()
        for unit in ("all", "North", "South"):
            mine = people if unit == "all" else people[people["branch"] == unit]
            for wave, rows in mine.groupby("quarter"):
                caring = rows[[f"P{n}" for n in items]].mean(axis=1)
                parts = [place(rows["nps"], 0, 10), place(rows["stay"], 1, 7), place(caring, 1, 7)]
                value, half = np.mean([p[0] for p in parts]), np.mean([p[1] for p in parts])
                found = rows_of(frame, "index", unit).loc[wave]
                assert found["value"] == pytest.approx(value, abs=CLOSE)
                assert found["ci_low"] == pytest.approx(value - half, abs=CLOSE)
                assert found["ci_high"] == pytest.approx(value + half, abs=CLOSE)
                assert found["n"] == len(rows)

    def test_of_one_part_the_interval_is_that_of_its_own_table(
        self, run: Run, tmp_path: Path
    ) -> None:
        outcome = run.results["outcomes"].frame
        outcome = outcome[(outcome["outcome"] == "recommend") & (outcome["segment"] == "all")]
        found = rows_of(index_of(study_of(tmp_path), "recommend"), "index")
        for ours, theirs in (("value", "mean"), ("ci_low", "ci_low"), ("ci_high", "ci_high")):
            assert found[ours].tolist() == pytest.approx((10 * outcome[theirs]).tolist())

    def test_the_interval_is_never_too_narrow(self, tmp_path: Path) -> None:
        """Of the same people's own indices the interval is at most as wide, whatever goes with what."""
        found = rows_of(index_of(study_of(tmp_path), "loyal", "t1"), "index")
        for wave, rows in answers().groupby("quarter"):
            _, half = place((rows["stay"] + rows["P1"]) / 2, 1, 7)
            assert found.loc[wave, "ci_high"] - found.loc[wave, "value"] >= half - CLOSE

    def test_units_are_told_apart_also_where_they_are_no_segment(self, run: Run) -> None:
        assert set(run.results["outcomes"].frame["segment"]) == {"all"}
        assert set(run.results["zeros"].frame["unit"]) == {"all", *BRANCHES}

    def test_very_few_people_are_blank_with_a_reason(self, run: Run) -> None:
        found = rows_of(run.results["zeros"].frame, "index", "East")
        assert found[["value", "ci_low", "ci_high"]].isna().all(axis=None)
        assert found["reason"].tolist() == ["suppressed"] * 2
        assert found["n"].tolist() == [3, 3]
        assert found["met"].tolist() == found["reading"].tolist() == ["", ""]

    def test_a_part_that_nobody_answered_leaves_no_index(self, tmp_path: Path) -> None:
        path = study_of(tmp_path)
        frame = answers().astype({"nps": "Int64"})
        frame.loc[frame["quarter"] == "2026Q1", "nps"] = pd.NA
        frame.to_csv(tmp_path / "customers.csv", index=False)
        found = rows_of(index_of(path, "recommend", "empathy"), "index")
        assert found.loc["2026Q1", ["reason", "n"]].tolist() == ["nobody answered", 0]
        assert np.isnan(found.loc["2026Q1", "value"])
        assert found.loc["2026Q2", "reason"] == ""

    def test_a_part_that_was_not_asked_leaves_no_index(self, tmp_path: Path) -> None:
        survey = read_study(study_of(tmp_path)).survey
        results, scales = {"outcomes": survey.outcomes()}, survey.inventory().scales
        said = Zeros(distance=("recommend", "empathy"))
        of = replace(desk(said), results=results, scales=scales)
        found = made(of).frame
        assert found["reason"].tolist() == ["not asked"] * 2
        assert found["value"].isna().all()
