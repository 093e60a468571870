"""Months of a log, and which of them its beginning or its end cuts short."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["before", "cut_months", "months_of"]

_SATURDAY = 5


def months_of(days: pd.Series[Any]) -> pd.Series[str]:
    """Return the month of each day; shape (rows,).

    Examples
    --------
    >>> import pandas as pd
    >>> months_of(pd.Series(pd.to_datetime(["2026-07-31", "2026-08-01"]))).tolist()
    ['2026-07', '2026-08']
    """
    months: pd.Series[str] = days.dt.strftime("%Y-%m")
    return months


def before(month: str) -> str:
    """Return the month before.

    Examples
    --------
    >>> before("2026-01")
    '2025-12'
    """
    year, number = (int(part) for part in month.split("-"))
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02}"


def cut_months(first: date, last: date) -> frozenset[str]:
    """Return the months that a log from `first` to `last` holds in part only.

    A month is whole where no working day of it (Monday to Friday) lies outside: a log that is kept on
    working days alone need not reach the Sunday on which a month ends.

    Examples
    --------
    >>> sorted(cut_months(date(2026, 7, 1), date(2026, 9, 24)))
    ['2026-09']
    >>> sorted(cut_months(date(2026, 8, 3), date(2026, 10, 30)))  # 1 August and 31 October: Saturdays
    []
    """
    begins = first.replace(day=1)
    ends = last.replace(day=monthrange(last.year, last.month)[1])
    cut = set()
    if _works(begins, first - timedelta(1)):
        cut.add(f"{first:%Y-%m}")
    if _works(last + timedelta(1), ends):
        cut.add(f"{last:%Y-%m}")
    return frozenset(cut)


def _works(first: date, last: date) -> bool:
    """Whether any day from `first` to `last` is a working day."""
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return any(day.weekday() < _SATURDAY for day in days)
