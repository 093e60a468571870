"""The table `control`: each gap over all waves, with limits where there are waves enough for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.comparison.readings import ROW, labelled
from gapkit.gaps.table import in_order
from gapkit.stats.control_limits import FEWEST_WAVES, beyond, control_limits, long_runs
from gapkit.stats.mean_tests import t_test

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from gapkit.gaps.inventory import Inventory
    from gapkit.options import Options

__all__ = ["CONTROL_COLUMNS", "control_frame"]

CONTROL_COLUMNS: Final = (
    "wave", *ROW, "kind", "n", "estimate", "ci_low", "ci_high", "mean_left", "mean_right", "centre",
    "limit_low", "limit_high", "signal", "reason", "label",
)  # fmt: skip
"""Columns in their order."""

LEVELS: Final = ("dimension", "overall")


def control_frame(
    found: pd.DataFrame,
    inventory: Inventory,
    options: Options,
    waves: Sequence[str],
    segments: Sequence[str],
) -> pd.DataFrame:
    """Return each gap by wave, with its centre, limits and signals.

    Parameters
    ----------
    found
        `gapkit.comparison.readings.readings` of all waves.
    waves, segments
        In their order.

    Returns
    -------
    pandas.DataFrame
        `CONTROL_COLUMNS`, one row a wave, segment, value, gap, and dimension or overall. ``kind``
        is ``control`` from `gapkit.stats.control_limits.FEWEST_WAVES` waves on: limits from the
        first so many, then held. With fewer it is ``run``: ``centre`` is the median, and there are
        no limits. ``signal``: ``beyond`` the limits, ``run`` of many waves on one side, else blank.
        A wave that was asked other items than the last has no figure (``not asked``). Empty with fewer than two waves.
    """
    import pandas as pd

    rows = found[found["level"].isin(LEVELS)] if len(found) else found
    if rows.empty or len(waves) < 2:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in CONTROL_COLUMNS})
    place = {wave: k for k, wave in enumerate(waves)}
    rows = rows.assign(at=rows["wave"].map(place)).sort_values("at", kind="stable")
    last = rows.groupby(["gap", "level", "key"], sort=False)["asked"].transform(_last_asked)
    same = (rows["asked"] == last).to_numpy()
    test = t_test(
        rows["gap_mean"].where(same).astype(float), rows["gap_se"].astype(float),
        rows["gap_df"].astype(float), confidence=options.confidence,
    )  # fmt: skip
    nobody = np.where(rows["people"] == 0, "nobody answered", "")
    other = ~same & (rows["asked"] != "").to_numpy()
    frame = rows.assign(
        n=rows["people"], estimate=test.estimate, se=np.where(same, test.se, np.nan),
        ci_low=np.where(same, test.ci_low, np.nan), ci_high=np.where(same, test.ci_high, np.nan),
        mean_left=rows["left_mean"].where(same), mean_right=rows["right_mean"].where(same),
        reason=np.where(other, "not asked", nobody).astype(object),
        label=labelled(rows, inventory, options),
    )  # fmt: skip
    charts = [_charted(table) for _, table in frame.groupby(list(ROW), sort=False)]
    ordered = in_order(pd.concat(charts, ignore_index=True), segments)
    return ordered[list(CONTROL_COLUMNS)].astype({"n": "Int64"})


def _last_asked(asked: pd.Series[Any]) -> str:
    said = asked[asked != ""]
    return str(said.iloc[-1]) if len(said) else ""


def _charted(table: pd.DataFrame) -> pd.DataFrame:
    """Return the waves of one row with centre, limits and signals."""
    figure, se = table["estimate"].to_numpy(np.float64), table["se"].to_numpy(np.float64)
    known = np.isfinite(figure) & (se > 0)
    blank = np.full(len(table), np.nan)
    low, high, signal = blank.copy(), blank.copy(), np.full(len(table), "", object)
    enough = int(known.sum()) >= FEWEST_WAVES
    centre = float(np.median(figure[known])) if known.any() else np.nan
    if enough:
        limits = control_limits(figure[known], se[known])
        centre, low[known], high[known] = limits.centre, limits.low, limits.high
        marks = np.where(beyond(figure[known], limits), "beyond", "")
        signal[known] = np.where((marks == "") & long_runs(figure[known], centre), "run", marks)
    kind = "control" if enough else "run"
    return table.assign(kind=kind, centre=centre, limit_low=low, limit_high=high, signal=signal)
