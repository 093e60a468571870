"""Scores of the respondents in one batch: codes in, whole numbers out."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from gapkit.tally.parts import (
    POINTED,
    POINTS,
    Answer,
    Difference,
    Everybody,
    Expression,
    Mean,
    Pointed,
    Points,
    Score,
    Zone,
    is_rounded,
    lattice,
    needed,
    spread,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from gapkit.instrument import Scale

__all__ = ["Evaluated", "Evaluator"]

Evaluated = tuple["NDArray[np.int64]", "NDArray[np.bool_]"]
"""Numerators (any number where undefined) and whether a respondent has the score."""


class Evaluator:
    """Evaluates expressions over one batch, each once.

    Parameters
    ----------
    codes
        Column → codes; a code at or above the scale's number of points is "no answer".
    scales
        Column → scale.
    rows
        Rows of the batch.
    numbers
        Column of importance points → points, NaN where there are none.
    """

    def __init__(
        self,
        codes: Mapping[str, NDArray[np.unsignedinteger]],
        scales: Mapping[str, Scale],
        rows: int,
        numbers: Mapping[str, NDArray[np.float64]] | None = None,
    ) -> None:
        self._numbers = numbers or {}
        self._codes = codes
        self._scales = scales
        self._rows = rows
        self._known: dict[Expression, Evaluated] = {}
        self._answered: dict[str, NDArray[np.bool_]] = {}
        self._together: dict[tuple[str, ...], NDArray[np.bool_]] = {}

    def __call__(self, score: Expression) -> Evaluated:
        """Return numerators on the lattice of `score`, and where it stands."""
        if score not in self._known:
            self._known[score] = self._evaluate(score)
        return self._known[score]

    def answered(self, column: str) -> NDArray[np.bool_]:
        """Whether each respondent answered `column`."""
        if column not in self._answered:
            self._answered[column] = self._codes[column] < self._scales[column].points
        return self._answered[column]

    def _evaluate(self, score: Expression) -> Evaluated:
        match score:
            case Everybody():
                return np.ones(self._rows, np.int64), np.ones(self._rows, np.bool_)
            case Answer(column):
                scale = self._scales[column]
                codes = self._codes[column].astype(np.int64)
                return scale.first + scale.stride * codes, self.answered(column)
            case Score():
                return self._score(score)
            case Mean():
                return self._mean(score)
            case Difference():
                return self._difference(score)
            case Pointed():
                return self._pointed(score)
            case Points(column, columns):
                return self._points(column, columns)
            case Zone(perception, minimum, desired):
                return self._zone(perception, minimum, desired)

    def _score(self, score: Score) -> Evaluated:
        """Sum of codes and number of items first: small integers, then one multiplication."""
        total = np.zeros(self._rows, np.int32)
        count = np.zeros(self._rows, np.int16)
        for index, column in enumerate(score.columns):
            stands = self._all_answered(column, *(p[index] for p in score.partners))
            total += self._codes[column] * stands
            count += stands
        scale = self._scales[score.columns[0]]
        sums = scale.first * count.astype(np.int64) + scale.stride * total
        return _average(sums, count, len(score.columns))

    def _all_answered(self, *columns: str) -> NDArray[np.bool_]:
        """Whether each respondent answered all of some columns: the same for either side's score."""
        if len(columns) == 1:
            return self.answered(columns[0])
        key = tuple(sorted(columns))
        if key not in self._together:
            self._together[key] = np.logical_and.reduce([self.answered(c) for c in columns])
        return self._together[key]

    def _mean(self, mean: Mean) -> Evaluated:
        parts = [lattice(s, self._scales).denominator for s in mean.scores]
        common = lcm(*parts)
        sums = np.zeros(self._rows, np.int64)
        count = np.zeros(self._rows, np.int16)
        for score, denominator in zip(mean.scores, parts, strict=True):
            value, stands = self(score)
            sums += np.where(stands, value, 0) * (common // denominator)
            count += stands
        return _average(sums, count, len(mean.scores))

    def _difference(self, difference: Difference) -> Evaluated:
        (right, left), stands = self._on_one_lattice(difference.right, difference.left)
        return right - left, stands

    def _zone(self, *levels: Expression) -> Evaluated:
        (perception, minimum, desired), stands = self._on_one_lattice(*levels)
        place = 1 + (perception > desired).astype(np.int64) - (perception < minimum)
        return np.where(minimum > desired, 3, place), stands

    def _pointed(self, pointed: Pointed) -> Evaluated:
        """Weigh the scores that a respondent has by the points given to their dimensions."""
        total, weight = np.zeros(self._rows), np.zeros(self._rows)
        for score, points in zip(pointed.scores, pointed.points, strict=True):
            value, stands = self(score)
            given = (
                self._numbers[points] if isinstance(points, str) else np.full(self._rows, points)
            )
            mine = np.where(stands & (given > 0), given, 0.0)
            denominator = lattice(score, self._scales).denominator
            total += mine * np.where(stands, value, 0) / denominator
            weight += mine
        stands = weight > 0
        mean = np.where(stands, total, 0.0) / np.where(stands, weight, 1.0)
        return np.rint(mean * POINTED).astype(np.int64), stands

    def _points(self, column: str, columns: tuple[str, ...]) -> Evaluated:
        given = {c: np.where(self._numbers[c] > 0, self._numbers[c], 0.0) for c in columns}
        whole = np.sum(list(given.values()), axis=0)
        stands = whole > 0
        share = given[column] / np.where(stands, whole, 1.0)
        return np.rint(share * 100 * POINTS).astype(np.int64), stands

    def _on_one_lattice(
        self, *scores: Expression
    ) -> tuple[list[NDArray[np.int64]], NDArray[np.bool_]]:
        """Return the scores' numerators over one denominator, and where all of them stand."""
        denominators = [lattice(s, self._scales).denominator for s in scores]
        common = lcm(*denominators)
        found = [self(s) for s in scores]
        values = [v * (common // d) for (v, _), d in zip(found, denominators, strict=True)]
        return values, np.logical_and.reduce([stands for _, stands in found])


def _average(sums: NDArray[np.int64], count: NDArray[np.int16], of: int) -> Evaluated:
    """Return sums ÷ count on the finer lattice, exact, or rounded half up where `of` is large."""
    if of == 1:
        return sums, count == 1
    stands = count >= needed(of)
    factor = spread(of)
    if is_rounded(of):
        m = np.maximum(count, 1).astype(np.int64)
        return (2 * sums * factor + m) // (2 * m), stands
    factors = np.array([0, *(factor // m if factor % m == 0 else 0 for m in range(1, of + 1))])
    return sums * factors[count], stands
