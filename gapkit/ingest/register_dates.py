"""Dates of a register: its columns are read together, since they are written in one way by one clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.ingest.moments import stamps
from gapkit.ingest.periods import is_slashed, order_of_dates, parted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from gapkit.ingest.moments import Stamps

__all__ = ["Dates", "read_dates"]

NO_DATE: Final = np.datetime64("NaT")


@dataclass(frozen=True)
class Dates:
    """A column of dates; arrays of shape (cells,).

    Parameters
    ----------
    day, moment
        ``datetime64[s]``, NaT where there is none: the day, and the day with its time.
    unclear
        03/04/2026, where nothing in the file tells day from month.
    moved
        Whether the cell names another time zone than most, so that `moment` is not as it is written.
    """

    day: NDArray[np.datetime64]
    moment: NDArray[np.datetime64]
    unclear: NDArray[np.bool_]
    moved: NDArray[np.bool_]


def read_dates(columns: Mapping[str, Sequence[str]]) -> dict[str, Dates]:
    """Read the columns of dates of one file.

    What stands first in 03/04/2026 is decided by the column, or by all of them where it does not
    tell. Moments are put on one clock, that of most of the file, so that they can be subtracted and
    fall on the days that people there called so; days are those of each stamp's own clock.

    Parameters
    ----------
    columns
        Name → cells.

    Examples
    --------
    >>> read = read_dates({"received": ["03/04/2026"], "answered": ["13/04/2026 09:30"]})
    >>> str(read["received"].day[0]), str(read["answered"].moment[0])
    ('2026-04-03T00:00:00', '2026-04-13T09:30:00')
    """
    parts = {name: [parted(text) for text in texts] for name, texts in columns.items()}
    written = {name: {day for day, _ in of} for name, of in parts.items()}
    orders = {name: order_of_dates(days, "month") for name, days in written.items()}
    common = order_of_dates(set().union(*written.values()), "month")
    read = {name: stamps(of, orders[name] or common) for name, of in parts.items()}
    here = _usual([of.east for of in read.values()])
    return {
        name: _dates(of, here, _unclear(parts[name], orders[name] or common))
        for name, of in read.items()
    }


def _usual(zones: Sequence[NDArray[np.float64]]) -> float:
    """Return the zone that most stamps name, in seconds ahead of Greenwich; NaN where none does."""
    named = np.concatenate([east[~np.isnan(east)] for east in zones]) if zones else np.zeros(0)
    values, counts = np.unique(named, return_counts=True)
    return float(values[counts.argmax()]) if len(values) else float("nan")


def _unclear(parts: Sequence[tuple[str, str]], order: str | None) -> NDArray[np.bool_]:
    if order is not None:
        return np.zeros(len(parts), bool)
    return np.array([is_slashed(day) for day, _ in parts], bool)


def _dates(read: Stamps, here: float, unclear: NDArray[np.bool_]) -> Dates:
    moved = ~np.isnan(read.east) & (read.east != here)
    to_here = np.where(moved, here - read.east, 0)
    return Dates(_stamped(read.day), _stamped(read.day + read.time + to_here), unclear, moved)


def _stamped(seconds: NDArray[np.float64]) -> NDArray[np.datetime64]:
    unread = np.isnan(seconds)
    whole = np.where(unread, 0, np.rint(seconds)).astype("int64").astype("datetime64[s]")
    whole[unread] = NO_DATE
    return whole
