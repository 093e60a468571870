"""Rules by which something falls due in a department, and the days that follow from them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from gapkit.ingest.peak import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DEFAULT_RULES", "EVERY", "Due", "due_days"]

EVERY: Final[Mapping[str, tuple[int, ...]]] = {
    "week": tuple(range(1, 13)),
    "month": tuple(range(1, 13)),
    "half-year": (6, 12),
    "year": (12,),
}
"""How often → the months in which something falls due."""


@dataclass(frozen=True)
class Due:
    """A rule by which something falls due.

    Parameters
    ----------
    duty
        Its name; of those that a department has by default also the key of its words.
    every
        One of `EVERY`.
    weekday
        One of `WEEKDAYS`, or none: any day will do.
    before_day
        Day of the month before which it is due; None: the end of the month.
    strictly
        Whether that day itself is too late.
    whose
        Who has to see to it.
    text
        What people call it: language → text; by default the name.
    """

    duty: str
    every: str = "month"
    weekday: str | None = None
    before_day: int | None = None
    strictly: bool = True
    whose: str = ""
    text: Mapping[str, str] = field(default_factory=dict)


DEFAULT_RULES: Final = (
    Due("weekly_summary", "week", "fri", whose="monitor"),
    Due("duty_report", "month", before_day=22, whose="shift_leader"),
    Due("meeting", "month", "fri", 25, whose="everybody"),
    Due("half_year_summary", "half-year", whose="head"),
    Due("year_summary", "year", whose="head"),
)
"""What a service department has due where its study names no rules of its own."""


def due_days(rule: Due, year: int, month: int) -> tuple[date, ...]:
    """Return the days on which something falls due by `rule` of one month.

    Of a month it is the last day that the rule allows; public holidays are not known here. Where the
    first days of a month hold no such weekday, the day lies in the month before.

    Examples
    --------
    >>> meeting = Due("meeting", "month", "fri", before_day=25)
    >>> [due_days(meeting, 2026, month)[0].isoformat() for month in (9, 12)]
    ['2026-09-18', '2026-12-18']
    >>> due_days(Due("meeting", "month", "fri", 25, strictly=False), 2026, 12)[0].isoformat()
    '2026-12-25'
    """
    if month not in EVERY[rule.every]:
        return ()
    length = monthrange(year, month)[1]
    if rule.every == "week":
        days = (date(year, month, day) for day in range(1, length + 1))
        return tuple(day for day in days if _fits(day, rule.weekday))
    last = date(year, month, length)
    if rule.before_day is not None:
        allowed = date(year, month, 1) + timedelta(rule.before_day - 1 - rule.strictly)
        last = min(last, allowed)
    while not _fits(last, rule.weekday):
        last -= timedelta(1)
    return (last,)


def _fits(day: date, weekday: str | None) -> bool:
    return weekday is None or WEEKDAYS[day.weekday()] == weekday
