"""Means of units with their errors: as they are, and at everybody's mix of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gapkit.stats.case_mix import case_mix
from gapkit.stats.moderation import moderated_variance
from gapkit.stats.moments import Moments

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from gapkit.stats.frequencies import Floats, Ints

__all__ = ["UnitMeans", "unit_means"]


@dataclass(frozen=True)
class UnitMeans:
    """Means of units; shape (units,) unless said otherwise.

    Parameters
    ----------
    people
        Complete pairs, or people of the smaller side.
    mean
        As it is.
    adjusted
        Had the unit everybody's mix of people; NaN where that is not known.
    variance
        Squared standard error of the adjusted mean, else of the mean.
    moments
        Of people within units, where the same people answered both sides; else nobody.
    scale
        How much people of one unit differ: a standard deviation.
    """

    people: Ints
    mean: Floats
    adjusted: Floats
    variance: Floats
    moments: Moments
    scale: float

    @property
    def best(self) -> Floats:
        """The adjusted mean, where there is one."""
        return np.where(np.isnan(self.adjusted), self.mean, self.adjusted)


def unit_means(
    table: pd.DataFrame,
    cells: pd.DataFrame | None,
    columns: Sequence[str],
    *,
    by_units: bool,
) -> UnitMeans:
    """Return the units' means of one gap, key and wave.

    Parameters
    ----------
    table
        Rows of `gapkit.comparison.readings.readings`, one a unit.
    cells
        Rows of `gapkit.comparison.crossed.crossed` for the same; None where there are none.
    columns
        The case mix.
    by_units
        Whether people of one unit all have the same weight. Else their own standard errors stand.
    """
    people = table["people"].to_numpy(np.int64)
    mean = table["gap_mean"].to_numpy(np.float64)
    blank = np.full(len(table), np.nan)
    same = table["pairing"].iloc[0] != "independent"
    moments = _moments(table, "gap") if same else Moments.of(0 * people, np.nan, np.nan)
    own = table["weighted"].astype(bool).any() and not by_units
    if own:
        se = table["gap_se"].to_numpy(np.float64)
        scale = _typical(np.square(se) * people)
        return UnitMeans(people, mean, blank, np.square(se), moments, scale)
    sides = [moments] if same else [_moments(table, side) for side in ("left", "right")]
    # a side without people's spread, such as what is laid down, adds no error
    variance = np.sum([_error(side) for side in sides], axis=0)
    scale = _typical(variance * people)
    if cells is None or not columns or not same:
        return UnitMeans(people, mean, blank, variance, moments, scale)
    adjusted, variance = _adjusted(table, cells, columns, moments, variance)
    return UnitMeans(people, mean, adjusted, variance, moments, scale)


def _typical(variances: Floats) -> float:
    """Return the root of the mean of people's variances, units without one left out; NaN without any."""
    known = variances[~np.isnan(variances)]
    return float(np.sqrt(known.mean())) if len(known) else float("nan")


def _moments(table: pd.DataFrame, name: str) -> Moments:
    n, mean, sd = (table[f"{name}_{x}"].to_numpy(np.float64) for x in ("n", "mean", "sd"))
    return Moments(np.nan_to_num(n).astype(np.int64), mean, sd)


def _error(side: Moments) -> Floats:
    if not side.n.any():
        return np.zeros(len(side.n))
    with np.errstate(divide="ignore", invalid="ignore"):
        error: Floats = np.where(side.n > 0, moderated_variance(side) / side.n, np.nan)
    return error


def _adjusted(
    table: pd.DataFrame,
    cells: pd.DataFrame,
    columns: Sequence[str],
    moments: Moments,
    variance: Floats,
) -> tuple[Floats, Floats]:
    """Return the adjusted means and their variances."""
    place = {value: k for k, value in enumerate(table["value"])}
    mine = cells[cells["value"].isin(place)]
    unit = mine["value"].map(place).to_numpy(np.int64)
    kinds = [mine[c].factorize(sort=True)[0].astype(np.int64) for c in columns]
    found = case_mix(_moments(mine, "gap"), unit, kinds)
    free = np.maximum(moments.n - 1, 0)
    pooled = np.nansum(free * moments.variance) / free.sum()
    # kinds take away part of how much people of a unit differ, the same part in each unit
    left = found.error / pooled
    return found.adjusted, variance * left + found.from_slopes
