"""Many distributions of whole-number values at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Bools", "Floats", "Frequencies", "Ints", "SidesBySide", "side_by_side"]

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Frequencies:
    """Distributions of whole-number values, ragged: each row has its own values.

    A cell says how many people of a row have a value. Cells are sorted by row, then by value, no
    value stands twice in a row, and no cell is empty. A row may have no cell (nobody answered).

    Parameters
    ----------
    row : int64, shape (cells,)
        The row that each cell belongs to, ascending from 0.
    value : int64, shape (cells,)
        The numerator of the value, ascending within a row.
    count : int64, shape (cells,)
        How many people, above 0.
    rows : int
        How many rows there are.
    denominator : int64, shape (rows,)
        A value stands for value / denominator of its row.

    Raises
    ------
    ValueError
        Where the cells are not sorted, a value is repeated, or a count is not above 0.

    Examples
    --------
    Two rows of gaps; the second counts in halves.

    >>> f = Frequencies.from_dense([[1, 0, 2], [0, 4, 1]], [-1, 0, 1], [1, 2])
    >>> f.n
    array([3, 5])
    >>> f.total / f.denominator
    array([1. , 0.5])
    """

    row: Ints
    value: Ints
    count: Ints
    rows: int
    denominator: Ints

    def __post_init__(self) -> None:
        if not len(self.row) == len(self.value) == len(self.count):
            raise ValueError("row, value and count must have one entry a cell each")
        if self.denominator.shape != (self.rows,) or np.any(self.denominator < 1):
            raise ValueError("denominator must be a whole number above 0 for every row")
        step = np.diff(self.row)
        if np.any(step < 0) or np.any((step == 0) & (np.diff(self.value) <= 0)):
            raise ValueError("cells must be sorted by row and value, none twice")
        if len(self.row) and (self.row[0] < 0 or self.row[-1] >= self.rows):
            raise ValueError(f"a cell's row must lie between 0 and {self.rows - 1}")
        if np.any(self.count <= 0):
            raise ValueError("every count must be above 0; leave empty cells out")

    @classmethod
    def from_cells(
        cls,
        row: ArrayLike,
        value: ArrayLike,
        count: ArrayLike,
        rows: int,
        denominator: ArrayLike = 1,
    ) -> Frequencies:
        """Build from cells in any order; the same value twice in a row is added up.

        Parameters
        ----------
        row, value, count : shape (cells,)
            As in the class; counts of 0 are dropped.
        rows
            How many rows there are.
        denominator : shape () or (rows,)
            As in the class.

        Examples
        --------
        >>> Frequencies.from_cells([0, 0, 0], [2, 1, 2], [5, 1, 1], rows=1).count
        array([1, 6])
        """
        r, v, c = (np.asarray(x, np.int64) for x in (row, value, count))
        order = np.lexsort((v, r))
        r, v, c = r[order], v[order], c[order]
        first = _starts_of_runs(r, v)
        summed = np.add.reduceat(c, first) if len(first) else c
        filled = summed != 0
        return cls(
            r[first][filled], v[first][filled], summed[filled], rows, _per_row(denominator, rows)
        )

    @classmethod
    def from_dense(
        cls, counts: ArrayLike, values: ArrayLike, denominator: ArrayLike = 1
    ) -> Frequencies:
        """Build from a table of counts with one column a value.

        Parameters
        ----------
        counts : shape (rows, V)
            How many people have each value.
        values : shape (V,) or (rows, V)
            The numerators, ascending.
        denominator : shape () or (rows,)
            As in the class.
        """
        table = np.atleast_2d(np.asarray(counts, np.int64))
        row, column = np.nonzero(table)
        wide = np.broadcast_to(np.asarray(values, np.int64), table.shape)
        rows = len(table)
        per_row = _per_row(denominator, rows)
        return cls(row.astype(np.int64), wide[row, column], table[row, column], rows, per_row)

    @classmethod
    def from_lists(cls, lists: Sequence[ArrayLike], denominator: ArrayLike = 1) -> Frequencies:
        """Build from each row's list of values, one entry a person.

        Examples
        --------
        >>> f = Frequencies.from_lists([[3, 1, 3], []])
        >>> f.value, f.count, f.n
        (array([1, 3]), array([1, 2]), array([3, 0]))
        """
        parts = [np.asarray(x, np.int64) for x in lists]
        row = np.repeat(np.arange(len(parts)), [len(p) for p in parts])
        value = np.concatenate([*parts, np.empty(0, np.int64)])
        return cls.from_cells(row, value, np.ones(len(value), np.int64), len(parts), denominator)

    @classmethod
    def concat(cls, parts: Sequence[Frequencies]) -> Frequencies:
        """Put the rows of several below each other, in order."""
        offset = np.cumsum([0, *(p.rows for p in parts)])
        none = np.empty(0, np.int64)
        return cls(
            np.concatenate([none, *(p.row + o for p, o in zip(parts, offset, strict=False))]),
            np.concatenate([none, *(p.value for p in parts)]),
            np.concatenate([none, *(p.count for p in parts)]),
            int(offset[-1]),
            np.concatenate([none, *(p.denominator for p in parts)]),
        )

    @cached_property
    def start(self) -> Ints:
        """Where each row's cells begin; one more entry for the end. Shape (rows + 1,)."""
        return np.searchsorted(self.row, np.arange(self.rows + 1)).astype(np.int64)

    @cached_property
    def n(self) -> Ints:
        """How many people each row has. Shape (rows,)."""
        return self.sum_by_row(self.count)

    @cached_property
    def total(self) -> Ints:
        """Sum of the numerators over people, exact. Shape (rows,)."""
        return self.sum_by_row(self.value * self.count)

    @cached_property
    def varies(self) -> Bools:
        """Whether a row has two different values, decided without arithmetic. Shape (rows,)."""
        return np.diff(self.start) > 1

    def sum_by_row(self, per_cell: Ints) -> Ints:
        """Add whole numbers up by row, exactly. From shape (cells,) to (rows,)."""
        # a running sum may wrap around, but differences of wrapped sums are right again
        running = np.concatenate([np.zeros(1, np.int64), np.cumsum(per_cell, dtype=np.int64)])
        return np.diff(running[self.start])

    def sum_floats(self, per_cell: Floats) -> Floats:
        """Add floating-point numbers up by row. From shape (cells,) to (rows,)."""
        return np.bincount(self.row, per_cell, self.rows).astype(np.float64, copy=False)

    def take(self, rows: ArrayLike) -> Frequencies:
        """Return the given rows, in the order given; a row may be taken twice.

        Parameters
        ----------
        rows : int, shape (R,), or bool, shape (rows,)
            Row numbers, or a mask.
        """
        wanted = np.arange(self.rows)[np.asarray(rows)]
        length = np.diff(self.start)[wanted]
        row = np.repeat(np.arange(len(wanted)), length)
        within = np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length)
        cell = np.repeat(self.start[wanted], length) + within
        return Frequencies(
            row, self.value[cell], self.count[cell], len(wanted), self.denominator[wanted]
        )

    def minus(self, numerator: ArrayLike, denominator: ArrayLike = 1) -> Frequencies:
        """Subtract a constant from every value of a row, exactly.

        Parameters
        ----------
        numerator, denominator : int, shape () or (rows,)
            The constant as a fraction: what a specification lays down, say.

        Examples
        --------
        >>> f = Frequencies.from_lists([[3, 6]]).minus(9, 2)  # less 4.5
        >>> f.value / f.denominator[f.row]
        array([-1.5,  1.5])
        """
        below = _per_row(denominator, self.rows)
        fine = self.on_denominator(np.lcm(self.denominator, below))
        shift = _per_row(numerator, self.rows) * (fine.denominator // below)
        return replace(fine, value=fine.value - shift[fine.row])

    def on_denominator(self, denominator: ArrayLike) -> Frequencies:
        """Express the same values over another denominator, a multiple of each row's own.

        Raises
        ------
        ValueError
            Where it is no multiple.
        """
        wanted = _per_row(denominator, self.rows)
        factor, rest = np.divmod(wanted, self.denominator)
        if np.any(rest):
            raise ValueError("the new denominator must be a multiple of the old one")
        return replace(self, value=self.value * factor[self.row], denominator=wanted)


@dataclass(frozen=True)
class SidesBySide:
    """Two sides' cells on one list of values.

    Parameters
    ----------
    row, left, right : int64, shape (cells,)
        The row of each distinct value, in ascending order of value within a row, and how many
        people of either side have it.
    rows : int
        How many rows there are.
    """

    row: Ints
    left: Ints
    right: Ints
    rows: int

    def below(self, count: Ints) -> Ints:
        """How many of `count` (shape (cells,)) lie at lower values of the same row."""
        running = np.cumsum(count) - count
        first = np.searchsorted(self.row, self.row)
        return running - running[first]


def side_by_side(left: Frequencies, right: Frequencies) -> SidesBySide:
    """Bring the values of two sides, row by row, onto one list.

    Parameters
    ----------
    left, right
        As many rows each; denominators may differ, values are compared exactly.

    Examples
    --------
    >>> both = side_by_side(Frequencies.from_lists([[1, 2]]), Frequencies.from_lists([[4, 6]], 2))
    >>> both.left, both.right  # at the values 1, 2, 3
    (array([1, 1, 0]), array([0, 1, 1]))
    """
    if left.rows != right.rows:
        raise ValueError(f"the left side has {left.rows} rows, the right side {right.rows}")
    common = np.lcm(left.denominator, right.denominator)
    a, b = left.on_denominator(common), right.on_denominator(common)
    row, value = np.concatenate([a.row, b.row]), np.concatenate([a.value, b.value])
    order = np.lexsort((value, row))
    first = _starts_of_runs(row[order], value[order])
    on_left = np.concatenate([a.count, np.zeros_like(b.count)])[order]
    on_right = np.concatenate([np.zeros_like(a.count), b.count])[order]
    if not len(first):
        return SidesBySide(row, on_left, on_right, left.rows)
    return SidesBySide(
        row[order][first],
        np.add.reduceat(on_left, first),
        np.add.reduceat(on_right, first),
        left.rows,
    )


def _starts_of_runs(row: Ints, value: Ints) -> Ints:
    """Index of the first cell of every run of equal (row, value) in sorted cells."""
    new = np.ones(len(row), bool)
    new[1:] = (row[1:] != row[:-1]) | (value[1:] != value[:-1])
    return np.flatnonzero(new)


def _per_row(x: ArrayLike, rows: int) -> Ints:
    return np.array(np.broadcast_to(np.asarray(x, np.int64), (rows,)))
