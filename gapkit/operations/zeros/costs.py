"""What serving customers costs, by wave and unit: the register of costs, and its ratios."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gapkit.ingest.register import Field
from gapkit.operations.form import Form
from gapkit.operations.plausible import parts_within, without_same_rows
from gapkit.operations.reasons import NOT_ASKED
from gapkit.operations.units import by_unit
from gapkit.stats.reasons import TOO_FEW_CASES
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.ingest.register import Rows

__all__ = ["FORM", "RATIOS", "RATIO_COLUMNS", "Ratio", "ratios"]


@dataclass(frozen=True)
class Ratio:
    """A figure that is one column of the register for each of another.

    Parameters
    ----------
    top, bottom
        Columns: what is divided, and by what.
    stock
        Whether `bottom` counts what is there (customers), so that periods are averaged; else what
        happened in each period (transactions, attempts), so that they are added.
    """

    top: str
    bottom: str
    stock: bool = False


RATIOS: Final[Mapping[str, Ratio]] = {
    "per_customer": Ratio("service_cost", "customers", stock=True),
    "per_transaction": Ratio("service_cost", "transactions"),
    "per_new_customer": Ratio("acquisition_cost", "new_customers"),
    "first_attempt": Ratio("first_successes", "attempts"),
}
"""Measure → what it is made of. Money in the file's own; ``first_attempt`` is a share, 0 to 1."""

FEWEST_PERIODS: Final = 3
"""Of fewer it cannot be said how far apart they should be."""

RATIO_COLUMNS: Final = ("wave", "unit", "measure", "n", "value", "total", "reason")
"""Columns of `ratios` in their order."""


def ratios(frame: pd.DataFrame) -> pd.DataFrame:
    """Return cost for each customer, transaction and new customer, and success at first attempt.

    Parameters
    ----------
    frame
        Rows of the register, as `FORM` reads and checks them.

    Returns
    -------
    pandas.DataFrame
        `RATIO_COLUMNS`, a row a measure, unit (``all`` is everything in the file) and wave, in the
        order in which they come. ``n``: how many it is for each of (customers: the mean of the
        periods). ``value`` = Σ top ÷ Σ bottom over the rows that have both. ``total``: top for one
        period. Blank ``value`` with ``reason`` ``not asked`` where no row has both, ``too few cases``
        where there was nobody to divide by. A measure of which the file has nothing has no rows.

    Notes
    -----
    A period is what a row stands for, mostly a month or a quarter. A wave of three months and one
    that the file's end cuts to two are comparable, since cost *for each customer and period* is
    Σ cost ÷ Σ customers over the periods.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"wave": "2026Q1", "unit": "North", "customers": [90, 110],
    ...                       "service_cost": [500.0, 700.0]})
    >>> ratios(frame)[["unit", "measure", "n", "value", "total"]].values.tolist()
    [['all', 'per_customer', 100, 6.0, 600.0], ['North', 'per_customer', 100, 6.0, 600.0]]
    """
    import pandas as pd

    there = [name for name, ratio in RATIOS.items() if _is_there(frame, ratio)]
    found = [
        {"measure": name, "unit": unit, "wave": wave, **_ratio(rows, RATIOS[name])}
        for name in there
        for unit, of_unit in by_unit(frame)
        for wave, rows in of_unit.groupby("wave", sort=False)
    ]
    made = pd.DataFrame(found, columns=list(RATIO_COLUMNS))
    return made.astype({"n": "Int64", "value": float, "total": float})


def _is_there(frame: pd.DataFrame, ratio: Ratio) -> bool:
    return all(c in frame and frame[c].notna().any() for c in (ratio.top, ratio.bottom))


def _ratio(rows: pd.DataFrame, ratio: Ratio) -> dict[str, Any]:
    both = rows[rows[ratio.top].notna() & rows[ratio.bottom].notna()]
    if both.empty:
        return {"n": None, "value": float("nan"), "total": float("nan"), "reason": NOT_ASKED}
    top, bottom = float(both[ratio.top].sum()), float(both[ratio.bottom].sum())
    # units stand beside each other in a period, and periods follow each other within a unit
    periods = int(both.groupby("unit").size().max())
    n = round(bottom / periods) if ratio.stock else round(bottom)
    if bottom == 0:
        return {"n": n, "value": float("nan"), "total": top / periods, "reason": TOO_FEW_CASES}
    return {"n": n, "value": top / bottom, "total": top / periods, "reason": ""}


def _checked(rows: Rows) -> Rows:
    """Let one row stand for a unit's period; blank successes that outnumber the attempts.

    Costs and counts below 0 were blanked when they were read, and told.
    """
    rows = without_same_rows(rows, FIELDS, rows.frame["day"].notna().to_numpy(bool))
    frame = rows.frame
    older = frame["day"].notna() & frame.duplicated(["wave", "unit", "day"], keep="last")
    rows = rows.without(older.to_numpy(bool), Phrase("ledger.aside.costs_again"))
    told = "ledger.register.more_than_attempts"
    rows = parts_within(rows, "first_successes", "attempts", told)
    longer = _stand_apart(rows.frame)
    return rows.noted(longer, "day", Phrase("ledger.register.longer_period"))


def _stand_apart(frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether a row lies much further from its unit's next one than others do, shape (rows,).

    Quarters among months look so: what such a row costs is the cost of a longer period.
    """
    import numpy as np

    apart = np.zeros(len(frame), bool)
    months = frame["day"].dt.year * 12 + frame["day"].dt.month
    for _, mine in months.dropna().groupby(frame["unit"]):
        known = np.unique(mine.to_numpy(int))
        if len(known) < FEWEST_PERIODS:
            continue
        steps = np.diff(known)
        nearest = np.minimum(np.append(steps, steps[-1]), np.insert(steps, 0, steps[0]))
        far = known[nearest > 2 * nearest.min()]
        apart[mine.index[mine.isin(far)]] = True
    return apart


FIELDS: Final = (
    Field("day", "period"),
    Field("customers", "count"),
    Field("transactions", "count"),
    Field("service_cost", "amount"),
    Field("new_customers", "count"),
    Field("acquisition_cost", "amount"),
    Field("attempts", "count"),
    Field("first_successes", "count"),
)
"""Columns: a row is a unit's month or quarter, ``day`` any day of it, or its name; money in one currency."""

FORM: Final = Form(FIELDS, "day", _checked, events=False)
