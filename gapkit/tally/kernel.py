"""The one kernel: coded Arrow batches in, counts per group out.

A row belongs to the group of everybody in its wave, and to one group for each segment that it has
a value in. Position 0 of every table takes the rows that belong to no group of a segment, so that
no mask is needed on the way; it is dropped at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.tally.evaluate import Evaluator
from gapkit.tally.parts import (
    Histogram,
    Joint,
    Moments,
    Part,
    Product,
    Weighted,
    columns_of,
    lattice,
    role_of,
)
from gapkit.tally.tally import EVERY_WAVE, Group, Sparse, Sums, Tally
from gapkit.tally.weights import Cell, WeightedCounts, fixed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from gapkit.instrument import Scale

__all__ = ["Counter", "Design", "count"]

WIDEST_TABLE: Final = 4096
"""Lattices up to this size are counted in a table per group; wider ones as sorted pairs."""

PENDING: Final = 1 << 22
"""Pairs that wait before they are sorted and merged: about 32 MB."""


def count(
    batches: Iterable[pa.RecordBatch],
    parts: Sequence[Part],
    scales: Mapping[str, Scale],
    segments: Sequence[str] = (),
    design: Design | None = None,
) -> Tally:
    """Count coded batches.

    Parameters
    ----------
    batches
        As `gapkit.ingest` yields them: code columns, key columns, the role in the metadata.
    parts
        What is to be counted; repeats do no harm.
    scales
        Column → scale.
    segments
        Columns to break down by.
    design
        Where strata and clusters stand, for `Weighted` parts.

    Returns
    -------
    Tally
    """
    counter = Counter(parts, scales, segments, design)
    for batch in batches:
        counter.add(batch)
    return counter.tally()


class Counter:
    """Adds batches to running counts; see `count`."""

    def __init__(
        self,
        parts: Sequence[Part],
        scales: Mapping[str, Scale],
        segments: Sequence[str] = (),
        design: Design | None = None,
    ) -> None:
        self._scales = scales
        self._cells = _Cells(design or Design())
        self._segments = tuple(segments)
        self._groups = _Groups()
        self._counts: dict[Part, _Counts] = {p: _counts_for(p, scales) for p in parts}
        self._carries: dict[str, dict[str, None]] = {}

    def add(self, batch: pa.RecordBatch) -> None:
        """Count one batch."""
        role = batch.schema.metadata[b"role"].decode()
        names = set(batch.schema.names)
        axes = self._groups.of_batch(batch, [s for s in self._segments if s in names])
        carried = [k for k in ("wave", *self._segments) if k in names]
        self._carries.setdefault(role, {}).update(dict.fromkeys(carried))
        mine = [p for p in self._counts if role_of(p) == role and names.issuperset(columns_of(p))]
        wanted = {c for p in mine for c in columns_of(p)}
        codes = {c: _numbers(batch.column(c)) for c in wanted}
        rows = _Rows(codes, Evaluator(codes, self._scales, batch.num_rows), batch, self._cells)
        for part in mine:
            prepared = self._counts[part].prepare(rows)
            for axis in axes:
                self._counts[part].add(prepared, axis, self._groups.count)

    def tally(self) -> Tally:
        """Return what was counted so far."""
        names, order = self._groups.sorted()
        parts = {p: c.result(order) for p, c in self._counts.items()}
        cells, at = self._cells.sorted()
        for part, counts in parts.items():
            if isinstance(part, Weighted):
                parts[part] = WeightedCounts.of(counts.moved(np.arange(len(names)), at).table)
        carries = {role: tuple(keys) for role, keys in self._carries.items()}
        return Tally(names, parts, dict(self._scales), carries, cells)


@dataclass(frozen=True)
class Design:
    """Columns of the batches that say a row's stratum and its cluster."""

    stratum: str | None = None
    cluster: str | None = None


