"""Survey weights in fixed point: sums are exact, and do not depend on how a file was split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from gapkit.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["HEAVIEST", "WIDTH", "Cell", "WeightedCounts", "fixed"]

BITS: Final = 32
"""A weight and its square are kept to 2⁻³²; each is rounded once, row by row."""

HEAVIEST: Final = 46_000
"""Largest weight whose square still fits; heavier ones only need to be divided by a constant."""

LOW: Final = (1 << BITS) - 1

WIDTH: Final = 8
"""Columns of a table of weighted counts."""


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
        int64 (entries, 8): group, cell, value, n, then Σw and Σw² in two halves each.
    """

    table: NDArray[np.int64]

    @classmethod
    def of(cls, table: NDArray[np.int64]) -> WeightedCounts:
        """Sort the entries by group, cell and value, and merge those that agree in all three."""
        order = np.lexsort((table[:, 2], table[:, 1], table[:, 0]))
        table = table[order]
        first = np.ones(len(table), np.bool_)
        first[1:] = np.any(np.diff(table[:, :3], axis=0) != 0, axis=1)
        starts = np.flatnonzero(first)
        if not len(starts):
            return cls(table)
        merged = np.hstack([table[starts, :3], np.add.reduceat(table[:, 3:], starts, axis=0)])
        for high in (4, 6):  # carry what the low half has outgrown
            merged[:, high] += merged[:, high + 1] >> BITS
            merged[:, high + 1] &= LOW
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
        return _float(self.table[:, 4], self.table[:, 5])

    @property
    def square(self) -> NDArray[np.float64]:
        """Σw² of each entry."""
        return _float(self.table[:, 6], self.table[:, 7])


def fixed(weight: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return w and w² of each row in fixed point, in two halves each: (rows, 4).

    Raises
    ------
    CallError
        A weight is negative, missing, or heavier than `HEAVIEST`.
    """
    if not np.all((weight >= 0) & (weight <= HEAVIEST)):
        raise CallError(
            f"a survey weight must lie between 0 and {HEAVIEST}; divide all weights by a constant."
        )
    plain, square = (np.rint(x * (1 << BITS)).astype(np.int64) for x in (weight, weight**2))
    return np.stack([plain >> BITS, plain & LOW, square >> BITS, square & LOW], axis=1)


def _float(high: NDArray[np.int64], low: NDArray[np.int64]) -> NDArray[np.float64]:
    return high + low / float(1 << BITS)
