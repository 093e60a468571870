"""Running counts of one part each: rows of a batch in, a table per group out.

Position 0 of every table takes the rows that belong to no group of a segment, so that no mask is
needed on the way; it is dropped at the end.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from gapkit.tally.parts import Histogram, Joint, Moments, Part, Product, Weighted, lattice
from gapkit.tally.tally import Sparse, Sums
from gapkit.tally.weights import WIDTH, WeightedCounts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from gapkit.instrument import Scale
    from gapkit.tally.evaluate import Evaluator

__all__ = ["PENDING", "WIDEST_TABLE", "Axis", "Counts", "Rows", "counts_for"]

WIDEST_TABLE: Final = 4096
"""Lattices up to this size are counted in a table per group; wider ones as sorted pairs."""

PENDING: Final = 1 << 22
"""Pairs that wait before they are sorted and merged: about 32 MB."""


class Rows(Protocol):
    """What counting needs of a batch."""

    @property
    def codes(self) -> Mapping[str, NDArray[Any]]:
        """Codes of each column."""

    @property
    def evaluate(self) -> Evaluator:
        """Scores of the respondents."""

    @property
    def cell(self) -> NDArray[np.int64]:
        """Cell of the design of each row."""

    @property
    def weight(self) -> NDArray[np.int64]:
        """Weight and its square of each row, in fixed point."""


class Axis:
    """The rows of a batch by group: everybody's wave, or the values of one segment.

    Parameters
    ----------
    group
        Each row's group number; 0 where it is in none.
    """

    def __init__(self, group: NDArray[np.int64]) -> None:
        self.group = group

    @cached_property
    def _sorted(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        # numbers of 16 bits are sorted by counting them, several times as fast
        narrow = len(self.group) and int(self.group.max()) < 1 << 16
        order = np.argsort(self.group.astype(np.uint16) if narrow else self.group, kind="stable")
        group = self.group[order]
        starts = np.flatnonzero(np.diff(group, prepend=-1))
        return order, group[starts], starts

    @property
    def present(self) -> NDArray[np.int64]:
        """Groups that have a row."""
        return self._sorted[1]

    def sums(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Add up whole numbers by group, exactly; in the order of `present`."""
        order, present, starts = self._sorted
        if len(present) < 2:
            alone: NDArray[np.int64] = values.sum(keepdims=True)
            return alone[: len(present)]
        added: NDArray[np.int64] = np.add.reduceat(values[order], starts)
        return added

    def blocks(
        self, rows: NDArray[np.int64], values: NDArray[Any]
    ) -> Iterator[tuple[int, NDArray[Any]]]:
        """Yield each group's number with the values of those of `rows` that are in it."""
        order, present, _ = self._sorted
        if len(present) < 2:
            yield from zip(present.tolist(), [values], strict=False)
            return
        place = np.full(len(self.group), -1)
        place[rows] = np.arange(len(rows))
        at = place[order]
        at = at[at >= 0]
        group = self.group[rows][at]
        ends = np.flatnonzero(np.diff(group)) + 1
        firsts = [0, *ends.tolist()] if len(at) else []
        for number, block in zip(group[firsts], np.split(values[at], ends), strict=False):
            yield int(number), block


class Counts(Protocol):
    """Running counts of one part."""

    def prepare(self, rows: Rows) -> Any:
        """Work out of a batch what is the same for every way of grouping its rows."""

    def add(self, prepared: Any, axis: Axis, groups: int) -> None:
        """Count the prepared rows in the groups of one axis, of `groups` in all."""

    def result(self, order: NDArray[np.int64]) -> Any:
        """Return the counts of the groups with these numbers, in this order."""


class _Table:
    """A row of cells per group, made longer as groups come up."""

    def __init__(self, cells: int) -> None:
        self._cells = cells
        self._table = np.zeros((0, cells), np.int64)

    def _grown(self, groups: int) -> NDArray[np.int64]:
        if groups > len(self._table):
            grown = np.zeros((max(groups, 2 * len(self._table)), self._cells), np.int64)
            grown[: len(self._table)] = self._table
            self._table = grown
        return self._table

    def _count(self, cell: NDArray[np.int64], group: NDArray[np.int64], groups: int) -> None:
        table = self._grown(groups)
        # in place, with a scalar of the table's own type: many times faster than any other way
        np.add.at(table.reshape(-1), group * self._cells + cell, np.int64(1))

    def _rows(self, order: NDArray[np.int64]) -> NDArray[np.int64]:
        return self._grown(int(order.max(initial=0)) + 1)[order]


