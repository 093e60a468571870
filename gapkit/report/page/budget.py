"""Which rows of a large table the page carries: those that are asked for most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import natural

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MOST_ROWS", "fitting"]

MOST_ROWS: Final = 12_000
"""Rows of one table in the page: about a third of a megabyte."""


def fitting(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that fit into the page.

    Parameters
    ----------
    frame
        A tidy table as published.

    Returns
    -------
    pandas.DataFrame
        All rows if they are few. Else groups lose their earlier waves, then their items; everybody's
        rows stay. What is left out stands in the written table.

    Examples
    --------
    >>> import pandas as pd
    >>> len(fitting(pd.DataFrame({"wave": ["1", "2"], "segment": "all", "level": "item"})))
    2
    """
    if len(frame) <= MOST_ROWS or "segment" not in frame:
        return frame.head(MOST_ROWS)
    waves = frame["wave" if "wave" in frame else "wave_to"].astype(str)
    everybody = frame["segment"] == "all"
    latest = waves == max(waves.unique(), key=natural)
    kept = everybody | latest
    if kept.sum() > MOST_ROWS and "level" in frame:
        kept = everybody | (latest & (frame["level"] != "item"))
    fit: pd.DataFrame = frame[kept].head(MOST_ROWS)
    return fit
