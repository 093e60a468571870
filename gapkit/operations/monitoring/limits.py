"""The table `limits`: monthly means and shares below the target, with the limits of a steady process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.ingest.register_rows import ALL
from gapkit.operations.monitoring.calls import calls_of
from gapkit.operations.monitoring.checks import NAME
from gapkit.operations.monitoring.targets import below, targets_of_desk
from gapkit.operations.units import by_unit
from gapkit.stats.control_limits import (
    FEWEST_WAVES,
    beyond,
    mean_limits,
    pooled_sd,
    proportion_limits,
)
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.operations.desk import Desk
    from gapkit.results import Result

__all__ = ["LIMIT_COLUMNS", "limits", "limits_frame"]

LIMIT_COLUMNS: Final = (
    "month", "unit", "chart", "n", "value", "centre", "lower", "upper", "outside",
)  # fmt: skip
"""Columns in their order."""


def limits(desk: Desk) -> Iterator[Result]:
    """Yield the table, where calls were scored in two months or more."""
    if desk.log(NAME) is None:
        return
    frame = limits_frame(desk)
    if frame["month"].nunique() > 1:
        yield desk.result("limits", frame, _sentences(frame, desk))


def limits_frame(desk: Desk) -> pd.DataFrame:
    """Return each month's figures and limits, of each unit and the whole.

    Returns
    -------
    pandas.DataFrame
        `LIMIT_COLUMNS`. ``chart``: ``mean``, where ``value`` is the mean overall score of the
        month's calls in points of the scale, or ``below``, where it is the share of them below the
        target. ``n``: calls. ``centre``, ``lower``, ``upper``: what a steady process would keep
        to. ``outside``: ``yes`` or ``no``; blank where there are no limits, since no month has two
        calls. A month without a call has no row.

    Notes
    -----
    Shewhart's x̄ and p charts (`gapkit.stats.control_limits`): the spread is that of calls within a
    month, so that a handful of months will do. The first twelve months make the limits.
    """
    import pandas as pd

    calls = calls_of(desk.rows[NAME].frame)
    calls["missed"] = below(
        calls["overall"], targets_of_desk(desk)["overall"], desk.instrument.scale.direction
    )
    parts = [_charts(of_unit).assign(unit=unit) for unit, of_unit in by_unit(calls)]
    frame = pd.concat(parts, ignore_index=True)
    return frame[list(LIMIT_COLUMNS)].astype({"n": "Int64"})


def _charts(calls: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    by = calls.groupby("month", sort=True)
    n, mean, missed = by.size(), by["overall"].mean(), by["missed"].sum()
    sd = pooled_sd(by["overall"].std().to_numpy(), n.to_numpy())
    charts: dict[str, Any] = {
        "mean": (mean, mean_limits(mean, n, sd)),
        "below": (missed / n, proportion_limits(missed, n)),
    }
    frames = []
    for chart, (value, found) in charts.items():
        outside = np.where(beyond(value, found), "yes", "no")
        known = np.isfinite(found.low)
        frames.append(pd.DataFrame({
            "month": list(n.index), "chart": chart, "n": n.to_numpy(), "value": value.to_numpy(float),
            "centre": found.centre, "lower": found.low, "upper": found.high,
            "outside": np.where(known, outside, "").astype(object),
        }))  # fmt: skip
    return pd.concat(frames, ignore_index=True)


def _sentences(frame: pd.DataFrame, desk: Desk) -> tuple[Phrase, ...]:
    """Say which months fall outside, of the whole; and how many months the limits rest on."""
    whole = frame[frame["unit"] == ALL]
    months = int(whole["month"].nunique())
    said = [
        _outside(chart, whole[(whole["chart"] == chart) & (whole["outside"] == "yes")], desk)
        for chart in ("mean", "below")
    ]
    looked = frame[(frame["unit"] != ALL) & (frame["outside"] != "")]
    units = looked[looked["outside"] == "yes"]
    if len(units):
        say = desk.options.words
        names = say.list([say.unit(unit) for unit in dict.fromkeys(units["unit"])])
        values = {"count": len(units), "looked": len(looked), "units": names}
        said.append(Phrase("limits.units", values))
    if months < FEWEST_WAVES:
        said.append(Phrase("limits.few", {"months": months, "fewest": FEWEST_WAVES}))
    return tuple(said)


def _outside(chart: str, rows: pd.DataFrame, desk: Desk) -> Phrase:
    if rows.empty:
        return Phrase(f"limits.{chart}_steady")
    return Phrase(
        f"limits.{chart}_outside", {"months": desk.options.words.list(list(rows["month"]))}
    )