class _JointCounts(_Table):
    def __init__(self, part: Joint, scales: Mapping[str, Scale]) -> None:
        self._part = part
        self._shape = (scales[part.a].points + 1, scales[part.b].points + 1)
        super().__init__(self._shape[0] * self._shape[1])

    def prepare(self, rows: Rows) -> Any:
        codes = rows.codes
        a = np.minimum(codes[self._part.a], self._shape[0] - 1).astype(np.int64)
        b = np.minimum(codes[self._part.b], self._shape[1] - 1)
        return a * self._shape[1] + b

    def add(self, prepared: Any, axis: Axis, groups: int) -> None:
        self._count(prepared, axis.group, groups)

    def result(self, order: NDArray[np.int64]) -> NDArray[np.int64]:
        return self._rows(order).reshape(-1, *self._shape)


class _NarrowHistogram(_Table):
    """Counts on a short lattice; a last cell takes those without the score."""

    def __init__(self, part: Histogram, scales: Mapping[str, Scale]) -> None:
        self._score = part.score
        self._lattice = lattice(part.score, scales)
        super().__init__(self._lattice.size + 1)

    def prepare(self, rows: Rows) -> Any:
        value, stands = rows.evaluate(self._score)
        return np.where(stands, value - self._lattice.low, self._lattice.size)

    def add(self, prepared: Any, axis: Axis, groups: int) -> None:
        self._count(prepared, axis.group, groups)

    def result(self, order: NDArray[np.int64]) -> Sparse:
        table = self._rows(order)[:, :-1]
        group, value = np.nonzero(table)
        return Sparse(group, value + self._lattice.low, table[group, value])


class _WideHistogram:
    """Counts on a long lattice: pairs of group and value, merged now and then."""

    def __init__(self, part: Histogram, scales: Mapping[str, Scale]) -> None:
        self._score = part.score
        self._lattice = lattice(part.score, scales)
        self._pending: list[NDArray[np.int64]] = []
        self._waiting = 0
        self._merged: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []

    def prepare(self, rows: Rows) -> Any:
        return rows.evaluate(self._score)

    def add(self, prepared: Any, axis: Axis, groups: int) -> None:
        del groups
        value, stands = prepared
        stands = stands & (axis.group > 0)
        self._pending.append((axis.group * self._lattice.size + value - self._lattice.low)[stands])
        self._waiting += len(self._pending[-1])
        if self._waiting > PENDING:
            self._merge()

    def _merge(self) -> None:
        if self._pending:
            self._merged.append(_unique(np.concatenate(self._pending)))
            self._pending, self._waiting = [], 0
        # merge by size, like with like: each pair is moved only a few times however many come
        while len(self._merged) > 1 and len(self._merged[-1][0]) * 2 > len(self._merged[-2][0]):
            self._merged.append(_join(self._merged.pop(), self._merged.pop()))

    def result(self, order: NDArray[np.int64]) -> Sparse:
        self._merge()
        keys = np.concatenate([k for k, _ in self._merged] or [np.zeros(0, np.int64)])
        counts = np.concatenate([c for _, c in self._merged] or [np.zeros(0, np.int64)])
        place = np.zeros(int(order.max(initial=0)) + 1, np.int64)
        place[order] = np.arange(len(order))
        group, value = np.divmod(keys, self._lattice.size)
        return Sparse.of(place[group], value + self._lattice.low, counts)


