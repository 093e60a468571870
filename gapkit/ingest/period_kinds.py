"""Kinds of periods that a wave can be: years, half-years, quarters, months."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from gapkit.ingest.periods import named_period

__all__ = ["PERIODS", "first_day_of", "kind_of_period"]

_SPELLED: Final = {
    "year": re.compile(r"\d{4}"),
    "half-year": re.compile(r"\d{4}H[12]"),
    "quarter": re.compile(r"\d{4}Q[1-4]"),
    "month": re.compile(r"\d{4}-(?:0[1-9]|1[0-2])"),
}
"""Kind → how such a period is spelled in every table."""

PERIODS: Final = tuple(_SPELLED)
"""What a date can be put in."""

_OF_YEAR: Final = re.compile(r"(?P<year>\d{4})(?P<kind>[-QH])(?P<number>\d+)")
_MONTHS: Final = {"-": 1, "Q": 3, "H": 6}


def kind_of_period(wave: str) -> str | None:
    """Return which of `PERIODS` a wave is, where it is spelled as one; else None.

    Examples
    --------
    >>> [kind_of_period(wave) for wave in ("2026", "2026H1", "2026Q3", "2026-07", "pilot")]
    ['year', 'half-year', 'quarter', 'month', None]
    """
    return next((kind for kind, form in _SPELLED.items() if form.fullmatch(wave)), None)


def first_day_of(text: str) -> date | None:
    """Return the first day of the month, quarter or half-year that a cell names; None for any other.

    Examples
    --------
    >>> str(first_day_of("2026-07")), str(first_day_of("115年第三季")), first_day_of("2026")
    ('2026-07-01', '2026-07-01', None)
    """
    named = named_period(text)
    found = _OF_YEAR.fullmatch(named) if named else None
    if found is None:
        return None
    return date(int(found["year"]), _MONTHS[found["kind"]] * (int(found["number"]) - 1) + 1, 1)
