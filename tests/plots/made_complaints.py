"""Results on complaints, made plainly: every look of a bar, of a curve and of a stage occurs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .made import made

WEEKS = [f"2026-W{week:02}" for week in range(14, 40)]
DAYS = np.arange(31)
STAGES = ("received", "answered", "called_back", "recovered", "kept")


def complaints_result(language="en", *, known=True):
    received = 10 + np.arange(len(WEEKS)) % 7
    still = np.where(np.arange(len(WEEKS)) > 20, 3, 0)
    whole = pd.DataFrame({"week": WEEKS, "unit": "all", "received": received, "open": still})
    units = pd.concat([whole, whole.assign(unit="North", received=2, open=0)])
    counts = units.astype({"received": "Int64", "open": "Int64"})
    if not known:
        counts = counts.assign(open=pd.array([pd.NA] * len(counts), "Int64"))
    return made("complaints", counts.reset_index(drop=True), language)


def recovery_result(language="en"):
    share = np.where(DAYS > 27, np.nan, 0.9 ** (DAYS + 1))
    whole = pd.DataFrame({"unit": "all", "days": DAYS, "open_share": share})
    north = pd.DataFrame({"unit": "North", "days": [1, 5, 14], "open_share": [0.9, 0.8, 0.7]})
    small = pd.DataFrame({"unit": "South", "days": [1, 5, 14], "open_share": np.nan})
    quick = pd.DataFrame({"unit": "East", "days": [0, 1], "open_share": [0.4, 0.1]})
    frame = pd.concat([whole, north, small, quick], ignore_index=True)
    low, high = frame["open_share"] * 0.9, np.minimum(frame["open_share"] * 1.1, 1)
    blank = np.where(frame["open_share"].isna(), "too few cases", "")
    frame = frame.assign(at_risk=9, recovered=3, ci_low=low, ci_high=high, reason=blank)
    return made("recovery", frame, language)


def funnel_result(language="en"):
    frame = pd.DataFrame({
        "unit": "all", "step": STAGES, "n": pd.array([400, 390, pd.NA, 370, 3], "Int64"),
        "share_of_received": [1, 0.975, np.nan, 0.925, np.nan],
        "share_of_previous": [np.nan, 0.975, np.nan, 0.9487, np.nan],
        "known": pd.array([400, 400, pd.NA, 400, 4], "Int64"),
        "reason": ["", "", "not asked", "", "too few cases"],
    })  # fmt: skip
    return made("funnel", frame, language)


CHARTS = {
    "complaints": lambda language: complaints_result(language).plot.complaints(),
    "complaints, narrow": lambda language: complaints_result(language).plot.complaints(page=4.5),
    "recovery": lambda language: recovery_result(language).plot.recovery(),
    "recovery of a unit": lambda language: recovery_result(language).plot.recovery(unit="North"),
    "funnel": lambda language: funnel_result(language).plot.funnel(),
    "funnel, narrow": lambda language: funnel_result(language).plot.funnel(page=4.5),
}
RESULTS = {
    "complaints": complaints_result,
    "recovery": recovery_result,
    "funnel": funnel_result,
}
