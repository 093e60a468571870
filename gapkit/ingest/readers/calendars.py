"""Dates as statistics packages store them: seconds, days, months or quarters since a day of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from gapkit.ingest.buffers import strings, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["dated", "period_kind"]

_SPSS: Final = np.datetime64("1582-10-14")
_OTHERS: Final = np.datetime64("1960-01-01")

_DAY_SECONDS: Final = 86_400

_FIRST: Final = np.datetime64("0001-01-01")
_LAST: Final = np.datetime64("9999-12-31")

_FORMATS: Final = {
    "spss": (
        (r"A?DATE\d+|[EJS]DATE\d+|WKYR\d+", "seconds as day"),
        (r"DATETIME[\d.]+|YMDHMS[\d.]+", "seconds"),
        (r"MOYR\d+", "seconds as month"),
        (r"QYR\d+", "seconds as quarter"),
    ),
    "stata": (
        (r"%-?t?d.*", "days"),
        (r"%-?t[cC].*", "milliseconds"),
        (r"%-?tw.*", "weeks"),
        (r"%-?tm.*", "months"),
        (r"%-?tq.*", "quarters"),
    ),
    "sas": (
        (r"(DATETIME|E8601D[TNZ]|B8601D[TNZ]|DATEAMPM|MDYAMPM|NLDATM)[\d.]*", "seconds"),
        (r"DTDATE[\d.]*", "seconds as day"),
        (r"(MONYY|YYMM[CDNPS]?|MMYY[CDNPS]?)[\d.]*", "days as month"),
        (r"YYQ[CDNPS]?[\d.]*", "days as quarter"),
        (
            (
                r"(DATE|DDMMYY[BCDNPS]?|MMDDYY[BCDNPS]?|YYMMDD[BCDNPS]?|E8601DA|B8601DA|JULIAN"
                r"|WEEKDAT[EX]|WORDDAT[EX]|NLDATE)[\d.]*"
            ),
            "days",
        ),
    ),
}
"""Package → how its formats of dates are written, and what the number counts."""


def period_kind(package: str, written: str | None) -> str | None:
    """Return what a column of a package counts, by its format; None where it holds no dates.

    Examples
    --------
    >>> period_kind("spss", "DATE11"), period_kind("stata", "%tq"), period_kind("sas", "BEST12")
    ('seconds as day', 'quarters', None)
    """
    for pattern, kind in _FORMATS[package]:
        if written and re.fullmatch(pattern, written, re.IGNORECASE):
            return kind
    return None


def dated(values: NDArray[np.float64], kind: str, package: str) -> pa.Array | None:
    """Return numbers as dates, times or the names of months and quarters; null for NaN.

    Parameters
    ----------
    values
        Shape (rows,).
    kind
        From `period_kind`.
    package
        ``spss``, ``stata`` or ``sas``.

    Returns
    -------
    pyarrow.Array or None
        None where a number is no day of the years 1 to 9999: then all of them are left as they are.

    Examples
    --------
    >>> dated(np.array([24288.0, np.nan]), "days", "stata").to_pylist()
    [datetime.date(2026, 7, 1), None]
    >>> dated(np.array([265.0, 266.0]), "quarters", "stata").to_pylist()
    ['2026Q2', '2026Q3']
    """
    valid = ~np.isnan(values)
    counted = np.floor(np.where(valid, values, 0.0))
    origin = _SPSS if package == "spss" else _OTHERS
    if np.abs(counted).max(initial=0.0) > 1e15:
        return None
    days, rest = _days_and_seconds(counted.astype(np.int64), kind.partition(" ")[0])
    stamps = origin + days.astype("timedelta64[D]")
    if ((stamps < _FIRST) | (stamps > _LAST)).any():
        return None
    if kind in ("seconds", "milliseconds"):
        clock = stamps.astype("datetime64[s]") + rest.astype("timedelta64[s]")
        return whole(clock.astype(np.int64), pa.timestamp("s"), valid)
    if kind.rpartition(" ")[2].startswith(("month", "quarter")):
        name = _quarter if "quarter" in kind else str
        return _named(stamps.astype("datetime64[M]"), valid, name)
    return whole(stamps.astype(np.int64).astype(np.int32), pa.date32(), valid)


def _days_and_seconds(
    counted: NDArray[np.int64], unit: str
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return days since the package's own first day, and seconds within the day."""
    nothing = np.zeros_like(counted)
    if unit == "milliseconds":
        return np.divmod(counted // 1000, _DAY_SECONDS)
    if unit == "seconds":
        return np.divmod(counted, _DAY_SECONDS)
    if unit == "days":
        return counted, nothing
    if unit == "weeks":  # Stata's weeks: 52 a year, the first begins on 1 January
        years, weeks = np.divmod(counted, 52)
        return _since(years * 12) + 7 * weeks, nothing
    return _since(counted * (3 if unit == "quarters" else 1)), nothing


def _since(months: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the days from January 1960 to the first of a month, counted in months from then."""
    first = np.datetime64("1960-01") + months.astype("timedelta64[M]")
    days: NDArray[np.int64] = (first.astype("datetime64[D]") - _OTHERS).astype(np.int64)
    return days


def _named(months: NDArray[Any], valid: NDArray[np.bool_], name: Callable[[Any], str]) -> pa.Array:
    different, places = np.unique(months, return_inverse=True)
    indices = whole(places.astype(np.int32), pa.int32(), valid)
    return pa.DictionaryArray.from_arrays(indices, strings([name(m) for m in different]))


def _quarter(month: Any) -> str:
    year, number = str(month).split("-")
    return f"{year}Q{(int(number) + 2) // 3}"
