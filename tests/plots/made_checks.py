"""Results on monitoring, made plainly so that every look of a cell occurs; drawing is tested, not figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gapkit.operations.monitoring.agents import MONITORING_COLUMNS
from gapkit.operations.monitoring.limits import LIMIT_COLUMNS

from .made import made

MONTHS = [f"2026-{month:02}" for month in range(4, 10)]


def monitoring_result(language="en"):
    rows = []
    for k, month in enumerate(MONTHS):
        last = month == MONTHS[-1]
        for agent in range(9):
            checks, due = (k + agent) % 4, 1 + agent % 3
            covered = "yes" if checks >= due else "" if last else "no"
            rows.append((month, ["North", "South"][agent % 2], f"A{agent}", checks, due, covered,
                         int(checks == 3 and agent == 4)))  # fmt: skip
        reached = "" if last else "yes" if k % 2 else "no"
        rows += [(month, unit, "all", 20 + k, 18, reached, 1) for unit in ("North", "South", "all")]
    columns = ["month", "unit", "agent", "checks", "minimum", "covered", "critical_errors"]
    frame = pd.DataFrame(rows, columns=columns).reindex(columns=list(MONITORING_COLUMNS))
    whole = dict.fromkeys(("checks", "minimum", "critical_errors"), "Int64")
    return made("monitoring", frame.astype(whole), language)


def units_result(language="en"):
    from dataclasses import replace

    result = monitoring_result(language)
    return replace(result, frame=result.frame[result.frame["agent"] == "all"])


def limits_result(language="en"):
    value = np.array([4.1, 4.0, 4.15, 4.2, 3.6, 4.1])
    charts = []
    for chart, values in (("mean", value), ("below", (5 - value) / 5)):
        centre, half = values.mean(), 2 * values.std() * np.array([1, 1.1, 0.9, 1, 0.9, 1.2])
        charts.append(pd.DataFrame({
            "month": MONTHS, "chart": chart, "n": [80, 70, 95, 80, 95, 60], "value": values,
            "centre": centre, "lower": centre - half, "upper": centre + half,
            "outside": np.where(np.abs(values - centre) > half, "yes", "no"),
        }))  # fmt: skip
    frame = pd.concat([pd.concat(charts).assign(unit=unit) for unit in ("all", "North")])
    blank = (frame["unit"] == "North") & (frame["chart"] == "mean")
    frame.loc[blank, ["lower", "upper"]], frame.loc[blank, "outside"] = np.nan, ""
    return made("limits", frame[list(LIMIT_COLUMNS)].reset_index(drop=True), language)


CHECK_RESULTS = {"monitoring": monitoring_result, "limits": limits_result}

CHECK_CHARTS = {
    "coverage": lambda language: monitoring_result(language).plot.coverage(),
    "coverage of a unit": lambda language: monitoring_result(language).plot.coverage(unit="North"),
    "coverage of units": lambda language: units_result(language).plot.coverage(),
    "control chart": lambda language: limits_result(language).plot.control_chart(),
    "control chart of shares": lambda language: limits_result(language).plot.control_chart(
        kind="below"
    ),
    "control chart without limits": lambda language: limits_result(language).plot.control_chart(
        unit="North"
    ),
}
