"""Columns of time stamps: the times are cut off before the days are read, since days repeat and stamps do not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from gapkit.ingest.periods import period_of_date

if TYPE_CHECKING:
    from gapkit.ingest.periods import DateOrder

__all__ = ["Dates", "without_times"]

_STAMP: Final = (
    r"^\s*([0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4})(?:T| +)[0-9]{1,2}:[0-9]{2}[^\r\n]*$"
)
"""What `period_of_date` reads in the same way with and without the time; all else is left as it is."""

_TIME_OF_FORMAT: Final = re.compile(r"%[-#]?[HIMSpfzZTXRrcs]")


@dataclass(frozen=True)
class Dates:
    """What turns a cell's date into the period that it falls in; see `period_of_date`.

    Parameters
    ----------
    period
        ``year``, ``quarter`` or ``month``.
    order
        What stands first in ``03/04/2026``.
    written
        A strptime format that overrules all recognition.

    Examples
    --------
    >>> Dates("quarter")("2026-07-01 09:03"), Dates("month")(" "), Dates("year")("soon")
    ('2026Q3', '', None)
    """

    period: str
    order: DateOrder = "day"
    written: str | None = None

    def __call__(self, text: str) -> str | None:
        """Return the period, empty for an empty cell, None where the cell is no date."""
        if not text.strip():
            return ""
        return period_of_date(text, self.period, self.order, self.written)

    @property
    def needs_times(self) -> bool:
        """Whether the format speaks of times, so that they must not be cut off."""
        return bool(self.written and _TIME_OF_FORMAT.search(self.written))


def without_times(array: pa.Array) -> pa.Array:
    """Return a column of dates without the times after them, by each stamp's own clock.

    Examples
    --------
    >>> without_times(pa.array(["2026/07/01 9:03:10 AM GMT+8", "2026-07-01", "soon 9:03"])).to_pylist()
    ['2026/07/01', '2026-07-01', 'soon 9:03']
    """
    import pyarrow.compute as pc

    kind = array.type
    if pa.types.is_timestamp(kind):
        return (pc.local_timestamp(array) if kind.tz else array).cast(pa.date32(), safe=False)
    if pa.types.is_floating(kind):
        return pc.floor(array)
    if pa.types.is_string(kind) or pa.types.is_binary(kind):
        return pc.replace_substring_regex(array, _STAMP, r"\1")
    return array
