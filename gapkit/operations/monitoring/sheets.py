"""The table `check_sheets`: every sheet as it was filled in, for the monthly appraisal of agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.operations.monitoring.calls import columns_of
from gapkit.operations.monitoring.checks import NAME
from gapkit.operations.months import months_of
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.operations.desk import Desk
    from gapkit.results import Result

__all__ = ["SHEET_COLUMNS", "check_sheets", "sheets_frame"]

FIRST: Final = ("month", "day", "unit", "agent", "monitor", "call", "overall")
LAST: Final = ("critical_errors", "notes")

SHEET_COLUMNS: Final = (*FIRST, *LAST)
"""Columns in their order; those of dimensions stand after ``overall``."""


def check_sheets(desk: Desk) -> Iterator[Result]:
    """Yield the table, where monitors' sheets name agents."""
    if desk.log(NAME) is None:
        return
    frame = sheets_frame(desk)
    said = Phrase("check_sheets.said", {"sheets": len(frame), "months": frame["month"].nunique()})
    yield desk.result("check_sheets", frame, (said,))


def sheets_frame(desk: Desk) -> pd.DataFrame:
    """Return every sheet, a row each, by month and agent.

    Returns
    -------
    pandas.DataFrame
        ``month``, ``day``, ``unit``, ``agent``, ``monitor``, ``call``; the scores in points of the
        scale, ``overall`` and a column a dimension, called by its id; ``critical_errors``, blank
        where nothing counts them; ``notes`` as the monitor wrote them. Scores are those of that
        sheet alone, also where another monitor scored the same call. Nothing is added up, and no
        pay follows: a handful of scores a month is too few for that.
    """
    sheets = desk.rows[NAME].frame
    scores = {column: column.partition(".")[2] for column in columns_of(sheets, "dimension.")}
    frame = sheets.assign(
        month=months_of(sheets["day"]),
        day=sheets["day"].dt.strftime("%Y-%m-%d"),
        critical_errors=sheets["critical"].astype("Float64").astype("Int64"),
    ).rename(columns=scores)
    ordered = frame.sort_values(["month", "unit", "agent", "day"], kind="stable")
    return ordered[[*FIRST, *scores.values(), *LAST]].reset_index(drop=True)
