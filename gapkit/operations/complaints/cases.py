"""What had become of each complaint on the day on which the register was closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from gapkit.operations.complaints.register import COUNTED, lacking
from gapkit.operations.units import by_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    import pandas as pd

    from gapkit.operations.desk import Desk

__all__ = ["REPEATED_WITHIN", "Cases", "cases_of"]

REPEATED_WITHIN: Final = 90
"""Days within which the same customer's next complaint of the same kind is a repeated one."""


@dataclass(frozen=True)
class Cases:
    """Complaints, and what had become of them.

    Parameters
    ----------
    frame
        A row a complaint: the register's fields, and ``day`` received, ``days`` from then until it
        was put right or, where it was not, until `as_of` (whole calendar days), ``open`` (not put
        right by then; None where its file has no column for that), ``repeated`` (None where no
        customer is named).
    as_of
        The day.
    recorded
        Fields that a file has a column for; of the others nothing is known. Of a customer, and of
        whether one was kept, something must stand in it.
    unknown
        Field → which complaints come from files without a column for it, shape (complaints,).
    """

    frame: pd.DataFrame
    as_of: date
    recorded: frozenset[str]
    unknown: Mapping[str, pd.Series[bool]] = field(default_factory=dict)

    def by_unit(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Return everything, as ``all``, then each unit by its name."""
        return by_unit(self.frame)

    def overdue(self, limit: int) -> pd.Series[bool]:
        """Return which complaints are still open after more days than a limit; shape (complaints,)."""
        return self.frame["open"].eq(True) & (self.frame["days"] > limit)


def cases_of(desk: Desk) -> Cases | None:
    """Return the complaints of a desk; None where there is no register of them, or nothing in it.

    Notes
    -----
    Days are calendar days: a complaint put right on the day on which it came took 0 days. Files
    often hold days without a time, and rules are written in days.
    """
    import pandas as pd

    frame = desk.log("complaints")
    if frame is None:
        return None
    rows = desk.rows["complaints"]
    last = pd.Timestamp(desk.as_of)
    day = frame["received"].dt.normalize()
    days = (frame["recovered"].dt.normalize().fillna(last) - day).dt.days
    unknown = {f: pd.Series(lacking(rows, f), frame.index) for f in COUNTED}
    is_open = frame["recovered"].isna().astype(object).mask(unknown["recovered"], None)
    made = frame.assign(day=day, days=days, open=is_open)
    recorded = {f for f, which in unknown.items() if not which.all()}
    recorded |= {f for f in ("customer", "kept") if _any(frame[f])}
    made = made.assign(repeated=_repeated(made))
    return Cases(made, desk.as_of, frozenset(recorded), unknown)


def _any(cells: pd.Series[Any]) -> bool:
    return bool((cells.notna() & cells.ne("")).any())


def _repeated(frame: pd.DataFrame) -> pd.Series[Any]:
    """Whether the same customer's last complaint of the same kind came not long before."""
    ordered = frame.sort_values("received", kind="stable")
    known = ordered["customer"].ne("")
    since = ordered["day"] - ordered.groupby(["customer", "kind"], sort=False)["day"].shift()
    again = since.dt.days.le(REPEATED_WITHIN).astype(object).where(known, None)
    return again.reindex(frame.index)
