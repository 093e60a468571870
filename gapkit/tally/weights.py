"""Survey weights in fixed point: sums are exact, and do not depend on how a file was split.

Weights have no unit: population weights are in the thousands, weights that add up to 1 over a
million people are in the millionths. So the grid is fine enough for both, and multiplying all
weights by a constant changes no figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from gapkit.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["ALONE", "HEAVIEST", "LIGHTEST", "WIDTH", "Cell", "WeightedCounts", "fixed"]

LIMB: Final = 36
"""Bits of one column of a sum: 2²⁷ rows of one batch may be added before it has to be carried."""

MASK: Final = (1 << LIMB) - 1

WEIGHT: Final = slice(4, 8)
"""Columns of Σw: two limbs above the point, two below (to 2⁻⁷²)."""

SQUARE: Final = slice(8, 14)
"""Columns of Σw²: three limbs above the point, three below (to 2⁻¹⁰⁸)."""

HEAVIEST: Final = 1e15
LIGHTEST: Final = 1e-12
"""Weights above 0 lie between these; others only need to be multiplied by a constant."""

WIDTH: Final = 14
"""Columns of a table of weighted counts."""


ALONE: Final = "\0"
"""First letter of a cluster of one person, which no cell of a file can hold."""


class Cell(NamedTuple):
    """One stratum × one cluster; each is empty where the design knows none."""

    stratum: str
    cluster: str


@dataclass(frozen=True)
class WeightedCounts:
    """Counts and weights of whole numbers, by group and cell, each combination once.

    Attributes
    ----------
    table
        int64 (entries, 14): group, cell, value, n, then Σw in four limbs and Σw² in six, the
        highest first.
    """

    table: NDArray[np.int64]

    @classmethod
    def of(cls, table: NDArray[np.int64]) -> WeightedCounts:
        """Sort the entries by group, cell and value, and merge those that agree in all three."""
        if not len(table):
            return cls(table)
        order, starts = _sorted(table[:, :3])
        table = table[order]
        merged = np.hstack([table[starts, :3], np.add.reduceat(table[:, 3:], starts, axis=0)])
        for limbs in (WEIGHT, SQUARE):  # carry what a limb has outgrown, from the lowest up
            for low in range(limbs.stop - 1, limbs.start, -1):
                merged[:, low - 1] += merged[:, low] >> LIMB
                merged[:, low] &= MASK
        return cls(merged)

    @classmethod
    def concat(cls, parts: Sequence[WeightedCounts]) -> WeightedCounts:
        """Put several together."""
        return cls.of(np.concatenate([p.table for p in parts]))

    def moved(self, groups: NDArray[np.int64], cells: NDArray[np.int64]) -> WeightedCounts:
        """Return the same counts with other positions for groups and cells."""
        table = self.table.copy()
        table[:, 0], table[:, 1] = groups[table[:, 0]], cells[table[:, 1]]
        return WeightedCounts(table)

    def kept(self, place: NDArray[np.int64]) -> WeightedCounts:
        """Return the counts of groups whose new place is not −1."""
        table = self.table[place[self.table[:, 0]] >= 0].copy()
        table[:, 0] = place[table[:, 0]]
        return WeightedCounts(table)

    @property
    def group(self) -> NDArray[np.int64]:
        """Group of each entry."""
        return self.table[:, 0]

    @property
    def cell(self) -> NDArray[np.int64]:
        """Cell of each entry."""
        return self.table[:, 1]

    @property
    def value(self) -> NDArray[np.int64]:
        """Numerator of each entry's score."""
        return self.table[:, 2]

    @property
    def n(self) -> NDArray[np.int64]:
        """People of each entry."""
        return self.table[:, 3]

    @property
    def weight(self) -> NDArray[np.float64]:
        """Σw of each entry."""
        return _float(self.table[:, WEIGHT], above=2)

    @property
    def square(self) -> NDArray[np.float64]:
        """Σw² of each entry."""
        return _float(self.table[:, SQUARE], above=3)


def _sorted(columns: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the order by all columns, the first one first, and where each combination starts."""
    low = columns.min(axis=0)
    spans = [int(span) + 1 for span in columns.max(axis=0) - low]
    if prod(spans) < 1 << 62:  # one sort of one number instead of one sort a column
        key = np.ravel_multi_index(tuple((columns - low).T), spans)
        order = np.argsort(key, kind="stable")
        changes = np.diff(key[order]) != 0
    else:
        order = np.lexsort(columns.T[::-1])
        changes = np.any(np.diff(columns[order], axis=0) != 0, axis=1)
    return order, np.concatenate([[0], 1 + np.flatnonzero(changes)])


def fixed(weight: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return w and w² of each row in fixed point: (rows, 10), limbs from the highest down.

    Raises
    ------
    CallError
        A weight is negative, missing, heavier than `HEAVIEST`, or above 0 and below `LIGHTEST`.

    Examples
    --------
    >>> fixed(np.array([3.0, 0.5]))[:, 1:3] >> np.array([0, LIMB - 1])
    array([[3, 0],
           [0, 1]])
    """
    if not np.all((weight == 0) | (weight >= LIGHTEST) & (weight <= HEAVIEST)):
        raise CallError(
            f"a survey weight must be 0, or lie between {LIGHTEST:g} and {HEAVIEST:g}; "
            "multiply all weights by a constant."
        )
    return np.hstack([_limbs(weight, 2, 2), _limbs(weight**2, 3, 3)])


def _limbs(value: NDArray[np.float64], above: int, below: int) -> NDArray[np.int64]:
    """Cut numbers into limbs, `above` of them over the point; the last one is rounded."""
    rest = value / 2.0 ** (LIMB * (above - 1))  # by powers of two: nothing is lost
    limbs = np.empty((len(value), above + below), np.int64)
    for k in range(above + below - 1):
        whole = np.floor(rest)
        limbs[:, k] = whole
        rest = (rest - whole) * 2.0**LIMB
    limbs[:, -1] = np.rint(rest)
    return limbs


def _float(limbs: NDArray[np.int64], above: int) -> NDArray[np.float64]:
    total = np.zeros(len(limbs))
    for k in range(limbs.shape[1] - 1, -1, -1):  # the smallest first, so that none is lost
        total += limbs[:, k] * 2.0 ** (LIMB * (above - 1 - k))
    return total
