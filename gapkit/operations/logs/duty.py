"""The tables `duty` and `hard_cases`: the shift leaders' monthly service-quality report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.ingest.texts import comparable
from gapkit.operations.logs.duty_log import FLOWS
from gapkit.operations.logs.words import case_sentences, duty_sentences, span_of
from gapkit.operations.months import before, cut_months, months_of
from gapkit.operations.reasons import NOT_RECORDED, PART_OF_MONTH
from gapkit.operations.units import by_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    import pandas as pd

    from gapkit.operations.desk import Desk
    from gapkit.results import Result

__all__ = ["CASE_COLUMNS", "DUTY_COLUMNS", "STOCKS", "duty"]

DUTY_COLUMNS: Final = ("month", "unit", "measure", "value", "previous", "change", "reason")
"""Columns of `duty` in their order."""

CASE_COLUMNS: Final = ("case", "first", "last", "times", "answered", "open_days")
"""Columns of `hard_cases` in their order."""

STOCKS: Final = ("backlog", "backlog_age", "backlog_age_mean")
"""Measures of what is there and not of what came: a month that is cut short has them all the same."""


def duty(desk: Desk) -> Iterator[Result]:
    """Yield the tables `duty` and `hard_cases`, where there is a duty log.

    The columns of `duty` are `DUTY_COLUMNS`, one row a month, unit (``all`` for all of them) and
    measure: ``inquiries``, ``look_ups``, ``outbound``, ``faults`` (sums of the month),
    ``hard_cases`` (how often one was met), ``backlog`` (work orders open at the last entry of the
    month), ``backlog_age`` (their mean age then, in days) and ``backlog_age_mean`` (the same over
    the month). The backlog is that of the log which knows
    its age, of the duty log before that of contacts. ``previous``: the
    month before; ``change`` = value − previous, blank where a sum is of a month that the log's
    beginning or end cuts short (``part of month``).

    The columns of `hard_cases` are `CASE_COLUMNS`, one row a case, those without an agreed answer
    first: days on which it was met first and last, how often, whether the last entry that says so
    has an agreed answer, and the days from the first until then or until the log was closed.
    """
    log = desk.log("duty")
    if log is None:
        return
    found = _duty_frame(log, _backlog(desk), cut_months(*span_of(desk, "duty")))
    if len(found):
        yield desk.result("duty", found, duty_sentences(found, desk))
    cases = _case_frame(log, span_of(desk, "duty")[1])
    if len(cases):
        yield desk.result("hard_cases", cases, case_sentences(cases, desk))


def _duty_frame(log: pd.DataFrame, backlog: pd.DataFrame, cut: frozenset[str]) -> pd.DataFrame:
    import pandas as pd

    log = log.assign(month=months_of(log["day"]), hard_cases=_met(log))
    flows = [name for name in (*FLOWS, "hard_cases") if log[name].notna().any()]
    found: dict[tuple[str, str, str], float] = {}
    for unit, of_unit in by_unit(log):
        sums = of_unit.groupby("month")[flows].sum(min_count=1)
        found |= {(m, unit, name): sums.loc[m, name] for name in flows for m in sums.index}
    for unit, of_unit in by_unit(backlog):
        for month, rows in of_unit.groupby("month"):
            found |= {(str(month), unit, n): value for n, value in _stocks(rows).items()}
    units = dict.fromkeys(unit for _, unit, _ in found)
    order = [
        (month, unit, name)
        for month in sorted({month for month, _, _ in found})
        for unit in units
        for name in (*flows, *STOCKS)
        if (month, unit, name) in found
    ]
    made = [_row(key, found, cut) for key in order]
    frame = pd.DataFrame(made, columns=list(DUTY_COLUMNS))
    return frame.astype(dict.fromkeys(("value", "previous", "change"), float))


def _met(log: pd.DataFrame) -> pd.Series[float]:
    """Return 1 in rows that name a hard case, else 0; all blank where no row does."""
    met = log["hard_case"].ne("")
    return met.astype(float) if met.any() else met.astype(float).where(met)


def _backlog(desk: Desk) -> pd.DataFrame:
    """Return the entries on the backlog: of the log that knows its age, the duty log before the other."""
    logs = [desk.rows[name].frame for name in ("duty", "contacts") if name in desk.rows]
    # the first of those that come out highest: a log with ages, else one with counts
    log = max(logs, key=lambda f: (f["backlog_age"].notna().any(), f["backlog"].notna().any()))
    known = log[log["backlog"].notna() | log["backlog_age"].notna()]
    known = known.assign(month=months_of(known["day"])).sort_values("day", kind="stable")
    return known.assign(of=known.get("kind", ""))


def _stocks(rows: pd.DataFrame) -> dict[str, float]:
    """Return the backlog and its age at the last entries of a month, and its mean age over the month."""
    last = rows.groupby(["unit", "of"], sort=False).tail(1)
    found = {
        "backlog": last["backlog"].sum(min_count=1),
        "backlog_age": _mean_age(last),
        "backlog_age_mean": _mean_age(rows),
    }
    return {name: float(value) for name, value in found.items() if value == value}


def _mean_age(rows: pd.DataFrame) -> float:
    """Return the mean age of work orders; of entries alike where some do not say how many there were."""
    rows = rows[rows["backlog_age"].notna()]
    weights = rows["backlog"]
    if rows.empty or weights.isna().any() or weights.sum() == 0:
        return float(rows["backlog_age"].mean())
    return float(np.average(rows["backlog_age"], weights=weights))


def _row(
    key: tuple[str, str, str], found: Mapping[tuple[str, str, str], float], cut: frozenset[str]
) -> tuple[Any, ...]:
    month, unit, name = key
    value, nothing = found[key], float("nan")
    previous = found.get((before(month), unit, name), nothing)
    change, reason = value - previous, ""
    if name not in STOCKS and {month, before(month)} & cut:
        change, reason = nothing, PART_OF_MONTH
    elif change != change:
        reason = NOT_RECORDED
    return (*key, value, previous, change, reason)


def _case_frame(log: pd.DataFrame, closed: date) -> pd.DataFrame:
    import pandas as pd

    met = log[log["hard_case"].ne("")].sort_values("day", kind="stable")
    names = met["hard_case"].map(comparable)
    rows = [_case(entries, closed) for _, entries in met.groupby(names, sort=False)]
    frame = pd.DataFrame(rows, columns=list(CASE_COLUMNS))
    frame = frame.astype({"times": "Int64", "open_days": "Int64"})
    return frame.sort_values(
        ["answered", "open_days"], ascending=[True, False], kind="stable", ignore_index=True
    )


def _case(entries: pd.DataFrame, closed: date) -> tuple[Any, ...]:
    """Return a case: it is answered where the last entry that says anything about that says yes."""
    first, last = entries["day"].iloc[0].date(), entries["day"].iloc[-1].date()
    told = entries[entries["answer_agreed"].notna()]
    answered = bool(len(told)) and told["answer_agreed"].iloc[-1] is True
    until = _agreed(told) if answered else closed
    return (
        entries["hard_case"].iloc[0], first.isoformat(), last.isoformat(), len(entries),
        "yes" if answered else "no", (until - first).days,
    )  # fmt: skip


def _agreed(told: pd.DataFrame) -> date:
    """Return the day since which there has been an agreed answer: after the last entry without one."""
    agreed = told["answer_agreed"].eq(True).to_numpy(bool)
    without = np.flatnonzero(~agreed)
    day: date = told["day"].iloc[int(without[-1]) + 1 if len(without) else 0].date()
    return day