class _Cells:
    """Cells of the design met so far."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._number: dict[Cell, int] = {}

    def of_batch(self, batch: pa.RecordBatch) -> NDArray[np.int64]:
        """Return the cell number of every row."""
        strata, stratum = self._column(batch, self._design.stratum)
        clusters, cluster = self._column(batch, self._design.cluster)
        used, where = np.unique(stratum * len(clusters) + cluster, return_inverse=True)
        pairs = [divmod(u, len(clusters)) for u in used.tolist()]
        cells = [Cell(strata[s], clusters[c]) for s, c in pairs]
        numbers = [self._number.setdefault(c, len(self._number)) for c in cells]
        return np.array(numbers, np.int64)[where]

    @staticmethod
    def _column(batch: pa.RecordBatch, name: str | None) -> tuple[list[str], NDArray[np.int64]]:
        if name is None or name not in batch.schema.names:
            return [""], np.zeros(batch.num_rows, np.int64)
        values, index = _dictionary(batch.column(name))
        return [*values, ""], np.where(index < 0, len(values), index)

    def sorted(self) -> tuple[tuple[Cell, ...], NDArray[np.int64]]:
        """Return the cells in order, and where each number went."""
        names = tuple(sorted(self._number))
        at = np.zeros(len(names), np.int64)
        at[[self._number[c] for c in names]] = np.arange(len(names))
        return names, at


@dataclass
class _Rows:
    """One batch, with what is worked out of it only once and only if asked for."""

    codes: Mapping[str, NDArray[Any]]
    evaluate: Evaluator
    batch: pa.RecordBatch
    cells: _Cells

    @cached_property
    def cell(self) -> NDArray[np.int64]:
        """Cell of the design of each row."""
        return self.cells.of_batch(self.batch)

    @cached_property
    def weight(self) -> NDArray[np.int64]:
        """Weight and its square of each row, in fixed point: (rows, 4)."""
        if "weight" not in self.batch.schema.names:
            return fixed(np.ones(self.batch.num_rows))
        return fixed(_numbers(self.batch.column("weight")))


class _Groups:
    """Groups met so far; number 0 is "none"."""

    def __init__(self) -> None:
        self._number: dict[Group, int] = {}

    @property
    def count(self) -> int:
        return len(self._number) + 1

    def of_batch(self, batch: pa.RecordBatch, segments: list[str]) -> list[NDArray[np.int64]]:
        """Return the group number of every row, for everybody and for each segment."""
        if "wave" in batch.schema.names:
            waves, wave = _dictionary(batch.column("wave"))
            waves, wave = [*waves, EVERY_WAVE], np.where(wave < 0, len(waves), wave)
        else:
            waves, wave = [EVERY_WAVE], np.zeros(batch.num_rows, np.int64)
        axes = [self._numbers([Group(w, "all", "all") for w in waves])[wave]]
        for segment in segments:
            values, value = _dictionary(batch.column(segment))
            pairs = wave * len(values) + value
            pairs[value < 0] = -1
            used, where = np.unique(pairs, return_inverse=True)
            numbers = self._numbers(
                [
                    Group(waves[u // len(values)], segment, values[u % len(values)])
                    if u >= 0
                    else None
                    for u in used.tolist()
                ]
            )
            axes.append(numbers[:-1][where])
        return axes

    def _numbers(self, groups: list[Any]) -> NDArray[np.int64]:
        """Return the number of each group, and a last 0 that index −1 falls on."""
        found = [
            0 if g is None else self._number.setdefault(g, len(self._number) + 1) for g in groups
        ]
        return np.array([*found, 0], np.int64)

    def sorted(self) -> tuple[tuple[Group, ...], NDArray[np.int64]]:
        """Return the groups in order, and the number that each had."""
        names = tuple(sorted(self._number))
        return names, np.array([self._number[g] for g in names], np.int64)


class _Counts:
    """Running counts of one part."""

    def prepare(self, rows: _Rows) -> Any:
        raise NotImplementedError

    def add(self, prepared: Any, group: NDArray[np.int64], groups: int) -> None:
        raise NotImplementedError

    def result(self, order: NDArray[np.int64]) -> Any:
        raise NotImplementedError


class _Table(_Counts):
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

    def prepare(self, rows: _Rows) -> Any:
        codes = rows.codes
        a = np.minimum(codes[self._part.a], self._shape[0] - 1).astype(np.int64)
        b = np.minimum(codes[self._part.b], self._shape[1] - 1)
        return a * self._shape[1] + b

    def add(self, prepared: Any, group: NDArray[np.int64], groups: int) -> None:
        self._count(prepared, group, groups)

    def result(self, order: NDArray[np.int64]) -> NDArray[np.int64]:
        return self._rows(order).reshape(-1, *self._shape)


class _NarrowHistogram(_Table):
    """Counts on a short lattice; a last cell takes those without the score."""

    def __init__(self, part: Histogram, scales: Mapping[str, Scale]) -> None:
        self._score = part.score
        self._lattice = lattice(part.score, scales)
        super().__init__(self._lattice.size + 1)

    def prepare(self, rows: _Rows) -> Any:
        value, stands = rows.evaluate(self._score)
        return np.where(stands, value - self._lattice.low, self._lattice.size)

    def add(self, prepared: Any, group: NDArray[np.int64], groups: int) -> None:
        self._count(prepared, group, groups)

    def result(self, order: NDArray[np.int64]) -> Sparse:
        table = self._rows(order)[:, :-1]
        group, value = np.nonzero(table)
        return Sparse(group, value + self._lattice.low, table[group, value])


class _WideHistogram(_Counts):
    """Counts on a long lattice: pairs of group and value, merged now and then."""

    def __init__(self, part: Histogram, scales: Mapping[str, Scale]) -> None:
        self._score = part.score
        self._lattice = lattice(part.score, scales)
        self._pending: list[NDArray[np.int64]] = []
        self._waiting = 0
        self._merged: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []

    def prepare(self, rows: _Rows) -> Any:
        return rows.evaluate(self._score)

    def add(self, prepared: Any, group: NDArray[np.int64], groups: int) -> None:
        del groups
        value, stands = prepared
        stands = stands & (group > 0)
        self._pending.append((group * self._lattice.size + value - self._lattice.low)[stands])
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

    def prepare(self, rows: _Rows) -> Any:
        value, stands = rows.evaluate(self._score)
        value = np.where(stands, value, 0)
        square = value * value
        return stands.astype(np.int64), value, square >> 32, square & 0xFFFFFFFF

    def add(self, prepared: Any, group: NDArray[np.int64], groups: int) -> None:
        table = self._grown(groups)
        for column, values in enumerate(prepared):
            np.add.at(table[:, column], group, values)

    def result(self, order: NDArray[np.int64]) -> Sums:
        return Sums(*np.ascontiguousarray(self._rows(order).T))


class _ProductCounts(_Table):
    """Cross-products of codes with a leading 1, over complete rows."""

    def __init__(self, part: Product, scales: Mapping[str, Scale]) -> None:
        del scales
        self._columns = part.columns
        self._side = len(part.columns) + 1
        super().__init__(self._side * self._side)

    def prepare(self, rows: _Rows) -> Any:
        complete = np.logical_and.reduce([rows.evaluate.answered(c) for c in self._columns])
        used = np.flatnonzero(complete)
        # whole numbers below 2^53 are exact in float64, and only floats have a fast matrix product
        matrix = np.ones((len(used), self._side))
        for k, column in enumerate(self._columns, 1):
            matrix[:, k] = rows.codes[column][used]
        return used, matrix

    def add(self, prepared: Any, group: NDArray[np.int64], groups: int) -> None:
        table = self._grown(groups)
        rows, matrix = prepared
        if not len(rows):
            return
        order = np.argsort(group[rows], kind="stable")
        present, starts = np.unique(group[rows][order], return_index=True)
        for number, block in zip(present, np.split(matrix[order], starts[1:]), strict=True):
            table[number] += (block.T @ block).astype(np.int64).reshape(-1)

    def result(self, order: NDArray[np.int64]) -> NDArray[np.int64]:
        return self._rows(order).reshape(-1, self._side, self._side)


class _WeightedHistogram(_Counts):
    """Counts and weights by group, cell and value, merged now and then."""

    def __init__(self, part: Weighted) -> None:
        self._score = part.score
        self._pieces: list[WeightedCounts] = []
        self._waiting = 0

    def prepare(self, rows: _Rows) -> Any:
        value, stands = rows.evaluate(self._score)
        at = np.flatnonzero(stands)
        ones = np.ones(len(at), np.int64)
        return at, np.column_stack([rows.cell[at], value[at], ones, rows.weight[at]])

    def add(self, prepared: Any, group: NDArray[np.int64], groups: int) -> None:
        del groups
        at, columns = prepared
        mine = group[at] > 0
        table = np.column_stack([group[at][mine], columns[mine]])
        self._pieces.append(WeightedCounts.of(table))
        self._waiting += len(self._pieces[-1].table)
        if self._waiting > PENDING:
            self._pieces = [WeightedCounts.concat(self._pieces)]
            self._waiting = 0

    def result(self, order: NDArray[np.int64]) -> WeightedCounts:
        none = WeightedCounts(np.zeros((0, 8), np.int64))
        place = np.zeros(int(order.max(initial=0)) + 1, np.int64)
        place[order] = np.arange(len(order))
        whole = WeightedCounts.concat([none, *self._pieces])
        cells = np.arange(int(whole.cell.max(initial=0)) + 1)
        return WeightedCounts.of(whole.moved(place, cells).table)


def _counts_for(part: Part, scales: Mapping[str, Scale]) -> _Counts:
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


def _numbers(column: pa.Array) -> NDArray[Any]:
    """View an integer column without a copy (and without pyarrow's import of pandas)."""
    kind = np.dtype(str(column.type))
    return np.frombuffer(column.buffers()[1], kind)[column.offset : column.offset + len(column)]


def _dictionary(column: pa.DictionaryArray) -> tuple[list[str], NDArray[np.int64]]:
    """Return the values of a key column and each row's index, −1 where empty."""
    values: list[str] = column.dictionary.to_pylist()
    if not len(column):
        return values, np.zeros(0, np.int64)
    return values, _numbers(column.indices.fill_null(-1)).astype(np.int64)
