"""A change between two waves with its error: of a gap, and of either side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gapkit.stats.mean_tests import TTest, t_test
from gapkit.stats.moments import Moments
from gapkit.stats.overlap import overlapping_t

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.stats.frequencies import Bools, Floats

__all__ = ["change_of"]


def change_of(two: pd.DataFrame, name: str, confidence: float) -> TTest:
    """Test the change of ``gap``, ``left`` or ``right``.

    Parameters
    ----------
    two
        Rows with `readings`' columns twice, ``…_from`` and ``…_to``; ``n_both`` and ``…_r`` where
        the same people answered in both waves.
    name
        What changes.

    Returns
    -------
    TTest
        Later less earlier. Where nobody came twice the waves are independent (Welch); what is laid
        down has a change without error, and no test.
    """
    ends = [_figures(two, name, end) for end in ("from", "to")]
    (mean0, se0, df0), (mean1, se1, df1) = ends
    apart = t_test(
        mean1 - mean0, np.hypot(se0, se1), _welch((se0, df0), (se1, df1)), confidence=confidence
    )
    twice = _twice(two, name)
    if not twice.any():
        return apart
    earlier, later = (_moments(two, name, end) for end in ("from", "to"))
    r = two[f"{name}_r"].to_numpy(np.float64)
    paired = overlapping_t(
        earlier, later, two["n_both"].astype(float).fillna(0).to_numpy(), r, confidence
    )
    fields = ("estimate", "se", "t", "df", "p", "ci_low", "ci_high")
    return TTest(*(np.where(twice, getattr(paired, f), getattr(apart, f)) for f in fields))


def _figures(two: pd.DataFrame, name: str, end: str) -> tuple[Floats, Floats, Floats]:
    mean, se, df = (two[f"{name}_{x}_{end}"].to_numpy(np.float64) for x in ("mean", "se", "df"))
    return mean, se, df


def _moments(two: pd.DataFrame, name: str, end: str) -> Moments:
    n, mean, sd = (two[f"{name}_{x}_{end}"].to_numpy(np.float64) for x in ("n", "mean", "sd"))
    return Moments(np.nan_to_num(n).astype(np.int64), mean, sd)


def _twice(two: pd.DataFrame, name: str) -> Bools:
    """Return where the same people answered in both waves, each with the same weight."""
    weighted = two["weighted_from"].astype(bool) | two["weighted_to"].astype(bool)
    known: Bools = (two[f"{name}_r"].notna() & ~weighted).to_numpy()
    return known


def _welch(first: tuple[Floats, Floats], second: tuple[Floats, Floats]) -> Floats:
    """Return Welch's degrees of freedom; a part without error of its own adds none."""
    down = np.zeros_like(first[0])
    for se, df in (first, second):
        with np.errstate(invalid="ignore", divide="ignore"):
            down = down + np.where(se == 0, 0.0, se**4 / df)
    with np.errstate(invalid="ignore", divide="ignore"):
        joined: Floats = np.square(np.square(first[0]) + np.square(second[0])) / down
    return joined
