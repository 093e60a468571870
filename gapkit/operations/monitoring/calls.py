"""The calls that were scored, each once, out of the sheets on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.operations.months import months_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CALL", "calls_of", "columns_of"]

CALL: Final = ("unit", "agent", "call")
"""What one call is told by."""


def columns_of(frame: pd.DataFrame, kind: str) -> list[str]:
    """Return the columns whose names begin with `kind`: ``item.`` or ``dimension.``.

    Examples
    --------
    >>> import pandas as pd
    >>> columns_of(pd.DataFrame(columns=["day", "item.t1", "dimension.tone"]), "dimension.")
    ['dimension.tone']
    """
    return [str(c) for c in frame.columns if str(c).startswith(kind)]


def calls_of(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the calls that were scored, each once: two monitors on one call are one check.

    Parameters
    ----------
    frame
        The sheets, as `gapkit.operations.monitoring.checks.read_checks` returns them.

    Returns
    -------
    pandas.DataFrame
        A row a call: ``month`` (``2026-07``), ``unit``, ``agent``, ``day`` (of the first sheet),
        ``minimum``, ``critical`` (the most that any monitor found), and the means of its monitors'
        ``overall`` and ``dimension.<id>``. Sheets that name no call are calls of their own.
    """
    lone = [f"\0{k}" for k in range(len(frame))]
    call = frame["call"].where(frame["call"] != "", lone)
    scores = ["overall", *columns_of(frame, "dimension.")]
    by = frame.assign(call=call).groupby(list(CALL), sort=False)
    calls = by.agg(day=("day", "min"), minimum=("minimum", "last"))
    calls["critical"] = by["critical"].agg(lambda c: c.max(skipna=False))
    calls[scores] = by[scores].mean()
    calls["month"] = months_of(calls["day"])
    return calls.reset_index().sort_values("day", kind="stable", ignore_index=True)
