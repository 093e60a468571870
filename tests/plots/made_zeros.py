"""A result on the three zeros, made plainly so that every look of a mark occurs; drawing is tested, not figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gapkit.operations.zeros.table import ZERO_COLUMNS

from .made import made

WAVES = [f"{2024 + k // 4}Q{k % 4 + 1}" for k in range(10)]


def course(measure, zero, values, met, width=0.0, target=np.nan, unit="all"):
    """Return rows of one measure for the last waves."""
    values = np.array(values, dtype=float)
    half = width or np.nan
    waves = WAVES[len(WAVES) - len(values) :]
    return pd.DataFrame(
        {"zero": zero, "wave": waves, "unit": unit, "n": 120, "value": values, "ci_low": values - half,
         "ci_high": values + half, "target": target, "met": met, "reading": "", "measure": measure,
         "reason": ""}
    )  # fmt: skip


def zeros_result(language="en", target=True):
    aims = {"index": 70.0, "recovered": 0.9} if target else {}
    frame = pd.concat(
        [
            course("index", "distance", [74, 66, 68], ["", "no", ""] if target else "", 3.5, aims.get("index", np.nan)),
            course("recovered", "complaints", [0.96, np.nan, 0.7, 0.95], ["yes", "", "no", "yes"] if target else "", 0.04,
                   aims.get("recovered", np.nan)),
            course("per_customer", "cost", np.linspace(45, 40, 10), ""),
            course("first_attempt", "cost", np.linspace(0.6, 0.8, 10), "", 0.05),
            course("elasticity", "cost", [0.78], "yes", 0.06, 1.0),
            course("index", "distance", [71.5, 70.5, 71.5], "", 6.0, unit="North"),
            course("per_customer", "cost", np.linspace(46, 42, 6), "", unit="North"),
        ],
        ignore_index=True,
    )  # fmt: skip
    blank = frame["measure"].eq("recovered") & frame["value"].isna()
    frame.loc[blank, "reason"] = "too few cases"
    return made("zeros", frame[list(ZERO_COLUMNS)].astype({"n": "Int64"}), language)


ZERO_RESULTS = {"zeros": zeros_result}

ZERO_CHARTS = {
    "zeros": lambda language: zeros_result(language).plot.zeros(),
    "zeros without targets": lambda language: zeros_result(language, target=False).plot.zeros(),
    "zeros of a unit": lambda language: zeros_result(language).plot.zeros(unit="North"),
}
