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
    from numpy.typing import NDArray

    from gapkit.gaps.inventory import Inventory
    from gapkit.options import Options
    from gapkit.stats.frequencies import Floats

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
        A wave that was asked other items than the last has no figure (``not asked``). Empty with
        fewer than two waves.
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
        n=rows["people"], estimate=test.estimate,
        ci_low=np.where(same, test.ci_low, np.nan), ci_high=np.where(same, test.ci_high, np.nan),
        mean_left=rows["left_mean"].where(same), mean_right=rows["right_mean"].where(same),
        reason=np.where(other, "not asked", nobody).astype(object),
        label=labelled(rows, inventory, options),
    )  # fmt: skip
    charted = frame.assign(**_charts(frame, test.estimate, np.where(same, test.se, np.nan)))
    ordered = in_order(charted.reset_index(drop=True), segments)
    return ordered[list(CONTROL_COLUMNS)].astype({"n": "Int64"})


def _last_asked(asked: pd.Series[Any]) -> str:
    said = asked[asked != ""]
    return str(said.iloc[-1]) if len(said) else ""


def _charts(frame: pd.DataFrame, figure: Floats, se: Floats) -> dict[str, NDArray[Any]]:
    """Return kind, centre, limits and signals; `frame` has its waves in their order."""
    rows = len(frame)
    found: dict[str, NDArray[Any]] = {
        "kind": np.full(rows, "run", object),
        "signal": np.full(rows, "", object),
        **{name: np.full(rows, np.nan) for name in ("centre", "limit_low", "limit_high")},
    }
    usable = np.isfinite(figure) & (se > 0)
    number = frame.groupby(list(ROW), sort=False).ngroup().to_numpy()
    order = np.argsort(number, kind="stable")
    for at in np.split(order, np.flatnonzero(np.diff(number[order])) + 1):
        known = at[usable[at]]
        if len(known) < FEWEST_WAVES:
            found["centre"][at] = np.median(figure[known]) if len(known) else np.nan
            continue
        limits = control_limits(figure[known], se[known])
        marks = np.where(long_runs(figure[known], limits.centre), "run", "")
        found["kind"][at], found["centre"][at] = "control", limits.centre
        found["limit_low"][known], found["limit_high"][known] = limits.low, limits.high
        found["signal"][known] = np.where(beyond(figure[known], limits), "beyond", marks)
    return found
