"""The one kernel: coded Arrow batches in, counts per group out.

A row belongs to the group of everybody in its wave, and to one group for each segment that it has
a value in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from gapkit.tally import arrow
from gapkit.tally.counts import Axis, Counts, counts_for
from gapkit.tally.evaluate import Evaluator
from gapkit.tally.parts import (
    Part,
    Weighted,
    columns_of,
    role_of,
)
from gapkit.tally.tally import EVERY_WAVE, Group, Tally
from gapkit.tally.weights import ALONE, Cell, WeightedCounts, fixed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from gapkit.instrument import Scale

__all__ = ["Counter", "Design", "count"]


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
        self._counts: dict[Part, Counts] = {p: counts_for(p, scales) for p in parts}
        self._reads = {p: (role_of(p), columns_of(p)) for p in self._counts}
        self._carries: dict[str, dict[str, None]] = {}

    def add(self, batch: pa.RecordBatch) -> None:
        """Count one batch."""
        role = batch.schema.metadata[b"role"].decode()
        names = set(batch.schema.names)
        segments = [s for s in self._segments if s in names]
        axes = [Axis(numbers) for numbers in self._groups.of_batch(batch, segments)]
        carried = [k for k in ("wave", *self._segments) if k in names]
        self._carries.setdefault(role, {}).update(dict.fromkeys(carried))
        mine = [p for p, (whose, c) in self._reads.items() if whose == role and names.issuperset(c)]
        wanted = {c for p in mine for c in self._reads[p][1]}
        codes = {c: arrow.numbers(batch.column(c)) for c in wanted if c in self._scales}
        points = {c: arrow.floats(batch.column(c)) for c in wanted if c not in self._scales}
        evaluate = Evaluator(codes, self._scales, batch.num_rows, points)
        rows = _Rows(codes, evaluate, batch, self._cells)
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
        alone = cluster == len(clusters) - 1
        if self._design.cluster in batch.schema.names and alone.any():
            own, cluster[alone] = _alone(batch, alone, len(clusters))
            clusters = [*clusters, *own]
        used, where = np.unique(stratum * len(clusters) + cluster, return_inverse=True)
        pairs = [divmod(u, len(clusters)) for u in used.tolist()]
        cells = [Cell(strata[s], clusters[c]) for s, c in pairs]
        numbers = [self._number.setdefault(c, len(self._number)) for c in cells]
        return np.array(numbers, np.int64)[where]

    @staticmethod
    def _column(batch: pa.RecordBatch, name: str | None) -> tuple[list[str], NDArray[np.int64]]:
        if name is None or name not in batch.schema.names:
            return [""], np.zeros(batch.num_rows, np.int64)
        values, index = arrow.dictionary(batch.column(name))
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
        """Weight and its square of each row, in fixed point: (rows, 10)."""
        if "weight" not in self.batch.schema.names:
            return fixed(np.ones(self.batch.num_rows))
        return fixed(arrow.numbers(self.batch.column("weight")))


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
            waves, wave = arrow.dictionary(batch.column("wave"))
            waves, wave = [*waves, EVERY_WAVE], np.where(wave < 0, len(waves), wave)
        else:
            waves, wave = [EVERY_WAVE], np.zeros(batch.num_rows, np.int64)
        axes = [self._numbers([Group(w, "all", "all") for w in waves])[wave]]
        for segment in segments:
            values, value = arrow.dictionary(batch.column(segment))
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


def _alone(
    batch: pa.RecordBatch, rows: NDArray[np.bool_], known: int
) -> tuple[list[str], NDArray[np.int64]]:
    """Return names and numbers of clusters of one: rows of a clustered sample that name none.

    Who shares a cluster with whom is not known there; to call all of them one cluster would say
    that they belong together. The names keep rows of different files apart.
    """
    file = batch.schema.metadata.get(b"file", b"").decode()
    records = arrow.numbers(batch.column("record"))[rows].tolist()
    own = [f"{ALONE}{file}{ALONE}{record}" for record in records]
    return own, known + np.arange(len(own))
