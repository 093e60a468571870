"""Published tables of gaps, checked against themselves: what is printed must fit what is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.errors import CallError, Problem

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AUDIT_COLUMNS", "audit_published"]

AUDIT_COLUMNS: Final = ("row", "check", "printed", "least", "most")
"""Columns of the audit: the row's label, what was checked, what stands there, what would fit."""

NORMAL: Final = 1.959964
"""Half the width of a 95 % interval in standard errors, for the samples of hundreds that are printed."""


def audit_published(
    frame: pd.DataFrame,
    *,
    right: str = "perception",
    left: str = "expectation",
    gap: str = "gap",
    decimals: int = 2,
    quantile: float = NORMAL,
) -> pd.DataFrame:
    """List the figures of a published table that do not fit the others beside them.

    Parameters
    ----------
    frame
        A row an item or dimension, as printed: `right`, `left` and `gap`; where there are
        ``ci_low``, ``ci_high`` and ``t`` these are checked too. The first other column labels rows.
    right, left, gap
        Columns of the means and the printed gap, right − left.
    decimals
        Decimals of the printed means, gaps and limits; t is taken as printed to as many.
    quantile
        Standard errors in half an interval.

    Returns
    -------
    pandas.DataFrame
        `AUDIT_COLUMNS`; empty where everything fits. Each printed figure may be off by half a unit
        of its last digit, and what follows from it by as much as that makes.

    Raises
    ------
    CallError
        A column of the means or the gap is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"item": ["a", "b"], "perception": [4.0, 3.5],
    ...                       "expectation": [4.5, 4.5], "gap": [-0.5, -0.8]})
    >>> audit_published(table)[["row", "check", "printed"]].values.tolist()
    [['b', 'gap', -0.8]]
    """
    import pandas as pd

    missing = [c for c in (right, left, gap) if c not in frame]
    if missing:
        known = ", ".join(map(str, frame.columns))
        raise CallError(
            Problem(
                "audit_published", f"there is no column {', '.join(missing)}.", f"Columns: {known}."
            )
        )
    half = 0.5 * 10.0**-decimals
    named = [c for c in frame.columns if c not in (right, left, gap)]
    found = []
    for at, row in frame.iterrows():
        label = row[named[0]] if named else at
        for check, printed, (least, most) in _checks(row, right, left, gap, half, quantile):
            if not least - 1e-9 <= printed <= most + 1e-9:
                found.append((label, check, printed, least, most))
    return pd.DataFrame(found, columns=list(AUDIT_COLUMNS))


def _checks(
    row: pd.Series[Any], right: str, left: str, gap: str, half: float, quantile: float
) -> list[tuple[str, float, tuple[float, float]]]:
    """Return what is printed, and between which ends it should lie."""
    printed = float(row[gap])
    difference = float(row[right]) - float(row[left])
    checks = [("gap", printed, (difference - 3 * half, difference + 3 * half))]
    if not {"ci_low", "ci_high"} <= set(row.index):
        return checks
    low, high = float(row["ci_low"]), float(row["ci_high"])
    middle = (low + high) / 2
    checks.append(("interval", middle, (printed - 2 * half, printed + 2 * half)))
    if "t" in row.index:
        errors = [max(high - low + d, half) / (2 * quantile) for d in (-2 * half, 2 * half)]
        sizes = [(abs(printed) + d) / e for d in (-half, half) for e in errors]
        sign = -1.0 if printed < 0 else 1.0
        ends = sorted(sign * size for size in (min(sizes), max(sizes)))
        checks.append(("t", float(row["t"]), (ends[0], ends[1])))
    return checks
