"""The tables `recovery` (how long until a complaint is put right) and `recovery_steps`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.ingest.register_rows import ALL
from gapkit.operations.complaints.register import STEPS
from gapkit.operations.reasons import NOT_ASKED
from gapkit.stats.kaplan_meier import kaplan_meier
from gapkit.stats.reasons import TOO_FEW_CASES
from gapkit.stats.shares import wilson

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.operations.complaints.cases import Cases
    from gapkit.options import Options
    from gapkit.stats.kaplan_meier import Curve

__all__ = [
    "RECOVERY_COLUMNS",
    "STEP_COLUMNS",
    "recovery_curve",
    "recovery_frame",
    "share_of",
    "steps_frame",
]

RECOVERY_COLUMNS: Final = (
    "unit", "days", "at_risk", "recovered", "open_share", "ci_low", "ci_high", "reason",
)  # fmt: skip
"""Columns of `recovery` in their order."""

STEP_COLUMNS: Final = (
    "unit", "step", "n", "taken", "share", "ci_low", "ci_high",
    "kept_n", "kept_share", "kept_low", "kept_high",
    "without_n", "without_share", "without_low", "without_high", "reason",
)  # fmt: skip
"""Columns of `recovery_steps` in their order."""

DAYS: Final = (1, 2, 3, 5, 7, 14, 30)
"""Days at which the units are looked at; of everybody each day up to the last is shown."""


def recovery_curve(part: pd.DataFrame, options: Options) -> Curve:
    """Return the share of complaints still open by days since they came; open ones are censored.

    Parameters
    ----------
    part
        Rows of `gapkit.operations.complaints.cases.Cases.frame`.
    """
    known = part[part["open"].notna()]
    return kaplan_meier(known["days"], known["open"].eq(False), options.confidence)


def recovery_frame(cases: Cases, options: Options) -> pd.DataFrame:
    """Tell how many complaints are still open after so many days.

    Returns
    -------
    pandas.DataFrame
        `RECOVERY_COLUMNS`: a row a unit and day. ``at_risk``: watched and open at the start of that
        day; ``recovered``: put right up to its end; ``open_share`` with its interval: Kaplan &
        Meier (1958), log-log, as R's ``survival::survfit``. Blank with ``reason`` where fewer than
        `min_n` complaints came, or nobody was watched so long. Empty where the register does not
        say when complaints were put right.
    """
    import pandas as pd

    known = "recovered" in cases.recorded
    rows = [
        row
        for unit, part in (cases.by_unit() if known else ())
        for row in _at_days(unit, part, options)
    ]
    frame = pd.DataFrame(rows, columns=list(RECOVERY_COLUMNS))
    return frame.astype(dict.fromkeys(("days", "at_risk", "recovered"), "Int64"))


def _at_days(unit: str, part: pd.DataFrame, options: Options) -> Iterator[tuple[Any, ...]]:
    curve = recovery_curve(part, options)
    known = part[part["open"].notna()]
    few = len(known) < options.min_n
    for day in range(DAYS[-1] + 1) if unit == ALL else DAYS:
        done = curve.within(day)
        at_risk = int((known["days"] >= day).sum())
        recovered = int((known["open"].eq(False) & (known["days"] <= day)).sum())
        blank = few or done.estimate != done.estimate
        ends = (float("nan"),) * 3 if blank else (1 - done.estimate, 1 - done.high, 1 - done.low)
        yield (unit, day, at_risk, recovered, *ends, TOO_FEW_CASES if blank else "")


def steps_frame(cases: Cases, options: Options) -> pd.DataFrame:
    """Tell how often each of the five steps was taken, and whether customers stayed.

    Returns
    -------
    pandas.DataFrame
        `STEP_COLUMNS`: a row a unit and step. ``n``: complaints of which it is known; ``taken`` and
        ``share`` of them; ``kept_share`` of the ``kept_n`` customers where it was taken,
        ``without_share`` of the ``without_n`` where it was not, as far as it is known whether they
        stayed; Wilson's intervals. Association, not effect: who gets a step is no matter of chance.
        Shares of fewer than `min_n` are blank; ``reason`` says why any is. Empty where the register
        knows none of the steps.
    """
    import pandas as pd

    any_step = cases.frame[list(STEPS)].notna().any(axis=None)
    rows = [
        _step(unit, step, part, options)
        for unit, part in (cases.by_unit() if any_step else ())
        for step in STEPS
    ]
    frame = pd.DataFrame(rows, columns=list(STEP_COLUMNS))
    return frame.astype(dict.fromkeys(("n", "taken", "kept_n", "without_n"), "Int64"))


def _step(unit: str, step: str, part: pd.DataFrame, options: Options) -> dict[str, Any]:
    taken, left = part[step].eq(True), part[step].eq(False)
    n, count = int((taken | left).sum()), int(taken.sum())
    stayed, known = part["kept"].eq(True), part["kept"].notna()
    of = {"kept": taken, "without": left}
    row: dict[str, Any] = {"unit": unit, "step": step, "n": n, "taken": count}
    row |= dict(zip(("share", "ci_low", "ci_high"), share_of(count, n, options), strict=True))
    for name, which in of.items():
        people = int((which & known).sum())
        found = share_of(int((which & stayed).sum()), people, options)
        row |= {f"{name}_n": people}
        row |= {f"{name}_{end}": x for end, x in zip(("share", "low", "high"), found, strict=True)}
    blank = any(row[c] != row[c] for c in ("share", "kept_share", "without_share"))
    return row | {"reason": "" if not blank else TOO_FEW_CASES if n else NOT_ASKED}


def share_of(count: int, n: int, options: Options) -> tuple[float, float, float]:
    """Return a share with its interval; NaN where it would rest on fewer than `min_n`.

    Examples
    --------
    >>> from gapkit.options import Options
    >>> [round(x, 3) for x in share_of(9, 20, Options())], share_of(1, 2, Options())
    ([0.45, 0.258, 0.658], (nan, nan, nan))
    """
    if n < max(options.min_n, 1):
        return (float("nan"),) * 3
    low, high = wilson([count], [n], options.confidence)
    return count / n, float(low[0]), float(high[0])
