"""The tables `funnel` (how far complaints come) and `overdue` (which have been open too long)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.operations.complaints.recovery import share_of
from gapkit.operations.complaints.register import LATER
from gapkit.operations.reasons import NOT_ASKED
from gapkit.stats.reasons import TOO_FEW_CASES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.operations.complaints.cases import Cases
    from gapkit.options import Options

__all__ = ["FUNNEL_COLUMNS", "OVERDUE_COLUMNS", "STAGES", "funnel_frame", "overdue_frame"]

STAGES: Final = ("received", *LATER, "kept")
"""Stages of a complaint, as far as it may come."""

FUNNEL_COLUMNS: Final = (
    "unit", "step", "n", "share_of_received", "share_of_previous", "known", "reason",
)  # fmt: skip
"""Columns of `funnel` in their order."""

OVERDUE_COLUMNS: Final = (
    "id", "unit", "received", "kind", "dimension", "open_days", "limit_days", "chased", "escalated",
)  # fmt: skip
"""Columns of `overdue` in their order."""


def funnel_frame(cases: Cases, options: Options) -> pd.DataFrame:
    """Tell how many complaints came to each stage.

    Returns
    -------
    pandas.DataFrame
        `FUNNEL_COLUMNS`: a row a unit and stage. ``n``: complaints that came to it; ``known``:
        those of which it is known (their file has a column for it; of customers kept, an entry);
        ``share_of_received`` = n ÷ known; ``share_of_previous``: of those known that came to the
        stage before (the last one that any came to), the share that came to this one, too, so that
        it is never above 1. Shares of
        fewer than `min_n` are blank, and all of a stage that the register does not know
        (``not asked``).
    """
    import pandas as pd

    rows = [row for unit, part in cases.by_unit() for row in _stages(unit, part, cases, options)]
    frame = pd.DataFrame(rows, columns=list(FUNNEL_COLUMNS))
    return frame.astype({"n": "Int64", "known": "Int64"})


def _stages(
    unit: str, part: pd.DataFrame, cases: Cases, options: Options
) -> Iterator[tuple[Any, ...]]:
    nan = float("nan")
    before: str | None = None
    for stage in STAGES:
        if stage != "received" and stage not in cases.recorded:
            yield unit, stage, None, nan, nan, None, NOT_ASKED
            continue
        came, known = _came(part, stage), _known(part, stage, cases)
        n, people = int(came.sum()), int(known.sum())
        of_all = share_of(n, people, options)[0]
        of_previous = nan
        if before:
            earlier = _came(part, before) & known
            of_previous = share_of(int((earlier & came).sum()), int(earlier.sum()), options)[0]
        blank = of_all != of_all or (before is not None and of_previous != of_previous)
        yield unit, stage, n, of_all, of_previous, people, TOO_FEW_CASES if blank else ""
        before = stage if n else before


def _came(part: pd.DataFrame, stage: str) -> pd.Series[bool]:
    return part["kept"].eq(True) if stage == "kept" else part[stage].notna()


def _known(part: pd.DataFrame, stage: str, cases: Cases) -> pd.Series[bool]:
    if stage in cases.unknown:
        return ~cases.unknown[stage].loc[part.index]
    return part[stage].notna()


def overdue_frame(cases: Cases, limit: int) -> pd.DataFrame:
    """List the complaints that have been open for too long, the oldest first.

    Parameters
    ----------
    limit
        Days; open for just so many is not too long.

    Returns
    -------
    pandas.DataFrame
        `OVERDUE_COLUMNS`, a row a complaint; ``chased`` is ``yes``, ``no`` or blank, ``escalated``
        the level. A complaint without a number is named by its file and record. Empty where the
        register does not say when complaints were put right.
    """
    import numpy as np

    frame = cases.frame
    rows = frame[cases.overdue(limit)].sort_values(
        ["days", "received"], ascending=[False, True], kind="stable"
    )
    place = rows["file"] + ":" + rows["record"].astype(str)
    chased = np.select([rows["chased"].eq(True), rows["chased"].eq(False)], ["yes", "no"], "")
    made = rows.assign(
        id=rows["id"].where(rows["id"].ne(""), place), received=rows["day"].dt.strftime("%Y-%m-%d"),
        open_days=rows["days"], limit_days=limit, chased=chased,
    )  # fmt: skip
    counts = dict.fromkeys(("open_days", "limit_days", "escalated"), "Int64")
    return made[list(OVERDUE_COLUMNS)].astype(counts).reset_index(drop=True)
