"""Peak days and hours by rule: a segment that is read from each form's time stamp."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from gapkit.ingest.moments import hour_of_stamp
from gapkit.ingest.periods import day_of_stamp
from gapkit.ingest.texts import plain

if TYPE_CHECKING:
    from datetime import date

    from gapkit.ingest.periods import DateOrder

__all__ = ["OTHER", "PEAK", "WEEKDAYS", "Peak", "PeakOrNot"]

PEAK: Final = "peak"
"""The segment, and its value at peak times."""

OTHER: Final = "other"
"""Its value at all other times."""

HOURS_OF_FORMAT: Final = re.compile(r"%[-#]?[HITXRrc]")
"""What of a strptime format reads hours."""

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Peak:
    """When there is most to do. A time is a peak where any of the rules holds.

    Parameters
    ----------
    days_of_month
        Such as 10, the day on which bills fall due.
    weekdays
        Of `WEEKDAYS`.
    hours
        0 to 23: 12 is from 12:00 to 12:59, by the clock of the stamp.

    Examples
    --------
    >>> from datetime import date
    >>> rule = Peak(days_of_month=(10,), hours=(12,))
    >>> rule.holds(date(2026, 7, 10), None), rule.holds(date(2026, 7, 9), 12)
    (True, True)
    >>> rule.holds(date(2026, 7, 9), None) is None
    True
    """

    days_of_month: tuple[int, ...] = ()
    weekdays: tuple[str, ...] = ()
    hours: tuple[int, ...] = ()

    def holds(self, day: date, hour: int | None) -> bool | None:
        """Whether a time is a peak; None where that takes an hour which is not known."""
        if day.day in self.days_of_month or WEEKDAYS[day.weekday()] in self.weekdays:
            return True
        if not self.hours:
            return False
        return None if hour is None else hour in self.hours


@dataclass(frozen=True)
class PeakOrNot:
    """What turns a cell's time stamp into ``peak`` or ``other``.

    Parameters
    ----------
    rule
        When there is a peak.
    order
        What stands first in ``03/04/2026``.
    written
        A strptime format that overrules all recognition.
    told
        Whether the column is read as the wave too, so that what is no date is told there.

    Examples
    --------
    >>> read = PeakOrNot(Peak(days_of_month=(10,)))
    >>> read("2026-07-10 09:03"), read("2026/7/11"), read(" "), read("soon")
    ('peak', 'other', '', None)
    >>> PeakOrNot(Peak(hours=(12, 13)))("2026/07/01 1:05 下午")
    'peak'
    """

    rule: Peak
    order: DateOrder = "day"
    written: str | None = None
    told: bool = False

    def __call__(self, text: str) -> str | None:
        """Return the value, empty for an empty cell, None where the cell does not tell."""
        if not text.strip():
            return ""
        day, hour = self._written(text) if self.written else self._recognised(text)
        if day is None:
            return "" if self.told else None
        holds = self.rule.holds(day, hour)
        return None if holds is None else PEAK if holds else OTHER

    @property
    def needs_times(self) -> bool:
        """Whether times must not be cut off: days repeat and are read once, stamps do not."""
        return bool(self.rule.hours or self.written)

    def _recognised(self, text: str) -> tuple[date | None, int | None]:
        day = day_of_stamp(text, self.order)
        return day, hour_of_stamp(text, self.order) if day and self.rule.hours else None

    def _written(self, text: str) -> tuple[date | None, int | None]:
        """Read a stamp by its format; one without hours knows none."""
        try:
            moment = datetime.strptime(plain(text).strip(), self.written or "")
        except ValueError:
            return None, None
        return moment.date(), moment.hour if HOURS_OF_FORMAT.search(self.written or "") else None
