"""What regression to the mean alone brings: whoever was last is likely to be less so next time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from gapkit.gaps.groups import WHOLE
from gapkit.stats.shrinkage import posterior

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.stats.frequencies import Floats

__all__ = ["FEWEST_VALUES", "expected_change", "shrunken_change"]

FEWEST_VALUES: Final = 3
"""Of fewer branches nobody knows how much branches differ."""

FAMILY: Final = ("wave", "segment", "gap", "level", "key")
"""Rows that are drawn towards each other: all values of a segment."""


def expected_change(found: pd.DataFrame) -> Floats:
    """Return for each row what change to expect next time if nothing changes in truth.

    Parameters
    ----------
    found
        Rows of `gapkit.comparison.readings.readings`.

    Returns
    -------
    float, shape (rows,)
        In points: the row's gap drawn towards the mean of all values of its segment
        (`gapkit.stats.shrinkage`), less the gap itself. NaN for everybody, who were not picked
        from among others, and where fewer than `FEWEST_VALUES` values have a figure.
    """
    expected = np.full(len(found), np.nan)
    mean, se, sd = (found[f"gap_{name}"].to_numpy(np.float64) for name in ("mean", "se", "sd"))
    n = found["people"].to_numpy(np.float64)
    with np.errstate(invalid="ignore"):
        usable = np.isfinite(mean) & (se > 0) & (found["segment"] != WHOLE).to_numpy()
    spread = np.where(np.isnan(sd), se * np.sqrt(n), sd)
    picked = np.flatnonzero(usable)
    families = found.iloc[picked].groupby(list(FAMILY), sort=False).indices
    for rows in families.values():
        at = picked[rows]
        if len(at) >= FEWEST_VALUES:
            expected[at] = shrunken_change(mean[at], se[at], spread[at])
    return expected


def shrunken_change(mean: Floats, se: Floats, sd: Floats) -> Floats:
    """Return the shrunken means less the means; shape (values,).

    Parameters
    ----------
    mean, se : shape (values,)
        Of units that are much of a kind.
    sd : shape (values,)
        How much people of each differ.

    Examples
    --------
    The worst of twelve that are much alike is expected to come back most of the way.

    >>> seen = np.array([-0.9, *[-0.5] * 11])
    >>> shrunken_change(seen, np.full(12, 0.2), np.full(12, 1.0))[0].round(2)
    np.float64(0.28)
    """
    scale = float(np.sqrt(np.mean(np.square(sd))))
    change: Floats = posterior(mean, np.square(se), scale).mean - mean
    return change
