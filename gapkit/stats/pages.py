"""Filled-in forms side by side: which say something about who filled them in, and which are alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.stats.response_patterns import commonest_share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gapkit.stats.frequencies import Floats, Ints

__all__ = ["NEAR", "Pages"]

NEAR: Final = 0.9
"""Share of equal answers from which two forms count as alike (Kuriakose and Robbins 2016: 0.85 in
long questionnaires, where honest pairs stay far below)."""

PLAIN: Final = 0.75
"""Share of one answer from which a battery says nothing about who filled it in."""

FEWEST_CELLS: Final = 12
"""Answers in telling batteries that a form must have."""


@dataclass(frozen=True)
class Pages:
    """Forms, battery by battery.

    Parameters
    ----------
    batteries : unsigned integers, each of shape (forms, items)
        Codes as ticked; a code from `points` on stands for no answer.
    points
        Points of each battery's scale.
    """

    batteries: tuple[NDArray[Any], ...]
    points: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.batteries[0]) if self.batteries else 0

    @property
    def items(self) -> int:
        """Questions of all batteries."""
        return sum(b.shape[1] for b in self.batteries)

    def take(self, rows: NDArray[Any]) -> Pages:
        """Return some of the forms."""
        return Pages(tuple(b[rows] for b in self.batteries), self.points)

    @cached_property
    def telling(self) -> NDArray[np.bool_]:
        """Which batteries say something about each form; shape (forms, batteries)."""
        columns = []
        for codes, points in zip(self.batteries, self.points, strict=True):
            answered = codes < points
            share = commonest_share(codes, answered, points)
            columns.append((share < PLAIN) & (answered.mean(axis=1) >= NEAR))
        return np.column_stack(columns)

    @cached_property
    def cells(self) -> Ints:
        """Answers of each form in its telling batteries."""
        sizes = np.array([b.shape[1] for b in self.batteries])
        total: Ints = self.telling @ sizes
        return total

    @cached_property
    def level(self) -> Floats:
        """Mean answer of each form as a share of the scale's range; 0.5 where there is none."""
        parts = list(zip(self.batteries, self.points, strict=True))
        sums = sum(np.where(c < p, c / (p - 1), 0.0).sum(axis=1) for c, p in parts)
        n = sum((c < p).sum(axis=1) for c, p in parts)
        return np.where(n > 0, sums / np.maximum(n, 1), 0.5)

    def near(self, others: Pages, share: float = NEAR) -> NDArray[np.bool_]:
        """Return which others are alike with each form; shape (forms, others).

        Alike: so large a share of the answers is the same, in the telling batteries and over all.
        """
        same, on_telling = np.zeros((2, len(self), len(others)), np.float32)
        for k, points in enumerate(self.points):
            mine, theirs = self.batteries[k], others.batteries[k]
            equal = _one_hot(mine, points) @ _one_hot(theirs, points).T
            same += equal
            on_telling += equal * self.telling[:, k : k + 1]
        enough = (self.cells >= FEWEST_CELLS)[:, None]
        found: NDArray[np.bool_] = (
            enough & (same >= share * self.items) & (on_telling >= share * self.cells[:, None])
        )
        return found


def _one_hot(codes: NDArray[Any], points: int) -> NDArray[np.float32]:
    """Return a 1 for each item's answer, so that a product counts equal answers."""
    rows, items = codes.shape
    table = np.zeros((rows, items * points), np.float32)
    row, item = np.nonzero(codes < points)
    table[row, item * points + codes[row, item]] = 1
    return table
