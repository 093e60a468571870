"""Registers as they stood on the day on which they were closed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gapkit.ingest.register import Rows

__all__ = ["closed", "last_day", "with_late_day_told"]

LONG_AFTER: Final = 100
"""Days: longer than a quarter, which rows of some registers stand for."""


def last_day(registers: Mapping[str, Rows]) -> tuple[str, str, date] | None:
    """Return the register, its field and the day that is the last of all; None where there is none.

    Parameters
    ----------
    registers
        Name → rows of events.
    """
    found = [
        (day, name, str(field))
        for name, rows in registers.items()
        for field in rows.frame.select_dtypes("datetime")
        if (day := rows.frame[field].max()) == day
    ]
    if not found:
        return None
    day, name, field = max(found)
    return name, field, day.date()


def with_late_day_told(registers: Mapping[str, Rows]) -> dict[str, Rows]:
    """Return the registers; the account tells of a last day that lies long after all others.

    The last day is taken for the one on which the registers were closed, so that a slip in one cell
    (2062 for 2026) makes everything that is open overdue for years.
    """
    import pandas as pd

    last = last_day(registers)
    if last is None:
        return dict(registers)
    name, field, day = last
    midnight = pd.Timestamp(day)
    every = [
        rows.frame[column]
        for rows in registers.values()
        for column in rows.frame.select_dtypes("datetime")
    ]
    before = max(((of[of < midnight]).max() for of in every if of.lt(midnight).any()), default=None)
    if before is None or midnight - before <= pd.Timedelta(days=LONG_AFTER):
        return dict(registers)
    values = {"as_of": day.isoformat(), "before": before.date().isoformat()}
    late = registers[name].frame[field].ge(midnight).to_numpy(bool)
    told = registers[name].noted(late, field, Phrase("ledger.register.late_day", values))
    return {**registers, name: told}


def closed(rows: Rows, dated: str | None, as_of: date | None) -> Rows:
    """Return the rows as they stood at the end of a day; what came later is told in the account.

    Parameters
    ----------
    rows
        Of one register.
    dated
        The field that dates a row; rows dated later are set aside.
    as_of
        The day, as the study says; None where it says none, and then nothing is later. Other dates
        after it are taken as not yet there: what was put right later was open then.
    """
    import pandas as pd

    if as_of is None:
        return rows
    midnight = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    if dated is not None:
        later = rows.frame[dated].ge(midnight).to_numpy(bool)
        reason = "all_after_as_of" if later.all() else "after_as_of"
        values = {"as_of": as_of.isoformat()}
        rows = rows.without(later, Phrase(f"ledger.aside.{reason}", values))
    for field in rows.frame.select_dtypes("datetime").columns.drop(dated or [], errors="ignore"):
        later = rows.frame[field].ge(midnight).to_numpy(bool)
        why = Phrase("ledger.register.after_as_of", {"as_of": as_of.isoformat()})
        emptied = rows.frame.assign(**{field: rows.frame[field].mask(later)})
        rows = replace(rows.noted(later, field, why), frame=emptied)
    return rows
