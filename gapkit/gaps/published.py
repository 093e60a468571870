"""Published tables of gaps, checked against themselves: what is printed must fit what is printed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
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
        ``ci_low``, ``ci_high`` and ``t`` these are checked too. The first other column labels
        rows. A row without a mean or a gap is passed over.
    right, left, gap
        Columns of the means and the printed gap, right − left.
    decimals
        Decimals of what is printed. Cells that are texts (``dtype=str``) say their own, which is
        safer: 2.0 and 2.0000 are the same number, not the same print.
    quantile
        Standard errors in half an interval.

    Returns
    -------
    pandas.DataFrame
        `AUDIT_COLUMNS`; empty where everything fits. Each printed figure may be off by half a unit
        of its last digit, and what follows from it by as much as that makes: a gap out of two
        means with two decimals may lie 0.015 away from the printed one.

    Raises
    ------
    CallError
        A column of the means or the gap is missing, or a cell of them is no number.

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
    named = [c for c in frame.columns if c not in (right, left, gap)]
    columns = {"right": right, "left": left, "gap": gap, **{c: c for c in FURTHER}}
    found = []
    for at, row in frame.iterrows():
        label = row[named[0]] if named else at
        printed = {
            name: _printed(row[column], decimals, f"row {label}, column {column}")
            for name, column in columns.items()
            if column in frame and not _blank(row[column])
        }
        if {"right", "left", "gap"} <= set(printed):
            found += [(label, *misfit) for misfit in _misfits(printed, quantile)]
    return pd.DataFrame(found, columns=list(AUDIT_COLUMNS))


FURTHER: Final = ("ci_low", "ci_high", "t")
"""Columns that are checked where they are there."""


@dataclass(frozen=True)
class _Printed:
    """A printed figure and half a unit of its last digit."""

    value: float
    half: float


def _blank(cell: Any) -> bool:
    return cell is None or cell != cell or str(cell).strip() == ""


def _printed(cell: Any, decimals: int, where: str) -> _Printed:
    """Return a cell as printed; a text says itself how many decimals it has."""
    try:
        figure = Decimal(str(cell).strip().replace("−", "-"))
    except InvalidOperation:
        raise CallError(
            Problem(
                where, f"{cell!r} is no number.", "Leave the cell empty where nothing is printed."
            )
        ) from None
    exponent = figure.as_tuple().exponent
    if isinstance(cell, str) and isinstance(exponent, int):
        decimals = max(-exponent, 0)
    return _Printed(float(figure), 0.5 * 10.0**-decimals)


def _misfits(
    printed: dict[str, _Printed], quantile: float
) -> list[tuple[str, float, float, float]]:
    """Return check, what is printed, and between which ends it should lie, where it does not."""
    gap = printed["gap"]
    ends = {"gap": _gap_ends(printed)}
    shown = {"gap": gap.value}
    if {"ci_low", "ci_high"} <= set(printed):
        low, high = printed["ci_low"], printed["ci_high"]
        off = gap.half + (low.half + high.half) / 2
        ends["interval"] = gap.value - off, gap.value + off
        shown["interval"] = (low.value + high.value) / 2
        if "t" in printed:
            ends["t"] = _t_ends(printed, quantile)
            shown["t"] = printed["t"].value
    return [
        (check, shown[check], least, most)
        for check, (least, most) in ends.items()
        if not least - EXACT <= shown[check] <= most + EXACT
    ]


EXACT: Final = 1e-9
"""Decimal figures are no exact binary ones."""


def _gap_ends(printed: dict[str, _Printed]) -> tuple[float, float]:
    difference = printed["right"].value - printed["left"].value
    off = printed["right"].half + printed["left"].half + printed["gap"].half
    return difference - off, difference + off


def _t_ends(printed: dict[str, _Printed], quantile: float) -> tuple[float, float]:
    """Return what t may be: the gap over its standard error, which the interval's width tells."""
    gap, low, high, t = (printed[name] for name in ("gap", "ci_low", "ci_high", "t"))
    off = low.half + high.half
    errors = [max(high.value - low.value + d, off / 2) / (2 * quantile) for d in (-off, off)]
    sizes = [max(abs(gap.value) + d, 0.0) / e for d in (-gap.half, gap.half) for e in errors]
    sign = -1.0 if gap.value < 0 else 1.0
    least, most = sorted((sign * min(sizes), sign * max(sizes)))
    return least - t.half, most + t.half
