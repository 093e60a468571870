"""Filled-in questionnaires as they were ticked: a batch of people, battery by battery."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.inventory import OTHER_BATTERIES
from gapkit.stats.response_patterns import (
    commonest_share,
    individual_variability,
    longest_run,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from gapkit.ingest import Answers
    from gapkit.ingest.layout import Column

__all__ = ["Battery", "Filled", "Forms", "file_of", "role_of", "texts_of"]

MOST_POINTS: Final = 64
"""Answers on finer scales, such as minutes, are measures and no ticks: they show no pattern."""


@dataclass(frozen=True)
class Battery:
    """One battery of a batch of people.

    Parameters
    ----------
    items
        Items in the order of the questionnaire.
    codes : unsigned integers, shape (rows, items)
        Steps above the low end of the scale, as ticked: reversed items are not turned.
    answered : shape (rows, items)
        Where there is an answer.
    points
        Points of the scale.
    """

    items: tuple[str, ...]
    codes: NDArray[Any]
    answered: NDArray[np.bool_]
    points: int

    @cached_property
    def given(self) -> NDArray[np.int64]:
        """Answers that each person gave."""
        given: NDArray[np.int64] = self.answered.sum(axis=1)
        return given

    @cached_property
    def run(self) -> NDArray[np.int64]:
        """Each person's longest run of one answer."""
        return longest_run(self.codes, self.answered)

    @cached_property
    def share(self) -> NDArray[np.float64]:
        """Share of each person's most frequent answer."""
        return commonest_share(self.codes, self.answered, self.points)

    @cached_property
    def spread(self) -> NDArray[np.float64]:
        """Standard deviation of each person's answers, as a share of the scale's range."""
        return individual_variability(self.codes, self.answered) / (self.points - 1)


@dataclass(frozen=True)
class Filled:
    """The questionnaires of one batch.

    Parameters
    ----------
    rows
        People.
    batteries
        By name, those that their file has.
    """

    rows: int
    batteries: Mapping[str, Battery]

    @cached_property
    def ticked(self) -> list[Battery]:
        """Batteries answered on a scale of ticks."""
        return [b for b in self.batteries.values() if b.points <= MOST_POINTS]

    @cached_property
    def asked(self) -> int:
        """Questions that the file has."""
        return sum(len(b.items) for b in self.batteries.values())

    @cached_property
    def given(self) -> NDArray[np.int64]:
        """Questions that each person answered."""
        none = np.zeros(self.rows, np.int64)
        return sum((b.given for b in self.batteries.values()), none)

    @cached_property
    def codes(self) -> NDArray[np.uint16]:
        """All codes side by side, the largest number where there is no answer."""
        parts = [
            np.where(b.answered, b.codes, np.uint16(65535)).astype(np.uint16)
            for b in self.batteries.values()
        ]
        return np.hstack(parts) if parts else np.zeros((self.rows, 0), np.uint16)


class Forms:
    """Reads questionnaires out of coded batches; see `Filled`."""

    def __init__(self, answers: Answers) -> None:
        self._item = answers.instrument.item
        self._columns = [c for c in answers.layout.columns if c.battery not in OTHER_BATTERIES]
        # a battery that a file lacks was not asked of its people: it is not missing
        self._there = {
            (f.bound.source.role, f.bound.file): set(f.plan.codes) for f in answers.files
        }

    def of(self, batch: pa.RecordBatch) -> Filled:
        """Return the questionnaires of a batch, with what its file asked."""
        there = self._there[role_of(batch), file_of(batch)]
        return self._filled(batch, [c for c in self._columns if c.name in there])

    def whole(self, batch: pa.RecordBatch) -> Filled:
        """Return the questionnaires of a batch, with what any file of its role asked."""
        return self._filled(batch, self._columns)

    def _filled(self, batch: pa.RecordBatch, columns: list[Column]) -> Filled:
        mine: dict[str, list[Column]] = {}
        for column in columns:
            if column.role == role_of(batch):
                mine.setdefault(column.battery, []).append(column)
        batteries = {name: self._battery(batch, columns) for name, columns in mine.items()}
        return Filled(batch.num_rows, batteries)

    def _battery(self, batch: pa.RecordBatch, columns: list[Column]) -> Battery:
        order = sorted(columns, key=lambda c: self._item[c.item].n)
        points = order[0].scale.points
        raw = [batch.column(c.name).to_numpy(zero_copy_only=False) for c in order]
        answered = np.column_stack([codes < points for codes in raw])
        ticked = [
            (points - 1 - codes) if self._is_turned(column) else codes
            for codes, column in zip(raw, order, strict=True)
        ]
        items = tuple(c.item for c in order)
        return Battery(items, np.column_stack(ticked), answered, points)

    def _is_turned(self, column: Column) -> bool:
        return self._item[column.item].reversed and column.battery != "importance"


def role_of(batch: pa.RecordBatch) -> str:
    """Return who answered a batch."""
    role: str = batch.schema.metadata[b"role"].decode()
    return role


def file_of(batch: pa.RecordBatch) -> str:
    """Return the name of the file that a batch came from."""
    file: str = batch.schema.metadata[b"file"].decode()
    return file


def texts_of(batch: pa.RecordBatch, column: str) -> list[str | None]:
    """Return a column of texts; None where it is empty, or where the batch lacks it."""
    if column not in batch.schema.names:
        return [None] * batch.num_rows
    texts: list[str | None] = batch.column(column).to_pylist()
    return texts
