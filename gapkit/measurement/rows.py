"""The rows of one coded batch: figures, groups, weights, and the parts that people are dealt to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.tally import EVERY_WAVE, Group, arrow, lattice
from gapkit.tally.evaluate import Evaluator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from gapkit.gaps.gather import LinearMap
    from gapkit.instrument import Scale
    from gapkit.tally import Design, Expression

__all__ = ["PARTS", "Column", "Rows"]

PARTS: Final = 100
"""Groups of people that are left out one at a time."""


@dataclass(frozen=True)
class Column:
    """One column of figures.

    Parameters
    ----------
    score
        The respondent's score.
    to
        From the score's own scale to the one that figures are given on; None leaves it.
    middle
        Taken away from every figure, so that sums stay small.
    at_most, at_least
        Instead of the figure: 1 where it is at most, or at least so much, else 0.
    asked
        Instead of the figure: 1 where there is one; the row then counts although there is none.
    lenient
        The row counts although there is no figure: it is taken for 0.
    """

    score: Expression
    to: LinearMap | None = None
    middle: float = 0.0
    at_most: float | None = None
    at_least: float | None = None
    asked: bool = False
    lenient: bool = False


class Rows:
    """One batch: figures, groups, parts and weights of its rows.

    Parameters
    ----------
    batch
        As `gapkit.ingest` yields it.
    scales
        Column → scale.
    design
        Where clusters stand.
    clusters
        Stratum and cluster → its number; grows as clusters come up.
    columns
        What is read.
    """

    def __init__(
        self,
        batch: pa.RecordBatch,
        scales: Mapping[str, Scale],
        design: Design | None,
        clusters: dict[tuple[str, str], int],
        columns: set[str],
    ) -> None:
        self._batch, self._scales = batch, scales
        names = set(batch.schema.names)
        codes = {c: arrow.numbers(batch.column(c)) for c in columns if c in scales}
        points = {c: arrow.floats(batch.column(c)) for c in columns if c not in scales}
        self._evaluate = Evaluator(codes, scales, batch.num_rows, points)
        self._figures: dict[Column, tuple[NDArray[np.float64], NDArray[np.bool_]]] = {}
        self.weight = arrow.numbers(batch.column("weight")) if "weight" in names else None
        drawn = design is not None and design.cluster in names
        self.part = self._parts(design, clusters) if design and drawn else None
        # each row's lot in the drawing of rows that are kept: the same in every run
        record = arrow.numbers(batch.column("record")).astype(np.uint64)
        self.lot = (record * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(11)).astype(np.float64)

    def matrix(self, columns: Sequence[Column]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Return the columns with a leading 1, and which rows have all of them."""
        z = np.ones((self._batch.num_rows, 1 + len(columns)))
        stands = np.ones(self._batch.num_rows, np.bool_)
        for k, column in enumerate(columns, 1):
            if column not in self._figures:
                self._figures[column] = self._figure(column)
            z[:, k], there = self._figures[column]
            if not (column.asked or column.lenient):
                stands &= there
        return z, stands

    def _figure(self, column: Column) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        value, stands = self._evaluate(column.score)
        figure = np.where(stands, value / lattice(column.score, self._scales).denominator, 0.0)
        if column.asked:
            return stands.astype(np.float64), stands
        if column.to is not None and not column.to.is_identity:
            figure = float(column.to.shift) + float(column.to.factor) * figure
        if column.at_most is not None:
            figure = (figure <= column.at_most + _DUST).astype(np.float64)
        elif column.at_least is not None:
            figure = (figure >= column.at_least - _DUST).astype(np.float64)
        else:
            figure = figure - column.middle
        return np.where(stands, figure, 0.0), stands

    def members(self, segment: str, at: NDArray[np.int64]) -> list[tuple[Group, NDArray[Any]]]:
        """Return the groups of everybody (no segment) or of a segment, with places in `at`."""
        waves, wave = self._key("wave", EVERY_WAVE)
        if not segment:
            values, value = ["all"], np.zeros(self._batch.num_rows, np.int64)
        elif segment in self._batch.schema.names:
            values, value = self._key(segment, None)
        else:
            return []
        cell = np.where(value < len(values), wave * (len(values) + 1) + value, -1)[at]
        found = []
        for number in np.unique(cell[cell >= 0]).tolist():
            of_wave, of_value = divmod(number, len(values) + 1)
            group = Group(waves[of_wave], segment or "all", values[of_value])
            found.append((group, np.flatnonzero(cell == number)))
        return found

    def _key(self, name: str, blank: str | None) -> tuple[list[str], NDArray[np.int64]]:
        """Return the values of a key and each row's place among them; the last place is blank."""
        if name not in self._batch.schema.names:
            return [blank or ""], np.zeros(self._batch.num_rows, np.int64)
        values, index = arrow.dictionary(self._batch.column(name))
        index[index < 0] = len(values)
        return ([*values, blank] if blank is not None else values), index

    def _parts(self, design: Design, known: dict[tuple[str, str], int]) -> NDArray[np.int64]:
        """Return the part of each row: its cluster's, dealt in turn as clusters come up."""
        strata, stratum = self._key(design.stratum or "", "")
        clusters, cluster = self._key(design.cluster or "", "")
        cells, where = np.unique(stratum * len(clusters) + cluster, return_inverse=True)
        pairs = [divmod(cell, len(clusters)) for cell in cells.tolist()]
        numbers = [known.setdefault((strata[s], clusters[c]), len(known)) for s, c in pairs]
        return np.array(numbers, np.int64)[where] % PARTS


_DUST: Final = 1e-9
