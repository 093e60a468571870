"""Time to recovery and its steps: R's survfit, plain counts, small units."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from complaints_made import AS_OF, desk, keys, made

from gapkit.operations.complaints.recovery import DAYS, RECOVERY_COLUMNS, STEP_COLUMNS
from gapkit.operations.complaints.register import STEPS

R = Path(__file__).parents[1] / "reference" / "stats"
"""R's figures on `systems_days` (script ``r/ref_systems.R``: survival::survfit, log-log)."""

REL = 1e-9
"""R prints 15 digits, and both sides add up in floating point."""


@pytest.fixture(scope="module")
def survfit() -> dict[str, Any]:
    found = json.loads((R / "out" / "systems.json").read_text(encoding="utf-8"))
    value: dict[str, Any] = found["systems/survfit/log-log"]["value"]
    return value


def as_register() -> list[dict[str, Any]]:
    """R's days as complaints: open ones came so many days before the register was closed."""
    rows = []
    for number, row in enumerate(pd.read_csv(R / "data" / "systems_days.csv").to_dict("records")):
        ago = timedelta(days=30 if row["answered"] else row["days"])
        right = AS_OF - ago + timedelta(days=row["days"])
        rows.append({"id": f"c{number}", "branch": "AB"[number % 2], "received": AS_OF - ago,
                     "recovered": right if row["answered"] else ""})  # fmt: skip
    return rows


class TestCurve:
    def test_shares_still_open_are_rs(self, tmp_path: Path, survfit: dict[str, Any]) -> None:
        frame = made(desk(tmp_path, as_register()))["recovery"].frame
        assert tuple(frame.columns) == RECOVERY_COLUMNS
        whole = frame[frame["unit"] == "all"].set_index("days")
        assert whole.index.tolist() == list(range(31))
        pairs = {"open_share": "survival", "ci_low": "low", "ci_high": "high"}
        for k, day in enumerate(survfit["time"]):
            for ours, theirs in pairs.items():
                assert whole[ours][day] == pytest.approx(survfit[theirs][k], rel=REL), (day, ours)
            assert whole["at_risk"][day] == survfit["at_risk"][k]
            assert whole["recovered"][day] == sum(survfit["events"][: k + 1])

    def test_nothing_is_said_beyond_the_last_day_under_watch(self, tmp_path: Path) -> None:
        whole = made(desk(tmp_path, as_register()))["recovery"].frame.set_index(["unit", "days"])
        assert whole.loc[("all", 24), "reason"] == ""
        assert np.isnan(whole.loc[("all", 25), "open_share"])
        assert whole.loc[("all", 25), "reason"] == "too few cases"

    def test_the_median_is_rs(self, tmp_path: Path, survfit: dict[str, Any]) -> None:
        middle, low, high = survfit["median"]
        said = made(desk(tmp_path, as_register()))["recovery"].summary()
        assert (
            f"Half of the complaints are put right within {middle} days ({low} to {high})." in said
        )
        # R: 48.3 % (36.6 % to 61.6 %) within 5 days
        assert "Within 5 days 48 % are put right (37 % to 62 %)." in said

    def test_units_have_the_same_days(self, tmp_path: Path) -> None:
        frame = made(desk(tmp_path, as_register()))["recovery"].frame
        assert frame[frame["unit"] == "B"]["days"].tolist() == list(DAYS)

    def test_where_nothing_is_open_the_share_is_a_plain_count(self, tmp_path: Path) -> None:
        took = [0, 0, 1, 2, 2, 4, 6, 9]
        rows = [{"id": k, "received": "2026-08-01 14:00", "recovered": f"2026-08-{1 + d:02} 08:00" if d else "2026-08-01 15:00"}
                for k, d in enumerate(took)]  # fmt: skip
        frame = made(desk(tmp_path, rows))["recovery"].frame
        expected = [sum(d > day for d in took) / len(took) for day in frame["days"]]
        assert frame["open_share"].tolist() == pytest.approx(expected)

    def test_small_units_are_blank_with_their_counts(self, tmp_path: Path) -> None:
        rows = [*as_register(), {"id": "x", "branch": "C", "received": "2026-09-01", "recovered": "2026-09-02"}]  # fmt: skip
        frame = made(desk(tmp_path, rows))["recovery"].frame
        small = frame[frame["unit"] == "C"]
        assert small["open_share"].isna().all()
        assert set(small["reason"]) == {"too few cases"}
        assert small["recovered"].tolist() == [1] * len(DAYS)

    def test_too_few_put_right_for_a_median_and_none_at_all(self, tmp_path: Path) -> None:
        rows = [{"id": k, "received": "2026-09-20", "recovered": "2026-09-21" if k < 2 else ""} for k in range(8)]  # fmt: skip
        recovery = made(desk(tmp_path, rows))["recovery"]
        assert (
            "Fewer than half of the complaints were put right in the 10 days" in recovery.summary()
        )
        never = made(desk(tmp_path, [{"id": "a", "received": "2026-09-20"}]))
        assert never["recovery"].frame.empty
        assert not never["recovery"].sentences

    def test_an_interval_without_an_upper_end_says_so(self, tmp_path: Path) -> None:
        rows = [{"id": k, "received": "2026-09-20", "recovered": f"2026-09-{21 + k}" if k < 4 else ""} for k in range(6)]  # fmt: skip
        assert "recovery.median_open" in keys(made(desk(tmp_path, rows))["recovery"])

    def test_all_on_one_day_have_a_median_and_no_interval(self, tmp_path: Path) -> None:
        rows = [{"id": k, "received": "2026-09-20", "recovered": "2026-09-22"} for k in range(6)]
        recovery = made(desk(tmp_path, rows))["recovery"]
        assert keys(recovery) == ["recovery.median_alone", "recovery.within"]


