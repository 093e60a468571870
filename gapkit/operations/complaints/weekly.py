"""The table `complaints`: what became of the complaints that each week brought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.operations.complaints.register import LATER

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.operations.complaints.cases import Cases

__all__ = ["WEEKLY_COLUMNS", "iso_weeks", "weekly_frame"]

WEEKLY_COLUMNS: Final = (
    "week", "unit", "received", "chased", "escalated", "skipped", "reported", "answered",
    "called_back", "recovered", "open", "repeated",
)  # fmt: skip
"""Columns in their order."""

NEEDS: Final = {"open": "recovered", "repeated": "customer"}
"""Count → the field without which nothing is known of it, where that is not its own."""


def weekly_frame(cases: Cases) -> pd.DataFrame:
    """Count complaints by week and unit.

    Returns
    -------
    pandas.DataFrame
        `WEEKLY_COLUMNS`, all of them counts of the complaints *received* in that week: a row each
        ISO week (``2026-W31``) from the first to the last, also of weeks without a complaint, and
        each unit, ``all`` first. ``escalated``: to any level; ``reported``: to a level that was
        skipped, afterwards; ``open``: not put right by the day of the register; ``repeated``: the
        same customer's next of the same kind (`gapkit.operations.complaints.cases.REPEATED_WITHIN`). Blank
        where no file has a column for it; ``open`` where none says when complaints were put right,
        ``repeated`` where no customer is named.
    """
    import pandas as pd

    counts = _counted(cases)
    counts = pd.concat([counts.loc[part.index].assign(unit=unit) for unit, part in cases.by_unit()])
    made = counts.groupby(["unit", "week"], sort=False).sum()
    weeks = iso_weeks(pd.date_range(cases.frame["day"].min(), cases.frame["day"].max()).to_series())
    every = pd.MultiIndex.from_product([counts["unit"].unique(), weeks.unique()])
    frame = made.reindex(every.set_names(["unit", "week"]), fill_value=0).reset_index()
    unknown = [c for c in WEEKLY_COLUMNS[2:] if not _is_recorded(c, cases)]
    frame[unknown] = pd.NA
    order = pd.Categorical(frame["week"], weeks.unique())
    frame = frame.assign(at=order).sort_values("at", kind="stable")[list(WEEKLY_COLUMNS)]
    return frame.astype(dict.fromkeys(WEEKLY_COLUMNS[2:], "Int64")).reset_index(drop=True)


def iso_weeks(days: pd.Series[Any]) -> pd.Series[Any]:
    """Return the ISO 8601 week of each day.

    Examples
    --------
    >>> import pandas as pd
    >>> iso_weeks(pd.Series(pd.to_datetime(["2026-07-27", "2027-01-01"]))).tolist()
    ['2026-W31', '2026-W53']
    """
    parts = days.dt.isocalendar()
    weeks: pd.Series[Any] = (
        parts["year"].astype(str) + "-W" + parts["week"].astype(str).str.zfill(2)
    )
    return weeks


def _counted(cases: Cases) -> pd.DataFrame:
    """Return a row a complaint: its week, and 1 under all that is true of it."""
    import pandas as pd

    frame = cases.frame
    true = {c: frame[c].eq(True) for c in ("chased", "skipped", "reported", "open", "repeated")}
    came = {c: frame[c].notna() for c in LATER}
    flags = {"escalated": frame["escalated"].gt(0), **true, **came}
    counts = pd.DataFrame(flags, index=frame.index).astype("int64")
    return counts.assign(week=iso_weeks(frame["day"]), received=1)


def _is_recorded(column: str, cases: Cases) -> bool:
    return column == "received" or NEEDS.get(column, column) in cases.recorded
