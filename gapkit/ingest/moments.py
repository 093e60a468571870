"""Time stamps as moments that can be subtracted: 上午 and 下午, AM and PM, and zones as people mean them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.ingest.periods import day_of_date, order_of_dates, parted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Stamps", "hour_of_stamp", "moments", "stamps"]

_MORNING: Final = "上午|凌晨|早上|오전|AM"
_LATER: Final = "下午|中午|晚上|오후|PM"
_HALF: Final = f"{_MORNING}|{_LATER}"
_CLOCK: Final = re.compile(
    rf"[T ]?\s*(?P<before>{_HALF})?\s*(?P<hour>\d{{1,2}})[:時时点點](?P<minute>\d{{1,2}})"
    rf"(?:[:分](?P<second>\d{{1,2}}(?:\.\d+)?)?)?秒?\s*(?P<after>{_HALF})?"
    r"\s*(?P<zone>(?:GMT|UTC)?\s*[+-]\d{1,2}(?::?\d{2})?|Z|[A-Z]{2,5}|[A-Z]+/[A-Z_]+)?"
    r"\s*(?:\([^()]*\))?",
    re.IGNORECASE,
)
_OFFSET: Final = re.compile(r"([+-])(\d{1,2}):?(\d{2})?$")
_DAY: Final = 86_400
_EPOCH: Final = 719_163
"""1 January 1970, as Python numbers days."""

_NOWHERE: Final = (float("nan"), float("nan"))


@dataclass(frozen=True)
class Stamps:
    """Time stamps of a column, by their own clocks; arrays of shape (stamps,), in seconds.

    Parameters
    ----------
    day
        Midnight at the beginning of the day, since 1970; NaN where there is no date.
    time
        Since midnight, 0 where no time is written; NaN where it cannot be read.
    east
        How far the clock is ahead of Greenwich; NaN where no zone is written, or by its name alone.
    """

    day: NDArray[np.float64]
    time: NDArray[np.float64]
    east: NDArray[np.float64]


def stamps(parts: Sequence[tuple[str, str]], order: str | None) -> Stamps:
    """Read time stamps; days and times repeat where stamps do not, so that each is read once.

    Parameters
    ----------
    parts
        Date and time of each, as `gapkit.ingest.periods.parted` gives them.
    order
        What stands first in 03/04/2026; None: such dates are not read.

    Examples
    --------
    >>> read = stamps([parted("2026-07-01 00:30 +08:00"), parted("03/04/2026")], None)
    >>> read.time.tolist(), read.east.tolist(), read.day.tolist()
    ([1800.0, 0.0], [28800.0, nan], [1782864000.0, nan])
    """
    days = {day: _midnight(day, order) for day in {day for day, _ in parts}}
    clocks = {time: _clock(time) for time in {time for _, time in parts}}
    size = len(parts)
    day = np.fromiter((days[day] for day, _ in parts), np.float64, size)
    time = np.fromiter((clocks[time][0] for _, time in parts), np.float64, size)
    east = np.fromiter((clocks[time][1] for _, time in parts), np.float64, size)
    if order == "serial":
        written = np.fromiter((_fraction(day) for day, _ in parts), np.float64, size)
        time = np.where(np.isnan(day), time, written)
    return Stamps(day, time, east)


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
    parts = [parted(text or "") for text in texts]
    read = stamps(parts, order_of_dates({day for day, _ in parts}, "month"))
    return read.day + read.time - np.nan_to_num(read.east)


def _midnight(flat: str, order: str | None) -> float:
    day = day_of_date(flat, order)
    return float("nan") if day is None else float(_DAY * (day.toordinal() - _EPOCH))


def _fraction(flat: str) -> float:
    """Return the seconds that a spreadsheet's day number has behind its point.

    They are whole: 0.375 of a day may come as 0.37499999999, and is nine o'clock all the same.
    """
    whole, _, behind = flat.partition(".")
    return (
        float(round(_DAY * float(f"0.{behind}"))) if whole.isdigit() and behind.isdigit() else 0.0
    )


def _clock(text: str) -> tuple[float, float]:
    """Return a time in seconds since midnight, and how far its clock is ahead of Greenwich."""
    if not text:
        return 0.0, float("nan")
    found = _CLOCK.fullmatch(text)
    if found is None:
        return _NOWHERE
    minute, second = int(found["minute"]), float(found["second"] or 0)
    seconds = 3600 * _hour(found) + 60 * minute + second
    if minute > 59 or second >= 61 or seconds > _DAY:
        return _NOWHERE
    return seconds, _east(found["zone"] or "")


def hour_of_stamp(text: str, order: str = "day") -> int | None:
    """Return the hour of the day, 0 to 23, by a stamp's own clock; None where it has none.

    Examples
    --------
    >>> [hour_of_stamp(t) for t in ("2026-07-01 09:30", "2026/07/01 1:12 下午", "2026-07-01")]
    [9, 13, None]
    """
    day, time = parted(text)
    if order == "serial":
        seconds = _fraction(day) or float("nan")
    else:
        seconds = _clock(time)[0] if time else float("nan")
    return None if np.isnan(seconds) else int(seconds // 3600) % 24


def _hour(clock: re.Match[str]) -> int:
    """Return the hour of the day from one of a clock of twelve hours; 13 and more are that already."""
    hour, half = int(clock["hour"]), clock["before"] or clock["after"] or ""
    if not half or hour > 12:
        return hour
    later = re.fullmatch(_LATER, half, re.IGNORECASE) is not None
    return hour % 12 + (12 if later else 0)


def _east(zone: str) -> float:
    """Return how many seconds a zone's clocks are ahead of Greenwich; NaN for a name alone."""
    if zone.upper() in ("Z", "GMT", "UTC"):
        return 0.0
    found = _OFFSET.search(zone)
    if found is None:
        return float("nan")
    ahead = 3600.0 * int(found[2]) + 60 * int(found[3] or 0)
    return ahead if found[1] == "+" else -ahead
