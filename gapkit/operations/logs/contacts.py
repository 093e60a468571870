"""The table `contacts`: how many by month, unit and kind, and how many complaints and praise they bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.ingest.register_rows import ALL
from gapkit.operations.logs.words import PER, contact_sentences, span_of
from gapkit.operations.months import cut_months, months_of
from gapkit.operations.reasons import NOT_RECORDED, PART_OF_MONTH
from gapkit.operations.units import by_part, by_unit
from gapkit.stats.reasons import TOO_FEW_CASES
from gapkit.stats.shares import wilson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.operations.desk import Desk
    from gapkit.options import Options
    from gapkit.results import Result

__all__ = ["CONTACT_COLUMNS", "contacts"]

CONTACT_COLUMNS: Final = (
    "month", "unit", "kind", "contacts", "closed_same_day", "share_same_day", "ci_low", "ci_high",
    "complaints", "complaints_per_1000", "praise", "praise_per_1000", "reason",
)  # fmt: skip
"""Columns in their order."""

COUNTS: Final = ("closed_same_day", "complaints", "praise")
"""What is counted beside the contacts, and set against them."""

REASONS: Final = (TOO_FEW_CASES, NOT_RECORDED, PART_OF_MONTH)
"""Why a figure is blank, or smaller than it looks; the first that holds."""


def contacts(desk: Desk) -> Iterator[Result]:
    """Yield the table `contacts`, where there is a log of them.

    Its columns are `CONTACT_COLUMNS`, one row a month, unit and kind, with rows for all units and all
    kinds (``all``). ``share_same_day`` = closed on the same day ÷ contacts, with Wilson's interval;
    ``complaints_per_1000`` and ``praise_per_1000`` are for each 1,000 contacts; each figure is taken
    over the rows in which it was written down. Complaints come from the log's own column; where it
    has none, the register of complaints is counted by month and unit, which tells nothing of the
    kinds of contacts. A figure that nobody wrote down is blank, ``not recorded``.
    """
    import pandas as pd

    log = desk.log("contacts")
    if log is None:
        return
    frame = log.assign(month=months_of(log["day"]))
    registered = None if frame["complaints"].notna().any() else _registered(desk)
    records = [
        _row(rows, month, unit, kind, registered)
        for unit, of_unit in by_unit(frame)
        for kind, of_kind in by_part(of_unit, "kind")
        for month, rows in of_kind.groupby("month", sort=False)
    ]
    # units and kinds stand in their order already
    made = pd.DataFrame(records).sort_values("month", kind="stable", ignore_index=True)
    cut = made["month"].isin(cut_months(*span_of(desk, "contacts"))).to_numpy()
    made = _with_shares(made, cut, desk.options)
    yield desk.result("contacts", made, contact_sentences(made, desk))


def _row(
    rows: pd.DataFrame, month: Any, unit: str, kind: str,
    registered: Callable[[str, str], float] | None,
) -> Mapping[str, Any]:  # fmt: skip
    """Return the counts of a month, and ``…_of``: the contacts that each was counted beside."""
    came = rows["contacts"]
    row = {"month": str(month), "unit": unit, "kind": kind, "contacts": came.sum()}
    for name in COUNTS:
        known = rows[name].notna()
        row[name] = rows.loc[known, name].sum() if known.any() else np.nan
        row[f"{name}_of"] = came[known].sum()
    if registered is not None and kind == ALL:
        row |= {"complaints": registered(str(month), unit), "complaints_of": came.sum()}
    return row


def _registered(desk: Desk) -> Callable[[str, str], float] | None:
    """Return what counts the register of complaints by month and unit; None where there is none.

    A month before its first complaint or after the day on which it was closed is not covered by it;
    nor is a unit where the register names none.
    """
    register = desk.log("complaints")
    if register is None:
        return None
    received = register["received"]
    last = desk.department.as_of or received.max()
    covered = f"{received.min():%Y-%m}", f"{last:%Y-%m}"
    months = months_of(received)
    counts = {unit: months[part.index].value_counts() for unit, part in by_unit(register)}

    def count(month: str, unit: str) -> float:
        if not covered[0] <= month <= covered[1] or (unit not in counts and len(counts) == 1):
            return float("nan")
        of_unit = counts.get(unit)
        return 0.0 if of_unit is None else float(of_unit.get(month, 0))

    return count


def _with_shares(made: pd.DataFrame, cut: NDArray[np.bool_], options: Options) -> pd.DataFrame:
    """Add what the counts are of the contacts that they stand beside; of few, nothing."""
    fewest = max(options.min_n, 1)
    beside = {name: made[f"{name}_of"].where(made[f"{name}_of"] >= fewest) for name in COUNTS}
    shares = {name: (made[name] / of).astype(float) for name, of in beside.items()}
    closed = beside["closed_same_day"].fillna(0)
    low, high = wilson(made["closed_same_day"], closed, options.confidence)
    blank = np.logical_or.reduce([share.isna() for share in shares.values()])
    few = (made["contacts"] < fewest).to_numpy()
    made = made.assign(
        share_same_day=shares["closed_same_day"],
        ci_low=low,
        ci_high=high,
        complaints_per_1000=PER * shares["complaints"],
        praise_per_1000=PER * shares["praise"],
        reason=np.select([few, blank, cut], REASONS, "").astype(object),
    )
    return made[list(CONTACT_COLUMNS)].astype(dict.fromkeys(("contacts", *COUNTS), "Int64"))