class _MomentCounts(_Table):
    """n, Σ, and Σ² in two halves."""

    def __init__(self, part: Moments, scales: Mapping[str, Scale]) -> None:
        del scales
        self._score = part.score
        super().__init__(4)

    def prepare(self, rows: Rows) -> Any:
        value, stands = rows.evaluate(self._score)
        value = np.where(stands, value, 0)
        square = value * value
        return stands.astype(np.int64), value, square >> 32, square & 0xFFFFFFFF

    def add(self, prepared: Any, axis: Axis, groups: int) -> None:
        table = self._grown(groups)
        for column, values in enumerate(prepared):
            table[axis.present, column] += axis.sums(values)

    def result(self, order: NDArray[np.int64]) -> Sums:
        return Sums(*np.ascontiguousarray(self._rows(order).T))


class _ProductCounts(_Table):
    """Cross-products of codes with a leading 1, over complete rows."""

    def __init__(self, part: Product, scales: Mapping[str, Scale]) -> None:
        del scales
        self._columns = part.columns
        self._side = len(part.columns) + 1
        super().__init__(self._side * self._side)

    def prepare(self, rows: Rows) -> Any:
        complete = np.logical_and.reduce([rows.evaluate.answered(c) for c in self._columns])
        used = np.flatnonzero(complete)
        # whole numbers below 2^53 are exact in float64, and only floats have a fast matrix product
        matrix = np.ones((len(used), self._side))
        for k, column in enumerate(self._columns, 1):
            matrix[:, k] = rows.codes[column][used]
        return used, matrix

    def add(self, prepared: Any, axis: Axis, groups: int) -> None:
        table = self._grown(groups)
        rows, matrix = prepared
        for number, block in axis.blocks(rows, matrix):
            table[number] += (block.T @ block).astype(np.int64).reshape(-1)

    def result(self, order: NDArray[np.int64]) -> NDArray[np.int64]:
        return self._rows(order).reshape(-1, self._side, self._side)


class _WeightedHistogram:
    """Counts and weights by group, cell and value, merged now and then."""

    def __init__(self, part: Weighted) -> None:
        self._score = part.score
        self._pieces: list[WeightedCounts] = []
        self._waiting = 0

    def prepare(self, rows: Rows) -> Any:
        value, stands = rows.evaluate(self._score)
        at = np.flatnonzero(stands)
        ones = np.ones(len(at), np.int64)
        return at, np.column_stack([rows.cell[at], value[at], ones, rows.weight[at]])

    def add(self, prepared: Any, axis: Axis, groups: int) -> None:
        del groups
        at, columns = prepared
        group = axis.group[at]
        table = np.column_stack([group[group > 0], columns[group > 0]])
        self._pieces.append(WeightedCounts.of(table))
        self._waiting += len(self._pieces[-1].table)
        if self._waiting > PENDING:
            self._pieces = [WeightedCounts.concat(self._pieces)]
            self._waiting = 0

    def result(self, order: NDArray[np.int64]) -> WeightedCounts:
        none = WeightedCounts(np.zeros((0, WIDTH), np.int64))
        place = np.zeros(int(order.max(initial=0)) + 1, np.int64)
        place[order] = np.arange(len(order))
        whole = WeightedCounts.concat([none, *self._pieces])
        cells = np.arange(int(whole.cell.max(initial=0)) + 1)
        return WeightedCounts.of(whole.moved(place, cells).table)


def counts_for(part: Part, scales: Mapping[str, Scale]) -> Counts:
    """Return empty counts of a part."""
    match part:
        case Joint():
            return _JointCounts(part, scales)
        case Moments():
            return _MomentCounts(part, scales)
        case Product():
            return _ProductCounts(part, scales)
        case Weighted():
            return _WeightedHistogram(part)
        case Histogram(score) if lattice(score, scales).size <= WIDEST_TABLE:
            return _NarrowHistogram(part, scales)
        case Histogram():
            return _WideHistogram(part, scales)


def _unique(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    values, counts = np.unique(keys, return_counts=True)
    return values, counts.astype(np.int64)


def _join(
    a: tuple[NDArray[np.int64], NDArray[np.int64]], b: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    keys, where = np.unique(np.concatenate([a[0], b[0]]), return_inverse=True)
    counts = np.zeros(len(keys), np.int64)
    np.add.at(counts, where, np.concatenate([a[1], b[1]]))
    return keys, counts
