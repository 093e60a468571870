"""Cells that name a quarter, month or year, and dates that fall in one; the Republic of China's years too."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gapkit.ingest.texts import plain, value_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

__all__ = [
    "DateOrder",
    "asked_wave",
    "day_of_date",
    "day_of_stamp",
    "is_slashed",
    "named_period",
    "order_of_dates",
    "parted",
    "period_of_date",
    "wave_name",
]

_REPUBLIC: Final = 1911
"""Year 1 of the Republic of China is 1912."""

_YEAR: Final = r"(?:民國|民国)?\s*(?P<year>(?:19|20)\d\d|1[0-4]\d)"
_QUARTER: Final = r"(?P<quarter>[1-4一二三四])"
_MONTHS: Final = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
]  # fmt: skip
_MONTH_NAME: Final = r"(?P<name>(?:" + "|".join(_MONTHS) + r")[a-z]*)\.?"

_NAMED: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}\s*[-/ .]?\s*Q\s*{_QUARTER}",
        rf"Q\s*{_QUARTER}\s*[-/ .,]\s*{_YEAR}",
        rf"{_QUARTER}\s*Q\s*[-/ .]?\s*(?P<short>\d\d)",
        rf"{_QUARTER}\s*Q\s*[-/ .]?\s*{_YEAR}",
        rf"Q\s*{_QUARTER}\s*[-/ .,']\s*(?P<short>\d\d)",
        rf"{_YEAR}\s*年?\s*第\s*{_QUARTER}\s*季度?",
        rf"{_YEAR}\s*[-/ .]?\s*H\s*(?P<half>[12])",
        rf"H\s*(?P<half>[12])\s*[-/ .,]\s*{_YEAR}",
        rf"{_YEAR}\s*年?\s*(?P<half>[上下])半年",
        rf"{_YEAR}\s*[-/.]\s*(?P<month>0?[1-9]|1[0-2])",
        rf"{_YEAR}\s*年\s*(?P<month>0?[1-9]|1[0-2])\s*月份?",
        r"(?P<month>0?[1-9]|1[0-2])\s*/\s*(?P<year>(?:19|20)\d\d)",
        r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])",
        rf"{_MONTH_NAME}\s*[-/ .,]?\s*(?P<year>(?:19|20)\d\d)",
        rf"(?P<year>(?:19|20)\d\d)\s*[-/ .,]?\s*{_MONTH_NAME}",
        rf"{_YEAR}\s*年度?",
        r"(?P<year>(?:19|20)\d\d)",
    )
)


def named_period(text: str) -> str | None:
    """Return the period that a cell names, in one spelling, or None where it names none.

    Examples
    --------
    >>> [named_period(t) for t in ("Q3 2026", "3Q26", "2026年第三季", "115Q3", "115年7月", "2026.0")]
    ['2026Q3', '2026Q3', '2026Q3', '2026Q3', '2026-07', '2026']
    >>> [named_period(t) for t in ("2026-H1", "H2 2026", "115年下半年")]
    ['2026H1', '2026H2', '2026H2']
    >>> named_period("before the move") is None
    True
    """
    flat = value_text(plain(text))
    for pattern in _NAMED:
        found = pattern.fullmatch(flat)
        if found:
            return _spelled(found.groupdict())
    return None


def wave_name(text: str, period: str = "quarter") -> str:
    """Return the wave that a cell names: its period in one spelling, else the text as it stands.

    Parameters
    ----------
    text
        The cell. A date whose day, month and year cannot be confused falls in a period too.
    period
        One of `gapkit.ingest.period_kinds.PERIODS`: what dates are put in.

    Examples
    --------
    >>> [wave_name(t) for t in ("2026-Q3", "1150715", "115/07/15", "03/04/2026", "pilot", "3.0")]
    ['2026Q3', '2026Q3', '2026Q3', '03/04/2026', 'pilot', '3']
    """
    named = named_period(text)
    if named is None and (day := _clear_day(_date_part(text))):
        named = _in_period(day, period)
    return named or value_text(text)


def asked_wave(text: str, known: Collection[str], period: str = "quarter") -> str:
    """Return which of the known waves a person asks for, however it is spelled; else the text itself.

    Examples
    --------
    >>> asked_wave("2026-Q3", ["2026Q2", "2026Q3"]), asked_wave("Q9", ["2026Q2"])
    ('2026Q3', 'Q9')
    """
    named = wave_name(text, period)
    return named if text not in known and named in known else text


def _spelled(parts: dict[str, str | None]) -> str:
    year = _full_year(parts.get("year") or f"20{parts.get('short')}")
    if quarter := parts.get("quarter"):
        return f"{year}Q{quarter.translate(str.maketrans('一二三四', '1234'))}"
    if half := parts.get("half"):
        return f"{year}H{half.translate(str.maketrans('上下', '12'))}"
    if name := parts.get("name"):
        return f"{year}-{_MONTHS.index(name[:3].lower()) + 1:02}"
    if month := parts.get("month"):
        return f"{year}-{int(month):02}"
    return str(year)


def _full_year(text: str) -> int:
    year = int(text)
    return year + _REPUBLIC if year < 1000 else year


DateOrder = str
"""``day``, ``month`` or ``year``: what stands first in a date such as 03/04/26; ``serial``: days of a spreadsheet."""

_SERIAL: Final = re.compile(r"(?P<days>\d{5})(?:\.\d+)?")
_SERIAL_START: Final = date(1899, 12, 30)
"""Day 0 of spreadsheets, which count a 29 February 1900 that never was; right from March 1900 on."""
_SERIALS: Final = range(36_526, 73_051)
"""Days from 2000 to 2099: what a column of dates that lost its format holds."""

_TIME: Final = re.compile(
    r"(?:[T ]|(?<=日))\s*(?:上午|下午|凌晨|早上|中午|晚上|오전|오후|AM|PM)?\s*\d{1,2}[:時时点點]\d{1,2}.*$",
    re.IGNORECASE,
)
"""What follows a date: a time is local, so its zone ("GMT+8" is +08:00) cannot move the day."""

_CLEAR: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}\s*[-/.]\s*(?P<month>\d{{1,2}})\s*[-/.]\s*(?P<day>\d{{1,2}})",
        rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*日?",
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<year>1[0-4]\d)(?P<month>\d\d)(?P<day>\d\d)",
        rf"(?P<day>\d{{1,2}})[- .]\s*{_MONTH_NAME}[- .,]\s*(?P<year>(?:19|20)\d\d)",
        rf"{_MONTH_NAME}\s*(?P<day>\d{{1,2}})\s*,?\s+(?P<year>(?:19|20)\d\d)",
        rf"(?P<day>\d{{1,2}})[- .]\s*{_MONTH_NAME}[- .,]\s*(?P<short>\d\d)",
        r"(?P<day>\d{1,2})\.\s*(?P<month>\d{1,2})\.\s*(?P<year>(?:19|20)\d\d)",
    )
)
_FEW_YEARS: Final = 3
"""Two digits that differ by no more than this in a whole column are years, if others differ by more."""

_COMMON: Final = re.compile(r"(\d{4}[-/]\d\d[-/]\d\d)([ T]\d\d:\d\d(?::\d\d)?)", re.ASCII)
"""Most time stamps look so."""

_EITHER: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](?P<year>(?:19|20)\d\d|\d\d)")


def parted(text: str) -> tuple[str, str]:
    """Return a stamp's date, and the time that follows it; the time is empty where there is none.

    Examples
    --------
    >>> parted("2026/7/1 下午 1:05"), parted("2026-07-01"), parted("soon")
    (('2026/7/1', ' 下午 1:05'), ('2026-07-01', ''), ('soon', ''))
    """
    common = _COMMON.fullmatch(text)
    if common:  # nothing but the quick way to what follows
        return common[1], common[2]
    flat = plain(text)
    time = _TIME.search(flat)
    return (flat, "") if time is None else (flat[: time.start()].strip(), flat[time.start() :])


def _date_part(text: str) -> str:
    return parted(text)[0]


def order_of_dates(texts: Iterable[str], period: str) -> DateOrder | None:
    """Tell for a whole column what stands first in its dates; None: ``day`` or ``month`` may.

    Where both readings give every cell the same period, the answer is ``day``: it does not matter.
    A column of nothing but a spreadsheet's day numbers is ``serial``.

    Examples
    --------
    >>> order_of_dates(["03/04/2026 10:00", "13/04/2026"], "quarter")
    'day'
    >>> order_of_dates(["03/04/2026", "04/05/2026"], "quarter") is None
    True
    >>> order_of_dates(["26/07/01", "26/07/31"], "month")
    'year'
    """
    dates = {_date_part(text) for text in texts} - {""}
    if dates and all(map(_serial, dates)):
        return "serial"
    slashed = [m for m in map(_EITHER.fullmatch, dates) if m]
    if _begin_with_years(slashed):
        return "year"
    pairs = [m for m in slashed if _slashed(m, "day") or _slashed(m, "month")]
    fits = [order for order in ("day", "month") if all(_slashed(m, order) for m in pairs)]
    if len(fits) == 1:
        return fits[0]
    if fits and all(_same_either_way(m, period) for m in pairs):
        return "day"
    return None


def _begin_with_years(found: list[re.Match[str]]) -> bool:
    """Tell whether dates such as 26/07/31 begin with the year: answers come in within a few years."""
    if not found or not all(
        len(m[1]) == len(m["year"]) == 2 and _slashed(m, "year") for m in found
    ):
        return False
    first, last = [int(m[1]) for m in found], [int(m["year"]) for m in found]
    return max(first) - min(first) <= _FEW_YEARS < max(last) - min(last)


def _same_either_way(found: re.Match[str], period: str) -> bool:
    days = [_slashed(found, order) for order in ("day", "month")]
    return len({_in_period(d, period) for d in days if d}) == 1


def period_of_date(
    text: str, period: str, order: DateOrder = "day", written: str | None = None
) -> str | None:
    """Return the year, quarter or month that a date falls in, or None where the cell is no date.

    Parameters
    ----------
    text
        The cell; a time after the date is left aside.
    period
        One of `gapkit.ingest.period_kinds.PERIODS`.
    order
        What stands first in ``03/04/2026``; see `order_of_dates`.
    written
        A strptime format that overrules all recognition.

    Examples
    --------
    >>> period_of_date("2026/07/02 12:30:00 AM GMT+8", "quarter"), period_of_date("1150715", "month")
    ('2026Q3', '2026-07')
    >>> period_of_date("03/04/2026", "quarter", "month"), period_of_date("soon", "year")
    ('2026Q1', None)
    """
    day = _by_format(text, written) if written else day_of_stamp(text, order)
    return _in_period(day, period) if day else None


def _by_format(text: str, written: str) -> date | None:
    flat = plain(text)
    for candidate in (flat, _date_part(flat)):
        try:
            return datetime.strptime(candidate, written).date()
        except ValueError:
            continue
    return None


def day_of_stamp(text: str, order: DateOrder = "day") -> date | None:
    """Return the day of a date or time stamp by its own clock, or None where the cell is no date.

    Examples
    --------
    >>> day_of_stamp("115/7/15 上午 09:03").isoformat()
    '2026-07-15'
    """
    return day_of_date(_date_part(text), order)


@lru_cache(10_000)  # every time stamp is different, but days repeat
def day_of_date(flat: str, order: DateOrder | None) -> date | None:
    """Return the day of a date without a time; an order of None reads what is clear without one.

    Examples
    --------
    >>> day_of_date("2026/7/1", None).isoformat(), day_of_date("03/04/2026", None)
    ('2026-07-01', None)
    """
    if order == "serial":
        return _serial(flat)
    either = _EITHER.fullmatch(flat)
    if either:
        return _slashed(either, order) if order else None
    return _clear_day(flat)


def is_slashed(flat: str) -> bool:
    """Whether a date without a time is one such as 03/04/2026, of which a column tells what stands first.

    Examples
    --------
    >>> is_slashed("03/04/2026"), is_slashed("2026/03/04"), is_slashed("99/99/2026")
    (True, False, False)
    """
    found = _EITHER.fullmatch(flat)
    return found is not None and any(_slashed(found, order) for order in ("day", "month", "year"))


def _serial(flat: str) -> date | None:
    found = _SERIAL.fullmatch(flat)
    days = int(found["days"]) if found else 0
    return _SERIAL_START + timedelta(days) if days in _SERIALS else None


def _clear_day(flat: str) -> date | None:
    """Return the day of a date that can be read in one way only."""
    for pattern in _CLEAR:
        found = pattern.fullmatch(flat)
        if found:
            return _day(found.groupdict())
    return None


def _day(parts: dict[str, str | None]) -> date | None:
    year = _full_year(parts.get("year") or f"20{parts.get('short')}")
    name = parts.get("name")
    month = _MONTHS.index(name[:3].lower()) + 1 if name else int(parts["month"] or 0)
    return _valid(year, month, int(parts["day"] or 0))


def _slashed(found: re.Match[str], order: DateOrder) -> date | None:
    first, second = int(found[1]), int(found[2])
    year = found["year"]
    if order == "year":
        return _valid(2000 + first, second, int(year))
    day, month = (first, second) if order == "day" else (second, first)
    return _valid(int(year if len(year) == 4 else f"20{year}"), month, day)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_period(day: date, period: str) -> str:
    spellings: dict[str, Callable[[], str]] = {
        "year": lambda: f"{day.year}",
        "half-year": lambda: f"{day.year}H{(day.month + 5) // 6}",
        "quarter": lambda: f"{day.year}Q{(day.month + 2) // 3}",
        "month": lambda: f"{day.year}-{day.month:02}",
    }
    return spellings[period]()