def steps_register(
    solved_kept: tuple[int, int], without_kept: tuple[int, int]
) -> list[dict[str, Any]]:
    """Complaints in which one step was taken, or not, and how many of whose customers stayed."""
    rows: list[dict[str, Any]] = []
    for solved, (kept, n) in (("yes", solved_kept), ("no", without_kept)):
        rows += [{"received": "2026-09-01", "branch": "A", "solved": solved, "apologised": "yes",
                  "kept": "yes" if k < kept else "no"} for k in range(n)]  # fmt: skip
    return [{"id": k, **row} for k, row in enumerate(rows)]


class TestSteps:
    def test_shares_are_counts_with_wilsons_interval(self, tmp_path: Path) -> None:
        frame = made(desk(tmp_path, steps_register((38, 40), (12, 20))))["recovery_steps"].frame
        assert tuple(frame.columns) == STEP_COLUMNS
        row = frame[(frame["unit"] == "all") & (frame["step"] == "solved")].iloc[0]
        assert row[["n", "taken", "kept_n", "without_n"]].tolist() == [60, 40, 40, 20]
        assert row[["share", "kept_share", "without_share"]].tolist() == [40 / 60, 0.95, 0.6]
        z2 = 1.959963984540054**2
        for share, n, low, high in ((row["share"], 60, "ci_low", "ci_high"),
                                    (row["kept_share"], 40, "kept_low", "kept_high"),
                                    (row["without_share"], 20, "without_low", "without_high")):  # fmt: skip
            # the ends are the roots of (p − share)² = z² p (1 − p) / n
            ends = np.roots([1 + z2 / n, -(2 * share + z2 / n), share**2])
            assert row[[low, high]].tolist() == pytest.approx(sorted(ends), rel=REL)

    def test_steps_that_nobody_wrote_down_are_not_asked(self, tmp_path: Path) -> None:
        frame = made(desk(tmp_path, steps_register((38, 40), (12, 20))))["recovery_steps"].frame
        whole = frame[frame["unit"] == "all"].set_index("step")
        assert whole.index.tolist() == list(STEPS)
        assert whole.loc["offered", "reason"] == "not asked"
        assert whole.loc["offered", "n"] == 0
        # everybody got an apology, so that there is nobody to set them beside
        assert whole.loc["apologised", "reason"] == "too few cases"
        assert whole.loc["apologised", "share"] == 1

    def test_only_told_differences_are_said_and_none_as_an_effect(self, tmp_path: Path) -> None:
        told = made(desk(tmp_path, steps_register((38, 40), (12, 20))))["recovery_steps"]
        assert keys(told) == ["recovery_steps.taken", "recovery_steps.stayed", "recovery_steps.association"]  # fmt: skip
        assert "Where “Solved at once” was done, 95 % of the customers stayed" in told.summary()
        alike = made(desk(tmp_path, steps_register((32, 40), (16, 20))))["recovery_steps"]
        assert keys(alike) == ["recovery_steps.taken", "recovery_steps.not_told", "recovery_steps.association"]  # fmt: skip

    def test_without_steps_there_is_no_table(self, tmp_path: Path) -> None:
        steps = made(desk(tmp_path, [{"id": "a", "received": "2026-09-01"}]))["recovery_steps"]
        assert steps.frame.empty
        assert not steps.sentences
