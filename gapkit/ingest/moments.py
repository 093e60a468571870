"""Time stamps as moments that can be subtracted: 上午 and 下午, AM and PM, and zones as people mean them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.ingest.periods import day_of_stamp, order_of_dates
from gapkit.ingest.texts import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["hour_of_stamp", "moments"]

_MORNING: Final = "上午|凌晨|早上|오전|AM"
_LATER: Final = "下午|中午|晚上|오후|PM"
_HALF: Final = f"{_MORNING}|{_LATER}"
_CLOCK: Final = re.compile(
    rf"(?:[T ]|(?<=日))\s*(?P<before>{_HALF})?\s*(?P<hour>\d{{1,2}})[:時时点點](?P<minute>\d{{1,2}})"
    rf"(?:[:分](?P<second>\d{{1,2}}(?:\.\d+)?)?)?秒?\s*(?P<after>{_HALF})?"
    r"\s*(?P<zone>(?:GMT|UTC)?\s*[+-]\d{1,2}(?::?\d{2})?|Z|[A-Z]{2,5})?$",
    re.IGNORECASE,
)
_OFFSET: Final = re.compile(r"([+-])(\d{1,2}):?(\d{2})?$")
_DAY: Final = 86_400
_DUST: Final = 1e-6
"""A spreadsheet's 0.375 of a day may come as 0.37499999999: it is nine o'clock all the same."""


def moments(texts: Sequence[str | None]) -> NDArray[np.float64]:
    """Return time stamps as seconds since 1970, as far as they can be read.

    ``GMT+8`` is eight hours east of Greenwich, as the forms that write it mean it; POSIX, and with it
    dateutil and pandas, take it for west. A stamp without a zone, or with a zone's name alone, is
    taken as it stands, so that only stamps of one export should be subtracted.

    Parameters
    ----------
    texts
        Stamps of one column; what stands first in ``03/04/2026`` is decided by all of them.

    Returns
    -------
    seconds
        Shape (stamps,); NaN where there is no stamp, or no telling day from month.

    Examples
    --------
    >>> a, b = moments(["2026/07/01 12:30:00 AM GMT+8", "2026-06-30T16:30:00Z"])
    >>> float(b - a)
    0.0
    >>> moments(["2026/07/01 1:12:00 下午", "2026/07/01 13:12", "soon"]).tolist()
    [1782911520.0, 1782911520.0, nan]
    """
    order = order_of_dates([text or "" for text in texts], "month")
    if order is None:
        return np.full(len(texts), np.nan)
    return np.array([_seconds(text or "", order) for text in texts], np.float64)


def _seconds(text: str, order: str) -> float:
    day = day_of_stamp(text, order)
    if day is None:
        return float("nan")
    seconds = float(_DAY * (day.toordinal() - 719_163))  # 1 January 1970
    if order == "serial":
        return seconds + _DAY * (float(plain(text)) % 1)
    clock = _CLOCK.search(plain(text))
    if clock is None:
        return seconds
    hour = _hour(int(clock["hour"]), clock["before"] or clock["after"] or "")
    seconds += 3600 * hour + 60 * int(clock["minute"]) + float(clock["second"] or 0)
    return seconds - _east(clock["zone"] or "")


def hour_of_stamp(text: str, order: str = "day") -> int | None:
    """Return the hour of the day, 0 to 23, by a stamp's own clock; None where it has none.

    Examples
    --------
    >>> [hour_of_stamp(t) for t in ("2026-07-01 09:30", "2026/07/01 1:12 下午", "2026-07-01")]
    [9, 13, None]
    """
    flat = plain(text)
    if order == "serial":
        part = float(flat) % 1
        return int(part * 24 + _DUST) if part else None
    clock = _CLOCK.search(flat)
    return _hour(int(clock["hour"]), clock["before"] or clock["after"] or "") if clock else None


def _hour(hour: int, half: str) -> int:
    """Return the hour of the day from one of a clock of twelve hours; 13 and more are that already."""
    if not half or hour > 12:
        return hour
    later = re.fullmatch(_LATER, half, re.IGNORECASE) is not None
    return hour % 12 + (12 if later else 0)


def _east(zone: str) -> int:
    """Return how many seconds a zone's clocks are ahead of Greenwich."""
    found = _OFFSET.search(zone)
    if found is None:
        return 0
    ahead = 3600 * int(found[2]) + 60 * int(found[3] or 0)
    return ahead if found[1] == "+" else -ahead
